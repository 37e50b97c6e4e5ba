"""`giamngheo bench` measures, prints ratios, and fails only when asked to check."""

import importlib.util
import json
from pathlib import Path

import pytest

import benchmarks
from benchmarks import judge_frame
from benchmarks.households import scored_households
from benchmarks.measure import Measured, load, measure
from giamngheo.cli.main import main
from giamngheo.law.enums import AreaType
from giamngheo.law.judge import classify_frame
from giamngheo.law.standards import get_standard

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("name", benchmarks.MODULES)
def test_every_benchmark_runs_on_a_few_rows(tmp_path: Path, name: str):
    measured = measure(name, tmp_path, rows=50, repeats=1)

    assert measured.units >= 50
    assert measured.ratio > 0


def test_every_benchmark_file_is_listed():
    # What needs a country or a database is measured by a command of its own.
    helpers = {"__init__", "measure", "households", "example_table"}
    helpers |= {"country", "province", "exchange", "board", "search_members", "pages"}
    helpers |= {"duplicates"}
    files = {path.stem for path in (ROOT / "benchmarks").glob("*.py")}

    assert set(benchmarks.MODULES) == files - helpers


def test_every_benchmark_is_described():
    page = (ROOT / "docs" / "en" / "benchmarks.md").read_text()

    assert [name for name in benchmarks.MODULES if f"`{name}`" not in page] == []
    assert all(load(name).FLOOR for name in benchmarks.MODULES)


def test_the_households_reach_every_end_of_the_rule():
    frame = scored_households(5000)

    judged = classify_frame(frame=frame.lazy(), standard=get_standard("vn-2016")).collect()

    assert judged["category"].null_count() == 0
    assert judged["reason"].n_unique() == 4 * len(AreaType)


def test_json_gives_the_ratio(capsys: pytest.CaptureFixture[str]):
    assert main(["bench", "judge_one", "--rows", "20", "--repeats", "1", "--json"]) == 0

    (measured,) = json.loads(capsys.readouterr().out)
    assert measured["name"] == "judge_one"
    assert measured["ratio"] == pytest.approx(measured["work_seconds"] / measured["floor_seconds"])


def test_the_table_names_the_floor(capsys: pytest.CaptureFixture[str]):
    assert main(["bench", "judge_one", "--rows", "20", "--repeats", "1"]) == 0

    assert "mức sàn: chỉ tạo đối tượng" in capsys.readouterr().out


def test_check_fails_when_slower_than_allowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(judge_frame, "LIMIT", 0.0)

    assert main(["bench", "judge_frame", "--rows", "20", "--repeats", "1"]) == 0
    assert main(["bench", "judge_frame", "--rows", "20", "--repeats", "1", "--check"]) == 1
    assert "CLI-004" in capsys.readouterr().err


def test_an_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]):
    assert main(["bench", "judge_moon"]) == 1
    assert "judge_moon" in capsys.readouterr().err


def test_without_the_source_folder_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert main(["bench"]) == 1
    assert "CLI-002" in capsys.readouterr().err


@pytest.mark.parametrize("rows", ["0", "-5", "x"])
def test_rows_must_be_a_positive_number(rows: str):
    with pytest.raises(SystemExit):
        main(["bench", "--rows", rows])


def test_measured_is_a_ratio_of_the_best_times():
    measured = Measured(
        name="a", what="b", floor="c", limit=2.0, units=100, work_seconds=0.5, floor_seconds=0.25
    )

    assert (measured.ratio, measured.units_per_second) == (2.0, 200.0)
    assert measured.is_within_limit


@pytest.mark.parametrize("evidence", ["scores", "answers", "income"])
def test_the_country_is_measured_in_one_run(
    capsys: pytest.CaptureFixture[str], evidence: str
) -> None:
    words = ["bench", "classify", "--n", "2000", "--repeats", "1", "--json"]

    assert main([*words, "--evidence", evidence]) == 0

    figures = json.loads(capsys.readouterr().out)
    assert figures.keys() >= {"judge_vs_read", "write_vs_read", "vs_loop"}
    assert figures["rows_per_s"] > 0
    assert figures["peak_mib"] > 0
