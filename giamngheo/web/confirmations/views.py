"""Looking up what somebody was on a day, and giving out papers that say so."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import BadDate, format_date, parse_date
from giamngheo.lib.text import fold
from giamngheo.papers import actions, queries
from giamngheo.papers.confirmations import confirmation_pdf
from giamngheo.papers.models import Confirmation
from giamngheo.registry.models import Household
from giamngheo.registry.queries import household_or_none
from giamngheo.registry.search import found_households
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.confirmations import table as layout
from giamngheo.web.confirmations.forms import ConfirmationForm, RevokeForm
from giamngheo.web.rendering import render
from giamngheo.web.tables import build_table

HOME = ("Tổng quan", "/")
LOOKUP = ("Tra cứu", "/tra-cuu")
MOST_FOUND = 20


@require_GET
def lookup(request: HttpRequest) -> HttpResponse:
    """Who it is and what the household was that day; the answer given is an audit event."""
    words = request.GET.get("q", "").strip()[:120]
    as_of, problem = _day(request)
    rows, members = [], {}
    if words and not problem:
        found = found_households(text=words, scope=scope_of(request), limit=MOST_FOUND)
        members = {one.household.pk: one.member.full_name for one in found if one.member}
        rows = queries.statuses_on(households=[one.household for one in found], as_of=as_of)
        _note_answers(request, rows, as_of)
    table = build_table(
        request,
        name="tra-cuu",
        caption=f"Phân loại ngày {format_date(as_of)}",
        columns=layout.LOOKUP_COLUMNS,
        rows=[
            layout.lookup_row(household, members.get(household.pk, ""), status)
            for household, status in rows
        ],
        presorted=True,
        empty="Không có ai khớp trong địa bàn của bạn. Thử họ tên đủ dấu, mã hộ hoặc số định danh.",
    )
    context = {
        "words": words,
        "day": request.GET.get("ngay", "") or format_date(as_of),
        "problem": problem,
        "table": table if words and not problem else None,
        "steps": [HOME, ("Tra cứu", "")],
    }
    generated = any(household.is_generated for household, _ in rows)
    return render(request, "confirmations/lookup.html", context, generated=generated)


def _day(request: HttpRequest) -> tuple[date, str]:
    typed = request.GET.get("ngay", "").strip()
    if not typed:
        return today(), ""
    try:
        return parse_date(typed), ""
    except BadDate as refusal:
        return today(), refusal.message


def _note_answers(
    request: HttpRequest, rows: list[tuple[Household, queries.StatusLine | None]], as_of: date
) -> None:
    for household, status in rows:
        audit.read_event(
            action="papers.lookup_status",
            by=reader(request),
            subject=household.code,
            unit_path=household.unit_path,
            details={"as_of": as_of, "category": status.category if status else ""},
        )


@require_GET
def confirmations(request: HttpRequest, code: str) -> HttpResponse:
    household = _household(request, code, Permission.VIEW_PERSONAL, "Xem giấy xác nhận của hộ")
    return _page(request, household, form=ConfirmationForm(initial={"as_of": today()}))


@require_POST
def issue(request: HttpRequest, code: str) -> HttpResponse:
    household = _household(request, code, Permission.EDIT_REGISTER, "Cấp giấy xác nhận cho hộ")
    form = ConfirmationForm(request.POST)
    if not form.is_valid():
        return _page(request, household, form=form, status=422)
    made = actions.issue_confirmation(
        household=household, today=today(), by=reader(request), **form.cleaned_data
    )
    messages.success(request, f"Đã cấp giấy xác nhận, mã kiểm tra {made.printed_code}.")
    return redirect("confirmations", code=code)


@require_GET
def pdf(request: HttpRequest, code: str, number: int) -> HttpResponse:
    household = _household(request, code, Permission.EXPORT_PERSONAL, "Tải giấy xác nhận của hộ")
    found = _confirmation(household, number)
    office = queries.office_of(
        unit=found.unit, as_of=found.issued_on, is_generated=found.is_generated
    )
    address = request.build_absolute_uri(reverse("verify_ask"))
    content = confirmation_pdf(office, found, address=address)
    audit.read_event(
        action="papers.take_confirmation",
        by=reader(request),
        subject=household.code,
        unit_path=household.unit_path,
    )
    response = HttpResponse(content, content_type="application/pdf")
    name = f"giay-xac-nhan-{fold(household.code).replace(' ', '-')}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def revoke(request: HttpRequest, code: str, number: int) -> HttpResponse:
    household = _household(request, code, Permission.EDIT_REGISTER, "Thu hồi giấy xác nhận của hộ")
    form = RevokeForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    found = _confirmation(household, number)
    actions.revoke_confirmation(
        confirmation=found, reason=reason, today=today(), by=reader(request)
    )
    messages.success(request, f"Đã thu hồi giấy xác nhận {found.printed_code}.")
    return redirect("confirmations", code=code)


def _page(
    request: HttpRequest, household: Household, *, form: ConfirmationForm, status: int = 200
) -> HttpResponse:
    scope = scope_of(request)
    given = list(queries.confirmations_of(household=household))
    as_of = today()
    standings = queries.standings_of(confirmations=given, as_of=as_of)
    context = {
        "household": household,
        "now": queries.status_on(household=household, as_of=as_of),
        "form": form,
        "given": [layout.given_line(one, standings[one.pk]) for one in given],
        "may_issue": scope.can(Permission.EDIT_REGISTER, household.unit_path),
        "may_take": scope.can(Permission.EXPORT_PERSONAL, household.unit_path),
        "steps": [
            HOME,
            (f"Hộ {household.head_name}", reverse("household", kwargs={"code": household.code})),
            ("Giấy xác nhận", ""),
        ],
    }
    audit.read_event(
        action="papers.read_confirmations",
        by=reader(request),
        subject=household.code,
        unit_path=household.unit_path,
    )
    return render(
        request,
        "confirmations/household.html",
        context,
        status=status,
        generated=household.is_generated,
    )


def _household(request: HttpRequest, code: str, permission: Permission, what: str) -> Household:
    found = household_or_none(code=code)
    if found is None:
        raise Http404(f"no household {code}")
    require(
        request,
        permission=permission,
        unit=found.unit,
        what=f"{what} {found.code}",
        subject=f"Hộ {found.code}",
    )
    return found


def _confirmation(household: Household, number: int) -> Confirmation:
    found = queries.confirmations_of(household=household).filter(pk=number).first()
    if found is None:
        raise Http404(f"no confirmation {number}")
    return found
