"""Tables of plans. Each figure keeps the words and the line it was read from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from giamngheo.areas.models import Unit
from giamngheo.planning.enums import Measure, Severity, UnitMatch


class Plan(models.Model):
    """One plan document of one unit; the same file imported again is the same plan."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
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

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        indexes: ClassVar = [
            models.Index(fields=["unit", "first_year", "last_year"], name="plan_by_unit_and_year")
        ]

    class DataScrubbing:
        personal = ("signer", "text", "imported_by")

    def __str__(self) -> str:
        return f"{self.code or 'chưa có số'} {self.title}"


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

    class Meta:
        ordering: ClassVar = ["plan", "position"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.message
