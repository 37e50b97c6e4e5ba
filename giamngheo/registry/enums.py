"""Codes of the register with their Vietnamese labels."""

from django.db import models

from giamngheo.law.enums import Category, PovertyGroup
from giamngheo.law.survey_facts import Device, SchoolLevel, Toilet, WaterSource


class StatusCategory(models.TextChoices):
    """The categories of the law, with the words officers use for them."""

    POOR = Category.POOR.value, "Hộ nghèo"
    NEAR_POOR = Category.NEAR_POOR.value, "Hộ cận nghèo"
    NON_POOR = Category.NON_POOR.value, "Hộ không nghèo"


class Group(models.TextChoices):
    N1 = PovertyGroup.N1.value, "Nghèo về thu nhập (N1)"
    N2 = PovertyGroup.N2.value, "Nghèo do thiếu hụt dịch vụ (N2)"


class Mark(models.TextChoices):
    """
    What a household also is, beside its category, from a day on and by a decision or a list.

    Kept in rows of its own: a household that escaped poverty is at the same time non-poor.
    """

    ESCAPED_POOR = "ESCAPED_POOR", "Hộ mới thoát nghèo"
    ESCAPED_NEAR_POOR = "ESCAPED_NEAR_POOR", "Hộ mới thoát cận nghèo"
    AVERAGE_LIVING = "AVERAGE_LIVING", "Hộ có mức sống trung bình"
    LOW_INCOME_WORKER = "LOW_INCOME_WORKER", "Hộ có người lao động thu nhập thấp"
    SOCIAL_PROTECTION = "SOCIAL_PROTECTION", "Hộ có đối tượng bảo trợ xã hội"


# Recognised by a decision of its own, for the period it says; the others are read.
DECIDED_MARKS = (Mark.AVERAGE_LIVING, Mark.LOW_INCOME_WORKER)


class Sex(models.TextChoices):
    MALE = "M", "Nam"
    FEMALE = "F", "Nữ"


class Relation(models.TextChoices):
    HEAD = "HEAD", "Chủ hộ"
    SPOUSE = "SPOUSE", "Vợ/chồng"
    CHILD = "CHILD", "Con"
    PARENT = "PARENT", "Bố/mẹ"
    GRANDCHILD = "GRANDCHILD", "Cháu"
    SIBLING = "SIBLING", "Anh/chị/em"
    OTHER = "OTHER", "Quan hệ khác"


class School(models.IntegerChoices):
    """A level attended or finished, in the law's order."""

    NONE = SchoolLevel.NONE.value, "Không có bậc học nào"
    PRESCHOOL = SchoolLevel.PRESCHOOL.value, "Mầm non"
    PRIMARY = SchoolLevel.PRIMARY.value, "Tiểu học"
    LOWER_SECONDARY = SchoolLevel.LOWER_SECONDARY.value, "Trung học cơ sở"
    UPPER_SECONDARY = SchoolLevel.UPPER_SECONDARY.value, "Trung học phổ thông"
    VOCATIONAL = SchoolLevel.VOCATIONAL.value, "Giáo dục nghề nghiệp"
    HIGHER = SchoolLevel.HIGHER.value, "Đại học trở lên"


class Disability(models.TextChoices):
    """The degree on the certificate; severe and very severe ones are of the monthly allowance."""

    NONE = "NONE", "Không khuyết tật"
    MILD = "MILD", "Khuyết tật nhẹ"
    SEVERE = "SEVERE", "Khuyết tật nặng"
    VERY_SEVERE = "VERY_SEVERE", "Khuyết tật đặc biệt nặng"


class Joined(models.TextChoices):
    """How somebody came into a household."""

    REGISTERED = "REGISTERED", "Có tên khi lập sổ"
    BIRTH = "BIRTH", "Mới sinh"
    MOVE_IN = "MOVE_IN", "Chuyển đến"
    SPLIT = "SPLIT", "Tách hộ"
    MERGE = "MERGE", "Nhập hộ"


class Left(models.TextChoices):
    """How somebody left a household; a retracted entry should never have been made."""

    DEATH = "DEATH", "Qua đời"
    MOVE_OUT = "MOVE_OUT", "Chuyển đi"
    SPLIT = "SPLIT", "Tách sang hộ khác"
    MERGE = "MERGE", "Nhập sang hộ khác"
    RETRACTED = "RETRACTED", "Ghi nhầm, đã rút"


class Closed(models.TextChoices):
    """Why a household is no longer in the register."""

    LEFT = "LEFT", "Chuyển khỏi địa bàn"
    MERGED = "MERGED", "Nhập vào hộ khác"
    NOBODY = "NOBODY", "Không còn nhân khẩu"
    RETRACTED = "RETRACTED", "Ghi nhầm, đã rút"


class HouseType(models.TextChoices):
    SOLID = "SOLID", "Nhà kiên cố"
    SEMI_SOLID = "SEMI_SOLID", "Nhà bán kiên cố"
    LESS_SOLID = "LESS_SOLID", "Nhà thiếu kiên cố"
    MAKESHIFT = "MAKESHIFT", "Nhà đơn sơ, nhà tạm"


class Water(models.TextChoices):
    PIPED = WaterSource.PIPED.value, "Nước máy"
    DRILLED_WELL = WaterSource.DRILLED_WELL.value, "Giếng khoan"
    PROTECTED_WELL = WaterSource.PROTECTED_WELL.value, "Giếng đào được bảo vệ"
    PROTECTED_SPRING = WaterSource.PROTECTED_SPRING.value, "Khe, mó nước được bảo vệ"
    RAIN = WaterSource.RAIN.value, "Nước mưa"
    BOTTLED = WaterSource.BOTTLED.value, "Nước đóng chai, bình"
    UNPROTECTED = WaterSource.UNPROTECTED.value, "Nguồn không được bảo vệ"


class ToiletKind(models.TextChoices):
    SEPTIC = Toilet.SEPTIC.value, "Tự hoại, bán tự hoại"
    POUR_FLUSH = Toilet.POUR_FLUSH.value, "Thấm dội nước"
    VENTILATED_PIT = Toilet.VENTILATED_PIT.value, "Chìm có ống thông hơi"
    TWO_CHAMBER = Toilet.TWO_CHAMBER.value, "Hai ngăn"
    OTHER = Toilet.OTHER.value, "Loại khác"
    NONE = Toilet.NONE.value, "Không có nhà tiêu"


class DeviceKind(models.TextChoices):
    TELEVISION = Device.TELEVISION.value, "Máy thu hình (tivi)"
    RADIO = Device.RADIO.value, "Đài các loại"
    DESKTOP = Device.DESKTOP.value, "Máy tính để bàn"
    TELEPHONE = Device.TELEPHONE.value, "Điện thoại"
    LAPTOP = Device.LAPTOP.value, "Máy tính xách tay"
    TABLET = Device.TABLET.value, "Máy tính bảng"
    SMARTPHONE = Device.SMARTPHONE.value, "Điện thoại thông minh"


class EventKind(models.TextChoices):
    """What happens to a household, or was written wrongly of it."""

    BIRTH = "BIRTH", "Trẻ mới sinh"
    DEATH = "DEATH", "Người qua đời"
    MEMBER_IN = "MEMBER_IN", "Người chuyển đến"
    MEMBER_OUT = "MEMBER_OUT", "Người chuyển đi"
    MOVE = "MOVE", "Cả hộ chuyển nơi ở"
    LEAVE = "LEAVE", "Cả hộ rời địa bàn"
    SPLIT = "SPLIT", "Tách hộ"
    MERGE = "MERGE", "Nhập hộ"
    NEW_HEAD = "NEW_HEAD", "Đổi chủ hộ"
    CORRECTION = "CORRECTION", "Sửa thông tin"
    CONDITIONS = "CONDITIONS", "Điều kiện sống"
    TRANSFER = "TRANSFER", "Đơn vị sáp nhập, chia tách"
    UNDO = "UNDO", "Hủy thay đổi đã ghi"


class EventState(models.TextChoices):
    REQUESTED = "REQUESTED", "Đề nghị, chờ cán bộ xã"
    DONE = "DONE", "Đã ghi nhận"
    REJECTED = "REJECTED", "Không chấp nhận"
    UNDONE = "UNDONE", "Đã hủy"


class LinkKind(models.TextChoices):
    SPLIT = "SPLIT", "Tách từ hộ"
    MERGE = "MERGE", "Nhập từ hộ"
