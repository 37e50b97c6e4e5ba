"""Keeping committees: each change in one transaction with its audit event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import Match, find_many
from giamngheo.audit import actions as audit
from giamngheo.committees.enums import How, Post
from giamngheo.committees.models import Committee, CommitteeMember, MemberUnit
from giamngheo.committees.queries import proposals
from giamngheo.committees.refusals import (
    AssignmentRefused,
    CommitteeIncomplete,
    CommitteeKnown,
    MemberRefused,
    MembersUnreadable,
)
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean, compare_key
from giamngheo.planning.models import Plan


@dataclass(frozen=True, kw_only=True)
class GivenMember:
    """A member as a paper lists her: name, job, post, the names of her units."""

    full_name: str
    job: str = ""
    post: Post = Post.MEMBER
    units: Sequence[str] = ()


# ── The committee ─────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def create_committee(
    *,
    unit: Unit,
    name: str,
    decision: str,
    rules: str = "",
    plan: Plan | None = None,
    valid_from: date,
    by: User | None,
) -> Committee:
    """
    Set up the committee of `unit`; the one before it ends on the day this one begins.

    Raises: CommitteeIncomplete [CMT-001], CommitteeKnown [CMT-002].
    """
    if not clean(name) or not clean(decision):
        problem = "chưa ghi tên" if not clean(name) else "chưa ghi quyết định thành lập"
        raise CommitteeIncomplete(unit=unit.full_name, problem=problem)
    Unit.objects.select_for_update().get(pk=unit.pk)
    before = Committee.objects.filter(unit=unit, valid_to=None).first()
    if before is not None and before.valid_from >= valid_from:
        raise CommitteeKnown(
            unit=unit.full_name, name=before.name, day=format_date(before.valid_from)
        )
    audit.record(
        action="committees.create", by=by, subject=clean(name), unit_path=unit.path, reason=decision
    )
    if before is not None:
        before.valid_to = valid_from
        before.save(update_fields=["valid_to"])
    return Committee.objects.create(
        unit=unit,
        unit_path=unit.path,
        name=clean(name),
        decision=clean(decision),
        rules=clean(rules),
        plan=plan,
        valid_from=valid_from,
    )


# ── Members and their units ───────────────────────────────────────────────────────────────────


@transaction.atomic
def add_members(
    *, committee: Committee, members: Sequence[GivenMember], as_of: date, by: User | None
) -> list[CommitteeMember]:
    """
    Add members with their units from `as_of` on, in the order given; names of units are matched.

    A name that no unit of the committee's area bears that day stays with the member as unknown.
    Raises: MembersUnreadable [CMT-005], MemberRefused [CMT-003].
    """
    if not members:
        raise MembersUnreadable(problem="không có dòng thành viên nào")
    committee = Committee.objects.select_for_update().select_related("unit").get(pk=committee.pk)
    _refuse_twice(committee, members, as_of)
    audit.record(
        action="committees.add_members",
        by=by,
        subject=f"{committee.name}: {len(members)} thành viên",
        unit_path=committee.unit_path,
    )
    start = committee.members.count()
    made = CommitteeMember.objects.bulk_create(
        CommitteeMember(
            committee=committee,
            position=start + number,
            full_name=clean(one.full_name),
            job=clean(one.job)[:200],
            post=one.post,
            valid_from=as_of,
        )
        for number, one in enumerate(members, start=1)
    )
    names = [clean(name) for one in members for name in one.units if clean(name)]
    found = dict(
        zip(names, find_many(names=names, parent=committee.unit, as_of=as_of), strict=True)
    )
    MemberUnit.objects.bulk_create(
        assignment
        for member, one in zip(made, members, strict=True)
        for assignment in _assignments_of(member, one, found, as_of)
    )
    return made


def _assignments_of(
    member: CommitteeMember, given: GivenMember, found: dict[str, Match], as_of: date
) -> Iterable[MemberUnit]:
    seen: set[int] = set()
    for name in filter(None, map(clean, given.units)):
        unit = found[name].unit
        if unit is not None and unit.pk in seen:
            continue
        if unit is not None:
            seen.add(unit.pk)
        yield MemberUnit(
            member=member,
            unit=unit,
            unit_path=unit.path if unit else "",
            as_written=name[:120],
            how=_how(found[name]),
            valid_from=as_of,
        )


def _how(match: Match) -> How:
    if match.unit is None:
        return How.UNKNOWN
    return How.FORMER if match.how == "alias" else How.EXACT


def _refuse_twice(committee: Committee, members: Sequence[GivenMember], as_of: date) -> None:
    known = {
        compare_key(name)
        for name in CommitteeMember.objects.in_force(as_of)
        .filter(committee=committee)
        .values_list("full_name", flat=True)
    }
    for one in members:
        key = compare_key(one.full_name)
        if not key:
            raise MemberRefused(name="ở một dòng", problem="chưa ghi họ tên")
        if key in known:
            raise MemberRefused(name=clean(one.full_name), problem="tên này đã có trong ban")
        known.add(key)


@transaction.atomic
def end_member(*, member: CommitteeMember, on: date, reason: str, by: User | None) -> None:
    """
    End a membership from `on`; the units go without the member from that day, and show so.

    Raises: MemberRefused [CMT-003].
    """
    member = CommitteeMember.objects.select_for_update().get(pk=member.pk)
    if member.valid_to is not None or on <= member.valid_from or not clean(reason):
        problem = "chưa ghi lý do" if not clean(reason) else "ngày thôi phải sau ngày bắt đầu"
        if member.valid_to is not None:
            problem = f"đã thôi từ ngày {format_date(member.valid_to)}"
        raise MemberRefused(name=member.full_name, problem=problem)
    _record("committees.end_member", member, by, reason)
    member.valid_to = on
    member.save(update_fields=["valid_to"])
    member.units.filter(valid_to=None, valid_from__lt=on).update(valid_to=on)


@transaction.atomic
def link_user(*, member: CommitteeMember, user: User | None, by: User | None) -> None:
    """Say which account is the member's, so that she may sign for her units."""
    _record("committees.link_user", member, by, user.username if user else "")
    CommitteeMember.objects.filter(pk=member.pk).update(user=user)


@transaction.atomic
def assign_unit(*, member: CommitteeMember, unit: Unit, as_of: date, by: User | None) -> MemberUnit:
    """
    Let the member answer for one more unit from `as_of` on.

    Raises: AssignmentRefused [CMT-004].
    """
    member = CommitteeMember.objects.select_for_update().get(pk=member.pk)
    committee = member.committee
    problem = ""
    if member.valid_to is not None and member.valid_to <= as_of:
        problem = "thành viên đã thôi"
    elif not unit.path.startswith(committee.unit_path) or unit.pk == committee.unit_id:
        problem = f"{unit.full_name} không thuộc {committee.unit.full_name}"
    elif unit.valid_to is not None and unit.valid_to <= as_of:
        problem = f"{unit.full_name} không còn từ ngày {format_date(unit.valid_to)}"
    elif member.units.filter(unit=unit, valid_to=None).exists():
        problem = f"{unit.full_name} đã giao cho thành viên này"
    if problem:
        raise AssignmentRefused(name=member.full_name, problem=problem)
    _record("committees.assign_unit", member, by, unit.full_name)
    return MemberUnit.objects.create(
        member=member,
        unit=unit,
        unit_path=unit.path,
        as_written=unit.full_name,
        how=How.CHOSEN,
        valid_from=as_of,
    )


@transaction.atomic
def end_assignment(*, assignment: MemberUnit, as_of: date, by: User | None) -> None:
    """Take the unit from the member; on the day it was given it is taken away whole."""
    assignment = MemberUnit.objects.select_for_update().get(pk=assignment.pk)
    _record("committees.end_assignment", assignment.member, by, assignment.as_written)
    if assignment.valid_from >= as_of:
        assignment.delete()
        return
    assignment.valid_to = as_of
    assignment.save(update_fields=["valid_to"])


@transaction.atomic
def resolve_name(*, assignment: MemberUnit, unit: Unit, by: User | None) -> MemberUnit:
    """
    Say which unit a name in the paper means that the register did not know.

    Raises: AssignmentRefused [CMT-004].
    """
    assignment = MemberUnit.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    member = assignment.member
    if assignment.unit_id is not None:
        raise AssignmentRefused(name=member.full_name, problem="tên này đã rõ là đơn vị nào")
    if not unit.path.startswith(member.committee.unit_path):
        problem = f"{unit.full_name} không thuộc địa bàn của ban"
        raise AssignmentRefused(name=member.full_name, problem=problem)
    if member.units.filter(unit=unit, valid_to=None).exists():
        problem = f"{unit.full_name} đã giao cho thành viên này"
        raise AssignmentRefused(name=member.full_name, problem=problem)
    _record("committees.resolve_name", member, by, f"{assignment.as_written}: {unit.full_name}")
    assignment.unit, assignment.unit_path = unit, unit.path
    assignment.how = How.CHOSEN
    assignment.save(update_fields=["unit", "unit_path", "how"])
    return assignment


@transaction.atomic
def accept_proposals(*, committee: Committee, as_of: date, by: User | None) -> int:
    """
    Move every assignment to a merged unit whose heir is clear onto that heir; return how many.

    What was split waits for a person.
    """
    Committee.objects.select_for_update().get(pk=committee.pk)
    clear = [one for one in proposals(committee=committee, as_of=as_of) if one.is_clear]
    if not clear:
        return 0
    audit.record(
        action="committees.accept_proposals",
        by=by,
        subject=f"{committee.name}: {len(clear)} địa bàn",
        unit_path=committee.unit_path,
    )
    for one in clear:
        _move(one.assignment, one.heirs[0])
    return len(clear)


def _move(assignment: MemberUnit, heir: Unit) -> None:
    on = max(heir.valid_from, assignment.valid_from)
    if assignment.valid_from >= on:
        assignment.delete()
    else:
        assignment.valid_to = on
        assignment.save(update_fields=["valid_to"])
    MemberUnit.objects.get_or_create(
        member=assignment.member,
        unit=heir,
        valid_to=None,
        defaults={
            "unit_path": heir.path,
            "as_written": heir.full_name,
            "how": How.CHOSEN,
            "valid_from": on,
        },
    )


def _record(action: str, member: CommitteeMember, by: User | None, reason: str) -> None:
    audit.record(
        action=action,
        by=by,
        subject=member.full_name,
        unit_path=member.committee.unit_path,
        reason=clean(reason)[:300],
    )
