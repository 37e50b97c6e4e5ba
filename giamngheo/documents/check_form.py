"""Checks of form: number, day, signature, numbering of parts, footnotes."""

import re
from collections.abc import Iterator, Sequence

from giamngheo.documents.blocks import Block, Marker
from giamngheo.documents.check_annexes import roman
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.notes import Footnote
from giamngheo.documents.outline import Section
from giamngheo.documents.reading import PlanReading
from giamngheo.lib.dates import find_dates

_LETTERS = "abcdđeghiklmnopqrstuvxy"
_SMALL = "¹²³⁴⁵⁶⁷⁸⁹"
_SMALL_RE = re.compile(rf"(?P<small>[{_SMALL}]+)|\[(?P<number>\d{{1,2}})\]")
_DIGITS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")


def check_form(reading: PlanReading) -> Iterator[Finding]:
    head = reading.head
    if head.number is None:
        yield finding("DOC-F12", "Kế hoạch chưa có số.", proposal="Ghi số khi ban hành.")
    if head.date is None and not _is_wrong_date(head.date_as_written):
        yield finding(
            "DOC-F13",
            "Kế hoạch chưa ghi đủ ngày, tháng, năm ban hành.",
            proposal="Ghi ngày khi ban hành.",
        )
    if reading.signer.authority is None and reading.signer.position is None:
        yield finding(
            "DOC-F07",
            "Không thấy phần chữ ký: thiếu chức vụ và tên người ký.",
            proposal="Thêm phần chữ ký.",
        )
    yield from _numbering(reading.outline, reading.blocks)
    yield from _footnotes(reading.blocks, reading.footnotes)


def _is_wrong_date(written: str | None) -> bool:
    return any(found.problem for found in find_dates(written or ""))


# ── Numbers of parts ──────────────────────────────────────────────────────────────────────────


def _numbering(outline: Sequence[Section], blocks: Sequence[Block]) -> Iterator[Finding]:
    last: dict[str, tuple[int, Section]] = {}
    for section in outline:
        value = _value(section)
        if value is None:
            continue
        above = section.path.rpartition(".")[0] + f"/{section.level}"
        before = last.get(above)
        last[above] = (value, section)
        if before is None or value in (before[0] + 1, 1) or _is_without_dd(before[1], section):
            continue
        if value > before[0] and _is_there(before, value, section, blocks):
            continue
        word = "lặp lại" if value == before[0] else "không liền"
        yield finding(
            "DOC-F45",
            f"Mục {section.number} {word} sau mục {before[1].number} (dòng {before[1].line}).",
            line=section.line,
            proposal="Đánh lại số mục, hoặc xem có mục bị bỏ sót.",
            found=section.number,
            expected=_next(before[1]),
        )


def _is_there(
    before: tuple[int, Section], value: int, section: Section, blocks: Sequence[Block]
) -> bool:
    """Tell whether the missing number stands in between, in words that were read as no heading."""
    marker = next((block.marker for block in blocks if block.line == section.line), None)
    between = [block for block in blocks if before[1].line < block.line < section.line]
    numbers = {block.number for block in between if block.marker is marker}
    return len(numbers) >= value - before[0] - 1 > 0


def _value(section: Section) -> int | None:
    number = section.number or ""
    if section.kind == "annex" or not number:
        return None
    if section.kind == "lettered":
        return _LETTERS.find(number) + 1 or None
    if re.fullmatch(r"[IVX]+", number):
        return roman(number)
    digits = number.rpartition(".")[2]
    return int(digits) if digits.isdecimal() else None


def _is_without_dd(before: Section, section: Section) -> bool:
    """Tell whether the letters go as in other alphabets: d, e."""
    return before.kind == "lettered" and (before.number, section.number) == ("d", "e")


def _next(section: Section) -> str | None:
    if section.kind == "lettered":
        return _LETTERS[_LETTERS.find(section.number or "a") + 1 :][:1] or None
    return None


# ── Footnotes ─────────────────────────────────────────────────────────────────────────────────


def _footnotes(blocks: Sequence[Block], notes: Sequence[Footnote]) -> Iterator[Finding]:
    known = {note.mark for note in notes}
    told: set[str] = set()
    for block in blocks:
        if block.marker is Marker.FOOTNOTE:
            continue
        for match in _SMALL_RE.finditer(block.text):
            mark = match["number"] or match["small"].translate(_DIGITS)
            if mark in known or mark in told or _is_square(block.text, match):
                continue
            told.add(mark)
            yield finding(
                "DOC-F48",
                f"Dấu chú thích {mark} không có lời chú thích.",
                line=block.line_at(match.start()),
                proposal="Thêm lời chú thích, hoặc bỏ dấu.",
                found=mark,
            )
    for note in notes:
        if note.anchor is None:
            yield finding(
                "DOC-F48",
                f"Lời chú thích {note.mark} không có dấu nào trong phần lời.",
                line=note.line,
                proposal="Đặt dấu chú thích, hoặc bỏ lời.",
                found=note.mark,
            )


def _is_square(text: str, match: re.Match[str]) -> bool:
    """Tell whether the small digit belongs to a measure: m², km³."""
    before = text[: match.start()]
    return (
        match["small"] in ("²", "³")
        and re.search(r"(?:^|[^\w]|\d)[kcdh]?m$|\bha$", before) is not None
    )
