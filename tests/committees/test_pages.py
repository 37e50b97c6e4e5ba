"""Screen 7: who answers for which commune, what is uncovered, who may keep it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.agencies.actions import set_up_agencies
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.committees.models import Committee, CommitteeMember, MemberUnit
from giamngheo.tasks.models import Task
from tests.committees.conftest import DAY
from tests.factories.accounts import officer
from tests.factories.areas import unit


@pytest.fixture(autouse=True)
def second_of_march() -> Iterator[None]:
    with time_machine.travel(datetime(2020, 3, 2, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def enter(client: Client) -> Callable[[User], Client]:
    def log_in(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.fixture
def mine(committee: Committee, enter: Callable[[User], Client]) -> Client:
    return enter(officer(Role.DISTRICT, committee.unit))


def text(response: Any) -> str:
    return str(response.content.decode())


def test_page_answers_first_in_few_queries(
    mine: Client, django_assert_max_num_queries: Any
) -> None:
    mine.get("/ban-chi-dao/397")

    with django_assert_max_num_queries(20):
        page = text(mine.get("/ban-chi-dao/397"))

    assert "4 thành viên; 6 trên 34 đơn vị có người phụ trách, 28 chưa có" in page
    assert "Tân Ninh nay là Thị trấn Nưa" in page
    assert "“Làng Không Có” (Cao Văn Bốn) không phải đơn vị nào" in page
    assert "Xã Thọ Sơn có 2 thành viên: Lò Thị Một, Vi Thị Ba." in page


def test_commune_sees_who_answers_for_it(
    committee: Committee, enter: Callable[[User], Client]
) -> None:
    client = enter(officer(Role.COMMUNE, unit("15667", "2020-03-02")))

    page = text(client.get("/ban-chi-dao/15667"))

    assert "Lò Thị Một (Trưởng phòng); Vi Thị Ba" in page
    assert client.get("/ban-chi-dao/397").status_code == 403


def test_viewer_changes_nothing(committee: Committee, enter: Callable[[User], Client]) -> None:
    client = enter(officer(Role.VIEWER, committee.unit))

    assert "Giao địa bàn" not in text(client.get("/ban-chi-dao/397"))
    assert client.post("/ban-chi-dao/397/thanh-vien", {"full_name": "A"}).status_code == 403


def test_home_leads_to_the_chosen_unit(mine: Client) -> None:
    assert mine.get("/ban-chi-dao").headers["Location"] == "/ban-chi-dao/397"


def test_committee_from_decision_to_list(trieu_son: Unit, enter: Callable[[User], Client]) -> None:
    client = enter(officer(Role.DISTRICT, trieu_son))
    form = {"name": "Ban", "decision": "QĐ 9", "valid_from": "01/03/2020"}
    sheet = 'Họ và tên,Chức vụ,Đơn vị phụ trách\nLò Văn A,Trưởng phòng,"Thọ Sơn, Nơi Lạ"\n'
    file = SimpleUploadedFile("ds.csv", sheet.encode())

    made = client.post("/ban-chi-dao/397/lap", form)
    taken = client.post("/ban-chi-dao/397/nhap", {"file": file}, follow=True)
    nothing = client.post("/ban-chi-dao/397/nhap", {})

    assert (made.status_code, nothing.status_code) == (302, 422)
    assert "Đã nhập 1 thành viên. 1 tên chưa khớp danh mục." in text(taken)


def test_assign_resolve_and_end(mine: Client, committee: Committee) -> None:
    one = CommitteeMember.objects.get(full_name="Lò Thị Một")
    binh_son = Unit.objects.get(full_name="Xã Bình Sơn", parent=committee.unit)
    strange = MemberUnit.objects.get(as_written="Làng Không Có")

    mine.post("/ban-chi-dao/397/dia-ban", {"member": one.pk, "unit": binh_son.pk})
    mine.post(f"/ban-chi-dao/397/dia-ban/{strange.pk}/ro", {"unit": binh_son.pk})
    page = text(mine.get("/ban-chi-dao/397"))

    assert "7 trên 34" in page
    assert "Xã Bình Sơn có 2 thành viên" in page
    ended = {"on": "03/03/2020", "reason": "nghỉ"}
    assert mine.post(f"/ban-chi-dao/397/thanh-vien/{one.pk}/thoi", ended).status_code == 302
    assert mine.post(f"/ban-chi-dao/397/thanh-vien/{one.pk}/thoi", {}).status_code == 422
    assert "Lò Thị Một" not in text(mine.get("/ban-chi-dao/397?ngay=03/03/2020"))


def test_conclusion_becomes_a_task(mine: Client, committee: Committee) -> None:
    set_up_agencies(units=[committee.unit], as_of=DAY, by=None)
    form = {"held_on": "02/03/2020", "chair": "Lò Thị Một", "conclusions": "Kiểm tra\nBáo cáo"}
    mine.post("/ban-chi-dao/397/hop", form)
    meeting = committee.meetings.get()
    first = meeting.conclusions.get(position=1)
    lead = Agency.objects.get(kind="DIVISION_LABOUR")

    done = mine.post(
        f"/ban-chi-dao/397/ket-luan/{first.pk}", {"lead": lead.pk, "deadline": "hằng quý"}
    )

    assert done.status_code == 302
    assert Task.objects.get().text == "Kiểm tra"
    assert text(mine.get("/ban-chi-dao/397")).count("Xem việc") == 1


def test_after_the_merger_the_page_proposes(mine: Client) -> None:
    page = text(mine.get("/ban-chi-dao/397?ngay=01/08/2025"))

    assert "Sau sắp xếp đơn vị" in page
    assert "Lò Thị Một: Xã Thọ Sơn → Xã Thọ Bình" in page
