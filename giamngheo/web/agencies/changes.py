"""Keeping the directory: each form one action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.queries import user_or_none
from giamngheo.agencies import actions
from giamngheo.agencies.actions import HeirGiven
from giamngheo.agencies.models import Agency, AgencyAlias, AgencyStaff
from giamngheo.agencies.queries import successors
from giamngheo.tasks.handing import hand_over
from giamngheo.tasks.queries import tasks_of_agency
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.agencies.forms import AgencyForm, AliasForm, EndForm, MailboxForm, StaffForm
from giamngheo.web.agencies.found import agency_of, require_change, unit_of
from giamngheo.web.agencies.views import agency_page, list_page

UNPROCESSABLE = 422


@require_POST
def set_up(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = unit_of(unit_id)
    what = f"Lập danh bạ cơ quan của {unit.full_name}"
    require(request, permission=Permission.MANAGE_TASKS, unit=unit, what=what)
    made = actions.set_up_agencies(units=[unit], as_of=today(), by=reader(request))
    messages.success(request, f"Đã lập {made} cơ quan theo kiểu có sẵn; hãy xem lại và sửa tên.")
    return redirect("agency_list")


@require_POST
def new(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = unit_of(unit_id)
    what = f"Thêm cơ quan của {unit.full_name}"
    require(request, permission=Permission.MANAGE_TASKS, unit=unit, what=what)
    form = AgencyForm(request.POST)
    if not form.is_valid():
        return list_page(request, form=form, status=UNPROCESSABLE)
    made = actions.add_agency(unit=unit, by=reader(request), **form.cleaned_data)
    messages.success(request, f"Đã thêm {made.name}.")
    return _back(made)


@require_POST
def alias_add(request: HttpRequest, agency_id: int) -> HttpResponse:
    found = _changeable(request, agency_id)
    form = AliasForm(request.POST)
    if not form.is_valid():
        return agency_page(request, found, alias_form=form, status=UNPROCESSABLE)
    alias = actions.add_alias(agency=found, by=reader(request), **form.cleaned_data)
    messages.success(request, f"Từ nay “{alias.as_written}” được hiểu là {found.name}.")
    return _back(found)


@require_POST
def alias_remove(request: HttpRequest, agency_id: int, alias_id: int) -> HttpResponse:
    found = _changeable(request, agency_id)
    alias = AgencyAlias.objects.filter(agency=found, pk=alias_id).select_related("agency").first()
    if alias is not None:
        actions.remove_alias(alias=alias, by=reader(request))
        messages.success(request, f"Đã bỏ tên gọi “{alias.as_written}”.")
    return _back(found)


@require_POST
def end(request: HttpRequest, agency_id: int) -> HttpResponse:
    found = _changeable(request, agency_id)
    form = EndForm(request.POST, agency=found, as_of=today())
    if not form.is_valid():
        return agency_page(request, found, end_form=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    heirs = [HeirGiven(agency=form.heirs[given["heir_1"]])] if given["heir_1"] else []
    if given["heir_2"]:
        other = form.heirs[given["heir_2"]]
        heirs.append(HeirGiven(agency=other, part=given["part_2"], is_main=not heirs))
    ended = actions.end_agency(
        agency=found, on=given["on"], heirs=heirs, source=given["source"], by=reader(request)
    )
    messages.success(request, f"Đã ghi {ended.name} kết thúc. Việc chưa xong chờ bàn giao.")
    return _back(found)


@require_POST
def mailbox(request: HttpRequest, agency_id: int) -> HttpResponse:
    found = _changeable(request, agency_id)
    form = MailboxForm(request.POST)
    if not form.is_valid():
        return agency_page(request, found, mailbox_form=form, status=UNPROCESSABLE)
    actions.set_email(agency=found, email=form.cleaned_data["email"], by=reader(request))
    messages.success(request, "Đã ghi thư điện tử công vụ.")
    return _back(found)


@require_POST
def staff_add(request: HttpRequest, agency_id: int) -> HttpResponse:
    found = _changeable(request, agency_id)
    form = StaffForm(request.POST)
    user = user_or_none(username=form.data.get("username", "")) if form.is_valid() else None
    if user is None:
        if form.is_valid():
            form.add_error("username", "Không có tài khoản mang tên đăng nhập này.")
        return agency_page(request, found, staff_form=form, status=UNPROCESSABLE)
    actions.assign_staff(agency=found, user=user, as_of=today(), by=reader(request))
    messages.success(request, f"{user.full_name} báo cáo cho {found.name} từ hôm nay.")
    return _back(found)


@require_POST
def staff_end(request: HttpRequest, agency_id: int, staff_id: int) -> HttpResponse:
    found = _changeable(request, agency_id)
    staff = AgencyStaff.objects.filter(agency=found, pk=staff_id, valid_to=None)
    for one in staff.select_related("agency", "user"):
        actions.end_staff(staff=one, as_of=today(), by=reader(request))
        messages.success(request, f"{one.user.full_name} thôi báo cáo cho {found.name}.")
    return _back(found)


@require_POST
def hand_over_all(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Every unfinished task of an agency that is no more goes to its heir."""
    found = _changeable(request, agency_id)
    heirs = [heir for heir in successors(agency=found, as_of=today()) if heir.is_main]
    heir = next((heir.agency for heir in heirs if heir.agency != found), None)
    if heir is None:
        messages.warning(request, "Chưa ghi cơ quan nhận việc giảm nghèo nên chưa bàn giao được.")
        return _back(found)
    managed = scope_of(request).filter(
        tasks_of_agency(agency=found), permission=Permission.MANAGE_TASKS
    )
    count = hand_over(
        tasks=list(managed),
        to=heir,
        by=reader(request),
        as_of=today(),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, f"Đã bàn giao {count} việc cho {heir.name}.")
    return _back(found)


def _changeable(request: HttpRequest, agency_id: int) -> Agency:
    found = agency_of(agency_id)
    require_change(request, found)
    return found


def _back(agency: Agency) -> HttpResponse:
    return redirect("agency", agency_id=agency.pk)
