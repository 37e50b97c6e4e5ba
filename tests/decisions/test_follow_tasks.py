"""A follow-up of a hot spot stands on the board of tasks and is done with it."""

from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.agencies.actions import set_up_agencies
from giamngheo.areas.models import Unit
from giamngheo.decisions.follow_tasks import finish_task, give_tasks
from giamngheo.decisions.models import FollowUp
from giamngheo.tasks.models import Task
from tests.factories.accounts import officer
from tests.factories.areas import UnitFactory

DAY = date(2020, 12, 20)


@pytest.fixture
def commune(db: None) -> Unit:
    return UnitFactory(parent=UnitFactory(district=True))


def follow_up(commune: Unit) -> FollowUp:
    district = commune.parent
    assert district is not None
    return FollowUp.objects.create(
        unit=commune,
        unit_path=commune.path,
        responsible=district,
        responsible_path=district.path,
        year=2020,
        measure="NEW_POOR",
        households=3,
        threshold="trên 1 hộ",
        task="Rà lại nguyên nhân",
        due_date=date(2021, 1, 15),
        opened_by=officer(Role.DISTRICT, district),
        opened_on=DAY,
    )


def test_task_for_the_district_is_created_and_done(commune: Unit) -> None:
    one = follow_up(commune)
    set_up_agencies(units=[one.responsible], as_of=DAY, by=None)

    give_tasks(follow_ups=[one], by=one.opened_by, as_of=DAY)
    give_tasks(follow_ups=[one], by=one.opened_by, as_of=DAY)

    task = Task.objects.get()
    occurrence = task.occurrences.get()
    assert task.unit == one.responsible
    assert task.lead is not None
    assert task.lead.kind == "DIVISION_LABOUR"
    assert (occurrence.due_on, occurrence.state) == (date(2021, 1, 15), "NOT_BEGUN")

    one.outcome = "Đã rà"
    finish_task(follow_up=one, by=one.opened_by, as_of=DAY)

    occurrence.refresh_from_db()
    assert (occurrence.state, occurrence.done_on) == ("DONE", DAY)


def test_unit_without_directory_leads_by_its_committee(commune: Unit) -> None:
    one = follow_up(commune)

    give_tasks(follow_ups=[one], by=one.opened_by, as_of=DAY)

    task = Task.objects.get()
    assert task.lead is None
    assert task.lead_words.startswith("Ủy ban nhân dân huyện")
