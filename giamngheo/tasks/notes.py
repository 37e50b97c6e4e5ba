"""The history of a task: each event one note."""

from __future__ import annotations

from datetime import date

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.lib.text import clean
from giamngheo.tasks.enums import NoteKind
from giamngheo.tasks.models import Occurrence, Task, TaskNote


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
