"""Ruled tables: fixed widths, a head on every page, rows that are never torn apart."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

from giamngheo.documents.writer.faces import (
    keep_row_whole,
    repeat_row,
    set_margins,
    set_paragraph,
    set_widths,
    write_text,
)
from giamngheo.documents.writer.model import Align, Column, Table
from giamngheo.lib.numbers import format_number

Cells = tuple[str | int | None, ...]


def write_table(document: Any, table: Table, *, room_cm: float) -> None:
    """Write the table at the end of the document, as wide as its room."""
    grouped = any(column.group for column in table.columns)
    head_rows = (2 if grouped else 1) + table.numbered
    body = table.rows or ((table.empty,),)
    written = document.add_table(
        rows=head_rows + len(body) + bool(table.totals), cols=len(table.columns)
    )
    written.style = "Table Grid"
    shares = sum(column.share for column in table.columns)
    set_widths(written, [room_cm * column.share / shares for column in table.columns])
    set_margins(written, side_cm=0.12)
    # A table's cells are asked for one by one only once: python-docx walks the grid each time.
    grid = [list(row.cells) for row in written.rows]
    _head(grid, table, grouped)
    for place, row in enumerate(written.rows):
        keep_row_whole(row)
        if place < head_rows:
            repeat_row(row)
    for cells, values in zip(grid[head_rows:], body, strict=False):
        _row(cells, values, table)
    if table.totals:
        _row(grid[-1], table.totals, table, bold=True)
    set_paragraph(document.add_paragraph(), line=0.6)


def _head(grid: list[list[Any]], table: Table, grouped: bool) -> None:
    last = 1 if grouped else 0
    if grouped:
        _groups(grid, table)
    for place, column in enumerate(table.columns):
        if not (grouped and not column.group):
            _write(grid[last][place], column.head, table.size, align=Align.CENTER, bold=True)
    if table.numbered:
        for place, cell in enumerate(grid[last + 1], start=1):
            _write(cell, f"({place})", table.size - 1, align=Align.CENTER, italic=True)


def _groups(grid: list[list[Any]], table: Table) -> None:
    places = list(enumerate(table.columns))
    for group, members in groupby(places, key=lambda one: one[1].group):
        columns = [place for place, _ in members]
        if group:
            cell = grid[0][columns[0]].merge(grid[0][columns[-1]])
            _write(cell, group, table.size, align=Align.CENTER, bold=True)
            continue
        for place in columns:
            cell = grid[0][place].merge(grid[1][place])
            _write(cell, table.columns[place].head, table.size, align=Align.CENTER, bold=True)


def _row(cells: list[Any], values: Cells, table: Table, *, bold: bool = False) -> None:
    if len(values) == 1:
        whole = cells[0].merge(cells[-1])
        align = Align.LEFT if table.rows else Align.CENTER
        _write(whole, values[0], table.size, align=align, bold=bool(table.rows), italic=not bold)
        return
    for cell, value, column in zip(cells, values, table.columns, strict=True):
        _write(cell, value, table.size, align=_align(value, column), bold=bold)


def _align(value: str | int | None, column: Column) -> Align:
    if column.align is Align.LEFT and isinstance(value, int):
        return Align.RIGHT
    return column.align


def _write(
    cell: Any,
    value: str | int | None,
    size: float,
    *,
    align: Align,
    bold: bool = False,
    italic: bool = False,
) -> None:
    text = format_number(value) if isinstance(value, int) else value or ""
    paragraph = set_paragraph(cell.paragraphs[0], align=align, before=2, after=2)
    write_text(paragraph, text, size=size, bold=bold, italic=italic)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
