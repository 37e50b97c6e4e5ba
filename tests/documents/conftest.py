"""A plan as a file, in the forms offices send it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from giamngheo.documents import PlanReading, read_plan
from tests.documents.plans import PLAN

ReadText = Callable[..., PlanReading]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read a text as if it were a plan's file; `changes` are (old, new) pairs, each found once."""

    def read(*changes: tuple[str, str], text: str = PLAN) -> PlanReading:
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path = tmp_path / "ke-hoach.txt"
        path.write_text(text, encoding="utf-8", newline="")
        return read_plan(path)

    return read


@pytest.fixture
def reading(read_text: ReadText) -> PlanReading:
    return read_text()
