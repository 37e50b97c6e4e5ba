"""Screen 6: the households expected to leave poverty, held against the target."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.numbers import format_number
from giamngheo.registry.models import Household
from giamngheo.targets import exit_actions as actions
from giamngheo.targets.district import unit_rows
from giamngheo.targets.exits import ExitCount, ExitList, exit_counts, exit_list
from giamngheo.targets.models import ExpectedExit
from giamngheo.web.access import reader, require, scope_of
from giamngheo.web.choice.current import unit_of_page
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, Table, build_table
from giamngheo.web.targets.forms import ExitForm, ShortfallForm

UNPROCESSABLE = 422
MOST_AT_ONCE = 300

ABOVE_COLUMNS = (
    Column(key="name", head="Đơn vị", row_head=True),
    Column(key="target", head="Chỉ tiêu giảm", kind="number", unit="hộ"),
    Column(key="listed", head="Trong danh sách", kind="number", unit="hộ", zero="0"),
    Column(key="registered", head="Tự nguyện đăng ký", kind="number", unit="hộ", wide_only=True),
    Column(
        key="cannot", head="Không có khả năng lao động", kind="number", unit="hộ", wide_only=True
    ),
    Column(key="state", head="Đánh giá", kind="status"),
)


@require_GET
def exits(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    what = f"Xem danh sách hộ dự kiến thoát nghèo của {unit.full_name}"
    require(request, permission=Permission.VIEW_PERSONAL, unit=unit, what=what)
    if unit.level < UnitLevel.COMMUNE:
        return _above(request, unit, unit_code, year)
    audit.read_event(
        action="targets.read_exits",
        by=scope_of(request).user,
        subject=f"Dự kiến thoát nghèo {year}, {unit.full_name}",
        unit_path=unit.path,
    )
    return _page(request, unit, unit_code, year)


@require_POST
def exits_add(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    unit = _to_edit(request, unit_code, year)
    form = ExitForm(request.POST)
    ids = [int(one) for one in request.POST.getlist("ho") if one.isdecimal()][:MOST_AT_ONCE]
    if not form.is_valid() or not ids:
        if not ids:
            form.add_error(None, "Chọn ít nhất một hộ ở bảng dưới.")
        return _page(request, unit, unit_code, year, form=form, chosen=set(ids))
    rows = actions.add_exits(
        unit=unit,
        year=year,
        households=list(Household.objects.filter(pk__in=ids).order_by("sort_key", "id")),
        reason=form.cleaned_data["reason"],
        has_registered=form.cleaned_data["has_registered"],
        by=reader(request),
    )
    messages.success(request, f"Đã đưa {len(rows)} hộ vào danh sách.")
    return redirect("exits", unit_code=unit_code, year=year)


@require_POST
def exits_remove(request: HttpRequest, unit_code: str, year: int, row_id: int) -> HttpResponse:
    unit = _to_edit(request, unit_code, year)
    row = ExpectedExit.objects.filter(pk=row_id, unit=unit, year=year).first()
    if row is None:
        raise Http404(f"no expected exit {row_id}")
    actions.remove_exit(row=row, reason=request.POST.get("reason", ""), by=reader(request))
    messages.success(request, "Đã đưa hộ ra khỏi danh sách.")
    return redirect("exits", unit_code=unit_code, year=year)


@require_POST
def exits_explain(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    unit = _to_edit(request, unit_code, year)
    form = ShortfallForm(request.POST)
    if not form.is_valid():
        return _page(request, unit, unit_code, year, shortfall_form=form)
    actions.explain_shortfall(
        unit=unit,
        year=year,
        words=form.cleaned_data["words"],
        proposal=form.cleaned_data["proposal"],
        by=reader(request),
    )
    messages.success(request, "Đã ghi giải trình.")
    return redirect("exits", unit_code=unit_code, year=year)


def _to_edit(request: HttpRequest, unit_code: str, year: int) -> Unit:
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    what = f"Sửa danh sách hộ dự kiến thoát nghèo của {unit.full_name}"
    require(request, permission=Permission.EDIT_REGISTER, unit=unit, what=what)
    if unit.level != UnitLevel.COMMUNE:
        raise Http404(f"{unit_code} is no commune")
    return unit


def _page(
    request: HttpRequest, unit: Unit, unit_code: str, year: int, **bound: Any
) -> HttpResponse:
    found = exit_list(unit=unit, year=year)
    may_edit = scope_of(request).can(Permission.EDIT_REGISTER, unit.path)
    context = {
        "unit": unit,
        "unit_code": unit_code,
        "year": year,
        "found": found,
        "answer": _answer(found),
        "status": _list_status(found),
        "listed": found.listed,
        "candidates": [] if not may_edit else list(found.candidates),
        "villages": _villages(found),
        "may_edit": may_edit,
        "form": ExitForm(),
        "chosen": set(),
        "shortfall_form": ShortfallForm(),
        "steps": _steps(unit_code, year),
    } | bound
    return render(
        request,
        "targets/exits.html",
        context,
        status=UNPROCESSABLE if bound else 200,
        generated=any(
            one.is_generated for one in (*found.candidates, *(r.household for r in found.listed))
        ),
    )


def _above(request: HttpRequest, unit: Unit, unit_code: str, year: int) -> HttpResponse:
    found = unit_rows(unit=unit, year=year)
    counts = exit_counts(unit=unit, year=year, rows=found.rows)
    context = {
        "unit": unit,
        "unit_code": unit_code,
        "year": year,
        "answer": _answer_above(counts),
        "table": _counts_table(request, counts, year),
        "steps": _steps(unit_code, year),
    }
    return render(
        request,
        "targets/exits_above.html",
        context,
        block="results",
        generated=found.is_generated,
    )


def _counts_table(request: HttpRequest, counts: list[ExitCount], year: int) -> Table:
    return build_table(
        request,
        name="du-kien",
        caption="Hộ dự kiến thoát nghèo theo đơn vị",
        columns=ABOVE_COLUMNS,
        rows=[_count_row(one, year) for one in counts],
        default_sort="",
        empty="Đơn vị này không có đơn vị cấp dưới trong năm.",
    )


def _count_row(one: ExitCount, year: int) -> Row:
    href = reverse("exits", kwargs={"unit_code": one.code, "year": year}) if one.code else ""
    return Row(
        cells={
            "name": Cell(value=one.name, href=href),
            "target": one.target,
            "listed": one.listed,
            "registered": one.registered,
            "cannot": one.cannot,
            "state": _count_status(one),
        },
        tone="bad" if one.missing else "",
    )


def _count_status(one: ExitCount) -> Status:
    if one.missing is None:
        return Status(tone="plain", word="Chưa giao chỉ tiêu")
    if not one.missing:
        return Status(tone="good", word="Đủ")
    if one.explained and one.explained.missing >= one.missing:
        return Status(tone="look", word=f"Thiếu {one.missing}, đã giải trình")
    return Status(tone="bad", word=f"Thiếu {one.missing}")


def _answer(found: ExitList) -> str:
    listed = format_number(len(found.listed))
    if found.target is None:
        return f"Danh sách có {listed} hộ; xã chưa được giao chỉ tiêu năm {found.year}."
    words = f"Danh sách có {listed} hộ trên chỉ tiêu giảm {format_number(found.target)} hộ."
    if not found.missing:
        return f"{words} Đủ chỉ tiêu."
    rest = f"{words} Còn thiếu {format_number(found.missing)} hộ"
    if found.can_still < found.missing:
        return (
            f"{rest}, mà chỉ còn {format_number(found.can_still)} hộ có khả năng lao động ngoài "
            "danh sách: chỉ tiêu vượt khả năng."
        )
    return f"{rest}; còn {format_number(found.can_still)} hộ có khả năng lao động để chọn."


def _list_status(found: ExitList) -> Status:
    if found.target is None:
        return Status(tone="plain", word="Chưa giao chỉ tiêu")
    if not found.missing:
        return Status(tone="good", word="Đủ")
    if found.is_explained:
        return Status(tone="look", word="Thiếu, đã giải trình")
    return Status(tone="bad", word=f"Thiếu {format_number(found.missing)} hộ")


def _answer_above(counts: list[ExitCount]) -> str:
    given = [one for one in counts if one.target is not None]
    listed = sum(one.listed for one in counts)
    if not given:
        return f"Danh sách có {format_number(listed)} hộ; chưa giao chỉ tiêu cho đơn vị nào."
    target = sum(one.target or 0 for one in given)
    short = [one for one in given if one.missing]
    words = (
        f"Danh sách có {format_number(listed)} hộ trên chỉ tiêu giảm {format_number(target)} hộ."
    )
    if not short:
        return f"{words} Mọi đơn vị đã đủ."
    worst = sorted(short, key=lambda one: -(one.missing or 0))[:3]
    named = ", ".join(f"{one.name} ({format_number(one.missing or 0)})" for one in worst)
    return f"{words} {len(short)} đơn vị còn thiếu, nhiều nhất: {named}."


def _villages(found: ExitList) -> dict[int, str]:
    """Return the name of the village each household lives in now, by household."""
    households = [*found.candidates, *found.cannot, *(row.household for row in found.listed)]
    return {one.pk: one.unit.name for one in households}


def _steps(unit_code: str, year: int) -> list[tuple[str, str]]:
    back = reverse("unit_year", kwargs={"unit_code": unit_code, "year": year})
    return [
        ("Tổng quan", reverse("home")),
        (f"Chỉ tiêu năm {year}", back),
        ("Dự kiến thoát nghèo", ""),
    ]
