"""Codes of simulations with their Vietnamese labels."""

from django.db import models


class Purpose(models.TextChoices):
    SIMULATION = "SIMULATION", "Mô phỏng chuẩn khác trên kết quả đã rà soát"
    REJUDGEMENT = "REJUDGEMENT", "Xét lại danh sách đã có quyết định để so sánh"


class Grouping(models.TextChoices):
    """The households of a cross table apart by what; the value is the column of the facts."""

    NONE = "", "Không chia nhóm"
    ETHNICITY = "ethnicity", "Dân tộc của chủ hộ"
    AREA = "area_type", "Nông thôn, thành thị"
    DECIDED = "decided", "Kết quả đã công nhận"
