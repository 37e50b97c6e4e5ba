"""The page that carries households over: who opens it, whole, divided, undone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from giamngheo.accounts.enums import Role
from giamngheo.areas.models import Unit
from giamngheo.registry.models import Carrying, Household
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.families import make_family
from tests.registry.test_carrying import successor
from tests.web.reading import text_of

LogIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with time_machine.travel(datetime(2025, 9, 1, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def small(db: None) -> District:
    built = District()
    make_family(built, "A-001")
    make_family(built, "A-002")
    Unit.objects.filter(pk=built.province.pk).update(valid_to=None)
    return built


@pytest.fixture
def province(small: District, log_in_as: LogIn) -> Client:
    return log_in_as(officer(Role.PROVINCE, small.province))


def page_of(client: Client, where: str) -> str:
    response: Any = client.get(where)
    return text_of(response)


def address(unit: Unit) -> str:
    return f"/danh-muc/don-vi/{unit.pk}"


def test_a_merged_commune_is_carried_over_and_brought_back(
    small: District, province: Client
) -> None:
    new = successor(small, small.rural, small.urban)
    here = f"{address(small.rural)}/chuyen-ho"
    assert here in province.get(address(small.rural)).content.decode()

    page = page_of(province, here)
    province.post(f"{here}/ca-don-vi")
    carried = page_of(province, here)

    assert "2 hộ còn ghi ở đơn vị đã thôi từ ngày 01/07/2025" in page
    assert "Chuyển 2 hộ" in page
    assert "Đã chuyển 2 hộ sang Xã Đồng Mới" in carried
    assert "Không còn hộ nào ghi ở đơn vị đã thôi" in carried
    assert set(Household.objects.values_list("unit__parent", flat=True)) == {new.pk}
    history = page_of(province, "/ho/A-001")
    assert "Xã Đồng Mây nay thuộc Xã Đồng Mới" in history
    assert "Nghị quyết 1/NQ-UBTVQH15" in history

    made = Carrying.objects.get()
    assert province.post(f"{here}/{made.pk}/hoan-tac", {"reason": ""}).status_code == 409
    province.post(f"{here}/{made.pk}/hoan-tac", {"reason": "Nhầm nghị quyết"})
    assert "Nhầm nghị quyết" in page_of(province, here)
    assert set(Household.objects.values_list("unit", flat=True)) == {small.villages["A"].pk}


def test_a_divided_commune_is_carried_over_as_chosen(small: District, province: Client) -> None:
    east = successor(small, small.rural, name="Đồng Đông", split=True)
    west = successor(small, small.rural, name="Đồng Tây", split=True)
    here, village = f"{address(small.rural)}/chuyen-ho", small.villages["A"]
    single = Household.objects.get(code="A-002")

    page = page_of(province, here)
    one_by_one = page_of(province, f"{here}?thon={village.pk}")
    nothing = province.post(f"{here}/chon", {f"thon:{village.pk}": ""}, follow=True)
    refused = province.post(f"{here}/ca-don-vi")
    province.post(f"{here}/chon", {f"ho:{single.pk}": str(west.pk)})
    province.post(f"{here}/chon", {f"thon:{village.pk}": str(east.pk)})

    assert "chọn cho từng thôn; thôn bị chia thì chọn từng hộ" in page
    assert "A-002" in one_by_one
    assert "Chưa chọn đơn vị mới" in nothing.content.decode()
    assert refused.status_code == 409
    assert "REG-022" in refused.content.decode()
    single.refresh_from_db()
    assert single.unit == west
    assert Household.objects.get(code="A-001").unit.parent == east


@pytest.mark.parametrize("role", [Role.COMMUNE, Role.LEADER, Role.DISTRICT])
def test_only_who_manages_units_carries_households(
    small: District, log_in_as: LogIn, role: Role
) -> None:
    new = successor(small, small.rural, small.urban)
    client = log_in_as(officer(role, new))
    here = f"{address(small.rural)}/chuyen-ho"

    assert client.get(here).status_code == 403
    assert client.post(f"{here}/ca-don-vi").status_code == 403
    assert client.post(f"{here}/chon", {}).status_code == 403
    assert here not in client.get(address(small.rural)).content.decode()


def test_who_manages_units_without_files_sees_no_names(small: District, log_in_as: LogIn) -> None:
    successor(small, small.rural, name="Đồng Đông", split=True)
    successor(small, small.rural, name="Đồng Tây", split=True)
    client = log_in_as(officer(Role.SYSTEM))
    here = f"{address(small.rural)}/chuyen-ho?thon={small.villages['A'].pk}"

    page = page_of(client, here)

    assert "không xem hồ sơ hộ" in page
    assert "A-001" not in page
