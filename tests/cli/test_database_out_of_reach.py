"""A database that cannot be entered: a sentence, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.utils import OperationalError

from giamngheo.cli.main import is_out_of_reach

ROOT = Path(__file__).resolve().parent.parent.parent
NOBODY_LISTENS = "postgresql://nobody:nothing@127.0.0.1:1/none"


@pytest.mark.parametrize("words", [["users", "add", "a", "--name", "A"], ["db", "migrate"]])
def test_a_server_that_does_not_answer_is_said_in_a_sentence(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "giamngheo.cli.main", *words],
        cwd=ROOT,
        env=os.environ
        | {"DATABASE_URL": NOBODY_LISTENS, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "DATABASE_URL" in done.stderr
    assert "(CLI-005)" in done.stderr


class Cause(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "expected"),
    [(None, True), ("3D000", True), ("28P01", True), ("57P03", True), ("40P01", False)],
)
def test_a_deadlock_is_no_lost_server(sqlstate: str | None, expected: bool) -> None:
    error = OperationalError("x")
    error.__cause__ = Cause(sqlstate)

    assert is_out_of_reach(error) is expected


def test_another_error_is_left_alone() -> None:
    assert not is_out_of_reach(ValueError("x"))
