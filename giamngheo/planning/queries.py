"""Questions about plans: which ones are there, and which holds for a unit and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import islice

from django.db.models import Q, QuerySet

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.documents.reading import PlanReading, read_text_lines
from giamngheo.documents.sources import to_lines
from giamngheo.lib.text import fold
from giamngheo.planning.enums import ItemState, PlanStage
from giamngheo.planning.legal import key_of_code, year_in_code
from giamngheo.planning.models import (
    AllocationRow,
    Guidance,
    LegalDocument,
    MoneyLine,
    Plan,
    PlanTask,
)


def plans_visible(*, scope: Scope) -> QuerySet[Plan]:
    """
    Return the plans the reader may open, the latest first, without their full text.

    Those of her units and below; and, once committed, those of the units above hers, which are
    sent down to be carried out. A plan that was only read is for those who put plans in.
    """
    found = Plan.objects.defer("text").order_by("-issued_date", "-imported_at")
    inside = scope.filter(found)
    above = Q(unit_path__in=_prefixes(scope.paths), stage=PlanStage.COMMITTED)
    read = Q(stage=PlanStage.READ)
    handled = scope.filter(Plan.objects.filter(read), permission=Permission.IMPORT_PLAN)
    own = Q(stage=PlanStage.READ, imported_by=scope.user.get_username() if scope.user else "-")
    return found.filter(
        Q(pk__in=inside.filter(~read).values("pk")) | above | Q(pk__in=handled.values("pk")) | own
    )


def may_read(*, plan: Plan, scope: Scope) -> bool:
    """Return whether the reader may open the plan: as `plans_visible`, for one."""
    if plan.is_committed:
        return scope.touches(plan.unit_path)
    return may_handle(plan=plan, scope=scope)


def may_handle(*, plan: Plan, scope: Scope) -> bool:
    """
    Return whether the reader may decide its items, commit it, follow it up.

    Who puts plans in for the unit; for a plan of a unit above also who put it in below.
    """
    if scope.can(Permission.IMPORT_PLAN, plan.unit_path):
        return True
    user = scope.user.get_username() if scope.user else ""
    own = bool(user) and plan.imported_by == user
    return own and scope.touches(plan.unit_path, Permission.IMPORT_PLAN)


def _prefixes(paths: Iterable[str]) -> set[str]:
    """Return the paths of the units above: /1/ and /1/20/ of /1/20/300/."""
    found: set[str] = set()
    for path in paths:
        parts = path.strip("/").split("/")
        found |= {f"/{'/'.join(parts[:size])}/" for size in range(1, len(parts))}
    return found


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
    found = Plan.objects.select_related("unit", "parent").defer("parent__text")
    return found.filter(pk=plan_id).first()


def plans_in_force() -> QuerySet[Plan]:
    """Return the committed plans that no committed correction took the place of."""
    return Plan.objects.filter(stage=PlanStage.COMMITTED).exclude(
        superseded_by__stage=PlanStage.COMMITTED
    )


def plan_of(*, unit: Unit, year: int) -> Plan | None:
    """Return the plan in force for the unit and year: of one year before one of a period."""
    return _nearest(plans_in_force().filter(unit=unit), year)


def plan_naming(*, unit: Unit, year: int) -> Plan | None:
    """Return the plan of a unit above that allocates to `unit`, as a district's to a commune."""
    rows = AllocationRow.objects.filter(unit=unit, is_total=False)
    return _nearest(plans_in_force().filter(pk__in=rows.values("plan")).exclude(unit=unit), year)


def _nearest(plans: QuerySet[Plan], year: int) -> Plan | None:
    return min(
        plans.filter(first_year__lte=year, last_year__gte=year).defer("text"),
        key=lambda plan: (plan.last_year - plan.first_year, -plan.imported_at.timestamp()),
        default=None,
    )


def tasks_of(*, plan: Plan) -> QuerySet[PlanTask]:
    """Return the committed tasks of the plan in its order."""
    return plan.tasks.order_by("position")


def money_of(*, plan: Plan) -> QuerySet[MoneyLine]:
    """Return the committed money lines of the plan in its order, headlines among them."""
    return plan.money_lines.order_by("position")


def reading_of(*, plan: Plan) -> PlanReading:
    """
    Return the plan's text read again, its head as people corrected it; one query.

    For a writer: parts that a person refused are left out of targets, tasks and recipients.
    """
    reading = read_text_lines(to_lines(plan.text), file_name=plan.file_name)
    refused = set(
        plan.items.filter(state=ItemState.REJECTED).values_list("block", "line", "last_line")
    )
    head = replace(
        reading.head,
        title=plan.title or None,
        date=plan.issued_date,
        first_year=plan.first_year,
        last_year=plan.last_year,
    )
    return replace(
        reading,
        head=head,
        targets=tuple(
            one for one in reading.targets if ("targets", one.line, one.line) not in refused
        ),
        tasks=tuple(one for one in reading.tasks if ("tasks", *one.lines) not in refused),
        recipients=tuple(
            one for one in reading.recipients if ("recipients", *one.lines) not in refused
        ),
    )


def legal_document(*, code: str, issued_date: date | None = None) -> LegalDocument | None:
    """
    Return the registered document of a number and day; None when there is none, or several.

    A number with its year (38/2023/NĐ-CP) is enough by itself.
    """
    found = LegalDocument.objects.filter(code_key=key_of_code(code))
    if issued_date is not None and not year_in_code(code):
        found = found.filter(issued_date=issued_date)
    few = list(found.order_by("id")[:2])
    return few[0] if few and (len(few) == 1 or year_in_code(code)) else None


def guidance_registered(*, plan_task: PlanTask) -> LegalDocument | None:
    """Return the guidance that came for a task that waits for it, the first; None while it waits.

    A room that shows many tasks asks `guidances_of` once instead.
    """
    found = Guidance.objects.filter(task=plan_task).select_related("document").order_by("id")
    first = found.first()
    return first.document if first else None


def guidances_of(*, plans: QuerySet[Plan]) -> dict[int, LegalDocument]:
    """Return the guidance that came, by the id of its task; one query."""
    found = Guidance.objects.filter(task__plan__in=plans).select_related("document")
    return {one.task_id: one.document for one in found.order_by("-id")}
