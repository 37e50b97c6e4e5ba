"""Codes of the papers with their Vietnamese labels."""

from django.db import models


class Standing(models.TextChoices):
    """Whether a confirmation that was given out still says what the register says."""

    VALID = "VALID", "Còn giá trị"
    CHANGED_SINCE = "CHANGED_SINCE", "Đã cũ, phân loại của hộ đã thay đổi sau ngày ghi trên giấy"
    CORRECTED = "CORRECTED", "Không còn đúng, phân loại của ngày đó đã được điều chỉnh"
    REVOKED = "REVOKED", "Đã thu hồi"


class PaperState(models.TextChoices):
    """How far a paper of the review is."""

    DRAFT = "DRAFT", "Dự thảo"
    SIGNED = "SIGNED", "Đã ký"
    RECORDED = "RECORDED", "Đã ghi sổ"
    BLANK = "BLANK", "Để trống"
