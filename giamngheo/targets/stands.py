"""The targets of a unit's plan as they stand on a day: promised, owned, counted or typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit, UnitStatus
from giamngheo.areas.queries import units_within
from giamngheo.planning.models import Plan, Target
from giamngheo.planning.queries import plan_of
from giamngheo.reviews.models import CommuneYear
from giamngheo.reviews.queries import last_day
from giamngheo.targets.applying import STATUSES, area_written
from giamngheo.targets.catalogue import Indicator, Nature, indicator_of
from giamngheo.targets.enums import AreaGroup
from giamngheo.targets.figures import (
    INSURED,
    NOTHING,
    Figure,
    Insured,
    count,
    insured_members,
    years_of,
)
from giamngheo.targets.models import BehindNote, Measurement, OwnedTarget
from giamngheo.targets.standing import Judged, Wanted, judge


@dataclass(frozen=True, kw_only=True)
class Register:
    """What the register counted for a unit up to a year; asked once for all its targets."""

    unit: Unit
    year: int
    years: Mapping[int, Sequence[CommuneYear]]
    communes: int
    insured: Mapping[str, Insured] = field(default_factory=dict)
    status_paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def rows(self, year: int, area: str) -> list[CommuneYear]:
        rows = list(self.years.get(year, ()))
        if area == AreaGroup.ALL:
            return rows
        paths = self.status_paths.get(area, ())
        return [row for row in rows if paths and row.unit_path.startswith(paths)]

    def figure(self, indicator: Indicator, *, year: int, area: str = AreaGroup.ALL) -> Figure:
        if indicator.computed in INSURED:
            return count(indicator=indicator, rows=(), insured=self.insured)
        communes = self.communes if area == AreaGroup.ALL and year == self.year else 0
        return count(indicator=indicator, rows=self.rows(year, area), communes=communes)


@dataclass(frozen=True, kw_only=True)
class Stand:
    """One target as it stands; `measured` is the last typed result."""

    target: Target
    indicator: Indicator | None
    area: AreaGroup
    year: int
    figure: Figure
    measured: Measurement | None
    has_note: bool
    owned: OwnedTarget | None
    baseline: Decimal | None
    reached: Decimal | None
    as_of: date
    judged: Judged
    # Poor households (or children) that lacked the service on 1 January: what a pair rests on.
    lacking_start: int | None = None
    pair: Target | None = None

    @property
    def wanted(self) -> Wanted:
        return wanted_of(self.target, self.indicator)

    @property
    def is_computed(self) -> bool:
        return self.indicator is not None and bool(self.indicator.computed)

    @cached_property
    def owner(self) -> str:
        return self.owned.owner_text if self.owned else ""


def targets_of(*, plan: Plan) -> QuerySet[Target]:
    """Return the targets of a plan with what officers said of them. Three SQL queries."""
    return (
        Target.objects.filter(plan=plan)
        .select_related("owned__owner", "plan__unit")
        .prefetch_related(
            Prefetch(
                "measurements",
                queryset=Measurement.objects.select_related("recorded_by").order_by("as_of", "id"),
            ),
            Prefetch(
                "behind_notes",
                queryset=BehindNote.objects.select_related("recorded_by").order_by("as_of", "id"),
            ),
        )
        .order_by("position")
    )


def targets_brief(*, plan: Plan, as_of: date | None = None) -> QuerySet[Target]:
    """
    Return the targets of a plan with the last result typed of each, and whether a cause was said.

    One SQL query: `last_result` is {"as_of", "value"} or None, `has_note` a bool.
    """
    results = Measurement.objects.filter(target=OuterRef("pk")).order_by("-as_of", "-id")
    if as_of is not None:
        results = results.filter(as_of__lte=as_of)
    return (
        Target.objects.filter(plan=plan)
        .select_related("owned__owner")
        .annotate(
            last_result=Subquery(
                results.values(one=JSONObject(as_of="as_of", value=Cast("value", TextField())))[:1]
            ),
            has_note=Exists(BehindNote.objects.filter(target=OuterRef("pk"))),
        )
        .order_by("position")
    )


def stands_of(*, unit: Unit, year: int, as_of: date) -> list[Stand]:
    """Return the targets of the unit's own plan as they stand; six SQL queries at most."""
    plan = plan_of(unit=unit, year=year)
    if plan is None:
        return []
    targets = list(targets_brief(plan=plan, as_of=as_of))
    register = register_of(unit=unit, year=year, targets=targets)
    return stands(targets=targets, register=register, as_of=as_of)


def register_with(
    *, unit: Unit, year: int, rows: Sequence[CommuneYear], communes: int, targets: Sequence[Target]
) -> Register:
    """Return the register of one year whose rows the caller has read. One SQL query at most."""
    return Register(
        unit=unit, year=year, years={year: rows}, communes=communes, **_beside(unit, year, targets)
    )


def register_of(*, unit: Unit, year: int, targets: Sequence[Target]) -> Register:
    """Return what the register counted that these targets ask for. Two to four SQL queries."""
    is_above = unit.level < UnitLevel.COMMUNE
    return Register(
        unit=unit,
        year=year,
        years=years_of(unit_path=unit.path, until=year),
        communes=_communes(unit, last_day(year)) if is_above else 1,
        **_beside(unit, year, targets),
    )


def _beside(unit: Unit, year: int, targets: Sequence[Target]) -> dict[str, Any]:
    """Return what only some targets ask for: cards of people, lists of special units."""
    day = last_day(year)
    computed = {one.computed for one in map(_indicator, targets) if one}
    areas = {_area(target) for target in targets} - {AreaGroup.ALL}
    found: dict[str, Any] = {}
    if computed & set(INSURED):
        found["insured"] = insured_members(unit_path=unit.path, as_of=day)
    if areas:
        found["status_paths"] = _status_paths(areas, day)
    return found


def _communes(unit: Unit, day: date) -> int:
    if unit.level < UnitLevel.DISTRICT:
        # A province's communes changed within the year; only those with figures are counted on.
        return 0
    return units_within(unit=unit, level=UnitLevel.COMMUNE, as_of=day).count()


def _status_paths(areas: set[AreaGroup], day: date) -> dict[str, tuple[str, ...]]:
    kinds = [kind for area in areas for kind in STATUSES[area]]
    found = UnitStatus.objects.filter(kind__in=kinds, valid_from__lte=day).exclude(
        valid_to__lte=day
    )
    rows = list(found.values_list("kind", "unit__path"))
    return {
        area: tuple(sorted({path for kind, path in rows if kind in STATUSES[area]}))
        for area in areas
    }


def stands(*, targets: Sequence[Target], register: Register, as_of: date) -> list[Stand]:
    """Return each target as it stands; what stands in one sentence as level and count is paired."""
    return [_stand(target, register, as_of, pair=_pair(target, targets)) for target in targets]


def _stand(target: Target, register: Register, as_of: date, *, pair: Target | None) -> Stand:
    indicator, area, owned = _indicator(target), _area(target), owned_of(target)
    year = target.year or register.year
    figure = register.figure(indicator, year=year, area=area) if indicator else NOTHING
    measured = _measured(target, as_of)
    baseline = _baseline(owned, indicator, figure)
    reached = figure.exact if figure.is_complete else measured.value if measured else None
    # What the decisions count is the year's end; what was typed is of its own day.
    day = last_day(year) if figure.is_complete or measured is None else measured.as_of
    return Stand(
        target=target,
        indicator=indicator,
        area=area,
        year=year,
        figure=figure,
        measured=measured,
        has_note=_has_note(target),
        owned=owned,
        baseline=baseline,
        reached=figure.value if figure.is_complete else reached,
        as_of=day,
        judged=judge(
            wanted=wanted_of(target, indicator),
            reached=reached,
            baseline=baseline,
            as_of=day,
            year=year,
        ),
        lacking_start=_lacking(indicator, register.rows(year, area)),
        pair=pair,
    )


def _measured(target: Target, as_of: date) -> Measurement | None:
    if not hasattr(target, "last_result"):
        results = [one for one in target.measurements.all() if one.as_of <= as_of]
        return results[-1] if results else None
    last: Mapping[str, str] | None = target.last_result
    if last is None:
        return None
    day, value = date.fromisoformat(last["as_of"]), Decimal(last["value"])
    return Measurement(target=target, as_of=day, value=value)


def _has_note(target: Target) -> bool:
    if hasattr(target, "has_note"):
        return bool(target.has_note)
    return bool(target.behind_notes.all())


def wanted_of(target: Target, indicator: Indicator | None) -> Wanted:
    better = indicator.is_better_higher if indicator else target.direction != "decrease"
    return Wanted(
        comparator=target.comparator,
        value=target.value,
        low=target.value_min,
        high=target.value_max,
        is_better_higher=better,
    )


def owned_of(target: Target) -> OwnedTarget | None:
    found: OwnedTarget | None = getattr(target, "owned", None)
    return found


def _indicator(target: Target) -> Indicator | None:
    owned = owned_of(target)
    return indicator_of((owned.indicator if owned else "") or target.indicator)


def _area(target: Target) -> AreaGroup:
    owned = owned_of(target)
    return AreaGroup(owned.area) if owned and owned.area else area_written(target)


def _baseline(
    owned: OwnedTarget | None, indicator: Indicator | None, figure: Figure
) -> Decimal | None:
    if owned is not None and owned.baseline is not None:
        return owned.baseline
    if indicator is not None and indicator.nature is Nature.CHANGE:
        return Decimal(0)
    return figure.start


def _lacking(indicator: Indicator | None, rows: Sequence[CommuneYear]) -> int | None:
    if indicator is None or not rows:
        return None
    if indicator.lacking:
        return sum(row.deprivations_start.get(indicator.lacking, 0) for row in rows)
    if indicator.computed.startswith("children"):
        return sum(row.children_out_of_school_start for row in rows)
    return None


def _pair(target: Target, targets: Sequence[Target]) -> Target | None:
    """Return the other half of "100 % … (tương ứng tác động để 982 hộ …)" (R025)."""
    mine = indicator_of(target.indicator)
    for other in targets:
        theirs = indicator_of(other.indicator)
        if (
            other is not target
            and other.line == target.line
            and mine is not None
            and theirs is not None
            and mine.nature is not theirs.nature
            and (mine.lacking, mine.computed[:8]) != ("", "")
            and (mine.lacking == theirs.lacking != "" or _both_children(mine, theirs))
        ):
            return other
    return None


def _both_children(one: Indicator, other: Indicator) -> bool:
    return one.computed.startswith("children") and other.computed.startswith("children")
