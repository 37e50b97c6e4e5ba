"""The statements that carry households over to another unit, and take them back: set by set."""

from __future__ import annotations

from typing import Final

# Which unit becomes which, and the residences that reach into the days after: one that began
# before is divided on the day, one that began later was of the new unit from its first day.
_UNITS = """
    CREATE TEMPORARY TABLE carried_unit ON COMMIT DROP AS
    SELECT * FROM unnest(%(old)s::bigint[], %(new)s::bigint[], %(paths)s::text[])
        AS unit (old_id, new_id, new_path)
"""
_HOMES = """
    CREATE TEMPORARY TABLE carried_home ON COMMIT DROP AS
    SELECT home.id, home.household_id, home.unit_id, home.unit_path, home.valid_to,
           unit.new_id AS to_id, unit.new_path AS to_path,
           CASE WHEN home.valid_from < %(day)s
                THEN nextval(pg_get_serial_sequence('registry_residence', 'id')) END AS second_id
    FROM registry_residence AS home
    JOIN carried_unit AS unit ON unit.old_id = home.unit_id
    WHERE home.household_id = ANY(%(ids)s)
      AND (home.valid_to IS NULL OR home.valid_to > %(day)s)
"""
_EVENTS = """
    INSERT INTO registry_householdevent
        (household_id, unit_path, kind, event_date, reason, request, summary, state, effects,
         indicators, requested_by_id, requested_at, settled_by_id, settled_at, refusal,
         carrying_id)
    SELECT household.id, unit.new_path, 'TRANSFER', %(day)s, %(source)s,
           jsonb_build_object('unit_id', unit.new_id, 'version', household.row_version + 1),
           %(summary)s, 'DONE', told.effects, '[]', %(by)s, transaction_timestamp(), %(by)s,
           transaction_timestamp(), '', %(carrying)s
    FROM registry_household AS household
    JOIN carried_unit AS unit ON unit.old_id = household.unit_id
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(effect ORDER BY place, id), '[]') AS effects FROM (
            SELECT 1 AS place, home.id, CASE WHEN home.second_id IS NULL THEN
                jsonb_build_object('table', 'residence', 'id', home.id,
                    'before', jsonb_build_object('unit', home.unit_id, 'unit_path', home.unit_path),
                    'after', jsonb_build_object('unit', home.to_id, 'unit_path', home.to_path))
                ELSE
                jsonb_build_object('table', 'residence', 'id', home.id,
                    'before', jsonb_build_object('valid_to', home.valid_to),
                    'after', jsonb_build_object('valid_to', %(day)s::date))
                END AS effect
            FROM carried_home AS home WHERE home.household_id = household.id
            UNION ALL
            SELECT 2, home.second_id, jsonb_build_object('table', 'residence',
                'id', home.second_id, 'before', NULL, 'after', '{}'::jsonb)
            FROM carried_home AS home
            WHERE home.household_id = household.id AND home.second_id IS NOT NULL
            UNION ALL
            SELECT 3, household.id, jsonb_build_object('table', 'household', 'id', household.id,
                'before', jsonb_build_object(
                    'unit', household.unit_id, 'unit_path', household.unit_path),
                'after', jsonb_build_object('unit', unit.new_id, 'unit_path', unit.new_path))
        ) AS one
    ) AS told
    WHERE household.id = ANY(%(ids)s)
"""
_CLOSE_HOMES = """
    UPDATE registry_residence AS home SET valid_to = %(day)s
    FROM carried_home AS old WHERE old.id = home.id AND old.second_id IS NOT NULL
"""
_MOVE_LATER_HOMES = """
    UPDATE registry_residence AS home SET unit_id = old.to_id, unit_path = old.to_path
    FROM carried_home AS old WHERE old.id = home.id AND old.second_id IS NULL
"""
_OPEN_HOMES = """
    INSERT INTO registry_residence (id, household_id, unit_id, unit_path, valid_from, valid_to)
    SELECT second_id, household_id, to_id, to_path, %(day)s, valid_to
    FROM carried_home WHERE second_id IS NOT NULL
"""
_MEMBERS = """
    UPDATE registry_member AS member SET unit_path = unit.new_path
    FROM registry_household AS household
    JOIN carried_unit AS unit ON unit.old_id = household.unit_id
    WHERE household.id = ANY(%(ids)s) AND member.household_id = household.id
      AND member.unit_path = household.unit_path
"""
_HOUSEHOLDS = """
    UPDATE registry_household AS household
    SET unit_id = unit.new_id, unit_path = unit.new_path, row_version = row_version + 1,
        changed_by = %(name)s, changed_at = transaction_timestamp()
    FROM carried_unit AS unit
    WHERE unit.old_id = household.unit_id AND household.id = ANY(%(ids)s)
"""
CARRY: Final = (
    _UNITS, _HOMES, _EVENTS, _CLOSE_HOMES, _MOVE_LATER_HOMES, _OPEN_HOMES, _MEMBERS, _HOUSEHOLDS,
    "DROP TABLE carried_home", "DROP TABLE carried_unit",
)  # fmt: skip

TOUCHED: Final = """
    SELECT household.code
    FROM registry_householdevent AS event
    JOIN registry_household AS household ON household.id = event.household_id
    WHERE event.carrying_id = %(carrying)s AND event.kind = 'TRANSFER'
      AND household.row_version <> (event.request ->> 'version')::int
    ORDER BY household.code
"""
_EFFECTS = """
    CREATE TEMPORARY TABLE carried_effect ON COMMIT DROP AS
    SELECT event.household_id, one ->> 'table' AS name, (one ->> 'id')::bigint AS id,
           one -> 'before' AS before
    FROM registry_householdevent AS event, jsonb_array_elements(event.effects) AS one
    WHERE event.carrying_id = %(carrying)s AND event.kind = 'TRANSFER'
"""
_REMOVE_HOMES = """
    DELETE FROM registry_residence AS home USING carried_effect AS effect
    WHERE effect.name = 'residence' AND effect.id = home.id AND effect.before = 'null'
"""
_REOPEN_HOMES = """
    UPDATE registry_residence AS home SET valid_to = (effect.before ->> 'valid_to')::date
    FROM carried_effect AS effect
    WHERE effect.name = 'residence' AND effect.id = home.id
      AND jsonb_exists(effect.before, 'valid_to')
"""
_RETURN_HOMES = """
    UPDATE registry_residence AS home
    SET unit_id = (effect.before ->> 'unit')::bigint, unit_path = effect.before ->> 'unit_path'
    FROM carried_effect AS effect
    WHERE effect.name = 'residence' AND effect.id = home.id
      AND jsonb_exists(effect.before, 'unit')
"""
_RETURN_MEMBERS = """
    UPDATE registry_member AS member SET unit_path = effect.before ->> 'unit_path'
    FROM carried_effect AS effect
    JOIN registry_household AS household ON household.id = effect.id
    WHERE effect.name = 'household' AND member.household_id = effect.id
      AND member.unit_path = household.unit_path
"""
_RETURN_HOUSEHOLDS = """
    UPDATE registry_household AS household
    SET unit_id = (effect.before ->> 'unit')::bigint, unit_path = effect.before ->> 'unit_path',
        row_version = row_version + 1, changed_by = %(name)s, changed_at = transaction_timestamp()
    FROM carried_effect AS effect
    WHERE effect.name = 'household' AND effect.id = household.id
"""
_COUNTER_EVENTS = """
    INSERT INTO registry_householdevent
        (household_id, unit_path, kind, event_date, reason, request, summary, state, effects,
         indicators, requested_by_id, requested_at, settled_by_id, settled_at, refusal, undoes_id)
    SELECT event.household_id, household.unit_path, 'UNDO', %(today)s, %(reason)s, '{}',
           left('Hủy: ' || event.summary, 300), 'DONE', '[]', '[]', %(by)s,
           transaction_timestamp(), %(by)s, transaction_timestamp(), '', event.id
    FROM registry_householdevent AS event
    JOIN registry_household AS household ON household.id = event.household_id
    WHERE event.carrying_id = %(carrying)s AND event.kind = 'TRANSFER'
"""
_UNDONE = """
    UPDATE registry_householdevent SET state = 'UNDONE'
    WHERE carrying_id = %(carrying)s AND kind = 'TRANSFER'
"""
TAKE_BACK: Final = (
    _EFFECTS, _REMOVE_HOMES, _REOPEN_HOMES, _RETURN_HOMES, _RETURN_MEMBERS, _RETURN_HOUSEHOLDS,
    _COUNTER_EVENTS, _UNDONE, "DROP TABLE carried_effect",
)  # fmt: skip
