"""The worker's loop outlives a database that goes away for a while."""

import pytest
from django.db import OperationalError
from django_tasks_db.management.commands.db_worker import Worker

from giamngheo.work import worker


class EndOfTest(Exception):
    pass


def test_worker_waits_for_the_database(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers = iter([OperationalError("server closed the connection"), EndOfTest()])

    def look() -> int:
        raise next(answers)

    monkeypatch.setattr(worker, "fail_lost_items", look)
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    monkeypatch.setattr(Worker, "configure_signals", lambda self: None)

    with pytest.raises(EndOfTest):
        worker.run_worker()

    assert "worker waits for the database" in caplog.text
