"""Questions about committees: who answers for a unit, who bears how much, what is uncovered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.lineage import Succession
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import successors_of_many, units_within
from giamngheo.committees.enums import How
from giamngheo.committees.models import Committee, CommitteeMember, MemberUnit


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """One member with what she answers for; `load` counts units alive on the day."""

    member: CommitteeMember
    units: tuple[MemberUnit, ...]

    @property
    def load(self) -> int:
        return len({one.unit_id for one in self.units if one.unit_id is not None})


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """
    The committee on a day: its members, and the units of its own unit.

    `shared`: units with two members or more; `unknown`: names no unit bears; `renamed`: names of
    units that were called so before; `ended`: units that are no more on the day.
    """

    rows: tuple[MemberRow, ...]
    units: int
    uncovered: tuple[Unit, ...]
    shared: Mapping[Unit, tuple[CommitteeMember, ...]]
    unknown: tuple[MemberUnit, ...]
    renamed: tuple[MemberUnit, ...]
    ended: tuple[MemberUnit, ...]

    @property
    def covered(self) -> int:
        return self.units - len(self.uncovered)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What becomes of an assignment after a merger: `heirs` to choose from, one if it is clear."""

    assignment: MemberUnit
    heirs: tuple[Unit, ...]
    is_clear: bool
    others: tuple[CommitteeMember, ...] = field(default_factory=tuple)


def committee_of(*, unit: Unit, as_of: date) -> Committee | None:
    """Return the committee of `unit` on `as_of`, the latest when decisions overlap."""
    found = Committee.objects.in_force(as_of).filter(unit=unit)
    committee: Committee | None = found.select_related("unit", "plan").order_by("-pk").first()
    return committee


def members_for(*, unit: Unit, as_of: date) -> list[CommitteeMember]:
    """
    Return the members who answer for `unit` on `as_of`, of whatever committee, in its order.

    An assignment to a unit that was merged whole into `unit` since counts; one to a unit that was
    split does not (a person decides).
    """
    assignments = _assignments(Committee.objects.in_force(as_of), as_of)
    near = assignments.filter(unit__isnull=False)
    direct = list(near.filter(unit=unit))
    ended = [one for one in near.filter(unit__valid_to__lte=as_of) if one.unit is not None]
    heirs = successors_of_many(units=[one.unit for one in ended if one.unit], as_of=as_of)
    direct += [one for one in ended if heirs[one.unit_id or 0].only == unit]
    members = dict.fromkeys(one.member for one in direct)
    return sorted(members, key=lambda one: (one.committee_id, one.position, one.pk))


def _assignments(committees: QuerySet[Committee], as_of: date) -> QuerySet[MemberUnit]:
    members = CommitteeMember.objects.in_force(as_of).filter(committee__in=committees)
    found = MemberUnit.objects.in_force(as_of).filter(member__in=members.values("pk"))
    return found.select_related("member", "unit").order_by("member__position", "pk")


def _given(committee: Committee, as_of: date) -> list[MemberUnit]:
    return list(_assignments(Committee.objects.filter(pk=committee.pk), as_of))


def coverage(*, committee: Committee, as_of: date) -> Coverage:
    """Return who answers for what and what nobody does; six queries."""
    members = list(CommitteeMember.objects.in_force(as_of).filter(committee=committee))
    given = _given(committee, as_of)
    communes = units_answered_for(committee=committee, as_of=as_of)
    ended = [one for one in given if one.unit is not None and not _lives(one.unit, as_of)]
    heirs = successors_of_many(units=[one.unit for one in ended if one.unit], as_of=as_of)
    bearers: dict[int, list[CommitteeMember]] = {}
    for one in given:
        pk = _present(one, heirs, as_of)
        if pk is not None and one.member not in bearers.setdefault(pk, []):
            bearers[pk].append(one.member)
    return Coverage(
        rows=tuple(_rows(members, given)),
        units=len(communes),
        uncovered=tuple(unit for unit in communes if unit.pk not in bearers),
        shared={
            unit: tuple(bearers[unit.pk]) for unit in communes if len(bearers.get(unit.pk, ())) > 1
        },
        unknown=tuple(one for one in given if one.unit is None),
        renamed=tuple(one for one in given if one.how == How.FORMER),
        ended=tuple(ended),
    )


def units_answered_for(*, committee: Committee, as_of: date) -> list[Unit]:
    """Return what members answer for: a province's districts while there are any, else communes."""
    unit = committee.unit
    if unit.level == UnitLevel.PROVINCE:
        districts = list(units_within(unit=unit, level=UnitLevel.DISTRICT, as_of=as_of))
        if districts:
            return districts
    level = UnitLevel.VILLAGE if unit.level == UnitLevel.COMMUNE else UnitLevel.COMMUNE
    return list(units_within(unit=unit, level=level, as_of=as_of))


def _lives(unit: Unit, as_of: date) -> bool:
    return unit.valid_to is None or unit.valid_to > as_of


def _present(one: MemberUnit, heirs: Mapping[int, Succession], as_of: date) -> int | None:
    if one.unit is None:
        return None
    if _lives(one.unit, as_of):
        return one.unit.pk
    heir = heirs[one.unit.pk].only
    return None if heir is None else heir.pk


def _rows(members: Iterable[CommitteeMember], given: Sequence[MemberUnit]) -> Iterable[MemberRow]:
    for member in members:
        units = tuple(one for one in given if one.member_id == member.pk)
        yield MemberRow(member=member, units=units)


def proposals(*, committee: Committee, as_of: date) -> list[Proposal]:
    """
    Return what each assignment to a unit that is no more may become on `as_of`.

    Clear when the unit was merged whole into one; after a split a person chooses.
    """
    given = _given(committee, as_of)
    ended = [one for one in given if one.unit is not None and not _lives(one.unit, as_of)]
    heirs = successors_of_many(units=[one.unit for one in ended if one.unit], as_of=as_of)
    bearers: dict[int, list[CommitteeMember]] = {}
    for one in given:
        pk = _present(one, heirs, as_of)
        if pk is not None:
            bearers.setdefault(pk, []).append(one.member)
    found = []
    for one in ended:
        succession = heirs[one.unit_id or 0]
        only = succession.only
        others = [] if only is None else [m for m in bearers[only.pk] if m != one.member]
        found.append(
            Proposal(
                assignment=one,
                heirs=succession.units,
                is_clear=only is not None,
                others=tuple(dict.fromkeys(others)),
            )
        )
    return found
