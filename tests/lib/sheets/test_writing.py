"""What we write is typed, harmless, printable, and comes back equal."""

import datetime as dt
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giamngheo.lib.files import CannotWrite
from giamngheo.lib.sheets import (
    Column,
    Sheet,
    SheetColumn,
    TooManyRows,
    WrongFileType,
    neutralise,
    read_table,
    write_frame,
    write_workbook,
)

COLUMNS = [
    SheetColumn(key="code", title="Mã hộ"),
    SheetColumn(key="poor", title="Hộ nghèo", group="Đầu năm", kind="int"),
    SheetColumn(key="near", title="Hộ cận nghèo", group="Đầu năm", kind="int"),
    SheetColumn(key="rate", title="Tỷ lệ", group="Cuối năm", kind="percent"),
    SheetColumn(key="day", title="Ngày", kind="date", width=14),
]
ROWS = [
    {
        "code": "00012",
        "poor": 1825,
        "near": 4241,
        "rate": Decimal("2.18"),
        "day": dt.date(2020, 1, 31),
    },
    {"code": "=1+1", "poor": None, "near": 0, "rate": None, "day": None},
]
TOTALS = {"code": "Tổng cộng", "poor": 1825, "near": 4241}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "biểu.xlsx"
    sheet = Sheet(
        name="Biểu 1",
        columns=COLUMNS,
        rows=ROWS,
        title_lines=["XÃ THỌ BÌNH", "Năm 2020"],
        totals=TOTALS,
    )
    write_workbook(path, [sheet], form_version="households-1")
    return path


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def cells(path: Path) -> list[list[object]]:
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_titles_headings_rows_and_totals_stand_in_their_places(workbook: Path):
    assert cells(workbook) == [
        ["XÃ THỌ BÌNH", "", "", "", ""],
        ["Năm 2020", "", "", "", ""],
        ["", "", "", "", ""],
        ["Mã hộ", "Đầu năm", "", "Cuối năm", "Ngày"],
        ["", "Hộ nghèo", "Hộ cận nghèo", "Tỷ lệ", ""],
        ["00012", 1825.0, 4241.0, 2.18, dt.date(2020, 1, 31)],
        ["=1+1", "", 0.0, "", ""],
        ["Tổng cộng", 1825.0, 4241.0, "", ""],
    ]


def test_nothing_becomes_a_formula(workbook: Path):
    assert "<f>" not in part(workbook, "xl/worksheets/sheet1.xml")


def test_page_is_ready_for_the_printer(workbook: Path):
    sheet = part(workbook, "xl/worksheets/sheet1.xml")

    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'ySplit="5"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert re.search(r'<col min="5" max="5" width="14\.\d+"', sheet)
    assert "'Biểu 1'!$4:$5" in part(workbook, "xl/workbook.xml")


def test_form_version_is_a_property_of_the_workbook(workbook: Path):
    properties = part(workbook, "docProps/custom.xml")

    assert "giamngheo_form_version" in properties
    assert "households-1" in properties


def test_what_we_write_is_read_back_equal(workbook: Path):
    columns = [
        Column(key="code", title="Mã hộ"),
        Column(
            key="poor", title="Hộ nghèo", aliases=("Đầu năm Hộ nghèo",), kind="int", required=False
        ),
        Column(key="rate", title="Tỷ lệ", kind="decimal", required=False),
        Column(key="day", title="Ngày", kind="date", required=False),
    ]

    read = read_table(workbook, columns)

    assert read.frame.drop("row_number").to_dicts()[:2] == [
        {"code": "00012", "poor": 1825, "rate": Decimal("2.18"), "day": dt.date(2020, 1, 31)},
        {"code": "=1+1", "poor": None, "rate": None, "day": None},
    ]


def test_one_line_of_headings_without_groups(tmp_path: Path):
    columns = [
        SheetColumn(key="code", title="Mã"),
        SheetColumn(key="n", title="Số", kind="decimal"),
    ]
    frame = pl.DataFrame({"n": [2.5], "code": ["a"], "other": [1]})

    write_workbook(tmp_path / "a.xlsx", [Sheet(name="x" * 40, columns=columns, rows=frame)])

    assert cells(tmp_path / "a.xlsx") == [["Mã", "Số"], ["a", 2.5]]


def test_text_in_a_column_of_numbers_stays_text(tmp_path: Path):
    columns = [SheetColumn(key="n", title="Số", kind="int")]

    write_workbook(tmp_path / "a.xlsx", [Sheet(name="a", columns=columns, rows=[{"n": "–"}])])

    assert cells(tmp_path / "a.xlsx") == [["Số"], ["–"]]


def test_numbers_and_texts_that_excel_would_cut_are_kept_in_view(tmp_path: Path):
    columns = [SheetColumn(key="n", title="Số", kind="int"), SheetColumn(key="t", title="Chữ")]
    rows = [{"n": 10**15 + 1, "t": "x" * 40_000}]

    write_workbook(tmp_path / "a.xlsx", [Sheet(name="a", columns=columns, rows=rows)])

    number, text = cells(tmp_path / "a.xlsx")[1]
    assert number == "1000000000000001"
    assert (len(str(text)), str(text)[-1]) == (32_767, "…")


def test_sheet_names_are_made_fit(tmp_path: Path):
    columns = [SheetColumn(key="n", title="Số")]
    names = ["Xã A/2020", "xã a-2020", "x" * 40, "X" * 35, "[]"]

    write_workbook(
        tmp_path / "a.xlsx", [Sheet(name=name, columns=columns, rows=[]) for name in names]
    )

    with python_calamine.CalamineWorkbook.from_path(tmp_path / "a.xlsx") as book:
        assert book.sheet_names == ["Xã A-2020", "xã a-2020 2", "x" * 31, "X" * 29 + " 2", "--"]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path):
    frame = pl.DataFrame({"n": pl.int_range(1_048_577, eager=True)})

    with pytest.raises(TooManyRows, match=r"1\.048\.577 dòng"):
        write_frame(tmp_path / "a.xlsx", frame)

    assert list(tmp_path.iterdir()) == []


def test_failed_writing_leaves_nothing(tmp_path: Path):
    bad = Sheet(
        name="a", columns=[SheetColumn(key="missing", title="x")], rows=pl.DataFrame({"n": [1]})
    )

    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        write_workbook(tmp_path / "a.xlsx", [bad])

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "parquet"])
def test_write_frame_comes_back_equal(tmp_path: Path, suffix: str):
    columns = [
        Column(key="code", title="Mã"),
        Column(key="n", title="Số", kind="int"),
        Column(key="day", title="Ngày", kind="date"),
    ]
    frame = pl.DataFrame(
        {"code": ["001", "Lò Thị Ánh"], "n": [59360, -1], "day": [dt.date(2020, 1, 31)] * 2}
    )

    write_frame(tmp_path / f"a.{suffix}", frame)

    assert read_table(tmp_path / f"a.{suffix}", columns).frame.drop("row_number").equals(frame)


def test_write_frame_gives_each_type_its_cell(tmp_path: Path):
    frame = pl.DataFrame({"rate": [2.5], "time": [dt.time(8, 30)], "sure": [True]})

    write_frame(tmp_path / "a.xlsx", frame)

    assert cells(tmp_path / "a.xlsx") == [["rate", "time", "sure"], [2.5, "08:30:00", "True"]]


def test_csv_begins_with_the_mark_that_excel_needs(tmp_path: Path):
    write_frame(tmp_path / "a.csv", pl.DataFrame({"Mã hộ": ["a"]}))

    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@a", "\t=1", "-2+3"])
def test_text_that_excel_would_calculate_is_neutralised(text: str):
    assert neutralise(pl.DataFrame({"t": [text]}))["t"].to_list() == [f"'{text}"]


@pytest.mark.parametrize("text", ["-1.297", "-", "a=b", "140 < B1", "TS-001", "Đặng", "", None])
def test_harmless_text_stays(text: str | None):
    assert neutralise(pl.DataFrame({"t": [text]}, schema={"t": pl.String}))["t"].to_list() == [text]


def test_numbers_stay_when_text_is_neutralised():
    assert neutralise(pl.DataFrame({"n": [-1]}))["n"].to_list() == [-1]


def test_write_frame_refuses_another_type(tmp_path: Path):
    with pytest.raises(WrongFileType, match="“a"):
        write_frame(tmp_path / "a.pdf", pl.DataFrame({"a": [1]}))


def test_write_refuses_a_missing_folder(tmp_path: Path):
    with pytest.raises(CannotWrite):
        write_frame(tmp_path / "không có" / "a.csv", pl.DataFrame({"a": [1]}))


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    rows=st.lists(
        st.tuples(
            st.text(alphabet="abcđẶỡ =+-@\"',;\n0", min_size=1).filter(lambda text: text.strip()),
            st.integers(min_value=-(10**9), max_value=10**9),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_survives_a_workbook(tmp_path: Path, rows: list[tuple[str, int]]):
    frame = pl.DataFrame(rows, schema={"Mã": pl.String, "Số": pl.Int64}, orient="row")
    columns = [Column(key="code", title="Mã"), Column(key="n", title="Số", kind="int")]

    write_frame(tmp_path / "a.xlsx", frame)

    read = read_table(tmp_path / "a.xlsx", columns).frame
    assert read["code"].to_list() == [" ".join(text.split()) for text, _ in rows]
    assert read["n"].to_list() == [number for _, number in rows]
