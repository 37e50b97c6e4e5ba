"""Tables of the register. A household's unit is its village, or its commune when none is known."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from giamngheo.areas.models import Unit
from giamngheo.registry.enums import Group, Relation, Sex, StatusCategory

FAR_FUTURE = date(9999, 12, 31)


class HouseholdQuerySet(models.QuerySet["Household"]):
    def inside(self, path: str) -> HouseholdQuerySet:
        """Return the households of the unit at `path` and of every unit below it."""
        return self.filter(unit_path__startswith=path)

    def registered_on(self, as_of: date) -> HouseholdQuerySet:
        return self.filter(
            Q(registered_to__isnull=True) | Q(registered_to__gt=as_of), registered_from__lte=as_of
        )

    def with_status(self, category: str, as_of: date) -> HouseholdQuerySet:
        return self.filter(self._has(category, as_of))

    def without_status(self, category: str, as_of: date) -> HouseholdQuerySet:
        return self.filter(~self._has(category, as_of))

    @staticmethod
    def _has(category: str, as_of: date) -> models.Exists:
        in_force = HouseholdStatus.objects.in_force(as_of)
        return models.Exists(in_force.filter(category=category, household=models.OuterRef("pk")))


class Household(models.Model):
    """One household of the Law on Residence, in its unit."""

    code = models.CharField("mã hộ", max_length=40, unique=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    # The unit's path, copied so that scope and counts need no join; kept by the actions.
    unit_path = models.CharField(max_length=200, db_collation="C")
    head_name = models.CharField("chủ hộ", max_length=120)
    sort_key = models.CharField(max_length=400, db_collation="C")
    search_key = models.CharField(max_length=240, db_collation="C")
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    member_count = models.PositiveSmallIntegerField("số nhân khẩu", default=0)
    no_working_capacity = models.BooleanField("không có khả năng lao động", default=False)
    has_merit_person = models.BooleanField("có người có công", default=False)
    registered_from = models.DateField("quản lý từ ngày")
    registered_to = models.DateField("quản lý đến trước ngày", null=True, blank=True)
    is_generated = models.BooleanField("dữ liệu sinh ra để trình diễn", default=False)
    row_version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "hộ"
        verbose_name_plural = "hộ"
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "sort_key", "id"], name="household_list"),
            models.Index(fields=["search_key"], name="household_search"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(registered_to__isnull=True) | Q(registered_to__gt=F("registered_from")),
                name="household_period",
                violation_error_message="Ngày thôi quản lý hộ phải sau ngày bắt đầu quản lý.",
            )
        ]

    class DataScrubbing:
        personal = ("head_name", "sort_key", "search_key", "address", "ethnicity")
        sensitive = ("no_working_capacity", "has_merit_person")

    def __str__(self) -> str:
        return f"{self.code} {self.head_name}"


class Member(models.Model):
    """One person of a household."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField("số thứ tự trong hộ")
    full_name = models.CharField("họ và tên", max_length=120)
    search_key = models.CharField(max_length=120, db_collation="C")
    sex = models.CharField("giới tính", max_length=1, choices=Sex.choices)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    relation = models.CharField("quan hệ với chủ hộ", max_length=12, choices=Relation.choices)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    # A citizen ID has no check digit: its shape is warned about on entry, never a reason to block.
    personal_id = models.CharField("số định danh cá nhân", max_length=12, null=True, blank=True)

    class Meta:
        verbose_name = "nhân khẩu"
        verbose_name_plural = "nhân khẩu"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "position"],
                name="member_position",
                violation_error_message="Hai nhân khẩu của một hộ mang cùng số thứ tự.",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["search_key"], name="member_search")]

    class DataScrubbing:
        personal = ("full_name", "search_key", "sex", "birth_date", "ethnicity", "personal_id")
        sensitive = ("relation",)

    def __str__(self) -> str:
        return self.full_name


class StatusQuerySet(models.QuerySet["HouseholdStatus"]):
    def in_force(self, as_of: date) -> StatusQuerySet:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=as_of), valid_from__lte=as_of)


class HouseholdStatus(models.Model):
    """What a household is, from a day on, and by which decision."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="statuses")
    category = models.CharField("phân loại", max_length=10, choices=StatusCategory.choices)
    group = models.CharField("nhóm", max_length=2, choices=Group.choices, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    standard = models.CharField("chuẩn nghèo", max_length=20)
    source = models.CharField("căn cứ", max_length=120)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = StatusQuerySet.as_manager()

    class Meta:
        verbose_name = "phân loại hộ"
        verbose_name_plural = "phân loại hộ"
        indexes: ClassVar = [
            models.Index(fields=["household", "valid_from"], name="status_history"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="status_period",
                violation_error_message="Ngày kết thúc phân loại phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(group="") | Q(category=StatusCategory.POOR),
                name="status_group_only_when_poor",
                violation_error_message="Chỉ hộ nghèo mới có nhóm N1 hoặc N2.",
            ),
            # Two ranges instead of (id =, period &&): equality in GiST would need an extension.
            ExclusionConstraint(
                name="status_one_at_a_time",
                expressions=[
                    (
                        Func(
                            F("household_id"),
                            F("household_id"),
                            Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        Func(
                            F("valid_from"),
                            Coalesce(F("valid_to"), FAR_FUTURE),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                violation_error_message="Hộ đã có một phân loại khác trong cùng thời gian.",
            ),
        ]

    class DataScrubbing:
        sensitive = ("category", "group")

    def __str__(self) -> str:
        return f"{self.household_id} {self.category} {self.valid_from}"
