"""
Tables of a household's circumstances, each row dated, from a day up to, not including, another.

`unit_path` is where the household lived when the row was written. What is confidential stays
there: neither a reader of the unit it moves to nor anybody above the commune sees it.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.registry.constraints import forward_period, one_at_a_time
from giamngheo.registry.models import Household
from giamngheo.support.enums import LandKind, ProductionModel, WorkKind
from giamngheo.support.plan_models import HouseholdMeasure, HouseholdPlan

__all__ = [
    "Circumstance",
    "CommunityMeasure",
    "HouseholdCause",
    "HouseholdMeasure",
    "HouseholdNeed",
    "HouseholdPlan",
    "LandLack",
    "WorkingCategory",
]

WRONG_PERIOD = "Ngày kết thúc phải sau ngày bắt đầu."


class DatedQuerySet(models.QuerySet["models.Model"]):
    def in_force(self, as_of: date) -> DatedQuerySet:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=as_of), valid_from__lte=as_of)


class Circumstance(models.Model):
    """What all of them have: a household, where it lived, the days, who wrote it."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.household_id} {self.valid_from}"


class HouseholdCause(Circumstance):
    """Why a household is poor: one cause of several; exactly one of them is the main one."""

    code = models.CharField("nguyên nhân", max_length=20)
    is_main = models.BooleanField("nguyên nhân chính", default=False)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "nguyên nhân nghèo"
        indexes: ClassVar = [models.Index(fields=["household", "valid_from"], name="cause_history")]
        constraints: ClassVar = [
            forward_period("cause_period", WRONG_PERIOD),
            one_at_a_time(
                "cause_one_main", "Hộ đã có nguyên nhân chính khác.", condition=Q(is_main=True)
            ),
            models.UniqueConstraint(
                fields=["household", "code"],
                condition=Q(valid_to__isnull=True),
                name="cause_once_in_force",
                violation_error_message="Nguyên nhân này đã được ghi cho hộ.",
            ),
        ]

    class DataScrubbing:
        sensitive = ("code", "is_main", "note")


class HouseholdNeed(Circumstance):
    """What a household wishes for, in its own words and by the codes of the official list."""

    words = models.CharField("nguyện vọng", max_length=300)
    codes = ArrayField(models.CharField(max_length=20), verbose_name="nhu cầu hỗ trợ")
    model = models.CharField(
        "mô hình sản xuất", max_length=10, choices=ProductionModel.choices, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "nguyện vọng, nhu cầu"
        indexes: ClassVar = [models.Index(fields=["household", "valid_from"], name="need_history")]
        constraints: ClassVar = [
            forward_period("need_period", WRONG_PERIOD),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(codes=[]),
                name="need_has_words_and_codes",
                violation_error_message="Nhu cầu phải có lời của hộ và loại hỗ trợ.",
            ),
        ]

    class DataScrubbing:
        personal = ("words",)
        sensitive = ("codes", "model")


class WorkingCategory(Circumstance):
    """
    How a household is approached, with grounds; one in force. PERSUASION is confidential: read
    only with VIEW_CONFIDENTIAL where it was written, counted and exported nowhere else.
    """

    kind = models.CharField("phân loại", max_length=10, choices=WorkKind.choices)
    grounds = models.CharField("căn cứ", max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = "phân loại lao động"
        indexes: ClassVar = [models.Index(fields=["household", "valid_from"], name="work_history")]
        constraints: ClassVar = [
            forward_period("work_period", WRONG_PERIOD),
            one_at_a_time("work_one_at_a_time", "Hộ đã có phân loại khác trong cùng thời gian."),
            models.CheckConstraint(
                condition=~Q(grounds=""),
                name="work_has_grounds",
                violation_error_message="Phân loại phải có căn cứ.",
            ),
        ]

    class DataScrubbing:
        sensitive = ("kind", "grounds")


class LandLack(Circumstance):
    """Housing land, production land or domestic water a household lacks, and what is proposed."""

    kind = models.CharField("thiếu", max_length=20, choices=LandKind.choices)
    area_m2 = models.DecimalField(
        "diện tích thiếu (m²)", max_digits=10, decimal_places=1, null=True, blank=True
    )
    source = models.CharField("nguồn nước, vị trí còn thiếu", max_length=200, blank=True)
    measure = models.CharField("đề xuất giải quyết", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "thiếu đất, nước"
        indexes: ClassVar = [models.Index(fields=["household", "valid_from"], name="land_history")]
        constraints: ClassVar = [
            forward_period("land_period", WRONG_PERIOD),
            models.UniqueConstraint(
                fields=["household", "kind"],
                condition=Q(valid_to__isnull=True),
                name="land_once_in_force",
                violation_error_message="Hộ đã được ghi thiếu loại đất, nước này.",
            ),
            models.CheckConstraint(
                condition=Q(area_m2__gt=0) | (Q(area_m2__isnull=True) & ~Q(source="")),
                name="land_has_area_or_source",
                violation_error_message="Ghi diện tích thiếu, hoặc nguồn nước còn thiếu.",
            ),
        ]

    class DataScrubbing:
        sensitive = ("kind", "area_m2", "source", "measure")


class CommunityMeasure(Circumstance):
    """
    What a village does, with dignity, for a household it wants to move; never leaves the commune.
    """

    measure = models.CharField("biện pháp", max_length=500)
    organisation = models.CharField("tổ chức chịu trách nhiệm", max_length=200)
    review_on = models.DateField("ngày xem lại")
    outcome = models.CharField("kết quả", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "biện pháp của cộng đồng"
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "review_on"], name="measure_due"),
            models.Index(fields=["household", "valid_from"], name="measure_history"),
        ]
        constraints: ClassVar = [
            forward_period("measure_period", WRONG_PERIOD),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | ~Q(outcome=""),
                name="measure_ends_with_outcome",
                violation_error_message="Biện pháp kết thúc phải ghi kết quả.",
            ),
        ]

    class DataScrubbing:
        sensitive = ("measure", "organisation", "review_on", "outcome")
