"""The working calendar of an office: what is shipped, and the years it has entered itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.law.calendar import CalendarYear, SpecialDay, WorkingCalendar
from giamngheo.law.calendar_files import shipped_calendar
from giamngheo.law.enums import Confidence
from giamngheo.law.procedures import Procedure, Step, limit_of
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.meetings.models import AnnouncedYear, Complaint, Posting
from giamngheo.meetings.refusals import YearRefused

# Ten days until 2020, eleven since (Bộ luật Lao động, Điều 112); weekends are made up for.
LEAST_DAYS_OFF = 10


def calendar_for(*, path: str) -> WorkingCalendar:
    """
    Return the calendar that holds for the unit at `path`. One SQL query.

    A year entered by an office above it, the nearest first, goes before the shipped one.
    """
    calendar = shipped_calendar()
    covering = [path[: at + 1] for at, sign in enumerate(path) if sign == "/"]
    entered = AnnouncedYear.objects.filter(unit_path__in=covering, is_current=True)
    for one in sorted(entered, key=lambda year: len(year.unit_path)):
        calendar = calendar.with_year(_year(one))
    return calendar


def years_entered(*, path: str) -> list[AnnouncedYear]:
    """Return the years that offices at or above `path` have entered, the latest first."""
    covering = [path[: at + 1] for at, sign in enumerate(path) if sign == "/"]
    found = AnnouncedYear.objects.filter(unit_path__in=covering, is_current=True)
    return list(found.select_related("unit").order_by("-year", "-unit_path"))


@transaction.atomic
def enter_year(
    *,
    unit: Unit,
    year: int,
    document: str,
    off: Sequence[tuple[date, str]],
    worked: Sequence[tuple[date, str]],
    by: User,
) -> AnnouncedYear:
    """
    Store the days off of `year` as announced, and count anew the limits that were provisional.

    Shape:  off and worked: (day, what for). Days off are weekdays, worked days weekly rests.
    Raises: YearRefused [MTG-014].
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    document = clean(document)
    _check(year, document, off, worked)
    earlier = AnnouncedYear.objects.filter(unit=unit, year=year).order_by("-version").first()
    audit.record(
        action="meetings.enter_year",
        by=by,
        subject=f"Lịch nghỉ năm {year}, {document}",
        unit_path=unit.path,
    )
    if earlier is not None:
        AnnouncedYear.objects.filter(pk=earlier.pk).update(is_current=False)
    entered = AnnouncedYear.objects.create(
        unit=unit,
        unit_path=unit.path,
        year=year,
        version=earlier.version + 1 if earlier else 1,
        document=document,
        off=_stored(off),
        worked=_stored(worked),
        entered_by=by.full_name,
    )
    _count_anew(unit.path)
    return entered


def _check(
    year: int,
    document: str,
    off: Sequence[tuple[date, str]],
    worked: Sequence[tuple[date, str]],
) -> None:
    rest = shipped_calendar().weekly_rest.value
    days = [day for day, _ in (*off, *worked)]
    if not document:
        raise YearRefused(year=year, problem="chưa ghi văn bản công bố")
    for day in days:
        if day.year != year:
            raise YearRefused(year=year, problem=f"ngày {format_date(day)} không thuộc năm này")
        if days.count(day) > 1:
            raise YearRefused(year=year, problem=f"ngày {format_date(day)} ghi hai lần")
    for day, _ in off:
        if day.weekday() in rest:
            problem = f"{format_date(day)} là thứ Bảy, Chủ nhật nên đã nghỉ, không cần ghi"
            raise YearRefused(year=year, problem=problem)
    for day, _ in worked:
        if day.weekday() not in rest:
            problem = f"{format_date(day)} vốn là ngày làm việc, không phải ngày làm bù"
            raise YearRefused(year=year, problem=problem)
    missing = _fixed_weekdays(year) - {day for day, _ in off}
    if missing:
        problem = f"thiếu ngày lễ cố định {', '.join(format_date(day) for day in sorted(missing))}"
        raise YearRefused(year=year, problem=problem)
    if len(off) < LEAST_DAYS_OFF:
        problem = f"mới có {len(off)} ngày nghỉ; ghi đủ Tết, Giỗ Tổ, Quốc khánh và ngày nghỉ bù"
        raise YearRefused(year=year, problem=problem)


def _fixed_weekdays(year: int) -> set[date]:
    calendar = shipped_calendar()
    days = {date(year, month, day) for month, day in calendar.fixed_names}
    return {day for day in days if day.weekday() not in calendar.weekly_rest.value}


def _count_anew(path: str) -> None:
    """Postings and complaints whose days were provisional get the days now known."""
    for posting in Posting.objects.filter(unit_path__startswith=path, provisional=True):
        calendar = calendar_for(path=posting.unit_path)
        limit = limit_of(
            procedure=Procedure(posting.procedure), step=Step.POSTING, as_of=posting.from_day
        )
        deadline = limit.deadline(day=posting.from_day, calendar=calendar)
        posting.last_day, posting.provisional = deadline.day, deadline.provisional
        posting.save(update_fields=["last_day", "provisional"])
    for complaint in Complaint.objects.filter(unit_path__startswith=path, due_provisional=True):
        calendar = calendar_for(path=complaint.unit_path)
        limit = limit_of(
            procedure=Procedure(complaint.procedure), step=Step.RECHECK, as_of=complaint.received_on
        )
        deadline = limit.deadline(day=complaint.received_on, calendar=calendar)
        complaint.due_day, complaint.due_provisional = deadline.day, deadline.provisional
        complaint.save(update_fields=["due_day", "due_provisional"])


def _year(entered: AnnouncedYear) -> CalendarYear:
    # An office read the announcement itself; nobody else has.
    mark = Confidence.SECONDARY
    return CalendarYear(
        year=entered.year,
        complete=True,
        source=entered.document,
        confidence=mark,
        off=_days(entered.off, entered.document, mark),
        worked=_days(entered.worked, entered.document, mark),
    )


def _days(stored: list[dict[str, str]], document: str, mark: Confidence) -> tuple[SpecialDay, ...]:
    return tuple(
        SpecialDay(
            day=date.fromisoformat(one["day"]),
            name=one["name"] or "nghỉ lễ",
            source=document,
            confidence=mark,
        )
        for one in stored
    )


def _stored(days: Sequence[tuple[date, str]]) -> list[dict[str, str]]:
    return [{"day": day.isoformat(), "name": clean(name)} for day, name in sorted(days)]
