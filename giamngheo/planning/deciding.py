"""What people say of the things the machine read: take, correct, refuse; whose plan it is."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.actions import add_alias
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.planning.enums import ItemState, PlanStage, UnitMatch
from giamngheo.planning.fields import corrected_of
from giamngheo.planning.items import PROSE
from giamngheo.planning.matching import LEVELS
from giamngheo.planning.models import AllocationRow, Plan, PlanItem
from giamngheo.planning.refusals import (
    ItemChangedMeanwhile,
    NameNotWaiting,
    PlanCommitted,
    WrongFamily,
)
from giamngheo.planning.storing import UNCONFIRMED_NAME

MOST_REASON = 500


def decide_item(
    *,
    item: PlanItem,
    state: ItemState,
    version: int,
    by: User | None,
    typed: Mapping[str, str] | None = None,
    reason: str = "",
) -> PlanItem:
    """
    Say what becomes of one item: ACCEPTED, REJECTED, CORRECTED with `typed`, PROPOSED again.

    `version` is the one the person looked at. A correction equal to what was read is an acceptance.
    Raises: PlanCommitted [PLA-034], ItemChangedMeanwhile [PLA-012], FieldBad [PLA-013].
    """
    with transaction.atomic():
        plan = _open_plan(item.plan_id)
        item = PlanItem.objects.select_for_update().get(pk=item.pk)
        if item.version != version:
            raise ItemChangedMeanwhile(
                line=item.line or "?",
                who=item.decided_by or "người khác",
                state=item.get_state_display().lower(),
            )
        item.corrected = None
        if state == ItemState.CORRECTED:
            done = corrected_of(block=item.block, data=item.data, typed=typed or {})
            item.corrected = None if done == item.data else done
            state = ItemState.ACCEPTED if item.corrected is None else state
        item.state, item.reason = state, reason.strip()[:MOST_REASON]
        item.decided_by = by.get_username() if by else ""
        item.decided_at, item.version = Now(), item.version + 1
        _note("planning.decide_item", plan, by, f"{item.block} {item.line or ''} {state}")
        item.save()
        item.refresh_from_db(fields=["decided_at"])
    return item


def accept_all(*, plan: Plan, by: User | None, block: str = "", below: int | None = None) -> int:
    """
    Accept what nobody decided yet, of one block or of all; return how many items.

    Raises: PlanCommitted [PLA-034].
    """
    with transaction.atomic():
        plan = _open_plan(plan.pk)
        waiting = plan.items.filter(state=ItemState.PROPOSED).exclude(block=PROSE)
        if block:
            waiting = waiting.filter(block=block)
        _note("planning.accept_all", plan, by, block)
        return waiting.update(
            state=ItemState.ACCEPTED,
            decided_by=by.get_username() if by else "",
            decided_at=Now(),
            version=F("version") + 1,
        )


def choose_unit(*, plan: Plan, unit: Unit, by: User) -> Plan:
    """
    Say whose plan a read document is.

    Raises: PlanCommitted [PLA-034].
    """
    with transaction.atomic():
        plan = _open_plan(plan.pk)
        plan.unit, plan.unit_path, plan.is_unit_confirmed = unit, unit.path, True
        plan.level = LEVELS.get(unit.level, "")
        _note("planning.choose_unit", plan, by, str(unit))
        plan.save(update_fields=["unit", "unit_path", "is_unit_confirmed", "level"])
    return plan


def name_parent(*, plan: Plan, parent: Plan | None, by: User) -> Plan:
    """
    Say which plan above this one carries out; None takes it back.

    Raises: WrongFamily [PLA-015] unless the parent's unit is the same or above and its years meet.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        if parent is not None and not _is_above(parent, plan):
            raise WrongFamily(plan=plan, parent=parent)
        plan.parent = parent
        _note("planning.name_parent", plan, by, str(parent or ""))
        plan.save(update_fields=["parent"])
    return plan


def _is_above(parent: Plan, plan: Plan) -> bool:
    meets = parent.first_year <= plan.last_year and plan.first_year <= parent.last_year
    longer = parent.last_year - parent.first_year > plan.last_year - plan.first_year
    above = plan.unit_path.startswith(parent.unit_path)
    return meets and above and (parent.unit_id != plan.unit_id or longer)


def confirm_name(*, row: AllocationRow, by: User) -> AllocationRow:
    """
    Confirm that the plan's spelling means the unit it was taken for; areas keeps the alias.

    Raises: NameNotWaiting [PLA-016]; AliasTaken [ARE-008].
    """
    with transaction.atomic():
        row = (
            AllocationRow.objects.select_for_update(of=("self",))
            .select_related("plan", "unit")
            .get(pk=row.pk)
        )
        if row.match != UnitMatch.SUGGESTED:
            raise NameNotWaiting(name=row.name_as_written, unit=row.unit.full_name)
        source = f"Kế hoạch {row.plan.code or row.plan.file_name}, dòng {row.line}"
        add_alias(unit=row.unit, name=row.name_as_written, source=source[:120], by=by)
        _note("planning.confirm_name", row.plan, by, f"{row.name_as_written} = {row.unit}")
        row.match = UnitMatch.ALIAS
        row.save(update_fields=["match"])
        row.plan.findings.filter(code=UNCONFIRMED_NAME, line=row.line).delete()
    return row


def _open_plan(plan_id: int) -> Plan:
    # Shared by two people's decisions, but not with a commit that is under way.
    plan = Plan.objects.select_for_update().defer("text").get(pk=plan_id)
    if plan.stage == PlanStage.COMMITTED:
        raise PlanCommitted(plan=plan)
    return plan


def _note(action: str, plan: Plan, by: User | None, what: str) -> None:
    audit.record(
        action=action,
        by=by,
        subject=f"{plan.code} {plan.title}"[:200],
        unit_path=plan.unit_path,
        details={"plan": plan.pk, "what": what.strip()[:200]},
    )
