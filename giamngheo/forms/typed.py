"""From what was typed to values, one field at a time; what cannot be read is said, not lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from giamngheo.forms.fields import NO, NONE, YES, Field, Kind, Section
from giamngheo.lib.numbers import BadNumber, format_number, parse_int, parse_number
from giamngheo.lib.text import clean

LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Values by field name (those readable and not empty), and what is wrong with the others."""

    values: dict[str, Any]
    errors: dict[str, str]


def read_typed(*, sections: Iterable[Section], texts: Mapping[str, str]) -> Typed:
    """Return each field's value: int, Decimal, bool, code, or a frozenset of codes."""
    values, errors = {}, {}
    for section in sections:
        for field in section.fields:
            text = clean(texts.get(field.name, ""))
            if not text:
                continue
            try:
                values[field.name] = _value(field, text)
            except ValueError as wrong:
                errors[field.name] = str(wrong)
    return Typed(values=values, errors=errors)


def _value(field: Field, text: str) -> Any:
    if field.kind in (Kind.WHOLE, Kind.NUMBER):
        return _number(field, text)
    if field.kind in (Kind.FLAG, Kind.TICK):
        if text not in (YES, NO):
            raise ValueError("Chọn có hoặc không.")
        return text == YES
    codes = {code for code, _ in field.options}
    if field.kind is Kind.CHOICE:
        if text not in codes:
            raise ValueError(f"“{text[:40]}” không có trong các lựa chọn.")
        return text
    return _several(text, codes)


def _several(text: str, codes: set[str]) -> frozenset[str]:
    chosen = frozenset(text.split(","))
    if not chosen <= codes:
        raise ValueError("Có lựa chọn không thuộc danh sách.")
    if NONE in chosen:
        if len(chosen) > 1:
            raise ValueError("Đã chọn “Không có” thì bỏ các lựa chọn khác.")
        return frozenset()
    return chosen


def _number(field: Field, text: str) -> int | Decimal:
    try:
        number = parse_int(text) if field.kind is Kind.WHOLE else parse_number(text)
    except BadNumber as refused:
        example = "một số nguyên" if field.kind is Kind.WHOLE else "một số, ví dụ 45,5"
        raise ValueError(f"Chưa đọc được “{text[:40]}”: ghi {example}.") from refused
    if number < 0 or (field.most is not None and number > field.most):
        most = f" đến {format_number(field.most)}" if field.most is not None else " trở lên"
        raise ValueError(f"Ghi số từ 0{most}.")
    return number
