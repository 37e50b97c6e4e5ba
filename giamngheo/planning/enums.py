"""Codes of plans with their Vietnamese labels."""

from django.db import models


class Measure(models.TextChoices):
    """The columns of a commune target table; the values are the reader's column keys."""

    TOTAL_HOUSEHOLDS = "total_households", "Tổng số hộ"
    POOR_START = "poor_start", "Hộ nghèo đầu năm"
    POOR_REDUCED = "poor_reduced", "Hộ nghèo giảm trong năm"
    POOR_RATE = "poor_rate_pp", "Tỷ lệ giảm hộ nghèo (điểm %)"
    NEAR_POOR_START = "near_poor_start", "Hộ cận nghèo đầu năm"
    NEAR_POOR_REDUCED = "near_poor_reduced", "Hộ cận nghèo giảm trong năm"
    NEAR_POOR_RATE = "near_poor_rate_pp", "Tỷ lệ giảm hộ cận nghèo (điểm %)"


class UnitMatch(models.TextChoices):
    """How the name in the plan was tied to a unit."""

    EXACT = "EXACT", "Đúng tên"
    ALIAS = "ALIAS", "Tên gọi khác đã xác nhận"
    SUGGESTED = "SUGGESTED", "Tên viết gần giống, cần xác nhận"


class Severity(models.TextChoices):
    ERROR = "error", "Sai"
    WARNING = "warning", "Cần xem"
    NOTICE = "notice", "Lưu ý"
