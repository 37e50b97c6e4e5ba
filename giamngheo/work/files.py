"""Files that a piece of work leaves for its owner: kept apart, under names nobody guesses."""

import secrets
import shutil
import time
from pathlib import Path
from typing import Final

from django.conf import settings

from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number

KEPT_SECONDS: Final = 7 * 24 * 3600  # lists of people do not lie about longer than they are needed
ROOM_BYTES: Final = 200_000_000  # the largest list we write, and as much again for the database


class NoRoom(Refusal):
    code = "WRK-006"
    sentence = (
        "Chưa lập được tệp: ổ đĩa của máy chủ chỉ còn {free} MB. Báo người quản trị dọn ổ đĩa rồi "
        "bấm Chạy lại."
    )
    english = "File not made: only {free} MB of disk are left."


def folder() -> Path:
    """Return the folder of finished files, made when it is not there."""
    found = Path(settings.VAR_DIR) / "work-files"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def new_path(*, suffix: str) -> Path:
    """
    Return a fresh path for a result such as ".xlsx"; put its `name` into the item's result.

    Raises: NoRoom [WRK-006]: a disk that fills up while we write takes the database with it.
    """
    remove_old()
    free = shutil.disk_usage(folder()).free
    if free < ROOM_BYTES:
        raise NoRoom(free=format_number(free // 1_000_000))
    return folder() / f"{secrets.token_hex(16)}{suffix}"


def path_or_none(*, name: str) -> Path | None:
    """Return the file called `name` (as `new_path` gave it), None once it is gone."""
    found = folder() / Path(name).name
    return found if name and found.is_file() else None


def remove_old(*, older_than: float = KEPT_SECONDS) -> int:
    """Remove files nobody fetched for a week; return how many."""
    limit, removed = time.time() - older_than, 0
    for path in folder().iterdir():
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
