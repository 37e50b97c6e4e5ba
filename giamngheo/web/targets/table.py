"""The table of a unit's targets: the plan's figures, the register's, and how far apart they are."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from giamngheo.lib.numbers import format_number
from giamngheo.targets.progress import ServiceProgress, UnitProgress
from giamngheo.web.tables import Bar, Cell, Column, Row, Status

POOR, NEAR_POOR = "Hộ nghèo", "Hộ cận nghèo"

COLUMNS = (
    Column(key="name", head="Đơn vị", row_head=True),
    Column(key="households", head="Tổng số hộ", kind="number", unit="hộ"),
    Column(key="poor_start", head="Đầu năm", group=POOR, kind="number", unit="hộ"),
    Column(key="poor_target", head="Chỉ tiêu giảm", group=POOR, kind="number", unit="hộ"),
    Column(key="poor_left", head="Ra khỏi", group=POOR, kind="number", unit="hộ", wide_only=True),
    Column(
        key="poor_entered",
        head="Phát sinh, tái nghèo",
        group=POOR,
        kind="number",
        unit="hộ",
        wide_only=True,
    ),
    Column(key="poor_reduced", head="Giảm được", group=POOR, kind="number", unit="hộ"),
    Column(key="poor_done", head="Đạt", group=POOR, kind="rate", unit="% chỉ tiêu", places=1),
    Column(key="poor_end", head="Cuối năm", group=POOR, kind="number", unit="hộ"),
    Column(key="poor_rate_end", head="Tỷ lệ cuối năm", group=POOR, kind="rate", unit="% số hộ"),
    Column(key="near_poor_start", head="Đầu năm", group=NEAR_POOR, kind="number", unit="hộ"),
    Column(key="near_poor_target", head="Chỉ tiêu giảm", group=NEAR_POOR, kind="number", unit="hộ"),
    Column(key="near_poor_reduced", head="Giảm được", group=NEAR_POOR, kind="number", unit="hộ"),
    Column(key="near_poor_end", head="Cuối năm", group=NEAR_POOR, kind="number", unit="hộ"),
    Column(key="state", head="Đánh giá", kind="status"),
)

SERVICE_COLUMNS = (
    Column(key="label", head="Chỉ tiêu", row_head=True, sortable=False),
    Column(key="start", head="Thiếu hụt đầu năm", kind="number", sortable=False),
    Column(key="target", head="Kế hoạch", kind="number", sortable=False),
    Column(key="resolved", head="Đã hết thiếu hụt", kind="number", sortable=False),
    Column(key="done", head="Đạt", kind="rate", unit="%", places=1, sortable=False),
    Column(key="state", head="Đánh giá", kind="status", sortable=False),
)

PROJECTION_COLUMNS = (
    Column(key="name", head="Đơn vị", row_head=True, sortable=False),
    Column(key="start", head="Hộ nghèo đầu năm", kind="number", unit="hộ", sortable=False),
    Column(key="target", head="Chỉ tiêu giảm", kind="number", unit="hộ", sortable=False),
    Column(key="end", head="Dự kiến còn", kind="number", unit="hộ", sortable=False),
    Column(key="rate", head="Dự kiến tỷ lệ", kind="rate", unit="% số hộ", sortable=False),
)

STATES = {
    "reached": Status(tone="good", word="Đạt"),
    "short": Status(tone="bad", word="Chưa đạt"),
    "pending": Status(tone="plain", word="Chưa có kết quả"),
}
MEASURED_IN = {"household": "hộ", "child": "trẻ em", "%": "%"}


def unit_rows(rows: Iterable[UnitProgress], *, year: int, with_doors: bool) -> list[Row]:
    return [unit_row(row, year=year, with_doors=with_doors) for row in rows]


def unit_row(row: UnitProgress, *, year: int, with_doors: bool, is_total: bool = False) -> Row:
    """
    Return one line of the table; each count is a door to the households it counts.

    `with_doors`: false for a reader who sees figures and no files.
    """

    def door(value: int | None, **asked: str) -> Cell:
        # A village has no code to be asked by: its count stands without a door.
        if not row.unit_code or not with_doors:
            return Cell(value=value)
        return Cell(value=value, href=households_url(unit=row.unit_code, year=year, **asked))

    cells: dict[str, Any] = {
        "name": row.name if is_total else _name(row, year),
        "households": door(row.households),
        "poor_start": door(row.poor_start, dien="POOR", luc="dau-nam"),
        "poor_target": _target(row, is_total),
        "poor_left": door(row.poor_left, ra="POOR"),
        "poor_entered": door(row.poor_entered, vao="POOR"),
        "poor_reduced": row.poor_reduced,
        "poor_done": row.poor_done,
        "poor_end": door(row.poor_end, dien="POOR", luc="cuoi-nam"),
        "poor_rate_end": row.poor_rate_end,
        "near_poor_start": door(row.near_poor_start, dien="NEAR_POOR", luc="dau-nam"),
        "near_poor_target": row.near_poor_target,
        "near_poor_reduced": row.near_poor_reduced,
        "near_poor_end": door(row.near_poor_end, dien="NEAR_POOR", luc="cuoi-nam"),
        "state": _state(row),
    }
    return Row(cells=cells, tone="bad" if row.state == "short" and not is_total else "")


def service_row(service: ServiceProgress, *, unit: str, year: int, with_doors: bool) -> Row:
    unit_of_measure = MEASURED_IN.get(service.measured_in, service.measured_in)
    about = "kế hoạch ghi «khoảng»; " if service.is_about else ""
    asked = {"thieu": service.indicator} if service.indicator else {"tre-em": "1"}
    done = {"het-thieu": service.indicator} if service.indicator else {"tre-em": "het"}

    def door(value: int | None, wanted: dict[str, str]) -> Cell:
        href = households_url(unit=unit, year=year, **wanted) if with_doors else ""
        return Cell(value=value, href=href)

    return Row(
        cells={
            "label": Cell(
                value=f"{service.label[:1].upper()}{service.label[1:]}",
                note=f"đơn vị: {unit_of_measure}; {about}dòng {service.line} của kế hoạch",
            ),
            "start": door(service.start, asked),
            "target": service.target,
            "resolved": door(service.resolved, done),
            "done": service.done,
            "state": STATES[service.state],
        },
        tone="bad" if service.state == "short" else "",
    )


def households_url(*, unit: str, year: int, **asked: str) -> str:
    query = {"don-vi": unit, "nam": year, **asked}
    return f"{reverse('household_list')}?{urlencode(query)}"


def projection_row(row: UnitProgress) -> Row:
    return Row(
        cells={
            "name": row.name,
            "start": row.poor_start,
            "target": row.poor_target,
            "end": row.projected_end,
            "rate": row.projected_rate,
        }
    )


def target_bar(total: UnitProgress) -> Bar | None:
    if total.poor_reduced is None or total.poor_target is None:
        return None
    return Bar(
        value=total.poor_reduced,
        maximum=max(total.poor_start or 0, total.poor_target),
        target=total.poor_target,
        label=f"Giảm được {total.poor_reduced} trên chỉ tiêu {total.poor_target} hộ",
        tone="good" if total.state == "reached" else "bad",
    )


def _name(row: UnitProgress, year: int) -> Cell:
    note = ""
    if not row.is_confirmed:
        note = f"kế hoạch viết «{row.name_as_written}», cần xác nhận"
    elif row.planned_poor_start is not None and row.planned_poor_start != row.poor_start:
        note = f"kế hoạch ghi đầu năm {row.planned_poor_start} hộ nghèo"
    place = {"unit_code": row.unit_code, "year": year}
    href = reverse("unit_year", kwargs=place) if row.unit_code else ""
    return Cell(value=row.name, href=href, note=note)


def _target(row: UnitProgress, is_total: bool) -> Cell:
    """Return the target, with the households it cannot count on where it is beyond reach."""
    if is_total or not row.target_beyond_reach:
        return Cell(value=row.poor_target)
    cannot = format_number(row.poor_no_capacity or 0)
    return Cell(value=row.poor_target, note=f"{cannot} hộ không có khả năng lao động")


def _state(row: UnitProgress) -> Status:
    if row.state != "short" or row.poor_missing is None:
        return STATES[row.state]
    return Status(tone="bad", word=f"Thiếu {row.poor_missing} hộ")
