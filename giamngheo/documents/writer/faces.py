"""Small things Word wants said in its own XML: runs, borders, fields, widths."""

from __future__ import annotations

import re
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from giamngheo.documents.writer.model import Align, Run, Text
from giamngheo.lib.text import nfc

FONT = "Times New Roman"
ALIGNMENTS = {
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
# What XML does not know; a name pasted from another program may hold one.
_FORBIDDEN_RE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    return _FORBIDDEN_RE.sub("", nfc(text))


def runs_of(text: Text) -> list[Run]:
    parts = (text,) if isinstance(text, str) else text
    return [part if isinstance(part, Run) else Run(part) for part in parts]


def plain(text: Text) -> str:
    return "".join(run.text for run in runs_of(text))


def write_text(
    paragraph: Any, text: Text, *, size: float, bold: bool = False, italic: bool = False
) -> Any:
    """Write `text` into the paragraph; its own bold and italic come on top."""
    for run in runs_of(text):
        if run.note:
            refer_to_note(paragraph, run.note, size=size)
            continue
        written = paragraph.add_run(printable(run.text))
        written.font.size = Pt(size)
        written.bold = bold or run.bold
        written.italic = italic or run.italic
    return paragraph


SMALL_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NOTE_REFERENCE, NOTE_TEXT = "footnote reference", "footnote text"
_FULL_SIZE = str.maketrans(SMALL_DIGITS, "0123456789")


def refer_to_note(paragraph: Any, mark: str, *, size: float) -> None:
    """
    Hang a footnote of Word's own here, which Word counts.

    "¹" is raised by hand, "[1]" by the style of references: so each is read back as it was.
    """
    run = paragraph.add_run()
    run.font.size = Pt(size)
    if mark.startswith("["):
        run.style = NOTE_REFERENCE
    else:
        run.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), number_of_note(mark))
    run._r.append(reference)


def number_of_note(mark: str) -> str:
    return mark.strip("[]").translate(_FULL_SIZE)


def set_outline(paragraph: Any, level: int) -> None:
    """Tell Word's navigation that the paragraph heads a part, without lending it a style."""
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level - 1))
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:divId", "w:cnfStyle", "w:rPr")


def set_paragraph(
    paragraph: Any,
    *,
    align: Align = Align.LEFT,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
    first_line_cm: float = 0,
    keep_next: bool = False,
) -> Any:
    style = paragraph.paragraph_format
    style.alignment = ALIGNMENTS[align]
    style.space_before, style.space_after = Pt(before), Pt(after)
    style.line_spacing = line
    style.first_line_indent = Cm(first_line_cm) if first_line_cm else None
    style.keep_with_next = keep_next or None
    return paragraph


def draw_rule(paragraph: Any, *, room_cm: float, length_cm: float) -> None:
    """Make the empty paragraph a line of `length_cm`, centred in `room_cm`."""
    side = max((room_cm - length_cm) / 2, 0)
    set_paragraph(paragraph, align=Align.CENTER, before=3, after=2)
    paragraph.paragraph_format.left_indent = Cm(side)
    paragraph.paragraph_format.right_indent = Cm(side)
    paragraph.paragraph_format.line_spacing = Pt(5)
    write_text(paragraph, "", size=2)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def page_field(paragraph: Any, *, size: float) -> None:
    """Write the number of the page, which Word counts."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run("2" if kind == "text" else "")
        run.font.size = Pt(size)
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


def set_widths(table: Any, widths_cm: list[float]) -> None:
    """Fix the columns: Word and LibreOffice then agree, whatever stands in them."""
    table.autofit = False
    properties = table._tbl.tblPr
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(_twips(sum(widths_cm))))
    for column, wide in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(wide)
    lengths = [Cm(wide) for wide in widths_cm]
    # The row's own elements: python-docx walks the whole grid for each row's cells.
    for row in table._tbl.tr_lst:
        for cell, wide in zip(row.tc_lst, lengths, strict=True):
            cell.width = wide


def set_margins(table: Any, *, side_cm: float) -> None:
    """Set the room left and right inside every cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), str(_twips(side_cm)))
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)


def keep_row_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat_row(row: Any) -> None:
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)


def _twips(centimetres: float) -> int:
    return round(centimetres * 567)
