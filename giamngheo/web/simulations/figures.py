"""A run's stored counts, asked by variant and category; what the page says of them in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from giamngheo.law.enums import CATEGORY_LABELS, Category
from giamngheo.law.simulate import NOT_JUDGED
from giamngheo.lib.numbers import format_number
from giamngheo.simulations.enums import Purpose
from giamngheo.simulations.models import Run, Scenario

POOR, NEAR_POOR = Category.POOR.value, Category.NEAR_POOR.value
LABELS = {category.value: label for category, label in CATEGORY_LABELS.items()} | {
    NOT_JUDGED: "Chưa xác định"
}


@dataclass(frozen=True)
class Found:
    """The counts of one finished run."""

    run: Run

    @property
    def tables(self) -> Mapping[str, list[dict[str, Any]]]:
        assert self.run.result is not None
        found: Mapping[str, list[dict[str, Any]]] = self.run.result
        return found

    @property
    def names(self) -> list[str]:
        return [one["name"] for one in self.run.standards]

    @property
    def steps(self) -> list[tuple[int, str, str]]:
        """Return each pair of neighbouring variants with the number of its step."""
        return [(number, *pair) for number, pair in enumerate(pairwise(self.names))]

    @property
    def outcomes(self) -> list[str]:
        """Return the categories in order, the one for "not known" only where it occurs."""
        unknown = any(row["category"] == NOT_JUDGED for row in self.tables["totals"])
        return [name for name in LABELS if name != NOT_JUDGED or unknown]

    def total(self, name: str, category: str, measure: str = "households") -> int | None:
        return add(self.tables["totals"], measure, scenario=name, category=category)

    def cost_vnd(self, name: str, costs: Mapping[str, int]) -> int:
        return sum(amount * (self.total(name, kind) or 0) for kind, amount in costs.items())


def add(rows: Iterable[Mapping[str, Any]], measure: str, **wanted: Any) -> int | None:
    """Return the sum over the rows that carry `wanted`; None where one of them is not known."""
    values = [
        row[measure] for row in rows if all(row[key] == value for key, value in wanted.items())
    ]
    return None if None in values else sum(values)


def answer(scenario: Scenario, found: Found) -> str:
    """Return the page's first sentence: who would be poor by the last variant, and who is now."""
    first, last = found.names[0], found.names[-1]
    poor = _instead(found, POOR, "hộ nghèo")
    near_poor = _instead(found, NEAR_POOR, "hộ cận nghèo")
    changed = format_number(found.run.changed_count)
    households = format_number(found.run.households)
    opening = "Xét lại theo" if scenario.purpose == Purpose.REJUDGEMENT else "Theo"
    return (
        f"{opening} chuẩn {last}, {scenario.unit.full_name} có {poor} theo chuẩn {first}, "
        f"{near_poor}; {changed} trên {households} hộ đã rà soát thay đổi phân loại."
    )


def _instead(found: Found, category: str, words: str) -> str:
    before = found.total(found.names[0], category) or 0
    after = found.total(found.names[-1], category) or 0
    if before == after:
        return f"{format_number(after)} {words}, bằng mức"
    return f"{format_number(after)} {words} thay vì {format_number(before)}"
