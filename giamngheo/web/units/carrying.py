"""Households of a unit that ended: what waits, carried over whole or as a person says, undone."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.registry.carrying import (
    CarryingPlan,
    carry_chosen,
    carry_village,
    order_carrying,
    plan_of,
    undo_carrying,
)
from giamngheo.registry.models import Carrying, Household
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.rendering import render
from giamngheo.web.work.lines import work_line
from giamngheo.work.models import WorkItem

MOST = 200


def may_carry(request: HttpRequest, unit: Unit) -> bool:
    return scope_of(request).can(Permission.MANAGE_UNITS, unit.path)


@require_GET
def unit_carrying(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = _unit(request, unit_id)
    plan = plan_of(unit=unit)
    village = _village(plan, request.GET.get("thon", ""))
    may_see = scope_of(request).can(Permission.VIEW_PERSONAL, unit.path)
    own = WorkItem.objects.filter(
        kind="carry_households", unit_path=unit.path, owner=reader(request)
    )
    items = list(own.select_related("owner").latest_first()[:3])
    now = timezone.now()
    context = {
        "unit": unit,
        "plan": plan,
        "village": village,
        "singles": _singles(unit, village) if village and may_see and not plan.whole else [],
        "may_see": may_see,
        "most": MOST,
        "made": list(
            Carrying.objects.filter(unit=unit)
            .select_related("into", "village", "made_by", "undone_by")
            .order_by("-pk")
        ),
        "lines": [work_line(item, now=now) for item in items],
        "running": any(item.is_open for item in items),
        "here": request.get_full_path(),
        "steps": [
            ("Danh mục đơn vị", reverse("unit_list")),
            (unit.full_name, reverse("unit", kwargs={"unit_id": unit.pk})),
            ("Chuyển hộ sang đơn vị mới", ""),
        ],
    }
    return render(request, "units/carrying.html", context, block="results")


@require_POST
def unit_carry_all(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = _unit(request, unit_id)
    order_carrying(unit=unit, by=reader(request))
    messages.success(request, f"Đang chuyển hộ của {unit.full_name}; tiến độ ở trang này.")
    return redirect("unit_carrying", unit_id=unit_id)


@require_POST
def unit_carry_chosen(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Carry what was chosen: a successor for each village, or for each household of one."""
    unit = _unit(request, unit_id)
    plan = plan_of(unit=unit)
    heirs = {str(one.pk): one for one in plan.heirs}
    done = 0
    for below in plan.below:
        into = heirs.get(request.POST.get(f"thon:{below.unit.pk}", ""))
        if into is not None:
            made = carry_village(unit=unit, village=below.unit, into=into, by=reader(request))
            done += made.households
    for key, into in heirs.items():
        chosen = [int(pk) for pk in _households_for(request, key)]
        if chosen:
            made = carry_chosen(unit=unit, household_ids=chosen, into=into, by=reader(request))
            done += made.households
    if done:
        messages.success(request, f"Đã chuyển {done} hộ của {unit.full_name}.")
    else:
        messages.warning(request, "Chưa chọn đơn vị mới cho thôn, hộ nào.")
    return redirect("unit_carrying", unit_id=unit_id)


@require_POST
def unit_carry_undo(request: HttpRequest, unit_id: int, carrying_id: int) -> HttpResponse:
    unit = _unit(request, unit_id)
    found = Carrying.objects.filter(unit=unit, pk=carrying_id).first()
    if found is None:
        raise Http404(f"no carrying {carrying_id} of unit {unit_id}")
    reason = request.POST.get("reason", "")
    undo_carrying(carrying=found, reason=reason, by=reader(request), as_of=today())
    messages.success(request, f"Đã trả {found.households} hộ về {unit.full_name}.")
    return redirect("unit_carrying", unit_id=unit_id)


def _unit(request: HttpRequest, unit_id: int) -> Unit:
    unit = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if unit is None:
        raise Http404(f"no unit {unit_id}")
    what = f"Chuyển hộ của {unit.full_name} sang đơn vị mới"
    require(request, permission=Permission.MANAGE_UNITS, unit=unit, what=what)
    return unit


def _village(plan: CarryingPlan, asked: str) -> Unit | None:
    return next((one.unit for one in plan.below if str(one.unit.pk) == asked), None)


def _singles(unit: Unit, village: Unit) -> list[Household]:
    found = Household.objects.filter(unit=village, unit_path__startswith=unit.path)
    return list(found.order_by("sort_key", "id")[:MOST])


def _households_for(request: HttpRequest, heir: str) -> Iterable[str]:
    """Return the ids of households for which this successor was chosen."""
    for name, value in request.POST.items():
        kind, _, pk = name.partition(":")
        if kind == "ho" and pk.isdecimal() and value == heir:
            yield pk
