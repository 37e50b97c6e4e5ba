"""Pages of simulations: the form, the answer, doors within scope, the workbook, progress."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from giamngheo.accounts.enums import Role
from giamngheo.audit.models import AuditEvent
from giamngheo.reviews.actions import record_scores, record_survey
from giamngheo.reviews.models import Campaign
from giamngheo.simulations.actions import save_scenario, start_run
from giamngheo.simulations.models import Run, Scenario
from giamngheo.simulations.variants import Variant
from giamngheo.work.enums import State
from giamngheo.work.models import WorkItem
from tests.factories.accounts import officer
from tests.factories.district import District, scores_of
from tests.factories.surveys import SHARED, open_survey, survey_of, surveyed
from tests.web.reading import table_of, text_of

CHANGED = {"A-002", "A-003", "A-004", "A-005", "B-002"}


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with time_machine.travel(datetime(2024, 1, 5, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def district(db: None) -> District:
    return District()


@pytest.fixture
def campaign(district: District) -> Campaign:
    return surveyed(district, decided=True)


@pytest.fixture
def client_of(district: District, log_in_as: Callable[..., Client]) -> Callable[..., Client]:
    def enter(role: Role = Role.DISTRICT, unit: Any = None) -> Client:
        return log_in_as(officer(role, unit or district.unit))

    return enter


@pytest.fixture
def scenario(district: District, campaign: Campaign) -> Scenario:
    user = officer(Role.DISTRICT, district.unit)
    variants = [Variant(name=code, standard=code) for code in ("vn-2022", "vn-2027")]
    saved = save_scenario(
        name="Chuẩn mới", unit=district.unit, campaign=campaign, variants=variants, by=user
    )
    start_run(scenario=saved, by=user)
    return saved


def asked(district: District, reviewed: Campaign, **changes: Any) -> dict[str, Any]:
    return {
        "unit": district.unit.pk,
        "name": "Thử",
        "purpose": "SIMULATION",
        "campaign": reviewed.pk,
        "standards": ["vn-2022", "vn-2027"],
    } | changes


def book_of(response: HttpResponse) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content))


def test_answer_stands_first(client_of: Callable[..., Client], scenario: Scenario) -> None:
    page = text_of(client_of().get(f"/mo-phong/{scenario.pk}"))

    assert (
        "Theo chuẩn vn-2027, Huyện Huyện Thử có 4 hộ nghèo thay vì 3 theo chuẩn vn-2022, "
        "3 hộ cận nghèo thay vì 1; 5 trên 9 hộ đã rà soát thay đổi phân loại." in page
    )
    assert page.index('class="answer"') < page.index("<table")
    assert '<svg role="img"' in page
    assert "vn-2022: 3 hộ nghèo" in page


def test_made_up_households_are_said_to_be_so(
    client_of: Callable[..., Client], district: District, campaign: Campaign
) -> None:
    client = client_of()
    Campaign.objects.update(is_generated=True)
    for source in ({"campaign": campaign.pk}, {"campaign": "", "as_of": "31/12/2023"}):
        client.post("/mo-phong/moi", asked(district, campaign, **source))

    for saved in Scenario.objects.all():
        for address in (f"/mo-phong/{saved.pk}", f"/mo-phong/{saved.pk}/ho"):
            assert "Dữ liệu sinh ra để trình diễn" in text_of(client.get(address)), address


def test_cross_table_adds_up_and_opens_households(
    client_of: Callable[..., Client], scenario: Scenario
) -> None:
    client = client_of()
    page = text_of(client.get(f"/mo-phong/{scenario.pk}"))

    rows = table_of(page, "chuyen-dich-0")
    figures = [[cell.text for cell in row.cells][:5] for row in rows]
    assert figures == [
        ["Cộng", "4", "3", "2", "9"],
        ["Hộ nghèo", "2", "1", "–", "3"],
        ["Hộ cận nghèo", "1", "–", "–", "1"],
        ["Hộ không nghèo", "1", "2", "2", "5"],
    ]
    for row in rows[1:]:
        for cell in row.cells[1:4]:
            if cell.href:
                behind = table_of(text_of(client.get(cell.href)), "ho-thay-doi")
                assert len(behind) == int(cell.text)
    assert rows[1].cells[1].href == ""
    assert rows[3].cells[1].href.endswith("ho?buoc=0&chuyen=NON_POOR-POOR")


def test_communes_add_up_and_open_their_households(
    client_of: Callable[..., Client], scenario: Scenario, district: District
) -> None:
    client = client_of()
    rows = table_of(text_of(client.get(f"/mo-phong/{scenario.pk}")), "theo-xa")

    figures = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in rows}
    assert figures == {
        "Cộng": ["3", "1", "4", "3", "5"],
        "Xã Đồng Mây": ["2", "1", "3", "2", "4"],
        "Thị trấn Phố Núi": ["1", "–", "1", "1", "1"],
    }
    behind = table_of(text_of(client.get(rows[1].cells[5].href)), "ho-thay-doi")
    assert [row.cells[0].text for row in behind] == ["Nguyễn Thị Hồng 002"]


def test_household_list_gives_each_reason_and_is_an_event(
    client_of: Callable[..., Client], scenario: Scenario
) -> None:
    page = text_of(client_of().get(f"/mo-phong/{scenario.pk}/ho?buoc=0&chuyen=NON_POOR-POOR"))

    assert "Hộ không nghèo theo vn-2022, hộ nghèo theo vn-2027" in page
    assert "thu nhập &gt; 1.500.000 (nông thôn)" in page
    assert "thiếu hụt ≥ 3 chỉ số" in page
    assert AuditEvent.objects.filter(action="simulations.read_households").exists()


def test_scores_under_a_standard_of_income_are_refused_in_the_form(
    client_of: Callable[..., Client], district: District
) -> None:
    """The page says it beforehand, the refusal what is missing and what to do."""
    campaign = scored(district)
    client = client_of()
    asked_page = text_of(client.get("/mo-phong/moi"))

    response = client.post("/mo-phong/moi", asked(district, campaign))

    page = text_of(response)
    assert "(vn-2027); chỉ xét được hộ có thu nhập khảo sát" in asked_page
    assert "(vn-2022); chỉ" not in asked_page
    assert response.status_code == 422
    assert "2 hộ chỉ có điểm B1, B2" in page
    assert "chưa tìm thấy phiếu B1, B2" in page
    assert "Bổ sung thu nhập bình quân" in page
    assert "SIM-003" in page
    assert not Scenario.objects.exists()


def scored(district: District) -> Campaign:
    district.load("A-001", "A-002")
    found = open_survey(district)
    scores = scores_of({"A-001": (140, 30), "A-002": (100, 0)})
    record_scores(campaign=found, scores=scores, by=None)
    return found


def household_rows(content: bytes) -> tuple[list[str], list[list[str]]]:
    """The lines above the heading, and the rows below it."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Danh sách")
    lines = [[str(cell) for cell in line] for line in sheet.to_python()]
    head = next(number for number, line in enumerate(lines) if line[0] == "Mã hộ")
    return [line[0] for line in lines[:head]], [line for line in lines[head + 1 :] if line[1]]


def test_changed_households_as_a_file(client_of: Callable[..., Client], scenario: Scenario) -> None:
    client = client_of()
    page = text_of(client.get(f"/mo-phong/{scenario.pk}/ho?buoc=0&chuyen=NON_POOR-POOR"))
    address = f"/mo-phong/{scenario.pk}/ho.xlsx"

    said, rows = household_rows(client.get(address).content)
    _, moved = household_rows(client.get(f"{address}?buoc=0&chuyen=NON_POOR-POOR").content)

    assert f'href="{address}?buoc=0&amp;chuyen=NON_POOR-POOR"' in page
    assert {row[0] for row in rows if row[0]} == CHANGED
    assert len(moved) == 1
    assert moved[0][3:] == [
        "Hộ không nghèo",
        *("thu nhập > 1.500.000 (nông thôn)", "Hộ nghèo"),
        "thu nhập ≤ 2.200.000, thiếu hụt ≥ 3 chỉ số (nông thôn)",
    ]
    assert said[0] == "Mô phỏng, không phải kết quả công nhận: Hộ thay đổi phân loại"
    assert any("chưa kiểm chứng" in line for line in said)
    assert "Số dòng: 5" in said
    events = AuditEvent.objects.filter(action="simulations.export_households")
    assert [event.details["rows"] for event in events.order_by("pk")] == [5, 1]


def test_a_long_list_of_changed_households_is_work(
    client_of: Callable[..., Client], scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("giamngheo.web.export_work.AT_ONCE", 4)
    client = client_of()
    address = f"/mo-phong/{scenario.pk}/ho.xlsx"

    asks = client.get(address)
    before = WorkItem.objects.filter(kind="export").count()
    client.post(address)

    assert "5" in text_of(asks)
    assert asks.headers["Content-Type"].startswith("text/html")
    assert before == 0
    item = WorkItem.objects.get(kind="export")
    assert item.state == State.DONE, item.error_sentence
    assert (item.result["asked"], item.result["written"]) == (5, 5)


def test_changed_households_are_exported_by_who_may_alone(
    client_of: Callable[..., Client], scenario: Scenario, district: District
) -> None:
    viewer, commune = client_of(Role.VIEWER), client_of(Role.COMMUNE, district.rural)

    for client in (viewer, commune):
        assert client.get(f"/mo-phong/{scenario.pk}/ho.xlsx").status_code == 403
        assert client.post(f"/mo-phong/{scenario.pk}/ho.xlsx").status_code == 403


def test_commune_reads_its_own_scenario_alone(
    client_of: Callable[..., Client], scenario: Scenario, district: District
) -> None:
    """A scenario of the district is not hers, its households neither."""
    client = client_of(Role.COMMUNE, district.rural)

    assert "Chuẩn mới" not in text_of(client.get("/mo-phong"))
    for address in ("", "/ho", "/bang.xlsx"):
        assert client.get(f"/mo-phong/{scenario.pk}{address}").status_code == 403
    assert client.post(f"/mo-phong/{scenario.pk}/chay").status_code == 403


def test_viewer_reads_figures_without_doors(
    client_of: Callable[..., Client], scenario: Scenario
) -> None:
    client = client_of(Role.VIEWER)

    page = text_of(client.get(f"/mo-phong/{scenario.pk}"))

    assert "5 trên 9 hộ" in page
    assert f"/mo-phong/{scenario.pk}/ho" not in page
    assert client.get(f"/mo-phong/{scenario.pk}/ho").status_code == 403


def test_workbook_holds_the_totals_of_the_page(
    client_of: Callable[..., Client], scenario: Scenario
) -> None:
    client = client_of()
    shown = table_of(text_of(client.get(f"/mo-phong/{scenario.pk}")), "theo-xa")

    book = book_of(client.get(f"/mo-phong/{scenario.pk}/bang.xlsx"))

    assert book.sheet_names == ["Chuyển dịch 1", "Theo xã", "Theo chỉ số"]
    lines = book.get_sheet_by_name("Theo xã").to_python()
    total = next(line for line in lines if line[0] == "Cộng")
    assert [int(cell) for cell in total[1:]] == [int(cell.text) for cell in shown[0].cells[1:]]
    assert any("không phải kết quả công nhận" in str(cell) for line in lines for cell in line)
    assert not any("Nguyễn Thị Hồng" in str(cell) for line in lines for cell in line)


def test_unverified_values_are_said_wherever_they_lead(
    client_of: Callable[..., Client], district: District, campaign: Campaign
) -> None:
    client = client_of()
    posted = asked(district, campaign, trial_of="vn-2022", income_0_rural="1.600.000")
    client.post("/mo-phong/moi", posted)
    saved = Scenario.objects.get()

    pages = [
        text_of(client.get(f"/mo-phong/{saved.pk}")),
        text_of(client.get(f"/mo-phong/{saved.pk}/ho")),
    ]
    book = book_of(client.get(f"/mo-phong/{saved.pk}/bang.xlsx"))
    cells = book.get_sheet_by_name("Theo xã").to_python()
    pages.append("\n".join(str(cell) for line in cells for cell in line))

    for page in pages:
        assert "có kết quả dựa trên giá trị chưa kiểm chứng" in page
        assert "không phải quy định" in page


def test_form_saves_and_runs(
    client_of: Callable[..., Client], district: District, campaign: Campaign
) -> None:
    client = client_of()
    assert "Khảo sát thu nhập 2023" in text_of(client.get("/mo-phong/moi"))

    response = client.post(
        "/mo-phong/moi",
        asked(
            district, campaign, grouping="ethnicity", wards=[district.rural.pk], cost_poor="60.000"
        ),
    )

    saved = Scenario.objects.get()
    assert response.headers["Location"] == f"/mo-phong/{saved.pk}"
    names = [one["name"] for one in saved.variants]
    assert names == ["vn-2022", "vn-2027", "vn-2027, 1 xã thành phường"]
    page = text_of(client.get(f"/mo-phong/{saved.pk}"))
    assert "giả định 1 xã thành phường" in page
    assert "Kinh phí một tháng theo vn-2022" in page
    assert "180.000" in page
    assert [row.cells[0].text for row in table_of(page, "theo-nhom")] == ["Cộng", "Kinh"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"standards": ["vn-2022"]}, "cần từ 2 đến 4 phương án"),
        ({"campaign": ""}, "chọn một đợt rà soát hoặc ghi một ngày"),
        ({"trial_of": "vn-2022"}, "ghi ít nhất một mức khác"),
        ({"min_indicators": "ba"}, "Ghi một số nguyên"),
        ({"trial_of": "vn-2022", "min_indicators": "20"}, "từ 1 đến 12"),
    ],
)
def test_form_says_what_is_missing(
    client_of: Callable[..., Client],
    district: District,
    campaign: Campaign,
    changes: dict[str, Any],
    words: str,
) -> None:
    response = client_of().post("/mo-phong/moi", asked(district, campaign, **changes))

    assert response.status_code == 422
    assert words in text_of(response)
    assert not Scenario.objects.exists()


def test_form_for_a_unit_of_others_is_refused(
    client_of: Callable[..., Client], district: District, campaign: Campaign
) -> None:
    posted = asked(district, campaign, unit=district.neighbour.pk)

    assert client_of().post("/mo-phong/moi", posted).status_code == 403
    assert not Scenario.objects.exists()


def test_campaign_is_judged_again_beside_its_decision(
    client_of: Callable[..., Client], district: District, campaign: Campaign
) -> None:
    client = client_of()
    client.post(
        "/mo-phong/moi",
        asked(district, campaign, purpose="REJUDGEMENT", standards=["vn-2027"]),
    )

    page = text_of(client.get(f"/mo-phong/{Scenario.objects.get().pk}"))

    assert "Xét lại theo chuẩn vn-2027" in page
    assert "quyết định công nhận vẫn giữ nguyên" in page
    assert [row.cells[0].text for row in table_of(page, "theo-nhom")][1:] == [
        "Hộ cận nghèo",
        "Hộ không nghèo",
        "Hộ nghèo",
    ]


def test_nobody_poor_is_calculated_after_confirmation(
    client_of: Callable[..., Client], district: District
) -> None:
    district.load("A-001", "A-002")
    campaign = open_survey(district)
    sheets = {"A-001": (9_000_000, SHARED), "A-002": (8_000_000, ())}
    record_survey(campaign=campaign, answers=survey_of(sheets), by=None)
    client = client_of()
    client.post("/mo-phong/moi", asked(district, campaign))
    address = f"/mo-phong/{Scenario.objects.get().pk}"
    page = text_of(client.get(address))
    assert "SIM-004" in page
    assert "Xác nhận và tính" in page
    assert 'class="answer"' not in page

    client.post(f"{address}/chay", {"confirmed": "1"})

    assert "0 hộ nghèo" in text_of(client.get(address))


def test_running_scenario_shows_how_far_it_is(
    client_of: Callable[..., Client], scenario: Scenario
) -> None:
    item = WorkItem.objects.create(
        kind="simulate", title="Mô phỏng", state=State.RUNNING, done=4, total=9
    )
    Run.objects.create(scenario=scenario, work_item=item)

    page = text_of(client_of().get(f"/mo-phong/{scenario.pk}"))

    assert "4 / 9" in page
    assert "every 2s" in page
    assert "5 trên 9 hộ" in page


def test_page_asks_a_fixed_number_of_queries(
    client_of: Callable[..., Client], scenario: Scenario
) -> None:
    client = client_of()
    client.get("/")
    counts = {}
    for address in ("/mo-phong", f"/mo-phong/{scenario.pk}", f"/mo-phong/{scenario.pk}/ho"):
        with CaptureQueriesContext(
            connection,
        ) as asked_of:
            assert client.get(address).status_code == 200
        counts[address] = len(asked_of)

    assert list(counts.values()) == [7, 10, 9]


def test_result_that_is_not_there_is_not_found(
    client_of: Callable[..., Client], scenario: Scenario
) -> None:
    client = client_of()

    assert client.get("/mo-phong/999999").status_code == 404
    Run.objects.all().delete()
    assert client.get(f"/mo-phong/{scenario.pk}/ho").status_code == 404
    assert "chưa được tính lần nào" in text_of(client.get(f"/mo-phong/{scenario.pk}"))
