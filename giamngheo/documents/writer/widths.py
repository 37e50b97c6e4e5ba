"""How wide words are, near enough to share a table's width so that no word is broken."""

from __future__ import annotations

from collections.abc import Sequence

from giamngheo.documents.writer.model import Table
from giamngheo.lib.numbers import format_number
from giamngheo.lib.text import without_marks

POINT_CM = 2.54 / 72
# Parts of the letter's size, of Times New Roman; bold is a little wider.
_NARROW, _WIDE, _CAPITAL, _DIGIT, _OTHER, _BOLD = 0.31, 0.78, 0.72, 0.5, 0.48, 1.07
CELL_SIDES_CM = 0.3
SMALLEST_SIZE = 9.0
Value = str | int | None


def width_cm(text: str, *, size: float, bold: bool = False) -> float:
    """Return about how wide `text` is on one line."""
    parts = (_part(letter) for letter in without_marks(text))
    return sum(parts) * size * POINT_CM * (_BOLD if bold else 1)


def _part(letter: str) -> float:
    if letter in "ijltfrI.,;:'()|/ -":
        return _NARROW
    if letter in "mwMW":
        return _WIDE
    if letter.isupper():
        return _CAPITAL
    return _DIGIT if letter.isdigit() else _OTHER


def shared_widths(table: Table, *, room_cm: float) -> tuple[list[float], float]:
    """
    Return the width of each column and the letters' size with which the longest words fit.

    Columns keep their shares where they can; one that is too narrow for its longest word takes
    from the others; letters shrink by half points when there is not room enough for all.
    """
    size = table.size
    while size > SMALLEST_SIZE and sum(_least(table, size)) > room_cm:
        size -= 0.5
    return _share_out([one.share for one in table.columns], _least(table, size), room_cm), size


def _share_out(shares: Sequence[float], least: Sequence[float], room_cm: float) -> list[float]:
    fixed: dict[int, float] = {}
    while True:
        free = [place for place in range(len(shares)) if place not in fixed]
        left = room_cm - sum(fixed.values())
        whole = sum(shares[place] for place in free) or 1
        short = [place for place in free if left * shares[place] / whole < least[place]]
        if not short or len(short) == len(free):
            widths = {place: max(left, 0) * shares[place] / whole for place in free}
            return [{**widths, **fixed}[place] for place in range(len(shares))]
        fixed |= {place: least[place] for place in short}


def _least(table: Table, size: float) -> list[float]:
    """Return the width of each column's longest word, with the cell's sides."""
    found = []
    for place, column in enumerate(table.columns):
        words = [width_cm(word, size=size, bold=True) for word in column.head.split()]
        cells = [row[place] for row in (*table.rows, table.totals) if len(row) > 1]
        words += [
            width_cm(word, size=size) for cell in set(cells) for word in printed(cell).split()
        ]
        found.append(max(words, default=0) + CELL_SIDES_CM)
    return found


def lines_of(text: str, *, size: float, room_cm: float) -> int:
    """Return on how many lines `text` stands in bold, words never broken."""
    lines, used = 1, 0.0
    for word in text.split():
        wide = width_cm(f"{word} ", size=size, bold=True)
        if used and used + wide > room_cm - CELL_SIDES_CM + 0.1:
            lines, used = lines + 1, 0.0
        used += wide
    return lines


def printed(value: Value) -> str:
    return format_number(value) if isinstance(value, int) else value or ""
