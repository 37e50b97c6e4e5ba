"""Lines put together into paragraphs, over wrapped lines and page breaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from giamngheo.documents.sources import Line
from giamngheo.lib.text import fold


class Marker(Enum):
    """What a paragraph begins with."""

    PART = re.compile(
        r"(?:PHẦN|Phần)\s+(?:(?:THỨ|thứ)\s+)?(?P<number>[IVX]{1,4}|NHẤT|HAI|BA|TƯ|BỐN|NĂM|nhất|hai|ba|tư|"
        r"bốn|năm)\b\s?[.:]?\s*"
    )
    CHAPTER = re.compile(r"(?:CHƯƠNG|Chương)\s+(?P<number>[IVX]{1,4}|\d{1,2})\b\s?[.:]?\s*")
    CAPITAL = re.compile(r"(?P<number>[A-HĐ])\s?[./)-]\s+(?=[A-ZĐÀ-Ỹ]{2})")
    ARTICLE = re.compile(r"Điều\s+(?P<number>\d{1,2})\s?[.:]\s*")
    ROMAN = re.compile(r"(?P<number>[IVX]{1,6})\s?[.)/-]\s?(?=\S)")
    DECIMAL = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,2})[.)]?\s+(?=\D|\d+(?:,\d+)?\s?%)")
    NUMBER = re.compile(
        r"(?P<number>\d{1,2})(?:\.\s?(?=[^\W\d_]|[“\"(])|\.\s+(?=\d+(?:,\d+)?\s?%|\d\d\s[^\W\d_])"
        r"|[-–/)]\s+(?=[^\W\d_a-z]))"
    )
    LETTER = re.compile(r"(?P<number>[a-zđ])(?:\)\s?(?=\S)|[./]\s+(?=[A-ZĐÀ-Ỹ]))")
    FOOTNOTE = re.compile(r"(?:\[(?P<number>\d{1,2})\]|(?P<small>[¹²³⁴-⁹]+))\s?(?=\S)")
    BULLET = re.compile(r"(?P<number>[-–—•+*])\s?(?=[^\s\d]|\d+\s?%|\d+ )")
    NONE = re.compile(r"")


@dataclass(frozen=True)
class Block:
    """
    One paragraph: its text without the leading mark, and where every line of it began.

    `starts` holds (offset in `text`, line number) pairs, the first offset being 0.
    """

    text: str
    marker: Marker
    number: str
    starts: tuple[tuple[int, int], ...]

    @property
    def line(self) -> int:
        return self.starts[0][1]

    @property
    def last_line(self) -> int:
        return self.starts[-1][1]

    def line_at(self, offset: int) -> int:
        return next(line for start, line in reversed(self.starts) if start <= offset)


_RULE_RE = re.compile(r"[|_=*.\-–—\s]+")
_ALONE_RE = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHƯƠNG TRÌNH|PHƯƠNG ÁN|ĐỀ ÁN|CHỈ THỊ|HƯỚNG DẪN)"
)
_OPENING_RE = re.compile(
    r"Nơi nhận|Căn cứ\s|Số\s?:|\(Kèm theo|[^\d,;:]{2,40}, ngày\b", re.IGNORECASE
)
_SMALL_DIGITS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_PREAMBLE_RE = re.compile(
    r"Căn cứ|Theo\b|Nhằm\b|Để\b|Xét\b|UBND|[ỦU][ỷy] ban|Trên cơ sở|\(|"
    r"(?:Thực hiện|Triển khai|Kế hoạch|Quyết định|Nghị quyết)\b.*\bsố\s*\d",
    re.IGNORECASE,
)
_HEADED = (Marker.NUMBER, Marker.DECIMAL, Marker.LETTER, Marker.ROMAN)
_USUAL_HEADING_RE = re.compile(
    r"muc dich|yeu cau|muc tieu(?: (?:chung|tong quat|cu the|chu yeu))?|doi tuong|pham vi|noi dung|"
    r"chi tieu(?: (?:cu the|chu yeu))?|kinh phi(?: thuc hien)?|nguon von|to chuc thuc hien"
)
# A line that ends with one of these goes on below.
_OPEN_WORD_RE = re.compile(
    r"(?:và|của|các|với|cho|tại|theo|tỉnh|huyện|xã|sở|phòng|ban|bộ|binh|trong|về|từ|đến|bằng)",
    re.IGNORECASE,
)
SHORT = 60
LONGEST_WRAPPED = 160
LONGEST_TITLE = 4
WIDEST_TITLE = 110
FEWEST_BROKEN = 5
BROKEN_SHARE = 0.25


def to_blocks(lines: Sequence[Line]) -> list[Block]:
    """Return the paragraphs of `lines`; rows of tables and ruled lines part them."""
    blocks: list[list[Line]] = []
    is_open, after_blank = False, False
    may_wrap = _is_wrapped(lines)
    for line in lines:
        if not line.text:
            after_blank = True
            continue
        if line.cells or _RULE_RE.fullmatch(line.text):
            is_open = False
        elif is_open and (
            _continues(line.text, blocks[-1], after_blank, may_wrap)
            or (not after_blank and _is_title_line(line.text, blocks))
        ):
            blocks[-1].append(line)
        else:
            blocks.append([line])
            is_open = _ALONE_RE.fullmatch(line.text) is None
        after_blank = False
    return [_block(group) for group in blocks]


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Tell whether lines break inside sentences; else every line is a paragraph of its own."""
    pairs = [
        (above.text, below.text)
        for above, below in pairwise(lines)
        if above.text and below.text and not (above.cells or below.cells)
    ]
    broken = sum(below[0].islower() and above[-1] not in ".;:!?" for above, below in pairs)
    return broken >= max(FEWEST_BROKEN, BROKEN_SHARE * len(pairs))


def marker_of(text: str) -> tuple[Marker, str, str]:
    """Return what `text` begins with, the number there, and the text after it."""
    for marker in Marker:
        match = marker.value.match(text)
        if match is not None:
            found = match.groupdict()
            number = found.get("number") or (found.get("small") or "").translate(_SMALL_DIGITS)
            return marker, number, text[match.end() :].strip()
    raise AssertionError(text)


def _continues(text: str, group: list[Line], after_blank: bool, may_wrap: bool) -> bool:
    before = group[-1].text
    marker, _, rest = marker_of(text)
    if _is_bare_part(group):
        return marker is Marker.NONE
    is_ended = before[-1] in ".;:!?"
    if marker is Marker.BULLET and not after_blank and may_wrap and not is_ended:
        # "kinh tế / - xã hội", "Lao động / - Thương binh": a wrapped dash, not a bullet.
        return rest[:1].islower() or (before.endswith("Lao động") and rest.startswith("Thương"))
    if marker is not Marker.NONE or _OPENING_RE.match(text):
        return False
    if not after_blank and is_caps(before):
        return is_caps(text)
    if after_blank or not may_wrap:
        return _is_same_sentence(text, group, may_wrap)
    if text[0].isupper() and _is_whole_heading(group):
        return False
    # A wrapped list of clauses goes on after ";".
    return not (is_ended and before[-1] != ";" and text[0].isupper())


def _is_bare_part(group: list[Line]) -> bool:
    """Tell whether the group is "Phần thứ nhất" or "Chương I" whose title stands below."""
    marker, _, rest = marker_of(group[0].text)
    return marker in (Marker.PART, Marker.CHAPTER) and not rest and len(group) == 1


def _is_whole_heading(group: list[Line]) -> bool:
    """Tell whether a wrapped heading has ended: a usual one, or one that leaves its line short."""
    words = " ".join(line.text for line in group)
    marker, _, rest = marker_of(words)
    if marker not in _HEADED or len(rest) > LONGEST_WRAPPED or rest[-1:] in "-–,:":
        return False
    if _USUAL_HEADING_RE.fullmatch(fold(rest)):
        return True
    last = group[-1].text
    if marker is Marker.ROMAN and len(group) == 1:
        return len(last) < SHORT and _OPEN_WORD_RE.fullmatch(last.split()[-1]) is None
    is_short = len(last) < SHORT and _OPEN_WORD_RE.fullmatch(last.split()[-1]) is None
    return len(group) > 1 and is_short and ":" not in rest and "." not in rest


def _is_title_line(text: str, blocks: list[list[Line]]) -> bool:
    """Tell whether `text` is one more line of the title, which stands below the type's name."""
    if len(blocks) < 2 or _ALONE_RE.fullmatch(blocks[-2][-1].text) is None:
        return False
    is_short = len(blocks[-1]) < LONGEST_TITLE and len(text) <= WIDEST_TITLE
    is_plain = marker_of(text)[0] is Marker.NONE and text[-1] not in ".;,:"
    return is_short and is_plain and _PREAMBLE_RE.match(text) is None


def _is_same_sentence(text: str, group: list[Line], may_wrap: bool) -> bool:
    """Tell whether `text` ends the sentence before it, which a new page cut in two."""
    before = group[-1].text
    is_heading = len(before) < SHORT and marker_of(group[0].text)[0] is not Marker.NONE
    if before[-1] in ".;:!?" or is_heading:
        return False
    return text[0].islower() or (may_wrap and len(before) >= SHORT and text[0].isdigit())


def is_caps(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.9 * len(letters)


def is_same(text: str, other: str) -> bool:
    return fold(text) == fold(other)


def _block(group: list[Line]) -> Block:
    marker, number, text = marker_of(group[0].text)
    starts = [(0, group[0].number)]
    for line in group[1:]:
        starts.append((len(text) + 1, line.number))
        text = f"{text} {line.text}"
    return Block(text, marker, number, tuple(starts))
