"""Follow-ups of hot spots on the board of tasks: given with them, done with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from giamngheo.accounts.models import User
from giamngheo.agencies.queries import find_agency
from giamngheo.areas.models import Unit
from giamngheo.decisions.enums import HotSpotMeasure
from giamngheo.decisions.models import FollowUp
from giamngheo.lib.dates import format_date
from giamngheo.tasks.actions import GivenTask, create_task
from giamngheo.tasks.deadlines import Rule
from giamngheo.tasks.enums import UNFINISHED, Origin, State
from giamngheo.tasks.models import Occurrence
from giamngheo.tasks.reporting import record_progress

STANDING_OFFICE = "LĐTBXH"


def give_tasks(*, follow_ups: Iterable[FollowUp], by: User, as_of: date) -> None:
    """
    Put each follow-up onto the board of the unit that answers for it, inside the caller's
    transaction. Its office of labour leads where the directory knows one, else the unit itself.

    Source: R070 ("a task for the district is created").
    """
    for one in follow_ups:
        due = Rule(kind="DATE", date=one.due_date, as_written=format_date(one.due_date))
        office = find_agency(name=STANDING_OFFICE, as_of=as_of, within=one.responsible)
        lead = office if office is not None and office.unit_id == one.responsible_id else None
        given = GivenTask(
            text=f"{one.unit.full_name}: {one.task}",
            rule=due,
            lead=lead,
            lead_words=lead.name if lead else _committee_words(one.responsible),
            origin=Origin.HOT_SPOT,
            origin_key=_key(one),
            origin_words=f"{HotSpotMeasure(one.measure).label}, {one.year}",
        )
        create_task(unit=one.responsible, given=given, by=by, as_of=as_of)


def finish_task(*, follow_up: FollowUp, by: User, as_of: date) -> None:
    """Report the task of a closed follow-up as done, with its outcome."""
    found = Occurrence.objects.filter(
        task__origin=Origin.HOT_SPOT, task__origin_key=_key(follow_up), state__in=UNFINISHED
    )
    for occurrence in found.select_related("task__lead"):
        record_progress(
            occurrence=occurrence,
            agency=occurrence.task.lead,
            state=State.DONE,
            words=follow_up.outcome,
            on=as_of,
            by=by,
            as_of=as_of,
        )


def _key(follow_up: FollowUp) -> str:
    return f"follow-up:{follow_up.pk}"


def _committee_words(unit: Unit) -> str:
    return f"Ủy ban nhân dân {unit.full_name[0].lower()}{unit.full_name[1:]}"
