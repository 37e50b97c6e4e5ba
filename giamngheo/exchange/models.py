"""Tables of import batches: the file sent, its households as they wait, its rows sent back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.exchange.enums import BatchState, Mode, Outcome
from giamngheo.work.models import WorkItem


class ImportBatch(models.Model):
    """
    One file on its way into the register of one unit.

    The counts are households; `rows` counts the rows of the file that they take.
    read = added + changed + same + duplicate + refused, held by the database.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    mode = models.CharField("cách nhập", max_length=6, choices=Mode.choices)
    state = models.CharField("trạng thái", max_length=10, choices=BatchState.choices)
    file_name = models.CharField("tên tệp", max_length=200)
    file_size = models.PositiveBigIntegerField("cỡ tệp")
    file_digest = models.CharField(max_length=64)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    work_item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, null=True, related_name="+")
    as_of = models.DateField("ngày nhập")
    rows = models.PositiveIntegerField("số dòng đọc được", default=0)
    read = models.PositiveIntegerField("số hộ đọc được", default=0)
    added = models.PositiveIntegerField("thêm mới", default=0)
    changed = models.PositiveIntegerField("sửa", default=0)
    same = models.PositiveIntegerField("giữ nguyên", default=0)
    duplicate = models.PositiveIntegerField("đã có", default=0)
    refused = models.PositiveIntegerField("trả lại", default=0)
    # The sheets read, with their headings as typed: [{"index", "name", "titles"}, …].
    sheets = models.JSONField(default=list)
    # Headings nobody asked for, formulas: what the officer should know of the reading.
    notes = models.JSONField(default=list)
    created_at = models.DateTimeField("gửi lúc", auto_now_add=True)
    committed_at = models.DateTimeField("ghi vào sổ lúc", null=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)
    undo_reason = models.CharField("lý do hoàn tác", max_length=500, blank=True)

    class Meta:
        verbose_name = "lô nhập"
        verbose_name_plural = "các lô nhập"
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "-created_at", "-id"], name="import_batch_list"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    read=F("added") + F("changed") + F("same") + F("duplicate") + F("refused")
                ),
                name="import_batch_adds_up",
                violation_error_message="Số hộ đọc được phải bằng tổng các kết quả.",
            ),
            models.CheckConstraint(
                condition=Q(committed_at__isnull=False)
                | ~Q(state__in=(BatchState.COMMITTED, BatchState.UNDONE)),
                name="import_batch_committed_has_time",
                violation_error_message="Lô đã ghi vào sổ phải có giờ ghi.",
            ),
        ]

    class DataScrubbing:
        personal = ("file_name",)
        sensitive = ("notes", "undo_reason")

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"

    @property
    def is_busy(self) -> bool:
        """Whether a piece of work holds the batch; its state changes only at that work's end."""
        return self.work_item is not None and self.work_item.is_open

    @property
    def counts(self) -> dict[str, int]:
        """Households by outcome."""
        return {one.value: getattr(self, one.value.lower()) for one in Outcome}


class ImportFile(models.Model):
    """What was sent, until the batch is committed or dropped: nobody needs the file longer."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    class Meta:
        verbose_name = "tệp gửi lên"
        verbose_name_plural = "các tệp gửi lên"

    class DataScrubbing:
        personal = ("content",)

    def __str__(self) -> str:
        return str(self.batch_id)


class StagedHousehold(models.Model):
    """
    One household of a file, judged but not yet in the register.

    `values`: {"household": {…}, "members": [{…}]} as `registry.bulk` takes them, dropped once
    committed. `differences`: [[person, heading, before, after], …] for the preview.
    `before`: what a changed household and its members were, for undoing.
    """

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="staged", db_index=False
    )
    number = models.PositiveIntegerField("thứ tự hộ trong tệp")
    sheet = models.CharField("trang", max_length=31, blank=True)
    row_number = models.PositiveIntegerField("dòng đầu")
    row_count = models.PositiveIntegerField("số dòng")
    outcome = models.CharField("kết quả", max_length=9, choices=Outcome.choices)
    head_name = models.CharField("chủ hộ", max_length=120, blank=True)
    # No foreign key: an undone household is gone from the register, the record of it stays.
    household_id = models.BigIntegerField(null=True)
    base_version = models.PositiveIntegerField(null=True)
    written_version = models.PositiveIntegerField(null=True)
    # Text, not JSON: only ever read back whole.
    values = models.TextField(null=True)
    differences = models.JSONField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        verbose_name = "hộ chờ nhập"
        verbose_name_plural = "các hộ chờ nhập"
        indexes: ClassVar = [
            models.Index(fields=["batch", "outcome", "number"], name="staged_household_list"),
            # Of a household's time line; only what was written, so staging pays nothing for it.
            models.Index(
                fields=["household_id"],
                name="staged_household_written",
                condition=models.Q(written_version__isnull=False),
            ),
        ]

    class DataScrubbing:
        personal = ("head_name", "values", "differences", "before")

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class RefusedRow(models.Model):
    """
    One row of a refused household, as it lay in the file, to go back to whoever sent it.

    `cells`: the row as seen, by position; `problems`: [{"column", "heading", "value", "allowed"}].
    A row without a problem of its own goes back with its household.
    """

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="refused_rows", db_index=False
    )
    sheet_index = models.PositiveSmallIntegerField()
    sheet = models.CharField("trang", max_length=31, blank=True)
    row_number = models.PositiveIntegerField("dòng")
    number = models.PositiveIntegerField("thứ tự hộ trong tệp")
    cells = models.JSONField()
    problems = models.JSONField(default=list)

    class Meta:
        verbose_name = "dòng trả lại"
        verbose_name_plural = "các dòng trả lại"
        indexes: ClassVar = [
            models.Index(fields=["batch", "sheet_index", "row_number"], name="refused_row_list"),
        ]

    class DataScrubbing:
        personal = ("cells", "problems")

    def __str__(self) -> str:
        return f"{self.batch_id} {self.sheet} {self.row_number}"
