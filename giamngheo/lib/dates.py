"""Dates as Vietnamese officials write them, day before month."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import clean

EXCEL_EPOCH = dt.date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_WHOLE_RE = re.compile(
    r"(?:ngày|mồng|mùng)?\s?(?:"
    r"(?P<d>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d{2})"
    r"|(?P<d2>\d{1,2}) tháng (?P<m2>\d{1,2})(?:,? năm |/|-| / )(?P<y2>\d{4})"
    r"|(?P<y3>\d{4})-(?P<m3>\d{1,2})-(?P<d3>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?"
    r")",
    re.IGNORECASE,
)


class BadDate(Refusal):
    code = "LIB-002"
    sentence = "Chưa đọc được ngày “{text}”: {reason}. Ngày viết như 31/01/2020."
    english = "“{text}” is no date of the calendar, written such as 31/01/2020."


def parse_date(text: str | float | dt.date, window_start: int = 1950) -> dt.date:
    """
    Return the one date that `text` is.

    Reads 07/1/2020, 27-5-2016, 27.5.2016, 2020-01-31, "ngày 31 tháng 01 năm 2020" and the serial
    numbers of Excel. A year of two digits falls in the hundred years from `window_start`.
    Raises: BadDate [LIB-002] for a date the calendar does not have, or a text that is none.
    """
    if isinstance(text, dt.datetime):
        return text.date()
    if isinstance(text, dt.date):
        return text
    if not isinstance(text, str):
        return _from_serial(text)
    plain = clean(text)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", plain):
        return _from_serial(float(plain))
    match = _WHOLE_RE.fullmatch(plain)
    if match is None:
        raise BadDate(text=plain, reason="thiếu ngày, tháng hoặc năm" if plain else "ô để trống")
    day, month, year = (
        match[name] or match[f"{name}2"] or match[f"{name}3"] for name in ("d", "m", "y")
    )
    return _real_date(_full_year(year, window_start), int(month), int(day), plain)


def _from_serial(serial: float) -> dt.date:
    if isinstance(serial, bool) or not 1 <= serial <= 73415:  # 31/12/2100
        raise BadDate(text=str(serial), reason="không phải số ngày của Excel")
    if serial < 61:
        # Excel counts a 29/02/1900 that never was; before it the serials lie a day off.
        return EXCEL_EPOCH + dt.timedelta(days=int(serial) + 1)
    return EXCEL_EPOCH + dt.timedelta(days=int(serial))


def _full_year(digits: str, window_start: int) -> int:
    if len(digits) == 4:
        return int(digits)
    return window_start + (int(digits) - window_start) % 100


def _real_date(year: int, month: int, day: int, text: str) -> dt.date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadDate(text=text, reason=f"năm {year} ngoài khoảng {_FIRST_YEAR}–{_LAST_YEAR}")
    if not 1 <= month <= 12:
        raise BadDate(text=text, reason=f"không có tháng {month}")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise BadDate(text=text, reason=f"tháng {month:02}/{year} chỉ có {days} ngày")
    return dt.date(year, month, day)


def format_date(day: dt.date | None) -> str:
    """Return the date as 31/01/2020; "–" for None."""
    return "–" if day is None else f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_date_long(day: dt.date) -> str:
    """
    Return the date as in a document's heading: "ngày 31 tháng 01 năm 2020".

    Days below 10 and the months 1 and 2 take a leading zero.
    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (checked in secondary sources).
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


# ── Dates inside running text ─────────────────────────────────────────────────────────────────


class DateKind(StrEnum):
    DATE = "date"
    DAY_MONTH = "day_month"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RECURRING = "recurring"


@dataclass(frozen=True, kw_only=True)
class FoundDate:
    """
    One mention of time in a text; `start` and `end` are its span.

    `date` is set for kind DATE unless the calendar has no such day: then `problem` says why.
    `every` is year, quarter, month or week for kind RECURRING.
    """

    start: int
    end: int
    text: str
    kind: DateKind
    date: dt.date | None = None
    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    every: str | None = None
    problem: str | None = None


_EVERY = {"năm": "year", "quý": "quarter", "tháng": "month", "tuần": "week"}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_D, _M, _Y = r"\d{1,2}", r"\d{1,2}", r"(?:19|20)\d{2}"
_EACH = r"(?:hàng|hằng|mỗi)"
_FOUND_RE = re.compile(
    # a day and month of every year: "ngày 15 tháng 11 hàng năm", "15/11 hằng năm"
    rf"(?:ngày\s+)?(?P<rd>{_D})(?:\s+tháng\s+|\s?/\s?)(?P<rm>{_M})\s+{_EACH}\s+năm\b"
    # a day of every month: "ngày 20 hằng tháng"
    rf"|ngày\s+(?P<md>{_D})\s+{_EACH}\s+tháng\b"
    rf"|\b{_EACH}\s+(?P<every>năm|quý|tháng|tuần)\b"
    rf"|(?:ngày\s+)?(?<![\d/.-])(?P<d>{_D})(?:\s+tháng\s+(?P<m>{_M})(?:,?\s+năm\s+|\s?/\s?)"
    rf"|\s?/\s?(?P<m1>{_M})\s?/\s?|-(?P<m2>{_M})-|\.(?P<m3>{_M})\.)(?P<y>{_Y})(?![\d/])"
    rf"|ngày\s+(?P<dd>{_D})(?:\s+tháng\s+|\s?[/-]\s?)(?P<dm>{_M})(?![\d/])"
    rf"|\btháng\s+(?P<mm>{_M})(?:\s+năm\s+|\s?[/-]\s?)(?P<my>{_Y})(?!\d)"
    rf"|\btháng\s+(?P<m4>{_M})(?![\d/.%])"
    rf"|\bquý\s+(?P<q>IV|I{{1,3}}|[1-4])(?!\w)(?:(?:\s+năm\s+|\s?[/-]\s?)(?P<qy>{_Y})(?!\d))?"
    rf"|\bnăm\s+(?P<yy>{_Y})(?!\d)(?!\s?[-–]\s?{_Y})",
    re.IGNORECASE,
)


def find_dates(text: str) -> list[FoundDate]:
    """
    Return every mention of time in `text` (NFC), in order and without overlaps.

    Line breaks inside a date do no harm. Numbers of documents (10/2022/NQ-HĐND), durations
    (36 tháng) and periods of years (giai đoạn 2016 - 2020, see `periods`) are not dates.
    """
    return [_found(match) for match in _FOUND_RE.finditer(text)]


def _found(match: re.Match[str]) -> FoundDate:
    kind, parts = _kind_and_parts(match)
    date, problem = None, None
    if kind is DateKind.DATE:
        try:
            date = _real_date(parts["year"], parts["month"], parts["day"], match.group())
        except BadDate as refusal:
            problem = str(refusal.details["reason"])
    elif not 1 <= parts.get("month", 1) <= 12:
        problem = f"không có tháng {parts['month']}"
    every = match["every"]
    recurring = "year" if match["rd"] else "month" if match["md"] else None
    return FoundDate(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        kind=kind,
        date=date,
        every=_EVERY[every.lower()] if every else recurring,
        problem=problem,
        **parts,
    )


def _kind_and_parts(match: re.Match[str]) -> tuple[DateKind, dict[str, int]]:
    if match["every"]:
        return DateKind.RECURRING, {}
    if match["rd"]:
        return DateKind.RECURRING, {"day": int(match["rd"]), "month": int(match["rm"])}
    if match["md"]:
        return DateKind.RECURRING, {"day": int(match["md"])}
    if match["d"]:
        month = match["m"] or match["m1"] or match["m2"] or match["m3"]
        return DateKind.DATE, {"day": int(match["d"]), "month": int(month), "year": int(match["y"])}
    if match["dd"]:
        return DateKind.DAY_MONTH, {"day": int(match["dd"]), "month": int(match["dm"])}
    if match["mm"]:
        return DateKind.MONTH, {"month": int(match["mm"]), "year": int(match["my"])}
    if match["m4"]:
        return DateKind.MONTH, {"month": int(match["m4"])}
    if match["q"]:
        quarter = {"quarter": _QUARTERS[match["q"].lower()]}
        return DateKind.QUARTER, quarter | ({"year": int(match["qy"])} if match["qy"] else {})
    return DateKind.YEAR, {"year": int(match["yy"])}
