"""
Living conditions and marks of many households at once, from a day on.

Not actions of their own: they run inside the transaction and the audit event of the one that
loads a file or takes a decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from giamngheo.lib.copying import copy_frame
from giamngheo.registry.conditions import FIELDS
from giamngheo.registry.enums import Mark


def set_conditions(*, conditions: pl.DataFrame, source: str) -> int:
    """
    Say how households live from a day on; return how many rows were written.

    Shape:  one row per household: household_id, valid_from, and fields of LivingConditions
            (devices a list of codes); null and absent ones are "chưa rõ". A row said before for
            the same day is replaced; a later one keeps its time.
    """
    known = [name for name in FIELDS if name in conditions.columns]
    names = "".join(f', "{name}"' for name in known)
    rows = conditions.select("household_id", "valid_from", *known)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE new_conditions"
            " (LIKE registry_livingconditions) ON COMMIT DROP;"
            " ALTER TABLE new_conditions ALTER id DROP NOT NULL, ALTER recorded_at DROP NOT NULL,"
            " ALTER source DROP NOT NULL"
        )
        copy_frame(cursor, "new_conditions", rows)
        for statement in _CLOSE:
            cursor.execute(statement)
        cursor.execute(
            f"""
            INSERT INTO registry_livingconditions
                (household_id, valid_from, valid_to, source, recorded_at{names})
            SELECT household_id, valid_from,
                   (SELECT min(later.valid_from) FROM registry_livingconditions AS later
                    WHERE later.household_id = new.household_id
                      AND later.valid_from > new.valid_from),
                   %s, transaction_timestamp(){names}
            FROM new_conditions AS new
            """,
            [source[:120]],
        )
        written: int = cursor.rowcount
        cursor.execute("DROP TABLE new_conditions")
    return written


_CLOSE = (
    """
    DELETE FROM registry_livingconditions AS old USING new_conditions AS new
    WHERE old.household_id = new.household_id AND old.valid_from = new.valid_from
    """,
    """
    UPDATE registry_livingconditions AS old SET valid_to = new.valid_from
    FROM new_conditions AS new
    WHERE old.household_id = new.household_id AND old.valid_from < new.valid_from
      AND (old.valid_to IS NULL OR old.valid_to > new.valid_from)
    """,
)


def set_average_living(
    *,
    household_ids: Sequence[int],
    ended_ids: Sequence[int] = (),
    valid_from: date,
    standard: str,
    source: str,
) -> int:
    """
    Give households the mark of an average living standard by a decision, and end it for others.

    A household that has it already keeps its row, so that "since when" stays true. Returns how
    many rows began.
    """
    values: dict[str, Any] = {
        "ids": list(household_ids),
        "ended": list(ended_ids),
        "day": valid_from,
        "mark": Mark.AVERAGE_LIVING.value,
        "standard": standard,
        "source": source[:120],
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_householdmark SET valid_to = %(day)s"
            " WHERE household_id = ANY(%(ended)s) AND valid_from < %(day)s"
            " AND (valid_to IS NULL OR valid_to > %(day)s)",
            values,
        )
        cursor.execute(
            """
            INSERT INTO registry_householdmark
                (household_id, mark, valid_from, standard, source, recorded_at)
            SELECT id, %(mark)s, %(day)s, %(standard)s, %(source)s, transaction_timestamp()
            FROM unnest(%(ids)s::bigint[]) AS household (id)
            WHERE NOT EXISTS (
                SELECT 1 FROM registry_householdmark AS held
                WHERE held.household_id = household.id
                  AND (held.valid_to IS NULL OR held.valid_to > %(day)s)
            )
            """,
            values,
        )
        begun: int = cursor.rowcount
    return begun
