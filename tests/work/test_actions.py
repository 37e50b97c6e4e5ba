"""A piece of work from asking to its end, through each way it can end."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django_tasks_db.models import DBTaskResult

from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.work import actions, jobs
from giamngheo.work.enums import State
from giamngheo.work.jobs import Job
from giamngheo.work.kinds import KINDS, Kind
from giamngheo.work.models import WorkItem
from giamngheo.work.worker import run_worker
from tests.factories.accounts import UserFactory

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory()


def test_enqueue_runs_the_handler_and_keeps_its_result(officer: User) -> None:
    item = actions.enqueue(kind="count", by=officer, unit_path="/1/", parameters={"up_to": 4})

    assert (item.state, item.done, item.total, item.message) == (State.DONE, 4, 4, "hộ thứ 4")
    assert item.result == {"counted": 4}
    assert item.percent == 100
    assert (item.owner, item.unit_path, item.attempt) == (officer, "/1/", 1)
    assert item.created_at <= item.started_at <= item.finished_at


def test_enqueue_is_an_event(officer: User) -> None:
    item = actions.enqueue(kind="count", by=officer, unit_path="/1/")

    event = AuditEvent.objects.get(action="work.enqueue")
    assert (event.actor_id, event.unit_path) == (officer.pk, "/1/")
    assert event.details == {"kind": "count", "item": item.pk}


def test_enqueue_of_an_unknown_kind_is_refused(officer: User) -> None:
    with pytest.raises(actions.UnknownKind, match="loại việc bay không có"):
        actions.enqueue(kind="bay", by=officer)

    assert not WorkItem.objects.exists()


def test_refusal_of_the_handler_becomes_the_reason(officer: User) -> None:
    item = actions.enqueue(kind="refuse", by=officer)

    assert (item.state, item.error_code) == (State.FAILED, "TST-001")
    assert item.error_sentence == "Không đọc được tệp ho-ngheo.xlsx. Chọn tệp khác."


@pytest.mark.parametrize("kind", ["crash", "return_something_odd"])
def test_bug_in_the_handler_becomes_a_plain_sentence(
    officer: User, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    item = actions.enqueue(kind=kind, by=officer)

    assert (item.state, item.error_code) == (State.FAILED, "WRK-005")
    assert "lỗi ngoài dự kiến" in item.error_sentence
    assert "Error" not in item.error_sentence
    assert f"work {item.pk} ({kind}) failed" in caplog.text


def test_kind_that_was_removed_fails_with_its_reason(officer: User, queue: None) -> None:
    item = actions.enqueue(kind="count", by=officer)
    WorkItem.objects.filter(pk=item.pk).update(kind="gone")

    actions.run_item(item_id=item.pk, attempt=1)

    item.refresh_from_db()
    assert (item.state, item.error_code) == (State.FAILED, "WRK-001")


@committed
def test_failed_work_leaves_nothing_half_done() -> None:
    item = actions.enqueue(kind="crash_half_way", by=None)

    assert item.state == State.FAILED
    assert not User.objects.filter(username="nuachung").exists()


@committed
def test_item_and_its_task_are_queued_together_or_not_at_all(queue: None) -> None:
    with pytest.raises(actions.UnknownKind), transaction.atomic():
        _enqueue_then_refuse()

    assert not WorkItem.objects.exists()
    assert not DBTaskResult.objects.exists()


def _enqueue_then_refuse() -> None:
    actions.enqueue(kind="count", by=None)
    actions.enqueue(kind="bay", by=None)


@committed
def test_worker_runs_what_is_queued(queue: None) -> None:
    item = actions.enqueue(kind="count", by=None)
    assert item.state == State.QUEUED

    run_worker(once=True)

    item.refresh_from_db()
    assert (item.state, item.result) == (State.DONE, {"counted": 3})


@committed
def test_attempt_delivered_twice_runs_once(queue: None) -> None:
    item = actions.enqueue(kind="count", by=None)
    actions.run_item(item_id=item.pk, attempt=1)
    item.refresh_from_db()

    actions.run_item(item_id=item.pk, attempt=1)

    again = WorkItem.objects.get(pk=item.pk)
    assert again.finished_at == item.finished_at


@committed
def test_progress_is_seen_while_the_works_own_transaction_is_open(
    queue: None, onlooker: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def load(*, job: Job) -> None:
        with transaction.atomic():
            UserFactory(username="nuachung")
            job.report(done=300, total=1000, message="Đang nạp hộ")
            seen["progress"] = _wait_for_progress(onlooker, job.item_id)
            seen["rows"] = onlooker("SELECT count(*) FROM accounts_user")[0]

    monkeypatch.setitem(KINDS, "load", Kind("Nạp", "unused"))
    monkeypatch.setattr(Kind, "load", lambda kind: load)
    item = actions.enqueue(kind="load", by=None)

    actions.run_item(item_id=item.pk, attempt=1)

    assert seen["progress"] == (300, 1000, "Đang nạp hộ", "RUNNING")
    assert seen["rows"] == 0
    assert User.objects.count() == 1


def _wait_for_progress(onlooker: Callable[..., Any], item_id: int) -> Any:
    for _ in range(100):
        row = onlooker(
            "SELECT done, total, message, state FROM work_workitem WHERE id = %s", item_id
        )
        if row[0]:
            break
        time.sleep(0.05)
    return row


@committed
def test_stop_reaches_running_work_and_undoes_it(queue: None) -> None:
    item = actions.enqueue(kind="stop_half_way", by=None)
    thread = threading.Thread(target=_run_and_close, args=(item.pk,))
    thread.start()
    _wait_until(lambda: WorkItem.objects.get(pk=item.pk).done > 0)

    actions.request_stop(item=item, by=None)

    thread.join(timeout=30)
    item.refresh_from_db()
    assert item.state == State.STOPPED
    assert item.finished_at is not None
    assert not User.objects.filter(username="nuachung").exists()


def _run_and_close(item_id: int) -> None:
    try:
        actions.run_item(item_id=item_id, attempt=1)
    finally:
        connection.close()


def _wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("waited ten seconds in vain")


@committed
def test_stop_of_waiting_work_holds_at_once(queue: None) -> None:
    item = actions.enqueue(kind="count", by=None)

    actions.request_stop(item=item, by=None)
    run_worker(once=True)

    item.refresh_from_db()
    assert (item.state, item.done) == (State.STOPPED, 0)
    assert AuditEvent.objects.filter(action="work.request_stop").exists()


def test_stop_of_ended_work_is_refused(officer: User) -> None:
    item = actions.enqueue(kind="count", by=officer)

    with pytest.raises(actions.AlreadyEnded, match="đã xong"):
        actions.request_stop(item=item, by=officer)


@committed
def test_retry_starts_from_the_beginning_as_the_next_attempt(queue: None) -> None:
    item = actions.enqueue(kind="crash", by=None)
    run_worker(once=True)

    item = actions.retry(item=item, by=None)

    assert (item.state, item.attempt, item.done) == (State.QUEUED, 2, 0)
    assert (item.error_code, item.error_sentence, item.finished_at) == ("", "", None)
    run_worker(once=True)
    item.refresh_from_db()
    assert (item.state, item.attempt, item.done) == (State.FAILED, 2, 1)


def test_retry_of_finished_work_is_refused(officer: User) -> None:
    item = actions.enqueue(kind="count", by=officer)

    with pytest.raises(actions.NotToBeRetried, match="đã xong"):
        actions.retry(item=item, by=officer)


def test_earlier_attempt_does_nothing_after_a_retry(officer: User, queue: None) -> None:
    item = actions.enqueue(kind="count", by=officer)
    WorkItem.objects.filter(pk=item.pk).update(attempt=2)

    actions.run_item(item_id=item.pk, attempt=1)

    item.refresh_from_db()
    assert item.state == State.QUEUED


def running(ago: timedelta) -> WorkItem:
    item = WorkItem.objects.create(kind="count", title="Thử", state=State.RUNNING)
    WorkItem.objects.filter(pk=item.pk).update(started_at=Now() - ago, heartbeat_at=Now() - ago)
    return item


def test_watchdog_fails_work_without_a_heartbeat(db: None) -> None:
    lost, alive = running(timedelta(minutes=5)), running(timedelta(seconds=20))

    assert actions.fail_lost_items() == 1

    lost.refresh_from_db()
    alive.refresh_from_db()
    assert (lost.state, lost.error_code) == (State.FAILED, "WRK-004")
    assert "bị ngắt giữa chừng" in lost.error_sentence
    assert alive.state == State.RUNNING


@pytest.mark.parametrize(("status", "lost"), [("READY", False), ("RUNNING", True), (None, True)])
def test_watchdog_fails_waiting_work_that_no_queue_knows(
    db: None, queue: None, status: str | None, lost: bool
) -> None:
    """A worker killed between taking the task and beginning the work leaves such an item."""
    item = actions.enqueue(kind="count", by=None)
    WorkItem.objects.filter(pk=item.pk).update(created_at=Now() - timedelta(minutes=5))
    if status:
        DBTaskResult.objects.update(status=status, started_at=Now() - timedelta(minutes=5))
    else:
        DBTaskResult.objects.all().delete()

    assert actions.fail_lost_items() == int(lost)


def test_watchdog_leaves_work_that_a_worker_has_just_taken(db: None, queue: None) -> None:
    item = actions.enqueue(kind="count", by=None)
    WorkItem.objects.filter(pk=item.pk).update(created_at=Now() - timedelta(minutes=5))
    DBTaskResult.objects.update(status="RUNNING", started_at=Now())

    assert actions.fail_lost_items() == 0


@committed
def test_heartbeat_goes_on_while_the_handler_reports_nothing(
    queue: None, onlooker: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: set[Any] = set()

    def think(*, job: Job) -> None:
        for _ in range(100):
            beats.add(onlooker("SELECT heartbeat_at FROM work_workitem")[0])
            if len(beats) > 2:
                break
            time.sleep(0.05)

    monkeypatch.setattr(jobs.Pulse.__init__, "__kwdefaults__", {"beat_seconds": 0.1})
    monkeypatch.setitem(KINDS, "think", Kind("Nghĩ", "unused"))
    monkeypatch.setattr(Kind, "load", lambda kind: think)
    item = actions.enqueue(kind="think", by=None)

    actions.run_item(item_id=item.pk, attempt=1)

    assert len(beats) > 2


@committed
def test_work_taken_for_lost_that_ends_after_all_tells_its_result(
    queue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleep_long(*, job: Job) -> dict[str, Any]:
        # The item's own heartbeat may fall between the two statements: then once more.
        for _ in range(20):
            WorkItem.objects.update(heartbeat_at=Now() - timedelta(minutes=5))
            if actions.fail_lost_items() == 1:
                return {"rows": 7}
        raise AssertionError("the item was never taken for lost")

    monkeypatch.setattr(Kind, "load", lambda kind: sleep_long)
    item = actions.enqueue(kind="count", by=None)

    actions.run_item(item_id=item.pk, attempt=1)

    item.refresh_from_db()
    assert (item.state, item.result, item.error_sentence) == (State.DONE, {"rows": 7}, "")


def test_verify_audit_is_a_kind_of_work(officer: User) -> None:
    item = actions.enqueue(kind="verify_audit", by=officer)

    assert item.state == State.DONE
    assert item.result is not None
    assert "broken" in item.result
