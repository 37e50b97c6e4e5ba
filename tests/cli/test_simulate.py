"""`giamngheo simulate`, as a person types it."""

import json
from pathlib import Path

import pytest

from giamngheo.cli.main import main
from tests.law.test_simulate import SIX


@pytest.fixture
def households(tmp_path: Path) -> Path:
    SIX.collect().write_parquet(tmp_path / "ho.parquet")
    return tmp_path / "ho.parquet"


def test_two_standards_and_a_ward(
    tmp_path: Path, households: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ra.xlsx"
    words = ["simulate", str(households), "--standards", "vn-2022", "vn-2027", "-o", str(out)]

    assert main([*words, "--ward", "A", "--cost-poor", "55000", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["totals"]["vn-2027"]["POOR"] == 2
    assert list(found["totals"]) == ["vn-2022", "vn-2027", "vn-2027, thành phường"]
    assert found["monthly_cost_vnd"]["vn-2022"] == 110_000
    assert out.exists()


def test_a_rule_that_takes_nobody_asks_for_confirmation(
    tmp_path: Path, households: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ra.xlsx"
    words = ["simulate", str(households), "--standards", "vn-2011", "vn-2027", "-o", str(out)]

    assert main(words) == 1
    assert "LAW-017" in capsys.readouterr().err
    assert not out.exists()
    assert main([*words, "--yes"]) == 0
    assert "chưa kiểm chứng" in capsys.readouterr().err
