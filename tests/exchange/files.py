"""Small lists of households as files, the way offices send them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

HEADINGS = (
    *("STT", "Dòng hộ", "Mã hộ", "Thôn", "Họ và tên", "Quan hệ với chủ hộ", "Giới tính"),
    *("Ngày sinh", "Dân tộc", "Số CCCD", "Địa chỉ"),
)
Rows = Sequence[Sequence[Any]]


def head(
    name: str = "Lò Thị Hồng Ơn",
    *,
    code: str | None = None,
    village: str | None = "Thôn Một",
    sex: str = "Nữ",
    born: Any = "17/05/1980",
    id_: Any = "038180000001",
    address: str | None = None,
    mark: str | None = "x",
) -> list[Any]:
    """Return the row of a household, in the order of HEADINGS."""
    return [None, mark, code, village, name, "Chủ hộ", sex, born, "Kinh", id_, address]


def member(
    name: str,
    relation: str = "Con",
    *,
    sex: str = "Nam",
    born: Any = "01/02/2010",
    id_: Any = None,
) -> list[Any]:
    return [None, None, None, None, name, relation, sex, born, "Kinh", id_, None]


def write_xlsx(
    path: Path,
    sheets: Mapping[str, Rows],
    *,
    headings: Sequence[str] = HEADINGS,
    start: int = 0,
    formulas: Mapping[tuple[int, int], tuple[str, Any]] | None = None,
    merges: Sequence[tuple[int, int, int, int, str]] = (),
) -> Path:
    """Write a workbook whose headings stand in row `start`; places count from 0."""
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = workbook.add_worksheet(name)
            if start:
                page.write_string(0, 0, "DANH SÁCH HỘ")
            for row, cells in enumerate([headings, *rows], start=start):
                for column, cell in enumerate(cells):
                    if isinstance(cell, dt.date):
                        page.write_datetime(row, column, cell, day)
                    elif isinstance(cell, str):
                        page.write_string(row, column, cell)
                    elif cell is not None:
                        page.write_number(row, column, cell)
            for (row, column), (formula, value) in (formulas or {}).items():
                page.write_formula(row, column, formula, None, value)
            for top, left, bottom, right, text in merges:
                page.merge_range(top, left, bottom, right, text)
    return path


def write_csv(path: Path, rows: Rows, *, headings: Sequence[str] = HEADINGS) -> Path:
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
    path.write_text("\n".join([";".join(headings), *lines]) + "\n", encoding="utf-8-sig")
    return path
