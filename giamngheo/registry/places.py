"""Where households lived on a day: the present unit, put right by those that moved since."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import EVERYWHERE, Scope
from giamngheo.registry.models import Household, Residence

NOWHERE = Q(pk__in=[])


def lived_inside(*, path: str, as_of: date) -> Q:
    """
    Return the condition that a household lived at or below `path` on the day.

    One or two SQL queries, of the few households that moved or left the register after the day:
    the condition itself then stays an index range, also for a province.
    """
    if path in ("", EVERYWHERE):
        return Q()
    ended = Residence.objects.filter(valid_to__gt=as_of)
    then = ended.filter(unit_path__startswith=path, valid_from__lte=as_of)
    came = Residence.objects.filter(
        unit_path__startswith=path,
        valid_from__gt=as_of,
        household__residences__valid_to__gt=as_of,
    )
    there = set(then.values_list("household_id", flat=True))
    later = set(came.values_list("household_id", flat=True)) - there
    now = Q(unit_path__startswith=path)
    if later:
        now &= ~Q(pk__in=sorted(later))
    return now | Q(pk__in=sorted(there)) if there else now


def lived_in_scope(*, scope: Scope, permission: Permission, path: str, as_of: date) -> Q:
    """
    Return the condition that a household lived, on the day, at or below `path` and where the
    scope gives `permission`: a register of the past belongs to the commune it was of.
    """
    paths = meeting_paths(scope.paths_for(permission), path)
    condition = NOWHERE
    for one in paths:
        condition |= lived_inside(path=one, as_of=as_of)
    return Q() if EVERYWHERE in paths else condition


def meeting_paths(mine: Iterable[str], path: str) -> list[str]:
    """Return the paths that lie both in one of `mine` and at or below `path`."""
    wanted = path or EVERYWHERE
    return [
        wanted if wanted.startswith(one) else one
        for one in mine
        if wanted.startswith(one) or one.startswith(wanted)
    ]


def households_on(
    *, path: str, as_of: date, scope: Scope, permission: Permission = Permission.VIEW_PERSONAL
) -> QuerySet[Household]:
    """Return the households registered on the day that lived at or below `path` then."""
    where = lived_in_scope(scope=scope, permission=permission, path=path, as_of=as_of)
    return Household.objects.filter(where).registered_on(as_of)
