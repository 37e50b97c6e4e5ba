"""Who joins, leaves, heads a household; used by the requests that change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Max

from giamngheo.lib.dates import format_date
from giamngheo.registry.cleaning import clean_values
from giamngheo.registry.effects import Effects
from giamngheo.registry.enums import Joined, Left, Relation
from giamngheo.registry.heads import relation_to_new_head
from giamngheo.registry.keys import household_keys, member_keys
from giamngheo.registry.models import Household, Member
from giamngheo.registry.refusals import BadEventDate, BadValue, HeadMissing, MemberNotThere

if TYPE_CHECKING:
    from giamngheo.registry.applying import Change

# What is known of a person, whatever the household: moves along with her.
PERSON_FIELDS: Final = (
    *("full_name", "sex", "birth_date", "birth_year_only", "ethnicity", "personal_id"),
    *("attending", "finished", "of_working_age", "able_to_work", "willing_to_work", "has_job"),
    *("is_wage_earner", "has_labour_contract", "job", "disability", "is_merit_person"),
    *("merit_kind", "gets_social_allowance", "allowance_from", "allowance_kind"),
    *("has_health_insurance", "is_chronically_ill", "ill_without_care", "is_pregnant"),
    *("is_stunted", "is_underweight"),
)
CORRECTABLE: Final = (*PERSON_FIELDS, "relation")
LONGEST_NAMES: Final = 160


def member_there(change: Change, member_id: int) -> Member:
    """
    Return a member who belongs to the household on the event's day and still does.

    Raises: MemberNotThere [REG-010], saying how and when she left.
    """
    member = change.household.members.filter(pk=member_id).first()
    day = format_date(change.day)
    if member is None:
        raise MemberNotThere(
            household=change.code, member="người này", day=day, why="không có tên trong hộ"
        )
    why = ""
    if member.valid_to is not None:
        why = f"{Left(member.left_as).label.lower()} từ ngày {format_date(member.valid_to)}"
    elif member.valid_from > change.day:
        why = f"vào hộ từ ngày {format_date(member.valid_from)}"
    if why:
        raise MemberNotThere(household=change.code, member=member.full_name, day=day, why=why)
    return member


def members_there(change: Change, member_ids: Sequence[int]) -> list[Member]:
    found = [member_there(change, pk) for pk in dict.fromkeys(member_ids)]
    if not found:
        raise BadValue(
            household=change.code, field="danh sách người", problem="chưa chọn người nào"
        )
    return found


def names_of(members: Sequence[Member]) -> str:
    names = ", ".join(member.full_name for member in members)
    return names if len(names) <= LONGEST_NAMES else f"{len(members)} người"


def next_position(household: Household) -> int:
    last: int | None = household.members.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def add_member(change: Change, values: Mapping[str, Any], *, joined_as: Joined) -> Member:
    """
    Put a person into the household from the event's day on.

    Raises: BadValue [REG-015] for a missing name, a second head, a birth after the day.
    """
    household = change.household
    new = Member(household=household, unit_path=household.unit_path, valid_from=change.day)
    cleaned = clean_values(household=change.code, row=new, values=values, allowed=CORRECTABLE)
    _check_person(change, cleaned)
    if cleaned.get("relation") == Relation.HEAD and household.members.present().exists():
        problem = "không thể là chủ hộ khi hộ đã có chủ hộ; dùng «Đổi chủ hộ»"
        raise BadValue(household=change.code, field="quan hệ", problem=problem)
    for name, value in (cleaned | member_keys(full_name=cleaned["full_name"])).items():
        setattr(new, name, value)
    new.position, new.joined_as = next_position(household), joined_as
    change.effects.create(new)
    return new


def _check_person(change: Change, values: Mapping[str, Any]) -> None:
    if "full_name" in values and not values["full_name"]:
        raise BadValue(household=change.code, field="họ và tên", problem="còn trống")
    born = values.get("birth_date")
    if born is not None and born > change.day:
        problem = f"sau ngày {format_date(change.day)}"
        raise BadValue(household=change.code, field="ngày sinh", problem=problem)


def corrected_values(change: Change, member: Member, values: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return checked values of one member, with the keys of a changed name.

    Raises: BadValue [REG-015]; who is head changes by an event of its own.
    """
    cleaned = clean_values(household=change.code, row=member, values=values, allowed=CORRECTABLE)
    _check_person(change, cleaned)
    head = Relation.HEAD.value
    becomes = cleaned.get("relation", member.relation)
    if (becomes == head) != (member.relation == head):
        problem = "chủ hộ chỉ thay bằng «Đổi chủ hộ»"
        raise BadValue(household=change.code, field="quan hệ với chủ hộ", problem=problem)
    if "full_name" in cleaned:
        cleaned |= member_keys(full_name=cleaned["full_name"])
    return cleaned


def end_membership(change: Change, member: Member, how: Left) -> None:
    if member.valid_from > change.day:
        problem = f"trước ngày {member.full_name} vào hộ ({format_date(member.valid_from)})"
        raise BadEventDate(household=change.code, day=format_date(change.day), problem=problem)
    change.effects.change(member, valid_to=change.day, left_as=how)


def next_head(
    change: Change, *, leaving: Sequence[Member], new_head_id: int | None
) -> Member | None:
    """
    Return who heads the household once `leaving` are gone; None where its head stays, or nobody.

    Raises: HeadMissing [REG-011].
    """
    gone = {member.pk for member in leaving}
    staying = [m for m in change.household.members.present() if m.pk not in gone]
    head = next((member for member in leaving if member.relation == Relation.HEAD), None)
    if head is None or not staying:
        return None
    if new_head_id is None or new_head_id in gone:
        raise HeadMissing(household=change.code, member=head.full_name)
    return member_there(change, new_head_id)


def make_head(change: Change, new_head: Member) -> None:
    """Make a member the head; the relations of the others follow as far as they can be told."""
    was = new_head.relation
    if was == Relation.HEAD:
        problem = f"{new_head.full_name} đang là chủ hộ"
        raise BadValue(household=change.code, field="chủ hộ mới", problem=problem)
    others = change.household.members.present().exclude(pk=new_head.pk)
    for member in others:
        told = relation_to_new_head(new_head_was=was, other_was=member.relation)
        change.effects.change(member, relation=told)
    change.effects.change(new_head, relation=Relation.HEAD)


def move_member(
    change: Change,
    member: Member,
    *,
    into: Household,
    position: int,
    how: Left,
    head_was: str = "",
) -> None:
    """
    End a membership and begin another in `into` the same day, all that is known coming along.

    `head_was`: what the new household's head was in the old one; without it (a merger) nobody's
    relation to the head is known.
    """
    relation = Relation.OTHER.value
    if position == 1 and head_was:
        relation = Relation.HEAD.value
    elif head_was:
        relation = relation_to_new_head(new_head_was=head_was, other_was=member.relation)
    end_membership(change, member, how)
    moved = Member(
        household=into,
        unit_path=into.unit_path,
        position=position,
        relation=relation,
        valid_from=change.day,
        joined_as=Joined.SPLIT if how is Left.SPLIT else Joined.MERGE,
        previous=member,
        **{name: getattr(member, name) for name in PERSON_FIELDS},
        **member_keys(full_name=member.full_name),
    )
    change.effects.create(moved)


def head_values(*, full_name: str, code: str) -> dict[str, str]:
    return {"head_name": full_name, **household_keys(head_name=full_name, code=code)}


def bring_up_to_date(*, household: Household, effects: Effects | None) -> None:
    """
    Bring the household's copies of its members in line: how many, who heads it, where they live.

    With `effects` the changes count as the event's own; without, they only follow what was undone.
    """
    present = list(household.members.present())
    values: dict[str, Any] = {}
    if present or household.registered_to is None:
        values["member_count"] = len(present)
    head = next((member for member in present if member.relation == Relation.HEAD), None)
    if head is not None and head.full_name != household.head_name:
        values |= head_values(full_name=head.full_name, code=household.code)
    values |= _flags(present)
    household.members.exclude(unit_path=household.unit_path).update(unit_path=household.unit_path)
    if effects is not None:
        effects.change(household, **values)
    elif values:
        Household.objects.filter(pk=household.pk).update(**values)


def _flags(present: Sequence[Member]) -> dict[str, bool]:
    """Return what the members' own answers say of the household; unknown answers say nothing."""
    flags: dict[str, bool] = {}
    merit = [member.is_merit_person for member in present]
    if True in merit or (merit and None not in merit):
        flags["has_merit_person"] = True in merit
    able = [member.able_to_work for member in present]
    if True in able or (able and None not in able):
        flags["no_working_capacity"] = True not in able
    return flags
