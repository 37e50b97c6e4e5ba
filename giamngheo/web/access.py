"""Who the reader is and what she may see: the web's one door to `accounts`."""

from datetime import date
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from giamngheo.accounts import actions, clock, queries
from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.models import Assignment, User
from giamngheo.accounts.queries import Scope
from giamngheo.accounts.refusals import AccessRefused
from giamngheo.areas.models import Unit

NAMED_HOLDERS = 3


class NoRight(PermissionDenied):
    """
    The reader may not see or do this; says who may.

    what: "Xem danh sách hộ của xã Thọ Bình"; who: "cán bộ huyện Triệu Sơn và xã Thọ Bình".
    """

    def __init__(self, *, what: str, who: str) -> None:
        self.what = what
        self.who = who
        super().__init__(f"{what}: {who}")


def today() -> date:
    """Return the day in Vietnam: only the web and the command line ask the clock."""
    return clock.today()


def reader(request: HttpRequest) -> User:
    """Return the person who is logged in; every page but the log-in has one."""
    if not isinstance(request.user, User):
        raise PermissionDenied("nobody is logged in")
    return request.user


def scope_of(request: HttpRequest) -> Scope:
    """Return what the reader may see and do today; asked of the database once a request."""
    scope: Scope | None = getattr(request, "_giamngheo_scope", None)
    if scope is None:
        scope = queries.scope_of(user=request.user, as_of=today())
        request._giamngheo_scope = scope  # type: ignore[attr-defined]
    return scope


def is_system(request: HttpRequest) -> bool:
    return Role.SYSTEM in scope_of(request).roles


def require(
    request: HttpRequest, *, permission: Permission, unit: Unit, what: str, subject: str = ""
) -> None:
    """
    Refuse unless the reader has `permission` at `unit`; the attempt is an audit event.

    `what` begins the sentence of the page: "Xem danh sách hộ của xã Thọ Bình".
    Raises: NoRight, which names who has the right.
    """
    if scope_of(request).can(permission, unit.path):
        return
    try:
        actions.require(
            scope=scope_of(request), path=unit.path, permission=permission, subject=subject
        )
    except AccessRefused as refused:
        refuse(permission=permission, unit=unit, what=what, because=refused)


def refuse(
    *, permission: Permission, unit: Unit, what: str, because: Exception | None = None
) -> NoReturn:
    """Raise NoRight with the people who have `permission` at `unit`, the nearest first."""
    found = queries.who_may(permission=permission, path=unit.path, as_of=today())
    raise NoRight(what=what, who=_names(list(found[: NAMED_HOLDERS + 1]), unit)) from because


def _names(holders: list[Assignment], unit: Unit) -> str:
    """Return "Lê Quang Vịnh (Cán bộ cấp huyện, Huyện Triệu Sơn), …"."""
    if not holders:
        return f"cán bộ được giao {unit.full_name}; hiện chưa có ai được giao"
    named = [
        f"{holder.user.full_name} ({holder.get_role_display()}"
        + (f", {holder.unit.full_name})" if holder.unit else ")")
        for holder in holders[:NAMED_HOLDERS]
    ]
    more = " và người khác" if len(holders) > NAMED_HOLDERS else ""
    return "; ".join(dict.fromkeys(named)) + more
