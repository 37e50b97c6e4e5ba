"""Workbooks we make: title lines, headings, typed cells, a totals row, ready for the printer."""

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from giamngheo.lib.files import atomic_path
from giamngheo.lib.numbers import format_number
from giamngheo.lib.sheets.refusals import TooManyRows

FORM_VERSION_PROPERTY = "giamngheo_form_version"
FONT = "Times New Roman"
MOST_ROWS = 1_048_576 - 100  # the sheet's own limit, less room for titles and totals
_MOST_TEXT = 32_767
_MOST_NUMBER = 10**15  # Excel keeps fifteen digits: a longer number is written as text
_A4 = 9
_DEFAULT_WIDTHS = {"text": 24, "int": 12, "decimal": 12, "percent": 10, "date": 12}


class CellKind(StrEnum):
    TEXT = "text"
    INT = "int"
    DECIMAL = "decimal"
    PERCENT = "percent"
    DATE = "date"


# Excel shows these by the reader's own separators: 59.360 and 2,18 on a Vietnamese machine.
_NUMBER_FORMATS = {
    CellKind.TEXT: "@",
    CellKind.INT: "#,##0",
    CellKind.DECIMAL: "#,##0.00",
    CellKind.PERCENT: '0.00" %"',
    CellKind.DATE: "dd/mm/yyyy",
}


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """
    One column: `key` in the rows, `title` in the heading, `group` above it (equal neighbours are
    merged), `kind` text int decimal percent date. A percent is a number of percent, not a ratio.
    """

    key: str
    title: str
    kind: str = "text"
    group: str = ""
    width: float | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """
    One sheet: lines of title, columns, rows (a frame or mappings by key) and a totals row.

    `totals` holds the computed figures by key; its first text cell says "Tổng cộng" or the like.
    """

    name: str
    columns: Sequence[SheetColumn]
    rows: pl.DataFrame | Sequence[Mapping[str, Any]]
    title_lines: Sequence[str] = field(default_factory=tuple)
    totals: Mapping[str, Any] | None = None


def write_workbook(
    path: str | os.PathLike[str], sheets: Sequence[Sheet], *, form_version: str | None = None
) -> None:
    """
    Write an .xlsx of `sheets`, A4 landscape, whole or not at all.

    Text is written as text: codes keep their leading zeros and nothing becomes a formula.
    `form_version` is kept as the workbook's own property, for the round trip.
    Raises: CannotWrite [LIB-020], TooManyRows [LIB-016].
    """
    _check_size(Path(path), sheets)
    # Constant memory writes row by row, so that no heading can be merged over two of them.
    grouped = any(column.group for sheet in sheets for column in sheet.columns)
    options = {
        "constant_memory": not grouped,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    # Leaving the inner block closes the workbook in any case: a failed one takes its own
    # temporary files along.
    with atomic_path(path) as beside, xlsxwriter.Workbook(beside, options) as workbook:
        if form_version is not None:
            workbook.set_custom_property(FORM_VERSION_PROPERTY, form_version, "text")
        formats = _Formats(workbook)
        for sheet, name in zip(sheets, _sheet_names(sheets), strict=True):
            _write_sheet(workbook.add_worksheet(name), sheet, formats)


def _check_size(path: Path, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        if len(sheet.rows) > MOST_ROWS:
            raise TooManyRows(
                name=path.name, rows=format_number(len(sheet.rows)), most=format_number(MOST_ROWS)
            )


def _sheet_names(sheets: Sequence[Sheet]) -> list[str]:
    """Excel allows 31 characters, some of them not, and no name twice."""
    names: list[str] = []
    for sheet in sheets:
        plain = re.sub(r"[\[\]:*?/\\]", "-", sheet.name).strip("' ") or "Trang"
        name, number = plain[:31], 1
        while name.lower() in (taken.lower() for taken in names):
            number += 1
            name = f"{plain[: 31 - len(str(number)) - 1]} {number}"
        names.append(name)
    return names


class _Formats:
    def __init__(self, workbook: Workbook) -> None:
        base = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
        framed = base | {"border": 1}
        centred = {"bold": True, "align": "center", "text_wrap": True}
        self.title: Format = workbook.add_format(base | {"bold": True, "font_size": 13})
        self.heading: Format = workbook.add_format(framed | centred | {"bg_color": "#E7EEF5"})
        self.cells: dict[CellKind, Format] = {}
        self.totals: dict[CellKind, Format] = {}
        for kind, number_format in _NUMBER_FORMATS.items():
            properties = framed | {"num_format": number_format}
            self.cells[kind] = workbook.add_format(properties)
            self.totals[kind] = workbook.add_format(properties | {"bold": True})


def _write_sheet(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    row = 0
    for line in sheet.title_lines:
        page.write_string(row, 0, line, formats.title)
        row += 1
    row += 1 if sheet.title_lines else 0
    first_heading = row
    row = _write_headings(page, sheet.columns, row, formats)
    _set_up_page(page, sheet.columns, first_heading, row)
    kinds = [CellKind(column.kind) for column in sheet.columns]
    for values in _values(sheet):
        for position, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            _write_cell(page, row, position, value, kind, formats.cells[kind])
        row += 1
    if sheet.totals is not None:
        for position, (column, kind) in enumerate(zip(sheet.columns, kinds, strict=True)):
            value = sheet.totals.get(column.key)
            _write_cell(page, row, position, value, kind, formats.totals[kind])


def _values(sheet: Sheet) -> Any:
    keys = [column.key for column in sheet.columns]
    if isinstance(sheet.rows, pl.DataFrame):
        return sheet.rows.select(keys).iter_rows()
    return ([row.get(key) for key in keys] for row in sheet.rows)


def _write_headings(
    page: Worksheet, columns: Sequence[SheetColumn], row: int, formats: _Formats
) -> int:
    if not any(column.group for column in columns):
        for position, column in enumerate(columns):
            page.write_string(row, position, column.title, formats.heading)
        return row + 1
    start = 0
    while start < len(columns):
        end = start
        while end + 1 < len(columns) and columns[end + 1].group == columns[start].group != "":
            end += 1
        _write_group(page, columns, row, (start, end), formats.heading)
        start = end + 1
    return row + 2


def _write_group(
    page: Worksheet,
    columns: Sequence[SheetColumn],
    row: int,
    span: tuple[int, int],
    heading: Format,
) -> None:
    start, end = span
    group = columns[start].group
    if not group:
        page.merge_range(row, start, row + 1, start, columns[start].title, heading)
        return
    if end > start:
        page.merge_range(row, start, row, end, group, heading)
    else:
        page.write_string(row, start, group, heading)
    for position in range(start, end + 1):
        page.write_string(row + 1, position, columns[position].title, heading)


def _set_up_page(
    page: Worksheet, columns: Sequence[SheetColumn], first_heading: int, first_row: int
) -> None:
    for position, column in enumerate(columns):
        page.set_column(position, position, column.width or _DEFAULT_WIDTHS[column.kind])
    page.freeze_panes(first_row, 0)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.repeat_rows(first_heading, first_row - 1)
    page.set_footer("&CTrang &P/&N")


def _write_cell(
    page: Worksheet, row: int, position: int, value: Any, kind: CellKind, style: Format
) -> None:
    if value is None:
        page.write_blank(row, position, None, style)
    elif kind is CellKind.DATE and isinstance(value, dt.date):
        page.write_datetime(row, position, value, style)
    elif kind is not CellKind.TEXT and _fits_a_number(value):
        page.write_number(row, position, value, style)
    else:
        page.write_string(row, position, _shortened(str(value)), style)


def _fits_a_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and -_MOST_NUMBER < value < _MOST_NUMBER


def _shortened(text: str) -> str:
    # XlsxWriter would leave a longer text out without a word.
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"
