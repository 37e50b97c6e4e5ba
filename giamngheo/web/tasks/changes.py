"""Giving tasks and reporting on them: each form one action."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.agencies.models import Agency
from giamngheo.agencies.queries import agencies_near
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import children
from giamngheo.lib.errors import Refusal
from giamngheo.meetings.calendars import calendar_for
from giamngheo.planning.queries import plan_or_none
from giamngheo.tasks import handing, reporting
from giamngheo.tasks.actions import GivenTask, create_task, take_over_plan
from giamngheo.tasks.enums import State
from giamngheo.tasks.models import Task
from giamngheo.web.access import reader, require, today
from giamngheo.web.agencies.found import unit_of
from giamngheo.web.rendering import render
from giamngheo.web.tasks.forms import GuidanceForm, LeadForm, TaskForm
from giamngheo.web.tasks.found import managed_task, task_of
from giamngheo.web.tasks.views import progress_form_of, task_page

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = unit_of(unit_id)
    what = f"Giao việc của {unit.full_name}"
    require(request, permission=Permission.MANAGE_TASKS, unit=unit, what=what)
    form = TaskForm(request.POST or None, agencies=_agencies(unit))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = create_task(
                unit=unit,
                given=GivenTask(
                    text=given["text"],
                    rule=given["deadline"],
                    lead=form.known[given["lead"]],
                    coordinate=[form.known[key] for key in given["coordinate"]],
                    origin_words=given["origin_words"],
                    last_day=given["until"],
                ),
                by=reader(request),
                as_of=today(),
                calendar=calendar_for(path=unit.path),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _understood(made))
            return _back(made)
    context = {"unit": unit, "form": form}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "tasks/task_new.html", context, status=status)


def _agencies(unit: Unit) -> list[Agency]:
    """The agencies near the unit, then those of the units right below it."""
    below = children(unit=unit, as_of=today()).values("pk")
    under = Agency.objects.in_force(today()).filter(unit__in=below).select_related("unit")
    return [*agencies_near(unit=unit, as_of=today()), *under.in_order()]


def _understood(task: Task) -> str:
    readings = [one.reading for one in task.occurrences.in_order()[:3]]
    lead = task.lead.name if task.lead else task.lead_words
    return f"Đã giao cho {lead}; hạn hiểu là: {'; '.join(readings)}."


@require_POST
def take_over(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The tasks of a committed plan onto the board of its unit."""
    plan = plan_or_none(plan_id=plan_id)
    if plan is None:
        raise Http404(f"no plan {plan_id}")
    what = f"Đưa nhiệm vụ của kế hoạch {plan.code} vào bảng theo dõi"
    require(request, permission=Permission.MANAGE_TASKS, unit=plan.unit, what=what)
    taken = take_over_plan(
        plan=plan, by=reader(request), as_of=today(), calendar=calendar_for(path=plan.unit_path)
    )
    messages.success(request, f"Đã đưa {taken.made} nhiệm vụ vào bảng; {taken.known} việc đã có.")
    if taken.unknown_names:
        names = "; ".join(taken.unknown_names[:5])
        messages.warning(request, f"Danh bạ chưa biết: {names}. Thêm tên gọi khác ở danh bạ.")
    return redirect("task_gaps", plan_id=plan.pk)


@require_POST
def progress(request: HttpRequest, task_id: int) -> HttpResponse:
    task = task_of(request, task_id)
    form = progress_form_of(request, task, list(task.occurrences.in_order()))
    if form is None:
        what = "Ghi tiến độ việc này"
        require(request, permission=Permission.MANAGE_TASKS, unit=task.unit, what=what)
        messages.warning(request, "Mọi kỳ của việc này đã xong hoặc đã rút.")
        return _back(task)
    if not form.is_valid():
        return task_page(request, task, progress_form=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        note = reporting.record_progress(
            occurrence=form.occurrences[given["occurrence"]],
            agency=form.agencies.get(given["agency"]),
            state=State(given["state"]),
            words=given["words"],
            on=given["on"],
            files=form.given_files(),
            by=reader(request),
            as_of=today(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return task_page(request, task, progress_form=form, status=UNPROCESSABLE)
    messages.success(request, f"Đã ghi: {State(note.state_after).label.lower()}.")
    return _back(task)


@require_POST
def guidance(request: HttpRequest, task_id: int) -> HttpResponse:
    task = managed_task(request, task_id, "Ghi văn bản hướng dẫn")
    form = GuidanceForm(request.POST)
    if not form.is_valid():
        return task_page(request, task, guidance_form=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    reporting.record_guidance(
        task=task,
        guidance=given["guidance"],
        issued_on=given["issued_on"],
        rule=given["deadline"],
        by=reader(request),
        as_of=today(),
        calendar=calendar_for(path=task.unit_path),
    )
    messages.success(request, "Đã ghi văn bản hướng dẫn; việc nay có hạn.")
    return _back(task)


@require_POST
def lead(request: HttpRequest, task_id: int) -> HttpResponse:
    task = managed_task(request, task_id, "Giao cơ quan chủ trì")
    form = LeadForm(request.POST, agencies=agencies_near(unit=task.unit, as_of=today()))
    if not form.is_valid():
        return task_page(request, task, status=UNPROCESSABLE)
    to = form.known[form.cleaned_data["lead"]]
    handing.assign_lead(task=task, to=to, by=reader(request), as_of=today())
    messages.success(request, f"{to.name} chủ trì việc này.")
    return _back(task)


@require_POST
def withdraw(request: HttpRequest, task_id: int) -> HttpResponse:
    task = managed_task(request, task_id, "Rút nhiệm vụ")
    handing.withdraw_task(
        task=task, reason=request.POST.get("reason", ""), by=reader(request), as_of=today()
    )
    messages.success(request, "Đã rút việc này khỏi bảng theo dõi.")
    return _back(task)


def _back(task: Task) -> HttpResponse:
    return redirect("task", task_id=task.pk)
