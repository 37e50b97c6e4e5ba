"""
Who looks at households once they are written: every writer of the register tells one place.

The watcher is named by its dotted path because its floor stands above this one. No screen, file
or command can skip it: they all write through the functions that call it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Final

from django.utils.module_loading import import_string

WATCHER: Final = "giamngheo.quality.watching"


def households_saved(*, household_ids: Sequence[int], as_of: date) -> None:
    """Tell that a few households were changed: they are looked at before the transaction ends."""
    _watcher("look_now")(household_ids=household_ids, as_of=as_of)


def households_loaded(*, household_ids: Sequence[int] = (), unit_ids: Sequence[int] = ()) -> None:
    """Tell that many were written, by number or by unit: their villages wait for a check."""
    _watcher("look_later")(household_ids=household_ids, unit_ids=unit_ids)


def households_deleted(*, household_ids: Sequence[int]) -> None:
    """Tell that households were taken away as if they had never been."""
    _watcher("forget")(household_ids=household_ids)


@cache
def _watcher(name: str) -> Callable[..., None]:
    found: Callable[..., None] = import_string(f"{WATCHER}.{name}")
    return found
