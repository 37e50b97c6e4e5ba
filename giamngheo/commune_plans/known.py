"""
What is known of a commune's poor households in a year, one row each, in one SQL query.

Causes, wishes and categories in force at any time of the year count: a plan of January is read in
December too. The confidential category is never selected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from giamngheo.areas.models import Unit
from giamngheo.commune_plans.rows import MeasureRow
from giamngheo.reviews.queries import first_day, last_day
from giamngheo.support.enums import OPEN_WORK_KINDS, WorkKind


@dataclass(frozen=True, kw_only=True)
class Known:
    """By household id the fields of its `PlanRow`; the standard of the decision, "" without one."""

    rows: Mapping[int, dict[str, Any]]
    standard: str


def known_of_households(*, household_ids: Sequence[int], unit: Unit, year: int) -> Known:
    """Return what the plan's rows say of the households; services lacked as decided last."""
    parameters: dict[str, Any] = {
        "ids": list(household_ids),
        "unit": unit.pk,
        "year": year,
        # Who was poor in the night of New Year: on 31 December and on 1 January alike.
        "since": first_day(year) - timedelta(days=1),
        "until": last_day(year),
        "kinds": [kind.value for kind in OPEN_WORK_KINDS],
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, parameters)
        found = cursor.fetchall()
    standard = next((row[3] for row in found if row[3]), "")
    return Known(rows={row[0]: _fields(*row[1:3], *row[4:]) for row in found}, standard=standard)


def _fields(
    group: str | None,
    lacking: Sequence[str] | None,
    causes: Sequence[str],
    needs: Sequence[str],
    work: str | None,
    helper: str | None,
    note: str | None,
    version: int | None,
    measures: Sequence[Mapping[str, Any]] | None,
    expects_exit: bool,
) -> dict[str, Any]:
    return {
        "group": group or "",
        "lacking": tuple(lacking or ()),
        "causes": tuple(dict.fromkeys(causes)),
        "needs": tuple(dict.fromkeys(needs)),
        "work": str(WorkKind(work).label) if work else "",
        "helper": helper or "",
        "note": note or "",
        "version": version or 0,
        "measures": tuple(MeasureRow(**one) for one in measures or ()),
        "expects_exit": expects_exit,
    }


_IN_YEAR = """one.household_id = home.id AND one.valid_from <= %(until)s
               AND (one.valid_to IS NULL OR one.valid_to > %(since)s)"""
_QUERY = f"""
    SELECT home.id, result."group", result.deprivations, decision.standard,
           ARRAY(SELECT one.code FROM support_householdcause AS one WHERE {_IN_YEAR}
                 ORDER BY one.is_main DESC, one.valid_from DESC, one.id),
           ARRAY(SELECT one.words FROM support_householdneed AS one WHERE {_IN_YEAR}
                 ORDER BY one.valid_from, one.id),
           (SELECT one.kind FROM support_workingcategory AS one WHERE {_IN_YEAR}
            AND one.kind = ANY(%(kinds)s) ORDER BY one.valid_from DESC LIMIT 1),
           plan.helper, plan.note, plan.version,
           (SELECT json_agg(json_build_object(
                       'words', one.words, 'answers', one.answers, 'source', one.source,
                       'amount_vnd', one.amount_vnd, 'due', COALESCE(one.due::text, '')
                   ) ORDER BY one.position)
            FROM support_householdmeasure AS one WHERE one.plan_id = plan.id),
           EXISTS (SELECT 1 FROM targets_expectedexit AS one
                   WHERE one.household_id = home.id AND one.year = %(year)s
                   AND one.removed_at IS NULL)
    FROM unnest(%(ids)s::bigint[]) AS home(id)
    LEFT JOIN reviews_communeyear AS year ON year.unit_id = %(unit)s AND year.year = %(year)s
    LEFT JOIN reviews_decision AS decision ON decision.id = year.start_decision_id
    LEFT JOIN reviews_reviewresult AS result
      ON result.decision_id = decision.id AND result.household_id = home.id
     AND result.category = 'POOR'
    LEFT JOIN support_householdplan AS plan
      ON plan.household_id = home.id AND plan.year = %(year)s
"""
