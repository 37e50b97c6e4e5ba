"""The dated rows of one household, fetched in one query for its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from giamngheo.registry.models import (
    Household,
    HouseholdMark,
    HouseholdStatus,
    LivingConditions,
    Member,
)

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, kw_only=True)
class HouseholdRows:
    """Statuses, living conditions and decided marks, the latest first; present members in order."""

    statuses: list[HouseholdStatus]
    conditions: list[LivingConditions]
    marks: list[HouseholdMark]
    members: list[Member]


def rows_of_household(*, household: Household) -> HouseholdRows:
    """Return what is dated of the household and who is in it. One SQL query."""
    mine = {"household": OuterRef("pk")}
    asked = {
        "statuses": HouseholdStatus.objects.filter(**mine).order_by("-valid_from"),
        "conditions": LivingConditions.objects.filter(**mine).order_by("-valid_from"),
        "marks": HouseholdMark.objects.filter(**mine).order_by("-valid_from"),
        "members": Member.objects.present().filter(**mine).order_by("position"),
    }
    found = Household.objects.filter(pk=household.pk).values_list(
        *(ArraySubquery(rows.values(json=_as_json(rows.model))) for rows in asked.values())
    )
    statuses, conditions, marks, members = found.get()
    return HouseholdRows(
        statuses=_rebuilt(HouseholdStatus, statuses),
        conditions=_rebuilt(LivingConditions, conditions),
        marks=_rebuilt(HouseholdMark, marks),
        members=_rebuilt(Member, members),
    )


def _stored(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _as_json(model: type[models.Model]) -> JSONObject:
    return JSONObject(**{field.attname: field.attname for field in _stored(model)})


def _rebuilt(model: type[Row], rows: Iterable[dict[str, Any]]) -> list[Row]:
    fields = _stored(model)
    names = [field.attname for field in fields]
    return [
        model.from_db("default", names, [field.to_python(row[field.attname]) for field in fields])
        for row in rows
    ]
