"""Writing to the audit trail."""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from giamngheo.lib.errors import Refusal

_OPEN = "SELECT giamngheo_audit_open(%s, %s, %s, %s, %s, %s, %s::jsonb, %s)"
NOBODY = "hệ thống"


class ChainBroken(Refusal):
    code = "AUD-001"
    sentence = "{finding}"
    english = "The audit chain is broken. {finding}"


class Actor(Protocol):
    """What the trail needs of a user; the users themselves live on a floor above."""

    @property
    def pk(self) -> Any: ...


def record(
    *,
    action: str,
    by: Actor | None,
    subject: str = "",
    unit_path: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> int:
    """
    Open an event inside the caller's transaction and return its id.

    Later changes of audited tables in this transaction belong to it, until another event is
    opened. `action` is "app.verb" ("reviews.decide"); `by` None is the system itself.
    Raises: TransactionManagementError outside a transaction: the event would not be bound to
            what it tells of.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"audit event {action!r} must be recorded inside the transaction it belongs to"
        )
    return _open(action, by, subject, unit_path, reason, details, takes_changes=True)


def read_event(
    *,
    action: str,
    by: Actor | None,
    subject: str = "",
    unit_path: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> int:
    """
    Note a reading of a personal file or an export ("registry.read_household") and return the
    event's id. Outside a transaction its one statement is its own; table changes never attach.
    """
    return _open(action, by, subject, unit_path, reason, details, takes_changes=False)


def record_apart(
    *,
    action: str,
    by: Actor | None,
    subject: str = "",
    unit_path: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """
    Note something that must stay even when the caller's transaction is undone: a refused access.

    Inside a transaction it goes through a connection of its own, which is closed again.
    """
    event = (action, by, subject, unit_path, reason, details)
    with ExitStack() as stack:
        try:
            stack.enter_context(transaction.atomic(durable=True))
        except RuntimeError:
            _open_apart(*event)
        else:
            _open(*event, takes_changes=False)


def _open_apart(
    action: str,
    by: Actor | None,
    subject: str,
    unit_path: str,
    reason: str,
    details: Mapping[str, Any] | None,
) -> None:
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            # Never wait for a chain that the caller's own transaction may hold.
            cursor.execute("SET lock_timeout = '5s'")
            cursor.execute(
                _OPEN, _parameters(action, by, subject, unit_path, reason, details, False)
            )
    finally:
        apart.close()


def _open(
    action: str,
    by: Actor | None,
    subject: str,
    unit_path: str,
    reason: str,
    details: Mapping[str, Any] | None,
    *,
    takes_changes: bool,
) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN, _parameters(action, by, subject, unit_path, reason, details, takes_changes)
        )
        return int(cursor.fetchone()[0])


def _parameters(
    action: str,
    by: Actor | None,
    subject: str,
    unit_path: str,
    reason: str,
    details: Mapping[str, Any] | None,
    takes_changes: bool,
) -> list[Any]:
    actor_id, actor_name = (None, NOBODY) if by is None else (by.pk, str(by))
    kept = json.dumps(dict(details or {}), cls=DjangoJSONEncoder, ensure_ascii=False)
    return [actor_id, actor_name, action, subject, unit_path, reason, kept, takes_changes]
