"""Surveyed incomes on the pages of a review and of a household, beside typed scores."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from giamngheo.accounts.enums import Role
from giamngheo.reviews.actions import decide_commune, judge_communes, record_scores, record_survey
from tests.factories.accounts import officer
from tests.factories.district import District, scores_of
from tests.factories.surveys import NEW_ONLY, SHARED, open_survey, survey_of
from tests.web.reading import table_of, text_of

PAGE = "/ra-soat/khao-sat-2023/xa/98001"


@pytest.fixture
def client(db: None, log_in_as: Callable[..., Client]) -> Client:
    """Two families of Đồng Mây surveyed, one scored, all decided."""
    district = District()
    district.load("A-001", "A-002", "A-003")
    campaign = open_survey(district)
    sheets = {"A-001": (1_400_000, SHARED), "A-002": (1_500_001, SHARED[:1])}
    answers = survey_of(sheets, unknown={"A-002": (NEW_ONLY, "toilet")})
    record_survey(campaign=campaign, answers=answers, by=None)
    record_scores(campaign=campaign, scores=scores_of({"A-003": (140, 20)}), by=None)
    judge_communes(campaign=campaign, units=[district.rural], by=None)
    decide_commune(
        campaign=campaign,
        unit=district.rural,
        number="7/QĐ-UBND",
        signed_date=date(2023, 12, 10),
        effective_date=date(2023, 12, 10),
        signer="Lò Văn Ơ",
        by=None,
    )
    return log_in_as(officer(Role.COMMUNE, district.rural))


def test_list_shows_each_kind_of_evidence(client: Client) -> None:
    rows = table_of(text_of(client.get(PAGE)), "ket-qua")

    figures = {row.cells[0].text[-3:]: [cell.text for cell in row.cells[2:6]] for row in rows}
    assert figures == {
        "001": ["", "", "1.400.000", "4"],
        "002": ["", "", "1.500.001", "1"],
        "003": ["140", "20", "", "1"],
    }
    notes = {row.cells[0].text[-3:]: row.cells[5].note for row in rows}
    assert notes == {"001": "", "002": "2 chỉ số chưa rõ", "003": ""}


def test_household_shows_income_what_is_lacking_and_why(client: Client) -> None:
    page = text_of(client.get("/ho/A-001"))

    assert "1.400.000 đồng một tháng" in page
    assert "Việc làm" in page
    assert "1.500.000" in page.split("Vì sao")[1].split("</ul>")[0]
    assert "Điểm trên phiếu" not in page


def test_household_names_what_is_not_known_under_its_standard(client: Client) -> None:
    """The waste indicator is not asked by vn-2022: it is no gap of this judgement."""
    page = text_of(client.get("/ho/A-002"))

    unknown = page.split("Chỉ số chưa rõ")[1].split("</dd>")[0]
    assert "Nhà tiêu" in unknown
    assert "rác" not in unknown


def test_household_judged_by_scores_shows_them(client: Client) -> None:
    page = text_of(client.get("/ho/A-003"))

    assert "B1: 140 điểm; B2: 20 điểm" in page
    assert "Thu nhập bình quân đầu người" not in page
