"""`giamngheo simulate`, as a person types it."""

import json
from pathlib import Path

import polars as pl
import pytest

from giamngheo.accounts.enums import Role
from giamngheo.cli.main import main
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.rules import approved, local_text
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


def test_bad_rows_come_back_beside_the_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "ho.csv", tmp_path / "ra.xlsx"
    pl.concat([SIX, SIX.head(1)]).collect().write_csv(source)
    words = ["simulate", str(source), "--standards", "vn-2022", "vn-2027", "-o", str(out)]

    assert main([*words, "--json"]) == 0

    printed = capsys.readouterr()
    found = json.loads(printed.out)
    back = tmp_path / "ra-bi-tra-lai.xlsx"
    assert (found["read"], found["judged"], found["refused"]) == (7, 5, 2)
    assert found["refused_file"] == str(back)
    assert f"2 dòng bị trả lại, lý do ghi ở {back}" in printed.err
    assert back.exists()
    assert main(words) == 0
    assert "Đã đọc 7 dòng, dùng 5 hộ" in capsys.readouterr().out


def test_when_no_row_can_be_used_the_code_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "ho.csv", tmp_path / "ra.xlsx"
    SIX.with_columns(household_code=pl.lit("H1")).collect().write_csv(source)

    code = main(["simulate", str(source), "--standards", "vn-2022", "vn-2027", "-o", str(out)])

    assert code == 1
    assert "LAW-008" in capsys.readouterr().err
    assert (tmp_path / "ra-bi-tra-lai.xlsx").exists()
    assert not out.exists()


@pytest.mark.django_db
def test_a_provinces_own_standard_beside_the_nations(tmp_path: Path, households: Path) -> None:
    district = District()
    clerk, leader = (officer(r, district.province) for r in (Role.PROVINCE, Role.LEADER))
    approved(local_text(), unit=district.province, by=clerk, second=leader)
    out = tmp_path / "ra.xlsx"
    words = ["simulate", str(households), "--standards", "vn-2022", "tinh-mau", "-o", str(out)]

    assert main([*words, "--yes"]) == 0

    assert out.exists()
