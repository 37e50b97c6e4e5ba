"""
The head of a paper: issuing body, national name and motto, number, place and date, type, abstract.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (sizes from secondary sources).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from docx.shared import Cm

from giamngheo.documents.writer.faces import (
    draw_rule,
    set_margins,
    set_paragraph,
    set_widths,
    write_text,
)
from giamngheo.documents.writer.model import Align, Office, OfficialPaper
from giamngheo.documents.writer.widths import width_cm
from giamngheo.lib.dates import format_date_long

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION_SIZE, MOTTO_SIZE, OFFICE_SIZE, NUMBER_SIZE, DATE_SIZE = 12.0, 13.0, 12.0, 13.0, 13.0
# The width of the motto in Times New Roman bold, 13 points.
MOTTO_CM = 5.6
LEFT_SHARE = 0.42


def write_head(document: Any, paper: OfficialPaper, *, room_cm: float) -> None:
    """Write everything that stands above the legal bases."""
    left_cm = room_cm * LEFT_SHARE
    right_cm = room_cm - left_cm
    if paper.office is None:
        _nation(_only_cell(document, room_cm), room_cm)
    else:
        table = document.add_table(rows=2, cols=2)
        set_widths(table, [left_cm, right_cm])
        set_margins(table, side_cm=0)
        (office, nation), (number, date) = (row.cells for row in table.rows)
        _office(office, paper.office, left_cm)
        _nation(nation, right_cm)
        _number(number, paper)
        _date(date, paper)
    if paper.is_letter:
        _addressees(document, paper.addressees, size=paper.size)
        return
    _title(document, paper, room_cm)
    if paper.addressees:
        _addressees(document, paper.addressees, size=paper.size)


def _only_cell(document: Any, room_cm: float) -> Any:
    table = document.add_table(rows=1, cols=1)
    set_widths(table, [room_cm])
    set_margins(table, side_cm=0)
    return table.rows[0].cells[0]


def _centred(cell: Any, *, fresh: bool = True) -> Any:
    paragraph = cell.add_paragraph() if fresh else cell.paragraphs[0]
    return set_paragraph(paragraph, align=Align.CENTER)


def _office(cell: Any, office: Office, room_cm: float) -> None:
    lines = [(line, False) for line in office.superior] + [(line, True) for line in office.name]
    for place, (line, bold) in enumerate(lines):
        write_text(_centred(cell, fresh=place > 0), line, size=OFFICE_SIZE, bold=bold)
    if not office.name:
        return
    width = width_cm(office.name[-1], size=OFFICE_SIZE, bold=True)
    # A third to a half of the words above it.
    draw_rule(cell.add_paragraph(), room_cm=room_cm, length_cm=min(width, room_cm) * 0.42)


def _nation(cell: Any, room_cm: float) -> None:
    write_text(_centred(cell, fresh=False), NATION, size=NATION_SIZE, bold=True)
    write_text(_centred(cell), MOTTO, size=MOTTO_SIZE, bold=True)
    draw_rule(cell.add_paragraph(), room_cm=room_cm, length_cm=MOTTO_CM)


def _number(cell: Any, paper: OfficialPaper) -> None:
    paragraph = _centred(cell, fresh=False)
    if paper.as_written:
        write_text(paragraph, paper.as_written.number, size=NUMBER_SIZE)
    elif paper.symbol:
        write_text(paragraph, f"Số: {paper.code}", size=NUMBER_SIZE)
    if paper.is_letter:
        write_text(_centred(cell), f"V/v {paper.abstract}", size=NUMBER_SIZE - 1)


def _date(cell: Any, paper: OfficialPaper) -> None:
    place = paper.office.place if paper.office else ""
    words = f"{place}, {date_words(paper.date, year=paper.year)}"
    if paper.as_written:
        words = paper.as_written.place_and_date
    write_text(_centred(cell, fresh=False), words, size=DATE_SIZE, italic=True)


def date_words(day: dt.date | None, *, year: int | None = None) -> str:
    """Return "ngày 05 tháng 12 năm 2021"; with blanks to be written in while there is no day."""
    if day is not None:
        return format_date_long(day)
    blank = " " * 6
    return f"ngày{blank}tháng{blank}năm {year or ' ' * 8}".rstrip()


def _title(document: Any, paper: OfficialPaper, room_cm: float) -> None:
    kind = set_paragraph(document.add_paragraph(), align=Align.CENTER, before=16, keep_next=True)
    write_text(kind, paper.type_name, size=14, bold=True)
    for line in paper.abstract.split("\n"):
        about = set_paragraph(document.add_paragraph(), align=Align.CENTER, keep_next=True)
        write_text(about, line, size=14, bold=True)
    draw_rule(document.add_paragraph(), room_cm=room_cm, length_cm=3.2)


def _addressees(document: Any, names: tuple[str, ...], *, size: float) -> None:
    if len(names) == 1:
        lines = f"Kính gửi: {names[0]}".split("\n")
        for place, words in enumerate(lines):
            last = place == len(lines) - 1
            line = document.add_paragraph()
            set_paragraph(line, align=Align.CENTER, before=0 if place else 10, after=8 * last)
            write_text(line, words, size=size)
        return
    for place, name in enumerate(names):
        last = place == len(names) - 1
        line = set_paragraph(
            document.add_paragraph(), before=0 if place else 10, after=8 if last else 0
        )
        line.paragraph_format.left_indent = Cm(3.2 if place == 0 else 5.2)
        words = f"Kính gửi: - {name}" if place == 0 else f"- {name}"
        write_text(line, words + (";" if not last else "."), size=size)
