"""What is known of households' circumstances, within somebody's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.registry.models import Household
from giamngheo.support.enums import OPEN_WORK_KINDS, WorkKind
from giamngheo.support.models import (
    Circumstance,
    CommunityMeasure,
    HouseholdCause,
    HouseholdNeed,
    LandLack,
    WorkingCategory,
)


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """
    One household's circumstances as one reader may see them: those in force, and those before.

    working: the category in force that the reader may see. Whoever may not see what is
    confidential gets no past category either: a gap in the days would tell.
    """

    causes: tuple[HouseholdCause, ...]
    needs: tuple[HouseholdNeed, ...]
    lands: tuple[LandLack, ...]
    working: WorkingCategory | None
    measures: tuple[CommunityMeasure, ...]
    past: tuple[Circumstance, ...]
    sees_confidential: bool


def may_see_confidential(*, household: Household, scope: Scope) -> bool:
    return scope.can(Permission.VIEW_CONFIDENTIAL, household.unit_path)


def circumstances_of(*, household: Household, scope: Scope, as_of: date) -> Circumstances:
    """
    Return what the reader may see of a household's circumstances. Four or five SQL queries.

    The caller has asked VIEW_PERSONAL at the household.
    """
    secret = may_see_confidential(household=household, scope=scope)
    causes, causes_past = _split(_rows(HouseholdCause, household), as_of)
    needs, needs_past = _split(_rows(HouseholdNeed, household), as_of)
    lands, lands_past = _split(_rows(LandLack, household), as_of)
    working, working_past = _split(_categories(household, scope, secret), as_of)
    measures, measures_past = _split(_measures(household, scope, secret), as_of)
    past = [*causes_past, *needs_past, *lands_past, *measures_past]
    if secret:
        past += working_past
    return Circumstances(
        causes=tuple(sorted(causes, key=lambda one: (not one.is_main, one.pk))),
        needs=tuple(needs),
        lands=tuple(lands),
        working=working[0] if working else None,
        measures=tuple(measures),
        past=tuple(sorted(past, key=lambda one: one.valid_to or date.max, reverse=True)),
        sees_confidential=secret,
    )


def confidential_households(
    *, path: str, scope: Scope, as_of: date
) -> tuple[list[WorkingCategory], list[CommunityMeasure]]:
    """
    Return the households of one commune to be persuaded and its community measures, by due day.

    Nothing without VIEW_CONFIDENTIAL at `path`; nothing written in another commune.
    """
    if not scope.can(Permission.VIEW_CONFIDENTIAL, path):
        return [], []
    inside = {"unit_path__startswith": path, "household__unit_path__startswith": path}
    categories: Any = WorkingCategory.objects.in_force(as_of)
    measures: Any = CommunityMeasure.objects.in_force(as_of)
    return (
        list(
            categories.filter(kind=WorkKind.PERSUASION, **inside)
            .select_related("household__unit__parent")
            .order_by("household__sort_key", "id")
        ),
        list(
            measures.filter(**inside)
            .select_related("household__unit__parent")
            .order_by("review_on", "id")
        ),
    )


def rows_of_households(
    *, model: type[Circumstance], household_ids: Sequence[int], as_of: date
) -> dict[int, list[Any]]:
    """
    Return the causes, needs or land lacks in force of many households, by household.

    Never the other tables: they hold what is confidential.
    """
    if model not in (HouseholdCause, HouseholdNeed, LandLack):
        raise TypeError(f"{model.__name__} is not for lists")
    rows: Any = model.objects.in_force(as_of)
    found: dict[int, list[Any]] = {}
    for row in rows.filter(household__in=list(household_ids)).order_by("id"):
        found.setdefault(row.household_id, []).append(row)
    return found


def _rows(model: Any, household: Household) -> list[Any]:
    found = model.objects.filter(household=household).select_related("recorded_by")
    return list(found.order_by("-valid_from", "id"))


def _categories(household: Household, scope: Scope, secret: bool) -> list[WorkingCategory]:
    rows: list[WorkingCategory] = _rows(WorkingCategory, household)
    return [
        row
        for row in rows
        if row.kind in OPEN_WORK_KINDS
        or (secret and scope.can(Permission.VIEW_CONFIDENTIAL, row.unit_path))
    ]


def _measures(household: Household, scope: Scope, secret: bool) -> list[CommunityMeasure]:
    if not secret:
        return []
    rows: list[CommunityMeasure] = _rows(CommunityMeasure, household)
    return [row for row in rows if scope.can(Permission.VIEW_CONFIDENTIAL, row.unit_path)]


def _split(rows: Sequence[Any], as_of: date) -> tuple[list[Any], list[Any]]:
    """Return those in force on the day, and those that ended by then."""
    here = [
        row
        for row in rows
        if row.valid_from <= as_of and (row.valid_to is None or as_of < row.valid_to)
    ]
    return here, [row for row in rows if row.valid_to is not None and row.valid_to <= as_of]
