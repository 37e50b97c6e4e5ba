"""What the pages of a batch show: where it stands, what it would do, what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from giamngheo.exchange import queries
from giamngheo.exchange.enums import BatchState, Outcome
from giamngheo.exchange.models import ImportBatch, RefusedRow, StagedHousehold
from giamngheo.exchange.refused import reason_words
from giamngheo.lib.numbers import format_number
from giamngheo.web.parts import Notice
from giamngheo.web.tables import Cell, Column, Row, Status, Table, Tone, build_table
from giamngheo.web.work.lines import work_line
from giamngheo.work.enums import State

STEPS: Final = [("Tổng quan", "/"), ("Danh sách hộ", "/ho"), ("Nhập từ tệp", "/ho/nhap")]
SHOWN: Final = 20
TONES: Final[dict[str, Tone]] = {
    BatchState.READING: "plain",
    BatchState.PREVIEWED: "look",
    BatchState.COMMITTED: "good",
    BatchState.UNDONE: "plain",
    BatchState.DISCARDED: "plain",
}
LIST_COLUMNS: Final = (
    Column(key="file", head="Tệp", row_head=True, sortable=False),
    Column(key="unit", head="Đơn vị", sortable=False, wide_only=True),
    Column(key="state", head="Trạng thái", kind="status", sortable=False),
    Column(key="read", head="Hộ đọc được", kind="number", sortable=False),
    Column(key="added", head="Thêm mới", kind="number", sortable=False, wide_only=True),
    Column(key="changed", head="Sửa", kind="number", sortable=False, wide_only=True),
    Column(key="refused", head="Trả lại", kind="number", sortable=False, wide_only=True),
    Column(key="sent", head="Gửi lúc", sortable=False, wide_only=True),
)
DIFFERENCE_COLUMNS: Final = (
    Column(key="person", head="Người, cột", row_head=True, sortable=False),
    Column(key="before", head="Trong sổ", sortable=False),
    Column(key="after", head="Trong tệp", sortable=False),
    Column(key="row", head="Dòng của hộ", sortable=False, wide_only=True),
)
ADDED_COLUMNS: Final = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="row", head="Dòng đầu", sortable=False),
    Column(key="rows", head="Số dòng", kind="number", sortable=False),
)
REFUSED_COLUMNS: Final = (
    Column(key="row", head="Dòng", sortable=False),
    Column(key="reason", head="Lý do trả lại", row_head=True, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One outcome of the sum that the page shows."""

    words: str
    households: int


def batch_row(batch: ImportBatch) -> Row:
    href = reverse("import_batch", kwargs={"batch_id": batch.pk})
    return Row(
        cells={
            "file": Cell(value=batch.file_name, href=href),
            "unit": batch.unit.full_name,
            "state": state_of(batch),
            "read": batch.read,
            "added": batch.added,
            "changed": batch.changed,
            "refused": batch.refused,
            "sent": f"{timezone.localtime(batch.created_at):%H:%M %d/%m/%Y}",
        }
    )


def state_of(batch: ImportBatch) -> Status:
    item = batch.work_item
    if item and item.is_open:
        return Status(tone="plain", word=item.get_state_display())
    if item and item.state in (State.FAILED, State.STOPPED):
        word = "Chưa đọc được" if batch.state == BatchState.READING else batch.get_state_display()
        return Status(tone="bad" if batch.state == BatchState.READING else "look", word=word)
    return Status(tone=TONES[batch.state], word=batch.get_state_display())


def context(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    item = batch.work_item
    shows_item = item is not None and (item.is_open or item.state != State.DONE)
    waiting = batch.state == BatchState.PREVIEWED and not batch.is_busy
    has_rows = batch.state in (BatchState.PREVIEWED, BatchState.COMMITTED)
    return {
        "batch": batch,
        "here": request.get_full_path(),
        "state": state_of(batch),
        "running": batch.is_busy,
        "line": work_line(item, now=timezone.now()) if item and shows_item else None,
        "answer": answer(batch),
        "figures": figures(batch) if batch.read else [],
        "notices": [Notice(text=note, tone="plain") for note in batch.notes],
        "facts": _facts(batch),
        "tables": _tables(request, batch) if has_rows else [],
        "has_refused": has_rows and bool(batch.refused),
        "may_commit": waiting and bool(batch.added or batch.changed),
        "may_reread": not batch.is_busy
        and batch.state in (BatchState.READING, BatchState.PREVIEWED),
        "may_undo": batch.state == BatchState.COMMITTED
        and not batch.is_busy
        and bool(batch.added or batch.changed),
        "consequence": consequence(batch),
        "steps": [*STEPS, (batch.file_name, "")],
    }


def figures(batch: ImportBatch) -> list[Figure]:
    """Return the parts of the sum; the database holds that they add up."""
    return [Figure(Outcome(key).label, count) for key, count in batch.counts.items()]


def answer(batch: ImportBatch) -> str:
    if batch.state == BatchState.READING:
        return "Tệp đang được đọc và đối chiếu với sổ hộ; sổ chưa thay đổi."
    if batch.state == BatchState.DISCARDED:
        return "Lô nhập đã bỏ; sổ hộ không thay đổi."
    parts = " + ".join(
        f"{format_number(one.households)} {one.words.lower()}" for one in figures(batch)
    )
    rows = format_number(batch.rows)
    verb = {
        BatchState.PREVIEWED: "Nếu xác nhận",
        BatchState.COMMITTED: "Đã ghi vào sổ",
        BatchState.UNDONE: "Đã hoàn tác",
    }[BatchState(batch.state)]
    return f"{verb}: đọc {format_number(batch.read)} hộ ({rows} dòng) = {parts}."


def consequence(batch: ImportBatch) -> str:
    back = f" {format_number(batch.refused)} hộ bị trả lại không được ghi." if batch.refused else ""
    return (
        f"Thêm {format_number(batch.added)} hộ và sửa {format_number(batch.changed)} hộ trong sổ "
        f"của {batch.unit.full_name}, tất cả cùng một lúc hoặc không hộ nào.{back} Có thể hoàn tác "
        "cả lô khi các hộ này chưa thay đổi tiếp."
    )


def _facts(batch: ImportBatch) -> list[tuple[str, str]]:
    facts = [
        ("Đơn vị", batch.unit.full_name),
        ("Cách nhập", batch.get_mode_display()),
        ("Người gửi", batch.owner.full_name if batch.owner else "lệnh trên máy chủ"),
        ("Gửi lúc", _moment(batch.created_at)),
    ]
    if batch.committed_at:
        facts.append(("Ghi vào sổ lúc", _moment(batch.committed_at)))
    if batch.undone_at:
        facts.append(("Hoàn tác lúc", f"{_moment(batch.undone_at)}: {batch.undo_reason}"))
    return facts


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}"


def _tables(request: HttpRequest, batch: ImportBatch) -> list[Table]:
    """Return samples of what changes, what is new and what comes back; empty ones left out."""
    changed = queries.sample_differences(batch=batch, most=SHOWN) if batch.changed else []
    added = queries.sample_added(batch=batch, most=SHOWN) if batch.added else []
    refused = queries.sample_refused(batch=batch, most=SHOWN) if batch.refused else []
    several = len({*(one["name"] for one in batch.sheets)}) > 1
    tables = (
        ("tra-lai", "Dòng bị trả lại", REFUSED_COLUMNS, _refused_rows(refused, several), refused),
        ("thay-doi", "Hộ được sửa", DIFFERENCE_COLUMNS, _difference_rows(changed), changed),
        ("them-moi", "Hộ thêm mới", ADDED_COLUMNS, _added_rows(added), added),
    )
    return [
        build_table(
            request,
            name=name,
            caption=f"{caption} ({SHOWN} dòng đầu)" if len(found) == SHOWN else caption,
            columns=columns,
            rows=rows,
            presorted=True,
        )
        for name, caption, columns, rows, found in tables
        if rows
    ]


def _difference_rows(households: list[StagedHousehold]) -> list[Row]:
    return [
        Row(
            cells={
                "row": str(one.row_number),
                "person": Cell(value=person, note=heading),
                "before": before,
                "after": after,
            }
        )
        for one in households
        for person, heading, before, after in one.differences or []
    ]


def _added_rows(households: list[StagedHousehold]) -> list[Row]:
    return [
        Row(cells={"row": str(one.row_number), "head": one.head_name, "rows": one.row_count})
        for one in households
    ]


def _refused_rows(rows: list[RefusedRow], several: bool) -> list[Row]:
    return [
        Row(
            cells={
                "row": str(one.row_number),
                "reason": Cell(
                    value=reason_words(one.problems),
                    note=f"Trang {one.sheet}" if several else "",
                ),
            },
            tone="look",
        )
        for one in rows
    ]
