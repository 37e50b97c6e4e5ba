"""What is dated beside the category: where a household lived, how it lived, what else it is."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from giamngheo.areas.models import Unit
from giamngheo.registry.constraints import forward_period, one_at_a_time
from giamngheo.registry.enums import (
    DECIDED_MARKS,
    DeviceKind,
    HouseType,
    LinkKind,
    Mark,
    ToiletKind,
    Water,
)


class DatedQuerySet(models.QuerySet["models.Model"]):
    def in_force(self, as_of: date) -> DatedQuerySet:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=as_of), valid_from__lte=as_of)


class Residence(models.Model):
    """The unit a household lives in, from a day on; `Household.unit` repeats the present one."""

    household = models.ForeignKey(
        "registry.Household", on_delete=models.CASCADE, related_name="residences"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi ở của hộ"
        verbose_name_plural = "nơi ở của hộ"
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "household"], name="residence_inside"),
            models.Index(fields=["household", "valid_from"], name="residence_history"),
            # The few that ended: what a list of a past day has to put right.
            models.Index(
                fields=["valid_to"], name="residence_ended", condition=Q(valid_to__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            forward_period("residence_period", "Ngày chuyển đi phải sau ngày chuyển đến."),
            one_at_a_time("residence_one_at_a_time", "Hộ đã ở một nơi khác trong cùng thời gian."),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.household_id} {self.unit_path} {self.valid_from}"


class LivingConditions(models.Model):
    """How a household lives, from a day on. Null is "chưa rõ", which is not "không"."""

    household = models.ForeignKey(
        "registry.Household", on_delete=models.CASCADE, related_name="conditions"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    house_type = models.CharField(
        "loại nhà", max_length=10, choices=HouseType.choices, null=True, blank=True
    )
    floor_area_m2 = models.DecimalField(
        "diện tích nhà ở (m²)", max_digits=6, decimal_places=1, null=True, blank=True
    )
    durable_foundation = models.BooleanField("nền nhà bền chắc", null=True, blank=True)
    durable_column = models.BooleanField("cột, khung bền chắc", null=True, blank=True)
    durable_wall = models.BooleanField("tường bền chắc", null=True, blank=True)
    durable_roof = models.BooleanField("mái bền chắc", null=True, blank=True)
    water_source = models.CharField(
        "nguồn nước sinh hoạt chính", max_length=20, choices=Water.choices, null=True, blank=True
    )
    toilet = models.CharField(
        "nhà tiêu", max_length=20, choices=ToiletKind.choices, null=True, blank=True
    )
    uses_internet = models.BooleanField("có người dùng internet", null=True, blank=True)
    uses_phone = models.BooleanField("có người dùng điện thoại", null=True, blank=True)
    # Null when nobody asked; an empty list is a household that has none.
    devices = ArrayField(
        models.CharField(max_length=20, choices=DeviceKind.choices),
        verbose_name="phương tiện nghe, nhìn, thông tin",
        null=True,
        blank=True,
    )
    hears_loudspeaker = models.BooleanField("nghe được loa truyền thanh xã", null=True, blank=True)
    has_electricity = models.BooleanField("dùng điện lưới", null=True, blank=True)
    residential_land_m2 = models.DecimalField(
        "đất ở (m²)", max_digits=10, decimal_places=1, null=True, blank=True
    )
    production_land_m2 = models.DecimalField(
        "đất sản xuất (m²)", max_digits=12, decimal_places=1, null=True, blank=True
    )
    source = models.CharField("căn cứ", max_length=120, blank=True, db_default="", default="")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "điều kiện sống"
        verbose_name_plural = "điều kiện sống"
        indexes: ClassVar = [
            models.Index(fields=["household", "valid_from"], name="conditions_history"),
        ]
        constraints: ClassVar = [
            forward_period("conditions_period", "Ngày kết thúc phải sau ngày bắt đầu."),
            one_at_a_time(
                "conditions_one_at_a_time", "Hộ đã có điều kiện sống khác trong cùng thời gian."
            ),
            models.CheckConstraint(
                condition=Q(floor_area_m2__isnull=True) | Q(floor_area_m2__gte=0),
                name="conditions_area",
                violation_error_message="Diện tích nhà ở không thể âm.",
            ),
        ]

    class DataScrubbing:
        sensitive = (
            *("house_type", "floor_area_m2", "durable_foundation", "durable_column"),
            *("durable_wall", "durable_roof", "water_source", "toilet", "uses_internet"),
            *("uses_phone", "devices", "hears_loudspeaker", "has_electricity"),
            *("residential_land_m2", "production_land_m2"),
        )

    def __str__(self) -> str:
        return f"{self.household_id} {self.valid_from}"


class HouseholdMark(models.Model):
    """What a decision says of a household beside its category, for the period it says."""

    household = models.ForeignKey(
        "registry.Household", on_delete=models.CASCADE, related_name="marks"
    )
    mark = models.CharField("diện", max_length=20, choices=Mark.choices)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    standard = models.CharField("chuẩn nghèo", max_length=20)
    source = models.CharField("căn cứ", max_length=120)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "diện khác của hộ"
        verbose_name_plural = "diện khác của hộ"
        indexes: ClassVar = [models.Index(fields=["household", "valid_from"], name="mark_history")]
        constraints: ClassVar = [
            forward_period("mark_period", "Ngày kết thúc phải sau ngày bắt đầu."),
            # The other marks are read from statuses and members: stored, they could contradict.
            models.CheckConstraint(
                condition=Q(mark__in=DECIDED_MARKS),
                name="mark_only_what_is_decided",
                violation_error_message="Diện này không được ghi bằng quyết định riêng.",
            ),
            one_at_a_time(
                "mark_one_at_a_time",
                "Hộ đã được công nhận trong cùng thời gian.",
                condition=Q(mark=Mark.AVERAGE_LIVING),
            ),
            one_at_a_time(
                "low_income_one_at_a_time",
                "Hộ đã được công nhận trong cùng thời gian.",
                condition=Q(mark=Mark.LOW_INCOME_WORKER),
            ),
        ]

    class DataScrubbing:
        sensitive = ("mark",)

    def __str__(self) -> str:
        return f"{self.household_id} {self.mark} {self.valid_from}"


class HouseholdLink(models.Model):
    """
    A household came out of another one: its poor years count among the new one's.

    Links are closed under descent: a household split from a split one has a row for each.
    """

    household = models.ForeignKey(
        "registry.Household", on_delete=models.CASCADE, related_name="origins"
    )
    predecessor = models.ForeignKey(
        "registry.Household", on_delete=models.CASCADE, related_name="successors"
    )
    kind = models.CharField("quan hệ", max_length=6, choices=LinkKind.choices)
    since = models.DateField("từ ngày")
    is_direct = models.BooleanField(default=True)

    class Meta:
        verbose_name = "hộ gốc"
        verbose_name_plural = "hộ gốc"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["household", "predecessor"], name="link_once"),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.household_id} {self.kind} {self.predecessor_id}"
