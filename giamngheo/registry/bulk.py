"""
The register changed set by set.

Not actions of their own: they run inside the transaction and the audit event of whoever calls.
New households come in by `actions.load_households`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.db import connection, models

from giamngheo.accounts.models import User
from giamngheo.lib.copying import copy_frame
from giamngheo.registry.keys import with_household_keys, with_member_keys
from giamngheo.registry.models import Household, HouseholdStatus, Member, Residence
from giamngheo.registry.watching import households_deleted, households_loaded

# What was made together with a household and goes with it when its adding is undone.
OWN_TABLES: Final[tuple[type[models.Model], ...]] = (Member, Residence, HouseholdStatus)


@dataclass(frozen=True)
class ChangedSince:
    """A household that is no longer as it was read: by whom and when it was changed."""

    household_id: int
    code: str
    row_version: int | None
    changed_by: str
    changed_at: datetime | None


def lock_unchanged(*, versions: pl.DataFrame) -> list[ChangedSince]:
    """
    Lock the households and return those that are not at the version given, or gone.

    Shape: versions, one row per household: id, row_version.
    """
    with connection.cursor() as cursor:
        _temporary(cursor, "bulk_version", "id bigint PRIMARY KEY, row_version bigint", versions)
        cursor.execute(
            "SELECT household.id FROM registry_household AS household"
            " JOIN bulk_version USING (id) ORDER BY household.id FOR UPDATE OF household"
        )
        cursor.execute(
            """
            SELECT version.id, coalesce(household.code, ''), household.row_version,
                   coalesce(household.changed_by, ''), household.changed_at
            FROM bulk_version AS version LEFT JOIN registry_household AS household USING (id)
            WHERE household.row_version IS DISTINCT FROM version.row_version
            ORDER BY household.code
            """
        )
        changed = [ChangedSince(*row) for row in cursor.fetchall()]
        cursor.execute("DROP TABLE bulk_version")
    return changed


def update_households(*, households: pl.DataFrame, by: User | None) -> None:
    """
    Give households new values, each one version further.

    Shape: one row per household: id, code, head_name, address, ethnicity, no_working_capacity,
           has_merit_person, unit_id and unit_path.
    """
    ready = with_household_keys(households)
    columns = [name for name in ready.columns if name not in ("id", "code")]
    with connection.cursor() as cursor:
        _update(cursor, "registry_household", ready.drop("code"), columns)
        # A village that was not known is known now: the place itself has not changed.
        cursor.execute(_MOVE_RESIDENCES)
        cursor.execute(_MOVE_MEMBERS)
        cursor.execute("DROP TABLE bulk_update")
    touch_households(household_ids=households["id"].to_list(), by=by)


def update_members(*, members: pl.DataFrame) -> None:
    """
    Give members new values.

    Shape: one row per member: id, full_name, then any other columns of Member.
    """
    if members.is_empty():
        return
    ready = with_member_keys(members)
    with connection.cursor() as cursor:
        columns = [name for name in ready.columns if name != "id"]
        _update(cursor, "registry_member", ready, columns)
        cursor.execute("DROP TABLE bulk_update")


def add_members(*, members: pl.DataFrame) -> pl.DataFrame:
    """
    Add people to households that are there, after those they have.

    Shape:   one row per person: household_id, full_name, valid_from, then columns of Member.
    Returns: household_id and id of each.
    """
    if members.is_empty():
        return pl.DataFrame(schema={"household_id": pl.Int64, "id": pl.Int64})
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [members["household_id"].unique().to_list()])
        places = pl.DataFrame(
            cursor.fetchall(),
            schema={"household_id": pl.Int64, "unit_path": pl.String, "last": pl.Int64},
            orient="row",
        )
        cursor.execute(_MEMBER_IDS, [members.height])
        ids = pl.Series([row[0] for row in cursor.fetchall()], dtype=pl.Int64)
        placed = members.join(places, on="household_id", how="left").with_columns(
            position=pl.col("last") + pl.int_range(1, pl.len() + 1).over("household_id"), id=ids
        )
        copy_frame(cursor, "registry_member", with_member_keys(placed.drop("last")))
    return placed.select("household_id", "id")


def delete_members(*, member_ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_member WHERE id = ANY(%s)", [list(member_ids)])


def recount_members(*, household_ids: Sequence[int]) -> None:
    """Count the present members of the households anew."""
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, [list(household_ids)])


def touch_households(*, household_ids: Sequence[int], by: User | None) -> None:
    """Set the households one version further and note by whom they were changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_household SET row_version = row_version + 1, changed_by = %s,"
            " changed_at = transaction_timestamp() WHERE id = ANY(%s)",
            [by.full_name if by else "", list(household_ids)],
        )
    households_loaded(household_ids=household_ids)


def tables_leaning_on(*, household_ids: Sequence[int], since: datetime) -> list[str]:
    """
    Return the names of what was recorded of the households beside their own adding.

    A status younger than `since`, the moment they were added, counts as such too.
    """
    leaning = []
    ids = list(household_ids)
    for relation in Household._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        model: Any = relation.related_model
        if model in OWN_TABLES:
            continue
        if model._default_manager.filter(**{f"{relation.field.name}__in": ids}).exists():
            leaning.append(str(model._meta.verbose_name))
    later = HouseholdStatus.objects.filter(household__in=ids, recorded_at__gt=since)
    return sorted(
        {*leaning, *([str(HouseholdStatus._meta.verbose_name)] if later.exists() else [])}
    )


def delete_households(*, household_ids: Sequence[int]) -> None:
    """Take households away as if they had never been added; nothing else may lean on them."""
    ids = list(household_ids)
    with connection.cursor() as cursor:
        for model in OWN_TABLES:
            cursor.execute(
                f'DELETE FROM "{model._meta.db_table}" WHERE household_id = ANY(%s)', [ids]
            )
        cursor.execute("DELETE FROM registry_household WHERE id = ANY(%s)", [ids])
    households_deleted(household_ids=ids)


def _update(cursor: Any, table: str, ready: pl.DataFrame, columns: Sequence[str]) -> None:
    """Set `columns` of the rows of `ready` by id; the new values stay in bulk_update."""
    cursor.execute(
        f"CREATE TEMPORARY TABLE bulk_update ON COMMIT DROP AS SELECT id, "
        f'{", ".join(columns)} FROM "{table}" WHERE false'
    )
    copy_frame(cursor, "bulk_update", ready)
    cursor.execute("ANALYZE bulk_update")
    values = ", ".join(f"{name} = new.{name}" for name in columns)
    cursor.execute(
        f'UPDATE "{table}" AS old SET {values} FROM bulk_update AS new WHERE old.id = new.id'
    )


def _temporary(cursor: Any, name: str, columns: str, frame: pl.DataFrame) -> None:
    cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns}) ON COMMIT DROP")
    copy_frame(cursor, name, frame)
    cursor.execute(f"ANALYZE {name}")


_PLACES = """
    SELECT household.id, household.unit_path, coalesce(max(member.position), 0)
    FROM registry_household AS household
    LEFT JOIN registry_member AS member ON member.household_id = household.id
    WHERE household.id = ANY(%s) GROUP BY household.id
"""
_MEMBER_IDS = """
    SELECT nextval(pg_get_serial_sequence('registry_member', 'id')) FROM generate_series(1, %s)
"""
_MOVE_RESIDENCES = """
    UPDATE registry_residence AS residence SET unit_id = new.unit_id, unit_path = new.unit_path
    FROM bulk_update AS new
    WHERE residence.household_id = new.id AND residence.valid_to IS NULL
      AND residence.unit_id <> new.unit_id
"""
_MOVE_MEMBERS = """
    UPDATE registry_member AS member SET unit_path = new.unit_path
    FROM bulk_update AS new
    WHERE member.household_id = new.id AND member.valid_to IS NULL
      AND member.unit_path <> new.unit_path
"""
_RECOUNT = """
    UPDATE registry_household AS household SET member_count = counted.members
    FROM (
        SELECT household.id, count(member.id) AS members
        FROM registry_household AS household
        LEFT JOIN registry_member AS member
          ON member.household_id = household.id AND member.valid_to IS NULL
        WHERE household.id = ANY(%s) GROUP BY household.id
    ) AS counted
    WHERE household.id = counted.id AND household.member_count <> counted.members
"""
