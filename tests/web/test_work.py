import re
from datetime import UTC, datetime, timedelta

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.web.work.lines import work_line
from giamngheo.work.enums import State
from giamngheo.work.models import WorkItem
from tests.factories.accounts import officer

NOW = datetime(2020, 12, 1, 8, 0, tzinfo=UTC)


def _item(owner, state=State.RUNNING, **fields):
    closed = {"finished_at": NOW} if state not in (State.QUEUED, State.RUNNING) else {}
    return WorkItem.objects.create(
        kind="verify_audit", title="Nạp danh sách hộ", owner=owner, state=state, **closed, **fields
    )


@pytest.fixture
def running(district_officer):
    return _item(
        district_officer, done=1240, total=59360, started_at=NOW, message="Đang nạp danh sách"
    )


def test_rate_and_time_left_are_said(running):
    line = work_line(running, now=NOW + timedelta(seconds=2))

    assert line.pace == "620 mỗi giây, còn khoảng 2 phút"


def test_no_rate_before_anything_is_done(district_officer):
    item = _item(district_officer, done=0, total=10, started_at=NOW)

    assert work_line(item, now=NOW + timedelta(seconds=2)).pace == ""


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [("", "Chuỗi nhật ký nguyên vẹn: 1.240 sự kiện."), ("Đứt ở 7.", "Đứt ở 7.")],
)
def test_a_result_is_a_sentence(district_officer, broken, sentence):
    item = _item(
        district_officer, state=State.DONE, result={"events": 1240, "head": "x", "broken": broken}
    )

    assert work_line(item, now=NOW).result == sentence


def test_running_work_is_polled_and_closed_work_is_not(district_client, district_officer, running):
    page = district_client.get("/cong-viec").content.decode()

    assert 'hx-trigger="every 2s"' in page
    assert "1.240 / 59.360" in page

    WorkItem.objects.update(state=State.DONE, finished_at=NOW)

    assert "every 2s" not in district_client.get("/cong-viec").content.decode()


def test_the_polled_block_is_the_same_part_of_the_page(district_client, district_officer):
    _item(district_officer, state=State.FAILED, error_sentence="Thiếu cột Mã hộ.", error_code="X-1")
    page = district_client.get("/cong-viec").content.decode()
    block = district_client.get(
        "/cong-viec", headers={"HX-Request": "true", "HX-Target": "results"}
    ).content.decode()

    # The token in each form is masked anew for every answer.
    assert _without_tokens(block).strip() in _without_tokens(page)
    assert "Thiếu cột Mã hộ." in block


def _without_tokens(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_work_of_others_is_not_shown(district_client, neighbour):
    other = officer(Role.DISTRICT, neighbour)
    theirs = _item(other)

    assert "Nạp danh sách hộ" not in district_client.get("/cong-viec").content.decode()
    assert district_client.post(f"/cong-viec/{theirs.pk}/dung").status_code == 404


def test_a_supervisor_sees_the_work_of_her_units(log_in_as, province, tho_binh):
    commune_officer = officer(Role.COMMUNE, tho_binh, full_name="Bùi Thị Hạnh")
    _item(commune_officer, unit_path=tho_binh.path)
    client = log_in_as(officer(Role.PROVINCE, province))

    assert "Bùi Thị Hạnh" in client.get("/cong-viec").content.decode()


def test_stopping_and_trying_again_are_posts(district_client, running):
    assert district_client.get(f"/cong-viec/{running.pk}/dung").status_code == 405

    district_client.post(f"/cong-viec/{running.pk}/dung")

    running.refresh_from_db()
    assert running.stop_asked_at is not None
    assert "Đang dừng" in district_client.get("/cong-viec").content.decode()


def test_a_refused_stop_says_why(district_client, district_officer):
    done = _item(district_officer, state=State.DONE)

    response = district_client.post(f"/cong-viec/{done.pk}/dung")

    assert response.status_code == 409
    assert "WRK-002" in response.content.decode()


def test_no_work_says_what_would_be_here(district_client):
    assert "Chưa có công việc nào" in district_client.get("/cong-viec").content.decode()


def test_queries_do_not_grow_with_the_items(
    district_client, district_officer, django_assert_max_num_queries
):
    for _ in range(15):
        _item(district_officer)
    district_client.get("/cong-viec")

    with django_assert_max_num_queries(6):
        district_client.get("/cong-viec")
