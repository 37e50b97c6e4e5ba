"""What one user may see and do on one day: the answer that every query and page asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Q, QuerySet

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.permissions import PERMISSIONS, READING

if TYPE_CHECKING:
    from giamngheo.accounts.models import User

AnyModel = TypeVar("AnyModel", bound=Model)
EVERYWHERE = "/"


@dataclass(frozen=True)
class Grant:
    """One role inside one path; only for reading when the unit itself has ended."""

    role: str
    path: str
    sector: str = ""
    read_only: bool = False

    @property
    def permissions(self) -> frozenset[Permission]:
        rights = PERMISSIONS[self.role]
        return rights & READING if self.read_only else rights


@dataclass(frozen=True)
class Scope:
    """
    A user's grants on one day. Frozen: take it once a request and hand it down.

    A permission holds where one single grant gives it: to be a leader in one commune and a viewer
    in another does not add up to a leader in both.
    """

    user: User | None
    as_of: date
    grants: tuple[Grant, ...] = ()

    @property
    def nothing(self) -> bool:
        return not self.grants

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    @cached_property
    def sectors(self) -> frozenset[str]:
        return frozenset(grant.sector for grant in self.grants if grant.sector)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths whose figures may be seen, none inside another."""
        return self.paths_for(Permission.VIEW_REGISTER)

    def paths_for(self, permission: Permission) -> tuple[str, ...]:
        """Return the paths where `permission` holds, none inside another."""
        return _outermost(grant.path for grant in self.grants if permission in grant.permissions)

    def can(self, permission: Permission, path: str | None = None) -> bool:
        """Return whether `permission` holds for the unit at `path`; without a path, anywhere."""
        paths = self.paths_for(permission)
        return bool(paths) if path is None else path.startswith(paths or ("\0",))

    def covers(self, path: str, permission: Permission = Permission.VIEW_REGISTER) -> bool:
        """Return whether the unit at `path` lies inside the scope."""
        return self.can(permission, path)

    def touches(self, path: str, permission: Permission = Permission.VIEW_REGISTER) -> bool:
        """Return whether anything at, inside or above `path` is in scope: a district's page for
        the officer of one of its communes, who gets her commune's row."""
        paths = self.paths_for(permission)
        return any(mine.startswith(path) or path.startswith(mine) for mine in paths)

    def filter(
        self,
        queryset: QuerySet[AnyModel],
        field: str = "unit_path",
        permission: Permission = Permission.VIEW_REGISTER,
    ) -> QuerySet[AnyModel]:
        """
        Return the rows of `queryset` whose unit path in `field` is in scope.

        Lists of persons and households ask for VIEW_PERSONAL, not for the default.
        """
        paths = self.paths_for(permission)
        if not paths:
            return queryset.none()
        if EVERYWHERE in paths:
            return queryset
        inside = Q()
        for path in paths:
            inside |= Q(**{f"{field}__startswith": path})
        return queryset.filter(inside)


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
