"""Plans put in so far, and one committed plan: its parts with the line each was read from."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.planning.enums import PlanStage
from giamngheo.planning.models import Plan
from giamngheo.planning.queries import may_handle, may_read, plan_or_none, plans_visible
from giamngheo.web.access import require, scope_of
from giamngheo.web.plans import parts
from giamngheo.web.plans.words import years_of
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, build_table

MOST_LISTED = 200

PLAN_COLUMNS = (
    Column(key="title", head="Kế hoạch", row_head=True),
    Column(key="unit", head="Đơn vị"),
    Column(key="years", head="Năm"),
    Column(key="stage", head="Trạng thái", kind="status"),
    Column(key="issued", head="Ngày ban hành", kind="date"),
)


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request)
    plans = plans_visible(scope=scope).select_related("unit")[:MOST_LISTED]
    table = build_table(
        request,
        name="ke-hoach",
        caption="Kế hoạch đã nạp",
        columns=PLAN_COLUMNS,
        rows=[_plan_row(found) for found in plans],
        empty="Chưa nạp kế hoạch nào. Bấm Nạp văn bản để đọc bản Word hoặc PDF đầu tiên.",
    )
    steps = [("Tổng quan", reverse("home")), ("Kế hoạch", "")]
    context = {"table": table, "steps": steps, "may_upload": scope.can(Permission.IMPORT_PLAN)}
    return render(request, "plans/plan_list.html", context, block="results")


@require_GET
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    found = readable_plan(request, plan_id)
    if not found.is_committed:
        return redirect("plan_desk", plan_id=plan_id)
    part = parts.part_asked(request)
    context = {
        **parts.context(request, found, part, may_handle(plan=found, scope=scope_of(request))),
        "plan": found,
        "years": years_of(found),
        "part": part,
        "tabs": parts.TABS,
        "here": reverse("plan", kwargs={"plan_id": found.pk}),
        "lines": list(enumerate(found.text.splitlines(), start=1)),
        "progress": _progress(found),
        "cascade": _cascade(found),
        "steps": steps_of(found),
    }
    return render(request, "plans/plan.html", context, generated=found.is_generated)


def readable_plan(request: HttpRequest, plan_id: int) -> Plan:
    """Return the plan when the reader may open it; else 404, or 403 that says who may."""
    found = plan_or_none(plan_id=plan_id)
    if found is None:
        raise Http404(f"no plan {plan_id}")
    if not may_read(plan=found, scope=scope_of(request)):
        wanted = Permission.VIEW_REGISTER if found.is_committed else Permission.IMPORT_PLAN
        what = f"Xem kế hoạch {found.code or found.file_name}"
        require(request, permission=wanted, unit=found.unit, what=what)
    return found


def steps_of(found: Plan, *more: tuple[str, str]) -> list[tuple[str, str]]:
    here = reverse("plan", kwargs={"plan_id": found.pk}) if more else ""
    return [
        ("Tổng quan", reverse("home")),
        ("Kế hoạch", reverse("plan_list")),
        (found.code or "chưa có số", here),
        *more,
    ]


def _progress(found: Plan) -> str:
    place = {"unit_code": found.unit.code, "year": found.last_year}
    return reverse("unit_year", kwargs=place) if found.unit.code else ""


def _cascade(found: Plan) -> str:
    place = {"unit_code": found.unit.code, "year": found.last_year}
    return reverse("plan_cascade", kwargs=place) if found.unit.code else ""


def _plan_row(found: Plan) -> Row:
    title = f"{found.code or 'Chưa có số'}: {found.title}"
    href = reverse("plan", kwargs={"plan_id": found.pk})
    read = found.stage == PlanStage.READ
    return Row(
        cells={
            "title": Cell(value=title, href=href),
            "unit": found.unit.full_name if found.is_unit_confirmed else "chưa rõ",
            "years": years_of(found),
            "stage": Status(tone="look" if read else "good", word=found.get_stage_display()),
            "issued": found.issued_date,
        }
    )
