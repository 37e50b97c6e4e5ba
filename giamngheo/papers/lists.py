"""Tables of households as papers print them, a village after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from giamngheo.documents.writer import Column, Table
from giamngheo.documents.writer.model import Align
from giamngheo.papers.inputs import Line

Value = str | int | None


@dataclass(frozen=True)
class Field:
    """One column and what a household puts into it; `total` adds it up."""

    column: Column
    value: Callable[[Line], Value]
    total: bool = False


def _field(
    head: str,
    value: Callable[[Line], Value],
    share: float,
    *,
    align: Align = Align.LEFT,
    group: str = "",
    total: bool = False,
) -> Field:
    return Field(Column(head=head, share=share, align=align, group=group), value, total)


def named(one: Field, head: str) -> Field:
    """Return the column under another head."""
    return Field(replace(one.column, head=head), one.value, one.total)


def _yes(flag: bool) -> str:
    return "x" if flag else ""


NUMBER = Column(head="STT", share=0.8, align=Align.CENTER)
HEAD = _field("Họ và tên chủ hộ", lambda line: line.head, 3.8)
VILLAGE = _field("Thôn, tổ dân phố", lambda line: line.village, 2.6)
SEX = _field("Giới tính", lambda line: line.sex, 0.9, align=Align.CENTER)
BIRTH = _field(
    "Ngày sinh",
    lambda line: line.born,
    1.9,
    align=Align.CENTER,
)
PERSONAL_ID = _field("Số định danh cá nhân", lambda line: line.personal_id, 2.5, align=Align.CENTER)
ETHNICITY = _field("Dân tộc", lambda line: line.ethnicity, 1.4)
MEMBERS = _field(
    "Số nhân khẩu", lambda line: line.member_count, 1.1, align=Align.CENTER, total=True
)
CATEGORY = _field("Kết quả rà soát", lambda line: line.category, 2.3)
BEFORE = _field("Trước rà soát", lambda line: line.before, 2.2)
MOVEMENT = _field("Diễn biến", lambda line: line.movement, 3.8)
B1 = _field("B1", lambda line: line.score_b1, 0.8, align=Align.CENTER, group="Điểm")
B2 = _field("B2", lambda line: line.score_b2, 0.8, align=Align.CENTER, group="Điểm")
INCOME = _field(
    "Thu nhập bình quân (đồng/người/tháng)", lambda line: line.income_vnd, 1.8, align=Align.RIGHT
)
LACKING = _field("Số chỉ số thiếu hụt", lambda line: line.deprivations, 1.2, align=Align.CENTER)
MINORITY = _field(
    "DTTS", lambda line: _yes(line.is_minority), 0.9, align=Align.CENTER, group="Hộ thuộc diện"
)
NO_CAPACITY = _field(
    "Không KNLĐ",
    lambda line: _yes(line.no_working_capacity),
    1.0,
    align=Align.CENTER,
    group="Hộ thuộc diện",
)
MERIT = _field(
    "Có NCC",
    lambda line: _yes(line.has_merit_person),
    0.9,
    align=Align.CENTER,
    group="Hộ thuộc diện",
)
CAUSE = _field("Nguyên nhân chính", lambda line: line.cause, 2.2)
NOTE = _field("Ghi chú", lambda line: line.note, 2.0)


def evidence_of(lines: Sequence[Line]) -> tuple[Field, ...]:
    """Return the columns of what the results rest on: points, surveyed income, or both."""
    points = (B1, B2) if any(line.score_b1 is not None for line in lines) else ()
    income = (INCOME,) if any(line.income_vnd is not None for line in lines) else ()
    return (*points, *income, *((LACKING,) if income else ()))


def household_table(
    lines: Sequence[Line],
    fields: Sequence[Field],
    *,
    size: float = 12,
    by_village: bool = True,
    totals: bool = True,
    empty: str = "Không có hộ nào.",
) -> Table:
    """
    Return the households as a table, in the order given, numbered from 1.

    by_village: a line with the village's name stands before its households, and the column of the
    village is left out; with one village only there is no such line.
    """
    villages = list(dict.fromkeys(line.village for line in lines))
    grouped = by_village and len(villages) > 1
    shown = [one for one in fields if not (by_village and one is VILLAGE)]
    rows: list[tuple[Value, ...]] = []
    number = 0
    for village, members in groupby(lines, key=lambda line: line.village):
        ours = list(members)
        if grouped:
            rows.append((f"{village}: {len(ours)} hộ",))
        for line in ours:
            number += 1
            rows.append((number, *(one.value(line) for one in shown)))
    return Table(
        columns=(NUMBER, *(one.column for one in shown)),
        rows=tuple(rows),
        totals=_totals(lines, shown) if totals and lines else (),
        size=size,
        empty=empty,
    )


def _totals(lines: Sequence[Line], fields: Sequence[Field]) -> tuple[Value, ...]:
    row: list[Value] = ["", f"Cộng: {len(lines)} hộ"]
    for one in fields[1:]:
        values = [one.value(line) for line in lines] if one.total else []
        known = [value for value in values if isinstance(value, int)]
        row.append(sum(known) if known else "")
    return tuple(row)
