"""Refused rows on their way back: as they were sent, with what is wrong in front of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any, Final

import polars as pl

from giamngheo.exchange.columns import BY_KEY
from giamngheo.exchange.models import ImportBatch, RefusedRow
from giamngheo.exchange.plan import Plan
from giamngheo.exchange.reading import FileRows
from giamngheo.lib.sheets import Sheet, SheetColumn, write_workbook

ADDED_COLUMNS: Final = (
    SheetColumn(key="reason", title="Lý do trả lại", width=60),
    SheetColumn(key="place", title="Trang, dòng trong tệp đã gửi", width=18),
)
PLACE: Final = ("sheet", "row_number", "row_in_sheet")
# A problem's key that is no column of this sheet is told by another one.
_STANDS_FOR: Final = {"full_name": "head_name", "head_name": "full_name"}
_WITH_HOUSEHOLD: Final = "Trả lại cùng hộ; xem lý do ở dòng khác của hộ."


def reason_words(problems: Iterable[dict[str, str]]) -> str:
    """Return every problem of a row: column letter, heading as typed, value, what is allowed."""
    told = []
    for one in problems:
        where = f"cột {one['column']} “{one['heading']}”" if one["column"] else one["heading"]
        value = f" ghi “{one['value']}”" if one["value"] else ""
        told.append(f"{where}{value}: {one['allowed']}")
    return "; ".join(told)


def write_refused(path: str | os.PathLike[str], *, batch: ImportBatch) -> int:
    """
    Write the refused rows of a batch, a sheet for each of the file; return the rows written.

    Mended, the workbook can be sent in as it is: its own columns are passed over in reading.
    Raises: CannotWrite [LIB-020], TooManyRows [LIB-016].
    """
    rows = list(batch.refused_rows.order_by("sheet_index", "row_number"))
    by_sheet: dict[int, list[RefusedRow]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet_index, []).append(row)
    headings = {one["index"]: one["titles"] for one in batch.sheets}
    sheets = [_sheet(batch, headings[index], own) for index, own in by_sheet.items()] or [
        _sheet(batch, [], [])
    ]
    write_workbook(path, sheets, form_version="tra-lai-1")
    return len(rows)


def _sheet(batch: ImportBatch, titles: Sequence[str], rows: Sequence[RefusedRow]) -> Sheet:
    own = [
        SheetColumn(key=str(position), title=title or f"Cột {position + 1}", width=18)
        for position, title in enumerate(titles)
    ]
    return Sheet(
        name=rows[0].sheet or "Trả lại" if rows else "Trả lại",
        title_lines=[
            f"Các dòng bị trả lại của tệp {batch.file_name}",
            "Sửa theo cột Lý do trả lại rồi gửi lại chính tệp này.",
        ],
        columns=(*ADDED_COLUMNS, *own),
        rows=[_row(row) for row in rows],
    )


def _row(row: RefusedRow) -> dict[str, Any]:
    cells = {str(position): cell or None for position, cell in enumerate(row.cells)}
    place = f"{row.sheet}, dòng {row.row_number}" if row.sheet else f"dòng {row.row_number}"
    return {"reason": reason_words(row.problems) or _WITH_HOUSEHOLD, "place": place, **cells}


def sheet_titles(file: FileRows) -> list[dict[str, Any]]:
    """Return the headings of each sheet as typed, for `ImportBatch.sheets`."""
    return [
        {"index": index, "name": sheet.name, "titles": sheet.heading.titles}
        for index, sheet in enumerate(file.sheets)
    ]


def first_reasons(*, plan: Plan, most: int) -> list[str]:
    """Return the first rows with a problem of their own: "Trang “A”, dòng 7, cột D “…”: …"."""
    rows = sorted(plan.file.problems.of_row)[:most]
    places = plan.file.rows.filter(pl.col("row").is_in(rows)).select("row", *PLACE)
    told = []
    for row, sheet, row_number, in_sheet in places.iter_rows():
        name = plan.file.sheets[sheet].name
        place = f"Trang “{name}”, dòng {row_number}" if name else f"dòng {row_number}"
        words = reason_words(problems_of(plan, row=row, sheet=sheet, row_in_sheet=in_sheet))
        told.append(f"{place}, {words}")
    return told


def problems_of(plan: Plan, *, row: int, sheet: int, row_in_sheet: int) -> list[dict[str, str]]:
    """Return the problems of a row, each with column letter, heading, value, what is allowed."""
    written = plan.file.cells(sheet, row_in_sheet)
    return [
        _problem(plan, sheet, key, reason, written)
        for key, reason in plan.file.problems.of_row.get(row, {}).items()
    ]


def _problem(plan: Plan, sheet: int, key: str, reason: str, written: list[str]) -> dict[str, str]:
    found = plan.file.sheets[sheet]
    for name in (key, _STANDS_FOR.get(key, "")):
        if name in found.keys:
            letter, heading = found.place(name)
            value = written[found.heading.positions[name]]
            return {"column": letter, "heading": heading, "value": value, "allowed": reason}
    title = BY_KEY[key].title if key in BY_KEY else "cả dòng"
    return {"column": "", "heading": title, "value": "", "allowed": reason}
