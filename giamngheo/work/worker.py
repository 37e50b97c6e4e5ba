"""The loop that runs queued work, and between two pieces looks for lost ones."""

import time
from typing import Final

from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker

from giamngheo.work.actions import fail_lost_items

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
        fail_lost_items()
        worker.run()
        if once:
            return
        time.sleep(IDLE_SECONDS)
