"""The households of a unit as rows of people, the way our lists write them."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl
from django.db import connection

from giamngheo.areas.models import Unit
from giamngheo.exchange.columns import MEMBER_FIELDS
from giamngheo.registry import frames

_STATUSES: Final = """
    SELECT household.id, status.category, status.valid_from, status.source, (
        SELECT earlier.category FROM registry_householdstatus AS earlier
        WHERE earlier.household_id = household.id AND earlier.valid_to = status.valid_from
          AND NOT status.by_opening_list
        LIMIT 1
    )
    FROM registry_household AS household
    JOIN registry_householdstatus AS status
      ON status.household_id = household.id AND status.valid_from <= %(day)s
     AND (status.valid_to IS NULL OR status.valid_to > %(day)s)
    WHERE household.unit_path LIKE %(inside)s
"""


def people_inside(*, path: str, as_of: date) -> pl.DataFrame:
    """
    Return everybody of the households managed at `path` now, heads first, villages in order.

    Shape: one row per person: household_id, household (its number, from 1), opens, code, unit_id,
           village, head_name, address, no_working_capacity, has_merit_person, registered_from,
           row_version, member_count, member_id, MEMBER_FIELDS; category, since, source and earlier
           (the category before) as of the day.
    """
    households = frames.households_inside(path=path).filter(pl.col("registered_to").is_null())
    units = {one.pk: one for one in Unit.objects.filter(pk__in=households["unit_id"].unique())}
    order = {key: one.sort_key for key, one in units.items()}
    villages = {key: one.name for key, one in units.items() if one.path != path}
    households = households.with_columns(
        place=pl.col("unit_id").replace_strict(order, return_dtype=pl.String),
        village=pl.col("unit_id").replace_strict(villages, default=None, return_dtype=pl.String),
    ).join(_statuses(path, as_of), on="id", how="left")
    households = households.sort("place", "code").with_columns(
        household=pl.int_range(1, pl.len() + 1)
    )
    members = frames.present_members(
        household_ids=households["id"].to_list(), columns=MEMBER_FIELDS
    ).rename({"id": "member_id", "ethnicity": "own_ethnicity"})
    own = households.rename({"id": "household_id"})
    counted = members.group_by("household_id").agg(member_count=pl.len().cast(pl.Int64))
    people = own.join(counted, on="household_id", how="left").join(
        members, on="household_id", how="left"
    )
    is_head = pl.col("relation") == "HEAD"
    return (
        people.with_columns(
            # A household without members is on the list all the same, by its head's name.
            full_name=pl.coalesce("full_name", "head_name"),
            relation=pl.col("relation").fill_null("HEAD"),
            ethnicity=pl.coalesce("own_ethnicity", "ethnicity"),
            is_head=is_head.fill_null(value=True),
        )
        .sort("household", ~pl.col("is_head"), "position")
        .with_columns(opens=pl.int_range(pl.len()).over("household") == 0)
    )


def _statuses(path: str, as_of: date) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(_STATUSES, {"day": as_of, "inside": f"{path}%"})
        return pl.DataFrame(
            cursor.fetchall(),
            schema={
                "id": pl.Int64,
                "category": pl.String,
                "since": pl.Date,
                "source": pl.String,
                "earlier": pl.String,
            },
            orient="row",
        )


def age_expr(as_of: date) -> pl.Expr:
    """Return full years on the day; for a birth known by its year alone, the years between."""
    born = pl.col("birth_date")
    had_birthday = (born.dt.month() < as_of.month) | (
        (born.dt.month() == as_of.month) & (born.dt.day() <= as_of.day)
    )
    years = pl.lit(as_of.year) - born.dt.year()
    return pl.when(pl.col("birth_year_only") | had_birthday).then(years).otherwise(years - 1)


def birth_words() -> pl.Expr:
    """Return the birth as lists write it: 17/05/1980, or 1945 where the year alone is known."""
    born = pl.col("birth_date")
    return (
        pl.when("birth_year_only")
        .then(born.dt.year().cast(pl.String))
        .otherwise(born.dt.to_string("%d/%m/%Y"))
    )
