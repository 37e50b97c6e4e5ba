"""The decision on an allocation: what it must add up to, by whom, under which number."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.audit import actions as audit
from giamngheo.lib.numbers import format_number
from giamngheo.targets.allocation_actions import POVERTY_OFFICE
from giamngheo.targets.catalogue import POOR, measures
from giamngheo.targets.enums import AllocationState
from giamngheo.targets.models import Allocation
from giamngheo.targets.queries import sheet_of
from giamngheo.targets.refusals import (
    AllocationFrozen,
    AllocationIncomplete,
    DeciderMadeIt,
    NotYourMeasure,
)
from giamngheo.targets.sheet import Sheet

NAMED = 5


def problems_of(sheet: Sheet) -> list[str]:
    """
    Return what keeps the allocation from being decided; empty: nothing.

    Poor households must be given to every unit; whatever has an upper target must reach it. A
    service that nobody has begun to split does not hold up the others.
    """
    found = []
    for code, kind in measures().items():
        if code != POOR and not sheet.is_touched(code):
            continue
        waiting = sheet.waiting(code)
        if waiting:
            names = ", ".join(row.line.name for row in waiting[:NAMED])
            more = " …" if len(waiting) > NAMED else ""
            found.append(f"«{kind.name}» còn {len(waiting)} đơn vị chưa có số ({names}{more})")
        missing = sheet.missing(code)
        if missing is not None and missing > 0:
            found.append(
                f"«{kind.name}» mới giao {format_number(sheet.given(code))}, còn thiếu "
                f"{format_number(missing)} so với chỉ tiêu chung"
            )
        found += [
            f"{row.line.name} được giao nhiều hơn số đầu năm ở «{kind.name}»"
            for row in sheet.rows
            if (row.end(code) or 0) < 0
        ]
    return found


def not_split(sheet: Sheet) -> list[str]:
    """Return the names of what has an upper target but is not split yet."""
    return [
        kind.name
        for code, kind in measures().items()
        if code in sheet.goals and not sheet.is_touched(code) and code not in (POOR,)
    ]


@transaction.atomic
def decide_allocation(
    *,
    allocation: Allocation,
    number: str,
    signed_date: date,
    signer: str,
    by: User,
    as_of: date,
) -> Allocation:
    """
    Put a draft in force under its decision; from then on it is frozen.

    Raises: NotYourMeasure [TGT-006] without the right to assign targets, AllocationFrozen
            [TGT-005], DeciderMadeIt [TGT-011], AllocationIncomplete [TGT-010].
    """
    locked = (
        Allocation.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=allocation.pk)
    )
    unit, version = locked.unit.full_name, locked.version
    if not scope_of(user=by, as_of=as_of).can(Permission.ALLOCATE, locked.unit_path):
        raise NotYourMeasure(measure=measures()[POOR].name, unit=unit, owner=POVERTY_OFFICE)
    if locked.is_decided:
        raise AllocationFrozen(version=version, unit=unit, number=locked.number)
    if by.pk in _makers(locked):
        raise DeciderMadeIt(version=version, unit=unit, name=by.full_name)
    problems = problems_of(sheet_of(allocation=locked))
    problems += _paper_problems(locked, number, signed_date, as_of)
    if problems:
        raise AllocationIncomplete(version=version, unit=unit, problems="; ".join(problems))
    audit.record(
        action="targets.decide_allocation",
        by=by,
        subject=f"Phân bổ năm {locked.year}, {unit}, {number.strip()}",
        unit_path=locked.unit_path,
        reason=locked.reason,
    )
    locked.state = AllocationState.DECIDED
    locked.number, locked.signed_date = number.strip()[:40], signed_date
    locked.signer, locked.decided_by, locked.decided_at = signer.strip()[:120], by, timezone.now()
    locked.save()
    return locked


def _makers(allocation: Allocation) -> set[int | None]:
    return {allocation.made_by_id, *allocation.changes.values_list("made_by", flat=True)} - {None}


def _paper_problems(
    allocation: Allocation, number: str, signed_date: date, as_of: date
) -> list[str]:
    found = []
    if not number.strip():
        found.append("chưa có số quyết định")
    if signed_date > as_of:
        found.append("ngày ký ở sau hôm nay")
    before = allocation.amends
    if before and before.signed_date and signed_date < before.signed_date:
        found.append(f"ngày ký trước quyết định được điều chỉnh ({before.number})")
    return found
