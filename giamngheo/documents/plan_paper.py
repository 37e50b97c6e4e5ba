"""
A plan that was read, as an official paper: the way back from parts to a Word file.

What the plan does not say (its number, day, signature) stays unsaid; the national name and the
letterhead are the same on every paper and are always written. The words stand as they were read:
sentences that a page cut in two are whole again, nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from giamngheo.documents.blocks import Block, Marker, is_caps
from giamngheo.documents.heading import Head
from giamngheo.documents.outline import Section, split_title
from giamngheo.documents.reading import PlanReading
from giamngheo.documents.recipients import recipients_start
from giamngheo.documents.signature import Signer
from giamngheo.documents.sources import Line, to_lines
from giamngheo.documents.tables import Table
from giamngheo.documents.writer import model as paper
from giamngheo.documents.writer.faces import SMALL_DIGITS, number_of_note
from giamngheo.lib.dates import find_dates, format_date_long

_OFFICE_RE = re.compile(
    r"(?P<body>[ỦU][ỷy] ban nhân dân)\s+(?P<rest>.+)|(?P<other>.+)", re.IGNORECASE
)
_GROUND_RE = re.compile(r"(?:-\s*)?(?:Căn cứ|Xét|Theo)\b", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", SMALL_DIGITS)
_NOTE_RE = re.compile(r"[⁰¹²³⁴-⁹]+|\[\d{1,2}\]")
_CAPTION_RE = re.compile(r"\(?(?:Đơn vị tính|ĐVT|Đơn vị)\s*:|\(", re.IGNORECASE)
_LABEL_RE = re.compile(r"(?:PHỤ LỤC|BIỂU|BẢNG)(?: SỐ)?(?: [\dIVX]+)?[.:]?", re.IGNORECASE)
_BLANK_RE = re.compile(r"Số\s?:(?=\s*/)|ngày(?=\s+tháng)|tháng(?=\s+năm)")
# A table of more columns lies across the page.
MOST_UPRIGHT = 5


@dataclass(frozen=True)
class _Rows:
    """The rows of a table as they stand in the text, and what was read of it, if it was."""

    lines: tuple[Line, ...]
    table: Table | None

    @property
    def line(self) -> int:
        return self.lines[0].number


def plan_paper(*, reading: PlanReading, mark: str = "") -> paper.OfficialPaper:
    """
    Return the plan as a paper by Nghị định 30/2020/NĐ-CP; read back, its blocks are equal.

    mark: said in small letters at the foot of every page, of what is made up for a demonstration.
    """
    head, start = reading.head, _start(reading)
    foot = _foot(reading)
    marks = tuple(_marks(reading))
    parts = list(_parts(reading, has_notes=bool(marks)))
    sections = {section.line: section for section in reading.outline if section.kind != "annex"}
    page = _Page(sections, frozenset(marks), reading.text, first=min(sections, default=foot))
    body = [one for one in parts if start <= one.line < foot]
    annexes = [one for one in parts if one.line >= foot and not _in_foot(one, reading, foot)]
    return paper.OfficialPaper(
        office=_office(reading),
        type_name=(head.type or "Kế hoạch").upper(),
        abstract=head.title or "",
        date=head.date,
        year=head.year_written or head.first_year,
        body=tuple(block for one in body for block in page.written(one)),
        signing=_signing(reading.signer),
        annexes=tuple(page.annexes(annexes)),
        end_mark=False,
        as_written=paper.AsWritten(
            number=_with_room(head.number_as_written),
            place_and_date=_with_room(_dated(head)),
            recipients=tuple(f"- {one.as_written}" for one in reading.recipients),
        ),
        notes=tuple(_notes(reading, marks)),
        mark=mark,
    )


# ── What stands where ─────────────────────────────────────────────────────────────────────────


def _start(reading: PlanReading) -> int:
    """Return the line on which the plan's own words begin, below its title."""
    if reading.head.title_lines:
        return reading.head.title_lines[1] + 1
    type_ = (reading.head.type or "").upper()
    named = [one.line for one in reading.blocks if type_ and one.text.startswith(type_)]
    return named[0] + 1 if named else reading.blocks[0].line


def _foot(reading: PlanReading) -> int:
    """Return the line on which the plan's own words end."""
    found = recipients_start(reading.blocks)
    if found is None and reading.signer.lines:
        found = reading.signer.lines[0]
    if found is None:
        found = next((line.number for line in to_lines(reading.text) if line.cells), None)
    return found or max(block.last_line for block in reading.blocks) + 1


def _parts(reading: PlanReading, *, has_notes: bool) -> Iterator[Block | _Rows]:
    """Yield paragraphs and tables in the order of their lines; footnotes stand apart."""
    tables = {table.lines[1]: table for table in reading.tables}
    found: list[Block | _Rows] = [
        block for block in reading.blocks if not (has_notes and block.marker is Marker.FOOTNOTE)
    ]
    lines = {number for block in reading.blocks for _, number in block.starts}
    group: list[Line] = []
    for line in (*to_lines(reading.text), None):
        # A row that was told to be letterhead or signature is a paragraph by now.
        if line is not None and line.cells and line.number not in lines:
            group.append(line)
        elif group and (line is None or line.text):
            found.append(_Rows(tuple(group), tables.get(group[-1].number)))
            group = []
    yield from sorted(found, key=lambda one: one.line)


def _in_foot(part: Block | _Rows, reading: PlanReading, foot: int) -> bool:
    """Tell whether the part is recipients or signature, written in the paper's own place."""
    signer, recipients = reading.signer.lines, reading.recipients
    last: int = max([foot, *(one.lines[1] for one in recipients), *(signer or ())])
    return part.line <= last


def _marks(reading: PlanReading) -> list[str]:
    """
    Return the marks of the footnotes as they stand in the text, in its order.

    None when they are not 1, 2, 3 …: Word counts footnotes itself and would number them anew.
    """
    text = "\n".join(one.text for one in reading.blocks if one.marker is not Marker.FOOTNOTE)
    known = {note.mark for note in reading.footnotes}
    found = dict.fromkeys(mark for mark in _NOTE_RE.findall(text) if number_of_note(mark) in known)
    counted = [str(number) for number in range(1, len(known) + 1)]
    return list(found) if [number_of_note(mark) for mark in found] == counted else []


def _notes(reading: PlanReading, marks: Sequence[str]) -> Iterator[paper.Note]:
    words = {note.mark: note.text for note in reading.footnotes}
    for mark in marks:
        yield paper.Note(mark=mark, text=words[number_of_note(mark)])


# ── Letterhead and signature ──────────────────────────────────────────────────────────────────


def _office(reading: PlanReading) -> paper.Office:
    found = _OFFICE_RE.fullmatch(reading.head.issuer.name or "")
    lines = [found[name] for name in ("body", "rest", "other") if found[name]] if found else []
    return paper.Office(name=tuple(line.upper() for line in lines), place=reading.head.place or "")


def _dated(head: Head) -> str:
    """Return place and day as written, or the day that people put right since."""
    written = head.date_as_written or ""
    found = [one.date for one in find_dates(written) if one.date is not None]
    if head.date is None or head.date in found:
        return written
    return f"{head.place or ''}, {format_date_long(head.date)}"


def _with_room(written: str | None) -> str:
    """Return the words with room to write in the number, day or month that is not there yet."""
    return _BLANK_RE.sub(lambda found: f"{found.group()}{' ' * 6}", written or "")


def _signing(signer: Signer) -> paper.SigningBlock | None:
    if signer.lines is None:
        return None
    return paper.SigningBlock(
        position=signer.position or "",
        name=signer.name or "",
        on_behalf_of=signer.on_behalf_of or "",
        authority=signer.authority or "",
    )


# ── Paragraphs and tables ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Page:
    """Writes the parts: knows which paragraph opens a section, which marks are footnotes."""

    sections: dict[int, Section]
    marks: frozenset[str]
    text: str
    first: int

    def written(self, part: Block | _Rows) -> Iterator[paper.Block]:
        if isinstance(part, _Rows):
            yield _grid(part)
        elif (section := self.sections.get(part.line)) and part.marker is not Marker.NONE:
            yield self._heading(part, section)
        elif part.marker is Marker.FOOTNOTE:
            bracketed = f"[{part.number}]"
            mark = bracketed if bracketed in self.text else part.number.translate(_RAISED)
            yield paper.Paragraph(text=f"{mark} {part.text}")
        elif part.marker is not Marker.NONE:
            announces = part.text.endswith(":")
            text = self._text(f"{_mark_of(part)} {part.text}")
            yield paper.Paragraph(text=text, keep_next=announces)
        elif part.line < self.first and (_GROUND_RE.match(part.text) or part.text[-1] == ";"):
            yield paper.Paragraph(text=self._text(part.text, italic=True))
        else:
            announces = part.text.endswith(":")
            yield paper.Paragraph(text=self._text(part.text), keep_next=announces)

    def _heading(self, block: Block, section: Section) -> paper.Block:
        mark = _mark_of(block)
        if section.title is None:
            return paper.Paragraph(text=self._text(f"{mark} {block.text}"))
        _, rest = split_title(block.text)
        if section.level == 1 or rest == block.text:
            rest = ""
        title = block.text[: len(block.text) - len(rest)].rstrip() if rest else block.text
        if section.level == 4 and not rest and title.endswith((".", ";")):
            return paper.Paragraph(text=self._text(f"{mark} {block.text}"))
        if _NOTE_RE.search(title):
            return paper.Paragraph(text=self._text(f"{mark} {block.text}", bold=True))
        return paper.Heading(
            number=mark, text=title, level=section.level, rest=self._text(rest) if rest else ""
        )

    def _text(self, text: str, *, bold: bool = False, italic: bool = False) -> paper.Text:
        """Return the words in runs, with the marks of footnotes as such."""
        runs: list[paper.Run] = []
        at = 0
        for found in _NOTE_RE.finditer(text):
            if found.group() in self.marks:
                runs.append(paper.Run(text[at : found.start()], bold, italic))
                runs.append(paper.Run("", note=found.group()))
                at = found.end()
        return (*runs, paper.Run(text[at:], bold, italic))

    def annexes(self, parts: Sequence[Block | _Rows]) -> Iterator[paper.Annex]:
        """Yield a page for each table with the words above it, and one for words without any."""
        heading: list[Block] = []
        places = [place for place, part in enumerate(parts) if isinstance(part, _Rows)]
        for part in parts:
            if isinstance(part, Block):
                heading.append(part)
                continue
            wide = max(len(line.cells) for line in part.lines) > MOST_UPRIGHT
            body = [*(line for one in heading for line in self._title(one)), _grid(part)]
            heading = []
            if part is parts[places[-1]]:
                after = parts[places[-1] + 1 :]
                body += [block for one in after for block in self.written(one)]
            yield paper.Annex(title="", body=tuple(body), landscape=wide)
        if heading and not places:
            body = [block for one in heading for block in self.written(one)]
            yield paper.Annex(title="", body=tuple(body), landscape=False)

    def _title(self, block: Block) -> Iterator[paper.Block]:
        """Yield the lines above a table: its title bold in the middle, captions in italics."""
        if _CAPTION_RE.match(block.text):
            side = paper.Align.CENTER if "èm theo" in block.text else paper.Align.RIGHT
            text = self._text(block.text, italic=True)
            yield paper.Paragraph(text=text, align=side, indent=False, keep_next=True)
            return
        if block.marker is not Marker.NONE:
            yield from self.written(block)
            return
        for words in _title_lines(block):
            yield paper.Paragraph(
                text=self._text(words, bold=True),
                align=paper.Align.CENTER,
                indent=False,
                keep_next=True,
            )


def _mark_of(block: Block) -> str:
    """Return the mark as it stands before the paragraph: "I.", "1.1.", "đ)", "-"."""
    match block.marker:
        case Marker.ROMAN | Marker.NUMBER | Marker.CAPITAL:
            return f"{block.number}."
        case Marker.DECIMAL:
            return f"{block.number}."
        case Marker.LETTER:
            return f"{block.number})"
        case Marker.ARTICLE:
            return f"Điều {block.number}."
        case Marker.PART:
            is_word = block.number.upper() == block.number or block.number.islower()
            ordinal = "" if re.fullmatch("[IVX]+", block.number) else "thứ "
            return f"Phần {ordinal}{block.number}:" if is_word else f"Phần {block.number}:"
    return block.number


def _title_lines(block: Block) -> Iterator[str]:
    """
    Yield the lines of a title: the label "PHỤ LỤC I" alone, what stood apart below after a blank.

    Other breaks were those of the page it was typed on.
    """
    ends = [offset for offset, _ in block.starts[1:]]
    cuts: list[tuple[int, bool]] = []
    for (_, above), (offset, line) in pairwise(block.starts):
        label = _LABEL_RE.match(block.text)
        is_label = offset == ends[0] and label is not None and label.end() <= offset
        if is_label and is_caps(block.text):
            cuts.append((offset, False))
        elif line > above + 1:
            cuts.append((offset, True))
    at = 0
    for offset, is_apart in cuts:
        yield block.text[at:offset].strip()
        if is_apart:
            yield ""
        at = offset
    yield block.text[at:].strip()


def _grid(rows: _Rows) -> paper.Grid:
    """Return the rows to be ruled: what was read of them where it was corrected since."""
    table = rows.table
    if table is None:
        return paper.Grid(head=(), rows=tuple(line.cells for line in rows.lines))
    total = [table.total_row] if table.total_row else []
    read = {row.line: row for row in (*table.rows, *table.group_rows, *total)}
    first = min(read)
    bold = {row.line for row in (*table.group_rows, *total)}
    body = [line for line in rows.lines if line.number in read]
    return paper.Grid(
        head=tuple(line.cells for line in rows.lines if line.number < first),
        rows=tuple(read[line.number].cells for line in body),
        bold=frozenset(place for place, line in enumerate(body) if line.number in bold),
    )
