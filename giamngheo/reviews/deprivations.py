"""
Which services decided households lack at the end of a year: by unit, by group, by how many.

Counted from the decisions that close the year, as `CommuneYear.deprivations_end` is; what a group
is (ethnicity, working capacity, merit) is read from the register as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, TextChoices

from giamngheo.areas.models import Unit
from giamngheo.registry.enums import Group
from giamngheo.registry.queries import KINH
from giamngheo.reviews.models import CommuneYear, ReviewResult


class Among(TextChoices):
    """The groups a poverty office tells apart; a household may be in several."""

    ALL = "ALL", "Tất cả"
    N1 = "N1", "Nhóm N1"
    N2 = "N2", "Nhóm N2"
    MINORITY = "MINORITY", "Hộ dân tộc thiểu số"
    NO_CAPACITY = "NO_CAPACITY", "Hộ không có khả năng lao động"
    MERIT = "MERIT", "Hộ có người có công"


AMONG: Mapping[str, Q] = {
    Among.ALL: Q(),
    Among.N1: Q(group=Group.N1),
    Among.N2: Q(group=Group.N2),
    Among.MINORITY: ~Q(household__ethnicity__in=["", KINH]),
    Among.NO_CAPACITY: Q(household__no_working_capacity=True),
    Among.MERIT: Q(household__has_merit_person=True),
}


@dataclass
class Tally:
    """
    Households of one row and group. `lacking`, `unknown`: households by indicator code;
    `by_count`: households by how many services they are known to lack; `unsure`: with an
    indicator nobody answered.
    """

    households: int = 0
    unsure: int = 0
    lacking: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    by_count: Counter[int] = field(default_factory=Counter)

    @property
    def deprivations(self) -> int:
        return self.lacking.total()

    def add(self, lacking: Sequence[str], unknown: Sequence[str], households: int) -> None:
        self.households += households
        self.unsure += households if unknown else 0
        self.by_count[len(lacking)] += households
        for code in lacking:
            self.lacking[code] += households
        for code in unknown:
            self.unknown[code] += households


Row = dict[str, Tally]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """
    The households of one standard. rows: by the id of the unit right below (0: not known),
    each {group: Tally}; `total` likewise.
    """

    standard: str
    rows: Mapping[int, Row]
    total: Row

    @property
    def most(self) -> int:
        """The largest number of services one household lacks."""
        return max(self.total[Among.ALL].by_count, default=0)


def deprivation_matrices(*, unit: Unit, year: int, category: str) -> list[Matrix]:
    """
    Return one matrix for each standard the year of `unit` was decided under, in their order.

    One SQL query. The caller checks scope.
    """
    rows: dict[str, dict[int, Row]] = {}
    totals: dict[str, Row] = {}
    for below, standard, group, flags, lacking, unknown, households in _counted(
        unit, year, category
    ):
        row = rows.setdefault(standard, {}).setdefault(int(below or 0), _empty_row())
        total = totals.setdefault(standard, _empty_row())
        for among in _groups(group, flags):
            row[among].add(lacking, unknown, households)
            total[among].add(lacking, unknown, households)
    return [Matrix(standard=code, rows=rows[code], total=totals[code]) for code in sorted(totals)]


def households_lacking(
    *,
    unit: Unit,
    year: int,
    category: str,
    among: str = Among.ALL,
    indicator: str = "",
    services: int | None = None,
    unsure: bool = False,
    standard: str = "",
    own_only: bool = False,
) -> QuerySet[ReviewResult, Any]:
    """
    Return the ids of exactly the households behind one figure of the matrices at or below `unit`.

    services: how many services they lack; unsure: those with an indicator nobody answered;
    own_only: those of `unit` itself, of no unit below it.
    """
    closing = CommuneYear.objects.filter(year=year, end_decision__isnull=False)
    found = ReviewResult.objects.filter(
        AMONG[among],
        decision__in=closing.values("end_decision"),
        category=category,
        **{"unit_path" if own_only else "unit_path__startswith": unit.path},
    )
    if standard:
        found = found.filter(decision__standard=standard)
    if indicator:
        found = found.filter(deprivations__contains=[indicator])
    if services is not None:
        found = found.filter(deprivations__len=services)
    if unsure:
        found = found.exclude(unknown_deprivations=[])
    return found.values("household")


def _counted(unit: Unit, year: int, category: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT split_part(substr(result.unit_path, length(%(path)s) + 1), '/', 1),
                   decision.standard, result."group",
                   ARRAY[household.ethnicity NOT IN ('', %(kinh)s),
                         household.no_working_capacity, household.has_merit_person],
                   result.deprivations, result.unknown_deprivations, count(*)
            FROM reviews_communeyear AS year
            JOIN reviews_decision AS decision ON decision.id = year.end_decision_id
            JOIN reviews_reviewresult AS result ON result.decision_id = decision.id
            JOIN registry_household AS household ON household.id = result.household_id
            WHERE year.year = %(year)s AND result.category = %(category)s
              AND starts_with(result.unit_path, %(path)s)
            GROUP BY 1, 2, 3, 4, 5, 6
            """,
            {"path": unit.path, "year": year, "category": category, "kinh": KINH},
        )
        return list(cursor.fetchall())


def _groups(group: str, flags: Sequence[bool]) -> Iterable[str]:
    yield Among.ALL
    if group:
        yield Among(group)
    special = (Among.MINORITY, Among.NO_CAPACITY, Among.MERIT)
    yield from (among for among, holds in zip(special, flags, strict=True) if holds)


def _empty_row() -> Row:
    return {among: Tally() for among in Among.values}
