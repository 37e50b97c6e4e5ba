"""What a task is stored with: its occurrences, and its history, each event one note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.lib.text import clean
from giamngheo.tasks.deadlines import Due
from giamngheo.tasks.enums import DeadlineKind, NoteKind, State
from giamngheo.tasks.models import NO_DAY, Occurrence, Task, TaskNote


def keep_note(
    task: Task,
    kind: NoteKind,
    *,
    by: User | None,
    on: date,
    words: str = "",
    occurrence: Occurrence | None = None,
    agency: Agency | None = None,
    state: str = "",
) -> TaskNote:
    """Write what happened into the history of the task."""
    return TaskNote.objects.create(
        task=task,
        occurrence=occurrence,
        kind=kind,
        agency=agency,
        words=clean(words),
        state_after=state,
        noted_on=on,
        recorded_by=by,
    )


def occurrences_of(task: Task, dues: Iterable[Due]) -> list[Occurrence]:
    """Return an occurrence for each time the task is due, not yet stored."""
    waits = task.deadline_kind == DeadlineKind.CONDITIONAL and not task.guidance
    return [
        Occurrence(
            task=task,
            period=due.period,
            opens_on=due.opens_on,
            due_on=due.on,
            due_sort=due.on or NO_DAY,
            reading=due.reading[:200],
            state=State.WAITING if waits else State.NOT_BEGUN,
        )
        for due in dues
    ]
