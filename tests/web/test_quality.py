"""Pages of doubts: figures and their doors, what the other commune sees, answers, queries."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.quality.checking import check_inside
from giamngheo.quality.enums import PairState
from giamngheo.quality.models import DuplicatePair, Finding, QualityCount
from giamngheo.quality.rules import PAIRS, RULES
from giamngheo.registry.models import Household
from giamngheo.work.models import WorkItem
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.planted import AS_OF, Planted, clean_family, store

NOON = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 5, tzinfo=UTC)
MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def planted(db: None) -> Planted:
    built = Planted(District())
    check_inside(path=built.district.province.path, as_of=AS_OF)
    return built


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk(planted: Planted) -> Client:
    return client_of(officer(Role.COMMUNE, planted.district.rural, full_name="Lê Thị Xã"))


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def board_of(planted: Planted) -> str:
    return f"/chat-luong/{planted.district.rural.pk}"


def test_every_count_of_the_board_is_a_list_of_that_many(planted: Planted, clerk: Client) -> None:
    page = words(clerk, board_of(planted))
    counted = QualityCount.objects.filter(unit_path__startswith=planted.district.rural.path)

    assert counted.count() >= 15
    for one in counted.exclude(rule=PAIRS):
        address = f"{board_of(planted)}/diem?quy-tac={one.rule}"
        assert address in page
        assert words(clerk, address).count('scope="row"') == one.open_count, one.rule
    pairs = counted.get(rule=PAIRS)
    assert words(clerk, f"{board_of(planted)}/cap").count('scope="row"') == pairs.open_count


def test_the_boards_file_says_what_the_board_says(planted: Planted, clerk: Client) -> None:
    response = clerk.get(f"{board_of(planted)}/bang.xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    cells = {str(line[0]): line for line in book.get_sheet_by_name("Theo quy tắc").to_python()}
    title = RULES["AREA_ZERO"].title
    assert [int(cells[title][2]), int(cells[title][3])] == [1, 0]


def test_the_file_of_findings_has_every_row(planted: Planted, clerk: Client) -> None:
    response = clerk.get(f"{board_of(planted)}/diem.xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    open_ones = Finding.objects.filter(unit_path__startswith=planted.district.rural.path).count()
    assert any(f"Số dòng: {open_ones}" in str(cell) for line in rows for cell in line)


def test_a_check_is_asked_for_on_the_board(planted: Planted, clerk: Client) -> None:
    response = clerk.post(f"{board_of(planted)}/kiem-tra")

    assert response.status_code == 302
    item = WorkItem.objects.get(kind="quality_check")
    assert item.unit_path == planted.district.rural.path


@pytest.mark.parametrize(
    "tail",
    ["", "/diem", "/diem?muc=ERROR", "/cap", "/cap?tinh-trang=DIFFERENT", "/cap?dau-hieu=manh"],
)
def test_lists_and_boards_ask_few_questions(planted: Planted, clerk: Client, tail: str) -> None:
    words(clerk, board_of(planted) + tail)
    with CaptureQueriesContext(connection) as few:
        words(clerk, board_of(planted) + tail)
    store([clean_family(n, planted.district.villages["A"].pk) for n in range(400, 420)])
    Household.objects.filter(code__in=[f"A-{n:03d}" for n in range(400, 420)]).update(
        head_name="Khác", name_key="khac"
    )
    check_inside(path=planted.district.province.path, as_of=AS_OF)

    with CaptureQueriesContext(connection) as more:
        words(clerk, board_of(planted) + tail)

    assert len(more) == len(few)
    assert len(few) <= MOST_QUERIES, [query["sql"][:80] for query in few]


def test_no_page_counts_the_register(planted: Planted, clerk: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        words(clerk, board_of(planted))

    sql = " ".join(query["sql"] for query in asked)
    assert "registry_household" not in sql
    assert "registry_member" not in sql
    assert "quality_finding" not in sql


def test_one_pair_and_one_household_ask_few_questions(planted: Planted, clerk: Client) -> None:
    pair = DuplicatePair.objects.filter(crosses_communes=False)[0]
    code = Household.objects.get(pk=pair.first_household_id).code
    for address in (f"/chat-luong/cap/{pair.pk}", f"/ho/{code}"):
        words(clerk, address)
        with CaptureQueriesContext(connection) as asked:
            words(clerk, address)
        plain = [q for q in asked if "SAVEPOINT" not in q["sql"]]
        assert len(plain) <= MOST_QUERIES + 3, [q["sql"][:80] for q in plain]


def test_a_pair_stands_side_by_side_and_is_answered(planted: Planted, clerk: Client) -> None:
    pair = DuplicatePair.objects.filter(crosses_communes=False, of_heads=True)[0]
    one, two = (
        Household.objects.get(pk=pk) for pk in (pair.first_household_id, pair.second_household_id)
    )
    page = words(clerk, f"/chat-luong/cap/{pair.pk}")
    assert one.code in page
    assert two.code in page

    clerk.post(
        f"/chat-luong/cap/{pair.pk}/quyet-dinh",
        {"decision": "SAME", "reason": "Cùng một nhà", "version": pair.version},
    )

    pair.refresh_from_db()
    assert pair.decision == PairState.SAME
    page = words(clerk, f"/chat-luong/cap/{pair.pk}")
    assert f"/ho/{one.code}/ghi/nhap-ho?ho-kia={two.code}" in page
    form = words(clerk, f"/ho/{one.code}/ghi/nhap-ho?ho-kia={two.code}&ly-do=Ghi+trùng")
    assert f'value="{two.code}"' in form
    assert 'value="Ghi trùng"' in form


def test_a_pair_answered_meanwhile_is_refused_by_name(planted: Planted, clerk: Client) -> None:
    pair = DuplicatePair.objects.filter(crosses_communes=False)[0]
    data = {"decision": "DIFFERENT", "reason": "Hai người", "version": pair.version}
    clerk.post(f"/chat-luong/cap/{pair.pk}/quyet-dinh", data)
    other = client_of(officer(Role.COMMUNE, planted.district.rural))

    response = other.post(f"/chat-luong/cap/{pair.pk}/quyet-dinh", {**data, "decision": "SAME"})

    assert response.status_code == 409
    assert "Lê Thị Xã" in response.content.decode()


def test_the_other_communes_person_is_not_named(planted: Planted, clerk: Client) -> None:
    pair = DuplicatePair.objects.get(crosses_communes=True)
    beyond = Household.objects.get(unit=planted.district.villages["B"])

    both = words(clerk, f"/chat-luong/cap/{pair.pk}") + words(clerk, f"{board_of(planted)}/cap")

    assert "Phố Núi" in both
    assert beyond.code not in both
    response = clerk.post(
        f"/chat-luong/cap/{pair.pk}/quyet-dinh", {"decision": "SAME", "reason": "một người"}
    )
    assert response.status_code == 409
    assert "cấp trên" in response.content.decode()


def test_the_district_answers_across_communes(planted: Planted) -> None:
    above = client_of(officer(Role.DISTRICT, planted.district.unit))
    pair = DuplicatePair.objects.get(crosses_communes=True)
    assert 'value="DIFFERENT"' in words(above, f"/chat-luong/cap/{pair.pk}")

    above.post(
        f"/chat-luong/cap/{pair.pk}/quyet-dinh", {"decision": "DIFFERENT", "reason": "khác quê"}
    )

    pair.refresh_from_db()
    assert pair.decision == PairState.DIFFERENT


def test_the_neighbours_board_is_shut(planted: Planted) -> None:
    stranger = client_of(officer(Role.DISTRICT, planted.district.neighbour))

    for tail in ("", "/diem", "/cap", "/bang.xlsx", "/diem.xlsx"):
        assert stranger.get(board_of(planted) + tail).status_code == 403, tail


def test_a_finding_is_accepted_on_the_households_page(planted: Planted, clerk: Client) -> None:
    finding = Finding.objects.get(rule="AREA_ODD")
    code = Household.objects.get(pk=finding.household_id).code
    page = words(clerk, f"/ho/{code}")
    assert "Dữ liệu cần xem" in page
    assert "4.500" in page

    response = clerk.post(
        f"/chat-luong/diem/{finding.pk}/chap-nhan",
        {"reason": "Nhà xưởng cũ", "digest": finding.digest, "ve": f"/ho/{code}#du-lieu"},
    )

    assert response["Location"] == f"/ho/{code}#du-lieu"
    assert "chấp nhận ngày 08/11/2021: Nhà xưởng cũ" in words(clerk, f"/ho/{code}")
    clerk.post(f"/chat-luong/diem/{finding.pk}/mo-lai", {"reason": "Đo lại"})
    finding.refresh_from_db()
    assert finding.accepted_at is None


def test_an_answer_leads_nowhere_else(planted: Planted, clerk: Client) -> None:
    finding = Finding.objects.get(rule="AREA_ODD")

    response = clerk.post(
        f"/chat-luong/diem/{finding.pk}/chap-nhan",
        {"reason": "Đúng", "ve": "https://example.org/"},
    )

    assert response["Location"].startswith("/chat-luong/")


def test_the_catalogue_names_every_rule(planted: Planted, clerk: Client) -> None:
    page = words(clerk, "/chat-luong/quy-tac")

    assert [rule.title for rule in RULES.values() if rule.title not in page] == []
