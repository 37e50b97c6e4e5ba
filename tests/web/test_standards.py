"""The standards as pages: read, compared, and a province's own entered, approved, withdrawn."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit, UnitLink
from giamngheo.audit.models import AuditEvent
from giamngheo.law.standards import SHIPPED_FOLDER, load_standards
from giamngheo.reviews.actions import judge_communes, open_campaign, record_scores
from giamngheo.reviews.enums import CampaignKind
from giamngheo.rules import actions
from giamngheo.rules.enums import RuleState
from giamngheo.rules.models import RuleVersion, RuleWithdrawal
from tests.factories.accounts import AssignmentFactory, officer
from tests.factories.district import LAST_DAY, District, make_unit, scores_of
from tests.factories.rules import approved, enter, local_text, points_workbook
from tests.factories.small_year import SmallYear, decide
from tests.web.reading import first_column, links_of, table_of, text_of


@pytest.fixture
def place(db: None) -> District:
    built = District()
    built.province.valid_to = None
    built.province.save(update_fields=["valid_to"])
    return built


@pytest.fixture
def clerk(place: District) -> User:
    return officer(Role.PROVINCE, place.province, full_name="Trịnh Thị Thu Hường")


@pytest.fixture
def leader(place: District) -> User:
    return officer(Role.LEADER, place.province, full_name="Lương Minh Thuyết")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def reading(place: District) -> Client:
    return client_of(officer(Role.VIEWER, place.unit))


def cells(page: str, table: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table_of(page, table)]


def upload(client: Client, place: District, content: bytes, name: str = "tinh.yaml"):  # type: ignore[no-untyped-def]
    data = {"unit": place.province.pk, "file": SimpleUploadedFile(name, content)}
    return client.post("/chuan-ngheo/nhap", data)


# ── Reading ───────────────────────────────────────────────────────────────────────────────────


def test_the_list_shows_every_standard_with_its_last_day(reading: Client) -> None:
    page = text_of(reading.get("/chuan-ngheo"))

    rows = cells(page, "chuan-ngheo")
    assert [row[1:3] for row in rows] == [
        ["Cả nước", "từ 01/01/2011 đến hết ngày 31/12/2015"],
        ["Cả nước", "từ 01/01/2016 đến hết ngày 31/12/2021"],
        ["Cả nước", "từ 01/01/2022 đến hết ngày 31/12/2026"],
        ["Cả nước", "từ 01/01/2027 đến hết ngày 31/12/2030"],
    ]
    assert cells(page, "bang-diem")[0][-1] == "Không: chưa đủ"
    assert "/chuan-ngheo/nhap" not in links_of(page)


@pytest.mark.parametrize("code", [standard.code for standard in load_standards()])
def test_every_value_stands_with_source_and_mark(reading: Client, code: str) -> None:
    page = text_of(reading.get(f"/chuan-ngheo/{code}"))

    marks = {"Đúng nguyên văn", "Theo nguồn thứ cấp", "Chưa kiểm chứng", "Chưa tìm thấy"}
    standard = next(one for one in load_standards() if one.code == code)
    for name in ("gia-tri", "can-cu", *(["chi-so"] if standard.indicators else [])):
        for row in table_of(page, name):
            assert row.cells[-1].text in marks
            assert name == "can-cu" or row.cells[1].note, row
    assert len(table_of(page, "chi-so")) == len(standard.indicators)


def test_a_standard_says_who_is_poor_in_words(reading: Client) -> None:
    page = re.sub(r"\s+", " ", text_of(reading.get("/chuan-ngheo/vn-2016")))

    assert "Áp dụng cho cả nước, từ 01/01/2016 đến hết ngày 31/12/2021" in page
    assert (
        "một tháng từ 700.000 đồng (nông thôn), 900.000 đồng (thành thị) trở xuống: "
        "hộ nghèo, nhóm N1." in page
    )
    assert (
        "một tháng trên 700.000 đồng (nông thôn), 900.000 đồng (thành thị), đến 1.000.000 đồng "
        "(nông thôn), 1.300.000 đồng (thành thị) và thiếu hụt từ 3 chỉ số trở lên: hộ nghèo, "
        "nhóm N2." in page
    )
    assert "21 giá trị chưa kiểm chứng với văn bản gốc" in page


def test_a_standard_without_cut_offs_says_what_it_cannot_judge(reading: Client) -> None:
    page = text_of(reading.get("/chuan-ngheo/vn-2027"))

    assert "Chưa tìm thấy ngưỡng điểm B1 của chuẩn này" in page
    assert "chưa tìm thấy câu chữ trong văn bản gốc" in page
    assert "Chưa tìm thấy câu chữ" in page


def test_two_standards_side_by_side(reading: Client) -> None:
    page = text_of(reading.get("/chuan-ngheo/so-sanh?tu=vn-2022&den=vn-2027"))

    rows = {row.cells[0].text: row for row in table_of(page, "so-sanh")}
    rural = rows["Từ chuẩn thu nhập trở xuống (nông thôn)"]
    assert [cell.text for cell in rural.cells[1:]] == [
        "≤ 1.500.000 đồng",
        "≤ 2.200.000 đồng",
        "Khác",
    ]
    assert rural.css == "row-look"
    same = rows["Thiếu hụt từ"]
    assert (same.cells[3].text, same.css) == ("Giống nhau", "")
    assert rows["Xử lý rác thải"].cells[3].text == "Chỉ có ở vn-2027"
    assert rows["Phương tiện phục vụ tiếp cận thông tin"].cells[3].text == "Chỉ có ở vn-2022"
    unclear = rows["Từ chuẩn thu nhập trở xuống: B1 (nông thôn)"]
    assert [cell.text for cell in unclear.cells[2:]] == [
        "chưa tìm thấy",
        "Chưa rõ: một bên chưa tìm thấy",
    ]


def test_the_comparison_can_leave_out_what_is_the_same(reading: Client) -> None:
    page = text_of(reading.get("/chuan-ngheo/so-sanh?tu=vn-2022&den=vn-2027&hien=khac"))

    assert "Thiếu hụt từ" not in first_column(page, "so-sanh")
    assert f"{len(table_of(page, 'so-sanh'))} điểm khác nhau" in page


def test_a_standard_is_like_itself(reading: Client) -> None:
    page = text_of(reading.get("/chuan-ngheo/so-sanh?tu=vn-2022&den=vn-2022&hien=khac"))

    assert "Hai chuẩn không khác nhau" in page


def test_the_part_htmx_asks_for_is_that_of_the_page(reading: Client) -> None:
    address = "/chuan-ngheo/so-sanh?tu=vn-2016&den=vn-2022"
    part = text_of(reading.get(address, headers={"HX-Request": "true", "HX-Target": "results"}))

    assert part.strip().startswith("<section")
    assert part.strip() in text_of(reading.get(address))


def test_an_unknown_standard_is_named(reading: Client) -> None:
    refused = reading.get("/chuan-ngheo/so-sanh?tu=vn-1999&den=vn-2022")

    assert refused.status_code == 409
    assert "vn-1999" in text_of(refused)
    assert "LAW-001" in text_of(refused)
    assert reading.get("/chuan-ngheo/vn-1999").status_code == 404
    assert reading.get("/chuan-ngheo/bang-diem/vn-2022").status_code == 404


def test_the_shipped_point_table_refuses_to_judge(reading: Client) -> None:
    page = text_of(reading.get("/chuan-ngheo/bang-diem/b1-2016"))

    assert "Bảng chưa đủ nên không phân loại hộ nào" in page
    assert "Chưa kiểm chứng" in page
    assert cells(page, "diem")[0] == ["1 người", "75", "75", "70", "75", "70", "65", "80"]
    blank = next(row for row in cells(page, "diem") if row[0] == "thấp hơn")
    assert blank[1:] == [""] * 7


def test_the_template_and_the_text_can_be_taken(reading: Client) -> None:
    empty = reading.get("/chuan-ngheo/mau-bang-diem.xlsx")
    filled = reading.get("/chuan-ngheo/mau-bang-diem.xlsx?theo=b1-2016")
    text = reading.get("/chuan-ngheo/vn-2022.yaml")

    for response, rows in ((empty, 1), (filled, 20)):
        book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
        assert book.sheet_names == ["Bảng điểm", "Thông tin"]
        assert len(book.get_sheet_by_index(0).to_python()) >= rows
    assert text.content == (SHIPPED_FOLDER / "vn-2022.yaml").read_bytes()


def test_the_rail_and_the_catalogue_lead_to_the_standards(reading: Client) -> None:
    page = text_of(reading.get("/chuan-ngheo"))
    catalogue = text_of(reading.get("/danh-muc/don-vi"))

    current = re.search(r'<a href="[^"]*" aria-current="[^"]*">(.*?)</a>', page, re.DOTALL)
    assert current is not None
    assert "Danh mục" in current[1]
    assert "/chuan-ngheo" in links_of(catalogue)


@pytest.mark.parametrize(
    "address", ["/chuan-ngheo", "/chuan-ngheo/tinh-mau", "/chuan-ngheo/so-sanh"]
)
def test_pages_ask_the_same_however_many_versions_there_are(
    place: District, clerk: User, leader: User, address: str
) -> None:
    rule = approved(local_text(), unit=place.province, by=clerk, second=leader)
    client = client_of(leader)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    actions.withdraw_rule(rule=rule, valid_to=rule.valid_from, reason="thử", by=leader)
    for number in range(3):
        text = local_text(changes={"1_800_000": f"1_80{number}_000"}) + f"# {number}\n"
        enter(text, unit=place.province, by=clerk)
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(one)
    assert len(one) <= 9


def test_a_judgement_leads_to_its_standard_and_says_what_would_change_it(db: None) -> None:
    """Đồng Mây's A-001: B1 100, B2 20 under two rural lines of 120 and 150 points."""
    year = SmallYear(planned=False)
    client = client_of(officer(Role.COMMUNE, year.district.rural))

    page = text_of(client.get("/ho/A-001"))

    assert "/chuan-ngheo/vn-2016" in links_of(page)
    changes = page.split("Điều gì làm kết quả khác đi")[-1].split("</ul>")[0]
    assert "Điểm B1 tăng 21 điểm: Hộ cận nghèo" in changes
    assert "Điểm B1 tăng 51 điểm: Hộ không nghèo" in changes
    assert "/chuan-ngheo/vn-2016" in links_of(text_of(client.get("/ra-soat/thu-2019")))


def test_a_judgement_under_a_local_standard_is_explained_by_it(
    place: District, clerk: User, leader: User
) -> None:
    approved(local_text(), unit=place.province, by=clerk, second=leader)
    place.load("A-001", since=date(2023, 1, 1))
    campaign = open_campaign(
        code="rieng-2024",
        name="Rà soát 2024",
        kind=CampaignKind.PERIODIC,
        year=2024,
        unit=place.unit,
        communes=place.communes,
        standard="tinh-mau",
        judged_for=date(2024, 11, 15),
        by=None,
    )
    record_scores(campaign=campaign, scores=scores_of({"A-001": (150, 30)}), by=None)
    judge_communes(campaign=campaign, units=[place.rural], by=None)
    decide(campaign, place.rural, 2024)
    client = client_of(officer(Role.PROVINCE, place.province))

    page = text_of(client.get("/ho/A-001"))

    assert "/chuan-ngheo/tinh-mau" in links_of(page)
    assert "160" in page.split("Vì sao")[1].split("</ul>")[0]
    assert client.get("/ra-soat/rieng-2024").status_code == 200
    assert client.get("/chi-tieu/980/2024").status_code == 200
    assert client.get("/ho?don-vi=980&nam=2024&thieu=toilet&luc=cuoi-nam").status_code == 200


# ── A province's own ──────────────────────────────────────────────────────────────────────────


def test_from_the_file_to_the_standard_in_force(
    place: District, clerk: User, leader: User, reading: Client
) -> None:
    entered = upload(client_of(clerk), place, local_text().encode())
    rule = RuleVersion.objects.get()
    assert entered["Location"] == "/chuan-ngheo/tinh-mau"
    draft = text_of(client_of(clerk).get("/chuan-ngheo/tinh-mau"))
    assert "Chưa áp dụng cho hộ nào" in draft
    assert "/chuan-ngheo/so-sanh?tu=vn-2022&den=tinh-mau" in links_of(draft)

    client_of(clerk).post(f"/chuan-ngheo/ban/{rule.pk}/trinh")
    waiting = text_of(client_of(clerk).get("/chuan-ngheo/tinh-mau"))
    assert "Chờ một lãnh đạo tỉnh" in waiting
    assert f"/chuan-ngheo/ban/{rule.pk}/duyet" not in waiting

    seen = text_of(client_of(leader).get("/chuan-ngheo/tinh-mau"))
    assert f"/chuan-ngheo/ban/{rule.pk}/duyet" in seen
    done = client_of(leader).post(f"/chuan-ngheo/ban/{rule.pk}/duyet", follow=True)
    assert "Từ nay không ai sửa được bản này" in text_of(done)

    page = text_of(reading.get("/chuan-ngheo/tinh-mau"))
    assert "Lương Minh Thuyết" in page
    assert "≤ 1.800.000 đồng" in page
    assert "tinh-mau" in text_of(reading.get("/chuan-ngheo"))


def test_a_draft_is_for_those_who_handle_it(place: District, clerk: User, reading: Client) -> None:
    rule = enter(local_text(), unit=place.province, by=clerk)

    refused = reading.get("/chuan-ngheo/tinh-mau")

    assert refused.status_code == 403
    assert "Trịnh Thị Thu Hường" in text_of(refused)
    assert AuditEvent.objects.filter(action="accounts.refuse_access", subject=rule.code).exists()
    assert "tinh-mau" not in text_of(reading.get("/chuan-ngheo"))
    assert reading.get("/chuan-ngheo/so-sanh?tu=vn-2022&den=tinh-mau").status_code == 409
    assert reading.get("/chuan-ngheo/tinh-mau.yaml").status_code == 403


@pytest.mark.parametrize(
    ("role", "level", "verb"),
    [
        (Role.PROVINCE, "province", "duyet"),
        (Role.PROVINCE, "province", "tra-lai"),
        (Role.PROVINCE, "province", "bai-bo"),
        (Role.LEADER, "province", "trinh"),
        (Role.LEADER, "unit", "duyet"),
        (Role.LEADER, "rural", "duyet"),
        (Role.DISTRICT, "unit", "trinh"),
        (Role.COMMUNE, "rural", "trinh"),
        (Role.VIEWER, "province", "trinh"),
        (Role.COMMITTEE_MEMBER, "province", "duyet"),
    ],
)
def test_each_step_belongs_to_one_role_of_the_province(
    place: District, clerk: User, role: Role, level: str, verb: str
) -> None:
    rule = enter(local_text(), unit=place.province, by=clerk)
    user = officer(role, getattr(place, level))

    refused = client_of(user).post(f"/chuan-ngheo/ban/{rule.pk}/{verb}", {"reason": "thử"})

    assert refused.status_code == 403
    assert RuleVersion.objects.get().state == RuleState.DRAFT


def test_who_holds_both_roles_still_needs_a_second_person(place: District) -> None:
    both = officer(Role.PROVINCE, place.province)

    AssignmentFactory(user=both, role=Role.LEADER, unit=place.province)
    rule = actions.submit_rule(rule=enter(local_text(), unit=place.province, by=both), by=both)

    refused = client_of(both).post(f"/chuan-ngheo/ban/{rule.pk}/duyet")

    assert refused.status_code == 409
    assert "RUL-001" in text_of(refused)


def test_an_approved_version_takes_no_more_steps(
    place: District, clerk: User, leader: User
) -> None:
    rule = approved(local_text(), unit=place.province, by=clerk, second=leader)

    refused = client_of(leader).post(f"/chuan-ngheo/ban/{rule.pk}/duyet")

    assert refused.status_code == 409
    assert "RUL-002" in text_of(refused)


def test_returning_wants_a_reason_and_shows_it(place: District, clerk: User, leader: User) -> None:
    rule = enter(local_text(), unit=place.province, by=clerk)
    client = client_of(leader)

    silent = client.post(f"/chuan-ngheo/ban/{rule.pk}/tra-lai", {"reason": " "})
    assert silent.status_code == 422
    assert "Chưa ghi được" in text_of(silent)

    client.post(f"/chuan-ngheo/ban/{rule.pk}/tra-lai", {"reason": "Thiếu nghị quyết"})
    assert "Thiếu nghị quyết" in text_of(client_of(clerk).get("/chuan-ngheo/tinh-mau"))


def test_a_withdrawal_gives_its_last_day(
    place: District, clerk: User, leader: User, reading: Client
) -> None:
    rule = approved(local_text(), unit=place.province, by=clerk, second=leader)
    address, client = f"/chuan-ngheo/ban/{rule.pk}/bai-bo", client_of(leader)

    assert client.post(address, {"last_day": "31/6/2024", "reason": "x"}).status_code == 422
    late = client.post(address, {"last_day": "31/12/2026", "reason": "x"})
    assert late.status_code == 409
    assert "RUL-010" in text_of(late)
    client.post(address, {"last_day": "30/06/2024", "reason": "Có nghị quyết mới"})

    assert RuleWithdrawal.objects.get().valid_to.isoformat() == "2024-07-01"
    page = text_of(reading.get("/chuan-ngheo/tinh-mau"))
    assert "từ 01/01/2022 đến hết ngày 30/06/2024" in page
    assert "Có nghị quyết mới" in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (local_text(changes={"1_800_000": "1_400_000"}).encode(), "tinh.yaml", "thấp hơn mức"),
        (local_text(scope="97").encode(), "tinh.yaml", "RUL-003"),
        (b"\xff\xfe", "tinh.yaml", "UTF-8"),
        (b"PK", "bang.xlsx", "LIB-011"),
        (b"x", "chuan.exe", "RUL-005"),
        (b"", "tinh.yaml", "Tệp"),
        (b"x" * (1024 * 1024 + 1), "tinh.yaml", "lớn hơn 1 MB"),
    ],
)
def test_a_file_that_is_refused_says_why_in_the_form(
    place: District, clerk: User, content: bytes, name: str, words: str
) -> None:
    refused = upload(client_of(clerk), place, content, name)

    assert refused.status_code == 422
    assert words in text_of(refused)
    assert not RuleVersion.objects.exists()


def test_another_provinces_rules_are_not_entered(place: District) -> None:

    other = make_unit(name="Tỉnh Khác", kind="PROVINCE", level=1, code="97", parent=None)
    stranger = client_of(officer(Role.PROVINCE, other))

    refused = upload(stranger, place, local_text().encode())

    assert refused.status_code in (403, 422)
    assert not RuleVersion.objects.exists()


def test_rules_of_a_province_merged_into_hers_are_the_officers_too(place: District) -> None:
    merged = make_unit(name="Tỉnh Mới", kind="PROVINCE", level=1, code="96", parent=None)
    Unit.objects.filter(pk=merged.pk).update(valid_from=LAST_DAY, valid_to=None)
    Unit.objects.filter(pk=place.province.pk).update(valid_to=LAST_DAY)
    UnitLink.objects.create(
        predecessor=place.province, successor=merged, kind="MERGE", source="thử"
    )
    client = client_of(officer(Role.PROVINCE, merged))

    form = text_of(client.get("/chuan-ngheo/nhap"))
    upload(client, place, local_text().encode())

    assert "Tỉnh Tỉnh Thử (đến hết ngày 30/06/2025)" in form
    assert RuleVersion.objects.get().unit == place.province


def test_only_those_who_enter_see_the_form(place: District, leader: User, reading: Client) -> None:
    for client in (reading, client_of(leader)):
        refused = client.get("/chuan-ngheo/nhap")
        assert refused.status_code == 403
        assert "ACC-001" in text_of(refused)


def test_a_point_table_from_the_excel_template(
    place: District, clerk: User, leader: User, tmp_path: Path
) -> None:
    content = points_workbook(tmp_path / "b.xlsx", code="diem-tinh", standard="vn-2022")

    entered = upload(client_of(clerk), place, content, "b.xlsx")
    assert entered["Location"] == "/chuan-ngheo/bang-diem/diem-tinh"
    rule = RuleVersion.objects.get()
    page = text_of(client_of(clerk).get("/chuan-ngheo/bang-diem/diem-tinh"))
    assert "Chưa: chưa duyệt" in page
    client_of(clerk).post(f"/chuan-ngheo/ban/{rule.pk}/trinh")
    silent = client_of(leader).post(f"/chuan-ngheo/ban/{rule.pk}/tra-lai", {})
    assert silent.status_code == 422
    client_of(leader).post(f"/chuan-ngheo/ban/{rule.pk}/duyet")

    page = text_of(client_of(leader).get("/chuan-ngheo/bang-diem/diem-tinh"))
    assert "Dùng để xét hộ" in page
    assert "Được" in page
    assert "diem-tinh" in text_of(client_of(leader).get("/chuan-ngheo"))


def test_an_example_table_is_not_submitted(place: District, clerk: User, tmp_path: Path) -> None:
    content = points_workbook(
        tmp_path / "b.xlsx", code="diem-thu", standard="vn-2022", is_example=True
    )
    upload(client_of(clerk), place, content, "b.xlsx")
    rule = RuleVersion.objects.get()

    page = text_of(client_of(clerk).get("/chuan-ngheo/bang-diem/diem-thu"))
    refused = client_of(clerk).post(f"/chuan-ngheo/ban/{rule.pk}/trinh")

    assert "Bảng điểm VÍ DỤ, không phải quy định" in page
    assert refused.status_code == 409
    assert "RUL-007" in text_of(refused)
