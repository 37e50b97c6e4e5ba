"""
The measures an office picks from, by cause of poverty and by service lacked.

Our own proposal, in no law: `measures.yaml` says so, and so does every page that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("measures.yaml")
CAUSE = "cause:"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure: what it answers ("cause:CAPITAL", "toilet"), who usually pays."""

    code: str
    words: str
    answers: tuple[str, ...]
    source: str


@cache
def measure_library() -> dict[str, Measure]:
    """Return the measures by their code, in the order of the file."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["measures"]
    return {
        row["code"]: Measure(
            code=row["code"],
            words=row["words"],
            answers=tuple(row["for"]),
            source=row["source"],
        )
        for row in rows
    }


def fitting(*, causes: Iterable[str], lacking: Iterable[str]) -> list[Measure]:
    """Return the measures that answer one of the causes or indicators lacked, services first."""
    services, reasons = set(lacking), {f"{CAUSE}{code}" for code in causes}
    found = list(measure_library().values())
    for_services = [one for one in found if services.intersection(one.answers)]
    others = [one for one in found if reasons.intersection(one.answers)]
    return for_services + [one for one in others if one not in for_services]
