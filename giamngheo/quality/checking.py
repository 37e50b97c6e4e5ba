"""
The one service that checks: of some households while they are saved, or of everything in a unit.

Both run the same statements over quality_target. Nothing here is an action: a check changes no
household and no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from giamngheo.quality import pair_sql, register_sql, storing
from giamngheo.quality.enums import STRONG
from giamngheo.quality.rules import REGISTER_RULES

Report = Callable[[int, int, str], None]
_TABLES: Final = (
    *("quality_target", "quality_person", "quality_hit", "quality_pair", "quality_found"),
)


@dataclass(frozen=True)
class Checked:
    """How much was looked at, and how much of it is in doubt now."""

    households: int
    findings: int
    pairs: int


def check_households(*, household_ids: Sequence[int], as_of: date) -> Checked:
    """
    Check some households against the whole register and keep what is in doubt about them.

    Runs inside the caller's transaction. Those they look like are checked along with them.
    """
    with connection.cursor() as cursor:
        ids = sorted({*household_ids, *_partners(cursor, household_ids)})
        cursor.execute(_TARGET + " WHERE id = ANY(%s) AND registered_to IS NULL", [ids])
        # A household that has left keeps no doubt: named here, found no more below.
        storing.forget_left(cursor, ids)
        _find_pairs(cursor, whole=False)
        cursor.execute(_ADD_PARTNERS)
        return _find_rest(cursor, as_of)


def check_inside(*, path: str, as_of: date, report: Report | None = None) -> Checked:
    """
    Check every household of the unit at `path`; pairs reach beyond it.

    Runs inside the caller's transaction; two such checks go one after the other.
    report: called with (steps done, steps, what is being done).
    """
    told = report or (lambda done, total, words: None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('giamngheo.quality', 0))")
        told(0, 4, "Đang chọn các hộ")
        cursor.execute(_TARGET + " WHERE unit_path LIKE %s AND registered_to IS NULL", [f"{path}%"])
        cursor.execute("ANALYZE quality_target")
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM registry_household"
            " WHERE unit_path NOT LIKE %s AND registered_to IS NULL)",
            [f"{path}%"],
        )
        whole = bool(cursor.fetchone()[0])
        storing.forget_left_inside(cursor, path)
        told(1, 4, "Đang tìm người, hộ ghi trùng")
        _find_pairs(cursor, whole=whole)
        told(2, 4, "Đang xét các quy tắc của sổ hộ")
        done = _find_rest(cursor, as_of, report=told)
        storing.nothing_pending(cursor, path)
    told(4, 4, "Đã kiểm tra xong")
    return done


def _partners(cursor: Any, household_ids: Sequence[int]) -> list[int]:
    """Return the households the given ones are in a pair with: theirs may fall away now."""
    cursor.execute(
        "SELECT first_household_id, second_household_id FROM quality_duplicatepair"
        " WHERE is_current AND (first_household_id = ANY(%s) OR second_household_id = ANY(%s))",
        [list(household_ids)] * 2,
    )
    return [one for row in cursor.fetchall() for one in row]


def _find_pairs(cursor: Any, *, whole: bool) -> None:
    storing.follow_people(cursor)
    cursor.execute(pair_sql.PERSON_TABLE)
    cursor.execute(pair_sql.HIT_TABLE)
    # The planner must know how few or how many they are.
    cursor.execute("ANALYZE quality_person")
    for statement in pair_sql.hit_statements(whole=whole):
        cursor.execute(statement)
    cursor.execute(pair_sql.PAIR_TABLE)
    cursor.execute(pair_sql.GONE)
    storing.note_units(cursor, cursor.fetchall())
    cursor.execute(pair_sql.KEEP, {"strong": [rule.value for rule in STRONG]})


def _find_rest(cursor: Any, as_of: date, *, report: Report | None = None) -> Checked:
    cursor.execute(register_sql.FOUND_TABLE)
    cursor.execute(register_sql.PERSONS, {"day": as_of})
    cursor.execute(register_sql.IDS_TWICE)
    cursor.execute(register_sql.HOUSEHOLDS, {"day": as_of})
    if report is not None:
        report(3, 4, "Đang ghi các điểm cần xem")
    storing.keep_findings(cursor, rules=REGISTER_RULES, context="")
    storing.count_again(cursor)
    cursor.execute(
        "SELECT (SELECT count(*) FROM quality_target), (SELECT count(*) FROM quality_found),"
        " (SELECT count(*) FROM quality_pair)"
    )
    done = Checked(*cursor.fetchone())
    for table in (*_TABLES, "quality_unit"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    return done


_TARGET: Final = """
    CREATE TEMPORARY TABLE quality_unit (unit_id bigint PRIMARY KEY) ON COMMIT DROP;
    CREATE TEMPORARY TABLE quality_target ON COMMIT DROP AS
    SELECT id AS household_id, unit_id, unit_path FROM registry_household
"""
_ADD_PARTNERS: Final = """
    INSERT INTO quality_target
    SELECT id, unit_id, unit_path FROM registry_household
    WHERE registered_to IS NULL AND id IN (
        SELECT first_household_id FROM quality_pair
        UNION SELECT second_household_id FROM quality_pair
    ) AND id NOT IN (SELECT household_id FROM quality_target)
"""
