"""Footnotes: a part of its own in the Word file, where Word and LibreOffice look for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Pt

from giamngheo.documents.writer.faces import (
    NOTE_REFERENCE,
    NOTE_TEXT,
    number_of_note,
    printable,
)
from giamngheo.documents.writer.model import Note

NOTE_SIZE = 11
_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Word refuses a file whose footnotes lack the two lines that part them from the text.
_RULES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for kind, number in (("separator", -1), ("continuationSeparator", 0))
)


def add_note_styles(document: Any) -> None:
    """Add the styles by which Word and LibreOffice set footnotes small and their marks high."""
    text = document.styles.add_style(NOTE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(NOTE_SIZE)
    text.paragraph_format.space_after = Pt(0)
    text.paragraph_format.line_spacing = 1.0
    mark = document.styles.add_style(NOTE_REFERENCE, WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True


def write_notes(document: Any, notes: Sequence[Note]) -> None:
    """Add the notes that the text refers to; none, and the file has no such part."""
    if not notes:
        return
    style = document.styles[NOTE_TEXT].style_id
    reference = document.styles[NOTE_REFERENCE].style_id
    written = "".join(_note(note, style, reference) for note in notes)
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {_NAMES}>'
    blob = f"{xml}{_RULES}{written}</w:footnotes>".encode()
    part = Part(
        PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _note(note: Note, style: str, reference: str) -> str:
    raised = f'<w:rStyle w:val="{reference}"/>'
    if not note.mark.startswith("["):
        raised = '<w:vertAlign w:val="superscript"/>'
    words = escape(printable(note.text))
    return (
        f'<w:footnote w:id="{number_of_note(note.mark)}"><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f'<w:jc w:val="both"/></w:pPr><w:r><w:rPr>{raised}</w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
    )
