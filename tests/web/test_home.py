from datetime import UTC, date, datetime

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.planning.models import Plan
from giamngheo.work.models import WorkItem
from tests.factories.accounts import UserFactory, officer


def _plan(unit, **fields):
    return Plan.objects.create(
        unit=unit,
        unit_path=unit.path,
        code="20/KH-UBND",
        issued_date=date(2020, 1, 31),
        title="Giảm nghèo bền vững năm 2020",
        first_year=2020,
        last_year=2020,
        file_digest=f"{unit.pk}",
        **fields,
    )


def test_each_unit_of_the_reader_is_a_door(log_in_as, tho_binh, tho_son):
    client = log_in_as(officer(Role.COMMITTEE_MEMBER, tho_binh, tho_son))

    page = client.get("/").content.decode()

    assert 'href="/chi-tieu/15670/2025"' in page
    assert 'href="/chi-tieu/15667/2025"' in page


def test_work_that_waits_is_shown_and_finished_work_is_not(district_client, district_officer):
    end = datetime(2020, 1, 1, tzinfo=UTC)
    for title, state, finished in (
        ("Nạp danh sách", "RUNNING", None),
        ("Báo cáo cũ", "DONE", end),
        ("Việc hỏng", "FAILED", end),
    ):
        WorkItem.objects.create(
            kind="verify_audit",
            title=title,
            owner=district_officer,
            state=state,
            finished_at=finished,
            error_sentence="Thiếu cột." if state == "FAILED" else "",
        )

    page = district_client.get("/").content.decode()

    assert "Nạp danh sách" in page
    assert "Thiếu cột." in page
    assert "Báo cáo cũ" not in page


def test_last_plans_of_the_scope_are_linked(district_client, district, neighbour):
    mine, theirs = _plan(district), _plan(neighbour)

    page = district_client.get("/").content.decode()

    assert f'href="/ke-hoach/{mine.pk}"' in page
    assert f'href="/ke-hoach/{theirs.pk}"' not in page
    assert "Dữ liệu sinh ra để trình diễn" not in page


def test_a_generated_plan_brings_the_banner(district_client, district):
    _plan(district, is_generated=True)

    assert "Dữ liệu sinh ra để trình diễn" in district_client.get("/").content.decode()


def test_an_account_without_a_unit_is_told_what_to_do(log_in_as, db):
    client = log_in_as(UserFactory())

    assert "chưa được giao đơn vị nào" in client.get("/").content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_queries_do_not_grow_with_the_plans(
    district_client, district, count, django_assert_max_num_queries
):
    for number in range(count):
        Plan.objects.create(
            unit=district,
            unit_path=district.path,
            title="Kế hoạch",
            first_year=2020,
            last_year=2020,
            file_digest=f"{number}",
        )
    district_client.get("/")

    # Five of the frame; the unit, its year (register and plan), the review under way, lists on
    # their way to a decision, her units, plans, work.
    with django_assert_max_num_queries(17):
        district_client.get("/")
