"""What agencies report, and the guidance that tasks waited for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.audit import actions as audit
from giamngheo.law.calendar import WorkingCalendar
from giamngheo.law.calendar_files import shipped_calendar
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.planning.models import LegalDocument
from giamngheo.tasks.deadlines import Rule, dues_of
from giamngheo.tasks.enums import (
    NoteKind,
    State,
)
from giamngheo.tasks.evidence import GivenFile, keep_evidence
from giamngheo.tasks.models import Occurrence, Task, TaskNote
from giamngheo.tasks.notes import keep_note, occurrences_of
from giamngheo.tasks.queries import members_done
from giamngheo.tasks.refusals import (
    GuidanceRefused,
    ProgressRefused,
    TaskClosed,
)


@transaction.atomic
def record_progress(
    *,
    occurrence: Occurrence,
    agency: Agency | None,
    state: State,
    words: str,
    on: date,
    files: Sequence[GivenFile] = (),
    by: User | None,
    as_of: date,
) -> TaskNote:
    """
    Keep what `agency` reports about one occurrence, with its proofs, and set how it stands.

    Where a group leads ("UBND các xã"), the report of one of them leaves the task under way until
    all have reported it done. Done needs words or a proof.
    Raises: TaskClosed [TSK-002], ProgressRefused [TSK-003], EvidenceRefused [TSK-004].
    """
    occurrence = Occurrence.objects.select_for_update().get(pk=occurrence.pk)
    task = Task.objects.select_related("lead").get(pk=occurrence.task_id)
    _refuse_progress(task, occurrence, state, words, on, files, as_of)
    audit.record(
        action="tasks.record_progress",
        by=by,
        subject=task.text[:200],
        unit_path=task.unit_path,
        details={"state": state, "period": occurrence.period},
    )
    note = keep_note(
        task,
        NoteKind.PROGRESS,
        by=by,
        on=on,
        words=words,
        occurrence=occurrence,
        agency=agency,
        state=state,
    )
    for file in files:
        keep_evidence(note=note, given=file)
    occurrence.state = _state_of_all(task, agency, state, as_of)
    occurrence.done_on = on if occurrence.state == State.DONE else None
    occurrence.save(update_fields=["state", "done_on"])
    return note


def _refuse_progress(
    task: Task,
    occurrence: Occurrence,
    state: State,
    words: str,
    on: date,
    files: Sequence[GivenFile],
    as_of: date,
) -> None:
    name = task.text[:80]
    if occurrence.state == State.WITHDRAWN:
        raise TaskClosed(task=name, problem="việc đã rút")
    if occurrence.state == State.WAITING and state == State.DONE:
        raise ProgressRefused(
            task=name, problem="việc còn chờ hướng dẫn, ghi văn bản hướng dẫn trước"
        )
    if state not in (State.NOT_BEGUN, State.UNDER_WAY, State.DONE):
        raise ProgressRefused(task=name, problem="chọn chưa làm, đang làm hoặc đã xong")
    if on > as_of:
        raise ProgressRefused(task=name, problem=f"ngày {format_date(on)} chưa tới")
    if state == State.DONE and not clean(words) and not files:
        raise ProgressRefused(task=name, problem="đã xong thì ghi kết quả hoặc gửi minh chứng")
    if not clean(words) and not files:
        raise ProgressRefused(task=name, problem="chưa ghi nội dung")


def _state_of_all(task: Task, agency: Agency | None, state: State, as_of: date) -> State:
    lead = task.lead
    if state != State.DONE or lead is None or not lead.is_collective or agency in (None, lead):
        return state
    done, members = members_done(task=task, as_of=as_of)
    return State.DONE if members and len(done) >= members else State.UNDER_WAY


@transaction.atomic
def record_guidance(
    *,
    task: Task,
    guidance: str,
    issued_on: date,
    rule: Rule,
    document: LegalDocument | None = None,
    by: User | None,
    as_of: date,
    calendar: WorkingCalendar | None = None,
) -> Task:
    """
    Note that the guidance a task waited for has come: from now on it is due as `rule` says.

    Raises: TaskClosed [TSK-002], GuidanceRefused [TSK-005], BadSpan [LAW-024].
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("unit").get(pk=task.pk)
    name = task.text[:80]
    waiting = task.occurrences.filter(state=State.WAITING)
    if not waiting.exists():
        raise TaskClosed(task=name, problem="việc không chờ hướng dẫn")
    if not clean(guidance):
        raise GuidanceRefused(task=name, problem="chưa ghi số, ký hiệu văn bản")
    if issued_on > as_of:
        raise GuidanceRefused(task=name, problem=f"ngày {format_date(issued_on)} chưa tới")
    last_day = max(task.last_day, date(as_of.year, 12, 31))
    dues = dues_of(
        rule=rule,
        first_day=issued_on,
        last_day=last_day,
        calendar=calendar or shipped_calendar(),
    )
    if not dues or (rule.kind != "ONGOING" and dues[0].on is None):
        raise GuidanceRefused(task=name, problem="chưa ghi hạn mà văn bản giao")
    audit.record(
        action="tasks.record_guidance",
        by=by,
        subject=name,
        unit_path=task.unit_path,
        reason=guidance,
    )
    waiting.delete()
    task.guidance, task.guidance_on = clean(guidance)[:300], issued_on
    task.guidance_document, task.last_day = document, last_day
    task.save(update_fields=["guidance", "guidance_on", "guidance_document", "last_day"])
    Occurrence.objects.bulk_create(occurrences_of(task, dues))
    words = f"{task.guidance}, ngày {format_date(issued_on)}: {dues[0].reading}"
    keep_note(task, NoteKind.GUIDANCE, by=by, on=as_of, words=words)
    return task
