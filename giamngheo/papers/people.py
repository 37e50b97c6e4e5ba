"""Households of the register as lines of a list: names, numbers and words ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from giamngheo.decisions.paper_data import PaperHousehold
from giamngheo.papers.inputs import Line, Person
from giamngheo.registry.enums import Group, Relation, Sex, StatusCategory
from giamngheo.registry.models import Household, Member
from giamngheo.registry.queries import members_on
from giamngheo.reviews.enums import Movement
from giamngheo.reviews.models import Campaign, ReviewResult

MAJORITY = "Kinh"


def lines_of(
    households: Sequence[PaperHousehold],
    *,
    campaign: Campaign,
    members_as_of: date | None = None,
) -> tuple[Line, ...]:
    """
    Return the households as lines in the order given. Two SQL queries, three with members.

    members_as_of: give each line its members of that day, for certificates.
    """
    ids = [one.household_id for one in households]
    flags = {
        pk: (capacity, merit)
        for pk, capacity, merit in Household.objects.filter(pk__in=ids).values_list(
            "pk", "no_working_capacity", "has_merit_person"
        )
    }
    incomes = {
        pk: (income, len(lacking))
        for pk, income, lacking in ReviewResult.objects.filter(
            campaign=campaign, household__in=ids, income_per_capita_vnd__isnull=False
        ).values_list("household_id", "income_per_capita_vnd", "deprivations")
    }
    people = _members(ids, members_as_of) if members_as_of else {}
    nothing = (None, None)
    return tuple(
        _line(
            one,
            flags.get(one.household_id, (False, False)),
            incomes.get(one.household_id, nothing),
            people.get(one.household_id, ()),
        )
        for one in households
    )


def _line(
    one: PaperHousehold,
    flags: tuple[bool, bool],
    income: tuple[int | None, int | None],
    people: Sequence[Person],
) -> Line:
    return Line(
        head=one.head_name,
        village=one.village,
        code=one.code,
        address=one.address,
        sex=sex_words(one.head_sex),
        birth=one.head_birth_date,
        personal_id=one.head_personal_id or "",
        ethnicity=one.ethnicity,
        member_count=one.member_count,
        category=category_words(one.category, one.group),
        before=category_words(one.before_category),
        movement=str(Movement(one.movement).label) if one.movement else "",
        score_b1=one.score_b1,
        score_b2=one.score_b2,
        income_vnd=income[0],
        deprivations=income[1],
        is_minority=is_minority(one.ethnicity),
        no_working_capacity=flags[0],
        has_merit_person=flags[1],
        members=tuple(people),
    )


def category_words(category: str, group: str = "") -> str:
    """Return "Hộ nghèo (N1)"; "" for a household without a status."""
    if not category:
        return ""
    words = str(StatusCategory(category).label)
    return f"{words} ({Group(group).value})" if group else words


def sex_words(sex: str | None) -> str:
    return str(Sex(sex).label) if sex else ""


def is_minority(ethnicity: str) -> bool:
    return bool(ethnicity) and ethnicity.casefold() != MAJORITY.casefold()


def _members(ids: Iterable[int], as_of: date) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    households = Household.objects.filter(pk__in=ids)
    for member in members_on(households=households, as_of=as_of):
        found.setdefault(member.household_id, []).append(_person(member))
    return found


def _person(member: Member) -> Person:
    return Person(
        name=member.full_name,
        relation=str(Relation(member.relation).label),
        birth=member.birth_date,
        sex=sex_words(member.sex),
        personal_id=member.personal_id or "",
        ethnicity=member.ethnicity,
        birth_year_only=member.birth_year_only,
    )
