"""Pages of papers: what there is, who may take it, what is noted when it is taken."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from docx import Document

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.documents.writer import pdf as converting
from giamngheo.papers import making
from giamngheo.papers.models import Confirmation, OfficeText
from giamngheo.registry.models import Household
from giamngheo.reviews.models import VillageReview
from giamngheo.web.confirmations import limits
from giamngheo.web.papers.views import WORD
from giamngheo.work.models import WorkItem
from tests.factories.accounts import officer
from tests.factories.finished_list import FinishedList

TODAY = datetime(2021, 12, 20, 3, tzinfo=UTC)
PAPERS = "/ra-soat/cuoi-nam-2021/xa/98001/van-ban"


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(TODAY):
        yield
    cache.clear()


@pytest.fixture
def decided(db: None) -> FinishedList:
    finished = FinishedList()
    finished.bring_to_opinion()
    finished.decide()
    return finished


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def village_page(decided: FinishedList) -> str:
    village = VillageReview.objects.get(campaign=decided.campaign)
    return f"/ra-soat/cuoi-nam-2021/thon/{village.unit_id}/van-ban"


# Papers


def test_the_page_lists_papers_with_their_state(decided: FinishedList) -> None:
    page = client_of(decided.maker).get(PAPERS).content.decode()

    assert "số 125/QĐ-UBND ngày 06/12/2021" in page
    assert "số 126/QĐ-UBND ngày 06/12/2021" in page
    assert f"{PAPERS}/quyet-dinh/0.docx" in page
    assert "Lập 4 giấy chứng nhận (PDF)" in page
    assert "Thôn Thôn Một" in page


def test_the_page_takes_a_fixed_number_of_queries(
    decided: FinishedList, django_assert_max_num_queries: Any
) -> None:
    client = client_of(decided.maker)
    client.get(PAPERS)

    with django_assert_max_num_queries(15):
        client.get(PAPERS)
    with django_assert_max_num_queries(15):
        client.get(village_page(decided))


def test_the_chairman_takes_what_he_signs(decided: FinishedList) -> None:
    client = client_of(decided.chairman)

    page = client.get(PAPERS).content.decode()

    assert f"{PAPERS}/quyet-dinh/0.docx" in page
    assert client.get(f"{PAPERS}/quyet-dinh/0.docx").status_code == 200
    assert client.get(f"{village_page(decided)}/ket-qua/0.docx").status_code == 200
    assert client.post(f"{PAPERS}/giay-chung-nhan").status_code == 302
    # Not the register as a file: that is the officers' work.
    assert client.get("/ho/xuat.xlsx").status_code in (403, 404)


def test_papers_stay_in_their_commune_and_with_who_needs_them(decided: FinishedList) -> None:
    district = decided.district
    neighbour = officer(Role.LEADER, district.urban)
    member = officer(Role.COMMITTEE_MEMBER, decided.unit)

    assert client_of(neighbour).get(f"{PAPERS}/quyet-dinh/0.docx").status_code == 403
    assert client_of(neighbour).post(f"{PAPERS}/pdf").status_code == 403
    page = client_of(member).get(PAPERS).content.decode()
    assert "Quyết định công nhận hộ nghèo, hộ cận nghèo" in page
    assert ".docx" not in page
    assert 'name="van-ban"' not in page
    assert client_of(member).get(f"{PAPERS}/quyet-dinh/0.docx").status_code == 403
    assert client_of(member).post(f"{PAPERS}/pdf", {"van-ban": "quyet-dinh:0"}).status_code == 403


def test_a_paper_is_a_word_file_named_without_marks_and_its_taking_is_noted(
    decided: FinishedList,
) -> None:
    response = client_of(decided.maker).get(f"{PAPERS}/quyet-dinh/0.docx")

    assert response["Content-Type"] == WORD
    assert (
        response["Content-Disposition"] == 'attachment; filename="quyet-dinh-xa-dong-may-2021.docx"'
    )
    assert len(Document(io.BytesIO(response.content)).tables) == 4
    event = AuditEvent.objects.get(action="papers.take_paper")
    assert (event.actor_id, event.unit_path) == (decided.maker.pk, decided.unit.path)
    assert event.details["paper"] == "quyet-dinh"


def test_a_paper_as_pdf_is_work_whose_file_the_page_offers(
    decided: FinishedList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "word_to_pdf", lambda *, word, name: b"%PDF " + name.encode())
    client = client_of(decided.chairman)

    response = client.post(f"{PAPERS}/pdf", {"van-ban": "thoat-ngheo:0"})

    assert response["Location"] == PAPERS
    item = WorkItem.objects.get(kind="paper_pdf")
    assert (item.state, item.done, item.total) == ("DONE", 2, 2)
    assert f"/cong-viec/{item.pk}/tep" in client.get(PAPERS).content.decode()
    file = client.get(f"/cong-viec/{item.pk}/tep")
    assert b"".join(file).startswith(b"%PDF")  # type: ignore[call-overload]
    assert "thoat-ngheo-xa-dong-may-2021.pdf" in file["Content-Disposition"]
    assert client_of(decided.maker).get(f"/cong-viec/{item.pk}/tep").status_code == 404
    assert f"/cong-viec/{item.pk}/tep" not in client_of(decided.maker).get(PAPERS).content.decode()
    assert AuditEvent.objects.get(action="papers.make_pdf").unit_path == decided.unit.path


def test_libreoffice_makes_the_pdf(decided: FinishedList, soffice: str) -> None:
    client_of(decided.maker).post(f"{PAPERS}/pdf", {"van-ban": "thoat-ngheo:0"})

    item = WorkItem.objects.get(kind="paper_pdf")
    file = client_of(decided.maker).get(f"/cong-viec/{item.pk}/tep")
    assert b"".join(file).startswith(b"%PDF")  # type: ignore[call-overload]


def test_without_libreoffice_the_work_says_take_the_word_file(
    decided: FinishedList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting.shutil, "which", lambda name: None)
    client = client_of(decided.maker)

    client.post(f"{PAPERS}/pdf", {"van-ban": "quyet-dinh:0"})

    page = client.get(PAPERS).content.decode()
    assert "Tải bản Word" in page
    assert "DOC-006" in page


def test_a_village_head_has_her_village_s_papers_as_pdf(
    decided: FinishedList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "word_to_pdf", lambda *, word, name: b"%PDF")
    village = VillageReview.objects.get(campaign=decided.campaign).unit
    client = client_of(officer(Role.VILLAGE, village))

    client.post(f"{village_page(decided)}/pdf", {"van-ban": "bien-ban-trong:0"})

    item = WorkItem.objects.get(kind="paper_pdf")
    assert b"".join(client.get(f"/cong-viec/{item.pk}/tep")) == b"%PDF"
    client.post(f"{village_page(decided)}/pdf", {"van-ban": "x"})
    assert "Văn bản này không còn" in client.get(village_page(decided)).content.decode()
    assert WorkItem.objects.filter(kind="paper_pdf").count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "khong-co/0.docx",
        "quyet-dinh/0.pdf",
        "quyet-dinh/0.exe",
        "dieu-chinh/1.docx",
        "tra-loi/99.docx",
    ],
)
def test_what_is_not_a_paper_is_not_found(decided: FinishedList, address: str) -> None:
    assert client_of(decided.maker).get(f"{PAPERS}/{address}").status_code == 404


def test_a_village_head_takes_her_village_s_papers_only(decided: FinishedList) -> None:
    village = VillageReview.objects.get(campaign=decided.campaign).unit
    client = client_of(officer(Role.VILLAGE, village))

    page = client.get(village_page(decided)).content.decode()

    assert f"{village_page(decided)}/bien-ban-trong/0.docx" in page
    assert client.get(f"{village_page(decided)}/bien-ban-trong/0.docx").status_code == 200
    assert client.get(f"{PAPERS}/quyet-dinh/0.docx").status_code == 403


def test_certificates_are_ordered_as_work(decided: FinishedList) -> None:
    response = client_of(decided.maker).post(f"{PAPERS}/giay-chung-nhan")

    assert response["Location"] == "/cong-viec"
    item = WorkItem.objects.get(kind="certificates")
    page = client_of(decided.maker).get("/cong-viec").content.decode()
    assert "4 giấy chứng nhận trong một tệp PDF." in page
    file = client_of(decided.maker).get(f"/cong-viec/{item.pk}/tep")
    assert b"".join(file).startswith(b"%PDF")  # type: ignore[call-overload]
    assert client_of(decided.checker).get(f"/cong-viec/{item.pk}/tep").status_code == 404


def test_an_office_changes_its_wording(decided: FinishedList) -> None:
    client = client_of(decided.maker)
    address = f"/danh-muc/don-vi/{decided.unit.pk}/loi-van"

    page = client.get(address).content.decode()
    assert "chưa kiểm chứng" in page
    saved = client.post(f"{address}/luu", {"doan": "committee", "loi-van": "Ban của {commune}"})

    assert saved.status_code == 302
    assert OfficeText.objects.get().text == "Ban của {commune}"
    assert "Ban của {commune}" in client.get(address).content.decode()
    refused = client.post(f"{address}/luu", {"doan": "committee", "loi-van": "{x}"})
    assert refused.status_code == 409
    assert "PAP-006" in refused.content.decode()


# Looking up and confirming


def test_a_look_up_answers_for_the_day_and_is_noted(decided: FinishedList) -> None:
    client = client_of(decided.maker)

    page = client.get("/tra-cuu?q=A-001&ngay=05/12/2021").content.decode()
    later = client.get("/tra-cuu?q=A-001&ngay=06/12/2021").content.decode()

    assert "Quyết định 2020-98001/QĐ-UBND" in page
    assert "Quyết định 125/QĐ-UBND ngày 06/12/2021" in later
    events = list(AuditEvent.objects.filter(action="papers.lookup_status").order_by("id"))
    assert [(one.subject, one.details["category"]) for one in events] == [
        ("A-001", "POOR"),
        ("A-001", "NON_POOR"),
    ]


def test_a_look_up_finds_nobody_of_another_area(decided: FinishedList) -> None:
    stranger = officer(Role.COMMUNE, decided.district.urban)

    page = client_of(stranger).get("/tra-cuu?q=A-001").content.decode()

    assert "Nguyễn Thị Hồng" not in page
    assert not AuditEvent.objects.filter(action="papers.lookup_status").exists()


def test_a_bad_day_is_said_and_asked_again(decided: FinishedList) -> None:
    response = client_of(decided.maker).get("/tra-cuu?q=A-001&ngay=31/02/2021")

    assert response.status_code == 200
    assert "tháng 02/2021 chỉ có 28 ngày" in response.content.decode()


def issue(decided: FinishedList, **changes: str) -> Confirmation:
    values = {"as_of": "06/12/2021", "purpose": "vay vốn", **changes}
    client_of(decided.maker).post("/ho/A-003/xac-nhan/cap", values)
    return Confirmation.objects.latest("id")


def test_a_confirmation_is_issued_taken_and_withdrawn(decided: FinishedList) -> None:
    client = client_of(decided.maker)
    made = issue(decided)

    page = client.get("/ho/A-003/xac-nhan").content.decode()
    pdf = client.get(f"/ho/A-003/xac-nhan/{made.pk}.pdf")
    assert made.printed_code in page
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"] == 'attachment; filename="giay-xac-nhan-a-003.pdf"'
    bare = client.post(f"/ho/A-003/xac-nhan/{made.pk}/thu-hoi", {"reason": ""})
    assert bare.status_code == 409
    client.post(f"/ho/A-003/xac-nhan/{made.pk}/thu-hoi", {"reason": "Cấp nhầm"})
    assert "Đã thu hồi" in client.get("/ho/A-003/xac-nhan").content.decode()


def test_a_confirmation_needs_a_day(decided: FinishedList) -> None:
    response = client_of(decided.maker).post("/ho/A-003/xac-nhan/cap", {"as_of": "hôm qua"})

    assert response.status_code == 422
    assert not Confirmation.objects.exists()


def test_who_may_only_read_issues_none(decided: FinishedList) -> None:
    client = client_of(decided.chairman)

    assert "Cấp giấy xác nhận" not in client.get("/ho/A-003/xac-nhan").content.decode()
    assert client.post("/ho/A-003/xac-nhan/cap", {"as_of": "06/12/2021"}).status_code == 403


def test_a_confirmation_of_another_household_is_not_found(decided: FinishedList) -> None:
    made = issue(decided)

    assert client_of(decided.maker).get(f"/ho/A-001/xac-nhan/{made.pk}.pdf").status_code == 404


# The public page


def test_a_stranger_checks_a_code(decided: FinishedList) -> None:
    made = issue(decided)

    asked = Client().get("/xac-nhan", {"ma": made.printed_code.lower()}, follow=True)
    page = asked.content.decode()

    assert asked.status_code == 200
    for said in ("Còn giá trị", "Nguyễn T. H. 0.", "Hộ nghèo", "06/12/2021", "125/QĐ-UBND"):
        assert said in page
    household = Household.objects.get(code="A-003")
    for hidden in (household.head_name, "A-003", "Thôn Một", "vay vốn", "N1"):
        assert hidden not in page
    assert asked["X-Robots-Tag"] == "noindex, nofollow"
    assert asked["Referrer-Policy"] == "no-referrer"
    assert "no-store" in asked["Cache-Control"]


def test_an_unknown_code_is_said_to_be_unknown(db: None) -> None:
    response = Client().get("/xac-nhan/ABCD-EFGH-KMNP")

    assert response.status_code == 404
    assert "Không có giấy xác nhận nào mang mã này" in response.content.decode()


def test_wrong_codes_are_slowed_down_by_address(
    decided: FinishedList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRONG", 2)
    made = issue(decided)
    client = Client()

    statuses = [client.get(f"/xac-nhan/SAI{number}").status_code for number in range(3)]

    assert statuses == [404, 404, 429]
    assert "quá nhiều lần thử" in client.get(f"/xac-nhan/{made.code}").content.decode()
    other = Client(REMOTE_ADDR="10.0.0.7")
    assert other.get(f"/xac-nhan/{made.code}").status_code == 200


def test_right_codes_are_slowed_down_too(
    decided: FinishedList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TRIES", 2)
    made = issue(decided)

    statuses = [Client().get(f"/xac-nhan/{made.code}").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_a_withdrawn_paper_is_told_to_whoever_asks(decided: FinishedList) -> None:
    made = issue(decided)
    client_of(decided.maker).post(
        f"/ho/A-003/xac-nhan/{made.pk}/thu-hoi", {"reason": "Cấp nhầm cho bà Lò"}
    )

    page = Client().get(f"/xac-nhan/{made.code}").content.decode()

    assert "Đã thu hồi" in page
    assert "bà Lò" not in page
