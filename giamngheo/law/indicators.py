"""
Each deprivation computed from facts: True lacking, False not, None when the facts do not decide.

One function per indicator and wording; a standard file names it under `rule`. A changed wording
is a new function with the year of its standard, the old one stays for the old years.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import starmap

from giamngheo.law.survey_facts import (
    Device,
    MemberFacts,
    SchoolLevel,
    Survey,
    Toilet,
    WaterSource,
)

Answer = bool | None
MIN_AREA_PER_PERSON_M2 = 8

# ASSUMPTION: the accepted kinds of water and toilet are from memory (unverified), as the standard
# files say of the rules that use them.
HYGIENIC_WATER = frozenset(WaterSource) - {WaterSource.UNPROTECTED}
HYGIENIC_TOILETS = frozenset(Toilet) - {Toilet.OTHER, Toilet.NONE}


def any_of(answers: Iterable[Answer]) -> Answer:
    """Return True if one is, None if one may be, else False."""
    known = list(answers)
    if True in known:
        return True
    return None if None in known else False


def all_of(answers: Iterable[Answer]) -> Answer:
    """Return False if one is not, None if one may not be, else True."""
    known = list(answers)
    if False in known:
        return False
    return None if None in known else True


def none_of(answer: Answer) -> Answer:
    """Return the contrary; the contrary of "not known" is not known."""
    return None if answer is None else not answer


def between(age: int | None, first: int, last: int | None = None) -> Answer:
    """Return whether `age` is from `first` to `last` years, both included; open without `last`."""
    if age is None:
        return None
    return age >= first and (last is None or age <= last)


def at_least(level: SchoolLevel | None, required: SchoolLevel) -> Answer:
    return None if level is None else level >= required


def _some_member(survey: Survey, lacks: Callable[[MemberFacts, int | None], Answer]) -> Answer:
    return any_of(starmap(lacks, ((m, survey.age_of(m)) for m in survey.members)))


# ── Employment ────────────────────────────────────────────────────────────────────────────────


def employment_2022(survey: Survey) -> Answer:
    def lacks(member: MemberFacts, _age: int | None) -> Answer:
        could_work = [member.of_working_age, member.able_to_work, member.willing_to_work]
        unemployed = all_of([*could_work, none_of(member.has_job)])
        unprotected = all_of([member.is_wage_earner, none_of(member.has_labour_contract)])
        return any_of([unemployed, unprotected])

    return _some_member(survey, lacks)


def dependents_2022(survey: Survey) -> Answer:
    def depends(member: MemberFacts) -> Answer:
        return any_of([between(survey.age_of(member), 0, 15), member.gets_social_allowance])

    answers = [depends(member) for member in survey.members]
    least, unknown = answers.count(True), answers.count(None)
    if 2 * least > len(answers):
        return True
    return None if 2 * (least + unknown) > len(answers) else False


# ── Health ────────────────────────────────────────────────────────────────────────────────────


def nutrition_2022(survey: Survey) -> Answer:
    return _some_member(
        survey,
        lambda member, age: all_of(
            [between(age, 0, 15), any_of([member.is_stunted, member.is_underweight])]
        ),
    )


def health_insurance_2022(survey: Survey) -> Answer:
    return _some_member(
        survey,
        lambda member, age: all_of([between(age, 6), none_of(member.has_health_insurance)]),
    )


def health_services_2016(survey: Survey) -> Answer:
    return _some_member(survey, lambda member, _age: member.ill_without_care)


# ── Education ─────────────────────────────────────────────────────────────────────────────────


def adult_education_2022(survey: Survey) -> Answer:
    def lacks(member: MemberFacts, age: int | None) -> Answer:
        studying = at_least(member.attending, SchoolLevel.PRESCHOOL)
        minor = [between(age, 16, 17), none_of(_finished(member, SchoolLevel.LOWER_SECONDARY))]
        adult = [between(age, 18, 30), none_of(_finished(member, SchoolLevel.UPPER_SECONDARY))]
        return all_of([none_of(studying), any_of([all_of(minor), all_of(adult)])])

    return _some_member(survey, lacks)


def adult_education_2016(survey: Survey) -> Answer:
    def lacks(member: MemberFacts, age: int | None) -> Answer:
        born_late = None if member.birth_date is None else member.birth_date.year >= 1986
        studying = at_least(member.attending, SchoolLevel.PRESCHOOL)
        unfinished = none_of(_finished(member, SchoolLevel.LOWER_SECONDARY))
        return all_of([between(age, 15), born_late, none_of(studying), unfinished])

    return _some_member(survey, lacks)


def _finished(member: MemberFacts, level: SchoolLevel) -> Answer:
    return at_least(member.finished, level)


def child_attendance_2022(survey: Survey) -> Answer:
    # ASSUMPTION: a child ahead of its age (fifteen, in upper secondary) is at the right level.
    levels = (
        (3, 5, SchoolLevel.PRESCHOOL),
        (6, 11, SchoolLevel.PRIMARY),
        (12, 15, SchoolLevel.LOWER_SECONDARY),
    )

    def lacks(member: MemberFacts, age: int | None) -> Answer:
        return any_of(
            all_of([between(age, first, last), none_of(at_least(member.attending, level))])
            for first, last, level in levels
        )

    return _some_member(survey, lacks)


def child_attendance_2016(survey: Survey) -> Answer:
    return _some_member(
        survey,
        lambda member, age: all_of(
            [between(age, 5, 14), none_of(at_least(member.attending, SchoolLevel.PRESCHOOL))]
        ),
    )


# ── Housing ───────────────────────────────────────────────────────────────────────────────────


def housing_quality_2022(survey: Survey) -> Answer:
    living = survey.living
    return _two_of_three(living.durable_wall, living.durable_column, living.durable_roof)


def house_support_2022(survey: Survey) -> Answer:
    """
    Return whether the house is not durable for housing support: foundation, frame and wall, roof.

    ASSUMPTION: frame and wall are durable when both are; two of three decide as in the indicator.
    Source: Thông tư 01/2022/TT-BXD (the three parts; the counting is unverified).
    """
    living = survey.living
    frame_and_wall = all_of([living.durable_column, living.durable_wall])
    return _two_of_three(living.durable_foundation, frame_and_wall, living.durable_roof)


def _two_of_three(*durable: Answer) -> Answer:
    weak, unknown = durable.count(False), durable.count(None)
    if weak >= 2:
        return True
    return None if weak + unknown >= 2 else False


def floor_area_2022(survey: Survey) -> Answer:
    area = survey.living.floor_area_m2
    if area is None or not survey.members:
        return None
    return Decimal(area) < MIN_AREA_PER_PERSON_M2 * len(survey.members)


# ── Water, sanitation, information ────────────────────────────────────────────────────────────


def water_source_2022(survey: Survey) -> Answer:
    source = survey.living.water_source
    return None if source is None else source not in HYGIENIC_WATER


def toilet_2022(survey: Survey) -> Answer:
    toilet = survey.living.toilet
    return None if toilet is None else toilet not in HYGIENIC_TOILETS


def telecom_service_2022(survey: Survey) -> Answer:
    return none_of(survey.living.uses_internet)


def telecom_service_2016(survey: Survey) -> Answer:
    return none_of(any_of([survey.living.uses_internet, survey.living.uses_phone]))


def info_device_2022(survey: Survey) -> Answer:
    devices = survey.living.devices
    return None if devices is None else not devices


def info_device_2016(survey: Survey) -> Answer:
    devices = survey.living.devices
    counted = {Device.TELEVISION, Device.RADIO, Device.DESKTOP, Device.LAPTOP}
    has_one = None if devices is None else bool(devices & counted)
    return none_of(any_of([has_one, survey.living.hears_loudspeaker]))


Rule = Callable[[Survey], Answer]

RULES: dict[str, Rule] = {
    "adult_education_2016": adult_education_2016,
    "adult_education_2022": adult_education_2022,
    "child_attendance_2016": child_attendance_2016,
    "child_attendance_2022": child_attendance_2022,
    "dependents_2022": dependents_2022,
    "employment_2022": employment_2022,
    "floor_area_2016": floor_area_2022,
    "floor_area_2022": floor_area_2022,
    "health_insurance_2016": health_insurance_2022,
    "health_insurance_2022": health_insurance_2022,
    "health_services_2016": health_services_2016,
    "housing_quality_2016": housing_quality_2022,
    "housing_quality_2022": housing_quality_2022,
    "info_device_2016": info_device_2016,
    "info_device_2022": info_device_2022,
    "nutrition_2022": nutrition_2022,
    "telecom_service_2016": telecom_service_2016,
    "telecom_service_2022": telecom_service_2022,
    "toilet_2016": toilet_2022,
    "toilet_2022": toilet_2022,
    "water_source_2016": water_source_2022,
    "water_source_2022": water_source_2022,
}
