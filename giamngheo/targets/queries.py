"""Questions about targets and allocations: what holds for a unit, which drafts, who may edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.planning.enums import Measure
from giamngheo.planning.models import AllocationRow, Target
from giamngheo.planning.queries import plan_naming, plan_of
from giamngheo.targets.catalogue import ARRIVING, NEAR_POOR, POOR, Indicator, measures
from giamngheo.targets.enums import AllocationState
from giamngheo.targets.models import Allocation, AllocationLine
from giamngheo.targets.sheet import Sheet, SheetRow
from giamngheo.targets.stocks import TABLE_KEYS

LAST_CHANGES = 8


@dataclass(frozen=True, kw_only=True)
class Allocated:
    """
    What a unit was given for a year, by measure ("poor", "near_poor", "toilet" …), and from what.

    `source` "decision" (with number and day) or "plan"; `stock` None where it is not known.
    """

    unit: Unit
    year: int
    source: str
    code: str
    signed_date: date | None
    households: int | None
    targets: Mapping[str, int]
    stock: Mapping[str, int | None]


def allocated(*, unit: Unit, year: int) -> Allocated | None:
    """
    Return the targets given to `unit` for `year`: by the last decision, else by the plan's table.

    A unit that was given nothing from above but split its own has the sums of its own split. None
    where nobody gave or split anything. Two to six SQL queries; the caller checks scope.
    """
    line = (
        AllocationLine.objects.filter(
            unit=unit, allocation__year=year, allocation__state=AllocationState.DECIDED
        )
        .select_related("allocation")
        .prefetch_related("cells")
        .order_by("-allocation__signed_date", "-allocation_id")
        .first()
    )
    if line is not None:
        row = SheetRow(line=line, cells={cell.measure: cell for cell in line.cells.all()})
        return _of_decision(unit, line.allocation, row)
    own = decided_allocation(unit=unit, year=year)
    if own is not None:
        return _of_own(unit, sheet_of(allocation=own))
    return _of_plan(unit, year)


def decided_allocation(*, unit: Unit, year: int) -> Allocation | None:
    """Return the allocation of the unit's targets that holds: decided, signed last."""
    found = Allocation.objects.filter(unit=unit, year=year, state=AllocationState.DECIDED)
    return found.select_related("unit").order_by("-signed_date", "-id").first()


def allocations_of(*, unit: Unit, year: int) -> QuerySet[Allocation]:
    """Return every version for the unit and year, the newest first."""
    found = Allocation.objects.filter(unit=unit, year=year)
    return found.select_related("made_by", "decided_by", "amends").order_by("-version")


def allocation_or_none(*, allocation_id: int) -> Allocation | None:
    """Return the allocation with its unit; the caller asks `require` before showing it."""
    return (
        Allocation.objects.select_related("unit", "made_by", "decided_by", "amends")
        .filter(pk=allocation_id)
        .first()
    )


def sheet_of(*, allocation: Allocation) -> Sheet:
    """Return the allocation's rows, upper targets and last steps. Four SQL queries."""
    lines = allocation.lines.select_related("unit").prefetch_related("cells").order_by("position")
    return Sheet(
        allocation=allocation,
        rows=tuple(
            SheetRow(line=line, cells={cell.measure: cell for cell in line.cells.all()})
            for line in lines
        ),
        goals={goal.measure: goal for goal in allocation.goals.all()},
        changes=tuple(allocation.changes.select_related("made_by").order_by("-id")[:LAST_CHANGES]),
    )


def editable_measures(*, scope: Scope, unit_path: str) -> frozenset[str]:
    """
    Return the measures the reader may split at the unit: all of them who assigns targets there,
    those of her own sector a sector's officer (R030).
    """
    if scope.can(Permission.ALLOCATE, unit_path):
        return frozenset((*measures(), ARRIVING))
    sectors = _sectors(scope, unit_path)
    return frozenset(code for code, kind in measures().items() if kind.sector in sectors)


def may_report(*, scope: Scope, target: Target, indicator: Indicator | None) -> bool:
    """Return whether the reader may own, type and explain the target: as `editable_measures`."""
    path = target.plan.unit_path
    if scope.can(Permission.ALLOCATE, path):
        return True
    return indicator is not None and indicator.sector in _sectors(scope, path)


def visible_measures(*, scope: Scope, unit_path: str) -> tuple[str, ...]:
    """Return the measures the reader sees: a sector's officer only her own."""
    if Role.SECTOR not in scope.roles or scope.can(Permission.ALLOCATE, unit_path):
        return tuple(measures())
    sectors = _sectors(scope, unit_path)
    return tuple(code for code, kind in measures().items() if kind.sector in sectors)


def target_or_none(*, target_id: int) -> Target | None:
    """Return the target with its plan; the caller asks `require` before showing it."""
    return Target.objects.select_related("plan__unit").filter(pk=target_id).first()


def _sectors(scope: Scope, unit_path: str) -> frozenset[str]:
    return frozenset(
        grant.sector
        for grant in scope.grants
        if grant.sector
        and grant.role == Role.SECTOR
        and not grant.read_only
        and unit_path.startswith(grant.path)
    )


def _of_decision(unit: Unit, allocation: Allocation, row: SheetRow) -> Allocated:
    return Allocated(
        unit=unit,
        year=allocation.year,
        source="decision",
        code=allocation.number,
        signed_date=allocation.signed_date,
        households=row.line.households,
        targets={code: cell.value for code, cell in row.cells.items() if cell.value is not None},
        stock={code: cell.stock for code, cell in row.cells.items()},
    )


def _of_own(unit: Unit, sheet: Sheet) -> Allocated:
    allocation = sheet.allocation
    touched = [code for code in (*measures(), ARRIVING) if sheet.is_touched(code)]
    return Allocated(
        unit=unit,
        year=allocation.year,
        source="decision",
        code=allocation.number,
        signed_date=allocation.signed_date,
        households=sheet.households,
        targets={code: sheet.given(code) for code in touched},
        stock={code: sheet.stock(code) for code in touched},
    )


def _of_plan(unit: Unit, year: int) -> Allocated | None:
    plan = plan_naming(unit=unit, year=year) or plan_of(unit=unit, year=year)
    if plan is None:
        return None
    found = AllocationRow.objects.filter(plan=plan, unit=unit).prefetch_related("figures").first()
    if found is None:
        return None
    figures = {figure.measure: int(figure.value) for figure in found.figures.all()}
    return Allocated(
        unit=unit,
        year=year,
        source="plan",
        code=plan.code,
        signed_date=plan.issued_date,
        households=figures.get(Measure.TOTAL_HOUSEHOLDS),
        targets={
            code: figures[given] for code, (_, given) in TABLE_KEYS.items() if given in figures
        },
        stock={code: figures.get(TABLE_KEYS[code][0]) for code in (POOR, NEAR_POOR)},
    )
