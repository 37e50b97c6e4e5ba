"""Changes of rows as they are made, kept before and after, and taken back in the other order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from giamngheo.registry.enums import Closed, Left
from giamngheo.registry.models import (
    Household,
    HouseholdLink,
    LivingConditions,
    Member,
    Residence,
)

TABLES: dict[str, type[Model]] = {
    "household": Household,
    "member": Member,
    "residence": Residence,
    "conditions": LivingConditions,
    "link": HouseholdLink,
}
_NAMES = {model: name for name, model in TABLES.items()}


class ChangedSince(Exception):
    """A row is no longer as the change left it."""


class Effects:
    """Writes rows and remembers what they were."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def change(self, row: Model, **values: Any) -> None:
        """Set fields of a stored row; fields that have the value already are passed over."""
        before = {name: getattr(row, _attname(row, name)) for name in values}
        new = {name: value for name, value in values.items() if before[name] != value}
        if not new:
            return
        for name, value in new.items():
            setattr(row, _attname(row, name), value)
        row.save(update_fields=list(new))
        self._keep(row, {name: before[name] for name in new}, new)

    def create(self, row: Model) -> None:
        row.save(force_insert=True)
        self._keep(row, None, {})

    def _keep(self, row: Model, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
        kept = {"table": _NAMES[type(row)], "id": row.pk, "before": before, "after": dict(after)}
        self.rows.append(json.loads(json.dumps(kept, cls=DjangoJSONEncoder)))


def take_back(rows: Sequence[Mapping[str, Any]]) -> None:
    """
    Bring every row back to what it was, the last change first.

    What was created is retracted: members and households keep an empty period, since others may
    have noted their numbers; dated rows without one go (the audit trail keeps them).
    Raises: ChangedSince.
    """
    for kept in reversed(rows):
        model = TABLES[kept["table"]]
        row = model._default_manager.select_for_update().filter(pk=kept["id"]).first()
        if row is None:
            raise ChangedSince
        if kept["before"] is None:
            _retract(row)
        else:
            _restore(row, before=kept["before"], after=kept["after"])


def _restore(row: Model, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for name, value in after.items():
        if getattr(row, _attname(row, name)) != _value(row, name, value):
            raise ChangedSince
    for name, value in before.items():
        setattr(row, _attname(row, name), _value(row, name, value))
    row.save(update_fields=list(before))


def _retract(row: Model) -> None:
    if isinstance(row, Member):
        row.valid_to, row.left_as = row.valid_from, Left.RETRACTED
        row.save(update_fields=["valid_to", "left_as"])
    elif isinstance(row, Household):
        row.registered_to, row.closed_as = row.registered_from, Closed.RETRACTED
        row.save(update_fields=["registered_to", "closed_as"])
    else:
        row.delete()


def _attname(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).attname)  # type: ignore[union-attr]


def _value(row: Model, name: str, value: Any) -> Any:
    """Return a value of the kept JSON as its field holds it."""
    field: Any = row._meta.get_field(name)
    return value if field.is_relation else field.to_python(value)
