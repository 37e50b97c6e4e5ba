"""Ruled tables: fixed widths, a head on every page, rows that are never torn apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.shared import Pt
from docx.table import _Cell

from giamngheo.documents.writer.faces import (
    keep_row_whole,
    repeat_row,
    set_margins,
    set_paragraph,
    set_widths,
    write_text,
)
from giamngheo.documents.writer.model import Align, Column, Table
from giamngheo.documents.writer.widths import lines_of, printed, shared_widths

Cells = tuple[str | int | None, ...]


# What is signed stands with at least so many rows: a signature is never alone on its page.
ROWS_KEPT = 3


def write_table(document: Any, table: Table, *, room_cm: float, keep_next: bool = False) -> None:
    """Write the table as wide as its room; `keep_next` holds its end to what follows."""
    grouped = any(column.group for column in table.columns)
    head_rows = (2 if grouped else 1) + table.numbered
    body = table.rows or ((table.empty,),)
    written = document.add_table(
        rows=head_rows + len(body) + bool(table.totals), cols=len(table.columns)
    )
    written.style = "Table Grid"
    widths, size = shared_widths(table, room_cm=room_cm)
    table = replace(table, size=size)
    set_widths(written, widths)
    set_margins(written, side_cm=0.12)
    # Taken before any are merged: python-docx would walk the whole grid for each row.
    grid = [[_Cell(cell, written) for cell in row.tc_lst] for row in written._tbl.tr_lst]
    _head(grid, table, grouped)
    _room_for_heads(written, table, widths, grouped)
    for place, row in enumerate(written.rows):
        keep_row_whole(row)
        if place < head_rows:
            repeat_row(row)
    for cells, values in zip(grid[head_rows:], body, strict=False):
        _row(cells, values, table)
    if table.totals:
        _row(grid[-1], table.totals, table, bold=True)
    if keep_next:
        for cells in grid[head_rows:][-ROWS_KEPT:]:
            for cell in cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    set_paragraph(document.add_paragraph(), line=0.6, keep_next=keep_next)


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


def _room_for_heads(written: Any, table: Table, widths: list[float], grouped: bool) -> None:
    """LibreOffice cuts a head that runs over two rows of a repeated one: give it its height."""
    if not grouped:
        return
    lines = max(
        lines_of(column.head, size=table.size, room_cm=width)
        for column, width in zip(table.columns, widths, strict=True)
    )
    for row in written.rows[:2]:
        row.height = Pt((lines * table.size * 1.2 + 6) / 2)
        row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST


def _row(cells: list[Any], values: Cells, table: Table, *, bold: bool = False) -> None:
    if len(values) == 1:
        whole = cells[0].merge(cells[-1])
        align = Align.LEFT if table.rows else Align.CENTER
        _write(whole, values[0], table.size, align=align, bold=bool(table.rows), italic=not bold)
        whole.paragraphs[0].paragraph_format.keep_with_next = bool(table.rows) or None
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
    paragraph = set_paragraph(cell.paragraphs[0], align=align, before=2, after=2)
    write_text(paragraph, printed(value), size=size, bold=bold, italic=italic)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
