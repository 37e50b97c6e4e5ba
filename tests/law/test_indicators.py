"""Deprivations computed from facts, at the ages and measures where they turn."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giamngheo.law import indicators
from giamngheo.law.assess import assess_indicators, deprivations_of
from giamngheo.law.indicators import RULES, all_of, any_of
from giamngheo.law.standards import get_standard, load_standards
from giamngheo.law.survey_facts import (
    Device,
    LivingConditions,
    MemberFacts,
    SchoolLevel,
    Survey,
    Toilet,
    WaterSource,
)

DAY = dt.date(2023, 10, 15)


def born(years: int, *, days: int = 0) -> dt.date:
    """Return the birth date of one who turned `years` on the survey day, or `days` later."""
    return DAY.replace(year=DAY.year - years) + dt.timedelta(days=days)


def survey(*members: MemberFacts, **living: object) -> Survey:
    return Survey(survey_date=DAY, members=members, living=LivingConditions(**living))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        (born(16), 16),
        (born(16, days=1), 15),
        (born(0), 0),
        (dt.date(2004, 2, 29), 19),
        (None, None),
    ],
)
def test_age_is_that_of_the_survey_day(birth: dt.date | None, age: int | None) -> None:
    assert survey().age_of(MemberFacts(birth_date=birth)) == age


def test_one_born_on_the_29th_of_february_turns_on_the_1st_of_march() -> None:
    member = MemberFacts(birth_date=dt.date(2004, 2, 29))

    ages = [
        Survey(survey_date=day, members=(member,)).age_of(member)
        for day in (dt.date(2023, 2, 28), dt.date(2023, 3, 1), dt.date(2024, 2, 29))
    ]

    assert ages == [18, 19, 20]


@pytest.mark.parametrize(
    ("years", "days", "level", "lacking"),
    [
        (3, 1, SchoolLevel.NONE, False),
        (3, 0, SchoolLevel.NONE, True),
        (3, 0, SchoolLevel.PRESCHOOL, False),
        (6, 1, SchoolLevel.PRESCHOOL, False),
        (6, 0, SchoolLevel.PRESCHOOL, True),
        (6, 0, SchoolLevel.PRIMARY, False),
        (12, 1, SchoolLevel.PRIMARY, False),
        (12, 0, SchoolLevel.PRIMARY, True),
        (12, 0, SchoolLevel.LOWER_SECONDARY, False),
        (15, 0, SchoolLevel.UPPER_SECONDARY, False),
        (16, 1, SchoolLevel.NONE, True),
        (16, 0, SchoolLevel.NONE, False),
        (10, 0, None, None),
    ],
)
def test_child_attendance(
    years: int, days: int, level: SchoolLevel | None, lacking: bool | None
) -> None:
    child = MemberFacts(birth_date=born(years, days=days), attending=level)

    assert indicators.child_attendance_2022(survey(child)) is lacking


@pytest.mark.parametrize(
    ("years", "days", "attending", "finished", "lacking"),
    [
        (16, 1, SchoolLevel.NONE, SchoolLevel.NONE, False),
        (16, 0, SchoolLevel.NONE, SchoolLevel.PRIMARY, True),
        (16, 0, SchoolLevel.NONE, SchoolLevel.LOWER_SECONDARY, False),
        (18, 1, SchoolLevel.NONE, SchoolLevel.LOWER_SECONDARY, False),
        (18, 0, SchoolLevel.NONE, SchoolLevel.LOWER_SECONDARY, True),
        (18, 0, SchoolLevel.NONE, SchoolLevel.VOCATIONAL, False),
        (18, 0, SchoolLevel.UPPER_SECONDARY, SchoolLevel.LOWER_SECONDARY, False),
        (31, 1, SchoolLevel.NONE, SchoolLevel.PRIMARY, True),
        (31, 0, SchoolLevel.NONE, SchoolLevel.PRIMARY, False),
        (20, 0, SchoolLevel.NONE, None, None),
        (20, 0, None, SchoolLevel.UPPER_SECONDARY, False),
    ],
)
def test_adult_education(
    years: int,
    days: int,
    attending: SchoolLevel | None,
    finished: SchoolLevel | None,
    lacking: bool | None,
) -> None:
    adult = MemberFacts(birth_date=born(years, days=days), attending=attending, finished=finished)

    assert indicators.adult_education_2022(survey(adult)) is lacking


@pytest.mark.parametrize(
    ("years", "days", "insured", "lacking"),
    [(6, 1, False, False), (6, 0, False, True), (6, 0, True, False), (70, 0, None, None)],
)
def test_health_insurance(
    years: int, days: int, insured: bool | None, lacking: bool | None
) -> None:
    member = MemberFacts(birth_date=born(years, days=days), has_health_insurance=insured)

    assert indicators.health_insurance_2022(survey(member)) is lacking


@pytest.mark.parametrize(
    ("children", "adults", "lacking"), [(1, 1, False), (2, 2, False), (2, 1, True), (0, 3, False)]
)
def test_dependents_are_more_than_half(children: int, adults: int, lacking: bool) -> None:
    child = MemberFacts(birth_date=born(16, days=1), gets_social_allowance=False)
    adult = MemberFacts(birth_date=born(16), gets_social_allowance=False)

    found = indicators.dependents_2022(survey(*[child] * children, *[adult] * adults))

    assert found is lacking


def test_one_on_social_allowance_is_a_dependent() -> None:
    elderly = MemberFacts(birth_date=born(80), gets_social_allowance=True)
    unknown = MemberFacts(birth_date=born(80), gets_social_allowance=None)

    assert indicators.dependents_2022(survey(elderly)) is True
    assert indicators.dependents_2022(survey(unknown)) is None


def test_nutrition_counts_children_only() -> None:
    child = MemberFacts(birth_date=born(10), is_stunted=False, is_underweight=True)

    assert indicators.nutrition_2022(survey(child)) is True
    assert indicators.nutrition_2022(survey(replace(child, birth_date=born(16)))) is False
    assert indicators.nutrition_2022(survey(replace(child, is_underweight=None))) is None


def test_employment_lacks_a_job_or_a_contract() -> None:
    idle = MemberFacts(
        of_working_age=True,
        able_to_work=True,
        willing_to_work=True,
        has_job=False,
        is_wage_earner=False,
    )
    hired = replace(idle, has_job=True, is_wage_earner=True, has_labour_contract=False)

    assert indicators.employment_2022(survey(idle)) is True
    assert indicators.employment_2022(survey(replace(idle, willing_to_work=False))) is False
    assert indicators.employment_2022(survey(hired)) is True
    assert indicators.employment_2022(survey(replace(hired, has_labour_contract=True))) is False
    assert indicators.employment_2022(survey(replace(idle, has_job=None))) is None


@pytest.mark.parametrize(
    ("area", "people", "lacking"),
    [("32", 4, False), ("31.99", 4, True), ("8", 1, False), (None, 2, None), ("20", 0, None)],
)
def test_floor_area_is_less_than_eight_square_metres(
    area: str | None, people: int, lacking: bool | None
) -> None:
    found = survey(*[MemberFacts()] * people, floor_area_m2=Decimal(area) if area else None)

    assert indicators.floor_area_2022(found) is lacking


@pytest.mark.parametrize(
    ("wall", "column", "roof", "lacking"),
    [
        (True, True, False, False),
        (False, True, False, True),
        (False, False, True, True),
        (None, True, False, None),
        (None, True, True, False),
        (None, False, False, True),
    ],
)
def test_house_lacks_two_of_wall_column_roof(
    wall: bool | None, column: bool | None, roof: bool | None, lacking: bool | None
) -> None:
    house = survey(durable_wall=wall, durable_column=column, durable_roof=roof)

    assert indicators.housing_quality_2022(house) is lacking


def test_the_two_definitions_of_a_house_may_differ() -> None:
    """Weak foundation and roof on good walls and columns: no deprivation, yet housing support."""
    house = survey(
        durable_foundation=False, durable_wall=True, durable_column=True, durable_roof=False
    )

    assert indicators.housing_quality_2022(house) is False
    assert indicators.house_support_2022(house) is True


def test_water_toilet_and_information() -> None:
    poor = survey(
        water_source=WaterSource.UNPROTECTED,
        toilet=Toilet.NONE,
        uses_internet=False,
        uses_phone=True,
        devices=frozenset(),
        hears_loudspeaker=True,
    )
    phone = survey(
        water_source=WaterSource.RAIN,
        toilet=Toilet.TWO_CHAMBER,
        uses_internet=True,
        devices=frozenset({Device.SMARTPHONE}),
        hears_loudspeaker=False,
    )
    rules = ["water_source", "toilet", "telecom_service", "info_device"]

    assert [RULES[f"{name}_2022"](poor) for name in rules] == [True] * 4
    assert [RULES[f"{name}_2022"](phone) for name in rules] == [False] * 4
    assert [RULES[f"{name}_2016"](poor) for name in rules[2:]] == [False, False]
    assert [RULES[f"{name}_2016"](phone) for name in rules[2:]] == [False, True]
    assert [RULES[f"{name}_2022"](survey()) for name in rules] == [None] * 4


def test_rules_of_2016_turn_at_5_and_15_and_at_birth_in_1986() -> None:
    out_of_school = MemberFacts(attending=SchoolLevel.NONE, finished=SchoolLevel.PRIMARY)
    at = {years: replace(out_of_school, birth_date=born(years)) for years in (4, 5, 14, 15)}

    lacking = {y: indicators.child_attendance_2016(survey(m)) for y, m in at.items()}
    assert lacking == {4: False, 5: True, 14: True, 15: False}
    adults = [
        indicators.adult_education_2016(survey(replace(out_of_school, birth_date=day)))
        for day in (dt.date(1985, 12, 31), dt.date(1986, 1, 1), born(15), born(15, days=1))
    ]
    assert adults == [False, True, True, False]
    assert indicators.health_services_2016(survey(MemberFacts(ill_without_care=True))) is True


@given(st.lists(st.sampled_from([True, False, None])))
def test_not_known_is_what_could_be_either(answers: list[bool | None]) -> None:
    worlds = [[v if a is None else a for a in answers] for v in (True, False)]

    for combine, plain in ((any_of, any), (all_of, all)):
        outcomes = {plain(world) for world in worlds}
        assert combine(answers) == (outcomes.pop() if len(outcomes) == 1 else None)


def test_every_rule_answers_not_known_without_facts_or_false_without_people() -> None:
    nobody, unknown = survey(), survey(MemberFacts())

    assert all(rule(nobody) is not True for rule in RULES.values())
    assert all(rule(unknown) is None for rule in RULES.values())


def test_every_shipped_rule_is_known_and_every_known_rule_is_used() -> None:
    used = {i.rule.value for s in load_standards() for i in s.indicators if i.rule}

    assert used == set(RULES)


def test_paper_and_facts_that_differ_are_shown() -> None:
    facts = survey(MemberFacts(birth_date=born(30)), toilet=Toilet.NONE, floor_area_m2=Decimal(40))

    findings = assess_indicators(
        standard=get_standard("vn-2022"),
        survey=facts,
        ticked={"toilet": False, "floor_area": False, "employment": True},
    )

    found = {f.indicator.code: f for f in findings}
    assert found["toilet"].difference == (
        "Nhà tiêu hợp vệ sinh: phiếu ghi không thiếu hụt, thông tin của hộ cho thấy thiếu hụt"
    )
    assert found["floor_area"].difference is None
    assert (found["employment"].computed, found["employment"].value) == (None, True)
    answers = deprivations_of(findings)
    assert answers["toilet"] is False
    assert answers["water_source"] is None


def test_indicator_without_definition_is_never_computed() -> None:
    findings = assess_indicators(standard=get_standard("vn-2027"), survey=survey(MemberFacts()))

    waste = findings[-1]
    assert (waste.indicator.code, waste.computed, waste.value) == ("waste_treatment", None, None)
