"""Who is meant by a written name, and who took over."""

from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.queries import scope_of
from giamngheo.agencies.actions import HeirGiven, add_agency, end_agency
from giamngheo.agencies.models import Agency
from giamngheo.agencies.queries import (
    agencies_named,
    agencies_visible,
    find_agencies,
    find_agency,
    predecessor_ids,
    successors,
)
from giamngheo.areas.models import Unit
from tests.agencies.conftest import DAY
from tests.factories.accounts import officer
from tests.factories.areas import unit

# Every agency the reading of the plan of Triệu Sơn names, and the one it is.
IN_DISTRICT_PLAN = {
    "Phòng Lao động – Thương binh và Xã hội": "DIVISION_LABOUR",
    "Phòng LĐTBXH": "DIVISION_LABOUR",
    "LĐTBXH": "DIVISION_LABOUR",
    "Sở Lao động Thương binh và Xã hội": "DEPT_LABOUR",
    "UBND các xã, thị trấn": "COMMUNE_COMMITTEES",
    "UBND cấp xã": "COMMUNE_COMMITTEES",
    "các xã, phường, thị trấn": "COMMUNE_COMMITTEES",
    "Ủy ban Mặt trận tổ quốc huyện Triệu Sơn": "DISTRICT_FRONT",
    "Các phòng, ban, ngành cấp huyện": "DISTRICT_SECTORS",
    "các sở, ban, ngành cấp tỉnh": "PROVINCE_SECTORS",
    "các tổ chức chính trị xã hội từ huyện đến các xã, thị trấn": "DISTRICT_ORGANISATIONS",
    "Phòng Giáo dục và Đào tạo": "DIVISION_EDUCATION",
    "Phòng Y tế": "DIVISION_HEALTH",
    "Phòng Kinh tế hạ tầng": "DIVISION_INFRASTRUCTURE",
    "Phòng Nông nghiệp và Phát triển nông thôn": "DIVISION_AGRICULTURE",
    "Phòng Văn hóa - Thông tin": "DIVISION_CULTURE",
    "UBND huyện": "DISTRICT_COMMITTEE",
    "UBND tỉnh": "PROVINCE_COMMITTEE",
    "Bộ Lao động - TB&XH": "MINISTRY_LABOUR",
    "UBND xã Thọ Bình": "COMMUNE_COMMITTEE",
}
IN_PROVINCE_PLAN = {
    "Sở LĐ-TBXH": "DEPT_LABOUR",
    "UBND các huyện, thị xã, thành phố": "DISTRICT_COMMITTEES",
    "UBND cấp huyện": "DISTRICT_COMMITTEES",
    "Sở Kế hoạch và Đầu tư": "DEPT_PLANNING",
    "Chi nhánh Ngân hàng Chính sách xã hội tỉnh": "PROVINCE_BANK",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh": "PROVINCE_FRONT",
    "BTT UBMTTQVN tỉnh": "PROVINCE_FRONT",
    "các sở, ban, ngành liên quan": "PROVINCE_SECTORS",
    "Văn phòng QGGN": "POVERTY_OFFICE",
}


@pytest.mark.django_db
def test_agencies_of_a_district_plan_are_found(directory: Unit) -> None:
    found = find_agencies(names=list(IN_DISTRICT_PLAN), as_of=DAY, within=directory)

    kinds = {one.name: one.agency.kind if one.agency else None for one in found}
    assert kinds == IN_DISTRICT_PLAN


@pytest.mark.django_db
def test_agencies_of_a_province_plan_are_found(directory: Unit) -> None:
    province = unit("38", "2020-03-02")

    found = find_agencies(names=list(IN_PROVINCE_PLAN), as_of=DAY, within=province)

    kinds = {one.name: one.agency.kind if one.agency else None for one in found}
    assert kinds == IN_PROVINCE_PLAN


@pytest.mark.django_db
def test_unknown_name_asks_with_suggestions(directory: Unit) -> None:
    (match,) = find_agencies(names=["Phòng Nông nghiệp nông thôn"], as_of=DAY, within=directory)

    assert match.agency is None
    assert match.suggestions[0].kind == "DIVISION_AGRICULTURE"
    assert find_agency(name="tổ chức trực tiếp giúp đỡ", as_of=DAY, within=directory) is None


@pytest.mark.django_db
def test_two_agencies_of_one_name_are_nobody(directory: Unit) -> None:
    assert find_agency(name="Phòng Y tế", as_of=DAY) is not None
    set_up_in = unit("398", "2020-03-02")
    add_agency(unit=set_up_in, name="Phòng Y tế", source="thử", by=None)

    assert find_agency(name="Phòng Y tế", as_of=DAY) is None
    assert find_agency(name="Phòng Y tế", as_of=DAY, within=directory) is not None


@pytest.mark.django_db
def test_agency_of_a_district_ends_with_its_unit(directory: Unit) -> None:
    name = "Phòng LĐTBXH"

    assert find_agency(name=name, as_of=date(2025, 6, 30), within=directory) is not None
    assert find_agency(name=name, as_of=date(2025, 7, 1), within=directory) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2025, 2, 28), ["MINISTRY_LABOUR"]), (date(2025, 3, 1), ["MINISTRY_AGRI_ENV"])],
)
def test_heir_of_poverty_reduction(directory: Unit, day: date, expected: list[str]) -> None:
    ministry = Agency.objects.get(kind="MINISTRY_LABOUR")

    heirs = successors(agency=ministry, as_of=day)

    assert [heir.agency.kind for heir in heirs if heir.is_main] == expected


@pytest.mark.django_db
def test_heirs_over_two_reorganisations(directory: Unit) -> None:
    first = add_agency(unit=directory, name="Phòng Một", source="thử", by=None)
    second = add_agency(unit=directory, name="Phòng Hai", source="thử", by=None)
    third = add_agency(unit=directory, name="Phòng Ba", source="thử", by=None)
    end_agency(
        agency=first, on=date(2021, 1, 1), heirs=[HeirGiven(agency=second)], source="QĐ 1", by=None
    )
    end_agency(
        agency=second, on=date(2022, 1, 1), heirs=[HeirGiven(agency=third)], source="QĐ 2", by=None
    )
    first.refresh_from_db()

    assert [h.agency for h in successors(agency=first, as_of=date(2021, 12, 31))] == [second]
    assert [h.agency for h in successors(agency=first, as_of=date(2022, 1, 1))] == [third]
    assert predecessor_ids(agency_ids=[third.pk]) == {first.pk, second.pk, third.pk}


@pytest.mark.django_db
def test_reader_sees_agencies_of_her_line_only(directory: Unit) -> None:
    other = add_agency(
        unit=unit("398", "2020-03-02"), name="Phòng của huyện khác", source="thử", by=None
    )
    scope = scope_of(user=officer(Role.COMMUNE, unit("15670", "2020-03-02")), as_of=DAY)

    seen = agencies_visible(scope=scope)

    assert other not in seen
    assert {one.level for one in seen} == {0, 1, 2, 3}
    assert [one.kind for one in agencies_named(text="Phòng LĐ-TBXH", scope=scope)] == [
        "DIVISION_LABOUR"
    ]
