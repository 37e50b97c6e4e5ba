"""Tables of the watch over units: thresholds an office sets, and what is done where they pass."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.decisions.enums import FollowUpState, HotSpotMeasure, ThresholdKind


class HotSpotThreshold(models.Model):
    """
    From how many households (or what share) on a unit is watched; one office's own, dated.

    It speaks of the communes below `unit`. value: households, or percent with two places.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    measure = models.CharField("theo dõi", max_length=10, choices=HotSpotMeasure.choices)
    kind = models.CharField("tính theo", max_length=5, choices=ThresholdKind.choices)
    value = models.DecimalField("ngưỡng", max_digits=7, decimal_places=2)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=200)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "ngưỡng theo dõi"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "measure"],
                condition=Q(valid_to__isnull=True),
                name="threshold_one_in_force",
                violation_error_message="Đơn vị đã có ngưỡng đang dùng cho nội dung này.",
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="threshold_above_zero",
                violation_error_message="Ngưỡng phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="threshold_period",
                violation_error_message="Ngày thôi dùng ngưỡng không thể trước ngày bắt đầu.",
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure} {self.value}"


class FollowUp(models.Model):
    """What the level above does about a unit over the threshold: a measure with a day to end it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    responsible = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    responsible_path = models.CharField(max_length=200, db_collation="C")
    year = models.PositiveSmallIntegerField("năm")
    measure = models.CharField("theo dõi", max_length=10, choices=HotSpotMeasure.choices)
    households = models.PositiveIntegerField("số hộ")
    threshold = models.CharField("ngưỡng đã đặt", max_length=80)
    task = models.TextField("việc cần làm")
    due_date = models.DateField("hạn")
    state = models.CharField(
        "tình trạng", max_length=5, choices=FollowUpState.choices, default=FollowUpState.OPEN
    )
    outcome = models.TextField("kết quả", blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("ngày giao")
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField("ngày xong", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "việc theo dõi"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year", "measure"],
                name="follow_up_once",
                violation_error_message="Xã đã có việc theo dõi cho nội dung này trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.OPEN) | ~Q(outcome=""),
                name="follow_up_done_with_outcome",
                violation_error_message="Xong việc phải ghi kết quả.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["responsible_path", "state"], name="follow_up_office"),
        ]

    class DataScrubbing:
        personal = ("task", "outcome")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure} {self.year}"
