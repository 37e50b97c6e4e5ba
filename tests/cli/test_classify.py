"""`giamngheo classify`, as a person types it."""

import json
from pathlib import Path

import polars as pl
import pytest

from giamngheo.cli.main import main


@pytest.fixture
def households(tmp_path: Path) -> Path:
    file = tmp_path / "ho.csv"
    file.write_text("household_code,area_type,b1,b2\nH1,rural,120,0\nH2,urban,175,30\n", "utf-8")
    return file


def test_file_is_classified(
    tmp_path: Path, households: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ra.csv"

    code = main(["classify", str(households), "--standard", "vn-2016", "-o", str(out), "--json"])

    assert code == 0
    assert json.loads(capsys.readouterr().out) == {
        "read": 2,
        "judged": 2,
        "refused": 0,
        "counts": {"POOR": 2},
    }
    assert pl.read_csv(out)["group"].to_list() == ["N1", "N2"]


@pytest.mark.parametrize(
    ("file", "standard", "code"),
    [("ho.csv", "vn-1990", "LAW-001"), ("khong-co.csv", "vn-2016", "LIB-010")],
)
def test_what_cannot_be_done_is_one_sentence_and_code_one(
    tmp_path: Path,
    households: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    standard: str,
    code: str,
) -> None:
    out = tmp_path / "ra.csv"

    result = main(
        ["classify", str(households.with_name(file)), "--standard", standard, "-o", str(out)]
    )

    said = capsys.readouterr()
    assert (result, said.out) == (1, "")
    assert code in said.err
    assert said.err.count("\n") == 1
    assert not out.exists()


def test_refused_rows_go_to_their_own_file(
    tmp_path: Path, households: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with households.open("a", encoding="utf-8") as file:
        file.write("H3,rural,-5,0\n")
    out, back = tmp_path / "ra.csv", tmp_path / "tra-lai.csv"

    result = main(
        [
            "classify",
            str(households),
            "--standard",
            "vn-2016",
            "-o",
            str(out),
            "--refused",
            str(back),
        ]
    )

    assert result == 0
    assert "1 dòng bị trả lại" in capsys.readouterr().err
    assert pl.read_csv(back)["row_number"].to_list() == [4]
