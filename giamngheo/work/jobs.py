"""
One run of an item: what its handler holds in its hands, and the pulse that shows it is alive.

The handler's own transaction is open for minutes, so nothing it writes can be seen meanwhile. The
pulse is a thread with a database connection of its own: it writes progress and heartbeat there and
commits at once, and brings back whether somebody asked to stop.
"""

import logging
import threading
from types import TracebackType
from typing import Any, Final, Self

from django.db import DatabaseError, InterfaceError, connection

from giamngheo.accounts.models import User

log = logging.getLogger(__name__)

BEAT_SECONDS: Final = 5.0
LEAST_SECONDS: Final = 0.3  # between two writes, however often the handler reports
_WRITE = """
UPDATE work_workitem
SET heartbeat_at = now(), done = %s, total = %s, message = %s
WHERE id = %s AND attempt = %s AND state = 'RUNNING'
RETURNING stop_asked_at IS NOT NULL
"""


class WorkStopped(Exception):
    """Raised in the handler when somebody asked to stop: it lets its transaction roll back."""


class Pulse(threading.Thread):
    """Writes progress and heartbeat of one run until the `with` ends."""

    def __init__(self, *, item_id: int, attempt: int, beat_seconds: float = BEAT_SECONDS) -> None:
        super().__init__(name=f"work-{item_id}", daemon=True)
        self._key = (item_id, attempt)
        self._beat_seconds = beat_seconds
        self._wake, self._ended, self._stop_asked = (threading.Event() for _ in range(3))
        self.progress: tuple[int, int | None, str] = (0, None, "")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._wake.set()
        self.join()

    @property
    def stop_asked(self) -> bool:
        return self._stop_asked.is_set()

    def show(self, progress: tuple[int, int | None, str]) -> None:
        self.progress = progress
        self._wake.set()

    def run(self) -> None:
        # In this thread `connection` is a connection of its own.
        try:
            while not self._ended.is_set():
                self._write()
                self._ended.wait(LEAST_SECONDS)
                self._wake.wait(self._beat_seconds)
                self._wake.clear()
        finally:
            connection.close()

    def _write(self) -> None:
        try:
            with connection.cursor() as cursor:
                # The row may be locked by a caller who holds its transaction open: never wait long.
                cursor.execute("SET lock_timeout = '2s'")
                cursor.execute(_WRITE, [*self.progress, *self._key])
                row = cursor.fetchone()
        except (DatabaseError, InterfaceError) as error:
            log.warning("work %s: progress not written: %s", self._key, error)
            connection.close()
            return
        if row and row[0]:
            self._stop_asked.set()


class Job:
    """
    What a handler gets: `handler(*, job, **parameters) -> dict | None` (the result, for JSON).

    It reports as often as it likes; a report is where a wish to stop reaches it.
    """

    def __init__(self, *, item_id: int, by: User | None, pulse: Pulse) -> None:
        self.item_id = item_id
        self.by = by
        self._pulse = pulse

    def report(self, *, done: int, total: int | None = None, message: str = "") -> None:
        """
        Show "`done` of `total`" and what is being done now. Costs nothing: the pulse writes it.

        Raises: WorkStopped when somebody asked to stop; let it pass.
        """
        if total is not None:
            done = min(done, total)
        self._pulse.show((done, total, message[:300]))
        self.stop_if_asked()

    def stop_if_asked(self) -> None:
        """Raises: WorkStopped when somebody asked to stop; let it pass."""
        if self._pulse.stop_asked:
            raise WorkStopped

    @property
    def progress(self) -> dict[str, Any]:
        return dict(zip(("done", "total", "message"), self._pulse.progress, strict=True))
