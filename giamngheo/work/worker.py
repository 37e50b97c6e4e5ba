"""The loop that runs queued work, and between two pieces looks for lost ones."""

import logging
import time
from typing import Final

from django.db import InterfaceError, OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker

from giamngheo.work.actions import fail_lost_items

log = logging.getLogger(__name__)

IDLE_SECONDS: Final = 1.0


def run_worker(*, once: bool = False) -> None:
    """
    Run what is queued until SIGTERM or SIGINT; a running piece is brought to its end first.

    `once` runs what is there and returns.
    """
    worker = Worker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        excluded_queue_names=[],
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        worker_id=get_random_string(32),
        interval=IDLE_SECONDS,
        batch=True,
        startup_delay=False,
        max_tasks=None,
    )
    if not once:
        worker.configure_signals()
    while worker.running:
        try:
            fail_lost_items()
            worker.run()
        except (InterfaceError, OperationalError) as error:
            # The database restarts or is out of reach: wait for it, with a fresh connection.
            log.warning("worker waits for the database: %s", error)
            connection.close()
        if once:
            return
        time.sleep(IDLE_SECONDS)
