"""Codes of steering committees with their Vietnamese labels."""

from django.db import models


class Post(models.TextChoices):
    """What a member is in the committee."""

    HEAD = "HEAD", "Trưởng ban"
    DEPUTY = "DEPUTY", "Phó Trưởng ban"
    STANDING = "STANDING", "Ủy viên thường trực"
    MEMBER = "MEMBER", "Ủy viên"
    SECRETARY = "SECRETARY", "Thư ký"


class How(models.TextChoices):
    """How the unit's name in the paper was understood."""

    EXACT = "EXACT", "Đúng tên"
    FORMER = "FORMER", "Tên cũ, cách viết khác đã xác nhận"
    CHOSEN = "CHOSEN", "Người nhập chọn"
    UNKNOWN = "UNKNOWN", "Không khớp danh mục"
