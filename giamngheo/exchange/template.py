"""The workbook that goes out and comes back: one sheet of people, drop-downs, row versions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from giamngheo.areas.models import Unit
from giamngheo.areas.queries import children
from giamngheo.exchange.columns import ANSWERS, BY_KEY, FALSE, TRUE, YES_NO
from giamngheo.exchange.comparing import said
from giamngheo.exchange.ethnicities import ETHNICITIES
from giamngheo.exchange.lists import birth_words, people_inside
from giamngheo.lib.files import atomic_path
from giamngheo.lib.sheets.columns import ColumnKind
from giamngheo.lib.sheets.safety import column_letters
from giamngheo.lib.sheets.writing import FONT, FORM_VERSION_PROPERTY
from giamngheo.registry.enums import Relation, Sex

TEMPLATE_VERSION: Final = "ho-1"
SHEET: Final = "Danh sách hộ"
LISTS: Final = "Danh mục"
# Rows below the list that already have the drop-downs and take codes as text.
SPARE_ROWS: Final = 500
OF_HOUSEHOLD: Final = (
    *("order", "is_household", "code", "village"),
    *("address", "no_working_capacity", "has_merit_person", "registered_from"),
)
OF_PERSON: Final = ("full_name", "relation", "sex", "birth_date", "ethnicity", "personal_id")
HIDDEN: Final = ("row_version", "member_key")
KEYS: Final = (
    *("order", "is_household", "code", "village"),
    *OF_PERSON,
    *("address", "no_working_capacity", "has_merit_person", "registered_from"),
    *ANSWERS,
    *HIDDEN,
)
_WIDTHS: Final = {"order": 6, "is_household": 7, "full_name": 26, "village": 20, "address": 24}
_HELP: Final = (
    "Mỗi dòng là một người; dòng chủ hộ ghi “x” ở cột Dòng hộ, các thành viên ghi ngay bên dưới. "
    "Hộ mới để trống Mã hộ. Ô để trống giữ nguyên nội dung trong sổ. Chỉ rõ năm sinh thì ghi năm."
)


@dataclass(frozen=True)
class _Formats:
    title: Format
    note: Format
    heading: Format
    text: Format
    head: Format


def write_template(
    path: str | os.PathLike[str],
    *,
    unit: Unit,
    as_of: date,
    made_at: datetime,
    filled: bool,
) -> int:
    """
    Write the workbook of a commune, with its households or empty; return the rows written.

    Codes, numbers and days are cells of text: nothing a spreadsheet could take a zero from.
    Raises: CannotWrite [LIB-020].
    """
    people = people_inside(path=unit.path, as_of=as_of) if filled else None
    villages = [one.name for one in children(unit=unit, as_of=as_of)]
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with atomic_path(path) as beside, xlsxwriter.Workbook(beside, options) as workbook:
        workbook.set_custom_property(FORM_VERSION_PROPERTY, TEMPLATE_VERSION, "text")
        formats = _formats(workbook)
        page = workbook.add_worksheet(SHEET)
        first = _write_head(page, unit, made_at, formats)
        count = _write_rows(page, first, people, formats)
        lists = _write_lists(workbook, villages)
        _add_drop_downs(page, lists, first, first + count + SPARE_ROWS)
    return count


def _formats(workbook: Workbook) -> _Formats:
    base = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
    framed = base | {"border": 1, "num_format": "@"}
    return _Formats(
        title=workbook.add_format(base | {"bold": True, "font_size": 13}),
        note=workbook.add_format(base | {"italic": True}),
        heading=workbook.add_format(
            framed | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7EEF5"}
        ),
        text=workbook.add_format(framed),
        head=workbook.add_format(framed | {"bold": True}),
    )


def _write_head(page: Worksheet, unit: Unit, made_at: datetime, formats: _Formats) -> int:
    """Write title, stamp and headings; return the first row of data."""
    for position, key in enumerate(KEYS):
        hidden = {"hidden": True} if key in HIDDEN else {}
        page.set_column(position, position, _WIDTHS.get(key, 14), formats.text, hidden)
    page.set_row(4, 48)
    lines = (
        (f"DANH SÁCH HỘ, NHÂN KHẨU: {unit.full_name.upper()}", formats.title),
        (f"Mã xã {unit.code or 'chưa có'}; xuất lúc {made_at:%H:%M ngày %d/%m/%Y}; "
         f"mẫu {TEMPLATE_VERSION}", formats.note),
        (_HELP, formats.note),
    )  # fmt: skip
    for row, (line, style) in enumerate(lines):
        page.write_string(row, 0, line, style)
    for position, key in enumerate(KEYS):
        page.write_string(4, position, BY_KEY[key].title, formats.heading)
    page.freeze_panes(5, KEYS.index("full_name") + 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(4)
    page.set_footer("&CTrang &P/&N")
    return 5


def _write_rows(page: Worksheet, first: int, people: pl.DataFrame | None, formats: _Formats) -> int:
    if people is None:
        return 0
    row = first
    for cells, opens in written_rows(people, KEYS):
        style = formats.head if opens else formats.text
        for position, cell in enumerate(cells):
            # An empty cell has the frame of its column already.
            if cell:
                page.write_string(row, position, cell, style)
        row += 1
    return row - first


def written_rows(people: pl.DataFrame, keys: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield the cells of each person as the columns `keys` write them, and whether it opens."""
    households_only = {*OF_HOUSEHOLD, "row_version", "head_name"}
    shown = people.with_columns(
        birth_date=birth_words(),
        order=pl.col("household").cast(pl.String),
        is_household=pl.lit("x"),
        row_version=pl.col("row_version").cast(pl.String),
        member_key=pl.col("member_id").cast(pl.String),
        registered_from=pl.col("registered_from").dt.to_string("%d/%m/%Y"),
    )
    for row in shown.iter_rows(named=True):
        opens = bool(row["opens"])
        yield (
            ["" if not opens and key in households_only else _cell(key, row[key]) for key in keys],
            opens,
        )


def _cell(key: str, value: Any) -> str:
    if value is None or (isinstance(value, str) and key not in _CODED):
        return value or ""
    return said(key, value)


_CODED: Final = frozenset(
    key for key, column in BY_KEY.items() if column.kind is ColumnKind.CHOICE
) - {"is_household"}


def _write_lists(workbook: Workbook, villages: Sequence[str]) -> dict[str, str]:
    """Write what the drop-downs offer on a hidden sheet; return the range of each key."""
    page = workbook.add_worksheet(LISTS)
    page.hide()
    offered = _offered(villages)
    # Memory stays flat only when rows are written in order.
    for row in range(max(len(words) for words in offered.values()) + 1):
        for position, (key, words) in enumerate(offered.items()):
            if row == 0:
                page.write_string(0, position, BY_KEY[key].title)
            elif row <= len(words):
                page.write_string(row, position, words[row - 1])
    ranges = {}
    for position, (key, words) in enumerate(offered.items()):
        letter = column_letters(position)
        ranges[key] = f"='{LISTS}'!${letter}$2:${letter}${len(words) + 1}"
    return ranges


def _offered(villages: Sequence[str]) -> dict[str, list[str]]:
    yes_no = list(YES_NO)
    offered = {
        "is_household": ["x"],
        "village": list(villages),
        "relation": [str(label) for label in Relation.labels],
        "sex": [str(label) for label in Sex.labels],
        "ethnicity": list(ETHNICITIES),
        "no_working_capacity": yes_no,
        "has_merit_person": yes_no,
    }
    for key in ANSWERS:
        column = BY_KEY[key]
        if column.kind is ColumnKind.CHOICE:
            values = set(column.choices.values())
            offered[key] = yes_no if values == {TRUE, FALSE} else list(column.choices)
    return {key: words for key, words in offered.items() if words}


def _add_drop_downs(page: Worksheet, lists: dict[str, str], first: int, last: int) -> None:
    for key, source in lists.items():
        column = KEYS.index(key)
        strict = key != "ethnicity"
        page.data_validation(
            first,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": source,
                "error_type": "stop" if strict else "information",
                "error_title": "Giá trị ngoài danh mục",
                "error_message": "Chọn một giá trị trong danh sách thả xuống.",
            },
        )
