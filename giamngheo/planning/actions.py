"""What changes plans: a document read, its items decided, committed as data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.areas.plan_units import units_of_plan
from giamngheo.areas.queries import ancestors
from giamngheo.audit import actions as audit
from giamngheo.documents import check_plan, read_plan
from giamngheo.documents.reading import PlanReading
from giamngheo.documents.refusals import PlanFileMissing
from giamngheo.planning import legal, storing
from giamngheo.planning.carrying import carry_decisions
from giamngheo.planning.course import (
    acknowledge_dispatch as acknowledge_dispatch,
)
from giamngheo.planning.course import assign_target as assign_target
from giamngheo.planning.course import consolidate_amendment as consolidate_amendment
from giamngheo.planning.course import decide_amendment as decide_amendment
from giamngheo.planning.course import fund_task as fund_task
from giamngheo.planning.course import propose_amendment as propose_amendment
from giamngheo.planning.course import record_dispatch as record_dispatch
from giamngheo.planning.course import set_target_source as set_target_source
from giamngheo.planning.deciding import accept_all as accept_all
from giamngheo.planning.deciding import choose_unit as choose_unit
from giamngheo.planning.deciding import confirm_name as confirm_name
from giamngheo.planning.deciding import decide_item as decide_item
from giamngheo.planning.deciding import name_parent as name_parent
from giamngheo.planning.enums import ItemState, PlanStage
from giamngheo.planning.items import BLOCKS, PROSE, items_of
from giamngheo.planning.legal_actions import record_document as record_document
from giamngheo.planning.legal_actions import record_relation as record_relation
from giamngheo.planning.legal_actions import register_guidance as register_guidance
from giamngheo.planning.matching import (
    LEVELS,
    MatchedRow,
    issuer_as_written,
    issuing_unit,
    matched_rows,
    target_table,
)
from giamngheo.planning.models import Finding, LegalDocument, Plan, PlanItem
from giamngheo.planning.refusals import (
    ItemsUndecided,
    PlanCommitted,
    PlanUnitUnconfirmed,
    PlanUnitUnknown,
    PlanYearUnknown,
)
from giamngheo.planning.refusals import PlanUnitsUnmatched as PlanUnitsUnmatched
from giamngheo.planning.refusals import PlanUnitTwice as PlanUnitTwice


@dataclass(frozen=True)
class ImportedPlan:
    """The stored plan; `is_new` is false when the very same file was there already."""

    plan: Plan
    findings: tuple[Finding, ...]
    communes: int
    is_new: bool


@dataclass(frozen=True)
class ReadPlan:
    """The plan as the machine read it, waiting for people; `is_new` as in ImportedPlan."""

    plan: Plan
    is_new: bool


def read_file(
    *,
    path: Path,
    by: User | None,
    unit: Unit | None = None,
    fallback: Unit | None = None,
    supersedes: Plan | None = None,
    file_name: str = "",
    within: Sequence[str] = (),
    is_generated: bool = False,
) -> ReadPlan:
    """
    Read the plan document at `path` and keep what was read, nothing of it decided yet.

    `unit` is the issuer when a person said so; else the letterhead's, else `fallback` until a
    person says whose plan it is; a letterhead's unit that is neither inside nor above the paths
    `within` is no answer either. `supersedes`: decisions on its items are carried over to the same
    words. The very same file again changes nothing.
    Raises: the reader's refusals [DOC-…], PlanYearUnknown [PLA-005], PlanUnitUnknown [PLA-001].
    """
    if not path.is_file():
        raise PlanFileMissing(path=path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = Plan.objects.select_related("unit").filter(file_digest=digest).first()
    if known is not None:
        return ReadPlan(known, is_new=False)
    reading = read_plan(path)
    data, name = reading.to_json(), (file_name or path.name)[:255]
    first_year, last_year = _years(data["document"], name)
    day = _day_of(document=data["document"], first_year=first_year)
    sure = unit or (supersedes.unit if supersedes else None)
    if sure is None:
        found = issuing_unit(document=data["document"], as_of=day)
        sure = found if _is_near(found, within) else None
    if sure is None and fallback is None:
        written = issuer_as_written(document=data["document"])
        raise PlanUnitUnknown(file=name, unit=written, year=day.year)
    owner = sure or fallback
    assert owner is not None
    with transaction.atomic():
        plan = Plan(
            unit=owner,
            unit_path=owner.path,
            is_unit_confirmed=sure is not None,
            stage=PlanStage.READ,
            level=LEVELS.get(owner.level, ""),
            supersedes=supersedes,
            first_year=first_year,
            last_year=last_year,
            file_name=name,
            file_digest=digest,
            text=reading.text,
            is_generated=is_generated,
            imported_by=by.get_username() if by else "",
        )
        storing.fill_document(plan, data["document"])
        _note("planning.read_file", plan, by, {"file": name, "sha256": digest})
        plan.save()
        _store_reading(plan, reading, data)
        if supersedes is not None:
            carry_decisions(before=supersedes, after=plan)
    return ReadPlan(plan, is_new=True)


def _is_near(unit: Unit | None, within: Sequence[str]) -> bool:
    if unit is None or not within:
        return unit is not None
    return any(unit.path.startswith(path) or path.startswith(unit.path) for path in within)


def _store_reading(plan: Plan, reading: PlanReading, data: Mapping[str, Any]) -> None:
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            block=one.block,
            position=position,
            key=one.key,
            line=one.line,
            last_line=one.last_line,
            data=one.data,
            # Prose decides nothing, so nobody is asked.
            state=ItemState.ACCEPTED if one.block == PROSE else ItemState.PROPOSED,
        )
        for position, one in enumerate(items_of(data=data))
    )
    storing.store_findings(plan, check_plan(reading, units=units_of_plan))


def commit_plan(*, plan: Plan, by: User | None) -> Plan:
    """
    Take a read plan as data: each accepted or corrected item becomes a row of its table.

    The target table's names are tied to units; what is only near a unit's name is marked to be
    confirmed. Cited documents enter the legal register. The plan it supersedes steps back.
    Raises: PlanCommitted [PLA-034], PlanUnitUnconfirmed [PLA-011], ItemsUndecided [PLA-010],
            PlanUnitsUnmatched [PLA-003], PlanUnitTwice [PLA-004].
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
        if plan.is_committed:
            raise PlanCommitted(plan=plan)
        if not plan.is_unit_confirmed:
            raise PlanUnitUnconfirmed(plan=plan)
        items = list(plan.items.exclude(block=PROSE))
        _refuse_undecided(plan, items)
        values = storing.taken_values(items=items)
        storing.fill_facts(plan, values.get("document", []))
        table = target_table(tables=storing.tables_of(values=values))
        rows = _rows(plan, table)
        plan.stage, plan.committed_at = PlanStage.COMMITTED, Now()
        plan.committed_by = by.get_username() if by else ""
        plan.parent = plan.parent or _parent(plan, values)
        _note("planning.commit_plan", plan, by, {"items": len(items)})
        plan.save()
        plan.refresh_from_db(fields=["committed_at"])
        storing.store_parts(plan=plan, values=values)
        storing.store_rows(plan=plan, table=table, rows=rows)
        storing.store_unconfirmed(plan, rows)
        legal.cite_documents(plan=plan, values=values)
        legal.register_standards()
    return plan


def _refuse_undecided(plan: Plan, items: list[PlanItem]) -> None:
    waiting = [item for item in items if item.state == ItemState.PROPOSED]
    if waiting:
        named = dict.fromkeys(BLOCKS[item.block].lower() for item in waiting)
        raise ItemsUndecided(plan=plan, count=len(waiting), blocks=", ".join(named))


def _rows(plan: Plan, table: Mapping[str, Any] | None) -> list[MatchedRow]:
    if table is None:
        return []
    day = plan.issued_date or date(plan.first_year, 1, 1)
    return matched_rows(table=table, unit=plan.unit, as_of=day, file=plan.file_name)


def _parent(plan: Plan, values: Mapping[str, Any]) -> Plan | None:
    """Return the plan of a unit above that the legal bases name by number and day, if it is in."""
    codes = {one["code"]: one.get("date") for one in values.get("legal_bases", []) if one["code"]}
    above = ancestors(unit=plan.unit)
    found = Plan.objects.filter(
        stage=PlanStage.COMMITTED, unit__in=[*above, plan.unit], code__in=codes
    ).exclude(pk=plan.pk)
    same = [
        one
        for one in found.order_by("-unit__level", "-first_year").defer("text")
        if one.issued_date is None or one.issued_date.isoformat() == codes[one.code]
    ]
    return same[0] if same else None


def import_plan(
    *, path: Path, by: User | None, unit: Unit | None = None, is_generated: bool = False
) -> ImportedPlan:
    """
    Read the plan document at `path`, accept all of it and commit it, or refuse and store nothing.

    The same file again changes nothing, unless it was only read before: then it is committed.
    Raises: what `read_file` and `commit_plan` raise.
    """
    with transaction.atomic():
        done = read_file(path=path, by=by, unit=unit, is_generated=is_generated)
        plan = done.plan
        if not plan.is_committed:
            accept_all(plan=plan, by=by)
            plan = commit_plan(plan=plan, by=by)
            _note("planning.import_plan", plan, by, {"file": path.name, "sha256": plan.file_digest})
    communes = plan.allocation_rows.filter(is_total=False).count()
    return ImportedPlan(plan, tuple(plan.findings.all()), communes, is_new=done.is_new)


def _day_of(*, document: Mapping[str, Any], first_year: int) -> date:
    """Return the day whose units the plan speaks of: its own date, else its first day."""
    return date.fromisoformat(document["date"]) if document.get("date") else date(first_year, 1, 1)


def _years(document: Mapping[str, Any], file: str) -> tuple[int, int]:
    period = document.get("period") or {}
    first = period.get("start") or document.get("year_written")
    if first is None:
        raise PlanYearUnknown(file=file)
    return int(first), int(period.get("end") or first)


def _note(action: str, plan: Plan, by: User | None, details: Mapping[str, Any]) -> None:
    audit.record(
        action=action,
        by=by,
        subject=f"{plan.code} {plan.title}"[:200],
        unit_path=plan.unit_path,
        details=details,
    )


__all__ = ["LegalDocument"]
