"""Reading every sheet of a file whole: each row kept, each cell's problem with its place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from giamngheo.lib.sheets.casting import cast_column, shown
from giamngheo.lib.sheets.cells import typed_cells
from giamngheo.lib.sheets.columns import Column, ColumnKind
from giamngheo.lib.sheets.headings import Heading, find_heading, match_titles
from giamngheo.lib.sheets.raw_tables import DATE_CELL, Table, tables_of
from giamngheo.lib.sheets.refusals import EmptyTable, MissingColumns
from giamngheo.lib.sheets.safety import CellNote, column_letters
from giamngheo.lib.sheets.sources import (
    EXCEL_SUFFIXES,
    PARQUET_SUFFIXES,
    check_readable,
    read_parquet,
)

_NO_VALUE = "ô là công thức chưa tính ra giá trị; mở bằng Excel, lưu lại hoặc dán giá trị"
_ERROR = "ô báo lỗi của Excel; sửa công thức hoặc gõ giá trị"


@dataclass(frozen=True, kw_only=True)
class ReadSheet:
    """
    One sheet: `frame` has one row per row of the file (row_number as Excel shows it, then a
    column per key, null where empty, missing or refused); `problems` says per row of the frame
    and key why a cell was refused; `raw` are the cells as they lay there, by position.
    """

    name: str
    heading: Heading
    frame: pl.DataFrame
    problems: dict[int, dict[str, str]]
    raw: Sequence[pl.Series | list[Any]]
    formulas: int = 0

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the columns this sheet has."""
        return frozenset(self.heading.positions)

    def place(self, key: str) -> tuple[str, str]:
        """Return the letter and the heading, as typed, of a key's column."""
        position = self.heading.positions[key]
        return column_letters(position), self.heading.titles[position]

    def unused(self, *, known: frozenset[str]) -> list[str]:
        """Return the headings that no key of `known` took."""
        taken = {self.heading.positions[key] for key in self.keys & known}
        return [
            title
            for position, title in enumerate(self.heading.titles)
            if title and position not in taken
        ]


def read_sheets(
    path: str | os.PathLike[str],
    columns: Sequence[Column],
    *,
    is_wanted: Callable[[Heading], bool],
) -> list[ReadSheet]:
    """
    Return every visible sheet whose headings pass `is_wanted`, in the file's order.

    A merged cell of the data counts for each row it spans, as the eye reads it. A formula gives
    the value it last had; without one, or with an error, its cell is a problem.
    Raises: MissingFile [LIB-010], UnreadableFile [LIB-011], WrongFileType [LIB-012],
    MissingColumns [LIB-013], DuplicateColumn [LIB-014], EmptyTable [LIB-015],
    UnsafeFile [LIB-017].
    """
    file = check_readable(path)
    if file.suffix.lower() in PARQUET_SUFFIXES:
        return [_parquet_sheet(file, columns, is_wanted)]
    found, best = list[ReadSheet](), None
    for table in tables_of(file, columns):
        heading = find_heading(table.head, columns, file.name)
        if not is_wanted(heading):
            best = max((best, heading), key=lambda one: len(one.positions) if one else -1)
            continue
        sheet = _sheet(table, heading, columns)
        if len(sheet.frame):
            found.append(sheet)
        if file.suffix.lower() not in EXCEL_SUFFIXES:
            break  # a CSV is read once per possible delimiter: the first that fits is the file
    if found:
        return found
    if best is None or not best.positions:
        raise EmptyTable(name=file.name)
    raise _missing(best, columns, file)


def _missing(heading: Heading, columns: Sequence[Column], file: Path) -> MissingColumns:
    required = [column for column in columns if column.required] or columns
    lacking = [column.title for column in required if column.key not in heading.positions]
    titles = [title for title in heading.titles if title]
    return MissingColumns(
        name=file.name,
        missing=", ".join(f"“{title}”" for title in lacking[:5]),
        found=", ".join(f"“{title}”" for title in titles) or "không có tiêu đề nào",
    )


def _parquet_sheet(
    file: Path, columns: Sequence[Column], is_wanted: Callable[[Heading], bool]
) -> ReadSheet:
    frame = read_parquet(file)
    heading = match_titles(frame.columns, columns, file.name)
    if not is_wanted(heading):
        raise _missing(heading, columns, file)
    if frame.is_empty():
        raise EmptyTable(name=file.name)
    numbers = range(1, len(frame) + 1)
    return _cast("", heading, columns, frame.get_columns(), list(numbers), {})


def _sheet(table: Table, heading: Heading, columns: Sequence[Column]) -> ReadSheet:
    raw, row_numbers = table.body(heading.first_row, width=len(heading.titles))
    where = {number - 1: index for index, number in enumerate(row_numbers)}
    notes = {
        (where[row], column): note for (row, column), note in table.notes.items() if row in where
    }
    return _cast(table.name, heading, columns, raw, row_numbers, notes)


def _cast(
    name: str,
    heading: Heading,
    columns: Sequence[Column],
    raw: Sequence[pl.Series | list[Any]],
    row_numbers: list[int],
    notes: dict[tuple[int, int], CellNote],
) -> ReadSheet:
    values = [pl.Series("row_number", row_numbers, dtype=pl.Int64)]
    problems: dict[int, dict[str, str]] = {}
    for column in columns:
        position = heading.positions.get(column.key)
        if position is None:
            values.append(pl.Series(column.key, [None] * len(row_numbers), dtype=column.dtype))
            continue
        cells = raw[position]
        if isinstance(cells, pl.Series) and cells.null_count() == len(cells):
            values.append(pl.Series(column.key, [None] * len(cells), dtype=column.dtype))
            continue
        if column.kind is ColumnKind.DATE and isinstance(cells, pl.Series):
            cells = _days_as_written(cells)
        cast = cast_column(typed_cells(cells), column)
        values.append(cast.values.alias(column.key))
        for index, reason in cast.problems.items():
            problems.setdefault(index, {})[column.key] = reason
    by_position = {position: key for key, position in heading.positions.items()}
    for (index, position), note in notes.items():
        if note is not CellNote.FORMULA and position in by_position:
            reason = _NO_VALUE if note is CellNote.NO_VALUE else _ERROR
            problems.setdefault(index, {})[by_position[position]] = reason
    return ReadSheet(
        name=name,
        heading=heading,
        frame=pl.DataFrame(values),
        problems=problems,
        raw=raw,
        formulas=sum(note is CellNote.FORMULA for note in notes.values()),
    )


def _days_as_written(cells: pl.Series) -> pl.Series:
    return cells.str.replace(DATE_CELL, "$3/$2/$1") if cells.dtype == pl.String else cells


def seen(cell: Any) -> str:
    """Return a raw cell as a person saw it."""
    text = shown(cell)
    day = re.fullmatch(DATE_CELL, text)
    return f"{day[3]}/{day[2]}/{day[1]}" if day else text
