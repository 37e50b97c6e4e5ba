"""
Households for the checks of the data: clean families, and thirty planted errors, one line each.

`PLANTED` says what was planted where; a check yields an error when it names its household.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from giamngheo.registry.actions import load_households
from giamngheo.registry.dated import set_conditions
from giamngheo.registry.models import Household, Residence
from tests.factories.district import District

SINCE = date(2019, 1, 1)
AS_OF = date(2021, 11, 8)
_FAMILIES = ("Lò", "Vi", "Hà", "Quàng", "Lương", "Cầm", "Lộc", "Ngân", "Phạm", "Bùi")
_MIDDLES = ("Văn", "Đức", "Minh", "Quốc", "Xuân", "Hữu", "Thanh")
_MEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hải", "Khánh", "Long", "Nam", "Phúc", "Sơn")
_WOMEN = ("Ánh", "Bích", "Chi", "Dung", "Hạnh", "Lan", "Mai", "Nga", "Oanh", "Quyên", "Thảo")


@dataclass
class Family:
    """One household to be planted in: its row, its people, its living conditions."""

    code: str
    unit_id: int
    people: list[dict[str, Any]]
    home: dict[str, Any] = field(default_factory=dict)
    row: dict[str, Any] = field(default_factory=dict)

    @property
    def head(self) -> dict[str, Any]:
        return self.people[0]


def personal_id(sex: str, born: date, number: int) -> str:
    mark = (born.year // 100 - 19) * 2 + (sex == "F")
    return f"038{mark}{born.year % 100:02d}{number:06d}"


def person(name: str, sex: str, born: date, relation: str, number: int) -> dict[str, Any]:
    return {
        "full_name": name,
        "sex": sex,
        "birth_date": born,
        "birth_year_only": False,
        "relation": relation,
        "personal_id": personal_id(sex, born, number),
        "has_job": None,
        "able_to_work": None,
        "attending": None,
        "is_pregnant": None,
        "gets_social_allowance": None,
        "allowance_kind": "",
        "is_stunted": None,
    }


def clean_family(number: int, unit_id: int, letter: str = "A") -> Family:
    """Return a family of four that breaks no rule; another number is another family."""
    surname = _FAMILIES[number % 10]
    born = date(1960 + number % 30, 1 + number % 12, 13 + number % 15)
    first = 10 * number
    people = [
        person(f"{surname} {_MIDDLES[number % 7]} {_MEN[number % 11]}", "M", born, "HEAD", first),
        person(
            f"{_FAMILIES[(number + 3) % 10]} Thị {_WOMEN[number % 11]}",
            "F",
            born.replace(year=born.year + 2),
            "SPOUSE",
            first + 1,
        ),
        person(
            f"{surname} Văn {_MEN[(number + 4) % 11]}",
            "M",
            born.replace(year=born.year + 26),
            "CHILD",
            first + 2,
        ),
        person(
            f"{surname} Thị {_WOMEN[(number + 5) % 11]}",
            "F",
            born.replace(year=born.year + 29),
            "CHILD",
            first + 3,
        ),
    ]
    home = {
        "house_type": "SEMI_SOLID",
        "floor_area_m2": 60.0,
        "durable_column": True,
        "durable_wall": True,
        "durable_roof": False,
        "uses_phone": True,
        "uses_internet": True,
        "has_electricity": True,
        "devices": ["television", "smartphone"],
        "residential_land_m2": 400.0,
        "production_land_m2": 2_000.0,
    }
    return Family(f"{letter}-{number:03d}", unit_id, people, home)


def store(families: list[Family]) -> None:
    """Load the families the way every list is loaded."""
    households = pl.DataFrame(
        [
            {
                "code": one.code,
                "unit_id": one.unit_id,
                "head_name": one.head["full_name"] if one.people else "Không Tên",
                "address": "",
                "ethnicity": "Thái",
                "no_working_capacity": False,
                "has_merit_person": False,
                "registered_from": SINCE,
                "is_generated": True,
                **one.row,
            }
            for one in families
        ]
    )
    members = pl.DataFrame(
        [
            {"household_code": one.code, "position": place, "ethnicity": "Thái", **someone}
            for one in families
            for place, someone in enumerate(one.people, start=1)
        ],
        infer_schema_length=None,
    ).with_columns(valid_from=pl.lit(SINCE))
    statuses = pl.DataFrame(
        [
            {
                "household_code": one.code,
                "category": "POOR",
                "group": "",
                "valid_from": SINCE,
                "valid_to": None,
                "standard": "vn-2016",
                "source": "Sổ hộ",
            }
            for one in families
        ],
        schema_overrides={"valid_to": pl.Date},
    )
    load_households(
        households=households, members=members, statuses=statuses, by=None, reason="thử"
    )
    ids = dict(Household.objects.values_list("code", "id"))
    homes = [
        {"household_id": ids[one.code], "valid_from": SINCE, **one.home}
        for one in families
        if one.home
    ]
    set_conditions(conditions=pl.DataFrame(homes, infer_schema_length=None), source="Phiếu")


def _set(index: int, **values: Any) -> Callable[[Family], None]:
    def plant(family: Family) -> None:
        family.people[index].update(values)

    return plant


def _home(**values: Any) -> Callable[[Family], None]:
    def plant(family: Family) -> None:
        family.home.update(values)

    return plant


def _row(**values: Any) -> Callable[[Family], None]:
    def plant(family: Family) -> None:
        family.row.update(values)

    return plant


def _nobody(family: Family) -> None:
    family.people.clear()


# One household each: what is wrong with it.
ALONE: Mapping[str, Callable[[Family], None]] = {
    "age 150": _set(0, birth_date=date(1871, 5, 2), personal_id=None),
    "born in the future": _set(3, birth_date=date(2022, 3, 4), personal_id=None),
    "a negative age by a wrong century": _set(3, birth_date=date(2091, 3, 4), personal_id=None),
    "area 0": _home(floor_area_m2=0.0),
    "area of a hall": _home(floor_area_m2=4500.0),
    "a field of 400 ha": _home(production_land_m2=4_000_000.0),
    "number of 11 digits": _set(1, personal_id="03816000001"),
    "number of letters": _set(1, personal_id="03816000001A"),
    "number of another sex": _set(0, personal_id="038365000123"),
    "head missing": _set(0, relation="OTHER"),
    "child older than father": _set(2, birth_date=date(1950, 1, 20), personal_id=None),
    "nobody in the household": _nobody,
    "birth missing": _set(2, birth_date=None, personal_id=None),
    "two wives": _set(3, relation="SPOUSE"),
    "a wife of nine": _set(1, birth_date=date(2012, 5, 20), personal_id=None),
    "a man with child": _set(0, is_pregnant=True),
    "a worker of five": _set(3, birth_date=date(2016, 5, 20), has_job=True, personal_id=None),
    "a pupil of fifty": _set(1, attending=2, birth_date=date(1970, 5, 20), personal_id=None),
    "work without capacity": _set(1, has_job=True, able_to_work=False),
    "allowance without allowance": _set(1, gets_social_allowance=False, allowance_kind="Người già"),
    "another head's name": _row(head_name="Người Khác Hẳn"),
    "phones nobody uses": _home(uses_phone=False),
    "a television without current": _home(has_electricity=False),
    "a solid house of nothing": _home(
        house_type="SOLID", durable_column=False, durable_wall=False, durable_roof=False
    ),
}
FIRST = 100


@dataclass
class Planted:
    """A register of clean families with thirty errors in it: name to the codes that bear it."""

    district: District
    clean: int = 60
    errors: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        here = self.district.villages["A"].pk
        families = [clean_family(number, here) for number in range(self.clean)]
        for number, (name, plant) in enumerate(ALONE.items(), start=FIRST):
            family = clean_family(number, here)
            plant(family)
            families.append(family)
            self.errors[name] = {family.code}
        families += self._pairs()
        store(families)
        self._split_residence()

    def _pairs(self) -> list[Family]:
        """The five that need two households, each a copy of somebody in a family of its own."""
        made: list[Family] = []

        def two(name: str, number: int, village: str = "A", **changes: Any) -> None:
            first = clean_family(number, self.district.villages["A"].pk)
            second = clean_family(number + 1, self.district.villages[village].pk, letter=village)
            second.people[0] = {**first.people[0], **changes}
            made.extend((first, second))
            self.errors[name] = {first.code, second.code}

        two("one number twice, over communes", 200, "B")
        two("the same person in two households", 210, personal_id=None)
        two("the same person, one digit mistyped", 220, personal_id="")
        first = made[-2].people[0]
        near = first["personal_id"][:-1] + str((int(first["personal_id"][-1]) + 1) % 10)
        made[-1].people[0]["personal_id"] = near
        two(
            "the same person, another middle name",
            230,
            full_name=_other_middle(clean_family(230, 0).people[0]["full_name"]),
            personal_id=None,
        )
        born = clean_family(240, 0).people[0]["birth_date"]
        two(
            "the same person, only the year known",
            240,
            birth_date=date(born.year, 1, 1),
            birth_year_only=True,
            personal_id=None,
        )
        return made

    def _split_residence(self) -> None:
        family = clean_family(300, self.district.villages["A"].pk)
        store([family])
        Residence.objects.filter(household__code=family.code).update(
            unit=self.district.villages["B"], unit_path=self.district.villages["B"].path
        )
        self.errors["a household counted in two villages"] = {family.code}


def _other_middle(name: str) -> str:
    family, _, given = name.split()
    return f"{family} Trọng {given}"
