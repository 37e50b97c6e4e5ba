"""The catalogue holds together: codes, measures, what counts them, who owns them."""

import pytest

from giamngheo.accounts.enums import Sector
from giamngheo.law.standards import load_standards
from giamngheo.targets.catalogue import (
    NEAR_POOR,
    POOR,
    Flow,
    Nature,
    Scale,
    indicator_of,
    indicators,
    measures,
)
from giamngheo.targets.figures import COUNTED, INSURED


def test_what_is_computed_has_its_counter() -> None:
    computed = {one.computed for one in indicators().values() if one.computed}

    assert computed == set(COUNTED) | set(INSURED)


def test_services_are_those_of_a_standard() -> None:
    known = {one.code for standard in load_standards() for one in standard.indicators}
    lacking = {one.lacking for one in indicators().values() if one.lacking}

    assert lacking <= known


def test_every_sector_is_one_of_the_accounts() -> None:
    assert {one.sector for one in indicators().values() if one.sector} <= set(Sector.values)


def test_the_workbench_splits_households_first() -> None:
    assert list(measures())[:2] == [POOR, NEAR_POOR]
    assert {"toilet", "water_source", "children"} < set(measures())
    assert all(indicators()[kind.indicator].scale is Scale.COUNT for kind in measures().values())


def test_a_level_and_a_fall_are_kept_apart() -> None:
    level, fall = indicator_of("poverty_rate_end_of_year"), indicator_of("poverty_rate_reduction")

    assert level is not None
    assert fall is not None
    assert (level.nature, level.flow, level.scale) == (Nature.LEVEL, Flow.STOCK, Scale.PERCENT)
    assert (fall.nature, fall.flow, fall.scale) == (Nature.CHANGE, Flow.FLOW, Scale.POINT)
    assert (level.is_better_higher, fall.is_better_higher) == (False, True)


@pytest.mark.parametrize("code", ["income_ratio_to_2015", "income_ratio_to_2020", "income_ratio"])
def test_a_ratio_is_known_whatever_its_base_year(code: str) -> None:
    found = indicator_of(code)

    assert found is not None
    assert found.scale is Scale.TIMES


def test_an_unknown_code_is_nothing() -> None:
    assert indicator_of("other_rate") is None
