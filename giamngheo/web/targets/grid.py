"""The workbench's grid: one measure of an allocation, a row a unit, and what it amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from giamngheo.lib.numbers import format_number
from giamngheo.planning.models import Target
from giamngheo.targets.catalogue import ARRIVING, NEAR_POOR, POOR, measures
from giamngheo.targets.sheet import Sheet, SheetRow
from giamngheo.web.tables import Status

ARRIVING_NAME = "Hộ nghèo sẽ thành hộ cận nghèo"
HOUSEHOLD_MEASURES = (POOR, NEAR_POOR, ARRIVING)
TABS = {POOR: "Hộ nghèo", NEAR_POOR: "Hộ cận nghèo", ARRIVING: ARRIVING_NAME}


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One unit's line: what may be typed, its version, and what follows from it."""

    line_id: int
    name: str
    households: int | None
    stock: int | None
    cannot: int
    value: str
    version: int
    rate_pp: str
    end: str
    rate_end: str
    is_difficult: bool
    notes: tuple[str, ...] = ()
    flow: str = ""
    alarm: str = ""


@dataclass(frozen=True, kw_only=True)
class SumView:
    """The running total beside the upper target."""

    households: int | None
    stock: int | None
    given: int
    rate_pp: str
    end: str
    rate_end: str
    goal: int | None
    goal_source: str
    words: str
    status: Status


def measure_name(measure: str) -> str:
    return TABS.get(measure) or measures()[measure].name


def row_view(row: SheetRow, measure: str, sheet: Sheet, *, alarm: str = "") -> RowView:
    cell = row.cells.get(measure)
    value = cell.value if cell else None
    shares = measure in HOUSEHOLD_MEASURES and measure != ARRIVING
    end = row.end(measure)
    return RowView(
        line_id=row.line.pk,
        name=row.line.name,
        households=row.line.households,
        stock=row.stock(measure),
        cannot=cell.cannot if cell else 0,
        value="" if value is None else format_number(value),
        version=cell.version if cell else 0,
        rate_pp=_rate(row.rate_pp(measure)) if shares else "",
        end="" if end is None else format_number(end),
        rate_end=_rate(row.rate_end(measure)) if shares else "",
        is_difficult=row.line.is_difficult,
        notes=tuple(_notes(row, measure)),
        flow=_flow_note(row, sheet) if measure == NEAR_POOR else "",
        alarm=alarm,
    )


def sum_view(sheet: Sheet, measure: str) -> SumView:
    shares = measure in HOUSEHOLD_MEASURES and measure != ARRIVING
    goal, end = sheet.goals.get(measure), sheet.end(measure)
    words, status = _against(sheet, measure)
    return SumView(
        households=sheet.households,
        stock=sheet.stock(measure),
        given=sheet.given(measure),
        rate_pp=_rate(sheet.rate_pp(measure)) if shares else "",
        end="" if end is None else format_number(end),
        rate_end=_rate(sheet.rate_end(measure)) if shares else "",
        goal=goal.value if goal else None,
        goal_source=goal.source if goal else "",
        words=words,
        status=status,
    )


def year_end(sheet: Sheet, measure: str, rate_target: Target | None) -> str:
    """Return where the unit ends the year when exactly this is reached, and the rate target."""
    end, exact = sheet.end(measure), sheet.exact_rate_end(measure)
    if measure not in (POOR, NEAR_POOR) or end is None or exact is None:
        return ""
    highest = sheet.highest(measure)
    sentence = (
        f"Đạt đúng phương án này, cuối năm còn {format_number(end)} "
        f"{TABS[measure].lower()}, bằng {format_number(exact, 4)} % số hộ"
    )
    if measure == POOR and rate_target is not None and rate_target.value is not None:
        limit = format_number(rate_target.value.normalize())
        met = exact < rate_target.value
        kept = "đạt" if met else "chưa đạt"
        sentence += f"; {kept} mục tiêu dưới {limit} %"
    if highest is None or len(sheet.rows) < 2:
        return f"{sentence}."
    return (
        f"{sentence}. Cao nhất là {highest.line.name}: còn "
        f"{format_number(highest.end(measure) or 0)} hộ, {_rate(highest.rate_end(measure))} %."
    )


def flow_words(sheet: Sheet) -> list[str]:
    """Return, in sentences, what the near-poor target hides: who arrives, who has to leave."""
    flow, is_net = sheet.flow(), sheet.allocation.near_poor_is_net
    said = (
        "Chỉ tiêu giảm hộ cận nghèo được hiểu là giảm ròng: đã trừ hộ nghèo trở thành hộ cận nghèo."
        if is_net
        else "Chỉ tiêu giảm hộ cận nghèo được hiểu là số hộ thoát cận nghèo, chưa trừ hộ nghèo "
        "trở thành hộ cận nghèo."
    )
    fall, poor = format_number(flow.near_poor_fall), format_number(flow.poor_out)
    if flow.arriving is None:
        return [
            said,
            f"Chưa ghi bao nhiêu trong {poor} hộ ra khỏi nghèo sẽ thành hộ cận nghèo, nên chưa nói "
            + (
                f"được bao nhiêu hộ cận nghèo phải thoát để giảm ròng {fall} hộ."
                if is_net
                else f"được hộ cận nghèo cuối năm còn bao nhiêu khi {fall} hộ thoát."
            ),
        ]
    arriving = format_number(flow.arriving)
    if is_net:
        return [
            said,
            f"{poor} hộ ra khỏi nghèo, trong đó {arriving} thành cận nghèo; để giảm ròng {fall} "
            f"hộ, phải có {format_number(flow.leaving or 0)} hộ thoát cận nghèo. Chưa tính hộ phát "
            "sinh, tái nghèo.",
        ]
    end = flow.near_poor_end
    left = "" if end is None else f" Cuối năm còn {format_number(end)} hộ cận nghèo."
    return [
        said,
        f"{poor} hộ ra khỏi nghèo, trong đó {arriving} thành cận nghèo; {fall} hộ thoát cận nghèo."
        f"{left} Chưa tính hộ phát sinh, tái nghèo.",
    ]


def _against(sheet: Sheet, measure: str) -> tuple[str, Status]:
    given, missing = format_number(sheet.given(measure)), sheet.missing(measure)
    waiting = len(sheet.waiting(measure))
    rest = f"; còn {waiting} đơn vị chưa có số" if waiting else ""
    if missing is None:
        return f"Đã giao {given}{rest}.", Status(tone="plain", word="Chưa có chỉ tiêu chung")
    goal = format_number(sheet.goals[measure].value)
    words = f"Đã giao {given} trên {goal}{rest}."
    if missing > 0:
        return words, Status(tone="bad", word=f"Còn thiếu {format_number(missing)}")
    if missing < 0:
        return words, Status(tone="look", word=f"Vượt {format_number(-missing)}")
    return words, Status(tone="good" if not waiting else "look", word="Khớp chỉ tiêu chung")


def _notes(row: SheetRow, measure: str) -> list[str]:
    notes = []
    beyond = row.beyond(measure)
    if beyond:
        notes.append(f"vượt khả năng {format_number(beyond)} hộ")
    if measure in (POOR, NEAR_POOR) and row.end(measure) == 0:
        notes.append("giảm hết")
    if measure == ARRIVING and (row.value(ARRIVING) or 0) > (row.value(POOR) or 0):
        notes.append("nhiều hơn số hộ ra khỏi nghèo")
    return notes


def _flow_note(row: SheetRow, sheet: Sheet) -> str:
    """Say of one unit whether its near-poor fall is net of those who arrive from poverty."""
    if row.value(NEAR_POOR) is None:
        return ""
    is_net = sheet.allocation.near_poor_is_net
    flow = row.flow(is_net=is_net)
    if flow.arriving is None:
        poor = format_number(flow.poor_out)
        return f"ròng, kể cả {poor} hộ ra khỏi nghèo" if is_net else f"chưa trừ {poor} hộ từ nghèo"
    arriving = format_number(flow.arriving)
    if is_net:
        return f"nhận {arriving} hộ từ nghèo, {format_number(flow.leaving or 0)} hộ phải thoát"
    end = (
        "" if flow.near_poor_end is None else f", cuối năm còn {format_number(flow.near_poor_end)}"
    )
    return f"nhận {arriving} hộ từ nghèo{end}"


def _rate(value: Decimal | None) -> str:
    return "" if value is None else format_number(value, 2)
