import pytest
from django.urls import reverse

from giamngheo.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def _post(client, username, password, **more):
    return client.post("/dang-nhap", {"username": username, "password": password, **more})


def test_every_page_wants_a_log_in(client):
    response = client.get("/danh-muc/don-vi?ten=tho")

    assert response.status_code == 302
    assert response["Location"] == "/dang-nhap?next=/danh-muc/don-vi%3Ften%3Dtho"


def test_log_in_leads_to_the_page_that_was_asked_for(client):
    user = UserFactory()

    response = _post(client, user.username, PASSWORD, next="/cong-viec")

    assert response["Location"] == "/cong-viec"


def test_log_in_leads_nowhere_else(client):
    user = UserFactory()

    response = _post(client, user.username, PASSWORD, next="https://example.com/")

    assert response["Location"] == "/"


def test_a_wrong_password_is_said_without_blame_and_keeps_the_name(client):
    user = UserFactory(username="canbo")

    response = _post(client, user.username, "sai-mat-khau")

    page = response.content.decode()
    assert response.status_code == 400
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page
    assert 'value="canbo"' in page
    assert "sai-mat-khau" not in page


def test_empty_fields_are_marked_for_screen_readers(client):
    page = _post(client, "", "").content.decode()

    assert "Hãy gõ tên đăng nhập." in page
    assert 'aria-describedby="id_username-loi"' in page


def test_too_many_failures_lock_with_a_sentence(client, settings):
    settings.AXES_ENABLED = True
    user = UserFactory(username="canbo")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = _post(client, user.username, "sai")

    page = response.content.decode()
    assert response.status_code == 429
    assert "tạm khóa trong 15 phút" in page
    assert _post(client, user.username, PASSWORD).status_code == 429


def test_a_colleague_at_the_same_address_is_not_locked(client, settings):
    settings.AXES_ENABLED = True
    locked, colleague = UserFactory(), UserFactory()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        _post(client, locked.username, "sai")

    assert _post(client, colleague.username, PASSWORD).status_code == 302


def test_log_out_is_a_post(district_client):
    assert district_client.get("/dang-xuat").status_code == 405
    assert district_client.post("/dang-xuat")["Location"] == "/dang-nhap"
    assert district_client.get("/").status_code == 302


def _change(client, old, new, repeated=None):
    return client.post(
        "/doi-mat-khau",
        {"old_password": old, "new_password": new, "repeated": repeated or new},
    )


def test_password_is_changed_and_the_session_goes_on(district_client, district_officer):
    response = _change(district_client, PASSWORD, "Ruong-Lua-Chin-Vang")

    district_officer.refresh_from_db()
    assert response["Location"] == "/"
    assert district_officer.check_password("Ruong-Lua-Chin-Vang")
    assert "Đã đổi mật khẩu" in district_client.get("/").content.decode()


@pytest.mark.parametrize(
    ("old", "new", "repeated", "sentence"),
    [
        ("sai", "Ruong-Lua-Chin-Vang", None, "mật khẩu đang dùng chưa đúng"),
        (PASSWORD, "ngan", None, "10 ký tự"),
        (PASSWORD, "Ruong-Lua-Chin-Vang", "Ruong-Lua-Chin-Xanh", "không giống nhau"),
    ],
)
def test_password_stays_when_refused(
    district_client, district_officer, old, new, repeated, sentence
):
    response = _change(district_client, old, new, repeated)

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert User.objects.get(pk=district_officer.pk).check_password(PASSWORD)


def test_a_temporary_password_must_be_changed_first(log_in_as):
    client = log_in_as(UserFactory(must_change_password=True))

    assert client.get("/cong-viec")["Location"] == reverse("password_change")
    assert client.get("/doi-mat-khau").status_code == 200
    assert client.post("/dang-xuat").status_code == 302
