"""The country judged on a real Spark: pyspark, Java and two executors' threads of this machine."""

import importlib.util
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from giamngheo.cli.main import main
from giamngheo.law.classify_file import classify_file
from giamngheo.law.simulate import Scenario
from giamngheo.law.simulate_file import simulate_file
from giamngheo.law.spark_engine import classify_on_spark, simulate_on_spark, spark_context
from giamngheo.law.standards import get_standard
from tests.law.test_classify_file import spoilt_parquet

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]


@pytest.fixture
def spark_here(monkeypatch: pytest.MonkeyPatch) -> None:
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("chưa cài pyspark (pip install -r requirements/spark.lock) hoặc Java 17")
    # Driver and executors talk over this machine alone.
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")


@pytest.fixture
def context(spark_here: None) -> Iterator[Any]:
    found = spark_context("local[2]")
    try:
        yield found
    finally:
        found.stop()


@pytest.fixture
def households(tmp_path: Path) -> Path:
    """A folder of three files, with eight rows that cannot be judged."""
    whole = pl.read_parquet(spoilt_parquet(tmp_path))
    folder = tmp_path / "ho"
    folder.mkdir()
    for number, part in enumerate((whole.head(180), whole.slice(180, 180), whole.tail(140))):
        part.write_parquet(folder / f"{number}.parquet")
    return folder


def test_spark_classifies_as_the_local_engine(
    context: Any, tmp_path: Path, households: Path
) -> None:
    standard, out = get_standard("vn-2022"), tmp_path / "ra"

    spread = classify_on_spark(
        spread=context, path=households, standard=standard, out=out, rows_per_part=100
    )
    local = classify_file(path=households, standard=standard, out=tmp_path / "mot.parquet")

    assert len(list(out.iterdir())) == 6
    assert (spread.read, spread.judged, spread.refused) == (500, 492, 8)
    assert spread == replace(local, refused_file=str(tmp_path / "ra-bi-tra-lai.csv"))
    assert pl.read_parquet(out).equals(pl.read_parquet(tmp_path / "mot.parquet"))
    assert pl.read_csv(tmp_path / "ra-bi-tra-lai.csv").rows() == (
        pl.read_parquet(tmp_path / "mot-bi-tra-lai.parquet").rows()
    )


def test_spark_simulates_as_the_local_engine(
    context: Any, tmp_path: Path, households: Path
) -> None:
    scenarios = [Scenario(name=c, standard=get_standard(c)) for c in ("vn-2022", "vn-2027")]
    options: dict[str, Any] = {"path": households, "scenarios": scenarios}

    spread = simulate_on_spark(
        spread=context, out=tmp_path / "a.xlsx", rows_per_part=100, **options
    )
    local = simulate_file(out=tmp_path / "b.xlsx", **options)

    assert (spread.read, spread.refused) == (local.read, local.refused) == (500, 7)
    for table in ("totals", "flows", "by_unit", "by_indicator", "changed"):
        assert getattr(spread.simulation, table).equals(getattr(local.simulation, table)), table


def test_both_commands_run_on_spark(
    spark_here: None, tmp_path: Path, households: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ra"
    on_spark = ["--engine", "spark", "--master", "local[2]", "--json"]

    assert (
        main(["classify", str(households), "--standard", "vn-2022", "-o", str(out), *on_spark]) == 0
    )
    judged = json.loads(capsys.readouterr().out)
    book = str(tmp_path / "ra.xlsx")
    words = ["simulate", str(out), "--standards", "vn-2022", "vn-2027", "-o", book]
    assert main([*words, *on_spark]) == 0
    simulated = json.loads(capsys.readouterr().out)

    assert (judged["read"], judged["judged"], judged["refused"]) == (500, 492, 8)
    assert (simulated["read"], simulated["refused"]) == (492, 0)
    assert simulated["totals"]["vn-2022"]["POOR"] == judged["counts"]["POOR"] > 0
