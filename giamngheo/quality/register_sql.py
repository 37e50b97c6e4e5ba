"""
The rules of the register as SQL: one pass over persons, one over households.

Each statement adds rows to quality_found (rule, household_id, member_id, facts); quality_target
(household_id, unit_id, unit_path) says of which households. A row's facts are built only for those
that are hit.
"""

from collections.abc import Mapping
from typing import Final

from giamngheo.quality import rules as limits

FOUND_TABLE: Final = """
    CREATE TEMPORARY TABLE quality_found (
        rule varchar(24), household_id bigint, member_id bigint, facts jsonb
    ) ON COMMIT DROP
"""

_OF_PERSONS: Final = {
    "BORN_AFTER": "p.birth_date > %(day)s::date",
    "TOO_OLD": f"p.age > {limits.OLDEST}",
    "VERY_OLD": f"p.age BETWEEN {limits.VERY_OLD} AND {limits.OLDEST}",
    "ID_SHAPE": "p.personal_id <> '' AND p.personal_id !~ '^([0-9]{9}|[0-9]{12})$'",
    "ID_CONTRADICTS": (
        "p.id12 IS NOT NULL AND p.birth_date IS NOT NULL AND (substr(p.id12, 5, 2) <> "
        "to_char(p.birth_date, 'YY') OR substr(p.id12, 4, 1) <> ((extract(year FROM "
        "p.birth_date)::int / 100 - 19) * 2 + (p.sex = 'F')::int)::text)"
    ),
    "NAME_ODD": "p.full_name ~ '[0-9]' OR position(' ' IN p.full_name) = 0",
    "BIRTH_MISSING": "p.birth_date IS NULL",
    "SEX_MISSING": "p.sex NOT IN ('M', 'F')",
    "PARENT_ORDER": (
        "p.relation IN ('CHILD', 'GRANDCHILD') AND p.after_head <= 0 OR p.relation = "
        "'PARENT' AND p.after_head >= 0"
    ),
    "PARENT_GAP": (
        "p.relation IN ('CHILD', 'GRANDCHILD') AND p.after_head > 0 AND p.after_head < "
        f"{limits.PARENT_YEARS} OR p.relation = 'PARENT' AND p.after_head < 0 AND "
        f"p.after_head > -{limits.PARENT_YEARS}"
    ),
    "HEAD_CHILD": f"p.relation = 'HEAD' AND p.age BETWEEN 0 AND {limits.HEAD_YEARS} - 1",
    "SPOUSE_CHILD": f"p.relation = 'SPOUSE' AND p.age BETWEEN 0 AND {limits.SPOUSE_YEARS} - 1",
    "SCHOOL_AGE": (
        "p.attending >= 5 AND p.age < 15 OR p.attending = 4 AND p.age < 13 OR p.attending = "
        "3 AND p.age < 9 OR p.attending IN (1, 2, 3) AND p.age > 30 OR p.finished >= 5 AND "
        "p.age < 16 OR p.finished = 4 AND p.age < 15 OR p.finished = 3 AND p.age < 12 OR "
        "p.finished = 2 AND p.age < 8"
    ),
    "MAN_PREGNANT": "p.is_pregnant AND p.sex = 'M'",
    "PREGNANT_AGE": "p.is_pregnant AND p.sex = 'F' AND (p.age < 12 OR p.age > 55)",
    "CHILD_WORKING": f"p.age < {limits.WORK_YEARS} AND (p.has_job OR p.of_working_age)",
    "WORK_CONTRADICTS": (
        "p.has_job AND p.able_to_work IS FALSE OR p.has_job IS FALSE AND (p.is_wage_earner "
        "OR p.has_labour_contract) OR p.disability = 'VERY_SEVERE' AND p.able_to_work"
    ),
    "ALLOWANCE_CONTRADICTS": (
        "p.gets_social_allowance IS FALSE AND (p.allowance_kind <> '' OR p.allowance_from "
        "IS NOT NULL) OR p.is_merit_person IS FALSE AND p.merit_kind <> ''"
    ),
    "CHILD_HEALTH_AGE": "(p.is_stunted OR p.is_underweight) AND p.age >= 16",
}
_OF_HOUSEHOLDS: Final = {
    "NO_MEMBERS": "h.members IS NULL",
    "NO_HEAD": "h.members > 0 AND h.heads = 0",
    "HEAD_NAME": "h.head_key <> h.name_key AND h.name_key <> ''",
    "TWO_SPOUSES": "h.spouses > 1",
    "TWO_PARENTS": "h.fathers > 1 OR h.mothers > 1",
    "COUNT_DIFFERS": "h.members <> h.member_count",
    "MANY_MEMBERS": f"h.members > {limits.MOST_MEMBERS}",
    "TWO_VILLAGES": "h.lives_in <> h.unit_id",
    "MERIT_DIFFERS": (
        "h.has_merit_person AND h.not_merit = h.members OR NOT h.has_merit_person AND h.merit > 0"
    ),
    "CAPACITY_DIFFERS": "h.no_working_capacity AND h.able > 0",
    "REGISTERED_LATER": "h.registered_from > %(day)s::date",
    "AREA_ZERO": "h.floor_area_m2 = 0",
    "AREA_ODD": (
        f"h.floor_area_m2 > {limits.MOST_FLOOR_M2} OR h.floor_area_m2 > 0 AND "
        f"h.floor_area_m2 < {limits.LEAST_FLOOR_PER_HEAD_M2} * h.members"
    ),
    "LAND_ODD": f"greatest(h.residential_land_m2, h.production_land_m2) > {limits.MOST_LAND_M2}",
    "ASSET_CONTRADICTS": (
        "h.uses_phone IS FALSE AND h.devices && ARRAY['telephone', 'smartphone']::varchar[] "
        "OR h.uses_internet AND h.devices = '{}' OR h.has_electricity IS FALSE AND "
        "h.devices && ARRAY['television', 'desktop']::varchar[]"
    ),
    "HOUSE_CONTRADICTS": (
        "h.house_type = 'SOLID' AND h.durable_column IS FALSE AND h.durable_wall IS FALSE "
        "AND h.durable_roof IS FALSE OR h.house_type = 'MAKESHIFT' AND h.durable_column AND "
        "h.durable_wall AND h.durable_roof"
    ),
    "CONDITIONS_MISSING": "h.category IS NOT NULL AND h.living_id IS NULL",
}


def _values(conditions: Mapping[str, str]) -> str:
    return ",\n    ".join(f"('{rule}', {holds})" for rule, holds in conditions.items())


def _any(conditions: Mapping[str, str]) -> str:
    # Asked first of each row: nearly all rows are clean, and go no further.
    return " OR ".join(f"({holds})" for holds in conditions.values())


PERSONS: Final = f"""
INSERT INTO quality_found (rule, household_id, member_id, facts)
SELECT hit.rule, p.household_id, p.id,
    jsonb_build_object('name', p.full_name, 'born', to_char(p.birth_date, 'DD/MM/YYYY'))
    || CASE hit.rule
        WHEN 'ID_SHAPE' THEN jsonb_build_object(
            'length', length(p.personal_id), 'id', p.personal_id)
        WHEN 'ID_CONTRADICTS' THEN jsonb_build_object('id', p.personal_id, 'sex', p.sex)
        WHEN 'PARENT_ORDER' THEN jsonb_build_object(
            'head_born', to_char(p.head_born, 'DD/MM/YYYY'), 'relation', p.relation)
        WHEN 'PARENT_GAP' THEN jsonb_build_object(
            'head_born', to_char(p.head_born, 'DD/MM/YYYY'), 'relation', p.relation)
        WHEN 'WORK_CONTRADICTS' THEN jsonb_build_object('problem', CASE
            WHEN p.has_job AND p.able_to_work IS FALSE
                THEN 'ghi có việc làm mà không có khả năng lao động'
            WHEN p.has_job IS FALSE AND p.is_wage_earner
                THEN 'ghi làm công ăn lương mà không có việc làm'
            WHEN p.has_job IS FALSE AND p.has_labour_contract
                THEN 'ghi có hợp đồng lao động mà không có việc làm'
            ELSE 'ghi khuyết tật đặc biệt nặng mà có khả năng lao động' END)
        WHEN 'ALLOWANCE_CONTRADICTS' THEN jsonb_build_object('problem', CASE
            WHEN p.gets_social_allowance IS FALSE
                THEN 'ghi diện hoặc ngày hưởng trợ cấp mà không hưởng trợ cấp'
            ELSE 'ghi diện người có công mà không phải người có công' END)
        ELSE jsonb_build_object('age', p.age) END
FROM (
    SELECT m.*, head.birth_date AS head_born,
        floor((%(day)s::date - m.birth_date)::float8 / 365.2425)::int AS age,
        (m.birth_date - head.birth_date)::float8 / 365.2425 AS after_head,
        CASE WHEN m.personal_id ~ '^[0-9]{{12}}$' THEN m.personal_id END AS id12
    FROM quality_target AS target
    JOIN registry_member AS m ON m.household_id = target.household_id AND m.valid_to IS NULL
    LEFT JOIN registry_member AS head
      ON head.household_id = target.household_id AND head.valid_to IS NULL
     AND head.relation = 'HEAD' AND m.relation IN ('CHILD', 'GRANDCHILD', 'PARENT')
    OFFSET 0  -- worked out once a person, not once a rule
) AS p
CROSS JOIN LATERAL (VALUES
    {_values(_OF_PERSONS)}
) AS hit (rule, holds)
WHERE ({_any(_OF_PERSONS)}) AND hit.holds
"""

# Whoever shares a number is in a pair by now: the pairs are found first.
IDS_TWICE: Final = """
INSERT INTO quality_found (rule, household_id, member_id, facts)
SELECT 'ID_TWICE', member.household_id, member.id,
    jsonb_build_object('name', member.full_name, 'id', member.personal_id,
        'others', count(DISTINCT pair.id))
FROM quality_target AS target
JOIN registry_member AS member
  ON member.household_id = target.household_id AND member.valid_to IS NULL
JOIN quality_duplicatepair AS pair
  ON pair.is_current AND 'SAME_ID' = ANY(pair.rules)
 AND ((pair.first_household_id = target.household_id AND pair.first_member_id = member.id)
   OR (pair.second_household_id = target.household_id AND pair.second_member_id = member.id))
GROUP BY member.id
"""

HOUSEHOLDS: Final = f"""
INSERT INTO quality_found (rule, household_id, member_id, facts)
SELECT hit.rule, h.id, 0, CASE hit.rule
    WHEN 'NO_HEAD' THEN jsonb_build_object('members', h.members)
    WHEN 'HEAD_NAME' THEN jsonb_build_object('written', h.head_name, 'name', h.member_head)
    WHEN 'TWO_SPOUSES' THEN jsonb_build_object('spouses', h.spouses)
    WHEN 'TWO_PARENTS' THEN jsonb_build_object('parents', greatest(h.fathers, h.mothers))
    WHEN 'COUNT_DIFFERS' THEN jsonb_build_object('written', h.member_count, 'members', h.members)
    WHEN 'MANY_MEMBERS' THEN jsonb_build_object('members', h.members)
    WHEN 'TWO_VILLAGES' THEN jsonb_build_object('unit', h.unit_id, 'residence', h.lives_in)
    WHEN 'MERIT_DIFFERS' THEN jsonb_build_object('problem', CASE WHEN h.has_merit_person
        THEN 'Hộ ghi có người có công, nhưng mọi nhân khẩu ghi không phải'
        ELSE 'Hộ ghi không có người có công, nhưng có nhân khẩu là người có công' END)
    WHEN 'CAPACITY_DIFFERS' THEN jsonb_build_object('members', h.able)
    WHEN 'REGISTERED_LATER' THEN
        jsonb_build_object('day', to_char(h.registered_from, 'DD/MM/YYYY'))
    WHEN 'AREA_ODD' THEN jsonb_build_object('members', h.members, 'area', h.floor_area_m2)
    WHEN 'LAND_ODD' THEN jsonb_build_object(
        'area', greatest(h.residential_land_m2, h.production_land_m2))
    WHEN 'ASSET_CONTRADICTS' THEN jsonb_build_object('problem', CASE
        WHEN h.uses_phone IS FALSE AND h.devices && ARRAY['telephone', 'smartphone']::varchar[]
            THEN 'Hộ có điện thoại mà ghi không ai dùng điện thoại'
        WHEN h.uses_internet AND h.devices = '{{}}'
            THEN 'Hộ ghi có người dùng internet mà không có phương tiện nào'
        ELSE 'Hộ có tivi hoặc máy tính để bàn mà ghi không dùng điện lưới' END)
    WHEN 'HOUSE_CONTRADICTS' THEN jsonb_build_object('problem', CASE h.house_type
        WHEN 'SOLID' THEN 'Ghi nhà kiên cố mà cả cột, tường và mái không bền chắc'
        ELSE 'Ghi nhà đơn sơ, nhà tạm mà cả cột, tường và mái bền chắc' END)
    WHEN 'CONDITIONS_MISSING' THEN jsonb_build_object('category',
        CASE h.category WHEN 'POOR' THEN 'hộ nghèo' ELSE 'hộ cận nghèo' END)
    ELSE '{{}}'::jsonb END
FROM (
    SELECT household.*, home.unit_id AS lives_in, status.category,
        living.id AS living_id, living.floor_area_m2, living.residential_land_m2,
        living.production_land_m2, living.uses_phone, living.uses_internet, living.devices,
        living.has_electricity, living.house_type, living.durable_column, living.durable_wall,
        living.durable_roof,
        counted.*
    FROM quality_target AS target
    JOIN registry_household AS household ON household.id = target.household_id
    LEFT JOIN (
        SELECT member.household_id,
            count(*) AS members,
            count(*) FILTER (WHERE relation = 'HEAD') AS heads,
            max(member.name_key) FILTER (WHERE relation = 'HEAD') AS head_key,
            max(member.full_name) FILTER (WHERE relation = 'HEAD') AS member_head,
            count(*) FILTER (WHERE relation = 'SPOUSE') AS spouses,
            count(*) FILTER (WHERE relation = 'PARENT' AND sex = 'M') AS fathers,
            count(*) FILTER (WHERE relation = 'PARENT' AND sex = 'F') AS mothers,
            count(*) FILTER (WHERE is_merit_person) AS merit,
            count(*) FILTER (WHERE is_merit_person IS FALSE) AS not_merit,
            count(*) FILTER (WHERE able_to_work) AS able
        FROM quality_target AS target
        JOIN registry_member AS member
          ON member.household_id = target.household_id AND member.valid_to IS NULL
        GROUP BY member.household_id
    ) AS counted ON counted.household_id = household.id
    LEFT JOIN registry_residence AS home
      ON home.household_id = household.id AND home.valid_to IS NULL
    LEFT JOIN registry_livingconditions AS living
      ON living.household_id = household.id AND living.valid_from <= %(day)s::date
     AND (living.valid_to IS NULL OR living.valid_to > %(day)s::date)
    LEFT JOIN registry_householdstatus AS status
      ON status.household_id = household.id AND status.valid_from <= %(day)s::date
     AND (status.valid_to IS NULL OR status.valid_to > %(day)s::date)
     AND status.category IN ('POOR', 'NEAR_POOR')
    OFFSET 0
) AS h
CROSS JOIN LATERAL (VALUES
    {_values(_OF_HOUSEHOLDS)}
) AS hit (rule, holds)
WHERE ({_any(_OF_HOUSEHOLDS)}) AND hit.holds
"""
