"""Measures against a published example worked by hand, and against a slow version of our own."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giamngheo.law.measures import (
    MeasureRefused,
    Weighting,
    alkire_foster,
    official_rate,
    weighting_of,
)
from giamngheo.law.standards import get_standard

# Alkire and Foster 2011, section on the example: four persons, four dimensions, two or more count
# as poor. Deprived: nobody; the 2nd and 4th; all; the 2nd. H = 1/2, A = 3/4, M0 = 3/8.
PUBLISHED = pl.LazyFrame(
    {
        "d_income": [False, False, True, False],
        "d_schooling": [False, True, True, True],
        "d_health": [False, False, True, False],
        "d_insurance": [False, True, True, False],
        "member_count": [1, 1, 1, 1],
    }
)
EQUAL = {"income": 1, "schooling": 1, "health": 1, "insurance": 1}


def test_published_example() -> None:
    found = alkire_foster(frame=PUBLISHED, weighting=Weighting(weights=EQUAL, cutoff=2))

    row = found.groups.row(0, named=True)
    assert (row["headcount_ratio"], row["intensity"], row["adjusted_ratio"]) == (0.5, 0.75, 0.375)
    contributions = dict(found.indicators.select("indicator", "contribution").iter_rows())
    assert contributions == pytest.approx(
        {"income": 1 / 6, "schooling": 2 / 6, "health": 1 / 6, "insurance": 2 / 6}
    )
    lacking = dict(found.indicators.select("indicator", "headcount_ratio").iter_rows())
    assert lacking["schooling"] == 0.75


def test_dimensions_add_up_their_indicators() -> None:
    found = alkire_foster(
        frame=PUBLISHED,
        weighting=Weighting(weights=EQUAL, cutoff=2),
        dimensions={"health": "body", "insurance": "body"},
    )

    assert dict(found.dimensions.select("dimension", "contribution").iter_rows())[
        "body"
    ] == pytest.approx(0.5)
    assert found.dimensions["contribution"].sum() == pytest.approx(1)


def test_households_count_once_and_persons_by_their_number() -> None:
    frame = PUBLISHED.with_columns(member_count=pl.Series([5, 1, 3, 1]))
    weighting = Weighting(weights=EQUAL, cutoff=2)

    persons = alkire_foster(frame=frame, weighting=weighting).groups
    households = alkire_foster(frame=frame, weighting=weighting, count_persons=False).groups

    assert persons["headcount_ratio"].item() == 0.4
    assert households["headcount_ratio"].item() == 0.5


def test_one_whose_answers_are_not_all_known_is_left_out() -> None:
    frame = PUBLISHED.with_columns(d_health=pl.Series([None, False, True, False]))

    row = alkire_foster(frame=frame, weighting=Weighting(weights=EQUAL, cutoff=2)).groups.row(
        0, named=True
    )

    assert (row["population"], row["left_out"], row["poor"]) == (3, 1, 2)


def test_nobody_poor_has_no_intensity() -> None:
    frame = PUBLISHED.head(1)

    found = alkire_foster(frame=frame, weighting=Weighting(weights=EQUAL, cutoff=2))

    row = found.groups.row(0, named=True)
    assert (row["headcount_ratio"], row["intensity"], row["adjusted_ratio"]) == (0.0, None, 0.0)
    assert found.indicators["contribution"].null_count() == 4
    assert found.dimensions["contribution"].null_count() == 4


def test_weights_of_a_standard_are_equal_and_its_threshold_the_cutoff() -> None:
    weighting = weighting_of(get_standard("vn-2022"))

    assert (weighting.total, weighting.cutoff) == (12, 3)
    with pytest.raises(MeasureRefused, match="vn-2011"):
        weighting_of(get_standard("vn-2011"))


@pytest.mark.parametrize(
    ("weighting", "words"),
    [
        (Weighting(weights={}, cutoff=1), "trọng số"),
        (Weighting(weights=EQUAL | {"income": 0}, cutoff=1), "trọng số"),
        (Weighting(weights=EQUAL, cutoff=5), "từ 1 đến tổng trọng số 4"),
        (Weighting(weights={"boat": 1}, cutoff=1), "d_boat"),
    ],
)
def test_unusable_weights_are_refused(weighting: Weighting, words: str) -> None:
    with pytest.raises(MeasureRefused, match=words):
        alkire_foster(frame=PUBLISHED, weighting=weighting)


def test_official_rate_adds_poor_and_near_poor() -> None:
    assert official_rate(poor=403, near_poor=349, households=10_000) == 0.0752
    assert official_rate(poor=0, near_poor=0, households=0) is None


# ── A slow version of our own, in fractions ───────────────────────────────────────────────────

Row = tuple[str, int, tuple[bool | None, ...]]


def slowly(rows: list[Row], weights: list[int], cutoff: int) -> dict[str, list[Fraction | None]]:
    found: dict[str, list[Fraction | None]] = {}
    for name in {row[0] for row in rows}:
        known = [row for row in rows if row[0] == name and None not in row[2]]
        people = sum(row[1] for row in known)
        poor_people, deprivation = 0, Fraction(0)
        for _, members, lacks in known:
            share = sum(w for w, lack in zip(weights, lacks, strict=True) if lack)
            if share >= cutoff:
                poor_people += members
                deprivation += Fraction(members * share, sum(weights))
        found[name] = [
            Fraction(poor_people, people) if people else None,
            deprivation / poor_people if poor_people else None,
            deprivation / people if people else None,
        ]
    return found


lacks = st.tuples(*[st.sampled_from([True, False, True, False, None])] * 3)
rows_strategy = st.lists(
    st.tuples(st.sampled_from(["A", "B"]), st.integers(1, 9), lacks), min_size=1, max_size=30
)


@given(rows_strategy, st.lists(st.integers(1, 5), min_size=3, max_size=3), st.data())
@settings(max_examples=60, deadline=None)
def test_agrees_with_the_slow_version(
    rows: list[Row], weights: list[int], data: st.DataObject
) -> None:
    cutoff = data.draw(st.integers(1, sum(weights)))
    frame = pl.LazyFrame(
        [
            {"unit": u, "member_count": m, **{f"d_{n}": v for n, v in zip("xyz", ls, strict=True)}}
            for u, m, ls in rows
        ],
        schema_overrides={f"d_{n}": pl.Boolean for n in "xyz"},
    )

    found = alkire_foster(
        frame=frame,
        weighting=Weighting(weights=dict(zip("xyz", weights, strict=True)), cutoff=cutoff),
        group_by="unit",
    ).groups

    expected = slowly(rows, weights, cutoff)
    for row in found.to_dicts():
        ours = [row["headcount_ratio"], row["intensity"], row["adjusted_ratio"]]
        slow = [None if x is None else float(x) for x in expected[row["group"]]]
        assert ours == pytest.approx(slow)
