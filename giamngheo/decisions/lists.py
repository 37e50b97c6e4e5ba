"""The households of a commune's list as its papers name them, in village and name order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import ancestors
from giamngheo.decisions.paper_data import PaperHousehold, PaperUnit
from giamngheo.reviews.models import Campaign
from giamngheo.reviews.movements import MOVEMENT_CASE

_COLUMNS = (
    *("household_id", "code", "head_name", "head_birth_date", "head_sex", "head_personal_id"),
    *("village", "address", "ethnicity", "member_count", "before_category", "category", "group"),
    *("movement", "score_b1", "score_b2", "reason"),
)

# Who the head is and how many they are is read for the day of the list, not for today.
_PERSONS = """
    household.id, household.code, household.head_name, head.birth_date, head.sex,
    head.personal_id, CASE WHEN unit.level = %(village)s THEN unit.full_name ELSE '' END,
    household.address, household.ethnicity,
    (SELECT count(*) FROM registry_member AS one
     WHERE one.household_id = household.id AND one.valid_from <= %(day)s
       AND (one.valid_to IS NULL OR one.valid_to > %(day)s))
"""
_HEAD = """
    LEFT JOIN LATERAL (
        SELECT birth_date, sex, personal_id FROM registry_member AS one
        WHERE one.household_id = household.id AND one.relation = 'HEAD'
        ORDER BY one.valid_to DESC NULLS FIRST, one.position LIMIT 1
    ) AS head ON true
"""
_LIST = f"""
    SELECT {_PERSONS}, result.previous_category, result.category, result."group",
           CASE WHEN result.movement > '' THEN result.movement
                WHEN campaign.kind = 'OPENING' THEN '' ELSE {MOVEMENT_CASE} END,
           result.score_b1, result.score_b2, result.reason
    FROM reviews_reviewresult AS result
    JOIN reviews_campaign AS campaign ON campaign.id = result.campaign_id
    JOIN registry_household AS household ON household.id = result.household_id
    LEFT JOIN areas_unit AS unit ON unit.path = result.unit_path
    {_HEAD}
    WHERE result.campaign_id = %(campaign)s AND result.unit_path LIKE %(inside)s
      AND result.category > ''
    ORDER BY unit.sort_key, unit.id, household.sort_key, household.id
"""
_LINES = f"""
    SELECT {_PERSONS}, line.before_category, line.category, line."group", line.movement,
           result.score_b1, result.score_b2, line.reason
    FROM decisions_decisionline AS line
    JOIN registry_household AS household ON household.id = line.household_id
    LEFT JOIN areas_unit AS unit ON unit.path = line.unit_path
    JOIN decisions_furtherdecision AS further ON further.id = line.further_id
    JOIN reviews_decision AS decision ON decision.id = further.decision_id
    LEFT JOIN reviews_reviewresult AS result
      ON result.household_id = household.id AND result.campaign_id = decision.campaign_id
    {_HEAD}
    WHERE line.further_id = %(further)s
    ORDER BY unit.sort_key, unit.id, household.sort_key, household.id
"""


def listed_households(*, campaign: Campaign, unit: Unit, day: date) -> list[PaperHousehold]:
    """
    Return the judged households of a commune, whatever their category, with their movement.

    day: from when the decision holds, or, for a draft, the day it is drawn up.
    """
    return _rows(_LIST, {"campaign": campaign.pk, "inside": f"{unit.path}%", "day": day})


def line_households(*, further_id: int, day: date) -> list[PaperHousehold]:
    """Return the households on a further decision."""
    return _rows(_LINES, {"further": further_id, "day": day})


def _rows(sql: str, parameters: dict[str, Any]) -> list[PaperHousehold]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"village": int(UnitLevel.VILLAGE), **parameters})
        return [PaperHousehold(**dict(zip(_COLUMNS, row, strict=True))) for row in cursor]


def of_category(rows: Sequence[PaperHousehold], category: str) -> tuple[PaperHousehold, ...]:
    return tuple(row for row in rows if row.category == category)


def moved(rows: Sequence[PaperHousehold], movement: str) -> tuple[PaperHousehold, ...]:
    return tuple(row for row in rows if row.movement == movement)


def paper_unit(unit: Unit) -> PaperUnit:
    """Return how papers name a commune: with the units above it on its own day."""
    above = {one.level: one.full_name for one in ancestors(unit=unit)}
    return PaperUnit(
        code=unit.code or "",
        name=unit.name,
        full_name=unit.full_name,
        district=above.get(UnitLevel.DISTRICT, ""),
        province=above.get(UnitLevel.PROVINCE, ""),
    )
