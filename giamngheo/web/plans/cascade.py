"""A unit's plans in a year: those above, its own, those below, with the gaps; a period's end."""

from __future__ import annotations

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.areas.models import Unit
from giamngheo.lib.numbers import percent_of
from giamngheo.planning.cascade import (
    Cascade,
    CloseOutRow,
    LowerUnit,
    PeriodYear,
    cascade_of,
    close_out,
    figures_by_year,
)
from giamngheo.planning.models import Plan
from giamngheo.web.access import scope_of
from giamngheo.web.choice.current import unit_of_page
from giamngheo.web.plans.words import years_of
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, Table, build_table

LONGEST_PERIOD = 10
LOWER_COLUMNS = (
    Column(key="unit", head="Đơn vị", row_head=True),
    Column(key="plan", head="Kế hoạch"),
    Column(key="tied", head="Gắn với kế hoạch này", kind="status", sortable=False),
    Column(key="lacks", head="Chỉ tiêu chưa nêu", sortable=False, wide_only=True),
)
YEAR_COLUMNS = (
    Column(key="year", head="Năm", row_head=True, sortable=False),
    Column(key="plan", head="Kế hoạch", sortable=False),
    Column(key="promised", head="Phải giảm", kind="number", unit="hộ", sortable=False),
    Column(key="reduced", head="Đã giảm", kind="number", unit="hộ", sortable=False),
    Column(key="rate", head="Tỷ lệ cuối năm", kind="rate", unit="%", sortable=False),
    Column(key="decided", head="Xã đã quyết định", sortable=False, wide_only=True),
)


@require_GET
def plan_cascade(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    """Period plan, plans above, own plan, plans below; a unit without a plan is a gap."""
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    found = cascade_of(unit=unit, year=year, scope=scope_of(request))
    context = {
        "unit": unit,
        "year": year,
        "found": found,
        "lower": _lower_table(request, found),
        "years": _years_table(request, found) if found.period else None,
        "close_out": _close_out_href(unit, found.period),
        "steps": _steps(unit, f"Hệ thống kế hoạch năm {year}"),
    }
    return render(request, "plans/cascade.html", context, block="results")


def _steps(unit: Unit, words: str) -> list[tuple[str, str]]:
    return [
        ("Tổng quan", reverse("home")),
        ("Kế hoạch", reverse("plan_list")),
        (f"{words}, {unit.full_name}", ""),
    ]


def _close_out_href(unit: Unit, period: Plan | None) -> str:
    if period is None:
        return ""
    place = {"unit_code": unit.code, "first": period.first_year, "year": period.last_year}
    return reverse("plan_close_out", kwargs=place)


def _lower_table(request: HttpRequest, found: Cascade) -> Table:
    return build_table(
        request,
        name="cap-duoi",
        caption="Kế hoạch của đơn vị trực thuộc",
        columns=LOWER_COLUMNS,
        rows=[_lower_row(one) for one in found.lower],
        empty="Không có đơn vị trực thuộc nào lập kế hoạch.",
    )


def _lower_row(one: LowerUnit) -> Row:
    if one.plan is None:
        return Row(
            cells={"unit": one.unit.full_name, "plan": "chưa có kế hoạch", "tied": None},
            tone="look",
        )
    tied = Status(tone="good", word="Có") if one.is_tied else Status(tone="look", word="Chưa")
    return Row(
        cells={
            "unit": one.unit.full_name,
            "plan": _plan_cell(one.plan),
            "tied": tied,
            "lacks": "; ".join(one.lacks),
        }
    )


def _plan_cell(plan: Plan) -> Cell:
    href = reverse("plan", kwargs={"plan_id": plan.pk})
    return Cell(value=f"{plan.code or 'chưa có số'} ({years_of(plan)})", href=href)


def _years_table(request: HttpRequest, found: Cascade) -> Table:
    return build_table(
        request,
        name="cac-nam",
        caption="Các năm của giai đoạn",
        columns=YEAR_COLUMNS,
        rows=[_year_row(one) for one in found.years],
    )


def _year_row(one: PeriodYear) -> Row:
    decided = f"{one.decided}/{one.communes}" if one.communes else "chưa có số liệu"
    return Row(
        cells={
            "year": str(one.year),
            "plan": _plan_cell(one.plan) if one.plan else "chưa có kế hoạch",
            "promised": one.promised,
            "reduced": one.reduced,
            "rate": one.rate_end,
            "decided": decided,
        },
        tone="" if one.plan else "look",
    )


@require_GET
def plan_close_out(request: HttpRequest, unit_code: str, first: int, year: int) -> HttpResponse:
    """Poverty at the end of each year of a period, by commune, with the decisions it is from."""
    if not 0 <= year - first < LONGEST_PERIOD:
        raise Http404(f"no period {first}-{year}")
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    rows, decisions = close_out(unit=unit, first=first, last=year)
    sums = figures_by_year(unit=unit, first=first, last=year)
    years = list(range(first, year + 1))
    total = CloseOutRow(
        name="Tổng cộng",
        rates=tuple(_total_rate(sums.get(one)) for one in years),
        poor=tuple((sums.get(one) or {}).get("poor_end") for one in years),
    )
    context = {
        "unit": unit,
        "first": first,
        "last": year,
        "table": _close_out_table(request, rows, total, years),
        "decisions": len(decisions),
        "known": [one for one in years if one in sums],
        "steps": _steps(unit, f"Tổng kết giai đoạn {first}-{year}"),
    }
    return render(request, "plans/close_out.html", context, block="results")


def _total_rate(found: dict[str, int | None] | None) -> Decimal | None:
    if not found or found["poor_end"] is None or not found["households"]:
        return None
    return percent_of(found["poor_end"], found["households"])


def _close_out_table(
    request: HttpRequest, rows: list[CloseOutRow], total: CloseOutRow, years: list[int]
) -> Table:
    columns = [Column(key="name", head="Đơn vị", row_head=True)]
    for one in years:
        group = f"Cuối năm {one}"
        columns += [
            Column(key=f"p{one}", head="Hộ nghèo", group=group, kind="number", zero="0"),
            Column(key=f"r{one}", head="Tỷ lệ", group=group, kind="rate", unit="%"),
        ]

    def row(one: CloseOutRow) -> Row:
        cells: dict[str, object] = {"name": one.name}
        for place, number in enumerate(years):
            cells |= {f"p{number}": one.poor[place], f"r{number}": one.rates[place]}
        return Row(cells=cells)

    return build_table(
        request,
        name="tong-ket",
        caption="Hộ nghèo cuối năm theo xã",
        columns=tuple(columns),
        rows=[row(one) for one in rows],
        totals=row(total),
        empty="Chưa có số liệu của năm nào trong giai đoạn.",
    )
