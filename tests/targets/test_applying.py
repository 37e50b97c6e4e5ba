"""Which units a target speaks of; income the plan does not say; both plain arithmetic."""

from decimal import Decimal

import pytest

from giamngheo.law.standards import load_standards
from giamngheo.planning.models import Target
from giamngheo.targets.applying import applying_to, area_written, areas_of
from giamngheo.targets.enums import AreaGroup
from giamngheo.targets.income import income_path
from giamngheo.targets.standing import Wanted

SENTENCE = (
    "Mỗi năm giảm tỷ lệ hộ nghèo 1,5%-2%; các huyện nghèo giảm từ 4%-5%; xã, thôn bản đặc biệt "
    "khó khăn giảm từ 3%-4%."
)


def of_range(low: str, high: str) -> Target:
    return Target(
        indicator="poverty_rate_reduction",
        text=SENTENCE,
        value_min=Decimal(low),
        value_max=Decimal(high),
    )


GENERAL, POOR_DISTRICT, DIFFICULT = of_range("1.5", "2"), of_range("4", "5"), of_range("3", "4")
PROMISES = [
    (target, area_written(target), Wanted(comparator="", value=None, low=target.value_min))
    for target in (GENERAL, POOR_DISTRICT, DIFFICULT)
]


def test_three_ranges_of_one_sentence_speak_of_three_groups() -> None:
    assert [area for _, area, _ in PROMISES] == [
        AreaGroup.ALL,
        AreaGroup.POOR_DISTRICT,
        AreaGroup.DISADVANTAGED,
    ]


@pytest.mark.parametrize(
    ("kinds", "target", "why"),
    [
        ([], GENERAL, "Mức chung"),
        (["BORDER"], GENERAL, "Mức chung"),
        (["SPECIALLY_DISADVANTAGED"], DIFFICULT, "đặc biệt khó khăn"),
        (["POOR_DISTRICT"], POOR_DISTRICT, "huyện nghèo"),
        (["SPECIALLY_DISADVANTAGED", "POOR_DISTRICT"], POOR_DISTRICT, "Lấy mức chặt hơn: 4"),
    ],
)
def test_a_unit_in_two_groups_keeps_the_stricter(
    kinds: list[str], target: Target, why: str
) -> None:
    found = applying_to(targets=PROMISES, areas=areas_of(kinds))

    assert found is not None
    assert found.target is target
    assert why in found.why


def test_nothing_applies_to_a_unit_outside_the_only_group() -> None:
    assert applying_to(targets=PROMISES[1:], areas=set()) is None


def incomes(level: str, increase: str = "228000", ratio: str = "2.5") -> list[Target]:
    return [
        Target(indicator="income_per_capita", value=Decimal(level)),
        Target(indicator="income_per_capita_increase", value=Decimal(increase)),
        Target(indicator="income_ratio_to_2015", value=Decimal(ratio)),
    ]


def test_the_income_sentence_implies_the_years_before() -> None:
    standard = next(one for one in load_standards() if one.code == "vn-2016")

    found = income_path(targets=incomes("1715000"), standard=standard)

    assert found is not None
    assert (found.previous_vnd, found.base_vnd, found.base_year) == (1_487_000, 686_000, 2015)
    assert "cao hơn" in found.warnings[0]


@pytest.mark.parametrize(("level", "warned"), [("900000", False), ("900001", True)])
def test_only_an_average_above_the_line_is_warned_of(level: str, warned: bool) -> None:
    standard = next(one for one in load_standards() if one.code == "vn-2016")

    found = income_path(targets=incomes(level), standard=standard)

    assert found is not None
    assert bool(found.warnings) is warned


def test_an_unknown_standard_is_said_and_no_level_is_no_path() -> None:
    without = income_path(targets=incomes("1715000"), standard=None)

    assert without is not None
    assert "Không tìm thấy chuẩn" in without.warnings[0]
    assert income_path(targets=incomes("1")[1:], standard=None) is None
