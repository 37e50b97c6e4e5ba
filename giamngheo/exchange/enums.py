"""Codes of import batches with their Vietnamese labels."""

from django.db import models


class Mode(models.TextChoices):
    """What a file may do to the register."""

    ADD = "ADD", "Chỉ thêm hộ chưa có"
    UPDATE = "UPDATE", "Chỉ sửa hộ đã có"
    BOTH = "BOTH", "Thêm hộ chưa có và sửa hộ đã có"


class BatchState(models.TextChoices):
    """Where a batch stands; each step is one transaction, so there is no state in between."""

    READING = "READING", "Đang đọc tệp"
    PREVIEWED = "PREVIEWED", "Chờ xác nhận"
    COMMITTED = "COMMITTED", "Đã ghi vào sổ"
    UNDONE = "UNDONE", "Đã hoàn tác"
    DISCARDED = "DISCARDED", "Đã bỏ"


class Outcome(models.TextChoices):
    """What becomes of one household of a file; every household read has exactly one."""

    ADDED = "ADDED", "Thêm mới"
    CHANGED = "CHANGED", "Sửa"
    SAME = "SAME", "Giữ nguyên"
    DUPLICATE = "DUPLICATE", "Trùng lặp"
    REFUSED = "REFUSED", "Trả lại"
