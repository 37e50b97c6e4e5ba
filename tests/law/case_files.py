"""The jurists' cases, read into plain objects."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from giamngheo.law.judge import HouseholdFacts, ScoredHousehold, SurveyedHousehold
from giamngheo.law.standards import NATIONAL, Standard, get_standard, load_standards

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, kw_only=True)
class Case:
    name: str
    standard: Standard
    facts: HouseholdFacts
    category: str
    group: str | None


def files() -> list[dict[str, Any]]:
    return [yaml.safe_load(f.read_text(encoding="utf-8")) for f in sorted(FOLDER.glob("*.yaml"))]


def standards_of(content: dict[str, Any]) -> tuple[Standard, ...]:
    """Return the shipped standards, or those of the folder that a case file names."""
    folder = content.get("folder")
    return load_standards(FOLDER.parent / folder) if folder else load_standards()


def cases() -> list[Case]:
    found = []
    for content in files():
        standard = get_standard(content["standard"], standards=standards_of(content))
        for row in content.get("scores", []):
            scored = ScoredHousehold(area_type=row["area"], b1=row["b1"], b2=row["b2"])
            found.append(_case(row, standard, scored))
        for row in content.get("income", []):
            surveyed = SurveyedHousehold(
                area_type=row["area"],
                income_per_capita_vnd=row["income"],
                deprivations=lacking(standard, row["lacking"]),
            )
            found.append(_case(row, standard, surveyed))
    return found


def _case(row: dict[str, Any], standard: Standard, facts: HouseholdFacts) -> Case:
    return Case(
        name=f"{standard.code}: {row['case']} ({facts.evidence})",
        standard=standard,
        facts=facts,
        category=row["category"],
        group=row.get("group"),
    )


def lacking(standard: Standard, count: int) -> dict[str, bool]:
    """Return answers to every indicator, the first `count` of them lacking."""
    return {i.code: i.position <= count for i in standard.indicators}


@dataclass(frozen=True, kw_only=True)
class Day:
    day: dt.date
    scope: str
    expected: str
    standards: tuple[Standard, ...]

    def __str__(self) -> str:
        return f"{self.day} {self.scope}"


def days() -> list[Day]:
    return [
        Day(
            day=row["day"],
            scope=row.get("scope", NATIONAL),
            expected=row["standard"],
            standards=standards_of(content),
        )
        for content in files()
        for row in content.get("in_force", [])
    ]
