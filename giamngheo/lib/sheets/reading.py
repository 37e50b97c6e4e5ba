"""Reading a table: good rows into a frame, refused rows back to whoever sent them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from giamngheo.lib.sheets.casting import cast_column, shown
from giamngheo.lib.sheets.cells import is_filled, natural_series, typed_cells
from giamngheo.lib.sheets.columns import Column
from giamngheo.lib.sheets.headings import Heading, find_heading, match_titles
from giamngheo.lib.sheets.refusals import EmptyTable, MissingColumns
from giamngheo.lib.sheets.sources import (
    PARQUET_SUFFIXES,
    Rows,
    check_readable,
    read_parquet,
    sheets_of,
)


@dataclass(frozen=True, kw_only=True)
class RefusedCell:
    """One cell that could not be taken: the column's title, the cell as seen, why."""

    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        written = f" “{self.value}”" if self.value else ""
        return f"cột {self.column}{written}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A row left out, by its number in the file (the row number Excel shows)."""

    row_number: int
    cells: tuple[RefusedCell, ...]

    def __str__(self) -> str:
        return f"dòng {self.row_number}, " + "; ".join(str(cell) for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class TableRead:
    """
    What a file held.

    `frame`: one row per good row: row_number (Int64, as in the file), then a column per key, null
    where an optional cell or column is missing. `refused_frame`: the same columns of the refused
    rows, in the order of `refused`, null where a cell could not be taken. `source`: the good rows
    as they lay in the file, headings as written (only when asked for). Good and refused rows add up
    to `source_rows`.
    """

    frame: pl.DataFrame
    refused: tuple[RefusedRow, ...]
    refused_frame: pl.DataFrame
    source_rows: int
    source: pl.DataFrame | None = None

    def __post_init__(self) -> None:
        if len(self.frame) + len(self.refused) != self.source_rows:
            raise AssertionError("rows were lost or doubled while reading")


def read_table(
    path: str | os.PathLike[str], columns: Sequence[Column], *, keep_source: bool = False
) -> TableRead:
    """
    Return the table of an .xlsx, .xls, .ods, .csv or .parquet file.

    Headings may stand in any order, some rows down, in two lines, with or without marks; the
    first visible sheet that has all required columns is read. Rows without any cell are no rows.
    Raises: MissingFile [LIB-010], UnreadableFile [LIB-011], WrongFileType [LIB-012],
    MissingColumns [LIB-013], DuplicateColumn [LIB-014], EmptyTable [LIB-015].
    """
    file = check_readable(path)
    if file.suffix.lower() in PARQUET_SUFFIXES:
        raw, heading = _raw_parquet(file, columns)
    else:
        raw, heading = _raw_rows(file, columns)
    if not raw.row_numbers:
        raise EmptyTable(name=file.name)
    return _judge_cells(raw, heading, columns, keep_source=keep_source)


@dataclass(frozen=True, kw_only=True)
class _Raw:
    """The data rows by column: series as they came, and each row's number in the file."""

    columns: Sequence[pl.Series | list[Any]]
    row_numbers: list[int] | range


def _raw_parquet(file: Path, columns: Sequence[Column]) -> tuple[_Raw, Heading]:
    frame = read_parquet(file)
    heading = match_titles(frame.columns, columns, file.name)
    _check_complete(heading, file)
    return _Raw(columns=frame.get_columns(), row_numbers=range(1, len(frame) + 1)), heading


def _raw_rows(file: Path, columns: Sequence[Column]) -> tuple[_Raw, Heading]:
    best: tuple[Rows, Heading] | None = None
    for rows in sheets_of(file):
        heading = find_heading(rows, columns, file.name)
        if best is None or len(heading.positions) > len(best[1].positions):
            best = rows, heading
        if heading.is_complete and heading.positions:
            break
    if best is None or not any(any(is_filled(cell) for cell in row) for row in best[0]):
        raise EmptyTable(name=file.name)
    rows, heading = best
    _check_complete(heading, file)
    return _by_column(rows, heading), heading


def _check_complete(heading: Heading, file: Path) -> None:
    if heading.missing:
        missing = ", ".join(f"“{column.title}”" for column in heading.missing)
        found = (
            ", ".join(f"“{title}”" for title in heading.titles if title) or "không có tiêu đề nào"
        )
        raise MissingColumns(name=file.name, missing=missing, found=found)


def _by_column(rows: Rows, heading: Heading) -> _Raw:
    start = heading.first_row
    filled = [index for index in range(start, len(rows)) if any(map(is_filled, rows[index]))]
    data = [rows[index] for index in filled]
    width = max((len(row) for row in data), default=0)
    for index, row in enumerate(data):
        if len(row) < width:
            data[index] = row + [None] * (width - len(row))
    columns = [[row[position] for row in data] for position in range(width)]
    columns += [[None] * len(data) for _ in range(len(heading.titles) - width)]
    return _Raw(columns=columns, row_numbers=[index + 1 for index in filled])


# ── From raw cells to values ──────────────────────────────────────────────────────────────────


def _judge_cells(
    raw: _Raw, heading: Heading, columns: Sequence[Column], *, keep_source: bool
) -> TableRead:
    height = len(raw.row_numbers)
    values = [pl.Series("row_number", raw.row_numbers, dtype=pl.Int64)]
    refused: dict[int, list[RefusedCell]] = _overflowing(raw, heading)
    for column in columns:
        if column.key not in heading.positions:
            values.append(pl.Series(column.key, [None] * height, dtype=column.dtype))
            continue
        cells = typed_cells(raw.columns[heading.positions[column.key]])
        cast = cast_column(cells, column)
        values.append(cast.values.alias(column.key))
        for index, reason in cast.problems.items():
            value = next((shown(cell) for cell in cells.row(index) if cell is not None), "")
            cell = RefusedCell(column=column.title, value=value, reason=reason)
            refused.setdefault(index, []).append(cell)
    good = pl.Series([True] * height, dtype=pl.Boolean)
    if refused:
        good = good.scatter(list(refused), False)
    read = pl.DataFrame(values)
    return TableRead(
        frame=read.filter(good),
        refused_frame=read.filter(~good),
        refused=tuple(
            RefusedRow(row_number=raw.row_numbers[index], cells=tuple(refused[index]))
            for index in sorted(refused)
        ),
        source_rows=height,
        source=_source(raw, heading).filter(good) if keep_source else None,
    )


def _overflowing(raw: _Raw, heading: Heading) -> dict[int, list[RefusedCell]]:
    """Cells beyond the last heading shift a row when a CSV's comma was meant as text."""
    refused: dict[int, list[RefusedCell]] = {}
    for extra in raw.columns[len(heading.titles) :]:
        for index, cell in enumerate(extra):
            if is_filled(cell):
                reason = "nhiều ô hơn số tiêu đề; đặt nội dung có dấu phân cách trong ngoặc kép"
                problem = RefusedCell(column="ngoài bảng", value=shown(cell), reason=reason)
                refused.setdefault(index, [problem])
    return refused


def _source(raw: _Raw, heading: Heading) -> pl.DataFrame:
    taken: dict[str, pl.Series] = {}
    for position, cells in enumerate(raw.columns[: len(heading.titles)]):
        title = heading.titles[position] or f"Cột {position + 1}"
        while title in taken:
            title += " "
        taken[title] = cells.alias(title) if isinstance(cells, pl.Series) else natural_series(cells)
    return pl.DataFrame(taken)
