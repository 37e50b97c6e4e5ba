"""Communes over an office's threshold, ranked; the threshold; what is done about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.decisions import watching
from giamngheo.decisions.enums import FollowUpState, HotSpotMeasure
from giamngheo.decisions.models import FollowUp
from giamngheo.decisions.watching import HotSpot, threshold_words
from giamngheo.reviews.models import Campaign
from giamngheo.web.access import reader, scope_of, today
from giamngheo.web.decisions.forms import FollowUpForm, OutcomeForm, ThresholdForm
from giamngheo.web.decisions.found import campaign_of, unit_of_campaign
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, Table, build_table

SPOT_COLUMNS = (
    Column(key="unit", head="Xã", row_head=True),
    Column(key="measure", head="Theo dõi"),
    Column(key="households", head="Số hộ", kind="number", unit="hộ"),
    Column(key="percent", head="So với hộ nghèo đầu năm", kind="rate", unit="%"),
    Column(key="threshold", head="Ngưỡng", sortable=False, wide_only=True),
    Column(key="state", head="Kết luận", kind="status"),
)
SHORT = {HotSpotMeasure.RELAPSE: "Tái nghèo", HotSpotMeasure.NEW_POOR: "Phát sinh mới"}
TASK_COLUMNS = (
    Column(key="unit", head="Xã", row_head=True),
    Column(key="task", head="Việc cần làm", sortable=False),
    Column(key="due", head="Hạn", kind="date"),
    Column(key="who", head="Đơn vị làm", wide_only=True),
    Column(key="state", head="Tình trạng", kind="status"),
)


@require_GET
def hot_spots(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, unit = _asked(request, code, unit_code, Permission.VIEW_REGISTER)
    return _page(request, campaign, unit)


@require_POST
def threshold_set(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, unit = _asked(request, code, unit_code, Permission.ALLOCATE)
    form = ThresholdForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, unit, threshold_form=form, status=422)
    made = watching.set_threshold(unit=unit, by=reader(request), as_of=today(), **form.cleaned_data)
    messages.success(
        request, f"Đã đặt ngưỡng {threshold_words(made)} cho «{made.get_measure_display()}»."
    )
    return redirect("hot_spots", code=code, unit_code=unit_code)


@require_POST
def follow_up_open(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, unit = _asked(request, code, unit_code, Permission.ALLOCATE)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, unit, task_form=form, status=422)
    made = watching.open_follow_ups(
        unit=unit, year=campaign.year, by=reader(request), as_of=today(), **form.cleaned_data
    )
    messages.success(request, f"Đã giao {len(made)} việc theo dõi cho {unit.full_name}.")
    return redirect("hot_spots", code=code, unit_code=unit_code)


@require_POST
def follow_up_close(
    request: HttpRequest, code: str, unit_code: str, follow_up_id: int
) -> HttpResponse:
    campaign, unit = _asked(request, code, unit_code, Permission.ALLOCATE)
    found = FollowUp.objects.filter(
        pk=follow_up_id, year=campaign.year, responsible_path__startswith=unit.path
    ).first()
    if found is None:
        raise Http404(f"no follow-up {follow_up_id} at {unit_code}")
    form = OutcomeForm(request.POST)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    watching.close_follow_up(follow_up=found, outcome=outcome, by=reader(request), as_of=today())
    messages.success(request, "Đã ghi kết quả theo dõi.")
    return redirect("hot_spots", code=code, unit_code=unit_code)


def _asked(
    request: HttpRequest, code: str, unit_code: str, permission: Permission
) -> tuple[Campaign, Unit]:
    campaign = campaign_of(request, code)
    what = "Xem nơi cần theo dõi của"
    if permission is Permission.ALLOCATE:
        what = "Giao việc theo dõi của"
    unit = unit_of_campaign(request, campaign, unit_code, permission=permission, what=what)
    return campaign, unit


def _page(
    request: HttpRequest,
    campaign: Campaign,
    unit: Unit,
    *,
    threshold_form: ThresholdForm | None = None,
    task_form: FollowUpForm | None = None,
    status: int = 200,
) -> HttpResponse:
    as_of = today()
    spots = watching.hot_spots(unit=unit, year=campaign.year, as_of=as_of)
    tasks = [one for one in watching.follow_ups_of(path=unit.path) if one.year == campaign.year]
    over = [one for one in spots if one.over]
    thresholds = {
        measure: watching.threshold_for(path=unit.path, measure=measure, as_of=as_of)
        for measure in HotSpotMeasure
    }
    context = {
        "campaign": campaign,
        "unit": unit,
        "over": len({one.unit.pk for one in over}),
        "decided": len({one.unit.pk for one in spots}),
        "waiting": sum(one.follow_up is None for one in over),
        "thresholds": [
            (measure.label, threshold_words(found) if found else "chưa đặt", found)
            for measure, found in thresholds.items()
        ],
        "has_threshold": any(thresholds.values()),
        "may_set": scope_of(request).can(Permission.ALLOCATE, unit.path),
        "threshold_form": threshold_form or ThresholdForm(),
        "task_form": task_form or FollowUpForm(),
        "outcome_form": OutcomeForm(),
        "tasks": tasks,
        "open_tasks": [one for one in tasks if one.state == FollowUpState.OPEN],
        "table": _spot_table(request, campaign, [one for one in spots if one.households]),
        "quiet": sum(not one.households for one in spots),
        "task_table": _task_table(request, tasks, as_of),
        "trail": [
            ("Rà soát", reverse("review_list")),
            (campaign.name, reverse("campaign", kwargs={"code": campaign.code})),
            (unit.full_name, ""),
        ],
    }
    return render(
        request,
        "decisions/hot_spots.html",
        context,
        block="results",
        status=status,
        generated=campaign.is_generated,
    )


def _spot_table(request: HttpRequest, campaign: Campaign, spots: list[HotSpot]) -> Table:
    return build_table(
        request,
        name="noi-can-theo-doi",
        caption=f"Xếp theo mức vượt ngưỡng, năm {campaign.year}",
        columns=SPOT_COLUMNS,
        rows=[_spot_row(campaign, spot) for spot in spots],
        empty="Chưa có hộ tái nghèo, hộ nghèo phát sinh mới theo các quyết định của năm này.",
    )


def _spot_row(campaign: Campaign, spot: HotSpot) -> Row:
    flow = {"RELAPSE": "RELAPSED", "NEW_POOR": "NEW"}[spot.measure.value]
    kwargs = {"code": campaign.code, "unit_code": spot.unit.code}
    href = f"{reverse('movement_households', kwargs=kwargs)}?bang=POOR&muc={flow}"
    state = Status(tone="good", word="Trong ngưỡng")
    if spot.threshold is None:
        state = Status(tone="plain", word="Chưa đặt ngưỡng")
    elif spot.over and spot.follow_up is None:
        state = Status(tone="bad", word="Vượt ngưỡng, chưa giao việc")
    elif spot.over:
        state = Status(tone="look", word="Vượt ngưỡng, đã giao việc")
    return Row(
        cells={
            "unit": Cell(value=spot.unit.full_name, href=reverse("movements", kwargs=kwargs)),
            "measure": SHORT[spot.measure],
            "households": Cell(value=spot.households, href=href if spot.households else ""),
            "percent": spot.percent,
            "threshold": threshold_words(spot.threshold) if spot.threshold else "",
            "state": state,
        },
        tone="look" if spot.over else "",
    )


def _task_table(request: HttpRequest, tasks: list[FollowUp], as_of: Any) -> Table:
    return build_table(
        request,
        name="viec-theo-doi",
        caption="Việc cần làm",
        columns=TASK_COLUMNS,
        rows=[_task_row(task, as_of) for task in tasks],
        presorted=True,
    )


def _task_row(task: FollowUp, as_of: Any) -> Row:
    state = Status(tone="look", word="Đang làm")
    if task.state == FollowUpState.DONE:
        state = Status(tone="good", word="Đã xong")
    elif as_of > task.due_date:
        state = Status(tone="bad", word="Quá hạn")
    label = HotSpotMeasure(task.measure).label
    note = f"{label}: {task.households} hộ, ngưỡng {task.threshold}"
    return Row(
        cells={
            "unit": Cell(value=task.unit.full_name, note=note),
            "task": Cell(value=task.task, note=task.outcome),
            "due": task.due_date,
            "who": task.responsible.full_name,
            "state": state,
        }
    )
