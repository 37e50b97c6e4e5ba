"""Simulation from a file: the slow and the quick way agree; the workbook says what it is."""

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import python_calamine

from giamngheo.law.household_files import scan_clean_parquet
from giamngheo.law.simulate import Scenario
from giamngheo.law.simulate_file import (
    SimulationRowsRefused,
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

    quick = totals_json(simulate_file(path=parquet, scenarios=SCENARIOS))
    slow = totals_json(simulate_file(path=tmp_path / "ho.csv", scenarios=SCENARIOS))

    assert scan_clean_parquet(path=parquet) is not None
    assert quick == slow
    assert quick["totals"]["vn-2022"] == {"POOR": 2, "NEAR_POOR": 0, "NON_POOR": 4, "UNKNOWN": 0}
    assert quick["totals"]["vn-2027"] == {"POOR": 2, "NEAR_POOR": 2, "NON_POOR": 1, "UNKNOWN": 1}
    assert quick["poor_persons"] == {"vn-2022": 7, "vn-2027": 9}


@pytest.mark.parametrize(
    "change",
    [
        pl.lit("H1").alias("household_code"),
        pl.col("income_per_capita_vnd").cast(pl.String),
        pl.lit("A").alias("unit_code"),
        pl.col("d_toilet").cast(pl.Int8),
    ],
)
def test_parquet_with_doubts_is_read_row_by_row(tmp_path: Path, change: pl.Expr) -> None:
    SIX.with_columns(change).collect().write_parquet(tmp_path / "ho.parquet")

    assert scan_clean_parquet(path=tmp_path / "ho.parquet") is None


def test_bad_rows_stop_the_simulation_or_come_back(tmp_path: Path) -> None:
    twice = pl.concat([SIX, SIX.head(1)]).collect()
    twice.write_parquet(tmp_path / "ho.parquet")
    back = tmp_path / "tra-lai.csv"

    with pytest.raises(SimulationRowsRefused, match=r"2 dòng.*“H1”.*LAW-019"):
        simulate_file(path=tmp_path / "ho.parquet", scenarios=SCENARIOS)
    found = simulate_file(path=tmp_path / "ho.parquet", scenarios=SCENARIOS, refused_out=back)

    assert found.households == 5
    assert len(pl.read_csv(back)) == 2


def test_workbook_holds_every_table_and_says_it_is_a_simulation(
    tmp_path: Path, parquet: Path
) -> None:
    out = tmp_path / "ra.xlsx"
    simulation = simulate_file(path=parquet, scenarios=SCENARIOS, group_by="people")

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
    simulation = simulate_file(path=parquet, scenarios=SCENARIOS)
    write_simulation(simulation=simulation, path=out)

    with convert_office(out, to="csv", sheet=2).open(encoding="utf-8", newline="") as file:
        flows = list(csv.reader(file))
    page = convert_office(out, to="pdf").read_bytes()

    assert flows[0][0] == "Mô phỏng, không phải kết quả công nhận"
    assert ["vn-2022", "Hộ nghèo", "vn-2027", "Hộ cận nghèo", "1", "3"] in flows
    assert page.startswith(b"%PDF-")
