"""Obstacles: raised by a unit, sent to the level that can decide, answered, counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Value

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.agencies.models import Agency
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import ancestors
from giamngheo.audit import actions as audit
from giamngheo.lib.text import clean
from giamngheo.tasks.enums import ObstacleState, StepKind
from giamngheo.tasks.models import LONGEST_WAIT_DAYS, Obstacle, ObstacleStep, Task
from giamngheo.tasks.queries import own_late
from giamngheo.tasks.refusals import ObstacleRefused


@dataclass(frozen=True, kw_only=True)
class ObstacleCounts:
    """How many wait, wait longer than 15 days, and were answered."""

    waiting: int
    too_long: int
    answered: int


def levels_that_decide(*, unit: Unit, as_of: date) -> list[Unit]:
    """Return the units an obstacle of `unit` may go to: itself and those above, nearest first."""
    above = [one for one in reversed(ancestors(unit=unit)) if _lives(one, as_of)]
    return [unit, *above]


def _lives(unit: Unit, as_of: date) -> bool:
    return unit.valid_to is None or unit.valid_to > as_of


@transaction.atomic
def raise_obstacle(
    *,
    unit: Unit,
    words: str,
    proposal: str = "",
    task: Task | None = None,
    agency: Agency | None = None,
    owner: Unit | None = None,
    by: User | None,
    as_of: date,
) -> Obstacle:
    """
    Keep what hinders `unit` and send it to `owner`, else to the level right above.

    Raises: ObstacleRefused [TSK-007].
    """
    if not clean(words):
        raise ObstacleRefused(unit=unit.full_name, problem="chưa ghi khó khăn, vướng mắc")
    levels = levels_that_decide(unit=unit, as_of=as_of)
    if owner is None:
        owner = levels[1] if len(levels) > 1 else unit
    _refuse_owner(unit, owner, levels)
    audit.record(action="tasks.raise_obstacle", by=by, subject="", unit_path=unit.path)
    obstacle = Obstacle.objects.create(
        unit=unit,
        unit_path=unit.path,
        owner=owner,
        owner_path=owner.path,
        task=task,
        agency=agency,
        words=clean(words),
        proposal=clean(proposal),
        raised_on=as_of,
    )
    _step(obstacle, StepKind.RAISED, owner, clean(proposal), by, as_of)
    return obstacle


@transaction.atomic
def route_obstacle(
    *, obstacle: Obstacle, to: Unit, reason: str, by: User | None, as_of: date
) -> Obstacle:
    """
    Send an open obstacle to another level, with the reason.

    Raises: ObstacleRefused [TSK-007].
    """
    obstacle = _lock(obstacle)
    unit = obstacle.unit
    if obstacle.state != ObstacleState.OPEN:
        raise ObstacleRefused(unit=unit.full_name, problem="vướng mắc đã được trả lời")
    if to == obstacle.owner:
        raise ObstacleRefused(unit=unit.full_name, problem=f"{to.full_name} đang giữ vướng mắc này")
    if not clean(reason):
        raise ObstacleRefused(unit=unit.full_name, problem="chưa ghi lý do chuyển")
    _refuse_owner(unit, to, levels_that_decide(unit=unit, as_of=as_of))
    audit.record(action="tasks.route_obstacle", by=by, subject=to.full_name, unit_path=unit.path)
    obstacle.owner, obstacle.owner_path = to, to.path
    obstacle.save(update_fields=["owner", "owner_path"])
    _step(obstacle, StepKind.ROUTED, to, clean(reason), by, as_of)
    return obstacle


@transaction.atomic
def answer_obstacle(*, obstacle: Obstacle, answer: str, by: User | None, as_of: date) -> Obstacle:
    """
    Keep the answer of the level that holds the obstacle.

    Raises: ObstacleRefused [TSK-007].
    """
    obstacle = _lock(obstacle)
    if obstacle.state != ObstacleState.OPEN:
        raise ObstacleRefused(unit=obstacle.unit.full_name, problem="vướng mắc đã được trả lời")
    if not clean(answer):
        raise ObstacleRefused(unit=obstacle.unit.full_name, problem="chưa ghi nội dung trả lời")
    audit.record(action="tasks.answer_obstacle", by=by, unit_path=obstacle.unit_path)
    obstacle.state, obstacle.answer = ObstacleState.ANSWERED, clean(answer)
    obstacle.answered_on = as_of
    obstacle.save(update_fields=["state", "answer", "answered_on"])
    _step(obstacle, StepKind.ANSWERED, obstacle.owner, clean(answer), by, as_of)
    return obstacle


@transaction.atomic
def reopen_obstacle(*, obstacle: Obstacle, why: str, by: User | None, as_of: date) -> Obstacle:
    """
    Ask again where the answer did not help; the earlier answer stays among the steps.

    Raises: ObstacleRefused [TSK-007].
    """
    obstacle = _lock(obstacle)
    if obstacle.state != ObstacleState.ANSWERED or not clean(why):
        problem = "chưa ghi điều còn vướng" if not clean(why) else "vướng mắc chưa được trả lời"
        raise ObstacleRefused(unit=obstacle.unit.full_name, problem=problem)
    audit.record(action="tasks.reopen_obstacle", by=by, unit_path=obstacle.unit_path)
    obstacle.state, obstacle.answer, obstacle.answered_on = ObstacleState.OPEN, "", None
    obstacle.save(update_fields=["state", "answer", "answered_on"])
    _step(obstacle, StepKind.REOPENED, obstacle.owner, clean(why), by, as_of)
    return obstacle


def _refuse_owner(unit: Unit, owner: Unit, levels: list[Unit]) -> None:
    if owner not in levels:
        problem = f"{owner.full_name} không phải cấp trên của đơn vị này"
        raise ObstacleRefused(unit=unit.full_name, problem=problem)


def _lock(obstacle: Obstacle) -> Obstacle:
    found = Obstacle.objects.select_for_update(of=("self",)).select_related("unit", "owner")
    return found.get(pk=obstacle.pk)


def _step(
    obstacle: Obstacle, kind: StepKind, unit: Unit, words: str, by: User | None, on: date
) -> None:
    ObstacleStep.objects.create(
        obstacle=obstacle, kind=kind, unit=unit, words=words, made_on=on, made_by=by
    )


# ── Questions ─────────────────────────────────────────────────────────────────────────────────


def obstacles_visible(*, scope: Scope) -> QuerySet[Obstacle]:
    """Return the obstacles raised in the reader's units or held by them."""
    raised = scope.filter(Obstacle.objects.all())
    held = scope.filter(Obstacle.objects.all(), field="owner_path")
    return Obstacle.objects.filter(Q(pk__in=raised.values("pk")) | Q(pk__in=held.values("pk")))


def obstacle_or_none(*, obstacle_id: int) -> Obstacle | None:
    """Return the obstacle; the caller asks `may_see_obstacle` before showing it."""
    found = Obstacle.objects.filter(pk=obstacle_id)
    return found.select_related("unit", "owner", "task", "agency").first()


def may_see_obstacle(*, obstacle: Obstacle, scope: Scope) -> bool:
    return scope.covers(obstacle.unit_path) or scope.covers(obstacle.owner_path)


def too_long(*, rows: QuerySet[Obstacle], as_of: date) -> QuerySet[Obstacle]:
    """Return those that have waited longer than 15 days: the leader's page."""
    limit = as_of - timedelta(days=LONGEST_WAIT_DAYS)
    return rows.filter(state=ObstacleState.OPEN, raised_on__lt=limit)


def obstacle_counts(*, rows: QuerySet[Obstacle], as_of: date) -> ObstacleCounts:
    limit = as_of - timedelta(days=LONGEST_WAIT_DAYS)
    is_open = Q(state=ObstacleState.OPEN)
    counted = rows.order_by().aggregate(
        waiting=Count("pk", filter=is_open),
        too_long=Count("pk", filter=is_open & Q(raised_on__lt=limit)),
        answered=Count("pk", filter=Q(state=ObstacleState.ANSWERED)),
    )
    return ObstacleCounts(**counted)


def held_too_long(*, scope: Scope) -> QuerySet[Obstacle]:
    """Return what waits for an answer of the reader's own level longer than 15 days."""
    held = Q(pk__in=())
    for path in scope.paths_for(Permission.MANAGE_TASKS):
        held |= Q(owner_path=path)
    return too_long(rows=Obstacle.objects.filter(held), as_of=scope.as_of)


def what_waits(*, scope: Scope) -> dict[str, int]:
    """Return how many tasks of the reader are "late", obstacles she holds too "long"; one query."""
    late = own_late(scope=scope).order_by().values(kind=Value("late")).annotate(n=Count("pk"))
    long = held_too_long(scope=scope).order_by().values(kind=Value("long")).annotate(n=Count("pk"))
    return {row["kind"]: row["n"] for row in late.union(long, all=True)}


def by_unit(*, rows: QuerySet[Obstacle]) -> list[tuple[str, int]]:
    """Return (unit, how many obstacles) for the units that raised any, most first."""
    counted = rows.order_by().values(name=F("unit__full_name")).annotate(count=Count("pk"))
    return [(row["name"], row["count"]) for row in counted.order_by("-count", "name")]


def may_answer(*, obstacle: Obstacle, scope: Scope) -> bool:
    """Return whether the reader decides for the level that holds it; a commune not for itself."""
    if obstacle.owner == obstacle.unit and obstacle.owner.level == UnitLevel.VILLAGE:
        return False
    return scope.can(Permission.MANAGE_TASKS, obstacle.owner_path)
