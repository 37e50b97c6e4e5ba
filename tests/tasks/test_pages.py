"""The pages of tasks, gaps, obstacles and agencies: figures, roles, a fixed number of queries."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.agencies.actions import assign_staff
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.planning.models import Plan
from giamngheo.tasks.actions import take_over_plan
from giamngheo.tasks.enums import State
from giamngheo.tasks.models import Obstacle, Occurrence, Task
from tests.factories.accounts import UserFactory, officer
from tests.tasks.conftest import DAY

Find = Callable[[str], Agency]
MOST_QUERIES = 15


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
def mine(plan: Plan, district: Unit, enter: Callable[[User], Client]) -> Client:
    """Return the district officer's client; the plan's tasks are on the board."""
    take_over_plan(plan=plan, by=None, as_of=DAY)
    return enter(officer(Role.DISTRICT, district))


def text(response: Any) -> str:
    return str(response.content.decode())


def test_board_answers_first(mine: Client) -> None:
    page = text(mine.get("/nhiem-vu"))

    assert "2 việc quá hạn; 0 việc đến hạn trong 7 ngày tới; 1 việc chờ hướng dẫn." in page
    assert "quá 31 ngày" in page
    assert "Xây dựng kế hoạch giảm nghèo, hỗ trợ nhà ở" in page
    assert "Báo cáo kết quả thực hiện" not in page


def test_board_asks_a_fixed_number_of_queries(
    mine: Client, district: Unit, django_assert_max_num_queries: Any
) -> None:
    mine.get("/nhiem-vu")

    for address in ("/nhiem-vu?phan=tat-ca", "/nhiem-vu/vuong-mac", "/danh-muc/co-quan"):
        with django_assert_max_num_queries(MOST_QUERIES):
            mine.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        mine.get(f"/nhiem-vu/{Task.objects.get(plan_key='k1').pk}")


def test_board_narrowed_by_the_address(mine: Client, agency: Find) -> None:
    health = agency("DIVISION_HEALTH")

    page = text(mine.get(f"/nhiem-vu?phan=tat-ca&co-quan={health.pk}"))
    found = text(mine.get("/nhiem-vu?phan=cho"))

    assert "Quý I/2020" in page
    assert "Thành lập Ban Chỉ đạo" not in page
    assert "Tổng điều tra hộ nghèo" in found
    assert mine.get("/nhiem-vu?phan=la&co-quan=x&ke-hoach=9999999999999999999").status_code == 200


def test_fragment_is_the_part_of_the_page(mine: Client) -> None:
    whole = text(mine.get("/nhiem-vu?phan=tat-ca"))
    part = text(mine.get("/nhiem-vu?phan=tat-ca", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="results"))

    assert part.strip() in whole


def test_file_holds_the_rows_of_the_board(mine: Client) -> None:
    response = mine.get("/nhiem-vu/danh-sach.xlsx?phan=tat-ca")

    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    words = "\n".join(str(cell) for row in rows.to_python() for cell in row)
    assert "Số dòng: 9" in words
    assert words.count("Báo cáo kết quả thực hiện") == 4
    assert "trước ngày 24/02/2020" in words


def test_task_page_tells_words_and_reading(mine: Client) -> None:
    page = text(mine.get(f"/nhiem-vu/{Task.objects.get(plan_key='k1').pk}"))

    assert "trước ngày 24/02/2020" in page
    assert "23/02/2020" in page
    assert "0 trên 2 đơn vị đã báo cáo xong" in page


def test_staff_report_with_a_proof(mine: Client, agency: Find) -> None:
    health, user = agency("DIVISION_HEALTH"), UserFactory()
    assign_staff(agency=health, user=user, as_of=DAY, by=None)
    mine.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    task = Task.objects.get(plan_key="k4")
    first = task.occurrences.in_order()[0]
    form = {
        "occurrence": first.pk,
        "agency": health.pk,
        "state": "DONE",
        "words": "Đã gửi",
        "on": "02/03/2020",
        "file": SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.4 x"),
    }

    response = mine.post(f"/nhiem-vu/{task.pk}/tien-do", form)

    assert response.status_code == 302
    assert Occurrence.objects.get(pk=first.pk).state == State.DONE
    kept = task.notes.get(kind="PROGRESS").evidence.get()
    served = mine.get(f"/nhiem-vu/{task.pk}/minh-chung/{kept.pk}")
    assert b"".join(served.streaming_content) == b"%PDF-1.4 x"
    served.close()


def test_report_refused_stays_on_the_form(mine: Client) -> None:
    task = Task.objects.get(plan_key="k2")
    form = {"occurrence": task.occurrences.get().pk, "state": "DONE", "on": "02/03/2020"}

    response = mine.post(f"/nhiem-vu/{task.pk}/tien-do", form)

    assert response.status_code == 422
    assert "TSK-003" in text(response)


def test_viewer_sees_and_does_not_report(
    plan: Plan, district: Unit, enter: Callable[[User], Client]
) -> None:
    take_over_plan(plan=plan, by=None, as_of=DAY)
    client = enter(officer(Role.VIEWER, district))
    task = Task.objects.get(plan_key="k2")

    assert "Ghi tiến độ" not in text(client.get(f"/nhiem-vu/{task.pk}"))
    assert client.post(f"/nhiem-vu/{task.pk}/tien-do", {}).status_code == 403


def test_guidance_gives_the_task_a_day(mine: Client) -> None:
    task = Task.objects.get(plan_key="k3")
    form = {"guidance": "812/SLĐTBXH", "issued_on": "02/03/2020", "deadline": "lúc nào đó"}

    wrong = mine.post(f"/nhiem-vu/{task.pk}/huong-dan", form)
    right = mine.post(
        f"/nhiem-vu/{task.pk}/huong-dan", {**form, "deadline": "trước ngày 10/03/2020"}
    )

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "Chưa hiểu thời hạn này" in text(wrong)
    page = text(mine.get("/nhiem-vu?phan=sau"))
    assert "09/03/2020" in page


def test_task_typed_as_papers_write(mine: Client, district: Unit, agency: Find) -> None:
    form = {
        "text": "Rà lại thẻ",
        "lead": agency("DIVISION_HEALTH").pk,
        "coordinate": [agency("DIVISION_LABOUR").pk],
        "deadline": "5 ngày làm việc kể từ ngày 02/03/2020",
    }

    response = mine.post(f"/nhiem-vu/giao/{district.pk}", form, follow=True)

    assert "hết ngày 09/03/2020" in text(response)
    assert Task.objects.get(text="Rà lại thẻ").parties.count() == 2
    bad = mine.post(f"/nhiem-vu/giao/{district.pk}", {**form, "deadline": "31/02/2020"})
    assert bad.status_code == 422


def test_gaps_name_who_and_what_lacks(mine: Client, plan: Plan) -> None:
    page = text(mine.get(f"/nhiem-vu/khoang-trong/{plan.pk}"))

    assert "Trợ giúp pháp lý" in page
    assert "1 nhiệm vụ không ghi ai chủ trì" in page
    assert "Câu lạc bộ Hưu trí" in page


def test_obstacle_from_commune_to_answer(
    communes: list[Unit], district: Unit, enter: Callable[[User], Client]
) -> None:
    client = enter(officer(Role.COMMUNE, communes[0]))
    form = {"words": "Thiếu phiếu", "owner": district.pk}
    assert client.post(f"/nhiem-vu/vuong-mac/neu/{communes[0].pk}", form).status_code == 302
    found = Obstacle.objects.get()
    here = f"/nhiem-vu/vuong-mac/{found.pk}"
    assert client.post(f"{here}/tra-loi", {"words": "Tự trả lời"}).status_code == 403

    enter(officer(Role.DISTRICT, district))
    assert "Thiếu phiếu" in text(client.get("/nhiem-vu/vuong-mac"))
    assert client.post(f"{here}/tra-loi", {"words": "Đã cấp"}).status_code == 302

    assert "Đã cấp" in text(client.get(here))
    enter(officer(Role.COMMUNE, communes[1]))
    assert client.get(here).status_code == 403


def test_first_page_tells_late_tasks(mine: Client) -> None:
    page = text(mine.get("/"))

    assert "Nhiệm vụ quá hạn" in page
    assert "/nhiem-vu?phan=tre" in page


def test_directory_finds_by_any_writing(mine: Client, agency: Find) -> None:
    page = text(mine.get("/danh-muc/co-quan?ten=Phòng LĐ-TBXH"))

    assert f"/danh-muc/co-quan/{agency('DIVISION_LABOUR').pk}" in page
    assert "Phòng Tư pháp" not in page


def test_alias_added_on_the_page(mine: Client, agency: Find) -> None:
    labour = agency("DIVISION_LABOUR")
    here = f"/danh-muc/co-quan/{labour.pk}"

    taken = mine.post(f"{here}/ten-goi", {"as_written": "Phòng Y tế"})
    added = mine.post(f"{here}/ten-goi", {"as_written": "Phòng Lao động xã hội"}, follow=True)

    assert taken.status_code == 409
    assert "AGE-002" in text(taken)
    assert "Phòng Lao động xã hội" in text(added)


def test_ended_agency_hands_its_tasks_over(mine: Client, agency: Find) -> None:
    labour, home = agency("DIVISION_LABOUR"), agency("DIVISION_HOME")
    here = f"/danh-muc/co-quan/{labour.pk}"

    ended = mine.post(f"{here}/ket-thuc", {"on": "01/03/2020", "source": "QĐ 5", "heir_1": home.pk})
    page = text(mine.get(here))
    moved = mine.post(f"{here}/ban-giao", {"reason": "QĐ 5"}, follow=True)

    assert ended.status_code == 302
    assert "Việc nay thuộc" in page
    assert "Đã bàn giao 2 việc cho Phòng Nội vụ." in text(moved)
    assert Task.objects.filter(lead=home).count() == 2


def test_national_agency_is_not_a_district_s_to_change(mine: Client) -> None:
    ministry = Agency.objects.get(kind="MINISTRY_LABOUR")

    response = mine.post(f"/danh-muc/co-quan/{ministry.pk}/ten-goi", {"as_written": "Bộ Lao"})

    assert response.status_code == 403
    page = text(mine.get(f"/danh-muc/co-quan/{ministry.pk}"))
    assert "giảm nghèo" in page
    assert "tháng 3/2025" in page
