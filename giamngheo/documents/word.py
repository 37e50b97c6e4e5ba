"""A Word file as lines of text, in the order a reader sees them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from giamngheo.documents.legacy import with_font
from giamngheo.documents.refusals import PlanFileUnreadable, PlanScanned
from giamngheo.documents.word_numbers import Numbering

# All that is in the file, one part of it that is text, and how many parts.
LARGEST_UNPACKED, LARGEST_TEXT, MOST_PARTS = 200 * 2**20, 40 * 2**20, 3000
_LAYOUT_WORDS = ("CỘNG HÒA", "CỘNG HOÀ", "Nơi nhận", "Số:", "TM. ", "KT. ")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SKIPPED = {qn("w:del"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr"), qn("w:moveFrom")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def word_text(path: Path) -> str:
    """
    Return the text of the .docx at `path`: a line a paragraph, a row of a table with tabs.

    Numbers and letters that Word counts by itself are written out, merged cells leave empty ones
    behind, footnotes follow at the end as "[1] …", struck-out revisions are left out.
    Raises: PlanFileUnreadable [DOC-002], PlanScanned [DOC-004] when it holds only pictures.
    """
    _refuse_bomb(path)
    try:
        document = Document(str(path))
        text = "\n".join(_WordReader(document).lines())
    except Exception as error:  # python-docx and lxml raise a zoo of their own for broken files
        raise PlanFileUnreadable(file=path.name, reason="tệp Word bị hỏng") from error
    if not text.strip() and _has_pictures(document):
        raise PlanScanned(file=path.name)
    return text


def _has_pictures(document: Any) -> bool:
    parts = document.part.package.iter_parts()
    return any(part.partname.startswith("/word/media/") for part in parts)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise PlanFileUnreadable(file=path.name, reason="tệp không phải Word .docx") from error
    text = max((one.file_size for one in entries if _is_text(one.filename)), default=0)
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST_UNPACKED or text > LARGEST_TEXT or len(entries) > MOST_PARTS:
        raise PlanFileUnreadable(file=path.name, reason="nội dung giải nén quá lớn")


def _is_text(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


class _WordReader:
    """Walks a document once, keeping count of the numbered lists."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbering = Numbering(document)

    def lines(self) -> Iterator[str]:
        for element in _block_elements(self.document.element.body):
            if element.tag == qn("w:p"):
                yield from self._paragraph_lines(element)
            else:
                yield from self._table_lines(element)
        yield from self._footnote_lines()

    def _paragraph_lines(self, paragraph: Any) -> list[str]:
        text = _text_of(paragraph)
        label = self.numbering.label_of(paragraph)
        # The tab after a hand-typed "1." or "-" is a space, not the edge of a cell.
        head, tab, rest = text.partition("\t")
        if tab and len(head.strip()) <= 6 and head.strip()[-1:] in {".", ")", "-", "–", "+", "•"}:
            text = f"{head} {rest}"
        return f"{label} {text}".split("\n") if label and text.strip() else text.split("\n")

    def _table_lines(self, table: Any) -> Iterator[str]:
        grid = [_row_cells(row) for row in table.iterchildren(qn("w:tr"))]
        texts = ["\n".join(self._cell_lines(cell)) for row in grid for cell in row]
        everything = "\n".join(texts)
        width = max((len(row) for row in grid), default=0)
        yield ""
        if width <= 3 and any(word in everything for word in _LAYOUT_WORDS):
            yield from everything.split("\n")
        else:
            cells = iter(texts)
            for row in grid:
                yield "\t".join(" ".join(next(cells).split()) for _ in row)
        yield ""

    def _cell_lines(self, cell: Any) -> Iterator[str]:
        if cell is None:
            return
        for element in _block_elements(cell):
            if element.tag == qn("w:p"):
                yield from self._paragraph_lines(element)
            else:
                yield from self._table_lines(element)

    def _footnote_lines(self) -> Iterator[str]:
        for part in self.document.part.package.iter_parts():
            if not part.partname.endswith("/footnotes.xml"):
                continue
            for note in parse_xml(part.blob).iterchildren(qn("w:footnote")):
                if note.get(qn("w:type")) is None:
                    words = " ".join(" ".join(_text_of(p) for p in note.iter(qn("w:p"))).split())
                    yield f"{_mark_of_note(note)} {words}"


def _block_elements(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables, also those inside content controls and tracked insertions."""
    for child in parent.iterchildren():
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _block_elements(child)


def _row_cells(row: Any) -> list[Any]:
    """Return the cells of a row on the table's grid; None where a merged cell goes on."""
    cells: list[Any] = []
    before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    cells += [None] * (int(before.get(qn("w:val"))) if before is not None else 0)
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is not row:
            continue
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        width = int(span.get(qn("w:val"))) if span is not None else 1
        cells += [None if goes_on else cell, *([None] * (width - 1))]
    return cells


def _mark_of_note(note: Any) -> str:
    """Return "¹" where the note's own number is raised by hand, as its reference then is."""
    number = note.get(qn("w:id"))
    for run in note.iter(qn("w:r")):
        mark = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
        if run.find(qn("w:footnoteRef")) is not None and mark is not None:
            return str(number.translate(_SUPERSCRIPTS))
    return f"[{number}]"


def _text_of(element: Any) -> str:
    return "".join(_pieces(element, raised=False))


def _font_of(run: Any) -> str:
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return "" if fonts is None else fonts.get(qn("w:ascii"), "")


def _pieces(element: Any, *, raised: bool, font: str = "") -> Iterator[str]:
    for child in element.iterchildren():
        tag = child.tag
        if tag in _SKIPPED or tag == _FALLBACK:
            continue
        if tag == qn("w:t"):
            text = child.text or ""
            text = with_font(text, font) if font else text
            yield text.translate(_SUPERSCRIPTS) if raised else text
        elif tag in (qn("w:tab"), qn("w:ptab")):
            yield "\t"
        elif tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif tag == qn("w:noBreakHyphen"):
            yield "-"
        elif tag == qn("w:footnoteReference"):
            number = child.get(qn("w:id"))
            yield number.translate(_SUPERSCRIPTS) if raised else f"[{number}]"
        else:
            mark = child.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
            is_raised = mark is not None and mark.get(qn("w:val")) == "superscript"
            name = _font_of(child) or font
            yield from _pieces(child, raised=is_raised or raised, font=name)
