"""Complaints in the officers' hands: the queue, one complaint, what is done with it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.enums import UnitLevel
from giamngheo.audit import actions as audit
from giamngheo.law.calendar_files import shipped_calendar
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.meetings import complaints as actions
from giamngheo.meetings import queries, rechecks
from giamngheo.meetings.enums import ComplaintKind, ComplaintState
from giamngheo.meetings.models import Complaint
from giamngheo.registry.models import Household
from giamngheo.web.access import reader, scope_of, today
from giamngheo.web.meetings import table as layout
from giamngheo.web.meetings.forms import (
    AnswerForm,
    ComplaintForm,
    ConfirmForm,
    ReasonForm,
    RecheckForm,
)
from giamngheo.web.meetings.found import Village, complaint_of, may, village_of
from giamngheo.web.meetings.results import before_after
from giamngheo.web.meetings.views import HOME, UNPROCESSABLE, steps_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import build_table

ORDER = ("due_day", "id")


@require_GET
def complaint_list(request: HttpRequest) -> HttpResponse:
    """The queue: what citizens said, as far as the reader handles whole communes."""
    paths = scope_of(request).paths_for(Permission.VIEW_PERSONAL)
    page = page_by_key(request, rows=queries.complaints_waiting(paths=paths), order=ORDER)
    # Limits are stored with each complaint; only the days left are counted here.
    calendar, as_of = shipped_calendar(), today()
    readable = [one for one in page.rows if _may_read(request, one)]
    table = build_table(
        request,
        name="phan-anh",
        caption="Phản ánh chưa giải quyết xong",
        columns=layout.QUEUE_COLUMNS,
        rows=[layout.queue_row(one, as_of=as_of, calendar=calendar) for one in readable],
        presorted=True,
        empty="Không có phản ánh nào đang chờ.",
    )
    context = {
        "table": table,
        "page": page,
        "late": sum(one.due_day < as_of for one in readable),
        "unconfirmed": sum(one.state == ComplaintState.UNCONFIRMED for one in readable),
        "count": len(readable),
        "steps": [HOME, ("Rà soát", reverse("review_list")), ("Phản ánh", "")],
    }
    return render(request, "meetings/complaint_list.html", context, block="results")


@require_http_methods(["GET", "POST"])
def complaint_new(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    found = village_of(
        request, code, unit_id, permission=Permission.REVIEW, what="Ghi phản ánh của"
    )
    offered: dict[str, Any] = {
        "households": list(queries.households_to_complain_about(village=found.review)),
        "lists": queries.lists_posted(**found.where),
    }
    if request.method != "POST":
        form = ComplaintForm(initial={"received_on": today()}, **offered)
        return _new_page(request, found, form)
    form = ComplaintForm(request.POST, **offered)
    if form.is_valid():
        try:
            complaint = actions.receive_complaint(
                **found.where,
                record=form.record(),
                procedure=form.chosen(),
                by=reader(request),
                as_of=today(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            due = format_date(complaint.due_day)
            messages.success(request, f"Đã ghi phản ánh. Phúc tra chậm nhất ngày {due}.")
            return redirect("village", **found.kwargs)
    return _new_page(request, found, form, status=UNPROCESSABLE)


@require_GET
def complaint(request: HttpRequest, code: str, unit_id: int, complaint_id: int) -> HttpResponse:
    found = _village(request, code, unit_id, Permission.VIEW_PERSONAL, "Xem phản ánh ở")
    one = complaint_of(found, complaint_id)
    audit.read_event(
        action="meetings.read_complaint",
        by=reader(request),
        subject=f"Phản ánh {one.pk}, {found.unit.full_name}",
        unit_path=found.unit.path,
    )
    return _page(request, found, one)


@require_POST
def complaint_confirm(
    request: HttpRequest, code: str, unit_id: int, complaint_id: int
) -> HttpResponse:
    found, one = _to_handle(request, code, unit_id, complaint_id)
    form = ConfirmForm(request.POST, households=_households(found))
    if not form.is_valid():
        return _page(request, found, one, confirm=form)
    chosen = form.cleaned_data["household"]
    household = None if chosen is None else Household.objects.filter(pk=chosen).first()
    return _done(
        request,
        found,
        one,
        form,
        "confirm",
        "Đã xác nhận phản ánh.",
        lambda: actions.confirm_complaint(
            complaint=one,
            household=household,
            kind=ComplaintKind(form.cleaned_data["kind"]),
            by=reader(request),
            as_of=today(),
        ),
    )


@require_POST
def complaint_set_aside(
    request: HttpRequest, code: str, unit_id: int, complaint_id: int
) -> HttpResponse:
    found, one = _to_handle(request, code, unit_id, complaint_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, one, set_aside=form)
    return _done(
        request,
        found,
        one,
        form,
        "set_aside",
        "Đã ghi không tiếp nhận phản ánh.",
        lambda: actions.set_aside_complaint(
            complaint=one, by=reader(request), as_of=today(), **form.cleaned_data
        ),
    )


@require_POST
def complaint_recheck(
    request: HttpRequest, code: str, unit_id: int, complaint_id: int
) -> HttpResponse:
    found, one = _to_handle(request, code, unit_id, complaint_id)
    form = RecheckForm(request.POST)
    if not form.is_valid():
        return _page(request, found, one, recheck=form)
    changes = form.cleaned_data["changes_answers"]
    told = (
        "Đã ghi phúc tra. Danh sách đã gỡ; sửa phiếu của hộ, chấm lại rồi niêm yết lại."
        if changes
        else "Đã ghi phúc tra: giữ nguyên kết quả. Trả lời người phản ánh để khép lại."
    )
    return _done(
        request,
        found,
        one,
        form,
        "recheck",
        told,
        lambda: rechecks.record_recheck(
            complaint=one, record=form.record(), by=reader(request), as_of=today()
        ),
    )


@require_POST
def complaint_answer(
    request: HttpRequest, code: str, unit_id: int, complaint_id: int
) -> HttpResponse:
    found, one = _to_handle(request, code, unit_id, complaint_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, one, answer=form)
    return _done(
        request,
        found,
        one,
        form,
        "answer",
        "Đã ghi trả lời; phản ánh đã giải quyết xong.",
        lambda: rechecks.answer_complaint(
            complaint=one, by=reader(request), as_of=today(), **form.cleaned_data
        ),
    )


def _may_read(request: HttpRequest, one: Complaint) -> bool:
    """Whoever is assigned to one village alone does not read who complained about it."""
    is_village = one.unit.level == UnitLevel.VILLAGE
    commune = one.unit.parent if is_village and one.unit.parent else one.unit
    return scope_of(request).can(Permission.VIEW_PERSONAL, commune.path)


def _village(
    request: HttpRequest, code: str, unit_id: int, permission: Permission, what: str
) -> Village:
    return village_of(request, code, unit_id, permission=permission, at_commune=True, what=what)


def _to_handle(
    request: HttpRequest, code: str, unit_id: int, complaint_id: int
) -> tuple[Village, Complaint]:
    found = _village(request, code, unit_id, Permission.REVIEW, "Giải quyết phản ánh ở")
    return found, complaint_of(found, complaint_id)


def _done(
    request: HttpRequest,
    found: Village,
    one: Complaint,
    form: forms.Form,
    name: str,
    told: str,
    act: Any,
) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, one, **{name: form})
    messages.success(request, told)
    return redirect("complaint", **found.kwargs, complaint_id=one.pk)


def _households(found: Village) -> list[Household]:
    return list(queries.households_to_complain_about(village=found.review))


def _new_page(
    request: HttpRequest, found: Village, form: ComplaintForm, *, status: int = 200
) -> HttpResponse:
    context = {"village": found, "form": form, "steps": steps_of(found, "Ghi phản ánh")}
    generated = found.campaign.is_generated
    return render(
        request, "meetings/complaint_form.html", context, status=status, generated=generated
    )


def _page(
    request: HttpRequest, found: Village, one: Complaint, **given: forms.Form
) -> HttpResponse:
    recheck = getattr(one, "recheck", None)
    calendar = queries.calendar_for(path=found.unit.path)
    may_handle = may(request, found, Permission.REVIEW)[1]
    is_open = one.state == ComplaintState.OPEN
    needs_recheck = one.kind == ComplaintKind.RESULT and recheck is None
    context = {
        "village": found,
        "complaint": one,
        "recheck": recheck,
        "about": layout.about_words(one),
        "state": layout.state_of(one),
        "due": layout.due_words(one, as_of=today(), calendar=calendar),
        "changes": before_after(recheck) if recheck else [],
        "forms": _forms(found, one, given) if may_handle else {},
        "may_confirm": may_handle and one.state == ComplaintState.UNCONFIRMED,
        "may_recheck": may_handle and is_open and needs_recheck,
        "may_answer": may_handle and is_open and not needs_recheck,
        "steps": steps_of(found, "Phản ánh"),
    }
    status = UNPROCESSABLE if given else 200
    generated = found.campaign.is_generated
    return render(request, "meetings/complaint.html", context, status=status, generated=generated)


def _forms(found: Village, one: Complaint, given: dict[str, forms.Form]) -> dict[str, forms.Form]:
    """The forms this complaint may still need; those handed in badly come back as they were."""
    day = {"checked_on": today(), "answered_on": today()}
    made: dict[str, forms.Form] = {
        "set_aside": ReasonForm(),
        "recheck": RecheckForm(initial=day),
        "answer": AnswerForm(initial=day),
    }
    if one.state == ComplaintState.UNCONFIRMED:
        made["confirm"] = ConfirmForm(households=_households(found))
    return {**made, **given}
