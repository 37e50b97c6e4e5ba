"""One household's circumstances on one page; each form one domain call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.refusals import AccessRefused
from giamngheo.audit import actions as audit
from giamngheo.law.code_lists import ListKind, list_for
from giamngheo.lib.errors import Refusal
from giamngheo.registry.models import Household
from giamngheo.registry.queries import household_or_none
from giamngheo.support import actions
from giamngheo.support.queries import circumstances_of, may_see_confidential
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.circumstances import forms, page
from giamngheo.web.errors import REFUSED
from giamngheo.web.households.file import place
from giamngheo.web.rendering import render

REVIEW, EDIT, SECRET = (
    Permission.REVIEW,
    Permission.EDIT_REGISTER,
    Permission.VIEW_CONFIDENTIAL,
)


@require_GET
def circumstances(request: HttpRequest, code: str) -> HttpResponse:
    household = _household(request, code, Permission.VIEW_PERSONAL)
    audit.read_event(
        action="support.read_circumstances",
        by=reader(request),
        subject=household.code,
        unit_path=household.unit_path,
    )
    return _page(request, household)


@require_POST
def causes(request: HttpRequest, code: str) -> HttpResponse:
    household = _household(request, code, REVIEW)
    form = forms.CausesForm(request.POST, as_of=today())

    def write() -> None:
        actions.record_causes(
            household=household,
            causes=form.given(),
            main=form.cleaned_data["main"],
            **_who(request),
        )

    return _write(request, household, "causes", form, write, "Đã ghi nguyên nhân nghèo.")


@require_POST
def need(request: HttpRequest, code: str) -> HttpResponse:
    household = _household(request, code, REVIEW)
    form = forms.NeedForm(request.POST, as_of=today())

    def write() -> None:
        actions.record_need(household=household, **form.given(), **_who(request))

    return _write(request, household, "need", form, write, "Đã ghi nguyện vọng của hộ.")


@require_POST
def need_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    household = _household(request, code, REVIEW)
    actions.end_need(household=household, need_id=pk, **_who(request))
    return _back(request, household, "Đã ghi: nguyện vọng không còn.")


@require_POST
def land(request: HttpRequest, code: str) -> HttpResponse:
    household = _household(request, code, REVIEW)
    form = forms.LandForm(request.POST, as_of=today())

    def write() -> None:
        actions.record_land_lack(household=household, **form.cleaned_data, **_who(request))

    return _write(request, household, "land", form, write, "Đã ghi đất, nước còn thiếu.")


@require_POST
def land_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    household = _household(request, code, REVIEW)
    actions.end_land_lack(household=household, land_id=pk, **_who(request))
    return _back(request, household, "Đã ghi: hộ không còn thiếu.")


@require_POST
def working(request: HttpRequest, code: str) -> HttpResponse:
    household = _household(request, code, EDIT)
    secret = may_see_confidential(household=household, scope=scope_of(request))
    form = forms.WorkingForm(request.POST, as_of=today(), secret=secret)

    def write() -> None:
        actions.set_working_category(household=household, **form.cleaned_data, **_who(request))

    return _write(request, household, "working", form, write, "Đã ghi phân loại lao động.")


@require_POST
def measure(request: HttpRequest, code: str) -> HttpResponse:
    household = _household(request, code, SECRET)
    form = forms.MeasureForm(request.POST, as_of=today())

    def write() -> None:
        actions.record_community_measure(household=household, **form.cleaned_data, **_who(request))

    return _write(request, household, "measure", form, write, "Đã ghi biện pháp của cộng đồng.")


@require_POST
def measure_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    household = _household(request, code, SECRET)
    outcome = request.POST.get("outcome", "")[:500]
    actions.end_community_measure(
        household=household, measure_id=pk, outcome=outcome, **_who(request)
    )
    return _back(request, household, "Đã ghi kết quả của biện pháp.")


def _household(request: HttpRequest, code: str, permission: Permission) -> Household:
    found = household_or_none(code=code)
    if found is None:
        raise Http404(f"no household {code}")
    # What is refused is an event: a confidential one names no household.
    subject = "" if permission is SECRET else f"Hộ {found.code}"
    what = f"Xem hoàn cảnh hộ {found.code}"
    if permission is not Permission.VIEW_PERSONAL:
        what = f"Ghi hoàn cảnh hộ {found.code}"
    require(request, permission=permission, unit=found.unit, what=what, subject=subject)
    return found


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": reader(request), "scope": scope_of(request), "as_of": today()}


def _write(
    request: HttpRequest,
    household: Household,
    name: str,
    form: Any,
    write: Callable[[], None],
    said: str,
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, household, bound={name: form}, status=422)
    try:
        write()
    except AccessRefused:
        raise
    except Refusal as refusal:
        # What was typed stays in the form.
        return _page(request, household, bound={name: form}, refusal=refusal, status=REFUSED)
    return _back(request, household, said)


def _back(request: HttpRequest, household: Household, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("circumstances", code=household.code)


def _page(
    request: HttpRequest,
    household: Household,
    *,
    bound: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    scope, day = scope_of(request), today()
    found = circumstances_of(household=household, scope=scope, as_of=day)
    lists = {kind: list_for(kind=kind, as_of=day) for kind in ListKind}
    names = page.Names(causes=lists[ListKind.CAUSES].names, needs=lists[ListKind.NEEDS].names)
    may_write = scope.can(REVIEW, household.unit_path) and household.registered_to is None
    context = {
        "household": household,
        "place": place(household),
        "found": found,
        "causes": [page.line_of(row, names) for row in found.causes],
        "needs": [page.line_of(row, names) for row in found.needs],
        "lands": [page.line_of(row, names) for row in found.lands],
        "working": page.line_of(found.working, names) if found.working else None,
        "measures": [page.line_of(row, names) for row in found.measures],
        "past": [page.line_of(row, names) for row in found.past],
        "cautions": [one.caution for one in lists.values() if one.caution],
        "may_write": may_write,
        "may_set": may_write and scope.can(EDIT, household.unit_path),
        "may_measure": found.sees_confidential and household.registered_to is None,
        "forms": {**_empty_forms(found), **(bound or {})},
        "open": next(iter(bound or {}), ""),
        "refusal": refusal,
        "steps": [
            ("Tổng quan", reverse("home")),
            (
                f"Hộ {household.head_name}",
                reverse("household", kwargs={"code": household.code}),
            ),
            ("Hoàn cảnh", ""),
        ],
    }
    return render(
        request,
        "circumstances/circumstances.html",
        context,
        status=status,
        generated=household.is_generated,
    )


def _empty_forms(found: Any) -> dict[str, Any]:
    day = today()
    return {
        "causes": forms.CausesForm(initial=forms.initial_causes(found), as_of=day),
        "need": forms.NeedForm(as_of=day),
        "land": forms.LandForm(as_of=day),
        "working": forms.WorkingForm(as_of=day, secret=found.sees_confidential),
        "measure": forms.MeasureForm(as_of=day),
    }
