"""The law's indicators of one household on a day, computed from its members and conditions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from giamngheo.areas.models import Unit
from giamngheo.law.assess import Finding, assess_indicators
from giamngheo.law.standards import Standard, StandardNotFound
from giamngheo.law.survey_facts import (
    Device,
    MemberFacts,
    SchoolLevel,
    Survey,
    Toilet,
    WaterSource,
)
from giamngheo.law.survey_facts import LivingConditions as LivingFacts
from giamngheo.registry.models import Household, LivingConditions, Member
from giamngheo.registry.queries import conditions_on, members_of
from giamngheo.rules.queries import standard_in_force


def survey_of(*, household: Household, as_of: date) -> Survey:
    """
    Return what the register knows of the household on a day, in the law's words.

    Members and conditions are those of the day; what is known of a member is what is known today.
    Two SQL queries.
    """
    members = list(members_of(household=household, as_of=as_of))
    return survey_from(
        members=members, conditions=conditions_on(household=household, as_of=as_of), as_of=as_of
    )


def survey_from(
    *, members: Sequence[Member], conditions: LivingConditions | None, as_of: date
) -> Survey:
    """Return the same from rows already fetched."""
    return Survey(
        survey_date=as_of,
        members=tuple(member_facts(member) for member in members),
        living=living_facts(conditions) if conditions else LivingFacts(),
    )


def member_facts(member: Member) -> MemberFacts:
    return MemberFacts(
        birth_date=member.birth_date,
        attending=None if member.attending is None else SchoolLevel(member.attending),
        finished=None if member.finished is None else SchoolLevel(member.finished),
        has_health_insurance=member.has_health_insurance,
        is_stunted=member.is_stunted,
        is_underweight=member.is_underweight,
        gets_social_allowance=member.gets_social_allowance,
        of_working_age=member.of_working_age,
        able_to_work=member.able_to_work,
        willing_to_work=member.willing_to_work,
        has_job=member.has_job,
        is_wage_earner=member.is_wage_earner,
        has_labour_contract=member.has_labour_contract,
        ill_without_care=member.ill_without_care,
    )


def living_facts(row: LivingConditions) -> LivingFacts:
    return LivingFacts(
        floor_area_m2=row.floor_area_m2,
        durable_foundation=row.durable_foundation,
        durable_wall=row.durable_wall,
        durable_column=row.durable_column,
        durable_roof=row.durable_roof,
        water_source=None if row.water_source is None else WaterSource(row.water_source),
        toilet=None if row.toilet is None else Toilet(row.toilet),
        uses_internet=row.uses_internet,
        uses_phone=row.uses_phone,
        devices=None if row.devices is None else frozenset(map(Device, row.devices)),
        hears_loudspeaker=row.hears_loudspeaker,
    )


def findings_on(
    *, household: Household, as_of: date, standard: Standard | None = None
) -> tuple[Finding, ...]:
    """
    Return each indicator of the standard in force on the day: lacking, not, or not known.

    Empty when no standard is in force on the day.
    """
    standard = standard or standard_or_none(unit=household.unit, as_of=as_of)
    if standard is None:
        return ()
    return assess_indicators(standard=standard, survey=survey_of(household=household, as_of=as_of))


def standard_or_none(*, unit: Unit, as_of: date) -> Standard | None:
    try:
        return standard_in_force(unit=unit, as_of=as_of)
    except StandardNotFound:
        return None


def changed_indicators(
    before: Sequence[Finding], after: Sequence[Finding]
) -> list[dict[str, object]]:
    """Return the indicators whose answer changed: code, name, before, after."""
    old = {finding.indicator.code: finding.value for finding in before}
    return [
        {
            "code": finding.indicator.code,
            "name": finding.indicator.name,
            "before": old.get(finding.indicator.code),
            "after": finding.value,
        }
        for finding in after
        if old.get(finding.indicator.code) != finding.value
    ]
