"""A table taken over as it stands: heads of any height, cells in the words they had."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.table import _Cell

from giamngheo.documents.writer.faces import (
    keep_row_whole,
    repeat_row,
    set_margins,
    set_paragraph,
    set_widths,
    write_text,
)
from giamngheo.documents.writer.model import Align, Column, Grid, Table
from giamngheo.documents.writer.widths import shared_widths, width_cm

_FIGURE_RE = re.compile(r"[-–]?\d[\d.,]*\s?%?")
_ORDER_RE = re.compile(r"(?:\d{1,3}|[IVX]{1,5}|[A-D])\.?")
_COUNTING_RE = re.compile(r"\(\d{1,2}\)")
# A column is as wide as its usual words, not as its longest.
LEAST_SHARE, MOST_SHARE = 1.2, 8.0


def write_grid(document: Any, grid: Grid, *, room_cm: float) -> None:
    """Write the grid as wide as its room; its head is repeated on each page."""
    width = max(len(row) for row in (*grid.head, *grid.rows))
    head = [_filled(row, width) for row in grid.head]
    rows = [_filled(row, width) for row in grid.rows]
    aligns = [_align([row[place] for row in rows], place) for place in range(width)]
    written = document.add_table(rows=len(head) + len(rows), cols=width)
    written.style = "Table Grid"
    widths, size = shared_widths(_as_table(head, rows, grid.size), room_cm=room_cm)
    set_widths(written, widths)
    set_margins(written, side_cm=0.12)
    cells = [[_Cell(cell, written) for cell in row.tc_lst] for row in written._tbl.tr_lst]
    for place, row in enumerate(written.rows):
        keep_row_whole(row)
        if place < len(head):
            repeat_row(row)
    _head(cells, head, size)
    for place, (row_cells, row) in enumerate(zip(cells[len(head) :], rows, strict=True)):
        for cell, value, align in zip(row_cells, row, aligns, strict=True):
            _write(cell, value, size, align=align, bold=place in grid.bold)
    set_paragraph(document.add_paragraph(), line=0.6)


def _filled(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *("",) * (width - len(row)))


def _as_table(
    head: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]], size: float
) -> Table:
    """Return what the sharing of widths asks for: the lowest head and the usual length."""
    columns = []
    for place in range(len((*head, *rows)[0])):
        lowest = next((row[place] for row in reversed(head) if row[place]), "")
        longest = sorted(width_cm(row[place], size=size) for row in rows)
        usual = longest[len(longest) * 9 // 10] if longest else 0
        share = min(max(usual, LEAST_SHARE), MOST_SHARE)
        columns.append(Column(head=lowest, share=share))
    return Table(columns=tuple(columns), rows=tuple(rows), size=size)


def _head(cells: list[list[Any]], head: Sequence[tuple[str, ...]], size: float) -> None:
    for depth, row in enumerate(head):
        is_counting = sum(_COUNTING_RE.match(cell) is not None for cell in row) * 2 > len(row)
        for place, words in enumerate(row):
            if not words:
                continue
            right = place if is_counting else _right_of(head, depth, place)
            low = depth if right > place else _below(head, depth, place)
            cell = cells[depth][place]
            if (right, low) != (place, depth):
                cell = cell.merge(cells[low][right])
            _write(
                cell,
                words,
                size - is_counting,
                align=Align.CENTER,
                bold=not is_counting,
                italic=is_counting,
            )


def _right_of(head: Sequence[tuple[str, ...]], depth: int, place: int) -> int:
    """Return the last column of a wide cell: empty beside it, each with a head of its own below."""
    if depth + 1 == len(head) or not head[depth + 1][place]:
        return place
    right = place
    while right + 1 < len(head[depth]) and _belongs(head, depth, right + 1):
        right += 1
    return right


def _belongs(head: Sequence[tuple[str, ...]], depth: int, place: int) -> bool:
    above = any(head[higher][place] for higher in range(depth))
    return not head[depth][place] and bool(head[depth + 1][place]) and not above


def _below(head: Sequence[tuple[str, ...]], depth: int, place: int) -> int:
    low = depth
    while low + 1 < len(head) and not head[low + 1][place]:
        low += 1
    return low


def _align(values: Sequence[str], place: int) -> Align:
    written = [value for value in values if value]
    if place == 0 and all(map(_ORDER_RE.fullmatch, written)):
        return Align.CENTER
    figures = sum(_FIGURE_RE.fullmatch(value) is not None for value in written)
    return Align.RIGHT if written and figures * 10 >= len(written) * 8 else Align.LEFT


def _write(
    cell: Any, value: str, size: float, *, align: Align, bold: bool = False, italic: bool = False
) -> None:
    paragraph = set_paragraph(cell.paragraphs[0], align=align, before=2, after=2)
    write_text(paragraph, value, size=size, bold=bold, italic=italic)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
