"""Newly escaped households of a unit: since when, until when, and what ends with it."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.decisions.clock import clock_counts, escapes_on_clock, soon
from giamngheo.law.after_decision import CLOCK_LABELS, ClockState, escape_clock, escape_rule
from giamngheo.law.enums import CONFIDENCE_LABELS
from giamngheo.registry.models import HouseholdStatus
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.households.table import place_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, build_table, with_query

ORDER = ("valid_from", "id")
SOON = "sap-het"
# What ends soon is printed as one list; the whole list is read page by page.
PAGE_SIZE, PRINTED_SIZE = 50, 500
COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="place", head="Thôn", sortable=False),
    Column(key="since", head="Thoát nghèo từ", kind="date", sortable=False),
    Column(key="until", head="Chắc chắn đến hết", kind="date", sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False),
    Column(key="source", head="Căn cứ", sortable=False, wide_only=True),
)
TONES = {ClockState.RUNNING: "good", ClockState.BOUNDARY: "look", ClockState.OVER: "plain"}
USE_COLUMNS = (
    Column(key="what", head="Được xét đến khi hết thời hạn", row_head=True, sortable=False),
    Column(key="source", head="Căn cứ", sortable=False),
    Column(key="confidence", head="Mức tin cậy", sortable=False),
    Column(key="note", head="Ghi chú", sortable=False, wide_only=True),
)


@require_GET
def newly_escaped(request: HttpRequest, unit_code: str) -> HttpResponse:
    as_of = today()
    unit = _unit(request, unit_code, as_of)
    ending_soon = request.GET.get("loc") == SOON
    until = soon(as_of=as_of) if ending_soon else None
    counts = clock_counts(unit_path=unit.path, as_of=as_of)
    listed = escapes_on_clock(unit_path=unit.path, as_of=as_of, ending_by=until)
    page = page_by_key(
        request,
        rows=listed,
        order=ORDER,
        size=PRINTED_SIZE if ending_soon else PAGE_SIZE,
        total=counts.ending_soon if ending_soon else counts.running,
    )
    context = {
        "unit": unit,
        "as_of": as_of,
        "until": soon(as_of=as_of),
        "counts": counts,
        "ending_soon": ending_soon,
        "all_href": f"{request.path}?{with_query(request, loc=None)}",
        "soon_href": f"{request.path}?{with_query(request, loc=SOON)}",
        "rule": escape_rule(),
        "labels": CONFIDENCE_LABELS,
        "page": page,
        "table": build_table(
            request,
            name="moi-thoat-ngheo",
            caption=_caption(unit, as_of, ending_soon),
            columns=COLUMNS,
            rows=[_row(status, as_of) for status in page.rows],
            presorted=True,
            empty="Không có hộ nào trong thời hạn này.",
        ),
        "uses": build_table(
            request,
            name="con-duoc-xet",
            caption="Những gì hết theo thời hạn",
            columns=USE_COLUMNS,
            rows=[
                Row(
                    cells={
                        "what": use.value,
                        "source": use.citation,
                        "confidence": CONFIDENCE_LABELS[use.confidence],
                        "note": use.note,
                    }
                )
                for use in escape_rule().uses
            ],
        ),
        "trail": [("Rà soát", reverse("review_list")), (unit.full_name, "")],
    }
    generated = any(status.household.is_generated for status in page.rows)
    return render(
        request, "decisions/newly_escaped.html", context, block="results", generated=generated
    )


def _unit(request: HttpRequest, unit_code: str, as_of: date) -> Unit:
    """Return the unit of the code, one the reader may see first, the latest before older ones."""
    found = list(Unit.objects.filter(code=unit_code, valid_from__lte=as_of).order_by("-valid_from"))
    if not found:
        raise Http404(f"no unit {unit_code}")
    can = scope_of(request).can
    unit = next((one for one in found if can(Permission.VIEW_PERSONAL, one.path)), found[0])
    what = f"Xem hộ mới thoát nghèo của {unit.full_name}"
    require(request, permission=Permission.VIEW_PERSONAL, unit=unit, what=what)
    return unit


def _caption(unit: Unit, as_of: date, ending_soon: bool) -> str:
    if ending_soon:
        return (
            f"{unit.full_name}: hộ mới thoát nghèo hết thời hạn từ {as_of:%d/%m/%Y} đến "
            f"{soon(as_of=as_of):%d/%m/%Y}"
        )
    return f"{unit.full_name}: hộ mới thoát nghèo còn trong thời hạn ngày {as_of:%d/%m/%Y}"


def _row(status: HouseholdStatus, as_of: date) -> Row:
    clock = escape_clock(escaped_on=status.valid_from)
    state = clock.state_on(as_of)
    household = status.household
    href = reverse("household", kwargs={"code": household.code})
    return Row(
        cells={
            "head": Cell(value=household.head_name, href=href, note=household.code),
            "place": place_of(household),
            "since": status.valid_from,
            "until": clock.last_certain_day,
            "state": Status(tone=TONES[state], word=CLOCK_LABELS[state]),  # type: ignore[arg-type]
            "source": status.source,
        }
    )
