"""The demonstration's circumstances: plausible, the same every time, whole for every household."""

import random
from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.demo.circumstances import CAUSE_WEIGHTS, WISHES, draw, store_circumstances
from giamngheo.law.code_lists import ListKind, list_for
from giamngheo.registry.models import Household
from giamngheo.support.models import HouseholdCause, HouseholdNeed, WorkingCategory
from tests.factories.accounts import officer
from tests.factories.small_year import SmallYear

DAY = date(2020, 12, 31)


def test_only_codes_of_the_official_lists_are_drawn() -> None:
    causes = list_for(kind=ListKind.CAUSES, as_of=date(2024, 1, 1)).names
    needs = list_for(kind=ListKind.NEEDS, as_of=date(2024, 1, 1)).names

    assert set(CAUSE_WEIGHTS) == set(WISHES) == set(causes)
    assert {code for wishes in WISHES.values() for _, codes, _ in wishes for code in codes} <= set(
        needs
    )


def test_who_cannot_work_gets_relief_and_the_seed_decides() -> None:
    home = Household(code="A-001", ethnicity="Thái", no_working_capacity=True)

    first, again = (draw(home, random.Random("x")) for _ in range(2))

    assert first == again
    assert first.work == "RELIEF"
    assert set(first.causes) <= {"LABOUR", "ILLNESS"}


@pytest.mark.django_db
def test_every_managed_household_has_one_main_cause_and_a_category() -> None:
    year = SmallYear(planned=False)

    count = store_circumstances(
        district=year.district.unit, as_of=DAY, by=officer(Role.DISTRICT, year.district.unit)
    )

    assert count == 6  # four poor, two near-poor at the end of 2020
    assert HouseholdCause.objects.filter(is_main=True).count() == count
    assert WorkingCategory.objects.count() == count
    assert not HouseholdNeed.objects.filter(codes=[]).exists()
