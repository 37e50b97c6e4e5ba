"""Tables of a plan: columns by their headings, rows with numbers as numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from giamngheo.documents.blocks import Block
from giamngheo.documents.columns import Column, columns_of
from giamngheo.documents.sources import Line
from giamngheo.lib.numbers import NOTHING, BadNumber, Number, parse_number
from giamngheo.lib.text import fold

FAR = 3
_PLACES = "huyen|tinh|xa|thanh pho|thi xa|quan|phuong|thi tran"
_TOTAL_RE = re.compile(
    rf"(?:tong cong|tong so|tong|cong|toan (?:{_PLACES}))"
    rf"(?: (?:[ivx]+|\d+|[ab]|toan (?:{_PLACES})))*"
)
_GRAND_RE = re.compile(rf"tong(?: cong| so)?|tong(?: cong| so)? toan.+|toan (?:{_PLACES})")
_ORDER_RE = re.compile(r"\d{1,3}\.?|[IVX]{1,5}\.?|[A-D]\.?")
_GROUP_RE = re.compile(r"[IVX]{1,5}\.?|[A-D]\.?")
_FIGURE_RE = re.compile(r"[-–]?\d[\d.,]*%?")
_COUNTING_RE = re.compile(r"\(\d{1,2}\)")
_UNIT_NOTE_RE = re.compile(r"\(?(?:Đơn vị tính|ĐVT|Đơn vị)\s*:", re.IGNORECASE)
_LABEL_RE = re.compile(r"(?:PHỤ LỤC|BIỂU|BẢNG)(?: SỐ)?(?: [\dIVX]+)?[.:]?\s*", re.IGNORECASE)
# 1,204 and 25.00 are no Vietnamese numbers; 1.204 and 25,00 are nothing else.
_FOREIGN_RE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.(?:\d{1,2}|\d{4,})")
_OWN_RE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,(?:\d{1,2}|\d{4,})")
_TO_OWN = str.maketrans(",.", ".,")
_LIST_RE = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True)
class Row:
    """One row: `values` by column key, `cells` as written."""

    line: int
    values: dict[str, Any]
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    A table with its title and caption; `total_row` is the plan's own printed total, `group_rows`
    the sums of parts (I, II, A, B) among the numbered `rows`; `unit` the one written above it.
    """

    id: str
    title: str | None
    caption: str | None
    title_line: int | None
    lines: tuple[int, int]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    group_rows: tuple[Row, ...]
    total_row: Row | None
    unit: str | None = None

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
    rows = _whole_rows(group, width)
    height = _heading_height([cells for _, cells in rows])
    if height in (0, len(rows)) or _is_counting(rows[0][1]):
        return None
    headings = [cells for _, cells in rows[:height] if not _is_counting(cells)]
    columns = columns_of(headings)
    is_foreign = _is_foreign([cell for _, cells in rows[height:] for cell in cells])
    body = [
        _row(number, cells, columns, is_foreign=is_foreign)
        for number, cells in rows[height:]
        if cells not in headings and not _is_counting(cells) and any(cells)
    ]
    totals = [row for row in body if _is_total_word(_label(row.cells))]
    groups = _group_rows([row for row in body if row not in totals])
    title, caption, title_line = _title(group[0].number, blocks)
    return Table(
        id=name,
        title=title,
        caption=caption,
        title_line=title_line,
        lines=(title_line or group[0].number, group[-1].number),
        columns=columns,
        rows=tuple(row for row in body if row not in totals and row not in groups),
        group_rows=tuple(groups),
        total_row=_grand_total(totals),
        unit=_unit(group[0].number, blocks),
    )


def _unit(first: int, blocks: Sequence[Block]) -> str | None:
    """Return the unit written just above: "Đơn vị tính: Triệu đồng"."""
    for block in blocks:
        if first - FAR - 1 <= block.last_line < first:
            match = _UNIT_NOTE_RE.search(block.text)
            if match:
                return block.text[match.end() :].strip(" ().;:").lower() or None
    return None


def _whole_rows(group: Sequence[Line], width: int) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows with their lines, all of one width; a row cut by a page is one again."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    last = 0
    for line in group:
        cells = line.cells + ("",) * (width - len(line.cells))
        is_after_blank, last = line.number > last + 1, line.number
        if rows and is_after_blank and _goes_on(cells, rows[-1][1]):
            number, above = rows[-1]
            joined = (f"{one} {other}".strip() for one, other in zip(above, cells, strict=True))
            rows[-1] = (number, tuple(joined))
        else:
            rows.append((line.number, cells))
    return rows


def _goes_on(cells: tuple[str, ...], above: tuple[str, ...]) -> bool:
    """Tell whether `cells` are the rest of a numbered row: words alone, under words."""
    pairs = [(one, other) for one, other in zip(cells, above, strict=True) if one]
    is_open = not cells[0] and above[0].rstrip(".").isdecimal() and bool(pairs)
    return is_open and all(
        other and not _FIGURE_RE.fullmatch(one) and not _is_total_word(one) for one, other in pairs
    )


def _heading_height(rows: Sequence[tuple[str, ...]]) -> int:
    """Count the rows above the first that is numbered, a total, or mostly figures."""
    for height, cells in enumerate(rows):
        is_numbered = _ORDER_RE.fullmatch(cells[0]) and any(cells[1:])
        figures = sum(_FIGURE_RE.fullmatch(cell) is not None for cell in cells)
        if is_numbered or any(map(_is_total_word, cells[:2])) or figures * 2 > len(cells):
            return height
    return 0


def _is_counting(cells: tuple[str, ...]) -> bool:
    """Tell whether a row only numbers the columns: (1) (2) (3)=(1)+(2) …, or A B 1 2 3."""
    written = [cell for cell in cells if cell]
    counted = sum(_COUNTING_RE.match(cell) is not None for cell in written)
    plain = [cell for cell in written if cell.isdecimal()]
    in_order = len(plain) > 2 and [int(cell) for cell in plain] == list(
        range(int(plain[0]), int(plain[0]) + len(plain))
    )
    return len(written) > 2 and (
        counted * 2 > len(written) or (in_order and len(plain) + 2 >= len(written))
    )


def _is_foreign(cells: Sequence[str]) -> bool:
    """Tell whether a table writes 1,204 and 25.00, as machines set to English do."""
    foreign = sum(_FOREIGN_RE.fullmatch(cell) is not None for cell in cells)
    own = sum(_OWN_RE.fullmatch(cell) is not None for cell in cells)
    return foreign > 0 and own == 0


def _row(
    number: int, cells: tuple[str, ...], columns: Sequence[Column], *, is_foreign: bool
) -> Row:
    values = {
        column.key: _value(column.key, cell.translate(_TO_OWN) if is_foreign else cell, cell)
        for column, cell in zip(columns, cells, strict=True)
    }
    return Row(number, values, cells)


def _value(key: str, figure: str, cell: str) -> Any:
    if cell in NOTHING:
        return None
    if key == "units":
        return [name for name in _LIST_RE.split(cell) if name]
    if key in ("unit", "name", "position"):
        return cell
    try:
        return parse_number(cell.rstrip(".") if key == "stt" else figure)
    except BadNumber:
        return cell


def _label(cells: tuple[str, ...]) -> str:
    return next((cell for cell in cells if cell), "")


def _grand_total(totals: Sequence[Row]) -> Row | None:
    """Return the total of all rows: where parts have their own "Cộng", the one that says "Tổng"."""
    if len(totals) < 2:
        return totals[0] if totals else None
    grand = [row for row in totals if _GRAND_RE.fullmatch(fold(_label(row.cells)))]
    return grand[0] if grand else None


def _is_total_word(cell: str) -> bool:
    return _TOTAL_RE.fullmatch(fold(cell)) is not None


def _group_rows(rows: Sequence[Row]) -> list[Row]:
    """Return the rows numbered I, II or A, B where the others are numbered 1, 2."""
    has_numbers = any(row.cells[0].rstrip(".").isdecimal() for row in rows)
    return [row for row in rows if has_numbers and _GROUP_RE.fullmatch(row.cells[0])]


def _title(first: int, blocks: Sequence[Block]) -> tuple[str | None, str | None, int | None]:
    """Return title, caption and title's line: the words just above, the caption in brackets."""
    above = [block for block in blocks if block.last_line < first][-4:]
    near = [block for block in above if first - block.last_line <= FAR + 4]
    title = caption = None
    for block in reversed(near):
        if block.text.startswith("(") and title is None:
            caption = caption or block.text
        elif title is None and _UNIT_NOTE_RE.match(block.text) is None:
            title = block
    if title is None:
        return None, caption, None
    lead = _LABEL_RE.match(title.text)
    second = title.starts[1] if len(title.starts) > 1 else None
    if lead and second and lead.end() <= second[0]:
        return title.text[second[0] :], caption, second[1]
    return title.text, caption, title.line


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
