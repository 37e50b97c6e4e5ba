"""
Poor households by group, cause, working category, need and lack of land, as flags to count.

One query gives every household with all its flags; each figure of the tables and each list behind
it is the same choice among them, so they cannot differ. The confidential category is no flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from giamngheo.areas.models import Unit
from giamngheo.registry.queries import KINH
from giamngheo.support.enums import WorkKind

# Table 8 takes these three off the total as if no household were in two of them.
OFFICIAL_GROUPS = ("MINORITY", "NO_CAPACITY", "MERIT")


@dataclass(frozen=True, kw_only=True)
class GroupedHousehold:
    """
    One household: the unit below it lives in (0: none known), its ethnicity, its flags.

    Flags: N1, N2, MERIT, PROTECTED, NO_CAPACITY, MINORITY, OVERLAP (in two official groups or
    more), OTHER (in none), CAUSE:…, MAIN:…, NO_CAUSE, WORK:RELIEF, WORK:SUPPORT, NEED:…, NO_NEED,
    MODEL:…, LAND, LAND:….
    """

    id: int
    below: int
    ethnicity: str
    flags: frozenset[str]


def grouped_households(*, unit: Unit, category: str, as_of: date) -> list[GroupedHousehold]:
    """Return the households of `category` on the day where they lived then. One SQL query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY,
            {
                "path": unit.path,
                "inside": f"{unit.path}%",
                "day": as_of,
                "category": category,
                "kinh": KINH,
                "secret": WorkKind.PERSUASION.value,
            },
        )
        rows = cursor.fetchall()
    return [
        GroupedHousehold(
            id=pk, below=int(below or 0), ethnicity=ethnicity, flags=frozenset(_flags(*rest))
        )
        for pk, below, ethnicity, *rest in rows
    ]


def chosen(
    households: Iterable[GroupedHousehold],
    *,
    having: Sequence[str] = (),
    without: Sequence[str] = (),
    below: int | None = None,
    ethnicity: str = "",
) -> list[GroupedHousehold]:
    """Return the households behind one figure: with every flag of `having`, none of `without`."""
    return [
        one
        for one in households
        if one.flags.issuperset(having)
        and one.flags.isdisjoint(without)
        and (below is None or one.below == below)
        and (not ethnicity or one.ethnicity == ethnicity)
    ]


def _flags(
    group: str,
    official: Sequence[bool],
    protected: bool,
    causes: Sequence[str],
    main: str | None,
    works: Sequence[str],
    lands: Sequence[str],
    needs: Sequence[str],
    models: Sequence[str],
) -> Iterable[str]:
    if group:
        yield group
    bearing = [name for name, holds in zip(OFFICIAL_GROUPS, official, strict=True) if holds]
    yield from bearing
    if len(bearing) != 1:
        yield "OVERLAP" if bearing else "OTHER"
    if protected:
        yield "PROTECTED"
    yield from (f"CAUSE:{code}" for code in causes)
    yield f"MAIN:{main}" if main else "NO_CAUSE"
    yield from (f"WORK:{kind}" for kind in works)
    if lands:
        yield "LAND"
    yield from (f"LAND:{kind}" for kind in lands)
    yield from (f"NEED:{code}" for code in needs)
    if not needs:
        yield "NO_NEED"
    yield from (f"MODEL:{model}" for model in models)


_IN_FORCE = """one.household_id = household.id AND one.valid_from <= %(day)s
               AND (one.valid_to IS NULL OR one.valid_to > %(day)s)"""
_QUERY = f"""
    SELECT household.id,
           split_part(substr(home.unit_path, length(%(path)s) + 1), '/', 1),
           household.ethnicity,
           status."group",
           ARRAY[household.ethnicity NOT IN ('', %(kinh)s),
                 household.no_working_capacity, household.has_merit_person],
           -- Not EXISTS: that would read every member of the province once to hash them.
           COALESCE((SELECT true FROM registry_member AS one WHERE {_IN_FORCE}
                     AND one.gets_social_allowance
                     AND (one.allowance_from IS NULL OR one.allowance_from <= %(day)s)
                     LIMIT 1), false),
           ARRAY(SELECT one.code FROM support_householdcause AS one WHERE {_IN_FORCE}),
           (SELECT one.code FROM support_householdcause AS one WHERE {_IN_FORCE} AND one.is_main),
           ARRAY(SELECT one.kind FROM support_workingcategory AS one WHERE {_IN_FORCE}
                 AND one.kind <> %(secret)s),
           ARRAY(SELECT one.kind FROM support_landlack AS one WHERE {_IN_FORCE}),
           ARRAY(SELECT DISTINCT unnest(one.codes) FROM support_householdneed AS one
                 WHERE {_IN_FORCE}),
           ARRAY(SELECT DISTINCT one.model FROM support_householdneed AS one
                 WHERE {_IN_FORCE} AND one.model <> '')
    FROM registry_household AS household
    JOIN registry_residence AS home
      ON home.household_id = household.id
     AND home.valid_from <= %(day)s AND (home.valid_to IS NULL OR home.valid_to > %(day)s)
    JOIN registry_householdstatus AS status
      ON status.household_id = household.id AND status.category = %(category)s
     AND status.valid_from <= %(day)s AND (status.valid_to IS NULL OR status.valid_to > %(day)s)
    WHERE home.unit_path LIKE %(inside)s
      AND household.registered_from <= %(day)s
      AND (household.registered_to IS NULL OR household.registered_to > %(day)s)
"""
