"""
Tables of targets as they are owned and measured. A target itself is the plan's and stays there.

A figure that the register counts is never stored: what is typed has its evidence, day and person.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.planning.models import Target
from giamngheo.targets.allocation_models import (
    Allocation,
    AllocationCell,
    AllocationChange,
    AllocationGoal,
    AllocationLine,
)
from giamngheo.targets.enums import AreaGroup
from giamngheo.targets.exit_models import ExitShortfall, ExpectedExit

__all__ = [
    "Allocation",
    "AllocationCell",
    "AllocationChange",
    "AllocationGoal",
    "AllocationLine",
    "BehindNote",
    "ExitShortfall",
    "ExpectedExit",
    "Measurement",
    "OwnedTarget",
]


class OwnedTarget(models.Model):
    """
    What officers say of a plan's target: who answers for it, where it starts, what measures it.

    `indicator` empty: the one read from the plan. `baseline` empty: the register's, where there is
    one. `version` grows with each change.
    """

    target = models.OneToOneField(Target, on_delete=models.CASCADE, related_name="owned")
    unit_path = models.CharField(max_length=200, db_collation="C")
    indicator = models.CharField("chỉ số đo", max_length=60, blank=True)
    owner_text = models.CharField("cơ quan phụ trách", max_length=200, blank=True)
    # The directory's agency that `owner_text` means, where it knows one.
    owner = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    baseline = models.DecimalField("số gốc", max_digits=20, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("năm gốc", null=True, blank=True)
    baseline_source = models.CharField("nguồn của số gốc", max_length=300, blank=True)
    area = models.CharField("địa bàn", max_length=20, choices=AreaGroup.choices, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "chỉ tiêu có người phụ trách"

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.target_id} {self.owner_text}"


class Measurement(models.Model):
    """A result typed for a target on a day, with its evidence; a later one of the day replaces."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="measurements")
    unit_path = models.CharField(max_length=200, db_collation="C")
    as_of = models.DateField("số liệu đến ngày")
    value = models.DecimalField("số thực hiện", max_digits=20, decimal_places=4)
    evidence = models.CharField("căn cứ", max_length=500)
    file = models.FileField("tệp minh chứng", upload_to="minh-chung-chi-tieu", blank=True)
    file_name = models.CharField("tên tệp", max_length=120, blank=True)
    content_type = models.CharField(max_length=20, blank=True)
    digest = models.CharField("dấu vân tay", max_length=64, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "số thực hiện"
        ordering: ClassVar = ["target", "as_of", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="measurement_has_evidence",
                violation_error_message="Số thực hiện phải có căn cứ.",
            )
        ]

    class DataScrubbing:
        personal = ("evidence", "file", "file_name")

    def __str__(self) -> str:
        return f"{self.target_id} {self.as_of} {self.value}"


class BehindNote(models.Model):
    """Why a target is behind on a day, and what is done about it; goes into the report."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="behind_notes")
    unit_path = models.CharField(max_length=200, db_collation="C")
    as_of = models.DateField("tại ngày")
    cause = models.CharField("nguyên nhân", max_length=1000)
    measure = models.CharField("giải pháp", max_length=1000)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "nguyên nhân chậm"
        ordering: ClassVar = ["target", "as_of", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(cause="") & ~Q(measure=""),
                name="behind_note_is_whole",
                violation_error_message="Ghi cả nguyên nhân và giải pháp.",
            )
        ]

    class DataScrubbing:
        personal = ("cause", "measure")

    def __str__(self) -> str:
        return f"{self.target_id} {self.as_of}"
