"""Codes of targets, allocations and expected exits, with the words people see."""

from django.db import models


class AreaGroup(models.TextChoices):
    """Which units a target speaks of, where it does not speak of all of them (R026)."""

    ALL = "ALL", "Tất cả đơn vị"
    POOR_DISTRICT = "POOR_DISTRICT", "Huyện nghèo"
    DISADVANTAGED = "DISADVANTAGED", "Xã, thôn đặc biệt khó khăn"
    COASTAL_ISLAND = "COASTAL_ISLAND", "Xã bãi ngang ven biển, hải đảo"
    MINORITY_MOUNTAIN = "MINORITY_MOUNTAIN", "Vùng đồng bào dân tộc thiểu số và miền núi"


class Standing(models.TextChoices):
    """How a target stands on a day; `standing.py` says by which rule."""

    REACHED = "REACHED", "Đạt"
    ON_THE_WAY = "ON_THE_WAY", "Đúng tiến độ"
    BEHIND = "BEHIND", "Chậm"
    SHORT = "SHORT", "Chưa đạt"
    PENDING = "PENDING", "Chưa có kết quả"
    WORDS = "WORDS", "Không có số"


class AllocationState(models.TextChoices):
    DRAFT = "DRAFT", "Phương án"
    DECIDED = "DECIDED", "Đã ban hành"


class StockSource(models.TextChoices):
    """Where the start-of-year stock of an allocation comes from."""

    REGISTER = "REGISTER", "Sổ hộ chốt cuối năm trước"
    PLAN = "PLAN", "Bảng trong kế hoạch"
    FILE = "FILE", "Tệp bảng"
    COPY = "COPY", "Phương án trước"


class ChangeKind(models.TextChoices):
    TYPED = "TYPED", "Gõ"
    PROPOSED = "PROPOSED", "Đề xuất theo quy tắc"
    IMPORTED = "IMPORTED", "Nhập từ tệp"
    UNDONE = "UNDONE", "Hoàn tác"
