"""What the register calls whenever it has written: a look at once, or a village that waits."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import OperationalError, connection, transaction

from giamngheo.quality import storing
from giamngheo.quality.checking import check_households

log = logging.getLogger(__name__)

# What one statement of a check may take while somebody waits for her save.
BUDGET_MS: Final = 400


def look_now(*, household_ids: Sequence[int], as_of: date) -> None:
    """
    Check the households in the transaction that saved them; too slow, and their villages wait.

    Saving never fails because of a check.
    """
    if not household_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('jit')")
        timeout, jit = cursor.fetchone()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Compiling these statements takes longer than running them for one household.
            cursor.execute(f"SET LOCAL jit = off; SET LOCAL statement_timeout = {BUDGET_MS:d}")
            check_households(household_ids=household_ids, as_of=as_of)
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('jit', %s, true)",
                [timeout, jit],
            )
    except OperationalError as error:
        # The savepoint took back both settings too. 57014: a statement cancelled for its time.
        if getattr(error.__cause__, "sqlstate", "") != "57014":
            raise
        log.warning("check of %d households took too long; left for later", len(household_ids))
        look_later(household_ids=household_ids)


def look_later(*, household_ids: Sequence[int] = (), unit_ids: Sequence[int] = ()) -> None:
    """Note that the units, and those of the households, wait for a check."""
    with connection.cursor() as cursor:
        if household_ids:
            cursor.execute(_WAIT_OF_HOUSEHOLDS, [list(household_ids)])
        if unit_ids:
            cursor.execute(_WAIT, [list(unit_ids)])


def forget(*, household_ids: Sequence[int]) -> None:
    """Drop every doubt about households that were taken away, and count their villages anew."""
    ids = list(household_ids)
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM quality_finding WHERE household_id = ANY(%s) RETURNING unit_id", [ids]
        )
        units = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "DELETE FROM quality_duplicatepair WHERE first_household_id = ANY(%s)"
            " OR second_household_id = ANY(%s) RETURNING first_unit_id, second_unit_id",
            [ids, ids],
        )
        units |= {unit for row in cursor.fetchall() for unit in row}
        if units:
            storing.count_units(cursor, units)


_WAIT: Final = """
    INSERT INTO quality_pendingcheck (unit_id, unit_path)
    SELECT id, path FROM areas_unit WHERE id = ANY(%s)
    ON CONFLICT (unit_id) DO NOTHING
"""
_WAIT_OF_HOUSEHOLDS: Final = """
    INSERT INTO quality_pendingcheck (unit_id, unit_path)
    SELECT DISTINCT unit_id, unit_path FROM registry_household WHERE id = ANY(%s)
    ON CONFLICT (unit_id) DO NOTHING
"""
