"""The page of a commune's two plans: what is missing first, then the rows to fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import units_within
from giamngheo.audit import actions as audit
from giamngheo.commune_plans import actions, queries
from giamngheo.commune_plans.enums import OPEN_STAGES, Lack, PlanKind, PlanStage
from giamngheo.commune_plans.queries import CommunePlans
from giamngheo.commune_plans.rows import PlanRow, completeness_of, service_lines
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.registry.models import Household
from giamngheo.reviews.queries import first_day
from giamngheo.support.enums import MeasureSource
from giamngheo.support.measure_library import measure_library
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.choice.current import unit_of_page
from giamngheo.web.commune_plans import page
from giamngheo.web.commune_plans.asked import (
    ANY_LACK,
    ROWS_A_PAGE,
    SLUG_OF,
    SLUGS,
    Asked,
    asked_of,
    content_of_post,
    group_measures,
)
from giamngheo.web.rendering import render, render_part
from giamngheo.web.tables import Cell, Column, Row, build_table

LIST_COLUMNS = (
    Column(key="name", head="Xã, thị trấn", row_head=True),
    Column(key="programme", head="Kế hoạch giảm nghèo", kind="status", sortable=False),
    Column(key="services", head="Kế hoạch dịch vụ xã hội cơ bản", kind="status", sortable=False),
)


@require_GET
def commune_plan(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    if unit.level < UnitLevel.COMMUNE:
        return _list(request, unit, year)
    found = plans_asked(request, unit, year, Permission.VIEW_PERSONAL, "Xem")
    asked = asked_of(request)
    audit.read_event(
        action="commune_plans.read",
        by=reader(request),
        subject=f"{unit.full_name}, năm {year}",
        unit_path=unit.path,
    )
    return render(
        request,
        "commune_plans/commune_plan.html",
        _context(request, found, asked),
        block="results",
        generated=found.is_generated,
    )


@require_POST
def save_row(
    request: HttpRequest, unit_code: str, year: int, slug: str, household_code: str
) -> HttpResponse:
    """One row, when one leaves it (htmx) or by its button."""
    kind = kind_of(slug)
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    require(request, permission=Permission.EDIT_REGISTER, unit=unit, what=_what("Sửa", unit, year))
    household = queries.household_of(unit=unit, code=household_code, year=year)
    if household is None:
        raise Http404(f"household {household_code} is not in the plan of {unit_code}")
    row, _ = queries.row_of(unit=unit, household=household, year=year)
    alarm = ""
    try:
        content = content_of_post(_strings(request.POST), row)
        actions.fill_row(
            unit=unit,
            year=year,
            kind=kind,
            household=household,
            content=content,
            version=_number(request.POST.get("ban", "0")),
            expects_exit=bool(request.POST.get("thoat")),
            by=reader(request),
            scope=scope_of(request),
            as_of=today(),
        )
    except Refusal as refusal:
        alarm = str(refusal)
    if not getattr(request, "htmx", None):
        if alarm:
            messages.error(request, alarm)
        return redirect(_back(request, unit_code, year, slug, f"#d-{household.pk}"))
    seen = _number(request.POST.get("ban", "0"))
    return HttpResponse(_state(request, unit, year, kind, household, alarm, seen))


@require_POST
def save_group(request: HttpRequest, unit_code: str, year: int, slug: str) -> HttpResponse:
    """A measure or a helper for every household ticked, or for all the filter shows."""
    kind = kind_of(slug)
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    found = plans_asked(request, unit, year, Permission.EDIT_REGISTER, "Sửa")
    asked = Asked.of(QueryDict(str(request.POST.get("tro-ve", "")).lstrip("?")))
    if request.POST.get("tat-ca"):
        rows = asked.chosen(found.rows_of(kind))
    else:
        ticked = {_number(one) for one in request.POST.getlist("ho")}
        rows = [row for row in found.rows if row.household in ticked]
    changed = actions.fill_rows(
        unit=unit,
        year=year,
        kind=kind,
        households=list(Household.objects.filter(pk__in=[row.household for row in rows])),
        measures=group_measures(_strings(request.POST), rows),
        helper=str(request.POST.get("giup", "")),
        by=reader(request),
        scope=scope_of(request),
        as_of=today(),
    )
    left = len(rows) - changed
    messages.success(
        request,
        f"Đã ghi cho {format_number(changed)} hộ"
        + (f"; {format_number(left)} hộ đã có sẵn, giữ nguyên." if left else "."),
    )
    return redirect(_back(request, unit_code, year, slug, ""))


def plans_asked(
    request: HttpRequest, unit: Unit, year: int, permission: Permission, verb: str
) -> CommunePlans:
    """Return the commune's plans after the right to them was asked for."""
    if unit.level != UnitLevel.COMMUNE:
        raise Http404(f"{unit.code} is no commune")
    what = _what(verb, unit, year)
    require(request, permission=permission, unit=unit, what=what, subject=what)
    return queries.commune_plans_of(unit=unit, year=year)


def kind_of(slug: str) -> PlanKind:
    if slug not in SLUGS:
        raise Http404(f"no plan {slug}")
    return SLUGS[slug]


def _what(verb: str, unit: Unit, year: int) -> str:
    return f"{verb} kế hoạch năm {year} của {unit.full_name}"


def _context(request: HttpRequest, found: CommunePlans, asked: Asked) -> dict[str, Any]:
    scope, unit = scope_of(request), found.unit
    plan = found.plans.get(asked.kind)
    rows = found.rows_of(asked.kind)
    names = page.names_of(found.standard, found.year)
    whole = completeness_of(rows, kind=asked.kind, target_exits=found.target_exits)
    chosen = asked.chosen(rows)
    first = (asked.page - 1) * ROWS_A_PAGE
    place = {"unit_code": unit.code, "year": found.year}
    address = reverse("commune_plan", kwargs=place)
    is_open = plan is None or plan.stage in OPEN_STAGES
    shown = chosen[first : first + ROWS_A_PAGE]
    order = [item.code for item in found.standard.indicators]
    return {
        "found": found,
        "unit": unit,
        "year": found.year,
        "place": place,
        "asked": asked,
        "plan": plan,
        "kind_words": str(PlanKind(asked.kind).label),
        "is_services": asked.kind == PlanKind.SERVICES,
        "tabs": page.tabs(found, asked, address),
        "whole": whole,
        "lacks": [
            (lack.label, count, f"{address}{asked.query(thieu=str(lack), trang='')}")
            for lack in Lack
            if (count := whole.lacks[lack])
        ],
        "exits_href": f"{address}{asked.query(thieu='THOAT', trang='')}",
        "incomplete_href": f"{address}{asked.query(thieu='CHUA-DU', trang='')}",
        "deadline": page.deadline_words(found, plan, today()),
        "rows": [page.row_view(one, asked=asked, place=place, names=names) for one in shown],
        "chosen": len(chosen),
        "pages": _pages(address, asked, len(chosen)),
        "villages": [(one, one) for one in sorted({row.village for row in rows})],
        "filters": [*ANY_LACK, *page.lack_choices()],
        "sources": MeasureSource.choices,
        "library": [one.words for one in measure_library().values()],
        "may_fill": is_open and queries.may_fill(scope=scope, commune=unit),
        "may_appraise": queries.may_appraise(scope=scope, commune=unit),
        "may_approve": queries.may_approve(scope=scope, commune=unit),
        "may_take": scope.can(Permission.EXPORT_PERSONAL, unit.path),
        "services": _services(request, rows, order, names),
        "history": build_table(
            request,
            name="cac-buoc",
            caption="Các bước đã qua",
            columns=page.STEP_COLUMNS,
            rows=page.step_rows(queries.steps_of(plans=found.plans)),
            presorted=True,
        ),
        "as_of": plan.frozen_on if plan and not is_open else first_day(found.year),
        "steps": [
            ("Tổng quan", reverse("home")),
            (f"Chỉ tiêu năm {found.year}", reverse("unit_year", kwargs=place)),
            ("Kế hoạch của xã", ""),
        ],
    }


def _services(
    request: HttpRequest, rows: Sequence[PlanRow], order: Sequence[str], names: page.Names
) -> Any:
    return build_table(
        request,
        name="dich-vu",
        caption="Hộ nghèo thiếu hụt dịch vụ xã hội cơ bản",
        columns=page.SERVICE_COLUMNS,
        rows=page.service_rows(service_lines(rows, order=order), names),
        presorted=True,
        empty="Không có hộ nghèo nào thiếu hụt dịch vụ theo kết quả rà soát.",
    )


def _pages(address: str, asked: Asked, count: int) -> list[tuple[int, str, bool]]:
    last = max(-(-count // ROWS_A_PAGE), 1)
    return [
        (
            number,
            f"{address}{asked.query(trang=number if number > 1 else '')}",
            number == asked.page,
        )
        for number in range(1, last + 1)
    ]


def _list(request: HttpRequest, unit: Unit, year: int) -> HttpResponse:
    """How far the communes of a district or province are; figures only, no household."""
    stages = queries.stages_within(unit=unit, year=year)
    communes = list(
        units_within(unit=unit, level=UnitLevel.COMMUNE, as_of=first_day(year))
        .filter(path__startswith=unit.path)
        .order_by("sort_key")
    )
    done = sum(
        all(stages.get(one.pk, {}).get(kind) == PlanStage.APPROVED for kind in PlanKind)
        for one in communes
    )
    context = {
        "unit": unit,
        "year": year,
        "count": len(communes),
        "done": done,
        "begun": len(stages),
        "table": build_table(
            request,
            name="ke-hoach-cac-xa",
            caption=f"Kế hoạch năm {year} của các xã, thị trấn",
            columns=LIST_COLUMNS,
            rows=[_list_row(one, stages.get(one.pk, {}), year) for one in communes],
            empty="Không có xã nào trong đơn vị này.",
        ),
        "steps": [
            ("Tổng quan", reverse("home")),
            ("Kế hoạch của các xã", ""),
        ],
    }
    return render(request, "commune_plans/list.html", context, block="results")


def _list_row(unit: Unit, stages: Mapping[str, PlanStage], year: int) -> Row:
    href = reverse("commune_plan", kwargs={"unit_code": unit.code, "year": year})
    cells: dict[str, Any] = {"name": Cell(value=unit.full_name, href=href)}
    for key, kind in (("programme", PlanKind.PROGRAMME), ("services", PlanKind.SERVICES)):
        stage = stages.get(kind)
        cells[key] = Cell(value=page.stage_status(stage) if stage else page.NOT_BEGUN)
    return Row(cells=cells)


def _state(
    request: HttpRequest,
    unit: Unit,
    year: int,
    kind: PlanKind,
    household: Household,
    alarm: str,
    seen: int,
) -> str:
    """Return the row's state anew; after a refusal the row is not told that it was saved."""
    row, standard = queries.row_of(unit=unit, household=household, year=year)
    view = page.row_view(
        row,
        asked=Asked(kind=kind, lack="", village="", page=1),
        place={"unit_code": unit.code, "year": year},
        names=page.names_of(standard, year),
        alarm=alarm,
    )
    version = seen if alarm else view.version
    context = {"row": view, "version": version}
    return render_part("commune_plans/row_state.html", "results", context)


def _back(request: HttpRequest, unit_code: str, year: int, slug: str, anchor: str) -> str:
    asked = Asked.of(QueryDict(str(request.POST.get("tro-ve", "")).lstrip("?")))
    address = reverse("commune_plan", kwargs={"unit_code": unit_code, "year": year})
    loai = slug if slug != SLUG_OF[PlanKind.PROGRAMME] else ""
    return f"{address}{asked.query(loai=loai)}{anchor}"


def _strings(post: QueryDict) -> dict[str, str]:
    return {name: str(post.get(name, "")) for name in post}


def _number(text: object) -> int:
    digits = str(text)
    return int(digits) if digits.isdecimal() and len(digits) < 12 else 0
