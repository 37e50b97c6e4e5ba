"""Checks of units against the register of the plan's area."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.unit_register import KnownUnit, UnitRegister, unit_key
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import fold


@dataclass(frozen=True)
class Named:
    """A name as written and its line."""

    name: str
    line: int

    @property
    def key(self) -> str:
        return unit_key(self.name)


@dataclass(frozen=True)
class PlanRegister:
    """
    The register on the plan's days: the one it was issued on, or a draft's year from end to end.
    `units` is None when nobody handed one in.
    """

    units: UnitRegister | None
    days: tuple[dt.date, ...]

    def _first(self, found: Iterator[KnownUnit | None]) -> KnownUnit | None:
        return next(filter(None, found), None)

    def like(self, name: str) -> KnownUnit | None:
        units = self.units
        return self._first(units.like(name, day) for day in self.days) if units else None

    def standing(self, name: str) -> KnownUnit | None:
        units = self.units
        return self._first(units.standing(name, day) for day in self.days) if units else None

    def gone(self, name: str) -> KnownUnit | None:
        units = self.units
        return self._first(units.gone(name, day) for day in self.days) if units else None


def past_of(known: PlanRegister, name: str) -> str:
    """Say what the register knows of a name that should not be here."""
    if known.units is None or not known.days:
        return ""
    standing = known.standing(name)
    if standing is not None:
        is_old = unit_key(name) != unit_key(standing.full_name)
        return f"{name} nay thuộc {standing.full_name}" if is_old else ""
    gone = known.gone(name)
    if gone is None:
        return f"ngày {format_date(known.days[0])} {known.units.area} không có {name}"
    after = f", nay là {', '.join(gone.successors)}" if gone.successors else ""
    return f"{gone.full_name} thôi từ {format_date(gone.valid_to)}{after}"


def check_units(
    units: Sequence[Named], given: Sequence[Named], told: set[str], known: PlanRegister
) -> Iterator[Finding]:
    """Yield units the register lacks or that had ended; other kinds of lists are left alone."""
    names = {one.key: one for one in (*given, *units) if fold(one.key) not in told}
    strange = [one for one in names.values() if known.standing(one.name) is None]
    if known.units is None or not known.days or not strange:
        return
    gone = [(one, ended) for one in strange if (ended := known.gone(one.name))]
    for one, ended in gone:
        yield finding(
            "DOC-F30",
            f"«{one.name}»: {past_of(known, one.name)}.",
            line=one.line,
            proposal="Thay bằng đơn vị hiện nay.",
            found=one.name,
            expected=list(ended.successors),
        )
    if len(strange) * 2 > len(names):
        return
    for one in strange:
        like = known.like(one.name)
        if known.gone(one.name):
            continue
        if like is not None:
            yield _misspelled(one, like)
            continue
        yield finding(
            "DOC-F29",
            f"«{one.name}»: {past_of(known, one.name)}.",
            line=one.line,
            proposal="Xem lại tên, hoặc đơn vị đã sáp nhập.",
            found=one.name,
        )


def _misspelled(one: Named, unit: KnownUnit) -> Finding:
    return finding(
        "DOC-F17",
        f"«{one.name}» chỉ khác dấu với {unit.full_name} trong danh mục đơn vị hành chính.",
        line=one.line,
        proposal=f"Viết «{unit.full_name}».",
        found=one.name,
        expected=unit.full_name,
    )
