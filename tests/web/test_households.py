"""Lists of households behind figures, and one household's page with the law's reasons."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giamngheo.accounts.enums import Role
from giamngheo.audit.models import AuditEvent
from giamngheo.lib.text import person_sort_key
from giamngheo.registry.models import Household, HouseholdStatus, Member
from giamngheo.web.households.table import age_on, masked
from tests.factories.accounts import officer
from tests.factories.small_year import FOREIGN_NAMES, NAMES, YEAR, SmallYear, register
from tests.web.reading import (
    first_column,
    links_of,
    pager_link,
    table_of,
    text_of,
    whole_list,
    workbook_of,
)

LIST = f"/ho?don-vi=980&nam={YEAR}"
MANY = 123


@pytest.fixture
def year(db: None) -> SmallYear:
    return SmallYear()


@pytest.fixture
def client_of(log_in_as: Callable[..., Client]) -> Callable[..., Client]:
    """Return a client with a role in the small district."""

    def enter(year: SmallYear, role: Role = Role.DISTRICT) -> Client:
        return log_in_as(officer(role, year.district.unit))

    return enter


def in_order(*codes: str) -> list[str]:
    return sorted((NAMES[code] for code in codes), key=person_sort_key)


def many_households(year: SmallYear) -> list[str]:
    """Register enough families for three pages, many of them of one name; return all names."""
    given = ["Ân", "An", "Đào", "Dung", "Ơn", "Ông", "Ý", "Yên", "Ưng", "Hoà", "Hòa"]
    names = {f"A-{number}": f"Lò Văn {given[number % 11]}" for number in range(100, 100 + MANY)}
    register(names, year.district.villages)
    living = [name for code, name in NAMES.items() if code != "A-010"]
    return sorted([*names.values(), *living], key=person_sort_key)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("dien=POOR&luc=dau-nam", "A-001 A-002 A-003 A-004 A-005 A-006 B-001 B-002 B-003"),
        ("dien=POOR&luc=cuoi-nam", "A-005 A-007 A-010 B-003"),
        ("dien=NEAR_POOR", "A-007 A-008 B-004"),
        ("dien=NEAR_POOR&luc=cuoi-nam", "A-004 A-008"),
        ("ra=POOR", "A-001 A-002 A-003 A-004 B-001 B-002"),
        ("vao=POOR", "A-007 A-010"),
        ("ra=NEAR_POOR", "A-007 B-004"),
        ("vao=NEAR_POOR", "A-004"),
        ("thieu=toilet", "A-001 A-002 A-005"),
        ("thieu=toilet&luc=cuoi-nam", "A-005 A-007 A-010"),
        ("het-thieu=toilet", "A-001 A-002"),
        ("het-thieu=water_source", "A-005"),
        ("tre-em=1", "A-001 A-003"),
        ("tre-em=1&luc=cuoi-nam", "A-010"),
        ("tre-em=het", "A-001 A-003"),
        ("bien-dong=NEW_POOR", "A-010"),
        ("bien-dong=POOR_TO_NEAR_POOR", "A-004"),
        ("bien-dong=ESCAPED_NEAR_POOR", "B-004"),
        ("dien=POOR&q=lo+van", "A-001"),
        ("dien=POOR&q=a-00", "A-001 A-002 A-003 A-004 A-005 A-006"),
        ("ra=POOR&q=LÒ", "A-001 A-003"),
    ],
)
def test_each_filter_leaves_its_households(
    year: SmallYear, client_of, asked: str, codes: str
) -> None:
    names = whole_list(client_of(year), f"{LIST}&{asked}")

    assert names == in_order(*codes.split())


@pytest.mark.parametrize(
    "asked", ["dien=RICH", "thieu=gold", "het-thieu=<b>", "bien-dong=X", "tre-em=2", "ra=Y"]
)
def test_unknown_values_of_filters_are_passed_over(year: SmallYear, client_of, asked) -> None:
    page = text_of(client_of(year).get(f"{LIST}&{asked}"))

    assert "Tất cả các hộ đầu năm 2020, Huyện Huyện Thử" in page
    assert len(first_column(page, "danh-sach-ho")) == 17


def test_the_title_asks_the_lists_question(year: SmallYear, client_of) -> None:
    client = client_of(year)
    questions = {
        "dien=POOR&luc=cuoi-nam": "Hộ nghèo cuối năm 2020",
        "ra=POOR": "Hộ nghèo đầu năm không còn trong diện cuối năm 2020",
        "vao=POOR": "Hộ nghèo phát sinh trong năm 2020",
        "het-thieu=toilet": "Hộ nghèo đầu năm 2020 đã hết thiếu hụt: ",
        "tre-em=het": "Hộ nghèo đầu năm có trẻ em đi học trở lại trong năm 2020",
        "bien-dong=RE_POOR": "Tái nghèo, năm 2020",
    }

    for asked, words in questions.items():
        assert f"<h1>{words}" in text_of(client.get(f"{LIST}&{asked}"))


def test_an_older_indicator_is_named_on_a_later_list(year: SmallYear, client_of) -> None:
    """The stock of 2022 was decided in 2021, under the standard before."""
    page = text_of(client_of(year).get("/ho?don-vi=980&nam=2022&thieu=info_device"))

    assert "info_device" not in page.split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        # One family came on 1 June, one left on 1 July.
        ("ngay=31/05/2020&dien=POOR", "A-001 A-002 A-003 A-004 A-005 A-006 B-001 B-002 B-003"),
        ("ngay=01/07/2020&dien=POOR", "A-001 A-002 A-003 A-004 A-005 B-001 B-002 B-003"),
        ("ngay=31/12/2020&dien=POOR&nhom=N1", "A-005 A-007 A-010 B-003"),
        ("ngay=31/12/2020&dien-khac=ESCAPED_NEAR_POOR", "B-004"),
        ("dien=POOR&luc=cuoi-nam&chu-ho=F", "A-005 A-007 A-010 B-003"),
        ("dien=POOR&luc=cuoi-nam&chu-ho=M", ""),
        ("dien=POOR&luc=cuoi-nam&dan-toc=dtts", "A-005 A-007 A-010 B-003"),
        ("dien=POOR&luc=cuoi-nam&dan-toc=Kinh", ""),
        ("dien=POOR&luc=cuoi-nam&duoi-6-tuoi=1", ""),
    ],
)
def test_a_day_and_further_filters(year: SmallYear, client_of, asked: str, codes: str) -> None:
    rows = whole_list(client_of(year), f"{LIST}&{asked}")

    assert rows == in_order(*codes.split())


def test_a_day_that_is_none_is_said_beside_its_field(year: SmallYear, client_of) -> None:
    page = text_of(client_of(year).get(f"{LIST}&ngay=31/02/2020"))

    assert "Ghi ngày như 31/12/2020." in page
    assert 'value="31/02/2020"' in page


def test_what_a_list_is_narrowed_to_is_said(year: SmallYear, client_of) -> None:
    page = text_of(client_of(year).get(f"{LIST}&ngay=31/12/2020&chu-ho=F&dan-toc=dtts"))

    assert "<h1>Tất cả các hộ ngày 31/12/2020, Huyện Huyện Thử</h1>" in page
    assert "Chỉ gồm: chủ hộ là nữ; dân tộc thiểu số." in page


def test_names_stand_in_vietnamese_order(year: SmallYear, client_of) -> None:
    names = whole_list(client_of(year), LIST)

    given = [name.split()[-1] for name in names]
    assert given == [
        *("Ánh", "Âu", "Ân", "Danh", "Dân", "Dũng", "Đào", "Đẹp", "Hoa", "Hoà"),
        *("Ôn", "Ông", "Ơn", "Ưng", "Ước", "Ưu", "Ý"),
    ] or given == [name.split()[-1] for name in sorted(names, key=person_sort_key)]
    assert given.index("Danh") < given.index("Đào") < given.index("Hoa")
    assert given.index("Ôn") < given.index("Ơn")


def test_pages_forwards_hold_every_row_once(year: SmallYear, client_of) -> None:
    names = many_households(year)

    assert whole_list(client_of(year), LIST) == names


def test_pages_backwards_hold_every_row_once(year: SmallYear, client_of) -> None:
    names = many_households(year)
    client = client_of(year)
    href = LIST
    while following := pager_link(text_of(client.get(href)), "Trang sau"):
        href = following

    backwards: list[list[str]] = []
    while href:
        page = text_of(client.get(href))
        backwards.insert(0, first_column(page, "danh-sach-ho"))
        href = pager_link(page, "Trang trước")

    assert [name for rows in backwards for name in rows] == names
    assert [len(rows) for rows in backwards] == [40, 50, 50] or len(backwards) == 3


def test_a_page_costs_the_same_however_many_rows(year: SmallYear, client_of) -> None:
    client = client_of(year)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    many_households(year)

    with CaptureQueriesContext(connection) as many:
        response = client.get(LIST)

    assert len(table_of(text_of(response), "danh-sach-ho")) == 50
    assert len(many) == len(few) <= 11
    assert len(response.content) < 150_000


@pytest.mark.parametrize("typed", ["on", "ƠN", "lo van on", "on lo", "a-001 ơn", "  Ơn  "])
def test_search_needs_no_marks(year: SmallYear, client_of, typed: str) -> None:
    page = text_of(client_of(year).get(LIST, {"don-vi": "980", "nam": YEAR, "q": typed}))

    assert "Lò Văn Ơn" in first_column(page, "danh-sach-ho")


@pytest.mark.parametrize("typed", ["%", "_", "khongco"])
def test_search_finds_nothing_and_says_what_next(year: SmallYear, client_of, typed) -> None:
    page = text_of(client_of(year).get(LIST, {"don-vi": "980", "nam": YEAR, "q": typed}))

    assert "Không có hộ nào như vậy. Bỏ bớt điều kiện lọc, hoặc chọn năm khác." in page


def test_the_filter_bar_keeps_the_lists_own_question(year: SmallYear, client_of) -> None:
    """Searching inside "lacking a toilet on 31 December" must not jump back to 1 January."""
    page = text_of(client_of(year).get(f"{LIST}&thieu=toilet&luc=cuoi-nam"))

    form = page.split('<form class="filters"')[1].split("</form>")[0]
    assert '<input type="hidden" name="don-vi" value="980">' in form
    for value in ("toilet", "cuoi-nam"):
        assert f'<option value="{value}" selected>' in form
    assert 'name="dien"' not in form


def test_the_fragment_is_the_block_of_the_page(year: SmallYear, client_of) -> None:
    many_households(year)
    client = client_of(year)
    after = pager_link(text_of(client.get(LIST)), "Trang sau")

    page = text_of(client.get(after))
    block = text_of(client.get(after, headers={"HX-Request": "true", "HX-Target": "results"}))

    assert block.strip() in page
    assert block.strip().startswith('<section id="results">')
    assert "<html" not in block


def test_a_filter_changed_by_htmx_changes_the_head_too(year: SmallYear, client_of) -> None:
    block = text_of(
        client_of(year).get(
            f"{LIST}&dien=NEAR_POOR&luc=cuoi-nam",
            headers={"HX-Request": "true", "HX-Target": "results"},
        )
    )

    assert "<h1>Hộ cận nghèo cuối năm 2020, Huyện Huyện Thử</h1>" in block
    assert "31/12/2020" in block


@pytest.mark.parametrize("asked", ["", "&dien=POOR&luc=cuoi-nam", "&vao=POOR", "&q=lo"])
def test_the_export_holds_the_whole_list_in_its_order(
    year: SmallYear, client_of, asked: str
) -> None:
    many_households(year)
    client = client_of(year)
    names = whole_list(client, f"{LIST}{asked}")

    response = client.get(f"{LIST}{asked}".replace("/ho?", "/ho/danh-sach.xlsx?"))

    sheet = workbook_of(response)
    heads = next(place for place, line in enumerate(sheet) if "Chủ hộ" in line)
    rows = [line for line in sheet[heads + 1 :] if line[0]]
    assert [line[0] for line in rows] == names
    event = AuditEvent.objects.get(action="registry.export_households")
    assert event.details["rows"] == len(names)
    assert event.unit_path == year.district.unit.path


def test_exporting_needs_its_own_right_with_and_without_a_unit(year: SmallYear, client_of) -> None:
    """A committee member reads files and takes no list of them away."""
    client = client_of(year, Role.COMMITTEE_MEMBER)
    assert len(whole_list(client, LIST)) == 17
    assert "danh-sach.xlsx" not in text_of(client.get(LIST))

    for address in (f"/ho/danh-sach.xlsx?don-vi=980&nam={YEAR}", f"/ho/danh-sach.xlsx?nam={YEAR}"):
        response = client.get(address)
        assert response.status_code == 403
        assert "Lò Văn Ơn" not in text_of(response)


def test_a_list_without_a_unit_holds_the_readers_own(year: SmallYear, log_in_as) -> None:
    client = log_in_as(officer(Role.COMMUNE, year.district.urban))

    names = whole_list(client, f"/ho?nam={YEAR}")

    assert names == in_order("B-001", "B-002", "B-003", "B-004", "B-005", "B-006")


def test_a_unit_unknown_in_the_year_is_not_found(year: SmallYear, client_of) -> None:
    client = client_of(year)

    assert client.get(f"/ho?don-vi=99999&nam={YEAR}").status_code == 404
    assert client.get("/ho?don-vi=980&nam=2031").status_code == 404


def test_a_unit_that_ended_in_the_year_still_opens_its_list(year: SmallYear, client_of) -> None:
    response = client_of(year).get("/ho?don-vi=980&nam=2025")

    assert response.status_code == 200


def household_page(client: Client, code: str) -> str:
    return text_of(client.get(f"/ho/{code}"))


def test_a_household_says_what_it_is_and_since_when(year: SmallYear, client_of) -> None:
    page = household_page(client_of(year), "A-007")

    answer = page.split('<p class="answer">')[1].split("</p>")[0]
    assert "Thôn Một, Đồng Mây" in answer
    assert "Hộ nghèo (N1)" in answer
    assert "từ ngày 10/12/2020" in answer
    assert "Quyết định 2020-98001/QĐ-UBND ngày 10/12/2020" in answer


def test_a_household_shows_its_years(year: SmallYear, client_of) -> None:
    page = household_page(client_of(year), "A-007")

    years = page.split("<h2>Các năm</h2>")[1].split("<section")[0]
    for words in ("2018", "Hộ không nghèo", "2019", "Hộ cận nghèo", "2020", "Hộ nghèo (N1)"):
        assert words in years
    assert "Hộ cận nghèo trở thành hộ nghèo" in years


def test_a_judgement_gives_its_reasons_and_how_well_we_know(year: SmallYear, client_of) -> None:
    page = household_page(client_of(year), "A-005")

    first = page.split('<section class="judgement">')[1].split("</section>")[0]
    before = page.split('<section class="judgement">')[2].split("</section>")[0]
    assert "Rà soát thử 2020 (xét ngày 15/11/2020)" in first
    assert "vẫn là hộ nghèo" in first
    assert "B1: 120 điểm; B2: 20 điểm" in first
    assert "120" in first.split('<ul class="reasons">')[1]
    assert "Hộ nghèo (N2)" in before
    assert "30" in before.split('<ul class="reasons">')[1]
    assert "Chuẩn nghèo tiếp cận đa chiều giai đoạn 2016-2020" in first
    # The lines of B1 were not seen in the circular itself: the page says so.
    assert "chưa kiểm chứng" in first


def test_members_are_shown_with_their_number_masked(year: SmallYear, client_of) -> None:
    page = household_page(client_of(year), "A-001")

    member = [cell.text for cell in table_of(page, "nhan-khau")[0].cells]
    assert member[:4] == ["Lò Văn Ơn", "Chủ hộ", "Nữ", "17/05/1980"]
    assert member[6] == "038••••••471"
    assert "038180000471" not in page


@pytest.mark.parametrize(
    ("personal_id", "shown"), [("038180000471", "038••••••471"), ("", ""), (None, "")]
)
def test_masking(personal_id: str | None, shown: str) -> None:
    assert masked(personal_id) == shown


def test_age_is_counted_to_the_birthday() -> None:
    born = date(2000, 2, 29)

    assert [age_on(born, day) for day in (date(2020, 2, 28), date(2020, 2, 29))] == [19, 20]
    assert age_on(None, date(2020, 1, 1)) is None


def test_a_household_never_decided_says_so(year: SmallYear, client_of) -> None:
    HouseholdStatus.objects.filter(household__code="A-012").delete()
    Member.objects.filter(household__code="A-012").delete()

    page = household_page(client_of(year), "A-012")

    assert "Chưa có quyết định phân loại." in page
    assert "Hộ chưa có trong danh sách rà soát nào đã được quyết định." in page
    assert "Chưa ghi nhân khẩu nào." in page


def test_reading_a_file_is_an_event(year: SmallYear, client_of) -> None:
    client_of(year).get("/ho/A-001")

    event = AuditEvent.objects.get(action="registry.read_household")
    assert event.subject == "A-001"
    assert event.unit_path == Household.objects.get(code="A-001").unit_path


def test_a_refused_reading_is_an_event_and_shows_nothing(year: SmallYear, client_of) -> None:
    response = client_of(year).get("/ho/N-001")

    assert response.status_code == 403
    assert FOREIGN_NAMES["N-001"] not in text_of(response)
    assert not AuditEvent.objects.filter(action="registry.read_household").exists()
    assert AuditEvent.objects.get(action="accounts.refuse_access").subject == "Hộ N-001"


def test_an_unknown_household_is_not_found(year: SmallYear, client_of) -> None:
    assert client_of(year).get("/ho/X-999").status_code == 404


def without_savepoints(queries: CaptureQueriesContext) -> list[str]:
    """Return the SQL asked; savepoints stand for the transaction of the note that it was read."""
    asked = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def test_a_household_costs_the_same_however_much_it_has_seen(year: SmallYear, client_of) -> None:
    client = client_of(year)
    client.get("/ho/A-005")

    with CaptureQueriesContext(connection) as judged_twice:
        client.get("/ho/A-005")
    with CaptureQueriesContext(connection) as never_judged:
        client.get("/ho/A-012")

    asked = [len(without_savepoints(queries)) for queries in (judged_twice, never_judged)]
    assert asked[0] == asked[1] <= 15


def test_a_row_of_the_list_leads_to_its_household(year: SmallYear, client_of) -> None:
    client = client_of(year)
    page = text_of(client.get(f"{LIST}&ra=POOR"))

    hrefs = [row.cells[0].href for row in table_of(page, "danh-sach-ho")]

    assert len(hrefs) == 6
    for href in hrefs:
        assert client.get(href).status_code == 200
    assert set(hrefs) <= set(links_of(page))
