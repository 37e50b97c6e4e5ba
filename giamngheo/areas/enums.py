"""Codes of administrative units, with the words people see."""

from django.db import models


class UnitLevel(models.IntegerChoices):
    PROVINCE = 1, "Cấp tỉnh"
    DISTRICT = 2, "Cấp huyện"
    COMMUNE = 3, "Cấp xã"
    VILLAGE = 4, "Thôn, tổ dân phố"


class UnitKind(models.TextChoices):
    PROVINCE = "PROVINCE", "Tỉnh"
    CENTRAL_CITY = "CENTRAL_CITY", "Thành phố"
    DISTRICT = "DISTRICT", "Huyện"
    URBAN_DISTRICT = "URBAN_DISTRICT", "Quận"
    DISTRICT_TOWN = "DISTRICT_TOWN", "Thị xã"
    PROVINCIAL_CITY = "PROVINCIAL_CITY", "Thành phố"
    COMMUNE = "COMMUNE", "Xã"
    WARD = "WARD", "Phường"
    TOWN = "TOWN", "Thị trấn"
    SPECIAL_ZONE = "SPECIAL_ZONE", "Đặc khu"
    VILLAGE = "VILLAGE", "Thôn"
    RESIDENTIAL_GROUP = "RESIDENTIAL_GROUP", "Tổ dân phố"


LEVEL_OF_KIND: dict[str, int] = {
    UnitKind.PROVINCE: UnitLevel.PROVINCE,
    UnitKind.CENTRAL_CITY: UnitLevel.PROVINCE,
    UnitKind.DISTRICT: UnitLevel.DISTRICT,
    UnitKind.URBAN_DISTRICT: UnitLevel.DISTRICT,
    UnitKind.DISTRICT_TOWN: UnitLevel.DISTRICT,
    UnitKind.PROVINCIAL_CITY: UnitLevel.DISTRICT,
    UnitKind.COMMUNE: UnitLevel.COMMUNE,
    UnitKind.WARD: UnitLevel.COMMUNE,
    UnitKind.TOWN: UnitLevel.COMMUNE,
    UnitKind.SPECIAL_ZONE: UnitLevel.COMMUNE,
    UnitKind.VILLAGE: UnitLevel.VILLAGE,
    UnitKind.RESIDENTIAL_GROUP: UnitLevel.VILLAGE,
}


class AreaChoice(models.TextChoices):
    """Words for `law.enums.AreaType`; a unit without one waits for an officer to say."""

    RURAL = "rural", "Nông thôn"
    URBAN = "urban", "Thành thị"


# No fact of ours says whether a special zone counts as rural or urban: an officer sets it.
AREA_OF_KIND: dict[str, str] = {
    UnitKind.COMMUNE: AreaChoice.RURAL,
    UnitKind.WARD: AreaChoice.URBAN,
    UnitKind.TOWN: AreaChoice.URBAN,
}


class LinkKind(models.TextChoices):
    MERGE = "MERGE", "Sáp nhập"
    SPLIT = "SPLIT", "Chia tách"
    RENAME = "RENAME", "Đổi tên"
    KIND_CHANGE = "KIND_CHANGE", "Đổi loại đơn vị"
    MOVE = "MOVE", "Chuyển sang đơn vị cấp trên khác"
    CONTINUE = "CONTINUE", "Cùng mã, tiếp nối"


class StatusKind(models.TextChoices):
    POOR_DISTRICT = "POOR_DISTRICT", "Huyện nghèo"
    SPECIALLY_DISADVANTAGED = "SPECIALLY_DISADVANTAGED", "Xã đặc biệt khó khăn"
    COASTAL_ISLAND = "COASTAL_ISLAND", "Xã bãi ngang ven biển, hải đảo"
    BORDER = "BORDER", "Xã biên giới"
    ZONE_1 = "ZONE_1", "Xã khu vực I"
    ZONE_2 = "ZONE_2", "Xã khu vực II"
    ZONE_3 = "ZONE_3", "Xã khu vực III"
    SAFETY_ZONE = "SAFETY_ZONE", "Xã an toàn khu"


class ImportState(models.TextChoices):
    APPLIED = "APPLIED", "Đã áp dụng"
    UNDONE = "UNDONE", "Đã hoàn tác"
