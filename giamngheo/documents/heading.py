"""The head of a plan: its number, who issued it, date, title and years."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.blocks import Block, is_caps
from giamngheo.documents.issuer import Issuer, read_issuer
from giamngheo.documents.outline import body_start
from giamngheo.documents.sources import Line
from giamngheo.lib.dates import DateKind, find_dates
from giamngheo.lib.periods import find_year_periods
from giamngheo.lib.text import fold

__all__ = ["Head", "Issuer", "read_head"]

_TYPES = {
    "Kế hoạch": "KH",
    "Quyết định": "QĐ",
    "Nghị quyết": "NQ",
    "Chương trình": "CTr",
    "Phương án": "PA",
    "Đề án": "ĐA",
    "Chỉ thị": "CT",
    "Hướng dẫn": "HD",
}
_TYPE_RE = re.compile("|".join(word.upper() for word in _TYPES))
# "Số: 154/KH-UBND", "Số: 19/2022/NQ-HĐND", the Party's "Số 112-KH/TU", and blanks to write in.
_NUMBER_RE = re.compile(
    r"\bSố\s?(?::?\s*(?P<number>\d*)[\s.…_]*/\s*(?:(?P<year>\d{4})\s?/\s?)?"
    r"(?P<symbol>[^\W\d_][\w&]*(?:\s?-\s?[\w&]+)*)"
    r"|:?\s*(?P<party>\d*)\s?[.…_]*\s?-\s?(?P<party_symbol>[^\W\d_]+\s?/\s?[^\W\d_]+))",
    re.IGNORECASE,
)
_PLACE_RE = re.compile(
    r"(?P<place>[^\d,;:/|]{2,40}),\s*(?P<date>ngày\s*(?:(?P<day>[\d.…]*)\s*tháng\s*(?P<month>[\d.…]*)"
    r"\s*năm\s*|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?)(?P<year>\d{4}))",
    re.IGNORECASE,
)
# A title that stands without its type's name above it.
_UNTYPED_RE = re.compile(
    r"(?:Về (?:việc )?|V/v |Thực hiện |Triển khai |Giảm nghèo |Hành động |Tổ chức )", re.IGNORECASE
)
_YEAR_RE = re.compile(r"(?<!đến )(?<!đến hết )\bnăm\s+(20\d\d)(?!\s*[-–]\s*\d)", re.IGNORECASE)
_UNTIL_RE = re.compile(r"\bđến (?:hết )?năm\s+(20\d\d)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a plan says of itself; a field is None when it is not written."""

    type: str | None
    number: int | None
    number_as_written: str | None
    symbol: str | None
    code: str | None
    issuer: Issuer
    place: str | None
    date: dt.date | None
    date_as_written: str | None
    year_written: int | None
    title: str | None
    title_lines: tuple[int, int] | None
    first_year: int | None
    last_year: int | None
    national_header: bool


def read_head(lines: Sequence[Line], blocks: Sequence[Block]) -> tuple[Head, int]:
    """Return the head and the line on which the plan's own words begin, after the title."""
    body = body_start(blocks) or lines[-1].number + 1
    top = [line for line in lines if line.number < body]
    title, title_lines, type_, type_line = _title(blocks, body)
    number = _number(top, type_line)
    digits, symbol, code = _code(number)
    if type_ is None:
        title, title_lines, type_ = _untyped(blocks, body, symbol)
    place, date, written, year = _place_and_date(top, type_line)
    first, last = _years(title or "", year)
    head = Head(
        type=type_,
        number=int(digits) if digits else None,
        number_as_written=number.group() if number else None,
        symbol=symbol,
        code=code,
        issuer=read_issuer(top, lines, place, title or "", type_line),
        place=place,
        date=date,
        date_as_written=written,
        year_written=year,
        title=title,
        title_lines=title_lines,
        first_year=first,
        last_year=last,
        national_header=any("cong hoa xa hoi" in fold(line.text) for line in top),
    )
    return head, (title_lines[1] if title_lines else type_line) + 1


def _title(
    blocks: Sequence[Block], body: int
) -> tuple[str | None, tuple[int, int] | None, str | None, int]:
    for place, block in enumerate(blocks):
        match = _TYPE_RE.match(block.text)
        if match is None or block.line >= body:
            continue
        type_ = next(word for word in _TYPES if word.upper() == match.group())
        rest = block.text[match.end() :].strip(" :")
        if rest:
            lines = (block.line_at(match.end() + 1), block.last_line)
            return rest, lines, type_, block.line
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if after is None or after.line >= body:
            return None, None, type_, block.line
        return after.text, (after.line, after.last_line), type_, block.line
    return None, None, None, 0


def _untyped(
    blocks: Sequence[Block], body: int, symbol: str | None
) -> tuple[str | None, tuple[int, int] | None, str | None]:
    """Return title, its lines and the type when only the symbol "KH-UBND" names the type."""
    short = re.split(r"[-/]", symbol or "")[0]
    type_ = next((name for name, letters in _TYPES.items() if letters == short), None)
    for block in blocks:
        if type_ and block.line < body and _UNTYPED_RE.match(block.text):
            return block.text, (block.line, block.last_line), type_
    return None, None, type_


def _code(number: re.Match[str] | None) -> tuple[str, str | None, str | None]:
    """Return the digits, the symbol and the whole code; the code None where no digits stand."""
    if number is None:
        return "", None, None
    if number["party_symbol"]:
        symbol = re.sub(r"\s", "", number["party_symbol"])
        digits = number["party"]
        return digits, symbol, f"{digits}-{symbol}" if digits else None
    digits, symbol = number["number"], re.sub(r"\s", "", number["symbol"])
    year = f"{number['year']}/" if number["year"] else ""
    return digits, symbol, f"{digits}/{year}{symbol}" if digits else None


def _number(top: Sequence[Line], until: int) -> re.Match[str] | None:
    for line in top:
        match = _NUMBER_RE.search(line.text)
        is_own = match and (match.start() == 0 or is_caps(line.text[: match.start()]))
        if is_own and (until == 0 or line.number <= until):
            return match
    return None


def _place_and_date(
    top: Sequence[Line], until: int
) -> tuple[str | None, dt.date | None, str | None, int | None]:
    for line in top:
        match = _PLACE_RE.search(line.text)
        if match and (until == 0 or line.number <= until):
            found = find_dates(match["date"])
            day = found[0].date if found and found[0].kind is DateKind.DATE else None
            return match["place"].strip(), day, match.group().strip(), int(match["year"])
    return None, None, None, None


def _years(title: str, written: int | None) -> tuple[int | None, int | None]:
    if single := _YEAR_RE.findall(title):
        return int(single[-1]), int(single[-1])
    if periods := find_year_periods(title):
        return periods[-1]
    if until := _UNTIL_RE.findall(title):
        return written, int(until[-1])
    return None, None
