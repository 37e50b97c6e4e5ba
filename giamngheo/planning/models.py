"""Tables of plans. Each figure keeps the words and the line it was read from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from giamngheo.areas.models import Unit
from giamngheo.planning.course_models import Amendment as Amendment
from giamngheo.planning.course_models import AssignedTarget as AssignedTarget
from giamngheo.planning.course_models import Dispatch as Dispatch
from giamngheo.planning.course_models import TaskFunding as TaskFunding
from giamngheo.planning.enums import (
    ItemState,
    Measure,
    PlanLevel,
    PlanStage,
    Severity,
    UnitMatch,
)
from giamngheo.planning.legal_models import Guidance as Guidance
from giamngheo.planning.legal_models import LegalCitation as LegalCitation
from giamngheo.planning.legal_models import LegalDocument as LegalDocument
from giamngheo.planning.legal_models import LegalRelation as LegalRelation
from giamngheo.planning.part_models import CreditTarget as CreditTarget
from giamngheo.planning.part_models import MoneyLine as MoneyLine
from giamngheo.planning.part_models import PlanAnnex as PlanAnnex
from giamngheo.planning.part_models import PlanRecipient as PlanRecipient
from giamngheo.planning.part_models import PlanTask as PlanTask
from giamngheo.planning.part_models import Reporting as Reporting


class Plan(models.Model):
    """One plan document of one unit; the same file imported again is the same plan."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    # False while the unit is only whoever uploaded: a person says whose plan it is before commit.
    is_unit_confirmed = models.BooleanField(default=True)
    stage = models.CharField(
        "trạng thái", max_length=10, choices=PlanStage.choices, default=PlanStage.COMMITTED
    )
    level = models.CharField("cấp", max_length=8, choices=PlanLevel.choices, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="kế hoạch cấp trên",
    )
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name="thay bản đã đọc trước",
    )
    code = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_date = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    place = models.CharField("địa danh", max_length=100, blank=True)
    title = models.CharField("trích yếu", max_length=500)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    signer = models.CharField("người ký", max_length=120, blank=True)
    file_name = models.CharField("tên tệp", max_length=255)
    file_digest = models.CharField("dấu vân tay tệp", max_length=64, unique=True)
    text = models.TextField("toàn văn")
    is_generated = models.BooleanField(default=False)
    imported_by = models.CharField(max_length=150)
    imported_at = models.DateTimeField(auto_now_add=True)
    committed_by = models.CharField("người ghi nhận", max_length=150, blank=True)
    committed_at = models.DateTimeField("ghi nhận lúc", null=True, blank=True)

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        indexes: ClassVar = [
            models.Index(fields=["unit", "first_year", "last_year"], name="plan_by_unit_and_year")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(stage=PlanStage.READ) | models.Q(is_unit_confirmed=True),
                name="plan_committed_with_unit",
                violation_error_message="Kế hoạch đã ghi nhận phải rõ đơn vị ban hành.",
            )
        ]

    class DataScrubbing:
        personal = ("signer", "text", "imported_by", "committed_by")

    def __str__(self) -> str:
        return f"{self.code or 'chưa có số'} {self.title}"

    @property
    def is_committed(self) -> bool:
        return self.stage == PlanStage.COMMITTED


class PlanItem(models.Model):
    """
    One thing the machine read in a plan, and what a person said of it.

    `data` stays as the reader gave it; `corrected` stands beside it. `key` is made of the block and
    the words, not of the place: the same words in a corrected file are the same item.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    block = models.CharField("phần", max_length=20)
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    line = models.PositiveIntegerField("dòng", null=True)
    last_line = models.PositiveIntegerField("đến dòng", null=True)
    data = models.JSONField("máy đọc")
    corrected = models.JSONField("người sửa", null=True)
    state = models.CharField(
        "trạng thái", max_length=9, choices=ItemState.choices, default=ItemState.PROPOSED
    )
    decided_by = models.CharField("người xem", max_length=150, blank=True)
    decided_at = models.DateTimeField("xem lúc", null=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    # Counts the decisions: who decides upon an older one is told.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="plan_item_key_once"),
            models.CheckConstraint(
                condition=~models.Q(state=ItemState.CORRECTED) | models.Q(corrected__isnull=False),
                name="plan_item_corrected_says_how",
                violation_error_message="Mục đã sửa phải có nội dung sửa.",
            ),
        ]

    class DataScrubbing:
        personal = ("data", "corrected", "decided_by", "reason")

    def __str__(self) -> str:
        return f"{self.block} {self.position}"

    @property
    def value(self) -> dict[str, object]:
        """What stands: the correction where there is one, else what was read."""
        return self.data if self.corrected is None else self.corrected

    @property
    def is_taken(self) -> bool:
        return self.state in (ItemState.ACCEPTED, ItemState.CORRECTED)


class LegalBasis(models.Model):
    """A document the plan rests on, as cited."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="legal_bases")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30)
    kind = models.CharField("loại văn bản", max_length=60)
    code = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_date = models.DateField("ngày", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    subject = models.TextField("trích yếu", blank=True)
    as_written = models.TextField()
    line = models.PositiveIntegerField("dòng")

    class Meta:
        ordering: ClassVar = ["plan", "position"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.as_written


class Target(models.Model):
    """One promise of the plan, with its sentence."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField()
    indicator = models.CharField("chỉ tiêu", max_length=60)
    label = models.CharField("tên chỉ tiêu", max_length=300)
    direction = models.CharField(max_length=10)
    comparator = models.CharField(max_length=8, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    value_min = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    value_max = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    measured_in = models.CharField("đơn vị tính", max_length=40, blank=True)
    population = models.CharField("đối tượng", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    text = models.TextField("câu trong kế hoạch")
    line = models.PositiveIntegerField("dòng")
    # What the plan said before its first amendment; null while nothing was amended.
    original_value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    source_document = models.ForeignKey(
        "planning.LegalDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name="quyết định giao chỉ tiêu",
    )

    class Meta:
        ordering: ClassVar = ["plan", "position"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.label


class AllocationRow(models.Model):
    """One unit's row of the plan's target table; the printed total row has the plan's own unit."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="allocation_rows")
    position = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    match = models.CharField(max_length=10, choices=UnitMatch.choices)
    name_as_written = models.CharField(max_length=120)
    is_total = models.BooleanField(default=False)
    line = models.PositiveIntegerField("dòng")

    class Meta:
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "unit"],
                name="allocation_unit_once",
                violation_error_message="Một đơn vị có hai dòng trong bảng phân bổ.",
            )
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.name_as_written


class AllocationFigure(models.Model):
    """One cell of the table: the number and the characters it was read from."""

    row = models.ForeignKey(AllocationRow, on_delete=models.CASCADE, related_name="figures")
    measure = models.CharField(max_length=30, choices=Measure.choices)
    value = models.DecimalField(max_digits=16, decimal_places=4)
    as_written = models.CharField(max_length=40)
    original_value = models.DecimalField(max_digits=16, decimal_places=4, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "measure"], name="allocation_measure_once")
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.measure} {self.as_written}"


class Finding(models.Model):
    """Something in the plan a person should look at; offered, never corrected silently."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    message = models.TextField()
    line = models.PositiveIntegerField(null=True)
    found = models.CharField(max_length=200, blank=True)
    expected = models.CharField(max_length=200, blank=True)
    proposal = models.TextField("đề xuất", blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "position"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.message
