"""The households a commune expects to leave poverty in a year, and why they do not suffice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.registry.models import Household


class ExpectedExit(models.Model):
    """
    One household on the list, with the reason it was put on, and taken off.

    `unit_path` is the commune's; a row taken off stays, so that the list's history can be read.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    year = models.PositiveSmallIntegerField("năm")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("vì sao dự kiến thoát", max_length=300)
    has_registered = models.BooleanField("hộ tự nguyện đăng ký", default=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_reason = models.CharField("vì sao đưa ra", max_length=300, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "hộ dự kiến thoát nghèo"
        indexes: ClassVar = [models.Index(fields=["unit_path", "year"], name="expected_exit_list")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "year"],
                condition=Q(removed_at__isnull=True),
                name="expected_exit_once",
                violation_error_message="Hộ đã có trong danh sách dự kiến thoát nghèo.",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removed_reason=""),
                name="expected_exit_removed_with_reason",
                violation_error_message="Đưa hộ ra khỏi danh sách phải có lý do.",
            ),
        ]

    class DataScrubbing:
        sensitive = ("reason", "removed_reason")

    def __str__(self) -> str:
        return f"{self.year} {self.household_id}"


class ExitShortfall(models.Model):
    """Why a commune's list is shorter than its target, said on a day; the last one holds."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    year = models.PositiveSmallIntegerField("năm")
    missing = models.PositiveIntegerField("còn thiếu")
    words = models.CharField("giải trình", max_length=1000)
    proposal = models.CharField("đề nghị", max_length=1000, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "giải trình thiếu hộ dự kiến thoát"
        ordering: ClassVar = ["unit", "year", "id"]

    class DataScrubbing:
        personal = ("words", "proposal")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"
