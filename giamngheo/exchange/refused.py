"""Refused rows on their way back: as they were sent, with what is wrong in front of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any, Final

from giamngheo.exchange.models import ImportBatch, RefusedRow
from giamngheo.exchange.reading import FileRows
from giamngheo.lib.sheets import Sheet, SheetColumn, write_workbook

ADDED_COLUMNS: Final = (
    SheetColumn(key="reason", title="Lý do trả lại", width=60),
    SheetColumn(key="place", title="Trang, dòng trong tệp đã gửi", width=18),
)
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
