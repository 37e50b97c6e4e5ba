"""Counting a country's results gives what judging each household and adding up gives."""

from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.example_table import example_table
from giamngheo.law.count_frame import count_frame
from giamngheo.law.enums import Evidence
from giamngheo.law.judge import HouseholdFacts, classify_frame
from giamngheo.law.point_table import PointTable
from giamngheo.law.standards import Standard, get_standard, load_standards
from giamngheo.law.synthesis import made_households
from tests.law.test_judge import SCORING, frame_of, scored_households, surveyed_households

AREAS = ["rural", "urban"]
Counts = dict[tuple[object, ...], int]


def added_up(frame: pl.LazyFrame, standard: Standard, points: PointTable | None = None) -> Counts:
    judged = classify_frame(frame=frame, standard=standard, points=points).collect()
    return Counter(
        (row["area_type"] if row["area_type"] in AREAS else None, row["category"], row["reason"])
        for row in judged.iter_rows(named=True)
    )


def counted(frame: pl.LazyFrame, standard: Standard, points: PointTable | None = None) -> Counts:
    counts = count_frame(frame=frame, standard=standard, points=points)
    found = {row[:3]: row[3] for row in counts.iter_rows()}
    assert len(found) == counts.height
    return found


@given(st.sampled_from(SCORING), st.lists(scored_households, min_size=1, max_size=120))
@settings(max_examples=60, deadline=None)
def test_scores(standard: Standard, households: list[HouseholdFacts]) -> None:
    frame = frame_of(standard, households)

    assert counted(frame, standard) == added_up(frame, standard)


@given(st.data(), st.sampled_from(load_standards()))
@settings(max_examples=60, deadline=None)
def test_income(data: st.DataObject, standard: Standard) -> None:
    households = data.draw(st.lists(surveyed_households(standard), min_size=1, max_size=40))
    frame = frame_of(standard, list(households))

    assert counted(frame, standard) == added_up(frame, standard)


def test_an_income_with_a_fraction_of_a_dong_is_not_counted_as_above() -> None:
    standard = get_standard("vn-2022")
    incomes = [9_000_000.5, 9_000_000.0, float("nan"), 2e9]
    frame = pl.LazyFrame({"area_type": ["rural"] * 4, "income_per_capita_vnd": incomes})

    found = counted(frame, standard)

    assert found == added_up(frame, standard)
    assert sum(found.values()) == 4
    assert sum(number for key, number in found.items() if key[1] is None) == 3


@pytest.mark.parametrize("evidence", list(Evidence))
def test_made_households(evidence: Evidence) -> None:
    points = example_table("vn-2022") if evidence is Evidence.ANSWERS else None
    frame = made_households(households=20_000, seed=3, evidence=evidence, points=points)
    found = counted(frame, get_standard("vn-2022"), points)

    assert found == added_up(frame, get_standard("vn-2022"), points)
    assert sum(found.values()) == 20_000
