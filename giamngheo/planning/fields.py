"""What of an item a person can correct, and how typed words become its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from giamngheo.lib.dates import format_date, parse_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number, parse_number
from giamngheo.planning.enums import Measure


class FieldBad(Refusal):
    code = "PLA-013"
    sentence = (
        "Chưa ghi được phần sửa: «{label}» có nội dung «{written}». {wanted}, hoặc để trống, rồi "
        "ghi lại."
    )


@dataclass(frozen=True)
class Field:
    """One thing that can be corrected. kind: text, long, number, date, list, choice."""

    name: str
    label: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()


_DOCUMENT: Final[dict[str, tuple[str, str]]] = {
    "type": ("Loại văn bản", "text"),
    "code": ("Số, ký hiệu", "text"),
    "date": ("Ngày ban hành", "date"),
    "place": ("Địa danh", "text"),
    "title": ("Trích yếu", "long"),
    "issuer": ("Cơ quan ban hành", "text"),
    "first_year": ("Từ năm", "number"),
    "last_year": ("Đến năm", "number"),
    "signer": ("Người ký", "text"),
}
_CITATION = (
    Field("type", "Loại văn bản"),
    Field("code", "Số, ký hiệu"),
    Field("date", "Ngày", "date"),
    Field("issuer", "Cơ quan ban hành"),
    Field("subject", "Trích yếu", "long"),
)
_COMPARATORS = (
    ("", "không ghi"),
    ("=", "bằng"),
    (">=", "từ … trở lên"),
    (">", "trên"),
    ("<=", "không quá"),
    ("<", "dưới"),
    ("~", "khoảng"),
    ("range", "trong khoảng"),
)
_FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    "targets": (
        Field("label", "Chỉ tiêu"),
        Field("comparator", "So sánh", "choice", _COMPARATORS),
        Field("value", "Mức", "number"),
        Field("value_min", "Từ", "number"),
        Field("value_max", "Đến", "number"),
        Field("unit", "Đơn vị tính"),
        Field("population", "Đối tượng"),
        Field("year", "Năm", "number"),
        Field("indicator", "Mã chỉ tiêu"),
    ),
    "tasks": (
        Field("text", "Việc phải làm", "long"),
        Field("lead", "Chủ trì", "list"),
        Field("coordinate", "Phối hợp", "list"),
        Field("reports_to", "Báo cáo", "list"),
    ),
    "credit_targets": (
        Field("group", "Đối tượng"),
        Field("amount", "Số tiền (triệu đồng)", "number"),
        Field("year", "Năm", "number"),
    ),
    "reporting": (
        Field("reporter", "Cơ quan báo cáo"),
        Field("recipient", "Nơi nhận báo cáo"),
        Field("frequency", "Định kỳ"),
        Field("through", "Qua"),
    ),
    "recipients": (Field("name", "Nơi nhận"), Field("purpose", "Để")),
    "annexes": (Field("mention", "Phụ lục"),),
    "footnotes": (Field("text", "Chú thích", "long"),),
    "legal_bases": _CITATION,
    "references": _CITATION,
}
_MONEY = (
    ("total", "Tổng số"),
    ("state_budget_total", "Ngân sách nhà nước"),
    ("state_budget", "Ngân sách nhà nước"),
    ("investment", "Đầu tư phát triển"),
    ("recurrent", "Sự nghiệp"),
    ("central", "Trung ương"),
    ("central_investment", "Trung ương, đầu tư"),
    ("central_recurrent", "Trung ương, sự nghiệp"),
    ("local", "Địa phương"),
    ("local_investment", "Địa phương, đầu tư"),
    ("local_recurrent", "Địa phương, sự nghiệp"),
    ("people", "Người dân"),
)
MONEY_NAMES: Final = tuple(name for name, _ in _MONEY)
MEASURE_LABELS: Final = dict(Measure.choices)


def fields_of(*, block: str, data: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return what can be corrected of an item, in the order of the form; () for prose."""
    if block == "document":
        label, kind = _DOCUMENT[data["field"]]
        return (Field("value", label, kind),)
    if block == "budget":
        names = [one for one in _MONEY if one[0] in data]
        return tuple(Field(name, f"{label} (triệu đồng)", "number") for name, label in names)
    if block == "tables":
        return _row_fields(data)
    return _FIELDS.get(block, ())


def _row_fields(data: Mapping[str, Any]) -> tuple[Field, ...]:
    if data["part"] == "head":
        return (Field("title", "Tên bảng", "long"),)
    plain = {
        name: value
        for name, value in data.items()
        if name not in ("table", "part", "line", "cells", "stt", "lines")
    }
    return tuple(
        Field(name, MEASURE_LABELS.get(name) or _COLUMNS.get(name, name), _kind(name, value))
        for name, value in plain.items()
    )


_COLUMNS = {"unit": "Đơn vị", "units": "Đơn vị", "name": "Họ và tên", "position": "Chức vụ"}


def _kind(name: str, value: Any) -> str:
    if name in MEASURE_LABELS or isinstance(value, int | float):
        return "number"
    return "list" if isinstance(value, list) else "text"


def corrected_of(
    *, block: str, data: Mapping[str, Any], typed: Mapping[str, str]
) -> dict[str, Any]:
    """
    Return the item's data with what was typed in place of what was read.

    A field that is not in `typed` stays; an empty one becomes None (a list becomes empty).
    Raises: FieldBad [PLA-013].
    """
    done = dict(data)
    for field in fields_of(block=block, data=data):
        if field.name in typed:
            done[field.name] = _value(field, typed[field.name].strip())
    return done


def _value(field: Field, written: str) -> Any:
    if field.kind == "list":
        return [part.strip() for part in written.replace("\n", ";").split(";") if part.strip()]
    if not written:
        return None
    if field.kind == "number":
        return _number(field, written)
    if field.kind == "date":
        try:
            return parse_date(written).isoformat()
        except Refusal as no:
            wanted = "Ghi ngày dạng 31/01/2020"
            raise FieldBad(label=field.label, written=written, wanted=wanted) from no
    if field.kind == "choice" and written not in dict(field.choices):
        raise FieldBad(label=field.label, written=written, wanted="Chọn một mục trong danh sách")
    return written


def _number(field: Field, written: str) -> int | float:
    try:
        plain = Decimal(parse_number(written))
    except Refusal as no:
        wanted = "Ghi số dạng 1.297 hoặc 0,89"
        raise FieldBad(label=field.label, written=written, wanted=wanted) from no
    return int(plain) if plain == plain.to_integral_value() else float(plain)


def shown(*, field: Field, data: Mapping[str, Any]) -> str:
    """Return the value of a field as it is typed and read on the page."""
    value = data.get(field.name)
    if value is None:
        return ""
    if field.kind == "date":
        return format_date(date.fromisoformat(value))
    if field.kind == "list":
        return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    if field.kind == "number" and isinstance(value, int | float):
        return str(value) if "year" in field.name or _is_year(data) else _written(value)
    return str(value)


def _is_year(data: Mapping[str, Any]) -> bool:
    return str(data.get("field", "")).endswith("_year")


def _written(value: float) -> str:
    plain = Decimal(str(value)).normalize()
    return format_number(plain, max(-int(plain.as_tuple().exponent), 0))
