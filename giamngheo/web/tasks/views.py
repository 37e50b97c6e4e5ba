"""The board of tasks and one task."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from giamngheo.accounts.enums import Permission
from giamngheo.agencies.queries import agencies_near
from giamngheo.planning.models import Guidance
from giamngheo.tasks import queries
from giamngheo.tasks.enums import State
from giamngheo.tasks.models import Occurrence, Task
from giamngheo.tasks.obstacles import obstacle_counts, obstacles_visible
from giamngheo.tasks.refusals import EvidenceGone
from giamngheo.web.access import scope_of, today
from giamngheo.web.choice.current import current_choice
from giamngheo.web.export_work import answer_export
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import with_query
from giamngheo.web.tasks.board import (
    PARTS,
    asked_of,
    board_table,
    due_words,
    left_words,
    rows_of,
    status_of,
)
from giamngheo.web.tasks.forms import GuidanceForm, LeadForm, ProgressForm
from giamngheo.web.tasks.found import task_of

ORDER = ("due_sort", "id")
TILES = (queries.LATE, queries.WEEK, queries.WAITING, queries.DONE)


@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    rows = rows_of(request, asked)
    counts = queries.board_counts(rows=rows, as_of=today())
    page = page_by_key(
        request,
        rows=queries.board_part(rows=rows, part=asked.part, as_of=today()),
        order=ORDER,
    )
    choice = current_choice(request)
    plans = queries.plans_on_board(scope=scope)
    context = {
        "asked": asked,
        "counts": counts,
        "tiles": [
            (dict(PARTS)[part], counts.of(part), _part_address(request, part)) for part in TILES
        ],
        "page": page,
        "table": board_table(request, asked, page.rows),
        "parts": PARTS,
        "plans": [(pk, words) for pk, words, _ in plans],
        "plans_of_mine": [(pk, words) for pk, words, path in plans if scope.covers(path)],
        "agencies": queries.agencies_on_board(scope=scope),
        "query": with_query(request),
        "obstacles": obstacle_counts(rows=obstacles_visible(scope=scope), as_of=today()),
        "unit": choice,
        "may_give": choice is not None and scope.can(Permission.MANAGE_TASKS, choice.unit_path),
        "may_export": scope.can(Permission.EXPORT),
    }
    generated = any(one.task.is_generated for one in page.rows)
    return render(request, "tasks/task_list.html", context, block="results", generated=generated)


def _part_address(request: HttpRequest, part: str) -> str:
    return f"{reverse('task_list')}?{with_query(request, phan=part)}"


@require_http_methods(["GET", "POST"])
def task_list_xlsx(request: HttpRequest) -> HttpResponse:
    return answer_export(request, name="tasks")


@require_GET
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    return task_page(request, task_of(request, task_id))


def task_page(
    request: HttpRequest,
    found: Task,
    *,
    progress_form: ProgressForm | None = None,
    guidance_form: GuidanceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    scope, as_of = scope_of(request), today()
    occurrences = list(found.occurrences.in_order())
    may_manage = queries.may_manage(task=found, scope=scope)
    waits = any(one.state == State.WAITING for one in occurrences)
    collective = found.lead is not None and found.lead.is_collective
    members = list(queries.collective_members(task=found, as_of=as_of)) if collective else []
    history = list(queries.history(task=found))
    reported = {note.agency_id for note in history if note.state_after == State.DONE}
    done = reported & {one.pk for one in members}
    context = {
        "task": found,
        "doers": queries.doers(task=found, as_of=as_of),
        "occurrences": [
            (one, due_words(one), left_words(one, as_of), status_of(one, as_of))
            for one in occurrences
        ],
        "history": history,
        "waits": waits,
        "registered": _registered(found) if waits else [],
        "members": [one for one in members if one.pk not in done],
        "members_done": len(done),
        "members_all": len(members),
        "may_manage": may_manage,
        "progress_form": progress_form or progress_form_of(request, found, occurrences),
        "may_see_plan": found.plan is not None and scope.covers(found.plan.unit_path),
        "guidance_form": guidance_form or (GuidanceForm() if waits and may_manage else None),
        "lead_form": _lead_form(found) if may_manage and found.lead is None else None,
        "unit_code": found.unit.code,
    }
    return render(request, "tasks/task.html", context, status=status, generated=found.is_generated)


def progress_form_of(
    request: HttpRequest, found: Task, occurrences: Sequence[Occurrence]
) -> ProgressForm | None:
    """Return the form of a report; None where the reader may not report or nothing is left."""
    agencies = queries.may_report_as(task=found, scope=scope_of(request))
    may = bool(agencies) or queries.may_manage(task=found, scope=scope_of(request))
    kept = [State.NOT_BEGUN, State.UNDER_WAY, State.WAITING]
    rows = [one for one in occurrences if one.state in kept]
    if not may or not rows:
        return None
    data = request.POST if request.method == "POST" else None
    files = request.FILES if request.method == "POST" else None
    return ProgressForm(data, files, occurrences=rows, agencies=agencies, initial={"on": today()})


def _lead_form(found: Task) -> LeadForm:
    return LeadForm(agencies=agencies_near(unit=found.unit, as_of=today()))


def _registered(found: Task) -> list[Guidance]:
    """Return the guidance the register of documents already holds for the plan's task."""
    if found.plan_id is None:
        return []
    rows = Guidance.objects.filter(task__plan=found.plan_id, task__key=found.plan_key)
    return list(rows.exclude(task__key="").select_related("document"))


@require_GET
def evidence(request: HttpRequest, task_id: int, evidence_id: int) -> FileResponse:
    found = task_of(request, task_id)
    kept = queries.evidence_or_none(task=found, evidence_id=evidence_id)
    if kept is None:
        raise Http404(f"no evidence {evidence_id} of task {task_id}")
    try:
        file = kept.file.open("rb")
    except FileNotFoundError as error:
        raise EvidenceGone(file=kept.file_name) from error
    response = FileResponse(file, content_type=kept.content_type)
    response["Content-Disposition"] = f'inline; filename="minh-chung-{kept.pk}"'
    return response
