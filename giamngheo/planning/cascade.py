"""
Plans above and below one another: which carries out which, and where the chain has gaps.

A unit without a plan for the year is a gap; so is a target of the upper plan that the lower one
does not take up. A period plan (2016-2020) is shown with its yearly plans and their outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from giamngheo.accounts.scope import Scope
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import ancestors, children
from giamngheo.lib.numbers import percent_of
from giamngheo.planning.models import LegalBasis, Plan, Target
from giamngheo.planning.queries import plans_in_force, plans_visible
from giamngheo.reviews.models import CommuneYear


@dataclass(frozen=True)
class LowerUnit:
    """A unit right below with its plan of the year, or none; `lacks` are labels of the upper's."""

    unit: Unit
    plan: Plan | None
    is_tied: bool
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class CitedAbove:
    """A plan the own plan says it carries out, which nobody put in yet."""

    code: str
    issued_date: date | None
    subject: str


@dataclass(frozen=True)
class PeriodYear:
    """One year of a period: its plan, what it promised, what the decisions show."""

    year: int
    plan: Plan | None
    promised: Decimal | None
    households: int | None
    poor_start: int | None
    poor_end: int | None
    decided: int
    communes: int

    @property
    def reduced(self) -> int | None:
        if self.poor_start is None or self.poor_end is None:
            return None
        return self.poor_start - self.poor_end

    @property
    def rate_end(self) -> Decimal | None:
        if self.poor_end is None or not self.households:
            return None
        return percent_of(self.poor_end, self.households)


@dataclass(frozen=True)
class Cascade:
    """What the page of a unit's plans in a year shows."""

    unit: Unit
    year: int
    above: tuple[Plan, ...]
    cited_above: tuple[CitedAbove, ...]
    own: Plan | None
    period: Plan | None
    years: tuple[PeriodYear, ...]
    lower: tuple[LowerUnit, ...]

    @property
    def missing(self) -> tuple[LowerUnit, ...]:
        return tuple(one for one in self.lower if one.plan is None)

    @property
    def reduced(self) -> int | None:
        """Households that left poverty on balance over the decided years of the period."""
        known = [one.reduced for one in self.years if one.reduced is not None]
        return sum(known) if known else None

    @property
    def promised(self) -> Decimal | None:
        known = [one.promised for one in self.years if one.promised is not None]
        return sum(known, Decimal(0)) if known else None


def cascade_of(*, unit: Unit, year: int, scope: Scope) -> Cascade:
    """
    Return the plans above, of and below `unit` for `year` that the reader may open; ten queries.

    Shape: `lower` one row per unit right below on the last day of the year, in order, without
           villages. `above` the topmost first.
    """
    day = date(year, 12, 31)
    if unit.valid_to is not None and unit.valid_to <= day:
        day = date(year, 1, 1)
    visible = plans_visible(scope=scope)
    upper, own, period = _upper_and_own(unit, year, visible)
    below = list(children(unit=unit, as_of=day)) if unit.level < UnitLevel.COMMUNE else []
    plans = _yearly(below, year)
    first, last = (period.first_year, period.last_year) if period else (year, year)
    return Cascade(
        unit=unit,
        year=year,
        above=upper,
        cited_above=_cited_above(own, upper),
        own=own,
        period=period,
        years=_period_years(unit, first, last) if period else (),
        lower=_lower(below, plans, own),
    )


def _upper_and_own(
    unit: Unit, year: int, visible: QuerySet[Plan]
) -> tuple[tuple[Plan, ...], Plan | None, Plan | None]:
    in_force = set(
        plans_in_force()
        .filter(first_year__lte=year, last_year__gte=year, unit__in=[*ancestors(unit=unit), unit])
        .values_list("pk", flat=True)
    )
    plans = list(visible.filter(pk__in=in_force).select_related("unit"))
    plans.sort(key=lambda one: (one.unit.level, one.first_year - one.last_year, one.pk))
    mine = [plan for plan in plans if plan.unit_id == unit.pk]
    yearly = [plan for plan in mine if plan.first_year == plan.last_year]
    longer = [plan for plan in mine if plan.first_year != plan.last_year]
    above = tuple(plan for plan in plans if plan.unit_id != unit.pk)
    return above, yearly[-1] if yearly else None, longer[0] if longer else None


def _cited_above(own: Plan | None, upper: Sequence[Plan]) -> tuple[CitedAbove, ...]:
    if own is None:
        return ()
    known = {plan.code for plan in upper}
    bases = LegalBasis.objects.filter(plan=own, kind__istartswith="kế hoạch")
    return tuple(
        CitedAbove(one.code, one.issued_date, one.subject)
        for one in bases
        if one.code not in known and one.code != own.code
    )


def _yearly(units: Sequence[Unit], year: int) -> dict[int, Plan]:
    found = (
        plans_in_force()
        .filter(unit__in=units, first_year__lte=year, last_year__gte=year)
        .defer("text")
    )
    chosen: dict[int, Plan] = {}
    for plan in sorted(found, key=lambda one: (one.last_year - one.first_year, -one.pk)):
        chosen.setdefault(plan.unit_id, plan)
    return chosen


def _lower(
    units: Sequence[Unit], plans: dict[int, Plan], own: Plan | None
) -> tuple[LowerUnit, ...]:
    wanted = _indicators([own]) if own else {}
    promised = wanted.get(own.pk, {}) if own else {}
    taken = _indicators(plans.values()) if promised else {}
    rows = []
    for unit in units:
        plan = plans.get(unit.pk)
        lacks: tuple[str, ...] = ()
        if plan is not None:
            has = taken.get(plan.pk, {})
            lacks = tuple(label for name, label in promised.items() if name not in has)
        tied = plan is not None and own is not None and plan.parent_id == own.pk
        rows.append(LowerUnit(unit, plan, tied, lacks))
    return tuple(rows)


def _indicators(plans: Iterable[Plan]) -> dict[int, dict[str, str]]:
    """Return, by plan, the indicators it promises something on, with their labels; one query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Target.objects.filter(plan__in=[plan.pk for plan in plans]).exclude(indicator="")
    for plan_id, name, label in rows.values_list("plan_id", "indicator", "label"):
        found[plan_id].setdefault(name, label)
    return found


def _period_years(unit: Unit, first: int, last: int) -> tuple[PeriodYear, ...]:
    plans = {
        plan.first_year: plan
        for plan in plans_in_force()
        .filter(unit=unit, first_year__gte=first, last_year__lte=last)
        .defer("text")
        .order_by("pk")
        if plan.first_year == plan.last_year
    }
    promised = dict(
        Target.objects.filter(
            plan__in=[plan.pk for plan in plans.values()], indicator="poor_households_reduced"
        ).values_list("plan__first_year", "value")
    )
    counted = figures_by_year(unit=unit, first=first, last=last)
    return tuple(
        _period_year(year, plans.get(year), promised.get(year), counted.get(year))
        for year in range(first, last + 1)
    )


def _period_year(
    year: int, plan: Plan | None, promised: Decimal | None, found: dict[str, int | None] | None
) -> PeriodYear:
    known = found or {}
    return PeriodYear(
        year=year,
        plan=plan,
        promised=promised,
        households=known.get("households"),
        poor_start=known.get("poor_start"),
        poor_end=known.get("poor_end"),
        decided=known.get("decided") or 0,
        communes=known.get("communes") or 0,
    )


def figures_by_year(*, unit: Unit, first: int, last: int) -> dict[int, dict[str, int | None]]:
    """
    Return the sums of the communes of `unit` by year; one query.

    poor_end and households are null until every counted commune of the year has its decision,
    poor_start where the decision before the year is not in the system.
    """
    rows = (
        CommuneYear.objects.filter(unit_path__startswith=unit.path, year__gte=first, year__lte=last)
        .values("year")
        .annotate(
            communes=Count("id"),
            begun=Count("id", filter=Q(start_decision__isnull=False)),
            decided=Count("id", filter=Q(end_decision__isnull=False)),
            start=Sum("poor_start"),
            end=Sum("poor_end"),
            all_end=Sum(Coalesce("households_end", "households_start")),
        )
    )
    return {
        row["year"]: {
            "communes": row["communes"],
            "decided": row["decided"],
            "poor_start": row["start"] if row["begun"] == row["communes"] else None,
            "poor_end": row["end"] if row["decided"] == row["communes"] else None,
            "households": row["all_end"] if row["decided"] == row["communes"] else None,
        }
        for row in rows
    }


@dataclass(frozen=True)
class CloseOutRow:
    """One unit of the close-out table: per year the rate at its end, null where not decided."""

    name: str
    rates: tuple[Decimal | None, ...]
    poor: tuple[int | None, ...]


def close_out(*, unit: Unit, first: int, last: int) -> tuple[list[CloseOutRow], tuple[str, ...]]:
    """
    Return poverty at the end of each year of a period, by commune, and the decisions it is from.

    Shape: one row per commune that has figures in any of the years, in order; one query.
    """
    found: dict[int, dict[int, CommuneYear]] = defaultdict(dict)
    units: dict[int, Unit] = {}
    rows = CommuneYear.objects.filter(
        unit_path__startswith=unit.path, year__gte=first, year__lte=last
    ).select_related("unit", "end_decision")
    decisions = set()
    for row in rows:
        found[row.unit_id][row.year] = row
        units[row.unit_id] = row.unit
        if row.end_decision is not None:
            decisions.add(str(row.end_decision))
    years = range(first, last + 1)
    table = [
        CloseOutRow(
            name=units[pk].full_name,
            rates=tuple(_rate(found[pk].get(year)) for year in years),
            poor=tuple(one.poor_end if (one := found[pk].get(year)) else None for year in years),
        )
        for pk in sorted(units, key=lambda pk: units[pk].sort_key)
    ]
    return table, tuple(sorted(decisions))


def _rate(row: CommuneYear | None) -> Decimal | None:
    if row is None or row.poor_end is None:
        return None
    return percent_of(row.poor_end, row.households_end or row.households_start)
