"""The head and the foot of a plan: number, who issued it, date, title, years, who signed."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.blocks import Block, is_caps
from giamngheo.documents.sources import Line
from giamngheo.lib.dates import DateKind, find_dates
from giamngheo.lib.periods import find_year_periods
from giamngheo.lib.text import fold, place_tone

_TYPES = {
    "Kế hoạch": "KH",
    "Quyết định": "QĐ",
    "Nghị quyết": "NQ",
    "Chương trình": "CTr",
    "Phương án": "PA",
    "Đề án": "ĐA",
}
_TYPE_RE = re.compile("|".join(word.upper() for word in _TYPES))
_NUMBER_RE = re.compile(r"Số\s?:\s*(?P<number>\d*)\s*/\s*(?P<symbol>[\w&-]+)", re.IGNORECASE)
_PLACE_RE = re.compile(
    r"(?P<place>[^\d,;:]{2,40}),\s*(?P<date>ngày\s*(?P<day>[\d.…]*)\s*tháng\s*(?P<month>[\d.…]*)"
    r"\s*năm\s*(?P<year>\d{4}))",
    re.IGNORECASE,
)
_NAME = r"[A-ZĐÀ-Ỹ][\w'’]*(?:[ -][A-ZĐÀ-Ỹ][\w'’]*){0,4}"
_OFFICE = r"(?:[ỦU][ỶY] ?BAN NHÂN DÂN|[ỦU]y ban nhân dân|UBND)"
_KIND = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)"
_LETTERHEAD_RE = re.compile(rf"{_OFFICE}\s+(?P<kind>{_KIND})\s+(?P<name>.+)", re.IGNORECASE)
_ISSUES_RE = re.compile(rf"{_OFFICE}\s+(?P<kind>{_KIND})\s+ban hành", re.IGNORECASE)
_PROVINCE_RE = re.compile(rf"\btỉnh\s+(?P<name>{_NAME})")
_CENTRAL_CITIES = ("ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue")
_LEVELS = {"tỉnh": "province", "huyện": "district", "quận": "district", "thị xã": "district"}
_YEAR_RE = re.compile(r"(?<!đến )(?<!đến hết )\bnăm\s+(20\d\d)(?!\s*[-–]\s*\d)", re.IGNORECASE)
_UNTIL_RE = re.compile(r"\bđến (?:hết )?năm\s+(20\d\d)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who issued the plan; `level` is province, district or commune."""

    name: str | None
    level: str | None
    province: str | None
    district: str | None
    stated_in_header: bool


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signed, for whom ("KT. CHỦ TỊCH"), in what office."""

    name: str | None = None
    authority: str | None = None
    position: str | None = None
    on_behalf_of: str | None = None
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a plan says of itself; a field is None when it is not written."""

    type: str | None
    number: int | None
    symbol: str | None
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

    @property
    def code(self) -> str | None:
        return f"{self.number}/{self.symbol}" if self.number and self.symbol else None


def read_head(lines: Sequence[Line], blocks: Sequence[Block]) -> tuple[Head, int]:
    """Return the head and the line on which the plan's own words begin, after the title."""
    body = next((block.line for block in blocks if block.number == "I"), lines[-1].number + 1)
    top = [line for line in lines if line.number < body]
    title, title_lines, type_, type_line = _title(blocks, body)
    number, symbol = _number(top, type_line)
    place, date, written, year = _place_and_date(top, type_line)
    first, last = _years(title or "", year)
    head = Head(
        type=type_,
        number=number,
        symbol=symbol,
        issuer=_issuer(top, lines, place, title or "", type_line),
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


def _number(top: Sequence[Line], until: int) -> tuple[int | None, str | None]:
    for line in top:
        match = _NUMBER_RE.search(line.text)
        if match and (until == 0 or line.number <= until):
            return int(match["number"]) if match["number"] else None, match["symbol"]
    return None, None


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


# ── Who issued it ─────────────────────────────────────────────────────────────────────────────


def _issuer(
    top: Sequence[Line], lines: Sequence[Line], place: str | None, title: str, until: int
) -> Issuer:
    province = _province(lines, title)
    kind, name, in_header = _letterhead([line for line in top if line.number < until])
    if name is None:
        words = " ".join(line.text for line in top)
        match = _ISSUES_RE.search(words)
        kind = match["kind"].lower() if match else None
        name = (province if kind == "tỉnh" else None) or place
    if kind is None or name is None:
        return Issuer(
            name=None, level=None, province=province, district=None, stated_in_header=False
        )
    level = _level(kind, name)
    return Issuer(
        name=f"Ủy ban nhân dân {kind} {name}",
        level=level,
        province=name if level == "province" else province,
        district=name if level == "district" else None,
        stated_in_header=in_header,
    )


def _letterhead(top: Sequence[Line]) -> tuple[str | None, str | None, bool]:
    for place, line in enumerate(top):
        if not re.match(_OFFICE, line.text, re.IGNORECASE):
            continue
        words = line.text
        if place + 1 < len(top) and re.match(_KIND, top[place + 1].text, re.IGNORECASE):
            words = f"{words} {top[place + 1].text}"
        match = _LETTERHEAD_RE.match(words)
        if match:
            name = match["name"].strip(" -.")
            return match["kind"].lower(), name.title() if is_caps(name) else name, True
    return None, None, False


def _level(kind: str, name: str) -> str:
    if kind == "thành phố":
        return "province" if fold(name) in _CENTRAL_CITIES else "district"
    return _LEVELS.get(kind, "commune")


def _province(lines: Sequence[Line], title: str) -> str | None:
    for text in (title, *(line.text for line in lines)):
        match = _PROVINCE_RE.search(text)
        if match:
            return _plain_name(match["name"])
    return None


def _plain_name(name: str) -> str:
    return place_tone(name, style="old")


# ── Who signed ────────────────────────────────────────────────────────────────────────────────

_BEHALF_RE = re.compile(r"TM\s?\.")
_AUTHORITY_RE = re.compile(r"(?:KT|TL|TUQ|Q)\s?\.")
_POSITION_RE = re.compile(r"(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|CHÁNH)", re.IGNORECASE)
_PERSON_RE = re.compile(r"[A-ZĐÀ-Ỹ]\w*(?: [A-ZĐÀ-Ỹ]\w*){1,4}")
MOST_LINES = 12


def read_signer(lines: Sequence[Line]) -> Signer:
    """Return who signed; all None when the plan has no signature block."""
    written = [line for line in lines if line.text and not line.cells]
    for place, line in enumerate(written):
        is_start = _BEHALF_RE.match(line.text) or _AUTHORITY_RE.match(line.text)
        if is_start or (_POSITION_RE.fullmatch(line.text) and is_caps(line.text)):
            signer = _signer(written[place : place + MOST_LINES])
            if signer.position or signer.authority:
                return signer
    return Signer()


def _signer(block: Sequence[Line]) -> Signer:
    behalf: list[str] = []
    authority = position = name = None
    last = block[0].number
    for line in block:
        text = line.text
        if _BEHALF_RE.match(text):
            behalf.append(text)
        elif _AUTHORITY_RE.match(text):
            authority = text
        elif _POSITION_RE.match(text) and is_caps(text):
            position = text
        elif (authority or position) and _PERSON_RE.fullmatch(text):
            name, last = text, line.number
            break
        elif behalf and is_caps(text) and not authority:
            behalf.append(text)
        else:
            break
        last = line.number
    return Signer(
        name=name,
        authority=authority,
        position=position,
        on_behalf_of=" ".join(behalf) or None,
        lines=(block[0].number, last),
    )
