"""Checks of names: units spelled two ways or unknown, without a member, members twice."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from giamngheo.documents.check_units import Named, PlanRegister, check_units, past_of
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.tables import Table
from giamngheo.documents.unit_register import UnitRegister
from giamngheo.lib.text import compare_key, fold

FEWEST_UNITS = 5
_AND_RE = re.compile(r"\s+và\s+")


def check_names(
    tables: Sequence[Table],
    register: UnitRegister | None = None,
    days: tuple[dt.date, ...] = (),
) -> Iterator[Finding]:
    """Yield what does not agree between the tables of units, of their members, and the register."""
    known = PlanRegister(register, days)
    units = [
        Named(str(row.values["unit"]), row.line)
        for table in tables
        for row in table.rows
        if row.values.get("unit") and "poor_reduced" in table.keys
    ]
    given = [
        Named(name, row.line)
        for table in tables
        for row in table.rows
        for cell in row.values.get("units") or []
        for name in _AND_RE.split(cell)
    ]
    keys = {unit.key for unit in units}
    strange = [one for one in given if one.key not in keys]
    is_compared = len(units) >= FEWEST_UNITS and given and len(strange) * 2 <= len(given)
    if is_compared:
        yield from _spelled_twice(strange, units, known)
        yield from _unknown(strange, units, known)
        yield from _without_member(units, given, known)
        yield from _given_twice(given)
    told = strange if is_compared else []
    yield from check_units(units, given, {fold(one.key) for one in told}, known)
    for table in tables:
        yield from _person_twice(table)


def _like(name: Named, units: Sequence[Named]) -> Named | None:
    return next((unit for unit in units if fold(unit.key) == fold(name.key)), None)


def _spelled_twice(
    strange: Sequence[Named], units: Sequence[Named], known: PlanRegister
) -> Iterator[Finding]:
    for one in strange:
        unit = _like(one, units)
        if unit is None:
            continue
        right = next((name for name in (one.name, unit.name) if known.standing(name)), None)
        right = right or unit.name
        yield finding(
            "DOC-F17",
            f"«{one.name}» và «{unit.name}» (dòng {unit.line}) chỉ khác dấu: có thể là một đơn vị "
            f"viết hai cách. Chọn một cách viết.",
            line=one.line,
            proposal=f"Viết «{right}» ở cả hai nơi.",
            found=one.name if right != one.name else unit.name,
            expected=right,
            lines=[unit.line, one.line],
        )


def _unknown(
    strange: Sequence[Named], units: Sequence[Named], known: PlanRegister
) -> Iterator[Finding]:
    unknown = [one for one in strange if _like(one, units) is None]
    if unknown:
        names = list(dict.fromkeys(one.name for one in unknown))
        told = "; ".join(filter(None, (past_of(known, name) for name in names)))
        yield finding(
            "DOC-F18",
            f"Bảng phân công có đơn vị mà bảng chỉ tiêu không có: {', '.join(names)}"
            f"{f' ({told})' if told else ''}. Xem đơn vị đã sáp nhập hoặc đổi tên chưa.",
            line=unknown[0].line,
            proposal="Thay bằng đơn vị hiện nay, hoặc thêm dòng vào bảng chỉ tiêu.",
            found=names,
            lines=[one.line for one in unknown],
        )


def _without_member(
    units: Sequence[Named], given: Sequence[Named], known: PlanRegister
) -> Iterator[Finding]:
    covered = {fold(one.key) for one in given}
    left = [unit for unit in units if fold(unit.key) not in covered]
    if left:
        names = [unit.name for unit in left]
        keys = {unit.key for unit in left}
        old = [
            f"{one.name} nay thuộc {unit.full_name}"
            for one in given
            if one.key not in {each.key for each in units}
            and (unit := known.standing(one.name))
            and unit.keys & keys
        ]
        told = "; ".join(dict.fromkeys(old))
        yield finding(
            "DOC-F19",
            f"{len(left)} đơn vị chưa có thành viên phụ trách: {', '.join(names)}"
            f"{f' ({told})' if told else ''}.",
            line=left[0].line,
            proposal="Giao mỗi đơn vị cho một thành viên.",
            found=names,
        )


def _given_twice(given: Sequence[Named]) -> Iterator[Finding]:
    places: defaultdict[str, list[Named]] = defaultdict(list)
    for one in given:
        places[one.key].append(one)
    for same in places.values():
        lines = list(dict.fromkeys(one.line for one in same))
        if len(lines) > 1:
            where = " và ".join(f"dòng {line}" for line in lines)
            yield finding(
                "DOC-F20",
                f"«{same[0].name}» được giao cho hai thành viên: {where}.",
                line=lines[1],
                proposal="Để lại một thành viên.",
                found=same[0].name,
                lines=lines,
            )


def _person_twice(table: Table) -> Iterator[Finding]:
    if "name" not in table.keys:
        return
    seen: dict[str, int] = {}
    for row in table.rows:
        name = row.values.get("name")
        if not name:
            continue
        before = seen.setdefault(compare_key(str(name)), row.line)
        if before != row.line:
            yield finding(
                "DOC-F27",
                f"«{name}» có hai dòng trong bảng: dòng {before} và dòng {row.line}.",
                line=row.line,
                proposal="Bỏ một dòng, hoặc ghi thêm chức vụ nếu là hai người trùng tên.",
                found=name,
                lines=[before, row.line],
            )
