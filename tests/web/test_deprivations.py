"""Missing services: the figures equal a count by hand, and every figure opens its households."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giamngheo.accounts.enums import Role
from giamngheo.law.standards import load_standards
from giamngheo.registry.models import Household
from giamngheo.reviews.deprivations import Among
from giamngheo.reviews.models import CommuneYear
from tests.factories.accounts import officer
from tests.factories.small_year import AFTER, NAMES, YEAR, SmallYear
from tests.web.reading import CellRead, first_column, table_of, text_of, workbook_of

MOST_QUERIES = 14
INDICATORS = tuple(
    item.code for one in load_standards() if one.code == "vn-2016" for item in one.indicators
)
# Poor at the end of 2020, by hand from AFTER: Đồng Mây; Phố Núi B-003.
POOR_BY_HAND = {"Xã Đồng Mây": ["A-005", "A-007", "A-010"], "Thị trấn Phố Núi": ["B-003"]}


@pytest.fixture
def year(db: None) -> SmallYear:
    built = SmallYear()
    Household.objects.filter(code__in=["A-005", "B-003"]).update(no_working_capacity=True)
    Household.objects.filter(code="A-007").update(has_merit_person=True)
    Household.objects.filter(code="A-010").update(ethnicity="Kinh")
    return built


@pytest.fixture
def client_of(year: SmallYear, log_in_as: Callable[..., Client]) -> Callable[..., Client]:
    def enter(role: Role = Role.DISTRICT, unit: object = None) -> Client:
        return log_in_as(officer(role, unit or year.district.unit))

    return enter


def page_of(year: SmallYear, more: str = "") -> str:
    return f"/thieu-hut/{year.code}/{YEAR}{more}"


def cells(page: str, table: str, keys: tuple[str, ...]) -> dict[str, dict[str, CellRead]]:
    return {
        row.cells[0].text: dict(zip(keys, row.cells, strict=True)) for row in table_of(page, table)
    }


MATRIX = ("name", "households", *INDICATORS, "sum", "unsure")


def test_the_matrix_equals_a_count_by_hand(year: SmallYear, client_of) -> None:
    page = text_of(client_of().get(page_of(year)))

    shown = cells(page, "thieu-hut", MATRIX)
    for name, poor in POOR_BY_HAND.items():
        row = shown[name]
        assert row["households"].text == str(len(poor))
        for code in INDICATORS:
            by_hand = sum(code in AFTER[household][2] for household in poor)
            assert row[code].text == (str(by_hand) if by_hand else "–"), (name, code)
        assert row["sum"].text == str(sum(len(AFTER[household][2]) for household in poor))
    assert shown["Tổng cộng"]["toilet"].text == "3"
    assert shown["Tổng cộng"]["toilet"].note == "75,0 %"
    assert "3 hộ (75,0 %), nhiều nhất ở Xã Đồng Mây (3 hộ)" in page


def test_the_matrix_equals_the_years_own_figures(year: SmallYear, client_of) -> None:
    shown = cells(text_of(client_of().get(page_of(year))), "thieu-hut", MATRIX)

    for row in CommuneYear.objects.filter(year=YEAR, unit__parent=year.district.unit):
        counted = {
            code: int(cell.text)
            for code, cell in shown[row.unit.full_name].items()
            if code in INDICATORS and cell.text != "–"
        }
        assert counted == row.deprivations_end


def test_every_figure_opens_exactly_its_households(year: SmallYear, client_of) -> None:
    client = client_of()
    opened = 0

    page = text_of(client.get(page_of(year)))
    for table in ("thieu-hut", "so-dich-vu", "theo-nhom"):
        for row in table_of(page, table):
            for cell in row.cells[1:]:
                if not cell.href:
                    continue
                opened += 1
                assert len(first_column(text_of(client.get(cell.href)), "danh-sach-ho")) == int(
                    cell.text
                ), cell

    assert opened >= 12
    toilet = cells(page, "thieu-hut", MATRIX)["Xã Đồng Mây"]["toilet"].href
    assert set(first_column(text_of(client.get(toilet)), "danh-sach-ho")) == {
        NAMES[code] for code in ("A-005", "A-007", "A-010")
    }


def test_groups_overlap_and_each_is_counted(year: SmallYear, client_of) -> None:
    page = text_of(client_of().get(page_of(year)))

    shown = cells(page, "theo-nhom", MATRIX)
    assert shown["Hộ không có khả năng lao động"]["households"].text == "2"
    assert shown["Hộ không có khả năng lao động"]["toilet"].text == "1"
    assert shown["Hộ không có khả năng lao động"]["housing_quality"].text == "1"
    assert shown["Hộ có người có công"]["toilet"].text == "1"
    assert shown["Hộ dân tộc thiểu số"]["households"].text == "3"
    assert shown["Nhóm N1"]["households"].text == "4"


def test_a_group_narrows_the_matrix_and_its_doors(year: SmallYear, client_of) -> None:
    client = client_of()
    page = text_of(client.get(page_of(year, f"?nhom={Among.NO_CAPACITY.value}")))

    row = cells(page, "thieu-hut", MATRIX)["Xã Đồng Mây"]
    assert (row["households"].text, row["toilet"].text) == ("1", "1")
    assert first_column(text_of(client.get(row["toilet"].href)), "danh-sach-ho") == [NAMES["A-005"]]


def test_households_by_the_number_they_lack(year: SmallYear, client_of) -> None:

    page = text_of(client_of().get(page_of(year)))

    (total, *_rest) = table_of(page, "so-dich-vu")
    assert [cell.text for cell in total.cells] == ["Tổng cộng", "4", "–", "4"]
    assert all(cell.text for row in _rest for cell in row.cells)


def test_inside_a_commune_the_rows_are_villages(year: SmallYear, client_of) -> None:
    client = client_of(Role.COMMUNE, year.district.rural)
    page = text_of(client.get(f"/thieu-hut/98001/{YEAR}"))

    assert first_column(page, "thieu-hut") == ["Tổng cộng", "Thôn Thôn Một"]


def test_figures_without_doors_for_a_viewer(year: SmallYear, client_of) -> None:
    page = text_of(client_of(Role.VIEWER).get(page_of(year)))

    row = cells(page, "thieu-hut", MATRIX)["Xã Đồng Mây"]
    assert row["toilet"].text == "3"
    assert not any(cell.href for cell in row.values())


def test_the_workbook_holds_what_is_shown(year: SmallYear, client_of) -> None:
    response = client_of().get(page_of(year, "/bang.xlsx"))

    rows = workbook_of(response)
    assert ["Xã Đồng Mây", 3] in [row[:2] for row in rows]


def test_a_year_without_a_decision_says_so(year: SmallYear, client_of) -> None:
    page = text_of(client_of().get(f"/thieu-hut/{year.code}/{YEAR + 1}"))

    assert "Chưa có quyết định công nhận kết quả rà soát của năm này." in page
    assert f"/thieu-hut/{year.code}/{YEAR}" in page


def test_a_row_of_another_district_is_not_found(year: SmallYear, client_of) -> None:
    foreign = year.foreign_commune.pk

    assert client_of().get(page_of(year, f"/ho?dong={foreign}")).status_code == 404


def test_the_queries_stay_few(year: SmallYear, client_of) -> None:
    client = client_of()
    client.get(page_of(year))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(page_of(year))

    assert len(queries) <= MOST_QUERIES, [query["sql"][:90] for query in queries]
