"""Changes to users and their assignments. The caller has checked MANAGE_USERS (`require`)."""

from datetime import date
from typing import Any

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from giamngheo.accounts import queries
from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.models import Assignment, User
from giamngheo.accounts.refusals import (
    AccessRefused,
    AlreadyAssigned,
    BadAssignment,
    BadEnd,
    BadUser,
    LastAdministrator,
    UsernameTaken,
    WeakPassword,
    WrongPassword,
)
from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.periods import format_until
from giamngheo.lib.text import clean, person_sort_key


def require(*, scope: Scope, path: str | None, permission: Permission, subject: str = "") -> None:
    """
    Refuse unless `permission` holds at `path` (None: anywhere).

    The refused attempt is an audit event that stays even when the caller's transaction is undone.
    Raises: AccessRefused [ACC-001].
    Source: R193 (002 §V.10: "phân công, phân cấp trách nhiệm").
    """
    if scope.can(permission, path):
        return
    audit.record_apart(
        action="accounts.refuse_access",
        by=scope.user,
        subject=subject,
        unit_path=path or "",
        details={"permission": permission.value, "roles": sorted(scope.roles)},
    )
    user = scope.user.username if scope.user else "chưa đăng nhập"
    raise AccessRefused(user=user, right=permission.label, permission=permission.value)


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    password: str,
    by: User | None,
    position: str = "",
    phone: str = "",
    must_change_password: bool = True,
    is_generated: bool = False,
) -> User:
    """
    Make an account without any right; `assign_role` gives it one.

    Raises: UsernameTaken [ACC-002], BadUser [ACC-003], WeakPassword [ACC-004].
    """
    user = User(
        username=username.strip().lower(),
        full_name=clean(full_name),
        sort_key=person_sort_key(full_name),
        position=clean(position),
        phone=phone.strip(),
        must_change_password=must_change_password,
        is_generated=is_generated,
    )
    if queries.user_or_none(username=user.username):
        raise UsernameTaken(username=user.username)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise BadUser(username=user.username, problems=_sentences(user, error)) from error
    _check_strength(user, password)
    user.set_password(password)
    audit.record(action="accounts.create_user", by=by, subject=user.username)
    user.save()
    return user


@transaction.atomic
def set_password(
    *, user: User, password: str, by: User | None, must_change_password: bool = True
) -> None:
    """
    Set a password for somebody (a reset); the other sessions of the account end with the old one.

    Raises: WeakPassword [ACC-004].
    """
    _check_strength(user, password)
    user.set_password(password)
    user.must_change_password = must_change_password
    audit.record(action="accounts.set_password", by=by, subject=user.username)
    user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def change_password(*, user: User, old_password: str, new_password: str, by: User) -> None:
    """
    Change one's own password, knowing the old one.

    Raises: WrongPassword [ACC-009], WeakPassword [ACC-004].
    """
    if not user.check_password(old_password):
        raise WrongPassword(username=user.username)
    _check_strength(user, new_password)
    user.set_password(new_password)
    user.must_change_password = False
    audit.record(action="accounts.change_password", by=by, subject=user.username)
    user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def assign_role(
    *,
    user: User,
    role: Role,
    unit: Unit | None,
    valid_from: date,
    by: User | None,
    sector: str = "",
    valid_to: date | None = None,
    reason: str = "",
) -> Assignment:
    """
    Give `user` a role in a unit from a day on; `valid_to` is the first day without it.

    Raises: BadAssignment [ACC-005], AlreadyAssigned [ACC-006].
    """
    assignment = Assignment(
        user=user, role=role, unit=unit, sector=sector, valid_from=valid_from, valid_to=valid_to
    )
    try:
        assignment.full_clean()
    except ValidationError as error:
        problems = _sentences(assignment, error)
        raise BadAssignment(user=user.username, problems=problems) from error
    # One officer's assignments are changed one after the other, so that two never overlap.
    User.objects.select_for_update().get(pk=user.pk)
    _refuse_overlap(assignment)
    audit.record(
        action="accounts.assign_role",
        by=by,
        subject=user.username,
        unit_path=unit.path if unit else "",
        reason=reason,
        details={"role": role, "sector": sector, "valid_from": valid_from, "valid_to": valid_to},
    )
    assignment.save()
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, valid_to: date, by: User | None, reason: str = ""
) -> None:
    """
    End an assignment; `valid_to` is the first day without it.

    Raises: BadEnd [ACC-007], LastAdministrator [ACC-008].
    """
    user, end = assignment.user, assignment.valid_to
    if valid_to <= assignment.valid_from or (end is not None and valid_to > end):
        raise BadEnd(
            user=user.username,
            end=format_date(valid_to),
            start=format_date(assignment.valid_from),
        )
    if assignment.role == Role.SYSTEM and assignment.unit is None:
        _keep_an_administrator(user, valid_to)
    assignment.valid_to = valid_to
    audit.record(
        action="accounts.end_assignment",
        by=by,
        subject=user.username,
        unit_path=assignment.unit.path if assignment.unit else "",
        reason=reason,
        details={"role": assignment.role, "valid_to": valid_to},
    )
    assignment.save(update_fields=["valid_to"])


@transaction.atomic
def deactivate_user(*, user: User, as_of: date, by: User | None, reason: str = "") -> None:
    """
    Close an account: no log-in and no scope from now on; its history stays.

    Raises: LastAdministrator [ACC-008].
    """
    if queries.assignments_of(user=user, as_of=as_of).filter(role=Role.SYSTEM, unit=None).exists():
        _keep_an_administrator(user, as_of)
    user.is_active = False
    audit.record(action="accounts.deactivate_user", by=by, subject=user.username, reason=reason)
    user.save(update_fields=["is_active"])


@transaction.atomic
def reactivate_user(*, user: User, by: User | None, reason: str = "") -> None:
    """Open a closed account again, with the assignments it still has."""
    user.is_active = True
    audit.record(action="accounts.reactivate_user", by=by, subject=user.username, reason=reason)
    user.save(update_fields=["is_active"])


@transaction.atomic
def unlock_user(*, user: User, by: User | None) -> None:
    """Let somebody who typed a wrong password too often try again at once, from any address."""
    audit.record(action="accounts.unlock_user", by=by, subject=user.username)
    reset(username=user.username)


def _check_strength(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(username=user.username, problems=" ".join(error.messages)) from error


def _refuse_overlap(new: Assignment) -> None:
    others = Assignment.objects.filter(
        user=new.user, role=new.role, unit=new.unit, sector=new.sector
    )
    if new.valid_to is not None:
        others = others.filter(valid_from__lt=new.valid_to)
    for other in others:
        if other.valid_to is None or other.valid_to > new.valid_from:
            raise AlreadyAssigned(
                user=new.user.username,
                role=other.get_role_display(),
                unit=other.unit or "toàn hệ thống",
                since=format_date(other.valid_from),
                until=f" {format_until(other.valid_to)}" if other.valid_to else "",
            )


def _keep_an_administrator(user: User, as_of: date) -> None:
    if not queries.administrators_left(without=user, as_of=as_of):
        raise LastAdministrator(user=user.username)


def _sentences(record: Any, error: ValidationError) -> str:
    """Return the messages, each named after its field in Vietnamese."""
    sentences = []
    for field, messages in error.message_dict.items():
        known = field in {f.name for f in record._meta.get_fields()}
        label = f"{record._meta.get_field(field).verbose_name}: " if known else ""
        sentences += [f"{label}{message}" for message in messages]
    return " ".join(sentences)
