"""
What the register counts of an indicator, for a unit and year, from the figures decisions froze.

One query reads the years of every commune; all sums are made from those rows, so that a figure,
its trend and its split over the lower units cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from giamngheo.lib.numbers import round_half_up
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.models import CommuneYear
from giamngheo.targets.catalogue import Indicator


@dataclass(frozen=True, kw_only=True)
class Figure:
    """
    A counted value with its start of the year; None while a commune has not decided.

    exact: unrounded, for comparing with a limit. known, asked: of people asked, how many answers
    the register has; a share of those alone is no result.
    """

    value: Decimal | None
    start: Decimal | None = None
    exact: Decimal | None = None
    communes: int = 0
    decided: int = 0
    known: int | None = None
    asked: int | None = None

    @property
    def is_complete(self) -> bool:
        return self.value is not None


NOTHING = Figure(value=None)
_ON_THE_DAY = "{0}.valid_from <= %(day)s AND ({0}.valid_to IS NULL OR {0}.valid_to > %(day)s)"
_INSURED = f"""
    SELECT status.category, count(*), count(member.has_health_insurance),
           count(*) FILTER (WHERE member.has_health_insurance)
    FROM registry_residence AS home
    JOIN registry_householdstatus AS status
      ON status.household_id = home.household_id AND {_ON_THE_DAY.format("status")}
    JOIN registry_member AS member
      ON member.household_id = home.household_id AND {_ON_THE_DAY.format("member")}
    WHERE home.unit_path LIKE %(inside)s AND {_ON_THE_DAY.format("home")}
      AND status.category IN ('POOR', 'NEAR_POOR')
    GROUP BY status.category
"""


@dataclass(frozen=True, kw_only=True)
class Insured:
    """Members of one category's households: all, with an answer, with a card."""

    members: int
    answered: int
    insured: int


def years_of(*, unit_path: str, until: int) -> dict[int, list[CommuneYear]]:
    """Return the counted years of every commune at or below the path, by year. One query."""
    found: dict[int, list[CommuneYear]] = {}
    rows = CommuneYear.objects.filter(unit_path__startswith=unit_path, year__lte=until)
    for row in rows.order_by("year", "unit_path"):
        found.setdefault(row.year, []).append(row)
    return found


def insured_members(*, unit_path: str, as_of: date) -> dict[str, Insured]:
    """Return who of the members of poor and near-poor households has a card that day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_INSURED, {"inside": f"{unit_path}%", "day": as_of})
        return {
            category: Insured(members=members, answered=answered, insured=insured)
            for category, members, answered, insured in cursor.fetchall()
        }


def count(
    *,
    indicator: Indicator,
    rows: Sequence[CommuneYear],
    communes: int = 0,
    insured: Mapping[str, Insured] | None = None,
) -> Figure:
    """
    Return the indicator's figure over `rows`, the counted years of a unit's communes.

    communes: how many there should be. One of them without its decision makes the whole unknown,
    never silently lower.
    """
    category = INSURED.get(indicator.computed)
    if category:
        return _insured(indicator, (insured or {}).get(category))
    how = COUNTED.get(indicator.computed)
    if how is None or not rows:
        return NOTHING
    decided = sum(row.end_decision_id is not None for row in rows)
    expected = max(communes, len(rows))
    is_whole = len(rows) == expected
    start = how(rows, indicator, True) if is_whole and how in HAS_START else None
    exact = how(rows, indicator, False) if is_whole and decided == expected else None
    return Figure(
        value=None if exact is None else round_half_up(exact, indicator.places),
        start=None if start is None else round_half_up(start, indicator.places),
        exact=exact,
        communes=expected,
        decided=decided,
    )


def _insured(indicator: Indicator, found: Insured | None) -> Figure:
    if found is None or not found.members:
        return NOTHING
    exact = Decimal(found.insured) * 100 / Decimal(found.members)
    complete = found.answered == found.members
    return Figure(
        value=round_half_up(exact, indicator.places) if complete else None,
        exact=exact if complete else None,
        known=found.answered,
        asked=found.members,
    )


Rows = Sequence[CommuneYear]
Counter = Callable[[Rows, Indicator, bool], Decimal | None]


def _sum(values: Iterable[int | None]) -> Decimal | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return Decimal(total)


def _poor(rows: Rows, _: Indicator, at_start: bool) -> Decimal | None:
    return _sum(row.poor_start if at_start else row.poor_end for row in rows)


def _near_poor(rows: Rows, _: Indicator, at_start: bool) -> Decimal | None:
    return _sum(row.near_poor_start if at_start else row.near_poor_end for row in rows)


def _fall(of: Counter) -> Counter:
    def fall(rows: Rows, indicator: Indicator, at_start: bool) -> Decimal | None:
        start, end = of(rows, indicator, True), of(rows, indicator, False)
        return None if start is None or end is None else start - end

    return fall


def _rate(of: Counter) -> Counter:
    """In per cent of all households at the start of the year, as the plans compute it."""

    def share(rows: Rows, indicator: Indicator, at_start: bool) -> Decimal | None:
        part, whole = of(rows, indicator, at_start), _sum(row.households_start for row in rows)
        return None if part is None or not whole else part * 100 / whole

    return share


def _children_end(rows: Rows, _: Indicator, at_start: bool) -> Decimal | None:
    return _sum(
        row.children_out_of_school_start if at_start else row.children_out_of_school_end
        for row in rows
    )


def _children_returned(rows: Rows, _: Indicator, at_start: bool) -> Decimal | None:
    return _sum(row.children_returned for row in rows)


def _resolved(rows: Rows, indicator: Indicator, at_start: bool) -> Decimal | None:
    return _sum(row.deprivations_resolved.get(indicator.lacking, 0) for row in rows)


def _served_rate(rows: Rows, indicator: Indicator, at_start: bool) -> Decimal | None:
    poor = _poor(rows, indicator, at_start)
    lacking = _sum(
        (row.deprivations_start if at_start else row.deprivations_end).get(indicator.lacking, 0)
        for row in rows
    )
    if poor is None or lacking is None:
        return None
    # Nobody poor is left without the service where nobody is left poor.
    return Decimal(100) if not poor else (poor - lacking) * 100 / poor


COUNTED: Mapping[str, Counter] = {
    "poor_end": _poor,
    "near_poor_end": _near_poor,
    "poor_net_fall": _fall(_poor),
    "near_poor_net_fall": _fall(_near_poor),
    "poor_rate_end": _rate(_poor),
    "near_poor_rate_end": _rate(_near_poor),
    "poor_rate_fall": _rate(_fall(_poor)),
    "near_poor_rate_fall": _rate(_fall(_near_poor)),
    "children_end": _children_end,
    "children_returned": _children_returned,
    "resolved": _resolved,
    "served_rate": _served_rate,
}
INSURED: Mapping[str, str] = {
    "insured_near_poor": StatusCategory.NEAR_POOR.value,
    "insured_poor": StatusCategory.POOR.value,
}
# A level has a start of the year; a change begins at nought.
HAS_START = tuple(
    COUNTED[name]
    for name in (
        *("poor_end", "near_poor_end", "poor_rate_end", "near_poor_rate_end"),
        *("children_end", "served_rate"),
    )
)
