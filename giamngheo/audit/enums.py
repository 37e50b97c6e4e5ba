"""Codes of the audit trail."""

from django.db import models


class Op(models.TextChoices):
    """What a statement did to a table."""

    INSERT = "INSERT", "Thêm"
    UPDATE = "UPDATE", "Sửa"
    DELETE = "DELETE", "Xóa"
    TRUNCATE = "TRUNCATE", "Xóa toàn bộ bảng"


class Break(models.TextChoices):
    """The ways in which a chain can be found broken."""

    GAP = "gap", "thiếu sự kiện đứng trước"
    LINK = "link", "không nối với sự kiện đứng trước"
    CONTENT = "content", "nội dung đã bị sửa"
    CHANGE = "change", "bản ghi thay đổi kèm theo đã bị sửa"
    UNSEALED = "unsealed", "chưa được niêm phong"
    HEAD = "head", "không khớp với đầu chuỗi đã ghi lại trước đây"
