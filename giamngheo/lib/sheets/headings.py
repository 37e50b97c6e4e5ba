"""Finding the headings: some rows down, in two lines, in any order and spelling."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from giamngheo.lib.sheets.columns import Column
from giamngheo.lib.sheets.refusals import DuplicateColumn
from giamngheo.lib.text import clean, fold

_ROWS_SEARCHED = 25
_COUNTING_CELL_RE = re.compile(r"\(?(\d{1,2}|[A-Z])\)?")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Where the headings lie: `positions` by column key, `titles` as written, first data row."""

    positions: dict[str, int]
    titles: list[str]
    first_row: int = 0
    missing: list[Column] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def find_heading(
    rows: Sequence[Sequence[Any]], columns: Sequence[Column], file_name: str
) -> Heading:
    """
    Return the row of headings that names most of `columns`, one line or two.

    Raises: DuplicateColumn [LIB-014] when two headings of that row name the same column.
    """
    best, best_titles, best_end = -1, list[str](), 0
    for index in range(min(len(rows), _ROWS_SEARCHED)):
        for titles, end in _candidates(rows, index):
            score = len(_named(titles, columns))
            if score > best:
                best, best_titles, best_end = score, titles, end
    return match_titles(best_titles, columns, file_name, _skip_counting_row(rows, best_end))


def match_titles(
    titles: list[str], columns: Sequence[Column], file_name: str, first_row: int = 0
) -> Heading:
    """
    Return which of `titles` names which column.

    Raises: DuplicateColumn [LIB-014].
    """
    named = _named(titles, columns)
    for column in columns:
        found = named.get(column.key, [])
        if len(found) > 1:
            first, second = (titles[position] for position in found[:2])
            raise DuplicateColumn(name=file_name, title=column.title, first=first, second=second)
    return Heading(
        positions={key: found[0] for key, found in named.items()},
        titles=titles,
        first_row=first_row,
        missing=[column for column in columns if column.required and column.key not in named],
    )


def _candidates(rows: Sequence[Sequence[Any]], index: int) -> list[tuple[list[str], int]]:
    upper = [_title(cell) for cell in rows[index]]
    candidates = [(upper, index + 1)]
    if index + 1 < len(rows):
        lower = [_title(cell) for cell in rows[index + 1]]
        lower += [""] * (len(upper) - len(lower))
        # Under a merged heading the second line names the columns; beside it the first one does.
        both = [below or above for above, below in zip(upper, lower, strict=False)]
        spread = _spread(upper)
        joined = [
            f"{above} {below}" if below else own
            for own, above, below in zip(upper, spread, lower, strict=False)
        ]
        candidates += [(both, index + 2), (joined, index + 2)]
    return candidates


def _title(cell: Any) -> str:
    return clean(cell) if isinstance(cell, str) else ""


def _spread(titles: list[str]) -> list[str]:
    spread, last = [], ""
    for title in titles:
        last = title or last
        spread.append(last)
    return spread


def _named(titles: Sequence[str], columns: Sequence[Column]) -> dict[str, list[int]]:
    folded = [fold(title) for title in titles]
    named = {}
    for column in columns:
        headings = column.headings
        found = [position for position, title in enumerate(folded) if title in headings]
        if found:
            named[column.key] = found
    return named


def _skip_counting_row(rows: Sequence[Sequence[Any]], index: int) -> int:
    """Official forms number their columns under the headings: (1) (2) (3) or A B 1 2 3."""
    if index >= len(rows):
        return index
    cells = [_counting_text(cell) for cell in rows[index]]
    marks = [match[1] for cell in cells if (match := _COUNTING_CELL_RE.fullmatch(cell))]
    letters = [mark for mark in marks if mark.isalpha()]
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    counts = (
        len(marks) == sum(1 for cell in cells if cell) >= 3
        and letters == [chr(ord("A") + position) for position in range(len(letters))]
        and numbers == list(range(1, len(numbers) + 1))
    )
    return index + 1 if counts else index


def _counting_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell)) if cell is not None else ""
