"""Judging and deciding through the pages, every refusal as a sentence, and the locked list."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giamngheo.accounts.enums import Role
from giamngheo.audit.models import AuditEvent
from giamngheo.registry.models import HouseholdStatus
from giamngheo.reviews.actions import record_scores
from giamngheo.reviews.enums import CommuneState
from giamngheo.reviews.models import CommuneReview, Decision, ReviewResult
from tests.factories.accounts import officer
from tests.factories.small_year import AFTER, YEAR, SmallYear, scores
from tests.web.reading import first_column, links_of, table_of, text_of

CAMPAIGN = f"/ra-soat/thu-{YEAR}"
COMMUNE = f"{CAMPAIGN}/xa/98001"
PAPER = {
    "number": "125/QĐ-UBND",
    "signed_date": "15/12/2020",
    "effective_date": "",
    "signer": "Lương Minh Thuyết",
}


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    """The communes of 2020 have ended since: only in their own day may anything be changed."""
    with time_machine.travel(datetime(2020, 12, 20, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def year(db: None) -> SmallYear:
    """The year 2020 with its second review open and its scores typed, not yet judged."""
    built = SmallYear(decided=False)
    campaign = built.district.open(YEAR)
    record_scores(campaign=campaign, scores=scores(AFTER), by=None)
    return built


@pytest.fixture
def commune_client(year: SmallYear, log_in_as: Callable[..., Client]) -> Client:
    return log_in_as(officer(Role.COMMUNE, year.district.rural))


@pytest.fixture
def district_reader(year: SmallYear) -> Client:
    client = Client()
    client.force_login(
        officer(Role.DISTRICT, year.district.unit),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def state_of(year: SmallYear) -> str:
    return CommuneReview.objects.get(campaign__year=YEAR, unit=year.district.rural).state


def test_campaigns_are_listed_with_their_standard(district_reader: Client) -> None:
    page = text_of(district_reader.get("/ra-soat"))

    rows = [[cell.text for cell in row.cells] for row in table_of(page, "dot-ra-soat")]
    kind = "Rà soát định kỳ hằng năm"
    assert rows == [
        ["Rà soát thử 2020", kind, "2020", "15/11/2020", "vn-2016"],
        ["Rà soát thử 2019", kind, "2019", "15/11/2019", "vn-2016"],
    ]


def test_a_campaign_shows_where_each_commune_stands(district_reader: Client) -> None:
    page = text_of(district_reader.get("/ra-soat/thu-2019"))
    rows = {row.cells[0].text: [c.text for c in row.cells[1:]] for row in table_of(page, "cac-xa")}
    assert rows == {
        "Xã Đồng Mây": ["Đã có quyết định", "8", "6", "2", "–"],
        "Thị trấn Phố Núi": ["Đã có quyết định", "4", "3", "1", "–"],
    }

    page = text_of(district_reader.get(CAMPAIGN))
    assert "0 trên 2 xã, thị trấn đã có quyết định công nhận" in page
    rows = {row.cells[0].text: [c.text for c in row.cells[1:]] for row in table_of(page, "cac-xa")}
    assert rows["Xã Đồng Mây"] == ["Đang rà soát", "8", "–", "–", "–"]


def test_a_commune_officer_sees_her_own_row_only(commune_client: Client) -> None:
    page = text_of(commune_client.get(CAMPAIGN))

    assert first_column(page, "cac-xa") == ["Xã Đồng Mây"]
    assert "Phố Núi" not in page


def test_judging_then_deciding_through_the_pages(year: SmallYear, commune_client: Client) -> None:
    before = text_of(commune_client.get(COMMUNE))
    assert "Xét theo chuẩn" in before
    assert "Ghi quyết định" not in before

    judged = text_of(commune_client.post(f"{COMMUNE}/xet", follow=True))

    assert "Đã xét 8 hộ theo chuẩn vn-2016." in judged
    assert "Theo chuẩn vn-2016: 3 hộ nghèo, 2 hộ cận nghèo." in judged
    assert "danh sách 3 hộ nghèo và 2 hộ cận nghèo được khóa" in judged
    rows = {row.cells[0].text: [c.text for c in row.cells] for row in table_of(judged, "ket-qua")}
    assert rows["Hà Văn Ánh"][2:6] == ["120", "20", "Hộ nghèo", "Hộ nghèo (N1)"]
    assert rows["Vi Thị Hoa"][3] == "0"

    decided = text_of(commune_client.post(f"{COMMUNE}/quyet-dinh", PAPER, follow=True))

    assert "Đã ghi quyết định 125/QĐ-UBND: 3 hộ nghèo, 2 hộ cận nghèo" in decided
    assert "Quyết định 125/QĐ-UBND ngày 15/12/2020 công nhận 3 hộ nghèo" in decided
    decision = Decision.objects.get(campaign__year=YEAR)
    assert decision.effective_date == decision.signed_date
    assert (
        AuditEvent.objects.filter(action="reviews.decide")
        .latest("id")
        .subject.startswith("Quyết định 125/QĐ-UBND")
    )
    status = HouseholdStatus.objects.get(household__code="A-010", valid_to=None)
    assert (status.category, status.source) == ("POOR", "Quyết định 125/QĐ-UBND ngày 15/12/2020")


def test_after_the_decision_the_page_only_reads(year: SmallYear, commune_client: Client) -> None:
    commune_client.post(f"{COMMUNE}/xet")
    commune_client.post(f"{COMMUNE}/quyet-dinh", PAPER)

    page = text_of(commune_client.get(COMMUNE))

    main = page.split('<main class="page"')[1]
    assert "<form" not in main
    assert "Xét theo chuẩn" not in main
    assert "Thoát nghèo, vượt chuẩn cận nghèo" in main


@pytest.mark.parametrize(
    ("address", "data", "code", "sentence"),
    [
        ("xet", {}, "REV-005", "Muốn sửa, ra một quyết định điều chỉnh mới."),
        ("quyet-dinh", PAPER, "REV-005", "danh sách đã khóa"),
    ],
)
def test_what_is_decided_is_not_decided_again(
    year: SmallYear, commune_client: Client, address, data, code, sentence
) -> None:
    commune_client.post(f"{COMMUNE}/xet")
    commune_client.post(f"{COMMUNE}/quyet-dinh", PAPER)

    response = commune_client.post(f"{COMMUNE}/{address}", data | {"number": "126/QĐ-UBND"})

    assert response.status_code == 409
    assert code in text_of(response)
    assert sentence in text_of(response)
    assert Decision.objects.filter(campaign__year=YEAR).count() == 1


def test_deciding_before_judging_is_refused(year: SmallYear, commune_client: Client) -> None:
    response = commune_client.post(f"{COMMUNE}/quyet-dinh", PAPER)

    assert response.status_code == 409
    assert "REV-006" in text_of(response)
    assert "Bấm «Xét theo chuẩn»" in text_of(response)
    assert state_of(year) == CommuneState.OPEN


def test_judging_without_scores_is_refused(year: SmallYear, commune_client: Client) -> None:
    ReviewResult.objects.filter(decision=None).delete()

    response = commune_client.post(f"{COMMUNE}/xet")

    assert response.status_code == 409
    assert "REV-004" in text_of(response)
    assert "Xã Đồng Mây" in text_of(response)


@pytest.mark.parametrize("field", ["signed_date", "effective_date"])
def test_a_date_before_the_review_is_refused(
    year: SmallYear, commune_client: Client, field: str
) -> None:
    commune_client.post(f"{COMMUNE}/xet")

    response = commune_client.post(f"{COMMUNE}/quyet-dinh", PAPER | {field: "14/11/2020"})

    assert response.status_code == 409
    assert "REV-007" in text_of(response)
    assert "ngày 14/11/2020 trước ngày xét 15/11/2020" in text_of(response)
    assert not Decision.objects.filter(campaign__year=YEAR).exists()


def test_a_refusal_reaches_htmx_as_a_notice(year: SmallYear, commune_client: Client) -> None:
    response = commune_client.post(f"{COMMUNE}/quyet-dinh", PAPER, headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Retarget"]) == (409, "#messages")
    assert "REV-006" in text_of(response)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": ""}, "Số, ký hiệu quyết định"),
        ({"signed_date": "31/02/2020"}, "Ngày ký"),
        ({"signed_date": "12/15/2020"}, "Ngày ký"),
        ({"signer": ""}, "Người ký"),
    ],
)
def test_an_unreadable_paper_is_shown_back_at_its_field(
    year: SmallYear, commune_client: Client, changes, words
) -> None:
    commune_client.post(f"{COMMUNE}/xet")

    response = commune_client.post(f"{COMMUNE}/quyet-dinh", PAPER | changes)

    page = text_of(response)
    assert response.status_code == 422
    assert words in page
    assert 'aria-invalid="true"' in page
    assert 'value="125/QĐ-UBND"' in page or "number" in changes
    assert not Decision.objects.filter(campaign__year=YEAR).exists()


def test_the_district_may_judge_and_leaves_deciding_to_the_commune(
    year: SmallYear, district_reader: Client
) -> None:
    district_reader.post(f"{COMMUNE}/xet")

    page = text_of(district_reader.get(COMMUNE))
    response = district_reader.post(f"{COMMUNE}/quyet-dinh", PAPER)

    assert state_of(year) == CommuneState.JUDGED
    assert "Ghi quyết định và khóa danh sách" not in page
    assert response.status_code == 403
    assert "Ra quyết định công nhận cho Xã Đồng Mây" in text_of(response)
    assert not Decision.objects.filter(campaign__year=YEAR).exists()


@pytest.mark.parametrize(
    "role", [Role.COMMITTEE_MEMBER, Role.SECTOR, Role.VIEWER, Role.SYSTEM, Role.PROVINCE]
)
def test_other_roles_neither_judge_nor_decide(year: SmallYear, log_in_as, role: Role) -> None:
    units = [] if role == Role.SYSTEM else [year.district.unit]
    client = log_in_as(officer(role, *units))

    for address, data in (("xet", {}), ("quyet-dinh", PAPER)):
        assert client.post(f"{COMMUNE}/{address}", data).status_code == 403

    assert state_of(year) == CommuneState.OPEN
    assert AuditEvent.objects.filter(action="accounts.refuse_access").count() == 2


def test_a_get_neither_judges_nor_decides(year: SmallYear, commune_client: Client) -> None:
    assert commune_client.get(f"{COMMUNE}/xet").status_code == 405
    assert commune_client.get(f"{COMMUNE}/quyet-dinh").status_code == 405


@pytest.mark.parametrize("address", ["/ra-soat/khong-co", f"{CAMPAIGN}/xa/99999"])
def test_an_unknown_campaign_or_commune_is_not_found(district_reader: Client, address: str) -> None:
    assert district_reader.get(address).status_code == 404


def test_pages_of_reviews_cost_fixed_queries(year: SmallYear, district_reader: Client) -> None:
    counts = {}
    for address in ("/ra-soat", CAMPAIGN, COMMUNE):
        district_reader.get(address)
        with CaptureQueriesContext(connection) as asked:
            district_reader.get(address)
        counts[address] = len(asked)

    assert max(counts.values()) <= 12, counts


def test_the_commune_page_leads_to_each_household(year: SmallYear, commune_client: Client) -> None:
    page = text_of(commune_client.get(COMMUNE))

    hrefs = [href for href in links_of(page) if href.startswith("/ho/")]
    assert len(hrefs) == 8
    assert all(commune_client.get(href).status_code == 200 for href in hrefs)


def test_a_commune_that_has_ended_is_only_read(year: SmallYear) -> None:
    with time_machine.travel(datetime(2026, 1, 5, 3, tzinfo=UTC)):
        client = Client()
        client.force_login(
            officer(Role.COMMUNE, year.district.rural),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        page = text_of(client.get(COMMUNE))
        refused = client.post(f"{COMMUNE}/xet")

    assert len(table_of(page, "ket-qua")) == 8
    assert "Xét theo chuẩn</button>" not in page
    assert refused.status_code == 403
