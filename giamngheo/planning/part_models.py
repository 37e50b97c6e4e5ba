"""Committed parts of a plan: tasks, money, credit, recipients, annexes. Each keeps its line."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from giamngheo.planning.enums import MoneyKind, MoneySource


class PlanTask(models.Model):
    """
    Who has to do what by when. `lead`, `coordinate`, `reports_to`, `frequency` are lists of words
    as written; `deadline` is the reader's: type, as_written and date, month, quarter or day.
    """

    plan = models.ForeignKey("planning.Plan", on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, blank=True)
    text = models.TextField("việc phải làm")
    lead = models.JSONField("chủ trì", default=list)
    coordinate = models.JSONField("phối hợp", default=list)
    deadline = models.JSONField("thời hạn", null=True)
    frequency = models.JSONField("định kỳ", default=list)
    reports_to = models.JSONField("báo cáo", default=list)
    requested = models.BooleanField("đề nghị", default=False)
    section = models.CharField("mục", max_length=40, blank=True)
    line = models.PositiveIntegerField("dòng")

    class Meta:
        ordering: ClassVar = ["plan", "position"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.text

    @property
    def waits_for_guidance(self) -> bool:
        return (self.deadline or {}).get("type") == "conditional"


class MoneyLine(models.Model):
    """
    One sum of the plan in đồng: a component by source and kind, or a headline of the whole plan.

    A component has one row per source and kind that is not nought; its printed total is the row
    with source and kind ALL. People's own share is no part of the state budget.
    """

    plan = models.ForeignKey("planning.Plan", on_delete=models.CASCADE, related_name="money_lines")
    position = models.PositiveSmallIntegerField()
    line_id = models.CharField("mã dòng", max_length=40)
    label = models.CharField("nội dung", max_length=500)
    source = models.CharField("nguồn", max_length=8, choices=MoneySource.choices)
    kind = models.CharField("loại vốn", max_length=10, choices=MoneyKind.choices)
    amount = models.BigIntegerField("số tiền (đồng)")
    approximate = models.BooleanField("khoảng", default=False)
    is_headline = models.BooleanField("tổng của kế hoạch", default=False)
    line = models.PositiveIntegerField("dòng", null=True)

    class Meta:
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="money_line_not_negative",
                violation_error_message="Số tiền không được âm.",
            )
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.line_id} {self.source} {self.kind}"


class CreditTarget(models.Model):
    """What is to be lent to a group in the year, in đồng."""

    plan = models.ForeignKey(
        "planning.Plan", on_delete=models.CASCADE, related_name="credit_targets"
    )
    position = models.PositiveSmallIntegerField()
    group = models.CharField("đối tượng", max_length=200)
    amount = models.BigIntegerField("số tiền (đồng)")
    line = models.PositiveIntegerField("dòng")

    class Meta:
        ordering: ClassVar = ["plan", "position"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.group


class PlanRecipient(models.Model):
    """A line of "Nơi nhận"; `purpose` is b/c, p/h, t/h or what stands in the brackets."""

    plan = models.ForeignKey("planning.Plan", on_delete=models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("nơi nhận", max_length=300)
    purpose = models.CharField("để", max_length=60, blank=True)
    is_archive = models.BooleanField("lưu", default=False)
    line = models.PositiveIntegerField("dòng", null=True)

    class Meta:
        ordering: ClassVar = ["plan", "position"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.name


class PlanAnnex(models.Model):
    """An annex the text announces, and whether it came with the file."""

    plan = models.ForeignKey("planning.Plan", on_delete=models.CASCADE, related_name="annexes")
    position = models.PositiveSmallIntegerField()
    label = models.CharField("phụ lục", max_length=400)
    announced_line = models.PositiveIntegerField("dòng nhắc tới", null=True)
    is_supplied = models.BooleanField("có kèm theo", default=False)

    class Meta:
        ordering: ClassVar = ["plan", "position"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.label


class Reporting(models.Model):
    """Who reports to whom, how often, by when."""

    plan = models.ForeignKey("planning.Plan", on_delete=models.CASCADE, related_name="reporting")
    position = models.PositiveSmallIntegerField()
    reporter = models.CharField("báo cáo", max_length=400)
    recipient = models.CharField("nơi nhận báo cáo", max_length=400, blank=True)
    frequency = models.CharField("định kỳ", max_length=120, blank=True)
    due = models.JSONField("thời hạn", null=True)
    through = models.CharField("qua", max_length=300, blank=True)
    line = models.PositiveIntegerField("dòng")

    class Meta:
        ordering: ClassVar = ["plan", "position"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.reporter
