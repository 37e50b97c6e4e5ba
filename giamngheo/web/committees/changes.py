"""Keeping a committee: each form one action."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from giamngheo.agencies.queries import agencies_near
from giamngheo.committees import actions
from giamngheo.committees.actions import GivenMember
from giamngheo.committees.enums import How, Post
from giamngheo.committees.lists import members_of_file, members_of_plan
from giamngheo.committees.meetings import give_conclusion, record_meeting
from giamngheo.committees.models import Committee, CommitteeMember, Conclusion, MemberUnit
from giamngheo.committees.queries import coverage
from giamngheo.meetings.calendars import calendar_for
from giamngheo.web.access import reader, today
from giamngheo.web.committees.forms import (
    AssignForm,
    CommitteeForm,
    ConclusionForm,
    EndMemberForm,
    MeetingForm,
    MemberForm,
    ResolveForm,
)
from giamngheo.web.committees.found import kept_committee, kept_unit
from giamngheo.web.committees.views import committee_page, list_form, units_to_give

UNPROCESSABLE = 422


@require_POST
def new(request: HttpRequest, unit_code: str) -> HttpResponse:
    found = kept_unit(request, unit_code)
    form = CommitteeForm(request.POST)
    if not form.is_valid():
        return committee_page(request, found, forms={"committee": form}, status=UNPROCESSABLE)
    made = actions.create_committee(unit=found.unit, by=reader(request), **form.cleaned_data)
    messages.success(request, f"Đã lập {made.name}.")
    return _back(unit_code)


@require_POST
def take_list(request: HttpRequest, unit_code: str) -> HttpResponse:
    found, committee = kept_committee(request, unit_code)
    form = list_form(request, found, bound=True)
    if not form.is_valid():
        return committee_page(request, found, forms={"list": form}, status=UNPROCESSABLE)
    plan = form.plans.get(form.cleaned_data["plan"])
    if plan is not None:
        members = members_of_plan(plan=plan)
    else:
        members = _from_upload(form.cleaned_data["file"])
    made = actions.add_members(
        committee=committee, members=members, as_of=found.as_of, by=reader(request)
    )
    unknown = MemberUnit.objects.filter(member__in=made, how=How.UNKNOWN).count()
    words = f"Đã nhập {len(made)} thành viên."
    messages.success(request, f"{words} {unknown} tên chưa khớp danh mục." if unknown else words)
    return _back(unit_code)


def _from_upload(file: UploadedFile) -> list[GivenMember]:
    suffix = PurePath(file.name or "").suffix.lower()[:6] or ".xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"danh-sach{suffix}"
        path.write_bytes(file.read())
        return members_of_file(path=path)


@require_POST
def member_add(request: HttpRequest, unit_code: str) -> HttpResponse:
    found, committee = kept_committee(request, unit_code)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return committee_page(request, found, forms={"member": form}, status=UNPROCESSABLE)
    given = form.cleaned_data
    member = GivenMember(
        full_name=given["full_name"],
        job=given["job"],
        post=Post(given["post"]),
        units=[name for name in given["units"].split(",") if name.strip()],
    )
    actions.add_members(
        committee=committee, members=[member], as_of=found.as_of, by=reader(request)
    )
    messages.success(request, f"Đã thêm {member.full_name}.")
    return _back(unit_code)


@require_POST
def member_end(request: HttpRequest, unit_code: str, member_id: int) -> HttpResponse:
    found, committee = kept_committee(request, unit_code)
    member = CommitteeMember.objects.filter(committee=committee, pk=member_id).first()
    form = EndMemberForm(request.POST)
    if member is None:
        raise Http404(f"no member {member_id}")
    if not form.is_valid():
        messages.warning(request, "Ghi ngày thôi (ví dụ 01/03/2022) và lý do.")
        return committee_page(request, found, status=UNPROCESSABLE)
    actions.end_member(member=member, by=reader(request), **form.cleaned_data)
    messages.success(request, f"{member.full_name} thôi là thành viên. Xem đơn vị chưa có người.")
    return _back(unit_code)


@require_POST
def assign(request: HttpRequest, unit_code: str) -> HttpResponse:
    found, committee = kept_committee(request, unit_code)
    covered = coverage(committee=committee, as_of=found.as_of)
    form = AssignForm(
        request.POST,
        members=[row.member for row in covered.rows],
        units=units_to_give(committee, covered, found.as_of),
    )
    if not form.is_valid():
        return committee_page(request, found, forms={"assign": form}, status=UNPROCESSABLE)
    member = form.members[form.cleaned_data["member"]]
    unit = form.units[form.cleaned_data["unit"]]
    actions.assign_unit(member=member, unit=unit, as_of=found.as_of, by=reader(request))
    messages.success(request, f"{member.full_name} phụ trách {unit.full_name}.")
    return _back(unit_code)


@require_POST
def unassign(request: HttpRequest, unit_code: str, assignment_id: int) -> HttpResponse:
    found, committee = kept_committee(request, unit_code)
    assignment = _assignment(committee, assignment_id)
    actions.end_assignment(assignment=assignment, as_of=found.as_of, by=reader(request))
    messages.success(request, f"Đã thôi giao {assignment.as_written}.")
    return _back(unit_code)


@require_POST
def resolve(request: HttpRequest, unit_code: str, assignment_id: int) -> HttpResponse:
    found, committee = kept_committee(request, unit_code)
    assignment = _assignment(committee, assignment_id)
    covered = coverage(committee=committee, as_of=found.as_of)
    form = ResolveForm(request.POST, units=units_to_give(committee, covered, found.as_of))
    if not form.is_valid():
        messages.warning(request, f"Chọn đơn vị mà “{assignment.as_written}” chỉ.")
        return committee_page(request, found, status=UNPROCESSABLE)
    unit = form.units[form.cleaned_data["unit"]]
    actions.resolve_name(assignment=assignment, unit=unit, by=reader(request))
    messages.success(request, f"“{assignment.as_written}” là {unit.full_name}.")
    return _back(unit_code)


@require_POST
def accept(request: HttpRequest, unit_code: str) -> HttpResponse:
    found, committee = kept_committee(request, unit_code)
    count = actions.accept_proposals(committee=committee, as_of=found.as_of, by=reader(request))
    messages.success(request, f"Đã chuyển {count} địa bàn sang đơn vị mới.")
    return _back(unit_code)


@require_POST
def meeting(request: HttpRequest, unit_code: str) -> HttpResponse:
    found, committee = kept_committee(request, unit_code)
    form = MeetingForm(request.POST)
    if not form.is_valid():
        return committee_page(request, found, forms={"meeting": form}, status=UNPROCESSABLE)
    given = form.cleaned_data
    record_meeting(
        committee=committee,
        held_on=given["held_on"],
        chair=given["chair"],
        content=given["content"],
        conclusions=given["conclusions"].splitlines(),
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, "Đã ghi cuộc họp. Giao từng kết luận thành việc ở dưới.")
    return _back(unit_code)


@require_POST
def conclusion(request: HttpRequest, unit_code: str, conclusion_id: int) -> HttpResponse:
    found, committee = kept_committee(request, unit_code)
    chosen = Conclusion.objects.filter(meeting__committee=committee, pk=conclusion_id).first()
    if chosen is None:
        raise Http404(f"no conclusion {conclusion_id}")
    form = ConclusionForm(request.POST, agencies=agencies_near(unit=found.unit, as_of=found.as_of))
    if not form.is_valid():
        return committee_page(request, found, forms={"conclusion": form}, status=UNPROCESSABLE)
    task = give_conclusion(
        conclusion=chosen,
        lead=form.known[form.cleaned_data["lead"]],
        rule=form.cleaned_data["deadline"],
        by=reader(request),
        as_of=today(),
        calendar=calendar_for(path=found.unit.path),
    )
    messages.success(request, "Kết luận đã thành việc trên bảng theo dõi.")
    return redirect("task", task_id=task.pk)


def _assignment(committee: Committee, assignment_id: int) -> MemberUnit:
    found = MemberUnit.objects.filter(member__committee=committee, pk=assignment_id)
    assignment = found.select_related("member", "unit").first()
    if assignment is None:
        raise Http404(f"no assignment {assignment_id}")
    return assignment


def _back(unit_code: str) -> HttpResponse:
    return redirect("committee", unit_code=unit_code)
