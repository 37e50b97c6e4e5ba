"""What the page of a commune's plans shows: rows to fill, tiles, services, steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from giamngheo.commune_plans.enums import OPEN_STAGES, Lack, PlanKind, PlanStage
from giamngheo.commune_plans.models import CommunePlan, PlanStep
from giamngheo.commune_plans.queries import CommunePlans
from giamngheo.commune_plans.rows import MeasureRow, PlanRow, ServiceLine
from giamngheo.law.code_lists import ListKind, list_for
from giamngheo.law.standards import Standard
from giamngheo.lib.dates import format_date
from giamngheo.lib.money import format_million_vnd
from giamngheo.lib.numbers import format_number
from giamngheo.support.enums import MeasureSource
from giamngheo.support.measure_library import CAUSE, fitting
from giamngheo.web.commune_plans.asked import MOST_LINES, SLUG_OF, Asked
from giamngheo.web.tables import Cell, Column, Row, Status, Tone

TONES: dict[str, Tone] = {
    PlanStage.DRAFT: "plain",
    PlanStage.SENT: "look",
    PlanStage.APPRAISED: "look",
    PlanStage.APPROVED: "good",
    PlanStage.RETURNED: "bad",
}
NOT_BEGUN = Status(tone="plain", word="Chưa bắt đầu")
SERVICE_COLUMNS = (
    Column(key="name", head="Dịch vụ", row_head=True, sortable=False),
    Column(key="lacking", head="Hộ thiếu hụt", kind="number", sortable=False),
    Column(key="planned", head="Có giải pháp", kind="number", sortable=False),
    Column(key="left", head="Chưa có", kind="number", sortable=False),
    Column(key="amount", head="Kinh phí (triệu đồng)", kind="million", sortable=False),
)
STEP_COLUMNS = (
    Column(key="day", head="Ngày", kind="date", sortable=False),
    Column(key="plan", head="Kế hoạch", row_head=True, sortable=False),
    Column(key="stage", head="Bước", kind="status", sortable=False),
    Column(key="by", head="Người ghi", sortable=False),
    Column(key="words", head="Ý kiến", sortable=False),
)


@dataclass(frozen=True, kw_only=True)
class Names:
    """Codes in the words people see."""

    indicators: Mapping[str, str]
    causes: Mapping[str, str]

    def answers(self, code: str) -> str:
        if code.startswith(CAUSE):
            return self.causes.get(code.removeprefix(CAUSE), code)
        return self.indicators.get(code, code)


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One line of a measure to be filled; empty for room to add one."""

    place: int
    words: str = ""
    answers: str = ""
    source: str = ""
    money: str = ""
    due: str = ""


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One household as it is drawn; `state` is what a save replaces."""

    pk: int
    code: str
    head: str
    about: str
    href: str
    save_href: str
    lacking: tuple[str, ...]
    causes: tuple[str, ...]
    needs: tuple[str, ...]
    work: str
    choices: tuple[tuple[str, str], ...]
    proposals: tuple[str, ...]
    lines: tuple[LineView, ...]
    told: tuple[str, ...]
    helper: str
    expects_exit: bool
    note: str
    version: int
    lacks: tuple[str, ...]
    alarm: str = ""


def names_of(standard: Standard, year: int) -> Names:
    causes = list_for(kind=ListKind.CAUSES, as_of=date(year, 1, 1))
    return Names(
        indicators={item.code: item.name for item in standard.indicators},
        causes=causes.names,
    )


def row_view(
    row: PlanRow, *, asked: Asked, place: Mapping[str, Any], names: Names, alarm: str = ""
) -> RowView:
    kwargs = {**place, "slug": asked.slug, "household_code": row.code}
    own = [*row.lacking, *(f"{CAUSE}{code}" for code in row.causes)]
    about = [row.village, f"nhóm {row.group}" if row.group else "", f"{row.members} khẩu"]
    return RowView(
        pk=row.household,
        code=row.code,
        head=row.head,
        about=", ".join(filter(None, about)),
        href=reverse("household", kwargs={"code": row.code}),
        save_href=reverse("commune_plan_row", kwargs=kwargs),
        lacking=tuple(names.answers(code) for code in row.lacking),
        causes=tuple(names.causes.get(code, code) for code in row.causes),
        needs=row.needs,
        work=row.work,
        choices=tuple((code, names.answers(code)) for code in own),
        proposals=tuple(one.words for one in fitting(causes=row.causes, lacking=row.lacking)),
        lines=_lines(row),
        told=tuple(measure_words(one, names) for one in row.measures),
        helper=row.helper,
        expects_exit=row.expects_exit,
        note=row.note,
        version=row.version,
        lacks=tuple(str(lack.label) for lack in row.lacks(asked.kind)),
        alarm=alarm,
    )


def _lines(row: PlanRow) -> tuple[LineView, ...]:
    found = [
        LineView(
            place=place,
            words=one.words,
            answers=one.answers,
            source=one.source,
            money=format_million_vnd(one.amount_vnd).removesuffix(" triệu đồng")
            if one.amount_vnd
            else "",
            due=format_date(one.day) if one.due else "",
        )
        for place, one in enumerate(row.measures)
    ]
    if len(found) < MOST_LINES:
        found.append(LineView(place=len(found)))
    return tuple(found)


def measure_words(one: MeasureRow, names: Names) -> str:
    """Return "Xây nhà tiêu hợp vệ sinh (nhà tiêu): Ngân sách nhà nước, 5 triệu đồng, …"."""
    parts = [
        str(MeasureSource(one.source).label) if one.source else "",
        format_million_vnd(one.amount_vnd) if one.amount_vnd else "",
        f"trước {format_date(one.day)}" if one.due else "",
    ]
    told = ", ".join(filter(None, parts))
    aim = f" ({names.answers(one.answers).lower()})" if one.answers else ""
    return f"{one.words}{aim}{f': {told}' if told else ''}"


def service_rows(lines: Sequence[ServiceLine], names: Names) -> list[Row]:
    return [
        Row(
            cells={
                "name": names.answers(line.code),
                "lacking": line.lacking,
                "planned": line.planned,
                "left": line.left,
                "amount": line.amount_vnd,
            }
        )
        for line in lines
    ]


def step_rows(steps: Sequence[PlanStep]) -> list[Row]:
    return [
        Row(
            cells={
                "day": step.day,
                "plan": str(PlanKind(step.plan.kind).label),
                "stage": Cell(value=stage_status(step.stage)),
                "by": step.by.full_name if step.by else "",
                "words": step.words,
            }
        )
        for step in steps
    ]


def stage_status(stage: str) -> Status:
    return Status(tone=TONES[stage], word=str(PlanStage(stage).label))


def deadline_words(found: CommunePlans, plan: CommunePlan | None, today: date) -> tuple[Tone, str]:
    """Return whether the plan is in time, against the day that the plan above names."""
    if found.deadline is None:
        above = "chưa nạp" if found.named_by is None else "không ghi hạn cho xã"
        return "plain", f"Chưa rõ hạn: kế hoạch năm {found.year} của cấp trên {above}."
    day, source = found.deadline.day, found.deadline.source
    sent = plan.frozen_on if plan and plan.stage not in OPEN_STAGES else None
    late = ((sent or today) - day).days
    words = f"Hạn {format_date(day)} ({source})"
    if late > 0:
        verb = f"gửi {format_date(sent)}, " if sent else ""
        return "bad", f"{words}: {verb}quá hạn {format_number(late)} ngày."
    if sent:
        return "good", f"{words}: gửi {format_date(sent)}, đúng hạn."
    return "look" if late > -7 else "plain", f"{words}: còn {format_number(-late)} ngày."


def lack_choices() -> list[tuple[str, str]]:
    return [(str(lack), str(lack.label).capitalize()) for lack in Lack]


def tabs(found: CommunePlans, asked: Asked, address: str) -> list[dict[str, Any]]:
    """Return the two plans with where each is, the shown one marked."""
    return [
        {
            "words": str(kind.label),
            "href": f"{address}?loai={SLUG_OF[kind]}",
            "current": kind == asked.kind,
            "status": stage_status(found.plans[kind].stage) if kind in found.plans else None,
        }
        for kind in PlanKind
    ]
