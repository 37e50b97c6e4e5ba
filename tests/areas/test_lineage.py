"""Following units through changes, forward and back."""

from datetime import date
from decimal import Decimal

import pytest

from giamngheo.areas.enums import LinkKind
from giamngheo.areas.models import Unit, UnitLink
from giamngheo.areas.queries import (
    predecessors,
    successors,
    successors_of_area,
    successors_of_many,
    units_within,
)
from tests.factories.areas import UnitFactory, unit

D1, D2, D3 = date(2015, 1, 1), date(2020, 1, 1), date(2025, 1, 1)


@pytest.fixture
def province(db: None) -> Unit:
    return UnitFactory(province=True)


def commune(province: Unit, name: str, start: date, end: date | None) -> Unit:
    return UnitFactory(name=name, parent=province, valid_from=start, valid_to=end)


def link(old: Unit, new: Unit, *, split: bool = False, share: str | None = None) -> None:
    UnitLink.objects.create(
        predecessor=old,
        successor=new,
        kind=LinkKind.SPLIT if split else LinkKind.MERGE,
        split=split,
        share=Decimal(share) if share else None,
        source="thử",
    )


def test_successors_unit_in_force_is_its_own(province: Unit) -> None:
    old = commune(province, "A", D1, D2)

    assert successors(unit=old, as_of=date(2019, 12, 31)).only == old
    assert successors(unit=old, as_of=D1).only == old


def test_successors_over_two_changes(province: Unit) -> None:
    a, b, c = (
        commune(province, "A", D1, D2),
        commune(province, "B", D2, D3),
        commune(province, "C", D3, None),
    )
    link(a, b)
    link(b, c)

    assert successors(unit=a, as_of=date(2022, 1, 1)).only == b
    assert successors(unit=a, as_of=D3).only == c
    assert [heir.share for heir in successors(unit=a, as_of=D3).heirs] == [Decimal(1)]


def test_successors_of_a_split_unit_are_never_guessed(province: Unit) -> None:
    old = commune(province, "A", D1, D2)
    left, right = commune(province, "B", D2, None), commune(province, "C", D2, None)
    link(old, left, split=True)
    link(old, right, split=True)

    found = successors(unit=old, as_of=D3)

    assert found.units == (left, right)
    assert found.only is None
    assert found.split
    assert [heir.share for heir in found.heirs] == [None, None]


def test_successors_multiply_known_shares(province: Unit) -> None:
    old = commune(province, "A", D1, D2)
    left, right = commune(province, "B", D2, D3), commune(province, "C", D2, None)
    link(old, left, split=True, share="0.4")
    link(old, right, split=True, share="0.6")
    far = commune(province, "D", D3, None)
    near = commune(province, "E", D3, None)
    link(left, far, split=True, share="0.5")
    link(left, near, split=True, share="0.5")

    shares = {heir.unit: heir.share for heir in successors(unit=old, as_of=D3).heirs}

    assert shares == {right: Decimal("0.6"), far: Decimal("0.2"), near: Decimal("0.2")}


def test_successors_divided_and_reunited_is_one_whole(province: Unit) -> None:
    old = commune(province, "A", D1, D2)
    left, right = commune(province, "B", D2, D3), commune(province, "C", D2, D3)
    again = commune(province, "D", D3, None)
    for part in (left, right):
        link(old, part, split=True)
        link(part, again)

    assert successors(unit=old, as_of=D3).only == again


def test_successors_half_lost_is_not_one_whole(province: Unit) -> None:
    old = commune(province, "A", D1, D2)
    left, gone = commune(province, "B", D2, None), commune(province, "C", D2, D3)
    link(old, left, split=True)
    link(old, gone, split=True)

    found = successors(unit=old, as_of=D3)

    assert found.unknown == (gone,)
    assert found.only is None


def test_successors_where_no_source_tells(province: Unit) -> None:
    old = commune(province, "A", D1, D2)

    found = successors(unit=old, as_of=D3)

    assert (found.heirs, found.unknown, found.only) == ((), (old,), None)


def test_predecessors_of_a_merged_unit(province: Unit) -> None:
    a, b = commune(province, "A", D1, D2), commune(province, "B", D1, D2)
    new = commune(province, "C", D2, None)
    link(a, new)
    link(b, new, split=True)

    found = predecessors(unit=new, as_of=D1)

    assert {heir.unit: heir.split for heir in found.heirs} == {a: False, b: True}
    assert predecessors(unit=new, as_of=D2).only == new


def test_successors_of_many_costs_one_query_a_generation(
    province: Unit, django_assert_num_queries: object
) -> None:
    olds = [commune(province, f"A{n}", D1, D2) for n in range(5)]
    new = commune(province, "B", D2, None)
    for old in olds:
        link(old, new)

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = successors_of_many(units=olds, as_of=D3)

    assert {succession.only for succession in found.values()} == {new}


# ── The real country ──────────────────────────────────────────────────────────────────────────


def test_trieu_son_s_34_communes_lie_in_today_s_8(trieu_son: Unit) -> None:
    communes = list(units_within(unit=trieu_son, level=3, as_of=date(2020, 1, 31)))

    found = successors_of_many(units=communes, as_of=date(2026, 11, 22))

    today = {succession.only for succession in found.values()}
    assert len(communes) == 34
    assert sorted(one.code or "" for one in today if one) == [
        "15664",
        "15667",
        "15682",
        "15715",
        "15724",
        "15754",
        "15763",
        "15766",
    ]


def test_district_s_heirs_are_its_communes_heirs(trieu_son: Unit) -> None:
    today = date(2026, 11, 22)

    assert successors(unit=trieu_son, as_of=today).unknown == (trieu_son,)
    found = successors_of_area(unit=trieu_son, as_of=today)
    assert len(found.units) == 8
    assert not found.split


def test_code_15667_before_and_after(thanh_hoa: Unit) -> None:
    """Thọ Bình of today has the code of Thọ Sơn and is made of three communes."""
    tho_son, tho_binh = unit("15667", "2020-01-31"), unit("15667", "2026-11-22")

    made_of = predecessors(unit=tho_binh, as_of=date(2020, 1, 31))

    assert tho_son != tho_binh
    assert [one.name for one in made_of.units] == ["Bình Sơn", "Thọ Bình", "Thọ Sơn"]


def test_two_mergers_before_2025_come_from_the_checked_table(thanh_hoa: Unit) -> None:
    june = date(2025, 6, 30)

    for old, new in (("15739", "15736"), ("15757", "15760"), ("15760", "15760")):
        assert successors(unit=unit(old, "2020-01-31"), as_of=june).only == unit(new, "2025-06-30")


def test_split_communes_of_thanh_hoa_stay_undecided(thanh_hoa: Unit) -> None:
    today = date(2026, 11, 22)
    divided = Unit.objects.filter(links_onward__split=True, level=3).distinct()

    found = successors_of_many(units=divided, as_of=today)

    assert len(found) >= 5
    assert all(one.only is None and len(one.heirs) > 1 for one in found.values())


def test_province_that_was_not_merged_goes_on(thanh_hoa: Unit) -> None:
    assert successors(unit=thanh_hoa, as_of=date(2026, 11, 22)).only == thanh_hoa
