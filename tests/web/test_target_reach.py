"""R063: a target that only households without working capacity could fill says so, and no other."""

from collections.abc import Callable
from dataclasses import MISSING, fields, replace

import pytest
from django.test import Client

from giamngheo.accounts.enums import Role
from giamngheo.planning.enums import Measure
from giamngheo.planning.models import AllocationFigure
from giamngheo.registry.models import Household
from giamngheo.targets.district import district_progress
from giamngheo.targets.progress import UnitProgress
from giamngheo.web.targets.words import beyond_reach_short
from tests.factories.accounts import officer
from tests.factories.small_year import YEAR, SmallYear
from tests.web.reading import text_of, workbook_of

WARNED = "nhưng sổ hộ có"


@pytest.fixture
def year(db: None) -> SmallYear:
    return SmallYear()


@pytest.fixture
def page(year: SmallYear, log_in_as: Callable[..., Client]) -> Callable[[], str]:
    client = log_in_as(officer(Role.DISTRICT, year.district.unit))
    return lambda: text_of(client.get(year.page))


def promise(year: SmallYear, households: int) -> None:
    """Let Đồng Mây, which has 6 poor households on 1 January, promise to lift so many."""
    AllocationFigure.objects.filter(
        row__unit=year.district.rural, measure=Measure.POOR_REDUCED
    ).update(value=households)


def cannot_work(*codes: str) -> None:
    Household.objects.filter(code__in=codes).update(no_working_capacity=True)


def test_all_of_the_stock_without_such_a_household_is_no_warning(year: SmallYear, page) -> None:
    promise(year, 6)

    assert WARNED not in page()


def test_all_of_the_stock_with_one_such_household_warns(year: SmallYear, page) -> None:
    promise(year, 6)
    cannot_work("A-001")

    words = page()

    assert (
        "Đồng Mây: chỉ tiêu giảm 6 trên 6 hộ nghèo, nhưng sổ hộ có 1 hộ nghèo không có khả năng "
        "lao động, thuộc diện trợ giúp xã hội. Chỉ tiêu không nên quá 5 hộ." in words
    )
    assert "Phố Nui: chỉ tiêu" not in words


@pytest.mark.parametrize(("target", "warned"), [(4, False), (5, True)])
def test_the_limit_is_the_stock_less_those_households(
    year: SmallYear, page, target: int, warned: bool
) -> None:
    promise(year, target)
    cannot_work("A-001", "A-002")

    assert (WARNED in page()) is warned


@pytest.mark.parametrize("code", ["A-007", "A-008", "N-001"])
def test_a_household_not_poor_then_or_elsewhere_does_not_count(
    year: SmallYear, page, code: str
) -> None:
    promise(year, 6)
    cannot_work(code)

    assert WARNED not in page()


def test_the_workbook_says_it_too(year: SmallYear, log_in_as: Callable[..., Client]) -> None:
    promise(year, 6)
    cannot_work("A-001")
    client = log_in_as(officer(Role.DISTRICT, year.district.unit))

    rows = workbook_of(client.get(f"{year.page}/bang.xlsx"))

    assert any(WARNED in str(cell) for row in rows for cell in row)


def test_many_such_units_make_one_sentence_and_a_note_each(year: SmallYear) -> None:
    row = UnitProgress(
        **dict.fromkeys(
            (field.name for field in fields(UnitProgress) if field.default is MISSING), None
        )
    )
    many = [
        replace(row, name=f"Xã {number}", poor_target=5, poor_start=5, poor_no_capacity=number)
        for number in (1, 2, 3, 4)
    ]
    progress = district_progress(unit=year.district.unit, year=YEAR)

    short = beyond_reach_short(replace(progress, rows=tuple(many)))
    few = beyond_reach_short(replace(progress, rows=tuple(many[:3])))

    assert len(few) == 3
    assert len(short) == 1
    assert "Xã 1 (1), Xã 2 (2), Xã 3 (3), Xã 4 (4)" in short[0]
