"""Tables of a plan: columns by their headings, rows with numbers as numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from giamngheo.documents.blocks import Block
from giamngheo.documents.sources import Line
from giamngheo.lib.numbers import BadNumber, Number, parse_number
from giamngheo.lib.text import fold

FAR = 3
_TOTAL_WORDS = ("tong cong", "tong so", "tong", "cong", "toan huyen", "toan tinh", "toan xa")
_LIST_RE = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True)
class Column:
    """One column: `key` for the program, `path` the headings above it from top to bottom."""

    key: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row: `values` by column key, `cells` as written."""

    line: int
    values: dict[str, Any]
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with its title and caption; `total_row` is the plan's own printed total."""

    id: str
    title: str | None
    caption: str | None
    title_line: int | None
    lines: tuple[int, int]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total_row: Row | None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns)


def find_tables(lines: Sequence[Line], blocks: Sequence[Block]) -> list[Table]:
    """Return the tables; a blank line or a page's repeated heading inside one does not part it."""
    found: list[Table] = []
    for group in _groups(lines):
        table = _table(f"A{len(found) + 1}", group, blocks)
        if table is not None:
            found.append(table)
    return found


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if line.cells:
            group.append(line)
        elif line.text and group:
            yield group
            group = []
    if group:
        yield group


def _table(name: str, group: list[Line], blocks: Sequence[Block]) -> Table | None:
    width = max(len(line.cells) for line in group)
    rows = [(line.number, line.cells + ("",) * (width - len(line.cells))) for line in group]
    height = _heading_height([cells for _, cells in rows])
    if height == 0 or height == len(rows):
        return None
    headings = [cells for _, cells in rows[:height]]
    columns = _columns(headings)
    body = [
        _row(number, cells, columns) for number, cells in rows[height:] if cells not in headings
    ]
    totals = [row for row in body if _is_total(row)]
    title, caption, title_line = _title(group[0].number, blocks)
    return Table(
        id=name,
        title=title,
        caption=caption,
        title_line=title_line,
        lines=(title_line or group[0].number, group[-1].number),
        columns=columns,
        rows=tuple(row for row in body if row not in totals),
        total_row=totals[0] if totals else None,
    )


def _heading_height(rows: Sequence[tuple[str, ...]]) -> int:
    """Count the rows above the first that is numbered or a total."""
    for height, cells in enumerate(rows):
        if re.fullmatch(r"\d{1,3}\.?", cells[0]) or any(fold(c) in _TOTAL_WORDS for c in cells[:2]):
            # A row (1) (2) (3) … only numbers the columns.
            return height
    return 0


def _columns(headings: Sequence[tuple[str, ...]]) -> tuple[Column, ...]:
    paths = [_path(headings, place) for place in range(len(headings[0]))]
    columns: list[Column] = []
    for place, path in enumerate(paths, start=1):
        key = _key(path)
        taken = {column.key for column in columns}
        columns.append(Column(key if key and key not in taken else f"column_{place}", path))
    return tuple(columns)


def _path(headings: Sequence[tuple[str, ...]], place: int) -> tuple[str, ...]:
    path = []
    for depth, cells in enumerate(headings):
        below = any(lower[place] for lower in headings[depth + 1 :])
        if cells[place]:
            path.append(cells[place])
        elif below:
            # An empty cell over a heading belongs to the wide cell on its left.
            path.append(next((cell for cell in reversed(cells[:place]) if cell), ""))
    return tuple(filter(None, path))


_NAMED = {
    "stt": ("stt", "tt", "so tt", "so thu tu"),
    "units": ("don vi chi dao", "don vi phu trach", "dia ban phu trach", "don vi giup do"),
    "name": ("ho va ten", "ho ten", "ho va ten thanh vien"),
    "position": ("chuc vu", "chuc vu don vi cong tac", "chuc danh"),
}
_UNIT_RE = re.compile(
    r"(?:ten )?(?:don vi|dia phuong|xa|huyen)\b(?! (?:tinh|do))"
    r"(?: (?:hanh chinh|phuong|thi tran|thi xa|thanh pho|xa))*"
)


def _key(path: tuple[str, ...]) -> str | None:
    words = fold(" ".join(path))
    for key, names in _NAMED.items():
        if words in names:
            return key
    if _UNIT_RE.fullmatch(words):
        return "unit"
    return _figure_key(words)


def _figure_key(words: str) -> str | None:
    if "ngheo" not in words:
        return "total_households" if re.match(r"(?:tong )?so ho\b", words) else None
    group = "near_poor" if "can ngheo" in words else "poor"
    if "can ngheo" in words and re.search(r"(?<!can )ngheo", words.replace("ho can ngheo", "")):
        return None
    if re.search(r"\bgiam\b", words):
        is_rate = "ty le" in words or "ti le" in words
        return f"{group}_rate_pp" if is_rate else f"{group}_reduced"
    return f"{group}_start" if re.search(r"\bdau (?:nam|ky)\b", words) else None


def _row(number: int, cells: tuple[str, ...], columns: Sequence[Column]) -> Row:
    values = {
        column.key: _value(column.key, cell) for column, cell in zip(columns, cells, strict=True)
    }
    return Row(number, values, cells)


def _value(key: str, cell: str) -> Any:
    if not cell:
        return None
    if key == "units":
        return [name for name in _LIST_RE.split(cell) if name]
    if key in ("unit", "name", "position"):
        return cell
    try:
        return parse_number(cell.rstrip(".") if key == "stt" else cell)
    except BadNumber:
        return cell


def _label(cells: tuple[str, ...]) -> str:
    return next((cell for cell in cells if cell), "")


def _is_total(row: Row) -> bool:
    return fold(_label(row.cells)) in _TOTAL_WORDS


def _title(first: int, blocks: Sequence[Block]) -> tuple[str | None, str | None, int | None]:
    """Return title, caption and title's line: the words just above, the caption in brackets."""
    above = [block for block in blocks if block.last_line < first][-2:]
    near = [block for block in above if first - block.last_line <= FAR + 4]
    if not near:
        return None, None, None
    if near[-1].text.startswith("("):
        caption = near[-1].text
        title = near[0] if len(near) == 2 else None
        return (title.text if title else None), caption, title.line if title else None
    return near[-1].text, None, near[-1].line


# ── Arithmetic ────────────────────────────────────────────────────────────────────────────────

FIGURES = ("total_households", "poor_start", "poor_reduced", "near_poor_start", "near_poor_reduced")


def column_sum(table: Table, key: str) -> Number | None:
    """Return the sum over the rows, or None when a row has no number there."""
    total: Number = 0
    for row in table.rows:
        value = row.values.get(key)
        if not isinstance(value, int | Decimal):
            return None
        total += value
    return total if table.rows else None
