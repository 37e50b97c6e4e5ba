import random

import pytest

from giamngheo.demo.figures import commune_figures
from giamngheo.demo.outcomes import Outcome, draw_outcome


def drawn(seed: int) -> list[tuple[str, Outcome]]:
    rng = random.Random(seed)
    return [(c.unit_name, draw_outcome(commune=c, rng=rng)) for c in commune_figures()]


@pytest.mark.parametrize("seed", range(20))
def test_nobody_is_lost_and_nothing_is_negative(seed):
    for commune, (_, outcome) in zip(commune_figures(), drawn(seed), strict=True):
        poor = outcome.poor_stay + outcome.poor_to_between + outcome.poor_to_above
        near = outcome.near_stay + outcome.near_to_below + outcome.near_to_above
        assert poor == commune.poor_start
        assert near == commune.near_poor_start
        assert min(getattr(outcome, name) for name in Outcome.__slots__) >= 0


@pytest.mark.parametrize("seed", range(20))
def test_the_decisive_communes_fall_short(seed):
    outcomes = dict(drawn(seed))
    for commune in commune_figures():
        if commune.unit_name in ("Xã Thọ Bình", "Xã Bình Sơn"):
            reduced = commune.poor_start - outcomes[commune.unit_name].poor_end
            assert 0.8 * commune.poor_reduction <= reduced < commune.poor_reduction
