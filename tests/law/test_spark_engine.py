"""What runs around and inside Spark, with a stand-in that spreads parts over this very process."""

import pickle
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from giamngheo.law.classify_file import classify_file
from giamngheo.law.spark_engine import (
    NotForSpark,
    SparkMissing,
    classify_on_spark,
    parts_of,
    spark_context,
)
from giamngheo.law.standards import get_standard
from giamngheo.law.synthesis import made_households, write_households


class StandIn:
    """A SparkContext of one process; parts and answers are pickled as Spark would."""

    def __init__(self, parts: list[Any] | None = None) -> None:
        self.parts = parts or []

    def parallelize(self, c: Iterable[Any], numSlices: int) -> "StandIn":  # noqa: N803
        parts = list(c)
        assert numSlices == len(parts)
        return StandIn([pickle.loads(pickle.dumps(part)) for part in parts])

    def map(self, function: Callable[[Any], Any]) -> "StandIn":
        return StandIn([function(part) for part in self.parts])

    def collect(self) -> list[Any]:
        return self.parts


@pytest.fixture
def households(tmp_path: Path) -> Path:
    write_households(path=tmp_path / "ho.parquet", households=1_000, seed=1)
    return tmp_path / "ho.parquet"


def test_parts_give_what_the_local_engine_gives(tmp_path: Path, households: Path) -> None:
    standard, out = get_standard("vn-2027"), tmp_path / "ra"

    spread = classify_on_spark(
        spread=StandIn(), path=households, standard=standard, out=out, rows_per_part=300
    )
    local = classify_file(path=households, standard=standard, out=tmp_path / "ra.parquet")

    assert spread == local
    assert len(list(out.iterdir())) == 4
    assert pl.read_parquet(out).equals(pl.read_parquet(tmp_path / "ra.parquet"))


def test_standards_can_travel_to_an_executor() -> None:
    standard = get_standard("vn-2022")

    assert pickle.loads(pickle.dumps(standard)) == standard


def test_ranges_cover_every_row_once(tmp_path: Path) -> None:
    parts = parts_of(source=tmp_path / "a", rows=1_001, folder=tmp_path, rows_per_part=500)

    assert [(p.first, p.rows) for p in parts] == [(0, 500), (500, 500), (1000, 1)]


def test_nothing_is_left_when_a_row_cannot_be_judged(tmp_path: Path) -> None:
    file, out = tmp_path / "ho.parquet", tmp_path / "ra"
    households = made_households(households=10, seed=1)
    households.with_columns(income_per_capita_vnd=pl.lit(-1)).collect().write_parquet(file)

    with pytest.raises(NotForSpark, match=r"10 dòng.*LAW-023"):
        classify_on_spark(spread=StandIn(), path=file, standard=get_standard("vn-2022"), out=out)

    assert [f.name for f in tmp_path.iterdir()] == ["ho.parquet"]


def test_a_file_with_doubts_or_a_taken_folder_is_refused(tmp_path: Path, households: Path) -> None:
    text = tmp_path / "ho.csv"
    text.write_text("household_code\n", "utf-8")

    for path, out in ((text, tmp_path / "ra"), (households, tmp_path)):
        with pytest.raises(NotForSpark):
            classify_on_spark(
                spread=StandIn(), path=path, standard=get_standard("vn-2022"), out=out
            )


def test_without_pyspark_the_refusal_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)

    with pytest.raises(SparkMissing, match=r"giamngheo\[spark\].*LAW-022"):
        spark_context("local[2]")
