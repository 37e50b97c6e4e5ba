"""Tables of an allocation: drafts in versions, frozen by a trigger once they are decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.planning.models import Target
from giamngheo.targets.enums import AllocationState, ChangeKind, StockSource


class Allocation(models.Model):
    """
    One way to split a unit's targets of a year over the units below it.

    The one that holds is the decided one signed last. `amends` is the decision a draft changes.
    `near_poor_is_net`: the near-poor fall is counted after the poor who become near-poor.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    year = models.PositiveSmallIntegerField("năm")
    version = models.PositiveSmallIntegerField("phương án")
    state = models.CharField(
        "trạng thái",
        max_length=8,
        choices=AllocationState.choices,
        default=AllocationState.DRAFT,
    )
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amended_by"
    )
    reason = models.CharField("lý do điều chỉnh", max_length=500, blank=True)
    stock_source = models.CharField("nguồn số đầu năm", max_length=8, choices=StockSource.choices)
    stock_words = models.CharField("số đầu năm lấy từ", max_length=300)
    near_poor_is_net = models.BooleanField("hộ cận nghèo giảm ròng", default=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    number = models.CharField("số quyết định", max_length=40, blank=True)
    signed_date = models.DateField("ngày ký", null=True, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_generated = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = "phương án phân bổ"
        ordering: ClassVar = ["unit", "year", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year", "version"],
                name="allocation_version_once",
                violation_error_message="Phương án mang số này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(state=AllocationState.DRAFT)
                | (Q(signed_date__isnull=False) & ~Q(number="")),
                name="allocation_decided_has_paper",
                violation_error_message="Phân bổ đã ban hành phải có số và ngày quyết định.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "year"], name="allocation_of_year")]

    class DataScrubbing:
        personal = ("signer",)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} ({self.version})"

    @property
    def is_decided(self) -> bool:
        return self.state == AllocationState.DECIDED


class AllocationGoal(models.Model):
    """The upper target of one measure, which the lower units must add up to, and its source."""

    allocation = models.ForeignKey(Allocation, on_delete=models.CASCADE, related_name="goals")
    measure = models.CharField("chỉ số", max_length=30)
    value = models.PositiveIntegerField("chỉ tiêu chung")
    source = models.CharField("căn cứ", max_length=300)
    target = models.ForeignKey(Target, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["allocation", "measure"], name="goal_once")
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"


class AllocationLine(models.Model):
    """One lower unit: its households and whether its targets are weighted as a difficult one's."""

    allocation = models.ForeignKey(Allocation, on_delete=models.CASCADE, related_name="lines")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    position = models.PositiveSmallIntegerField()
    # As the annex prints it: "Thị Trấn", not the catalogue's name.
    name = models.CharField("tên trong bảng", max_length=120)
    households = models.PositiveIntegerField("tổng số hộ", null=True)
    is_difficult = models.BooleanField("xã khó khăn", default=False)

    class Meta:
        ordering: ClassVar = ["allocation", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["allocation", "unit"],
                name="allocation_line_once",
                violation_error_message="Một đơn vị có hai dòng trong phương án.",
            )
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.name


class AllocationCell(models.Model):
    """
    One measure of one unit: what it starts with, how many of them cannot, what it is given.

    `stock` null: not known. `value` null: nothing given yet. `version` grows with each change.
    """

    line = models.ForeignKey(AllocationLine, on_delete=models.CASCADE, related_name="cells")
    measure = models.CharField("chỉ số", max_length=30)
    stock = models.PositiveIntegerField("đầu năm", null=True)
    cannot = models.PositiveIntegerField("không thể", default=0)
    value = models.PositiveIntegerField("chỉ tiêu", null=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "measure"], name="allocation_cell_once")
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.line_id} {self.measure} {self.value}"


class AllocationChange(models.Model):
    """One step of work on a draft; `cells` is {cell id: [before, after]}, for undoing it whole."""

    allocation = models.ForeignKey(Allocation, on_delete=models.CASCADE, related_name="changes")
    measure = models.CharField("chỉ số", max_length=30)
    kind = models.CharField("cách sửa", max_length=8, choices=ChangeKind.choices)
    words = models.CharField("nội dung", max_length=300)
    cells = models.JSONField(default=dict)
    is_undone = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["allocation", "id"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.words
