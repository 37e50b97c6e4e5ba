"""A unit's steering committee: members, who answers for which unit, what is uncovered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from giamngheo.agencies.queries import agencies_near
from giamngheo.areas.models import Unit
from giamngheo.committees.enums import How
from giamngheo.committees.models import Committee, CommitteeMeeting, MemberUnit
from giamngheo.committees.queries import (
    Coverage,
    MemberRow,
    coverage,
    members_for,
    proposals,
    units_answered_for,
)
from giamngheo.lib.dates import format_date
from giamngheo.planning.enums import PlanStage
from giamngheo.planning.queries import plans_visible
from giamngheo.web.access import scope_of
from giamngheo.web.choice.current import current_choice
from giamngheo.web.committees.forms import (
    AssignForm,
    CommitteeForm,
    ConclusionForm,
    EndMemberForm,
    ListForm,
    MeetingForm,
    MemberForm,
    ResolveForm,
)
from giamngheo.web.committees.found import Found, found_of, may_keep
from giamngheo.web.parts import Notice
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Table, build_table

COLUMNS = (
    Column(key="number", head="TT", kind="number", wide_only=True),
    Column(key="name", head="Thành viên", row_head=True),
    Column(key="post", head="Trong ban", wide_only=True),
    Column(key="units", head="Đơn vị phụ trách", sortable=False),
    Column(key="load", head="Số đơn vị", kind="number", zero="0"),
)


@require_GET
def committee_home(request: HttpRequest) -> HttpResponse:
    """The committee of the unit the reader has chosen."""
    choice = current_choice(request)
    if choice is None or not choice.unit_code:
        return render(request, "committees/none.html")
    return redirect("committee", unit_code=choice.unit_code)


@require_GET
def committee(request: HttpRequest, unit_code: str) -> HttpResponse:
    return committee_page(request, found_of(request, unit_code))


def committee_page(
    request: HttpRequest, found: Found, *, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Draw the page; `forms` hold what was typed wrong, by name."""
    given, committee = forms or {}, found.committee
    covered = coverage(committee=committee, as_of=found.as_of) if committee else None
    keeps = may_keep(request, found.unit)
    context: dict[str, Any] = {
        "unit": found.unit,
        "as_of": found.as_of,
        "day_text": format_date(found.as_of),
        "committee": committee,
        "covered": covered,
        "in_charge": members_for(unit=found.unit, as_of=found.as_of),
        "may_keep": keeps,
        "committee_form": given.get("committee") or CommitteeForm(),
        "proposals": [],
    }
    if committee is not None and covered is not None:
        context |= {
            "table": _table(request, covered),
            "notices": _notices(covered),
            "proposals": proposals(committee=committee, as_of=found.as_of) if covered.ended else [],
            "meetings": _meetings(committee.pk),
        }
        if keeps:
            units = units_to_give(committee, covered, found.as_of)
            context |= _forms(request, found, covered, units, given)
    generated = committee is not None and committee.is_generated
    return render(
        request,
        "committees/committee.html",
        context,
        block="results",
        status=status,
        generated=generated,
    )


def _forms(
    request: HttpRequest,
    found: Found,
    covered: Coverage,
    units: list[Unit],
    given: dict[str, Any],
) -> dict[str, Any]:
    members = [row.member for row in covered.rows]
    agencies = agencies_near(unit=found.unit, as_of=found.as_of)
    return {
        "list_form": given.get("list") or list_form(request, found),
        "member_form": given.get("member") or MemberForm(),
        "end_form": EndMemberForm(),
        "members": members,
        "assign_form": given.get("assign") or AssignForm(members=members, units=units),
        "resolve_form": ResolveForm(units=units),
        "meeting_form": given.get("meeting") or MeetingForm(),
        "conclusion_form": given.get("conclusion") or ConclusionForm(agencies=agencies),
    }


def units_to_give(committee: Committee, covered: Coverage, as_of: date) -> list[Unit]:
    """Return the units members may be given, the uncovered first: they are looked for."""
    all_units = units_answered_for(committee=committee, as_of=as_of)
    uncovered = {unit.pk for unit in covered.uncovered}
    return sorted(all_units, key=lambda unit: (unit.pk not in uncovered, unit.sort_key))


def list_form(request: HttpRequest, found: Found, *, bound: bool = False) -> ListForm:
    plans = plans_visible(scope=scope_of(request)).filter(
        unit=found.unit, stage=PlanStage.COMMITTED
    )
    if bound:
        return ListForm(request.POST, request.FILES, plans=plans)
    return ListForm(plans=plans)


def _table(request: HttpRequest, covered: Coverage) -> Table:
    return build_table(
        request,
        name="thanh-vien",
        caption="Thành viên và địa bàn phụ trách",
        columns=COLUMNS,
        rows=[_row(row, covered) for row in covered.rows],
        default_sort="number",
        empty="Ban chưa có thành viên nào. Nhập từ phụ lục kế hoạch hoặc tệp Excel ở dưới.",
    )


def _row(row: MemberRow, covered: Coverage) -> Row:
    return Row(
        cells={
            "number": row.member.position,
            "name": Cell(value=row.member.full_name, note=row.member.job),
            "post": row.member.get_post_display(),
            "units": "; ".join(unit_words(one, covered) for one in row.units) or "chưa giao",
            "load": row.load,
        },
        tone="look" if any(one.unit is None for one in row.units) else "",
    )


def unit_words(one: MemberUnit, covered: Coverage) -> str:
    """ "Xã Thọ Sơn", "Thị trấn Nưa (viết: Tân Ninh)", "Tân Ninh (không khớp danh mục)"."""
    if one.unit is None:
        return f"{one.as_written} (không khớp danh mục)"
    if one in covered.ended:
        return f"{one.unit.full_name} (không còn)"
    if one.how == How.FORMER:
        return f"{one.unit.full_name} (viết: {one.as_written})"
    return one.unit.full_name


def _notices(covered: Coverage) -> list[Notice]:
    found = []
    if covered.uncovered:
        names = ", ".join(unit.full_name for unit in covered.uncovered)
        found.append(Notice(text=f"Chưa có thành viên phụ trách: {names}.", tone="bad"))
    found += [
        Notice(
            text=f"“{one.as_written}” ({one.member.full_name}) không phải đơn vị nào của địa bàn "
            "vào ngày này.",
            tone="bad",
        )
        for one in covered.unknown
    ]
    if covered.renamed:
        names = "; ".join(
            f"{one.as_written} nay là {one.unit.full_name}" for one in covered.renamed if one.unit
        )
        found.append(Notice(text=f"Tên cũ trong văn bản: {names}.", tone="plain"))
    for unit, members in covered.shared.items():
        who = ", ".join(one.full_name for one in members)
        found.append(Notice(text=f"{unit.full_name} có {len(members)} thành viên: {who}."))
    return found


def _meetings(committee_id: int) -> list[CommitteeMeeting]:
    found = CommitteeMeeting.objects.filter(committee=committee_id)
    return list(found.prefetch_related("conclusions__task")[:20])
