"""Codes of the way to the decision with their Vietnamese labels."""

from django.db import models


class FurtherKind(models.TextChoices):
    """A decision beside or after the one that recognised a commune's list."""

    ESCAPE = "ESCAPE", "Quyết định công nhận hộ thoát nghèo, thoát cận nghèo"
    CORRECTION = "CORRECTION", "Quyết định điều chỉnh"


class HotSpotMeasure(models.TextChoices):
    """What a unit is watched for."""

    RELAPSE = "RELAPSE", "Hộ tái nghèo"
    NEW_POOR = "NEW_POOR", "Hộ nghèo phát sinh mới"


class ThresholdKind(models.TextChoices):
    COUNT = "COUNT", "số hộ"
    RATE = "RATE", "phần trăm số hộ nghèo đầu năm"


class FollowUpState(models.TextChoices):
    OPEN = "OPEN", "Đang làm"
    DONE = "DONE", "Đã xong"


class Flow(models.TextChoices):
    """The columns of the official flow tables, and what no record explains."""

    START = "START", "Đầu năm"
    CROSSED_OUT = "CROSSED_OUT", "Chuyển giữa nghèo và cận nghèo (giảm)"
    ESCAPED = "ESCAPED", "Vượt chuẩn cận nghèo"
    OTHER_OUT = "OTHER_OUT", "Giảm khác"
    CROSSED_IN = "CROSSED_IN", "Chuyển giữa nghèo và cận nghèo (tăng)"
    RELAPSED = "RELAPSED", "Tái nghèo, tái cận nghèo"
    NEW = "NEW", "Phát sinh mới"
    OTHER_IN = "OTHER_IN", "Tăng khác"
    END = "END", "Cuối năm"
    UNEXPLAINED = "UNEXPLAINED", "Chưa rõ căn cứ"


class OtherCause(models.TextChoices):
    """What stands behind "other" in the flow tables."""

    MOVED = "MOVED", "chuyển đi, chuyển đến"
    SPLIT = "SPLIT", "tách hộ, nhập hộ"
    DEATH = "DEATH", "hộ không còn ai"
    SIZE = "SIZE", "thêm, bớt nhân khẩu"
    UNKNOWN = "UNKNOWN", "chưa ghi lý do"
