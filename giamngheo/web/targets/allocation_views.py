"""The allocation workbench: versions of a year, one version's grid, its steps, its decision."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.planning.models import Plan, Target
from giamngheo.planning.queries import plan_of
from giamngheo.reviews.queries import last_day
from giamngheo.targets import allocation_actions as actions
from giamngheo.targets import queries
from giamngheo.targets.annex import annex_docx, annex_title, write_annex_xlsx
from giamngheo.targets.catalogue import ARRIVING, POOR
from giamngheo.targets.deciding import decide_allocation, not_split, problems_of
from giamngheo.targets.district import RATE_TARGET
from giamngheo.targets.enums import StockSource
from giamngheo.targets.models import Allocation
from giamngheo.targets.opening import copy_allocation, open_allocation, open_from_file
from giamngheo.targets.sheet import Sheet
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.choice.current import remember, unit_of_page
from giamngheo.web.exporting import XLSX, taken_by
from giamngheo.web.parts import Notice
from giamngheo.web.rendering import render, render_part
from giamngheo.web.targets import grid
from giamngheo.web.targets.forms import DecideForm, GoalForm, ProposeForm, TableFileForm

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNPROCESSABLE = 422


@require_GET
def allocation_list(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    versions = list(queries.allocations_of(unit=unit, year=year))
    holds = queries.decided_allocation(unit=unit, year=year)
    context = {
        "unit": unit,
        "year": year,
        "unit_code": unit_code,
        "versions": versions,
        "holds": holds,
        "may_open": scope_of(request).can(Permission.ALLOCATE, unit.path),
        "form": TableFileForm(),
        "steps": [
            ("Tổng quan", reverse("home")),
            (f"Chỉ tiêu năm {year}", _year_url(unit_code, year)),
            ("Phân bổ", ""),
        ],
    }
    return render(request, "targets/allocation_list.html", context)


@require_POST
def allocation_open(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    what = f"Phân bổ chỉ tiêu của {unit.full_name}"
    require(request, permission=Permission.ALLOCATE, unit=unit, what=what)
    by, source = reader(request), request.POST.get("tu", StockSource.REGISTER)
    if source == StockSource.FILE:
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            messages.error(request, "Chọn tệp bảng phân bổ rồi bấm lại.")
            return redirect("allocation_list", unit_code=unit_code, year=year)
        with tempfile.TemporaryDirectory() as folder:
            path = _stored(file, Path(folder))
            made, read = open_from_file(
                unit=unit, year=year, path=path, as_of=last_day(year), by=by
            )
        _tell(request, read.findings)
    else:
        made = open_allocation(unit=unit, year=year, source=source, by=by)
    messages.success(request, f"Đã lập phương án {made.version}.")
    return redirect("allocation", allocation_id=made.pk)


@require_GET
def allocation(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found = _found(request, allocation_id)
    remember(request, unit=found.unit, year=found.year)
    measure = _measure(request, found)
    if not measure:
        context = {"allocation": found, "unit": found.unit, "steps": _steps(found)}
        return render(request, "targets/allocation_none.html", context)
    return _page(request, found, measure)


@require_POST
def allocation_save(request: HttpRequest, allocation_id: int) -> HttpResponse:
    """What was typed: one row as one leaves it (htmx), or the whole grid by its button."""
    found, measure = _to_edit(request, allocation_id)
    typed = _typed(request)
    htmx, alarm = getattr(request, "htmx", None), ""
    try:
        count = actions.type_cells(
            allocation=found, measure=measure, typed=typed, by=reader(request), as_of=today()
        )
    except Refusal as refusal:
        alarm, count = str(refusal), 0
    if not htmx:
        if alarm:
            messages.error(request, alarm)
        elif count:
            messages.success(request, f"Đã ghi {count} ô.")
        return redirect(_address(found, measure))
    return _saved_row(request, found, measure, alarm)


@require_POST
def allocation_propose(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found, measure = _to_edit(request, allocation_id)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, measure, propose=form)
    count = actions.propose_shares(
        allocation=found,
        measure=measure,
        total=form.cleaned_data["total"],
        capped=form.cleaned_data["capped"],
        difficult_weight=form.cleaned_data["weight"],
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, f"Đã đề xuất theo quy tắc, {count} đơn vị đổi số. Có thể hoàn tác.")
    return redirect(_address(found, measure))


@require_POST
def allocation_undo(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found, measure = _to_edit(request, allocation_id)
    words = actions.undo_change(
        allocation=found, measure=measure, by=reader(request), as_of=today()
    )
    messages.success(request, f"Đã hoàn tác: {words}.")
    return redirect(_address(found, measure))


@require_POST
def allocation_goal(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found, measure = _to_edit(request, allocation_id)
    form = GoalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, measure, goal=form)
    actions.set_goal(
        allocation=found,
        measure=measure,
        value=form.cleaned_data["value"],
        source=form.cleaned_data["source"],
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, "Đã ghi chỉ tiêu chung.")
    return redirect(_address(found, measure))


@require_POST
def allocation_terms(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found, measure = _to_edit(request, allocation_id)
    actions.set_terms(
        allocation=found,
        difficult=[int(one) for one in request.POST.getlist("kho-khan") if one.isdecimal()],
        near_poor_is_net=request.POST.get("rong") == "1",
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, "Đã ghi cách tính.")
    return redirect(_address(found, measure))


@require_POST
def allocation_import(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found = _found(request, allocation_id)
    what = f"Nhập bảng phân bổ của {found.unit.full_name}"
    require(request, permission=Permission.ALLOCATE, unit=found.unit, what=what)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        messages.error(request, "Chọn tệp bảng phân bổ rồi bấm lại.")
        return redirect(_address(found, POOR))
    with tempfile.TemporaryDirectory() as folder:
        path = _stored(file, Path(folder))
        count, findings = actions.import_table(
            allocation=found, path=path, by=reader(request), as_of=today()
        )
    _tell(request, findings)
    messages.success(request, f"Đã nhập {file.name}: {count} ô đổi số.")
    return redirect(_address(found, POOR))


@require_POST
def allocation_copy(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found = _found(request, allocation_id)
    what = f"Phân bổ chỉ tiêu của {found.unit.full_name}"
    require(request, permission=Permission.ALLOCATE, unit=found.unit, what=what)
    made = copy_allocation(
        allocation=found, reason=request.POST.get("reason", ""), by=reader(request)
    )
    messages.success(request, f"Đã lập phương án {made.version} từ phương án {found.version}.")
    return redirect("allocation", allocation_id=made.pk)


@require_POST
def allocation_decide(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found = _found(request, allocation_id)
    what = f"Ban hành phân bổ chỉ tiêu của {found.unit.full_name}"
    require(request, permission=Permission.ALLOCATE, unit=found.unit, what=what)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, POOR, decide=form)
    decided = decide_allocation(
        allocation=found,
        number=form.cleaned_data["number"],
        signed_date=form.cleaned_data["signed_date"],
        signer=form.cleaned_data["signer"],
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, f"Đã ban hành phân bổ theo {decided.number}; các số được khóa.")
    return redirect("allocation", allocation_id=found.pk)


@require_GET
def allocation_docx(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found = _to_export(request, allocation_id)
    plan = plan_of(unit=found.unit, year=found.year)
    content = annex_docx(
        sheet=queries.sheet_of(allocation=found), basis=_basis(plan), above=found.unit.parent
    )
    return _file(content, _file_name(found, "docx"), WORD)


@require_GET
def allocation_xlsx(request: HttpRequest, allocation_id: int) -> HttpResponse:
    found = _to_export(request, allocation_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "phu-luc.xlsx"
        lines = [_state_words(found), taken_by(scope_of(request).user)]
        write_annex_xlsx(sheet=queries.sheet_of(allocation=found), path=path, lines=lines)
        content = path.read_bytes()
    return _file(content, _file_name(found, "xlsx"), XLSX)


def _page(request: HttpRequest, found: Allocation, measure: str, **bound: Any) -> HttpResponse:
    sheet = queries.sheet_of(allocation=found)
    context = _context(request, sheet, measure) | bound
    status = UNPROCESSABLE if bound else 200
    return render(
        request, "targets/allocation.html", context, status=status, generated=found.is_generated
    )


def _context(request: HttpRequest, sheet: Sheet, measure: str) -> dict[str, Any]:
    found, scope = sheet.allocation, scope_of(request)
    editable = queries.editable_measures(scope=scope, unit_path=found.unit_path)
    may_edit = not found.is_decided and measure in editable
    goal = sheet.goals.get(measure)
    is_household = measure in grid.HOUSEHOLD_MEASURES
    return {
        "allocation": found,
        "unit": found.unit,
        "measure": measure,
        "measure_name": grid.measure_name(measure),
        "tabs": _tabs(request, sheet, measure),
        "rows": [grid.row_view(row, measure, sheet) for row in sheet.rows],
        "sums": grid.sum_view(sheet, measure),
        "year_end": grid.year_end(sheet, measure, _rate_target(found)),
        "flow": grid.flow_words(sheet) if is_household and measure != POOR else [],
        "shows_rates": is_household and measure != ARRIVING,
        "shows_cannot": any(row.cells[measure].cannot for row in sheet.rows if row.cell(measure)),
        "may_edit": may_edit,
        "may_all": scope.can(Permission.ALLOCATE, found.unit_path),
        "may_decide": scope.can(Permission.ALLOCATE, found.unit_path) and not found.is_decided,
        "may_export": scope.can(Permission.EXPORT, found.unit_path),
        "problems": [] if found.is_decided else [Notice(text=f"{p}.") for p in problems_of(sheet)],
        "not_split": not_split(sheet),
        "changes": sheet.changes,
        "state_words": _state_words(found),
        "propose": ProposeForm(
            initial={"total": goal.value if goal else None, "capped": measure == POOR}
        ),
        "goal": GoalForm(
            initial={
                "value": goal.value if goal else None,
                "source": goal.source if goal else "",
            }
        ),
        "decide": DecideForm(),
        "upload": TableFileForm(),
        "address": _address(found, measure),
        "steps": _steps(found),
    }


def _tabs(request: HttpRequest, sheet: Sheet, measure: str) -> list[tuple[str, str, str, bool]]:
    """Return name, address, running figure and whether it is shown, of each measure in sight."""
    found = sheet.allocation
    visible = queries.visible_measures(scope=scope_of(request), unit_path=found.unit_path)
    codes = [code for code in visible if code in sheet.goals or sheet.stock(code) is not None]
    if POOR in codes:
        codes.insert(2 if len(codes) > 1 else 1, ARRIVING)
    return [
        (
            grid.measure_name(code),
            _address(found, code),
            grid.sum_view(sheet, code).words,
            code == measure,
        )
        for code in codes
    ]


def _saved_row(request: HttpRequest, found: Allocation, measure: str, alarm: str) -> HttpResponse:
    """Return the row's state with the sums, each told where it belongs."""
    sheet = queries.sheet_of(allocation=found)
    line_id = next((one.line_id for one in _typed(request, changed_only=False)), 0)
    row = next((row for row in sheet.rows if row.line.pk == line_id), None)
    if row is None:
        raise Http404(f"no line {line_id} in allocation {found.pk}")
    context = {
        "row": grid.row_view(row, measure, sheet, alarm=alarm),
        "sums": grid.sum_view(sheet, measure),
        "year_end": grid.year_end(sheet, measure, _rate_target(found)),
        "shows_rates": measure in grid.HOUSEHOLD_MEASURES and measure != ARRIVING,
    }
    return HttpResponse(render_part("targets/allocation_row.html", "results", context))


def _typed(request: HttpRequest, *, changed_only: bool = True) -> list[actions.Typed]:
    """Return the cells of the request; of a whole grid only what differs from what was seen."""
    found = []
    for name in request.POST:
        if not name.startswith("o-") or not name[2:].isdecimal():
            continue
        line, text = name[2:], str(request.POST[name])
        if changed_only and text.strip() == str(request.POST.get(f"g-{line}", "\0")).strip():
            continue
        version = str(request.POST.get(f"b-{line}", ""))
        found.append(
            actions.Typed(
                line_id=int(line), text=text, version=int(version) if version.isdecimal() else 0
            )
        )
    return found


def _found(request: HttpRequest, allocation_id: int) -> Allocation:
    found = queries.allocation_or_none(allocation_id=allocation_id)
    if found is None:
        raise Http404(f"no allocation {allocation_id}")
    what = f"Xem phân bổ chỉ tiêu của {found.unit.full_name}"
    require(request, permission=Permission.VIEW_REGISTER, unit=found.unit, what=what)
    return found


def _to_edit(request: HttpRequest, allocation_id: int) -> tuple[Allocation, str]:
    """Return the allocation and the measure asked for, for who may split that measure."""
    found = _found(request, allocation_id)
    measure = _measure(request, found)
    editable = queries.editable_measures(scope=scope_of(request), unit_path=found.unit_path)
    if measure not in editable:
        what = f"Phân bổ chỉ tiêu của {found.unit.full_name}"
        require(request, permission=Permission.ALLOCATE, unit=found.unit, what=what)
    return found, measure


def _to_export(request: HttpRequest, allocation_id: int) -> Allocation:
    found = _found(request, allocation_id)
    what = f"Xuất phụ lục phân bổ của {found.unit.full_name}"
    require(request, permission=Permission.EXPORT, unit=found.unit, what=what)
    audit.read_event(
        action="targets.export_annex",
        by=scope_of(request).user,
        subject=f"{annex_title(queries.sheet_of(allocation=found))}, phương án {found.version}",
        unit_path=found.unit_path,
    )
    return found


def _measure(request: HttpRequest, found: Allocation) -> str:
    """
    Return the measure of the address; a sector's officer sees no other than her own. "": none.
    """
    visible = queries.visible_measures(scope=scope_of(request), unit_path=found.unit_path)
    asked = request.GET.get("cot", "")
    if asked in visible or (asked == ARRIVING and POOR in visible):
        return asked
    return visible[0] if visible else ""


def _rate_target(found: Allocation) -> Target | None:
    return Target.objects.filter(
        plan__unit=found.unit,
        plan__first_year__lte=found.year,
        plan__last_year__gte=found.year,
        indicator=RATE_TARGET,
    ).first()


def _stored(file: UploadedFile, folder: Path) -> Path:
    """Put the upload under a name of our own with its ending; what it holds is read, never run."""
    suffix = Path(file.name or "").suffix.lower()[:6]
    path = folder / f"bang-phan-bo{suffix}"
    with path.open("wb") as stored:
        for chunk in file.chunks():
            stored.write(chunk)
    return path


def _tell(request: HttpRequest, findings: tuple[str, ...]) -> None:
    for text in findings[:6]:
        messages.warning(request, text)
    if len(findings) > 6:
        messages.warning(request, f"Và {len(findings) - 6} điểm cần xem khác trong tệp.")


def _basis(plan: Plan | None) -> str:
    if plan is None or not plan.code or plan.issued_date is None:
        return ""
    day = f"{plan.issued_date:%d/%m/%Y}"
    issuer = plan.issuer or f"UBND {plan.unit.full_name}"
    return f"Căn cứ Kế hoạch số {plan.code} ngày {day} của {issuer}"


def _state_words(found: Allocation) -> str:
    if found.is_decided:
        return f"Ban hành theo {found.number} ngày {found.signed_date:%d/%m/%Y}"
    return f"Phương án {found.version}, chưa ban hành"


def _address(found: Allocation, measure: str) -> str:
    return f"{reverse('allocation', kwargs={'allocation_id': found.pk})}?cot={measure}"


def _year_url(unit_code: str, year: int) -> str:
    return reverse("unit_year", kwargs={"unit_code": unit_code, "year": year})


def _steps(found: Allocation) -> list[tuple[str, str]]:
    code, year = found.unit.code or "", found.year
    listing = reverse("allocation_list", kwargs={"unit_code": code, "year": year})
    return [
        ("Tổng quan", reverse("home")),
        (f"Chỉ tiêu năm {year}", _year_url(code, year)),
        ("Phân bổ", listing),
        (f"Phương án {found.version}", ""),
    ]


def _file_name(found: Allocation, suffix: str) -> str:
    return f"phan-bo-{found.unit.code}-{found.year}-{found.version}.{suffix}"


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response
