"""Obstacles go to the level that can decide, are answered, counted, and reach the leader."""

from collections.abc import Callable
from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.tasks import obstacles
from giamngheo.tasks.enums import ObstacleState
from giamngheo.tasks.models import Obstacle
from giamngheo.tasks.refusals import ObstacleRefused
from tests.factories.accounts import officer
from tests.tasks.conftest import DAY

AsScope = Callable[[User], Scope]


@pytest.fixture
def raised(communes: list[Unit]) -> Obstacle:
    return obstacles.raise_obstacle(unit=communes[0], words="Thiếu phiếu", by=None, as_of=DAY)


def test_obstacle_goes_to_the_level_above(raised: Obstacle, district: Unit) -> None:
    assert raised.owner == district
    assert raised.steps.get().kind == "RAISED"


def test_levels_of_two_tiers_have_no_district(communes: list[Unit], district: Unit) -> None:
    before = obstacles.levels_that_decide(unit=communes[0], as_of=date(2025, 6, 30))
    after = obstacles.levels_that_decide(unit=communes[0], as_of=date(2025, 7, 1))

    assert before == [communes[0], district, district.parent]
    assert after == [communes[0], district.parent]


def test_routed_answered_asked_again(raised: Obstacle, district: Unit) -> None:
    province = district.parent
    assert province is not None

    sent = obstacles.route_obstacle(
        obstacle=raised, to=province, reason="vượt thẩm quyền", by=None, as_of=DAY
    )
    answered = obstacles.answer_obstacle(obstacle=sent, answer="Đã cấp", by=None, as_of=DAY)
    again = obstacles.reopen_obstacle(obstacle=answered, why="Chưa nhận", by=None, as_of=DAY)

    assert (again.state, again.owner, again.answer) == (ObstacleState.OPEN, province, "")
    kinds = [step.kind for step in raised.steps.all()]
    assert kinds == ["RAISED", "ROUTED", "ANSWERED", "REOPENED"]


def test_empty_or_misplaced_steps_are_refused(
    raised: Obstacle, communes: list[Unit], neighbour: Unit
) -> None:
    refused: list[Callable[[], object]] = [
        lambda: obstacles.raise_obstacle(unit=communes[0], words=" ", by=None, as_of=DAY),
        lambda: obstacles.raise_obstacle(
            unit=communes[0], words="x", owner=neighbour, by=None, as_of=DAY
        ),
        lambda: obstacles.answer_obstacle(obstacle=raised, answer=" ", by=None, as_of=DAY),
        lambda: obstacles.route_obstacle(
            obstacle=raised, to=raised.owner, reason="x", by=None, as_of=DAY
        ),
        lambda: obstacles.route_obstacle(
            obstacle=raised, to=communes[0], reason="", by=None, as_of=DAY
        ),
        lambda: obstacles.reopen_obstacle(obstacle=raised, why="x", by=None, as_of=DAY),
    ]

    for step in refused:
        with pytest.raises(ObstacleRefused):
            step()


def test_answered_obstacle_is_answered_once(raised: Obstacle) -> None:
    obstacles.answer_obstacle(obstacle=raised, answer="Đã cấp", by=None, as_of=DAY)

    with pytest.raises(ObstacleRefused):
        obstacles.answer_obstacle(obstacle=raised, answer="Nữa", by=None, as_of=DAY)


@pytest.mark.parametrize(("day", "long"), [(date(2020, 3, 17), 0), (date(2020, 3, 18), 1)])
def test_over_fifteen_days_reaches_the_leader(raised: Obstacle, day: date, long: int) -> None:
    counts = obstacles.obstacle_counts(rows=Obstacle.objects.all(), as_of=day)

    assert (counts.waiting, counts.too_long) == (1, long)
    assert raised.waits_too_long(day) == bool(long)
    assert obstacles.too_long(rows=Obstacle.objects.all(), as_of=day).count() == long


def test_seen_by_who_raised_and_who_decides(
    raised: Obstacle, communes: list[Unit], district: Unit, neighbour: Unit, scope: AsScope
) -> None:
    seen = {
        role: obstacles.obstacles_visible(scope=scope(officer(role, unit))).count()
        for role, unit in ((Role.COMMUNE, communes[0]), (Role.DISTRICT, district))
    }

    assert seen == {Role.COMMUNE: 1, Role.DISTRICT: 1}
    other = scope(officer(Role.COMMUNE, communes[1]))
    assert not obstacles.obstacles_visible(scope=other).exists()
    beside = scope(officer(Role.DISTRICT, neighbour))
    assert not obstacles.may_see_obstacle(obstacle=raised, scope=beside)
    assert obstacles.may_answer(obstacle=raised, scope=scope(officer(Role.LEADER, district)))
    assert not obstacles.may_answer(
        obstacle=raised, scope=scope(officer(Role.COMMUNE, communes[0]))
    )
