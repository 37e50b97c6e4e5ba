"""The foot of a paper: who signs, and who gets it."""

from __future__ import annotations

from typing import Any

from docx.shared import Cm

from giamngheo.documents.writer.faces import (
    keep_row_whole,
    set_margins,
    set_paragraph,
    set_widths,
    write_text,
)
from giamngheo.documents.writer.model import Align, OfficialPaper, Signers, SigningBlock

SIGNER_SIZE, RECIPIENT_SIZE = 14.0, 11.0
# Room for the signature and the round seal.
SIGNING_POINTS = 72.0


def write_foot(document: Any, paper: OfficialPaper, *, room_cm: float) -> None:
    """Write the recipients on the left and the signing block on the right, never torn apart."""
    written = paper.as_written.recipients if paper.as_written else ()
    if paper.signing is None and not written:
        return
    table = document.add_table(rows=1, cols=2)
    set_widths(table, [room_cm * 0.48, room_cm * 0.52])
    set_margins(table, side_cm=0)
    keep_row_whole(table.rows[0])
    left, right = table.rows[0].cells
    _recipients(left, paper)
    if paper.signing is not None:
        _sign(right, paper.signing, size=SIGNER_SIZE)


def _recipients(cell: Any, paper: OfficialPaper) -> None:
    first = set_paragraph(cell.paragraphs[0], before=8)
    lines = _recipient_lines(paper)
    if not lines:
        return
    write_text(first, "Nơi nhận:", size=RECIPIENT_SIZE + 1, bold=True, italic=True)
    for line in lines:
        paragraph = set_paragraph(cell.add_paragraph())
        # A long name goes on below its own beginning, not below the dash.
        paragraph.paragraph_format.left_indent = Cm(0.25)
        paragraph.paragraph_format.first_line_indent = Cm(-0.25)
        write_text(paragraph, line, size=RECIPIENT_SIZE)


def _recipient_lines(paper: OfficialPaper) -> list[str]:
    if paper.as_written:
        return list(paper.as_written.recipients)
    lines = [f"- {name.rstrip(' ;.')};" for name in paper.recipients]
    return lines + [f"- Lưu: {paper.archive}."] * bool(paper.archive)


def _sign(cell: Any, block: SigningBlock, *, size: float) -> None:
    for place, line in enumerate(block.lines):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        set_paragraph(paragraph, align=Align.CENTER, before=0 if place else 8, keep_next=True)
        write_text(paragraph, line, size=size, bold=True)
    if block.note:
        note = set_paragraph(cell.add_paragraph(), align=Align.CENTER, keep_next=True)
        write_text(note, block.note, size=size - 1, italic=True)
    name = set_paragraph(cell.add_paragraph(), align=Align.CENTER, before=SIGNING_POINTS)
    write_text(name, block.name, size=size, bold=True)


def write_signers(document: Any, signers: Signers, *, room_cm: float) -> None:
    """Write the signing blocks side by side."""
    count = len(signers.blocks)
    table = document.add_table(rows=1, cols=count)
    set_widths(table, [room_cm / count] * count)
    set_margins(table, side_cm=0.1)
    keep_row_whole(table.rows[0])
    for cell, block in zip(table.rows[0].cells, signers.blocks, strict=True):
        _sign(cell, block, size=13.0)
    set_paragraph(document.add_paragraph(), line=0.6)
