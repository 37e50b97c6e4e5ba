"""The workbench, a target's page and the list of expected exits, as their readers use them."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from giamngheo.accounts.enums import Role, Sector
from giamngheo.accounts.models import User
from giamngheo.areas.models import UnitStatus
from giamngheo.audit.models import AuditEvent
from giamngheo.planning.models import Target
from giamngheo.registry.models import Household
from giamngheo.targets.catalogue import POOR
from giamngheo.targets.models import Allocation, ExpectedExit, Measurement, OwnedTarget
from tests.factories.accounts import AssignmentFactory, UserFactory, officer
from tests.factories.allocation import draft, leader, line_of, maker, values_of, version_of
from tests.factories.small_year import YEAR, SmallYear
from tests.web.reading import table_of, workbook_of

MOST_QUERIES = 15


def text_of(response: HttpResponse) -> str:
    """Return the words of a page as they are read, without its marks."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(words))


def html_of(response: HttpResponse) -> str:
    return response.content.decode()


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(datetime(YEAR, 12, 20, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def year(db: None) -> SmallYear:
    return SmallYear()


@pytest.fixture
def by(year: SmallYear) -> User:
    return maker(year)


@pytest.fixture
def page(by: User) -> Client:
    return client_of(by)


def client_of(user: User) -> Client:
    """Return a client of its own: two people work at once here."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(allocation: Allocation, verb: str = "", measure: str = POOR) -> str:
    tail = f"/{verb}" if verb else ""
    return f"/chi-tieu-phan-bo/{allocation.pk}{tail}?cot={measure}"


def cell(allocation: Allocation, unit, text: str, *, seen: str = "", version: int = 0) -> dict:
    line = line_of(allocation, unit)
    known = version or version_of(allocation, unit)
    return {f"o-{line}": text, f"b-{line}": str(known), f"g-{line}": seen}


def test_a_draft_is_begun_from_the_register(year: SmallYear, page: Client) -> None:
    empty = text_of(page.get(f"{year.page}/phan-bo"))
    assert "Chưa có phương án phân bổ nào" in empty

    answer = page.post(f"{year.page}/phan-bo/moi", {"tu": "REGISTER"})

    made = Allocation.objects.get()
    assert answer["Location"] == reverse("allocation", kwargs={"allocation_id": made.pk})
    shown = text_of(page.get(answer["Location"]))
    assert "Đã giao 0 trên 6; còn 2 đơn vị chưa có số." in shown
    assert "Còn thiếu 6" in shown
    assert "chưa phương án nào được ban hành" in text_of(page.get(f"{year.page}/phan-bo"))


def test_pages_take_fifteen_queries_at_most(
    year: SmallYear, page: Client, by: User, django_assert_max_num_queries
) -> None:
    allocation = draft(year, by)
    target = Target.objects.get(indicator="poor_households_reduced")
    addresses = [
        f"{year.page}/phan-bo",
        address(allocation),
        address(allocation, measure="near_poor"),
        f"/chi-tieu-so/{target.pk}",
        f"{year.page}/du-kien-thoat",
        f"/chi-tieu/98001/{YEAR}/du-kien-thoat",
        year.page,
    ]
    for place in addresses:
        # The first visit keeps unit and year as the reader's choice.
        page.get(place)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert page.get(place).status_code == 200, place


def test_a_row_saves_itself_and_tells_the_sums(year: SmallYear, page: Client, by: User) -> None:
    allocation = draft(year, by)
    rural = year.district.rural

    answer = page.post(
        address(allocation, "ghi"), cell(allocation, rural, "4"), headers={"HX-Request": "true"}
    )

    words, line = answer.content.decode(), line_of(allocation, rural)
    assert values_of(allocation) == [4, None]
    assert f'id="tt-{line}"' in words
    assert f'name="b-{line}" value="2"' in words
    assert 'id="tong-so" hx-swap-oob="true">4<' in words
    assert f'id="con-{line}" hx-swap-oob="true">2<' in words
    assert "Còn thiếu 2" in words


def test_the_grid_works_without_a_script(year: SmallYear, page: Client, by: User) -> None:
    allocation = draft(year, by)
    rows = cell(allocation, year.district.rural, "4") | cell(allocation, year.district.urban, "2")

    answer = page.post(address(allocation, "ghi"), rows, follow=True)

    assert values_of(allocation) == [4, 2]
    shown = text_of(answer)
    assert "Đã ghi 2 ô." in shown
    assert "Khớp chỉ tiêu chung" in shown
    assert "cuối năm còn 3 hộ nghèo, bằng 17,6471 % số hộ; đạt mục tiêu dưới 25,5 %" in shown


def test_a_stale_row_is_refused_in_its_place(year: SmallYear, page: Client, by: User) -> None:
    allocation, rural = draft(year, by), year.district.rural
    other = client_of(officer(Role.DISTRICT, year.district.unit, full_name="Vũ Thị Hai"))
    seen = cell(allocation, rural, "5")
    page.post(address(allocation, "ghi"), cell(allocation, rural, "4"))

    row = other.post(address(allocation, "ghi"), seen, headers={"HX-Request": "true"})
    grid = other.post(address(allocation, "ghi"), seen, follow=True)

    assert values_of(allocation) == [4, None]
    for answer in (row, grid):
        assert "Lê Thị Lập vừa ghi 4" in answer.content.decode()
    # The grid posts every row: what one did not touch is not held against her.
    untouched = cell(allocation, rural, "", seen="", version=1)
    mine = cell(allocation, year.district.urban, "2")
    other.post(address(allocation, "ghi"), untouched | mine)
    assert values_of(allocation) == [4, 2]


def test_propose_undo_goal_and_terms(year: SmallYear, page: Client, by: User) -> None:
    allocation = draft(year, by)

    page.post(address(allocation, "de-xuat"), {"total": "6", "capped": "on", "weight": ""})
    assert values_of(allocation) == [4, 2]
    page.post(address(allocation, "hoan-tac"))
    assert values_of(allocation) == [None, None]
    refused = page.post(address(allocation, "de-xuat"), {"total": "10"})
    assert refused.status_code == 409
    assert "TGT-001" in text_of(refused)
    wrong = page.post(address(allocation, "de-xuat"), {"total": "sáu"})
    assert (wrong.status_code, "Ghi một số" in text_of(wrong)) == (422, True)
    page.post(address(allocation, "chi-tieu-chung"), {"value": "7", "source": "QĐ 1"})
    page.post(address(allocation, "cach-tinh"), {"kho-khan": "", "rong": "0"})

    allocation.refresh_from_db()
    assert (allocation.goals.get(measure=POOR).value, allocation.near_poor_is_net) == (7, False)


def test_a_sectors_officer_sees_and_edits_her_services_alone(year: SmallYear, by: User) -> None:
    allocation, user = draft(year, by), UserFactory(full_name="Đỗ Thị Ngành")
    AssignmentFactory(
        user=user, role=Role.SECTOR, unit=year.district.unit, sector=Sector.AGRICULTURE
    )
    hers = client_of(user)

    shown = text_of(hers.get(f"/chi-tieu-phan-bo/{allocation.pk}"))
    assert "Hộ nghèo có nhà tiêu hợp vệ sinh" in shown
    assert "Hộ nghèo có nhà ở kiên cố" not in shown
    done = hers.post(address(allocation, "de-xuat", "toilet"), {"total": "2"})
    assert (done.status_code, values_of(allocation, "toilet")) == (302, [2, 0])
    # The address of another measure falls back to her own.
    hers.post(address(allocation, "de-xuat", POOR), {"total": "2"})
    assert values_of(allocation) == [None, None]


def test_a_decision_locks_the_grid_and_the_units_page_follows(
    year: SmallYear, page: Client, by: User
) -> None:
    allocation = draft(year, by)
    signer = client_of(leader(year))
    rows = cell(allocation, year.district.rural, "5") | cell(allocation, year.district.urban, "1")
    page.post(address(allocation, "ghi"), rows)
    paper = {"number": "05/QĐ-UBND", "signed_date": "14/02/2020", "signer": "Hà Văn Ký"}

    own = page.post(address(allocation, "ban-hanh"), paper)
    assert (own.status_code, "TGT-011" in text_of(own)) == (409, True)
    signer.post(address(allocation, "ban-hanh"), paper)

    shown = page.get(address(allocation))
    assert "Ban hành theo 05/QĐ-UBND ngày 14/02/2020" in text_of(shown)
    assert "bang-form" not in shown.content.decode()
    refused = page.post(address(allocation, "ghi"), rows, follow=True)
    assert "đã ban hành theo 05/QĐ-UBND" not in text_of(shown)
    assert refused.status_code == 200
    year_page = page.get(year.page)
    assert "Quyết định 05/QĐ-UBND" in text_of(year_page)
    targets = [row.cells[3].text for row in table_of(html_of(year_page), "chi-tieu")]
    assert targets == ["6", "5", "1"]
    commune = page.get(f"/chi-tieu/98001/{YEAR}")
    assert "trên 5 hộ được giao" in text_of(commune)
    page.post(address(allocation, "ban-moi"), {"reason": "Bão"})
    assert Allocation.objects.get(version=2).amends == allocation


def test_the_annex_leaves_a_trace_and_holds_the_figures(
    year: SmallYear, page: Client, by: User
) -> None:
    allocation = draft(year, by, source="PLAN")

    rows = workbook_of(page.get(f"/chi-tieu-phan-bo/{allocation.pk}/phu-luc.xlsx"))
    word = page.get(f"/chi-tieu-phan-bo/{allocation.pk}/phu-luc.docx")

    assert [1, "Đồng Mây", 12, 6, 4, 33.33, 2, 1, 8.33] in rows
    assert word.content[:2] == b"PK"
    assert AuditEvent.objects.filter(action="targets.export_annex").count() == 2


def test_a_table_file_is_taken_in_or_refused_in_words(
    year: SmallYear, page: Client, by: User
) -> None:
    allocation = draft(year, by)
    heads = "Đơn vị;Tổng số hộ;Hộ nghèo đầu năm;Hộ nghèo giảm trong năm"
    good = f"{heads}\nĐồng Mây;12;6;5\nPhố Núi;6;3;1\n"

    def send(text: str, name: str = "bang.csv"):
        file = SimpleUploadedFile(name, text.encode())
        return page.post(address(allocation, "nhap"), {"file": file})

    assert send(good).status_code == 302
    assert values_of(allocation) == [5, 1]
    for name in ("bang.exe", "bang.csv", "bang.xlsx", "bang.docx"):
        refused = send("không có bảng", name)
        assert refused.status_code == 409, name
    assert page.post(address(allocation, "nhap")).status_code == 302


def test_a_targets_page_says_how_it_stands_and_opens_the_households(
    year: SmallYear, page: Client
) -> None:
    target = Target.objects.get(indicator="poor_households_reduced")

    shown = page.get(f"/chi-tieu-so/{target.pk}")

    words = text_of(shown)
    assert "Phải đạt: 6 hộ. Thực hiện: 5 hộ, còn thiếu 1 hộ." in words
    assert "ghi nguyên nhân và giải pháp" in words
    assert "Ghi số thực hiện" not in words
    assert f"/ho?don-vi=980&amp;nam={YEAR}&amp;ra=POOR" in shown.content.decode()
    below = {
        row.cells[0].text: row.cells[2].text for row in table_of(html_of(shown), "theo-don-vi")
    }
    assert below == {"Đồng Mây": "3", "Phố Núi": "2"}


def test_a_target_is_owned_explained_and_its_result_typed(year: SmallYear, page: Client) -> None:
    target = Target.objects.get(indicator="poor_households_reduced")
    income = Target.objects.create(
        plan=year.plan, position=9, indicator="income_per_capita", label="thu nhập",
        direction="level", comparator=">=", value=1_715_000, year=YEAR, text="Đạt", line=30,
    )  # fmt: skip
    here = f"/chi-tieu-so/{income.pk}"

    page.post(f"{here}/phu-trach", {"owner": "Chi cục Thống kê", "version": "0"})
    stale = page.post(f"{here}/phu-trach", {"owner": "Khác", "version": "0"})
    file = SimpleUploadedFile("bc.png", PNG)
    typed = {"value": "1.600.000", "day": "30/11/2020", "evidence": "BC 12", "file": file}
    page.post(f"{here}/thuc-hien", typed)
    page.post(f"/chi-tieu-so/{target.pk}/nguyen-nhan", {"cause": "Bão", "measure": "Vay vốn"})

    assert (stale.status_code, OwnedTarget.objects.get().owner_text) == (409, "Chi cục Thống kê")
    kept = Measurement.objects.get()
    assert (kept.value, kept.as_of) == (1_600_000, date(YEAR, 11, 30))
    assert page.get(f"{here}/minh-chung/{kept.pk}").content == PNG
    words = text_of(page.get(here))
    assert "Thực hiện: 1.600.000 đồng/người/tháng" in words
    assert "cao hơn mức" in words
    assert "Giải pháp: Vay vốn" in text_of(page.get(f"/chi-tieu-so/{target.pk}"))
    listed = {
        row.cells[0].text: row.cells[-1].text
        for row in table_of(html_of(page.get(year.page)), "muc-tieu")
    }
    assert listed["Thu nhập"] == "Chi cục Thống kê"


def test_the_commune_lists_its_expected_exits(year: SmallYear, page: Client) -> None:
    here = f"/chi-tieu/98001/{YEAR}/du-kien-thoat"
    hers = client_of(officer(Role.COMMUNE, year.district.rural, full_name="Bùi Thị Hạnh"))
    Household.objects.filter(code="A-001").update(no_working_capacity=True)
    ids = list(Household.objects.filter(code__in=("A-002", "A-003")).values_list("pk", flat=True))

    none = hers.post(f"{here}/them", {"reason": "việc làm"})
    hers.post(f"{here}/them", {"ho": ids, "reason": "việc làm", "has_registered": "on"})
    first = ExpectedExit.objects.order_by("pk")[0]
    hers.post(f"{here}/{first.pk}/dua-ra", {"reason": "ốm"})
    hers.post(f"{here}/giai-trinh", {"words": "Hộ già yếu", "proposal": "Giảm chỉ tiêu"})

    assert (none.status_code, "Chọn ít nhất một hộ" in text_of(none)) == (422, True)
    words = text_of(hers.get(here))
    assert "Danh sách có 1 hộ trên chỉ tiêu giảm 4 hộ. Còn thiếu 3 hộ" in words
    assert "Thiếu, đã giải trình" in words
    assert "1 hộ nghèo không có khả năng lao động" in words
    # The district reads, and does not edit.
    above = text_of(page.get(f"{year.page}/du-kien-thoat"))
    assert "2 đơn vị còn thiếu, nhiều nhất: Đồng Mây (3), Phố Núi (2)" in above
    assert "Đưa hộ vào danh sách" not in text_of(page.get(here))
    assert page.post(f"{here}/giai-trinh", {"words": "x"}).status_code == 403


def test_a_promise_of_every_year_shows_its_path_and_what_the_count_implies(
    year: SmallYear, page: Client
) -> None:
    Target.objects.filter(indicator="poor_households_reduced").update(value=500)
    path = Target.objects.create(
        plan=year.plan, position=8, indicator="poverty_rate_reduction", direction="decrease",
        value_min="0.1", value_max="0.2", label="mức giảm tỷ lệ hộ nghèo", line=31,
        text="duy trì mức giảm 0,1-0,2%/năm", measured_in="percentage point",
    )  # fmt: skip

    words = text_of(page.get(f"/chi-tieu-so/{path.pk}"))

    assert "Phải đạt: 0,1-0,2 điểm %" in words
    assert "địa bàn phải có 250.000-500.000 hộ" in words
    assert "Gốc: cuối năm 2019 là 52,94 %." in words
    assert "Cuối năm 2020: theo mục tiêu còn 52,74-52,84 %; thực tế 23,53 %." in words


def test_a_unit_in_two_groups_is_told_the_stricter_figure(year: SmallYear, page: Client) -> None:
    sentence = "Giảm 1,5 điểm; xã đặc biệt khó khăn giảm 3 điểm; xã bãi ngang giảm 4 điểm"
    made = [
        Target.objects.create(
            plan=year.plan, position=10 + place, indicator="poverty_rate_reduction", value=value,
            direction="decrease", comparator="=", label="giảm", line=32, text=sentence, year=YEAR,
        )
        for place, value in enumerate(("1.5", "3", "4"))
    ]  # fmt: skip
    for kind in ("SPECIALLY_DISADVANTAGED", "COASTAL_ISLAND"):
        UnitStatus.objects.create(
            unit=year.district.rural, kind=kind, valid_from=date(YEAR, 1, 1), source="thử"
        )

    words = text_of(page.get(f"/chi-tieu-so/{made[1].pk}"))

    assert "Xã Đồng Mây: 4 điểm %." in words
    assert "Lấy mức chặt hơn: 4." in words
    assert (
        "Xã đặc biệt khó khăn"
        not in text_of(page.get(f"/chi-tieu-so/{made[0].pk}")).split("Địa bàn")[1].split("Năm")[0]
    )
