"""Values sent for fields of a stored row, checked by the fields themselves."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateField, DecimalField, Field, Model

from giamngheo.lib.dates import parse_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import clean
from giamngheo.registry.refusals import BadValue


def clean_values(
    *, household: str, row: Model, values: Mapping[str, Any], allowed: Collection[str]
) -> dict[str, Any]:
    """
    Return the values as their fields hold them: "" is "chưa rõ" (null) where the field allows it.

    Raises: BadValue [REG-015] for a field that is not `allowed`, or a value it does not take.
    """
    return {name: _cleaned(household, row, name, value, allowed) for name, value in values.items()}


def _cleaned(household: str, row: Model, name: str, value: Any, allowed: Collection[str]) -> Any:
    if name not in allowed:
        raise BadValue(household=household, field=f"mục “{name}”", problem="không sửa ở đây được")
    field: Field[Any, Any] = row._meta.get_field(name)  # type: ignore[assignment]
    if isinstance(value, str):
        value = clean(value)
    if field.null and value == "":
        return None
    try:
        typed = field.clean(_read(field, value), row)
        if isinstance(typed, Decimal) and typed < 0:
            raise ValidationError("", code="negative")
    except (ValidationError, Refusal) as error:
        problem = _PROBLEMS.get(_code_of(error), f"ghi “{value}” chưa đọc được")
        label = str(field.verbose_name)
        raise BadValue(household=household, field=f"mục “{label}”", problem=problem) from error
    return typed


def _read(field: Field[Any, Any], value: Any) -> Any:
    """Return dates and numbers as they are written here: 31/12/2020, 31,9."""
    if isinstance(value, str) and isinstance(field, DateField):
        return parse_date(value)
    if isinstance(value, str) and isinstance(field, DecimalField) and "," in value:
        return value.replace(".", "").replace(",", ".")
    return value


def _code_of(error: ValidationError | Refusal) -> str:
    if isinstance(error, Refusal):
        return error.code
    return str(error.error_list[0].code or "")


_PROBLEMS = {
    "blank": "còn trống",
    "null": "còn trống",
    "max_length": "dài quá mức cho phép",
    "max_digits": "lớn quá mức cho phép",
    "max_whole_digits": "lớn quá mức cho phép",
    "max_decimal_places": "có quá nhiều chữ số sau dấu phẩy",
    "negative": "không thể âm",
    "invalid_choice": "không có lựa chọn này",
    "item_invalid": "không có lựa chọn này",
}
