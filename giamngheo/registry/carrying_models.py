"""Households carried over to the unit that took theirs over: when, by which resolution, by whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit


class Carrying(models.Model):
    """
    One time that households of a unit that ended were carried over to a successor.

    village: whose households alone went, null for all or for single ones. Each household has an
    event of it; what it was stays in the residence that ended the day before `day`.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="carryings")
    unit_path = models.CharField(max_length=200, db_collation="C")
    village = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    into = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("từ ngày")
    source = models.CharField("căn cứ", max_length=300)
    # The whole unit went to one successor: nobody had to choose.
    is_whole = models.BooleanField("cả đơn vị")
    households = models.PositiveIntegerField("số hộ")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)
    undo_reason = models.CharField("lý do hoàn tác", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "lần chuyển hộ sang đơn vị mới"
        indexes: ClassVar = [models.Index(fields=["unit", "-id"], name="carrying_of_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | ~Q(undo_reason=""),
                name="carrying_undone_with_reason",
                violation_error_message="Hoàn tác phải ghi lý do.",
            )
        ]

    class DataScrubbing:
        personal = ("undo_reason",)

    def __str__(self) -> str:
        return f"{self.unit} → {self.into}"
