"""Meetings of a committee; what they conclude becomes tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.audit import actions as audit
from giamngheo.committees.models import Committee, CommitteeMeeting, Conclusion
from giamngheo.committees.refusals import ConclusionTaken, MeetingRefused
from giamngheo.law.calendar import WorkingCalendar
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.tasks.actions import GivenTask, create_task
from giamngheo.tasks.deadlines import Rule
from giamngheo.tasks.enums import Origin
from giamngheo.tasks.models import Task


@transaction.atomic
def record_meeting(
    *,
    committee: Committee,
    held_on: date,
    chair: str,
    content: str,
    conclusions: Sequence[str],
    by: User | None,
    as_of: date,
) -> CommitteeMeeting:
    """
    Keep a meeting with its conclusions in order.

    Raises: MeetingRefused [CMT-006].
    """
    words = [clean(one) for one in conclusions if clean(one)]
    problem = ""
    if held_on > as_of:
        problem = f"ngày {format_date(held_on)} chưa tới"
    elif held_on < committee.valid_from:
        problem = f"ban thành lập ngày {format_date(committee.valid_from)}"
    elif not clean(chair):
        problem = "chưa ghi người chủ trì"
    elif not words and not clean(content):
        problem = "chưa ghi nội dung hay kết luận"
    if problem:
        raise MeetingRefused(committee=committee.name, problem=problem)
    audit.record(
        action="committees.record_meeting",
        by=by,
        subject=committee.name,
        unit_path=committee.unit_path,
    )
    meeting = CommitteeMeeting.objects.create(
        committee=committee,
        held_on=held_on,
        chair=clean(chair),
        content=content.strip(),
        recorded_by=by,
    )
    Conclusion.objects.bulk_create(
        Conclusion(meeting=meeting, position=number, words=one)
        for number, one in enumerate(words, start=1)
    )
    return meeting


@transaction.atomic
def give_conclusion(
    *,
    conclusion: Conclusion,
    lead: Agency,
    rule: Rule,
    by: User | None,
    as_of: date,
    calendar: WorkingCalendar | None = None,
) -> Task:
    """
    Put a conclusion onto the board of tasks and return the task.

    Raises: ConclusionTaken [CMT-007], TaskIncomplete [TSK-001], BadSpan [LAW-024].
    """
    locked = Conclusion.objects.select_for_update().get(pk=conclusion.pk)
    if locked.task_id is not None:
        raise ConclusionTaken(words=locked.words[:80])
    committee = locked.meeting.committee
    day = format_date(locked.meeting.held_on)
    task = create_task(
        unit=committee.unit,
        given=GivenTask(
            text=locked.words,
            rule=rule,
            lead=lead,
            origin=Origin.CONCLUSION,
            origin_key=f"conclusion:{locked.pk}",
            origin_words=f"Kết luận họp {committee.name} ngày {day}",
        ),
        by=by,
        as_of=as_of,
        calendar=calendar,
    )
    locked.task = task
    locked.save(update_fields=["task"])
    return task
