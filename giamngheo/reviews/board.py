"""The completeness board of a campaign: who has not begun, who is late, who is through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import polars as pl
from django.db import connection

from giamngheo.reviews.enums import CommuneState, VillageStage
from giamngheo.reviews.models import Campaign

VILLAGE_SCHEMA: dict[str, Any] = {
    "village_id": pl.Int64,
    "unit_id": pl.Int64,
    "name": pl.String,
    "sort_key": pl.String,
    "unit_path": pl.String,
    "commune_id": pl.Int64,
    "stage": pl.String,
    "due_date": pl.Date,
    "listed": pl.Int64,
    "recorded": pl.Int64,
    "judged": pl.Int64,
    "newest": pl.Datetime("us", "UTC"),
}


class Standing(StrEnum):
    """How a village or commune does against its days."""

    NOT_BEGUN = "NOT_BEGUN"
    UNDER_WAY = "UNDER_WAY"
    LATE = "LATE"
    DONE = "DONE"


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """
    One village or commune on the board; counts are of households on its list.

    late: its present step is past its day, or, of a commune, a village's is. overdue_villages and
    the counts of villages are zero in a village's own row. newest: the latest form or move.
    """

    unit_id: int
    unit_code: str
    name: str
    sort_key: str
    unit_path: str
    commune_id: int
    state: str
    due_date: date | None
    listed: int
    recorded: int
    judged: int
    villages: int
    villages_begun: int
    villages_done: int
    villages_late: int
    newest: datetime | None
    standing: Standing
    checked: int = 0
    differing: int = 0
    signed_off: bool = False


@dataclass(frozen=True, kw_only=True)
class Board:
    """The rows of a campaign at or below a path, communes and villages apart, and their sum."""

    communes: tuple[BoardRow, ...]
    villages: tuple[BoardRow, ...]

    def of_commune(self, commune_id: int) -> tuple[BoardRow, ...]:
        return tuple(row for row in self.villages if row.commune_id == commune_id)

    def total(self, name: str) -> int:
        """Return the sum over communes of one of the counts: "listed", "villages_late" …"""
        return sum(getattr(row, name) for row in self.communes)

    def standing(self, standing: Standing) -> int:
        return sum(row.standing == standing for row in self.communes)


def board(
    *,
    campaign: Campaign,
    path: str,
    as_of: date,
    within: Sequence[str] = ("/",),
    with_villages: bool = True,
) -> Board:
    """
    Return the completeness board of the campaign at or below `path` on a day. Two SQL queries.

    Only what lies inside one of the paths `within` is counted: the reader's scope. Without
    villages their rows stay away; the communes count them all the same.
    Order: communes and, inside each, villages in the Vietnamese order of names.
    """
    paths = common_paths(path, within)
    villages = village_frame(campaign=campaign, paths=paths)
    tallies = {row["commune_id"]: row for row in _tallies(villages, as_of).iter_rows(named=True)}
    communes = [
        _commune_row(row, tallies.get(row["commune_id"], NO_VILLAGE), as_of)
        for row in _communes(campaign, paths)
    ]
    shown = villages.iter_rows(named=True) if with_villages else ()
    rows = [_village_row(row, as_of) for row in shown]
    return Board(communes=tuple(communes), villages=tuple(rows))


NO_VILLAGE: dict[str, Any] = {
    **dict.fromkeys(("listed", "recorded", "judged"), 0),
    **dict.fromkeys(("villages", "begun", "done", "late"), 0),
    "newest": None,
}


def _tallies(villages: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return the sums of each commune's villages; one row per commune review."""
    done = pl.col("stage") == VillageStage.CLOSED.value
    begun = (pl.col("stage") != VillageStage.SURVEY.value) | (pl.col("recorded") > 0)
    late = (pl.col("due_date") < as_of).fill_null(value=False) & ~done
    return villages.group_by("commune_id").agg(
        pl.col("listed", "recorded", "judged").sum(),
        villages=pl.len(),
        begun=begun.sum(),
        done=done.sum(),
        late=late.sum(),
        newest=pl.col("newest").max(),
    )


def common_paths(path: str, within: Sequence[str]) -> list[str]:
    """Return the paths of what lies at or below `path` and inside one of `within`."""
    return [path if path.startswith(mine) else mine for mine in within if _meet(path, mine)]


def _meet(path: str, other: str) -> bool:
    return path.startswith(other) or other.startswith(path)


def village_frame(*, campaign: Campaign, paths: Sequence[str]) -> pl.DataFrame:
    """
    Return the counts of every village of the campaign inside one of `paths`. One SQL query.

    Shape: one row per village review: village_id, unit_id, name, sort_key, unit_path, commune_id
           (of the commune review), stage, due_date, listed, recorded (has a form), judged,
           newest (latest form or move, null before the first).
    """
    with connection.cursor() as cursor:
        cursor.execute(_VILLAGES, {"campaign": campaign.pk, **_inside(paths)})
        return pl.DataFrame(cursor.fetchall(), schema=VILLAGE_SCHEMA, orient="row")


_VILLAGES = """
    WITH counted AS (
        SELECT listing.village_id,
               count(*) AS listed,
               count(result.id) AS recorded,
               count(*) FILTER (WHERE result.category <> '') AS judged,
               max(result.recorded_at) AS newest
        FROM reviews_reviewlisting AS listing
        LEFT JOIN reviews_reviewresult AS result
          ON result.campaign_id = listing.campaign_id
         AND result.household_id = listing.household_id
        WHERE listing.campaign_id = %(campaign)s
          AND listing.unit_path LIKE ANY(%(inside)s)
          AND listing.withdrawn_on IS NULL
        GROUP BY listing.village_id
    ), moved AS (
        SELECT unit_id, max(changed_at) AS newest
        FROM reviews_stagechange
        WHERE campaign_id = %(campaign)s AND of_village
        GROUP BY unit_id
    )
    SELECT village.id, village.unit_id, unit.full_name, unit.sort_key, village.unit_path,
           village.commune_review_id, village.stage, village.due_date,
           COALESCE(counted.listed, 0), COALESCE(counted.recorded, 0),
           COALESCE(counted.judged, 0), GREATEST(counted.newest, moved.newest)
    FROM reviews_villagereview AS village
    JOIN areas_unit AS unit ON unit.id = village.unit_id
    LEFT JOIN counted ON counted.village_id = village.id
    LEFT JOIN moved ON moved.unit_id = village.unit_id
    WHERE village.campaign_id = %(campaign)s AND village.unit_path LIKE ANY(%(inside)s)
    ORDER BY unit.sort_key, unit.id
"""

_COMMUNES = """
    WITH checked AS (
        SELECT drawn.commune_review_id,
               count(item.differs) AS checked,
               count(*) FILTER (WHERE item.differs) AS differing
        FROM reviews_secondcheck AS drawn
        JOIN reviews_secondcheckitem AS item ON item.check_of_id = drawn.id
        WHERE drawn.campaign_id = %(campaign)s
        GROUP BY drawn.commune_review_id
    ), moved AS (
        SELECT unit_id, max(changed_at) AS newest
        FROM reviews_stagechange
        WHERE campaign_id = %(campaign)s AND NOT of_village
        GROUP BY unit_id
    )
    SELECT commune.id AS commune_id, unit.id AS unit_id, COALESCE(unit.code, '') AS unit_code,
           unit.full_name AS name, unit.sort_key, commune.unit_path, commune.state,
           commune.due_date, moved.newest, COALESCE(checked.checked, 0) AS checked,
           COALESCE(checked.differing, 0) AS differing, signed.id IS NOT NULL AS signed_off
    FROM reviews_communereview AS commune
    JOIN areas_unit AS unit ON unit.id = commune.unit_id
    LEFT JOIN checked ON checked.commune_review_id = commune.id
    LEFT JOIN moved ON moved.unit_id = commune.unit_id
    LEFT JOIN reviews_supervisionsignoff AS signed ON signed.commune_review_id = commune.id
    WHERE commune.campaign_id = %(campaign)s
      AND (commune.unit_path LIKE ANY(%(inside)s) OR EXISTS (
          SELECT FROM unnest(%(paths)s::text[]) AS mine WHERE starts_with(mine, commune.unit_path)
      ))
    ORDER BY unit.sort_key, unit.id
"""


def _inside(paths: Sequence[str]) -> dict[str, list[str]]:
    return {"inside": [f"{path}%" for path in paths], "paths": list(paths)}


def _communes(campaign: Campaign, paths: Sequence[str]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_COMMUNES, {"campaign": campaign.pk, **_inside(paths)})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _village_row(row: dict[str, Any], as_of: date) -> BoardRow:
    late = row["due_date"] is not None and row["due_date"] < as_of
    done = row["stage"] == VillageStage.CLOSED
    begun = done or row["stage"] != VillageStage.SURVEY or row["recorded"] > 0
    return BoardRow(
        unit_id=row["unit_id"],
        unit_code="",
        name=row["name"],
        sort_key=row["sort_key"],
        unit_path=row["unit_path"],
        commune_id=row["commune_id"],
        state=row["stage"],
        due_date=row["due_date"],
        listed=row["listed"],
        recorded=row["recorded"],
        judged=row["judged"],
        villages=0,
        villages_begun=int(begun),
        villages_done=int(done),
        villages_late=int(late and not done),
        newest=row["newest"],
        standing=_standing(begun=begun, late=late, done=done),
    )


def _commune_row(row: dict[str, Any], tally: dict[str, Any], as_of: date) -> BoardRow:
    past_day = row["due_date"] is not None and row["due_date"] < as_of
    begun = row["state"] != CommuneState.OPEN or tally["begun"] > 0
    newest = [moment for moment in (row["newest"], tally["newest"]) if moment]
    return BoardRow(
        unit_id=row["unit_id"],
        unit_code=row["unit_code"],
        name=row["name"],
        sort_key=row["sort_key"],
        unit_path=row["unit_path"],
        commune_id=row["commune_id"],
        state=row["state"],
        due_date=row["due_date"],
        listed=tally["listed"],
        recorded=tally["recorded"],
        judged=tally["judged"],
        villages=tally["villages"],
        villages_begun=tally["begun"],
        villages_done=tally["done"],
        villages_late=tally["late"],
        newest=max(newest, default=None),
        standing=_standing(
            begun=begun,
            late=past_day or tally["late"] > 0,
            done=row["state"] == CommuneState.DECIDED,
        ),
        checked=row["checked"],
        differing=row["differing"],
        signed_off=row["signed_off"],
    )


def _standing(*, begun: bool, late: bool, done: bool) -> Standing:
    if done:
        return Standing.DONE
    if late:
        return Standing.LATE
    return Standing.UNDER_WAY if begun else Standing.NOT_BEGUN
