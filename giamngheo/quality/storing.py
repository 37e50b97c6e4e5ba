"""Doubts kept: what is new comes in, what is gone goes, answers stay, counts follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from giamngheo.quality.enums import Severity
from giamngheo.quality.pair_sql import FOLLOW
from giamngheo.quality.rules import PAIRS, RULES


def keep_findings(cursor: Any, *, rules: Sequence[str], context: str) -> None:
    """
    Replace the findings of quality_target's households under `rules` by those of quality_found.

    The same facts keep their acceptance; facts that came back find their earlier answer again.
    """
    known = {"rules": list(rules), "context": context}
    cursor.execute(_DIGESTS)
    cursor.execute(_GONE, known)
    severities = {
        f"severity_{level.value.lower()}": [c for c in rules if RULES[c].severity == level]
        for level in Severity
    }
    cursor.execute(_KEEP, {**known, **severities})
    cursor.execute(
        "INSERT INTO quality_unit SELECT DISTINCT unit_id FROM quality_target"
        " ON CONFLICT DO NOTHING"
    )


def count_again(cursor: Any) -> None:
    """Count the doubts of the units in quality_unit anew, and of those their pairs reach."""
    cursor.execute(_PAIR_UNITS)
    cursor.execute("DELETE FROM quality_qualitycount WHERE unit_id IN (SELECT * FROM quality_unit)")
    cursor.execute(_COUNT, {"pairs": PAIRS})


def count_units(cursor: Any, unit_ids: Iterable[int]) -> None:
    """Count the doubts of some units anew, outside a check."""
    cursor.execute(
        "CREATE TEMPORARY TABLE quality_unit (unit_id bigint PRIMARY KEY) ON COMMIT DROP"
    )
    cursor.execute(
        "INSERT INTO quality_unit SELECT DISTINCT unnest(%s::bigint[])", [list(unit_ids)]
    )
    cursor.execute("DELETE FROM quality_qualitycount WHERE unit_id IN (SELECT * FROM quality_unit)")
    cursor.execute(_COUNT, {"pairs": PAIRS})
    cursor.execute("DROP TABLE quality_unit")


def note_units(cursor: Any, rows: Iterable[Sequence[int]]) -> None:
    """Remember the units of pairs that fell away (household, household, unit, unit)."""
    units = sorted({unit for row in rows for unit in row[2:]})
    if units:
        cursor.execute(
            "INSERT INTO quality_unit SELECT unnest(%s::bigint[]) ON CONFLICT DO NOTHING", [units]
        )


def follow_people(cursor: Any) -> None:
    """Point pairs to the rows their people have now, after a merger or a split."""
    cursor.execute(FOLLOW)
    for pair_id, first, second, before, after in cursor.fetchall():
        one, two = sorted(after if member == before else member for member in (first, second))
        if one == two:
            continue
        # Where the rules met the new rows before, the answered pair stays.
        cursor.execute(
            "DELETE FROM quality_duplicatepair WHERE first_member_id = %s"
            " AND second_member_id = %s AND id <> %s AND decided_at IS NULL",
            [one, two, pair_id],
        )
        cursor.execute(
            "UPDATE quality_duplicatepair SET first_member_id = %(one)s, second_member_id = %(two)s"
            " WHERE id = %(pair)s AND NOT EXISTS (SELECT FROM quality_duplicatepair"
            " WHERE first_member_id = %(one)s AND second_member_id = %(two)s)",
            {"one": one, "two": two, "pair": pair_id},
        )


def forget_left(cursor: Any, household_ids: Sequence[int]) -> None:
    """Drop the doubts about those of the households that are no longer in the register."""
    cursor.execute(
        _FORGET_FINDINGS + " AND finding.household_id = ANY(%s)" + _UNITS, [list(household_ids)]
    )
    note_units(cursor, [(0, 0, row[0]) for row in cursor.fetchall()])
    cursor.execute(
        _FORGET_PAIRS
        + " AND (first_household_id = ANY(%s) OR second_household_id = ANY(%s))"
        + _PAIR_RETURN,
        [list(household_ids)] * 2,
    )
    note_units(cursor, cursor.fetchall())


def forget_left_inside(cursor: Any, path: str) -> None:
    cursor.execute(_FORGET_FINDINGS + " AND finding.unit_path LIKE %s" + _UNITS, [f"{path}%"])
    note_units(cursor, [(0, 0, row[0]) for row in cursor.fetchall()])
    cursor.execute(
        _FORGET_PAIRS + " AND (first_path LIKE %s OR second_path LIKE %s)" + _PAIR_RETURN,
        [f"{path}%"] * 2,
    )
    note_units(cursor, cursor.fetchall())


def nothing_pending(cursor: Any, path: str) -> None:
    cursor.execute("DELETE FROM quality_pendingcheck WHERE unit_path LIKE %s", [f"{path}%"])


_DIGESTS: Final = """
    ALTER TABLE quality_found ADD digest varchar(32);
    UPDATE quality_found SET digest = md5(rule || facts::text)
"""
_GONE: Final = """
    DELETE FROM quality_finding AS old USING quality_target AS target
    WHERE old.household_id = target.household_id AND old.rule = ANY(%(rules)s)
      AND old.context = %(context)s
      AND NOT EXISTS (
          SELECT FROM quality_found AS new
          WHERE new.household_id = old.household_id AND new.rule = old.rule
            AND new.member_id = old.member_id AND target.unit_id = old.unit_id)
"""
_KEEP: Final = """
    INSERT INTO quality_finding AS old (
        rule, context, household_id, member_id, unit_id, unit_path, severity, facts, digest,
        accepted_by_id, accepted_at, accepted_reason)
    SELECT new.rule, %(context)s, new.household_id, new.member_id, target.unit_id,
        target.unit_path,
        CASE WHEN new.rule = ANY(%(severity_error)s) THEN 'ERROR'
             WHEN new.rule = ANY(%(severity_warning)s) THEN 'WARNING' ELSE 'NOTICE' END,
        new.facts, new.digest,
        answer.answered_by_id, answer.answered_at, coalesce(answer.reason, '')
    FROM quality_found AS new JOIN quality_target AS target USING (household_id)
    LEFT JOIN LATERAL (
        SELECT last.* FROM (
            SELECT * FROM quality_findinganswer AS said
            WHERE said.household_id = new.household_id AND said.rule = new.rule
              AND said.member_id = new.member_id AND said.context = %(context)s
              AND said.digest = new.digest
            ORDER BY said.id DESC LIMIT 1
        ) AS last WHERE last.is_accepted
    ) AS answer ON true
    ORDER BY new.household_id, new.rule, new.member_id
    ON CONFLICT (household_id, rule, member_id, context, unit_id) DO UPDATE SET
        unit_path = excluded.unit_path, facts = excluded.facts, digest = excluded.digest,
        severity = excluded.severity, found_at = now(),
        accepted_by_id = excluded.accepted_by_id, accepted_at = excluded.accepted_at,
        accepted_reason = excluded.accepted_reason
    WHERE old.digest <> excluded.digest OR old.unit_path <> excluded.unit_path
       OR old.severity <> excluded.severity
"""
_PAIR_UNITS: Final = """
    INSERT INTO quality_unit
    SELECT first_unit_id FROM quality_pair UNION SELECT second_unit_id FROM quality_pair
    ON CONFLICT DO NOTHING
"""
_COUNT: Final = """
    INSERT INTO quality_qualitycount (unit_id, unit_path, rule, open_count, answered_count)
    SELECT counted.unit_id, unit.path, counted.rule, sum(counted.still_open),
           sum(counted.answered)
    FROM (
        SELECT finding.unit_id, finding.rule,
            (finding.accepted_at IS NULL)::int AS still_open,
            (finding.accepted_at IS NOT NULL)::int AS answered
        FROM quality_finding AS finding JOIN quality_unit USING (unit_id)
        UNION ALL
        SELECT side.unit_id, %(pairs)s,
            (pair.decision IN ('OPEN', 'LATER'))::int, (pair.decision NOT IN ('OPEN', 'LATER'))::int
        FROM quality_duplicatepair AS pair
        CROSS JOIN LATERAL (
            SELECT pair.first_unit_id AS unit_id UNION SELECT pair.second_unit_id
        ) AS side
        JOIN quality_unit ON quality_unit.unit_id = side.unit_id
        WHERE pair.is_current
    ) AS counted
    JOIN areas_unit AS unit ON unit.id = counted.unit_id
    GROUP BY counted.unit_id, unit.path, counted.rule
"""
_FORGET_FINDINGS: Final = """
    DELETE FROM quality_finding AS finding WHERE finding.household_id > 0
      AND NOT EXISTS (SELECT FROM registry_household AS household
                      WHERE household.id = finding.household_id
                        AND household.registered_to IS NULL)
"""
_UNITS: Final = " RETURNING finding.unit_id"
_FORGET_PAIRS: Final = """
    UPDATE quality_duplicatepair AS pair SET is_current = false
    WHERE is_current AND EXISTS (
        SELECT FROM unnest(ARRAY[first_household_id, second_household_id]) AS side (id)
        WHERE NOT EXISTS (SELECT FROM registry_household AS household
                          WHERE household.id = side.id AND household.registered_to IS NULL))
"""
_PAIR_RETURN: Final = (
    " RETURNING first_household_id, second_household_id, first_unit_id, second_unit_id"
)
