"""Targets that stand in a table: STT | Chỉ tiêu | ĐVT | Kế hoạch."""

import re
from collections.abc import Sequence
from decimal import Decimal

from giamngheo.documents.columns import Column
from giamngheo.documents.indicators import Found, indicator_of
from giamngheo.documents.quantities import COMPARATORS, NOUNS
from giamngheo.documents.tables import Row, Table
from giamngheo.documents.targets import Target
from giamngheo.lib.numbers import BadNumber, Number, parse_number
from giamngheo.lib.text import fold

_NAMED_RE = re.compile(r"(?:ten |noi dung |cac )?(?:chi tieu|muc tieu|chi so)(?: \w+){0,3}")
_UNIT_RE = re.compile(r"don vi(?: tinh)?|dvt|dv tinh")
_PLAN_RE = re.compile(r"\b(?:ke hoach|muc tieu|phan dau|chi tieu(?: giao)?|giao|kh)\b")
_DONE_RE = re.compile(r"\b(?:thuc hien|uoc|hien trang|ket qua|dau ky|dau nam|th)\b")
_SIGNS = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", ">": ">", "<": "<", "~": "~", "≈": "~"}
_N = r"\d[\d.]*(?:,\d+)?"
_CELL_RE = re.compile(
    rf"(?P<sign>{'|'.join([*_SIGNS, *COMPARATORS])}|từ)?\s*(?P<low>{_N})"
    rf"(?:\s*(?:-|–|đến)\s*(?P<high>{_N}))?\s*%?",
    re.IGNORECASE,
)


def targets_in_table(table: Table, section: str, year: int | None) -> list[Target]:
    """Return a target per row with a figure planned; empty when the table is of another kind."""
    words = [fold(" ".join(column.path)) for column in table.columns]
    name = _first(words, _NAMED_RE.fullmatch)
    unit = _first(words, _UNIT_RE.fullmatch)
    plan = _planned(table.columns, words, {name, unit})
    if name is None or unit is None or plan is None:
        return []
    rows = [row for row in table.rows if row.cells[name] and row.cells[plan]]
    found = (_target(row, section, name, unit, plan, year) for row in rows)
    return [target for target in found if target is not None]


def _first(words: Sequence[str], is_match: object) -> int | None:
    assert callable(is_match)
    return next((place for place, one in enumerate(words) if is_match(one)), None)


def _planned(columns: Sequence[Column], words: Sequence[str], taken: set[int | None]) -> int | None:
    """Return the place of what is planned: named so, for the whole and the last year."""
    places = [
        place
        for place, one in enumerate(words)
        if place not in taken and _PLAN_RE.search(one) and not _DONE_RE.search(one)
    ]
    return (
        max(places, key=lambda place: re.findall(r"20\d\d", words[place])[-1:] or [""])
        if (places)
        else None
    )


def _target(
    row: Row, section: str, name: int, unit: int, plan: int, year: int | None
) -> Target | None:
    match = _CELL_RE.fullmatch(row.cells[plan])
    if match is None:
        return None
    try:
        low = parse_number(match["low"])
        high = parse_number(match["high"]) if match["high"] else None
    except BadNumber:
        return None
    what = _found(row.cells[name], row.cells[unit])
    return Target(
        id="",
        section=section,
        line=row.line,
        text=" ".join(filter(None, row.cells)),
        indicator=what.indicator,
        label=row.cells[name],
        direction=what.direction,
        comparator="range" if high is not None else _comparator(match["sign"]),
        value=None if high is not None else low,
        value_min=low if high is not None else None,
        value_max=high,
        unit=what.unit,
        as_written=row.cells[plan],
        population=None,
        year=year,
        baseline=_baseline(row, plan),
    )


def _comparator(sign: str | None) -> str:
    written = (sign or "").lower()
    return _SIGNS.get(written) or COMPARATORS.get(written) or "="


def _baseline(row: Row, plan: int) -> Number | None:
    """Return the figure left of the plan's, which a table gives to compare with."""
    before = list(row.values.values())[plan - 1]
    is_number = isinstance(before, int | Decimal) and not isinstance(before, bool)
    return before if is_number else None


def _found(label: str, unit: str) -> Found:
    words = fold(label)
    noun = NOUNS.get(unit.lower(), "")
    if "%" not in unit:
        found = indicator_of(
            kind="count", unit=noun, how="", before=words, after=words, sentence=words
        )
        return found if noun else Found(found.indicator, label, found.direction, unit)
    if re.search(r"\b(?:muc|ty le) giam\b|\bgiam (?:ty le )?ho\b", words):
        near = "near_poverty_rate" if "can ngheo" in words else "poverty_rate"
        return Found(f"{near}_reduction", label, "decrease", "percentage point")
    if re.match(r"ty le ho (?:can )?ngheo\b(?!.*\bduoc\b)", words):
        near = "near_poverty_rate" if "can ngheo" in words else "poverty_rate"
        return Found(f"{near}_end_of_year", label, "level", "%")
    return indicator_of(kind="percent", unit="", how="", before="", after=words, sentence=words)
