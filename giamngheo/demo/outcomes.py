"""How far each commune comes in 2020: drawn first, then met by the scores of its households."""

import random
from dataclasses import dataclass

from giamngheo.demo.figures import CommuneFigures

# The three that decide the district's year, and the shares of their targets they reach.
DECISIVE = {
    "Xã Thọ Bình": (0.86, 0.92),
    "Xã Triệu Thành": (0.97, 1.02),
    "Xã Bình Sơn": (0.82, 0.9),
}
FALLS_SHORT_RATIO = 0.25  # of the other communes
SHORT_SHARE = (0.7, 0.95)
NEAR_POOR_SHARE = (0.65, 1.12)
POOR_TO_NEAR_POOR_RATIO = 0.42  # of the households leaving poverty: no further than between lines


@dataclass(frozen=True, slots=True)
class Outcome:
    """One commune's movements in the year; every number counts households."""

    poor_stay: int
    poor_to_between: int
    poor_to_above: int
    near_stay: int
    near_to_below: int
    near_to_above: int
    again_below: int
    new_below: int
    again_between: int
    new_between: int
    asked_in_vain: int

    @property
    def poor_end(self) -> int:
        return self.poor_stay + self.near_to_below + self.again_below + self.new_below

    @property
    def near_poor_end(self) -> int:
        return self.near_stay + self.poor_to_between + self.again_between + self.new_between


def draw_outcome(*, commune: CommuneFigures, rng: random.Random) -> Outcome:
    """Return the commune's year: most reach their target, some fall short, some families fall."""
    poor_end = commune.poor_start - _poor_reached(commune, rng)
    fallen = _draw_fallen(commune, poor_end, rng)
    poor_leave = commune.poor_start - (poor_end - sum(fallen))
    to_between = round(poor_leave * POOR_TO_NEAR_POOR_RATIO)
    again, new = _rare(commune.near_poor_start * 0.004, rng), _rare(commune.households / 900, rng)
    reached = round(commune.near_poor_reduction * rng.uniform(*NEAR_POOR_SHARE))
    # Those who come from above and below take places; never more leave than are there.
    near_left = commune.near_poor_start - fallen[0]
    near_stay = commune.near_poor_start - reached - to_between - again - new
    near_stay = min(max(near_stay, 0), near_left)
    return Outcome(
        poor_stay=poor_end - sum(fallen),
        poor_to_between=to_between,
        poor_to_above=poor_leave - to_between,
        near_stay=near_stay,
        near_to_below=fallen[0],
        near_to_above=near_left - near_stay,
        again_below=fallen[1],
        new_below=fallen[2],
        again_between=again,
        new_between=new,
        asked_in_vain=2 + commune.households // 300,
    )


def _poor_reached(commune: CommuneFigures, rng: random.Random) -> int:
    planned = commune.poor_reduction
    if commune.unit_name in DECISIVE:
        return round(planned * rng.uniform(*DECISIVE[commune.unit_name]))
    if rng.random() < FALLS_SHORT_RATIO:
        return round(planned * rng.uniform(*SHORT_SHARE))
    return min(commune.poor_start, planned + rng.choices((0, 1, 2, 3), weights=(50, 30, 15, 5))[0])


def _draw_fallen(
    commune: CommuneFigures, poor_end: int, rng: random.Random
) -> tuple[int, int, int]:
    """Return who becomes poor: near-poor families, families poor before, families never poor."""
    fallen = (
        _rare(commune.near_poor_start * 0.004, rng),
        _rare(commune.poor_start * 0.006, rng),
        _rare(commune.households / 3500, rng),
    )
    return fallen if sum(fallen) <= poor_end else (0, 0, 0)


def _rare(expected: float, rng: random.Random) -> int:
    """Return a small count that is `expected` on average."""
    return sum(rng.random() < expected / 8 for _ in range(8))
