"""
A commune's poor households as its plan sees them, one row each, and what the rows still lack.

The same rows are drawn on the page, counted, printed and frozen. A confidential category is no
part of a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from giamngheo.commune_plans.enums import Lack, PlanKind
from giamngheo.support.enums import MeasureSource


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """One measure: what it answers, who pays how much (đồng), by when."""

    words: str
    answers: str = ""
    source: str = ""
    amount_vnd: int | None = None
    due: str = ""

    @property
    def is_funded(self) -> bool:
        if self.source == MeasureSource.NO_MONEY:
            return True
        return bool(self.source) and self.amount_vnd is not None

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.due) if self.due else None


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """
    One household. `lacking`: codes of indicators; `causes`: codes, the main one first; `work`:
    the open working category's label or "".
    """

    household: int
    code: str
    head: str
    village: str
    group: str = ""
    members: int = 0
    no_capacity: bool = False
    lacking: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    work: str = ""
    measures: tuple[MeasureRow, ...] = ()
    helper: str = ""
    expects_exit: bool = False
    note: str = ""
    version: int = 0

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The indicators lacked that no measure answers."""
        answered = {one.answers for one in self.measures}
        return tuple(code for code in self.lacking if code not in answered)

    def lacks(self, kind: str = PlanKind.PROGRAMME) -> tuple[Lack, ...]:
        """Return what the row still wants in the plan of a kind."""
        if kind == PlanKind.SERVICES:
            services = measures_of(self, kind)
            found = {
                Lack.SERVICE: bool(self.unanswered),
                Lack.MONEY: not all(one.is_funded for one in services),
            }
        else:
            found = {
                Lack.CAUSE: not self.causes,
                Lack.MEASURE: not self.measures,
                Lack.MONEY: not all(one.is_funded for one in self.measures),
                Lack.HELPER: not self.helper,
            }
        return tuple(lack for lack, holds in found.items() if holds)

    @property
    def amount_vnd(self) -> int:
        return sum(one.amount_vnd or 0 for one in self.measures)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def row_from_json(data: dict[str, Any]) -> PlanRow:
    """Return a row as it was frozen."""
    lists = {name: tuple(data[name]) for name in ("lacking", "causes", "needs")}
    measures = tuple(MeasureRow(**one) for one in data["measures"])
    return PlanRow(**{**data, **lists, "measures": measures})


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """
    How whole a plan is. `lacks`: households by what they lack; `exits` against `target_exits`,
    None where no target was found.
    """

    households: int
    complete: int
    lacks: Counter[Lack] = field(default_factory=Counter)
    exits: int = 0
    target_exits: int | None = None
    amount_vnd: int = 0

    @property
    def incomplete(self) -> int:
        return self.households - self.complete

    @property
    def shortfall(self) -> int | None:
        if self.target_exits is None:
            return None
        return max(self.target_exits - self.exits, 0)


def completeness_of(
    rows: Sequence[PlanRow], *, kind: str = PlanKind.PROGRAMME, target_exits: int | None = None
) -> Completeness:
    """Return the counts of the rows that the plan of a kind is about."""
    own = list(rows_of_kind(rows, kind))
    lacks = Counter(lack for row in own for lack in row.lacks(kind))
    return Completeness(
        households=len(own),
        complete=sum(not row.lacks(kind) for row in own),
        lacks=lacks,
        exits=sum(row.expects_exit for row in own),
        target_exits=target_exits if kind == PlanKind.PROGRAMME else None,
        amount_vnd=sum(one.amount_vnd or 0 for row in own for one in measures_of(row, kind)),
    )


def measures_of(row: PlanRow, kind: str) -> tuple[MeasureRow, ...]:
    """Return the measures a plan is about: the services' plan only those for services lacked."""
    if kind != PlanKind.SERVICES:
        return row.measures
    return tuple(one for one in row.measures if one.answers in row.lacking)


def rows_of_kind(rows: Iterable[PlanRow], kind: str) -> Iterable[PlanRow]:
    """Return the rows a plan is about: the services' plan leaves out who lacks no service."""
    return (row for row in rows if kind != PlanKind.SERVICES or row.lacking)


@dataclass(frozen=True, kw_only=True)
class ServiceLine:
    """One indicator: how many households lack it, how many of them have a measure, for how much."""

    code: str
    lacking: int
    planned: int
    amount_vnd: int

    @property
    def left(self) -> int:
        return self.lacking - self.planned


def service_lines(rows: Sequence[PlanRow], *, order: Sequence[str]) -> list[ServiceLine]:
    """Return the services lacked in the order of the standard's indicators."""
    lacking = Counter(code for row in rows for code in row.lacking)
    known = [code for code in order if lacking[code]]
    lines = []
    for code in [*known, *sorted(set(lacking) - set(order))]:
        own = [row for row in rows if code in row.lacking]
        measures = [[one for one in row.measures if one.answers == code] for row in own]
        lines.append(
            ServiceLine(
                code=code,
                lacking=len(own),
                planned=sum(map(bool, measures)),
                amount_vnd=sum(one.amount_vnd or 0 for found in measures for one in found),
            )
        )
    return lines
