"""What a surveyor finds in a household: its members and how they live. None is "not known"."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum


class SchoolLevel(IntEnum):
    """A level attended or finished; the order matters, the numbers do not."""

    NONE = 0
    PRESCHOOL = 1
    PRIMARY = 2
    LOWER_SECONDARY = 3
    UPPER_SECONDARY = 4
    # Elementary, intermediate or college vocational level, or training in an enterprise with a
    # certificate: the law sets all of them beside upper secondary for those aged 18 to 30.
    VOCATIONAL = 5
    HIGHER = 6


class WaterSource(StrEnum):
    PIPED = "piped"
    DRILLED_WELL = "drilled_well"
    PROTECTED_WELL = "protected_well"
    PROTECTED_SPRING = "protected_spring"
    RAIN = "rain"
    BOTTLED = "bottled"
    UNPROTECTED = "unprotected"


class Toilet(StrEnum):
    SEPTIC = "septic"
    POUR_FLUSH = "pour_flush"
    VENTILATED_PIT = "ventilated_pit"
    TWO_CHAMBER = "two_chamber"
    OTHER = "other"
    NONE = "none"


class Device(StrEnum):
    TELEVISION = "television"
    RADIO = "radio"
    DESKTOP = "desktop"
    TELEPHONE = "telephone"
    LAPTOP = "laptop"
    TABLET = "tablet"
    SMARTPHONE = "smartphone"


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """
    One member. `attending` is the level attended now, NONE when not at school.

    `of_working_age` is the surveyor's answer: the age of retirement moves every year and no
    source at hand gives it.
    """

    birth_date: dt.date | None = None
    attending: SchoolLevel | None = None
    finished: SchoolLevel | None = None
    has_health_insurance: bool | None = None
    is_stunted: bool | None = None
    is_underweight: bool | None = None
    gets_social_allowance: bool | None = None
    of_working_age: bool | None = None
    able_to_work: bool | None = None
    willing_to_work: bool | None = None
    has_job: bool | None = None
    is_wage_earner: bool | None = None
    has_labour_contract: bool | None = None
    ill_without_care: bool | None = None


@dataclass(frozen=True, kw_only=True)
class LivingConditions:
    """The house and what the household uses; durable parts are kept apart for both definitions."""

    floor_area_m2: Decimal | None = None
    durable_foundation: bool | None = None
    durable_wall: bool | None = None
    durable_column: bool | None = None
    durable_roof: bool | None = None
    water_source: WaterSource | None = None
    toilet: Toilet | None = None
    uses_internet: bool | None = None
    uses_phone: bool | None = None
    devices: frozenset[Device] | None = None
    hears_loudspeaker: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A household on the day it was surveyed; ages are those of that day."""

    survey_date: dt.date
    members: tuple[MemberFacts, ...]
    living: LivingConditions = field(default_factory=LivingConditions)

    def age_of(self, member: MemberFacts) -> int | None:
        """Return full years on the survey day."""
        return age_on(member.birth_date, self.survey_date)


def age_on(born: dt.date | None, day: dt.date) -> int | None:
    """Return full years on a day; one born on 29 February turns on 1 March. None: not known."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
