"""Tables of commune plans: where each is on its way, and every step with its words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.commune_plans.enums import PlanKind, PlanStage


class CommunePlan(models.Model):
    """
    One of the two plans of a commune's year.

    `frozen` is what the plan said when it was sent, household by household; it changes only by
    being sent anew, never after the approval.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("loại", max_length=10, choices=PlanKind.choices)
    stage = models.CharField("bước", max_length=10, choices=PlanStage.choices, default="DRAFT")
    frozen = models.JSONField(null=True)
    frozen_on = models.DateField("chốt số liệu ngày", null=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    appraised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_generated = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "kế hoạch của xã"
        verbose_name_plural = "kế hoạch của các xã"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "year", "kind"], name="commune_plan_once"),
            models.CheckConstraint(
                condition=Q(stage__in=[PlanStage.DRAFT, PlanStage.RETURNED])
                | Q(frozen__isnull=False, frozen_on__isnull=False, sent_by__isnull=False),
                name="commune_plan_sent_is_frozen",
                violation_error_message="Kế hoạch đã gửi phải được chốt số liệu.",
            ),
            models.CheckConstraint(
                condition=~Q(stage=PlanStage.APPROVED)
                | Q(appraised_by__isnull=False, approved_by__isnull=False),
                name="commune_plan_approved_by_somebody",
                violation_error_message="Kế hoạch được duyệt phải có người thẩm định, người duyệt.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["year", "unit_path"], name="commune_plan_list")]

    class DataScrubbing:
        personal = ("frozen",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class PlanStep(models.Model):
    """One step of a commune plan, by whom, on which day, with what words; never changed."""

    plan = models.ForeignKey(CommunePlan, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField("bước", max_length=10, choices=PlanStage.choices)
    day = models.DateField("ngày")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField("ý kiến", max_length=1000, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["plan", "id"]
        verbose_name = verbose_name_plural = "bước của kế hoạch xã"

    class DataScrubbing:
        personal = ("words",)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.stage}"
