"""The page of a commune's plans: filled row by row and for a group, sent, printed."""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.commune_plans import actions
from giamngheo.commune_plans.enums import PlanKind, PlanStage
from giamngheo.commune_plans.models import CommunePlan
from giamngheo.planning.models import PlanTask
from giamngheo.registry.models import Household
from giamngheo.support.models import HouseholdMeasure, HouseholdPlan
from giamngheo.targets.models import ExpectedExit
from tests.factories.accounts import officer
from tests.factories.commune_plans import POOR, WHOLE, CommuneYearPlan
from tests.factories.small_year import YEAR

NOW = datetime(YEAR, 2, 12, 3, tzinfo=UTC)
MOST_QUERIES = 15  # of which seven are the session, the reader, her scope and the frame
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def february() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def commune(db: None) -> CommuneYearPlan:
    return CommuneYearPlan()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def client(commune: CommuneYearPlan) -> Client:
    return client_of(commune.writer)


def text_of(response: HttpResponse) -> str:
    """Return what a reader reads: no tags, no runs of blanks."""
    words = re.sub(r"<[^>]+>", "", html.unescape(response.content.decode()))
    return " ".join(words.split())


def page(commune: CommuneYearPlan) -> str:
    return f"/ke-hoach/xa/{commune.unit.code}/{YEAR}"


def row(code: str, commune: CommuneYearPlan) -> str:
    return f"{page(commune)}/giam-ngheo/ho/{code}"


FILLED = {
    "ban": "0",
    "gp-0": "Xây nhà tiêu hợp vệ sinh",
    "nguon-0": "STATE",
    "tien-0": "5,5",
    "han-0": "30/11/2020",
    "giup": "Đoàn xã",
    "thoat": "1",
}


def test_the_page_says_first_what_is_missing(commune: CommuneYearPlan, client: Client):
    commune.know_causes(*POOR[:4])
    commune.fill("A-001")

    words = text_of(client.get(page(commune)))

    assert "Còn 5 trên 6 hộ chưa đủ" in words
    assert "2 hộ chưa rõ nguyên nhân" in words
    assert "5 hộ chưa có giải pháp" in words
    assert "Chưa rõ hạn" in words


def test_the_deadline_is_the_one_the_plan_above_names(commune: CommuneYearPlan, client: Client):
    PlanTask.objects.create(
        plan=commune.year.plan,
        position=1,
        text="Xây dựng kế hoạch giảm nghèo của xã xong trước ngày 24/02/2020",
        lead=["UBND cấp xã"],
        deadline={"type": "date", "date": "2020-02-24"},
        line=81,
    )

    words = text_of(client.get(page(commune)))
    with time_machine.travel(datetime(YEAR, 3, 1, 3, tzinfo=UTC)):
        later = text_of(client_of(commune.writer).get(page(commune)))

    assert "Hạn 24/02/2020" in words
    assert "dòng 81): còn 12 ngày" in words
    assert "quá hạn 6 ngày" in later


@pytest.mark.parametrize("filled", [0, 6])
def test_the_page_asks_a_fixed_number_of_questions(
    commune: CommuneYearPlan, client: Client, filled: int
):
    commune.know_causes(*POOR)
    for code in POOR[:filled]:
        commune.fill(code)
    client.get(page(commune))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(page(commune))

    assert len(asked) <= MOST_QUERIES


def test_a_row_is_saved_as_one_leaves_it(commune: CommuneYearPlan, client: Client):
    commune.know_causes("A-001")

    response = client.post(row("A-001", commune), FILLED, **HTMX)

    measure = HouseholdMeasure.objects.get()
    assert (measure.answers, measure.amount_vnd, measure.code) == ("toilet", 5_500_000, "TOILET")
    assert ExpectedExit.objects.get(removed_at=None).household.code == "A-001"
    assert 'name="ban" value="1"' in response.content.decode()
    assert "Đủ" in text_of(response)


def test_a_stale_row_is_refused_and_stays_stale(commune: CommuneYearPlan, client: Client):
    commune.fill("A-001")

    response = client.post(row("A-001", commune), FILLED, **HTMX)

    assert "vừa sửa hộ này" in text_of(response)
    assert 'name="ban" value="0"' in response.content.decode()
    assert HouseholdPlan.objects.get().helper == WHOLE.helper


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("tien-0", "mười", "số tiền"),
        ("han-0", "31/02/2020", "31/02/2020"),
        ("nguon-0", "X", "danh mục"),
    ],
)
def test_what_cannot_be_read_is_said_in_the_row(
    commune: CommuneYearPlan, client: Client, field: str, typed: str, words: str
):
    response = client.post(row("A-001", commune), {**FILLED, field: typed}, **HTMX)

    assert response.status_code == 200
    assert words in text_of(response)
    assert not HouseholdPlan.objects.exists()


def test_without_a_script_the_page_comes_back_where_it_was(
    commune: CommuneYearPlan, client: Client
):
    back = {"tro-ve": "?thieu=MEASURE&trang=2"}

    response = client.post(row("A-001", commune), {**FILLED, **back})

    home = Household.objects.get(code="A-001")
    assert response.headers["Location"] == f"{page(commune)}?thieu=MEASURE&trang=2#d-{home.pk}"
    assert HouseholdPlan.objects.count() == 1


def test_a_household_that_is_not_poor_there_has_no_row(commune: CommuneYearPlan, client: Client):
    assert client.post(row("A-008", commune), FILLED).status_code == 404
    assert client.post(row("B-001", commune), FILLED).status_code == 404


def test_a_group_is_filled_by_the_filter(commune: CommuneYearPlan, client: Client):
    commune.fill("A-001")
    wanted = {
        "gp": "Xây nhà tiêu hợp vệ sinh", "nguon": "STATE", "tien": "5", "tat-ca": "1",
        "tro-ve": "?thieu=MEASURE",
    }  # fmt: skip

    response = client.post(f"{page(commune)}/giam-ngheo/nhom", wanted, follow=True)

    assert "Đã ghi cho 5 hộ" in text_of(response)
    answers = dict(HouseholdMeasure.objects.values_list("plan__household__code", "answers"))
    # What the measure answers is the household's own need, where it has it.
    assert answers["A-002"] == "toilet"
    assert answers["A-003"] == ""


def test_a_group_of_nobody_gets_a_sentence(commune: CommuneYearPlan, client: Client):
    response = client.post(f"{page(commune)}/giam-ngheo/nhom", {"giup": "Đoàn xã"})

    assert response.status_code == 409
    assert "SUP-009" in response.content.decode()


def test_the_way_through_the_pages(commune: CommuneYearPlan, client: Client):
    commune.fill_all()
    here = f"{page(commune)}/giam-ngheo/buoc"

    client.post(f"{here}/gui")
    member, leader = client_of(commune.member), client_of(commune.leader)
    assert "Ghi ý kiến thẩm định" in text_of(member.get(page(commune)))
    member.post(f"{here}/tham-dinh", {"y-kien": "Đủ căn cứ"})
    assert "Phê duyệt" in text_of(leader.get(page(commune)))
    leader.post(f"{here}/phe-duyet")

    plan = CommunePlan.objects.get(kind=PlanKind.PROGRAMME)
    words = text_of(client.get(page(commune)))
    assert plan.stage == PlanStage.APPROVED
    assert "Đủ căn cứ" in words
    assert "Lưu dòng" not in words


def test_an_incomplete_plan_gets_a_sentence(commune: CommuneYearPlan, client: Client):
    response = client.post(f"{page(commune)}/giam-ngheo/buoc/gui")

    assert response.status_code == 409
    assert "CPL-004" in response.content.decode()


def test_who_only_looks_is_offered_nothing_to_fill(commune: CommuneYearPlan):
    commune.know_causes("A-001")

    words = client_of(commune.leader).get(page(commune)).content.decode()

    assert "Gửi thẩm định" not in words
    assert 'name="gp-0"' not in words


def test_an_officer_of_another_commune_sees_no_name(commune: CommuneYearPlan):
    other = client_of(officer(Role.COMMUNE, commune.year.district.communes[1]))

    response = other.get(page(commune))

    assert response.status_code == 403
    assert "Lò Văn" not in response.content.decode()


def test_the_district_sees_how_far_its_communes_are(commune: CommuneYearPlan):
    commune.approved()
    district = commune.year.district.unit
    viewer = client_of(officer(Role.VIEWER, district))

    words = text_of(viewer.get(f"/ke-hoach/xa/{district.code}/{YEAR}"))

    assert "0 trên 2 xã đã được phê duyệt cả hai kế hoạch; 1 xã chưa bắt đầu" in words
    assert "Đã phê duyệt" in words


# ── As papers ─────────────────────────────────────────────────────────────────────────────────


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for one in table.rows for cell in one.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_programme_plan_names_each_household_and_no_secret(
    commune: CommuneYearPlan, client: Client
):
    commune.fill_all()
    commune.categorise("A-001", "PERSUASION")
    commune.fill("A-002", replace(WHOLE, helper="Cựu chiến binh"), version=1, expects_exit=True)

    words = words_of(client.get(f"{page(commune)}/giam-ngheo/tai/docx").content)

    assert all(Household.objects.get(code=code).head_name in words for code in POOR)
    assert "Đầu năm 2020, toàn xã có 6 hộ nghèo." in words
    assert "Dự kiến 1 hộ thoát nghèo trong năm" in words
    assert "Cựu chiến binh" in words
    assert "cảm hóa" not in words
    assert AuditEvent.objects.filter(action="commune_plans.export").count() == 1


def test_the_plan_of_services_lists_households_by_service(commune: CommuneYearPlan, client: Client):
    commune.fill("A-005", kind=PlanKind.SERVICES)

    words = words_of(client.get(f"{page(commune)}/dich-vu/tai/docx").content)

    assert "Theo kết quả rà soát, 4 hộ nghèo còn thiếu hụt" in words
    assert "Hố xí, nhà tiêu hợp vệ sinh: 3 hộ" in words
    assert "Nguồn nước sinh hoạt: 2 hộ" in words


def test_a_sent_plan_is_printed_as_it_was_sent(commune: CommuneYearPlan, client: Client):
    commune.fill_all()
    commune.send()
    commune.fill("A-001", replace(WHOLE, helper="Đoàn xã"), version=1, kind=PlanKind.SERVICES)

    words = words_of(client.get(f"{page(commune)}/giam-ngheo/tai/docx").content)

    assert "Đoàn xã" not in words


def test_an_approved_plan_is_no_draft(commune: CommuneYearPlan, client: Client):
    def foot() -> str:
        found = Document(io.BytesIO(client.get(f"{page(commune)}/giam-ngheo/tai/docx").content))
        return found.sections[0].footer.paragraphs[0].text

    plan = commune.appraised()
    before = foot()
    actions.approve_plan(plan=plan, **commune.who(commune.leader))

    assert "Dự thảo, chưa phê duyệt" in before
    assert "Dự thảo" not in foot()
