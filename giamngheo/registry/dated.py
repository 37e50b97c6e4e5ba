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
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.registry.conditions import FIELDS
from giamngheo.registry.enums import Mark
from giamngheo.registry.watching import households_loaded


class MarkAlreadyLater(Refusal):
    code = "REG-020"
    sentence = (
        "Chưa ghi được công nhận «{mark}» từ ngày {day}: {count} hộ đã được công nhận từ ngày đó "
        "hoặc muộn hơn, ví dụ {examples}. Chọn ngày có hiệu lực muộn hơn, hoặc xem lại quyết định "
        "trước."
    )


def set_conditions(*, conditions: pl.DataFrame, source: str, merge: bool = False) -> int:
    """
    Say how households live from a day on; return how many rows were written.

    With `merge` null and absent answers stay as they were on that day, a household of which
    nothing changes gets no row, and a later row takes over what it had only carried along.

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
        if merge:
            cursor.execute(_KEEP_KNOWN)
            cursor.execute(_DROP_UNCHANGED)
            cursor.execute(_CARRY_ON)
            names = "".join(f', "{name}"' for name in FIELDS)
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
    households_loaded(household_ids=conditions["household_id"].to_list())
    return written


_HELD_THAT_DAY = """
    old.household_id = new.household_id AND old.valid_from <= new.valid_from
    AND (old.valid_to IS NULL OR old.valid_to > new.valid_from)
"""
_KEEP_KNOWN = f"""
    UPDATE new_conditions AS new
    SET {", ".join(f'"{name}" = COALESCE(new."{name}", old."{name}")' for name in FIELDS)}
    FROM registry_livingconditions AS old WHERE {_HELD_THAT_DAY}
"""
_DROP_UNCHANGED = f"""
    DELETE FROM new_conditions AS new USING registry_livingconditions AS old
    WHERE {_HELD_THAT_DAY}
      AND ({", ".join(f'new."{name}"' for name in FIELDS)})
          IS NOT DISTINCT FROM ({", ".join(f'old."{name}"' for name in FIELDS)})
"""
# A later row that said of a question what stood before it never asked it: it goes along.
_CARRY_ON = f"""
    UPDATE registry_livingconditions AS later
    SET {
    ", ".join(
        f'"{name}" = CASE WHEN later."{name}" IS NOT DISTINCT FROM old."{name}"'
        f' THEN new."{name}" ELSE later."{name}" END'
        for name in FIELDS
    )
}
    FROM new_conditions AS new
    LEFT JOIN registry_livingconditions AS old ON {_HELD_THAT_DAY}
    WHERE later.household_id = new.household_id AND later.valid_from > new.valid_from
"""
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


def give_mark(
    *,
    mark: Mark,
    household_ids: Sequence[int],
    valid_from: date,
    valid_to: date | None,
    standard: str,
    source: str,
) -> int:
    """
    Give households a mark by a decision, up to, not including, `valid_to` (None: it names no
    end); return how many rows began.

    An earlier recognition that reaches into the new one ends where the new one begins.
    Raises: MarkAlreadyLater [REG-020] when a household was recognised from that day or later.
    """
    values: dict[str, Any] = {
        "ids": list(household_ids),
        "mark": mark.value,
        "day": valid_from,
        "end": valid_to,
        "standard": standard,
        "source": source[:120],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LATER_MARKS, values)
        later = [row[0] for row in cursor.fetchall()]
        if later:
            raise MarkAlreadyLater(
                mark=mark.label, day=format_date(valid_from), count=len(later),
                examples=", ".join(later[:3]),
            )  # fmt: skip
        cursor.execute(_ENDED_MARKS, values)
        cursor.execute(_NEW_MARKS, values)
        begun: int = cursor.rowcount
    return begun


_LATER_MARKS = """
    SELECT household.code
    FROM registry_householdmark AS held
    JOIN registry_household AS household ON household.id = held.household_id
    WHERE household_id = ANY(%(ids)s) AND mark = %(mark)s AND valid_from >= %(day)s
    ORDER BY household.code LIMIT 100
"""

_ENDED_MARKS = """
    UPDATE registry_householdmark SET valid_to = %(day)s
    WHERE household_id = ANY(%(ids)s) AND mark = %(mark)s AND valid_from < %(day)s
      AND (valid_to IS NULL OR valid_to > %(day)s)
"""

_NEW_MARKS = """
    INSERT INTO registry_householdmark
        (household_id, mark, valid_from, valid_to, standard, source, recorded_at)
    SELECT id, %(mark)s, %(day)s, %(end)s, %(standard)s, %(source)s, transaction_timestamp()
    FROM unnest(%(ids)s::bigint[]) AS household (id)
"""
