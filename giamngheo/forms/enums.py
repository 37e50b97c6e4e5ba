"""Codes of the forms with their Vietnamese labels."""

from django.db import models


class FormState(models.TextChoices):
    DRAFT = "DRAFT", "Đang nhập"
    DONE = "DONE", "Đã xong"


class FormSource(models.TextChoices):
    """Where what was typed came from."""

    PAGE = "PAGE", "trang phiếu"
    GRID = "GRID", "bảng của thôn"
    FILE = "FILE", "tệp nhập khi không có mạng"
