"""What an office may enter, and how far it has come."""

from django.db import models


class RuleKind(models.TextChoices):
    STANDARD = "STANDARD", "Chuẩn nghèo của tỉnh"
    POINTS = "POINTS", "Bảng điểm B1"


class RuleState(models.TextChoices):
    """Withdrawal is no state: it is a dated event beside an approved version."""

    DRAFT = "DRAFT", "Bản nháp"
    SUBMITTED = "SUBMITTED", "Đã trình duyệt"
    RETURNED = "RETURNED", "Đã trả lại"
    APPROVED = "APPROVED", "Đã duyệt"
