"""By when something is due, as a plan says it."""

import re
from dataclasses import dataclass, replace

from giamngheo.lib.dates import DateKind, FoundDate, find_dates


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """
    `type` is date, month, quarter, recurring, conditional, ongoing or as_regulated.

    `date` is ISO; `month` is "2020-02", or the month's number of a recurring day; `comparator` is
    before or in.
    """

    type: str
    as_written: str
    comparator: str | None = None
    date: str | None = None
    month: str | int | None = None
    day: int | None = None
    quarter: str | None = None
    every: str | None = None


_BEFORE_RE = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|hạn cuối|thời hạn|hoàn thành|xong|đến hết|là)\s*"
    r"(?:(?:đến|là|trước|vào|trong|hết|:)\s*)*(?:ngày\s*)?$",
    re.IGNORECASE,
)
_WITHIN_RE = re.compile(r"(?:trong|hết|trước|xong|vào|cuối|đầu)\s*$", re.IGNORECASE)
_WAITING_RE = re.compile(r"(?:sau )?khi có (?:văn bản )?hướng dẫn[^;.,)]*", re.IGNORECASE)
_ONGOING_RE = re.compile(r"thực hiện\s+thường xuyên|thường xuyên\s*(?:[.;]|$)", re.IGNORECASE)
_REGULATED_RE = re.compile(r"thực hiện\s+theo quy định", re.IGNORECASE)
_EVERY_RE = re.compile(
    r"(?:theo )?định kỳ\s+(?:hằng|hàng)\s+(?P<every>năm|quý|tháng)", re.IGNORECASE
)
_EVERY = {"năm": "year", "quý": "quarter", "tháng": "month"}


def find_deadline(text: str, *, is_assignment: bool = False) -> Deadline | None:
    """
    Return by when the work that `text` (NFC) gives is due, or None.

    In an assignment ("Phân công thực hiện: …") also "thường xuyên" and "theo quy định" count.
    """
    dated = next(filter(None, (_dated(text, found) for found in find_dates(text))), None)
    if dated is not None:
        return dated
    if waiting := _WAITING_RE.search(text):
        return Deadline(type="conditional", as_written=waiting.group().strip())
    if not is_assignment:
        return None
    if every := _EVERY_RE.search(text):
        period = _EVERY[every["every"].lower()]
        return Deadline(type="recurring", as_written=every.group(), every=period)
    if ongoing := _ONGOING_RE.search(text):
        return Deadline(type="ongoing", as_written=ongoing.group().strip(" .;"))
    if regulated := _REGULATED_RE.search(text):
        return Deadline(type="as_regulated", as_written=regulated.group())
    return None


def _dated(text: str, found: FoundDate) -> Deadline | None:
    before = _BEFORE_RE.search(text[: found.start])
    begin = before.start() if before else found.start
    written = text[begin : found.end].strip()
    if found.kind is DateKind.RECURRING and found.day is not None:
        return Deadline(
            type="recurring",
            as_written=written,
            comparator="before",
            month=found.month,
            day=found.day,
            every=found.every,
        )
    if found.kind is DateKind.DATE and before and found.date:
        return Deadline(
            type="date", as_written=written, comparator="before", date=found.date.isoformat()
        )
    within = _WITHIN_RE.search(text[: found.start])
    if within is None or found.year is None:
        return None
    written = text[within.start() : found.end].strip()
    if found.kind is DateKind.MONTH:
        month = f"{found.year}-{found.month:02}"
        return Deadline(type="month", as_written=written, comparator="in", month=month)
    if found.kind is DateKind.QUARTER:
        quarter = f"{found.year}-Q{found.quarter}"
        return Deadline(type="quarter", as_written=written, comparator="in", quarter=quarter)
    return None


_QUARTERS = ("I", "II", "III", "IV", "1", "2", "3", "4")
_QUARTERS_RE = re.compile(
    r"quý (?:(?:I{1,3}|IV|\d)\s*(?:,|và|-|–)\s*)*(?P<last>I{1,3}|IV|[1-4])\s*(?:/|năm|-)\s*"
    r"(?P<year>20\d\d)",
    re.IGNORECASE,
)
_MONTH_RE = re.compile(r"tháng\s+(\d{1,2})", re.IGNORECASE)


def deadline_in_cell(cell: str, year: int | None) -> Deadline | None:
    """Return by when a cell says: with its words, "Tháng 9" of the plan's own year."""
    if not cell:
        return None
    if quarters := _QUARTERS_RE.fullmatch(cell):
        written = f"{quarters['year']}-Q{_QUARTERS.index(quarters['last'].upper()) % 4 + 1}"
        return Deadline(type="quarter", as_written=cell, comparator="in", quarter=written)
    found = find_deadline(f"Hoàn thành trong {cell}.", is_assignment=True)
    month = _MONTH_RE.fullmatch(cell)
    if found is None and month and year:
        written = f"{year}-{int(month[1]):02}"
        return Deadline(type="month", as_written=cell, comparator="in", month=written)
    return replace(found, as_written=cell) if found else None
