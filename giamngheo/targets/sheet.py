"""One allocation as a sheet: rows with their cells, totals, year-end rates, flows. No query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from giamngheo.targets.catalogue import ARRIVING, NEAR_POOR, POOR
from giamngheo.targets.models import (
    Allocation,
    AllocationCell,
    AllocationChange,
    AllocationGoal,
    AllocationLine,
)
from giamngheo.targets.progress import rate


@dataclass(frozen=True, kw_only=True)
class Flow:
    """
    Where a unit's poor and near-poor households go when its targets are reached (R031).

    arriving: poor who become near-poor, None while nobody said; leaving: near-poor who have to
    get out, so that the promised fall is kept; near_poor_end: what is left. New and returning
    households are not in it.
    """

    poor_out: int
    arriving: int | None
    near_poor_fall: int
    leaving: int | None
    near_poor_end: int | None


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One lower unit with its cells by measure."""

    line: AllocationLine
    cells: Mapping[str, AllocationCell]

    def cell(self, measure: str) -> AllocationCell | None:
        return self.cells.get(measure)

    def value(self, measure: str) -> int | None:
        cell = self.cells.get(measure)
        return cell.value if cell else None

    def stock(self, measure: str) -> int | None:
        cell = self.cells.get(measure)
        return cell.stock if cell else None

    def end(self, measure: str) -> int | None:
        stock, value = self.stock(measure), self.value(measure)
        return None if stock is None or value is None else stock - value

    def rate_pp(self, measure: str) -> Decimal | None:
        return rate(self.value(measure), self.line.households)

    def rate_end(self, measure: str) -> Decimal | None:
        return rate(self.end(measure), self.line.households)

    def beyond(self, measure: str) -> int:
        """How many of the given households the unit could only take from those who cannot."""
        cell = self.cells.get(measure)
        if cell is None or cell.value is None or cell.stock is None or not cell.cannot:
            return 0
        return max(cell.value - max(cell.stock - cell.cannot, 0), 0)

    def flow(self, *, is_net: bool) -> Flow:
        return _flow(
            self.value(POOR) or 0,
            self.value(ARRIVING),
            self.value(NEAR_POOR) or 0,
            self.stock(NEAR_POOR),
            is_net=is_net,
        )


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The whole allocation with its upper targets and its last steps."""

    allocation: Allocation
    rows: tuple[SheetRow, ...]
    goals: Mapping[str, AllocationGoal]
    changes: tuple[AllocationChange, ...]

    @property
    def households(self) -> int | None:
        return _sum([row.line.households for row in self.rows])

    def stock(self, measure: str) -> int | None:
        return _sum([row.stock(measure) for row in self.rows])

    def given(self, measure: str) -> int:
        """What is given so far; a unit that has nothing yet counts nought."""
        return sum(row.value(measure) or 0 for row in self.rows)

    def is_touched(self, measure: str) -> bool:
        return any(row.value(measure) is not None for row in self.rows)

    def waiting(self, measure: str) -> list[SheetRow]:
        return [row for row in self.rows if row.value(measure) is None]

    def end(self, measure: str) -> int | None:
        stock = self.stock(measure)
        return None if stock is None else stock - self.given(measure)

    def rate_pp(self, measure: str) -> Decimal | None:
        return rate(self.given(measure), self.households)

    def rate_end(self, measure: str) -> Decimal | None:
        return rate(self.end(measure), self.households)

    def exact_rate_end(self, measure: str) -> Decimal | None:
        end, households = self.end(measure), self.households
        return None if end is None or not households else Decimal(end) * 100 / households

    def missing(self, measure: str) -> int | None:
        """What is still to be given, negative where too much is; None without an upper target."""
        goal = self.goals.get(measure)
        return None if goal is None else goal.value - self.given(measure)

    def flow(self) -> Flow:
        arriving = _sum([row.value(ARRIVING) for row in self.rows])
        return _flow(
            self.given(POOR),
            arriving,
            self.given(NEAR_POOR),
            self.stock(NEAR_POOR),
            is_net=self.allocation.near_poor_is_net,
        )

    def highest(self, measure: str) -> SheetRow | None:
        rated = [row for row in self.rows if row.rate_end(measure) is not None]
        return max(rated, key=lambda row: row.rate_end(measure) or 0, default=None)


def _flow(poor: int, arriving: int | None, fall: int, stock: int | None, *, is_net: bool) -> Flow:
    if is_net:
        leaving = None if arriving is None else fall + arriving
        end = None if stock is None else stock - fall
    else:
        leaving = fall
        end = None if stock is None or arriving is None else stock - fall + arriving
    return Flow(
        poor_out=poor,
        arriving=arriving,
        near_poor_fall=fall,
        leaving=leaving,
        near_poor_end=end,
    )


def _sum(values: Sequence[int | None]) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
