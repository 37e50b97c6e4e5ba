"""Rows of two standards side by side, with what differs marked."""

from dataclasses import replace

from giamngheo.law.standard_types import Standard
from giamngheo.law.standard_view import (
    NONE_TEXT,
    NOT_FOUND_TEXT,
    Line,
    absent_text,
    standard_lines,
)
from giamngheo.web.tables import Cell, Column, Row, Status


def compare_columns(first: Standard, second: Standard) -> tuple[Column, ...]:
    return (
        Column(key="label", head="Quy định", row_head=True, sortable=False),
        Column(key="first", head=first.code, sortable=False),
        Column(key="second", head=second.code, sortable=False),
        Column(key="mark", head="So sánh", kind="status", sortable=False),
    )


def compare_rows(first: Standard, second: Standard, *, only_different: bool) -> list[Row]:
    """Return every value of both, in the order of the first, then what only the second has."""
    left, right = _lines(first), _lines(second)
    keys = [*left, *(key for key in right if key not in left)]
    rows = [
        _compare_row(
            left.get(key) or _not_found(right[key], first),
            right.get(key) or _not_found(left[key], second),
            first,
            second,
        )
        for key in keys
    ]
    return [row for row in rows if row.tone or not only_different]


def _lines(standard: Standard) -> dict[str, Line]:
    return {line.key: line for line in standard_lines(standard)}


def _not_found(other: Line, standard: Standard) -> Line | None:
    """Return the line of what nobody found for `standard`; None for what it does not have."""
    if absent_text(standard=standard, key=other.key) != NOT_FOUND_TEXT:
        return None
    return replace(other, value=NOT_FOUND_TEXT, source="", confidence=NOT_FOUND_TEXT, note="")


def _compare_row(one: Line | None, other: Line | None, first: Standard, second: Standard) -> Row:
    shown = one or other
    assert shown is not None
    mark = _difference(one, other, first, second)
    return Row(
        cells={
            "label": Cell(value=_plain_label(shown), note=shown.section),
            "first": _compare_cell(one),
            "second": _compare_cell(other),
            "mark": mark,
        },
        tone="look" if mark.tone == "look" else "",
    )


def _plain_label(line: Line) -> str:
    """Return an indicator's name without its number, which differs between standards."""
    return line.label.partition(". ")[2] if line.key.startswith("indicator.") else line.label


def _compare_cell(line: Line | None) -> Cell:
    if line is None:
        return Cell(value=NONE_TEXT)
    if not line.source:
        return Cell(value=line.value)
    return Cell(value=line.value, note=f"{line.source} ({line.confidence})")


def _difference(one: Line | None, other: Line | None, first: Standard, second: Standard) -> Status:
    if one is None or other is None:
        return Status(tone="look", word=f"Chỉ có ở {(first if one else second).code}")
    if one.value == other.value:
        same = one.value != NOT_FOUND_TEXT
        return Status(tone="plain", word="Giống nhau" if same else "Chưa rõ cả hai")
    if NOT_FOUND_TEXT in (one.value, other.value):
        return Status(tone="plain", word="Chưa rõ: một bên chưa tìm thấy")
    return Status(tone="look", word="Khác")
