"""Files of households: good ones judged, bad ones said with their row."""

import unicodedata
from pathlib import Path

import polars as pl
import pytest

from giamngheo.law.classify_file import ColumnTaken, RowsRefused, classify_file
from giamngheo.law.judge import ColumnsRefused
from giamngheo.law.point_files import read_point_table
from giamngheo.law.standards import get_standard
from giamngheo.law.synthesis import made_households, write_households
from giamngheo.lib.sheets import Column, read_table, write_frame

EXAMPLE_TABLE = Path(__file__).parent / "points" / "vi-du.yaml"
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
        *("category", "group", "deprivation_count", "evidence", "standard"),
        *("confidence", "reason"),
    ]
    assert rows["category"].to_list() == ["POOR", "POOR", "NON_POOR"]
    assert rows["group"].to_list() == ["N1", "N2", None]
    assert set(rows["standard"]) == {"vn-2016"}
    assert (result.read, result.judged, result.refused) == (3, 3, 0)
    assert result.counts == {"POOR": 2, "NEAR_POOR": 0, "NON_POOR": 1}


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
    assert len(rows.columns) == 5 + 7


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


INCOME = """Mã hộ,Mã xã,Khu vực,Thu nhập bình quân,Việc làm,Dinh dưỡng,Nhà tiêu hợp vệ sinh
H1,1,xã,1.500.000,x,có,đúng
H2,1,xã,1500000,x,,
H3,2,phường,"2000000,5",,,
H4,2,phường,2000001,,,
H5,3,xã,1,,,
H6,3,phường,1,,,
H7,1,xã,2.000.000,,,
"""


def test_surveyed_income_is_judged_and_what_is_not_known_comes_back(tmp_path: Path) -> None:
    out, back = tmp_path / "ra.parquet", tmp_path / "tra-lai.csv"

    result = classify_file(
        path=csv_file(tmp_path, INCOME),
        standard=get_standard("vn-2022"),
        out=out,
        refused_out=back,
        explain=True,
    )

    rows = pl.read_parquet(out)
    assert rows.select("Mã hộ", "category", "evidence").rows() == [
        ("H1", "POOR", "income"),
        ("H4", "NON_POOR", "income"),
        ("H7", "NON_POOR", "income"),
    ]
    assert "Thiếu hụt 3 ≥ 3 chỉ số" in rows["explanation"][0]
    reasons = dict(pl.read_csv(back).iter_rows())
    assert reasons[3] == "các chỉ số chưa rõ quyết định kết quả phân loại"
    assert "số nguyên" in reasons[4]
    assert reasons[6] == reasons[7] == "đơn vị “3” có cả nông thôn và thành thị"
    assert (result.read, result.judged, result.refused) == (7, 3, 4)


def test_income_is_read_for_a_standard_without_cut_offs(tmp_path: Path) -> None:
    out = tmp_path / "ra.csv"

    result = classify_file(
        path=csv_file(
            tmp_path, "household_code,area_type,income_per_capita_vnd\nH1,rural,2200001\n"
        ),
        standard=get_standard("vn-2027"),
        out=out,
    )

    assert result.counts["NON_POOR"] == 1


def test_answers_are_judged_with_a_point_table(tmp_path: Path) -> None:
    standard, points = get_standard("vn-2022"), read_point_table(EXAMPLE_TABLE)
    marks = ",".join(f"d_{i.code}" for i in standard.indicators)
    text = (
        "household_code,area_type,region,has_able_member,a_household_size,a_qualification,"
        f"a_floor_area,a_car,{marks}\n"
        f"H1,rural,NT2,có,3,school,12.5,không{',1' * 3}{',0' * 9}\n"
        f"H2,urban,,có,1,college,30,có{',0' * 12}\n"
        f"H3,rural,TT,có,1,college,30,có{',0' * 12}\n"
    ).replace("12.5", '"12,5"')
    out, back = tmp_path / "ra.parquet", tmp_path / "tra-lai.csv"

    classify_file(
        path=csv_file(tmp_path, text),
        standard=standard,
        points=points,
        out=out,
        refused_out=back,
        explain=True,
    )

    rows = pl.read_parquet(out)
    assert rows["category"].to_list() == ["POOR", "NON_POOR"]
    assert rows["explanation"].str.contains("VÍ DỤ").all()
    assert pl.read_csv(back)["row_number"].to_list() == [4]


def test_a_clean_parquet_goes_whole_and_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, standard = tmp_path / "ho.parquet", get_standard("vn-2022")
    write_households(path=source, households=3_000, seed=1)
    slow = classify_file(path=source, standard=standard, out=tmp_path / "cham.csv")
    monkeypatch.setattr("giamngheo.law.classify_file.read_households", None)

    quick = classify_file(path=source, standard=standard, out=tmp_path / "nhanh.parquet")

    assert quick == slow
    one, other = pl.read_csv(tmp_path / "cham.csv"), pl.read_parquet(tmp_path / "nhanh.parquet")
    assert other["reason"].to_list() == one["reason"].to_list()
    assert other.columns == one.columns


def test_a_clean_parquet_with_an_undecided_row_is_looked_at_row_by_row(tmp_path: Path) -> None:
    source, back = tmp_path / "ho.parquet", tmp_path / "tra-lai.csv"
    households = made_households(households=500, seed=1).with_columns(
        d_toilet=pl.when(pl.int_range(pl.len()) != 7).then("d_toilet"),
        d_water_source=pl.when(pl.int_range(pl.len()) != 7).then("d_water_source"),
        d_nutrition=pl.when(pl.int_range(pl.len()) != 7).then("d_nutrition"),
        income_per_capita_vnd=pl.when(pl.int_range(pl.len()) == 7)
        .then(1)
        .otherwise("income_per_capita_vnd"),
    )
    households.collect().write_parquet(source)

    result = classify_file(
        path=source,
        standard=get_standard("vn-2022"),
        out=tmp_path / "ra.parquet",
        refused_out=back,
    )

    assert (result.read, result.refused) == (500, 1)
    assert pl.read_csv(back)["row_number"].to_list() == [8]


@pytest.mark.parametrize("column", ["d_toliet", "a_car"])
def test_a_misspelt_indicator_is_refused(tmp_path: Path, column: str) -> None:
    text = f"household_code,area_type,income_per_capita_vnd,{column}\nH1,rural,1,1\n"

    with pytest.raises(ColumnsRefused, match=column):
        classify_file(
            path=csv_file(tmp_path, text), standard=get_standard("vn-2022"), out=tmp_path / "o.csv"
        )
