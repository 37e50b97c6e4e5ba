"""Form fields for facts of a stored row: yes, no and "chưa rõ" are three answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db import models

from giamngheo.lib.dates import format_date
from giamngheo.lib.numbers import format_number

NOT_KNOWN = "Chưa rõ"
YES_NO = (("1", "Có"), ("0", "Không"))


def fact_fields(row: models.Model, names: Sequence[str]) -> dict[str, forms.Field]:
    """Return a form field for each of the row's fields, filled with what is known."""
    return {name: _form_field(row, row._meta.get_field(name)) for name in names}


def _form_field(row: models.Model, field: Any) -> forms.Field:
    value = getattr(row, field.attname)
    label = _capital(str(field.verbose_name))
    if isinstance(field, models.BooleanField):
        choices = [("", NOT_KNOWN), *YES_NO] if field.null else list(YES_NO)
        start = "" if value is None else str(int(value))
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=start)
    if getattr(field, "base_field", None) is not None:
        return forms.MultipleChoiceField(
            label=label,
            choices=[("?", NOT_KNOWN), *field.base_field.choices],
            required=False,
            initial=["?"] if value is None else value,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
            help_text="Không chọn mục nào: hộ không có",
        )
    if field.choices:
        first = [("", NOT_KNOWN)] if field.null else []
        return forms.ChoiceField(
            label=label, choices=[*first, *field.choices], required=False,
            initial="" if value is None else value,
        )  # fmt: skip
    if isinstance(field, models.DateField):
        start = format_date(value) if value else ""
        return forms.CharField(
            label=label, required=False, initial=start, help_text="Ví dụ: 15/10/2021"
        )
    if isinstance(field, models.DecimalField):
        start = "" if value is None else format_number(value)
        return forms.CharField(
            label=label, required=False, initial=start, help_text="Ví dụ: 31,9; để trống: chưa rõ"
        )
    # An empty name is refused by its field, which knows whether it may be empty.
    return forms.CharField(
        label=label, max_length=field.max_length, required=False, initial=value or ""
    )


def values_changed(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the form's values that are not what the row holds already."""
    told = {name: _told(value) for name, value in values.items()}
    return {name: value for name, value in told.items() if not _same(row, name, value)}


def _told(value: Any) -> Any:
    """Return ticked boxes as a list, or None when "chưa rõ" alone is ticked."""
    if not isinstance(value, list):
        return value
    ticked = [one for one in value if one != "?"]
    return None if value and not ticked else ticked


def _same(row: models.Model, name: str, value: Any) -> bool:
    field: Any = row._meta.get_field(name)
    known = getattr(row, field.attname)
    if isinstance(field, models.BooleanField):
        return value in (known, "" if known is None else str(int(known)))
    if isinstance(field, models.DateField) and isinstance(value, str):
        return bool(value.strip() == (format_date(known) if known else ""))
    if isinstance(field, models.DecimalField):
        return bool(value.strip() == ("" if known is None else format_number(known)))
    if isinstance(value, list) or isinstance(known, list):
        return value is known or (None not in (value, known) and sorted(value) == sorted(known))
    return bool(str("" if known is None else known) == str("" if value is None else value).strip())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
