"""Reading a file of changes: what a resolution does to units, one line per old and new unit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from giamngheo.areas.enums import LEVEL_OF_KIND, UnitKind, UnitLevel
from giamngheo.lib.sheets import Column, read_table
from giamngheo.lib.text import clean, split_unit_name


class Change(StrEnum):
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    RENAME = "RENAME"
    KIND_CHANGE = "KIND_CHANGE"
    MOVE = "MOVE"
    NEW = "NEW"
    DISSOLVE = "DISSOLVE"


CHANGE_WORDS: dict[str, str] = {
    "sáp nhập": Change.MERGE,
    "hợp nhất": Change.MERGE,
    "nhập": Change.MERGE,
    "chia tách": Change.SPLIT,
    "chia": Change.SPLIT,
    "tách": Change.SPLIT,
    "đổi tên": Change.RENAME,
    "đổi loại": Change.KIND_CHANGE,
    "đổi loại hình": Change.KIND_CHANGE,
    "chuyển": Change.MOVE,
    "thành lập mới": Change.NEW,
    "thành lập": Change.NEW,
    "giải thể": Change.DISSOLVE,
}
KIND_WORDS: dict[str, str] = {
    "tỉnh": UnitKind.PROVINCE,
    "thành phố trực thuộc trung ương": UnitKind.CENTRAL_CITY,
    "thành phố": UnitKind.CENTRAL_CITY,
    "xã": UnitKind.COMMUNE,
    "phường": UnitKind.WARD,
    "đặc khu": UnitKind.SPECIAL_ZONE,
    "thị trấn": UnitKind.TOWN,
    "huyện": UnitKind.DISTRICT,
    "quận": UnitKind.URBAN_DISTRICT,
    "thị xã": UnitKind.DISTRICT_TOWN,
    "thành phố thuộc tỉnh": UnitKind.PROVINCIAL_CITY,
}
CODE_LENGTH = {UnitLevel.PROVINCE: 2, UnitLevel.DISTRICT: 3, UnitLevel.COMMUNE: 5}

COLUMNS = (
    Column(
        key="change",
        title="Thay đổi",
        aliases=("Loại thay đổi", "Hình thức"),
        kind="choice",
        choices=CHANGE_WORDS,
    ),
    Column(key="old_codes", title="Mã đơn vị cũ", aliases=("Mã cũ",), required=False),
    Column(key="new_code", title="Mã đơn vị mới", aliases=("Mã mới",), required=False),
    Column(key="new_name", title="Tên đơn vị mới", aliases=("Tên mới",), required=False),
    Column(
        key="new_kind",
        title="Loại đơn vị mới",
        aliases=("Loại mới", "Loại đơn vị"),
        kind="choice",
        choices=KIND_WORDS,
        required=False,
    ),
    Column(key="parent_code", title="Mã đơn vị cấp trên", aliases=("Mã tỉnh",), required=False),
    Column(
        key="share",
        title="Phần chuyển sang",
        aliases=("Tỷ lệ",),
        kind="decimal",
        minimum=0,
        maximum=1,
        required=False,
    ),
    Column(key="effective", title="Ngày hiệu lực", aliases=("Hiệu lực",), kind="date"),
    Column(key="document", title="Văn bản", aliases=("Nghị quyết", "Số văn bản")),
)


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """One line of the file; `new_kind`, `new_name` and codes are empty where the line has none."""

    row_number: int
    change: Change
    old_codes: tuple[str, ...]
    new_code: str
    new_name: str
    new_kind: str
    parent_code: str
    share: Decimal | None
    effective: date
    document: str


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """Why a line cannot be applied; row 0 speaks of the file."""

    row_number: int
    reason: str

    def __str__(self) -> str:
        return f"dòng {self.row_number}: {self.reason}" if self.row_number else self.reason


@dataclass(frozen=True, kw_only=True)
class ChangeFile:
    name: str
    sha256: str
    rows: tuple[ChangeRow, ...]
    problems: tuple[RowProblem, ...]


def read_changes(path: Path) -> ChangeFile:
    """
    Return the changes in an .xlsx, .xls, .ods or .csv file, and the lines that are none.

    Raises: the refusals of `lib.sheets.read_table` [LIB-010 to LIB-015].
    """
    table = read_table(path, COLUMNS)
    rows, problems = [], []
    for refused in table.refused:
        reason = "; ".join(str(cell) for cell in refused.cells)
        problems.append(RowProblem(row_number=refused.row_number, reason=reason))
    for values in table.frame.iter_rows(named=True):
        row = _row(values)
        found = list(_problems(row))
        problems += [RowProblem(row_number=row.row_number, reason=reason) for reason in found]
        if not found:
            rows.append(row)
    return ChangeFile(
        name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        rows=tuple(rows),
        problems=tuple(problems),
    )


def _row(values: Mapping[str, Any]) -> ChangeRow:
    kind, name = _kind_and_name(values["new_kind"] or "", values["new_name"] or "")
    level = LEVEL_OF_KIND.get(kind)
    old_codes = [_code(part, level) for part in re.split(r"[;,\s]+", values["old_codes"] or "")]
    change = Change(values["change"])
    new_code = _code(values["new_code"] or "", level)
    if not new_code and change in (Change.RENAME, Change.KIND_CHANGE, Change.MOVE):
        new_code = old_codes[0]
    return ChangeRow(
        row_number=values["row_number"],
        change=change,
        old_codes=tuple(code for code in old_codes if code),
        new_code=new_code,
        new_name=name,
        new_kind=kind,
        parent_code=_code(values["parent_code"] or "", None),
        share=values["share"],
        effective=values["effective"],
        document=values["document"],
    )


def _kind_and_name(kind: str, written: str) -> tuple[str, str]:
    """Take the kind from its own column or from the name: "Phường Bố Hạ"."""
    word, name = split_unit_name(written, local_words=False)
    if word is None or not name:
        return kind, clean(written)
    if word == "CITY":
        word = UnitKind.CENTRAL_CITY
    return kind or word, name


def _code(text: str, level: int | None) -> str:
    """Return a code with the leading zeros that Excel takes away from numbers."""
    code = clean(text).removesuffix(".0")
    return code.zfill(CODE_LENGTH[UnitLevel(level)]) if code.isdigit() and level else code


def _problems(row: ChangeRow) -> Iterator[str]:
    """Say what is wrong with a line by itself, without looking at any unit."""
    for code in (*row.old_codes, row.new_code, row.parent_code):
        if code and not re.fullmatch(r"\d{2}|\d{3}|\d{5}", code):
            yield f"mã “{code}” phải có 2 (tỉnh), 3 (huyện) hoặc 5 (xã) chữ số"
    if row.change is Change.NEW and row.old_codes:
        yield "thành lập mới thì không ghi mã đơn vị cũ"
    if row.change is not Change.NEW and not row.old_codes:
        yield "thiếu mã đơn vị cũ"
    if row.change is Change.DISSOLVE:
        if row.new_code:
            yield "giải thể thì không ghi mã đơn vị mới"
        return
    if not row.new_code:
        yield "thiếu mã đơn vị mới"
    if not row.new_name and row.change not in (Change.KIND_CHANGE, Change.MOVE):
        yield "thiếu tên đơn vị mới"
    if not row.new_kind and row.change in (Change.NEW, Change.KIND_CHANGE, Change.SPLIT):
        yield "thiếu loại đơn vị mới"
    single = (Change.RENAME, Change.KIND_CHANGE, Change.MOVE)
    if row.change in single and len(row.old_codes) > 1:
        yield "đổi tên, đổi loại, chuyển: mỗi dòng một đơn vị cũ"
    if row.share == 0:
        yield "phần chuyển sang phải lớn hơn 0"
