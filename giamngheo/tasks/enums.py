"""Codes of tasks with their Vietnamese labels."""

from django.db import models


class Origin(models.TextChoices):
    """Where a task comes from."""

    PLAN = "PLAN", "Kế hoạch"
    TYPED = "TYPED", "Giao trực tiếp"
    HOT_SPOT = "HOT_SPOT", "Địa bàn cần chú ý"
    CONCLUSION = "CONCLUSION", "Kết luận cuộc họp"


class DeadlineKind(models.TextChoices):
    DATE = "DATE", "Đến một ngày"
    MONTH = "MONTH", "Trong một tháng"
    QUARTER = "QUARTER", "Trong một quý"
    RECURRING = "RECURRING", "Định kỳ"
    WORKING_DAYS = "WORKING_DAYS", "Sau một số ngày làm việc"
    CONDITIONAL = "CONDITIONAL", "Khi có hướng dẫn"
    ONGOING = "ONGOING", "Thường xuyên"
    AS_REGULATED = "AS_REGULATED", "Theo quy định"
    NONE = "NONE", "Không ghi thời hạn"


class Every(models.TextChoices):
    MONTH = "month", "Hằng tháng"
    QUARTER = "quarter", "Hằng quý"
    HALF_YEAR = "half_year", "6 tháng một lần"
    YEAR = "year", "Hằng năm"


class State(models.TextChoices):
    """What is stored; that a task is late is computed from the day."""

    NOT_BEGUN = "NOT_BEGUN", "Chưa làm"
    UNDER_WAY = "UNDER_WAY", "Đang làm"
    WAITING = "WAITING", "Chờ hướng dẫn"
    DONE = "DONE", "Đã xong"
    WITHDRAWN = "WITHDRAWN", "Đã rút"


OPEN = (State.NOT_BEGUN, State.UNDER_WAY)
UNFINISHED = (*OPEN, State.WAITING)


class PartyRole(models.TextChoices):
    LEAD = "LEAD", "Chủ trì"
    COORDINATE = "COORDINATE", "Phối hợp"


class NoteKind(models.TextChoices):
    GIVEN = "GIVEN", "Giao việc"
    PROGRESS = "PROGRESS", "Tiến độ"
    GUIDANCE = "GUIDANCE", "Có hướng dẫn"
    HANDOVER = "HANDOVER", "Bàn giao"
    WITHDRAWN = "WITHDRAWN", "Rút"


class ObstacleState(models.TextChoices):
    OPEN = "OPEN", "Chờ trả lời"
    ANSWERED = "ANSWERED", "Đã trả lời"


class StepKind(models.TextChoices):
    RAISED = "RAISED", "Nêu"
    ROUTED = "ROUTED", "Chuyển"
    ANSWERED = "ANSWERED", "Trả lời"
    REOPENED = "REOPENED", "Hỏi lại"
