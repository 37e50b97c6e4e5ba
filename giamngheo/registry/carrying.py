"""
Households carried over to the unit that took theirs over.

A commune that went whole into one other goes with its resolution as source; where it was divided a
person says, village by village or household by household, and nothing is guessed. What was stays:
the residence of the old unit ends with its last day, and each household has an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.areas.actions import carry_villages
from giamngheo.areas.models import Unit, UnitLink
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import clean
from giamngheo.registry import carrying_sql as sql
from giamngheo.registry.models import Carrying, Household
from giamngheo.registry.watching import households_loaded
from giamngheo.work.actions import enqueue
from giamngheo.work.jobs import Job
from giamngheo.work.models import WorkItem


class NotEndedYet(Refusal):
    code = "REG-021"
    sentence = (
        "Chưa chuyển được hộ của {unit}: đơn vị này đang còn, hoặc chưa có nguồn nào cho biết đơn "
        "vị nối tiếp. Nhập nghị quyết sắp xếp đơn vị rồi làm lại."
    )


class APersonDecides(Refusal):
    code = "REG-022"
    sentence = (
        "Chưa chuyển được tất cả hộ của {unit}: đơn vị được chia cho {count} đơn vị ({heirs}). "
        "Chọn đơn vị mới cho từng thôn, từng hộ."
    )


class NotAnHeir(Refusal):
    code = "REG-023"
    sentence = (
        "Chưa chuyển được hộ của {unit}: {into} không nhận địa bàn của đơn vị này theo nghị quyết. "
        "Chọn một trong các đơn vị: {heirs}."
    )


class NobodyToCarry(Refusal):
    code = "REG-024"
    sentence = (
        "Chưa chuyển được hộ của {unit}: không còn hộ nào ở đơn vị cũ trong phần đã chọn. Tải lại "
        "trang để xem hộ còn lại."
    )


class CarriedSince(Refusal):
    code = "REG-025"
    sentence = (
        "Không hoàn tác được lần chuyển hộ của {unit}: {problem}. Sửa từng hộ ở trang hộ; chưa hộ "
        "nào được trả lại."
    )


@dataclass(frozen=True, kw_only=True)
class Below:
    """A village of the old unit, or the unit itself, and its households still there."""

    unit: Unit
    households: int


@dataclass(frozen=True, kw_only=True)
class CarryingPlan:
    """
    What carrying over would do: from `day` on, by `source`; `whole` is the one successor, None
    where the unit was divided among `heirs`.
    """

    unit: Unit
    day: date
    source: str
    heirs: tuple[Unit, ...]
    whole: Unit | None
    below: tuple[Below, ...]

    @property
    def households(self) -> int:
        return sum(one.households for one in self.below)


def plan_of(*, unit: Unit) -> CarryingPlan:
    """
    Return what waits to be carried over of a commune that ended. Three SQL queries.

    Raises: NotEndedYet [REG-021].
    """
    links = list(UnitLink.objects.filter(predecessor=unit).select_related("successor__parent"))
    if unit.valid_to is None or not links:
        raise NotEndedYet(unit=unit.full_name)
    counted = dict(
        Household.objects.filter(_still_there(unit))
        .values("unit")
        .annotate(count=Count("id"))
        .values_list("unit", "count")
    )
    units = Unit.objects.filter(pk__in=counted).order_by("level", "sort_key", "id")
    links.sort(key=lambda one: one.successor.sort_key)
    is_whole = len(links) == 1 and not links[0].split
    return CarryingPlan(
        unit=unit,
        day=unit.valid_to,
        source="; ".join(dict.fromkeys(one.source for one in links))[:300],
        heirs=tuple(one.successor for one in links),
        whole=links[0].successor if is_whole else None,
        below=tuple(Below(unit=one, households=counted[one.pk]) for one in units),
    )


def _still_there(unit: Unit) -> Q:
    assert unit.valid_to is not None
    in_register = Q(registered_to__isnull=True) | Q(registered_to__gt=unit.valid_to)
    return in_register & Q(unit_path__startswith=unit.path)


def order_carrying(*, unit: Unit, by: User) -> WorkItem:
    """
    Have all households of a unit that went whole into one other carried over, as work.

    Raises: NotEndedYet [REG-021], APersonDecides [REG-022], NobodyToCarry [REG-024].
    """
    plan = plan_of(unit=unit)
    into = _whole_of(plan)
    if not plan.households:
        raise NobodyToCarry(unit=unit.full_name)
    return enqueue(
        kind="carry_households",
        by=by,
        unit_path=unit.path,
        title=f"Chuyển hộ: {unit.full_name} → {into.full_name}"[:200],
        parameters={"unit_id": unit.pk},
    )


def run_carrying(*, job: Job, unit_id: int) -> dict[str, Any]:
    """Carry all households of a whole unit over; the handler of "carry_households"."""
    unit = Unit.objects.select_related("parent").get(pk=unit_id)
    plan = plan_of(unit=unit)
    job.report(done=0, total=plan.households, message="Đang chuyển hộ sang đơn vị mới")
    made = carry_all(unit=unit, by=job.by)
    job.report(done=made.households, total=made.households, message="Số hộ đã chuyển")
    return {"households": made.households, "into": made.into.full_name}


def carry_all(*, unit: Unit, by: User | None) -> Carrying:
    """
    Carry every household of a unit that went whole into one other over to it.

    Raises: NotEndedYet [REG-021], APersonDecides [REG-022], NobodyToCarry [REG-024].
    """
    plan = plan_of(unit=unit)
    return _carry(plan, into=_whole_of(plan), villages=[one.unit for one in plan.below], by=by)


def carry_village(*, unit: Unit, village: Unit, into: Unit, by: User | None) -> Carrying:
    """
    Carry the households of one village (or those of the unit itself, without a village) over to
    the heir a person chose.

    Raises: NotEndedYet [REG-021], NotAnHeir [REG-023], NobodyToCarry [REG-024].
    """
    plan = plan_of(unit=unit)
    _require_heir(plan, into)
    return _carry(plan, into=into, villages=[village], by=by, village=village)


def carry_chosen(
    *, unit: Unit, household_ids: Sequence[int], into: Unit, by: User | None
) -> Carrying:
    """
    Carry single households over to the heir a person chose; a village of theirs that was divided
    ends for them, unless it goes on below that heir already.

    Raises: NotEndedYet [REG-021], NotAnHeir [REG-023], NobodyToCarry [REG-024].
    """
    plan = plan_of(unit=unit)
    _require_heir(plan, into)
    return _carry(plan, into=into, villages=[], by=by, household_ids=household_ids)


def _whole_of(plan: CarryingPlan) -> Unit:
    if plan.whole is None:
        names = ", ".join(one.full_name for one in plan.heirs)
        raise APersonDecides(unit=plan.unit.full_name, count=len(plan.heirs), heirs=names)
    return plan.whole


def _require_heir(plan: CarryingPlan, into: Unit) -> None:
    if into.pk not in {one.pk for one in plan.heirs}:
        names = ", ".join(one.full_name for one in plan.heirs)
        raise NotAnHeir(unit=plan.unit.full_name, into=into.full_name, heirs=names)


@transaction.atomic
def _carry(
    plan: CarryingPlan,
    *,
    into: Unit,
    villages: Sequence[Unit],
    by: User | None,
    village: Unit | None = None,
    household_ids: Sequence[int] | None = None,
) -> Carrying:
    unit = Unit.objects.select_for_update().get(pk=plan.unit.pk)
    chosen = Household.objects.filter(_still_there(unit))
    if village is not None:
        chosen = chosen.filter(unit=village)
    if household_ids is not None:
        chosen = chosen.filter(pk__in=household_ids)
    ids = list(chosen.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise NobodyToCarry(unit=unit.full_name)
    moved = {unit.pk: into, **_villages_there(unit, villages, into, plan, by)}
    audit.record(
        action="registry.carry_households",
        by=by,
        subject=f"{unit.full_name} → {into.full_name}: {len(ids)} hộ",
        unit_path=unit.path,
        reason=plan.source,
        details={"day": plan.day, "into": into.pk, "households": len(ids)},
    )
    made = Carrying.objects.create(
        unit=unit,
        unit_path=unit.path,
        village=village if village and village.pk != unit.pk else None,
        into=into,
        day=plan.day,
        source=plan.source,
        is_whole=plan.whole is not None,
        households=len(ids),
        made_by=by,
    )
    _write(made, ids, moved, by)
    return made


def _villages_there(
    unit: Unit, villages: Sequence[Unit], into: Unit, plan: CarryingPlan, by: User | None
) -> dict[int, Unit]:
    """Return by village id where its households go: the village that goes on, else `into`."""
    below = Unit.objects.filter(parent=unit)
    going = [one for one in below if one.pk in {village.pk for village in villages}]
    kept = carry_villages(villages=going, into=into, day=plan.day, source=plan.source, by=by)
    links = UnitLink.objects.filter(predecessor__in=below, successor__parent=into)
    known = {one.predecessor_id: one.successor for one in links.select_related("successor")}
    return {one.pk: known.get(one.pk) or kept.get(one.pk) or into for one in below}


def _write(made: Carrying, ids: list[int], moved: dict[int, Unit], by: User | None) -> None:
    values: dict[str, Any] = {
        "day": made.day,
        "carrying": made.pk,
        "source": made.source,
        "summary": f"{made.unit.full_name} nay thuộc {made.into.full_name}"[:300],
        "by": by.pk if by else None,
        "name": by.full_name if by else "",
        "ids": ids,
        "old": list(moved),
        "new": [one.pk for one in moved.values()],
        "paths": [one.path for one in moved.values()],
    }
    with connection.cursor() as cursor:
        for statement in sql.CARRY:
            cursor.execute(statement, values)
    households_loaded(unit_ids=sorted({made.into_id, *(one.pk for one in moved.values())}))


@transaction.atomic
def undo_carrying(*, carrying: Carrying, reason: str, by: User, as_of: date) -> Carrying:
    """
    Take a carrying back as a whole: each household is where it was, with a counter-event.

    Raises: CarriedSince [REG-025] without a reason, when it was undone before, or when a household
            has changed since.
    """
    found = Carrying.objects.select_for_update(of=("self",)).select_related("unit", "into")
    locked = found.get(pk=carrying.pk)
    why = clean(reason)[:300]
    problem = ""
    if locked.undone_at is not None:
        problem = "lần chuyển này đã được hoàn tác"
    elif not why:
        problem = "chưa ghi lý do"
    elif touched := _touched(locked):
        problem = f"{len(touched)} hộ đã thay đổi sau đó, ví dụ {', '.join(touched[:3])}"
    if problem:
        raise CarriedSince(unit=locked.unit.full_name, problem=problem)
    audit.record(
        action="registry.undo_carrying",
        by=by,
        subject=str(locked),
        unit_path=locked.unit_path,
        reason=why,
    )
    values: dict[str, Any] = {
        "carrying": locked.pk, "by": by.pk, "name": by.full_name, "reason": why, "today": as_of,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in sql.TAKE_BACK:
            cursor.execute(statement, values)
    locked.undone_by, locked.undone_at, locked.undo_reason = by, timezone.now(), why
    locked.save(update_fields=["undone_by", "undone_at", "undo_reason"])
    households_loaded(unit_ids=[locked.unit_id])
    return locked


def _touched(carrying: Carrying) -> list[str]:
    """Return the codes of households that are no longer as the carrying left them; locks all."""
    with connection.cursor() as cursor:
        cursor.execute(sql.TOUCHED, {"carrying": carrying.pk})
        return [row[0] for row in cursor.fetchall()]
