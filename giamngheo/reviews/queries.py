"""Questions about reviews: frames for judging and deciding, a household's results, progress."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from giamngheo.areas.models import Unit
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign, CommuneReview, CommuneYear, Decision, ReviewResult

OPEN_HOUSEHOLDS_SCHEMA = {
    "household_code": pl.String,
    "household_id": pl.Int64,
    "unit_path": pl.String,
    "commune_path": pl.String,
    "area_type": pl.String,
    "previous_category": pl.String,
}
RECORDED_SCHEMA = {
    "id": pl.Int64,
    "unit_id": pl.Int64,
    "household_code": pl.String,
    "area_type": pl.String,
    "evidence": pl.String,
    "b1": pl.Int64,
    "b2": pl.Int64,
    "income_per_capita_vnd": pl.Int64,
    "deprivations": pl.List(pl.String),
    "unknown_deprivations": pl.List(pl.String),
    "answers": pl.String,
    "facts": pl.String,
}
JUDGED_SCHEMA = {
    "household_id": pl.Int64,
    "household_code": pl.String,
    "score_b1": pl.Int64,
    "score_b2": pl.Int64,
    "income_per_capita_vnd": pl.Int64,
    "deprivations": pl.List(pl.String),
    "answered": pl.String,
    "category": pl.String,
    "group": pl.String,
}


def households_open_in(*, campaign: Campaign, codes: Sequence[str]) -> pl.DataFrame:
    """
    Return those of `codes` that may still be scored in the campaign.

    In a campaign of the whole procedure: those on its list, in villages still being surveyed.
    Shape: one row per household inside an undecided commune of the campaign: household_code,
           household_id, unit_path, commune_path, area_type (the commune's), previous_category (on
           the day judged for).
    """
    return _frame(
        """
        SELECT household.code, household.id, household.unit_path, commune.unit_path,
               commune.area_type, COALESCE(status.category, 'NON_POOR')
        FROM registry_household AS household
        JOIN reviews_communereview AS commune
          ON commune.campaign_id = %(campaign)s
         AND commune.state <> 'DECIDED'
         AND starts_with(household.unit_path, commune.unit_path)
        LEFT JOIN registry_householdstatus AS status
          ON status.household_id = household.id
         AND status.valid_from <= %(day)s
         AND (status.valid_to IS NULL OR status.valid_to > %(day)s)
        WHERE household.code = ANY(%(codes)s)
          AND (NOT %(full)s OR EXISTS (
              SELECT FROM reviews_reviewlisting AS listing
              JOIN reviews_villagereview AS village ON village.id = listing.village_id
              WHERE listing.campaign_id = commune.campaign_id
                AND listing.household_id = household.id
                AND listing.withdrawn_on IS NULL
                AND village.stage = 'SURVEY'
          ))
        """,
        {
            "campaign": campaign.pk,
            "day": campaign.judged_for,
            "codes": list(codes),
            "full": campaign.is_full,
        },
        OPEN_HOUSEHOLDS_SCHEMA,
    )


def recorded_frame(
    *, campaign: Campaign, units: Sequence[Unit], villages: Sequence[Unit] = ()
) -> pl.DataFrame:
    """
    Return what was recorded of the communes `units`, whatever the kind of evidence.

    In a campaign of the whole procedure only villages still being surveyed, of `villages` alone
    when they are named.
    Shape: one row per recorded household: id (of the result), unit_id (of the commune),
           household_code, area_type (the commune's on the day of the review), evidence, b1, b2,
           income_per_capita_vnd, deprivations, unknown_deprivations, answers, facts (JSON texts).
    """
    return _frame(
        """
        SELECT result.id, commune.unit_id, household.code, result.area_type, result.evidence,
               result.score_b1, result.score_b2, result.income_per_capita_vnd,
               result.deprivations, result.unknown_deprivations, result.answers::text,
               result.facts::text
        FROM reviews_communereview AS commune
        JOIN reviews_reviewresult AS result
          ON result.campaign_id = commune.campaign_id
         AND starts_with(result.unit_path, commune.unit_path)
        JOIN registry_household AS household ON household.id = result.household_id
        LEFT JOIN reviews_reviewlisting AS listing
          ON listing.campaign_id = result.campaign_id
         AND listing.household_id = result.household_id
         AND listing.withdrawn_on IS NULL
        LEFT JOIN reviews_villagereview AS village ON village.id = listing.village_id
        WHERE commune.campaign_id = %(campaign)s AND commune.unit_id = ANY(%(units)s)
          AND (NOT %(full)s OR village.stage = 'SURVEY')
          AND (NOT %(chosen)s OR village.unit_id = ANY(%(villages)s))
        """,
        {
            "campaign": campaign.pk,
            "units": [unit.pk for unit in units],
            "full": campaign.is_full,
            "chosen": bool(villages),
            "villages": [unit.pk for unit in villages],
        },
        RECORDED_SCHEMA,
    )


def judged_frame(*, campaign: Campaign, unit: Unit) -> pl.DataFrame:
    """
    Return the judged list of one commune.

    Shape: one row per household: household_id, household_code, score_b1, score_b2,
           income_per_capita_vnd, deprivations, answered (answers to Form B1, what else scores
           them and the point table, as one text; null for other evidence), category, group.
    """
    return _frame(
        """
        SELECT household.id, household.code, result.score_b1, result.score_b2,
               result.income_per_capita_vnd, result.deprivations,
               CASE WHEN result.evidence = 'answers' THEN concat_ws(
                   ';', result.answers, result.facts, result.unknown_deprivations,
                   result.points_code, result.points_version)
               END,
               result.category, result."group"
        FROM reviews_reviewresult AS result
        JOIN registry_household AS household ON household.id = result.household_id
        WHERE result.campaign_id = %(campaign)s AND starts_with(result.unit_path, %(path)s)
        """,
        {"campaign": campaign.pk, "path": unit.path},
        JUDGED_SCHEMA,
    )


def results_of_household(*, household_id: int) -> QuerySet[ReviewResult]:
    """Return a household's decided results, the latest first."""
    return (
        ReviewResult.objects.filter(household_id=household_id, decision__isnull=False)
        .select_related("campaign", "decision")
        .order_by("-campaign__judged_for")
    )


def commune_reviews(*, campaign: Campaign) -> QuerySet[CommuneReview]:
    """Return where each commune of the campaign stands, in the Vietnamese order of names."""
    return campaign.communes.select_related("unit").order_by("unit__sort_key")


def campaigns_visible(*, paths: Sequence[str]) -> list[Campaign]:
    """Return the campaigns that cover, or lie inside, one of `paths`; the latest first."""
    campaigns = Campaign.objects.select_related("unit").order_by("-judged_for", "code")
    return [
        campaign
        for campaign in campaigns
        if any(
            path.startswith(campaign.unit_path) or campaign.unit_path.startswith(path)
            for path in paths
        )
    ]


def results_by_commune(*, campaign: Campaign) -> dict[int, dict[str, int]]:
    """Return how many results each commune has by category ("" while not judged)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT commune.unit_id, result.category, count(*)
            FROM reviews_communereview AS commune
            JOIN reviews_reviewresult AS result
              ON result.campaign_id = commune.campaign_id
             AND starts_with(result.unit_path, commune.unit_path)
            WHERE commune.campaign_id = %s
            GROUP BY commune.unit_id, result.category
            """,
            [campaign.pk],
        )
        counts: dict[int, dict[str, int]] = {}
        for unit_id, category, count in cursor.fetchall():
            counts.setdefault(unit_id, {})[category] = count
    return counts


def results_of_commune(*, campaign: Campaign, unit_path: str) -> QuerySet[ReviewResult]:
    """Return the results of one commune with their households, and `sort_key` to order by."""
    results = ReviewResult.objects.filter(campaign=campaign, unit_path__startswith=unit_path)
    return results.select_related("household__unit__parent").annotate(
        sort_key=F("household__sort_key")
    )


def decision_of(*, campaign: Campaign, unit_id: int) -> Decision | None:
    return Decision.objects.filter(campaign=campaign, unit_id=unit_id).first()


def campaigns_on(*, unit_path: str, year: int) -> QuerySet[Campaign]:
    """Return the campaigns of `year` that cover the unit at `unit_path`, the latest first."""
    covering = [unit_path[: position + 1] for position, sign in enumerate(unit_path) if sign == "/"]
    return Campaign.objects.filter(unit_path__in=covering, year=year).order_by("-judged_for")


def commune_years(*, unit_path: str, year: int) -> QuerySet[CommuneYear]:
    """Return the counted year of every commune at or below `unit_path`."""
    return CommuneYear.objects.filter(year=year, unit_path__startswith=unit_path).select_related(
        "unit", "start_decision__campaign", "end_decision__campaign"
    )


def years_counted(*, unit_path: str) -> list[int]:
    """Return the years that have figures at or below `unit_path`, the latest first."""
    return list(
        CommuneYear.objects.filter(unit_path__startswith=unit_path)
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()
    )


def households_deprived(
    *, indicator: str, year: int, at_start: bool, unit_path: str
) -> QuerySet[ReviewResult, Any]:
    """Return the ids of the poor households counted under `indicator` in a year's figures."""
    return (
        _poor_results(year=year, at_start=at_start, unit_path=unit_path)
        .filter(deprivations__contains=[indicator])
        .values("household")
    )


def households_with_children_out_of_school(
    *, year: int, at_start: bool, unit_path: str
) -> QuerySet[ReviewResult, Any]:
    """Return the ids of the poor households whose children out of school a year counts."""
    return (
        _poor_results(year=year, at_start=at_start, unit_path=unit_path)
        .filter(children_out_of_school__gt=0)
        .values("household")
    )


def households_with_children_returned(*, year: int, unit_path: str) -> QuerySet[ReviewResult, Any]:
    """Return the ids of the year's starting poor with fewer children out of school at its end."""
    after = ReviewResult.objects.filter(
        **_decided(year, "end"),
        household=OuterRef("household"),
        children_out_of_school__lt=OuterRef("children_out_of_school"),
    )
    return (
        _poor_results(year=year, at_start=True, unit_path=unit_path)
        .filter(Exists(after))
        .values("household")
    )


def with_children(
    *, households: QuerySet[Household], year: int, at_start: bool, returned: bool
) -> QuerySet[Household]:
    """
    Add `children` to each household: its children out of school as a year's figures count them,
    or, with `returned`, how many fewer there are at the year's end.
    """

    def counted(results: QuerySet[ReviewResult]) -> Subquery:
        own = results.filter(household=OuterRef("pk"), decision__isnull=False)
        return Subquery(own.values("children_out_of_school")[:1])

    if not returned:
        poor = _poor_results(year=year, at_start=at_start, unit_path="/")
        return households.annotate(children=counted(poor))
    before = counted(_poor_results(year=year, at_start=True, unit_path="/"))
    after = counted(ReviewResult.objects.filter(**_decided(year, "end")))
    return households.annotate(children=before - after)


def households_resolved(
    *, indicator: str, year: int, unit_path: str
) -> QuerySet[ReviewResult, Any]:
    """Return the ids of the year's starting poor who no longer lack `indicator` at its end."""
    lacking_still = ReviewResult.objects.filter(
        **_decided(year, "end"),
        household=OuterRef("household"),
    )
    return (
        _poor_results(year=year, at_start=True, unit_path=unit_path)
        .filter(deprivations__contains=[indicator])
        .filter(
            Exists(lacking_still),
            ~Exists(lacking_still.filter(deprivations__contains=[indicator])),
            ~Exists(lacking_still.filter(unknown_deprivations__contains=[indicator])),
        )
        .values("household")
    )


def households_moved(*, movement: str, year: int, unit_path: str) -> QuerySet[ReviewResult, Any]:
    """Return the ids of the households a year's decisions moved in one way."""
    return ReviewResult.objects.filter(
        movement=movement,
        decision__isnull=False,
        campaign__year=year,
        unit_path__startswith=unit_path,
    ).values("household")


def _poor_results(*, year: int, at_start: bool, unit_path: str) -> QuerySet[ReviewResult]:
    # The stock of 1 January was decided by the yearly review before, or under a new standard.
    decided = _decided(year, "start" if at_start else "end")
    return ReviewResult.objects.filter(category="POOR", **decided, unit_path__startswith=unit_path)


def _decided(year: int, moment: str) -> dict[str, Any]:
    """A year's figures count what was lacking by the decisions that `CommuneYear` names."""
    named = CommuneYear.objects.filter(year=year, **{f"{moment}_decision__isnull": False})
    return {"decision__in": named.values(f"{moment}_decision")}


def first_day(year: int) -> date:
    """The start of a year's figures: what is in force on 1 January."""
    return date(year, 1, 1)


def last_day(year: int) -> date:
    """The end of a year's figures: what is in force on 31 December."""
    return date(year, 12, 31)


def _frame(sql: str, parameters: dict[str, Any], schema: dict[str, Any]) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
