"""Codes of the register with their Vietnamese labels."""

from django.db import models

from giamngheo.law.enums import Category, PovertyGroup


class StatusCategory(models.TextChoices):
    """The categories of the law, with the words officers use for them."""

    POOR = Category.POOR.value, "Hộ nghèo"
    NEAR_POOR = Category.NEAR_POOR.value, "Hộ cận nghèo"
    NON_POOR = Category.NON_POOR.value, "Hộ không nghèo"


class Group(models.TextChoices):
    N1 = PovertyGroup.N1.value, "Nghèo về thu nhập (N1)"
    N2 = PovertyGroup.N2.value, "Nghèo do thiếu hụt dịch vụ (N2)"


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
