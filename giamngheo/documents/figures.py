"""Figures of a table as checks need them: by column, with what rounding may take."""

import re
from decimal import Decimal

from giamngheo.documents.tables import Row, Table
from giamngheo.lib.numbers import Number
from giamngheo.lib.text import fold

_NO_SUM_RE = re.compile(
    r"ty le|ti le|%|binh quan|don gia|dinh muc|muc ho tro|muc thu|xep hang|\bstt\b|thu nhap|"
    r"he so|ma so|\bdiem\b|ghi chu|thoi gian|so thu tu|\btt\b|so tt"
)
_MONEY_RE = re.compile(r"kinh phi|\bvon\b|ngan sach|trieu|\bty\b|dong\b|tien\b")
TEXT_KEYS = frozenset({"stt", "unit", "units", "name", "position", "note"})
MOST_SLACK = Decimal(2)


def all_rows(table: Table) -> tuple[Row, ...]:
    return (table.total_row, *table.rows) if table.total_row else table.rows


def number(row: Row | None, key: str) -> Number | None:
    value = row.values.get(key) if row else None
    return value if isinstance(value, int | Decimal) else None


def name_of(row: Row) -> str:
    return str(row.values.get("unit") or next((cell for cell in row.cells[1:] if cell), ""))


def heading(table: Table, key: str) -> str:
    return " · ".join(next(column.path for column in table.columns if column.key == key))


def is_rate(table: Table, key: str) -> bool:
    words = heading(table, key)
    return key in TEXT_KEYS or "%" in words or _NO_SUM_RE.search(fold(words)) is not None


def slack(table: Table, key: str, rows: int) -> Decimal:
    """Return how far a sum may be off by rounding: nothing where people and houses are counted."""
    values = [number(row, key) for row in all_rows(table)]
    places = [-int(Decimal(value).as_tuple().exponent) for value in values if value is not None]
    is_money = _MONEY_RE.search(fold(f"{heading(table, key)} {table.caption or ''}")) is not None
    if max(places, default=0) == 0 and not is_money:
        return Decimal(0)
    return min(Decimal("0.5") * rows, MOST_SLACK) * Decimal(10) ** -max(*places, 0, 0)
