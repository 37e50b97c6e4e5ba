"""`giamngheo synth`, as a person types it."""

import json
from pathlib import Path

import polars as pl
import pytest

from giamngheo.cli.main import main


def test_households_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ho.parquet"

    assert main(["synth", "households", "--n", "500", "--seed", "7", "-o", str(out), "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["households"] == 500
    assert len(pl.read_parquet(out)) == 500


def test_no_households_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["synth", "households", "--n", "0", "-o", str(tmp_path / "a.parquet")]) == 1
    assert "LAW-021" in capsys.readouterr().err
