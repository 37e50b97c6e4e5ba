"""An official paper as a Word file."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from giamngheo.documents.writer.body import Room, write_blocks, write_preamble
from giamngheo.documents.writer.faces import (
    FONT,
    page_field,
    printable,
    set_paragraph,
    write_text,
)
from giamngheo.documents.writer.foot import write_foot
from giamngheo.documents.writer.letterhead import date_words, write_head
from giamngheo.documents.writer.model import Align, Annex, OfficialPaper
from giamngheo.documents.writer.notes import add_note_styles, write_notes

PAGE_CM = (21.0, 29.7)
TOP_CM, BOTTOM_CM, LEFT_CM, RIGHT_CM = 2.0, 2.0, 3.0, 1.5
PAGE_NUMBER_SIZE = 13.0
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def write_paper(paper: OfficialPaper) -> bytes:
    """
    Return the paper as a .docx file.

    The same paper gives the same words and layout every time; nothing is asked of the network.
    """
    document = Document()
    _set_faces(document)
    if paper.notes:
        add_note_styles(document)
    section = document.sections[0]
    _set_page(section, landscape=paper.landscape)
    section.different_first_page_header_footer = True
    _number_pages(section)
    _mark_pages(section, paper.mark)
    room = Room(document=document, width_cm=_width_cm(paper.landscape), size=paper.size)
    write_head(document, paper, room_cm=room.width_cm)
    write_preamble(room, paper)
    write_blocks(room, paper.body, end_mark=paper.end_mark, signed=paper.signing is not None)
    write_foot(document, paper, room_cm=room.width_cm)
    write_notes(document, paper.notes)
    for place, annex in enumerate(paper.annexes):
        _write_annex(document, paper, annex, place)
    _set_properties(document, paper)
    _drop_first_blank(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_faces(document: Any) -> None:
    """Give every style the one face a paper has, in black, and say that it is Vietnamese."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)


def _set_page(section: Any, *, landscape: bool) -> None:
    width, height = PAGE_CM[::-1] if landscape else PAGE_CM
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.top_margin, section.bottom_margin = Cm(TOP_CM), Cm(BOTTOM_CM)
    section.left_margin, section.right_margin = Cm(LEFT_CM), Cm(RIGHT_CM)
    section.header_distance, section.footer_distance = Cm(1.0), Cm(1.0)


def _width_cm(landscape: bool) -> float:
    return PAGE_CM[landscape] - LEFT_CM - RIGHT_CM


def _number_pages(section: Any) -> None:
    paragraph = set_paragraph(section.header.paragraphs[0], align=Align.CENTER)
    page_field(paragraph, size=PAGE_NUMBER_SIZE)


def _mark_pages(section: Any, mark: str) -> None:
    if not mark:
        return
    for footer in (section.footer, section.first_page_footer):
        paragraph = set_paragraph(footer.paragraphs[0], align=Align.CENTER)
        write_text(paragraph, mark, size=9, italic=True)


def _write_annex(document: Any, paper: OfficialPaper, annex: Annex, place: int) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, landscape=annex.landscape)
    section.different_first_page_header_footer = False
    room = Room(document=document, width_cm=_width_cm(annex.landscape), size=13)
    if annex.title:
        number = f" {_ROMAN[place]}" if len(paper.annexes) > 1 else ""
        for line in (f"PHỤ LỤC{number}", *annex.title.split("\n")):
            room.centred(line, bold=True)
        room.centred(annex.note or attached_to(paper), italic=True, after=8)
    write_blocks(room, annex.body)


def attached_to(paper: OfficialPaper) -> str:
    """Return "(Kèm theo Quyết định số 05/QĐ-UBND ngày … của …)"; blanks until it is signed."""
    kind = paper.type_name.capitalize() or "Công văn"
    day = date_words(paper.date, year=paper.year)
    return f"(Kèm theo {kind} số {paper.code} {day}{_of_whom(paper)})"


def _of_whom(paper: OfficialPaper) -> str:
    if paper.competence:
        words = " ".join(paper.competence)
    elif paper.office:
        words = " ".join(paper.office.name)
    else:
        return ""
    return f" của {_title_case(words)}"


_SMALL_WORDS = {
    "CHỦ TỊCH": "Chủ tịch",
    "ỦY BAN NHÂN DÂN": "Ủy ban nhân dân",
    "BAN CHỈ ĐẠO": "Ban Chỉ đạo",
    "RÀ SOÁT": "rà soát",
    "THỊ TRẤN": "thị trấn",
    "ĐẶC KHU": "đặc khu",
    "THÀNH PHỐ": "thành phố",
    "THỊ XÃ": "thị xã",
    "PHƯỜNG": "phường",
    "HUYỆN": "huyện",
    "QUẬN": "quận",
    "TỈNH": "tỉnh",
    "XÃ": "xã",
}


def _title_case(words: str) -> str:
    """Return "Chủ tịch Ủy ban nhân dân xã Thọ Bình" of a letterhead's capitals."""
    found, rest = [], words.strip()
    while rest:
        for capitals, small in _SMALL_WORDS.items():
            if rest == capitals or rest.startswith(f"{capitals} "):
                found.append(small)
                rest = rest[len(capitals) :].strip()
                break
        else:
            word, _, rest = rest.partition(" ")
            found.append(word[:1] + word[1:].lower())
    return " ".join(found)


def _set_properties(document: Any, paper: OfficialPaper) -> None:
    properties = document.core_properties
    about = paper.abstract.replace("\n", " ")
    properties.title = printable(f"{paper.type_name.capitalize()} {about}".strip())[:250]
    properties.author = printable(" ".join(paper.office.name) if paper.office else "")
    properties.comments = paper.mark
    properties.language = "vi-VN"
    day = paper.date or dt.date(paper.year or 2020, 1, 1)
    properties.created = properties.modified = dt.datetime(
        day.year, day.month, day.day, tzinfo=dt.UTC
    )


def _drop_first_blank(document: Any) -> None:
    """Word's own empty template begins with nothing; a table must not be preceded by a line."""
    first = document.element.body[0]
    if first.tag == qn("w:p") and not first.findall(qn("w:r")) and len(document.paragraphs) > 1:
        document.element.body.remove(first)
