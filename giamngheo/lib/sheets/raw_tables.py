"""The tables of a file as they lie there: heads to look for headings in, bodies by column."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import python_calamine

from giamngheo.lib.sheets.cells import is_filled
from giamngheo.lib.sheets.columns import Column, ColumnKind
from giamngheo.lib.sheets.refusals import UnreadableFile
from giamngheo.lib.sheets.safety import CellNote, SheetNotes, look_through
from giamngheo.lib.sheets.sources import EXCEL_SUFFIXES, Rows, sheets_of

# It tells of every column that is empty; nobody asked.
logging.getLogger("fastexcel").setLevel(logging.ERROR)

HEAD_ROWS = 40
# A cell of a day, as the fast reader writes it.
DATE_CELL = r"^(\d{4})-(\d\d)-(\d\d) \d\d:\d\d:\d\d(?:\.\d+)?$"
# As text these say the same; a number does not (1.125 could be 1125).
_SAFE_AS_TEXT = (ColumnKind.TEXT, ColumnKind.CHOICE, ColumnKind.DATE)


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet: its first rows, and either all of its rows or a frame of text by column."""

    name: str
    head: Rows
    rows: Rows | None = None
    frame: pl.DataFrame | None = None
    notes: dict[tuple[int, int], CellNote] = field(default_factory=dict)

    def body(self, start: int, *, width: int) -> tuple[list[Any], list[int]]:
        """Return the filled rows from `start` on by column, and their numbers in the file."""
        if self.frame is not None:
            return self._body_of_frame(self.frame, start)
        rows = self.rows or []
        noted = {row for row, _ in self.notes}
        filled = [
            index
            for index in range(start, len(rows))
            if index in noted or any(map(is_filled, rows[index]))
        ]
        data = [rows[index] for index in filled]
        width = max([width, *(len(row) for row in data)])
        if any(len(row) < width for row in data):
            data = [row + [None] * (width - len(row)) for row in data]
        columns = [list(column) for column in zip(*data, strict=True)] or [[]] * width
        return columns, [index + 1 for index in filled]

    def _body_of_frame(self, frame: pl.DataFrame, start: int) -> tuple[list[Any], list[int]]:
        noted = [row for row, _ in self.notes]
        data = frame.with_row_index("row").slice(start)
        is_noted = pl.col("row").is_in(noted) if noted else pl.lit(value=False)
        data = data.filter(pl.any_horizontal(pl.exclude("row").is_not_null()) | is_noted)
        numbers = (data["row"] + 1).to_list()
        return data.drop("row").get_columns(), numbers


def tables_of(file: Path, columns: Sequence[Column]) -> Iterator[Table]:
    """
    Yield each visible sheet of a workbook, or a CSV once per possible delimiter.

    Raises: UnreadableFile [LIB-011], UnsafeFile [LIB-017].
    """
    suffix = file.suffix.lower()
    if suffix not in EXCEL_SUFFIXES:
        for rows in sheets_of(file):
            yield Table(name="", head=rows[:HEAD_ROWS], rows=rows)
        return
    try:
        if suffix in (".xlsx", ".xlsm"):
            yield from _xlsx_tables(file, columns)
        else:
            yield from _calamine_tables(file, None)
    except python_calamine.PasswordError as error:
        raise UnreadableFile(name=file.name, reason="tệp đang đặt mật khẩu") from error
    except (python_calamine.CalamineError, fastexcel.FastExcelError, OSError) as error:
        raise UnreadableFile(name=file.name, reason="nội dung không phải bảng tính") from error


def _xlsx_tables(file: Path, columns: Sequence[Column]) -> Iterator[Table]:
    """The fast reader where it says the same, cell by cell where it would not."""
    notes = [sheet for sheet in look_through(file) if sheet.is_visible]
    fast = all(column.kind in _SAFE_AS_TEXT for column in columns)
    reader = fastexcel.read_excel(file) if fast else None
    for sheet in notes:
        if reader is None or sheet.merges or not sheet.fills_column_a:
            yield from _calamine_tables(file, sheet)
            continue
        read = reader.load_sheet(sheet.name, header_row=None, skip_rows=0, dtypes="string")
        frame = read.to_polars().with_columns(pl.all().str.strip_chars().replace("", None))
        head = [list(row) for row in frame.head(HEAD_ROWS).iter_rows()]
        yield Table(name=sheet.name, head=head, frame=frame, notes=sheet.cells)


def _calamine_tables(file: Path, wanted: SheetNotes | None) -> Iterator[Table]:
    visible = python_calamine.SheetVisibleEnum.Visible
    with python_calamine.CalamineWorkbook.from_path(file) as workbook:
        names = [one.name for one in workbook.sheets_metadata if one.visible == visible]
        for name in names if wanted is None else [wanted.name]:
            sheet = workbook.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            _spread_merges(rows, sheet.merged_cell_ranges or ())
            notes = {} if wanted is None else wanted.cells
            yield Table(name=name, head=rows[:HEAD_ROWS], rows=rows, notes=notes)


def _spread_merges(rows: Rows, merges: Any) -> None:
    """Across columns a merged cell is a title; down the rows it stands for each of them."""
    for (top, left), (bottom, right) in merges:
        if left == right and top < bottom < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
