"""Questions about the register, always within somebody's scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.law.after_decision import months_later
from giamngheo.registry.enums import EventState, Relation, StatusCategory
from giamngheo.registry.marks import has_mark, marks_of, status_table
from giamngheo.registry.models import (
    Household,
    HouseholdEvent,
    HouseholdLink,
    HouseholdStatus,
    LivingConditions,
    Member,
    Residence,
)
from giamngheo.registry.places import households_on, lived_in_scope, lived_inside
from giamngheo.registry.search import FoundHousehold, found_households, words_condition

__all__ = [
    "FoundHousehold",
    "HouseholdFilter",
    "conditions_on",
    "ethnicities_in",
    "events_of",
    "found_households",
    "has_mark",
    "history_ids",
    "household_or_none",
    "households_matching",
    "households_named",
    "households_on",
    "lived_inside",
    "marks_of",
    "members_of",
    "members_on",
    "requests_waiting",
    "residences_of",
    "status_counts",
    "status_table",
    "was_ever",
    "with_category",
]

KINH = "Kinh"
MINORITY = "dtts"  # in a filter's place for "any ethnicity but Kinh"
YOUNG_YEARS = 6


@dataclass(frozen=True)
class HouseholdFilter:
    """What a list of households is asked for; every part is optional and lives in the URL."""

    unit_path: str = ""
    as_of: date | None = None
    category: str = ""
    group: str = ""
    mark: str = ""
    # Left the category between the two days: poor then, not poor now (the door behind "giảm").
    left_category: str = ""
    left_by: date | None = None
    entered_category: str = ""
    head_sex: str = ""
    # A name, or MINORITY.
    ethnicity: str = ""
    with_young_children: bool = False
    search: str = ""


def household_or_none(*, code: str) -> Household | None:
    """Return the household; the caller asks `require` before showing anything of it."""
    return Household.objects.select_related("unit__parent").filter(code=code).first()


def households_matching(
    *,
    wanted: HouseholdFilter,
    scope: Scope,
    permission: Permission = Permission.VIEW_PERSONAL,
) -> QuerySet[Household]:
    """
    Return the households that pass the filter, where the scope gives `permission`.

    With a day, those registered on it, by the unit they lived in on it; without, all there ever
    were, by where they live now.
    """
    found = Household.objects.filter(*_of_the_day(wanted))
    if wanted.left_category and wanted.as_of and wanted.left_by:
        found = found.with_status(wanted.left_category, wanted.as_of)
        found = found.without_status(wanted.left_category, wanted.left_by)
    if wanted.entered_category and wanted.as_of and wanted.left_by:
        found = found.with_status(wanted.entered_category, wanted.left_by)
        found = found.without_status(wanted.entered_category, wanted.as_of)
    if wanted.search.strip():
        found = found.filter(words_condition(wanted.search))
    # Who fell into the category may have come into the register since: the closing day counts.
    day = wanted.left_by if wanted.entered_category else wanted.as_of
    if day is None:
        return scope.filter(found.inside(wanted.unit_path or "/"), permission=permission)
    where = lived_in_scope(scope=scope, permission=permission, path=wanted.unit_path, as_of=day)
    return found.registered_on(day).filter(where)


def _of_the_day(wanted: HouseholdFilter) -> Iterable[Q | Exists]:
    """Yield the conditions on what the household and its members were on the day."""
    day = wanted.as_of
    if day is None:
        return
    if wanted.category or wanted.group:
        status = HouseholdStatus.objects.in_force(day).filter(household=OuterRef("pk"))
        if wanted.category:
            status = status.filter(category=wanted.category)
        yield Exists(status.filter(group=wanted.group) if wanted.group else status)
    if wanted.mark:
        yield has_mark(mark=wanted.mark, as_of=day)
    members = Member.objects.on(day).filter(household=OuterRef("pk"))
    if wanted.head_sex:
        yield Exists(members.filter(relation=Relation.HEAD, sex=wanted.head_sex))
    if wanted.with_young_children:
        since = months_later(day=day, months=-12 * YOUNG_YEARS)
        yield Exists(members.filter(birth_date__gt=since))
    if wanted.ethnicity == MINORITY:
        yield ~Q(ethnicity__in=["", KINH])
    elif wanted.ethnicity:
        yield Q(ethnicity=wanted.ethnicity)


def households_named(*, text: str, scope: Scope, limit: int) -> list[Household]:
    """Return households by head, member, code or personal ID, the best hits first."""
    return [one.household for one in found_households(text=text, scope=scope, limit=limit)]


def with_category(*, households: QuerySet[Household], as_of: date) -> QuerySet[Household]:
    """
    Add `category`, `group` and `since` of `as_of`, and `members_then`: its members of that day.

    In the same query. A household whose members nobody wrote down keeps the number it gave.
    """
    status = HouseholdStatus.objects.in_force(as_of).filter(household=OuterRef("pk"))
    members = Member.objects.on(as_of).filter(household=OuterRef("pk")).order_by()
    counted = members.values("household").annotate(number=Count("pk")).values("number")
    return households.annotate(
        category=Subquery(status.values("category")[:1]),
        group=Subquery(status.values("group")[:1]),
        since=Subquery(status.values("valid_from")[:1]),
        members_then=Coalesce(
            Subquery(counted, output_field=IntegerField()),
            F("member_count"),
            output_field=IntegerField(),
        ),
    )


def members_of(*, household: Household, as_of: date | None = None) -> QuerySet[Member]:
    """Return who belongs to the household now, or belonged to it on a day, in their order."""
    found = household.members.order_by("position")
    return found.present() if as_of is None else found.on(as_of)


def members_on(*, households: QuerySet[Household], as_of: date) -> QuerySet[Member]:
    """Return the members on a day of all `households`, in the order of household and place."""
    found = Member.objects.on(as_of).filter(household__in=households.values("pk"))
    return found.select_related("household").order_by(
        "household__sort_key", "household", "position"
    )


def former_members_of(*, household: Household) -> QuerySet[Member]:
    """Return who once belonged to the household, the latest to leave first."""
    gone = household.members.filter(valid_to__isnull=False).exclude(valid_to=F("valid_from"))
    return gone.order_by("-valid_to", "position")


def residences_of(*, household: Household) -> QuerySet[Residence]:
    """Return where the household has lived, the latest first."""
    return household.residences.select_related("unit__parent").order_by("-valid_from")


def conditions_on(*, household: Household, as_of: date) -> LivingConditions | None:
    """Return how the household lived on the day, None when nobody asked."""
    rows = household.conditions.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=as_of))
    return rows.filter(valid_from__lte=as_of).first()


def events_of(*, household: Household) -> QuerySet[HouseholdEvent]:
    """Return what was said of the household, its splits and mergers too, the latest first."""
    mine = HouseholdEvent.objects.filter(Q(household=household) | Q(other=household))
    beside = ("household", "other", "requested_by", "settled_by", "undoes", "undone_by")
    return mine.select_related(*beside).order_by("-event_date", "-id")


def requests_waiting(*, scope: Scope) -> QuerySet[HouseholdEvent]:
    """Return what village heads asked for and nobody answered, where the reader may answer."""
    waiting = HouseholdEvent.objects.filter(state=EventState.REQUESTED)
    visible = scope.filter(waiting, permission=Permission.EDIT_REGISTER)
    return visible.select_related("household__unit__parent", "requested_by").order_by(
        "requested_at", "id"
    )


def history_ids(*, household_ids: Sequence[int]) -> dict[int, list[int]]:
    """
    Return each household with itself and all households it came out of by splits and mergers.

    Its poor years are those of any of them: "tái nghèo" looks through this list.
    """
    found: dict[int, list[int]] = {pk: [pk] for pk in household_ids}
    links = HouseholdLink.objects.filter(household__in=list(household_ids))
    for mine, before in links.values_list("household_id", "predecessor_id"):
        found[mine].append(before)
    return found


def was_ever(*, household_ids: Sequence[int], category: str, before: date) -> set[int]:
    """
    Return those of `household_ids` that had `category` on some day before `before`, themselves or
    as a household they came out of, while they were part of it. Two SQL queries.
    """
    links = HouseholdLink.objects.filter(household__in=list(household_ids))
    lineage = [(pk, pk, before) for pk in household_ids]
    lineage += [(link.household_id, link.predecessor_id, min(before, link.since)) for link in links]
    statuses = HouseholdStatus.objects.filter(
        household__in={one for _, one, _ in lineage}, category=category, valid_from__lt=before
    )
    # The earliest of each comes last and stays.
    first = dict(statuses.order_by("-valid_from").values_list("household_id", "valid_from"))
    return {mine for mine, one, until in lineage if one in first and first[one] < until}


def ethnicities_in(*, path: str, limit: int = 60) -> list[str]:
    """Return the ethnicities of the households at or below `path`, the most frequent first."""
    rows: Any = Household.objects.inside(path or "/").exclude(ethnicity="")
    counted = rows.values("ethnicity").annotate(number=Count("pk")).order_by("-number", "ethnicity")
    return [row["ethnicity"] for row in counted[:limit]]


def status_counts(*, unit_path: str, as_of: date, scope: Scope) -> dict[str, int]:
    """
    Return how many households of each category the unit had on a day, by category code.

    Counted where they lived on the day; those without a decision yet are left out.
    """
    if not scope.covers(unit_path):
        return {}
    table = status_table(unit_path=unit_path, as_of=as_of, scope=scope)
    counts = table.get(unit_path, {})
    return {code: counts[code] for code in StatusCategory.values if counts.get(code)}
