"""The review of the end of 2019, whose result is the start of the year the plan speaks of."""

import random
from collections.abc import Mapping, Sequence
from datetime import date

from giamngheo.demo.needs import Need, draw_few, draw_start_needs
from giamngheo.demo.register import Home, Lot
from giamngheo.demo.scores import Income, Points, Sheet

REVIEW_DATE = date(2019, 12, 1)
MANY_RATIO = 0.07  # of the poor: income between the lines, three services missing or more
ASKED_IN_VAIN_RATIO = 0.003  # of all households: asked for a review, lie above the lines


def draw_start_sheets(
    *,
    homes: Sequence[Home],
    reviewed_eased: Sequence[int],
    targets: Mapping[str, int],
    points: Points,
    seed: str,
) -> dict[int, Sheet]:
    """
    Return the forms of everybody reviewed at the end of 2019, by index in `homes`.

    `reviewed_eased` are those managed until then who now lie above the lines.
    """
    rng = random.Random(f"{seed}/start")
    many = _draw_many(homes, rng)
    needs = draw_start_needs(homes=homes, many=many, targets=targets, day=REVIEW_DATE, seed=seed)
    incomes = {
        index: Income.BELOW if homes[index].lot is Lot.HARD else Income.BETWEEN for index in needs
    }
    incomes |= dict.fromkeys(many, Income.BETWEEN)
    for index in [*reviewed_eased, *_draw_asked_in_vain(homes, rng)]:
        needs[index] = draw_few(home=homes[index], day=REVIEW_DATE, rng=rng)
        incomes[index] = Income.ABOVE
    return {
        index: _sheet(index, homes[index], incomes[index], need, points, rng)
        for index, need in needs.items()
    }


def _draw_many(homes: Sequence[Home], rng: random.Random) -> list[int]:
    hard = [index for index, home in enumerate(homes) if home.lot is Lot.HARD]
    return rng.sample(hard, round(len(hard) * MANY_RATIO))


def _draw_asked_in_vain(homes: Sequence[Home], rng: random.Random) -> list[int]:
    usual = [index for index, home in enumerate(homes) if home.lot is Lot.USUAL]
    return rng.sample(usual, round(len(homes) * ASKED_IN_VAIN_RATIO))


def _sheet(
    index: int, home: Home, income: Income, need: Need, points: Points, rng: random.Random
) -> Sheet:
    b1 = points.draw_b1(income=income, area_type=home.commune.area_type, rng=rng)
    return Sheet(index, b1, need)
