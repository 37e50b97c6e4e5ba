"""
The status a decision gives its households.

Not an action of its own: it runs inside the transaction and the audit event of the deciding one.
"""

from __future__ import annotations

from datetime import date

import polars as pl
from django.db import connection

from giamngheo.lib.copying import copy_frame
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal


class StatusAlreadyLater(Refusal):
    code = "REG-004"
    sentence = (
        "Chưa ghi được phân loại từ ngày {day}: {count} hộ đã có phân loại từ ngày đó hoặc muộn "
        "hơn, ví dụ {examples}. Chọn ngày có hiệu lực muộn hơn, hoặc xem lại quyết định trước."
    )


def set_statuses(
    *,
    changes: pl.DataFrame,
    valid_from: date,
    standard: str,
    source: str,
    by_opening_list: bool = False,
) -> int:
    """
    Give each household its status from `valid_from` on; return how many statuses changed.

    Shape:  changes, one row per household: household_id, category, group ("" when none).
            A household whose category and group stay the same keeps its old row, so that
            "since when" stays true; by the opening list of a new period a poor or near-poor one
            gets a row of the new standard all the same, and nobody counts as newly escaped.
            Who is poor or near-poor from then on loses what was recognised above those lines.
    Raises: StatusAlreadyLater [REG-004] when a household has a status from that day or later.
    """
    parameters: dict[str, date | str | bool] = {
        "day": valid_from,
        "standard": standard,
        "source": source,
        "opening": by_opening_list,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES_TABLE)
        copy_frame(cursor, "status_change", changes.select("household_id", "category", "group"))
        cursor.execute(_LATER_STATUSES, parameters)
        later = [row[0] for row in cursor.fetchall()]
        if later:
            raise StatusAlreadyLater(
                count=len(later), examples=", ".join(later[:3]), day=format_date(valid_from)
            )
        cursor.execute(_CLOSE_CHANGED_STATUSES, parameters)
        cursor.execute(_OPEN_NEW_STATUSES, parameters)
        changed: int = cursor.rowcount
        cursor.execute(_END_MARKS, parameters)
        cursor.execute("DROP TABLE status_change")
    return changed


_CHANGES_TABLE = """
    CREATE TEMPORARY TABLE status_change
        (household_id bigint PRIMARY KEY, category text, "group" text) ON COMMIT DROP
"""

_LATER_STATUSES = """
    SELECT household.code
    FROM status_change AS change
    JOIN registry_householdstatus AS status USING (household_id)
    JOIN registry_household AS household ON household.id = change.household_id
    WHERE status.valid_from >= %(day)s
    ORDER BY household.code LIMIT 100
"""

_CLOSE_CHANGED_STATUSES = """
    UPDATE registry_householdstatus AS status SET valid_to = %(day)s
    FROM status_change AS change
    WHERE status.household_id = change.household_id
      AND (status.valid_to IS NULL OR status.valid_to > %(day)s)
      AND ((status.category, status."group") IS DISTINCT FROM (change.category, change."group")
           OR (%(opening)s AND status.standard <> %(standard)s AND change.category <> 'NON_POOR'))
"""

_OPEN_NEW_STATUSES = """
    INSERT INTO registry_householdstatus
        (household_id, category, "group", valid_from, valid_to, standard, source,
         by_opening_list, recorded_at)
    SELECT change.household_id, change.category, change."group", %(day)s, NULL, %(standard)s,
           %(source)s, %(opening)s, transaction_timestamp()
    FROM status_change AS change
    WHERE NOT EXISTS (
        SELECT 1 FROM registry_householdstatus AS status
        WHERE status.household_id = change.household_id
          AND (status.valid_to IS NULL OR status.valid_to > %(day)s)
    )
"""

# Average living begins above every line of the standard; a low-income worker is of no poor or
# near-poor household.
_END_MARKS = """
    UPDATE registry_householdmark AS mark SET valid_to = %(day)s
    FROM status_change AS change
    WHERE mark.household_id = change.household_id AND change.category <> 'NON_POOR'
      AND mark.valid_from < %(day)s AND (mark.valid_to IS NULL OR mark.valid_to > %(day)s)
"""
