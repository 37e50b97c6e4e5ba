"""The work behind a batch: reading, writing, taking back; each one transaction or nothing."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.exchange.committing import Values, take_back, write_values
from giamngheo.exchange.enums import BatchState, Mode
from giamngheo.exchange.models import ImportBatch, ImportFile
from giamngheo.exchange.plan import Plan, make_plan
from giamngheo.exchange.refused import sheet_titles, write_refused
from giamngheo.exchange.staging import mark_written, stage, staged_before, staged_values
from giamngheo.lib.errors import Refusal
from giamngheo.work.jobs import Job


class BatchMovedOn(Refusal):
    code = "EXC-009"
    sentence = (
        "Không xử lý được lô nhập {name}: lô đang ở trạng thái “{state}”. Xem trang của lô nhập; "
        "nếu cần, gửi tệp mới."
    )


class StagedRowsLost(Refusal):
    code = "EXC-010"
    sentence = (
        "Chưa ghi được lô nhập {name}: số hộ chờ ghi ({found}) khác số đã xem trước ({expected}). "
        "Bấm Đọc lại tệp rồi xem lại."
    )


def run_reading(*, job: Job, batch_id: int) -> dict[str, Any]:
    """Read a batch's file and keep what it would do; the handler of "import_read"."""
    batch = ImportBatch.objects.select_related("unit").get(pk=batch_id)
    _require(batch, BatchState.READING, BatchState.PREVIEWED)
    job.report(done=0, message="Đang đọc và kiểm tra tệp")
    with tempfile.TemporaryDirectory(prefix="giamngheo-nhap-") as folder:
        path = Path(folder) / batch.file_name
        path.write_bytes(bytes(ImportFile.objects.get(batch=batch).content))
        plan = make_plan(path=path, unit=batch.unit, mode=Mode(batch.mode), as_of=batch.as_of)
    job.report(done=0, total=plan.rows, message="Đang lưu kết quả kiểm tra")
    with transaction.atomic():
        batch = _locked(batch_id, BatchState.READING, BatchState.PREVIEWED)
        _note("exchange.read_batch", batch, job.by, plan.counts)
        stage(batch=batch, plan=plan)
        _keep_counts(batch, plan)
        batch.state = BatchState.PREVIEWED
        batch.save()
        job.report(done=plan.rows, total=plan.rows, message="Số dòng đã kiểm tra")
    return {"batch": batch.pk, "rows": plan.rows, "read": plan.read, **_small(plan.counts)}


def run_commit(*, job: Job, batch_id: int) -> dict[str, Any]:
    """
    Write what a batch waits to write; the handler of "import_commit".

    Raises: BatchMovedOn [EXC-009], StagedRowsLost [EXC-010], HouseholdsChangedSince [EXC-001].
    """
    with transaction.atomic():
        batch = _locked(batch_id, BatchState.PREVIEWED, BatchState.COMMITTED)
        if batch.state == BatchState.COMMITTED:
            # Interrupted after its commit: there is nothing left to do.
            return _result(batch)
        total = batch.added + batch.changed
        job.report(done=0, total=total, message="Đang ghi vào sổ")
        values = staged_values(batch=batch)
        if values.households.height != total:
            raise StagedRowsLost(
                name=batch.file_name, found=values.households.height, expected=total
            )
        _note("exchange.commit_batch", batch, job.by, batch.counts)
        written = write_values(
            values=values, as_of=batch.as_of, by=job.by, reason=f"Nhập từ tệp {batch.file_name}"
        )
        mark_written(batch=batch, written=written)
        _close(batch)
        job.report(done=total, total=total, message="Số hộ đã ghi")
    return _result(batch)


def run_undo(*, job: Job, batch_id: int) -> dict[str, Any]:
    """
    Take a committed batch back as a whole; the handler of "import_undo".

    Raises: BatchMovedOn [EXC-009], UndoTouched [EXC-002], UndoLeanedOn [EXC-003].
    """
    with transaction.atomic():
        batch = _locked(batch_id, BatchState.COMMITTED, BatchState.UNDONE)
        if batch.state == BatchState.UNDONE:
            return _result(batch)
        written, before = staged_before(batch=batch)
        total = written.height
        job.report(done=0, total=total, message="Đang hoàn tác")
        _note("exchange.undo_batch", batch, job.by, batch.counts, reason=batch.undo_reason)
        assert batch.committed_at is not None
        take_back(written=written, before=before, since=batch.committed_at, by=job.by)
        ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.UNDONE, undone_at=Now())
        job.report(done=total, total=total, message="Số hộ đã hoàn tác")
    return _result(batch)


def commit_plan(
    *,
    path: Path,
    plan: Plan,
    mode: Mode,
    by: User | None,
    refused_to: str | os.PathLike[str] | None,
    dry_run: bool,
) -> ImportBatch:
    """Write a plan at once under a batch of its own; see `actions.import_households`."""
    with transaction.atomic():
        batch = _batch_of(path, plan, mode, by)
        audit.record(
            action="exchange.import_households",
            by=by,
            subject=batch.file_name,
            unit_path=batch.unit_path,
            details={"mode": mode, **plan.counts},
        )
        batch.save()
        stage(batch=batch, plan=plan, keep_values=False)
        if refused_to is not None and batch.refused:
            write_refused(refused_to, batch=batch)
        if dry_run:
            transaction.set_rollback(True)
            return batch
        values = Values(households=plan.households, members=plan.members)
        written = write_values(
            values=values, as_of=plan.as_of, by=by, reason=f"Nhập từ tệp {batch.file_name}"
        )
        mark_written(batch=batch, written=written)
        _close(batch)
    batch.refresh_from_db()
    return batch


def _batch_of(path: Path, plan: Plan, mode: Mode, by: User | None) -> ImportBatch:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    batch = ImportBatch(
        unit=plan.unit,
        unit_path=plan.unit.path,
        mode=mode,
        state=BatchState.PREVIEWED,
        file_name=path.name[-200:],
        file_size=path.stat().st_size,
        file_digest=digest,
        owner=by,
        as_of=plan.as_of,
    )
    _keep_counts(batch, plan)
    return batch


def _require(batch: ImportBatch, *states: BatchState) -> None:
    if batch.state not in states:
        raise BatchMovedOn(name=batch.file_name, state=batch.get_state_display())


def _locked(batch_id: int, *states: BatchState) -> ImportBatch:
    batch = (
        ImportBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch_id)
    )
    _require(batch, *states)
    return batch


def _keep_counts(batch: ImportBatch, plan: Plan) -> None:
    batch.rows, batch.read = plan.rows, plan.read
    for outcome, count in plan.counts.items():
        setattr(batch, outcome.lower(), count)
    batch.notes = plan.file.notes
    batch.sheets = sheet_titles(plan.file)


def _close(batch: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.COMMITTED, committed_at=Now())
    ImportFile.objects.filter(batch=batch).delete()


def _note(
    action: str,
    batch: ImportBatch,
    by: User | None,
    counts: dict[str, int],
    *,
    reason: str = "",
) -> None:
    audit.record(
        action=action,
        by=by,
        subject=batch.file_name,
        unit_path=batch.unit_path,
        reason=reason,
        details={"batch": batch.pk, **counts},
    )


def _small(counts: dict[str, int]) -> dict[str, int]:
    return {outcome.lower(): count for outcome, count in counts.items()}


def _result(batch: ImportBatch) -> dict[str, Any]:
    return {"batch": batch.pk, "rows": batch.rows, "read": batch.read, **_small(batch.counts)}
