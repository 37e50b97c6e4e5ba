"""The ways a scenario judges by, from what is stored to what the law's simulation takes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from giamngheo.law.enums import AreaType, Category
from giamngheo.law.simulate import Scenario as LawScenario
from giamngheo.law.standard_types import Standard
from giamngheo.rules.queries import standard_for
from giamngheo.simulations.trials import Trial, trial_from_json, trial_standard


@dataclass(frozen=True, kw_only=True)
class Variant:
    """
    One standard of a scenario, with values changed by hand or communes taken as wards.

    `wards` are ids of communes judged as urban, whatever they were on the day of the review.
    """

    name: str
    standard: str
    trial: Trial | None = None
    wards: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "standard": self.standard,
            "trial": self.trial.to_json() if self.trial else None,
            "wards": list(self.wards),
        }

    @property
    def rule(self) -> Standard:
        """
        The standard to judge by, with the trial's values in it.

        Raises: StandardNotFound [LAW-001], TrialRefused [SIM-005].
        """
        standard = standard_for(self.standard)
        return trial_standard(standard=standard, trial=self.trial) if self.trial else standard


def variants_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Variant, ...]:
    """Return the variants a scenario keeps."""
    return tuple(
        Variant(
            name=one["name"],
            standard=one["standard"],
            trial=trial_from_json(one["trial"]) if one["trial"] else None,
            wards=tuple(one["wards"]),
        )
        for one in stored
    )


def law_scenarios(
    variants: Sequence[Variant], *, monthly_cost_vnd: Mapping[str, int]
) -> list[LawScenario]:
    """Return what `simulate_frame` compares; communes go by their ids as text."""
    costs = {Category(category): amount for category, amount in monthly_cost_vnd.items()}
    return [
        LawScenario(
            name=variant.name,
            standard=variant.rule,
            area_types=dict.fromkeys(map(str, variant.wards), AreaType.URBAN),
            monthly_cost_vnd=costs,
        )
        for variant in variants
    ]


def version_of(scenario: LawScenario) -> dict[str, str]:
    """Return which rule a run used: its code, title, and a digest that changes with any value."""
    standard = scenario.standard
    digest = hashlib.sha256(repr(replace(standard, file="")).encode()).hexdigest()
    return {
        "name": scenario.name,
        "code": standard.code,
        "title": standard.title,
        "digest": digest,
    }
