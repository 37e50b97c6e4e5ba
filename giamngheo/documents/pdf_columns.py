"""Tables without rules on a PDF page: cells parted by gaps where no space was typed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from giamngheo.lib.text import fold

# A row of such a table has at least as many cells, and a table as many rows.
FEWEST_CELLS, FEWEST_ROWS = 3, 2
MOST_HEADING_LINES = 4
_ORDER_RE = re.compile(r"\d{1,3}\.?")
_TOTAL_RE = re.compile(r"(?:tong cong|tong so|tong|cong|toan)\b")
_NOT_WRAPPED_RE = re.compile(r"\(|Nơi nhận|Ghi chú|(?:PHỤ LỤC|BIỂU|BẢNG)\b|[IVX]{1,4}\.\s|Điều \d")
LONGEST_WRAPPED = 60
# A narrow cell breaks words and figures: "Khuyế / n Nông", "59.36 / 0".
_BROKEN_WORD_RE = re.compile(r"(?<=[^\W\d_])\n(?=[bcdđghklmnpqrstvx]{1,3}(?:\s|$))")
_BROKEN_FIGURE_RE = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})*[.,]\d{0,2})\n(\d{1,3})(?!\d)")
_FIGURE_RE = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+,\d+")

Cells = tuple[str, ...]


def cell_words(written: str) -> str:
    """Return the words of a cell in one line, those joined that its narrow column broke."""
    figures = _BROKEN_FIGURE_RE.sub(_joined_figure, written)
    return " ".join(_BROKEN_WORD_RE.sub("", figures).split())


def _joined_figure(match: re.Match[str]) -> str:
    whole = match[1] + match[2]
    return whole if _FIGURE_RE.fullmatch(whole) else match.group()


def rows_of_tables(lines: Sequence[Cells]) -> dict[int, str | None]:
    """
    Return what stands for the lines that are rows of a table without rules, by their places.

    The value is the row with tabs between its cells, or None where the line's words went into the
    row above it. Lines that belong to no table are left out.
    """
    found: dict[int, str | None] = {}
    for first, last in _runs(lines):
        width = _usual_width(lines[first:last])
        if width >= FEWEST_CELLS:
            found |= _body(lines, first, last, width)
            found |= _heading(lines, first, width)
    return found


def _runs(lines: Sequence[Cells]) -> Iterator[tuple[int, int]]:
    """Yield where rows begin and end: numbered ones, totals, and what wraps between them."""
    place = 0
    while place < len(lines):
        if not _is_row(lines[place]):
            place += 1
            continue
        end = place + 1
        for below in range(place + 1, len(lines)):
            if _is_row(lines[below]):
                end = below + 1
            elif not _may_wrap(lines[below]):
                break
        if sum(map(_is_row, lines[place:end])) >= FEWEST_ROWS:
            yield place, end
        place = end


def _is_row(cells: Cells) -> bool:
    is_named = _ORDER_RE.fullmatch(cells[0]) or _TOTAL_RE.match(fold(cells[0]))
    return len(cells) >= FEWEST_CELLS and is_named is not None


def _may_wrap(cells: Cells) -> bool:
    words = " ".join(cells)
    is_short = len(cells) < FEWEST_CELLS and len(words) <= LONGEST_WRAPPED
    return is_short and _NOT_WRAPPED_RE.match(words) is None


def _usual_width(lines: Sequence[Cells]) -> int:
    widths = Counter(len(cells) for cells in lines if _ORDER_RE.fullmatch(cells[0]))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _body(lines: Sequence[Cells], first: int, last: int, width: int) -> dict[int, str | None]:
    found: dict[int, str | None] = {}
    row = first
    for place in range(first, last):
        cells = lines[place]
        if _is_row(cells):
            row = place
            found[place] = "\t".join(_padded(cells, width))
        else:
            found[place] = None
            found[row] = f"{found[row]} {' '.join(cells)}"
    return found


def _padded(cells: Cells, width: int) -> list[str]:
    """Fill a row up to `width`: a total's empty number first, then missing last cells."""
    before = [""] if _ORDER_RE.fullmatch(cells[0]) is None and len(cells) < width else []
    row = [*before, *cells]
    return row + [""] * (width - len(row))


def _heading(lines: Sequence[Cells], first: int, width: int) -> dict[int, str | None]:
    """Return the headings above the row at `first`: one line, or groups with columns below."""
    start = first
    while first - start < MOST_HEADING_LINES and start > 0 and len(lines[start - 1]) > 1:
        start -= 1
    if start == first:
        return {}
    top, below = lines[start], [cell for cells in lines[start + 1 : first] for cell in cells]
    groups = len(top) + len(below) - width
    if not below or groups < 1 or groups > len(top) or len(below) % groups:
        whole = _padded(top, width)[:width] if len(top) <= width else None
        return {start: "\t".join(whole)} if whole and not below else {}
    alone = len(top) - groups
    share = len(below) // groups
    upper = [*top[:alone], *(cell for name in top[alone:] for cell in (name, *[""] * (share - 1)))]
    found: dict[int, str | None] = {start: "\t".join(upper)}
    found[start + 1] = "\t".join([*[""] * alone, *below])
    return found | dict.fromkeys(range(start + 2, first))
