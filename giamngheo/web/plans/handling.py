"""A plan sent in, its items decided one by one, and the plan committed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.planning import actions
from giamngheo.planning.carrying import changes_between
from giamngheo.planning.enums import ItemState
from giamngheo.planning.models import AllocationRow, Plan, PlanItem
from giamngheo.planning.queries import may_handle, plan_or_none, plans_visible
from giamngheo.planning.uploads import take_file
from giamngheo.planning.workbench import workbench_of
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.plans import desk as views
from giamngheo.web.plans.forms import UploadForm
from giamngheo.web.plans.words import item_words
from giamngheo.web.rendering import render
from giamngheo.work.models import WorkItem

UNPROCESSABLE = 422
STATES = {state.value: state for state in ItemState}


@require_http_methods(["GET", "POST"])
def plan_upload(request: HttpRequest) -> HttpResponse:
    """Send a plan document in; it is read, and nothing else happens until people decide."""
    require_anywhere(request, "Nạp văn bản kế hoạch")
    units = _own_units(request)
    choices = views.unit_choices(scope=scope_of(request), units=units, as_of=today())
    before = _superseded(request)
    if request.method != "POST":
        return _upload_page(request, UploadForm(units=choices), before)
    form = UploadForm(request.POST, request.FILES, units=choices)
    if not form.is_valid():
        return _upload_page(request, form, before, status=UNPROCESSABLE)
    file = form.cleaned_data["file"]
    unit = form.units.get(form.cleaned_data["unit"] or 0)
    try:
        done = take_file(
            file_name=file.name or "",
            content=file.read(),
            by=reader(request),
            unit=unit,
            fallback=units[0],
            within=[one.path for one in units],
            supersedes=before,
        )
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return _upload_page(request, form, before, status=UNPROCESSABLE)
    if isinstance(done, WorkItem):
        messages.success(request, "Đã nhận tệp; việc đọc hiện ở trang này, có thể rời trang.")
        return redirect("work_list")
    if not done.is_new:
        messages.warning(request, "Tệp này đã nạp từ trước; đây là bản đã có.")
    return _to_plan(done.plan)


def _to_plan(plan: Plan) -> HttpResponse:
    return redirect("plan" if plan.is_committed else "plan_desk", plan_id=plan.pk)


def _own_units(request: HttpRequest) -> list[Unit]:
    """Return the units for which the reader puts plans in; the widest when she may everywhere."""
    paths = scope_of(request).paths_for(Permission.IMPORT_PLAN)
    if "/" in paths:
        return list(Unit.objects.at_level(1).in_force(today()).in_order())
    found = Unit.objects.filter(path__in=paths)
    return list(found.in_force(today()).in_order()) or list(found.order_by("-valid_from"))


def require_anywhere(request: HttpRequest, what: str) -> None:
    """Refuse unless the reader puts plans in somewhere; the attempt is an audit event."""
    accounts.require(
        scope=scope_of(request), path=None, permission=Permission.IMPORT_PLAN, subject=what
    )


def _superseded(request: HttpRequest) -> Plan | None:
    """Return the plan that the file corrects, when the address or the form names one."""
    text = request.POST.get("thay") or request.GET.get("thay") or ""
    if not text.isdecimal():
        return None
    plan = plan_or_none(plan_id=int(text))
    if plan is None:
        raise Http404(f"no plan {text}")
    return _handled(request, plan)


def _upload_page(
    request: HttpRequest, form: UploadForm, before: Plan | None, *, status: int = 200
) -> HttpResponse:
    steps = [("Tổng quan", reverse("home")), ("Kế hoạch", reverse("plan_list")), ("Nạp", "")]
    context = {"form": form, "before": before, "steps": steps}
    return render(request, "plans/upload.html", context, status=status)


@require_GET
def plan_desk(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Screen 8: the document on one side, what was understood on the other."""
    plan = _plan(request, plan_id)
    if plan.is_committed:
        return redirect("plan", plan_id=plan_id)
    editing = request.GET.get("sua", "")
    number = int(editing) if editing.isdecimal() else 0
    return _desk(request, plan, request.GET.get("phan", ""), number)


def _desk(request: HttpRequest, plan: Plan, block: str, editing: int) -> HttpResponse:
    desk = workbench_of(plan=plan, block=block)
    units = [] if plan.is_unit_confirmed else _own_units(request)
    choices = views.unit_choices(scope=scope_of(request), units=units, as_of=today())
    context = {
        "plan": plan,
        "desk": desk,
        "items": views.item_views(desk=desk, editing=editing),
        "findings": views.finding_views(desk.findings),
        "units": choices,
        "here": reverse("plan_desk", kwargs={"plan_id": plan.pk}),
        "steps": _steps(plan),
    }
    return render(request, "plans/desk.html", context, block="results", generated=plan.is_generated)


def _steps(plan: Plan) -> list[tuple[str, str]]:
    return [
        ("Tổng quan", reverse("home")),
        ("Kế hoạch", reverse("plan_list")),
        (plan.code or plan.file_name, ""),
    ]


@require_POST
def plan_item(request: HttpRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Accept, reject, correct or reopen one item."""
    plan = _plan(request, plan_id)
    item = PlanItem.objects.filter(plan=plan, pk=item_id).first()
    state = STATES.get(request.POST.get("y-kien", ""))
    version = request.POST.get("ban", "")
    if item is None or state is None or not version.isdecimal():
        raise Http404(f"no item {item_id} in plan {plan_id}")
    prefix = "truong-"
    typed = {
        name.removeprefix(prefix): value
        for name, value in request.POST.items()
        if name.startswith(prefix) and isinstance(value, str)
    }
    item = actions.decide_item(
        item=item,
        state=state,
        version=int(version),
        by=reader(request),
        typed=typed,
        reason=request.POST.get("ly-do", ""),
    )
    if getattr(request, "htmx", None):
        return _desk(request, plan, item.block, 0)
    onward = views.next_item(plan=plan, after=item)
    return redirect(f"{_desk_href(plan, item.block)}#muc-{onward.pk if onward else item.pk}")


def _desk_href(plan: Plan, block: str = "") -> str:
    href = reverse("plan_desk", kwargs={"plan_id": plan.pk})
    return f"{href}?phan={block}" if block else href


@require_POST
def plan_accept(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Accept what nobody decided yet, of one block or of the whole plan."""
    plan = _plan(request, plan_id)
    block = request.POST.get("phan", "")
    count = actions.accept_all(plan=plan, by=reader(request), block=block)
    messages.success(request, f"Đã nhận {format_number(count)} mục chưa xem.")
    return redirect("plan_desk", plan_id=plan_id)


@require_POST
def plan_unit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Say whose plan it is."""
    plan = _plan(request, plan_id)
    units = views.unit_choices(scope=scope_of(request), units=_own_units(request), as_of=today())
    chosen = {str(unit.pk): unit for unit in units}.get(request.POST.get("don-vi", ""))
    if chosen is None:
        raise Http404("no such unit")
    actions.choose_unit(plan=plan, unit=chosen, by=reader(request))
    return redirect("plan_desk", plan_id=plan_id)


@require_POST
def plan_commit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take the decided items as data."""
    plan = actions.commit_plan(plan=_plan(request, plan_id), by=reader(request))
    messages.success(
        request,
        f"Đã ghi nhận kế hoạch {plan.code or plan.title}: chỉ tiêu, nhiệm vụ, kinh phí đã vào sổ.",
    )
    return redirect("plan", plan_id=plan_id)


@require_GET
def plan_changes(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What changed between a corrected file and the one before it."""
    plan = _plan(request, plan_id)
    if plan.supersedes_id is None:
        return redirect("plan_desk", plan_id=plan_id)
    before = PlanItem.objects.filter(plan=plan.supersedes_id)
    changes = [
        (
            change,
            _words(change.before),
            _words(change.after),
        )
        for change in changes_between(before=before, after=plan.items.all())
    ]
    context = {
        "plan": plan,
        "changes": changes,
        "desk": _desk_href(plan),
        "steps": [
            *_steps(plan)[:-1],
            (plan.code or plan.file_name, _desk_href(plan)),
            ("Thay đổi", ""),
        ],
    }
    return render(request, "plans/changes.html", context, generated=plan.is_generated)


def _words(item: PlanItem | None) -> str:
    if item is None:
        return ""
    return " · ".join(filter(None, item_words(block=item.block, data=item.value)))


@require_POST
def plan_name(request: HttpRequest, plan_id: int, row_id: int) -> HttpResponse:
    """Confirm that a spelling means the unit it was taken for."""
    plan = _plan(request, plan_id)
    row = AllocationRow.objects.filter(plan=plan, pk=row_id).first()
    if row is None:
        raise Http404(f"no row {row_id}")
    row = actions.confirm_name(row=row, by=reader(request))
    messages.success(request, f"Đã xác nhận: «{row.name_as_written}» là {row.unit.full_name}.")
    return redirect("plan", plan_id=plan_id)


@require_POST
def plan_parent(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Say which plan above this one carries out."""
    plan = _plan(request, plan_id)
    text = request.POST.get("cap-tren", "")
    parent = None
    if text.isdecimal():
        parent = plans_visible(scope=scope_of(request)).filter(pk=int(text)).first()
        if parent is None:
            raise Http404(f"no plan {text}")
    actions.name_parent(plan=plan, parent=parent, by=reader(request))
    return redirect("plan", plan_id=plan_id)


def _plan(request: HttpRequest, plan_id: int) -> Plan:
    plan = plan_or_none(plan_id=plan_id)
    if plan is None:
        raise Http404(f"no plan {plan_id}")
    return _handled(request, plan)


def _handled(request: HttpRequest, plan: Plan) -> Plan:
    if not may_handle(plan=plan, scope=scope_of(request)):
        refuse_handling(request, plan)
    return plan


def refuse_handling(request: HttpRequest, plan: Plan) -> None:
    """Answer 403 with who may, and note the attempt."""
    what = f"Xử lý kế hoạch {plan.code or plan.file_name}"
    require(request, permission=Permission.IMPORT_PLAN, unit=plan.unit, what=what)
