"""Living conditions put down from a day on: one row at a time, each day in exactly one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.forms.models import model_to_dict

from giamngheo.lib.numbers import format_number
from giamngheo.registry.cleaning import clean_values
from giamngheo.registry.effects import Effects
from giamngheo.registry.models import Household, LivingConditions

# Everything that describes how a household lives.
FIELDS: Final = tuple(
    field.name
    for field in LivingConditions._meta.fields
    if field.name not in ("id", "household", "valid_from", "valid_to", "source", "recorded_at")
)


def put_conditions(
    *,
    household: Household,
    day: date,
    values: Mapping[str, Any],
    effects: Effects,
    source: str = "",
) -> LivingConditions:
    """
    Say how the household lives from `day` on; what `values` leaves out stays as it was.

    Splits the row of that day, so that a later row keeps its own time. Said again for the same
    day, it replaces what was said.
    Raises: BadValue [REG-015].
    """
    known = list(household.conditions.order_by("valid_from"))
    before = next((row for row in reversed(known) if row.valid_from <= day), None)
    after = next((row for row in known if row.valid_from > day), None)
    cleaned = clean_values(
        household=household.code, row=LivingConditions(), values=values, allowed=FIELDS
    )
    if before is not None and before.valid_from == day:
        effects.change(before, **cleaned, **({"source": source} if source else {}))
        return before
    if before is not None and (before.valid_to is None or before.valid_to > day):
        kept = {name: getattr(before, name) for name in FIELDS}
        if all(kept[name] == value for name, value in cleaned.items()):
            return before
        effects.change(before, valid_to=day)
    else:
        kept = {}
    row = LivingConditions(
        household=household,
        valid_from=day,
        valid_to=after.valid_from if after else None,
        source=source,
        **(kept | cleaned),
    )
    effects.create(row)
    return row


def as_values(row: LivingConditions | None) -> dict[str, Any]:
    """Return the row's answers by field name; all null without a row."""
    if row is None:
        return dict.fromkeys(FIELDS)
    return model_to_dict(row, fields=FIELDS)


def words_of(row: LivingConditions, names: Iterable[str]) -> str:
    """Return the answers to the named questions as one phrase: "diện tích … 47,9; nhà tiêu …"."""
    return "; ".join(f"{_field(name).verbose_name}: {answer_words(row, name)}" for name in names)


def answer_words(row: LivingConditions, name: str) -> str:
    """Return one answer as people say it; null is "chưa rõ"."""
    value, field = getattr(row, name), _field(name)
    if value is None:
        return "chưa rõ"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        named = dict(field.base_field.choices)
        return ", ".join(str(named[one]).lower() for one in value) or "không có"
    if isinstance(value, Decimal):
        return format_number(value)
    return str(dict(field.choices or ()).get(value, value)).lower()


def _field(name: str) -> Any:
    return LivingConditions._meta.get_field(name)
