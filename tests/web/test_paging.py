import pytest
from django.test import RequestFactory

from giamngheo.areas.enums import UnitKind
from giamngheo.areas.models import Unit
from giamngheo.web.paging import page_by_key
from tests.web.conftest import make_unit

ORDER = ("-area_type", "sort_key", "id")


@pytest.fixture
def units(district):
    for number in range(7):
        # Two of each name, so that the order needs its last, unique field.
        make_unit(UnitKind.COMMUNE, f"Thử {number // 2}", f"2{number:04}", parent=district)
    make_unit(UnitKind.TOWN, "Nưa", "15664", parent=district)
    return Unit.objects.filter(parent=district)


def _page(units, address="/x", order=ORDER, size=3):
    request = RequestFactory().get(address)
    return page_by_key(request, rows=units, order=order, size=size)


def _codes(page):
    return [unit.code for unit in page.rows]


def test_pages_follow_one_another_without_gap_or_repeat(units):
    first = _page(units)
    second = _page(units, first.next)
    third = _page(units, second.next)

    every = _codes(first) + _codes(second) + _codes(third)
    assert every == list(units.order_by(*ORDER).values_list("code", flat=True))
    assert _codes(first)[0] == "15664"
    assert (first.previous, first.first, third.next) == ("", "", "")


def test_the_way_back_leads_through_the_same_pages(units):
    second = _page(units, _page(units).next)
    third = _page(units, second.next)

    assert _codes(_page(units, third.previous)) == _codes(second)
    assert _codes(_page(units, second.previous)) == _codes(_page(units))
    assert _page(units, second.previous).previous == ""


def test_filters_stay_in_the_addresses(units):
    page = _page(units, "/x?ten=tho&sau=")

    assert page.next.startswith("/x?ten=tho&sau=")


@pytest.mark.parametrize(
    "address", ["/x?sau=khong", "/x?sau=99999999", "/x?truoc=99999999999999999999"]
)
def test_an_unknown_row_leads_to_the_first_page(units, address):
    assert _codes(_page(units, address)) == _codes(_page(units))


def test_an_empty_list_is_one_empty_page(district):
    page = _page(Unit.objects.none())

    assert (list(page.rows), page.next, page.previous) == ([], "", "")
