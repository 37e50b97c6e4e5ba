"""A stored plan as a Word or PDF file, and the draft of the next year's plan (R013)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.documents.writer import OfficialPaper, word_to_pdf, write_paper
from giamngheo.lib.text import fold
from giamngheo.planning.models import Plan
from giamngheo.planning.queries import plan_or_none
from giamngheo.planning.writing import draft_next_plan, paper_of_plan
from giamngheo.web.access import reader, require
from giamngheo.web.rendering import render

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
# A plan is drafted for one of the years right after it.
MOST_YEARS_AHEAD = 5


@require_GET
def stored_file(request: HttpRequest, plan_id: int, suffix: str) -> HttpResponse:
    plan = _plan(request, plan_id, Permission.EXPORT, "Tải")
    name = f"ke-hoach {plan.code or plan.pk} {plan.unit.full_name}"
    return _file(request, plan, paper_of_plan(plan=plan), name, suffix)


@require_GET
def next_plan(request: HttpRequest, plan_id: int, year: int) -> HttpResponse:
    plan = _plan(request, plan_id, Permission.IMPORT_PLAN, "Soạn kế hoạch năm sau từ")
    _check_year(plan, year)
    draft = draft_next_plan(plan=plan, year=year)
    context = {
        "plan": plan,
        "draft": draft,
        "year": year,
        "title": draft.paper.abstract,
        "steps": [
            ("Tổng quan", reverse("home")),
            ("Kế hoạch", reverse("plan_list")),
            (plan.code or "chưa có số", reverse("plan", kwargs={"plan_id": plan.pk})),
            (f"Soạn kế hoạch năm {year}", ""),
        ],
    }
    return render(request, "plan_papers/next_plan.html", context, generated=plan.is_generated)


@require_GET
def next_plan_file(request: HttpRequest, plan_id: int, year: int, suffix: str) -> HttpResponse:
    plan = _plan(request, plan_id, Permission.IMPORT_PLAN, "Soạn kế hoạch năm sau từ")
    _check_year(plan, year)
    draft = draft_next_plan(plan=plan, year=year)
    name = f"du-thao ke-hoach {year} {plan.unit.full_name}"
    return _file(request, plan, draft.paper, name, suffix)


def _plan(request: HttpRequest, plan_id: int, permission: Permission, verb: str) -> Plan:
    plan = plan_or_none(plan_id=plan_id)
    if plan is None:
        raise Http404(f"no plan {plan_id}")
    what = f"{verb} kế hoạch {plan.code or 'chưa có số'} của {plan.unit.full_name}"
    require(request, permission=permission, unit=plan.unit, what=what, subject=what)
    return plan


def _check_year(plan: Plan, year: int) -> None:
    if not plan.last_year < year <= plan.last_year + MOST_YEARS_AHEAD:
        raise Http404(f"{year} is not right after plan {plan.pk}")


def _file(
    request: HttpRequest, plan: Plan, paper: OfficialPaper, name: str, suffix: str
) -> HttpResponse:
    if suffix not in KINDS:
        raise Http404(f"no file {suffix}")
    audit.read_event(
        action="planning.write_paper",
        by=reader(request),
        subject=name,
        unit_path=plan.unit_path,
    )
    content = write_paper(paper)
    if suffix == "pdf":
        content = word_to_pdf(word=content, name=f"kế hoạch {plan.code or plan.pk}")
    response = HttpResponse(content, content_type=KINDS[suffix])
    file = f"{fold(name).replace(' ', '-')}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
