"""Whether one campaign begins where the last one ended: its opening list against that closing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection

from giamngheo.lib.dates import format_date
from giamngheo.registry.enums import EventKind, EventState
from giamngheo.registry.models import HouseholdEvent, HouseholdStatus
from giamngheo.reviews.models import Campaign, CommuneYear, Decision

CLOSING_SCHEMA: dict[str, Any] = {
    "household_id": pl.Int64,
    "household_code": pl.String,
    "head_name": pl.String,
    "unit_path": pl.String,
    "category": pl.String,
}


def closing_list(*, campaign: Campaign, path: str) -> pl.DataFrame:
    """
    Return whom the campaign's decisions left poor or near poor at or below `path`.

    Shape: one row per household, by code: household_id, household_code, head_name, unit_path (as
           decided), category.
    """
    return _frame(
        """
        SELECT household.id, household.code, household.head_name, result.unit_path,
               result.category
        FROM reviews_reviewresult AS result
        JOIN registry_household AS household ON household.id = result.household_id
        WHERE result.campaign_id = %(campaign)s
          AND result.decision_id IS NOT NULL
          AND result.category IN ('POOR', 'NEAR_POOR')
          AND result.unit_path LIKE %(inside)s
        ORDER BY household.code
        """,
        campaign,
        path,
    )


def opening_list(*, campaign: Campaign, path: str) -> pl.DataFrame:
    """
    Return whom the campaign began with: the households managed as poor or near poor on its first
    day, withdrawn ones too.

    Shape: as `closing_list`; category is the one before the review.
    """
    return _frame(
        """
        SELECT household.id, household.code, household.head_name, listing.unit_path,
               listing.previous_category
        FROM reviews_reviewlisting AS listing
        JOIN registry_household AS household ON household.id = listing.household_id
        WHERE listing.campaign_id = %(campaign)s
          AND listing.source <> 'REQUEST'
          AND listing.previous_category IN ('POOR', 'NEAR_POOR')
          AND listing.unit_path LIKE %(inside)s
        ORDER BY household.code
        """,
        campaign,
        path,
    )


def breaks_between(*, earlier: Campaign, later: Campaign, path: str) -> pl.DataFrame:
    """
    Return the households on one of the two lists only, or under another category: each must have
    an event or a regular decision in between to explain it.

    Shape: one row per household, by code: household_code, head_name, closed_as, opened_as (null:
           not on that list).
    """
    closed = closing_list(campaign=earlier, path=path)
    opened = opening_list(campaign=later, path=path)
    both = closed.select("household_code", "head_name", closed_as="category").join(
        opened.select("household_code", "head_name", opened_as="category"),
        on="household_code",
        how="full",
        coalesce=True,
    )
    return (
        both.filter(~pl.col("closed_as").eq_missing(pl.col("opened_as")))
        .with_columns(head_name=pl.coalesce("head_name", "head_name_right"))
        .select("household_code", "head_name", "closed_as", "opened_as")
        .sort("household_code")
    )


@dataclass(frozen=True, kw_only=True)
class Break:
    """
    A household on one of the two lists only, or under another category: closed_as, opened_as
    ("": not on that list), and what the register knows of the days between.
    """

    household_code: str
    head_name: str
    closed_as: str
    opened_as: str
    explained: tuple[str, ...]


def start_decisions(*, campaign: Campaign, path: str) -> dict[str, Decision]:
    """Return by commune path the decision the campaign's year began with. One SQL query."""
    years = CommuneYear.objects.filter(
        year=campaign.year, unit_path__startswith=path, start_decision__isnull=False
    ).select_related("start_decision__campaign")
    return {one.unit_path: one.start_decision for one in years if one.start_decision}


def breaks_of(*, campaign: Campaign, path: str) -> list[Break]:
    """
    Return every household at or below `path` that breaks "start = the end before", those nothing
    explains first.

    Explained by what the register has of the days between: events, other decided statuses.
    """
    starts = start_decisions(campaign=campaign, path=path)
    if not starts:
        return []
    earlier = {one.campaign_id: one.campaign for one in starts.values()}
    parts = {path: next(iter(starts.values()))} if len(earlier) == 1 else starts
    rows = pl.concat(
        breaks_between(earlier=decision.campaign, later=campaign, path=part)
        for part, decision in sorted(parts.items())
    )
    told = _told_between(rows["household_code"].to_list(), list(starts.values()), campaign)
    found = [
        Break(
            household_code=code,
            head_name=name,
            closed_as=closed or "",
            opened_as=opened or "",
            explained=tuple(told.get(code, ())),
        )
        for code, name, closed, opened in rows.rows()
    ]
    return sorted(found, key=lambda one: (bool(one.explained), one.household_code))


def _told_between(
    codes: Sequence[str], starts: Sequence[Decision], later: Campaign
) -> dict[str, list[str]]:
    since = min(one.effective_date for one in starts)
    between = (since, later.starts_on or later.judged_for)
    told: dict[str, list[str]] = defaultdict(list)
    events = (
        HouseholdEvent.objects.filter(household__code__in=codes, state=EventState.DONE)
        .filter(event_date__range=between)
        .exclude(kind__in=(EventKind.UNDO, EventKind.CONDITIONS))
        .order_by("event_date", "id")
    )
    for code, kind, day in events.values_list("household__code", "kind", "event_date"):
        told[code].append(f"{EventKind(kind).label} ngày {format_date(day)}")
    own = [f"Quyết định {one.number} ngày {format_date(one.signed_date)}" for one in starts]
    statuses = (
        HouseholdStatus.objects.filter(household__code__in=codes, valid_from__range=between)
        .exclude(source__in=own)
        .order_by("valid_from")
    )
    for code, source, day in statuses.values_list("household__code", "source", "valid_from"):
        told[code].append(f"{source}, từ ngày {format_date(day)}")
    return told


def _frame(sql: str, campaign: Campaign, path: str) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"campaign": campaign.pk, "inside": f"{path}%"})
        return pl.DataFrame(cursor.fetchall(), schema=CLOSING_SCHEMA, orient="row")
