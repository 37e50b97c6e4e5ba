"""Timing work against its floor, so that figures of different machines can be compared."""

import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True, kw_only=True)
class Case:
    """`work` is what we measure, `floor` the least that must be done; `units` counts both."""

    work: Callable[[], object]
    floor: Callable[[], object]
    units: int


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Best times in seconds of one benchmark; `ratio` is what a reader should look at."""

    name: str
    what: str
    floor: str
    limit: float
    units: int
    work_seconds: float
    floor_seconds: float

    @property
    def ratio(self) -> float:
        return self.work_seconds / self.floor_seconds

    @property
    def units_per_second(self) -> float:
        return self.units / self.work_seconds

    @property
    def is_within_limit(self) -> bool:
        return self.ratio <= self.limit


def load(name: str) -> ModuleType:
    return importlib.import_module(f"benchmarks.{name}")


def measure(name: str, folder: Path, *, rows: int, repeats: int) -> Measured:
    """
    Return the best of `repeats` times of the work and of its floor, taken in turn.

    The best, not the mean: on a machine shared with others the mean measures the others.
    """
    module = load(name)
    case = module.prepare(folder, rows)
    work, floor = [], []
    for _ in range(repeats):
        floor.append(_seconds(case.floor))
        work.append(_seconds(case.work))
    return Measured(
        name=name,
        what=module.WHAT,
        floor=module.FLOOR,
        limit=module.LIMIT,
        units=case.units,
        work_seconds=min(work),
        floor_seconds=min(floor),
    )


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
