"""The pages from submission to correction, movements, the escape clock, hot spots, what waits."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from time_machine import Traveller

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.decisions.models import FollowUp, FurtherDecision, HotSpotThreshold, Submission
from giamngheo.registry.models import Household
from giamngheo.reviews.enums import CommuneState
from giamngheo.reviews.models import Decision
from tests.factories.accounts import officer
from tests.factories.finished_list import FinishedList
from tests.web.reading import table_of, text_of, whole_list

CODE = "cuoi-nam-2021"
COMMUNE = f"/ra-soat/{CODE}/xa/98001"
PAGE = f"{COMMUNE}/trinh-duyet"
FLOW = f"/ra-soat/{CODE}/bien-dong"
HOT = f"/ra-soat/{CODE}/diem-nong/980"


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(datetime(2021, 11, 22, 3, tzinfo=UTC), tick=False) as moving:
        yield moving


@pytest.fixture
def finished(db: None, clock: Traveller) -> FinishedList:
    return FinishedList()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def go_to(clock: Traveller, day: date) -> None:
    clock.move_to(datetime(day.year, day.month, day.day, 3, tzinfo=UTC))


def test_a_list_goes_all_the_way_through_the_pages(
    finished: FinishedList, clock: Traveller
) -> None:
    maker, checker = client_of(finished.maker), client_of(finished.checker)

    page = text_of(maker.get(PAGE))
    assert "Việc tiếp theo: Trình danh sách" in page
    assert "Sau khi trình, danh sách 3 hộ nghèo, 1 hộ cận nghèo" in page
    maker.post(f"{PAGE}/trinh", {"note": "Đủ phiếu"})
    page = text_of(maker.get(PAGE))
    assert "Bùi Thị Hạnh đã trình nên người khác thẩm tra" in page
    assert "Đủ phiếu" in text_of(checker.get(PAGE))

    go_to(clock, date(2021, 11, 23))
    client_of(finished.checker).post(f"{PAGE}/tham-tra", {"note": ""})
    go_to(clock, date(2021, 11, 24))
    client_of(finished.maker).post(
        f"{PAGE}/bao-cao", {"number": "40/BC-UBND", "sent_on": "24/11/2021"}
    )
    upper = client_of(finished.upper)
    page = text_of(upper.get(PAGE))
    assert "hạn 01/12/2021, còn 5 ngày làm việc" in page
    go_to(clock, date(2021, 12, 2))
    upper = client_of(finished.upper)
    assert "hạn là 01/12/2021, đã quá 1 ngày làm việc" in text_of(upper.get(PAGE))
    upper.post(
        f"{PAGE}/y-kien",
        {
            "number": "210/UBND-LĐTBXH",
            "signed_date": "02/12/2021",
            "signer": "Vũ Đình Trạch",
            "verdict": "thong-nhat",
            "content": "",
        },
    )
    go_to(clock, date(2021, 12, 6))
    chairman = client_of(finished.chairman)
    page = text_of(chairman.get(PAGE))
    assert "Muốn sửa phải có quyết định điều chỉnh" in page
    answer = chairman.post(
        f"{PAGE}/ban-hanh",
        {
            "number": "125/QĐ-UBND",
            "escape_number": "126/QĐ-UBND",
            "signed_date": "06/12/2021",
            "effective_date": "",
            "signer": "Lương Minh Thuyết",
        },
        follow=True,
    )

    assert "danh sách 4 hộ đã khóa (3 hộ nghèo, 1 hộ cận nghèo)" in text_of(answer)
    assert finished.state == CommuneState.DECIDED
    rows = [[cell.text for cell in row.cells] for row in table_of(text_of(answer), "cac-ban")]
    assert [row[1] for row in rows] == ["125/QĐ-UBND", "126/QĐ-UBND"]
    escape = FurtherDecision.objects.get()
    listed = text_of(chairman.get(f"/ra-soat/quyet-dinh/{escape.pk}"))
    assert "A-001" in listed
    assert "A-003" not in listed


def test_a_form_that_lacks_something_comes_back_with_words(finished: FinishedList) -> None:
    finished.bring_to_opinion()
    chairman = client_of(finished.chairman)

    answer = chairman.post(f"{PAGE}/ban-hanh", {"number": "", "signed_date": "32/12/2021"})

    assert answer.status_code == 422
    assert Decision.objects.filter(campaign=finished.campaign).count() == 0


def test_a_refusal_is_a_sentence(finished: FinishedList) -> None:
    maker = client_of(finished.maker)
    finished.submit()

    answer = maker.post(f"{PAGE}/tham-tra", {"note": ""})

    assert answer.status_code == 409
    assert "Bùi Thị Hạnh đã trình danh sách này" in text_of(answer)


def test_a_list_sent_back_says_why(finished: FinishedList) -> None:
    finished.submit()
    checker = client_of(finished.checker)

    assert checker.post(f"{PAGE}/tra-lai", {"reason": " "}).status_code == 422
    answer = checker.post(f"{PAGE}/tra-lai", {"reason": "Thiếu hai hộ"}, follow=True)

    assert "Lần trình 1 bị trả lại ngày 22/11/2021, Lò Văn Ơn: Thiếu hai hộ" in text_of(answer)


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ("tham-tra", "upper"),
        ("tra-lai", "upper"),
        ("bao-cao", "upper"),
        ("y-kien", "chairman"),
        ("y-kien", "maker"),
        ("ban-hanh", "upper"),
    ],
)
def test_each_step_is_of_its_own_people(finished: FinishedList, step: str, who: str) -> None:
    answer = client_of(getattr(finished, who)).post(f"{PAGE}/{step}", {})

    assert answer.status_code == 403


def test_a_correction_is_entered_line_by_line(finished: FinishedList, clock: Traveller) -> None:
    finished.bring_to_opinion()
    finished.decide()
    go_to(clock, date(2021, 12, 20))
    chairman = client_of(finished.chairman)
    page = text_of(chairman.get(f"{PAGE}/dieu-chinh?ho=A-003"))
    assert "Nguyễn Thị Hồng 003" in page
    values = {
        "number": "130/QĐ-UBND",
        "signed_date": "20/12/2021",
        "effective_date": "",
        "signer": "Lương Minh Thuyết",
        "reason": "Chấm sót điểm nhà ở",
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-household_code": "A-003",
        "form-0-category": "NON_POOR",
        "form-1-household_code": "",
    }

    longer = text_of(chairman.post(f"{PAGE}/dieu-chinh", values | {"them-dong": "1"}))
    assert 'name="form-4-household_code"' in longer
    half = chairman.post(f"{PAGE}/dieu-chinh", values | {"form-1-household_code": "A-002"})
    assert half.status_code == 422
    answer = chairman.post(f"{PAGE}/dieu-chinh", values, follow=True)

    assert "bản 2: 1 hộ. Quyết định 125/QĐ-UBND giữ nguyên" in text_of(answer)
    rows = [[cell.text for cell in row.cells] for row in table_of(text_of(answer), "cac-ban")]
    assert rows[-1][:2] == ["Bản 2", "130/QĐ-UBND"]
    assert "Chấm sót điểm nhà ở" in rows[-1]


def test_movements_are_doors_to_exactly_so_many_households(
    finished: FinishedList, clock: Traveller
) -> None:
    finished.bring_to_opinion()
    finished.decide()
    go_to(clock, date(2022, 1, 5))
    upper = client_of(finished.upper)

    page = upper.get(f"{FLOW}/98001")
    words = text_of(page)

    assert (
        "Hộ nghèo từ 3 còn 3 hộ: 2 hộ ra khỏi diện nghèo, 0 hộ tái nghèo, 1 hộ phát sinh" in words
    )
    rows = [[cell.text for cell in row.cells] for row in table_of(words, "bien-dong-poor")]
    assert rows[0][2:12] == ["3", "1", "1", "–", "1", "–", "1", "–", "3", "–"]
    doors = 0
    for table in ("bien-dong-poor", "bien-dong-near-poor"):
        for row in table_of(words, table):
            for cell in (one for one in row.cells if one.href):
                doors += 1
                behind = whole_list(upper, cell.href, name="ho-bien-dong")
                assert len(behind) == int(cell.text), cell.href
    assert doors == 20
    escaped = text_of(upper.get(f"{FLOW}/98001/ho?bang=POOR&muc=ESCAPED"))
    assert "A-001" in escaped
    assert "A-004" not in escaped


def test_movements_go_to_excel_as_they_stand(finished: FinishedList, clock: Traveller) -> None:
    finished.bring_to_opinion()
    finished.decide()
    go_to(clock, date(2022, 1, 5))

    answer = client_of(finished.upper).get(f"{FLOW}/98001/bang.xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Diễn biến hộ nghèo", "Diễn biến hộ cận nghèo"]
    rows = book.get_sheet_by_name("Diễn biến hộ nghèo").to_python()
    total = next(row for row in rows if row[0] == "Tổng cộng")
    assert total[2:11] == [3, 1, 1, 0, 1, 0, 1, 0, 3]


def test_names_that_keep_a_table_open_are_for_those_who_see_files(
    finished: FinishedList,
) -> None:
    finished.bring_to_opinion()
    finished.decide()
    Household.objects.filter(code="A-002").update(registered_to=date(2021, 11, 1))
    viewer = officer(Role.VIEWER, finished.unit)

    named = text_of(client_of(finished.upper).get(f"{FLOW}/98001"))
    unnamed = text_of(client_of(viewer).get(f"{FLOW}/98001"))

    assert "đến hoặc đi mà chưa ghi lý do" in named
    assert "A-002" in named
    assert "Có 1 hộ cần xem lại" in unnamed
    assert "A-002" not in unnamed


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 12, 5), "Còn trong thời hạn"),
        (date(2024, 12, 6), "Ngày giáp hạn"),
        (date(2024, 12, 7), "có 0 hộ mới thoát nghèo"),
    ],
)
def test_the_clock_of_the_escaped_runs_36_months(
    finished: FinishedList, clock: Traveller, day: date, words: str
) -> None:
    """A-001 escaped by the decision of 06/12/2021."""
    finished.bring_to_opinion()
    finished.decide()
    go_to(clock, day)

    page = text_of(client_of(finished.checker).get("/moi-thoat-ngheo/98001"))

    assert words in page
    assert ("A-001" in page) is (day < date(2024, 12, 7))
    assert "A-004" not in page.split("Cách tính")[0]


@pytest.mark.parametrize(("day", "ends"), [(date(2024, 9, 5), False), (date(2024, 9, 6), True)])
def test_what_ends_within_three_months_is_a_list(
    finished: FinishedList, clock: Traveller, day: date, ends: bool
) -> None:
    finished.bring_to_opinion()
    finished.decide()
    go_to(clock, day)

    page = text_of(client_of(finished.checker).get("/moi-thoat-ngheo/98001?loc=sap-het"))

    assert ("A-001" in page) is ends


def test_a_commune_over_the_threshold_gets_a_task(finished: FinishedList, clock: Traveller) -> None:
    finished.bring_to_opinion()
    finished.decide()
    go_to(clock, date(2021, 12, 10))
    upper = client_of(finished.upper)
    assert "Chưa đặt ngưỡng theo dõi" in text_of(upper.get(HOT))

    wrong = {"measure": "NEW_POOR", "kind": "COUNT", "value": "0", "source": "Kết luận 12"}
    assert upper.post(f"{HOT}/nguong", wrong).status_code == 409
    upper.post(f"{HOT}/nguong", wrong | {"value": "1"})
    assert "0 trên 1 xã" in text_of(upper.get(HOT))
    upper.post(f"{HOT}/nguong", wrong | {"value": "0,5"})
    page = text_of(upper.get(HOT))
    assert "1 trên 1 xã đã có quyết định vượt ngưỡng; 1 nội dung chưa giao việc" in page
    assert HotSpotThreshold.objects.filter(valid_to=None).count() == 1
    task = {"task": "Rà lại nguyên nhân, hỗ trợ sinh kế", "due_date": "31/03/2022"}
    upper.post(f"{HOT}/viec", task)
    follow_up = FollowUp.objects.get()
    assert (follow_up.households, follow_up.threshold) == (1, "trên 0,5 hộ")
    assert upper.post(f"{HOT}/viec", task).status_code == 409
    assert "Vượt ngưỡng, đã giao việc" in text_of(upper.get(HOT))
    close = f"{HOT}/viec/{follow_up.pk}/xong"
    assert upper.post(close, {"outcome": ""}).status_code == 409
    upper.post(close, {"outcome": "Đã hỗ trợ bò giống"})
    assert "Đã hỗ trợ bò giống" in text_of(upper.get(HOT))
    assert upper.post(close, {"outcome": "lần nữa"}).status_code == 409
    assert client_of(finished.maker).post(f"{HOT}/viec", task).status_code == 403


def test_what_waits_for_me_is_first_and_done_in_bulk(
    finished: FinishedList, clock: Traveller
) -> None:
    finished.submit()
    checker, maker = client_of(finished.checker), client_of(finished.maker)

    assert "1 danh sách chờ bạn" in text_of(checker.get("/viec-cho-duyet"))
    assert "Việc chờ duyệt" in text_of(checker.get("/"))
    assert "Việc chờ duyệt" not in text_of(maker.get("/"))
    assert "Không có danh sách nào chờ bạn" in text_of(maker.get("/viec-cho-duyet"))
    review = str(finished.campaign.communes.get().pk)
    nothing = maker.post("/viec-cho-duyet/tham-tra", {"chon": review}, follow=True)
    assert "Chưa chọn xã nào" in text_of(nothing)
    answer = checker.post("/viec-cho-duyet/tham-tra", {"chon": review}, follow=True)
    assert "Đã thẩm tra: Xã Đồng Mây" in text_of(answer)
    go_to(clock, date(2021, 11, 24))
    finished.report()
    assert Submission.objects.get().checked_by == finished.checker
    go_to(clock, date(2021, 12, 2))
    upper = client_of(finished.upper)
    waiting = text_of(upper.get("/viec-cho-duyet"))
    assert "1 danh sách chờ bạn, 1 đã quá hạn" in waiting
    paper = {"number": "210/UBND", "signed_date": "02/12/2021", "signer": "Vũ Đình Trạch"}
    assert upper.post("/viec-cho-duyet/y-kien", {"chon": review}).status_code == 422
    early = upper.post(
        "/viec-cho-duyet/y-kien", paper | {"chon": review, "signed_date": "23/11/2021"}, follow=True
    )
    assert "DCS-007" in text_of(early)
    answer = upper.post("/viec-cho-duyet/y-kien", paper | {"chon": review}, follow=True)
    assert "Đã ghi ý kiến thống nhất: Xã Đồng Mây" in text_of(answer)
    assert finished.state == CommuneState.OPINION


@pytest.mark.parametrize(
    "address",
    [
        PAGE,
        "/viec-cho-duyet",
        f"{FLOW}/98001",
        f"{FLOW}/980",
        f"{FLOW}/98001/ho?bang=POOR&muc=START",
        HOT,
        "/moi-thoat-ngheo/98001",
    ],
)
def test_pages_ask_a_fixed_number_of_queries(finished: FinishedList, address: str) -> None:
    finished.bring_to_opinion()
    finished.decide()
    client = client_of(officer(Role.LEADER, finished.district.unit))
    client.get(address)

    with CaptureQueriesContext(
        connection,
    ) as before:
        assert client.get(address).status_code == 200
    finished.district.load(*[f"A-1{number:02}" for number in range(20)])
    with CaptureQueriesContext(connection) as after:
        client.get(address)

    assert len(after) == len(before)
    assert len(after) <= (20 if address == PAGE else 15), [
        query["sql"][:90] for query in after.captured_queries
    ]
