"""Questions about tasks: the board, one task, who may report, what a user owes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import EVERYWHERE, Scope
from giamngheo.agencies.models import Agency, AgencySuccession
from giamngheo.agencies.queries import Heir, agencies_of_user, predecessor_ids, successors_of_many
from giamngheo.areas.models import Unit
from giamngheo.tasks.enums import OPEN, UNFINISHED, PartyRole, State
from giamngheo.tasks.models import (
    Occurrence,
    OccurrenceQuerySet,
    Task,
    TaskEvidence,
    TaskNote,
    TaskParty,
)

LATE, WEEK, LATER, WAITING, UNDATED, DONE = "tre", "tuan", "sau", "cho", "khong-ngay", "xong"
NOW, ALL = "can-lam", "tat-ca"  # what asks to be looked at today; all that is not finished
SOON_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class BoardCounts:
    """How many occurrences stand in each part of the board."""

    late: int
    week: int
    later: int
    waiting: int
    undated: int
    done: int

    def of(self, part: str) -> int:
        return {
            LATE: self.late,
            WEEK: self.week,
            LATER: self.later,
            WAITING: self.waiting,
            UNDATED: self.undated,
            DONE: self.done,
        }[part]


@dataclass(frozen=True, kw_only=True)
class TaskFilter:
    """What the board is narrowed to; None or empty: not."""

    agency: Agency | None = None
    plan_id: int | None = None
    unit: Unit | None = None
    words: str = ""


# ── What a reader may see ─────────────────────────────────────────────────────────────────────


def tasks_visible(*, scope: Scope) -> QuerySet[Task]:
    """
    Return the tasks a reader may see: those of her units and those that concern her.

    A task of a unit above concerns her when it is given to an agency inside her units, to a group
    of them ("UBND các xã"), or to an agency that she reports for.
    """
    paths = scope.paths
    if EVERYWHERE in paths:
        return Task.objects.all()
    mine = Q(pk__in=())
    for path in paths:
        mine |= Q(unit_path__startswith=path)
        inside = Q(agency__unit_path__startswith=path)
        given = TaskParty.objects.filter(inside | Q(agency__is_collective=True)).values("task")
        mine |= Q(unit_path__in=_above(path), pk__in=given)
    if scope.user is not None:
        own = agencies_of_user(user=scope.user, as_of=scope.as_of).values("pk")
        mine |= Q(pk__in=TaskParty.objects.filter(agency__in=own).values("task"))
        mine |= Q(lead__in=own)
    return Task.objects.filter(mine)


def _above(path: str) -> list[str]:
    """The paths of the units above: "/1/5/7/" gives "/1/" and "/1/5/"."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts))]


def task_or_none(*, task_id: int) -> Task | None:
    """Return the task with all its page needs; the caller asks `may_see` before showing it."""
    parties = Prefetch("parties", TaskParty.objects.select_related("agency__unit"))
    found = Task.objects.filter(pk=task_id).prefetch_related(parties)
    return found.select_related("unit", "lead__unit", "plan", "guidance_document").first()


def may_see(*, task: Task, scope: Scope) -> bool:
    return tasks_visible(scope=scope).filter(pk=task.pk).exists()


def may_manage(*, task: Task, scope: Scope) -> bool:
    return scope.can(Permission.MANAGE_TASKS, task.unit_path)


def may_report_as(*, task: Task, scope: Scope) -> list[Agency]:
    """
    Return the agencies of the task in whose name the reader may report, the lead first.

    Whoever manages the unit's tasks: all of them. The staff of an agency: their own, also where
    it took over from the one the task was given to. An officer of a commune: the agencies of her
    commune, and its committee where the task is given to "UBND các xã".
    """
    named = [party.agency for party in _parties(task) if party.agency is not None]
    given = ([task.lead] if task.lead else []) + named
    if may_manage(task=task, scope=scope):
        return list(dict.fromkeys(given))
    given_ids = {one.pk for one in given}
    own = list(_own_agencies(scope))
    origins = predecessor_ids(agency_ids=[one.pk for one in own]) if own else set()
    if given_ids & origins:
        return [one for one in own if predecessor_ids(agency_ids=[one.pk]) & given_ids]
    return list(_of_managed_units(task, given, scope))


def _own_agencies(scope: Scope) -> Iterable[Agency]:
    if scope.user is None:
        return ()
    return agencies_of_user(user=scope.user, as_of=scope.as_of)


def _of_managed_units(task: Task, given: Sequence[Agency], scope: Scope) -> Iterable[Agency]:
    inside = Q(pk__in=())
    for path in scope.paths_for(Permission.MANAGE_TASKS):
        if path.startswith(task.unit_path):
            inside |= Q(unit_path__startswith=path)
    agencies = Agency.objects.in_force(scope.as_of).filter(inside).select_related("unit")
    if any(one.is_collective for one in given):
        return agencies.filter(Q(pk__in=[one.pk for one in given]) | Q(kind="COMMUNE_COMMITTEE"))
    return agencies.filter(pk__in=[one.pk for one in given])


def _parties(task: Task) -> Iterable[TaskParty]:
    return task.parties.all()


# ── The board ─────────────────────────────────────────────────────────────────────────────────


def occurrences(*, scope: Scope, asked: TaskFilter) -> OccurrenceQuerySet:
    """Return every occurrence on the reader's board, narrowed, with task, lead and plan."""
    tasks = tasks_visible(scope=scope)
    if asked.unit is not None:
        tasks = tasks.filter(unit=asked.unit)
    if asked.plan_id is not None:
        tasks = tasks.filter(plan=asked.plan_id)
    if asked.words:
        tasks = tasks.filter(text__icontains=asked.words)
    if asked.agency is not None:
        ids = predecessor_ids(agency_ids=[asked.agency.pk])
        parties = TaskParty.objects.filter(agency__in=ids).values("task")
        tasks = tasks.filter(Q(lead__in=ids) | Q(pk__in=parties))
    found = Occurrence.objects.filter(task__in=tasks.values("pk"))
    return found.select_related("task__unit", "task__lead__unit", "task__plan")


def board_part(*, rows: OccurrenceQuerySet, part: str, as_of: date) -> OccurrenceQuerySet:
    """Return one part of the board: what to look at now, late, due within a week, waiting …"""
    return rows.filter(_part(part, as_of))


def _part(part: str, as_of: date) -> Q:
    week = as_of + timedelta(days=SOON_DAYS - 1)
    is_open = Q(state__in=OPEN)
    return {
        NOW: (is_open & Q(due_on__lte=week)) | Q(state=State.WAITING),
        ALL: Q(state__in=UNFINISHED),
        LATE: is_open & Q(due_on__lt=as_of),
        WEEK: is_open & Q(due_on__gte=as_of, due_on__lte=week),
        LATER: is_open & Q(due_on__gt=week),
        WAITING: Q(state=State.WAITING),
        UNDATED: is_open & Q(due_on=None),
        DONE: Q(state=State.DONE),
    }[part]


def board_counts(*, rows: OccurrenceQuerySet, as_of: date) -> BoardCounts:
    """Return how many stand in each part; one query."""
    names = {
        "late": LATE,
        "week": WEEK,
        "later": LATER,
        "waiting": WAITING,
        "undated": UNDATED,
        "done": DONE,
    }
    counted = rows.order_by().aggregate(
        **{name: Count("pk", filter=_part(part, as_of)) for name, part in names.items()}
    )
    return BoardCounts(**counted)


def own_late(*, scope: Scope) -> OccurrenceQuerySet:
    """Return the late occurrences the reader has to see to: of her agencies or managed units."""
    mine = Q(pk__in=())
    if scope.user is not None:
        # One generation back: the page that asks every reader asks it in the same query.
        own = agencies_of_user(user=scope.user, as_of=scope.as_of).values("pk")
        before = AgencySuccession.objects.filter(after__in=own).values("before")
        mine |= Q(task__lead__in=own) | Q(task__lead__in=before)
    for path in scope.paths_for(Permission.MANAGE_TASKS):
        mine |= Q(task__unit_path__startswith=path)
        mine |= Q(task__lead__unit_path__startswith=path, task__lead__is_collective=False)
    return Occurrence.objects.late(scope.as_of).filter(mine)


def plans_on_board(*, scope: Scope) -> list[tuple[int, str, str]]:
    """Return (id, number and title, unit path) of the plans whose tasks the reader sees."""
    plans = tasks_visible(scope=scope).filter(plan__isnull=False).order_by("plan__first_year")
    found = plans.values_list("plan_id", "plan__code", "plan__title", "plan__unit_path").distinct()
    return [(pk, f"{code} {title}".strip()[:90], path) for pk, code, title, path in found]


def agencies_on_board(*, scope: Scope) -> list[tuple[int, str]]:
    """Return (id, name) of the agencies that lead a task the reader sees."""
    leads = tasks_visible(scope=scope).filter(lead__isnull=False).values("lead")
    found = Agency.objects.filter(pk__in=leads).in_order()
    return [(one.pk, one.name) for one in found]


# ── One task ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Doer:
    """Who leads or helps; `heirs` go on with the work where the agency is no more."""

    role: str
    as_written: str
    agency: Agency | None
    heirs: tuple[Heir, ...]


def doers(*, task: Task, as_of: date) -> list[Doer]:
    """Return the agencies of the task, the lead first, with who they are on `as_of`."""
    parties = list(_parties(task))
    known = [party.agency for party in parties if party.agency is not None]
    heirs = successors_of_many(agencies=known, as_of=as_of)
    ordered = sorted(parties, key=lambda party: (party.role != PartyRole.LEAD, party.pk))
    return [
        Doer(
            role=PartyRole(party.role).label,
            as_written=party.as_written,
            agency=party.agency,
            heirs=tuple(
                heir for heir in heirs.get(party.agency_id or 0, ()) if heir.agency != party.agency
            ),
        )
        for party in ordered
    ]


def history(*, task: Task) -> QuerySet[TaskNote]:
    """Return what happened to the task, the latest first, with files, agencies and people."""
    return task.notes.select_related("agency", "recorded_by", "occurrence").prefetch_related(
        "evidence"
    )


def members_done(*, task: Task, as_of: date) -> tuple[set[int], int]:
    """Return which units of a collective have reported the task done, and how many there are."""
    members = collective_members(task=task, as_of=as_of)
    done = task.notes.filter(state_after=State.DONE, agency__in=members.values("pk"))
    return set(done.values_list("agency_id", flat=True)), members.count()


def collective_members(*, task: Task, as_of: date) -> QuerySet[Agency]:
    """Return the committees that "UBND các xã" of the task's unit stands for."""
    inside = Agency.objects.in_force(as_of).filter(unit_path__startswith=task.unit_path)
    return inside.filter(kind="COMMUNE_COMMITTEE").select_related("unit").in_order()


def evidence_or_none(*, task: Task, evidence_id: int) -> TaskEvidence | None:
    return TaskEvidence.objects.filter(pk=evidence_id, note__task=task).first()


def tasks_of_agency(*, agency: Agency) -> QuerySet[Task]:
    """Return the tasks that `agency` leads and that are not finished."""
    unfinished = Occurrence.objects.filter(state__in=UNFINISHED).values("task")
    return Task.objects.filter(lead=agency, pk__in=unfinished).order_by("pk")


def is_staff(*, user: User, agency: Agency, as_of: date) -> bool:
    return agencies_of_user(user=user, as_of=as_of).filter(pk=agency.pk).exists()
