"""
Working days of the state's offices: which days count, and the last day of a limit.

How a limit is counted: the day of the event is not counted, the first day counted is the day after
it; only working days are counted; the limit ends with the last day counted. A limit of 3 working
days from a Monday therefore ends on Thursday, from a Friday on Wednesday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from giamngheo.law.enums import Confidence
from giamngheo.law.standard_types import Cited
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal

ONE_DAY: Final = dt.timedelta(days=1)


class BadSpan(Refusal):
    code = "LAW-024"
    sentence = (
        "Chưa tính được thời hạn {count} ngày từ {day}: số ngày phải từ 1 đến 250. Sửa số ngày "
        "rồi tính lại."
    )
    english = "No limit of {count} days from {day}: between 1 and 250."


@dataclass(frozen=True, kw_only=True)
class SpecialDay:
    """A weekday that is off, or a Saturday that is worked, and the text that says so."""

    day: dt.date
    name: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """
    What was announced for one year. `off` holds the weekdays that are off, `worked` the days of
    the weekly rest that are worked instead. Not `complete`: days are still to be announced.
    """

    year: int
    complete: bool
    source: str
    confidence: Confidence
    note: str = ""
    off: tuple[SpecialDay, ...] = ()
    worked: tuple[SpecialDay, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """The years that are known; any other year has only the days fixed by law."""

    weekly_rest: Cited[frozenset[int]]
    counts_first_day: Cited[bool]
    moves_from_day_off: Cited[bool]
    lieu_days: Cited[bool]
    fixed: tuple[Cited[tuple[int, int]], ...]
    fixed_names: Mapping[tuple[int, int], str]
    years: Mapping[int, CalendarYear] = field(default_factory=dict)

    def with_year(self, year: CalendarYear) -> WorkingCalendar:
        """Return the calendar in which `year` replaces what was known of that year."""
        return replace(self, years={**self.years, year.year: year})

    def is_certain(self, year: int) -> bool:
        """Return whether the days of `year` are announced, as far as we know all of them."""
        return year in self.years and self.years[year].complete

    def day_off(self, day: dt.date) -> str:
        """Return why `day` is no working day ("thứ Bảy", "Quốc khánh"); empty when it is one."""
        known = self.years.get(day.year)
        if known is not None:
            found = _named(known.worked, day)
            if found is not None:
                return ""
            found = _named(known.off, day)
            if found is not None:
                return found.name
        elif name := self._fixed_or_lieu(day):
            return name
        if day.weekday() in self.weekly_rest.value:
            return WEEKDAYS[day.weekday()]
        return ""

    def is_working_day(self, day: dt.date) -> bool:
        return not self.day_off(day)

    def confidence_of(self, day: dt.date) -> Confidence:
        """Return how well it is attested that `day` is worked or off."""
        known = self.years.get(day.year)
        if known is None:
            return Confidence.UNVERIFIED
        for special in (*known.off, *known.worked):
            if special.day == day:
                return special.confidence
        return Confidence.SECONDARY

    def _fixed_or_lieu(self, day: dt.date) -> str:
        """A fixed day of a year nobody announced, or the working day that makes up for one."""
        if name := self.fixed_names.get((day.month, day.day), ""):
            return name
        if day.weekday() in self.weekly_rest.value or not self.lieu_days.value:
            return ""
        owed: list[str] = []
        at = day - 7 * ONE_DAY
        while at < day:
            name = self.fixed_names.get((at.month, at.day), "")
            if name and at.weekday() in self.weekly_rest.value:
                owed.append(name)
            elif not name and at.weekday() not in self.weekly_rest.value and owed:
                owed.pop(0)
            at += ONE_DAY
        return f"nghỉ bù {owed[0]}" if owed else ""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """
    The last day of a limit. `provisional`: a year it was counted through has days still to be
    announced, so the day may move; `why_provisional` says which.
    """

    counted_from: dt.date
    count: int
    day: dt.date
    working: bool
    skipped: tuple[tuple[dt.date, str], ...]
    provisional: bool
    why_provisional: str
    confidence: Confidence

    @property
    def words(self) -> str:
        return format_date(self.day) + (" (tạm tính)" if self.provisional else "")

    def is_over(self, as_of: dt.date) -> bool:
        """Return whether the limit has run out: its last day itself still belongs to it."""
        return as_of > self.day


WEEKDAYS: Final = (
    *("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu"),
    *("thứ Bảy", "Chủ nhật"),
)


def add_working_days(*, day: dt.date, count: int, calendar: WorkingCalendar) -> Deadline:
    """
    Return the last day of a limit of `count` working days from an event on `day`.

    The day of the event is not counted. Weekly rests and holidays in between are `skipped`.
    Raises: BadSpan [LAW-024].
    Source: Bộ luật Dân sự 2015, Điều 147, Điều 148; Bộ luật Lao động 2019, Điều 111, Điều 112.
    """
    _check(day, count)
    left, at = count, day
    if calendar.counts_first_day.value:
        at -= ONE_DAY
    skipped: list[tuple[dt.date, str]] = []
    while left:
        at += ONE_DAY
        reason = calendar.day_off(at)
        if reason:
            skipped.append((at, reason))
        else:
            left -= 1
    return _deadline(day, count, at, tuple(skipped), calendar, working=True)


def add_days(*, day: dt.date, count: int, calendar: WorkingCalendar) -> Deadline:
    """
    Return the last day of a limit of `count` days of the calendar from an event on `day`.

    The day of the event is not counted; a last day that is off moves to the next working day.
    Raises: BadSpan [LAW-024].
    Source: Bộ luật Dân sự 2015, Điều 147, Điều 148.
    """
    _check(day, count)
    last = day + (count - calendar.counts_first_day.value) * ONE_DAY
    skipped: list[tuple[dt.date, str]] = []
    while calendar.moves_from_day_off.value and (reason := calendar.day_off(last)):
        skipped.append((last, reason))
        last += ONE_DAY
    return _deadline(day, count, last, tuple(skipped), calendar, working=False)


def working_days_until(*, as_of: dt.date, last: dt.date, calendar: WorkingCalendar) -> int:
    """
    Return how many working days are left: those after `as_of` up to and with `last`.

    Negative when it is over: the working days since `last`, up to and with `as_of`.
    """
    if as_of > last:
        return -sum(calendar.is_working_day(at) for at in _days_after(last, as_of))
    return sum(calendar.is_working_day(at) for at in _days_after(as_of, last))


def next_working_day(*, day: dt.date, calendar: WorkingCalendar) -> dt.date:
    """Return `day` itself when it is worked, else the first working day after it."""
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day


def _deadline(
    start: dt.date,
    count: int,
    last: dt.date,
    skipped: tuple[tuple[dt.date, str], ...],
    calendar: WorkingCalendar,
    *,
    working: bool,
) -> Deadline:
    open_years = [
        year for year in range(start.year, last.year + 1) if not calendar.is_certain(year)
    ]
    return Deadline(
        counted_from=start,
        count=count,
        day=last,
        working=working,
        skipped=skipped,
        provisional=bool(open_years),
        why_provisional=_why(open_years, calendar),
        confidence=_weakest(start, last, calendar),
    )


def _weakest(start: dt.date, last: dt.date, calendar: WorkingCalendar) -> Confidence:
    marks = [calendar.confidence_of(at) for at in _days_after(start, last)]
    marks.append(calendar.counts_first_day.confidence)
    return max(marks, key=list(Confidence).index)


def _why(years: list[int], calendar: WorkingCalendar) -> str:
    reasons = []
    for year in years:
        known = calendar.years.get(year)
        note = known.note if known else "chưa nhập lịch nghỉ đã công bố"
        reasons.append(f"năm {year}: {note or 'lịch nghỉ chưa đủ'}")
    return "; ".join(reasons)


def _check(day: dt.date, count: int) -> None:
    if not 1 <= count <= 250:
        raise BadSpan(count=count, day=format_date(day))


def _days_after(start: dt.date, last: dt.date) -> Iterator[dt.date]:
    at = start
    while at < last:
        at += ONE_DAY
        yield at


def _named(days: tuple[SpecialDay, ...], day: dt.date) -> SpecialDay | None:
    return next((special for special in days if special.day == day), None)
