"""The content of a paper: legal bases, clauses, headings, lists, facts, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm

from giamngheo.documents.writer.faces import set_outline, set_paragraph, write_text
from giamngheo.documents.writer.foot import write_signers
from giamngheo.documents.writer.grid import write_grid
from giamngheo.documents.writer.model import (
    Align,
    Block,
    Clause,
    Facts,
    Grid,
    Heading,
    Item,
    OfficialPaper,
    Paragraph,
    Run,
    Signers,
    Table,
    Text,
)
from giamngheo.documents.writer.ruled import write_table

FIRST_LINE_CM = 1.27
GAP = 6.0
LINE = 1.08
END_MARK = "./."


@dataclass(frozen=True, kw_only=True)
class Room:
    """Where blocks are written: the document, the width of its lines, the size of its letters."""

    document: Any
    width_cm: float
    size: float

    def paragraph(
        self, text: Text, *, bold: bool = False, italic: bool = False, **style: Any
    ) -> Any:
        wanted = {
            "align": Align.JUSTIFY,
            "after": GAP,
            "line": LINE,
            "first_line_cm": FIRST_LINE_CM,
            **style,
        }
        paragraph = set_paragraph(self.document.add_paragraph(), **wanted)
        return write_text(paragraph, text, size=self.size, bold=bold, italic=italic)

    def centred(
        self, text: Text, *, bold: bool = False, italic: bool = False, after: float = 0
    ) -> Any:
        """Write a line of a title; it never stands alone at the foot of a page."""
        style = {"align": Align.CENTER, "first_line_cm": 0, "keep_next": True, "after": after}
        return self.paragraph(text, bold=bold, italic=italic, **style)


def write_preamble(room: Room, paper: OfficialPaper) -> None:
    """Write who decides, the legal bases, and the word that enacts ("QUYẾT ĐỊNH:")."""
    for place, line in enumerate(paper.competence):
        last = place == len(paper.competence) - 1
        room.paragraph(
            line,
            bold=True,
            align=Align.CENTER,
            first_line_cm=0,
            before=0 if place else 10,
            after=10 if last else 0,
        )
    for place, basis in enumerate(paper.bases):
        sign = "." if place == len(paper.bases) - 1 else ";"
        before = 6 if place == 0 and not paper.competence else 0
        room.paragraph(basis.rstrip(" .;") + sign, italic=True, before=before)
    if paper.enacting:
        room.paragraph(
            paper.enacting,
            bold=True,
            align=Align.CENTER,
            first_line_cm=0,
            before=6,
            after=8,
            keep_next=True,
        )


def write_blocks(
    room: Room, blocks: Sequence[Block], *, end_mark: bool = False, signed: bool = False
) -> None:
    """
    Write the blocks in order; the end mark stands after the last words.

    signed: a signing block follows the last of them and must not stand alone on its page.
    """
    ended = [*blocks[:-1], *_ended(blocks[-1:], end_mark)]
    for place, block in enumerate(ended):
        follows = ended[place + 1] if place + 1 < len(ended) else None
        _write(room, block, keep_next=isinstance(follows, Signers) or (signed and not follows))


def _write(room: Room, block: Block, *, keep_next: bool = False) -> None:
    match block:
        case Paragraph():
            room.paragraph(
                block.text,
                align=block.align,
                before=block.space_before,
                first_line_cm=FIRST_LINE_CM if block.indent else 0,
                keep_next=block.keep_next or keep_next,
            )
        case Heading():
            _heading(room, block)
        case Clause():
            label = Run(f"{block.label} ", bold=True)
            room.paragraph((label, *_runs(block.text)), keep_next=keep_next)
            for text in block.more:
                room.paragraph(text, keep_next=keep_next)
        case Item():
            room.paragraph((f"{block.mark} ", *_runs(block.text)), after=4, keep_next=keep_next)
        case Facts():
            _facts(room, block)
        case Table():
            write_table(room.document, block, room_cm=room.width_cm, keep_next=keep_next)
        case Grid():
            write_grid(room.document, block, room_cm=room.width_cm)
        case Signers():
            write_signers(room.document, block, room_cm=room.width_cm)


def _heading(room: Room, heading: Heading) -> None:
    bold, italic = heading.level <= 2, heading.level >= 3
    words = Run(f"{heading.number} {heading.text}".strip(), bold=bold, italic=italic)
    rest = _runs(heading.rest) if heading.rest else ()
    written = room.paragraph(
        (words, " ", *rest) if rest else (words,),
        align=Align.JUSTIFY,
        before=4 if heading.level == 1 else 0,
        # Words that run on after the heading already keep it company.
        keep_next=not rest,
    )
    if not rest:
        set_outline(written, heading.level)


def _facts(room: Room, facts: Facts) -> None:
    for label, value in facts.rows:
        if value:
            room.paragraph((f"{label}: ", *_runs(value)), align=Align.LEFT, after=4)
            continue
        line = room.paragraph(f"{label}: \t", align=Align.LEFT, after=4)
        line.paragraph_format.tab_stops.add_tab_stop(
            Cm(room.width_cm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )


def _runs(text: Text) -> tuple[Run | str, ...]:
    return (text,) if isinstance(text, str) else text


def _ended(blocks: Sequence[Block], end_mark: bool) -> list[Block]:
    if not end_mark:
        return list(blocks)
    found: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph():
                found.append(
                    Paragraph(
                        text=_with_mark(block.text),
                        align=block.align,
                        indent=block.indent,
                        keep_next=block.keep_next,
                        space_before=block.space_before,
                    )
                )
            case Clause(label=label, text=text, more=()):
                found.append(Clause(label=label, text=_with_mark(text)))
            case Clause(label=label, text=text, more=more):
                found.append(
                    Clause(label=label, text=text, more=(*more[:-1], _with_mark(more[-1])))
                )
            case Item():
                found.append(Item(text=_with_mark(block.text), mark=block.mark))
            case _:
                found.append(block)
    return found


def _with_mark(text: Text) -> Text:
    runs = _runs(text)
    last = runs[-1]
    if isinstance(last, Run):
        return (*runs[:-1], Run(last.text.rstrip(" .") + END_MARK, last.bold, last.italic))
    return (*runs[:-1], last.rstrip(" .") + END_MARK)
