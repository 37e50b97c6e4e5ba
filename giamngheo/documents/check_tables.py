"""Checks of the commune table: sums, rates, stocks, names, headlines."""

from collections.abc import Iterator
from decimal import Decimal

from giamngheo.documents.findings import Finding
from giamngheo.documents.tables import FIGURES, Row, Table, column_sum
from giamngheo.documents.targets import Target
from giamngheo.lib.numbers import Number, format_number, percent_of
from giamngheo.lib.text import compare_key

_RATES = {"poor_rate_pp": "poor_reduced", "near_poor_rate_pp": "near_poor_reduced"}
_STOCKS = {"poor_reduced": "poor_start", "near_poor_reduced": "near_poor_start"}
_GROUPS = {"poor_reduced": "hộ nghèo", "near_poor_reduced": "hộ cận nghèo"}
_HEADLINES = {
    "poor_households_reduced": "poor_reduced",
    "near_poor_households_reduced": "near_poor_reduced",
}


def check_table(table: Table, targets: tuple[Target, ...]) -> Iterator[Finding]:
    yield from _sums(table)
    yield from _rates(table)
    for row in _all_rows(table):
        yield from _stocks(row)
    yield from _doubles(table)
    yield from _headlines(table, targets)
    yield from _emptied(table)


def _all_rows(table: Table) -> tuple[Row, ...]:
    return (table.total_row, *table.rows) if table.total_row else table.rows


def number(row: Row | None, key: str) -> Number | None:
    value = row.values.get(key) if row else None
    return value if isinstance(value, int | Decimal) else None


def _name(row: Row) -> str:
    return str(row.values.get("unit") or row.cells[0])


def _heading(table: Table, key: str) -> str:
    return " · ".join(next(column.path for column in table.columns if column.key == key))


def _sums(table: Table) -> Iterator[Finding]:
    for key in FIGURES:
        printed = number(table.total_row, key)
        added = column_sum(table, key)
        if printed is None or added is None or table.total_row is None or printed == added:
            continue
        off = abs(Decimal(added) - Decimal(printed))
        rows = [row for row in table.rows if number(row, key) == off]
        hint = (
            f", đúng bằng số của {_name(rows[0])} (dòng {rows[0].line})" if len(rows) == 1 else ""
        )
        yield Finding(
            code="DOC-F01",
            severity="error",
            message=(
                f"Cột «{_heading(table, key)}»: các dòng cộng lại là {format_number(added)}, dòng "
                f"tổng ghi {format_number(printed)}, chênh {format_number(off)}{hint}."
            ),
            line=table.total_row.line,
            found=format_number(printed),
            expected=format_number(added),
        )


def _rates(table: Table) -> Iterator[Finding]:
    for rate, part in _RATES.items():
        base = _rate_base(table, rate, part)
        if base is None:
            continue
        for row in _all_rows(table):
            right = _recalculated(row, rate, part, base)
            if right is not None and right != number(row, rate):
                yield _wrong_rate(table, row, rate, part, base, right)


def _rate_base(table: Table, rate: str, part: str) -> str | None:
    """Return what most rows take the rate of: all households or the stock; None when unclear."""
    for base in ("total_households", _STOCKS[part]):
        rights = [(row, _recalculated(row, rate, part, base)) for row in _all_rows(table)]
        known = [(row, right) for row, right in rights if right is not None]
        agreeing = sum(right == number(row, rate) for row, right in known)
        if known and agreeing * 2 >= len(known):
            return base
    return None


def _recalculated(row: Row, rate: str, part: str, base: str) -> Decimal | None:
    printed, reduced, whole = number(row, rate), number(row, part), number(row, base)
    if printed is None or reduced is None or not whole:
        return None
    places = max(-int(Decimal(printed).as_tuple().exponent), 0)
    return percent_of(reduced, whole, places)


def _wrong_rate(table: Table, row: Row, rate: str, part: str, base: str, right: Decimal) -> Finding:
    printed, reduced, whole = number(row, rate), number(row, part), number(row, base)
    return Finding(
        code="DOC-F02",
        severity="error",
        message=(
            f"{_name(row)}: «{_heading(table, rate)}» ghi {format_number(printed)}, tính lại từ "
            f"{format_number(reduced)} trên {format_number(whole)} hộ là {format_number(right)}."
        ),
        line=row.line,
        found=format_number(printed),
        expected=format_number(right),
    )


def _stocks(row: Row) -> Iterator[Finding]:
    for part, stock in _STOCKS.items():
        reduced, start = number(row, part), number(row, stock)
        if reduced is None or start is None or reduced <= start:
            continue
        yield Finding(
            code="DOC-F03",
            severity="error",
            message=(
                f"{_name(row)}: chỉ tiêu giảm {format_number(reduced)} {_GROUPS[part]} nhiều hơn "
                f"số đầu năm là {format_number(start)}."
            ),
            line=row.line,
            found=format_number(reduced),
            expected=f"≤ {format_number(start)}",
        )


def _doubles(table: Table) -> Iterator[Finding]:
    seen: dict[str, Row] = {}
    for row in table.rows:
        name = row.values.get("unit")
        before = seen.setdefault(compare_key(name), row) if name else row
        if before is row:
            continue
        yield Finding(
            code="DOC-F04",
            severity="error",
            message=f"«{name}» có hai dòng trong bảng: dòng {before.line} và dòng {row.line}.",
            line=row.line,
            found=name,
            expected=None,
        )


def _headlines(table: Table, targets: tuple[Target, ...]) -> Iterator[Finding]:
    for target in targets:
        key = _HEADLINES.get(target.indicator)
        if key is None or target.value is None or key not in table.keys:
            continue
        total = number(table.total_row, key) if table.total_row else column_sum(table, key)
        if total is None or total == target.value:
            continue
        yield Finding(
            code="DOC-F05",
            severity="error",
            message=(
                f"Phần lời đặt chỉ tiêu giảm {format_number(target.value)} {_GROUPS[key]}, bảng "
                f"phân bổ cộng lại là {format_number(total)}."
            ),
            line=target.line,
            found=format_number(target.value),
            expected=format_number(total),
        )


def _emptied(table: Table) -> Iterator[Finding]:
    rows = [
        row
        for row in table.rows
        if (start := number(row, "poor_start")) and number(row, "poor_reduced") == start
    ]
    if rows:
        names = ", ".join(_name(row) for row in rows)
        yield Finding(
            code="DOC-F06",
            severity="notice",
            message=(
                f"{format_number(len(rows))} đơn vị đặt chỉ tiêu không còn hộ nghèo cuối năm: "
                f"{names}. Trang chỉ tiêu đối chiếu với hộ không có khả năng lao động trong sổ hộ."
            ),
            line=rows[0].line,
            found=names,
            expected=None,
        )
