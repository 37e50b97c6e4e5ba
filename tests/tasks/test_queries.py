"""Who sees which task, who may report, what stands in which part of the board."""

from collections.abc import Callable
from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.agencies.actions import assign_staff
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.planning.models import Plan
from giamngheo.tasks import queries
from giamngheo.tasks.actions import take_over_plan
from giamngheo.tasks.gaps import gaps_of, topics_of
from giamngheo.tasks.models import Task
from giamngheo.tasks.queries import TaskFilter
from tests.factories.accounts import UserFactory, officer
from tests.tasks.conftest import DAY

Find = Callable[[str], Agency]
AsScope = Callable[[User], Scope]


@pytest.fixture
def board(plan: Plan) -> Plan:
    take_over_plan(plan=plan, by=None, as_of=DAY)
    return plan


def keys(scope: Scope) -> set[str]:
    return set(queries.tasks_visible(scope=scope).values_list("plan_key", flat=True))


def test_district_sees_all_and_the_neighbour_nothing(
    board: Plan, district: Unit, neighbour: Unit, scope: AsScope
) -> None:
    assert len(keys(scope(officer(Role.DISTRICT, district)))) == 6
    assert keys(scope(officer(Role.DISTRICT, neighbour))) == set()
    assert keys(scope(UserFactory())) == set()


def test_commune_sees_what_is_given_to_the_communes(
    board: Plan, communes: list[Unit], scope: AsScope
) -> None:
    assert keys(scope(officer(Role.COMMUNE, communes[0]))) == {"k1"}


def test_staff_see_their_agency_s_tasks(board: Plan, agency: Find, scope: AsScope) -> None:
    user = UserFactory()
    assign_staff(agency=agency("DIVISION_HEALTH"), user=user, as_of=DAY, by=None)

    assert keys(scope(user)) == {"k4"}
    (task,) = queries.tasks_visible(scope=scope(user))
    assert queries.may_report_as(task=task, scope=scope(user)) == [agency("DIVISION_HEALTH")]


def test_commune_reports_only_for_itself(board: Plan, communes: list[Unit], scope: AsScope) -> None:
    mine = scope(officer(Role.COMMUNE, communes[0]))

    found = queries.may_report_as(task=Task.objects.get(plan_key="k1"), scope=mine)

    assert [one.unit for one in found] == [communes[0]]
    assert not queries.may_manage(task=Task.objects.get(plan_key="k1"), scope=mine)


def test_viewer_reports_nothing(board: Plan, district: Unit, scope: AsScope) -> None:
    viewer = scope(officer(Role.VIEWER, district))

    assert queries.may_report_as(task=Task.objects.get(plan_key="k1"), scope=viewer) == []


@pytest.mark.parametrize(
    ("day", "late", "week", "later"),
    [
        # "trước ngày 24/02" ends with the 23rd; January's task has been late since 01/02.
        (date(2020, 2, 16), 1, 0, 5),
        (date(2020, 2, 17), 1, 1, 4),
        (date(2020, 2, 23), 1, 1, 4),
        (date(2020, 2, 24), 2, 0, 4),
    ],
)
def test_parts_of_the_board(
    board: Plan, district: Unit, scope: AsScope, day: date, late: int, week: int, later: int
) -> None:
    rows = queries.occurrences(scope=scope(officer(Role.DISTRICT, district)), asked=TaskFilter())

    counts = queries.board_counts(rows=rows, as_of=day)

    assert (counts.late, counts.week, counts.later) == (late, week, later)
    assert (counts.waiting, counts.undated, counts.done) == (1, 2, 0)
    now = queries.board_part(rows=rows, part=queries.NOW, as_of=day)
    assert now.count() == late + week + 1


def test_filter_by_an_agency_takes_in_those_it_helps(
    board: Plan, district: Unit, agency: Find, scope: AsScope
) -> None:
    asked = TaskFilter(agency=agency("DIVISION_LABOUR"))

    rows = queries.occurrences(scope=scope(officer(Role.DISTRICT, district)), asked=asked)

    assert {row.task.plan_key for row in rows} == {"k1", "k2", "k3"}


def test_own_late_tasks(board: Plan, district: Unit, agency: Find, scope: AsScope) -> None:
    user = UserFactory()
    assign_staff(agency=agency("DIVISION_HEALTH"), user=user, as_of=DAY, by=None)

    assert queries.own_late(scope=scope(officer(Role.DISTRICT, district))).count() == 2
    assert queries.own_late(scope=scope(user)).count() == 0


def test_gaps_of_a_plan(board: Plan) -> None:
    found = gaps_of(plan=board)

    rows = {row.topic: row for row in found.rows}
    assert rows["Nhà ở"].leads == ("Ủy ban nhân dân các xã, thị trấn",)
    assert rows["Trợ giúp pháp lý"].without_lead
    assert [task.plan_key for task in found.no_lead] == ["k6"]
    assert [task.plan_key for task in found.unknown] == ["k5"]
    assert (found.has_money, found.topics_without_money) == (False, ())


def test_topics_by_words() -> None:
    assert topics_of("Cấp thẻ BHYT, hỗ trợ nhà ở") == {"Bảo hiểm y tế", "Nhà ở"}
    assert topics_of("Nêu cao tinh thần") == set()
