"""Every screen that rests on a value nobody has checked against the text says so."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from giamngheo.accounts.enums import Role
from giamngheo.law.standard_view import caution_of, told_title
from giamngheo.law.standards import get_standard
from giamngheo.reviews.models import Campaign
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.web.reading import text_of

SCORES = {"A-001": (110, 30), "A-002": (145, 30), "B-001": (170, 0)}
WORDS = "chưa kiểm chứng"


@pytest.fixture
def district(db: None) -> District:
    found = District()
    found.load(*SCORES)
    found.review(2019, SCORES)
    return found


@pytest.fixture
def client(district: District, log_in_as: Callable[..., Client]) -> Client:
    return log_in_as(officer(Role.DISTRICT, district.unit))


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main")]


def addresses() -> dict[str, str]:
    campaign = Campaign.objects.get()
    return {
        "standard": f"/chuan-ngheo/{campaign.standard}",
        "campaign": f"/ra-soat/{campaign.code}",
        "commune's review": f"/ra-soat/{campaign.code}/xa/98001",
        "household": "/ho/A-001",
        "list of households": "/ho?don-vi=980&nam=2019",
        "district's year": "/chi-tieu/980/2019",
    }


@pytest.mark.parametrize(
    "screen", ["standard", "campaign", "commune's review", "household", "district's year"]
)
def test_the_screen_says_so(client: Client, screen: str) -> None:
    response = client.get(addresses()[screen])

    assert response.status_code == 200
    assert WORDS in main_of(text_of(response)).lower()


def test_the_workbook_of_the_year_says_so(client: Client) -> None:
    content = client.get("/chi-tieu/980/2019/bang.xlsx").content

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert any(WORDS in str(line[0]) for line in sheet.to_python())


@pytest.mark.parametrize(
    ("code", "cautious"),
    [("vn-2011", True), ("vn-2016", True), ("vn-2022", False), ("vn-2027", True)],
)
def test_only_results_on_unchecked_values_are_cautioned(code: str, cautious: bool) -> None:
    standard = get_standard(code)

    assert (code in caution_of(standard)) is cautious
    assert (WORDS in told_title(standard)) is cautious
    assert told_title(standard).startswith("chuẩn")
