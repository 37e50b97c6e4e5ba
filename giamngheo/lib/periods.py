"""Stretches of days, half-open: the first day belongs to a period, the end does not."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import clean

_YEARS_RE = re.compile(
    r"(?<![\d/])(?P<first>(?:19|20)\d{2})\s?(?:[-–—]|đến(?: hết)?(?: năm)?)\s?"
    r"(?P<last>(?:19|20)\d{2})(?![\d/])",
    re.IGNORECASE,
)


class BadPeriod(Refusal):
    code = "LIB-004"
    sentence = "Chưa đọc được giai đoạn “{text}”: {reason}. Giai đoạn viết như 2021-2025."
    english = "“{text}” names no single period of years, written such as 2021-2025."


@dataclass(frozen=True)
class Period:
    """Days from `start` up to, not including, `end`; `end` None is open."""

    start: dt.date
    end: dt.date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise BadPeriod(
                text=f"{format_date(self.start)} – {format_date(self.end)}",
                reason="ngày kết thúc phải sau ngày bắt đầu",
            )

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))

    @classmethod
    def of_years(cls, first: int, last: int) -> Self:
        return cls(dt.date(first, 1, 1), dt.date(last + 1, 1, 1))

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> Self:
        start = dt.date(year, 3 * quarter - 2, 1)
        return cls(start, _months_later(start, 3))

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        start = dt.date(year, month, 1)
        return cls(start, _months_later(start, 1))

    @property
    def last_day(self) -> dt.date | None:
        return None if self.end is None else self.end - dt.timedelta(days=1)

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        return self.intersection(other) is not None

    def intersection(self, other: "Period") -> "Period | None":
        """Return the days both share, or None."""
        start = max(self.start, other.start)
        end = min(self.end or dt.date.max, other.end or dt.date.max)
        if start >= end:
            return None
        return Period(start, None if end == dt.date.max else end)

    def __str__(self) -> str:
        return f"từ {format_date(self.start)} {format_until(self.end)}"


def _months_later(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)


def parse_year_period(text: str) -> tuple[int, int]:
    """
    Return first and last year of "giai đoạn 2016 - 2020", both inclusive as people say it.

    Raises: BadPeriod [LIB-004] when there is none, more than one, or it runs backwards.
    """
    found = [(int(match["first"]), int(match["last"])) for match in _YEARS_RE.finditer(clean(text))]
    if len(found) != 1:
        reason = "có hơn một khoảng năm" if found else "không có khoảng năm nào"
        raise BadPeriod(text=clean(text), reason=reason)
    first, last = found[0]
    if last < first:
        raise BadPeriod(text=clean(text), reason="năm cuối đứng trước năm đầu")
    return first, last


def find_year_periods(text: str) -> list[tuple[int, int]]:
    """Return every period of years in `text`, first and last year inclusive, in order."""
    found = ((int(match["first"]), int(match["last"])) for match in _YEARS_RE.finditer(clean(text)))
    return [(first, last) for first, last in found if first <= last]


def format_until(valid_to: dt.date | None) -> str:
    """Return "đến hết ngày 31/12/2026" for the exclusive end 01/01/2027; None is still open."""
    if valid_to is None:
        return "đến khi có thay đổi"
    return f"đến hết ngày {format_date(valid_to - dt.timedelta(days=1))}"
