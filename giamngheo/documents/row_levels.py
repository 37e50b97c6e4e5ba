"""Which rows of a table are parts of which: I, 1, 1.1, a."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from giamngheo.documents.tables import Row, Table
from giamngheo.lib.numbers import Number

_LEVELS = (
    (re.compile(r"[A-D]\.?"), 0),
    (re.compile(r"[IVX]{1,5}\.?"), 1),
    (re.compile(r"\d{1,3}\.?"), 2),
    (re.compile(r"\d{1,3}\.\d{1,2}\.?"), 3),
)
_DEEPEST = 4
_NOTHING = frozenset({"", "-", "–", "—"})


@dataclass
class Levelled:
    """A row, how deep it stands, and the rows one step below it."""

    row: Row
    level: int
    children: list["Levelled"] = field(default_factory=list)
    is_top: bool = True


def levelled(table: Table) -> list[Levelled]:
    """Return the rows in their order, each knowing its parts."""
    rows = sorted((*table.rows, *table.group_rows), key=lambda row: row.line)
    has_numbers = any(_level(row, has_numbers=True) < _DEEPEST for row in rows)
    found = [Levelled(row, _level(row, has_numbers=has_numbers)) for row in rows]
    above: list[Levelled] = []
    for one in found:
        while above and above[-1].level >= one.level:
            above.pop()
        if above:
            above[-1].children.append(one)
            one.is_top = False
        above.append(one)
    return found


def _level(row: Row, *, has_numbers: bool) -> int:
    first = row.cells[0] if row.cells else ""
    for pattern, level in _LEVELS:
        if pattern.fullmatch(first):
            return level
    return _DEEPEST if has_numbers else 2


def tops(rows: Sequence[Levelled]) -> list[Levelled]:
    return [one for one in rows if one.is_top]


def leaves(rows: Sequence[Levelled]) -> list[Levelled]:
    return [one for one in rows if not one.children]


def summed(rows: Sequence[Levelled], key: str) -> Number | None:
    """Return the sum of a column, empty cells as nothing; None where a cell holds words."""
    total: Number = 0
    for one in rows:
        value = one.row.values.get(key)
        if isinstance(value, int | Decimal):
            total += value
        elif value is not None and str(value).strip() not in _NOTHING:
            return None
    return (
        total if any(isinstance(one.row.values.get(key), int | Decimal) for one in rows) else None
    )


def total_is_off(table: Table, key: str, slack: Decimal) -> bool:
    """Tell whether the printed total of a column is the sum of no rows that it may stand for."""
    printed = table.total_row.values.get(key) if table.total_row else None
    if not isinstance(printed, int | Decimal):
        return False
    rows = levelled(table)
    sums = [summed(part, key) for part in (tops(rows), leaves(rows))]
    return all(one is not None and abs(Decimal(one) - printed) > slack for one in sums)
