"""When a task is due: the words of a plan as days, every kind of deadline. No Django."""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from giamngheo.documents.deadlines import find_deadline
from giamngheo.law.calendar import WorkingCalendar, add_working_days
from giamngheo.lib.dates import format_date, parse_date
from giamngheo.lib.text import clean, fold

# What each kind is called here; the reader's own words for it stand to the left.
KIND_OF_READER: Final = {
    "date": "DATE",
    "month": "MONTH",
    "quarter": "QUARTER",
    "recurring": "RECURRING",
    "conditional": "CONDITIONAL",
    "ongoing": "ONGOING",
    "as_regulated": "AS_REGULATED",
}
_MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_LONGEST_YEARS: Final = 12


@dataclass(frozen=True, kw_only=True)
class Rule:
    """
    One deadline. `date`: the day written; `is_before` whether that day itself is too late.

    `year`, `number`: of a month or quarter. `every` month | quarter | half_year | year, with the
    `month` and `day` written, if any. `count` working days from `date`.
    """

    kind: str
    as_written: str = ""
    date: dt.date | None = None
    is_before: bool = False
    year: int | None = None
    number: int | None = None
    every: str = ""
    month: int | None = None
    day: int | None = None
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """
    One time it is due: `on` the last day (None: no day), `period` "Quý I/2020", `opens_on` from
    when it is worked on, `reading` how the words were understood.
    """

    on: dt.date | None
    reading: str
    period: str = ""
    opens_on: dt.date | None = None


def rule_of(*, deadline: Mapping[str, Any] | None, frequency: list[str] | None = None) -> Rule:
    """Return the rule of a plan's task: its deadline as the reader gives it, else its frequency."""
    if not deadline:
        return _of_frequency(frequency or [])
    words = str(deadline.get("as_written") or "")
    kind = KIND_OF_READER.get(str(deadline.get("type")), "NONE")
    is_before = "truoc" in fold(words).split()
    if kind == "DATE" and deadline.get("date"):
        day = dt.date.fromisoformat(str(deadline["date"]))
        return Rule(kind=kind, as_written=words, date=day, is_before=is_before)
    if kind == "MONTH" and deadline.get("month"):
        year, number = str(deadline["month"]).split("-")
        return _within(kind, words, int(year), int(number), is_before=is_before)
    if kind == "QUARTER" and deadline.get("quarter"):
        year, number = str(deadline["quarter"]).split("-Q")
        return _within(kind, words, int(year), int(number), is_before=is_before)
    if kind == "RECURRING":
        month, day_of_month = deadline.get("month"), deadline.get("day")
        return Rule(
            kind=kind,
            as_written=words,
            is_before=is_before,
            every=str(deadline.get("every") or "year"),
            month=int(month) if month else None,
            day=int(day_of_month) if day_of_month else None,
        )
    return Rule(
        kind=kind if kind in ("CONDITIONAL", "ONGOING", "AS_REGULATED") else "NONE",
        as_written=words,
    )


def _within(kind: str, words: str, year: int, number: int, *, is_before: bool) -> Rule:
    return Rule(kind=kind, as_written=words, year=year, number=number, is_before=is_before)


def _of_frequency(frequency: list[str]) -> Rule:
    words = ", ".join(frequency)
    said = fold(words)
    for phrase, every in (
        ("6 thang", "half_year"),
        ("sau thang", "half_year"),
        ("quy", "quarter"),
        ("hang thang", "month"),
        ("thang", "month"),
        ("nam", "year"),
    ):
        if phrase in said and "quy dinh" not in said:
            return Rule(kind="RECURRING", as_written=words, every=every)
    if "thuong xuyen" in said:
        return Rule(kind="ONGOING", as_written=words)
    return Rule(kind="AS_REGULATED" if "quy dinh" in said else "NONE", as_written=words)


_WORKING_DAYS_RE = re.compile(
    r"(?P<count>\d{1,3})\s+ngày\s+làm\s+việc\b.*?(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})",
    re.IGNORECASE,
)
_EVERY_RE = re.compile(r"(?:hằng|hàng|mỗi|định kỳ|6 tháng|sáu tháng|một lần)", re.IGNORECASE)


def read_deadline(text: str) -> Rule | None:
    """
    Return the rule an officer typed as papers say it, None when it is not understood.

    "trước ngày 24/02/2020", "trong tháng 3/2022", "hằng quý", "trước ngày 15/11 hằng năm", "5 ngày
    làm việc kể từ ngày 01/03/2022", "khi có hướng dẫn", "thường xuyên"; nothing typed: no deadline.
    """
    words = clean(text)
    if not words:
        return Rule(kind="NONE")
    if working := _WORKING_DAYS_RE.search(words):
        day = parse_date(working["day"])
        return Rule(kind="WORKING_DAYS", as_written=words, date=day, count=int(working["count"]))
    # A bare day or month ("24/02/2020") is the last one.
    for said in (words, f"thực hiện {words}.", f"hạn cuối {words}", f"trong {words}"):
        found = find_deadline(said, is_assignment=True)
        if found is not None:
            return replace(rule_of(deadline=asdict(found)), as_written=words)
    if _EVERY_RE.search(words):
        return replace(_of_frequency([words]), as_written=words)
    return None


def dues_of(
    *, rule: Rule, first_day: dt.date, last_day: dt.date, calendar: WorkingCalendar
) -> list[Due]:
    """
    Return each time the task is due between `first_day` and `last_day`, the days of its plan.

    One for what is due once or has no day; a recurring one gives each period that ends inside.
    "Trước ngày 24/02" ends with the 23rd; a month or quarter with its last day.
    Raises: BadSpan [LAW-024].
    """
    if rule.kind == "DATE" and rule.date is not None:
        return [_dated(rule.date, rule)]
    if rule.kind == "WORKING_DAYS" and rule.date is not None and rule.count is not None:
        end = add_working_days(day=rule.date, count=rule.count, calendar=calendar)
        reading = (
            f"{rule.count} ngày làm việc sau ngày {format_date(rule.date)}: hết ngày {end.words}"
        )
        return [Due(on=end.day, reading=reading, opens_on=rule.date)]
    if rule.kind in ("MONTH", "QUARTER") and rule.year and rule.number:
        return [_in_period(rule)]
    if rule.kind == "RECURRING":
        return list(_recurring(rule, first_day, last_day))
    return [Due(on=None, reading=_UNDATED.get(rule.kind, ""))]


_UNDATED: Final = {
    "CONDITIONAL": "chưa có ngày: chờ văn bản hướng dẫn",
    "ONGOING": "làm thường xuyên, không có ngày cuối",
    "AS_REGULATED": "theo quy định, kế hoạch không ghi ngày",
    "NONE": "kế hoạch không ghi thời hạn",
}


def _dated(day: dt.date, rule: Rule) -> Due:
    last = day - dt.timedelta(days=1) if rule.is_before else day
    return Due(on=last, reading=f"hết ngày {format_date(last)}")


def _in_period(rule: Rule) -> Due:
    size = 1 if rule.kind == "MONTH" else 3
    year, number = rule.year or 1, rule.number or 1
    first = dt.date(year, (number - 1) * size + 1, 1)
    last = first - dt.timedelta(days=1) if rule.is_before else _end(first, size)
    return Due(on=last, reading=f"hết ngày {format_date(last)}", opens_on=min(first, last))


def _recurring(rule: Rule, first_day: dt.date, last_day: dt.date) -> Iterator[Due]:
    size = _MONTHS.get(rule.every, 12)
    start = dt.date(first_day.year, 1, 1)
    stop = min(last_day, dt.date(first_day.year + _LONGEST_YEARS, 12, 31))
    while start <= stop:
        last = _day_in(rule, start, size)
        if rule.is_before and rule.day is not None:
            last -= dt.timedelta(days=1)
        if first_day <= last <= stop:
            yield Due(
                on=last,
                reading=f"hết ngày {format_date(last)}",
                period=_period(start, size),
                opens_on=start,
            )
        start = _end(start, size) + dt.timedelta(days=1)


def _day_in(rule: Rule, start: dt.date, size: int) -> dt.date:
    """The day of the period: as written, in its last month when none is named, else its end."""
    if rule.day is None:
        if rule.month is not None and size == 12:
            return _end(dt.date(start.year, rule.month, 1), 1)
        return _end(start, size)
    month = rule.month if rule.month is not None and size == 12 else start.month + size - 1
    longest = months.monthrange(start.year, month)[1]
    return dt.date(start.year, month, min(rule.day, longest))


def _end(start: dt.date, size: int) -> dt.date:
    month = start.month + size - 1
    return dt.date(start.year, month, months.monthrange(start.year, month)[1])


def _period(start: dt.date, size: int) -> str:
    if size == 12:
        return f"Năm {start.year}"
    if size == 1:
        return f"Tháng {start.month}/{start.year}"
    number = (start.month - 1) // size
    if size == 6:
        return f"6 tháng {('đầu', 'cuối')[number]} năm {start.year}"
    return f"Quý {('I', 'II', 'III', 'IV')[number]}/{start.year}"
