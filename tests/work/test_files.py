"""Files that work leaves: a disk nearly full is said before writing, not after."""

import shutil
from typing import Any, NamedTuple

import pytest

from giamngheo.work.files import ROOM_BYTES, NoRoom, new_path


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def var(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path


def _leave(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(free, 0, free))


@pytest.mark.usefixtures("var")
def test_enough_room_gives_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    _leave(monkeypatch, ROOM_BYTES)

    assert new_path(suffix=".xlsx").suffix == ".xlsx"


@pytest.mark.usefixtures("var")
def test_one_byte_less_is_refused_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _leave(monkeypatch, ROOM_BYTES - 1)

    with pytest.raises(NoRoom, match=r"chỉ còn 199 MB.*WRK-006"):
        new_path(suffix=".xlsx")
