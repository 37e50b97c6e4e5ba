"""The work behind a check of a whole unit: one transaction, or nothing of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from giamngheo.areas.models import Unit
from giamngheo.quality.checking import check_inside
from giamngheo.quality.models import CheckRun
from giamngheo.work.jobs import Job


def run_check(*, job: Job, unit_id: int, as_of: str) -> dict[str, Any]:
    """Check every household of a unit; the handler of "quality_check"."""
    unit = Unit.objects.get(pk=unit_id)
    day = date.fromisoformat(as_of)

    def report(done: int, total: int, words: str) -> None:
        job.report(done=done, total=total, message=words)

    with transaction.atomic():
        done = check_inside(path=unit.path, as_of=day, report=report)
        CheckRun.objects.create(
            unit=unit,
            unit_path=unit.path,
            asked_by=job.by,
            work_item_id=job.item_id,
            as_of=day,
            households=done.households,
            findings=done.findings,
            pairs=done.pairs,
        )
    return {"households": done.households, "findings": done.findings, "pairs": done.pairs}
