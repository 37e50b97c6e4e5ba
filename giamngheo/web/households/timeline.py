"""One time line of a household: statuses, reviews, events, homes and conditions, newest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils import timezone

from giamngheo.exchange.enums import BatchState, Outcome
from giamngheo.exchange.models import StagedHousehold
from giamngheo.lib.dates import format_date
from giamngheo.lib.numbers import format_number
from giamngheo.registry.enums import Closed, EventKind, EventState, HouseType, Mark
from giamngheo.registry.models import (
    Household,
    HouseholdEvent,
    HouseholdMark,
    HouseholdStatus,
    LivingConditions,
    Residence,
)
from giamngheo.reviews.enums import Movement
from giamngheo.reviews.models import ReviewResult
from giamngheo.web.households.table import TONES, category_status, place_of_unit
from giamngheo.web.tables import Status, Tone

SHOWN_DIFFERENCES = 12
HOMES_TOLD = (EventKind.MOVE, EventKind.TRANSFER)
EVENT_TONES: dict[str, Tone] = {
    EventState.DONE: "plain",
    EventState.REQUESTED: "look",
    EventState.REJECTED: "plain",
    EventState.UNDONE: "plain",
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """One thing on the line. `undo`, `answer`: the id of the event the reader may act on."""

    day: date
    kind: str
    words: str
    status: Status | None = None
    lines: tuple[str, ...] = ()
    undo: int | None = None
    answer: int | None = None
    struck: bool = False
    order: tuple[int, int] = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Year:
    year: int
    points: list[Point] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class History:
    """Everything the line is made of, fetched once."""

    household: Household
    statuses: Sequence[HouseholdStatus]
    results: Sequence[ReviewResult]
    events: Sequence[HouseholdEvent]
    residences: Sequence[Residence]
    conditions: Sequence[LivingConditions]
    marks: Sequence[HouseholdMark]
    imports: Sequence[StagedHousehold] = ()


def years_of(history: History, *, may_edit: bool) -> list[Year]:
    """Return the whole line by years, the latest first."""
    points = [
        *_statuses(history.statuses),
        *_marks(history.marks),
        *_results(history.results),
        *_events(history.events, may_edit=may_edit),
        *_homes(history),
        *_conditions(history),
        *_imports(history.imports),
    ]
    points.sort(key=lambda point: (point.day, point.order), reverse=True)
    return [
        Year(year=year, points=list(own))
        for year, own in groupby(points, key=lambda point: point.day.year)
    ]


def _statuses(statuses: Iterable[HouseholdStatus]) -> Iterator[Point]:
    for status in statuses:
        until = f"đến hết ngày {_last_day(status.valid_to)}" if status.valid_to else ""
        yield Point(
            day=status.valid_from,
            kind="Phân loại",
            words=f"theo {status.source}",
            status=category_status(status.category, status.group),
            lines=tuple(filter(None, [f"Chuẩn {status.standard}", until])),
            order=(4, status.pk),
        )


def _marks(marks: Iterable[HouseholdMark]) -> Iterator[Point]:
    for mark in marks:
        until = f"đến hết ngày {_last_day(mark.valid_to)}" if mark.valid_to else ""
        yield Point(
            day=mark.valid_from,
            kind="Công nhận",
            words=f"theo {mark.source}",
            status=Status(tone="plain", word=str(Mark(mark.mark).label)),
            lines=(until,) if until else (),
            order=(4, mark.pk),
        )


def _last_day(end: date) -> str:
    return format_date(date.fromordinal(end.toordinal() - 1))


def _results(results: Iterable[ReviewResult]) -> Iterator[Point]:
    for result in results:
        moved = str(Movement(result.movement).label) if result.movement else ""
        scores = ""
        if result.score_b1 is not None:
            scores = f"B1: {result.score_b1} điểm; B2: {result.score_b2} điểm"
        yield Point(
            day=result.campaign.judged_for,
            kind="Rà soát",
            words=result.campaign.name,
            status=Status(
                tone=TONES.get(result.category, "plain"), word=result.get_category_display()
            ),
            lines=tuple(filter(None, [moved, scores])),
            order=(3, result.pk),
        )


def _events(events: Iterable[HouseholdEvent], *, may_edit: bool) -> Iterator[Point]:
    events = list(events)
    # The latest goes first: the others would only be refused.
    last = max((event.pk for event in events if _is_done(event)), default=None)
    for event in events:
        yield Point(
            day=event.event_date,
            kind=str(EventKind(event.kind).label),
            words=event.summary,
            status=None
            if event.state == EventState.DONE
            else Status(tone=EVENT_TONES[event.state], word=str(EventState(event.state).label)),
            lines=tuple(_event_lines(event)),
            # What came with the unit is undone at the unit, for all at once.
            undo=event.pk
            if event.pk == last and may_edit and event.kind != EventKind.TRANSFER
            else None,
            answer=event.pk if event.state == EventState.REQUESTED else None,
            struck=event.state in (EventState.UNDONE, EventState.REJECTED),
            order=(5, event.pk),
        )


def _is_done(event: HouseholdEvent) -> bool:
    return event.state == EventState.DONE and event.kind != EventKind.UNDO


def _event_lines(event: HouseholdEvent) -> Iterator[str]:
    yield f"Lý do: {event.reason}"
    who = event.requested_by.full_name if event.requested_by else "hệ thống"
    asked = "Đề nghị" if event.settled_by_id != event.requested_by_id else "Người ghi"
    yield f"{asked}: {who}, {_moment(event.requested_at)}"
    if event.settled_by and event.settled_by_id != event.requested_by_id:
        yield f"Xử lý: {event.settled_by.full_name}, {_moment(event.settled_at)}"
    if event.refusal:
        yield f"Lý do không chấp nhận: {event.refusal}"
    for one in event.indicators:
        yield f"{one['name']}: {_answer(one['before'])} → {_answer(one['after'])}"


def _moment(at: object) -> str:
    local = timezone.localtime(at)  # type: ignore[arg-type]
    return f"{local:%H:%M} ngày {format_date(local.date())}"


def _answer(value: object) -> str:
    return {True: "thiếu hụt", False: "không thiếu hụt"}.get(value, "chưa rõ")  # type: ignore[call-overload]


def _homes(history: History) -> Iterator[Point]:
    household, homes = history.household, list(history.residences)
    moved = {event.event_date for event in history.events if event.kind in HOMES_TOLD}
    for home in homes:
        if home.valid_from in moved:
            continue
        first = home.valid_from == household.registered_from
        yield Point(
            day=home.valid_from,
            kind="Vào sổ" if first else "Nơi ở",
            words=f"{'Quản lý tại' if first else 'Chuyển đến'} {place_of_unit(home.unit)}",
            order=(1, home.pk),
        )
    if household.registered_to is not None and household.closed_as:
        yield Point(
            day=household.registered_to,
            kind="Thôi quản lý",
            words=str(Closed(household.closed_as).label),
            order=(6, 0),
        )


def _conditions(history: History) -> Iterator[Point]:
    told = {e.event_date: e for e in history.events if e.kind == EventKind.CONDITIONS}
    for row in history.conditions:
        if row.valid_from in told and told[row.valid_from].state == EventState.DONE:
            continue
        yield Point(
            day=row.valid_from,
            kind="Điều kiện sống",
            words=short_conditions(row),
            lines=(f"Theo {row.source}",) if row.source else (),
            order=(2, row.pk),
        )


def _imports(imports: Iterable[StagedHousehold]) -> Iterator[Point]:
    for one in imports:
        batch, added = one.batch, one.outcome == Outcome.ADDED
        assert batch.committed_at is not None
        undone = batch.state == BatchState.UNDONE
        who = batch.owner.full_name if batch.owner else "hệ thống"
        yield Point(
            day=timezone.localtime(batch.committed_at).date(),
            kind="Nhập từ tệp",
            words="Thêm hộ vào sổ" if added else "Sửa thông tin của hộ",
            status=Status(tone="plain", word=str(batch.get_state_display())) if undone else None,
            lines=(
                f"Tệp {batch.file_name}, dòng {one.row_number}",
                f"Người nhập: {who}, {_moment(batch.committed_at)}",
                *_differences(one.differences or []),
                *([f"Hoàn tác: {batch.undo_reason}"] if undone else []),
            ),
            struck=undone,
            order=(0, one.pk),
        )


def _differences(differences: Sequence[Sequence[str]]) -> Iterator[str]:
    for person, heading, before, after in differences[:SHOWN_DIFFERENCES]:
        whose = f"{person}: " if person else ""
        yield f"{whose}{heading}: {before or 'chưa ghi'} → {after or 'chưa ghi'}"
    if len(differences) > SHOWN_DIFFERENCES:
        yield f"và {len(differences) - SHOWN_DIFFERENCES} chỗ khác"


def short_conditions(row: LivingConditions) -> str:
    parts = []
    if row.house_type:
        parts.append(str(HouseType(row.house_type).label).lower())
    if row.floor_area_m2 is not None:
        parts.append(f"{format_number(row.floor_area_m2)} m²")
    if row.water_source:
        parts.append(f"nước: {row.get_water_source_display().lower()}")
    if row.toilet:
        parts.append(f"nhà tiêu: {row.get_toilet_display().lower()}")
    return "; ".join(parts) or "đã ghi"
