"""The kinds of agencies we ship, per level, and who took over from whom: a YAML file, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from giamngheo.law.enums import Confidence

FILE = Path(__file__).parent / "data" / "kinds.yaml"


@dataclass(frozen=True, kw_only=True)
class AgencyKind:
    """
    One usual agency of a level; `until` is the first day it no longer is, where known.

    `is_optional`: not every unit has one.
    """

    code: str
    level: int
    name: str
    short: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    since: date | None = None
    until: date | None = None
    is_collective: bool = False
    is_optional: bool = False

    def is_usual(self, as_of: date) -> bool:
        """Return whether an office of `as_of` has such an agency."""
        after_start = self.since is None or as_of >= self.since
        return after_start and (self.until is None or as_of < self.until)


@dataclass(frozen=True, kw_only=True)
class KindSuccession:
    """
    Who took over `part` of the work; `day` is None where no source gives it.

    `day_known` False: the source gives the month, `day` is its first. `is_main`: the heir of the
    work of poverty reduction.
    """

    before: str
    after: str
    part: str
    day: date | None
    day_known: bool
    is_main: bool
    source: str
    confidence: Confidence


def kinds(*, level: int | None = None) -> tuple[AgencyKind, ...]:
    """Return the kinds in the file's order, of all levels or of one."""
    return tuple(kind for kind in _read()[0] if level is None or kind.level == level)


def kind_or_none(code: str) -> AgencyKind | None:
    return next((kind for kind in _read()[0] if kind.code == code), None)


def kind_successions(*, before: str | None = None) -> tuple[KindSuccession, ...]:
    return tuple(one for one in _read()[1] if before is None or one.before == before)


def short_forms() -> dict[str, str]:
    """Return what short forms inside names of agencies stand for."""
    return _read()[2]


@lru_cache(maxsize=1)
def _read() -> tuple[tuple[AgencyKind, ...], tuple[KindSuccession, ...], dict[str, str]]:
    with FILE.open(encoding="utf-8") as file:
        data: dict[str, Any] = yaml.safe_load(file)
    found = tuple(
        AgencyKind(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in data["kinds"]
    )
    lines = tuple(
        KindSuccession(**{**row, "confidence": Confidence(row["confidence"])})
        for row in data["successions"]
    )
    return found, lines, data["short_forms"]
