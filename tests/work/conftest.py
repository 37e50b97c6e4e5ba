from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from giamngheo.work.kinds import KINDS
from tests.work.handlers import TEST_KINDS


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for code, kind in TEST_KINDS.items():
        monkeypatch.setitem(KINDS, code, kind)


@pytest.fixture
def queue(settings: Any) -> None:
    """Use the real queue: nothing runs until a worker comes."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def onlooker() -> Iterator[Callable[..., Any]]:
    """What somebody else sees meanwhile: SQL on a second connection."""
    second = connection.copy()

    def ask(sql: str, *parameters: Any) -> Any:
        with second.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchone()

    yield ask
    second.close()
