"""A stored plan written again, and a draft of the next year's plan from it and the register."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from docx import Document

from giamngheo.accounts.enums import Role
from giamngheo.documents import read_plan
from giamngheo.documents.writer import OfficialPaper, write_paper
from giamngheo.planning.models import Plan
from giamngheo.planning.writing import draft_next_plan, paper_of_plan
from tests.documents.plans import PLAN
from tests.factories.accounts import officer
from tests.factories.small_year import YEAR, SmallYear


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    with time_machine.travel(datetime(YEAR, 12, 20, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def year(db: None) -> SmallYear:
    return SmallYear()


@pytest.fixture
def plan(year: SmallYear) -> Plan:
    """The plan of our own words, as the district's of the year."""
    plan = year.plan
    assert plan is not None
    text = PLAN.replace("**", "").replace("*", "").replace("2023", str(YEAR))
    plan.text, plan.title = text, f"Giúp hộ nghèo vươn lên năm {YEAR}"
    plan.save()
    return plan


def words_of(paper: OfficialPaper) -> str:
    document = Document(io.BytesIO(write_paper(paper)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_stored_plan_is_written_as_it_stands(plan: Plan, tmp_path: Path):
    path = tmp_path / "plan.docx"
    path.write_bytes(write_paper(paper_of_plan(plan=plan)))

    found = read_plan(path)

    assert found.head.title == plan.title
    assert [row.values["unit"] for row in found.tables[0].rows] == [
        "Nậm Lành",
        "Bản Thử",
        "Thị trấn Suối Bạc",
    ]


def test_a_day_put_right_is_the_day_written(plan: Plan):
    Plan.objects.filter(pk=plan.pk).update(issued_date="2020-02-11")
    plan.refresh_from_db()

    paper = paper_of_plan(plan=plan)

    assert paper.as_written is not None
    assert paper.as_written.place_and_date.endswith("ngày 11 tháng 02 năm 2020")


def test_the_draft_shifts_years_only_where_they_are_data(plan: Plan):
    draft = draft_next_plan(plan=plan, year=YEAR + 1)

    words = words_of(draft.paper)
    assert draft.paper.abstract == f"Giúp hộ nghèo vươn lên năm {YEAR + 1}"
    assert f"Dự kiến doanh số cho vay hộ nghèo năm {YEAR} là" in words
    assert f"[Xem lại: {YEAR}]" in words
    assert all(str(YEAR) in one or str(YEAR - 1) in one for one in draft.marks)
    assert draft.paper.date is None
    assert draft.paper.number == ""


def test_the_draft_is_filled_from_decided_results(plan: Plan):
    draft = draft_next_plan(plan=plan, year=YEAR + 1)

    # Three poor households left in one commune, one in the other.
    assert "có 4 hộ nghèo" in draft.filled[0]
    assert f"kết quả rà soát cuối năm {YEAR} của 2 xã" in draft.filled[0]
    (annex,) = draft.paper.annexes
    (table,) = annex.body
    assert sum(row[3] for row in table.rows) == table.totals[3] == 4
    assert {row[4] for row in table.rows} == {None}


def test_where_nothing_is_decided_the_place_is_left_open(plan: Plan):
    draft = draft_next_plan(plan=plan, year=YEAR + 2)

    assert draft.filled == ()
    assert draft.paper.annexes == ()


def test_a_section_the_old_plan_had_not_is_asked_for(plan: Plan):
    draft = draft_next_plan(plan=plan, year=YEAR + 1)

    assert draft.missing == ("NHIỆM VỤ, GIẢI PHÁP", "KINH PHÍ THỰC HIỆN")
    assert words_of(draft.paper).count("[Bổ sung: kế hoạch năm trước không có mục này]") == 2


def client_of(role: Role, year: SmallYear) -> Client:
    client = Client()
    client.force_login(
        officer(role, year.district.unit),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_a_district_officer_takes_the_draft(plan: Plan, year: SmallYear):
    client = client_of(Role.DISTRICT, year)

    page = client.get(f"/ke-hoach/{plan.pk}/soan/{YEAR + 1}")
    file = client.get(f"/ke-hoach/{plan.pk}/soan/{YEAR + 1}/docx")

    assert page.status_code == 200
    assert "câu có năm cũ phải xem lại" in page.content.decode()
    assert Document(io.BytesIO(file.content)).paragraphs


@pytest.mark.parametrize("wanted", [YEAR, YEAR + 6])
def test_only_the_years_right_after_are_drafted(plan: Plan, year: SmallYear, wanted: int):
    assert (
        client_of(Role.DISTRICT, year).get(f"/ke-hoach/{plan.pk}/soan/{wanted}").status_code == 404
    )


def test_a_viewer_drafts_nothing_and_may_take_the_plan(plan: Plan, year: SmallYear):
    client = client_of(Role.VIEWER, year)

    assert client.get(f"/ke-hoach/{plan.pk}/soan/{YEAR + 1}").status_code == 403
    assert client.get(f"/ke-hoach/{plan.pk}/van-ban/docx").status_code == 200
