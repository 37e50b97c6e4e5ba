"""The text layer of a PDF as lines: wrapped as printed, an empty line where a paragraph ends."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from typing import Any

import pypdfium2
from pypdfium2 import raw

from giamngheo.documents.pdf_columns import cell_words, rows_of_tables
from giamngheo.documents.pdf_guards import refuse_pdf_bomb
from giamngheo.documents.refusals import PlanFileEmpty, PlanFileUnreadable
from giamngheo.documents.scans import can_read_scans, read_scans
from giamngheo.lib.errors import Refusal

MOST_PAGES = 300
# Fewer strokes than this are the short rules under a letterhead, not a table.
FEWEST_STROKES = 6
# More than these are a drawing, which would take minutes to search for tables.
MOST_STROKES = 4000
LONGEST_SECONDS = 60
WIDER_GAP = 1.2
INDENT = 14.0
# A gap parts cells when it is wider than this share of a letter's height.
NO_WIDTH, GAP_SHARE = 0.05, 0.1
_PAGE_NUMBER_RE = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")


@dataclass(frozen=True)
class _Printed:
    """
    One line on a page: `left`, `bottom` and `top` in points from the lower left corner.

    `cells` are its words parted where the page has a gap and nobody typed a space.
    """

    text: str
    left: float
    bottom: float
    top: float
    cells: tuple[str, ...]


@dataclass(frozen=True)
class _Grid:
    """A ruled table on a page and the box it fills."""

    rows: list[str]
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, line: _Printed) -> bool:
        middle = (line.bottom + line.top) / 2
        return self.bottom <= middle <= self.top and self.left - 2 <= line.left <= self.right


def pdf_text(path: Path) -> str:
    """
    Return the text of the PDF at `path`, pages parted by an empty line, rows of tables with tabs.

    Raises: PlanFileUnreadable [DOC-002] when broken, locked or longer than 300 pages,
            PlanFileEmpty [DOC-003], PlanScanned [DOC-004] when it holds only pictures and nothing
            here can read them.
    """
    refuse_pdf_bomb(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        reason = "tệp PDF có mật khẩu" if locked else "tệp PDF bị hỏng"
        raise PlanFileUnreadable(file=path.name, reason=reason) from error
    try:
        return _document_text(path, document)
    except Refusal:
        raise
    except Exception as error:  # a spoilt page fails in either library in ways of its own
        raise PlanFileUnreadable(file=path.name, reason="tệp PDF bị hỏng") from error
    finally:
        document.close()


def _document_text(path: Path, document: Any) -> str:
    if len(document) > MOST_PAGES:
        reason = f"tệp có {len(document)} trang, nhiều hơn mức {MOST_PAGES} trang"
        raise PlanFileUnreadable(file=path.name, reason=reason)
    started = time.monotonic()
    printed, ruled, pictures = [], [], []
    for number, page in enumerate(document):
        if time.monotonic() - started > LONGEST_SECONDS:
            raise PlanFileUnreadable(file=path.name, reason="đọc tệp PDF mất quá lâu")
        printed.append(_printed_lines(page))
        strokes, has_picture = _drawn(page)
        if FEWEST_STROKES <= strokes <= MOST_STROKES:
            ruled.append(number)
        if has_picture and not printed[-1]:
            pictures.append(number)
        page.close()
    if pictures and (not any(printed) or can_read_scans()):
        scans = dict(
            zip(pictures, read_scans(path, [document[at] for at in pictures]), strict=True)
        )
    elif any(printed):
        scans = {}
    else:
        raise PlanFileEmpty(file=path.name)
    grids = _grids(path, ruled)
    pages = [
        scans.get(number) or "\n".join(_page_lines(lines, grids.get(number, [])))
        for number, lines in enumerate(printed)
    ]
    return "\n\n".join(pages)


def _printed_lines(page: Any) -> list[_Printed]:
    text_page = page.get_textpage()
    found, start = [], 0
    for text in text_page.get_text_range().split("\n"):
        words = text.rstrip("\r")
        at = start + len(words) - len(words.lstrip())
        if words.strip():
            left = text_page.get_charbox(at)[0]
            # A raised note mark would lift the line: the first letter says where it stands.
            letter = next((place for place, sign in enumerate(words) if sign.isalpha()), 0)
            _, bottom, _, top = text_page.get_charbox(start + letter)
            cells = _cells(text_page, words, start, top - bottom)
            found.append(_Printed(_plain(words), left, bottom, top, cells))
        start += len(text) + 1
    text_page.close()
    return _without_page_number(found)


def _plain(words: str) -> str:
    # A hyphen that the printer put in at a line's end stands as this sign.
    return words.strip().replace("\ufffe", "-")


def _cells(text_page: Any, words: str, start: int, height: float) -> tuple[str, ...]:
    """Return the words between the gaps: a space that was not typed has no width of its own."""
    cells, begin = [], 0
    for place, sign in enumerate(words):
        if sign != " " or not words[begin:place].strip():
            continue
        left, _, right, _ = text_page.get_charbox(start + place)
        if right - left > NO_WIDTH:
            continue
        gap = text_page.get_charbox(start + place + 1)[0] - left if place + 1 < len(words) else 0
        if gap > height * GAP_SHARE:
            cells.append(_plain(words[begin:place]))
            begin = place + 1
    return (*cells, _plain(words[begin:]))


def _without_page_number(lines: list[_Printed]) -> list[_Printed]:
    for place in (0, -1):
        if len(lines) > 1 and _PAGE_NUMBER_RE.fullmatch(lines[place].text):
            outer = max if place == 0 else min
            if lines[place].bottom == outer(line.bottom for line in lines):
                del lines[place]
    return lines


def _drawn(page: Any) -> tuple[int, bool]:
    """Return how many strokes a page has, and whether it has a picture."""
    # A page holds an object per letter: asked one by one without wrapping each in Python.
    strokes, has_picture = 0, False
    for place in range(raw.FPDFPage_CountObjects(page.raw)):
        kind = raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, place))
        strokes += kind == raw.FPDF_PAGEOBJ_PATH
        has_picture = has_picture or kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
    return strokes, has_picture


def _grids(path: Path, pages: Sequence[int]) -> dict[int, list[_Grid]]:
    if not pages:
        return {}
    import pdfplumber  # half a second that most plans need not spend

    with pdfplumber.open(path, pages=[number + 1 for number in pages]) as document:
        return {
            page.page_number - 1: [
                grid for table in page.find_tables() if (grid := _grid(page, table))
            ]
            for page in document.pages
        }


def _grid(page: Any, table: Any) -> _Grid | None:
    rows = table.extract()
    if len(rows) < 2 or max(len(row) for row in rows) < 3:
        return None
    left, top, right, bottom = table.bbox
    texts = ["\t".join(cell_words(cell or "") for cell in row) for row in rows]
    height = float(page.height)
    return _Grid(texts, left, height - bottom, right, height - top)


def _page_lines(lines: Sequence[_Printed], grids: Sequence[_Grid]) -> Iterator[str]:
    pitch, margin = _usual_pitch(lines), _usual_left(lines)
    before: _Printed | None = None
    open_grids = list(grids)
    rows = {} if grids else rows_of_tables([line.cells for line in lines])
    for place, line in enumerate(lines):
        inside = next((grid for grid in grids if grid.holds(line)), None)
        if inside is not None:
            if inside in open_grids:
                open_grids.remove(inside)
                yield from inside.rows
            before = None
            continue
        if place in rows:
            row, before = rows[place], None
            yield from () if row is None else (row,)
            continue
        if before is None or _begins_paragraph(before, line, pitch, margin):
            yield ""
        yield line.text
        before = line


def _begins_paragraph(before: _Printed, line: _Printed, pitch: float, margin: float) -> bool:
    drop = before.bottom - line.bottom
    is_indented = line.left > margin + INDENT and before.left <= margin + INDENT / 2
    return drop < 0 or drop > pitch * WIDER_GAP or is_indented


def _usual_pitch(lines: Sequence[_Printed]) -> float:
    drops = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if 4 < above.bottom - below.bottom < 60
    ]
    return quantiles(drops, n=4)[0] if len(drops) > 1 else 18.0


def _usual_left(lines: Sequence[_Printed]) -> float:
    lefts = sorted(line.left for line in lines)
    return lefts[len(lefts) // 10] if lefts else 0.0
