"""Files of households: good ones judged, bad ones said with their row."""

import unicodedata
from pathlib import Path

import polars as pl
import pytest

from giamngheo.law.classify_file import ColumnTaken, RowsRefused, classify_file
from giamngheo.law.standards import get_standard
from giamngheo.lib.sheets import Column, read_table, write_frame

GOOD = "household_code,area_type,b1,b2\nH1,rural,118,0\nH2,rural,130,30\nH3,urban,176,90\n"


def csv_file(folder: Path, text: str, name: str = "ho.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_scores_are_judged(tmp_path: Path) -> None:
    out = tmp_path / "ra.csv"

    result = classify_file(path=csv_file(tmp_path, GOOD), standard=get_standard("vn-2016"), out=out)

    rows = pl.read_csv(out)
    assert rows.columns == [
        *("household_code", "area_type", "b1", "b2"),
        *("category", "group", "evidence", "standard", "confidence", "reason"),
    ]
    assert rows["category"].to_list() == ["POOR", "POOR", "NON_POOR"]
    assert rows["group"].to_list() == ["N1", "N2", None]
    assert set(rows["standard"]) == {"vn-2016"}
    assert (result.read, result.judged, result.refused) == (3, 3, 0)
    assert result.counts == {"NON_POOR": 1, "POOR": 2}


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_other_kinds_of_file_give_the_same(tmp_path: Path, suffix: str) -> None:
    source, result = tmp_path / f"ho{suffix}", tmp_path / f"ra{suffix}"
    write_frame(source, pl.read_csv(csv_file(tmp_path, GOOD)))

    classify_file(path=source, standard=get_standard("vn-2016"), out=result)

    columns = [Column(key=key, title=key) for key in ("household_code", "category", "reason")]
    assert read_table(result, columns).frame.drop("row_number").rows() == [
        ("H1", "POOR", "B1 ≤ 120 (nông thôn)"),
        ("H2", "POOR", "120 < B1 ≤ 150, B2 ≥ 30 (nông thôn)"),
        ("H3", "NON_POOR", "B1 > 175 (thành thị)"),
    ]


def test_vietnamese_headings_and_decomposed_letters_are_read(tmp_path: Path) -> None:
    text = "Điểm B2;Mã hộ;Khu vực;Ghi chú;Điểm B1\n0;H1;Nông thôn;bà Lò;140\n30;H2;Thị trấn;;175\n"
    source = csv_file(tmp_path, unicodedata.normalize("NFD", text))

    classify_file(path=source, standard=get_standard("vn-2022"), out=tmp_path / "ra.parquet")

    rows = pl.read_parquet(tmp_path / "ra.parquet")
    assert rows["category"].to_list() == ["NEAR_POOR", "POOR"]
    assert len(rows.columns) == 5 + 6


def test_explanation_is_added_when_asked(tmp_path: Path) -> None:
    out = tmp_path / "ra.parquet"
    source = csv_file(tmp_path, GOOD)

    classify_file(path=source, standard=get_standard("vn-2016"), out=out, explain=True)

    text = pl.read_parquet(out)["explanation"][0]
    assert text.startswith("Điểm B1 118 ≤ 120 (nông thôn) – Thông tư 17/2016/TT-BLĐTBXH")
    assert "chưa kiểm chứng" in text


BAD = f"""{GOOD}H4,rural,-1,0
H5,rural,100,130
H6,làng,100,0
H7,rural,,0
H1,urban,1,0
H8,rural,"9,5",0
"""


def test_bad_rows_stop_the_file_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "ra.csv"

    with pytest.raises(RowsRefused, match=r"7 trong 9 dòng.*dòng 2, mã hộ “H1”.*LAW-008"):
        classify_file(path=csv_file(tmp_path, BAD), standard=get_standard("vn-2022"), out=out)

    assert not out.exists()


def test_bad_rows_come_back_with_reasons_and_good_ones_go_through(tmp_path: Path) -> None:
    out, back = tmp_path / "ra.csv", tmp_path / "tra-lai.csv"

    result = classify_file(
        path=csv_file(tmp_path, BAD),
        standard=get_standard("vn-2022"),
        out=out,
        refused_out=back,
    )

    assert (result.read, result.judged, result.refused) == (9, 2, 7)
    assert pl.read_csv(out)["household_code"].to_list() == ["H2", "H3"]
    reasons = dict(pl.read_csv(back).iter_rows())
    assert list(reasons) == [2, 5, 6, 7, 8, 9, 10]
    assert "không" in reasons[5] or "phải từ 0" in reasons[5]
    assert "120" in reasons[6]
    assert "Khu vực" in reasons[7]
    assert reasons[2] == reasons[9] == "mã hộ “H1” có ở hơn một dòng"


def test_a_result_column_in_the_file_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("b2\n", "b2,category\n").replace(",0\n", ",0,POOR\n")
    text = text.replace(",30\n", ",30,POOR\n").replace(",90\n", ",90,POOR\n")

    with pytest.raises(ColumnTaken, match=r"category.*LAW-009"):
        classify_file(
            path=csv_file(tmp_path, text), standard=get_standard("vn-2022"), out=tmp_path / "o.csv"
        )
