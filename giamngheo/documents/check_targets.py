"""Checks of targets: text against table, two sides of one target, one target twice, its owner."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from giamngheo.documents.check_tables import GROUPS
from giamngheo.documents.figures import number
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.row_levels import levelled, summed, tops, total_is_off
from giamngheo.documents.tables import Table, column_sum
from giamngheo.documents.targets import Target
from giamngheo.lib.numbers import Number, format_number, percent_of
from giamngheo.lib.text import fold

COUNTS = {
    "poor_households_reduced": "poor_reduced",
    "near_poor_households_reduced": "near_poor_reduced",
}
_RATES = {
    "poverty_rate_end_of_year": "poor",
    "near_poverty_rate_end_of_year": "near_poor",
    "poverty_rate_reduction": "poor",
    "near_poverty_rate_reduction": "near_poor",
}
# What is said of a part of the households is not the table's total.
PART_RE = re.compile(
    r"huyen ngheo|xa ngheo|dan toc|dac biet kho khan|bai ngang|mien nui|co cong|bao tro|nong thon|"
    r"thanh thi|moi (?:nam|xa|huyen)|binh quan|/nam|hang nam|khong co kha nang"
)
_CLAUSE_RE = re.compile(r"[;.(](?=\s|$|[^\d])")
NEAR = Decimal("0.05")
ABOUT = Decimal("0.05")


def check_targets(
    targets: Sequence[Target],
    tables: Sequence[Table],
    *,
    of_one_year: bool,
) -> Iterator[Finding]:
    """Yield targets that the tables or each other contradict."""
    for table in tables:
        for target in targets:
            if table.lines[0] <= target.line <= table.lines[1]:
                continue
            yield from _count_against(table, target)
            if of_one_year:
                yield from _rate_against(table, target)
            yield from _pair_beyond_stock(table, target, targets)
    yield from _baselines(targets)


def is_of_part(target: Target) -> bool:
    place = target.text.find(target.as_written)
    before = _CLAUSE_RE.split(target.text[: max(place, 0)])[-1]
    after = _CLAUSE_RE.split(target.text[place + len(target.as_written) :])[0]
    return (
        PART_RE.search(f"{fold(before)} {fold(after)} {fold(target.population or '')}") is not None
    )


def _holds(target: Target, value: Decimal, near: Decimal) -> bool:
    """Tell whether what the table gives is what the target says, give or take `near`."""
    if target.comparator == "range":
        low, high = target.value_min or 0, target.value_max or 0
        return low - near <= value <= high + near
    written = Decimal(target.value or 0)
    if target.comparator in ("<", "<="):
        return value <= written + near
    if target.comparator in (">", ">="):
        return value >= written - near
    if target.comparator == "~":
        near = max(near, written * ABOUT)
    return abs(value - written) <= near


def _total(table: Table, key: str) -> Number | None:
    if key not in table.keys:
        return None
    printed = number(table.total_row, key)
    return printed if printed is not None else column_sum(table, key)


def _count_against(table: Table, target: Target) -> Iterator[Finding]:
    key = COUNTS.get(target.indicator)
    total = _total(table, key) if key else None
    if key is None or total is None or is_of_part(target):
        return
    if target.value is None and target.value_min is None:
        return
    # Where the total row is off itself, the text may hold with the rows.
    rows = summed(tops(levelled(table)), key)
    if any(_holds(target, Decimal(one), Decimal(0)) for one in (total, rows) if one is not None):
        return
    yield finding(
        "DOC-F05",
        f"Phần lời đặt chỉ tiêu giảm {target.as_written} ({GROUPS[key]}), bảng phân bổ cộng lại "
        f"là {format_number(total)}.",
        line=target.line,
        proposal=f"Ghi {format_number(total)} hộ ở phần lời, hoặc sửa bảng.",
        found=target.value if target.value is not None else target.as_written,
        expected=total,
        table=table.id,
    )


def _rate_against(table: Table, target: Target) -> Iterator[Finding]:
    group = _RATES.get(target.indicator)
    if group is None or is_of_part(target):
        return
    keys = ("total_households", f"{group}_start", f"{group}_reduced")
    whole, start, fall = (_total(table, key) for key in keys)
    if not whole or fall is None or any(total_is_off(table, key, Decimal(0)) for key in keys):
        return
    points = percent_of(fall, whole, 4) or Decimal(0)
    left = _total(table, f"{group}_end")
    left = start - fall if left is None and start is not None else left
    end = percent_of(left, whole, 4) if left is not None else None
    is_fall = target.indicator.endswith("reduction")
    right = points if is_fall else end
    if right is None or _holds(target, right, NEAR):
        return
    part = percent_of(fall, start, 4) if start else None
    yield finding(
        "DOC-F24",
        f"Phần lời ghi {'tỷ lệ giảm' if is_fall else 'tỷ lệ cuối năm'} {target.as_written}, bảng "
        f"{table.id} cho {format_number(right, 2)}%"
        f"{_mistaken(target, is_fall=is_fall, points=points, end=end, part=part)}.",
        line=target.line,
        proposal=f"Ghi {format_number(right, 2)}%, hoặc sửa bảng.",
        found=target.value if target.value is not None else target.as_written,
        expected=right,
        table=table.id,
    )


def _mistaken(
    target: Target, *, is_fall: bool, points: Decimal, end: Decimal | None, part: Decimal | None
) -> str:
    if is_fall and end is not None and _holds(target, end, NEAR):
        return f"; {target.as_written} là tỷ lệ cuối năm, không phải mức giảm"
    if is_fall and part is not None and _holds(target, part, Decimal("0.5")):
        return f"; {target.as_written} là phần trăm của số hộ đầu năm, không phải điểm phần trăm"
    if not is_fall and _holds(target, points, NEAR):
        return f"; {target.as_written} là mức giảm, không phải tỷ lệ cuối năm"
    return ""


def _pair_beyond_stock(
    table: Table, target: Target, targets: Sequence[Target]
) -> Iterator[Finding]:
    """Yield "100 % of poor households … 982 of them" where the table has fewer at all."""
    if target.unit != "household" or target.direction != "increase" or target.value is None:
        return
    hundred = next(
        (
            one
            for one in targets
            if one.line == target.line and one.unit == "%" and one.value == 100
        ),
        None,
    )
    words = fold(target.population or "")
    group = "near_poor" if "can ngheo" in words else "poor" if "ngheo" in words else None
    stock = _total(table, f"{group}_start") if group else None
    if hundred is None or stock is None or target.value <= stock or "va ho can" in words:
        return
    yield finding(
        "DOC-F25",
        f"{format_number(target.value)} hộ phải tác động nhiều hơn {format_number(stock)} hộ có "
        f"trong bảng {table.id}.",
        line=target.line,
        proposal=f"Xem lại: không quá {format_number(stock)} hộ.",
        found=target.value,
        expected=f"≤ {format_number(stock)}",
    )


def _baselines(targets: Sequence[Target]) -> Iterator[Finding]:
    """Yield "from 5 % down to 3 % (a fall of 1 point)"."""
    for level in targets:
        if level.baseline is None or level.value is None or level.unit != "%":
            continue
        for fall in targets:
            if fall.line != level.line or fall.direction != "decrease" or fall is level:
                continue
            right = abs(Decimal(level.baseline) - Decimal(level.value))
            if fall.unit != "percentage point" or fall.value in (None, right):
                continue
            # "(giảm 5%), trong đó hộ nghèo giảm 4%": only what stands next to it is its fall.
            after = level.text.partition(level.as_written)[2]
            if re.match(rf"[^.;\d]{{0,16}}giảm\s+{re.escape(fall.as_written)}", after) is None:
                continue
            yield finding(
                "DOC-F25",
                f"Từ {format_number(level.baseline)}% xuống {format_number(level.value)}% là "
                f"{format_number(right)} điểm phần trăm, câu ghi giảm {fall.as_written}.",
                line=fall.line,
                proposal=f"Ghi giảm {format_number(right)}%.",
                found=fall.value,
                expected=right,
            )
