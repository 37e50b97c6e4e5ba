"""Tables of simulations. What a run found is frozen by a trigger: another day is another run."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign
from giamngheo.simulations.enums import Grouping, Purpose
from giamngheo.work.models import WorkItem


class Scenario(models.Model):
    """
    A question: the households of a unit, as reviewed in a campaign or known on a day, under
    several standards.

    `variants`, in the order compared: [{"name", "standard", "trial": {…} or null, "wards": [ids of
    communes taken as wards]}, …]; what a trial holds is told by `trials.Trial`.
    """

    name = models.CharField("tên kịch bản", max_length=120)
    purpose = models.CharField("mục đích", max_length=12, choices=Purpose.choices)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    as_of = models.DateField("ngày", null=True, blank=True)
    grouping = models.CharField("chia nhóm", max_length=12, choices=Grouping.choices, blank=True)
    variants = models.JSONField("các phương án")
    # What a household of a category gets a month, in đồng, where the office knows it.
    monthly_cost_vnd = models.JSONField("mức hỗ trợ", default=dict, blank=True)
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)

    class Meta:
        verbose_name = "kịch bản mô phỏng"
        verbose_name_plural = "kịch bản mô phỏng"
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "-created_at"], name="simulation_scenario_list")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(campaign__isnull=True, as_of__isnull=False)
                | Q(campaign__isnull=False, as_of__isnull=True),
                name="simulation_campaign_or_day",
                violation_error_message="Kịch bản dựa trên một đợt rà soát hoặc một ngày.",
            )
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """
    One calculation of a scenario: null until done, then frozen with its time and its standards.

    `result` holds the counts as lists of rows: totals, flows, by_unit, by_group, by_indicator.
    `standards`: for each variant its code, title and the digest of the rule as it then stood.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="runs")
    work_item = models.OneToOneField(
        WorkItem, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # A person has seen that a variant makes nobody, or everybody, poor, and wants it all the same.
    confirmed = models.BooleanField(default=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField("tính lúc", null=True)
    households = models.PositiveIntegerField("số hộ", null=True)
    changed_count = models.PositiveIntegerField("số hộ thay đổi", null=True)
    standards = models.JSONField(default=list)
    cautions = models.JSONField(default=list)
    result = models.JSONField(null=True)

    class Meta:
        verbose_name = "lần chạy mô phỏng"
        verbose_name_plural = "các lần chạy mô phỏng"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    made_at__isnull=True,
                    result__isnull=True,
                    households__isnull=True,
                    changed_count__isnull=True,
                )
                | Q(
                    made_at__isnull=False,
                    result__isnull=False,
                    households__isnull=False,
                    changed_count__isnull=False,
                ),
                name="simulation_run_whole",
            )
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.pk}"


class ChangedHousehold(models.Model):
    """
    A household that two neighbouring variants of a run judge differently.

    `categories` and `reasons` have one entry for each variant, in their order.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="changed")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    categories = ArrayField(models.CharField(max_length=10))
    reasons = ArrayField(models.CharField(max_length=300))

    class Meta:
        verbose_name = "hộ thay đổi phân loại"
        verbose_name_plural = "các hộ thay đổi phân loại"
        indexes: ClassVar = [
            models.Index(fields=["run", "unit_path"], name="simulation_changed_list")
        ]

    class DataScrubbing:
        sensitive = ("categories", "reasons")

    def __str__(self) -> str:
        return f"{self.run_id} {self.household_id}"
