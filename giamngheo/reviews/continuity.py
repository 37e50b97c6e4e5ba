"""Whether one campaign begins where the last one ended: its opening list against that closing."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db import connection

from giamngheo.reviews.models import Campaign

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


def _frame(sql: str, campaign: Campaign, path: str) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"campaign": campaign.pk, "inside": f"{path}%"})
        return pl.DataFrame(cursor.fetchall(), schema=CLOSING_SCHEMA, orient="row")
