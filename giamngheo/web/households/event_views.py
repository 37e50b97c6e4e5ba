"""Forms of events, the answers to what villages ask, and undoing: each one domain call."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.refusals import AccessRefused
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.lib.errors import Refusal
from giamngheo.registry import events as actions
from giamngheo.registry import queries as registry
from giamngheo.registry.enums import EventKind, EventState
from giamngheo.registry.models import Household, HouseholdEvent
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.errors import REFUSED
from giamngheo.web.households.event_forms import PAGES, EventForm, EventPage, Given
from giamngheo.web.households.file import steps
from giamngheo.web.households.table import place_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render


@require_http_methods(["GET", "POST"])
def event(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """The form of one kind of event; sent, it is recorded or asked for."""
    found, page = household_to_change(request, code), PAGES.get(slug)
    if page is None:
        raise Http404(f"no event {slug}")
    form = page.form(request.POST or None, given=_given(request, found, page), today=today())
    form.initial.update(_filled_in(request))
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return _record(request, found, form)
        except AccessRefused:
            raise
        except Refusal as refused:
            # What was typed stays in the form: the reader puts one field right, not all.
            refusal = refused
    return _form_page(request, found, page, form, refusal)


def _record(request: HttpRequest, found: Household, form: EventForm) -> HttpResponse:
    given = form.cleaned_data
    done = actions.record_event(
        household=found,
        request=form.to_request(),
        event_date=given["event_date"],
        reason=given["reason"],
        by=reader(request),
        scope=scope_of(request),
        as_of=today(),
        expected_version=given["row_version"],
    )
    if done.state == EventState.DONE:
        messages.success(request, f"Đã ghi: {done.summary}.")
    else:
        messages.success(request, f"Đã gửi đề nghị tới cán bộ xã: {done.summary}.")
    return _back(request, found)


def _back(request: HttpRequest, found: Household) -> HttpResponse:
    """Return to the household's page, or to the list when it now belongs to somebody else."""
    found.refresh_from_db(fields=["unit_path"])
    if scope_of(request).can(Permission.VIEW_PERSONAL, found.unit_path):
        return redirect(reverse("household", kwargs={"code": found.code}) + "#dong-thoi-gian")
    return redirect("household_list")


def _form_page(
    request: HttpRequest,
    found: Household,
    page: EventPage,
    form: EventForm,
    refusal: Refusal | None,
) -> HttpResponse:
    may_edit = scope_of(request).can(Permission.EDIT_REGISTER, found.unit_path)
    refused = form.is_bound and not form.is_valid()
    status = REFUSED if refusal else 422 if refused else 200
    context = {
        "household": found,
        "place": place_of(found),
        "page": page,
        "form": form,
        "refusal": refusal,
        "button": "Ghi nhận" if may_edit else "Gửi đề nghị",
        "may_edit": may_edit,
        "here": request.get_full_path(),
        "steps": [
            *steps(found)[:-1],
            (found.code, reverse("household", kwargs={"code": found.code})),
            (page.title, ""),
        ],
    }
    return render(
        request,
        "households/event.html",
        context,
        status=status,
        generated=found.is_generated,
    )


def household_to_change(request: HttpRequest, code: str) -> Household:
    """Return the household when the reader may record or ask for its changes."""
    found = registry.household_or_none(code=code)
    if found is None:
        raise Http404(f"no household {code}")
    scope = scope_of(request)
    if not scope.can(Permission.EDIT_REGISTER, found.unit_path):
        require(
            request,
            permission=Permission.REVIEW,
            unit=found.unit,
            what=f"Ghi thay đổi của hộ {found.code}",
            subject=f"Hộ {found.code}",
        )
    return found


def _given(request: HttpRequest, found: Household, page: EventPage) -> Given:
    members = list(registry.members_of(household=found))
    if page.kind == EventKind.MOVE:
        return Given(household=found, members=members, units=_units_to_move_to(found))
    if page.kind == EventKind.CONDITIONS:
        known = registry.conditions_on(household=found, as_of=today())
        return Given(household=found, members=members, conditions=known)
    if page.slug == "nguoi":
        asked = request.GET.get("ai", "")
        member = next((one for one in members if str(one.pk) == asked), None)
        if member is None:
            raise Http404("no such member")
        return Given(household=found, members=members, member=member)
    return Given(household=found, members=members)


def _filled_in(request: HttpRequest) -> dict[str, Any]:
    """Return what a link already knows: the other household, the person, the reason."""
    asked = {"other_code": "ho-kia", "reason": "ly-do", "member_ids": "ai"}
    found = {name: request.GET[key] for name, key in asked.items() if request.GET.get(key)}
    if "member_ids" in found:
        return found | {"member_ids": [found["member_ids"]]}
    return dict(found)


def _units_to_move_to(found: Household) -> list[Unit]:
    """Return the villages of the household's commune, then the communes beside it."""
    unit = found.unit
    commune = unit.parent if unit.level > UnitLevel.COMMUNE and unit.parent else unit
    near = Q(parent=commune) | Q(parent=commune.parent_id, level=UnitLevel.COMMUNE)
    rows = Unit.objects.in_force(today()).filter(near).exclude(pk=unit.pk)
    return list(rows.order_by("-level", "sort_key", "id"))


@require_POST
def undo(request: HttpRequest, code: str, event_id: int) -> HttpResponse:
    found, wanted = _event_of(request, code, event_id)
    version = request.POST.get("row_version", "")
    counter = actions.undo_event(
        event=wanted,
        reason=request.POST.get("reason", ""),
        by=reader(request),
        scope=scope_of(request),
        as_of=today(),
        expected_version=int(version) if version.isdecimal() else None,
    )
    messages.success(request, f"{counter.summary}.")
    return _back(request, found)


@require_POST
def accept(request: HttpRequest, code: str, event_id: int) -> HttpResponse:
    found, wanted = _event_of(request, code, event_id)
    done = actions.accept_request(
        event=wanted, by=reader(request), scope=scope_of(request), as_of=today()
    )
    messages.success(request, f"Đã ghi: {done.summary}.")
    return _back(request, found)


@require_POST
def reject(request: HttpRequest, code: str, event_id: int) -> HttpResponse:
    found, wanted = _event_of(request, code, event_id)
    done = actions.reject_request(
        event=wanted,
        reason=request.POST.get("reason", ""),
        by=reader(request),
        scope=scope_of(request),
    )
    messages.success(request, f"Đã trả lời không chấp nhận: {done.summary}.")
    return _back(request, found)


def _event_of(request: HttpRequest, code: str, event_id: int) -> tuple[Household, HouseholdEvent]:
    found = registry.household_or_none(code=code)
    if found is None:
        raise Http404(f"no household {code}")
    require(
        request,
        permission=Permission.EDIT_REGISTER,
        unit=found.unit,
        what=f"Xử lý thay đổi của hộ {found.code}",
        subject=f"Hộ {found.code}",
    )
    wanted = HouseholdEvent.objects.filter(pk=event_id, household=found).first()
    if wanted is None:
        raise Http404(f"no event {event_id} of household {code}")
    return found, wanted


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What village heads asked for and the reader may answer, the oldest first."""
    rows = registry.requests_waiting(scope=scope_of(request))
    page = page_by_key(request, rows=rows, order=("requested_at", "id"), size=20)
    context = {
        "page": page,
        "requests": [(one, place_of(one.household)) for one in page.rows],
        "steps": [
            ("Tổng quan", reverse("home")),
            ("Danh sách hộ", reverse("household_list")),
            ("Đề nghị chờ xử lý", ""),
        ],
    }
    generated = any(one.household.is_generated for one in page.rows)
    return render(request, "households/waiting.html", context, block="results", generated=generated)
