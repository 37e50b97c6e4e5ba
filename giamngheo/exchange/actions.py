"""Sending a file in, confirming it, taking it back; the work itself is done in `running`."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path
from typing import Final

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.exchange.enums import BatchState, Mode
from giamngheo.exchange.models import ImportBatch, ImportFile
from giamngheo.exchange.plan import Plan
from giamngheo.exchange.running import commit_plan
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.work import actions as work

LARGEST: Final = 20 * 1024 * 1024
ALLOWED: Final = (".xlsx", ".csv")


class FileNotTaken(Refusal):
    code = "EXC-004"
    sentence = (
        "Chưa nhận được tệp “{name}”: {reason}. Lưu danh sách thành sổ Excel (.xlsx) hoặc CSV rồi "
        "gửi lại."
    )


class BatchBusy(Refusal):
    code = "EXC-005"
    sentence = (
        "Chưa thực hiện được: lô nhập {name} đang được xử lý. Chờ xong rồi tải lại trang để xem "
        "kết quả."
    )


class BatchNotReady(Refusal):
    code = "EXC-006"
    sentence = (
        "Chưa thực hiện được: lô nhập {name} ở trạng thái “{state}”. Tải lại trang để xem trạng "
        "thái mới và việc làm được tiếp."
    )


class UndoReasonMissing(Refusal):
    code = "EXC-007"
    sentence = "Chưa hoàn tác lô nhập {name}: ghi lý do hoàn tác rồi bấm lại."


class NothingToCommit(Refusal):
    code = "EXC-008"
    sentence = (
        "Không có gì để ghi từ lô nhập {name}: không có hộ nào thêm mới hoặc sửa. Sửa các dòng bị "
        "trả lại rồi gửi tệp mới."
    )


@transaction.atomic
def open_batch(
    *, unit: Unit, mode: Mode, file_name: str, content: bytes, as_of: date, by: User
) -> ImportBatch:
    """
    Take a file in and queue its reading; nothing in the register changes.

    Raises: FileNotTaken [EXC-004] for another type than ALLOWED or more than LARGEST bytes.
    """
    name = Path(file_name.replace("\\", "/")).name[-200:]
    suffix = Path(name).suffix.lower()
    if suffix == ".xlsm":
        raise FileNotTaken(name=name, reason="tệp loại có macro (.xlsm)")
    if suffix not in ALLOWED:
        raise FileNotTaken(name=name, reason=f"đuôi tệp {suffix or 'trống'} không nhập được")
    if not content:
        raise FileNotTaken(name=name, reason="tệp trống")
    if len(content) > LARGEST:
        most = format_number(LARGEST // 1024 // 1024)
        raise FileNotTaken(name=name, reason=f"tệp lớn hơn {most} MB")
    audit.record(
        action="exchange.open_batch",
        by=by,
        subject=name,
        unit_path=unit.path,
        details={"mode": mode, "size": len(content)},
    )
    batch = ImportBatch.objects.create(
        unit=unit,
        unit_path=unit.path,
        mode=mode,
        state=BatchState.READING,
        file_name=name,
        file_size=len(content),
        file_digest=hashlib.sha256(content).hexdigest(),
        owner=by,
        as_of=as_of,
    )
    ImportFile.objects.create(batch=batch, content=content)
    _queue(batch, "import_read", f"Đọc danh sách hộ: {name}", by)
    return batch


@transaction.atomic
def read_again(*, batch: ImportBatch, by: User) -> ImportBatch:
    """
    Queue the reading of a batch once more, against the register as it is now.

    Raises: BatchBusy [EXC-005], BatchNotReady [EXC-006].
    """
    batch = _locked(batch, BatchState.READING, BatchState.PREVIEWED)
    _note("exchange.read_again", batch, by)
    _queue(batch, "import_read", f"Đọc danh sách hộ: {batch.file_name}", by)
    return batch


@transaction.atomic
def confirm_batch(*, batch: ImportBatch, by: User) -> ImportBatch:
    """
    Queue the writing of a previewed batch.

    Raises: BatchBusy [EXC-005], BatchNotReady [EXC-006], NothingToCommit [EXC-008].
    """
    batch = _locked(batch, BatchState.PREVIEWED)
    if not batch.added and not batch.changed:
        raise NothingToCommit(name=batch.file_name)
    _note("exchange.confirm_batch", batch, by)
    _queue(batch, "import_commit", f"Ghi danh sách hộ vào sổ: {batch.file_name}", by)
    return batch


@transaction.atomic
def request_undo(*, batch: ImportBatch, reason: str, by: User) -> ImportBatch:
    """
    Queue the undoing of a whole committed batch.

    Raises: BatchBusy [EXC-005], BatchNotReady [EXC-006], UndoReasonMissing [EXC-007].
    """
    batch = _locked(batch, BatchState.COMMITTED)
    if not reason.strip():
        raise UndoReasonMissing(name=batch.file_name)
    batch.undo_reason = reason.strip()[:500]
    _note("exchange.request_undo", batch, by, reason=batch.undo_reason)
    batch.save(update_fields=["undo_reason"])
    _queue(batch, "import_undo", f"Hoàn tác lô nhập hộ: {batch.file_name}", by)
    return batch


@transaction.atomic
def discard_batch(*, batch: ImportBatch, by: User) -> ImportBatch:
    """
    Drop a batch that was not committed, with its file and its staged rows.

    Raises: BatchBusy [EXC-005], BatchNotReady [EXC-006].
    """
    batch = _locked(batch, BatchState.READING, BatchState.PREVIEWED)
    _note("exchange.discard_batch", batch, by)
    batch.state = BatchState.DISCARDED
    batch.save(update_fields=["state"])
    ImportFile.objects.filter(batch=batch).delete()
    batch.staged.all().delete()
    batch.refused_rows.all().delete()
    return batch


def import_households(
    *,
    path: str | os.PathLike[str],
    plan: Plan,
    mode: Mode,
    by: User | None,
    refused_to: str | os.PathLike[str] | None = None,
    dry_run: bool = False,
) -> ImportBatch:
    """
    Write a plan at once, all of it or nothing: the command's way, without waiting for a person.

    `refused_to`: where the refused rows go as a workbook. With `dry_run` nothing stays.
    Raises: HouseholdsChangedSince [EXC-001]; what `registry.actions.load_households` raises.
    """
    return commit_plan(
        path=Path(path), plan=plan, mode=mode, by=by, refused_to=refused_to, dry_run=dry_run
    )


def _locked(batch: ImportBatch, *states: BatchState) -> ImportBatch:
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.is_busy:
        raise BatchBusy(name=locked.file_name)
    if locked.state not in states:
        raise BatchNotReady(name=locked.file_name, state=locked.get_state_display())
    return locked


def _note(action: str, batch: ImportBatch, by: User, *, reason: str = "") -> None:
    audit.record(
        action=action,
        by=by,
        subject=batch.file_name,
        unit_path=batch.unit_path,
        reason=reason,
        details={"batch": batch.pk},
    )


def _queue(batch: ImportBatch, kind: str, title: str, by: User) -> None:
    batch.work_item = work.enqueue(
        kind=kind,
        by=by,
        unit_path=batch.unit_path,
        parameters={"batch_id": batch.pk},
        title=title[:200],
    )
    batch.save(update_fields=["work_item"])
