"""The years before: reviews of 2016, 2017 and 2018, so that a household has a time line."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.demo.needs import MANY_WEIGHTS, Need
from giamngheo.demo.register import Home, Lot
from giamngheo.demo.scores import Income, Points, Sheet

PAST_YEARS = (2018, 2017, 2016)  # backwards, as they are drawn

# Where a household stood a year earlier, given where it stands: BELOW, BETWEEN, ABOVE in percent.
# The last figure of the first line makes the relapses: better once, poor again.
EARLIER = {
    Income.BELOW: (90, 6, 4),
    Income.BETWEEN: (27, 65, 8),
    Income.ABOVE: (26, 42, 32),
}
START = {Lot.HARD: Income.BELOW, Lot.NARROW: Income.BETWEEN, Lot.EASED: Income.ABOVE}


@dataclass(frozen=True, slots=True)
class Past:
    """The forms of the earlier reviews by year, and who was still managed before the last."""

    sheets: dict[int, list[Sheet]]
    managed_until_start: frozenset[int]


def draw_past(*, homes: Sequence[Home], points: Points, seed: str) -> Past:
    """Return every earlier form of the households which were ever managed."""
    rng = random.Random(f"{seed}/past")
    sheets: dict[int, list[Sheet]] = {year: [] for year in PAST_YEARS}
    managed = set()
    for index, home in enumerate(homes):
        incomes = _draw_incomes(home, rng)
        if all(income is Income.ABOVE for income in incomes):
            continue  # never managed before the start: nobody had a reason to review them
        if incomes[0] is not Income.ABOVE:
            managed.add(index)
        for year, income in zip(PAST_YEARS, incomes, strict=True):
            b1 = points.draw_b1(income=income, area_type=home.commune.area_type, rng=rng)
            sheets[year].append(Sheet(index, b1, _need(income, rng)))
    return Past(sheets, frozenset(managed))


def _draw_incomes(home: Home, rng: random.Random) -> list[Income]:
    """Return where the household stood in each of PAST_YEARS."""
    if home.lot is Lot.USUAL:
        return [Income.ABOVE] * len(PAST_YEARS)
    incomes = [START[home.lot]]
    for _ in PAST_YEARS:
        incomes += rng.choices(tuple(Income), weights=EARLIER[incomes[-1]])
    return incomes[1:]


def _need(income: Income, rng: random.Random) -> Need:
    """Return what was lacking then; fewer than three between the lines, so that it stays there."""
    count = rng.choices((0, 1, 2, 3), weights=(20, 40, 30, 10 if income is Income.BELOW else 0))[0]
    return Need(set(rng.sample(list(MANY_WEIGHTS), count)))
