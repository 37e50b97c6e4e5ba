"""Which services the households lack: totals for the poor exactly as the plan counts them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from giamngheo.demo.register import Home, Lot

MANY = 3  # from three services on, a household between the two lines is poor (group N2)

ADULT_EDUCATION: Final = "adult_education"
CHILD_ATTENDANCE: Final = "child_attendance"
HEALTH_SERVICES: Final = "health_services"
HEALTH_INSURANCE: Final = "health_insurance"
HOUSING_QUALITY: Final = "housing_quality"
FLOOR_AREA: Final = "floor_area"
WATER_SOURCE: Final = "water_source"
TOILET: Final = "toilet"
TELECOM_SERVICE: Final = "telecom_service"
INFO_DEVICE: Final = "info_device"

# The order of the ten indicators of 2016-2021, in which every list of them is written.
INDICATORS: Final = (
    ADULT_EDUCATION,
    CHILD_ATTENDANCE,
    HEALTH_SERVICES,
    HEALTH_INSURANCE,
    HOUSING_QUALITY,
    FLOOR_AREA,
    WATER_SOURCE,
    TOILET,
    TELECOM_SERVICE,
    INFO_DEVICE,
)
# Whom the two indicators of schooling ask about: children of 5 to below 15; grown-ups from 15 on
# who were born in 1986 or later.
SCHOOL_AGE, SCHOOL_LEAVING_AGE = 5, 15
ADULT_AGE, ADULT_BORN_FROM = 15, 1986

# What the plan sets no target for, as counts among the poor at the start: adults' schooling stays
# as it is, and nearly every poor household holds the insurance card the state gives.
WITHOUT_TARGET: Final = {ADULT_EDUCATION: 431, HEALTH_SERVICES: 27, HEALTH_INSURANCE: 36}
# Of those without any device, so many use no telephone or internet either: the union stays 46.
WITHOUT_TELECOM_RATIO = 0.4

# How likely a household with many shortfalls lacks each, against the others.
MANY_WEIGHTS: Final = {
    TOILET: 30,
    WATER_SOURCE: 22,
    FLOOR_AREA: 16,
    ADULT_EDUCATION: 14,
    HOUSING_QUALITY: 9,
    INFO_DEVICE: 2,
    HEALTH_INSURANCE: 2,
    HEALTH_SERVICES: 2,
}
FEW_WEIGHTS: Final = {
    TOILET: 30,
    HEALTH_INSURANCE: 24,
    ADULT_EDUCATION: 16,
    WATER_SOURCE: 12,
    FLOOR_AREA: 9,
    HOUSING_QUALITY: 3,
    TELECOM_SERVICE: 2,
    HEALTH_SERVICES: 1,
}


@dataclass(slots=True)
class Need:
    """What one household lacks, and how many of its children are out of school."""

    lacking: set[str] = field(default_factory=set)
    children_out: int = 0

    def in_order(self) -> list[str]:
        return [indicator for indicator in INDICATORS if indicator in self.lacking]


def draw_few(*, home: Home, day: date, rng: random.Random) -> Need:
    """Return a household's need of none, one or two services."""
    count = rng.choices((0, 1, 2), weights=(48, 38, 14))[0]
    return Need(_draw_some(FEW_WEIGHTS, count, home, day, rng))


def draw_many(*, home: Home, day: date, rng: random.Random) -> Need:
    """Return a household's need of three services or more, such as makes group N2."""
    count = rng.choices((3, 4, 5), weights=(68, 25, 7))[0]
    return Need(_draw_some(MANY_WEIGHTS, count, home, day, rng))


def _draw_some(
    weights: Mapping[str, int], count: int, home: Home, day: date, rng: random.Random
) -> set[str]:
    possible = {
        indicator: weight
        for indicator, weight in weights.items()
        if can_lack(indicator=indicator, home=home, day=day)
    }
    lacking: set[str] = set()
    while len(lacking) < count:
        lacking.add(rng.choices(list(possible), list(possible.values()))[0])
    return lacking


def can_lack(*, indicator: str, home: Home, day: date) -> bool:
    """Say whether the household has anyone the indicator asks about."""
    if indicator == CHILD_ATTENDANCE:
        return school_children(home=home, day=day) > 0
    if indicator == ADULT_EDUCATION:
        return any(
            person.birth_date.year >= ADULT_BORN_FROM and person.age_on(day) >= ADULT_AGE
            for person in home.people
        )
    return True


def draw_start_needs(
    *, homes: Sequence[Home], many: Sequence[int], targets: Mapping[str, int], day: date, seed: str
) -> dict[int, Need]:
    """
    Return what each managed household lacks at the start of the year, by its index in `homes`.

    The poor together lack each service in exactly as many households as `targets` says, and have
    exactly so many children out of school; those in `many` lack at least three services, and
    nobody else whose income lies between the lines does.
    """
    rng = random.Random(f"{seed}/needs")
    hard = [index for index, home in enumerate(homes) if home.lot is Lot.HARD]
    needs = {index: Need() for index in hard}
    needs |= {index: draw_many(home=homes[index], day=day, rng=rng) for index in many}
    _send_children_home(targets[CHILD_ATTENDANCE], homes, needs, day, rng)
    for indicator, target in {**targets, **WITHOUT_TARGET}.items():
        if indicator != CHILD_ATTENDANCE:
            _fill_up(indicator, target, homes, needs, day, rng)
    for need in needs.values():
        if INFO_DEVICE in need.lacking and rng.random() < WITHOUT_TELECOM_RATIO:
            need.lacking.add(TELECOM_SERVICE)
    for index, home in enumerate(homes):
        if home.lot is Lot.NARROW:
            needs[index] = draw_few(home=home, day=day, rng=rng)
    return needs


def _fill_up(
    indicator: str,
    target: int,
    homes: Sequence[Home],
    needs: dict[int, Need],
    day: date,
    rng: random.Random,
) -> None:
    """Let `indicator` be lacking in exactly `target` of the poor households."""
    missing = target - sum(indicator in need.lacking for need in needs.values())
    open_to_it = [
        index
        for index, need in needs.items()
        if indicator not in need.lacking
        and can_lack(indicator=indicator, home=homes[index], day=day)
    ]
    for index in _hills_first(open_to_it, homes, rng)[:missing]:
        needs[index].lacking.add(indicator)


def _send_children_home(
    target: int, homes: Sequence[Home], needs: dict[int, Need], day: date, rng: random.Random
) -> None:
    """Let exactly `target` children of poor households be out of school, one or two a household."""
    pupils = {index: school_children(home=homes[index], day=day) for index in needs}
    remaining = target
    for index in _hills_first([index for index in needs if pupils[index]], homes, rng):
        if not remaining:
            return
        wanted = 2 if pupils[index] > 1 and rng.random() < 0.3 else 1
        needs[index].children_out = min(wanted, remaining)
        needs[index].lacking.add(CHILD_ATTENDANCE)
        remaining -= needs[index].children_out


def _hills_first(indexes: Sequence[int], homes: Sequence[Home], rng: random.Random) -> list[int]:
    """Return `indexes` in a drawn order in which the hill communes weigh double."""
    keys = {
        index: rng.random() ** (0.5 if homes[index].commune.is_hilly else 1) for index in indexes
    }
    return sorted(indexes, key=keys.__getitem__, reverse=True)


def school_children(*, home: Home, day: date) -> int:
    """Return how many of the household are of the age at which children go to school."""
    return sum(SCHOOL_AGE <= person.age_on(day) < SCHOOL_LEAVING_AGE for person in home.people)
