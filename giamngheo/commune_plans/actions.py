"""
Commune plans on their way: filled row by row, sent, appraised, approved or returned.

Each step in one transaction with its audit event. Who wrote, who appraised and who approved are
three people; what was sent is frozen as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.commune_plans.enums import OPEN_STAGES, PlanKind, PlanStage
from giamngheo.commune_plans.models import CommunePlan, PlanStep
from giamngheo.commune_plans.queries import commune_plans_of, path_above
from giamngheo.commune_plans.refusals import (
    NobodyToPlanFor,
    PlanIncomplete,
    PlanNotOpen,
    SamePerson,
    WordsMissing,
    WrongStage,
)
from giamngheo.commune_plans.rows import rows_of_kind
from giamngheo.lib.dates import format_date
from giamngheo.registry.models import Household
from giamngheo.reviews.queries import first_day
from giamngheo.support.household_plans import (
    PlanContent,
    PlannedMeasure,
    fill_group,
    fill_household,
)
from giamngheo.support.models import HouseholdPlan
from giamngheo.targets.exit_actions import add_exits, remove_exit
from giamngheo.targets.models import ExpectedExit

MOST_NAMED = 3
WHY_ON = "Có giải pháp trong kế hoạch của xã"
WHY_OFF = "Kế hoạch của xã không còn dự kiến"


def fill_row(
    *,
    unit: Unit,
    year: int,
    kind: str,
    household: Household,
    content: PlanContent,
    version: int,
    expects_exit: bool | None = None,
    by: User,
    scope: Scope,
    as_of: date,
) -> HouseholdPlan:
    """
    Write one household's row of a commune plan that is still open.

    `expects_exit` puts it on the list of expected exits or takes it off; None leaves that alone.
    Raises: AccessRefused [ACC-001], PlanNotOpen [CPL-001], PlanRowStale [SUP-007],
            PlanRowWrong [SUP-008], ExitRefused [TGT-015].
    Source: R014, R076, R079.
    """
    _may_write(unit, year, kind, scope)
    with transaction.atomic():
        _opened(unit, year, kind, by, as_of)
        plan = fill_household(
            household=household, year=year, content=content, version=version, by=by, scope=scope
        )
        if expects_exit is not None:
            _list_exit(unit, year, household, expects_exit, content.note, by)
        return plan


def fill_rows(
    *,
    unit: Unit,
    year: int,
    kind: str,
    households: Sequence[Household],
    measures: Mapping[int, PlannedMeasure],
    helper: str,
    by: User,
    scope: Scope,
    as_of: date,
) -> int:
    """
    Add a measure or a helper to the rows chosen, leaving alone what they have; how many changed.

    Raises: AccessRefused [ACC-001], PlanNotOpen [CPL-001], PlanRowWrong [SUP-008],
            NobodyChosen [SUP-009].
    """
    _may_write(unit, year, kind, scope)
    with transaction.atomic():
        _opened(unit, year, kind, by, as_of)
        return fill_group(
            households=households, year=year, measures=measures, helper=helper, by=by, scope=scope
        )


def send_plan(
    *, unit: Unit, year: int, kind: str, reason: str, by: User, scope: Scope, as_of: date
) -> CommunePlan:
    """
    Send a plan to be appraised, frozen as it stands; with rows that lack something, say why.

    Raises: AccessRefused [ACC-001], PlanNotOpen [CPL-001], PlanIncomplete [CPL-004],
            NobodyToPlanFor [CPL-006].
    Source: R015, R083.
    """
    _may_write(unit, year, kind, scope)
    with transaction.atomic():
        return _send(unit, year, kind, reason.strip(), by, as_of)


def _send(unit: Unit, year: int, kind: str, reason: str, by: User, as_of: date) -> CommunePlan:
    plan = _opened(unit, year, kind, by, as_of)
    found = commune_plans_of(unit=unit, year=year)
    rows = list(rows_of_kind(found.rows, kind))
    if not rows:
        raise NobodyToPlanFor(year=year, unit=unit.full_name, day=format_date(first_day(year)))
    wanting = [row for row in rows if row.lacks(kind)]
    if wanting and not reason:
        names = ", ".join(f"{row.head} ({row.code})" for row in wanting[:MOST_NAMED])
        more = ", …" if len(wanting) > MOST_NAMED else ""
        raise PlanIncomplete(**_about(plan), count=len(wanting), names=f"{names}{more}")
    plan.frozen = {
        "rows": [row.as_json() for row in found.rows],
        "standard": found.standard.code,
        "target_exits": found.target_exits,
        "reason": reason,
    }
    plan.frozen_on, plan.sent_by = as_of, by
    plan.appraised_by = plan.approved_by = None
    plan.is_generated = found.is_generated
    _step(plan, PlanStage.SENT, by, as_of, reason)
    return plan


def appraise_plan(
    *, plan: CommunePlan, words: str, by: User, scope: Scope, as_of: date
) -> CommunePlan:
    """
    Record the appraisal of the member in charge: the plan goes on to be approved.

    Raises: AccessRefused [ACC-001], WrongStage [CPL-002], SamePerson [CPL-003],
            WordsMissing [CPL-005].
    Source: R015 (001 §III.1.2).
    """
    _require(plan, Permission.APPRAISE_PLAN, plan.unit_path, scope)
    with transaction.atomic():
        found = _locked(plan)
        _in_stage(found, (PlanStage.SENT,), "thẩm định")
        _other_than(found, by, "thẩm định", {"lập": found.sent_by})
        if not words.strip():
            raise WordsMissing(**_about(found), verb="thẩm định", what="ý kiến thẩm định")
        found.appraised_by = by
        _step(found, PlanStage.APPRAISED, by, as_of, words)
    return found


def approve_plan(
    *, plan: CommunePlan, words: str = "", by: User, scope: Scope, as_of: date
) -> CommunePlan:
    """
    Approve an appraised plan, which is never changed again.

    Raises: AccessRefused [ACC-001], WrongStage [CPL-002], SamePerson [CPL-003].
    Source: R015.
    """
    _require(plan, Permission.APPROVE_PLAN, path_above(unit=plan.unit), scope)
    with transaction.atomic():
        found = _locked(plan)
        _in_stage(found, (PlanStage.APPRAISED,), "phê duyệt")
        people = {"lập": found.sent_by, "thẩm định": found.appraised_by}
        _other_than(found, by, "phê duyệt", people)
        found.approved_by = by
        _step(found, PlanStage.APPROVED, by, as_of, words)
    return found


def return_plan(
    *, plan: CommunePlan, words: str, by: User, scope: Scope, as_of: date
) -> CommunePlan:
    """
    Give a plan back with remarks: whoever appraises it once sent, whoever approves it after.

    Raises: AccessRefused [ACC-001], WrongStage [CPL-002], WordsMissing [CPL-005].
    Source: R015.
    """
    stage = PlanStage(plan.stage)
    if stage is PlanStage.APPRAISED:
        _require(plan, Permission.APPROVE_PLAN, path_above(unit=plan.unit), scope)
    else:
        _require(plan, Permission.APPRAISE_PLAN, plan.unit_path, scope)
    with transaction.atomic():
        found = _locked(plan)
        # The right was asked for the stage the reader saw.
        _in_stage(found, (stage,), "trả lại")
        _in_stage(found, (PlanStage.SENT, PlanStage.APPRAISED), "trả lại")
        if not words.strip():
            raise WordsMissing(**_about(found), verb="trả lại", what="điều cần sửa")
        _step(found, PlanStage.RETURNED, by, as_of, words)
    return found


def _list_exit(
    unit: Unit, year: int, household: Household, expected: bool, note: str, by: User
) -> None:
    found = ExpectedExit.objects.filter(household=household, year=year, removed_at=None).first()
    if expected and found is None:
        add_exits(
            unit=unit,
            year=year,
            households=[household],
            reason=note or WHY_ON,
            has_registered=False,
            by=by,
        )
    elif found is not None and not expected:
        remove_exit(row=found, reason=note or WHY_OFF, by=by)


def _may_write(unit: Unit, year: int, kind: str, scope: Scope) -> None:
    """Ask for the right before the transaction: a refused attempt stays in the trail."""
    accounts.require(
        scope=scope,
        path=unit.path,
        permission=Permission.EDIT_REGISTER,
        subject=f"{PlanKind(kind).label} năm {year}, {unit.full_name}",
    )


def _opened(unit: Unit, year: int, kind: str, by: User, as_of: date) -> CommunePlan:
    """Return the plan, locked and open; begun when nobody has begun it."""
    plan, is_new = CommunePlan.objects.select_for_update().get_or_create(
        unit=unit, year=year, kind=kind, defaults={"unit_path": unit.path}
    )
    if plan.stage not in OPEN_STAGES:
        raise PlanNotOpen(**_about(plan), stage=plan.get_stage_display())
    if is_new:
        _step(plan, PlanStage.DRAFT, by, as_of, "")
    return plan


def _locked(plan: CommunePlan) -> CommunePlan:
    # The other tables of the join are nobody's to lock, and may be empty.
    found = CommunePlan.objects.select_for_update(of=("self",)).select_related(
        "unit", "sent_by", "appraised_by"
    )
    return found.get(pk=plan.pk)


def _require(plan: CommunePlan, permission: Permission, path: str, scope: Scope) -> None:
    accounts.require(scope=scope, path=path, permission=permission, subject=str(plan))


def _in_stage(plan: CommunePlan, stages: Sequence[PlanStage], verb: str) -> None:
    if plan.stage not in stages:
        raise WrongStage(**_about(plan), verb=verb, stage=plan.get_stage_display())


def _other_than(plan: CommunePlan, by: User, verb: str, people: dict[str, User | None]) -> None:
    for did, who in people.items():
        if who is not None and who.pk == by.pk:
            raise SamePerson(**_about(plan), verb=verb, who=by.full_name, did=did)


def _step(plan: CommunePlan, stage: PlanStage, by: User, as_of: date, words: str) -> None:
    audit.record(
        action=f"commune_plans.{stage.value.lower()}",
        by=by,
        subject=f"{plan.get_kind_display()} năm {plan.year}, {plan.unit.full_name}",
        unit_path=plan.unit_path,
        reason=words.strip(),
    )
    plan.stage = stage
    plan.version += 1
    plan.save()
    PlanStep.objects.create(plan=plan, stage=stage, day=as_of, by=by, words=words.strip())


def _about(plan: CommunePlan) -> dict[str, object]:
    return {
        "plan": plan.get_kind_display().lower(),
        "year": plan.year,
        "unit": plan.unit.full_name,
    }
