"""Kinds and stages of commune plans, with the words people see."""

from django.db import models


class PlanKind(models.TextChoices):
    """The two plans the district's plan asks of a commune (R014)."""

    PROGRAMME = "PROGRAMME", "Kế hoạch giảm nghèo"
    SERVICES = "SERVICES", "Kế hoạch chỉ tiêu tiếp cận dịch vụ xã hội cơ bản"


class PlanStage(models.TextChoices):
    """Where a commune plan is on its way (R015)."""

    DRAFT = "DRAFT", "Đang soạn"
    SENT = "SENT", "Đã gửi thẩm định"
    APPRAISED = "APPRAISED", "Đã thẩm định, chờ phê duyệt"
    APPROVED = "APPROVED", "Đã phê duyệt"
    RETURNED = "RETURNED", "Bị trả lại"


OPEN_STAGES = (PlanStage.DRAFT, PlanStage.RETURNED)


class Lack(models.TextChoices):
    """What a household's row still wants before the plan is whole (R083)."""

    CAUSE = "CAUSE", "chưa rõ nguyên nhân"
    MEASURE = "MEASURE", "chưa có giải pháp"
    MONEY = "MONEY", "chưa rõ kinh phí"
    HELPER = "HELPER", "chưa có người giúp"
    SERVICE = "SERVICE", "thiếu hụt chưa có giải pháp"
