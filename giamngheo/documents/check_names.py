"""Checks of names: units spelled two ways, units without a member, members twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from giamngheo.documents.findings import Finding
from giamngheo.documents.tables import Table
from giamngheo.lib.text import compare_key, fold, split_unit_name

FEWEST_UNITS = 5


@dataclass(frozen=True)
class _Named:
    """A name as written and its line."""

    name: str
    line: int

    @property
    def key(self) -> str:
        # "Xã Thọ Sơn" and "Thọ Sơn" are one; the bare "Thị Trấn" has no name but itself.
        return compare_key(split_unit_name(self.name)[1] or self.name)


def check_names(tables: Sequence[Table]) -> Iterator[Finding]:
    """Yield what does not agree between the table of units and that of who looks after them."""
    units = [
        _Named(str(row.values["unit"]), row.line)
        for table in tables
        for row in table.rows
        if row.values.get("unit") and "poor_reduced" in table.keys
    ]
    given = [
        _Named(name, row.line)
        for table in tables
        for row in table.rows
        for name in row.values.get("units") or []
    ]
    known = {unit.key for unit in units}
    strange = [one for one in given if one.key not in known]
    if len(units) < FEWEST_UNITS or not given or len(strange) * 2 > len(given):
        return
    yield from _spelled_twice(strange, units)
    yield from _unknown(strange, units)
    yield from _without_member(units, given)
    yield from _given_twice(given)


def _like(name: _Named, units: Sequence[_Named]) -> _Named | None:
    return next((unit for unit in units if fold(unit.key) == fold(name.key)), None)


def _spelled_twice(strange: Sequence[_Named], units: Sequence[_Named]) -> Iterator[Finding]:
    for one in strange:
        unit = _like(one, units)
        if unit is not None:
            yield Finding(
                code="DOC-F17",
                severity="warning",
                message=(
                    f"«{one.name}» và «{unit.name}» (dòng {unit.line}) chỉ khác dấu: có thể là một "
                    f"đơn vị viết hai cách. Chọn một cách viết."
                ),
                line=one.line,
                found=one.name,
                expected=unit.name,
            )


def _unknown(strange: Sequence[_Named], units: Sequence[_Named]) -> Iterator[Finding]:
    unknown = [one for one in strange if _like(one, units) is None]
    if unknown:
        names = ", ".join(dict.fromkeys(one.name for one in unknown))
        yield Finding(
            code="DOC-F18",
            severity="warning",
            message=(
                f"Bảng phân công có đơn vị mà bảng chỉ tiêu không có: {names}. Xem đơn vị đã sáp "
                f"nhập hoặc đổi tên chưa."
            ),
            line=unknown[0].line,
            found=names,
            expected=None,
        )


def _without_member(units: Sequence[_Named], given: Sequence[_Named]) -> Iterator[Finding]:
    covered = {fold(one.key) for one in given}
    left = [unit for unit in units if fold(unit.key) not in covered]
    if left:
        names = ", ".join(unit.name for unit in left)
        yield Finding(
            code="DOC-F19",
            severity="notice",
            message=f"{len(left)} đơn vị chưa có thành viên phụ trách: {names}.",
            line=left[0].line,
            found=names,
            expected=None,
        )


def _given_twice(given: Sequence[_Named]) -> Iterator[Finding]:
    places: defaultdict[str, list[_Named]] = defaultdict(list)
    for one in given:
        places[one.key].append(one)
    for same in places.values():
        lines = list(dict.fromkeys(one.line for one in same))
        if len(lines) > 1:
            where = " và ".join(f"dòng {line}" for line in lines)
            yield Finding(
                code="DOC-F20",
                severity="warning",
                message=f"«{same[0].name}» được giao cho hai thành viên: {where}.",
                line=lines[1],
                found=same[0].name,
                expected=None,
            )
