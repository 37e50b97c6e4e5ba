"""Finding units by name, code and place in the real Thanh Hóa."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from giamngheo.areas.enums import StatusKind, UnitKind, UnitLevel
from giamngheo.areas.matching import How
from giamngheo.areas.models import Unit, UnitAlias, UnitStatus
from giamngheo.areas.queries import (
    ancestors,
    children,
    find_many,
    find_unit,
    search_units,
    statuses_of,
    successors_of_many,
    unit_at_code,
    units_within,
    units_without_successor,
)
from tests.factories.areas import UnitFactory, unit

PLAN_DAY, TODAY = date(2020, 1, 31), date(2026, 11, 22)

# The 34 names as the district's plan of 31/01/2020 prints them, and the codes they mean.
PRINTED = {
    "Thị Trấn": "15664",
    "Thọ Sơn": "15667",
    "Thọ Bình": "15670",
    "Thọ Tiên": "15673",
    "Hợp Lý": "15676",
    "Hợp Tiến": "15679",
    "Hợp Thành": "15682",
    "Triệu Thành": "15685",
    "Hợp Thắng": "15688",
    "Minh Sơn": "15691",
    "Dân Lực": "15700",
    "Dân Lý": "15703",
    "Dân Quyền": "15706",
    "An Nông": "15709",
    "Vân Sơn": "15712",
    "Thái Hòa": "15715",
    "Thị trấn Nưa": "15718",
    "Đồng Lợi": "15721",
    "Đồng Tiến": "15724",
    "Đồng Thắng": "15727",
    "Tiến Nông": "15730",
    "Khuyến Nông": "15733",
    "Xuân Thịnh": "15736",
    "Xuân Lộc": "15739",
    "Thọ Dân": "15742",
    "Xuân Thọ": "15745",
    "Thọ Tân": "15748",
    "Thọ Ngọc": "15751",
    "Thọ Cường": "15754",
    "Thọ Phú": "15757",
    "Thọ Vực": "15760",
    "Thọ Thê": "15763",
    "Nông Trường": "15766",
    "Bình Sơn": "15769",
}
TODAY_EIGHT = {
    "Xã Triệu Sơn",
    "Xã Thọ Bình",
    "Xã Hợp Tiến",
    "Xã Tân Ninh",
    "Xã Đồng Tiến",
    "Xã Thọ Ngọc",
    "Xã Thọ Phú",
    "Xã An Nông",
}


def test_find_many_reads_the_plans_34_names(trieu_son: Unit) -> None:
    """All but the two that lack a mark, which are suggested first and wait for a person."""
    matches = find_many(names=list(PRINTED), parent=trieu_son, as_of=PLAN_DAY)

    found = {match.name: match.unit.code for match in matches if match.unit}
    assert found == {
        name: code for name, code in PRINTED.items() if name not in ("Thọ Tiên", "Thọ Thê")
    }
    waiting = {match.name: match.suggestions[0].code for match in matches if not match.unit}
    assert waiting == {"Thọ Tiên": "15673", "Thọ Thê": "15763"}


def test_find_many_all_34_once_the_two_spellings_are_confirmed(trieu_son: Unit) -> None:
    UnitAlias.objects.filter(name__in=["Thọ Tiên", "Thọ Thê"]).update(confirmed=True)

    matches = find_many(names=list(PRINTED), parent=trieu_son, as_of=PLAN_DAY)

    assert {match.name: match.unit and match.unit.code for match in matches} == PRINTED
    units = [match.unit for match in matches if match.unit]
    heirs = successors_of_many(units=units, as_of=TODAY)
    only = [heirs[one.pk].only for one in units]
    assert {one.full_name for one in only if one} == TODAY_EIGHT
    assert None not in only


def test_find_many_costs_three_queries_for_any_number_of_names(
    trieu_son: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        find_many(names=list(PRINTED), parent=trieu_son, as_of=PLAN_DAY)


@pytest.mark.parametrize(
    ("name", "code"), [("Tân Ninh", "15718"), ("Minh Châu", "15664"), ("Minh Dân", "15664")]
)
def test_find_unit_earlier_names_of_the_plans_annex(trieu_son: Unit, name: str, code: str) -> None:
    for day in (date(2019, 6, 1), PLAN_DAY):
        match = find_unit(name=name, parent=trieu_son, as_of=day)

        assert (match.how, match.unit and match.unit.code) == (How.ALIAS, code)


def test_find_unit_earlier_name_gives_way_to_the_unit_that_bears_it_now(thanh_hoa: Unit) -> None:
    match = find_unit(name="Tân Ninh", parent=thanh_hoa, as_of=TODAY)

    assert match.unit == unit("15715", "2026-11-22")
    assert match.how is How.EXACT


def test_find_unit_name_in_force_only_on_its_day(thanh_hoa: Unit) -> None:
    before, after = date(2025, 6, 30), date(2025, 7, 1)

    old = find_unit(name="Xã Thọ Bình", parent=thanh_hoa, as_of=before).unit
    new = find_unit(name="Xã Thọ Bình", parent=thanh_hoa, as_of=after).unit

    assert (old and old.code, new and new.code) == ("15670", "15667")


def test_find_unit_district_word_sets_district_and_its_seat_apart(thanh_hoa: Unit) -> None:
    assert find_unit(name="Triệu Sơn", parent=thanh_hoa, as_of=PLAN_DAY).how is How.AMBIGUOUS
    match = find_unit(name="huyện Triệu Sơn", parent=thanh_hoa, as_of=PLAN_DAY)
    assert match.unit is not None
    assert match.unit.kind == UnitKind.DISTRICT


def test_find_unit_by_level(thanh_hoa: Unit) -> None:
    match = find_unit(name="Triệu Sơn", parent=thanh_hoa, as_of=PLAN_DAY, level=UnitLevel.DISTRICT)

    assert match.unit is not None
    assert match.unit.level == UnitLevel.DISTRICT


def test_find_unit_province_by_either_tone_placement(thanh_hoa: Unit) -> None:
    for name in ("Thanh Hoá", "Tỉnh Thanh Hóa", "thanh hoa"):
        assert find_unit(name=name, as_of=PLAN_DAY, level=UnitLevel.PROVINCE).unit == thanh_hoa


def test_find_unit_before_any_source_is_undated(trieu_son: Unit) -> None:
    match = find_unit(name="Thọ Sơn", parent=trieu_son, as_of=date(2017, 1, 1))

    assert (match.unit, match.how) == (None, How.UNDATED)
    assert [one.code for one in match.suggestions] == ["15667"]


def test_find_unit_between_two_lists_is_not_dated_either(thanh_hoa: Unit) -> None:
    """Đông Sơn district ended between the lists; its ward Rừng Thông is only in the later one."""
    match = find_unit(name="Phường Rừng Thông", parent=thanh_hoa, as_of=date(2024, 6, 30))

    assert match.how is How.UNDATED


@pytest.mark.django_db
def test_find_unit_village_by_name_in_its_commune() -> None:
    village = UnitFactory(village=True, name="Thôn 3")

    assert find_unit(name="thôn 3", parent=village.parent, as_of=TODAY, level=4).unit == village
    assert find_unit(name="thôn 3", parent=village.parent, as_of=TODAY).unit is None


# ── By code and place ─────────────────────────────────────────────────────────────────────────


def test_unit_at_code_a_code_passes_to_another_unit(thanh_hoa: Unit) -> None:
    old, new = (unit_at_code(code="15667", as_of=day) for day in (PLAN_DAY, TODAY))

    assert old is not None
    assert new is not None
    assert old != new
    assert (old.name, new.name) == ("Thọ Sơn", "Thọ Bình")


def test_unit_at_code_unknown(thanh_hoa: Unit) -> None:
    assert unit_at_code(code="99999", as_of=TODAY) is None
    assert unit_at_code(code="1", as_of=TODAY) is None
    assert unit_at_code(code="397", as_of=TODAY) is None
    assert unit_at_code(code="38", as_of=TODAY, level=UnitLevel.DISTRICT) is None


def test_units_within_a_district_on_two_days(trieu_son: Unit) -> None:
    names = [one.name for one in units_within(unit=trieu_son, level=3, as_of=PLAN_DAY)]

    assert len(names) == 34
    assert names[:3] == ["An Nông", "Bình Sơn", "Dân Lực"]
    assert names[-1] == "Xuân Thọ"
    assert units_within(unit=trieu_son, level=3, as_of=date(2025, 6, 30)).count() == 32
    assert units_within(unit=trieu_son, level=3, as_of=TODAY).count() == 0


def test_units_within_province_counts_of_the_lists(thanh_hoa: Unit) -> None:
    def count(level: int, day: date) -> int:
        return units_within(unit=thanh_hoa, level=level, as_of=day).count()

    assert (count(2, PLAN_DAY), count(3, PLAN_DAY)) == (27, 559)
    assert (count(2, TODAY), count(3, TODAY)) == (0, 166)


def test_units_within_uses_the_path_index(trieu_son: Unit) -> None:
    plan = Unit.objects.inside(trieu_son.path).explain()

    assert "areas_unit_path" in plan


def test_children_and_ancestors(trieu_son: Unit, thanh_hoa: Unit) -> None:
    assert trieu_son in children(unit=thanh_hoa, as_of=PLAN_DAY)
    assert trieu_son not in children(unit=thanh_hoa, as_of=TODAY)
    assert ancestors(unit=unit("15667", "2020-01-31")) == [thanh_hoa, trieu_son]
    assert ancestors(unit=thanh_hoa) == []


def test_search_units_begins_with_what_is_typed(thanh_hoa: Unit) -> None:
    names = [one.full_name for one in search_units(text="tan n", as_of=TODAY)]

    assert names == ["Xã Tân Ninh"]
    found = search_units(text="xã son", as_of=PLAN_DAY, limit=3)
    assert len(found) == 3
    assert found[0].search_key.startswith("son")


def test_search_units_finds_later_words_after_first_ones(thanh_hoa: Unit) -> None:
    found = search_units(text="ninh", as_of=TODAY)

    firsts = [one.search_key.startswith("ninh") for one in found]
    assert firsts == sorted(firsts, reverse=True)
    assert "Xã Tân Ninh" in [one.full_name for one in found]


def test_search_units_keeps_to_scopes(trieu_son: Unit) -> None:
    inside = search_units(text="tho", as_of=PLAN_DAY, scopes=[trieu_son.path], limit=50)

    assert inside
    assert all(one.path.startswith(trieu_son.path) for one in inside)
    assert search_units(text="tho", as_of=PLAN_DAY, scopes=[]) == []


@pytest.mark.django_db
def test_statuses_of_a_commune_include_its_district_s() -> None:
    commune = UnitFactory(parent=UnitFactory(district=True))
    UnitStatus.objects.create(
        unit=commune.parent,
        kind=StatusKind.POOR_DISTRICT,
        valid_from=date(2018, 1, 1),
        valid_to=date(2021, 1, 1),
        source="danh sách thử",
    )
    UnitStatus.objects.create(
        unit=commune, kind=StatusKind.BORDER, valid_from=date(2021, 1, 1), source="danh sách thử"
    )

    def kinds(day: date) -> list[str]:
        return [status.kind for status in statuses_of(unit=commune, as_of=day)]

    assert kinds(date(2020, 12, 31)) == [StatusKind.POOR_DISTRICT]
    assert kinds(date(2021, 1, 1)) == [StatusKind.BORDER]


def test_units_without_successor_are_listed(thanh_hoa: Unit) -> None:
    lost = units_without_successor(as_of=TODAY, within=thanh_hoa)

    assert [one.name for one in lost if one.code == "15790"] == ["Thiệu Phú"]
    assert all(one.level == UnitLevel.COMMUNE and not one.end_known for one in lost)
    assert not lost.filter(code="15739").exists()  # Xuân Lộc: a checked table names its heir
