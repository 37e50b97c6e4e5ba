"""Checks of form: number, day, signature, annexes, numbering of parts, footnotes."""

import re
from collections.abc import Iterator, Sequence

from giamngheo.documents.blocks import Block, Marker
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.notes import Annex, Footnote
from giamngheo.documents.outline import Section
from giamngheo.documents.reading import PlanReading
from giamngheo.lib.dates import find_dates

_TABLE_RE = re.compile(r"\((?P<mention>theo (?:các )?(?:bảng|biểu|phụ lục)\b[^()]{3,120})\)")
_NUMBERED_RE = re.compile(
    r"(?:phụ lục|biểu|bảng)(?: số)? (?P<number>\d{1,2}|[IVX]{1,4})\b", re.IGNORECASE
)
_HEADING_RE = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu|BẢNG|Bảng)(?: SỐ| số)?\s*(?P<number>\d{1,2}|[IVX]{1,4})?\b"
)
_SEVERAL_RE = re.compile(r"\b(?:các|những) (?:phụ lục|biểu|bảng)|\bphụ lục, ", re.IGNORECASE)
_OTHERS_RE = re.compile(
    r"Thông tư|Nghị định|Nghị quyết|Công văn|Hướng dẫn|(?:Quyết định|Kế hoạch|Văn bản) số|quy định"
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_SMALL = "¹²³⁴⁵⁶⁷⁸⁹"
_SMALL_RE = re.compile(rf"(?P<small>[{_SMALL}]+)|\[(?P<number>\d{{1,2}})\]")
_ROMAN = {"I": 1, "V": 5, "X": 10}
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
    yield from _missing_annexes(reading)
    yield from _unannounced(reading)
    yield from _numbering(reading.outline, reading.blocks)
    yield from _footnotes(reading.blocks, reading.footnotes)


def _is_wrong_date(written: str | None) -> bool:
    return any(found.problem for found in find_dates(written or ""))


# ── Annexes ───────────────────────────────────────────────────────────────────────────────────


def _missing_annexes(reading: PlanReading) -> Iterator[Finding]:
    announced = [one for one in reading.annexes if one.mention]
    supplied = set(_labels(reading).values())
    has_any = bool(supplied) or any(one.present for one in reading.annexes) or reading.tables
    for annex in announced:
        if _is_of_another(annex, reading.blocks):
            continue
        numbers = [_number(one["number"]) for one in _NUMBERED_RE.finditer(annex.mention or "")]
        lacking = [one for one in numbers if one not in supplied]
        if not has_any or (lacking and supplied - {None}):
            yield _missing(annex.line, annex.mention or "")
    if has_any:
        return
    told = {annex.line for annex in announced}
    for block in reading.blocks:
        match = _TABLE_RE.search(block.text)
        if match is None or _OTHERS_RE.search(match["mention"]):
            continue
        if block.line_at(match.start()) not in told:
            yield _missing(block.line_at(match.start()), match["mention"])


def _is_of_another(annex: Annex, blocks: Sequence[Block]) -> bool:
    """Tell whether the annex is another document's: "phụ lục kèm theo Thông tư số …"."""
    mention = annex.mention or ""
    for block in blocks:
        place = block.text.find(mention)
        if block.line <= annex.line <= block.last_line and place >= 0:
            after = block.text[place + len(mention) :][:24]
            return _OTHERS_RE.search(mention + after) is not None
    return _OTHERS_RE.search(mention) is not None


def _number(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if written.isdigit() else _roman(written)


def _roman(written: str) -> int:
    values = [_ROMAN[letter] for letter in written]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _missing(line: int, mention: str) -> Finding:
    return finding(
        "DOC-F14",
        f"Kế hoạch nhắc đến «{mention}» nhưng trong tệp không có.",
        line=line,
        proposal="Gửi kèm phụ lục, hoặc bỏ câu nhắc.",
        found=mention,
    )


def _unannounced(reading: PlanReading) -> Iterator[Finding]:
    """Yield annexes the body is silent on, where it speaks of others."""
    mentions = [annex.mention or "" for annex in reading.annexes if annex.mention]
    if not mentions or any(_SEVERAL_RE.search(mention) for mention in mentions):
        return
    told = {_number(one["number"]) for text in mentions for one in _NUMBERED_RE.finditer(text)}
    labels = _labels(reading)
    for annex in reading.annexes:
        table = next((one for one in reading.tables if one.id == annex.table), None)
        above = [line for line in labels if table and line <= table.lines[1]]
        if annex.mention is not None or (above and labels[max(above)] in told):
            continue
        yield finding(
            "DOC-F44",
            f"Phụ lục ở dòng {annex.line} (bảng {annex.table}) không được nhắc trong phần lời.",
            line=annex.line,
            proposal="Nhắc đến phụ lục ở mục có liên quan.",
            found=annex.table,
        )


def _labels(reading: PlanReading) -> dict[int, int | None]:
    """Return the numbers of annexes by the lines of their headings, behind the last part."""
    parts = [section.line for section in reading.outline if section.kind != "annex"]
    last = max(parts, default=0)
    return {
        block.line: _number(match["number"])
        for block in reading.blocks
        if (match := _HEADING_RE.match(block.text)) and block.line > last
    }


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
        return _roman(number)
    digits = number.rpartition(".")[2]
    return int(digits) if digits.isdigit() else None


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
