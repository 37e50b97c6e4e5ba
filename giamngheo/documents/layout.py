"""Two columns of a page, letterhead and signature, laid one below the other."""

import re
from collections.abc import Sequence
from dataclasses import replace

from giamngheo.documents.joining import rejoined
from giamngheo.documents.sources import Line
from giamngheo.lib.text import fold

# The letterhead lies within this many lines, the signature within as many after "Nơi nhận".
REACH = 40
_TYPES = (
    "ke hoach",
    "quyet dinh",
    "nghi quyet",
    "chuong trinh",
    "phuong an",
    "de an",
    "chi thi",
    "huong dan",
)
_GLUED_RE = re.compile(
    r"^(?P<left>Số\s*:\s*\d*\s*/\s*[\w&-]+)\s+(?P<right>[^\d,]{2,40},\s*ngày\b.*)"
    r"|^(?P<left2>\S.*?)\s+(?P<right2>(?:CỘNG H[ÒO][AÀ]|Độc lập\s*[-–]).*)"
)
_GLUED_FOOT_RE = re.compile(
    r"^(?P<left>Nơi nhận\s*:?|[-–].*?[;.])\s+(?P<right>(?:T/?M|K/?T|TL|TUQ|Q)(?:\s?\.|\s).*|"
    r"(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|BÍ THƯ)\b.*)$"
)
# A letterhead above no type's name: its number with the place, or the national name.
_TOP_RE = re.compile(r"^Số\s?:.*\bngày\b|^\S.*\|?.*CỘNG H[ÒO][AÀ] XÃ HỘI|HỘI CHỦ NGHĨA VIỆT NAM")
# What stands in the left column of the foot: the recipients.
_LEFT_RE = re.compile(r"[-–+•(]|Nơi nhận", re.IGNORECASE)


def unfold(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` whole, the right columns of letterhead and signature below the left ones."""
    lines = rejoined(lines, _head_end(lines))
    head = _head_end(lines)
    foot = _foot_start(lines)
    found = list(lines)
    if foot is not None and foot >= head:
        end = _foot_end(lines, foot)
        found[foot:end] = _stacked(lines[foot:end], _GLUED_FOOT_RE)
    found[:head] = _stacked(lines[:head], _GLUED_RE)
    return found


def _head_end(lines: Sequence[Line]) -> int:
    """Return where the type's name ("KẾ HOẠCH") stands; 0 when it is not near the top."""
    for place, line in enumerate(lines[:REACH]):
        if fold(line.text).startswith(_TYPES) and line.text[:4].isupper():
            return place
    tops = (place for place, line in enumerate(lines[:REACH]) if _TOP_RE.search(line.text))
    return max(tops, default=-1) + 1


def _foot_start(lines: Sequence[Line]) -> int | None:
    places = (place for place, line in enumerate(lines) if fold(line.text).startswith("noi nhan"))
    return next(places, None)


def _foot_end(lines: Sequence[Line], start: int) -> int:
    end = start
    for place in range(start, min(start + REACH, len(lines))):
        if sum(map(bool, lines[place].cells)) > 2:
            break
        if lines[place].cells or _GLUED_FOOT_RE.match(lines[place].text):
            end = place + 1
    while end > start and end < len(lines) and _LEFT_RE.match(lines[end].text):
        end += 1
    return end


def _stacked(lines: Sequence[Line], glued: re.Pattern[str]) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        first, second = _columns(line, glued)
        if glued is _GLUED_FOOT_RE and first and not second and not _LEFT_RE.match(first):
            first, second = "", first
        if first or not second:
            left.append(replace(line, text=first, cells=()))
        if second:
            right.append(replace(line, text=second, cells=()))
    return [*left, *right]


def _columns(line: Line, glued: re.Pattern[str]) -> tuple[str, str]:
    if line.cells:
        return line.cells[0], " ".join(filter(None, line.cells[1:]))
    match = glued.match(line.text)
    if match is None:
        return line.text, ""
    found = [group for group in match.groups() if group is not None]
    return found[0], found[1]
