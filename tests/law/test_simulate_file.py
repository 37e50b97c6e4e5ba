"""Simulation from a file: the slow and the quick way agree; the workbook says what it is."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import python_calamine

from giamngheo.law.parquet_households import scan_households
from giamngheo.law.refused_rows import NothingJudged
from giamngheo.law.simulate import Scenario, Simulation
from giamngheo.law.simulate_file import (
    simulate_file,
    totals_json,
    write_simulation,
)
from giamngheo.law.standards import get_standard
from tests.law.test_simulate import SIX

SCENARIOS = [Scenario(name=c, standard=get_standard(c)) for c in ("vn-2022", "vn-2027")]


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    SIX.collect().write_parquet(tmp_path / "ho.parquet")
    return tmp_path / "ho.parquet"


def test_csv_and_parquet_give_the_same(tmp_path: Path, parquet: Path) -> None:
    SIX.collect().write_csv(tmp_path / "ho.csv")

    quick = totals_json(simulated(parquet))
    slow = totals_json(simulated(tmp_path / "ho.csv"))

    assert scan_households(path=parquet) is not None
    assert quick == slow
    assert quick["totals"]["vn-2022"] == {"POOR": 2, "NEAR_POOR": 0, "NON_POOR": 4, "UNKNOWN": 0}
    assert quick["totals"]["vn-2027"] == {"POOR": 2, "NEAR_POOR": 2, "NON_POOR": 1, "UNKNOWN": 1}
    assert quick["poor_persons"] == {"vn-2022": 7, "vn-2027": 9}


def simulated(path: Path, **options: Any) -> Simulation:
    return simulate_file(
        path=path, scenarios=SCENARIOS, out=path.with_name("ra.xlsx"), **options
    ).simulation


@pytest.mark.parametrize(
    "change",
    [
        pl.col("income_per_capita_vnd").cast(pl.String),
        pl.col("d_toilet").cast(pl.Int8),
    ],
)
def test_parquet_with_doubts_is_read_row_by_row(tmp_path: Path, change: pl.Expr) -> None:
    SIX.with_columns(change).collect().write_parquet(tmp_path / "ho.parquet")

    assert scan_households(path=tmp_path / "ho.parquet") is None


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_bad_rows_come_back_and_the_others_are_simulated(tmp_path: Path, suffix: str) -> None:
    """H1 stands twice and H6 has a negative income; what is only not known is counted."""
    path, out = tmp_path / f"ho.{suffix}", tmp_path / "ra.csv"
    twice = pl.concat([SIX, SIX.head(1)]).with_columns(
        income_per_capita_vnd=pl.when(pl.col("household_code") == "H6")
        .then(-1)
        .otherwise("income_per_capita_vnd")
    )
    getattr(twice.collect(), f"write_{suffix}")(path)

    found = simulate_file(path=path, scenarios=SCENARIOS, out=out)

    assert (found.read, found.simulation.households, found.refused) == (7, 4, 3)
    assert found.refused_file == str(tmp_path / "ra-bi-tra-lai.csv")
    rows = pl.read_csv(found.refused_file)
    assert rows["household_code"].to_list() == ["H1", "H6", "H1"]
    assert rows["reason"][0] == "mã hộ “H1” có ở hơn một dòng"
    assert not out.exists()


def test_a_file_without_a_usable_row_is_refused(tmp_path: Path) -> None:
    SIX.with_columns(household_code=pl.lit("H1")).collect().write_parquet(tmp_path / "ho.parquet")

    with pytest.raises(NothingJudged, match=r"cả 6 dòng.*dòng 1 \(hộ H1\).*LAW-008"):
        simulated(tmp_path / "ho.parquet")


def test_workbook_holds_every_table_and_says_it_is_a_simulation(
    tmp_path: Path, parquet: Path
) -> None:
    out = tmp_path / "ra.xlsx"
    simulation = simulated(parquet, group_by="people")

    write_simulation(simulation=simulation, path=out)

    book = python_calamine.CalamineWorkbook.from_path(out)
    assert book.sheet_names == [
        *("Tổng hợp", "Chuyển dịch", "Theo đơn vị", "Theo nhóm", "Theo chỉ số", "Hộ thay đổi"),
    ]
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        assert rows[0][0] == "Mô phỏng, không phải kết quả công nhận"
    flows = book.get_sheet_by_name("Chuyển dịch").to_python()
    assert ["vn-2022", "Hộ nghèo", "vn-2027", "Hộ cận nghèo", 1, 3] in [row[:6] for row in flows]
    changed = book.get_sheet_by_name("Hộ thay đổi").to_python()
    assert sum(str(row[0]).startswith("H") and row[1] != "" for row in changed) == 4


def test_libreoffice_opens_the_workbook_and_finds_the_same_figures(
    tmp_path: Path, parquet: Path, convert_office: Callable[..., Path]
) -> None:
    out = tmp_path / "ra.xlsx"
    simulation = simulated(parquet)
    write_simulation(simulation=simulation, path=out)

    with convert_office(out, to="csv", sheet=2).open(encoding="utf-8", newline="") as file:
        flows = list(csv.reader(file))
    page = convert_office(out, to="pdf").read_bytes()

    assert flows[0][0] == "Mô phỏng, không phải kết quả công nhận"
    assert ["vn-2022", "Hộ nghèo", "vn-2027", "Hộ cận nghèo", "1", "3"] in flows
    assert page.startswith(b"%PDF-")
