import pytest

from giamngheo.web.search import views
from giamngheo.web.search.providers import Hit, Provider


def test_a_unit_is_found_without_marks_or_kind(district_client, tho_binh):
    page = district_client.get("/tim", {"q": "tho binh"}).content.decode()

    assert "Đơn vị hành chính" in page
    assert f'href="/danh-muc/don-vi/{tho_binh.pk}"' in page


def test_units_of_the_chosen_year_and_of_today_stand_side_by_side(
    district_client, tho_binh, new_tho_binh
):
    district_client.post("/chon", {"unit": tho_binh.pk, "year": 2020, "page": "/"})

    page = district_client.get("/tim", {"q": "Thọ Bình"}).content.decode()

    assert f"/danh-muc/don-vi/{tho_binh.pk}" in page
    assert f"/danh-muc/don-vi/{new_tho_binh.pk}" in page
    assert "chỉ có đến hết ngày 30/06/2025" in page


@pytest.mark.parametrize("text", ["", " ", "t"])
def test_too_short_a_text_asks_for_more(district_client, text):
    assert "ít nhất 2 chữ" in district_client.get("/tim", {"q": text}).content.decode()


def test_nothing_found_says_so_and_escapes_what_was_typed(district_client):
    page = district_client.get("/tim", {"q": "<b>zz"}).content.decode()

    assert "Không tìm thấy" in page
    assert "<b>zz" not in page


def test_more_than_shown_is_said(district_client, monkeypatch):
    hits = [Hit(title=f"Hộ {number}", href="/") for number in range(views.SHOWN + 1)]
    monkeypatch.setattr(views, "PROVIDERS", (Provider(noun="Hộ", find=lambda question: hits),))

    page = district_client.get("/tim", {"q": "hộ"}).content.decode()

    assert "Hộ 19" in page
    assert "Hộ 20" not in page
    assert "Còn nữa" in page
