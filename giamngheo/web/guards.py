"""Guards around SQL: a page that is only read writes nothing, a template asks nothing."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection

_WORDS_RE = re.compile(r"\b(insert|update|delete|merge|truncate|create|alter|drop|copy)\b")
_QUOTED_RE = re.compile(r"'(?:[^']|'')*'|\"(?P<name>(?:[^\"]|\"\")*)\"")
_ROW_LOCK_RE = re.compile(r"\bfor\s+(?:no\s+key\s+)?update\b")
_TARGET_RE = re.compile(r"^(?:insert\s+into|update|delete\s+from)\s+(?:only\s+)?(?P<table>[\w.]+)")

# What a read may leave behind: the reader's session, log-in counts, and the event that a personal
# file was read or a list exported.
WRITABLE_WHILE_READING = ("django_session", "axes_", "audit_")

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


class WriteWhileReading(AssertionError):
    """A GET request tried to change data: a bug of the view, not of the reader."""


class QueryInTemplate(AssertionError):
    """A template asked the database: the view must fetch all that its page shows."""


def reading_only() -> AbstractContextManager[None]:
    """Refuse SQL that changes anything but `WRITABLE_WHILE_READING`, for the time of a `with`."""
    return connection.execute_wrapper(_refuse_writes)


def no_queries() -> AbstractContextManager[None]:
    """Refuse all SQL, for the time of a `with`."""
    return connection.execute_wrapper(_refuse_all)


def is_write(sql: str) -> bool:
    """Return whether `sql` changes data or tables, apart from those a read may write to."""
    plain = _ROW_LOCK_RE.sub("", _QUOTED_RE.sub(_bare_name, sql).lower()).strip()
    if not _WORDS_RE.search(plain):
        return False
    target = _TARGET_RE.match(plain)
    return target is None or not target["table"].startswith(WRITABLE_WHILE_READING)


def _bare_name(match: re.Match[str]) -> str:
    """Return a quoted name without quotes, disarmed when it reads like a command ("update")."""
    name = match["name"]
    return "''" if name is None else _WORDS_RE.sub("_", re.sub(r"\W", "_", name.lower()))


def _refuse_writes(execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
    if is_write(str(sql)):
        raise WriteWhileReading(f"SQL that writes, while a page is only read: {sql}")
    return execute(sql, params, many, context)


def _refuse_all(execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise QueryInTemplate(f"SQL while a template is drawn: {sql}")
