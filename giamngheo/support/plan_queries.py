"""What is planned for households, and what was known of them in the year it is planned for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from giamngheo.support.enums import OPEN_WORK_KINDS, WorkKind
from giamngheo.support.models import (
    HouseholdCause,
    HouseholdNeed,
    HouseholdPlan,
    WorkingCategory,
)


def plans_of_households(*, household_ids: Sequence[int], year: int) -> dict[int, HouseholdPlan]:
    """Return the plans of one year by household, with their measures. Two SQL queries."""
    found = HouseholdPlan.objects.filter(household__in=list(household_ids), year=year)
    return {one.household_id: one for one in found.prefetch_related("measures")}


def causes_known(
    *, household_ids: Sequence[int], since: date, until: date
) -> dict[int, list[HouseholdCause]]:
    """Return the causes in force at any time of a span, the main one first. One SQL query."""
    found: dict[int, dict[str, HouseholdCause]] = {}
    for row in _known(HouseholdCause, household_ids, since, until):
        found.setdefault(row.household_id, {})[row.code] = row
    return {
        pk: sorted(rows.values(), key=lambda row: (not row.is_main, row.pk))
        for pk, rows in found.items()
    }


def needs_known(
    *, household_ids: Sequence[int], since: date, until: date
) -> dict[int, list[HouseholdNeed]]:
    """Return the wishes in force at any time of a span, the same words once. One SQL query."""
    found: dict[int, dict[str, HouseholdNeed]] = {}
    for row in _known(HouseholdNeed, household_ids, since, until):
        found.setdefault(row.household_id, {})[row.words] = row
    return {pk: list(rows.values()) for pk, rows in found.items()}


def open_categories_known(
    *, household_ids: Sequence[int], since: date, until: date
) -> dict[int, WorkKind]:
    """Return the working categories that are no secret, the latest of a span. One SQL query."""
    rows = _known(WorkingCategory, household_ids, since, until)
    return {row.household_id: WorkKind(row.kind) for row in rows if row.kind in OPEN_WORK_KINDS}


def _known(model: Any, household_ids: Sequence[int], since: date, until: date) -> Any:
    return model.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=since),
        household__in=list(household_ids),
        valid_from__lte=until,
    ).order_by("valid_from", "id")
