from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giamngheo.targets.splitting import (
    AllocationNumberBad,
    AllocationTooLarge,
    UnitShare,
    UnitStock,
    allocate,
    sum_of,
)

FIGURES = Path(__file__).resolve().parents[2] / "examples" / "trieu-son-2020" / "figures.csv"
ELEVEN = tuple(
    UnitStock(f"Huyện {number}", 9_000 + 701 * number, 37 * number) for number in range(1, 12)
)


def test_five_hundred_households_over_eleven_districts() -> None:
    shares = allocate(total=500, units=ELEVEN)

    assert sum(share.poor_reduced for share in shares) == 500
    assert shares[-1].poor_reduced > shares[0].poor_reduced


def test_annex_of_the_plan_is_made_again_from_its_rows() -> None:
    rows = pl.read_csv(FIGURES).rows(named=True)
    shares = [
        UnitShare(row["unit_name"], row["households"], row["poor_start"], row["poor_reduction"])
        for row in rows
    ]

    total = sum_of(shares=shares)

    assert (total.households, total.poor_start, total.poor_reduced) == (59360, 1825, 1297)
    assert (total.rate_pp, total.poor_end) == (Decimal("2.18"), 528)
    by_name = {share.name: share for share in shares}
    assert by_name["Xã Bình Sơn"].rate_pp == Decimal("13.07")
    assert (by_name["Xã Bình Sơn"].poor_end, by_name["Xã Bình Sơn"].rate_end) == (
        63,
        Decimal("8.24"),
    )
    assert max(shares, key=lambda share: share.rate_end or 0).name == "Xã Bình Sơn"


def test_whole_stock_may_be_the_target() -> None:
    shares = allocate(total=sum(unit.poor_start for unit in ELEVEN), units=ELEVEN)

    assert all(share.poor_end == 0 for share in shares)


def test_one_household_past_the_stock_is_refused() -> None:
    with pytest.raises(AllocationTooLarge, match="TGT-001"):
        allocate(total=sum(unit.poor_start for unit in ELEVEN) + 1, units=ELEVEN)


def test_nothing_to_split_over_no_poor() -> None:
    assert allocate(total=0, units=[UnitStock("Xã A", 10, 0)])[0].poor_reduced == 0


@pytest.mark.parametrize("unit", [UnitStock("Xã A", 10, 11), UnitStock("Xã A", 10, -1)])
def test_impossible_stock_is_refused(unit: UnitStock) -> None:
    with pytest.raises(AllocationNumberBad, match="Xã A"):
        allocate(total=1, units=[unit])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    stocks=st.lists(
        st.tuples(st.integers(0, 500), st.integers(0, 500), st.sampled_from(("0", "0.8", "1"))),
        min_size=1,
        max_size=40,
    ),
    part=st.integers(0, 100),
    capped=st.booleans(),
)
def test_shares_add_up_and_stay_within_what_a_unit_can(
    stocks: list[tuple[int, int, str]], part: int, capped: bool
) -> None:
    units = [
        UnitStock(f"Xã {place}", 1000, poor, min(poor, cannot), Decimal(weight))
        for place, (poor, cannot, weight) in enumerate(stocks)
    ]
    total = sum(unit.most(capped=capped) for unit in units) * part // 100

    shares = allocate(total=total, units=units, capped=capped)

    assert sum(share.poor_reduced for share in shares) == total
    for unit, share in zip(units, shares, strict=True):
        assert 0 <= share.poor_reduced <= unit.most(capped=capped)


def test_what_a_full_unit_cannot_take_goes_to_the_others() -> None:
    units = [UnitStock("A", 100, 50, 40), UnitStock("B", 100, 50), UnitStock("C", 100, 3, 3)]

    def shares(total: int) -> list[int]:
        return [one.poor_reduced for one in allocate(total=total, units=units, capped=True)]

    assert shares(40) == [10, 30, 0]
    assert shares(60) == [10, 50, 0]
    with pytest.raises(AllocationTooLarge, match="60 hộ có khả năng lao động"):
        shares(61)
