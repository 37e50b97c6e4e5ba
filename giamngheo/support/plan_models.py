"""What is planned for a household in a year: its measures and who helps it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.registry.models import Household
from giamngheo.support.enums import MeasureSource


class HouseholdPlan(models.Model):
    """One household's plan of one year; `version` counts its changes, for stale rows."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    unit_path = models.CharField(max_length=200, db_collation="C")
    helper = models.CharField("người, tổ chức giúp đỡ", max_length=200, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "kế hoạch giúp hộ"
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "year"], name="household_plan_by_unit")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "year"],
                name="household_plan_once",
                violation_error_message="Hộ đã có kế hoạch của năm này.",
            )
        ]

    class DataScrubbing:
        personal = ("helper", "note")

    def __str__(self) -> str:
        return f"{self.household_id} {self.year}"


class HouseholdMeasure(models.Model):
    """
    One thing to be done for a household: chosen from our library (`code`) or in own words.

    `answers` is the cause ("cause:CAPITAL") or the indicator ("toilet") it is for.
    """

    plan = models.ForeignKey(HouseholdPlan, on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    code = models.CharField("giải pháp", max_length=30, blank=True)
    words = models.CharField("giải pháp", max_length=300)
    answers = models.CharField("giải quyết", max_length=40, blank=True)
    source = models.CharField("nguồn", max_length=10, choices=MeasureSource.choices, blank=True)
    amount_vnd = models.BigIntegerField("kinh phí (đồng)", null=True, blank=True)
    due = models.DateField("xong trước ngày", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "position"]
        verbose_name = verbose_name_plural = "giải pháp giúp hộ"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="measure_has_words",
                violation_error_message="Giải pháp phải có lời.",
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__isnull=True) | Q(amount_vnd__gt=0),
                name="measure_amount_positive",
                violation_error_message="Kinh phí phải lớn hơn 0.",
            ),
        ]

    class DataScrubbing:
        sensitive = ("code", "words", "answers", "source", "amount_vnd", "due")

    def __str__(self) -> str:
        return self.words

    @property
    def is_funded(self) -> bool:
        """Say whether it is known who pays how much, or that nothing has to be paid."""
        if self.source == MeasureSource.NO_MONEY:
            return True
        return bool(self.source) and self.amount_vnd is not None
