"""Families in the test district: households with several members, one line each."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from giamngheo.registry.actions import load_households
from giamngheo.registry.models import Household, Member
from tests.factories.district import District

SINCE = date(2018, 1, 1)
# name, sex, born, relation
Person = tuple[str, str, date | None, str]
HONG_FAMILY: tuple[Person, ...] = (
    ("Lò Văn Hồng", "M", date(1975, 3, 1), "HEAD"),
    ("Vi Thị Mai", "F", date(1978, 5, 2), "SPOUSE"),
    ("Lò Văn Nam", "M", date(2000, 7, 3), "CHILD"),
    ("Lò Thị Na", "F", date(2016, 9, 4), "CHILD"),
)


def make_family(
    district: District,
    code: str = "A-001",
    people: Sequence[Person] = HONG_FAMILY,
    *,
    since: date = SINCE,
    category: str = "NON_POOR",
) -> Household:
    """Register a family in the village of its code's letter and return its household."""
    households = pl.DataFrame(
        {
            "code": [code],
            "unit_id": [district.villages[code[0]].pk],
            "head_name": [people[0][0]],
            "address": ["Thôn Một"],
            "ethnicity": ["Thái"],
            "no_working_capacity": [False],
            "has_merit_person": [False],
            "registered_from": [since],
            "is_generated": [True],
        }
    )
    # Each family its own numbers, never one digit apart from another's.
    place = 220 * (int(code[-3:]) - 1 + 1_000 * (ord(code[0]) - ord("A")))
    members = pl.DataFrame(
        {
            "household_code": [code] * len(people),
            "position": list(range(1, len(people) + 1)),
            "full_name": [person[0] for person in people],
            "sex": [person[1] for person in people],
            "birth_date": [person[2] for person in people],
            "relation": [person[3] for person in people],
            "ethnicity": ["Thái"] * len(people),
            "personal_id": [f"0381{place + 11 * number:08d}" for number in range(len(people))],
        },
        schema_overrides={"birth_date": pl.Date},
    )
    statuses = pl.DataFrame(
        {
            "household_code": [code],
            "category": [category],
            "group": ["N1" if category == "POOR" else ""],
            "valid_from": [since],
            "valid_to": [None],
            "standard": ["vn-2016"],
            "source": ["Sổ hộ"],
        },
        schema_overrides={"valid_to": pl.Date},
    )
    load_households(
        households=households, members=members, statuses=statuses, by=None, reason="thử"
    )
    return Household.objects.get(code=code)


def member(household: Household, name: str) -> Member:
    """Return the present member of that name."""
    return household.members.present().get(full_name=name)
