"""Writing to the audit trail."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

_OPEN = "SELECT giamngheo_audit_open(%s, %s, %s, %s, %s, %s, %s::jsonb, %s)"
NOBODY = "hệ thống"


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
    event's id. Opens a transaction when there is none; table changes never attach to it.
    """
    with transaction.atomic():
        return _open(action, by, subject, unit_path, reason, details, takes_changes=False)


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
    actor_id, actor_name = (None, NOBODY) if by is None else (by.pk, str(by))
    kept = json.dumps(dict(details or {}), cls=DjangoJSONEncoder, ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN,
            [actor_id, actor_name, action, subject, unit_path, reason, kept, takes_changes],
        )
        return int(cursor.fetchone()[0])
