"""
The five rules of duplicates as SQL, each an equality join on a key that has an index.

    SAME_ID       the same 12 (or old 9) digits, anywhere
    SAME_BIRTH    the name without marks, day of birth, sex, within one commune
    NEAR_ID       the same three anywhere, and 12 digits that differ in one place
    OTHER_MIDDLE  family and given name, day of birth, sex, within one commune
    OTHER_DAY     the name without marks, sex, within one commune; one of the days is only a year,
                  or day and month stand the other way round

In the rules that go by names two numbers of 12 digits must not contradict: people whose numbers
both stand and differ are two. A name and a day of birth without commune or number say nothing: in a
whole province nine of ten such pairs are two people.

quality_target names the households asked of; what is compared with is the whole register. The
planner reads small targets by the indexes of personal_id, search_key and birth_date, and joins a
whole province by hash.
"""

from typing import Final

PERSON_TABLE: Final = """
CREATE TEMPORARY TABLE quality_person ON COMMIT DROP AS
SELECT m.id, m.household_id, household.unit_id, household.unit_path, m.sex,
    CASE WHEN unit.level > 3 THEN unit.parent_id ELSE unit.id END AS commune_id,
    m.search_key, split_part(m.search_key, ' ', 1) AS family,
    split_part(m.search_key, ' ', -1) AS given,
    m.birth_date, m.birth_year_only, m.relation = 'HEAD' AS is_head,
    CASE WHEN length(m.personal_id) IN (9, 12) THEN m.personal_id END AS personal_id,
    CASE WHEN length(m.personal_id) = 12 THEN m.personal_id END AS id12
FROM quality_target AS target
JOIN registry_household AS household ON household.id = target.household_id
JOIN areas_unit AS unit ON unit.id = household.unit_id
JOIN registry_member AS m ON m.household_id = household.id AND m.valid_to IS NULL
WHERE household.registered_to IS NULL
"""

# Whom the target is compared with when it is not nearly everybody: the register itself.
EVERYBODY: Final = """
(SELECT m.id, m.household_id, household.unit_id, household.unit_path, m.sex,
    CASE WHEN unit.level > 3 THEN unit.parent_id ELSE unit.id END AS commune_id,
    m.search_key, split_part(m.search_key, ' ', 1) AS family,
    split_part(m.search_key, ' ', -1) AS given,
    m.birth_date, m.birth_year_only, m.relation = 'HEAD' AS is_head, m.personal_id,
    CASE WHEN length(m.personal_id) = 12 THEN m.personal_id END AS id12
FROM registry_member AS m
JOIN registry_household AS household
  ON household.id = m.household_id AND household.registered_to IS NULL
JOIN areas_unit AS unit ON unit.id = household.unit_id
WHERE m.valid_to IS NULL)
"""

HIT_TABLE: Final = """
CREATE TEMPORARY TABLE quality_hit (
    first_member_id bigint, second_member_id bigint,
    first_household_id bigint, second_household_id bigint,
    first_unit_id bigint, second_unit_id bigint,
    first_path varchar(200), second_path varchar(200), of_heads boolean,
    crosses_communes boolean, rule varchar(12)
) ON COMMIT DROP
"""

_COLUMNS: Final = """
    least(a.id, b.id), greatest(a.id, b.id),
    CASE WHEN a.id < b.id THEN a.household_id ELSE b.household_id END,
    CASE WHEN a.id < b.id THEN b.household_id ELSE a.household_id END,
    CASE WHEN a.id < b.id THEN a.unit_id ELSE b.unit_id END,
    CASE WHEN a.id < b.id THEN b.unit_id ELSE a.unit_id END,
    CASE WHEN a.id < b.id THEN a.unit_path ELSE b.unit_path END,
    CASE WHEN a.id < b.id THEN b.unit_path ELSE a.unit_path END,
    a.is_head AND b.is_head AND a.household_id <> b.household_id,
    a.commune_id <> b.commune_id
"""
_NO_CONTRADICTION: Final = "(a.id12 IS NULL OR b.id12 IS NULL OR a.id12 = b.id12)"
_ONE_DIGIT: Final = " + ".join(
    f"(substr(a.id12, {place}, 1) <> substr(b.id12, {place}, 1))::int" for place in range(1, 13)
)
_FULL_DAYS: Final = "NOT a.birth_year_only AND NOT b.birth_year_only"

_CONDITIONS: Final = {
    "SAME_ID": "b.personal_id = a.personal_id",
    "SAME_BIRTH": f"""b.search_key = a.search_key AND b.birth_date = a.birth_date
        AND b.sex = a.sex AND b.commune_id = a.commune_id AND {_FULL_DAYS}
        AND {_NO_CONTRADICTION}""",
    "NEAR_ID": f"""b.search_key = a.search_key AND b.birth_date = a.birth_date
        AND b.sex = a.sex AND a.id12 IS NOT NULL AND b.id12 IS NOT NULL AND {_ONE_DIGIT} = 1""",
    "OTHER_MIDDLE": f"""b.birth_date = a.birth_date AND b.commune_id = a.commune_id
        AND b.sex = a.sex AND b.family = a.family AND b.given = a.given
        AND b.search_key <> a.search_key AND a.family <> a.given AND {_FULL_DAYS}
        AND {_NO_CONTRADICTION} AND b.household_id <> a.household_id""",
}
_SWAPPED: Final = f"""b.search_key = a.search_key AND b.birth_date = a.swapped
        AND b.sex = a.sex AND b.commune_id = a.commune_id AND {_FULL_DAYS}
        AND {_NO_CONTRADICTION}"""
_YEAR_ONLY: Final = f"""b.search_key = a.search_key AND b.sex = a.sex
        AND b.commune_id = a.commune_id
        AND b.birth_date BETWEEN a.year_start AND a.year_end
        AND (a.birth_year_only OR b.birth_year_only) AND {_NO_CONTRADICTION}"""

_SWAPPING: Final = """
(SELECT *, make_date(
        extract(year FROM birth_date)::int, extract(day FROM birth_date)::int,
        extract(month FROM birth_date)::int) AS swapped
 FROM quality_person
 WHERE extract(day FROM birth_date) <= 12
   AND extract(day FROM birth_date) <> extract(month FROM birth_date))
"""
_YEARS: Final = """
(SELECT *, date_trunc('year', birth_date)::date AS year_start,
    (date_trunc('year', birth_date) + interval '1 year - 1 day')::date AS year_end
 FROM quality_person WHERE birth_date IS NOT NULL)
"""


def hit_statements(*, whole: bool) -> list[str]:
    """
    Return the statements that fill quality_hit; a pair inside the target is met from both sides.

    whole: the target is the whole register, so it is only compared with itself.
    """
    others = "quality_person" if whole else EVERYBODY
    apart = "b.id > a.id" if whole else "b.id <> a.id"
    queries = [
        ("quality_person", condition, rule, apart) for rule, condition in _CONDITIONS.items()
    ]
    # Neither is met from both sides alike: every order of the two is asked.
    queries += [(_SWAPPING, _SWAPPED, "OTHER_DAY", apart), (_YEARS, _YEAR_ONLY, "OTHER_DAY", apart)]
    return [
        f"INSERT INTO quality_hit SELECT {_COLUMNS}, '{rule}' FROM {mine} AS a"
        f" JOIN {others} AS b ON {condition} AND {ordered}"
        for mine, condition, rule, ordered in queries
    ]


PAIR_TABLE: Final = """
CREATE TEMPORARY TABLE quality_pair ON COMMIT DROP AS
SELECT first_member_id, second_member_id, min(first_household_id) AS first_household_id,
    min(second_household_id) AS second_household_id, min(first_unit_id) AS first_unit_id,
    min(second_unit_id) AS second_unit_id, min(first_path) AS first_path,
    min(second_path) AS second_path, bool_or(of_heads) AS of_heads,
    bool_or(crosses_communes) AS crosses_communes,
    array_agg(DISTINCT rule ORDER BY rule)::varchar(12)[] AS rules
FROM quality_hit GROUP BY first_member_id, second_member_id
"""

# What the rules find no more. Its household is of the target, or was before somebody moved.
GONE: Final = """
UPDATE quality_duplicatepair AS old SET is_current = false
WHERE old.is_current
  AND (old.first_household_id IN (SELECT household_id FROM quality_target)
       OR old.second_household_id IN (SELECT household_id FROM quality_target))
  AND NOT EXISTS (
      SELECT FROM quality_pair AS new
      WHERE new.first_member_id = old.first_member_id
        AND new.second_member_id = old.second_member_id)
RETURNING first_household_id, second_household_id, first_unit_id, second_unit_id
"""

# Two that were called different are asked of again only when a rule speaks that did not then.
KEEP: Final = """
INSERT INTO quality_duplicatepair AS old (
    first_member_id, second_member_id, first_household_id, second_household_id,
    first_unit_id, second_unit_id, first_path, second_path, of_heads, crosses_communes,
    rules, is_strong, is_current, decision, reason, decided_rules, version)
SELECT first_member_id, second_member_id, first_household_id, second_household_id,
    first_unit_id, second_unit_id, first_path, second_path, of_heads, crosses_communes, rules,
    rules && %(strong)s::varchar(12)[], true, 'OPEN', '', '{}', 1
FROM quality_pair ORDER BY first_member_id, second_member_id
ON CONFLICT (first_member_id, second_member_id) DO UPDATE SET
    first_household_id = excluded.first_household_id,
    second_household_id = excluded.second_household_id,
    first_unit_id = excluded.first_unit_id, second_unit_id = excluded.second_unit_id,
    first_path = excluded.first_path, second_path = excluded.second_path,
    of_heads = excluded.of_heads, crosses_communes = excluded.crosses_communes,
    rules = excluded.rules, is_strong = excluded.is_strong,
    is_current = true,
    decision = CASE WHEN old.decision = 'DIFFERENT' AND NOT excluded.rules <@ old.decided_rules
        THEN 'OPEN' ELSE old.decision END,
    decided_at = CASE WHEN old.decision = 'DIFFERENT' AND NOT excluded.rules <@ old.decided_rules
        THEN NULL ELSE old.decided_at END,
    decided_by_id = CASE WHEN old.decision = 'DIFFERENT'
            AND NOT excluded.rules <@ old.decided_rules
        THEN NULL ELSE old.decided_by_id END,
    version = old.version + (old.decision = 'DIFFERENT'
        AND NOT excluded.rules <@ old.decided_rules)::int
WHERE (old.first_household_id, old.second_household_id, old.first_path, old.second_path,
       old.of_heads, old.rules, old.is_current)
   IS DISTINCT FROM (excluded.first_household_id, excluded.second_household_id,
       excluded.first_path, excluded.second_path, excluded.of_heads, excluded.rules, true)
"""

# Somebody who moved to another household has a new row there: the pair goes with her.
FOLLOW: Final = """
SELECT pair.id, pair.first_member_id, pair.second_member_id, member.id, later.id
FROM quality_target AS target
JOIN registry_member AS later ON later.household_id = target.household_id
JOIN registry_member AS member ON member.id = later.previous_id
JOIN quality_duplicatepair AS pair
  ON pair.first_member_id = member.id OR pair.second_member_id = member.id
WHERE later.valid_to IS NULL OR later.valid_to > later.valid_from
ORDER BY pair.id
"""
