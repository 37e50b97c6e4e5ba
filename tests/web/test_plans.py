"""Plans on the screen: sent in, decided item by item, committed, followed through the year."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.planning.enums import AmendmentState, ItemState
from giamngheo.planning.models import (
    AllocationFigure,
    Amendment,
    Dispatch,
    LegalDocument,
    Plan,
    PlanItem,
    PlanTask,
)
from giamngheo.work.models import WorkItem
from tests.documents.plans import PLAN
from tests.factories.accounts import officer
from tests.factories.plans import SuoiBac, committed, item_of, read
from tests.web.reading import links_of, text_of

MOST_QUERIES = 15
MOST_BYTES = 200_000
LogIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    """The day on which the plan's district still is."""
    with time_machine.travel(datetime(2023, 3, 1, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def place(db: None) -> SuoiBac:
    return SuoiBac()


@pytest.fixture
def log_in_as() -> LogIn:
    """Return a maker of clients, each with its own session: several people work at once here."""

    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def clerk(place: SuoiBac, log_in_as: LogIn) -> Client:
    """Return a client of the officer who puts the district's plans in."""
    return log_in_as(officer(Role.DISTRICT, place.unit, username="canbo.huyen"))


def sent(client: Client, content: bytes, name: str = "ke-hoach.txt", **more: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post("/ke-hoach/nap", {"file": file, **more})


def decide(client: Client, item: PlanItem, state: str, **more: str) -> HttpResponse:
    address = f"/ke-hoach/doc/{item.plan_id}/muc/{item.pk}"
    return client.post(address, {"y-kien": state, "ban": str(item.version), **more})


def test_a_plan_is_sent_in_decided_and_committed(clerk: Client, place: SuoiBac) -> None:
    answer = sent(clerk, PLAN.encode())

    plan = Plan.objects.get()
    assert answer["Location"] == f"/ke-hoach/doc/{plan.pk}"
    assert (plan.unit, plan.imported_by) == (place.unit, "canbo.huyen")
    assert decide(clerk, item_of(plan, "tasks"), "REJECTED").status_code == 302
    target = item_of(plan, "targets", "'value': 30,")
    answer = decide(clerk, target, "CORRECTED", **{"truong-value": "31"})
    assert answer["Location"].startswith(f"/ke-hoach/doc/{plan.pk}?phan=targets#muc-")
    assert clerk.post(f"/ke-hoach/doc/{plan.pk}/ghi-nhan").status_code == 409
    clerk.post(f"/ke-hoach/doc/{plan.pk}/nhan", {"phan": "targets"})
    assert not plan.items.filter(block="targets", state=ItemState.PROPOSED).exists()
    clerk.post(f"/ke-hoach/doc/{plan.pk}/nhan")

    answer = clerk.post(f"/ke-hoach/doc/{plan.pk}/ghi-nhan")

    assert answer["Location"] == f"/ke-hoach/{plan.pk}"
    page = text_of(clerk.get(f"/ke-hoach/{plan.pk}"))
    assert "31 hộ" in page
    assert clerk.get(f"/ke-hoach/doc/{plan.pk}").status_code == 302


def test_the_desk_shows_both_sides(clerk: Client, place: SuoiBac, tmp_path: Path) -> None:
    plan = read(tmp_path)
    item = item_of(plan, "tasks", "Gửi mẫu phiếu")

    page = text_of(clerk.get(f"/ke-hoach/doc/{plan.pk}?phan=tasks"))

    assert f'id="muc-{item.pk}"' in page
    assert 'id="dong-64"' in page
    assert "Chủ trì: Phòng Lao động - Thương binh và Xã hội" in page
    assert "Đã xem 0 /" in page
    # Without a script each word is a button or a link of its own.
    assert page.count('value="ACCEPTED"') == plan.items.filter(block="tasks").count()
    form = text_of(clerk.get(f"/ke-hoach/doc/{plan.pk}?phan=tasks&sua={item.pk}"))
    assert form.count('name="truong-lead"') == 1


@pytest.mark.parametrize("block", ["document", "targets", "tables", "tasks", "legal_bases", "tha"])
def test_the_desk_asks_few_questions(
    clerk: Client, place: SuoiBac, tmp_path: Path, block: str
) -> None:
    plan = read(tmp_path)
    address = f"/ke-hoach/doc/{plan.pk}?phan={block}"
    clerk.get(address)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = clerk.get(address)

    assert len(queries) <= MOST_QUERIES, [one["sql"][:120] for one in queries]
    assert len(answer.content) < MOST_BYTES


def test_htmx_gets_the_desk_alone(clerk: Client, place: SuoiBac, tmp_path: Path) -> None:
    item = item_of(read(tmp_path), "tasks")
    headers = {"HX-Request": "true", "HX-Target": "results"}

    answer = clerk.post(
        f"/ke-hoach/doc/{item.plan_id}/muc/{item.pk}",
        {"y-kien": "ACCEPTED", "ban": "0"},
        headers=headers,
    )

    assert answer.content.decode().strip().startswith('<div id="results">')
    assert "Đã xem 1 /" in answer.content.decode()


def test_the_second_of_two_is_told_on_the_page(
    clerk: Client, place: SuoiBac, tmp_path: Path, log_in_as: LogIn
) -> None:
    item = item_of(read(tmp_path), "tasks")
    assert decide(clerk, item, "ACCEPTED").status_code == 302

    answer = decide(clerk, item, "REJECTED")

    assert answer.status_code == 409
    assert "canbo.huyen vừa ghi «nhận»" in text_of(answer)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docm", b"PK\x03\x04", "tệp có macro"),
        ("a.exe", b"MZ", "chưa biết đọc loại tệp .exe"),
        ("a.pdf", b"<html>", "nội dung không phải của tệp .pdf"),
        ("a.docx", b"PK\x03\x04 khong phai zip", "tệp Word bị hỏng"),
        ("a.doc", b"<html><body>", "nội dung không phải của tệp .doc"),
        ("a.txt", b"\xff\xfe", "DOC-00"),
    ],
)
def test_what_is_no_paper_is_refused(
    clerk: Client, place: SuoiBac, name: str, content: bytes, words: str
) -> None:
    answer = sent(clerk, content, name)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Plan.objects.exists()
    assert not WorkItem.objects.exists()


def test_a_slow_file_is_read_as_work(
    clerk: Client, place: SuoiBac, monkeypatch: pytest.MonkeyPatch, settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("giamngheo.planning.uploads.AT_ONCE", {})

    answer = sent(clerk, PLAN.encode())

    assert answer["Location"] == "/cong-viec"
    item = WorkItem.objects.get(kind="plan_read")
    assert (item.unit_path, item.parameters["file_name"]) == (place.unit.path, "ke-hoach.txt")
    # The tests' queue runs a piece of work as soon as it is asked for.
    assert item.state == "DONE", item.error_sentence
    assert Plan.objects.get(pk=item.result["plan"]).file_name == "ke-hoach.txt"
    assert not list((tmp_path / "work-files").iterdir())


def test_a_corrected_file_shows_its_changes(clerk: Client, place: SuoiBac, tmp_path: Path) -> None:
    before = read(tmp_path)

    sent(clerk, PLAN.replace("\t500\t40\t15\t3,00", "\t500\t40\t16\t3,20").encode(),
         thay=str(before.pk))  # fmt: skip

    after = Plan.objects.get(supersedes=before)
    page = text_of(clerk.get(f"/ke-hoach/doc/{after.pk}/thay-doi"))
    assert "Nậm Lành" in page
    assert "<del>" in page


@pytest.mark.parametrize("part", ["chi-tieu", "nhiem-vu", "kinh-phi", "can-cu", "phu-luc"])
def test_a_committed_plan_asks_few_questions(
    clerk: Client, place: SuoiBac, tmp_path: Path, part: str
) -> None:
    plan = committed(tmp_path)
    address = f"/ke-hoach/{plan.pk}?phan={part}"
    clerk.get(address)

    with CaptureQueriesContext(connection) as queries:
        answer = clerk.get(address)

    assert answer.status_code == 200
    assert len(queries) <= MOST_QUERIES, [one["sql"][:120] for one in queries]


def test_each_part_leads_to_its_line(clerk: Client, place: SuoiBac, tmp_path: Path) -> None:
    plan = committed(tmp_path)

    tasks = text_of(clerk.get(f"/ke-hoach/{plan.pk}?phan=nhiem-vu"))
    money = text_of(clerk.get(f"/ke-hoach/{plan.pk}?phan=kinh-phi"))
    bases = text_of(clerk.get(f"/ke-hoach/{plan.pk}?phan=can-cu"))

    assert "#dong-68" in links_of(tasks)
    assert "4.500" in money
    decree = LegalDocument.objects.get(code="07/2021/NĐ-CP")
    assert f"/danh-muc/van-ban/{decree.pk}" in links_of(bases)


def test_who_reads_a_plan(place: SuoiBac, tmp_path: Path, log_in_as: LogIn) -> None:
    plan = committed(tmp_path)
    commune = place.communes["Nậm Lành"]
    below = log_in_as(officer(Role.COMMUNE, commune))
    beside = log_in_as(officer(Role.DISTRICT, place.neighbour))

    assert below.get(f"/ke-hoach/{plan.pk}").status_code == 200
    assert below.get(f"/ke-hoach/doc/{plan.pk}").status_code == 403
    answer = beside.get(f"/ke-hoach/{plan.pk}")
    assert answer.status_code == 403
    assert "Lò Thị Thử" not in text_of(answer)
    assert plan.code not in text_of(beside.get("/ke-hoach"))

    Plan.objects.filter(pk=plan.pk).update(stage="READ")
    assert below.get(f"/ke-hoach/{plan.pk}").status_code == 403
    assert plan.title not in text_of(below.get("/ke-hoach"))


def test_a_spelling_is_confirmed_by_a_button(clerk: Client, place: SuoiBac, tmp_path: Path) -> None:
    plan = committed(tmp_path, ("\tNậm Lành\t", "\tNậm Lanh\t"))
    row = plan.allocation_rows.get(name_as_written="Nậm Lanh")
    assert "Nậm Lanh" in text_of(clerk.get(f"/ke-hoach/{plan.pk}"))

    clerk.post(f"/ke-hoach/{plan.pk}/ten/{row.pk}")

    row.refresh_from_db()
    assert row.match == "ALIAS"


def test_an_amendment_from_commune_to_decision(
    clerk: Client, place: SuoiBac, tmp_path: Path, log_in_as: LogIn
) -> None:
    plan = committed(tmp_path)
    here = f"/ke-hoach/{plan.pk}/dieu-chinh"
    commune = log_in_as(officer(Role.COMMUNE, place.communes["Nậm Lành"]))
    figure = AllocationFigure.objects.get(
        row__plan=plan, row__name_as_written="Nậm Lành", measure="poor_reduced"
    )
    foreign = AllocationFigure.objects.get(
        row__plan=plan, row__name_as_written="Bản Thử", measure="poor_reduced"
    )
    form = {"muc": f"f{figure.pk}", "muc-moi": "12", "ly-do": "lũ quét"}

    assert commune.post(f"{here}/moi", form | {"muc": f"f{foreign.pk}"}).status_code == 403
    assert commune.post(f"{here}/moi", form | {"muc-moi": "mười hai"}).status_code == 409
    assert commune.post(f"{here}/moi", form).status_code == 302
    asked = Amendment.objects.get()
    decide_it = {"so": "77/QĐ-UBND", "ngay": "01/07/2023"}
    assert commune.post(f"{here}/{asked.pk}/tong-hop").status_code == 403
    assert clerk.post(f"{here}/{asked.pk}/tong-hop", {"y-kien": "đồng ý"}).status_code == 302
    assert clerk.post(f"{here}/{asked.pk}/quyet-dinh", decide_it).status_code == 302

    asked.refresh_from_db()
    figure.refresh_from_db()
    assert asked.state == AmendmentState.DECIDED
    assert (figure.value, figure.original_value) == (12, 15)
    page = text_of(commune.get(here))
    assert "77/QĐ-UBND" in page
    assert "15 → 12" in page
    other = log_in_as(officer(Role.COMMUNE, place.communes["Bản Thử"]))
    assert "lũ quét" not in text_of(other.get(here))


def test_the_plan_is_sent_down_and_acknowledged(
    clerk: Client, place: SuoiBac, tmp_path: Path, log_in_as: LogIn
) -> None:
    plan = committed(tmp_path)
    recipient = plan.recipients.get(name__startswith="Các xã")
    here = f"/ke-hoach/{plan.pk}/noi-nhan"

    clerk.post(f"{here}/{recipient.pk}/gui", {"ngay": "10/02/2023", "cap-duoi": "1"})

    assert Dispatch.objects.count() == 3
    mine = Dispatch.objects.get(unit=place.communes["Nậm Lành"])
    theirs = Dispatch.objects.get(unit=place.communes["Bản Thử"])
    commune = log_in_as(officer(Role.COMMUNE, place.communes["Nậm Lành"]))
    assert commune.post(f"{here}/{mine.pk}/da-nhan").status_code == 302
    assert commune.post(f"{here}/{theirs.pk}/da-nhan").status_code == 403
    assert "2 nơi chưa xác nhận" in text_of(clerk.get(here))


def test_guidance_and_funding_of_a_task(clerk: Client, place: SuoiBac, tmp_path: Path) -> None:
    plan = committed(tmp_path)
    task = plan.tasks.first()
    assert task is not None
    PlanTask.objects.filter(pk=task.pk).update(deadline={"type": "conditional"})
    clerk.post(
        "/danh-muc/van-ban/moi",
        {
            "kind": "Công văn",
            "code": "77/SLĐTBXH",
            "issued_date": "01/03/2023",
            "confidence": "verbatim",
        },
    )
    document = LegalDocument.objects.get(code="77/SLĐTBXH")
    here = f"/ke-hoach/{plan.pk}/viec/{task.pk}"
    assert "Chờ hướng dẫn" in text_of(clerk.get(f"/ke-hoach/{plan.pk}?phan=nhiem-vu"))

    assert clerk.post(f"{here}/huong-dan", {"van-ban": str(document.pk)}).status_code == 302
    funding = {"chuong-trinh": "NEW_RURAL", "so-tien": "1.000.000"}
    assert clerk.post(f"{here}/nguon", funding).status_code == 302

    page = text_of(clerk.get(f"/ke-hoach/{plan.pk}?phan=nhiem-vu"))
    assert "Đã có hướng dẫn" in page
    assert "Xây dựng nông thôn mới 1.000.000" in page


def test_the_register_of_documents(clerk: Client, place: SuoiBac, tmp_path: Path) -> None:
    committed(tmp_path)
    decree = LegalDocument.objects.get(code="07/2021/NĐ-CP")

    found = text_of(clerk.get("/danh-muc/van-ban?tim=07/2021"))
    with CaptureQueriesContext(connection) as queries:
        page = text_of(clerk.get(f"/danh-muc/van-ban/{decree.pk}"))

    assert f"/danh-muc/van-ban/{decree.pk}" in links_of(found)
    assert "12/KH-UBND" in page
    assert "/chuan-ngheo/vn-2022" in links_of(page)
    assert len(queries) <= MOST_QUERIES
    answer = clerk.post(
        "/danh-muc/van-ban/moi",
        {
            "kind": "Nghị định",
            "code": "38/2023/NĐ-CP",
            "issued_date": "24/06/2022",
            "confidence": "secondary",
        },
    )
    assert answer.status_code == 422
    assert "PLA-030" in text_of(answer)


def test_the_cascade_page(clerk: Client, place: SuoiBac, tmp_path: Path) -> None:
    committed(tmp_path)
    address = "/ke-hoach/he-thong/970/2023"
    clerk.get(address)

    with CaptureQueriesContext(connection) as queries:
        page = text_of(clerk.get(address))

    assert "30/KH-UBND" in page
    assert "Được dẫn, chưa nạp" in page
    assert "3 / 3 đơn vị trực thuộc chưa có kế hoạch" in page
    assert len(queries) <= MOST_QUERIES
    close_out = text_of(clerk.get("/ke-hoach/tong-ket/970/2021/2023"))
    assert "Chưa có số liệu của năm nào" in close_out
    assert clerk.get("/ke-hoach/tong-ket/970/1990/2023").status_code == 404
