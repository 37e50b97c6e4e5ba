"""What runs around and inside Spark, with a stand-in that spreads parts over this very process."""

import pickle
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from giamngheo.law.classify_file import classify_file
from giamngheo.law.enums import AreaType
from giamngheo.law.parquet_households import scan_households
from giamngheo.law.refused_rows import NothingJudged
from giamngheo.law.simulate import Scenario
from giamngheo.law.simulate_file import simulate_file
from giamngheo.law.spark_engine import (
    NotForSpark,
    SparkMissing,
    classify_on_spark,
    parts_of,
    simulate_on_spark,
    spark_context,
)
from giamngheo.law.standards import get_standard
from giamngheo.law.synthesis import made_households, write_households
from tests.law.test_classify_file import spoilt_parquet


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


def test_ranges_cover_every_row_of_every_file_once(tmp_path: Path, households: Path) -> None:
    folder = tmp_path / "nhieu"
    folder.mkdir()
    whole = pl.read_parquet(households)
    whole.head(501).write_parquet(folder / "a.parquet")
    whole.tail(499).write_parquet(folder / "b.parquet")
    scanned = scan_households(path=folder)
    assert scanned is not None

    parts = parts_of(scanned=scanned, folder=tmp_path, rows_per_part=300)

    assert [(Path(p.source).name, p.first, p.rows, p.number) for p in parts] == [
        ("a.parquet", 0, 300, 1),
        ("a.parquet", 300, 201, 301),
        ("b.parquet", 0, 300, 502),
        ("b.parquet", 300, 199, 802),
    ]


def test_bad_rows_come_back_as_from_the_local_engine(tmp_path: Path) -> None:
    source, standard, out = spoilt_parquet(tmp_path), get_standard("vn-2022"), tmp_path / "ra"

    spread = classify_on_spark(
        spread=StandIn(), path=source, standard=standard, out=out, rows_per_part=55
    )
    local = classify_file(path=source, standard=standard, out=tmp_path / "mot.parquet")

    assert spread == replace(local, refused_file=str(tmp_path / "ra-bi-tra-lai.csv"))
    assert pl.read_csv(tmp_path / "ra-bi-tra-lai.csv").rows() == (
        pl.read_parquet(tmp_path / "mot-bi-tra-lai.parquet").rows()
    )
    assert pl.read_parquet(out).equals(pl.read_parquet(tmp_path / "mot.parquet"))
    assert all(file.suffix == ".parquet" for file in out.iterdir())


def test_a_simulation_is_that_of_the_local_engine(tmp_path: Path) -> None:
    source = spoilt_parquet(tmp_path)
    scenarios = [
        Scenario(name="nay", standard=get_standard("vn-2022")),
        Scenario(
            name="mai", standard=get_standard("vn-2027"), area_types={"VD00000": AreaType.URBAN}
        ),
    ]
    options = {"path": source, "scenarios": scenarios, "group_by": "ethnicity"}

    spread = simulate_on_spark(
        spread=StandIn(), out=tmp_path / "a.xlsx", rows_per_part=55, **options
    )
    local = simulate_file(out=tmp_path / "b.xlsx", **options)

    assert (spread.read, spread.refused) == (local.read, local.refused) == (500, 7)
    for table in ("totals", "flows", "by_unit", "by_group", "by_indicator", "changed"):
        assert getattr(spread.simulation, table).equals(getattr(local.simulation, table)), table
    assert spread.simulation.changed_count == local.simulation.changed_count > 0
    assert spread.simulation.cautions == local.simulation.cautions


def test_nothing_is_left_but_the_reasons_when_no_row_can_be_judged(tmp_path: Path) -> None:
    file, out = tmp_path / "ho.parquet", tmp_path / "ra"
    households = made_households(households=10, seed=1)
    households.with_columns(income_per_capita_vnd=pl.lit(-1)).collect().write_parquet(file)

    with pytest.raises(NothingJudged, match=r"cả 10 dòng.*LAW-008"):
        classify_on_spark(spread=StandIn(), path=file, standard=get_standard("vn-2022"), out=out)

    assert sorted(f.name for f in tmp_path.iterdir()) == ["ho.parquet", "ra-bi-tra-lai.csv"]


def test_a_file_to_read_row_by_row_or_a_taken_folder_is_refused(
    tmp_path: Path, households: Path
) -> None:
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
