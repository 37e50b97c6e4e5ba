"""Questions about plans: which ones are there, and which holds for a unit and year."""

from __future__ import annotations

from itertools import islice

from django.db.models import QuerySet

from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.lib.text import fold
from giamngheo.planning.models import AllocationRow, Plan


def plans_visible(*, scope: Scope) -> QuerySet[Plan]:
    """Return the plans in scope, the latest first, without their full text."""
    return scope.filter(Plan.objects.defer("text")).order_by("-issued_date", "-imported_at")


def plans_named(*, text: str, scope: Scope, limit: int) -> list[Plan]:
    """Return the plans in scope whose number or title holds every word typed, marks or not."""
    words = fold(text).split()
    if not words:
        return []
    # An office has tens of plans, not thousands: they are matched here, without a search column.
    found = (
        plan
        for plan in plans_visible(scope=scope)
        if all(word in fold(f"{plan.code} {plan.title}") for word in words)
    )
    return list(islice(found, limit))


def plan_or_none(*, plan_id: int) -> Plan | None:
    """Return the plan with its unit; the caller asks `require` before showing it."""
    return Plan.objects.select_related("unit").filter(pk=plan_id).first()


def plan_of(*, unit: Unit, year: int) -> Plan | None:
    """Return the plan in force for the unit and year: of one year before one of a period."""
    return _nearest(Plan.objects.filter(unit=unit), year)


def plan_naming(*, unit: Unit, year: int) -> Plan | None:
    """Return the plan of a unit above that allocates to `unit`, as a district's to a commune."""
    rows = AllocationRow.objects.filter(unit=unit, is_total=False)
    return _nearest(Plan.objects.filter(pk__in=rows.values("plan")).exclude(unit=unit), year)


def _nearest(plans: QuerySet[Plan], year: int) -> Plan | None:
    return min(
        plans.filter(first_year__lte=year, last_year__gte=year).defer("text"),
        key=lambda plan: (plan.last_year - plan.first_year, -plan.imported_at.timestamp()),
        default=None,
    )
