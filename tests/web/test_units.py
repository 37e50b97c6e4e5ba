import pytest

from giamngheo.areas.enums import UnitKind
from giamngheo.areas.models import UnitLink
from tests.web.conftest import MERGED, make_unit

LIST = "/danh-muc/don-vi"


@pytest.fixture
def communes(tho_binh, tho_son, new_tho_binh):
    return tho_binh, tho_son, new_tho_binh


def test_a_name_without_marks_finds_the_unit_of_the_day(district_client, communes):
    page = district_client.get(LIST, {"ten": "tho binh", "ngay": "31/12/2020"}).content.decode()

    assert "Xã Thọ Bình" in page
    assert "15670" in page
    assert "15667" not in page


def test_the_same_name_on_a_later_day_is_another_unit(district_client, communes):
    page = district_client.get(LIST, {"ten": "xã thọ bình", "ngay": "01/07/2025"}).content.decode()

    assert "15667" in page
    assert "15670" not in page


def test_a_day_that_is_none_is_said_at_its_field(district_client, communes):
    page = district_client.get(LIST, {"ten": "tho", "ngay": "31/02/2020"}).content.decode()

    assert 'id="loc-ngay-loi"' in page
    assert 'value="31/02/2020"' in page


def test_nothing_found_says_what_to_try(district_client):
    page = district_client.get(LIST, {"ten": "không đâu", "ngay": "01/01/2020"}).content.decode()

    assert "Thử một ngày khác" in page


def test_a_day_before_the_register_begins_says_when_it_does(district_client, province):
    page = district_client.get(LIST, {"ngay": "31/12/2003"}).content.decode()

    assert "Danh mục có từ ngày 01/01/2004." in page


def test_a_first_day_that_no_source_gives_is_not_said_as_known(district_client, tho_son):
    tho_son.start_known = False
    tho_son.save()

    page = district_client.get(LIST, {"ten": "tho son", "ngay": "31/12/2020"}).content.decode()
    own = district_client.get(f"{LIST}/{tho_son.pk}").content.decode()

    assert "chậm nhất 01/01/2004" in page
    assert "không rõ từ bao giờ" in own


def test_without_a_name_the_provinces_are_listed(district_client, province):
    page = district_client.get(LIST).content.decode()

    assert "Tỉnh Thanh Hóa" in page
    assert f'href="{LIST}/{province.pk}"' in page


def test_the_block_for_htmx_is_the_same_part_of_the_page(district_client, communes):
    asked = {"ten": "tho", "ngay": "31/12/2020"}
    page = district_client.get(LIST, asked).content.decode()
    block = district_client.get(
        LIST, asked, headers={"HX-Request": "true", "HX-Target": "results"}
    ).content.decode()

    assert block.strip().startswith('<div id="results"')
    assert block.strip() in page
    assert "<html" not in block


def test_a_merged_unit_says_what_it_is_today(district_client, tho_son, new_tho_binh):
    page = district_client.get(f"{LIST}/{tho_son.pk}").content.decode()

    assert f'<a href="{LIST}/{new_tho_binh.pk}">Xã Thọ Bình</a>' in page
    assert "đến hết ngày 30/06/2025" in page


def test_a_new_unit_says_what_it_was_made_of(district_client, tho_binh, tho_son, new_tho_binh):
    page = district_client.get(f"{LIST}/{new_tho_binh.pk}").content.decode()

    assert f'href="{LIST}/{tho_binh.pk}"' in page
    assert f'href="{LIST}/{tho_son.pk}"' in page
    assert "Sau đó" not in page


def test_a_split_unit_is_left_to_a_person(district_client, province, tho_binh, new_tho_binh):
    other = make_unit(
        UnitKind.COMMUNE, "Hợp Tiến", "15685", parent=province, valid_from=MERGED, valid_to=None
    )
    UnitLink.objects.filter(predecessor=tho_binh).update(split=True)
    UnitLink.objects.create(
        predecessor=tho_binh, successor=other, kind="SPLIT", split=True, source="thử"
    )

    page = district_client.get(f"{LIST}/{tho_binh.pk}").content.decode()

    assert "không tự" in page
    assert "chỉ một phần" in page


def test_a_unit_without_a_known_successor_says_so(district_client, tho_son):
    page = district_client.get(f"{LIST}/{tho_son.pk}").content.decode()

    assert "Chưa có nguồn nào cho biết Xã Thọ Sơn về đâu" in page


def test_only_a_unit_in_scope_can_be_chosen(district_client, tho_son, neighbour):
    assert "Chọn đơn vị này" in district_client.get(f"{LIST}/{tho_son.pk}").content.decode()
    assert "Chọn đơn vị này" not in district_client.get(f"{LIST}/{neighbour.pk}").content.decode()


def test_an_unknown_unit_is_not_found(district_client):
    response = district_client.get(f"{LIST}/999999")

    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


def test_number_of_queries_does_not_grow_with_the_units(
    district_client, district, tho_binh, django_assert_max_num_queries
):
    for number in range(30):
        make_unit(UnitKind.COMMUNE, f"Thử {number}", f"2{number:04}", parent=district)
    district_client.get("/")

    with django_assert_max_num_queries(8):
        district_client.get(LIST, {"ten": "thu", "ngay": "31/12/2020"})
    with django_assert_max_num_queries(16):
        page = district_client.get(f"{LIST}/{district.pk}").content.decode()

    assert "Xã Thử 29" in page
