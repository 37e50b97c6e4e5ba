from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.reviews.models import CommuneYear
from tests.factories.accounts import officer

pytestmark = pytest.mark.django_db


def _choose(client, unit, year, page="/"):
    return client.post("/chon", {"unit": unit.pk, "year": year, "page": page})


def _chosen(client):
    kept = client.session["choice"]
    return kept["unit_code"], kept["year"]


def test_the_first_page_chooses_the_readers_own_unit(district_client, district):
    district_client.get("/")

    assert _chosen(district_client) == ("397", 2025)


def test_the_last_year_with_results_is_chosen_first(district_client, tho_binh):
    for year, poor_end in ((2020, 0), (2021, None)):
        CommuneYear.objects.create(
            unit=tho_binh,
            unit_path=tho_binh.path,
            year=year,
            households_start=1,
            poor_start=0,
            near_poor_start=0,
            poor_end=poor_end,
        )

    district_client.get("/")

    assert _chosen(district_client) == ("397", 2020)


def test_a_choice_is_kept_and_shown(district_client, tho_binh):
    response = _choose(district_client, tho_binh, 2020, "/cong-viec?a=1")

    page = district_client.get("/").content.decode()
    assert response["Location"] == "/cong-viec?a=1"
    assert f'<option value="{tho_binh.pk}" selected>' in page
    assert '<option value="2020" selected>' in page


def test_the_chooser_offers_what_is_near_and_lived_in_the_year(
    district_client, district, tho_binh, tho_son, new_tho_binh, neighbour
):
    _choose(district_client, tho_binh, 2020)

    page = district_client.get("/").content.decode()
    for unit in (district, tho_binh, tho_son):
        assert f'<option value="{unit.pk}"' in page
    for unit in (new_tho_binh, neighbour):
        assert f'<option value="{unit.pk}"' not in page


def test_a_page_of_a_unit_and_year_follows_the_choice(district_client, tho_binh):
    response = _choose(district_client, tho_binh, 2019, "/chi-tieu/397/2020?sap-xep=name")

    assert response["Location"] == "/chi-tieu/15670/2019"


def test_a_list_that_names_unit_and_year_in_its_query_follows_too(district_client, tho_binh):
    page = "/ho?don-vi=397&nam=2020&dien=POOR&sau=5"

    response = _choose(district_client, tho_binh, 2019, page)

    assert response["Location"] == "/ho?don-vi=15670&nam=2019&dien=POOR"


def test_a_year_outside_the_units_life_becomes_the_nearest(district_client, tho_binh):
    _choose(district_client, tho_binh, 2026)

    assert _chosen(district_client) == ("15670", 2025)
    assert "không có trong năm 2026" in district_client.get("/").content.decode()


def test_a_unit_that_ended_on_new_years_eve_did_not_live_in_the_next_year(
    district_client, tho_binh
):
    tho_binh.valid_to = date(2020, 1, 1)
    tho_binh.save()

    _choose(district_client, tho_binh, 2020)

    assert _chosen(district_client) == ("15670", 2019)


@pytest.mark.parametrize("page", ["https://example.com/", "//example.com", "javascript:1", "/?/"])
def test_the_way_back_stays_with_us(district_client, district, page):
    assert _choose(district_client, district, 2020, page)["Location"].startswith("/")
    assert "example.com" not in _choose(district_client, district, 2020, page)["Location"]


def test_another_districts_unit_is_refused_and_says_who_may(district_client, neighbour):
    officer(Role.DISTRICT, neighbour, full_name="Phạm Đức Thuận")

    response = _choose(district_client, neighbour, 2020)

    page = response.content.decode()
    assert response.status_code == 403
    assert "Xem số liệu của Huyện Nông Cống" in page
    assert "Phạm Đức Thuận" in page


def test_unknown_units_are_not_found(district_client):
    assert district_client.post("/chon", {"unit": "9999999", "year": "2020"}).status_code == 404
    assert district_client.post("/chon", {"unit": "x", "year": "2020"}).status_code == 404


def test_a_choice_outside_a_changed_scope_is_dropped(
    log_in_as, district_officer, district, neighbour
):
    client = log_in_as(district_officer)
    _choose(client, district, 2020)
    district_officer.assignments.update(unit=neighbour)

    client.get("/")

    assert _chosen(client)[0] == "404"


def test_a_reader_without_a_unit_sees_no_chooser(log_in_as, db):
    client = log_in_as(officer(Role.SYSTEM))

    page = client.get("/").content.decode()

    assert "chooser" not in page
