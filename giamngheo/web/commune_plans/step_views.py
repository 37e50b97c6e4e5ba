"""Steps of a commune's plan, and the plan as a Word or PDF file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.commune_plans import actions
from giamngheo.commune_plans.enums import PlanKind
from giamngheo.commune_plans.models import CommunePlan
from giamngheo.commune_plans.papers import plan_paper_of
from giamngheo.documents.writer import word_to_pdf, write_paper
from giamngheo.lib.text import fold
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.choice.current import unit_of_page
from giamngheo.web.commune_plans.asked import SLUG_OF
from giamngheo.web.commune_plans.views import kind_of, plans_asked

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
DONE = {
    "gui": "Đã gửi {plan} để thẩm định; số liệu được chốt như hiện nay.",
    "tham-dinh": "Đã ghi ý kiến thẩm định {plan}.",
    "phe-duyet": "Đã phê duyệt {plan}; kế hoạch không sửa được nữa.",
    "tra-lai": "Đã trả lại {plan} kèm điều cần sửa.",
}
ACTIONS: dict[str, Callable[..., CommunePlan]] = {
    "tham-dinh": actions.appraise_plan,
    "phe-duyet": actions.approve_plan,
    "tra-lai": actions.return_plan,
}


@require_POST
def take_step(
    request: HttpRequest, unit_code: str, year: int, slug: str, step: str
) -> HttpResponse:
    kind = kind_of(slug)
    if step not in DONE:
        raise Http404(f"no step {step}")
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    if step == "gui":
        what = f"Gửi kế hoạch năm {year} của {unit.full_name}"
        require(request, permission=Permission.EDIT_REGISTER, unit=unit, what=what, subject=what)
    words = str(request.POST.get("y-kien", ""))[:1000]
    who: dict[str, Any] = {"by": reader(request), "scope": scope_of(request), "as_of": today()}
    if step == "gui":
        actions.send_plan(unit=unit, year=year, kind=kind, reason=words, **who)
    else:
        plan = CommunePlan.objects.select_related("unit").filter(unit=unit, year=year, kind=kind)
        found = plan.first()
        if found is None:
            raise Http404(f"no plan {slug} of {unit_code} in {year}")
        ACTIONS[step](plan=found, words=words, **who)
    messages.success(request, DONE[step].format(plan=str(PlanKind(kind).label).lower()))
    address = reverse("commune_plan", kwargs={"unit_code": unit_code, "year": year})
    return redirect(f"{address}?loai={SLUG_OF[kind]}")


@require_GET
def plan_file(
    request: HttpRequest, unit_code: str, year: int, slug: str, suffix: str
) -> HttpResponse:
    kind = kind_of(slug)
    if suffix not in KINDS:
        raise Http404(f"no file {suffix}")
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    found = plans_asked(request, unit, year, Permission.EXPORT_PERSONAL, "Tải")
    name = fold(f"{kind.label} {unit.full_name} {year}").replace(" ", "-")
    audit.read_event(
        action="commune_plans.export",
        by=reader(request),
        subject=f"{kind.label}, {unit.full_name}, năm {year}",
        unit_path=unit.path,
    )
    content = write_paper(plan_paper_of(found=found, kind=kind))
    if suffix == "pdf":
        content = word_to_pdf(word=content, name=str(kind.label).lower())
    response = HttpResponse(content, content_type=KINDS[suffix])
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
