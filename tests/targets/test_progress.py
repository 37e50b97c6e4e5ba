"""The arithmetic of a plan beside the register: what is unknown stays unknown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from giamngheo.targets.progress import ServiceProgress, UnitProgress, rate, total_of

COMMUNE = UnitProgress(
    unit_id=1,
    unit_path="/1/2/",
    unit_code="15670",
    name="Thọ Bình",
    name_as_written="Thọ Bình",
    is_confirmed=True,
    households=2204,
    poor_start=306,
    poor_target=200,
    poor_left=210,
    poor_entered=12,
    poor_end=107,
    near_poor_start=115,
    near_poor_target=30,
    near_poor_end=130,
    planned_poor_start=306,
    planned_near_poor_start=115,
)


def test_reached_is_the_net_fall() -> None:
    assert COMMUNE.poor_reduced == 199
    assert COMMUNE.poor_missing == 1
    assert COMMUNE.state == "short"
    # 210 left and 12 fell: one family more went another way (moved, died out).
    assert COMMUNE.poor_other == 1


def test_a_rise_is_a_negative_fall() -> None:
    assert COMMUNE.near_poor_reduced == -15
    assert COMMUNE.near_poor_done == Decimal("-50.00")


@pytest.mark.parametrize(
    ("end", "missing", "state"), [(106, 0, "reached"), (105, 0, "reached"), (107, 1, "short")]
)
def test_exactly_the_target_is_reached(end: int, missing: int, state: str) -> None:
    row = replace(COMMUNE, poor_end=end)

    assert (row.poor_missing, row.state) == (missing, state)


@pytest.mark.parametrize("unknown", ["poor_end", "poor_start", "poor_target"])
def test_without_a_figure_there_is_no_verdict(unknown: str) -> None:
    row = replace(COMMUNE, **{unknown: None})

    assert (row.poor_missing, row.poor_done, row.state) == (None, None, "pending")


def test_a_target_of_none_is_reached_unless_poverty_rises() -> None:
    assert replace(COMMUNE, poor_target=0, poor_end=306).state == "reached"
    assert replace(COMMUNE, poor_target=0, poor_end=307).state == "short"
    assert replace(COMMUNE, poor_target=0).poor_done is None


def test_rates_are_rounded_half_up_and_never_divide_by_nothing() -> None:
    assert rate(1, 8) == Decimal("12.50")
    assert rate(1, 1600) == Decimal("0.06")
    assert rate(5, 4000) == Decimal("0.13")
    assert rate(1, 0) is None
    assert rate(None, 5) is None
    assert COMMUNE.poor_rate_end == Decimal("4.85")


def test_a_total_adds_up_its_rows() -> None:
    total = total_of(rows=[COMMUNE, COMMUNE], name="Tổng cộng", path="/1/", code="397")

    assert (total.households, total.poor_start, total.poor_reduced) == (4408, 612, 398)
    assert total.poor_missing == 2


@pytest.mark.parametrize("unknown", ["households", "poor_end", "poor_target", "near_poor_end"])
def test_a_total_is_unknown_while_a_part_is(unknown: str) -> None:
    rows = [COMMUNE, replace(COMMUNE, **{unknown: None})]

    total = total_of(rows=rows, name="Tổng cộng", path="/1/", code="397")

    assert getattr(total, unknown) is None
    assert total.poor_start == 612


def service(start: int | None, resolved: int | None, target: str = "65") -> ServiceProgress:
    return ServiceProgress(
        label="trẻ em trở lại trường",
        line=40,
        target=Decimal(target),
        measured_in="child",
        is_about=False,
        indicator="",
        start=start,
        resolved=resolved,
    )


def test_a_service_is_reached_at_its_figure() -> None:
    assert [service(80, done).state for done in (64, 65, None)] == ["short", "reached", "pending"]
    assert service(80, 13).done == Decimal("20.00")
    assert service(80, 13, target="0").done is None
