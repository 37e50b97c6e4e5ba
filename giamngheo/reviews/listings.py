"""Questions about the list to review: who is on it, who still has no result."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from giamngheo.reviews.models import Campaign, ReviewListing, ReviewResult, VillageReview

LISTED_SCHEMA = {
    "household_id": pl.Int64,
    "household_code": pl.String,
    "head_name": pl.String,
    "village_id": pl.Int64,
    "village_name": pl.String,
    "unit_path": pl.String,
    "source": pl.String,
    "screened": pl.Int64,
    "previous_category": pl.String,
    "category": pl.String,
    "group": pl.String,
    "score_b1": pl.Int64,
    "score_b2": pl.Int64,
    "movement": pl.String,
}


def listed(*, campaign: Campaign) -> QuerySet[ReviewListing]:
    """Return the households on the campaign's list to review, without those withdrawn."""
    return ReviewListing.objects.filter(campaign=campaign, withdrawn_on__isnull=True)


def of_village(*, village: VillageReview) -> QuerySet[ReviewListing]:
    """Return the households on one village's list, without those withdrawn."""
    return ReviewListing.objects.filter(village=village, withdrawn_on__isnull=True)


def without_result(*, village: VillageReview) -> QuerySet[ReviewListing]:
    """Return the listed households of one village that have not been judged."""
    judged = ReviewResult.objects.filter(
        campaign=village.campaign_id, household=OuterRef("household")
    ).exclude(category="")
    return of_village(village=village).filter(~Exists(judged))


def ready_to_judge(*, village: VillageReview) -> bool:
    """Return whether every listed household of one village has a form, some not yet judged."""
    forms = ReviewResult.objects.filter(
        campaign=village.campaign_id, household=OuterRef("household")
    )
    found = of_village(village=village).annotate(category=Subquery(forms.values("category")[:1]))
    categories = set(found.values_list("category", flat=True).distinct())
    return "" in categories and None not in categories


def listed_frame(*, campaign: Campaign, path: str) -> pl.DataFrame:
    """
    Return the list to review at or below `path`, with what the review has made of it so far.

    Shape: one row per listed household, none withdrawn, in the Vietnamese order of villages and of
           names: household_id, household_code, head_name, village_id (the village review's),
           village_name, unit_path, source, screened (criteria met on Form A, or null),
           previous_category, category ("" while not judged, null without a form), group,
           score_b1, score_b2, movement.
    """
    return _frame(
        """
        SELECT household.id, household.code, household.head_name, village.id, unit.full_name,
               listing.unit_path, listing.source, listing.screened, listing.previous_category,
               result.category, result."group", result.score_b1, result.score_b2, result.movement
        FROM reviews_reviewlisting AS listing
        JOIN reviews_villagereview AS village ON village.id = listing.village_id
        JOIN areas_unit AS unit ON unit.id = village.unit_id
        JOIN registry_household AS household ON household.id = listing.household_id
        LEFT JOIN reviews_reviewresult AS result
          ON result.campaign_id = listing.campaign_id
         AND result.household_id = listing.household_id
        WHERE listing.campaign_id = %(campaign)s
          AND starts_with(listing.unit_path, %(path)s)
          AND listing.withdrawn_on IS NULL
        ORDER BY unit.sort_key, unit.id, listing.sort_key, listing.id
        """,
        {"campaign": campaign.pk, "path": path},
        LISTED_SCHEMA,
    )


def _frame(sql: str, parameters: dict[str, Any], schema: dict[str, Any]) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
