"""Asking for work, running it, stopping it, trying again, and noticing what was lost."""

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.work.enums import State
from giamngheo.work.jobs import Job, Pulse, WorkStopped
from giamngheo.work.kinds import KINDS
from giamngheo.work.models import WorkItem
from giamngheo.work.tasks import run_work_item

log = logging.getLogger(__name__)

LOST_AFTER: Final = timedelta(seconds=60)


class UnknownKind(Refusal):
    code = "WRK-001"
    sentence = (
        "Chưa nhận được công việc: loại việc {kind} không có trong phiên bản này. "
        "Cập nhật phần mềm rồi yêu cầu lại."
    )
    english = "Work not accepted: this version knows no kind {kind}."


class AlreadyEnded(Refusal):
    code = "WRK-002"
    sentence = (
        "Không dừng được công việc {item}: công việc đã kết thúc ({state}) hoặc đang được dừng. "
        "Tải lại trang để xem kết quả."
    )
    english = "Work {item} not stopped: it has ended or is being stopped."


class NotToBeRetried(Refusal):
    code = "WRK-003"
    sentence = (
        "Chưa chạy lại được công việc {item}: công việc {state}. "
        "Chỉ chạy lại công việc không xong hoặc đã dừng."
    )
    english = "Work {item} not retried: only failed or stopped work is."


class WorkLost(Refusal):
    code = "WRK-004"
    sentence = (
        "Công việc {item} bị ngắt giữa chừng (máy tắt hoặc chương trình dừng đột ngột). "
        "Phần chưa xong không được ghi lại; bấm Chạy lại."
    )
    english = "Work {item} was interrupted; nothing half-done was kept. Try again."


class UnexpectedFailure(Refusal):
    code = "WRK-005"
    sentence = (
        "Công việc {item} gặp lỗi ngoài dự kiến, không có gì được ghi dở dang. "
        "Chạy lại; nếu vẫn lỗi, gửi số công việc này cho người quản trị hệ thống."
    )
    english = "Work {item} met an unexpected error; see the log."


@transaction.atomic
def enqueue(
    *,
    kind: str,
    by: User | None,
    unit_path: str = "",
    parameters: Mapping[str, Any] | None = None,
    title: str = "",
) -> WorkItem:
    """
    Ask for a piece of work; it is queued in the caller's transaction or not at all.

    `parameters` become keyword arguments of the kind's handler (JSON values only).
    Raises: UnknownKind [WRK-001].
    """
    if kind not in KINDS:
        raise UnknownKind(kind=kind)
    item = WorkItem.objects.create(
        kind=kind,
        title=title or KINDS[kind].title,
        parameters=dict(parameters or {}),
        owner=by,
        unit_path=unit_path,
    )
    audit.record(
        action="work.enqueue",
        by=by,
        subject=str(item)[:200],
        unit_path=unit_path,
        details={"kind": kind, "item": item.pk},
    )
    _queue(item)
    return item


def _queue(item: WorkItem) -> None:
    task = run_work_item.enqueue(item.pk, item.attempt)
    WorkItem.objects.filter(pk=item.pk).update(task_id=task.id)
    item.refresh_from_db()


def run_item(*, item_id: int, attempt: int) -> None:
    """
    Run one attempt of an item and keep how it ended. Called by the queue's worker, outside any
    transaction, so that each step can be seen at once. An attempt runs once: delivered again,
    stopped before it began or superseded by a later attempt, it does nothing.
    """
    claimed = WorkItem.objects.filter(pk=item_id, attempt=attempt, state=State.QUEUED).update(
        state=State.RUNNING, started_at=Now(), heartbeat_at=Now()
    )
    if not claimed:
        return
    item = WorkItem.objects.select_related("owner").get(pk=item_id)
    with Pulse(item_id=item_id, attempt=attempt) as pulse:
        job = Job(item_id=item_id, by=item.owner, pulse=pulse)
        outcome = _outcome(item, job)
    # A run that was taken for lost but came to its end tells what really happened.
    WorkItem.objects.filter(
        pk=item_id, attempt=attempt, state__in=(State.RUNNING, State.FAILED)
    ).update(**job.progress, **outcome, finished_at=Now())


def _outcome(item: WorkItem, job: Job) -> dict[str, Any]:
    """Run the handler and return the fields that tell how it ended."""
    try:
        if item.kind not in KINDS:
            raise UnknownKind(kind=item.kind)
        result = KINDS[item.kind].load()(job=job, **item.parameters)
        kept = None if result is None else json.loads(json.dumps(result, cls=DjangoJSONEncoder))
    except WorkStopped:
        return {"state": State.STOPPED}
    except Refusal as refusal:
        return _failed(refusal)
    except Exception:
        log.exception("work %s (%s) failed", item.pk, item.kind)
        return _failed(UnexpectedFailure(item=item.pk))
    return {"state": State.DONE, "result": kept, "error_code": "", "error_sentence": ""}


def _failed(refusal: Refusal) -> dict[str, Any]:
    return {
        "state": State.FAILED,
        "error_code": refusal.code,
        "error_sentence": refusal.message,
    }


@transaction.atomic
def request_stop(*, item: WorkItem, by: User | None) -> None:
    """
    Ask an item to stop: at once while it waits, at its next report while it runs.

    Raises: AlreadyEnded [WRK-002].
    """
    item = _locked(item)
    if not item.can_be_stopped:
        raise AlreadyEnded(item=item, state=item.get_state_display().lower())
    _note("work.request_stop", item, by)
    stopped = WorkItem.objects.filter(pk=item.pk)
    if item.state == State.QUEUED:
        stopped.update(state=State.STOPPED, stop_asked_at=Now(), finished_at=Now())
    else:
        stopped.update(stop_asked_at=Now())


@transaction.atomic
def retry(*, item: WorkItem, by: User | None) -> WorkItem:
    """
    Queue a failed or stopped item again, as its next attempt; it starts from the beginning.

    Raises: NotToBeRetried [WRK-003].
    """
    item = _locked(item)
    if not item.can_be_retried:
        raise NotToBeRetried(item=item, state=item.get_state_display().lower())
    _note("work.retry", item, by)
    item.state, item.attempt = State.QUEUED, item.attempt + 1
    item.done, item.total, item.message, item.result = 0, None, "", None
    item.error_code = item.error_sentence = ""
    item.started_at = item.heartbeat_at = item.stop_asked_at = item.finished_at = None
    item.save()
    _queue(item)
    return item


def _locked(item: WorkItem) -> WorkItem:
    return WorkItem.objects.select_for_update().get(pk=item.pk)


def _note(action: str, item: WorkItem, by: User | None) -> None:
    details = {"kind": item.kind, "item": item.pk, "attempt": item.attempt}
    audit.record(
        action=action, by=by, subject=str(item)[:200], unit_path=item.unit_path, details=details
    )


def fail_lost_items(*, patience: timedelta = LOST_AFTER) -> int:
    """
    Turn items whose worker is gone into failed ones and return how many; the worker's watchdog.

    Gone means: running without a heartbeat for `patience` by the database's clock, or queued that
    long while the queue does not know its task any more.
    """
    limit = Now() - patience
    lost = list(WorkItem.objects.filter(state=State.RUNNING, heartbeat_at__lt=limit))
    waiting = WorkItem.objects.filter(state=State.QUEUED, created_at__lt=limit)
    known = _known_tasks({item.task_id for item in waiting}, limit)
    lost += [item for item in waiting if item.task_id not in known]
    return sum(_fail_lost(item) for item in lost)


def _known_tasks(task_ids: set[str], limit: CombinedExpression) -> set[str]:
    """Return those that wait in the queue, or that a worker took just now and is about to begin."""
    tasks = DBTaskResult.objects.annotate(key=Cast("id", CharField())).filter(key__in=task_ids)
    alive = tasks.filter(Q(status=TaskResultStatus.READY) | Q(started_at__gte=limit))
    return set(alive.values_list("key", flat=True))


def _fail_lost(item: WorkItem) -> int:
    # The same state and heartbeat as read: an item that came back to life meanwhile is left alone.
    return WorkItem.objects.filter(
        pk=item.pk, attempt=item.attempt, state=item.state, heartbeat_at=item.heartbeat_at
    ).update(**_failed(WorkLost(item=item.pk)), finished_at=Now())
