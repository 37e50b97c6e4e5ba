"""
The count table behind dashboards: one commune's year, rebuilt whole when a decision falls.

Nobody invalidates anything: `rebuild_commune_year` reads the register as it stands on 1 January
and 31 December and replaces the row, in the transaction of the decision it was made from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count

from giamngheo.areas.models import Unit
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import CommuneYear, Decision, ReviewResult
from giamngheo.reviews.queries import first_day, last_day


def rebuild_commune_year(
    *,
    unit: Unit,
    year: int,
    start_decision: Decision | None = None,
    end_decision: Decision | None = None,
    revision: Mapping[str, Any] | None = None,
) -> CommuneYear:
    """
    Replace the counts of one commune and year.

    The end of the year stays null ("not reported") until `end_decision` has been taken; a decision
    not named keeps the one the row already has. `revision` is one more correction of the year.
    """
    old = CommuneYear.objects.filter(unit=unit, year=year).first()
    start_decision = start_decision or (old.start_decision if old else None)
    end_decision = end_decision or (old.end_decision if old else None)
    revisions = [*(old.revisions if old else []), *([dict(revision)] if revision else [])]
    start = _stock(unit.path, first_day(year))
    end = _stock(unit.path, last_day(year)) if end_decision else {}
    values: dict[str, Any] = {
        "unit_path": unit.path,
        "households_start": start["households"],
        "poor_start": start["poor"],
        "near_poor_start": start["near_poor"],
        "households_end": end.get("households"),
        "poor_end": end.get("poor"),
        "near_poor_end": end.get("near_poor"),
        "poor_n1_end": end.get("n1"),
        "poor_n2_end": end.get("n2"),
        "movements": _movements(unit, year, revisions) if end_decision else {},
        "revisions": revisions,
        "start_decision": start_decision,
        "end_decision": end_decision,
        **_deprivations(start_decision, "start"),
        **_deprivations(end_decision, "end"),
        **_resolved(start_decision, end_decision),
    }
    row, _ = CommuneYear.objects.update_or_create(unit=unit, year=year, defaults=values)
    return row


def rebuild_after(*, decision: Decision) -> None:
    """
    Rebuild the years a decision changes.

    The yearly review closes its year and opens the next; that of a new standard only opens the
    next, in the place of the yearly one's. A review of single families in between changes the
    stock of both and closes neither.
    """
    unit, year = decision.unit, decision.campaign.year
    if decision.campaign.kind == CampaignKind.OPENING:
        rebuild_commune_year(unit=unit, year=year + 1, start_decision=decision)
        return
    if decision.campaign.kind == CampaignKind.PERIODIC:
        rebuild_commune_year(unit=unit, year=year, end_decision=decision)
        rebuild_commune_year(unit=unit, year=year + 1, start_decision=decision)
        return
    rebuild_commune_year(unit=unit, year=year)
    if CommuneYear.objects.filter(unit=unit, year=year + 1).exists():
        rebuild_commune_year(unit=unit, year=year + 1)


def rebuild_corrected(
    *,
    decision: Decision,
    number: str,
    effective_date: date,
    movements: Mapping[str, int],
) -> None:
    """
    Rebuild the years a correction of `decision` changes: the one it takes effect in, and the next.

    movements: what it adds to, or takes from, the movements of the year it takes effect in. The
    deprivations stay those of the decided results: a correction asks nobody anew.
    """
    unit, year = decision.unit, effective_date.year
    revision = {
        "number": number,
        "effective_date": effective_date.isoformat(),
        "movements": dict(movements),
    }
    rebuild_commune_year(unit=unit, year=year, revision=revision)
    if CommuneYear.objects.filter(unit=unit, year=year + 1).exists():
        rebuild_commune_year(unit=unit, year=year + 1)


def _stock(path: str, as_of: date) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, {"inside": f"{path}%", "day": as_of})
        names = ("households", "poor", "near_poor", "n1", "n2")
        return dict(zip(names, cursor.fetchone(), strict=True))


_STOCK = """
    SELECT count(*),
           count(*) FILTER (WHERE status.category = 'POOR'),
           count(*) FILTER (WHERE status.category = 'NEAR_POOR'),
           count(*) FILTER (WHERE status."group" = 'N1'),
           count(*) FILTER (WHERE status."group" = 'N2')
    FROM registry_residence AS home
    JOIN registry_household AS household ON household.id = home.household_id
    LEFT JOIN registry_householdstatus AS status
      ON status.household_id = household.id
     AND status.valid_from <= %(day)s
     AND (status.valid_to IS NULL OR status.valid_to > %(day)s)
    -- Where the household lived on the day: it may have moved since.
    WHERE home.unit_path LIKE %(inside)s
      AND home.valid_from <= %(day)s
      AND (home.valid_to IS NULL OR home.valid_to > %(day)s)
      AND household.registered_from <= %(day)s
      AND (household.registered_to IS NULL OR household.registered_to > %(day)s)
"""


def _movements(unit: Unit, year: int, revisions: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the movements of all the year's decisions: families are also reviewed in between."""
    moved = ReviewResult.objects.filter(
        decision__unit=unit, campaign__year=year, decision__isnull=False
    ).exclude(movement="")
    counted = Counter(dict(moved.values_list("movement").annotate(Count("id")).order_by()))
    for revision in revisions:
        counted.update(revision["movements"])
    return {movement: count for movement, count in counted.items() if count}


def _deprivations(decision: Decision | None, moment: str) -> dict[str, Any]:
    """Return the deprivations among the poor households a decision recognised."""
    children = f"children_out_of_school_{moment}"
    if decision is None:
        return {f"deprivations_{moment}": {}, children: 0 if moment == "start" else None}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indicator, count(*) FROM reviews_reviewresult,"
            " unnest(deprivations) AS indicator"
            " WHERE decision_id = %s AND category = 'POOR' GROUP BY indicator",
            [decision.pk],
        )
        by_indicator = dict(cursor.fetchall())
        cursor.execute(
            "SELECT COALESCE(sum(children_out_of_school), 0) FROM reviews_reviewresult"
            " WHERE decision_id = %s AND category = 'POOR'",
            [decision.pk],
        )
        return {f"deprivations_{moment}": by_indicator, children: cursor.fetchone()[0]}


def _resolved(start: Decision | None, end: Decision | None) -> dict[str, Any]:
    """
    Return what was lacking at the start and no longer at the end, among the poor of the start.

    A household the year did not review again counts as still lacking: nothing shows otherwise.
    """
    if start is None or end is None:
        return {"deprivations_resolved": {}, "children_returned": None}
    parameters = {"start": start.pk, "end": end.pk}
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVED, parameters)
        resolved = dict(cursor.fetchall())
        cursor.execute(_CHILDREN_RETURNED, parameters)
        return {"deprivations_resolved": resolved, "children_returned": cursor.fetchone()[0]}


_RESOLVED = """
    SELECT indicator, count(*)
    FROM reviews_reviewresult AS before
    JOIN reviews_reviewresult AS after
      ON after.household_id = before.household_id AND after.decision_id = %(end)s,
    unnest(before.deprivations) AS indicator
    WHERE before.decision_id = %(start)s
      AND before.category = 'POOR'
      AND NOT after.deprivations @> ARRAY[indicator]
      AND NOT after.unknown_deprivations @> ARRAY[indicator]
    GROUP BY indicator
"""

_CHILDREN_RETURNED = """
    SELECT COALESCE(
        sum(greatest(before.children_out_of_school - after.children_out_of_school, 0)), 0
    )
    FROM reviews_reviewresult AS before
    JOIN reviews_reviewresult AS after
      ON after.household_id = before.household_id AND after.decision_id = %(end)s
    WHERE before.decision_id = %(start)s AND before.category = 'POOR'
"""
