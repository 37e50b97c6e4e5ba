"""A plan's tasks on the board, reports with proofs, guidance, handing over, withdrawal."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from giamngheo.accounts.enums import Role
from giamngheo.agencies.actions import HeirGiven, add_agency, end_agency
from giamngheo.agencies.models import Agency
from giamngheo.agencies.queries import successors
from giamngheo.areas.models import Unit
from giamngheo.audit.models import AuditEvent
from giamngheo.planning.enums import PlanStage
from giamngheo.planning.models import Plan
from giamngheo.tasks.actions import GivenTask, create_task, take_over_plan
from giamngheo.tasks.deadlines import Rule, read_deadline
from giamngheo.tasks.enums import Origin, State
from giamngheo.tasks.evidence import LARGEST, GivenFile
from giamngheo.tasks.handing import assign_lead, hand_over, withdraw_task
from giamngheo.tasks.models import Occurrence, Task
from giamngheo.tasks.refusals import (
    EvidenceRefused,
    GuidanceRefused,
    HandoverRefused,
    PlanNotCommitted,
    ProgressRefused,
    TaskClosed,
    TaskIncomplete,
)
from giamngheo.tasks.reporting import record_guidance, record_progress
from tests.factories.accounts import officer
from tests.tasks.conftest import DAY

PDF = GivenFile(name="biên bản.pdf", content=b"%PDF-1.4 bien ban")
Find = Callable[[str], Agency]


def rule(text: str) -> Rule:
    found = read_deadline(text)
    assert found is not None
    return found


def given(lead: Agency, deadline: str = "trước ngày 20/03/2020", **more: Any) -> GivenTask:
    return GivenTask(text="Rà lại nguyên nhân nghèo", rule=rule(deadline), lead=lead, **more)


def only(task: Task) -> Occurrence:
    return task.occurrences.get()


def test_plan_comes_onto_the_board_once(plan: Plan) -> None:
    first = take_over_plan(plan=plan, by=None, as_of=DAY)
    again = take_over_plan(plan=plan, by=None, as_of=DAY)

    assert (first.made, first.known, first.without_lead) == (6, 0, 2)
    assert first.unknown_names == ("Câu lạc bộ Hưu trí",)
    assert (again.made, again.known) == (0, 6)


def test_tasks_of_a_plan_keep_its_words_and_find_agencies(plan: Plan, agency: Find) -> None:
    take_over_plan(plan=plan, by=None, as_of=DAY)

    task = Task.objects.get(plan_key="k2")
    assert (task.lead, task.lead_words) == (agency("DIVISION_LABOUR"), "Phòng Lao động – TBXH")
    assert (task.deadline_words, task.line) == ("trong tháng 01 năm 2020", 20)
    assert only(task).due_on == date(2020, 1, 31)
    assert Task.objects.get(plan_key="k1").parties.count() == 2
    assert Task.objects.get(plan_key="k4").occurrences.count() == 4
    assert only(Task.objects.get(plan_key="k3")).state == State.WAITING


def test_plan_that_is_only_read_is_refused(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(stage=PlanStage.READ)

    with pytest.raises(PlanNotCommitted):
        take_over_plan(plan=plan, by=None, as_of=DAY)


def test_task_of_one_origin_comes_once(district: Unit, agency: Find) -> None:
    spot = given(agency("DIVISION_LABOUR"), origin=Origin.HOT_SPOT, origin_key="follow-up:1")

    made = create_task(unit=district, given=spot, by=None, as_of=DAY)

    assert create_task(unit=district, given=spot, by=None, as_of=DAY) == made


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"lead": None},
        {"rule": Rule(kind="DATE")},
        {"rule": Rule(kind="WORKING_DAYS", date=DAY)},
        {"rule": Rule(kind="MONTH", year=2020)},
    ],
)
def test_incomplete_task_is_refused(district: Unit, agency: Find, wrong: dict[str, Any]) -> None:
    whole = {"text": "Việc", "rule": rule("hằng quý"), "lead": agency("DIVISION_LABOUR")}

    with pytest.raises(TaskIncomplete):
        create_task(unit=district, given=GivenTask(**{**whole, **wrong}), by=None, as_of=DAY)


def test_late_the_day_after_the_last_day(district: Unit, agency: Find) -> None:
    task = create_task(unit=district, given=given(agency("DIVISION_LABOUR")), by=None, as_of=DAY)

    assert not only(task).is_late(date(2020, 3, 19))
    assert only(task).is_late(date(2020, 3, 20))
    assert not Occurrence.objects.late(date(2020, 3, 19)).exists()
    assert Occurrence.objects.late(date(2020, 3, 20)).exists()


def test_done_with_a_proof(district: Unit, agency: Find) -> None:
    lead = agency("DIVISION_LABOUR")
    by = officer(Role.DISTRICT, district)
    task = create_task(unit=district, given=given(lead), by=by, as_of=DAY)

    note = record_progress(
        occurrence=only(task),
        agency=lead,
        state=State.DONE,
        words="",
        on=DAY,
        files=[PDF],
        by=by,
        as_of=DAY,
    )

    kept = note.evidence.get()
    assert (kept.file_name, kept.content_type) == ("biên bản.pdf", "application/pdf")
    with kept.file.open("rb") as file:
        assert file.read() == PDF.content
    assert "biên" not in kept.file.name
    assert (only(task).state, only(task).done_on) == (State.DONE, DAY)
    assert not Occurrence.objects.late(date(2021, 1, 1)).exists()
    assert AuditEvent.objects.filter(action="tasks.record_progress", actor_id=by.pk).exists()


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"MZ\x90", b"PK\x03\x04", b"%PDF-" + b"0" * LARGEST]
)
def test_file_that_is_no_proof_is_refused(district: Unit, agency: Find, content: bytes) -> None:
    lead = agency("DIVISION_LABOUR")
    task = create_task(unit=district, given=given(lead), by=None, as_of=DAY)

    with pytest.raises(EvidenceRefused):
        record_progress(
            occurrence=only(task),
            agency=lead,
            state=State.DONE,
            words="xong",
            on=DAY,
            files=[GivenFile(name="a.pdf", content=content)],
            by=None,
            as_of=DAY,
        )
    assert only(task).state == State.NOT_BEGUN


@pytest.mark.parametrize(
    ("state", "words", "on"),
    [
        (State.DONE, "", DAY),
        (State.UNDER_WAY, " ", DAY),
        (State.DONE, "xong", date(2020, 3, 3)),
        (State.WITHDRAWN, "xong", DAY),
    ],
)
def test_report_that_says_nothing_is_refused(
    district: Unit, agency: Find, state: State, words: str, on: date
) -> None:
    lead = agency("DIVISION_LABOUR")
    task = create_task(unit=district, given=given(lead), by=None, as_of=DAY)

    with pytest.raises(ProgressRefused):
        record_progress(
            occurrence=only(task),
            agency=lead,
            state=state,
            words=words,
            on=on,
            by=None,
            as_of=DAY,
        )


def test_group_is_done_when_all_of_it_are(plan: Plan, communes: list[Unit]) -> None:
    take_over_plan(plan=plan, by=None, as_of=DAY)
    task = Task.objects.get(plan_key="k1")

    for unit, expected in zip(communes, (State.UNDER_WAY, State.DONE), strict=True):
        record_progress(
            occurrence=only(task),
            agency=Agency.objects.get(kind="COMMUNE_COMMITTEE", unit=unit),
            state=State.DONE,
            words="đã gửi kế hoạch",
            on=DAY,
            by=None,
            as_of=DAY,
        )
        assert only(task).state == expected


def test_guidance_gives_a_waiting_task_its_day(plan: Plan) -> None:
    take_over_plan(plan=plan, by=None, as_of=DAY)
    task = Task.objects.get(plan_key="k3")
    with pytest.raises(ProgressRefused):
        record_progress(
            occurrence=only(task),
            agency=None,
            state=State.DONE,
            words="xong",
            on=DAY,
            by=None,
            as_of=DAY,
        )

    record_guidance(
        task=task,
        guidance="812/SLĐTBXH-BTXH",
        issued_on=DAY,
        rule=rule("trước ngày 01/10/2020"),
        by=None,
        as_of=DAY,
    )

    assert (only(task).state, only(task).due_on) == (State.NOT_BEGUN, date(2020, 9, 30))
    with pytest.raises(TaskClosed):
        record_guidance(
            task=task, guidance="9/X", issued_on=DAY, rule=rule("hằng quý"), by=None, as_of=DAY
        )


@pytest.mark.parametrize(
    ("words", "issued_on", "deadline"),
    [
        (" ", DAY, "hằng quý"),
        ("9/X", date(2020, 3, 3), "hằng quý"),
        ("9/X", DAY, "khi có hướng dẫn"),
    ],
)
def test_guidance_without_number_or_day_is_refused(
    plan: Plan, words: str, issued_on: date, deadline: str
) -> None:
    take_over_plan(plan=plan, by=None, as_of=DAY)

    with pytest.raises(GuidanceRefused):
        record_guidance(
            task=Task.objects.get(plan_key="k3"),
            guidance=words,
            issued_on=issued_on,
            rule=rule(deadline),
            by=None,
            as_of=DAY,
        )


def test_tasks_go_over_to_the_heir(plan: Plan, district: Unit, agency: Find) -> None:
    take_over_plan(plan=plan, by=None, as_of=DAY)
    labour = agency("DIVISION_LABOUR")
    heir = add_agency(unit=district, name="Phòng Dân sinh", source="thử", by=None)
    end_agency(agency=labour, on=DAY, heirs=[HeirGiven(agency=heir)], source="QĐ 1", by=None)
    labour.refresh_from_db()
    tasks = list(Task.objects.filter(lead=labour))

    (found,) = successors(agency=labour, as_of=DAY)
    moved = hand_over(tasks=tasks, to=found.agency, by=None, as_of=DAY, reason="QĐ 1")

    assert moved == 2
    assert not Task.objects.filter(lead=labour).exists()
    assert "Phòng Dân sinh" in Task.objects.get(plan_key="k2").notes.latest("pk").words
    with pytest.raises(HandoverRefused):
        hand_over(tasks=tasks, to=heir, by=None, as_of=DAY, reason="QĐ 1")
    with pytest.raises(HandoverRefused):
        hand_over(tasks=tasks, to=labour, by=None, as_of=DAY, reason="QĐ 1")


def test_unknown_lead_is_assigned_once(plan: Plan, agency: Find) -> None:
    take_over_plan(plan=plan, by=None, as_of=DAY)
    task = Task.objects.get(plan_key="k5")

    assign_lead(task=task, to=agency("DIVISION_CULTURE"), by=None, as_of=DAY)

    task.refresh_from_db()
    assert task.lead == agency("DIVISION_CULTURE")
    with pytest.raises(TaskClosed):
        assign_lead(task=task, to=agency("DIVISION_HEALTH"), by=None, as_of=DAY)


def test_withdrawn_task_takes_no_report(district: Unit, agency: Find) -> None:
    lead = agency("DIVISION_LABOUR")
    task = create_task(unit=district, given=given(lead), by=None, as_of=DAY)
    with pytest.raises(TaskClosed):
        withdraw_task(task=task, reason=" ", by=None, as_of=DAY)

    withdraw_task(task=task, reason="giao nhầm", by=None, as_of=DAY)

    assert not Occurrence.objects.late(date(2021, 1, 1)).exists()
    with pytest.raises(TaskClosed):
        record_progress(
            occurrence=only(task),
            agency=lead,
            state=State.DONE,
            words="xong",
            on=DAY,
            by=None,
            as_of=DAY,
        )


@pytest.mark.django_db(transaction=True)
def test_two_officers_take_one_plan_over_at_once(plan: Plan) -> None:
    made: list[int] = []

    def take() -> None:
        try:
            made.append(take_over_plan(plan=plan, by=None, as_of=DAY).made)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [0, 6]
