"""Drawing B1 and B2 as they stand on paper; what they make of a household is not known here."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import polars as pl

from giamngheo.demo.needs import Need
from giamngheo.demo.register import Home
from giamngheo.law.enums import AreaType
from giamngheo.law.standards import Standard

STANDARD = "vn-2016"
STEP = 5  # the point tables of 2016-2020, as far as they are known, count in fives
LOWEST_BELOW, HIGHEST_ABOVE = 55, 60  # how far from the lines points are drawn


class Income(Enum):
    """Where the household's B1 lies against the two lines of its area."""

    BELOW = "up to the lower line"
    BETWEEN = "above the lower line, up to the upper one"
    ABOVE = "above the upper line"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One household's review form: its index in the register, its points, what it lacks."""

    home: int
    score_b1: int
    need: Need


class Points:
    """Points of Form B1 and B2 under one standard with two lines."""

    def __init__(self, standard: Standard) -> None:
        lower, upper = (band.b1_max for band in standard.bands)
        rule = standard.deprivation
        if lower is None or upper is None or rule is None or rule.b2_per_indicator is None:
            raise ValueError(f"{standard.code} has no points to draw")
        self.lines = {area: (lower.of(area).value, upper.of(area).value) for area in AreaType}
        self.per_indicator = rule.b2_per_indicator.value

    def draw_b1(self, *, income: Income, area_type: AreaType, rng: random.Random) -> int:
        """Return points in fives; families crowd near the line they are under or just passed."""
        lower, upper = self.lines[area_type]
        if income is Income.BELOW:
            steps = min(rng.randrange(LOWEST_BELOW // STEP), rng.randrange(LOWEST_BELOW // STEP))
            return lower - STEP * steps
        if income is Income.BETWEEN:
            return rng.randrange(lower + STEP, upper + 1, STEP)
        steps = min(rng.randrange(HIGHEST_ABOVE // STEP), rng.randrange(HIGHEST_ABOVE // STEP))
        return upper + STEP * (1 + steps)

    def income_of(self, *, b1: int, area_type: AreaType) -> Income:
        lower, upper = self.lines[area_type]
        if b1 <= lower:
            return Income.BELOW
        return Income.BETWEEN if b1 <= upper else Income.ABOVE

    def frame(self, *, homes: list[Home], sheets: Iterable[Sheet]) -> pl.DataFrame:
        """
        Return the sheets as a table, ordered by household.

        Shape: one row per household: household_code, area_type, score_b1, score_b2, deprivations
               (indicator codes in the standard's order), children_out_of_school.
        """
        ordered = sorted(sheets, key=lambda sheet: sheet.home)
        return pl.DataFrame(
            {
                "household_code": [homes[sheet.home].code for sheet in ordered],
                "area_type": [homes[sheet.home].commune.area_type.value for sheet in ordered],
                "score_b1": [sheet.score_b1 for sheet in ordered],
                "score_b2": [self.per_indicator * len(sheet.need.lacking) for sheet in ordered],
                "deprivations": [sheet.need.in_order() for sheet in ordered],
                "children_out_of_school": [sheet.need.children_out for sheet in ordered],
            },
            schema_overrides={"deprivations": pl.List(pl.String)},
        )
