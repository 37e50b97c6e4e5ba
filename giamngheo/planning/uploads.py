"""A file sent in: told by its bytes what it is, refused when it is not a paper to be read."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.documents.sources import LARGEST
from giamngheo.lib.numbers import format_number
from giamngheo.planning.actions import ReadPlan, read_file
from giamngheo.planning.models import Plan
from giamngheo.planning.refusals import PlanFileNotTaken
from giamngheo.work import files
from giamngheo.work.actions import enqueue
from giamngheo.work.jobs import Job
from giamngheo.work.models import WorkItem

ALLOWED: Final = (".docx", ".pdf", ".doc", ".rtf", ".txt", ".md")
# Read while the officer waits: below it a reading takes well under a second.
AT_ONCE: Final = {".txt": 2_000_000, ".md": 2_000_000, ".docx": 400_000}
_FIRST_BYTES: Final = {
    ".pdf": b"%PDF-",
    ".doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ".rtf": b"{\\rtf",
    ".docx": b"PK\x03\x04",
}


def take_file(
    *,
    file_name: str,
    content: bytes,
    by: User,
    unit: Unit | None,
    fallback: Unit,
    within: Sequence[str],
    supersedes: Plan | None = None,
) -> ReadPlan | WorkItem:
    """
    Read a small file at once; hand a larger one to the worker and return the piece of work.

    `within`: the paths whose plans the sender puts in.

    Raises: PlanFileNotTaken [PLA-008]; read at once also what `read_file` raises.
    """
    name = Path(file_name.replace("\\", "/")).name[-200:]
    suffix = check_type(name=name, content=content)
    if len(content) <= AT_ONCE.get(suffix, 0):
        with tempfile.TemporaryDirectory(prefix="giamngheo-ke-hoach-") as folder:
            path = Path(folder) / f"van-ban{suffix}"
            path.write_bytes(content)
            return read_file(
                path=path,
                by=by,
                unit=unit,
                fallback=fallback,
                supersedes=supersedes,
                file_name=name,
                within=within,
            )
    path = files.new_path(suffix=suffix)
    path.write_bytes(content)
    return enqueue(
        kind="plan_read",
        by=by,
        unit_path=(unit or fallback).path,
        title=f"Đọc kế hoạch: {name}"[:200],
        parameters={
            "path_name": path.name,
            "file_name": name,
            "unit_id": unit.pk if unit else None,
            "fallback_id": fallback.pk,
            "supersedes_id": supersedes.pk if supersedes else None,
            "within": list(within),
        },
    )


def run_reading(
    *,
    job: Job,
    path_name: str,
    file_name: str,
    unit_id: int | None,
    fallback_id: int,
    supersedes_id: int | None,
    within: list[str],
) -> dict[str, Any]:
    """Read a larger file; the handler of "plan_read". The file sent in is not kept."""
    job.report(done=0, message="Đang đọc văn bản")
    path = files.path_or_none(name=path_name)
    if path is None:
        raise PlanFileNotTaken(file=file_name, reason="tệp gửi lên không còn trên máy chủ")
    units = Unit.objects.in_bulk([pk for pk in (unit_id, fallback_id) if pk])
    done = read_file(
        path=path,
        by=job.by,
        unit=units.get(unit_id) if unit_id else None,
        fallback=units[fallback_id],
        supersedes=Plan.objects.filter(pk=supersedes_id).first() if supersedes_id else None,
        file_name=file_name,
        within=within,
    )
    path.unlink(missing_ok=True)
    return {"plan": done.plan.pk, "is_new": done.is_new}


def check_type(*, name: str, content: bytes) -> str:
    """
    Return the suffix of a file that is what it says; its content is never run.

    Raises: PlanFileNotTaken [PLA-008] for another type, an empty or oversized file, macros.
    """
    suffix = Path(name).suffix.lower()
    reason = _objection(suffix, content)
    if reason:
        raise PlanFileNotTaken(file=name, reason=reason)
    return suffix


def _objection(suffix: str, content: bytes) -> str:
    if suffix in (".docm", ".dotm"):
        return "tệp có macro"
    if suffix not in ALLOWED:
        return f"chưa biết đọc loại tệp {suffix or 'không có đuôi'}"
    if not content:
        return "tệp trống"
    if len(content) > LARGEST:
        return f"tệp lớn hơn {format_number(LARGEST // 1024 // 1024)} MB"
    if not content.startswith(_FIRST_BYTES.get(suffix, b"")):
        return f"nội dung không phải của tệp {suffix}"
    return _word_objection(content) if suffix == ".docx" else ""


def _word_objection(content: bytes) -> str:
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            names = parts.namelist()
    except BadZipFile:
        return "tệp Word bị hỏng"
    if any("vbaproject" in name.lower() for name in names):
        return "tệp có macro"
    return "" if "word/document.xml" in names else "nội dung không phải của tệp .docx"
