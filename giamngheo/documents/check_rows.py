"""Checks inside one row of a table: a total is the sum of its parts, the rest what is left."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from giamngheo.documents.columns import Column
from giamngheo.documents.figures import heading, is_rate, name_of, number, slack
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.row_levels import total_is_off
from giamngheo.documents.tables import Row, Table
from giamngheo.lib.numbers import format_number
from giamngheo.lib.text import fold

_FORMULA_RE = re.compile(r"\(?(?P<own>\d{1,2})\)?\s*=\s*(?P<terms>[\d\s()+–-]+)")
_TERM_RE = re.compile(r"(?P<sign>[+–-]?)\s*\(?(?P<number>\d{1,2})\)?")
_OWN_RE = re.compile(r"\(?(?P<own>\d{1,2})\)?(?:\s*=.*)?")
_WHOLE_RE = re.compile(r"(?:tong|tong so|tong cong|cong|tong so ho|tong kinh phi|tong von)")
_LEFT = (
    ("poor_end", "poor_start", "poor_reduced"),
    ("near_poor_end", "near_poor_start", "near_poor_reduced"),
)


@dataclass(frozen=True)
class _Identity:
    """`whole` is the sum of `parts`, each counted with its sign; `is_written` in the table."""

    whole: str
    parts: tuple[tuple[int, str], ...]
    is_written: bool


def check_rows(table: Table, text: str) -> Iterator[Finding]:
    """Yield rows that break what the table's own heads say; `text` is the whole document."""
    seen: set[str] = set()
    told = (*_formulas(table, text), *_wholes(table), *_grand_wholes(table), *_remainders(table))
    for identity in told:
        if identity.whole in seen:
            continue
        seen.add(identity.whole)
        rows = (*_total_row(table, identity), *table.group_rows, *table.rows)
        known = [(row, off) for row in rows if (off := _off(row, identity)) is not None]
        spare = slack(table, identity.whole, len(identity.parts))
        wrong = [(row, off) for row, off in known if abs(off) > spare]
        # Heads may mean something else: the identity holds where most rows keep it.
        least = 1 if identity.is_written else 2
        if len(known) - len(wrong) < max(least, len(wrong)):
            continue
        for row, off in wrong:
            yield _wrong(table, row, identity, off)


def _total_row(table: Table, identity: _Identity) -> tuple[Row, ...]:
    """Return the total row unless its sums are off, which is told already."""
    keys = (identity.whole, *(key for _, key in identity.parts))
    off = any(total_is_off(table, key, slack(table, key, len(table.rows))) for key in keys)
    return () if table.total_row is None or off else (table.total_row,)


def _off(row: Row, identity: _Identity) -> Decimal | None:
    whole = number(row, identity.whole)
    parts = [(sign, number(row, key)) for sign, key in identity.parts]
    if whole is None or all(value is None for _, value in parts):
        return None
    added = sum((sign * Decimal(value) for sign, value in parts if value is not None), Decimal(0))
    return Decimal(whole) - added


def _wrong(table: Table, row: Row, identity: _Identity, off: Decimal) -> Finding:
    whole = number(row, identity.whole) or 0
    right = Decimal(whole) - off
    terms = " ".join(
        f"{'-' if sign < 0 else '+'} {format_number(number(row, key) or 0)}"
        for sign, key in identity.parts
    ).removeprefix("+ ")
    return finding(
        "DOC-F28",
        f"{name_of(row)}: cột «{heading(table, identity.whole)}» ghi {format_number(whole)}, các "
        f"cột kia cho {terms} = {format_number(right)}.",
        line=row.line,
        proposal=f"Ghi {format_number(right)}, hoặc xem lại các cột thành phần.",
        found=whole,
        expected=int(right) if right == int(right) else right,
        row=name_of(row),
        column=heading(table, identity.whole),
    )


def _formulas(table: Table, text: str) -> Iterator[_Identity]:
    """Yield what the row that numbers the columns says: (5)=(3)-(4)."""
    lines = text.split("\n")[table.lines[0] - 1 : table.lines[1]]
    for cells in (line.split("\t") for line in lines if "=" in line and "\t" in line):
        if len(cells) != len(table.columns):
            continue
        owns = {
            int(match["own"]): column.key
            for cell, column in zip(cells, table.columns, strict=True)
            if (match := _OWN_RE.fullmatch(cell.strip()))
        }
        for cell, column in zip(cells, table.columns, strict=True):
            match = _FORMULA_RE.fullmatch(cell.strip())
            if match is None or is_rate(table, column.key):
                continue
            terms = [
                (-1 if term["sign"] in ("-", "–") else 1, owns.get(int(term["number"])))
                for term in _TERM_RE.finditer(match["terms"])
            ]
            parts = tuple((sign, key) for sign, key in terms if key is not None)
            if len(parts) == len(terms) > 1:
                yield _Identity(column.key, parts, is_written=True)


def _wholes(table: Table) -> Iterator[_Identity]:
    """Yield "Tổng số | A | B" under one heading."""
    for column in table.columns:
        if len(column.path) < 2 or _WHOLE_RE.fullmatch(fold(column.path[-1])) is None:
            continue
        parts = tuple(
            (1, one.key)
            for one in table.columns
            if one is not column
            and one.path[:-1] == column.path[:-1]
            and not is_rate(table, one.key)
        )
        if len(parts) > 1 and not is_rate(table, column.key):
            yield _Identity(column.key, parts, is_written=False)


def _grand_wholes(table: Table) -> Iterator[_Identity]:
    """Yield "Tổng cộng | Trung ương (Tổng, …) | Địa phương (Tổng, …) | Khác"."""
    figures = [one for one in table.columns if one.path and not is_rate(table, one.key)]
    for column in figures:
        if len(column.path) != 1 or _WHOLE_RE.fullmatch(fold(column.path[0])) is None:
            continue
        groups: dict[str, list[str]] = {}
        for one in figures:
            is_whole = len(one.path) > 1 and _WHOLE_RE.fullmatch(fold(one.path[-1])) is not None
            if one is column:
                continue
            # A group with a sum of its own is that sum.
            if is_whole:
                groups[one.path[0]] = [one.key]
            elif _whole_of(figures, one.path[0]) is None:
                groups.setdefault(one.path[0], []).append(one.key)
        parts = tuple((1, key) for keys in groups.values() for key in keys)
        if len(parts) > 1:
            yield _Identity(column.key, parts, is_written=False)


def _whole_of(figures: Sequence[Column], group: str) -> Column | None:
    inside = (one for one in figures if len(one.path) > 1 and one.path[0] == group)
    return next((one for one in inside if _WHOLE_RE.fullmatch(fold(one.path[-1]))), None)


def _remainders(table: Table) -> Iterator[_Identity]:
    for end, start, reduced in _LEFT:
        if {end, start, reduced} <= set(table.keys):
            yield _Identity(end, ((1, start), (-1, reduced)), is_written=False)
