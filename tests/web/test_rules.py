"""What the base promises of every page: closed, strict, read-only, and refusals that speak."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from config import urls as real
from giamngheo.accounts.refusals import AccessRefused
from giamngheo.areas.models import Unit
from giamngheo.lib.errors import Refusal
from giamngheo.web.access import NoRight
from giamngheo.web.guards import QueryInTemplate, WriteWhileReading
from giamngheo.web.rendering import render

pytestmark = pytest.mark.django_db


class HouseholdIncomplete(Refusal):
    code = "TST-001"
    sentence = "Chưa thể xác nhận: hộ {household} còn thiếu thu nhập."


def refuse(request):
    raise HouseholdIncomplete(household="TH-000123")


def overstep(request):
    raise AccessRefused(user="xa.thobinh", right="giao chỉ tiêu")


def forbid(request):
    raise NoRight(what="Xem sổ hộ của xã Thọ Bình", who="Lê Quang Vịnh (Cán bộ cấp huyện)")


def suspect(request):
    raise SuspiciousOperation("x")


def fail(request):
    raise ZeroDivisionError


def write(request):
    Unit.objects.update(note="đổi")
    return HttpResponse("xong")


def lazy(request):
    return render(request, "errors/notice.html", {"text": Unit.objects.all(), "code": "X"})


urlpatterns = [
    *real.urlpatterns,
    path("refuse", refuse),
    path("forbid", forbid),
    path("overstep", overstep),
    path("suspect", suspect),
    path("fail", fail),
    path("open-fail", login_not_required(fail)),
    path("write", write),
    path("lazy", lazy),
]
handler400, handler403 = real.handler400, real.handler403
handler404, handler500 = real.handler404, real.handler500


@pytest.fixture(autouse=True)
def _our_urls(settings):
    settings.ROOT_URLCONF = __name__


def test_a_refusal_is_a_page_with_sentence_and_code(district_client):
    response = district_client.get("/refuse", headers={"Referer": "http://testserver/cong-viec"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "hộ TH-000123 còn thiếu thu nhập" in page
    assert "(TST-001)" in page
    assert 'href="http://testserver/cong-viec"' in page


def test_a_right_refused_by_an_action_is_forbidden_not_a_conflict(district_client):
    response = district_client.post("/overstep")

    assert response.status_code == 403
    assert "không có quyền giao chỉ tiêu" in response.content.decode()


def test_the_way_back_from_a_refusal_is_never_another_site(district_client):
    page = district_client.get("/refuse", headers={"Referer": "http://testserver.example/"})

    assert "testserver.example" not in page.content.decode()


def test_a_refusal_to_htmx_lands_in_the_messages(district_client):
    response = district_client.post("/refuse", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert response["HX-Retarget"] == "#messages"
    assert "TST-001" in response.content.decode()
    assert "<html" not in response.content.decode()


def test_a_missing_right_says_who_has_it(district_client):
    response = district_client.get("/forbid")

    assert response.status_code == 403
    assert "Xem sổ hộ của xã Thọ Bình: việc này thuộc quyền của Lê Quang Vịnh" in (
        response.content.decode()
    )


def test_an_unreadable_request_and_a_missing_page_speak_vietnamese(district_client):
    assert "Yêu cầu chưa đọc được" in district_client.get("/suspect").content.decode()
    missing = district_client.get("/khong-co")
    assert missing.status_code == 404
    assert "Không có trang này" in missing.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/forbid", 403, "thuộc quyền của Lê Quang Vịnh"),
        ("/overstep", 403, "không có quyền giao chỉ tiêu"),
        ("/suspect", 400, "Tải lại trang"),
        ("/khong-co", 404, "không còn ở đây"),
        ("/fail", 500, "Hệ thống gặp lỗi"),
    ],
)
def test_every_no_reaches_the_reader_through_htmx(district_client, address, status, sentence):
    district_client.raise_request_exception = False

    response = district_client.get(address, headers={"HX-Request": "true"})

    assert response.status_code == status
    assert response["HX-Retarget"] == "#messages"
    assert sentence in response.content.decode()
    assert "<html" not in response.content.decode()


def test_an_ended_session_opens_the_log_in_page_whole(client):
    response = client.get(
        "/danh-muc/don-vi?ten=tho",
        headers={
            "HX-Request": "true",
            "HX-Target": "results",
            "HX-Current-URL": "http://testserver/danh-muc/don-vi?ten=t",
        },
    )

    assert response.status_code == 200
    assert response["HX-Redirect"] == "/dang-nhap?next=%2Fdanh-muc%2Fdon-vi%3Ften%3Dt"
    assert response.content == b""


@pytest.mark.parametrize("address", ["/fail", "/open-fail"])
def test_a_bug_shows_our_page_and_nothing_of_itself(district_client, address):
    district_client.raise_request_exception = False

    response = district_client.get(address)

    page = response.content.decode()
    assert response.status_code == 500
    assert "Hệ thống gặp lỗi" in page
    assert "ZeroDivisionError" not in page


def test_a_get_that_writes_is_a_bug(district_client, district):
    with pytest.raises(WriteWhileReading), transaction.atomic():
        district_client.get("/write")

    district.refresh_from_db()
    assert district.note == ""


def test_a_post_may_write(district_client, district):
    district_client.post("/write")

    district.refresh_from_db()
    assert district.note == "đổi"


def test_a_template_that_asks_the_database_is_a_bug(district_client):
    with pytest.raises(QueryInTemplate):
        district_client.get("/lazy")


def test_headers_keep_other_hosts_and_inline_code_out(district_client):
    response = district_client.get("/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "address", ["/", "/danh-muc/don-vi", "/tim?q=tho", "/doi-mat-khau", "/cong-viec"]
)
def test_pages_hold_no_inline_code_and_no_other_host(district_client, address):
    page = district_client.get(address).content.decode()

    assert " style=" not in page
    assert " onclick=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert "http://" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "https://" not in page


def test_a_form_without_its_token_is_refused_kindly(district_officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(district_officer, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post("/chon", {"unit": "1"})

    assert response.status_code == 403
    assert "Biểu mẫu đã hết hạn" in response.content.decode()


def test_a_page_that_htmx_replaces_parts_of_varies_with_it(district_client):
    assert "HX-Request" in district_client.get("/danh-muc/don-vi")["Vary"]
    assert "HX-Request" not in district_client.get("/").headers.get("Vary", "")


def test_nothing_of_a_reader_stays_in_a_shared_browser(district_client):
    assert "no-store" in district_client.get("/danh-muc/don-vi")["Cache-Control"]


def test_pages_travel_compressed(district_client):
    page = district_client.get("/danh-muc/don-vi", headers={"Accept-Encoding": "gzip"})

    assert page["Content-Encoding"] == "gzip"


def test_a_boosted_or_restored_page_is_whole(district_client):
    for header in ("HX-Boosted", "HX-History-Restore-Request"):
        response = district_client.get(
            "/danh-muc/don-vi",
            headers={"HX-Request": "true", "HX-Target": "results", header: "true"},
        )
        assert "<html" in response.content.decode()


def test_the_frame_costs_six_queries(district_client, tho_binh, django_assert_num_queries):
    district_client.get("/doi-mat-khau")

    # Session, person, her assignments, units merged into hers, the units of the chooser.
    with django_assert_num_queries(5):
        district_client.get("/doi-mat-khau")


def test_the_banner_stands_only_above_generated_data(log_in_as, settings):
    from giamngheo.accounts.enums import Role
    from tests.factories.accounts import officer

    client = log_in_as(officer(Role.SYSTEM))

    assert "Dữ liệu sinh ra để trình diễn" in client.get("/giao-dien").content.decode()
    assert "Dữ liệu sinh ra để trình diễn" not in client.get("/").content.decode()


def test_the_gallery_is_for_the_administrator(district_client):
    response = district_client.get("/giao-dien")

    assert response.status_code == 403
    assert "người quản trị hệ thống" in response.content.decode()
