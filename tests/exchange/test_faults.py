"""The worker, the database or the command is killed half way: all is there or nothing is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from giamngheo.accounts.models import User
from giamngheo.cli.main import main
from giamngheo.exchange import actions
from giamngheo.exchange.enums import BatchState
from giamngheo.exchange.models import ImportBatch
from giamngheo.registry.models import Household, Member, Residence
from giamngheo.work.actions import fail_lost_items, retry
from giamngheo.work.enums import State
from giamngheo.work.models import WorkItem
from tests.exchange.conftest import Sender
from tests.exchange.files import head, member, write_xlsx
from tests.factories.district import District

pytestmark = pytest.mark.django_db(transaction=True)

_WAITING = """
    SELECT pid FROM pg_locks
    WHERE NOT granted AND relation = 'registry_member'::regclass
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Use the real queue: nothing runs until a worker comes."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def blocked() -> Iterator[Callable[[], None]]:
    """Hold the members' table, so that whoever writes stops between households and members."""
    second = connection.copy()
    second.set_autocommit(False)
    with second.cursor() as cursor:
        cursor.execute("LOCK TABLE registry_member IN EXCLUSIVE MODE")

    def release() -> None:
        second.rollback()

    yield release
    second.rollback()
    second.close()


@pytest.fixture
def previewed(send: Sender, district: District) -> ImportBatch:
    district.load("A-001")
    rows = [
        head("Nguyễn Thị Hồng Nhung", code="A-001", address="Xóm Đình", born="18/05/1980"),
        head("Vi Thị Ơn", id_="038180000778"),
        member("Vi Văn Tư"),
    ]
    batch = send(rows)
    assert main(["work", "run", "--once"]) == 0
    batch.refresh_from_db()
    assert (batch.added, batch.changed) == (1, 1)
    return batch


def ask(step: str, batch: ImportBatch, clerk: User) -> WorkItem:
    """Queue one step of a batch; undoing wants the writing first."""
    actions.confirm_batch(batch=batch, by=clerk)
    if step == "undo":
        assert main(["work", "run", "--once"]) == 0
        actions.request_undo(batch=batch, reason="thử", by=clerk)
    batch.refresh_from_db()
    item = batch.work_item
    assert item is not None
    return item


def state() -> list[object]:
    """Return all that an import could have changed."""
    return [
        list(Household.objects.order_by("id").values_list("id", "address", "row_version")),
        list(Member.objects.order_by("id").values_list("id", "birth_date", "household_id")),
        list(Residence.objects.order_by("id").values_list("id")),
    ]


@pytest.mark.parametrize("step", ["commit", "undo"])
@pytest.mark.parametrize("victim", ["worker", "database session"])
def test_killed_half_way_nothing_is_written_and_the_work_says_so(
    previewed: ImportBatch,
    clerk: User,
    request: pytest.FixtureRequest,
    step: str,
    victim: str,
):
    item = ask(step, previewed, clerk)
    before, stood = state(), previewed.state
    release = request.getfixturevalue("blocked")

    with start("work", "run") as worker:
        pid = wait_for(_waiting)
        if victim == "worker":
            worker.send_signal(signal.SIGKILL)
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
            wait_for(lambda: WorkItem.objects.get(pk=item.pk).state == State.FAILED)
            worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=30)
    release()
    wait_for(lambda: _waiting() is None)
    fail_lost_items(patience=timedelta(0))

    item.refresh_from_db()
    previewed.refresh_from_db()
    assert item.state == State.FAILED
    assert item.error_code == ("WRK-004" if victim == "worker" else "WRK-005")
    assert state() == before
    assert previewed.state == stood
    assert not previewed.is_busy

    retry(item=item, by=clerk)
    assert main(["work", "run", "--once"]) == 0

    previewed.refresh_from_db()
    assert previewed.state == (BatchState.UNDONE if step == "undo" else BatchState.COMMITTED)
    assert Household.objects.count() == (1 if step == "undo" else 2)


def test_the_command_killed_half_way_leaves_nothing(
    district: District, tmp_path: Path, request: pytest.FixtureRequest
):
    path = write_xlsx(tmp_path / "ho.xlsx", {"Hộ": [head(id_="038180000777")]})
    release = request.getfixturevalue("blocked")

    command = ("import", "households", str(path), "--unit", "98001", "--on", "2021-11-08")
    with start(*command) as importing:
        wait_for(_waiting)
        importing.send_signal(signal.SIGKILL)
        importing.wait(timeout=30)
    release()
    wait_for(lambda: _waiting() is None)

    assert not Household.objects.exists()
    assert not ImportBatch.objects.exists()


def _waiting() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def wait_for(found: Callable[[], Any]) -> Any:
    for _ in range(600):
        if value := found():
            return value
        time.sleep(0.1)
    raise AssertionError("waited a minute in vain")


def start(*words: str) -> "subprocess.Popen[bytes]":
    """Start the command against this test's database."""
    settings = connection.settings_dict
    address = f"{settings['USER']}:{settings['PASSWORD']}@localhost:{settings['PORT'] or 5432}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{address}/{settings['NAME']}?host={settings['HOST']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "SECRET_KEY": "only-for-tests",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "giamngheo.cli.main", *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
