"""Obstacles: the list, one of them, raising, routing, answering."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.tasks import obstacles
from giamngheo.tasks.enums import ObstacleState
from giamngheo.tasks.models import Obstacle
from giamngheo.tasks.queries import may_report_as, may_see, task_or_none
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.agencies.found import unit_of
from giamngheo.web.choice.current import current_choice
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, build_table
from giamngheo.web.tasks.board import shortened
from giamngheo.web.tasks.forms import ObstacleForm, RouteForm, WordsForm
from giamngheo.web.tasks.found import obstacle_of

UNPROCESSABLE = 422
PARTS = (("cho", "Chờ trả lời"), ("qua-15", "Chờ quá 15 ngày"), ("xong", "Đã trả lời"))
COLUMNS = (
    Column(key="words", head="Khó khăn, vướng mắc", row_head=True, sortable=False),
    Column(key="unit", head="Đơn vị nêu", sortable=False),
    Column(key="raised", head="Ngày nêu", kind="date", sortable=False, wide_only=True),
    Column(key="age", head="Số ngày", kind="number", sortable=False, zero="0"),
    Column(key="owner", head="Nơi giải quyết", sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False),
)


@require_GET
def obstacle_list(request: HttpRequest) -> HttpResponse:
    scope, part = scope_of(request), request.GET.get("phan", "cho")
    visible = obstacles.obstacles_visible(scope=scope)
    page = page_by_key(
        request,
        rows=_part(visible, part).select_related("unit", "owner"),
        order=("raised_on", "id"),
    )
    choice = current_choice(request)
    context = {
        "counts": obstacles.obstacle_counts(rows=visible, as_of=today()),
        "by_unit": obstacles.by_unit(rows=visible)[:12],
        "part": part,
        "parts": PARTS,
        "page": page,
        "table": build_table(
            request,
            name="vuong-mac",
            caption=dict(PARTS).get(part, "Mọi vướng mắc"),
            columns=COLUMNS,
            rows=[_row(one) for one in page.rows],
            presorted=True,
            empty="Không có vướng mắc nào ở phần này.",
        ),
        "unit": choice,
        "may_raise": choice is not None and scope.can(Permission.MANAGE_TASKS, choice.unit_path),
    }
    generated = any(one.is_generated for one in page.rows)
    return render(
        request, "tasks/obstacle_list.html", context, block="results", generated=generated
    )


def _part(rows: QuerySet[Obstacle], part: str) -> QuerySet[Obstacle]:
    if part == "qua-15":
        return obstacles.too_long(rows=rows, as_of=today())
    states = {"cho": ObstacleState.OPEN, "xong": ObstacleState.ANSWERED}
    return rows.filter(state=states[part]) if part in states else rows


def _row(one: Obstacle) -> Row:
    return Row(
        cells={
            "words": Cell(
                value=shortened(one.words, 160),
                href=reverse("obstacle", kwargs={"obstacle_id": one.pk}),
            ),
            "unit": one.unit.full_name,
            "raised": one.raised_on,
            "age": one.days_waited(today()),
            "owner": one.owner.full_name,
            "state": _status(one),
        },
        tone="bad" if one.waits_too_long(today()) else "",
    )


def _status(one: Obstacle) -> Status:
    if one.state == ObstacleState.ANSWERED:
        return Status(tone="good", word=ObstacleState.ANSWERED.label)
    if one.waits_too_long(today()):
        return Status(tone="bad", word="Chờ quá 15 ngày")
    return Status(tone="look", word=ObstacleState.OPEN.label)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = unit_of(unit_id)
    require(
        request,
        permission=Permission.MANAGE_TASKS,
        unit=unit,
        what=f"Nêu vướng mắc của {unit.full_name}",
    )
    levels = obstacles.levels_that_decide(unit=unit, as_of=today())
    wanted = levels[1].pk if len(levels) > 1 else unit.pk
    form = ObstacleForm(request.POST or None, levels=levels, initial={"owner": wanted})
    number = request.GET.get("viec", "")
    task = task_or_none(task_id=int(number)) if number.isdecimal() and len(number) < 19 else None
    if task is not None and not may_see(task=task, scope=scope_of(request)):
        task = None
    if request.method == "POST" and form.is_valid():
        agencies = may_report_as(task=task, scope=scope_of(request)) if task else []
        made = obstacles.raise_obstacle(
            unit=unit,
            words=form.cleaned_data["words"],
            proposal=form.cleaned_data["proposal"],
            owner=form.levels[form.cleaned_data["owner"]],
            task=task,
            agency=agencies[0] if agencies else None,
            by=reader(request),
            as_of=today(),
        )
        messages.success(request, f"Đã chuyển vướng mắc đến {made.owner.full_name}.")
        return redirect("obstacle", obstacle_id=made.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"unit": unit, "form": form, "task": task}
    return render(request, "tasks/obstacle_new.html", context, status=status)


@require_GET
def obstacle(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    return _page(request, obstacle_of(request, obstacle_id))


def _page(request: HttpRequest, found: Obstacle, *, status: int = 200) -> HttpResponse:
    levels = obstacles.levels_that_decide(unit=found.unit, as_of=today())
    others = [one for one in levels if one != found.owner]
    scope = scope_of(request)
    is_open = found.state == ObstacleState.OPEN
    may = obstacles.may_answer(obstacle=found, scope=scope)
    may_ask_again = not is_open and scope.can(Permission.MANAGE_TASKS, found.unit_path)
    context = {
        "obstacle": found,
        "status": _status(found),
        "days": found.days_waited(today()),
        "steps": list(found.steps.select_related("unit", "made_by")),
        "answer_form": WordsForm(request.POST or None) if is_open and may else None,
        "route_form": RouteForm(request.POST or None, levels=others)
        if is_open and may and others
        else None,
        "again_form": WordsForm(request.POST or None) if may_ask_again else None,
    }
    return render(
        request, "tasks/obstacle.html", context, status=status, generated=found.is_generated
    )


def _held(request: HttpRequest, obstacle_id: int) -> Obstacle:
    """Return the obstacle where the reader decides for the level that holds it."""
    found = obstacle_of(request, obstacle_id)
    what = f"Trả lời vướng mắc của {found.unit.full_name}"
    require(request, permission=Permission.MANAGE_TASKS, unit=found.owner, what=what)
    return found


@require_POST
def route(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    found = _held(request, obstacle_id)
    levels = obstacles.levels_that_decide(unit=found.unit, as_of=today())
    form = RouteForm(request.POST, levels=levels)
    if not form.is_valid():
        return _page(request, found, status=UNPROCESSABLE)
    sent = obstacles.route_obstacle(
        obstacle=found,
        to=form.levels[form.cleaned_data["to"]],
        reason=form.cleaned_data["reason"],
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, f"Đã chuyển đến {sent.owner.full_name}.")
    return redirect("obstacle", obstacle_id=found.pk)


@require_POST
def answer(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    found = _held(request, obstacle_id)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=UNPROCESSABLE)
    obstacles.answer_obstacle(
        obstacle=found, answer=form.cleaned_data["words"], by=reader(request), as_of=today()
    )
    messages.success(request, "Đã trả lời vướng mắc.")
    return redirect("obstacle", obstacle_id=found.pk)


@require_POST
def reopen(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    found = obstacle_of(request, obstacle_id)
    what = f"Hỏi lại vướng mắc của {found.unit.full_name}"
    require(request, permission=Permission.MANAGE_TASKS, unit=found.unit, what=what)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=UNPROCESSABLE)
    obstacles.reopen_obstacle(
        obstacle=found, why=form.cleaned_data["words"], by=reader(request), as_of=today()
    )
    messages.success(request, "Đã hỏi lại.")
    return redirect("obstacle", obstacle_id=found.pk)
