"""What moved in a year: the flow tables of a unit, the households behind them, the workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.decisions.enums import Flow
from giamngheo.decisions.flows import (
    FlowTable,
    flow_table,
    households_behind,
    open_days,
)
from giamngheo.registry.models import Household
from giamngheo.registry.queries import with_category
from giamngheo.reviews.models import Campaign
from giamngheo.web.access import reader, scope_of, today
from giamngheo.web.decisions import movement_table as layout
from giamngheo.web.decisions.found import campaign_of, unit_of_campaign
from giamngheo.web.exporting import tables_response
from giamngheo.web.households.table import category_status, place_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Table, build_table

ORDER = ("sort_key", "id")
CAPTIONS = {
    layout.POOR: "Diễn biến hộ nghèo",
    layout.NEAR_POOR: "Diễn biến hộ cận nghèo",
}
LIST_COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="place", head="Thôn", sortable=False),
    Column(key="before", head="Đầu năm", kind="status", sortable=False),
    Column(key="after", head="Cuối năm", kind="status", sortable=False),
)


@require_GET
def movements(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, unit = _asked(request, code, unit_code, Permission.VIEW_REGISTER)
    found = _flow(campaign, unit)
    door = layout.doors(campaign, unit_code)
    is_open = found.last_day.year == campaign.year and found.last_day < _year_end(campaign)
    may_name = scope_of(request).can(Permission.VIEW_PERSONAL, unit.path)
    context = {
        "campaign": campaign,
        "unit": unit,
        "found": found,
        "is_open": is_open,
        "poor": found.total.households,
        "tables": [_table(request, found, table, door) for table in layout.WORDS],
        "odd": len(found.unexplained) + len(found.unnamed),
        "odd_table": _odd_table(request, found) if may_name else None,
        "trail": _trail(campaign, unit),
    }
    return render(
        request,
        "decisions/movements.html",
        context,
        block="results",
        generated=campaign.is_generated,
    )


@require_GET
def movements_xlsx(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, unit = _asked(request, code, unit_code, Permission.EXPORT)
    found = _flow(campaign, unit)
    audit.read_event(
        action="decisions.export_movements",
        by=reader(request),
        subject=f"{unit.full_name}, {campaign.name}",
        unit_path=unit.path,
    )
    sheets = {
        CAPTIONS[table]: Table(
            name=table,
            caption=CAPTIONS[table],
            columns=layout.columns(table),
            rows=layout.sheet_rows(found, table),
        )
        for table in layout.WORDS
    }
    lines = [
        f"{unit.full_name}: diễn biến hộ nghèo, hộ cận nghèo năm {campaign.year}",
        f"Từ {found.first_day:%d/%m/%Y} đến hết {found.last_day:%d/%m/%Y}",
    ]
    return tables_response(
        tables=sheets,
        title_lines=lines,
        file_name=f"bien-dong-{unit_code}-{campaign.year}.xlsx",
        printed_by=reader(request),
    )


@require_GET
def movement_households(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    """List the households behind one number: `?bang=POOR&muc=ESCAPED&dong=<unit>`."""
    campaign, unit = _asked(request, code, unit_code, Permission.VIEW_PERSONAL)
    table, flow = request.GET.get("bang", ""), request.GET.get("muc", "")
    row = request.GET.get("dong", "")
    if table not in layout.WORDS or flow not in layout.FLOWS:
        raise Http404(f"no column {table} {flow}")
    first, last = open_days(year=campaign.year, as_of=today())
    ids = households_behind(
        unit=unit,
        first_day=first,
        last_day=last,
        table=table,
        flow=Flow(flow),
        row=int(row) if row.isdecimal() else None,
    )
    listed = Household.objects.filter(pk__in=ids).select_related("unit__parent")
    found: QuerySet[Household] = with_category(households=listed, as_of=last)
    page = page_by_key(request, rows=found, order=ORDER, total=len(ids))
    then = with_category(households=Household.objects.filter(pk__in=ids), as_of=first)
    before = {one.pk: getattr(one, "category", None) for one in then}
    words = layout.WORDS[table][Flow(flow)]
    context = {
        "campaign": campaign,
        "unit": unit,
        "words": words,
        "count": len(ids),
        "page": page,
        "table": build_table(
            request,
            name="ho-bien-dong",
            caption=f"{words}: {unit.full_name}, năm {campaign.year}",
            columns=LIST_COLUMNS,
            rows=[_household_row(one, before.get(one.pk)) for one in page.rows],
            presorted=True,
            empty="Không có hộ nào.",
        ),
        "trail": [
            *_trail(campaign, unit)[:-1],
            ("Biến động", reverse("movements", kwargs={"code": code, "unit_code": unit_code})),
            (words, ""),
        ],
    }
    return render(
        request,
        "decisions/movement_households.html",
        context,
        block="results",
        generated=campaign.is_generated,
    )


def _asked(
    request: HttpRequest, code: str, unit_code: str, permission: Permission
) -> tuple[Campaign, Unit]:
    campaign = campaign_of(request, code)
    what = {
        Permission.EXPORT: "Xuất biến động hộ nghèo của",
        Permission.VIEW_PERSONAL: "Xem các hộ biến động của",
    }.get(permission, "Xem biến động hộ nghèo của")
    return campaign, unit_of_campaign(
        request, campaign, unit_code, permission=permission, what=what
    )


def _flow(campaign: Campaign, unit: Unit) -> FlowTable:
    first, last = open_days(year=campaign.year, as_of=today())
    return flow_table(unit=unit, first_day=first, last_day=last)


def _year_end(campaign: Campaign) -> Any:
    return open_days(year=campaign.year, as_of=today().max)[1]


def _table(request: HttpRequest, found: FlowTable, table: str, door: layout.Door) -> Table:
    return build_table(
        request,
        name=f"bien-dong-{table.lower().replace('_', '-')}",
        caption=CAPTIONS[table],
        columns=layout.columns(table),
        rows=[*layout.total_rows(found, table, door), *layout.rows_of(found, table, door)],
        presorted=True,
    )


def _odd_table(request: HttpRequest, found: FlowTable) -> Table:
    return build_table(
        request,
        name="can-xem",
        caption="Hộ cần xem lại",
        columns=layout.STAY_COLUMNS,
        rows=layout.stay_rows(found),
        presorted=True,
    )


def _household_row(household: Any, before: str | None) -> Row:
    href = reverse("household", kwargs={"code": household.code})
    return Row(
        cells={
            "head": Cell(value=household.head_name, href=href, note=household.code),
            "place": place_of(household),
            "before": category_status(before, ""),
            "after": category_status(household.category, household.group),
        }
    )


def _trail(campaign: Campaign, unit: Unit) -> list[tuple[str, str]]:
    return [
        ("Rà soát", reverse("review_list")),
        (campaign.name, reverse("campaign", kwargs={"code": campaign.code})),
        (unit.full_name, ""),
    ]
