"""A unit's year: what its plan promised beside what the register shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, QuerySet

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import units_within
from giamngheo.planning.enums import Measure, UnitMatch
from giamngheo.planning.models import AllocationRow, Finding, Plan, Target
from giamngheo.planning.queries import plan_naming, plan_of
from giamngheo.registry.capacity import poor_without_capacity
from giamngheo.reviews.models import CommuneYear
from giamngheo.reviews.queries import commune_years, first_day, last_day
from giamngheo.targets.catalogue import NEAR_POOR, POOR
from giamngheo.targets.enums import AllocationState
from giamngheo.targets.models import Allocation
from giamngheo.targets.progress import (
    FELL_INTO_POVERTY,
    LEFT_POVERTY,
    ServiceProgress,
    UnitProgress,
    total_of,
)
from giamngheo.targets.stands import targets_brief

# Which deprivation of the register shows how a service target of a plan is kept.
INDICATOR_OF_TARGET = {
    "poor_households_solid_house": "housing_quality",
    "poor_households_min_floor_area": "floor_area",
    "hygienic_latrine_households": "toilet",
    "hygienic_water_households": "water_source",
    "information_service_households": "info_device",
}
CHILDREN_TARGET = "children_returned_to_school"
RATE_TARGET = "poverty_rate_end_of_year"
HEADLINE_TARGET = "poor_households_reduced"


@dataclass(frozen=True)
class DistrictProgress:
    """All one page needs: the plan, its table beside the register's, targets and findings."""

    unit: Unit
    year: int
    plan: Plan | None
    total: UnitProgress
    rows: tuple[UnitProgress, ...]
    printed_total: Mapping[str, Decimal]
    services: tuple[ServiceProgress, ...]
    rate_target: Target | None
    headline: Target | None
    findings: tuple[Finding, ...]
    decided: int
    is_generated: bool
    # The decided allocation whose figures stand in the rows; None: the plan's own table.
    allocation: Allocation | None
    # The unit's own plan; None where `plan` is one above that names it.
    own_plan: Plan | None
    targets: tuple[Target, ...]
    years: tuple[CommuneYear, ...]
    standards: tuple[str, ...]

    @property
    def deciding(self) -> tuple[UnitProgress, ...]:
        """The communes that miss most households, the worst first."""
        short = [row for row in self.rows if row.poor_missing]
        return tuple(sorted(short, key=lambda row: -(row.poor_missing or 0)))

    @property
    def is_rate_reached(self) -> bool | None:
        """Whether the rate target holds; null while the year has no result or no such target."""
        reached = self.total.poor_rate_end
        if reached is None or self.rate_target is None or self.rate_target.value is None:
            return None
        # The plan's limit is compared with the exact rate: 0,8895 is below 0,89, 0,89 is not.
        exact = Decimal(self.total.poor_end or 0) * 100 / Decimal(self.total.households or 1)
        limit = self.rate_target.value
        return exact <= limit if self.rate_target.comparator == "<=" else exact < limit


@dataclass(frozen=True, kw_only=True)
class UnitRows:
    """The rows of a unit's year, and what they were made of."""

    own_plan: Plan | None
    plan: Plan | None
    allocation: Allocation | None
    rows: list[UnitProgress]
    years: Mapping[int, CommuneYear]
    printed_total: Mapping[str, Decimal]

    @property
    def is_generated(self) -> bool:
        return _is_generated(self.plan, self.years.values())


def unit_rows(*, unit: Unit, year: int) -> UnitRows:
    """Return the rows of `district_progress` without promises and findings; seven queries."""
    own = plan_of(unit=unit, year=year)
    plan = own or plan_naming(unit=unit, year=year)
    decided = _decided(unit, year)
    allocation = list(_allocation(plan, unit)) if plan and not decided else []
    years = {row.unit_id: row for row in commune_years(unit_path=unit.path, year=year)}
    if decided:
        named = _given_rows(decided, unit, years)
    else:
        named = [
            _planned_row(row, years.get(row.unit_id)) for row in allocation if not row.is_total
        ]
    return UnitRows(
        own_plan=own,
        plan=plan,
        allocation=decided,
        rows=_with_no_capacity(_rows(unit, year, named, years), unit, year),
        years=years,
        printed_total=_printed_total(allocation),
    )


def district_progress(*, unit: Unit, year: int) -> DistrictProgress:
    """
    Return the plan of `unit` for `year` beside what the register shows; nine queries.

    Shape: one row per unit of the plan's table in its order, then the communes it does not name.
           A district's commune without figures keeps its row, blank. No row at all without both
           plan and figures. A unit without a plan of its own gets its row of the plan above, not
           that plan's promises and findings. A decided allocation goes before the plan's own
           table. The caller checks scope.
    """
    found = unit_rows(unit=unit, year=year)
    own, plan, rows, years = found.own_plan, found.plan, found.rows, found.years
    targets = list(targets_brief(plan=own)) if own else []
    return DistrictProgress(
        unit=unit,
        year=year,
        plan=plan,
        total=total_of(rows=rows, name="Tổng cộng", path=unit.path, code=unit.code or ""),
        rows=tuple(rows),
        printed_total=found.printed_total,
        services=tuple(_services(targets, years.values(), communes=len(rows))),
        rate_target=_first(targets, RATE_TARGET),
        headline=_first(targets, HEADLINE_TARGET),
        findings=tuple(own.findings.all()) if own else (),
        decided=sum(row.end_decision_id is not None for row in years.values()),
        is_generated=_is_generated(plan, years.values()),
        allocation=found.allocation,
        own_plan=own,
        targets=tuple(targets),
        years=tuple(years.values()),
        standards=_standards(years.values()),
    )


def _allocation(plan: Plan, unit: Unit) -> QuerySet[AllocationRow]:
    """Return the rows of the plan's table, each with its figures under the measures' names."""
    figures = {
        measure: Max("figures__value", filter=Q(figures__measure=measure))
        for measure in Measure.values
    }
    # Said aloud: a query that aggregates forgets the model's own order.
    rows = plan.allocation_rows.select_related("unit").annotate(**figures).order_by("position")
    return rows if plan.unit_id == unit.pk else rows.filter(unit=unit)


def _decided(unit: Unit, year: int) -> Allocation | None:
    """Return the decided allocation of the unit's own targets, else the one that names it."""
    found = Allocation.objects.filter(
        Q(unit=unit) | Q(lines__unit=unit), year=year, state=AllocationState.DECIDED
    )
    own_first = found.distinct().order_by("-signed_date", "-id")
    return min(own_first, key=lambda one: one.unit_id != unit.pk, default=None)


def _given_rows(
    decided: Allocation, unit: Unit, years: Mapping[int, CommuneYear]
) -> list[UnitProgress]:
    values = {
        f"{measure}_{part}": Max(f"cells__{part}", filter=Q(cells__measure=measure))
        for measure in (POOR, NEAR_POOR)
        for part in ("value", "stock")
    }
    lines = decided.lines.select_related("unit").annotate(**values).order_by("position")
    if decided.unit_id != unit.pk:
        lines = lines.filter(unit=unit)
    return [_given_row(line, years.get(line.unit_id)) for line in lines]


def _given_row(line: Any, found: CommuneYear | None) -> UnitProgress:
    return UnitProgress(
        unit_id=line.unit_id,
        unit_path=line.unit_path,
        unit_code=line.unit.code or "",
        name=line.unit.name,
        name_as_written=line.name,
        is_confirmed=True,
        poor_target=line.poor_value,
        near_poor_target=line.near_poor_value,
        planned_poor_start=line.poor_stock,
        planned_near_poor_start=line.near_poor_stock,
        **_register_side(found),
    )


def _rows(
    unit: Unit, year: int, named: list[UnitProgress], years: Mapping[int, CommuneYear]
) -> list[UnitProgress]:
    others = {pk: found.unit for pk, found in years.items()}
    if (named or years) and unit.level == UnitLevel.DISTRICT:
        # Not reported is blank, and makes the total blank: the row must be there to say so.
        others |= {commune.pk: commune for commune in _communes(unit, year)}
    for row in named:
        others.pop(row.unit_id, None)
    in_order = sorted(others.values(), key=lambda one: one.sort_key)
    return named + [_unplanned_row(one, years.get(one.pk)) for one in in_order]


def _with_no_capacity(rows: list[UnitProgress], unit: Unit, year: int) -> list[UnitProgress]:
    """Say of each row how many poor households without working capacity the register holds."""
    counted = poor_without_capacity(unit_path=unit.path, as_of=first_day(year))
    if not counted:
        return rows
    return [
        replace(
            row,
            poor_no_capacity=sum(
                count for path, count in counted.items() if path.startswith(row.unit_path)
            ),
        )
        for row in rows
    ]


def _communes(unit: Unit, year: int) -> QuerySet[Unit]:
    """Return the communes of a district on the last day of the year on which it existed."""
    day = last_day(year)
    if unit.valid_to is not None:
        day = min(day, unit.valid_to - timedelta(days=1))
    return units_within(unit=unit, level=UnitLevel.COMMUNE, as_of=day)


def _figures(row: AllocationRow) -> dict[str, Decimal]:
    printed = {measure: getattr(row, measure) for measure in Measure.values}
    return {measure: value for measure, value in printed.items() if value is not None}


def _printed_total(allocation: Iterable[AllocationRow]) -> dict[str, Decimal]:
    return next((_figures(row) for row in allocation if row.is_total), {})


def _planned_row(row: AllocationRow, found: CommuneYear | None) -> UnitProgress:
    printed = _figures(row)

    def whole(measure: str) -> int | None:
        return int(printed[measure]) if measure in printed else None

    return UnitProgress(
        unit_id=row.unit_id,
        unit_path=row.unit_path,
        unit_code=row.unit.code or "",
        name=row.unit.name,
        name_as_written=row.name_as_written,
        is_confirmed=row.match != UnitMatch.SUGGESTED,
        poor_target=whole(Measure.POOR_REDUCED),
        near_poor_target=whole(Measure.NEAR_POOR_REDUCED),
        planned_poor_start=whole(Measure.POOR_START),
        planned_near_poor_start=whole(Measure.NEAR_POOR_START),
        **_register_side(found),
    )


def _unplanned_row(unit: Unit, found: CommuneYear | None) -> UnitProgress:
    return UnitProgress(
        unit_id=unit.pk,
        unit_path=unit.path,
        unit_code=unit.code or "",
        name=unit.name,
        name_as_written="",
        is_confirmed=True,
        poor_target=None,
        near_poor_target=None,
        planned_poor_start=None,
        planned_near_poor_start=None,
        **_register_side(found),
    )


def _register_side(found: CommuneYear | None) -> dict[str, int | None]:
    if found is None:
        names = ("households", "poor_start", "poor_left", "poor_entered", "poor_end")
        return dict.fromkeys((*names, "near_poor_start", "near_poor_end"))
    closed = found.end_decision_id is not None
    return {
        "households": found.households_start,
        "poor_start": found.poor_start,
        "poor_left": _moved(found, LEFT_POVERTY) if closed else None,
        "poor_entered": _moved(found, FELL_INTO_POVERTY) if closed else None,
        "poor_end": found.poor_end,
        "near_poor_start": found.near_poor_start,
        "near_poor_end": found.near_poor_end,
    }


def _moved(found: CommuneYear, movements: Iterable[str]) -> int:
    return sum(found.movements.get(movement, 0) for movement in movements)


def _services(
    targets: Iterable[Target], years: Iterable[CommuneYear], *, communes: int
) -> Iterable[ServiceProgress]:
    """Yield the promises about services; a count is null until every commune has its decisions."""
    years = list(years)
    # What was lacking is known from the decision before the year, what no longer is from both.
    opened = len(years) == communes and all(row.start_decision_id for row in years)
    closed = opened and all(row.end_decision_id for row in years)
    for target in targets:
        indicator = INDICATOR_OF_TARGET.get(target.indicator)
        if target.value is None or not (indicator or target.indicator == CHILDREN_TARGET):
            continue
        if indicator:
            start = sum(row.deprivations_start.get(indicator, 0) for row in years)
            resolved = sum(row.deprivations_resolved.get(indicator, 0) for row in years)
        else:
            start = sum(row.children_out_of_school_start for row in years)
            resolved = sum(row.children_returned or 0 for row in years)
        yield ServiceProgress(
            label=target.label,
            line=target.line,
            target=_exact(target.value),
            measured_in=target.measured_in,
            is_about=target.comparator == "~",
            indicator=indicator or "",
            start=start if opened else None,
            resolved=resolved if closed else None,
        )


def _exact(value: Decimal) -> Decimal:
    """Return the number as the plan wrote it: 982, not the column's 982.0000."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _first(targets: Iterable[Target], indicator: str) -> Target | None:
    return next((target for target in targets if target.indicator == indicator), None)


def _is_generated(plan: Plan | None, years: Iterable[CommuneYear]) -> bool:
    decisions = [row.end_decision or row.start_decision for row in years]
    return bool(plan and plan.is_generated) or any(
        decision is not None and decision.campaign.is_generated for decision in decisions
    )


def _standards(years: Iterable[CommuneYear]) -> tuple[str, ...]:
    decisions = [row.end_decision or row.start_decision for row in years]
    return tuple(sorted({decision.standard for decision in decisions if decision}))
