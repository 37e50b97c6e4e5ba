"""Form A, average living standard and low-income worker, each by its own dated rule."""

import datetime as dt

import pytest

from giamngheo.law.enums import AreaType, Confidence
from giamngheo.law.facts import AreaUnknown, FactRefused
from giamngheo.law.status_rules import (
    FOLDER,
    RuleNotFound,
    is_average_living,
    is_low_income_worker,
    read_rule,
    screen_household,
)
from giamngheo.law.yaml_nodes import LawFileInvalid, by_area

DAY = dt.date(2023, 10, 1)


def criteria(met: int, unknown: int = 0) -> list[bool | None]:
    return [True] * met + [None] * unknown + [False] * (9 - met - unknown)


@pytest.mark.parametrize(
    ("met", "unknown", "goes_on"),
    [(0, 0, True), (3, 0, True), (4, 0, False), (9, 0, False), (2, 1, True), (3, 1, None)],
)
def test_fewer_than_four_of_nine_go_on(met: int, unknown: int, goes_on: bool | None) -> None:
    found = screen_household(asked_for_review=True, criteria=criteria(met, unknown), as_of=DAY)

    assert found.holds is goes_on
    assert found.confidence is Confidence.VERBATIM


def test_household_that_did_not_ask_stays_out() -> None:
    found = screen_household(asked_for_review=False, criteria=criteria(0), as_of=DAY)

    assert found.holds is False


def test_form_needs_all_nine_answers() -> None:
    with pytest.raises(FactRefused, match="đủ 9"):
        screen_household(asked_for_review=True, criteria=criteria(0)[:8], as_of=DAY)


def test_form_a_of_another_period_was_not_found() -> None:
    with pytest.raises(RuleNotFound, match=r"phiếu A.*01/10/2020.*LAW-015"):
        screen_household(asked_for_review=True, criteria=criteria(0), as_of=dt.date(2020, 10, 1))


@pytest.mark.parametrize(
    ("area", "income", "as_of", "holds"),
    [
        ("rural", 1_500_000, DAY, False),
        ("rural", 1_500_001, DAY, True),
        ("rural", 2_250_000, DAY, True),
        ("rural", 2_250_001, DAY, False),
        ("urban", 3_000_000, DAY, True),
        ("urban", 3_000_001, DAY, False),
        ("rural", 1_000_000, dt.date(2021, 12, 31), False),
        ("rural", 1_000_001, dt.date(2021, 12, 31), True),
        ("urban", 1_950_000, dt.date(2021, 12, 31), True),
        ("urban", 1_950_001, dt.date(2021, 12, 31), False),
    ],
)
def test_average_living(area: str, income: int, as_of: dt.date, holds: bool) -> None:
    found = is_average_living(income_per_capita_vnd=income, area_type=AreaType(area), as_of=as_of)

    assert found.holds is holds
    assert found.confidence is Confidence.UNVERIFIED


def test_average_living_from_2027_was_not_found() -> None:
    with pytest.raises(RuleNotFound, match="mức sống trung bình"):
        is_average_living(
            income_per_capita_vnd=1, area_type=AreaType.RURAL, as_of=dt.date(2027, 1, 1)
        )


@pytest.mark.parametrize(
    ("area", "income", "holds"),
    [("urban", 3_000_000, True), ("urban", 3_000_001, False), ("rural", 2_250_000, True)],
)
def test_low_income_worker(area: str, income: int, holds: bool) -> None:
    found = is_low_income_worker(
        household_income_per_capita_vnd=income,
        area_type=AreaType(area),
        as_of=dt.date(2025, 6, 1),
    )

    assert found.holds is holds
    expected = Confidence.SECONDARY if area == "urban" else Confidence.UNVERIFIED
    assert found.confidence is expected


def test_bad_facts_are_refused() -> None:
    with pytest.raises(AreaUnknown):
        is_low_income_worker(
            household_income_per_capita_vnd=1,
            area_type="xã",  # type: ignore[arg-type]
            as_of=dt.date(2025, 6, 1),
        )
    with pytest.raises(FactRefused):
        is_average_living(income_per_capita_vnd=-1, area_type=AreaType.RURAL, as_of=DAY)


def test_versions_that_overlap_are_refused() -> None:
    text = (FOLDER / "average_living.yaml").read_text(encoding="utf-8")
    overlapping = text.replace("valid_to: {value: 2022-01-01", "valid_to: {value: 2022-02-01")

    with pytest.raises(LawFileInvalid, match="chồng"):
        read_rule(text=overlapping, file="thu.yaml", read=lambda e: by_area(e.entry("ceiling_vnd")))
