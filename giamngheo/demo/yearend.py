"""The review of the end of 2020: new scores for everyone managed and for those who asked."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from giamngheo.demo.needs import (
    ADULT_EDUCATION,
    CHILD_ATTENDANCE,
    FLOOR_AREA,
    HEALTH_INSURANCE,
    HEALTH_SERVICES,
    HOUSING_QUALITY,
    INFO_DEVICE,
    MANY,
    TELECOM_SERVICE,
    TOILET,
    WATER_SOURCE,
    Need,
    draw_few,
    draw_many,
    school_children,
)
from giamngheo.demo.outcomes import Outcome, draw_outcome
from giamngheo.demo.past import Past
from giamngheo.demo.register import Home, Lot
from giamngheo.demo.scores import Income, Points, Sheet

REVIEW_DATE = date(2020, 12, 1)

# How often a service lacking at the start is there at the end of the year.
DELIVERED = {
    ADULT_EDUCATION: 0.05,
    CHILD_ATTENDANCE: 0.8,
    HEALTH_SERVICES: 0.6,
    HEALTH_INSURANCE: 0.85,
    HOUSING_QUALITY: 0.78,
    FLOOR_AREA: 0.5,
    WATER_SOURCE: 0.66,
    TOILET: 0.74,
    TELECOM_SERVICE: 0.9,
    INFO_DEVICE: 1.0,
}
# What a household on its way up gets done first when it still lacks three services.
FIRST_DONE = (
    TOILET,
    WATER_SOURCE,
    FLOOR_AREA,
    CHILD_ATTENDANCE,
    HEALTH_INSURANCE,
    HOUSING_QUALITY,
    INFO_DEVICE,
    TELECOM_SERVICE,
    HEALTH_SERVICES,
)
MANY_AMONG_FALLEN_RATIO = 0.1


class YearEnd:
    """Draws the forms of one commune after another; `sheets` holds them by household."""

    def __init__(
        self, *, homes: Sequence[Home], start: Mapping[int, Sheet], past: Past, points: Points
    ) -> None:
        self.homes = homes
        self.start = start
        self.points = points
        self.once_below = _once(past, Income.BELOW, homes, points)
        self.once_between = _once(past, Income.BETWEEN, homes, points)
        self.sheets: dict[int, Sheet] = {}

    def draw_commune(self, *, indexes: Sequence[int], rng: random.Random) -> Outcome:
        """Draw the commune's outcome and the forms that bring it about."""
        outcome = draw_outcome(commune=self.homes[indexes[0]].commune, rng=rng)
        poor = self._shuffled(indexes, Lot.HARD, rng, stays_first=self._stays_poor)
        near = self._shuffled(indexes, Lot.NARROW, rng, stays_first=self._stays_near)
        free = self._shuffled(indexes, Lot.USUAL, rng)
        free = [index for index in free if index not in self.start]
        eased = self._shuffled(indexes, Lot.EASED, rng)
        again_below = _take(eased, outcome.again_below, self.once_below)
        again_between = _take(eased, outcome.again_between, self.once_between)
        self._stay_below(_take(poor, outcome.poor_stay), rng)
        self._rise(_take(poor, outcome.poor_to_between), Income.BETWEEN, rng)
        self._rise(poor, Income.ABOVE, rng)
        self._rise(_take(near, outcome.near_stay), Income.BETWEEN, rng)
        # Where nobody is left who was poor before, it is a family new to poverty.
        new = outcome.new_below + outcome.again_below - len(again_below)
        fallen = [*_take(near, outcome.near_to_below), *again_below, *_take(free, new)]
        self._fall(fallen, rng)
        self._rise(near, Income.ABOVE, rng)
        new = outcome.new_between + outcome.again_between - len(again_between)
        self._rise([*again_between, *_take(free, new)], Income.BETWEEN, rng)
        self._rise(_take(free, outcome.asked_in_vain), Income.ABOVE, rng)
        return outcome

    def _shuffled(
        self,
        indexes: Sequence[int],
        lot: Lot,
        rng: random.Random,
        stays_first: Callable[[int], float] = lambda _: 0.0,
    ) -> list[int]:
        keys = {
            index: rng.random() + stays_first(index)
            for index in indexes
            if self.homes[index].lot is lot
        }
        return sorted(keys, key=keys.__getitem__, reverse=True)

    def _stays_poor(self, index: int) -> float:
        """Those who cannot work, and those who lack much, are the last to leave."""
        home = self.homes[index]
        return 0.7 * home.no_working_capacity + 0.08 * len(self.start[index].need.lacking)

    def _stays_near(self, index: int) -> float:
        return 0.3 * self.homes[index].no_working_capacity

    def _stay_below(self, indexes: Sequence[int], rng: random.Random) -> None:
        for index in indexes:
            need = self._after_support(index, rng)
            many = len(need.lacking) >= MANY and rng.random() < 0.5
            self._write(index, Income.BETWEEN if many else Income.BELOW, need, rng)

    def _rise(self, indexes: Sequence[int], income: Income, rng: random.Random) -> None:
        for index in indexes:
            need = self._after_support(index, rng)
            _finish(need)
            self._write(index, income, need, rng)

    def _fall(self, indexes: Sequence[int], rng: random.Random) -> None:
        for index in indexes:
            home = self.homes[index]
            if rng.random() < MANY_AMONG_FALLEN_RATIO:
                need = draw_many(home=home, day=REVIEW_DATE, rng=rng)
                self._write(index, Income.BETWEEN, need, rng)
            else:
                self._write(index, Income.BELOW, self._after_support(index, rng), rng)

    def _after_support(self, index: int, rng: random.Random) -> Need:
        """Return what is lacking a year after the start's form, or what a newcomer lacks."""
        sheet = self.start.get(index)
        if sheet is None:
            return draw_few(home=self.homes[index], day=REVIEW_DATE, rng=rng)
        still = {
            indicator for indicator in sheet.need.in_order() if rng.random() >= DELIVERED[indicator]
        }
        pupils = school_children(home=self.homes[index], day=REVIEW_DATE)
        if not pupils:
            still.discard(CHILD_ATTENDANCE)
        out = min(sheet.need.children_out, pupils) if CHILD_ATTENDANCE in still else 0
        return Need(still, out)

    def _write(self, index: int, income: Income, need: Need, rng: random.Random) -> None:
        area = self.homes[index].commune.area_type
        b1 = self.points.draw_b1(income=income, area_type=area, rng=rng)
        self.sheets[index] = Sheet(index, b1, need)


def _finish(need: Need) -> None:
    """Leave fewer than three services lacking."""
    for indicator in FIRST_DONE:
        if len(need.lacking) < MANY:
            return
        need.lacking.discard(indicator)
        if indicator == CHILD_ATTENDANCE:
            need.children_out = 0


def _take(queue: list[int], count: int, allowed: frozenset[int] | None = None) -> list[int]:
    """Remove and return the first `count` of the queue, or of those `allowed` in it."""
    taken = [index for index in queue if allowed is None or index in allowed][:count]
    gone = set(taken)
    queue[:] = [index for index in queue if index not in gone]
    return taken


def _once(past: Past, income: Income, homes: Sequence[Home], points: Points) -> frozenset[int]:
    """Return the households that stood there in one of the earlier reviews."""
    return frozenset(
        sheet.home
        for sheets in past.sheets.values()
        for sheet in sheets
        if points.income_of(b1=sheet.score_b1, area_type=homes[sheet.home].commune.area_type)
        is income
    )
