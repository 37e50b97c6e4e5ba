"""Requests of households: the list of a campaign, taking one in, answering one that waits."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.registry import queries as registry
from giamngheo.registry.models import Household
from giamngheo.reviews.enums import RequestKind, RequestResult
from giamngheo.reviews.models import Campaign, CommuneReview, ReviewRequest
from giamngheo.reviews.requests import answer_request, take_request
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.reviews.place import full_campaign_of, steps_to
from giamngheo.web.reviews.request_forms import YES, AnswerForm, RequestForm
from giamngheo.web.tables import Cell, Column, Row, Status, build_table

ORDER = ("-received_on", "-id")
FOUND_SHOWN = 20
RESULTS = {
    RequestResult.WAITING: Status(tone="look", word=str(RequestResult.WAITING.label)),
    RequestResult.LISTED: Status(tone="good", word=str(RequestResult.LISTED.label)),
    RequestResult.RECOGNISED: Status(tone="good", word=str(RequestResult.RECOGNISED.label)),
    RequestResult.REFUSED: Status(tone="plain", word=str(RequestResult.REFUSED.label)),
}
RECOGNITIONS = {
    RequestKind.AVERAGE_LIVING.value: "muc-song-trung-binh",
    RequestKind.LOW_INCOME_WORKER.value: "thu-nhap-thap",
}
COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="place", head="Thôn, xã", sortable=False, wide_only=True),
    Column(key="kind", head="Loại đề nghị", sortable=False),
    Column(key="received", head="Ngày nhận", kind="date", sortable=False),
    Column(key="due", head="Hạn trả lời", kind="date", sortable=False, wide_only=True),
    Column(key="result", head="Kết quả", kind="status", sortable=False),
    Column(key="reason", head="Lý do", sortable=False, wide_only=True),
)


@require_GET
def request_list(request: HttpRequest, code: str) -> HttpResponse:
    campaign = full_campaign_of(request, code)
    scope = scope_of(request)
    _require_people(request, campaign, scope)
    wanted = request.GET.get("ket-qua", "")
    shown = scope.filter(
        ReviewRequest.objects.filter(campaign=campaign), permission=Permission.VIEW_PERSONAL
    ).select_related("household__unit__parent")
    waiting = shown.filter(result=RequestResult.WAITING).count()
    if wanted in RESULTS:
        shown = shown.filter(result=wanted)
    page = page_by_key(request, rows=shown, order=ORDER)
    words = request.GET.get("ho", "").strip()[:100]
    context = {
        "campaign": campaign,
        "waiting": waiting,
        "page": page,
        "table": build_table(
            request,
            name="giay-de-nghi",
            caption=f"Giấy đề nghị, {campaign.name}",
            columns=COLUMNS,
            rows=[_row(campaign, one) for one in page.rows],
            presorted=True,
            empty="Chưa nhận giấy đề nghị nào.",
        ),
        "words": words,
        "found": _households(campaign, words, scope) if words else [],
        "results": list(RequestResult.choices),
        "wanted": wanted,
        "may_take": any(
            path.startswith(campaign.unit_path) or campaign.unit_path.startswith(path)
            for path in scope.paths_for(Permission.REVIEW)
        ),
        "steps": steps_to(campaign, ("Giấy đề nghị", "")),
    }
    return render(
        request, "reviews/requests.html", context, block="results", generated=campaign.is_generated
    )


@require_http_methods(["GET", "POST"])
def request_take(request: HttpRequest, code: str, household_code: str) -> HttpResponse:
    campaign = full_campaign_of(request, code)
    household = _household(request, household_code)
    form = RequestForm(request.POST or None, as_of=today(), initial={"received_on": today()})
    if request.method == "POST" and form.is_valid():
        taken = take_request(
            campaign=campaign,
            household=household,
            by=scope_of(request).user,
            as_of=today(),
            **form.values(),
        )
        result = RequestResult(taken.result).label
        words = f"{household.head_name}: {result}. {taken.reason}"
        note = messages.warning if taken.result == RequestResult.WAITING else messages.success
        note(request, words)
        return redirect("request_list", code=code)
    context = {
        "campaign": campaign,
        "household": household,
        "form": form,
        "taken": list(ReviewRequest.objects.filter(campaign=campaign, household=household)),
        "steps": steps_to(campaign, _list_step(campaign), (household.head_name, "")),
    }
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "reviews/request_take.html",
        context,
        status=status,
        generated=campaign.is_generated,
    )


@require_http_methods(["GET", "POST"])
def request_answer(request: HttpRequest, code: str, request_id: int) -> HttpResponse:
    """One request: what was asked and answered; the answer of a person while it waits."""
    campaign = full_campaign_of(request, code)
    asked = (
        ReviewRequest.objects.filter(campaign=campaign, pk=request_id)
        .select_related("household__unit__parent", "campaign")
        .first()
    )
    if asked is None:
        raise Http404(f"no request {request_id} in campaign {code}")
    writing = request.method == "POST"
    permission = Permission.REVIEW if writing else Permission.VIEW_PERSONAL
    _require_household(request, asked.household, permission)
    form = AnswerForm(request.POST or None)
    if writing and form.is_valid():
        answered = answer_request(
            request=asked,
            accepted=form.cleaned_data["decision"] == YES,
            reason=form.cleaned_data["reason"],
            answer_number=form.cleaned_data["answer_number"],
            by=scope_of(request).user,
            as_of=today(),
        )
        words = RequestResult(answered.result).label
        messages.success(request, f"{asked.household.head_name}: {words}.")
        return redirect("request_list", code=code)
    context = {
        "campaign": campaign,
        "asked": asked,
        "result": RESULTS[RequestResult(asked.result)],
        "kind": RequestKind(asked.kind).label,
        "waits": asked.result == RequestResult.WAITING,
        "met": list(asked.form_a).count(True),
        "form": form,
        "may_answer": scope_of(request).can(Permission.REVIEW, asked.unit_path),
        "recognition": _recognition_address(asked),
        "steps": steps_to(campaign, _list_step(campaign), (asked.household.head_name, "")),
    }
    return render(
        request,
        "reviews/request.html",
        context,
        status=422 if writing else 200,
        generated=campaign.is_generated,
    )


def _recognition_address(asked: ReviewRequest) -> str:
    """Return where the decision on an eligible household is recorded; "" for other requests."""
    if asked.result != RequestResult.RECOGNISED:
        return ""
    path = asked.unit_path
    above = [path[: place + 1] for place, sign in enumerate(path) if sign == "/"]
    communes = CommuneReview.objects.filter(campaign=asked.campaign_id, unit_path__in=above)
    commune = communes.select_related("unit").first()
    if commune is None or not commune.unit.code:
        return ""
    place = {"code": asked.campaign.code, "unit_code": commune.unit.code}
    return reverse("recognition", kwargs={**place, "kind": RECOGNITIONS[asked.kind]})


def _require_people(request: HttpRequest, campaign: Campaign, scope: Scope) -> None:
    """Requests name people: figures alone do not open the list."""
    if not scope.touches(campaign.unit_path, Permission.VIEW_PERSONAL):
        require(
            request,
            permission=Permission.VIEW_PERSONAL,
            unit=campaign.unit,
            what=f"Xem giấy đề nghị của {campaign.name}",
        )


def _households(campaign: Campaign, words: str, scope: Scope) -> list[Household]:
    found = registry.households_named(text=words, scope=scope, limit=FOUND_SHOWN * 2)
    inside = [one for one in found if one.unit_path.startswith(campaign.unit_path)]
    return inside[:FOUND_SHOWN]


def _household(request: HttpRequest, household_code: str) -> Household:
    household = registry.household_or_none(code=household_code)
    if household is None:
        raise Http404(f"no household {household_code}")
    _require_household(request, household, Permission.REVIEW)
    return household


def _require_household(request: HttpRequest, household: Household, permission: Permission) -> None:
    require(
        request,
        permission=permission,
        unit=household.unit,
        # No code of the household: the address may not have named it.
        what="Nhận, xem giấy đề nghị của hộ này",
        subject=f"Hộ {household.code}",
    )


def _row(campaign: Campaign, asked: ReviewRequest) -> Row:
    place = {"code": campaign.code, "request_id": asked.pk}
    parent = asked.household.unit.parent
    return Row(
        cells={
            "head": Cell(
                value=asked.household.head_name, href=reverse("request_answer", kwargs=place)
            ),
            "place": asked.household.unit.name + (f", {parent.name}" if parent else ""),
            "kind": RequestKind(asked.kind).label,
            "received": asked.received_on,
            "due": asked.due_date,
            "result": RESULTS[RequestResult(asked.result)],
            "reason": asked.reason,
        }
    )


def _list_step(campaign: Campaign) -> tuple[str, str]:
    return "Giấy đề nghị", reverse("request_list", kwargs={"code": campaign.code})
