"""One target: its sentence, its figures, who owns it, what was reached, why it is behind."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.planning.models import Target
from giamngheo.reviews.queries import last_day
from giamngheo.targets import actions
from giamngheo.targets.applying import area_written
from giamngheo.targets.catalogue import indicator_of
from giamngheo.targets.models import Measurement
from giamngheo.targets.queries import may_report, target_or_none
from giamngheo.targets.stands import Stand, owned_of, register_of, stands, targets_of
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.rendering import render
from giamngheo.web.targets import target_page
from giamngheo.web.targets.forms import BehindForm, OwnForm, ResultForm

UNPROCESSABLE = 422


@require_GET
def target(request: HttpRequest, target_id: int) -> HttpResponse:
    return _page(request, _found(request, target_id))


@require_POST
def target_own(request: HttpRequest, target_id: int) -> HttpResponse:
    found = _to_change(request, target_id)
    form = OwnForm(request.POST, read_area=str(area_written(found).label))
    if not form.is_valid():
        return _page(request, found, own=form)
    data = form.cleaned_data
    actions.own_target(
        target=found,
        ownership=actions.Ownership(
            owner_text=data["owner"],
            indicator=data["indicator"],
            baseline=data["baseline"],
            baseline_year=data["baseline_year"],
            baseline_source=data["baseline_source"],
            area=data["area"],
        ),
        version=data["version"],
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, "Đã ghi cơ quan phụ trách và số gốc.")
    return redirect("target", target_id=target_id)


@require_POST
def target_result(request: HttpRequest, target_id: int) -> HttpResponse:
    found = _to_change(request, target_id)
    form = ResultForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, result=form)
    data, file = form.cleaned_data, form.cleaned_data["file"]
    actions.record_result(
        target=found,
        value=data["value"],
        day=data["day"],
        evidence=actions.Evidence(
            words=data["evidence"],
            content=file.read() if file else b"",
            file_name=file.name if file else "",
        ),
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, "Đã ghi số thực hiện.")
    return redirect("target", target_id=target_id)


@require_POST
def target_behind(request: HttpRequest, target_id: int) -> HttpResponse:
    found = _to_change(request, target_id)
    form = BehindForm(request.POST)
    if not form.is_valid():
        return _page(request, found, behind=form)
    actions.explain_behind(
        stand=_stand(found),
        cause=form.cleaned_data["cause"],
        measure=form.cleaned_data["measure"],
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, "Đã ghi nguyên nhân và giải pháp.")
    return redirect("target", target_id=target_id)


@require_GET
def target_evidence(request: HttpRequest, target_id: int, result_id: int) -> HttpResponse:
    found = _found(request, target_id)
    kept = Measurement.objects.filter(pk=result_id, target=found).exclude(digest="").first()
    if kept is None:
        raise Http404(f"no evidence {result_id}")
    audit.read_event(
        action="targets.read_evidence",
        by=reader(request),
        subject=kept.file_name,
        unit_path=found.plan.unit_path,
    )
    with kept.file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type=kept.content_type)
    name = kept.file_name or f"minh-chung-{kept.pk}"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response


def _found(request: HttpRequest, target_id: int) -> Target:
    found = target_or_none(target_id=target_id)
    if found is None:
        raise Http404(f"no target {target_id}")
    what = f"Xem chỉ tiêu của {found.plan.unit.full_name}"
    require(request, permission=Permission.VIEW_REGISTER, unit=found.plan.unit, what=what)
    return found


def _to_change(request: HttpRequest, target_id: int) -> Target:
    """Return the target for who answers for it: who assigns targets there, or its sector."""
    found = _found(request, target_id)
    owned = owned_of(found)
    indicator = indicator_of((owned.indicator if owned else "") or found.indicator)
    if not may_report(scope=scope_of(request), target=found, indicator=indicator):
        what = f"Ghi chỉ tiêu của {found.plan.unit.full_name}"
        require(request, permission=Permission.ALLOCATE, unit=found.plan.unit, what=what)
    return found


def _stand(found: Target) -> Stand:
    return _stands(found)[0]


def _stands(found: Target) -> tuple[Stand, list[Stand], Any]:
    plan = found.plan
    year = found.year or plan.last_year
    every = list(targets_of(plan=plan))
    register = register_of(unit=plan.unit, year=year, targets=every)
    shown = stands(targets=every, register=register, as_of=today())
    mine = next(one for one in shown if one.target.pk == found.pk)
    return mine, shown, register


def _page(request: HttpRequest, found: Target, **bound: Any) -> HttpResponse:
    stand, every, register = _stands(found)
    scope, plan = scope_of(request), found.plan
    may_change = may_report(scope=scope, target=found, indicator=stand.indicator)
    with_doors = scope.can(Permission.VIEW_PERSONAL, plan.unit_path)
    context = {
        **target_page.context(
            request, stand=stand, every=every, register=register, with_doors=with_doors
        ),
        "may_change": may_change,
        "own": OwnForm(
            initial=target_page.own_initial(stand), read_area=str(area_written(found).label)
        ),
        "result": ResultForm(initial={"day": min(today(), last_day(stand.year))}),
        "behind": BehindForm(),
        "steps": [
            ("Tổng quan", reverse("home")),
            (
                f"Chỉ tiêu năm {stand.year}",
                reverse("unit_year", kwargs={"unit_code": plan.unit.code, "year": stand.year}),
            ),
            (target_page.title_of(stand), ""),
        ],
    } | bound
    return render(
        request,
        "targets/target.html",
        context,
        status=UNPROCESSABLE if bound else 200,
        generated=plan.is_generated,
    )
