"""The plan of a unit and year."""

from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.queries import scope_of
from giamngheo.planning.enums import PlanStage
from giamngheo.planning.models import Plan
from giamngheo.planning.queries import (
    plan_naming,
    plan_of,
    plan_or_none,
    plans_visible,
)
from tests.factories.accounts import officer
from tests.factories.small_year import YEAR, SmallYear, make_plan


@pytest.fixture
def year(db: None) -> SmallYear:
    return SmallYear()


def another_plan(year: SmallYear, **changes: object) -> Plan:
    values: dict[str, object] = {
        "unit": year.district.unit,
        "unit_path": year.district.unit.path,
        "code": "9/KH-UBND",
        "title": "Kế hoạch khác",
        "first_year": YEAR,
        "last_year": YEAR,
        "file_name": "khac.txt",
        "file_digest": f"{Plan.objects.count():064d}",
        "text": "",
        "imported_by": "",
    }
    return Plan.objects.create(**values | changes)


def test_a_plan_of_one_year_goes_before_one_of_a_period(year: SmallYear) -> None:
    another_plan(year, first_year=2016, last_year=2020)

    assert plan_of(unit=year.district.unit, year=YEAR) == year.plan
    assert plan_of(unit=year.district.unit, year=2018).code == "9/KH-UBND"
    assert plan_of(unit=year.district.unit, year=2021) is None


def test_of_two_plans_of_a_year_the_later_import_holds(year: SmallYear) -> None:
    later = another_plan(year)

    assert plan_of(unit=year.district.unit, year=YEAR) == later


def test_a_commune_is_named_by_its_districts_plan(year: SmallYear) -> None:
    assert plan_of(unit=year.district.rural, year=YEAR) is None
    assert plan_naming(unit=year.district.rural, year=YEAR) == year.plan
    assert plan_naming(unit=year.district.rural, year=YEAR + 1) is None
    # The printed total carries the district's own name: nobody allocates to it.
    assert plan_naming(unit=year.district.unit, year=YEAR) is None


def test_plans_are_seen_in_scope_only(year: SmallYear) -> None:
    make_plan(year.district, unit=year.district.neighbour)
    day = date(2020, 6, 1)

    def seen(role: Role, unit) -> list[Plan]:
        scope = scope_of(user=officer(role, unit), as_of=day)
        return list(plans_visible(scope=scope))

    assert seen(Role.DISTRICT, year.district.unit) == [year.plan]
    # A committed plan is sent down to those who carry it out, not to the neighbours.
    assert seen(Role.COMMUNE, year.district.rural) == [year.plan]
    Plan.objects.filter(pk=year.plan.pk).update(stage=PlanStage.READ)
    assert seen(Role.COMMUNE, year.district.rural) == []
    assert seen(Role.VIEWER, year.district.unit) == []
    assert seen(Role.DISTRICT, year.district.unit) == [year.plan]
    assert len(seen(Role.PROVINCE, year.district.province)) == 2


def test_an_unknown_plan_is_none(year: SmallYear) -> None:
    assert plan_or_none(plan_id=0) is None
    assert plan_or_none(plan_id=year.plan.pk) == year.plan
