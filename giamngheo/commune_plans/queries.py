"""Questions about commune plans: their rows, their deadline and target, who may do what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.commune_plans.enums import OPEN_STAGES, PlanStage
from giamngheo.commune_plans.known import known_of_households
from giamngheo.commune_plans.models import CommunePlan, PlanStep
from giamngheo.commune_plans.rows import PlanRow, row_from_json
from giamngheo.law.standards import Standard
from giamngheo.lib.text import fold
from giamngheo.planning.enums import Measure
from giamngheo.planning.models import AllocationFigure, Plan, PlanTask
from giamngheo.planning.queries import plan_naming
from giamngheo.registry.models import Household
from giamngheo.reviews.queries import first_day
from giamngheo.rules.queries import standard_for, standard_in_force
from giamngheo.targets.enums import AllocationState
from giamngheo.targets.models import AllocationCell

POOR, POOR_TARGET = "POOR", "poor"
_PLAN_WORDS = "ke hoach"
_COMMUNES = ("ubnd cap xa", "uy ban nhan dan cap xa", "cac xa", "ubnd cac xa", "cap xa")


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The last day for the commune's plans and where it is written."""

    day: date
    plan: Plan
    line: int

    @property
    def source(self) -> str:
        return f"Kế hoạch {self.plan.code or 'chưa có số'} của {self.plan.issuer}, dòng {self.line}"


@dataclass(frozen=True, kw_only=True)
class CommunePlans:
    """
    A commune's year: its two plans (by kind, None while nothing was begun), the rows as they
    stand now, what above asks of it.
    """

    unit: Unit
    year: int
    plans: Mapping[str, CommunePlan]
    rows: tuple[PlanRow, ...]
    standard: Standard
    deadline: Deadline | None
    target_exits: int | None
    named_by: Plan | None
    is_generated: bool

    def rows_of(self, kind: str) -> tuple[PlanRow, ...]:
        """Return the rows of one plan: as frozen when it was sent, as they stand before."""
        plan = self.plans.get(kind)
        if plan is None or plan.stage in OPEN_STAGES or plan.frozen is None:
            return self.rows
        return tuple(row_from_json(one) for one in plan.frozen["rows"])

    @property
    def is_open(self) -> bool:
        """Say whether rows may be filled: neither plan is on its way or approved."""
        return all(plan.stage in OPEN_STAGES for plan in self.plans.values())


def commune_plans_of(*, unit: Unit, year: int) -> CommunePlans:
    """
    Return a commune's two plans of a year with every poor household of 1 January.

    Seven or eight SQL queries, whatever the number of households. The caller asks VIEW_PERSONAL.
    """
    plans = CommunePlan.objects.filter(unit=unit, year=year)
    named_by = plan_naming(unit=unit, year=year)
    rows, standard, is_generated = _rows(unit, year)
    return CommunePlans(
        unit=unit,
        year=year,
        plans={plan.kind: plan for plan in plans.select_related("sent_by", "appraised_by")},
        rows=rows,
        standard=standard,
        deadline=_deadline(named_by) if named_by else None,
        target_exits=_target(unit, year, named_by),
        named_by=named_by,
        is_generated=is_generated,
    )


def steps_of(*, plans: Mapping[str, CommunePlan]) -> list[PlanStep]:
    """Return every step of the plans, the latest first."""
    found = PlanStep.objects.filter(plan__in=[plan.pk for plan in plans.values()])
    return list(found.select_related("by", "plan").order_by("-id"))


def stages_within(*, unit: Unit, year: int) -> dict[int, dict[str, PlanStage]]:
    """Return how far the plans of the communes inside `unit` are: by unit id, by kind."""
    found: dict[int, dict[str, PlanStage]] = {}
    plans = CommunePlan.objects.filter(year=year, unit_path__startswith=unit.path)
    for unit_id, kind, stage in plans.values_list("unit_id", "kind", "stage"):
        found.setdefault(unit_id, {})[kind] = PlanStage(stage)
    return found


def household_of(*, unit: Unit, code: str, year: int) -> Household | None:
    """Return a household of the commune's plan by its code."""
    found = Household.objects.inside(unit.path).with_status(POOR, first_day(year))
    return found.filter(code=code).select_related("unit").first()


def row_of(*, unit: Unit, household: Household, year: int) -> tuple[PlanRow, Standard]:
    """Return one household's row as it stands, with the standard whose indicators it names."""
    rows, standard, _ = _rows(unit, year, only=household.pk)
    return rows[0], standard


def may_fill(*, scope: Scope, commune: Unit) -> bool:
    return scope.can(Permission.EDIT_REGISTER, commune.path)


def may_appraise(*, scope: Scope, commune: Unit) -> bool:
    """
    Say whether the reader may appraise the commune's plans (R015).

    ASSUMPTION: whoever answers for the commune in the committee, or an officer of the level above;
    who exactly is in charge is asked here once committees are recorded.
    """
    return scope.can(Permission.APPRAISE_PLAN, commune.path)


def may_approve(*, scope: Scope, commune: Unit) -> bool:
    """Say whether the reader leads the level above: a chairman does not approve her own plan."""
    return scope.can(Permission.APPROVE_PLAN, path_above(unit=commune))


def path_above(*, unit: Unit) -> str:
    """Return the path of the unit above, its own where there is none."""
    above = unit.path.rstrip("/").rpartition("/")[0]
    return f"{above}/" if above else unit.path


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────


def _rows(
    unit: Unit, year: int, *, only: int | None = None
) -> tuple[tuple[PlanRow, ...], Standard, bool]:
    day = first_day(year)
    found = Household.objects.inside(unit.path).with_status(POOR, day)
    if only is not None:
        found = found.filter(pk=only)
    homes = list(found.select_related("unit").order_by("unit__sort_key", "sort_key", "id"))
    known = known_of_households(household_ids=[home.pk for home in homes], unit=unit, year=year)
    rows = tuple(
        PlanRow(
            household=home.pk,
            code=home.code,
            head=home.head_name,
            village=home.unit.name,
            members=home.member_count,
            no_capacity=home.no_working_capacity,
            **known.rows[home.pk],
        )
        for home in homes
    )
    standard = (
        standard_for(known.standard) if known.standard else standard_in_force(unit=unit, as_of=day)
    )
    return rows, standard, any(one.is_generated for one in homes)


# ── What above asks ───────────────────────────────────────────────────────────────────────────


def _deadline(plan: Plan) -> Deadline | None:
    """Return the day by which the plan above wants the communes' own plans written."""
    tasks = PlanTask.objects.filter(plan=plan, deadline__isnull=False)
    for task in tasks.order_by("position"):
        day = (task.deadline or {}).get("date")
        if day and _is_for_communes(task.lead) and _PLAN_WORDS in fold(task.text):
            return Deadline(day=date.fromisoformat(day), plan=plan, line=task.line)
    return None


def _is_for_communes(lead: Sequence[str]) -> bool:
    return any(words in fold(one) for one in lead for words in _COMMUNES)


def _target(unit: Unit, year: int, plan: Plan | None) -> int | None:
    """Return the decided target, else that of the plan's table; `allocated` in one or two looks."""
    decided = AllocationCell.objects.filter(
        line__unit=unit,
        line__allocation__year=year,
        line__allocation__state=AllocationState.DECIDED,
        measure=POOR_TARGET,
    ).order_by("-line__allocation__signed_date", "-line__allocation_id")
    cell = decided.first()
    if cell is not None:
        return cell.value
    figure = AllocationFigure.objects.filter(
        row__plan=plan, row__unit=unit, measure=Measure.POOR_REDUCED
    ).first()
    return int(figure.value) if figure else None
