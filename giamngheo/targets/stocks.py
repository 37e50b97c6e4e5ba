"""What an allocation starts from: the units below, their stock on 1 January, the upper targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from giamngheo.areas.enums import StatusKind, UnitKind
from giamngheo.areas.models import Unit, UnitStatus
from giamngheo.areas.queries import children
from giamngheo.planning.enums import Measure
from giamngheo.planning.models import AllocationRow, Plan, Target
from giamngheo.planning.queries import plan_of
from giamngheo.registry.capacity import poor_without_capacity
from giamngheo.reviews.models import CommuneYear
from giamngheo.reviews.queries import first_day, last_day
from giamngheo.targets.catalogue import ARRIVING, NEAR_POOR, POOR, indicators, measures

CHILDREN = "children"
# The measures of a plan's table: stock and target of poor and near-poor households.
TABLE_KEYS = {
    POOR: (Measure.POOR_START, Measure.POOR_REDUCED),
    NEAR_POOR: (Measure.NEAR_POOR_START, Measure.NEAR_POOR_REDUCED),
}


@dataclass(frozen=True, kw_only=True)
class StockRow:
    """One lower unit: households, and by measure what it starts with, cannot, and is given."""

    unit: Unit
    name: str
    households: int | None
    stock: Mapping[str, int | None]
    cannot: Mapping[str, int] = field(default_factory=dict)
    value: Mapping[str, int | None] = field(default_factory=dict)
    is_difficult: bool = False


@dataclass(frozen=True, kw_only=True)
class Goal:
    """The upper target of one measure and where it stands written."""

    measure: str
    value: int
    source: str
    target: Target | None = None


def stock_of_register(*, unit: Unit, year: int) -> list[StockRow]:
    """
    Return the units directly below with what the frozen year-end says of each.

    Units without figures stand blank. Order: the plan's table, then by name. Six SQL queries.
    """
    below = units_below(unit=unit, year=year)
    years = list(CommuneYear.objects.filter(year=year, unit_path__startswith=unit.path))
    rows = []
    for one in below:
        own = [row for row in years if row.unit_path.startswith(one.path)]
        rows.append(
            StockRow(
                unit=one,
                # A district's own town has the district's name: only its full one tells them apart.
                name=one.name if one.kind == UnitKind.COMMUNE else one.full_name,
                households=sum(row.households_start for row in own) if own else None,
                stock={code: _stock(own, code) if own else None for code in all_measures()},
            )
        )
    return with_circumstances(rows=rows, unit=unit, year=year)


def stock_of_plan(*, unit: Unit, year: int) -> list[StockRow]:
    """Return the rows of the plan's own table, its targets included; empty without a table."""
    plan = plan_of(unit=unit, year=year)
    if plan is None:
        return []
    found = (
        plan.allocation_rows.filter(is_total=False)
        .select_related("unit")
        .prefetch_related("figures")
        .order_by("position")
    )
    rows = [_planned(row) for row in found]
    return with_circumstances(rows=rows, unit=unit, year=year)


def units_below(*, unit: Unit, year: int) -> list[Unit]:
    """Return the units one level below on the year's last day on which `unit` existed."""
    day = last_day(year)
    if unit.valid_to is not None:
        day = min(day, unit.valid_to - timedelta(days=1))
    found = list(children(unit=unit, as_of=day))
    plan = plan_of(unit=unit, year=year)
    named = plan.allocation_rows.values_list("unit", "position") if plan else ()
    places = dict(named)
    return sorted(found, key=lambda one: (places.get(one.pk, len(places) + 1), one.sort_key))


def with_circumstances(*, rows: Sequence[StockRow], unit: Unit, year: int) -> list[StockRow]:
    """Add who cannot work, and which units are specially disadvantaged."""
    counted = poor_without_capacity(unit_path=unit.path, as_of=first_day(year))
    difficult = _difficult(unit, last_day(year))
    return [
        replace(
            row,
            cannot={POOR: sum(n for path, n in counted.items() if path.startswith(row.unit.path))},
            is_difficult=row.unit.pk in difficult,
        )
        for row in rows
    ]


def goals_of(*, unit: Unit, year: int) -> list[Goal]:
    """Return what the unit's own plan promises of each measure, with the line."""
    plan = plan_of(unit=unit, year=year)
    if plan is None:
        return []
    promised = {one.indicator: one for one in plan.targets.all() if one.value is not None}
    goals = []
    for kind in measures().values():
        target = promised.get(kind.indicator)
        if target is not None and target.value is not None and target.year in (None, year):
            source = f"{_told(plan)}, dòng {target.line}"
            value = int(target.value)
            goals.append(Goal(measure=kind.code, value=value, source=source, target=target))
    return [*goals, *_printed(plan, {goal.measure for goal in goals})]


def _printed(plan: Plan, known: set[str]) -> Iterable[Goal]:
    """Yield the sums of the plan's own rows where no sentence promises the measure."""
    rows = plan.allocation_rows.filter(is_total=False).prefetch_related("figures")
    planned = [_planned(row) for row in rows]
    for code in (POOR, NEAR_POOR):
        values = [row.value.get(code) for row in planned]
        if code not in known and values and all(value is not None for value in values):
            # The printed total may be wrong; what the rows add up to cannot be.
            total = sum(value or 0 for value in values)
            source = f"{_told(plan)}, cộng các dòng của bảng phân bổ"
            yield Goal(measure=code, value=total, source=source)


def all_measures() -> tuple[str, ...]:
    return (*measures(), ARRIVING)


def _planned(row: AllocationRow) -> StockRow:
    figures = {figure.measure: int(figure.value) for figure in row.figures.all()}
    return StockRow(
        unit=row.unit,
        name=row.name_as_written,
        households=figures.get(Measure.TOTAL_HOUSEHOLDS),
        stock={code: figures.get(start) for code, (start, _) in TABLE_KEYS.items()},
        value={code: figures.get(given) for code, (_, given) in TABLE_KEYS.items()},
    )


def _stock(rows: Sequence[CommuneYear], code: str) -> int | None:
    if code == POOR:
        return sum(row.poor_start for row in rows)
    if code == NEAR_POOR:
        return sum(row.near_poor_start for row in rows)
    if code == CHILDREN:
        return sum(row.children_out_of_school_start for row in rows)
    if code == ARRIVING:
        return None
    lacking = indicators()[measures()[code].indicator].lacking
    return sum(row.deprivations_start.get(lacking, 0) for row in rows)


def _difficult(unit: Unit, day: date) -> set[int]:
    found = UnitStatus.objects.filter(
        kind=StatusKind.SPECIALLY_DISADVANTAGED,
        unit__path__startswith=unit.path,
        valid_from__lte=day,
    ).exclude(valid_to__lte=day)
    return set(found.values_list("unit", flat=True))


def _told(plan: Plan) -> str:
    return f"Kế hoạch {plan.code}" if plan.code else "Kế hoạch chưa có số"
