"""`giamngheo work`: the worker and the list, also as a process that is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from giamngheo.cli.main import main
from giamngheo.work import actions
from giamngheo.work.enums import State
from giamngheo.work.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_run_once_runs_what_waits() -> None:
    item = actions.enqueue(kind="verify_audit", by=None)

    assert main(["work", "run", "--once"]) == 0

    item.refresh_from_db()
    assert (item.state, item.result["broken"]) == (State.DONE, "")


def test_list_shows_what_waits(capsys: pytest.CaptureFixture[str]) -> None:
    item = actions.enqueue(kind="verify_audit", by=None)

    assert main(["work", "list"]) == 0

    said = capsys.readouterr().out
    assert said == f"{item.pk}  Đang chờ  0  Kiểm tra chuỗi nhật ký  (hệ thống)\n"


def test_list_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    item = actions.enqueue(kind="verify_audit", by=None)

    main(["work", "list", "--json"])

    shown = json.loads(capsys.readouterr().out)
    assert [(row["id"], row["state"]) for row in shown] == [(item.pk, "QUEUED")]


def test_list_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    main(["work", "list"])

    assert "Không có công việc nào" in capsys.readouterr().out


def test_worker_process_runs_work_and_ends_on_sigterm() -> None:
    item = actions.enqueue(kind="verify_audit", by=None)
    with _worker() as worker:
        _wait_until(lambda: WorkItem.objects.get(pk=item.pk).state == State.DONE)

        worker.send_signal(signal.SIGTERM)

        assert worker.wait(timeout=20) == 0


def _worker() -> subprocess.Popen[bytes]:
    """Start the command against this test's database, with the queue of a running system."""
    host, port = connection.settings_dict["HOST"], connection.settings_dict["PORT"]
    user, password = connection.settings_dict["USER"], connection.settings_dict["PASSWORD"]
    address = f"{user}:{password}@localhost:{port or 5432}"
    url = f"postgresql://{address}/{connection.settings_dict['NAME']}?host={host}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "SECRET_KEY": "only-for-tests",
    }
    command = [sys.executable, "-m", "giamngheo.cli.main", "work", "run"]
    return subprocess.Popen(command, env=environment)


def _wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("waited thirty seconds in vain")
