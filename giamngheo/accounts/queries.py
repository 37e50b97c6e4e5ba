"""Questions about users: what may she see, who may see this."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import F, Q, QuerySet

from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.models import Assignment, User
from giamngheo.accounts.permissions import READING, roles_with
from giamngheo.accounts.scope import EVERYWHERE, Grant
from giamngheo.accounts.scope import Scope as Scope

_MERGED_INTO = """
WITH RECURSIVE older(unit_id, root_id) AS (
    SELECT predecessor_id, successor_id FROM areas_unitlink
    WHERE successor_id = ANY(%s) AND NOT split
    UNION
    SELECT link.predecessor_id, older.root_id
    FROM areas_unitlink link JOIN older ON link.successor_id = older.unit_id
    WHERE NOT link.split
)
SELECT older.root_id, unit.path FROM older JOIN areas_unit unit ON unit.id = older.unit_id
"""
_WHOLE_SUCCESSORS = """
WITH RECURSIVE newer(unit_id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT link.successor_id
    FROM areas_unitlink link JOIN newer ON link.predecessor_id = newer.unit_id
    WHERE NOT link.split
)
SELECT unit_id FROM newer
"""


def scope_of(*, user: User | AnonymousUser | None, as_of: date) -> Scope:
    """
    Return what `user` may see and do on the day `as_of`. Two SQL queries.

    Each assignment in force gives its unit with all below it, and every older unit that was merged
    into it whole; a unit that was split belongs to nobody by this road (a person decides). An
    assignment to a unit that has ended leaves its records readable and gives no other right.
    Nobody, a deactivated account or one without assignment gets a scope with `nothing` in it.
    """
    if not isinstance(user, User) or user.pk is None or not user.is_active:
        return Scope(user=None, as_of=as_of)
    assignments = list(Assignment.objects.in_force(as_of).filter(user=user).select_related("unit"))
    older = _older_paths({a.unit_id for a in assignments if a.unit_id is not None})
    grants: dict[Grant, None] = {}
    for assignment in assignments:
        grants |= dict.fromkeys(_grants(assignment, as_of, older))
    return Scope(user=user, as_of=as_of, grants=tuple(grants))


def _grants(assignment: Assignment, as_of: date, older: dict[int, list[str]]) -> list[Grant]:
    role, sector, unit = assignment.role, assignment.sector, assignment.unit
    if unit is None:
        return [Grant(role, EVERYWHERE, sector)]
    ended = unit.valid_to is not None and unit.valid_to <= as_of
    paths = [unit.path, *older.get(unit.pk, [])]
    return [Grant(role, path, sector, read_only=ended) for path in paths]


def _older_paths(unit_ids: set[int]) -> dict[int, list[str]]:
    """Return, for each unit, the paths of the units merged into it whole, at any remove."""
    paths: dict[int, list[str]] = {}
    if unit_ids:
        with connection.cursor() as cursor:
            cursor.execute(_MERGED_INTO, [list(unit_ids)])
            for unit_id, path in cursor.fetchall():
                paths.setdefault(unit_id, []).append(path)
    return paths


def users_in_order() -> QuerySet[User]:
    return User.objects.order_by("sort_key", "id")


def user_or_none(*, username: str) -> User | None:
    return User.objects.filter(username=username.strip().lower()).first()


def assignments_of(*, user: User, as_of: date | None = None) -> QuerySet[Assignment]:
    """Return the assignments of `user` with their units: all, or those in force on a day."""
    found = Assignment.objects.filter(user=user).select_related("unit")
    return found if as_of is None else found.in_force(as_of)


def holders(*, path: str, as_of: date, roles: Iterable[Role] | None = None) -> QuerySet[Assignment]:
    """
    Return the assignments in force that reach the unit at `path`: the same ones whose users'
    `scope_of` covers it. Its own, those above it, those of the units it was merged into whole, and
    those of the whole system.

    Only active users; their users and units are loaded. Order: the nearest unit first, then the
    person. Two SQL queries.
    """
    found = (
        Assignment.objects.in_force(as_of)
        .filter(Q(unit__in=_reaching_ids(path)) | Q(unit__isnull=True), user__is_active=True)
        .select_related("user", "unit")
        .order_by(F("unit__level").desc(nulls_last=True), "user__sort_key", "user_id", "role")
    )
    return found if roles is None else found.filter(role__in=list(roles))


def who_may(*, permission: Permission, path: str, as_of: date) -> QuerySet[Assignment]:
    """Return the assignments that give `permission` at `path`: "who has the right to see this"."""
    found = holders(path=path, as_of=as_of).filter(role__in=sorted(roles_with(permission)))
    if permission in READING:
        return found
    # An assignment to a unit that has ended is for reading only.
    return found.exclude(unit__valid_to__lte=as_of)


def _reaching_ids(path: str) -> list[int]:
    """Return the ids of the unit, of those above, and of those that any was merged into whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            _WHOLE_SUCCESSORS, [[int(part) for part in path.strip("/").split("/") if part]]
        )
        return [unit_id for (unit_id,) in cursor.fetchall()]


def demo_accounts() -> QuerySet[User]:
    """Return the accounts made for the demonstration, with their assignments."""
    return users_in_order().filter(is_generated=True).prefetch_related("assignments__unit")


def administrators_left(*, without: User, as_of: date) -> bool:
    """Return whether somebody else can still manage users of the whole system."""
    others: dict[str, Any] = {"role": Role.SYSTEM, "unit": None, "user__is_active": True}
    return Assignment.objects.in_force(as_of).filter(**others).exclude(user=without).exists()
