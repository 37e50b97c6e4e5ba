"""A committed plan during its year: proposals to change it, where it went, who pays, guidance."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import children
from giamngheo.lib.dates import parse_date
from giamngheo.lib.money import parse_money
from giamngheo.lib.numbers import parse_number
from giamngheo.planning import actions
from giamngheo.planning.enums import Measure, Programme
from giamngheo.planning.models import (
    AllocationFigure,
    Amendment,
    Dispatch,
    LegalDocument,
    Plan,
    PlanRecipient,
    PlanTask,
    Target,
)
from giamngheo.planning.queries import may_handle, plan_or_none
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.plans.handling import refuse_handling
from giamngheo.web.plans.views import readable_plan, steps_of
from giamngheo.web.plans.words import number
from giamngheo.web.rendering import render

# What a unit may ask to change in its row: what it was told to reach, not what it starts from.
_CHANGEABLE = (Measure.POOR_REDUCED, Measure.NEAR_POOR_REDUCED)


@require_GET
def plan_amendments(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Proposals to change a plan during its year, by unit, up to the decision."""
    plan, scope = readable_plan(request, plan_id), scope_of(request)
    handles = may_handle(plan=plan, scope=scope)
    decides = scope.can(Permission.ALLOCATE, plan.unit_path)
    found = plan.amendments.select_related("unit", "target", "figure__row")
    if not scope.covers(plan.unit_path):
        found = scope.filter(found)
    context = {
        "plan": plan,
        "amendments": [
            (one, number(one.before), number(one.proposed if one.decided is None else one.decided))
            for one in found
        ],
        "values": _changeable(request, plan),
        "handles": handles,
        "decides": decides,
        "steps": steps_of(plan, ("Điều chỉnh trong năm", "")),
    }
    return render(request, "plans/amendments.html", context, generated=plan.is_generated)


def _changeable(request: HttpRequest, plan: Plan) -> list[tuple[str, str]]:
    """Return what the reader may ask to change, of her units: key and words."""
    scope = scope_of(request)
    rows = AllocationFigure.objects.filter(
        row__plan=plan, row__is_total=False, measure__in=_CHANGEABLE
    ).select_related("row")
    rows = scope.filter(rows, "row__unit_path", Permission.PROPOSE_CHANGE)
    found = [
        (f"f{one.pk}", f"{one.row.name_as_written}: {one.get_measure_display()} ({one.value:.0f})")
        for one in rows.order_by("row__position", "measure")
    ]
    if scope.can(Permission.PROPOSE_CHANGE, plan.unit_path):
        found += [(f"t{one.pk}", one.label) for one in plan.targets.exclude(value=None)]
    return found


@require_POST
def amendment_propose(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Ask that one value of the plan be another."""
    plan = readable_plan(request, plan_id)
    key = request.POST.get("muc", "")
    of, unit = _asked(plan, key)
    what = f"Đề nghị điều chỉnh kế hoạch {plan.code}"
    require(request, permission=Permission.PROPOSE_CHANGE, unit=unit, what=what)
    actions.propose_amendment(
        of=of,
        proposed=Decimal(parse_number(request.POST.get("muc-moi", ""))),
        reason=request.POST.get("ly-do", ""),
        unit=unit,
        by=reader(request),
    )
    messages.success(request, "Đã gửi đề nghị điều chỉnh; đơn vị ban hành tổng hợp rồi quyết định.")
    return redirect("plan_amendments", plan_id=plan_id)


def _asked(plan: Plan, key: str) -> tuple[Target | AllocationFigure, Unit]:
    digits = key[1:]
    if digits.isdecimal() and key[0] == "f":
        rows = AllocationFigure.objects.select_related("row__plan", "row__unit")
        figure = rows.filter(row__plan=plan, measure__in=_CHANGEABLE, pk=int(digits)).first()
        if figure is not None:
            return figure, figure.row.unit
    if digits.isdecimal() and key[0] == "t":
        target = Target.objects.select_related("plan").filter(plan=plan, pk=int(digits)).first()
        if target is not None:
            return target, plan.unit
    raise Http404(f"nothing to change under {key!r}")


@require_POST
def amendment_consolidate(request: HttpRequest, plan_id: int, amendment_id: int) -> HttpResponse:
    """Take a proposal into the office's submission."""
    plan, amendment = _amendment(request, plan_id, amendment_id)
    if not may_handle(plan=plan, scope=scope_of(request)):
        refuse_handling(request, plan)
    actions.consolidate_amendment(
        amendment=amendment, opinion=request.POST.get("y-kien", ""), by=reader(request)
    )
    return redirect("plan_amendments", plan_id=plan_id)


@require_POST
def amendment_decide(request: HttpRequest, plan_id: int, amendment_id: int) -> HttpResponse:
    """Record the decision on a proposal."""
    plan, amendment = _amendment(request, plan_id, amendment_id)
    what = f"Quyết định điều chỉnh kế hoạch {plan.code}"
    require(request, permission=Permission.ALLOCATE, unit=plan.unit, what=what)
    day, value = request.POST.get("ngay", ""), request.POST.get("muc-moi", "")
    actions.decide_amendment(
        amendment=amendment,
        by=reader(request),
        decision_code=request.POST.get("so", ""),
        decision_date=parse_date(day) if day.strip() else None,
        decided=Decimal(parse_number(value)) if value.strip() else None,
        refuse="khong" in request.POST,
    )
    messages.success(request, "Đã ghi quyết định; mức cũ vẫn được giữ bên cạnh mức mới.")
    return redirect("plan_amendments", plan_id=plan_id)


def _amendment(request: HttpRequest, plan_id: int, amendment_id: int) -> tuple[Plan, Amendment]:
    plan = readable_plan(request, plan_id)
    amendment = Amendment.objects.filter(plan=plan, pk=amendment_id).first()
    if amendment is None:
        raise Http404(f"no amendment {amendment_id}")
    return plan, amendment


@require_GET
def plan_recipients(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Where the plan goes, when it was sent, who has confirmed to have it."""
    plan, scope = readable_plan(request, plan_id), scope_of(request)
    recipients = list(plan.recipients.prefetch_related("dispatches"))
    sent = [one for recipient in recipients for one in recipient.dispatches.all()]
    context = {
        "plan": plan,
        "recipients": recipients,
        "sent": len(sent),
        "waiting": sum(one.acknowledged_date is None for one in sent),
        "mine": {one.pk for one in sent if one.unit_path and scope.covers(one.unit_path)},
        "handles": may_handle(plan=plan, scope=scope),
        "today": today(),
        "steps": steps_of(plan, ("Nơi nhận", "")),
    }
    return render(request, "plans/recipients.html", context, generated=plan.is_generated)


@require_POST
def dispatch_record(request: HttpRequest, plan_id: int, recipient_id: int) -> HttpResponse:
    """Note that the plan was sent to one line of Nơi nhận, or to every unit right below."""
    plan = _handled(request, plan_id)
    recipient = (
        PlanRecipient.objects.select_related("plan").filter(plan=plan, pk=recipient_id).first()
    )
    if recipient is None:
        raise Http404(f"no recipient {recipient_id}")
    day = request.POST.get("ngay", "")
    below = list(children(unit=plan.unit, as_of=today())) if "cap-duoi" in request.POST else []
    sent = actions.record_dispatch(
        recipient=recipient,
        sent_date=parse_date(day) if day.strip() else today(),
        how=request.POST.get("cach", ""),
        units=below,
        by=reader(request),
    )
    messages.success(request, f"Đã ghi gửi tới {len(sent)} nơi nhận.")
    return redirect("plan_recipients", plan_id=plan_id)


@require_POST
def dispatch_acknowledge(request: HttpRequest, plan_id: int, dispatch_id: int) -> HttpResponse:
    """Confirm to have received the plan; the sender may note it for who has no account."""
    plan = readable_plan(request, plan_id)
    dispatch = Dispatch.objects.filter(recipient__plan=plan, pk=dispatch_id).first()
    if dispatch is None:
        raise Http404(f"no dispatch {dispatch_id}")
    scope = scope_of(request)
    own = bool(dispatch.unit_path) and scope.can(Permission.PROPOSE_CHANGE, dispatch.unit_path)
    if not own and not may_handle(plan=plan, scope=scope):
        refuse_handling(request, plan)
    actions.acknowledge_dispatch(dispatch=dispatch, day=today(), by=reader(request))
    return redirect("plan_recipients", plan_id=plan_id)


@require_POST
def plan_source(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Say which decision assigned the figure of a target."""
    plan = _handled(request, plan_id)
    asked, chosen = request.POST.get("chi-tieu", ""), request.POST.get("van-ban", "")
    target = Target.objects.filter(plan=plan, pk=int(asked) if asked.isdecimal() else 0).first()
    if target is None:
        raise Http404(f"no target {asked!r}")
    document = None
    if chosen.isdecimal():
        cited = LegalDocument.objects.filter(citations__plan=plan, pk=int(chosen))
        document = cited.distinct().first()
    actions.set_target_source(target=target, document=document, by=reader(request))
    return redirect("plan", plan_id=plan_id)


@require_POST
def task_funding(request: HttpRequest, plan_id: int, task_id: int) -> HttpResponse:
    """Say which programme pays for a measure."""
    task = _task(_handled(request, plan_id), task_id)
    programme, amount = request.POST.get("chuong-trinh", ""), request.POST.get("so-tien", "")
    if programme not in Programme.values:
        raise Http404(f"no programme {programme!r}")
    actions.fund_task(
        task=task,
        programme=Programme(programme),
        amount=parse_money(amount, "đồng") if amount.strip() else None,
        note="",
        by=reader(request),
    )
    return _to_tasks(task)


@require_POST
def task_guidance(request: HttpRequest, plan_id: int, task_id: int) -> HttpResponse:
    """Say that the guidance a task waited for has come."""
    task = _task(_handled(request, plan_id), task_id)
    chosen = request.POST.get("van-ban", "")
    document = LegalDocument.objects.filter(pk=int(chosen) if chosen.isdecimal() else 0).first()
    if document is None:
        raise Http404(f"no document {chosen!r}")
    actions.register_guidance(document=document, task=task, by=reader(request))
    messages.success(request, f"Đã ghi: {document} là hướng dẫn mà nhiệm vụ này chờ.")
    return _to_tasks(task)


def _to_tasks(task: PlanTask) -> HttpResponse:
    here = reverse("plan", kwargs={"plan_id": task.plan_id})
    return redirect(f"{here}?phan=nhiem-vu")


def _task(plan: Plan, task_id: int) -> PlanTask:
    task = PlanTask.objects.select_related("plan").filter(plan=plan, pk=task_id).first()
    if task is None:
        raise Http404(f"no task {task_id}")
    return task


def _handled(request: HttpRequest, plan_id: int) -> Plan:
    plan = plan_or_none(plan_id=plan_id)
    if plan is None:
        raise Http404(f"no plan {plan_id}")
    if not may_handle(plan=plan, scope=scope_of(request)):
        refuse_handling(request, plan)
    return plan
