"""Checks of annexes: announced and missing, there and unannounced."""

import re
from collections.abc import Iterator, Sequence

from giamngheo.documents.blocks import Block
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.notes import Annex
from giamngheo.documents.reading import PlanReading

_TABLE_RE = re.compile(r"\((?P<mention>theo (?:các )?(?:bảng|biểu|phụ lục)\b[^()]{3,120})\)")
_ONE = r"(?:\d{1,2}|[IVX]{1,4})\b"
_NUMBERED_RE = re.compile(
    rf"(?i:phụ lục|biểu|bảng)(?: số)? (?P<numbers>{_ONE}(?:(?:,|;| và) {_ONE})*)"
)
_HEADING_RE = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu|BẢNG|Bảng)(?: SỐ| số)?\s*(?P<number>\d{1,2}|[IVX]{1,4})?\b"
)
_SEVERAL_RE = re.compile(r"\b(?:các|những) (?:phụ lục|biểu|bảng)|\bphụ lục, ", re.IGNORECASE)
_OTHERS_RE = re.compile(
    r"Thông tư|Nghị định|Nghị quyết|Công văn|Hướng dẫn|(?:Quyết định|Kế hoạch|Văn bản) số|quy định"
)
_ROMAN = {"I": 1, "V": 5, "X": 10}


def check_annexes(reading: PlanReading) -> Iterator[Finding]:
    yield from _missing_annexes(reading)
    yield from _unannounced(reading)


def _missing_annexes(reading: PlanReading) -> Iterator[Finding]:
    announced = [one for one in reading.annexes if one.mention]
    supplied = set(_labels(reading).values())
    has_any = bool(supplied) or any(one.present for one in reading.annexes) or reading.tables
    for annex in announced:
        if _is_of_another(annex, reading.blocks):
            continue
        numbers = _numbers(annex.mention or "")
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


def _numbers(text: str) -> list[int | None]:
    """Return the numbers of annexes a text names: "Phụ lục 01, 02 và Biểu số 3"."""
    return [
        _number(one)
        for match in _NUMBERED_RE.finditer(text)
        for one in re.findall(_ONE, match["numbers"])
    ]


def _number(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if written.isdecimal() else roman(written)


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
    labels = _labels(reading)
    body = [block.text for block in reading.blocks if block.line not in labels]
    told = {number for text in body for number in _numbers(text)}
    # "theo biểu kèm theo" is said of all where all carry a number.
    if labels and None not in labels.values() and not any(map(_numbers, mentions)):
        return
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


def roman(written: str) -> int:
    values = [_ROMAN[letter] for letter in written]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
