"""Which task or obstacle an address means, and whether the reader may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.accounts.refusals import AccessRefused
from giamngheo.areas.models import Unit
from giamngheo.tasks.models import Obstacle, Task
from giamngheo.tasks.obstacles import may_see_obstacle, obstacle_or_none
from giamngheo.tasks.queries import may_see, task_or_none
from giamngheo.web.access import refuse, require, scope_of


def task_of(request: HttpRequest, task_id: int) -> Task:
    """Return the task. Raises: Http404; NoRight when it neither is hers nor concerns her."""
    task = task_or_none(task_id=task_id)
    if task is None:
        raise Http404(f"no task {task_id}")
    if not may_see(task=task, scope=scope_of(request)):
        _refuse(request, task.unit, Permission.VIEW_REGISTER, "Xem nhiệm vụ này")
    return task


def managed_task(request: HttpRequest, task_id: int, what: str) -> Task:
    """Return the task where the reader manages the tasks of its unit."""
    task = task_of(request, task_id)
    require(request, permission=Permission.MANAGE_TASKS, unit=task.unit, what=what)
    return task


def obstacle_of(request: HttpRequest, obstacle_id: int) -> Obstacle:
    obstacle = obstacle_or_none(obstacle_id=obstacle_id)
    if obstacle is None:
        raise Http404(f"no obstacle {obstacle_id}")
    if not may_see_obstacle(obstacle=obstacle, scope=scope_of(request)):
        _refuse(request, obstacle.unit, Permission.VIEW_REGISTER, "Xem vướng mắc này")
    return obstacle


def _refuse(request: HttpRequest, unit: Unit, permission: Permission, what: str) -> None:
    """A reader of the unit itself sees everything of it, so the refusal names who that is."""
    try:
        accounts.require(scope=scope_of(request), path=unit.path, permission=permission)
    except AccessRefused as refused:
        refuse(permission=permission, unit=unit, what=what, because=refused)
