"""Tasks that change hands or are taken off the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.audit import actions as audit
from giamngheo.lib.text import clean
from giamngheo.tasks.enums import (
    UNFINISHED,
    NoteKind,
    PartyRole,
    State,
)
from giamngheo.tasks.models import Occurrence, Task, TaskNote, TaskParty
from giamngheo.tasks.notes import keep_note
from giamngheo.tasks.refusals import (
    HandoverRefused,
    TaskClosed,
)


@transaction.atomic
def hand_over(
    *, tasks: Sequence[Task], to: Agency, by: User | None, as_of: date, reason: str
) -> int:
    """
    Hand unfinished tasks over to the agency that goes on with the work; return how many.

    Raises: HandoverRefused [TSK-006].
    """
    before = tasks[0].lead.name if tasks and tasks[0].lead else "cơ quan cũ"
    if to.valid_to is not None and to.valid_to <= as_of:
        raise HandoverRefused(agency=before, problem=f"{to.name} cũng đã kết thúc")
    if not clean(reason):
        raise HandoverRefused(agency=before, problem="chưa ghi quyết định sắp xếp, bàn giao")
    open_ids = Occurrence.objects.filter(state__in=UNFINISHED).values("task")
    found = list(
        Task.objects.select_for_update(of=("self",))
        .filter(pk__in=[task.pk for task in tasks])
        .filter(pk__in=open_ids)
        .exclude(lead=to)
        .select_related("lead")
        .order_by("pk")
    )
    if not found:
        raise HandoverRefused(agency=before, problem="không còn việc nào chưa xong")
    audit.record(
        action="tasks.hand_over",
        by=by,
        subject=f"{len(found)} việc: {to.name}",
        unit_path=found[0].unit_path,
        reason=clean(reason),
    )
    TaskNote.objects.bulk_create(
        TaskNote(
            task=task,
            kind=NoteKind.HANDOVER,
            agency=to,
            words=f"{_lead_of(task)} → {to.name}. {clean(reason)}",
            noted_on=as_of,
            recorded_by=by,
        )
        for task in found
    )
    TaskParty.objects.bulk_create(
        TaskParty(task=task, role=PartyRole.LEAD, agency=to, as_written=to.name) for task in found
    )
    Task.objects.filter(pk__in=[task.pk for task in found]).update(lead=to)
    return len(found)


@transaction.atomic
def assign_lead(*, task: Task, to: Agency, by: User | None, as_of: date) -> Task:
    """Say which agency leads a task that had none, or whose written name nobody knew."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.lead_id is not None:
        raise TaskClosed(task=task.text[:80], problem="việc đã có cơ quan chủ trì, hãy bàn giao")
    audit.record(
        action="tasks.assign_lead",
        by=by,
        subject=f"{task.text[:80]}: {to.name}",
        unit_path=task.unit_path,
    )
    task.lead = to
    task.save(update_fields=["lead"])
    TaskParty.objects.filter(task=task, role=PartyRole.LEAD, agency=None).delete()
    TaskParty.objects.create(
        task=task, role=PartyRole.LEAD, agency=to, as_written=task.lead_words or to.name
    )
    keep_note(task, NoteKind.HANDOVER, by=by, on=as_of, words=f"Chủ trì: {to.name}", agency=to)
    return task


@transaction.atomic
def withdraw_task(*, task: Task, reason: str, by: User | None, as_of: date) -> Task:
    """
    Take a task off the board, with the reason; what was done stays done.

    Raises: TaskClosed [TSK-002].
    """
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.withdrawn_on is not None:
        raise TaskClosed(task=task.text[:80], problem="việc đã rút")
    if not clean(reason):
        raise TaskClosed(task=task.text[:80], problem="rút việc phải ghi lý do")
    audit.record(
        action="tasks.withdraw",
        by=by,
        subject=task.text[:200],
        unit_path=task.unit_path,
        reason=clean(reason),
    )
    task.withdrawn_on = as_of
    task.save(update_fields=["withdrawn_on"])
    task.occurrences.filter(state__in=UNFINISHED).update(state=State.WITHDRAWN)
    keep_note(task, NoteKind.WITHDRAWN, by=by, on=as_of, words=reason)
    return task


def _lead_of(task: Task) -> str:
    return task.lead.name if task.lead else task.lead_words
