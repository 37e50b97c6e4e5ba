"""Giving tasks and following them: each change in one transaction with its audit event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.agencies.queries import find_agencies
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.law.calendar import WorkingCalendar
from giamngheo.law.calendar_files import shipped_calendar
from giamngheo.lib.text import clean
from giamngheo.planning.enums import PlanStage
from giamngheo.planning.models import Plan, PlanTask
from giamngheo.tasks.deadlines import Rule, dues_of, rule_of
from giamngheo.tasks.enums import (
    NoteKind,
    Origin,
    PartyRole,
)
from giamngheo.tasks.models import Occurrence, Task, TaskNote, TaskParty
from giamngheo.tasks.notes import keep_note, occurrences_of
from giamngheo.tasks.refusals import (
    PlanNotCommitted,
    TaskIncomplete,
)


@dataclass(frozen=True, kw_only=True)
class GivenTask:
    """A task as given: words, who leads and helps, by when; `last_day` until when it recurs."""

    text: str
    rule: Rule
    lead: Agency | None = None
    lead_words: str = ""
    coordinate: Sequence[Agency] = field(default_factory=tuple)
    reports_to: str = ""
    origin: Origin = Origin.TYPED
    origin_key: str = ""
    origin_words: str = ""
    plan: Plan | None = None
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    """What came of putting a plan's tasks on the board."""

    made: int
    known: int
    without_lead: int
    unknown_names: tuple[str, ...]


# ── Giving ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def create_task(
    *,
    unit: Unit,
    given: GivenTask,
    by: User | None,
    as_of: date,
    calendar: WorkingCalendar | None = None,
) -> Task:
    """
    Put one task on the board of `unit` and return it; one of a known origin comes back as it is.

    Raises: TaskIncomplete [TSK-001], BadSpan [LAW-024].
    """
    _check(unit, given)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if given.origin_key:
        known = Task.objects.filter(origin=given.origin, origin_key=given.origin_key).first()
        if known is not None:
            return known
    audit.record(action="tasks.create", by=by, subject=given.text[:200], unit_path=unit.path)
    last_day = _last_day(given, as_of)
    task = Task.objects.create(
        unit=unit,
        unit_path=unit.path,
        origin=given.origin,
        origin_key=given.origin_key,
        origin_words=given.origin_words[:300],
        plan=given.plan,
        text=clean(given.text),
        lead=given.lead,
        lead_words=(given.lead_words or (given.lead.name if given.lead else ""))[:400],
        reports_to=given.reports_to[:400],
        deadline_kind=given.rule.kind,
        deadline_words=given.rule.as_written[:300],
        first_day=as_of,
        last_day=last_day,
    )
    TaskParty.objects.bulk_create(_given_parties(task, given))
    dues = dues_of(
        rule=given.rule,
        first_day=as_of,
        last_day=last_day,
        calendar=calendar or shipped_calendar(),
    )
    Occurrence.objects.bulk_create(occurrences_of(task, dues))
    keep_note(task, NoteKind.GIVEN, by=by, on=as_of, words=given.origin_words)
    return task


def _check(unit: Unit, given: GivenTask) -> None:
    if not clean(given.text):
        raise TaskIncomplete(unit=unit.full_name, problem="chưa ghi việc phải làm")
    if given.lead is None and not clean(given.lead_words):
        raise TaskIncomplete(unit=unit.full_name, problem="chưa chọn cơ quan chủ trì")
    rule = given.rule
    if rule.kind in ("DATE", "WORKING_DAYS") and rule.date is None:
        raise TaskIncomplete(unit=unit.full_name, problem="chưa ghi ngày của thời hạn")
    if rule.kind == "WORKING_DAYS" and not rule.count:
        raise TaskIncomplete(unit=unit.full_name, problem="chưa ghi số ngày làm việc")
    if rule.kind in ("MONTH", "QUARTER") and not (rule.year and rule.number):
        raise TaskIncomplete(unit=unit.full_name, problem="chưa ghi tháng, quý của thời hạn")


def _last_day(given: GivenTask, as_of: date) -> date:
    """Until when a task recurs: as given, else to the end of its plan or of this year."""
    last_year = max(given.plan.last_year if given.plan else 0, as_of.year)
    return max(given.last_day or date(last_year, 12, 31), as_of)


def _given_parties(task: Task, given: GivenTask) -> list[TaskParty]:
    lead = TaskParty(task=task, role=PartyRole.LEAD, agency=given.lead, as_written=task.lead_words)
    others = [
        TaskParty(task=task, role=PartyRole.COORDINATE, agency=one, as_written=one.name)
        for one in dict.fromkeys(given.coordinate)
        if one != given.lead
    ]
    return [lead, *others]


@transaction.atomic
def take_over_plan(
    *, plan: Plan, by: User | None, as_of: date, calendar: WorkingCalendar | None = None
) -> TakenOver:
    """
    Put the tasks of a committed plan on the board of its unit; those already there stay.

    A name that the directory does not know leaves the task without agency, its words kept.
    Raises: PlanNotCommitted [TSK-008].
    """
    plan = Plan.objects.select_for_update().select_related("unit").get(pk=plan.pk)
    if plan.stage != PlanStage.COMMITTED:
        raise PlanNotCommitted(plan=str(plan))
    rows = list(plan.tasks.all())
    known = set(Task.objects.filter(plan=plan).values_list("plan_key", flat=True))
    new = [row for row in rows if _plan_key(row) not in known]
    agencies = _agencies_of(new, plan, as_of)
    audit.record(
        action="tasks.take_over_plan",
        by=by,
        subject=str(plan),
        unit_path=plan.unit_path,
        details={"tasks": len(new)},
    )
    rules = [rule_of(deadline=row.deadline, frequency=row.frequency) for row in new]
    made = Task.objects.bulk_create(
        _of_plan(row, plan, rule, agencies) for row, rule in zip(new, rules, strict=True)
    )
    shipped = calendar or shipped_calendar()
    Occurrence.objects.bulk_create(
        one
        for task, rule in zip(made, rules, strict=True)
        for one in occurrences_of(
            task,
            dues_of(rule=rule, first_day=task.first_day, last_day=task.last_day, calendar=shipped),
        )
    )
    TaskParty.objects.bulk_create(
        party
        for task, row in zip(made, new, strict=True)
        for party in _plan_parties(task, row, agencies)
    )
    TaskNote.objects.bulk_create(
        TaskNote(task=task, kind=NoteKind.GIVEN, words=str(plan), noted_on=as_of, recorded_by=by)
        for task in made
    )
    return TakenOver(
        made=len(made),
        known=len(rows) - len(new),
        without_lead=sum(task.lead_id is None for task in made),
        unknown_names=tuple(sorted(name for name, found in agencies.items() if found is None)),
    )


def _plan_key(row: PlanTask) -> str:
    return row.key or f"K{row.position}"


def _agencies_of(rows: Iterable[PlanTask], plan: Plan, as_of: date) -> dict[str, Agency | None]:
    names = list(dict.fromkeys(name for row in rows for name in [*row.lead, *row.coordinate]))
    day = plan.issued_date or as_of
    found = find_agencies(names=names, as_of=day, within=plan.unit)
    return {match.name: match.agency for match in found}


def _of_plan(row: PlanTask, plan: Plan, rule: Rule, agencies: dict[str, Agency | None]) -> Task:
    first_day = date(plan.first_year, 1, 1)
    return Task(
        unit=plan.unit,
        unit_path=plan.unit_path,
        origin=Origin.PLAN,
        plan=plan,
        plan_key=_plan_key(row),
        section=row.section,
        line=row.line,
        text=row.text,
        requested=row.requested,
        lead=next((agencies[name] for name in row.lead if agencies[name]), None),
        lead_words=", ".join(row.lead)[:400],
        reports_to=", ".join(row.reports_to)[:400],
        deadline_kind=rule.kind,
        deadline_words=rule.as_written[:300],
        first_day=first_day,
        last_day=date(max(plan.last_year, plan.first_year), 12, 31),
        is_generated=plan.is_generated,
    )


def _plan_parties(task: Task, row: PlanTask, agencies: dict[str, Agency | None]) -> list[TaskParty]:
    named = [(PartyRole.LEAD, name) for name in row.lead]
    named += [(PartyRole.COORDINATE, name) for name in row.coordinate]
    return [
        TaskParty(task=task, role=role, agency=agencies[name], as_written=name[:400])
        for role, name in named
    ]
