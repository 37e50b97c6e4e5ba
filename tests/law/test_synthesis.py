"""Made-up households: the same everywhere, plausible, and accepted by what reads files."""

from pathlib import Path

import polars as pl
import pytest

from giamngheo.law.enums import Evidence
from giamngheo.law.judge import classify_frame
from giamngheo.law.parquet_households import scan_households
from giamngheo.law.point_files import read_point_table
from giamngheo.law.standards import get_standard
from giamngheo.law.synthesis import SynthesisRefused, _mixed, made_households, write_households

EXAMPLE = read_point_table(Path(__file__).parent / "points" / "vi-du.yaml")


def test_first_households_are_known_by_heart() -> None:
    rows = made_households(households=3, seed=7).collect()

    assert rows.select(
        "household_code", "unit_code", "area_type", "member_count", "income_per_capita_vnd"
    ).rows() == [
        ("VD-000000001", "VD00000", "rural", 4, 2149123),
        ("VD-000000002", "VD00000", "rural", 2, 8857984),
        ("VD-000000003", "VD00000", "rural", 5, 2885383),
    ]


def test_draws_are_splitmix64() -> None:
    """The first output of the published generator for the state 1234567."""
    assert _mixed(1234567 + 0x9E3779B97F4A7C15) == 6457827717110365317


def test_a_longer_population_begins_with_the_shorter_one() -> None:
    short = made_households(households=50, seed=3).collect()
    long = made_households(households=200, seed=3).collect()
    tail = made_households(households=150, first=50, seed=3).collect()

    assert long.head(50).equals(short)
    assert long.tail(150).equals(tail)


def test_another_seed_is_another_population() -> None:
    one, other = (made_households(households=100, seed=s).collect() for s in (1, 2))

    assert not one.equals(other)


@pytest.mark.parametrize("evidence", list(Evidence))
def test_each_kind_is_judged_whole_and_plausibly(tmp_path: Path, evidence: Evidence) -> None:
    path = tmp_path / "ho.parquet"
    points = EXAMPLE if evidence is Evidence.ANSWERS else None
    write_households(path=path, households=30_000, seed=1, evidence=evidence, points=points)
    scanned = scan_households(path=path, points=points)

    assert scanned is not None
    assert not scanned.doubts
    judged = classify_frame(frame=scanned.frame, standard=get_standard("vn-2022"), points=points)
    shares = dict(judged.group_by("category").len().collect().rows())
    assert shares.keys() == {"POOR", "NEAR_POOR", "NON_POOR"}
    if evidence is not Evidence.ANSWERS:
        assert 0.02 < shares["POOR"] / 30_000 < 0.07
        assert 0.02 < shares["NEAR_POOR"] / 30_000 < 0.07


def test_scores_and_income_of_the_same_household_agree() -> None:
    income = made_households(households=5_000, seed=4)
    scores = made_households(households=5_000, seed=4, evidence=Evidence.SCORES)
    standard = get_standard("vn-2022")

    by_income, by_score = (
        classify_frame(frame=f, standard=standard).select("category").collect()["category"]
        for f in (income, scores)
    )

    assert (by_income == by_score).mean() > 0.98


def test_units_have_one_area_type() -> None:
    units = made_households(households=60_000, seed=5).group_by("unit_code")

    kinds = units.agg(pl.col("area_type").n_unique(), pl.len()).collect()
    assert kinds["area_type"].max() == 1
    assert len(kinds) == 10


def test_what_cannot_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SynthesisRefused, match="ít nhất một hộ"):
        write_households(path=tmp_path / "a.parquet", households=0, seed=1)
    with pytest.raises(SynthesisRefused, match=r"\.parquet"):
        write_households(path=tmp_path / "a.csv", households=1, seed=1)
    with pytest.raises(SynthesisRefused, match="--points"):
        write_households(
            path=tmp_path / "a.parquet", households=1, seed=1, evidence=Evidence.ANSWERS
        )
    assert list(tmp_path.iterdir()) == []
