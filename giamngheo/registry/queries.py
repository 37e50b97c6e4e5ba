"""Questions about the register, always within somebody's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.lib.text import fold
from giamngheo.registry.models import Household, HouseholdStatus, Member


@dataclass(frozen=True)
class HouseholdFilter:
    """What a list of households is asked for; every part is optional and lives in the URL."""

    unit_path: str = ""
    as_of: date | None = None
    category: str = ""
    # Left the category between the two days: poor then, not poor now (the door behind "giảm").
    left_category: str = ""
    left_by: date | None = None
    entered_category: str = ""
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
    """Return the households that pass the filter, where the scope gives `permission`."""
    found = Household.objects.all()
    if wanted.unit_path:
        found = found.inside(wanted.unit_path)
    # Who fell into the category may have come into the register since: the closing day counts.
    registered_on = wanted.left_by if wanted.entered_category else wanted.as_of
    if registered_on:
        found = found.registered_on(registered_on)
    if wanted.category and wanted.as_of:
        found = found.with_status(wanted.category, wanted.as_of)
    if wanted.left_category and wanted.as_of and wanted.left_by:
        found = found.with_status(wanted.left_category, wanted.as_of)
        found = found.without_status(wanted.left_category, wanted.left_by)
    if wanted.entered_category and wanted.as_of and wanted.left_by:
        found = found.with_status(wanted.entered_category, wanted.left_by)
        found = found.without_status(wanted.entered_category, wanted.as_of)
    visible = scope.filter(found, permission=permission)
    return _searched(visible, wanted.search)


def households_named(*, text: str, scope: Scope, limit: int) -> list[Household]:
    """Return households whose head, code or member holds every word typed; the name's order."""
    if not fold(text):
        return []
    visible = scope.filter(Household.objects.all(), permission=Permission.VIEW_PERSONAL)
    by_head = _searched(visible, text).order_by("sort_key", "id")
    found = list(by_head.select_related("unit__parent")[:limit])
    if len(found) < limit:
        members = Member.objects.filter(search_key__contains=fold(text)).values("household")
        more = visible.filter(pk__in=members).exclude(pk__in=[one.pk for one in found])
        found += more.select_related("unit__parent").order_by("sort_key", "id")[
            : limit - len(found)
        ]
    return found


def _searched(found: QuerySet[Household], words: str) -> QuerySet[Household]:
    """Every word typed must occur in the name, marks or not, or in the code as it is written."""
    for word in words.split():
        in_name = Q(search_key__contains=fold(word)) if fold(word) else Q()
        found = found.filter(in_name | Q(search_key__contains=word.lower()))
    return found


def with_category(*, households: QuerySet[Household], as_of: date) -> QuerySet[Household]:
    """Add `category`, `group` and `since` of `as_of` to each household, in the same query."""
    status = HouseholdStatus.objects.in_force(as_of).filter(household=OuterRef("pk"))
    return households.annotate(
        category=Subquery(status.values("category")[:1]),
        group=Subquery(status.values("group")[:1]),
        since=Subquery(status.values("valid_from")[:1]),
    )


def members_of(*, household: Household) -> QuerySet[Member]:
    return household.members.order_by("position")


def status_history(*, household: Household) -> QuerySet[HouseholdStatus]:
    """Return every status the household has had, the latest first."""
    return household.statuses.order_by("-valid_from")


def status_counts(*, unit_path: str, as_of: date, scope: Scope) -> dict[str, int]:
    """Return how many households of each category the unit had on a day, by category code."""
    if not scope.covers(unit_path):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT status.category, count(*)
            FROM registry_household AS household
            JOIN registry_householdstatus AS status
              ON status.household_id = household.id
             AND status.valid_from <= %(day)s
             AND (status.valid_to IS NULL OR status.valid_to > %(day)s)
            WHERE household.unit_path LIKE %(inside)s
              AND household.registered_from <= %(day)s
              AND (household.registered_to IS NULL OR household.registered_to > %(day)s)
            GROUP BY status.category
            """,
            {"inside": f"{unit_path}%", "day": as_of},
        )
        return dict(cursor.fetchall())
