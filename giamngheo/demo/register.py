"""The generated register: 34 communes, their villages, 59.360 households and their members."""

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import accumulate

from giamngheo.demo.figures import PROVINCE_CODE, CommuneFigures
from giamngheo.demo.names import KINH, MUONG, THAI, THO
from giamngheo.demo.people import (
    IN_HARDSHIP,
    NEAR_HARDSHIP,
    REFERENCE_DATE,
    USUAL,
    Person,
    PersonalIds,
    draw_people,
)
from giamngheo.demo.villages import Village, draw_villages

REGISTERED_FROM = date(2016, 1, 1)
# Households once managed and no longer: their share of those managed at the start of the year.
FORMERLY_MANAGED_RATIO = 0.42

LOWLAND_ETHNICITIES = ((KINH, 985), (MUONG, 9), (THAI, 4), (THO, 2))
HILL_ETHNICITIES = {
    "Xã Thọ Sơn": ((KINH, 58), (MUONG, 32), (THAI, 8), (THO, 2)),
    "Xã Thọ Bình": ((KINH, 41), (MUONG, 44), (THAI, 10), (THO, 5)),
    "Xã Triệu Thành": ((KINH, 36), (MUONG, 45), (THAI, 4), (THO, 15)),
    "Xã Bình Sơn": ((KINH, 26), (MUONG, 24), (THAI, 48), (THO, 2)),
}


class Lot(Enum):
    """Which scores a household is to draw; what that makes it, only the engine says."""

    HARD = "income below the lower line, or between the lines with three services missing"
    NARROW = "income between the lines, fewer than three services missing"
    EASED = "income above the upper line, after years under it"
    USUAL = "never reviewed"


MIXES = {
    Lot.HARD: IN_HARDSHIP,
    Lot.NARROW: NEAR_HARDSHIP,
    Lot.EASED: NEAR_HARDSHIP,
    Lot.USUAL: USUAL,
}


@dataclass(slots=True)
class Home:
    """One generated household with its people; `lot` is what it draws at the start of 2020."""

    code: str
    commune: CommuneFigures
    village: Village
    address: str
    ethnicity: str
    people: list[Person]
    no_working_capacity: bool
    has_merit_person: bool
    lot: Lot


def draw_register(
    *, communes: Sequence[CommuneFigures], seed: str
) -> tuple[list[tuple[CommuneFigures, Village]], list[Home]]:
    """Return the villages and the households, commune by commune, in the order of their codes."""
    ids = PersonalIds(PROVINCE_CODE)
    villages, homes = [], []
    for commune in communes:
        rng = random.Random(f"{seed}/register/{commune.unit_code}")
        own = draw_villages(commune=commune, rng=rng)
        villages += [(commune, village) for village in own]
        homes += _draw_homes(commune, own, ids, rng)
    return villages, homes


def _draw_homes(
    commune: CommuneFigures, villages: Sequence[Village], ids: PersonalIds, rng: random.Random
) -> list[Home]:
    lots = _draw_lots(commune, rng)
    ends = list(accumulate(village.weight for village in villages))
    homes = []
    for number, lot in enumerate(lots, start=1):
        # Households stand in their villages one after another, as a register is written.
        village = villages[bisect(ends, (number - 0.5) / len(lots) * ends[-1])]
        homes.append(_draw_home(commune, village, number, lot, ids, rng))
    return homes


def _draw_lots(commune: CommuneFigures, rng: random.Random) -> list[Lot]:
    managed = commune.poor_start + commune.near_poor_start
    lots = [Lot.HARD] * commune.poor_start + [Lot.NARROW] * commune.near_poor_start
    lots += [Lot.EASED] * round(managed * FORMERLY_MANAGED_RATIO)
    lots += [Lot.USUAL] * (commune.households - len(lots))
    rng.shuffle(lots)
    return lots


def _draw_home(
    commune: CommuneFigures,
    village: Village,
    number: int,
    lot: Lot,
    ids: PersonalIds,
    rng: random.Random,
) -> Home:
    ethnicity = _draw_ethnicity(commune, lot, rng)
    people, nobody_works = draw_people(rng=rng, ethnicity=ethnicity, mix=MIXES[lot])
    for person in people:
        missing = 0.3 if person.age_on(REFERENCE_DATE) < 14 else 0.05
        number_drawn = ids.next_for(person)
        person.personal_id = None if rng.random() < missing else number_drawn
    return Home(
        code=f"TS-{commune.unit_code}-{number:06d}",
        commune=commune,
        village=village,
        address=_address(commune, village, rng),
        ethnicity=ethnicity,
        people=people,
        no_working_capacity=nobody_works,
        has_merit_person=rng.random() < (0.02 if lot is Lot.HARD else 0.045),
        lot=lot,
    )


def _draw_ethnicity(commune: CommuneFigures, lot: Lot, rng: random.Random) -> str:
    shares = HILL_ETHNICITIES.get(commune.unit_name, LOWLAND_ETHNICITIES)
    # In the hills poverty is higher among the minorities than among the Kinh.
    kinh_factor = 0.5 if commune.is_hilly and lot is Lot.HARD else 1
    weights = [share * (kinh_factor if name == KINH else 1) for name, share in shares]
    return rng.choices([name for name, _ in shares], weights=weights)[0]


def _address(commune: CommuneFigures, village: Village, rng: random.Random) -> str:
    if commune.unit_name.startswith("Thị trấn"):
        return f"Số nhà {rng.randint(1, 240)}, {village.name}"
    return village.name
