"""Files of households: good ones judged, bad ones said with their row."""

import datetime as dt
import unicodedata
from pathlib import Path

import polars as pl
import pytest

from giamngheo.law.classify_file import ColumnTaken, classify_file
from giamngheo.law.judge import ColumnsRefused
from giamngheo.law.point_files import read_point_table
from giamngheo.law.refused_rows import NothingJudged
from giamngheo.law.standards import get_standard
from giamngheo.law.synthesis import made_households, write_households
from giamngheo.lib.files import CannotWrite
from giamngheo.lib.sheets import Column, EmptyTable, read_table, write_frame

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


def reasons_of(file: Path) -> dict[int, str]:
    rows = pl.read_csv(file)
    assert rows.columns == ["row_number", "household_code", "reason"]
    return dict(rows.select("row_number", "reason").iter_rows())


def test_bad_rows_come_back_with_reasons_and_good_ones_go_through(tmp_path: Path) -> None:
    out = tmp_path / "ra.csv"

    result = classify_file(path=csv_file(tmp_path, BAD), standard=get_standard("vn-2022"), out=out)

    back = tmp_path / "ra-bi-tra-lai.csv"
    assert (result.read, result.judged, result.refused) == (9, 2, 7)
    assert result.refused_file == str(back)
    assert pl.read_csv(out)["household_code"].to_list() == ["H2", "H3"]
    assert pl.read_csv(back)["household_code"].to_list() == [
        *("H1", "H4", "H5", "H6", "H7", "H1", "H8"),
    ]
    reasons = reasons_of(back)
    assert list(reasons) == [2, 5, 6, 7, 8, 9, 10]
    assert "không" in reasons[5] or "phải từ 0" in reasons[5]
    assert "120" in reasons[6]
    assert "Khu vực" in reasons[7]
    assert "số nguyên" in reasons[10]
    assert reasons[2] == reasons[9] == "mã hộ “H1” có ở hơn một dòng"


def test_the_refused_rows_go_where_they_are_wanted(tmp_path: Path) -> None:
    back = tmp_path / "tra-lai.xlsx"

    result = classify_file(
        path=csv_file(tmp_path, BAD),
        standard=get_standard("vn-2022"),
        out=tmp_path / "ra.csv",
        refused_out=back,
    )

    assert result.refused_file == str(back)
    assert not (tmp_path / "ra-bi-tra-lai.csv").exists()
    columns = [Column(key="row_number_", title="row_number", kind="int")]
    assert len(read_table(back, columns).frame) == 7


def test_no_refused_row_leaves_no_file_and_an_older_list_is_emptied(tmp_path: Path) -> None:
    out, back = tmp_path / "ra.csv", tmp_path / "ra-bi-tra-lai.csv"
    standard = get_standard("vn-2022")

    good = classify_file(path=csv_file(tmp_path, GOOD), standard=standard, out=out)
    left = back.exists()
    classify_file(path=csv_file(tmp_path, BAD), standard=standard, out=out)
    again = classify_file(path=csv_file(tmp_path, GOOD), standard=standard, out=out)

    assert (good.refused_file, left, again.refused_file) == (None, False, None)
    assert reasons_of(back) == {}


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_when_no_row_can_be_judged_only_the_reasons_are_written(
    tmp_path: Path, suffix: str
) -> None:
    source, out = tmp_path / f"ho{suffix}", tmp_path / f"ra{suffix}"
    households = pl.DataFrame({"household_code": ["H1", "H1"], "area_type": ["rural", "rural"]})
    write_frame(source, households.with_columns(b1=pl.lit(100), b2=pl.lit(0)))

    with pytest.raises(NothingJudged, match=r"cả 2 dòng.*dòng \d \(hộ H1\).*bi-tra-lai.*LAW-008"):
        classify_file(path=source, standard=get_standard("vn-2022"), out=out)

    assert not out.exists()
    assert (tmp_path / f"ra-bi-tra-lai{suffix}").exists()


def test_the_refused_rows_never_take_the_place_of_the_households(tmp_path: Path) -> None:
    source = csv_file(tmp_path, BAD)
    for chosen in (source, tmp_path / "ra.csv"):
        with pytest.raises(CannotWrite, match=r"trùng với.*LIB-020"):
            classify_file(
                path=source,
                standard=get_standard("vn-2022"),
                out=tmp_path / "ra.csv",
                refused_out=chosen,
            )
    assert source.read_text(encoding="utf-8") == BAD


DAYS = """Mã hộ;Khu vực;Điểm B1;Điểm B2;Ngày xét
H1;nông thôn;100;0;31/12/2021
H2;nông thôn;100;0;01/01/2022
H3;nông thôn;100;0;31/12/2026
H4;nông thôn;100;0;2027-01-01
H5;nông thôn;100;0;
H6;nông thôn;100;0;31/2/2024
"""


def test_a_day_of_another_standard_is_not_judged_by_this_one(tmp_path: Path) -> None:
    """A record of 2017 is never scored by the standard of 2022: simulating is another command."""
    out = tmp_path / "ra.csv"

    result = classify_file(path=csv_file(tmp_path, DAYS), standard=get_standard("vn-2022"), out=out)

    reasons = reasons_of(tmp_path / "ra-bi-tra-lai.csv")
    assert pl.read_csv(out)["Mã hộ"].to_list() == ["H2", "H3", "H5"]
    assert list(reasons) == [2, 5, 7]
    assert "31/12/2021 không thuộc chuẩn vn-2022" in reasons[2]
    assert "simulate" in reasons[2]
    assert (result.read, result.judged, result.refused) == (6, 3, 3)


def test_days_in_parquet_are_looked_at_too(tmp_path: Path) -> None:
    days = pl.Series([dt.date(2021, 12, 31), dt.date(2022, 1, 1), None], dtype=pl.Date)
    source = tmp_path / "ho.parquet"
    pl.read_csv(csv_file(tmp_path, GOOD)).with_columns(as_of=days).write_parquet(source)

    result = classify_file(
        path=source, standard=get_standard("vn-2022"), out=tmp_path / "ra.parquet"
    )

    assert pl.read_parquet(tmp_path / "ra.parquet")["household_code"].to_list() == ["H2", "H3"]
    back = pl.read_parquet(tmp_path / "ra-bi-tra-lai.parquet")
    assert back.rows()[0][:2] == (1, "H1")
    assert (result.judged, result.refused) == (2, 1)


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
    reasons = reasons_of(back)
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


def spoilt_parquet(folder: Path) -> Path:
    """500 households, of which eight cannot be judged."""
    row = pl.int_range(pl.len())
    unknown = ["d_toilet", "d_water_source", "d_nutrition"]
    made_households(households=500, seed=1).with_columns(
        pl.when(row != 7).then(pl.col(unknown)),
        household_code=pl.when(row == 20)
        .then(pl.lit("Hộ 1"))
        .when(row == 21)
        .then(pl.lit(unicodedata.normalize("NFD", "Hộ 1")))
        .when(row == 30)
        .then(None)
        .otherwise("household_code"),
        area_type=pl.when(row == 40).then(pl.lit("làng")).otherwise("area_type"),
        unit_code=pl.when(row.is_in([50, 51])).then(pl.lit("U")).otherwise("unit_code"),
        income_per_capita_vnd=pl.when(row == 7)
        .then(1)
        .when(row == 60)
        .then(-1)
        .otherwise("income_per_capita_vnd"),
    ).with_columns(
        area_type=pl.when(row == 50)
        .then(pl.lit("rural"))
        .when(row == 51)
        .then(pl.lit("urban"))
        .otherwise("area_type")
    ).collect().write_parquet(folder / "ho.parquet")
    return folder / "ho.parquet"


def test_bad_rows_of_a_typed_parquet_come_back_without_loading_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = spoilt_parquet(tmp_path)
    monkeypatch.setattr("giamngheo.law.classify_file.read_households", None)

    result = classify_file(
        path=source, standard=get_standard("vn-2022"), out=tmp_path / "ra.parquet"
    )

    assert (result.read, result.judged, result.refused) == (500, 492, 8)
    back = pl.read_parquet(tmp_path / "ra-bi-tra-lai.parquet")
    reasons = dict(back.select("row_number", "reason").rows())
    assert list(reasons) == [8, 21, 22, 31, 41, 51, 52, 61]
    assert reasons[8] == "các chỉ số chưa rõ quyết định kết quả phân loại"
    assert reasons[21].endswith("có ở hơn một dòng")
    assert reasons[22].endswith("có ở hơn một dòng")
    assert reasons[31] == "thiếu mã hộ"
    assert reasons[41].startswith("khu vực")
    assert reasons[51] == reasons[52] == "đơn vị “U” có cả nông thôn và thành thị"
    assert reasons[61].startswith("thu nhập")


def test_several_parquet_files_in_a_folder_are_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "ho"
    folder.mkdir()
    write_households(path=tmp_path / "ho.parquet", households=900, seed=3)
    whole = pl.read_parquet(tmp_path / "ho.parquet")
    for number in range(3):
        whole.slice(number * 300, 300).write_parquet(folder / f"{number}.parquet")
    standard = get_standard("vn-2022")

    apart = classify_file(path=folder, standard=standard, out=tmp_path / "mot.parquet")
    together = classify_file(
        path=tmp_path / "ho.parquet", standard=standard, out=tmp_path / "hai.parquet"
    )

    assert apart == together
    assert pl.read_parquet(tmp_path / "mot.parquet").equals(
        pl.read_parquet(tmp_path / "hai.parquet")
    )
    with pytest.raises(ColumnsRefused, match=r"không kèm --explain.*LAW-007"):
        classify_file(path=folder, standard=standard, out=tmp_path / "a.parquet", explain=True)
    whole.with_columns(pl.col("area_type").alias("Khu vực")).drop("area_type").write_parquet(
        folder / "0.parquet"
    )
    with pytest.raises(ColumnsRefused, match="thư mục"):
        classify_file(path=folder, standard=standard, out=tmp_path / "a.parquet")


def test_a_parquet_without_a_row_is_refused(tmp_path: Path) -> None:
    made_households(households=5, seed=1).head(0).collect().write_parquet(tmp_path / "ho.parquet")

    with pytest.raises(EmptyTable):
        classify_file(
            path=tmp_path / "ho.parquet",
            standard=get_standard("vn-2022"),
            out=tmp_path / "ra.parquet",
        )


@pytest.mark.parametrize("column", ["d_toliet", "a_car"])
def test_a_misspelt_column_of_a_parquet_is_refused(tmp_path: Path, column: str) -> None:
    frame = made_households(households=5, seed=1).with_columns(pl.lit(value=True).alias(column))
    frame.collect().write_parquet(tmp_path / "ho.parquet")

    with pytest.raises(ColumnsRefused, match=column):
        classify_file(
            path=tmp_path / "ho.parquet",
            standard=get_standard("vn-2022"),
            out=tmp_path / "ra.parquet",
        )


@pytest.mark.parametrize("column", ["d_toliet", "a_car"])
def test_a_misspelt_indicator_is_refused(tmp_path: Path, column: str) -> None:
    text = f"household_code,area_type,income_per_capita_vnd,{column}\nH1,rural,1,1\n"

    with pytest.raises(ColumnsRefused, match=column):
        classify_file(
            path=csv_file(tmp_path, text), standard=get_standard("vn-2022"), out=tmp_path / "o.csv"
        )
