"""What waits for the reader on the way to the decision, and the steps for several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.areas.models import Unit
from giamngheo.decisions.actions import BulkResult, check_lists, give_opinions
from giamngheo.decisions.waiting import STEP_LABELS, Step, Waiting, lists_waiting
from giamngheo.reviews.enums import CommuneState
from giamngheo.reviews.models import Campaign
from giamngheo.web.access import reader, scope_of, today
from giamngheo.web.decisions.forms import BulkOpinionForm
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, Table, build_table

COLUMNS = (
    Column(key="unit", head="Xã", row_head=True, sortable=False),
    Column(key="campaign", head="Đợt rà soát", sortable=False, wide_only=True),
    Column(key="step", head="Việc tiếp theo", sortable=False),
    Column(key="poor", head="Hộ nghèo", kind="number", unit="hộ", sortable=False, wide_only=True),
    Column(
        key="near_poor", head="Cận nghèo", kind="number", unit="hộ", sortable=False, wide_only=True
    ),
    Column(key="due", head="Hạn", kind="date", sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False),
)


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def check_many(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request, Step.CHECK)
    _run(
        request,
        chosen,
        lambda campaign, units: check_lists(
            campaign=campaign, units=units, by=reader(request), as_of=today()
        ),
        done="Đã thẩm tra",
    )
    return redirect("waiting")


@require_POST
def opinion_many(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request, Step.OPINION)
    form = BulkOpinionForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    _run(
        request,
        chosen,
        lambda campaign, units: give_opinions(
            campaign=campaign,
            units=units,
            by=reader(request),
            as_of=today(),
            **form.cleaned_data,
        ),
        done="Đã ghi ý kiến thống nhất",
    )
    return redirect("waiting")


def _chosen(request: HttpRequest, step: Step) -> list[Waiting]:
    """Return the ticked lists that wait for this step of this reader; others are passed over."""
    ticked = set(request.POST.getlist("chon"))
    mine = lists_waiting(scope=scope_of(request), as_of=today())
    return [one for one in mine if one.mine and one.step is step and str(one.review.pk) in ticked]


def _run(
    request: HttpRequest,
    chosen: Sequence[Waiting],
    step: Callable[[Campaign, list[Unit]], list[BulkResult]],
    *,
    done: str,
) -> None:
    """Take the step campaign by campaign and say what became of each commune."""
    if not chosen:
        messages.warning(
            request, "Chưa chọn xã nào còn chờ bước này. Chọn trong danh sách rồi bấm lại."
        )
    campaigns = {one.review.campaign_id: one.review.campaign for one in chosen}
    for pk, campaign in campaigns.items():
        units = [one.review.unit for one in chosen if one.review.campaign_id == pk]
        for result in step(campaign, units):
            if result.refusal is None:
                messages.success(request, f"{done}: {result.unit.full_name}.")
            else:
                messages.error(request, f"{result.refusal.message} ({result.refusal.code})")


def _page(
    request: HttpRequest, *, form: BulkOpinionForm | None = None, status: int = 200
) -> HttpResponse:
    lists = lists_waiting(scope=scope_of(request), as_of=today())
    mine = [one for one in lists if one.mine]
    others = [one for one in lists if not one.mine]
    context = {
        "mine": len(mine),
        "late": sum(one.late for one in mine),
        "bulk": [
            _bulk(mine, Step.CHECK),
            _bulk(mine, Step.OPINION),
        ],
        "form": form or BulkOpinionForm(),
        "mine_table": _table(request, "cho-toi", "Chờ tôi", mine),
        "others_table": _table(request, "cho-nguoi-khac", "Chờ người khác", others),
        "trail": [("Tổng quan", "/"), ("Việc chờ duyệt", "")],
    }
    generated = any(one.review.campaign.is_generated for one in lists)
    return render(
        request,
        "decisions/waiting.html",
        context,
        block="results",
        status=status,
        generated=generated,
    )


def _bulk(mine: Sequence[Waiting], step: Step) -> dict[str, Any]:
    rows = [one for one in mine if one.step is step]
    households = sum(
        one.submission.poor + one.submission.near_poor for one in rows if one.submission
    )
    return {"step": step.value, "label": STEP_LABELS[step], "rows": rows, "households": households}


def _table(request: HttpRequest, name: str, caption: str, lists: Sequence[Waiting]) -> Table:
    return build_table(
        request,
        name=name,
        caption=caption,
        columns=COLUMNS,
        rows=[_row(one) for one in lists],
        presorted=True,
        empty="Không có danh sách nào.",
    )


def _row(one: Waiting) -> Row:
    campaign, unit = one.review.campaign, one.review.unit
    href = reverse("approval", kwargs={"code": campaign.code, "unit_code": unit.code})
    state = Status(tone="look", word=str(CommuneState(one.review.state).label))
    if one.late:
        state = Status(tone="bad", word="Quá hạn")
    submission = one.submission
    return Row(
        cells={
            "unit": Cell(value=unit.full_name, href=href),
            "campaign": campaign.name,
            "step": STEP_LABELS[one.step],
            "poor": submission.poor if submission else None,
            "near_poor": submission.near_poor if submission else None,
            "due": one.due,
            "state": state,
        },
        tone="look" if one.late else "",
    )
