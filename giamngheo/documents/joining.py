"""Lines that a web page or a narrow column broke where no writer would: put together again."""

import re
from collections.abc import Sequence
from dataclasses import replace

from giamngheo.documents.sources import Line
from giamngheo.lib.text import fold

# "Điều", "I." or "Số:" alone on a line belong to the words below.
_ALONE_RE = re.compile(r"Điều|[IVX]{1,5}[.)]|\d{1,2}(?:\.\d{1,2})*\.|[a-zđ]\)|Số\s?:")
_PHRASES = (
    "uy ban nhan dan",
    "hoi dong nhan dan",
    "cong hoa xa hoi chu nghia viet nam",
    "doc lap tu do hanh phuc",
    "tm uy ban nhan dan",
)
_PLACE_RE = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|QUẬN|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s+\S")
_NAME_RE = re.compile(r"[A-ZĐÀ-Ỹ' ]{2,20}")
_DATED_RE = re.compile(r"[^\d,;:]{0,30},\s*ngày\b", re.IGNORECASE)
_TOWN_RE = re.compile(r"(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]*\s?){1,3}")
_DATE_REST_RE = re.compile(r"(?:tháng|năm)\s+[\d.…]", re.IGNORECASE)
LONGEST_TOWN = 20


def rejoined(lines: Sequence[Line], head: int) -> list[Line]:
    """
    Return `lines` with broken ones in one; the first `head` of them are the letterhead.

    The words stand on the first line's number; the numbers of the others are left out.
    """
    found: list[Line] = []
    for place, line in enumerate(lines):
        above = found[-1] if found else None
        if above is not None and _belongs(above, line, in_head=place < head):
            found[-1] = replace(above, text=f"{above.text} {line.text}")
        else:
            found.append(line)
    return found


def _belongs(above: Line, line: Line, *, in_head: bool) -> bool:
    if above.cells or line.cells or not line.text:
        return False
    return _ALONE_RE.fullmatch(above.text) is not None or (in_head and _broken(above, line))


def _broken(above: Line, line: Line) -> bool:
    """Tell whether the letterhead's line `above` goes on in `line`."""
    if any(_is_torn(phrase, above.text, line.text) for phrase in _PHRASES):
        return True
    if _DATED_RE.search(above.text):
        return _DATE_REST_RE.match(line.text) is not None
    is_town = _TOWN_RE.fullmatch(above.text) and len(above.text) <= LONGEST_TOWN
    if is_town and not above.text.isupper():
        return _DATED_RE.match(line.text) is not None
    is_name = _NAME_RE.fullmatch(line.text) and not _is_phrase(line.text)
    return bool(is_name and _PLACE_RE.match(above.text) and len(above.text.split()) < 4)


def _is_torn(phrase: str, above: str, line: str) -> bool:
    """Tell whether `above` begins `phrase` and `line` carries it on."""
    begun, rest = fold(above), fold(line)
    if not begun or not phrase.startswith(f"{begun} "):
        return False
    left = phrase[len(begun) + 1 :]
    return rest.startswith(left) or left.startswith(f"{rest} ")


def _is_phrase(text: str) -> bool:
    return any(phrase.startswith(fold(text)) for phrase in _PHRASES) or bool(_PLACE_RE.match(text))
