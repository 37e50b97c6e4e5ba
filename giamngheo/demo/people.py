"""Invented people: who lives together, how old they are, how they are related to the head."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from giamngheo.demo.names import draw_family, draw_full_name

REFERENCE_DATE = date(2020, 1, 1)  # ages are whole years on this day
MALE, FEMALE = "M", "F"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a household before it has a name. `own_family`: keeps another family name."""

    relation: str
    sex: str
    age: int
    own_family: bool = False


@dataclass(slots=True)
class Person:
    full_name: str
    sex: str
    birth_date: date
    relation: str
    ethnicity: str
    personal_id: str | None = None

    def age_on(self, day: date) -> int:
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


def _either(rng: random.Random) -> str:
    return MALE if rng.random() < 0.52 else FEMALE


def _between(rng: random.Random, low: int, high: int) -> int:
    return low + int(rng.random() * (high - low + 1))


def _children(rng: random.Random, mother_age: int, weights: list[int]) -> list[Slot]:
    """Return the children at home: the first at 20 to 28, then every two to six years."""
    count = rng.choices(range(1, len(weights) + 1), weights=weights)[0]
    age = mother_age - _between(rng, 20, 28)
    slots = []
    for _ in range(count):
        if age < 0:
            break
        if age < 19 or (age < 36 and rng.random() < 0.45):
            slots.append(Slot("CHILD", _either(rng), age))
        age -= _between(rng, 2, 6)
    return slots


def family(rng: random.Random) -> list[Slot]:
    wife = _between(rng, 24, 57)
    husband = max(20, wife + _between(rng, -2, 7))
    couple = [Slot("HEAD", MALE, husband), Slot("SPOUSE", FEMALE, wife, own_family=True)]
    if rng.random() < 0.13:
        couple = [Slot("HEAD", FEMALE, wife), Slot("SPOUSE", MALE, husband, own_family=True)]
    return couple + _children(rng, wife, [22, 50, 22, 6])


def three_generations(rng: random.Random) -> list[Slot]:
    wife = _between(rng, 26, 47)
    husband = wife + _between(rng, 0, 6)
    mother = husband + _between(rng, 20, 32)
    slots = [Slot("HEAD", MALE, husband), Slot("SPOUSE", FEMALE, wife, own_family=True)]
    slots += _children(rng, wife, [25, 55, 20])
    slots.append(Slot("PARENT", FEMALE, mother, own_family=True))
    if rng.random() < 0.45:
        slots.append(Slot("PARENT", MALE, mother + _between(rng, 0, 6)))
    return slots


def elders_with_married_son(rng: random.Random) -> list[Slot]:
    head = _between(rng, 55, 78)
    son = head - _between(rng, 24, 32)
    daughter_in_law = max(20, son - _between(rng, 0, 5))
    slots = [
        Slot("HEAD", MALE, head),
        Slot("SPOUSE", FEMALE, head - _between(rng, 0, 5), own_family=True),
        Slot("CHILD", MALE, son),
        Slot("OTHER", FEMALE, daughter_in_law, own_family=True),
    ]
    age = daughter_in_law - _between(rng, 20, 26)
    if age >= 0:
        slots.append(Slot("GRANDCHILD", _either(rng), min(age, 17)))
    return slots


def elderly_couple(rng: random.Random) -> list[Slot]:
    age = _between(rng, 60, 86)
    slots = [
        Slot("HEAD", MALE, age),
        Slot("SPOUSE", FEMALE, age - _between(rng, 0, 6), own_family=True),
    ]
    if rng.random() < 0.2:
        slots.append(Slot("CHILD", _either(rng), _between(rng, 24, 34)))
    return slots


def elderly_alone(rng: random.Random) -> list[Slot]:
    return [Slot("HEAD", FEMALE if rng.random() < 0.76 else MALE, _between(rng, 61, 92))]


def single_parent(rng: random.Random) -> list[Slot]:
    head = _between(rng, 27, 50)
    sex = FEMALE if rng.random() < 0.82 else MALE
    slots = [Slot("HEAD", sex, head)]
    oldest = head - _between(rng, 20, 27)
    for number in range(rng.choices((1, 2, 3), weights=(50, 40, 10))[0]):
        age = oldest - number * _between(rng, 2, 5)
        if age >= 0:
            slots.append(Slot("CHILD", _either(rng), min(age, 22)))
    return slots


def grandparents_with_grandchildren(rng: random.Random) -> list[Slot]:
    head = _between(rng, 60, 80)
    slots = [Slot("HEAD", FEMALE, head)]
    if rng.random() < 0.4:
        slots = [
            Slot("HEAD", MALE, head),
            Slot("SPOUSE", FEMALE, head - _between(rng, 0, 5), own_family=True),
        ]
    for _ in range(rng.choices((1, 2), weights=(65, 35))[0]):
        slots.append(Slot("GRANDCHILD", _either(rng), _between(rng, 4, 15)))
    return slots


def young_couple(rng: random.Random) -> list[Slot]:
    wife = _between(rng, 20, 29)
    slots = [
        Slot("HEAD", MALE, wife + _between(rng, 0, 5)),
        Slot("SPOUSE", FEMALE, wife, own_family=True),
    ]
    if wife >= 21 and rng.random() < 0.6:
        slots.append(Slot("CHILD", _either(rng), _between(rng, 0, min(5, wife - 20))))
    return slots


def living_alone(rng: random.Random) -> list[Slot]:
    slots = [Slot("HEAD", _either(rng), _between(rng, 26, 59))]
    if rng.random() < 0.2:
        slots.append(Slot("SIBLING", _either(rng), slots[0].age - _between(rng, 0, 7)))
    return slots


Template = Callable[[random.Random], list[Slot]]
TEMPLATES: tuple[Template, ...] = (
    family,
    three_generations,
    elders_with_married_son,
    elderly_couple,
    elderly_alone,
    single_parent,
    grandparents_with_grandchildren,
    young_couple,
    living_alone,
)
# How often each kind of household occurs, in the order of TEMPLATES.
USUAL = (56, 14, 12, 6, 3, 3, 1, 4, 1)
IN_HARDSHIP = (27, 8, 5, 12, 22, 12, 8, 2, 4)
NEAR_HARDSHIP = (44, 13, 9, 9, 7, 9, 3, 4, 2)


def draw_people(
    *, rng: random.Random, ethnicity: str, mix: tuple[int, ...]
) -> tuple[list[Person], bool]:
    """Return the members, head first, and whether nobody among them can work."""
    template = rng.choices(TEMPLATES, weights=mix)[0]
    slots = template(rng)
    family_name = draw_family(rng=rng, ethnicity=ethnicity)
    children_name = family_name
    people = []
    for slot in slots:
        name = family_name
        if slot.own_family:
            name = draw_family(rng=rng, ethnicity=ethnicity)
            if slot.relation == "SPOUSE" and slot.sex == MALE:
                children_name = name
        elif slot.relation in {"CHILD", "GRANDCHILD"}:
            name = children_name
        people.append(_person(slot, name, ethnicity, rng))
    disabled_alone = template is living_alone and mix is IN_HARDSHIP
    return people, disabled_alone or not any(16 <= slot.age < 65 for slot in slots)


def _person(slot: Slot, family_name: str, ethnicity: str, rng: random.Random) -> Person:
    born = REFERENCE_DATE - timedelta(days=round((slot.age + 0.02 + rng.random() * 0.96) * 365.25))
    full_name = draw_full_name(rng=rng, family=family_name, sex=slot.sex, birth_year=born.year)
    return Person(full_name, slot.sex, born, slot.relation, ethnicity)


class PersonalIds:
    """
    Twelve digits as the law shapes them: province, century and sex, birth year, serial.

    Serials start at 900000 to keep a clash with a living person's number unlikely.
    """

    FIRST_SERIAL, SPREAD, STEP = 900_000, 100_000, 37_831  # STEP and SPREAD share no factor

    def __init__(self, province_code: str) -> None:
        self.province_code = province_code
        self.used: dict[str, int] = {}

    def next_for(self, person: Person) -> str:
        century = 2 * (person.birth_date.year // 100 - 19) + (person.sex == FEMALE)
        prefix = f"{self.province_code}{century}{person.birth_date.year % 100:02d}"
        number = self.used.get(prefix, 0)
        self.used[prefix] = number + 1
        serial = self.FIRST_SERIAL + (number * self.STEP + int(prefix) * 7919) % self.SPREAD
        return f"{prefix}{serial}"
