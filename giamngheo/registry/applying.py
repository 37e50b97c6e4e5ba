"""
What each kind of request does to the rows of the register, within the caller's transaction.

Each function checks what must be true on the event's day and writes through `Effects`, so that
the whole change can be taken back. None of them touches a decided status.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.registry import members as people
from giamngheo.registry.cleaning import clean_values
from giamngheo.registry.conditions import put_conditions, words_of
from giamngheo.registry.effects import Effects
from giamngheo.registry.enums import Closed, Joined, Left, LinkKind
from giamngheo.registry.models import Household, HouseholdLink, Member, Residence
from giamngheo.registry.refusals import (
    BadEventDate,
    BadMerge,
    BadMove,
    BadSplit,
    HouseholdCodeUsed,
    NothingChanged,
)
from giamngheo.registry.requests import (
    Birth,
    Conditions,
    Correction,
    Death,
    Leave,
    MemberIn,
    MemberOut,
    Merge,
    Move,
    NewHead,
    Request,
    Split,
)

HOUSEHOLD_FIELDS = ("address", "ethnicity", "no_working_capacity", "has_merit_person")


@dataclass
class Change:
    """One request being applied: where, when, and what it has done so far."""

    household: Household
    day: date
    effects: Effects = field(default_factory=Effects)
    other: Household | None = None
    summary: str = ""

    @property
    def code(self) -> str:
        return self.household.code


def apply_request(change: Change, request: Request) -> None:
    """Do what the request says; `change` then holds effects, other household and summary."""
    _APPLY[type(request)](change, request)
    if not change.effects.rows:
        raise NothingChanged(household=change.code)
    for household in (change.household, change.other):
        if household is not None:
            people.bring_up_to_date(household=household, effects=change.effects)


def _birth(change: Change, request: Birth) -> None:
    values: dict[str, Any] = {"full_name": request.full_name, "sex": request.sex}
    values |= {"relation": request.relation}
    values |= {"ethnicity": request.ethnicity or change.household.ethnicity}
    values |= {"personal_id": request.personal_id or None, "birth_date": change.day}
    child = people.add_member(change, values, joined_as=Joined.BIRTH)
    change.summary = f"Sinh {child.full_name}"


def _member_in(change: Change, request: MemberIn) -> None:
    names = ("full_name", "sex", "birth_date", "birth_year_only", "relation")
    values: dict[str, Any] = {name: getattr(request, name) for name in names}
    values |= {"ethnicity": request.ethnicity or change.household.ethnicity}
    values |= {"personal_id": request.personal_id or None}
    member = people.add_member(change, values, joined_as=Joined.MOVE_IN)
    change.summary = f"{member.full_name} chuyển đến"


def _death(change: Change, request: Death) -> None:
    member = people.member_there(change, request.member_id)
    head = people.next_head(change, leaving=[member], new_head_id=request.new_head_id)
    people.end_membership(change, member, Left.DEATH)
    if head is not None:
        people.make_head(change, head)
    change.summary = f"{member.full_name} qua đời"
    _close_if_empty(change)


def _member_out(change: Change, request: MemberOut) -> None:
    leaving = people.members_there(change, request.member_ids)
    head = people.next_head(change, leaving=leaving, new_head_id=request.new_head_id)
    for member in leaving:
        people.end_membership(change, member, Left.MOVE_OUT)
    if head is not None:
        people.make_head(change, head)
    where = f" đến {request.destination}" if request.destination else ""
    change.summary = f"{people.names_of(leaving)} chuyển đi{where}"
    _close_if_empty(change)


def _close_if_empty(change: Change) -> None:
    if not change.household.members.present().exists():
        _close(change, change.household, Closed.NOBODY)


def _close(change: Change, household: Household, why: Closed) -> None:
    """End the household's time in the register: the event's day is the first without it."""
    if change.day <= household.registered_from:
        problem = f"không sau ngày vào sổ của hộ {household.code}"
        problem += f" ({format_date(household.registered_from)})"
        raise BadEventDate(household=change.code, day=format_date(change.day), problem=problem)
    change.effects.change(household, registered_to=change.day, closed_as=why)
    home = household.residences.filter(valid_to__isnull=True).first()
    if home is not None and home.valid_from < change.day:
        change.effects.change(home, valid_to=change.day)


def _leave(change: Change, request: Leave) -> None:
    for member in change.household.members.present():
        people.end_membership(change, member, Left.MOVE_OUT)
    _close(change, change.household, Closed.LEFT)
    where = f" đến {request.destination}" if request.destination else ""
    change.summary = f"Cả hộ rời địa bàn{where}"


def _move(change: Change, request: Move) -> None:
    household = change.household
    unit = Unit.objects.in_force(change.day).filter(pk=request.unit_id).first()
    if unit is None or unit.level < UnitLevel.COMMUNE:
        problem = f"ngày {format_date(change.day)} không có thôn, xã này"
        raise BadMove(household=change.code, problem=problem)
    if unit.pk == household.unit_id:
        raise BadMove(household=change.code, problem=f"hộ đang ở {unit.full_name}")
    home = household.residences.order_by("-valid_from").first()
    if home is not None and change.day <= home.valid_from:
        problem = f"hộ mới đến nơi ở hiện nay từ ngày {format_date(home.valid_from)}"
        raise BadMove(household=change.code, problem=problem)
    if home is not None:
        change.effects.change(home, valid_to=change.day)
    change.effects.create(
        Residence(household=household, unit=unit, unit_path=unit.path, valid_from=change.day)
    )
    address = {"address": request.address} if request.address else {}
    change.effects.change(household, unit=unit.pk, unit_path=unit.path, **address)
    change.summary = f"Cả hộ chuyển đến {unit.full_name}"


def _split(change: Change, request: Split) -> None:
    leaving = people.members_there(change, request.member_ids)
    _check_split(change, request, leaving)
    staying_head = people.next_head(change, leaving=leaving, new_head_id=request.new_head_id)
    head = next(member for member in leaving if member.pk == request.head_id)
    change.other = _new_household(change, request, head)
    _link(change, household=change.other, predecessor=change.household, kind=LinkKind.SPLIT)
    moved = [head, *(member for member in leaving if member is not head)]
    was = head.relation
    for position, member in enumerate(moved, start=1):
        people.move_member(
            change, member, into=change.other, position=position, how=Left.SPLIT, head_was=was
        )
    if staying_head is not None:
        people.make_head(change, staying_head)
    change.summary = f"Tách {people.names_of(moved)} thành hộ {change.other.code}"


def _check_split(change: Change, request: Split, leaving: list[Member]) -> None:
    problem = ""
    if request.head_id not in {member.pk for member in leaving}:
        problem = "chủ hộ của hộ mới phải là một trong những người tách hộ"
    elif len(leaving) == change.household.members.present().count():
        problem = "phải có ít nhất một người ở lại hộ cũ"
    if problem:
        raise BadSplit(household=change.code, problem=problem)


def _new_household(change: Change, request: Split, head: Member) -> Household:
    old = change.household
    code = request.code.strip() or _free_code(old.code)
    if Household.objects.filter(code=code).exists():
        raise HouseholdCodeUsed(household=old.code, new_code=code)
    new = Household(
        code=code,
        unit_id=old.unit_id,
        unit_path=old.unit_path,
        address=request.address or old.address,
        ethnicity=head.ethnicity or old.ethnicity,
        registered_from=change.day,
        is_generated=old.is_generated,
        **people.head_values(full_name=head.full_name, code=code),
    )
    change.effects.create(new)
    home = Residence(
        household=new, unit_id=old.unit_id, unit_path=old.unit_path, valid_from=change.day
    )
    change.effects.create(home)
    return new


def _free_code(code: str) -> str:
    """Return the code with "-T" and the first free number: a household split off."""
    taken = set(
        Household.objects.filter(code__startswith=f"{code}-T").values_list("code", flat=True)
    )
    number = 1
    while f"{code}-T{number}" in taken:
        number += 1
    return f"{code}-T{number}"


def _link(change: Change, *, household: Household, predecessor: Household, kind: LinkKind) -> None:
    """Link the two and everything `predecessor` came out of: links are closed under descent."""
    known = set(household.origins.values_list("predecessor_id", flat=True)) | {household.pk}
    older = list(predecessor.origins.values_list("predecessor_id", flat=True))
    for number, pk in enumerate([predecessor.pk, *older]):
        if pk in known:
            continue
        row = HouseholdLink(household=household, predecessor_id=pk, kind=kind, since=change.day)
        row.is_direct = number == 0
        change.effects.create(row)


def _merge(change: Change, request: Merge) -> None:
    household, other = change.household, change.other
    assert other is not None  # locked and permitted by the caller
    if other.pk == household.pk:
        raise BadMerge(household=change.code, other=other.code, problem="hai hộ là một")
    if other.registered_to is not None or change.day <= other.registered_from:
        problem = f"ngày {format_date(change.day)} hộ {other.code} không có trong sổ"
        raise BadMerge(household=change.code, other=other.code, problem=problem)
    coming = list(other.members.present().order_by("position"))
    position = people.next_position(household)
    for number, member in enumerate(coming):
        people.move_member(
            change, member, into=household, position=position + number, how=Left.MERGE
        )
    _close(change, other, Closed.MERGED)
    _link(change, household=household, predecessor=other, kind=LinkKind.MERGE)
    change.summary = f"Hộ {other.code} nhập vào: {people.names_of(coming)}"


def _new_head(change: Change, request: NewHead) -> None:
    member = people.member_there(change, request.member_id)
    people.make_head(change, member)
    change.summary = f"Chủ hộ mới: {member.full_name}"


def _correction(change: Change, request: Correction) -> None:
    if request.member_id is None:
        row: Household | Member = change.household
        values = clean_values(
            household=change.code, row=row, values=request.values, allowed=HOUSEHOLD_FIELDS
        )
        whose = "thông tin của hộ"
    else:
        row = people.member_there(change, request.member_id)
        values = people.corrected_values(change, row, request.values)
        whose = row.full_name
    change.effects.change(row, **values)
    changed = set(change.effects.rows[0]["after"]) if change.effects.rows else set()
    told = [
        str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in values
        if name in changed and not name.endswith("_key")
    ]
    change.summary = f"Sửa {whose}: {', '.join(told)}"[:300]


def _conditions(change: Change, request: Conditions) -> None:
    row = put_conditions(
        household=change.household, day=change.day, values=request.values, effects=change.effects
    )
    told = words_of(row, request.values)
    change.summary = told[:1].upper() + told[1:]


_APPLY: dict[type[Request], Callable[[Change, Any], None]] = {
    Birth: _birth,
    Death: _death,
    MemberIn: _member_in,
    MemberOut: _member_out,
    Move: _move,
    Leave: _leave,
    Split: _split,
    Merge: _merge,
    NewHead: _new_head,
    Correction: _correction,
    Conditions: _conditions,
}
