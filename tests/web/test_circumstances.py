"""A household's circumstances on its page, in the tables of groups, and who reads what of them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.registry.models import Household, Member
from giamngheo.support import actions
from giamngheo.support.actions import Cause
from giamngheo.support.models import CommunityMeasure, HouseholdCause, HouseholdNeed
from giamngheo.web.circumstances.forms import suggested_codes, suggested_model
from tests.factories.accounts import officer
from tests.factories.small_year import NAMES, YEAR, SmallYear
from tests.web.reading import first_column, table_of, text_of, workbook_of

DAY = date(2020, 12, 1)
NOW = datetime(2020, 12, 20, 3, tzinfo=UTC)
SECRET = ("cảm hóa", "Mật", "Chi hội Bí Mật")
MOST_QUERIES = 15
PAGE = "/ho/A-005/hoan-canh"


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def year(db: None) -> SmallYear:
    """Poor at the end of 2020: A-005, A-007, A-010 in Đồng Mây, B-003 in Phố Núi."""
    built = SmallYear()
    Member.objects.filter(household__code="B-003").update(gets_social_allowance=True)
    Household.objects.filter(code__in=["A-005", "A-007"]).update(no_working_capacity=True)
    Household.objects.filter(code="A-007").update(has_merit_person=True)
    Household.objects.filter(code="A-010").update(ethnicity="Kinh")
    user = officer(Role.COMMUNE, built.district.rural, built.district.urban)
    for code, causes, main in (
        ("A-005", "LAND CAPITAL", "CAPITAL"),
        ("A-007", "CAPITAL", "CAPITAL"),
        ("B-003", "ILLNESS", "ILLNESS"),
    ):
        actions.record_causes(
            causes=[Cause(code=one) for one in causes.split()], main=main, **given(code, user)
        )
    actions.record_need(
        words="vay vốn nuôi bò",
        codes=["CREDIT", "PRODUCTION"],
        model="LIVESTOCK",
        **given("A-005", user),
    )
    actions.record_land_lack(
        kind="WATER", area_m2=None, source="giếng cạn", measure="bể chứa", **given("A-005", user)
    )
    for code, kind in (("A-005", "SUPPORT"), ("A-007", "PERSUASION"), ("B-003", "RELIEF")):
        actions.set_working_category(kind=kind, grounds=f"Mật {kind}", **given(code, user))
    actions.record_community_measure(
        measure="Mật: động viên",
        organisation="Chi hội Bí Mật",
        review_on=date(2021, 3, 1),
        **given("A-007", user),
    )
    return built


def given(code: str, user: User) -> dict[str, Any]:
    return {
        "household": Household.objects.get(code=code),
        "by": user,
        "scope": scope_of(user=user, as_of=DAY),
        "as_of": DAY,
    }


@pytest.fixture
def client_of(year: SmallYear, log_in_as: Callable[..., Client]) -> Callable[..., Client]:
    def enter(role: Role = Role.COMMUNE, place: str = "rural") -> Client:
        return log_in_as(officer(role, getattr(year.district, place)))

    return enter


def groups_page(year: SmallYear) -> str:
    return f"/nhom-ho/{year.code}/{YEAR}"


def figures(page: str, table: str) -> dict[str, list[str]]:
    return {row.cells[0].text: [c.text for c in row.cells[1:]] for row in table_of(page, table)}


def test_the_tables_equal_a_count_by_hand(year: SmallYear, client_of) -> None:
    page = text_of(client_of(Role.DISTRICT, "unit").get(groups_page(year)))

    # all, N1, N2, minority, no capacity, merit, overlap, other, protected, relief, support, land
    assert figures(page, "nhom-ho") == {
        "Tổng cộng": ["4", "4", "–", "3", "2", "1", "2", "1", "1", "1", "1", "1"],
        "Xã Đồng Mây": ["3", "3", "–", "2", "2", "1", "2", "1", "–", "–", "1", "1"],
        "Thị trấn Phố Núi": ["1", "1", "–", "1", "–", "–", "–", "–", "1", "1", "–", "–"],
    }
    causes = figures(page, "nguyen-nhan")
    assert causes["Tổng cộng"] == ["4", "1", "2", "–", "–", "–", "–", "1", "–", "1"]
    needs = figures(page, "nhu-cau")
    assert needs["Xã Đồng Mây"][:5] == ["3", "–", "–", "1", "1"]
    assert figures(page, "ma-tran")["Thiếu vốn sản xuất, kinh doanh"] == [
        *("2", "–", "–", "1", "1", "–", "–", "1")
    ]
    assert figures(page, "dat-nuoc") == {"Thái": ["1", "–", "–", "1"]}
    assert "1 hộ thiếu vốn mà chưa ghi nhu cầu tín dụng" in page


def test_every_figure_opens_exactly_its_households(year: SmallYear, client_of) -> None:
    client = client_of(Role.DISTRICT, "unit")
    page = text_of(client.get(groups_page(year)))
    opened = 0

    for table in ("nhom-ho", "nguyen-nhan", "nhu-cau", "ma-tran", "dat-nuoc"):
        for cell in [cell for row in table_of(page, table) for cell in row.cells if cell.href]:
            opened += 1
            listed = first_column(text_of(client.get(cell.href)), "danh-sach-ho")
            assert len(listed) == int(cell.text), cell

    assert opened > 30
    asked = f"{groups_page(year)}/ho?muc=CAUSE:CAPITAL&khong=NEED:CREDIT"
    assert first_column(text_of(client.get(asked)), "danh-sach-ho") == [NAMES["A-007"]]


@pytest.mark.parametrize("flag", ["NEED:CREDIT", "MODEL:LIVESTOCK"])
def test_a_cow_on_credit_is_in_both_demand_lists(year: SmallYear, client_of, flag: str) -> None:
    page = text_of(client_of(Role.DISTRICT, "unit").get(f"{groups_page(year)}/ho?muc={flag}"))

    assert first_column(page, "danh-sach-ho") == [NAMES["A-005"]]
    assert "vay vốn nuôi bò" in page


def test_households_of_merit_come_first(year: SmallYear, client_of) -> None:
    page = text_of(client_of(Role.DISTRICT, "unit").get(f"{groups_page(year)}/ho"))

    assert first_column(page, "danh-sach-ho")[0] == NAMES["A-007"]


def test_a_standard_without_groups_has_no_such_columns(year: SmallYear, client_of) -> None:
    page = text_of(client_of(Role.DISTRICT, "unit").get(f"{groups_page(year)}?dien=NEAR_POOR"))

    assert "Nhóm N1" not in page


def test_the_day_without_a_list_of_its_own_says_so(year: SmallYear, client_of) -> None:
    client = client_of()

    for address in (PAGE, f"/nhom-ho/98001/{YEAR}"):
        assert "Chưa tìm thấy danh mục nguyên nhân nghèo áp dụng cho ngày" in text_of(
            client.get(address)
        )


def addresses(year: SmallYear) -> list[str]:
    found = [
        "/ho/A-007/hoan-canh",
        "/ho/A-007",
        "/ho?nam=2020&q=on",
        "/tim?q=lo+van+on",
        "/ho/danh-sach.xlsx?nam=2020",
    ]
    for code in (year.code, "98001", "98002", "98"):
        here = f"/nhom-ho/{code}/{YEAR}"
        found += [here, f"{here}/bang.xlsx", f"{here}/ho", f"{here}/ho.xlsx"]
        found += [f"{here}/ho?muc=WORK:PERSUASION", f"/thieu-hut/{code}/{YEAR}"]
    return found


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.COMMUNE, "urban"),
        (Role.DISTRICT, "unit"),
        (Role.DISTRICT, "neighbour"),
        (Role.PROVINCE, "province"),
        (Role.SECTOR, "unit"),
        (Role.VIEWER, "unit"),
        (Role.LEADER, "rural"),
        (Role.COMMITTEE_MEMBER, "unit"),
    ],
)
def test_nobody_outside_reads_what_is_confidential(
    year: SmallYear, client_of, role: Role, place: str
) -> None:
    client = client_of(role, place)

    for address in addresses(year):
        response = client.get(address)
        words = (
            str([workbook_of(response)])
            if "sheet" in response.get("Content-Type", "")
            else text_of(response)
        )
        for secret in ("cảm hóa", "Mật: động viên", "Mật PERSUASION", "Chi hội Bí Mật"):
            assert secret not in words, (address, secret)


def test_the_communes_officer_reads_it_on_screen_and_in_no_file(year: SmallYear, client_of) -> None:
    client = client_of()

    page = text_of(client.get("/ho/A-007/hoan-canh"))
    groups = text_of(client.get(f"/nhom-ho/98001/{YEAR}"))

    assert "Cần cảm hóa, giáo dục" in page
    assert "Chi hội Bí Mật" in page
    assert NAMES["A-007"] in groups.split("Chỉ cán bộ được giao của xã")[1]
    for name in ("bang.xlsx", "ho.xlsx"):
        words = str(workbook_of(client.get(f"/nhom-ho/98001/{YEAR}/{name}")))
        assert not any(secret in words for secret in SECRET), name
    assert "Mật: động viên" not in text_of(client.get(f"/nhom-ho/98001/{YEAR}/ho"))


def test_causes_are_written_on_the_page(year: SmallYear, client_of) -> None:
    client = client_of()

    done = client.post(f"{PAGE}/nguyen-nhan", {"causes": ["OTHER"], "main": "OTHER", "note": "lũ"})
    page = text_of(client.get(PAGE))

    assert done.status_code == 302
    assert "Nguyên nhân khác: lũ" in page
    assert HouseholdCause.objects.filter(valid_to=date(2020, 12, 20)).count() == 2
    assert "đến hết ngày 19/12/2020" in page


def test_what_is_wrong_stays_in_the_form(year: SmallYear, client_of) -> None:
    client = client_of()

    wrong = client.post(f"{PAGE}/nguyen-nhan", {"causes": ["LAND"], "main": "TOOLS"})
    refused = client.post(f"{PAGE}/dat-nuoc", {"kind": "WATER", "measure": "lắp bể chứa"})

    assert wrong.status_code == 422
    assert "Chọn trong các nguyên nhân đã đánh dấu." in text_of(wrong)
    assert refused.status_code == 409
    assert "SUP-005" in text_of(refused)
    assert "lắp bể chứa" in text_of(refused)


def test_a_wish_is_read_for_what_it_asks(year: SmallYear, client_of) -> None:
    client = client_of()
    client.post("/ho/A-010/hoan-canh/nhu-cau", {"words": "Vay vốn nuôi bò"})

    need = HouseholdNeed.objects.get(household__code="A-010")
    assert (need.codes, need.model) == (["CREDIT", "PRODUCTION"], "LIVESTOCK")
    # Written today and taken back today: it never held.
    client.post(f"/ho/A-010/hoan-canh/nhu-cau/{need.pk}/het")
    assert not HouseholdNeed.objects.filter(pk=need.pk).exists()


def test_words_nobody_knows_ask_for_something_else() -> None:
    assert suggested_codes("xin đi chùa") == ["OTHER"]
    assert suggested_codes("sửa nhà, chữa bệnh") == ["HOUSING", "HEALTH"]
    assert suggested_model("học nghề may") == "JOB"
    # "bỏ" is not "bò": marks are folded, and the word alone is no cow.
    assert suggested_model("xin việc") == ""


def test_a_measure_is_written_and_closed_by_the_commune_alone(year: SmallYear, client_of) -> None:
    sent = {"measure": "Nhận làm vườn", "organisation": "Hội Nông dân", "review_on": "01/02/2021"}

    client = client_of()
    assert client.post(f"{PAGE}/cong-dong", sent).status_code == 302
    measure = CommunityMeasure.objects.get(household__code="A-005")
    address = f"{PAGE}/cong-dong/{measure.pk}/ket-qua"
    assert client.post(address, {"outcome": ""}).status_code == 409
    assert client_of(Role.DISTRICT, "unit").post(address, {"outcome": "x"}).status_code == 403
    assert client_of().post(address, {"outcome": "đã làm"}).status_code == 302
    measure.refresh_from_db()
    assert measure.outcome == "đã làm"


def test_the_queries_stay_few(year: SmallYear, client_of) -> None:
    client = client_of()
    for address in (PAGE, f"/nhom-ho/98001/{YEAR}", f"/nhom-ho/98001/{YEAR}/ho"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= MOST_QUERIES, (address, [one["sql"][:80] for one in queries])
