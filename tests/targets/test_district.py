"""A unit's year: the plan's promises beside the register's figures."""

from decimal import Decimal

import pytest

from giamngheo.planning.models import AllocationRow, Target
from giamngheo.reviews.models import CommuneYear
from giamngheo.targets.district import district_progress
from tests.factories.small_year import YEAR, SmallYear


@pytest.fixture
def year(db: None) -> SmallYear:
    return SmallYear()


def test_progress_puts_plan_and_register_side_by_side_in_eight_queries(
    year: SmallYear, django_assert_num_queries
) -> None:
    with django_assert_num_queries(8):
        progress = district_progress(unit=year.district.unit, year=YEAR)

    assert [row.name for row in progress.rows] == ["Đồng Mây", "Phố Núi"]
    assert [row.is_confirmed for row in progress.rows] == [True, False]
    assert (progress.total.poor_reduced, progress.total.poor_target) == (5, 6)
    assert progress.printed_total["near_poor_reduced"] == 7
    assert progress.decided == 2
    assert progress.standards == ("vn-2016",)
    assert progress.headline.value == 6


def test_rows_keep_the_plans_order_and_the_unnamed_come_after(year: SmallYear) -> None:
    AllocationRow.objects.filter(unit=year.district.rural).delete()

    rows = district_progress(unit=year.district.unit, year=YEAR).rows

    assert [(row.name, row.poor_target) for row in rows] == [("Phố Núi", 2), ("Đồng Mây", None)]


def test_those_who_miss_most_come_first(year: SmallYear) -> None:
    CommuneYear.objects.filter(unit=year.district.urban, year=YEAR).update(
        poor_end=3, poor_n1_end=3, poor_n2_end=0
    )

    progress = district_progress(unit=year.district.unit, year=YEAR)

    assert [(row.name, row.poor_missing) for row in progress.deciding] == [
        ("Phố Núi", 2),
        ("Đồng Mây", 1),
    ]


@pytest.mark.parametrize(
    ("comparator", "limit", "households", "reached"),
    [
        # 4 poor of 449: 0,8909 %. Of 450: 0,8889 %. Of 400: exactly 1 %.
        ("<", "0.89", 449, False),
        ("<", "0.89", 450, True),
        ("<", "1", 400, False),
        ("<=", "1", 400, True),
        ("<=", "1", 399, False),
    ],
)
def test_the_rates_limit_is_held_against_the_exact_rate(
    year: SmallYear, comparator: str, limit: str, households: int, reached: bool
) -> None:
    Target.objects.filter(indicator="poverty_rate_end_of_year").update(
        comparator=comparator, value=Decimal(limit)
    )
    others = CommuneYear.objects.get(unit=year.district.urban, year=YEAR).households_start
    CommuneYear.objects.filter(unit=year.district.rural, year=YEAR).update(
        households_start=households - others
    )

    progress = district_progress(unit=year.district.unit, year=YEAR)

    assert progress.total.households == households
    assert progress.is_rate_reached is reached


def test_without_result_or_limit_the_rate_has_no_verdict(year: SmallYear) -> None:
    unit = year.district.unit
    assert district_progress(unit=unit, year=YEAR + 1).is_rate_reached is None

    Target.objects.filter(indicator="poverty_rate_end_of_year").delete()

    assert district_progress(unit=unit, year=YEAR).is_rate_reached is None


def test_a_year_nobody_planned_or_counted_has_no_rows(year: SmallYear) -> None:
    progress = district_progress(unit=year.district.unit, year=2017)

    assert (progress.rows, progress.plan, progress.decided) == ((), None, 0)
