"""The plan's targets in a table, and one target's figures in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse

from giamngheo.lib.numbers import format_number, round_half_up
from giamngheo.planning.models import Target
from giamngheo.targets.catalogue import Indicator, Scale
from giamngheo.targets.enums import AreaGroup, Standing
from giamngheo.targets.stands import Stand
from giamngheo.web.tables import Cell, Column, Row, Status
from giamngheo.web.targets.table import households_url

COLUMNS = (
    Column(key="label", head="Chỉ tiêu", row_head=True, sortable=False),
    Column(key="wanted", head="Phải đạt", sortable=False),
    Column(key="baseline", head="Đầu kỳ", sortable=False, wide_only=True),
    Column(key="reached", head="Thực hiện", sortable=False),
    Column(key="gap", head="Còn thiếu", sortable=False, wide_only=True),
    Column(key="state", head="Đánh giá", kind="status", sortable=False),
    Column(key="owner", head="Cơ quan phụ trách", sortable=False),
)
TONES = {
    Standing.REACHED: "good",
    Standing.ON_THE_WAY: "good",
    Standing.BEHIND: "bad",
    Standing.SHORT: "bad",
    Standing.PENDING: "plain",
    Standing.WORDS: "plain",
}
SIGNS = {"<": "dưới ", "<=": "không quá ", ">": "trên ", ">=": "từ ", "~": "khoảng "}
UNITS = {
    "household": "hộ",
    "child": "trẻ em",
    "percentage point": "điểm %",
    "VND/person/month": "đồng/người/tháng",
    "times": "lần",
    "person": "người",
}
SCALES = {
    Scale.COUNT: "số đếm",
    Scale.PERCENT: "phần trăm",
    Scale.POINT: "điểm phần trăm",
    Scale.MONEY: "tiền",
    Scale.TIMES: "số lần",
}


def stand_rows(stands: Iterable[Stand]) -> list[Row]:
    return [_row(stand) for stand in stands]


def status_of(stand: Stand) -> Status:
    state = stand.judged.state
    return Status(tone=TONES[state], word=str(state.label))  # type: ignore[arg-type]


def unit_words(target: Target, indicator: Indicator | None) -> str:
    if indicator is not None:
        return indicator.unit
    return UNITS.get(target.measured_in, target.measured_in)


def figure_words(value: Decimal | int | None, unit: str) -> str:
    """Return "1.297 hộ" or "0,89 %"; nothing for what is not known."""
    if value is None:
        return ""
    number = Decimal(value)
    plain = number.normalize()
    places = max(-int(plain.as_tuple().exponent), 0)
    return f"{format_number(number, min(places, 4))} {unit}".strip()


def wanted_words(target: Target, indicator: Indicator | None) -> str:
    """Return the promise as it reads: "dưới 0,89 %", "0,1-0,2 điểm %", "chỉ nêu bằng lời"."""
    unit = unit_words(target, indicator)
    if target.value is not None:
        return SIGNS.get(target.comparator, "") + figure_words(target.value, unit)
    if target.value_min is not None and target.value_max is not None:
        return f"{figure_words(target.value_min, '')}-{figure_words(target.value_max, unit)}"
    least = target.value_min if target.value_min is not None else target.value_max
    return figure_words(least, unit) or "chỉ nêu bằng lời, không có số"


def kind_words(indicator: Indicator | None) -> str:
    """Return what sort of figure it is: level or change, stock or flow, percent or point."""
    if indicator is None:
        return "chưa có trong danh mục chỉ số"
    nature = "mức đạt được" if indicator.nature == "level" else "mức thay đổi trong năm"
    flow = "tính tại một ngày" if indicator.flow == "stock" else "cộng trong cả năm"
    return f"{nature}, {flow}, {SCALES[indicator.scale]}"


def door_of(stand: Stand, *, unit_code: str, with_doors: bool) -> str:
    """Return the list of the households behind the figure, for who may open files."""
    if not with_doors or stand.indicator is None or not stand.indicator.asks:
        return ""
    if stand.area != AreaGroup.ALL:
        return ""
    return households_url(unit=unit_code, year=stand.year, **stand.indicator.asks)


def capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def baseline_words(stand: Stand) -> str:
    """Return where the target starts; that a year's change starts from nought goes unsaid."""
    is_typed = stand.owned is not None and stand.owned.baseline is not None
    if not is_typed and stand.indicator is not None and stand.indicator.nature == "change":
        return ""
    return figure_words(stand.baseline, unit_words(stand.target, stand.indicator))


def gap_words(stand: Stand) -> str:
    gap = stand.judged.gap
    if not gap:
        return ""
    places = stand.indicator.places if stand.indicator else 2
    shown = round_half_up(gap, places) or gap
    return figure_words(shown, unit_words(stand.target, stand.indicator))


def _row(stand: Stand) -> Row:
    target, unit = stand.target, unit_words(stand.target, stand.indicator)
    area = "" if stand.area == AreaGroup.ALL else f"{stand.area.label}; "
    label = target.label or (stand.indicator.name if stand.indicator else target.text[:120])
    return Row(
        cells={
            "label": Cell(
                value=capital(label),
                href=reverse("target", kwargs={"target_id": target.pk}),
                note=f"{area}dòng {target.line} của kế hoạch",
            ),
            "wanted": wanted_words(target, stand.indicator),
            "baseline": baseline_words(stand),
            "reached": Cell(value=figure_words(stand.reached, unit), note=_reached_note(stand)),
            "gap": gap_words(stand),
            "state": Cell(value=status_of(stand), note=_state_note(stand)),
            "owner": stand.owner or "chưa có",
        },
        tone="bad" if stand.judged.asks_cause else "",
    )


def _reached_note(stand: Stand) -> str:
    if stand.figure.asked is not None and not stand.figure.is_complete and not stand.reached:
        return "sổ hộ chưa đủ câu trả lời"
    if stand.reached is None:
        return "sổ hộ sẽ tính khi đủ quyết định" if stand.is_computed else ""
    if stand.figure.is_complete:
        return "tính từ sổ hộ"
    return f"ghi đến {stand.as_of:%d/%m/%Y}"


def _state_note(stand: Stand) -> str:
    if not stand.judged.asks_cause:
        return ""
    return "đã có nguyên nhân" if stand.has_note else "cần nguyên nhân, giải pháp"
