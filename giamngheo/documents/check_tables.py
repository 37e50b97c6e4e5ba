"""Checks inside one table: columns against the total row, rates, stocks, names, cells."""

from collections.abc import Iterator
from decimal import Decimal

from giamngheo.documents.figures import (
    all_rows,
    heading,
    is_rate,
    name_of,
    number,
    slack,
)
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.row_levels import Levelled, leaves, levelled, summed, tops
from giamngheo.documents.tables import Row, Table
from giamngheo.lib.numbers import Number, format_number, percent_of

_RATES = {"poor_rate_pp": "poor_reduced", "near_poor_rate_pp": "near_poor_reduced"}
_STOCKS = {"poor_reduced": "poor_start", "near_poor_reduced": "near_poor_start"}
_SHARES = {
    "poor_rate_start": "poor_start",
    "near_poor_rate_start": "near_poor_start",
    "poor_rate_end": "poor_end",
    "near_poor_rate_end": "near_poor_end",
}
GROUPS = {"poor_reduced": "hộ nghèo", "near_poor_reduced": "hộ cận nghèo"}
FEW_COLUMNS = 3


def check_table(table: Table) -> Iterator[Finding]:
    yield from _sums(table)
    yield from _rates(table)
    for row in all_rows(table):
        yield from _stocks(row)


def _sums(table: Table) -> Iterator[Finding]:
    rows = levelled(table)
    if not rows:
        return
    off = []
    checked = 0
    for key in table.keys:
        printed = number(table.total_row, key)
        if printed is None or is_rate(table, key):
            continue
        sums = [summed(part, key) for part in (tops(rows), leaves(rows))]
        if None in sums:
            continue
        checked += 1
        spare = slack(table, key, len(rows))
        if all(abs(Decimal(one) - printed) > spare for one in sums if one is not None):
            off.append((key, printed, sums[0]))
    # Where no column agrees at all, the row is no total of these rows.
    if checked < FEW_COLUMNS or len(off) < checked:
        for key, printed, added in off:
            yield _wrong_sum(table, key, printed, added or 0, [one.row for one in tops(rows)])
    yield from _subtotals(table, rows)


def _wrong_sum(table: Table, key: str, printed: Number, added: Number, rows: list[Row]) -> Finding:
    assert table.total_row is not None
    off = abs(Decimal(added) - Decimal(printed))
    same = [row for row in rows if number(row, key) == off]
    names = [name_of(row) for row in same]
    hint = ""
    if len(same) == 1:
        hint = f", đúng bằng số của {names[0]} (dòng {same[0].line})"
    elif 1 < len(same) <= FEW_COLUMNS:
        hint = f", bằng số của một trong các dòng {', '.join(names)}"
    return finding(
        "DOC-F01",
        f"Cột «{heading(table, key)}»: các dòng cộng lại là {format_number(added)}, dòng tổng "
        f"ghi {format_number(printed)}, chênh {format_number(off)}{hint}.",
        line=table.total_row.line,
        proposal=f"Ghi {format_number(added)} ở dòng tổng, hoặc xem lại "
        + (f"dòng {names[0]}." if len(same) == 1 else "các dòng."),
        found=printed,
        expected=added,
        difference=int(off) if off == int(off) else off,
        column=heading(table, key),
        rows=names if hint else [],
        row_lines=[row.line for row in same] if hint else [],
    )


def _subtotals(table: Table, rows: list[Levelled]) -> Iterator[Finding]:
    """Yield parts whose own rows do not add up, where most parts of the table do."""
    found, agreeing = [], 0
    for parent in rows:
        if not parent.children:
            continue
        for key in table.keys:
            printed, added = number(parent.row, key), summed(parent.children, key)
            if printed is None or added is None or is_rate(table, key):
                continue
            if abs(Decimal(printed) - added) <= slack(table, key, len(parent.children)):
                agreeing += 1
            else:
                found.append((parent.row, key, printed, added))
    if len(found) > agreeing:
        return
    for row, key, printed, added in found:
        yield finding(
            "DOC-F01",
            f"Cột «{heading(table, key)}», mục {name_of(row)}: các dòng bên dưới cộng lại là "
            f"{format_number(added)}, mục ghi {format_number(printed)}.",
            line=row.line,
            proposal=f"Ghi {format_number(added)} ở mục {name_of(row)}, hoặc xem lại các dòng.",
            found=printed,
            expected=added,
            column=heading(table, key),
            rows=[],
        )


def _rates(table: Table) -> Iterator[Finding]:
    for rate, part in (_RATES | _SHARES).items():
        bases = ("total_households", _STOCKS[part]) if rate in _RATES else ("total_households",)
        base = next((one for one in bases if _is_base(table, rate, part, one)), None)
        if base is None:
            continue
        for row in all_rows(table):
            right = _recalculated(row, rate, part, base)
            if right is not None and right != number(row, rate):
                yield _wrong_rate(table, row, rate, part, base, right)


def _is_base(table: Table, rate: str, part: str, base: str) -> bool:
    """Tell whether most rows take the rate of this: of all households, or of the stock."""
    rights = [(row, _recalculated(row, rate, part, base)) for row in all_rows(table)]
    known = [(row, right) for row, right in rights if right is not None]
    agreeing = sum(right == number(row, rate) for row, right in known)
    return bool(known) and agreeing * 2 >= len(known)


def _recalculated(row: Row, rate: str, part: str, base: str) -> Decimal | None:
    printed, reduced, whole = number(row, rate), number(row, part), number(row, base)
    if printed is None or reduced is None or not whole:
        return None
    places = max(-int(Decimal(printed).as_tuple().exponent), 0)
    return percent_of(reduced, whole, places)


def _wrong_rate(table: Table, row: Row, rate: str, part: str, base: str, right: Decimal) -> Finding:
    printed, reduced, whole = number(row, rate), number(row, part), number(row, base)
    return finding(
        "DOC-F02",
        f"{name_of(row)}: «{heading(table, rate)}» ghi {format_number(printed)}, tính lại từ "
        f"{format_number(reduced)} trên {format_number(whole)} hộ là {format_number(right)}.",
        line=row.line,
        proposal=f"Ghi {format_number(right)}.",
        found=printed,
        expected=right,
        part=reduced,
        whole=whole,
        row=name_of(row),
    )


def _stocks(row: Row) -> Iterator[Finding]:
    for part, stock in _STOCKS.items():
        reduced, start = number(row, part), number(row, stock)
        if reduced is None or start is None or reduced <= start:
            continue
        yield finding(
            "DOC-F03",
            f"{name_of(row)}: chỉ tiêu giảm {format_number(reduced)} {GROUPS[part]} nhiều hơn số "
            f"đầu năm là {format_number(start)}.",
            line=row.line,
            proposal=f"Giao không quá {format_number(start)} hộ, hoặc xem lại số đầu năm.",
            found=reduced,
            expected=f"≤ {format_number(start)}",
            stock=start,
            row=name_of(row),
        )
