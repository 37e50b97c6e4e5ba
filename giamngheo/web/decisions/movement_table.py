"""The two official flow tables as columns and rows, every number a door to its households."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse

from giamngheo.decisions.enums import Flow, OtherCause
from giamngheo.decisions.flow_rows import FlowLine, Stay
from giamngheo.decisions.flows import FlowRow, FlowTable
from giamngheo.reviews.models import Campaign
from giamngheo.web.tables import Cell, Column, Row

POOR, NEAR_POOR = "POOR", "NEAR_POOR"
# By table: the words of each column in the order of the official form.
WORDS = {
    POOR: {
        Flow.START: "Hộ nghèo đầu năm",
        Flow.CROSSED_OUT: "Thành cận nghèo",
        Flow.ESCAPED: "Thoát nghèo, vượt cận nghèo",
        Flow.OTHER_OUT: "Giảm khác",
        Flow.CROSSED_IN: "Cận nghèo thành nghèo",
        Flow.RELAPSED: "Tái nghèo",
        Flow.NEW: "Phát sinh mới",
        Flow.OTHER_IN: "Tăng khác",
        Flow.END: "Hộ nghèo cuối năm",
    },
    NEAR_POOR: {
        Flow.START: "Cận nghèo đầu năm",
        Flow.CROSSED_OUT: "Thành hộ nghèo",
        Flow.ESCAPED: "Thoát cận nghèo",
        Flow.OTHER_OUT: "Giảm khác",
        Flow.CROSSED_IN: "Nghèo thành cận nghèo",
        Flow.RELAPSED: "Tái cận nghèo",
        Flow.NEW: "Phát sinh mới",
        Flow.OTHER_IN: "Tăng khác",
        Flow.END: "Cận nghèo cuối năm",
    },
}
GROUPS = {
    Flow.CROSSED_OUT: "Giảm trong năm",
    Flow.ESCAPED: "Giảm trong năm",
    Flow.OTHER_OUT: "Giảm trong năm",
    Flow.CROSSED_IN: "Tăng trong năm",
    Flow.RELAPSED: "Tăng trong năm",
    Flow.NEW: "Tăng trong năm",
    Flow.OTHER_IN: "Tăng trong năm",
}
FLOWS = tuple(WORDS[POOR])
STAY_COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="why", head="Vì sao cần xem", sortable=False),
)
Door = Callable[[str, Flow, int | None], str]


def columns(table: str) -> tuple[Column, ...]:
    return (
        Column(key="unit", head="Đơn vị", row_head=True, sortable=False),
        Column(key="split", head="Phân tổ", sortable=False),
        *(
            Column(
                key=flow.value,
                head=WORDS[table][flow],
                group=GROUPS.get(flow, ""),
                kind="number",
                sortable=False,
            )
            for flow in FLOWS
        ),
        Column(key="gap", head="Lệch", kind="number", sortable=False),
    )


def rows_of(found: FlowTable, table: str, door: Door) -> list[Row]:
    """Return two rows a unit, households and persons, as the official form has them."""
    return [row for one in found.rows for row in _pair(one, table, door)]


def total_rows(found: FlowTable, table: str, door: Door) -> list[Row]:
    return _lines(found.total, "Tổng cộng", "", table, door, None)


def _pair(row: FlowRow, table: str, door: Door) -> list[Row]:
    name = row.unit.full_name if row.unit else "Chưa rõ thôn"
    return _lines(row.line, name, "", table, door, row.unit.pk if row.unit else None)


def _lines(
    line: FlowLine, name: str, href: str, table: str, door: Door, row: int | None
) -> list[Row]:
    households: dict[str, object] = {"unit": Cell(value=name, href=href), "split": "Hộ"}
    persons: dict[str, object] = {"unit": "", "split": "Nhân\u00a0khẩu"}
    for flow in FLOWS:
        count = line.households[table, flow]
        address = door(table, flow, row) if count else ""
        households[flow.value] = Cell(value=count, href=address, note=_causes(line, table, flow))
        persons[flow.value] = line.persons[table, flow]
    gap = line.imbalance(table=table)
    households["gap"] = gap
    persons["gap"] = line.imbalance(table=table, persons=True)
    return [Row(cells=households, tone="look" if gap else ""), Row(cells=persons)]


def _causes(line: FlowLine, table: str, flow: Flow) -> str:
    """Return what stands behind "other": "2 chuyển đi, chuyển đến; 1 tách hộ, nhập hộ"."""
    counted = [(cause, line.causes[table, flow, cause]) for cause in OtherCause]
    return "; ".join(f"{count} {cause.label}" for cause, count in counted if count)


def doors(campaign: Campaign, unit_code: str) -> Door:
    """Return the function that gives the address of the households behind a number."""
    kwargs = {"code": campaign.code, "unit_code": unit_code}
    address = reverse("movement_households", kwargs=kwargs)

    def door(table: str, flow: Flow, row: int | None) -> str:
        asked = {"bang": table, "muc": flow.value} | ({"dong": str(row)} if row else {})
        return f"{address}?{urlencode(asked)}"

    return door


def stay_rows(found: FlowTable) -> list[Row]:
    """Return the households that keep a table from closing, and those whose way is not told."""
    unexplained = [(stay, "phân loại đổi mà không có quyết định") for stay in found.unexplained]
    unnamed = [(stay, "đến hoặc đi mà chưa ghi lý do") for stay in found.unnamed]
    return [_stay_row(stay, why) for stay, why in (*unexplained, *unnamed)]


def _stay_row(stay: Stay, why: str) -> Row:
    href = reverse("household", kwargs={"code": stay.code})
    return Row(
        cells={"head": Cell(value=stay.head_name, href=href, note=stay.code), "why": why},
        tone="look",
    )


def sheet_rows(found: FlowTable, table: str) -> list[Row]:
    """Return total and rows for the workbook, bare values."""

    def no_door(table: str, flow: Flow, row: int | None) -> str:
        return ""

    return [*total_rows(found, table, no_door), *rows_of(found, table, no_door)]
