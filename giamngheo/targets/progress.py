"""
A plan beside the register: what was promised, what was reached, per unit and in total.

Plain shapes and arithmetic, no query: `district.district_progress` fills them. Rates are per cent
of all households of the unit, rounded half up to two places, as the plans compute them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from giamngheo.lib.numbers import round_half_up

LEFT_POVERTY = ("ESCAPED_POOR", "POOR_TO_NEAR_POOR")
FELL_INTO_POVERTY = ("NEAR_POOR_TO_POOR", "RE_POOR", "NEW_POOR")


@dataclass(frozen=True)
class UnitProgress:
    """One row: the plan's figures, the register's, and the distance between them."""

    unit_id: int
    unit_path: str
    unit_code: str
    name: str
    name_as_written: str
    is_confirmed: bool
    households: int | None
    poor_start: int | None
    poor_target: int | None
    poor_left: int | None
    poor_entered: int | None
    poor_end: int | None
    near_poor_start: int | None
    near_poor_target: int | None
    near_poor_end: int | None
    planned_poor_start: int | None
    planned_near_poor_start: int | None
    # Poor on 1 January without working capacity: relief is theirs, no exit is counted on.
    poor_no_capacity: int | None = None

    @property
    def poor_stock(self) -> int | None:
        """The poor on 1 January: the register's count, the plan's where there is none yet."""
        return self.planned_poor_start if self.poor_start is None else self.poor_start

    @property
    def target_beyond_reach(self) -> bool:
        """Whether the target can be reached only with households that cannot work (R063)."""
        if self.poor_target is None or self.poor_stock is None or not self.poor_no_capacity:
            return False
        return self.poor_target > self.poor_stock - self.poor_no_capacity

    @property
    def poor_reduced(self) -> int | None:
        """The net fall: start minus end, as the plan's own rate target counts it."""
        return _difference(self.poor_start, self.poor_end)

    @property
    def near_poor_reduced(self) -> int | None:
        return _difference(self.near_poor_start, self.near_poor_end)

    @property
    def poor_other(self) -> int | None:
        """What the decisions' movements do not explain: deaths, moves, splits."""
        if self.poor_reduced is None or self.poor_left is None or self.poor_entered is None:
            return None
        return self.poor_reduced - (self.poor_left - self.poor_entered)

    @property
    def poor_rate_end(self) -> Decimal | None:
        return rate(self.poor_end, self.households)

    @property
    def near_poor_rate_end(self) -> Decimal | None:
        return rate(self.near_poor_end, self.households)

    @property
    def poor_done(self) -> Decimal | None:
        """Per cent of the target that was reached; null without a target or a result."""
        return rate(self.poor_reduced, self.poor_target)

    @property
    def near_poor_done(self) -> Decimal | None:
        return rate(self.near_poor_reduced, self.near_poor_target)

    @property
    def poor_missing(self) -> int | None:
        """How many households are still missing to the target; 0 once it is reached."""
        if self.poor_target is None or self.poor_reduced is None:
            return None
        return max(self.poor_target - self.poor_reduced, 0)

    @property
    def projected_end(self) -> int | None:
        """Poor households left when exactly the target is reached."""
        return _difference(self.poor_start, self.poor_target)

    @property
    def projected_rate(self) -> Decimal | None:
        return rate(self.projected_end, self.households)

    @property
    def state(self) -> str:
        """`pending` before the year's decision, else `reached` or `short`."""
        if self.poor_missing is None:
            return "pending"
        return "short" if self.poor_missing else "reached"


@dataclass(frozen=True)
class ServiceProgress:
    """One service target among the poor: how many lacked it, how many no longer do."""

    label: str
    line: int
    target: Decimal
    measured_in: str
    is_about: bool
    indicator: str
    start: int | None
    resolved: int | None

    @property
    def done(self) -> Decimal | None:
        return rate(self.resolved, self.target)

    @property
    def state(self) -> str:
        if self.resolved is None:
            return "pending"
        return "reached" if self.resolved >= self.target else "short"


def total_of(*, rows: Sequence[UnitProgress], name: str, path: str, code: str) -> UnitProgress:
    """Return the computed total; a sum is null while any of its parts is not reported."""
    return UnitProgress(
        unit_id=0,
        unit_path=path,
        unit_code=code,
        name=name,
        name_as_written=name,
        is_confirmed=True,
        households=_sum(row.households for row in rows),
        poor_start=_sum(row.poor_start for row in rows),
        poor_target=_sum(row.poor_target for row in rows),
        poor_left=_sum(row.poor_left for row in rows),
        poor_entered=_sum(row.poor_entered for row in rows),
        poor_end=_sum(row.poor_end for row in rows),
        near_poor_start=_sum(row.near_poor_start for row in rows),
        near_poor_target=_sum(row.near_poor_target for row in rows),
        near_poor_end=_sum(row.near_poor_end for row in rows),
        planned_poor_start=_sum(row.planned_poor_start for row in rows),
        planned_near_poor_start=_sum(row.planned_near_poor_start for row in rows),
        poor_no_capacity=sum(row.poor_no_capacity or 0 for row in rows),
    )


def rate(part: int | None, whole: int | Decimal | None) -> Decimal | None:
    """Return `part` in per cent of `whole`, half up to two places; null when it means nothing."""
    if part is None or not whole:
        return None
    return Decimal(round_half_up(Decimal(part) * 100 / Decimal(whole), 2))


def _difference(start: int | None, end: int | None) -> int | None:
    return None if start is None or end is None else start - end


def _sum(values: Iterable[int | None]) -> int | None:
    """Add up, but one unit not reported makes the total unknown, never silently lower."""
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
