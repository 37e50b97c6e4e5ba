"""Pages of files of households: sent, previewed, confirmed, undone, and what others see of it."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.exchange.models import ImportBatch
from giamngheo.registry.models import Household
from giamngheo.web.exporting import XLSX
from tests.exchange.files import head, member, write_xlsx
from tests.factories.accounts import officer
from tests.factories.district import District

TODAY = datetime(2021, 11, 8, 3, tzinfo=UTC)
NEW = "038180000777"
QUERIES_OF_A_PAGE = 15


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def small(db: None) -> District:
    return District()


@pytest.fixture
def clerk(small: District) -> User:
    return officer(Role.COMMUNE, small.rural, full_name="Hà Thị Quyết")


@pytest.fixture
def desk(clerk: User, log_in_as: Callable[[User], Client]) -> Client:
    return log_in_as(clerk)


@pytest.fixture
def upload(desk: Client, small: District, tmp_path: Path) -> Callable[..., HttpResponse]:
    def sent(
        rows: list[list[object]] | bytes, name: str = "ho.xlsx", mode: str = "BOTH"
    ) -> HttpResponse:
        content = rows
        if not isinstance(content, bytes):
            content = write_xlsx(tmp_path / "ho.xlsx", {"Hộ": rows}).read_bytes()  # type: ignore[arg-type]
        data = {
            "unit": small.rural.pk,
            "mode": mode,
            "file": SimpleUploadedFile(name, content, content_type=XLSX),
        }
        return desk.post("/ho/nhap/moi", data)

    return sent


Upload = Callable[..., HttpResponse]


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_from_the_file_to_the_register_and_back(desk: Client, upload: Upload, small: District):
    small.load("A-001")
    rows = [
        head("Nguyễn Thị Hồng Nhung", code="A-001", address="Xóm Đình"),
        head(id_=NEW),
        member("Lò Văn Tư"),
        head("Cao Thị Sai", id_="12"),
    ]

    sent = upload(rows)
    batch = ImportBatch.objects.get()
    assert sent.headers["Location"] == f"/ho/nhap/{batch.pk}"

    preview = text(desk.get(f"/ho/nhap/{batch.pk}"))
    assert "đọc 3 hộ (4 dòng) = 1 thêm mới + 1 sửa + 0 giữ nguyên + 0 trùng lặp + 1" in preview
    assert "Xóm Đình" in preview
    assert "cột J “Số CCCD” ghi “12”" in preview
    assert Household.objects.count() == 1

    assert desk.post(f"/ho/nhap/{batch.pk}/ghi").status_code == 302
    assert "Đã ghi vào sổ: đọc 3 hộ" in text(desk.get(f"/ho/nhap/{batch.pk}"))
    assert Household.objects.count() == 2

    desk.post(f"/ho/nhap/{batch.pk}/hoan-tac", {"reason": "Gửi nhầm tệp"})
    undone = text(desk.get(f"/ho/nhap/{batch.pk}"))
    assert "Đã hoàn tác: đọc 3 hộ" in undone
    assert "Gửi nhầm tệp" in undone
    assert Household.objects.count() == 1


def test_undoing_without_a_reason_is_refused(desk: Client, upload: Upload):
    upload([head(id_=NEW)])
    batch = ImportBatch.objects.get()
    desk.post(f"/ho/nhap/{batch.pk}/ghi")

    response = desk.post(f"/ho/nhap/{batch.pk}/hoan-tac", {"reason": ""})

    assert response.status_code == 409
    assert "EXC-007" in text(response)


def test_the_page_says_why_undoing_failed(desk: Client, upload: Upload):
    upload([head(id_=NEW)])
    batch = ImportBatch.objects.get()
    desk.post(f"/ho/nhap/{batch.pk}/ghi")
    Household.objects.update(row_version=5, changed_by="Cao Văn Mạnh")

    desk.post(f"/ho/nhap/{batch.pk}/hoan-tac", {"reason": "thử"})

    assert "do Cao Văn Mạnh sửa" in text(desk.get(f"/ho/nhap/{batch.pk}"))


def test_a_dropped_batch(desk: Client, upload: Upload):
    upload([head(id_=NEW)])
    batch = ImportBatch.objects.get()

    assert desk.post(f"/ho/nhap/{batch.pk}/bo").headers["Location"] == "/ho/nhap"
    assert "Lô nhập đã bỏ" in text(desk.get(f"/ho/nhap/{batch.pk}"))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"x", "ho.xlsm", "EXC-004"),
        (b"x", "ho.pdf", "EXC-004"),
        (b"", "ho.xlsx", "trống"),
    ],
)
def test_a_file_that_is_not_taken(upload: Upload, content: bytes, name: str, words: str):
    response = upload(content, name)

    assert response.status_code == 422
    assert words in text(response)
    assert not ImportBatch.objects.exists()


def test_a_file_without_a_list_says_so_on_its_page(desk: Client, upload: Upload):
    upload(b"Ten;Tuoi\nLan;5\n", "ho.csv")

    page = text(desk.get(f"/ho/nhap/{ImportBatch.objects.get().pk}"))

    assert "LIB-013" in page
    assert "Đọc lại tệp" in page


def test_only_her_own_communes_are_offered(desk: Client, small: District):
    page = text(desk.get("/ho/nhap/moi"))

    assert "Đồng Mây" in page
    assert "Phố Núi" not in page


def test_another_commune_cannot_be_written_to(desk: Client, small: District):
    data = {
        "unit": small.urban.pk,
        "mode": "ADD",
        "file": SimpleUploadedFile("ho.csv", b"x"),
    }

    assert desk.post("/ho/nhap/moi", data).status_code == 422
    assert not ImportBatch.objects.exists()


# Side doors


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", ""),
        ("get", "/tra-lai.xlsx"),
        ("post", "/ghi"),
        ("post", "/doc-lai"),
        ("post", "/bo"),
        ("post", "/hoan-tac"),
    ],
)
def test_a_batch_of_a_neighbour_is_closed(
    upload: Upload,
    small: District,
    log_in_as: Callable[[User], Client],
    method: str,
    address: str,
):
    upload([head("Lò Thị Kín", id_=NEW), head("Cao Thị Sai", id_="12")])
    batch = ImportBatch.objects.get()
    neighbour = log_in_as(officer(Role.COMMUNE, small.urban))

    response = getattr(neighbour, method)(f"/ho/nhap/{batch.pk}{address}")

    assert response.status_code == 403
    assert "Lò Thị Kín" not in text(response)
    assert "ho.xlsx" not in text(response)
    batch.refresh_from_db()
    assert batch.state == "PREVIEWED"


def test_lists_and_work_of_a_neighbour_hold_nothing_of_it(
    upload: Upload, small: District, log_in_as: Callable[[User], Client]
):
    upload([head("Lò Thị Kín", id_=NEW)])
    neighbour = log_in_as(officer(Role.COMMUNE, small.urban))

    for address in ("/ho/nhap", "/cong-viec"):
        assert "ho.xlsx" not in text(neighbour.get(address)), address
    item = ImportBatch.objects.get().work_item
    assert item is not None
    assert neighbour.post(f"/cong-viec/{item.pk}/chay-lai").status_code == 404


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.VIEWER, Role.LEADER, Role.VILLAGE])
def test_who_may_not_edit_the_register_sends_nothing(
    small: District, log_in_as: Callable[[User], Client], role: Role
):
    client = log_in_as(officer(role, small.rural))

    for address in ("/ho/nhap", "/ho/nhap/moi"):
        assert client.get(address).status_code == 403, address


# Downloads


def sheet(response: HttpResponse, index: int = 0) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(index).to_python(skip_empty_area=False)


def test_what_goes_out_comes_back_unchanged(desk: Client, upload: Upload, small: District):
    small.load("A-001")
    taken = desk.get(f"/ho/xuat/danh-sach-ho.xlsx?don-vi={small.rural.pk}")

    assert taken.headers["Content-Type"] == XLSX
    upload(taken.content)

    batch = ImportBatch.objects.get()
    assert (batch.read, batch.same) == (1, 1)
    assert AuditEvent.objects.filter(action="exchange.export_template").exists()


def test_the_empty_template_holds_nobody(desk: Client, small: District):
    small.load("A-001")

    rows = sheet(desk.get(f"/ho/xuat/mau-trong.xlsx?don-vi={small.rural.pk}"))

    assert "DANH SÁCH HỘ, NHÂN KHẨU: XÃ ĐỒNG MÂY" in str(rows[0][0])
    assert len(rows) == 5


def test_the_national_list_holds_points_and_decision(desk: Client, small: District):
    small.load("A-001", "A-002")
    small.review(2020, {"A-001": (100, 0), "A-002": (200, 30)})

    rows = sheet(desk.get(f"/ho/xuat/danh-sach-quoc-gia.xlsx?don-vi={small.rural.pk}"))

    row = dict(zip(rows[3], rows[4], strict=True))
    assert (row["Mã hộ"], row["Điểm B1"]) == ("A-001", 100)
    assert row["Số quyết định"] == "2020-98001/QĐ-UBND"
    assert "A-002" not in str(rows)


@pytest.mark.parametrize("name", ["mau-trong", "danh-sach-ho", "danh-sach-quoc-gia"])
def test_no_workbook_of_a_neighbour(desk: Client, small: District, name: str):
    assert desk.get(f"/ho/xuat/{name}.xlsx?don-vi={small.urban.pk}").status_code == 403


@pytest.mark.parametrize("asked", ["x", "9" * 30, "1"])
def test_no_such_unit(desk: Client, asked: str):
    assert desk.get(f"/ho/xuat/danh-sach-ho.xlsx?don-vi={asked}").status_code == 404


def test_the_page_of_downloads_follows_the_rights(
    small: District, log_in_as: Callable[[User], Client]
):
    viewer = log_in_as(officer(Role.VIEWER, small.rural))

    page = text(viewer.get("/ho/xuat"))

    assert "không xuất danh sách từng hộ" in page
    assert ".xlsx" not in page


# Cost and form


def test_pages_ask_a_fixed_number_of_queries(
    desk: Client,
    upload: Upload,
    django_assert_max_num_queries: DjangoAssertNumQueries,
):
    rows = [head(f"Lò Thị Số {n}", id_=f"038180{n:06}") for n in range(40)]
    upload([*rows, head("Cao Thị Sai", id_="12")])
    batch = ImportBatch.objects.get()
    desk.get("/ho/nhap")

    for address in (f"/ho/nhap/{batch.pk}", "/ho/nhap", "/ho/nhap/moi", "/ho/xuat"):
        with django_assert_max_num_queries(QUERIES_OF_A_PAGE):
            assert desk.get(address).status_code == 200


def test_the_block_equals_the_part_of_the_page(desk: Client, upload: Upload):
    upload([head(id_=NEW)])
    batch = ImportBatch.objects.get()

    page = text(desk.get(f"/ho/nhap/{batch.pk}"))
    part = text(
        desk.get(f"/ho/nhap/{batch.pk}", headers={"HX-Request": "true", "HX-Target": "results"})
    )

    assert part.strip().startswith('<section id="results"')
    assert part.split("csrfmiddlewaretoken")[0].strip() in page


def test_the_household_s_time_line_tells_of_the_file(
    desk: Client, upload: Upload, small: District
) -> None:
    small.load("A-001", since=date(2019, 1, 1))
    upload([head("Nguyễn Thị Hồng Nhung", code="A-001", address="Xóm Đình"), head(id_=NEW)])
    batch = ImportBatch.objects.get()
    assert "Nhập từ tệp" not in text(desk.get("/ho/A-001"))

    desk.post(f"/ho/nhap/{batch.pk}/ghi")
    new = Household.objects.exclude(code="A-001").get()
    changed, added = text(desk.get("/ho/A-001")), text(desk.get(f"/ho/{new.code}"))
    desk.post(f"/ho/nhap/{batch.pk}/hoan-tac", {"reason": "Gửi nhầm tệp"})
    undone = text(desk.get("/ho/A-001"))

    assert "Sửa thông tin của hộ" in changed
    assert "Tệp ho.xlsx, dòng 2" in changed
    assert "Địa chỉ: chưa ghi → Xóm Đình" in changed
    assert "Người nhập: Hà Thị Quyết" in changed
    assert "Thêm hộ vào sổ" in added
    assert "<del>Sửa thông tin của hộ</del>" in undone
    assert "Hoàn tác: Gửi nhầm tệp" in undone
