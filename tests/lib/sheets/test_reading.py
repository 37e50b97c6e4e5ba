"""Tables as offices send them: other headings, other orders, other alphabets, broken cells."""

import datetime as dt
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from giamngheo.lib.sheets import (
    Column,
    DuplicateColumn,
    EmptyTable,
    MissingColumns,
    MissingFile,
    TableRead,
    UnreadableFile,
    WrongFileType,
    read_table,
)

CODE = Column(key="household_code", title="Mã hộ", aliases=("Mã số hộ",))
AREA = Column(
    key="area_type",
    title="Khu vực",
    kind="choice",
    choices={"nông thôn": "rural", "thành thị": "urban"},
)
B1 = Column(key="b1", title="Điểm B1", aliases=("B1",), kind="int", minimum=0, maximum=500)
B2 = Column(key="b2", title="Điểm B2", aliases=("B2",), kind="int", required=False)
SCORES = [CODE, AREA, B1, B2]
HEADING = ["Mã hộ", "Khu vực", "Điểm B1", "Điểm B2"]
ROWS = [["TS-001", "nông thôn", 120, 30], ["TS-002", "thành thị", 175, 0]]
EXPECTED = [
    {"household_code": "TS-001", "area_type": "rural", "b1": 120, "b2": 30},
    {"household_code": "TS-002", "area_type": "urban", "b1": 175, "b2": 0},
]


def make_xlsx(path: Path, rows: list[list[Any]]) -> Path:
    workbook = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    sheet = workbook.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    workbook.close()
    return path


def make_csv(path: Path, rows: list[list[Any]], *, delimiter: str = ",", encoding: str) -> Path:
    text = "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows) + "\r\n"
    path.write_bytes(text.encode(encoding))
    return path


def values(read: TableRead) -> list[dict[str, Any]]:
    return read.frame.drop("row_number").to_dicts()


def test_xlsx_with_vietnamese_headings(tmp_path: Path):
    read = read_table(make_xlsx(tmp_path / "a.xlsx", [HEADING, *ROWS]), SCORES)

    assert values(read) == EXPECTED
    assert read.frame["row_number"].to_list() == [2, 3]
    assert (read.source_rows, read.refused) == (2, ())


@pytest.mark.parametrize(
    "heading",
    [
        ["household_code", "area_type", "b1", "b2"],
        ["MA HO", "khu vuc", "Diem B1", "DIEM B2"],
        [unicodedata.normalize("NFD", title) for title in HEADING],
        ["Mã\nhộ (*)", " Khu  vực ", "Điểm B1:", "Điểm B2"],
        ["Mã số hộ", "Khu vực", "B1", "B2"],
    ],
)
def test_headings_in_other_spellings(tmp_path: Path, heading: list[str]):
    read = read_table(make_xlsx(tmp_path / "a.xlsx", [heading, *ROWS]), SCORES)

    assert values(read) == EXPECTED


def test_headings_in_any_order_with_strangers_between(tmp_path: Path):
    rows = [
        ["Điểm B2", "Ghi chú", "Mã hộ", "Điểm B1", "Khu vực"],
        [30, "x", "TS-001", 120, "nông thôn"],
        [0, "", "TS-002", 175, "thành thị"],
    ]

    assert values(read_table(make_xlsx(tmp_path / "a.xlsx", rows), SCORES)) == EXPECTED


def test_headings_below_title_lines_and_a_row_of_column_numbers(tmp_path: Path):
    rows = [
        ["ỦY BAN NHÂN DÂN XÃ THỌ BÌNH"],
        ["DANH SÁCH HỘ ĐƯỢC RÀ SOÁT"],
        [],
        HEADING,
        ["(1)", "(2)", "(3)", "(4)"],
        *ROWS,
    ]
    read = read_table(make_xlsx(tmp_path / "a.xlsx", rows), SCORES)

    assert values(read) == EXPECTED
    assert read.frame["row_number"].to_list() == [6, 7]


def test_headings_in_two_lines_under_a_merged_one(tmp_path: Path):
    rows = [["Mã hộ", "Khu vực", "Điểm", ""], ["", "", "B1", "B2"], *ROWS]

    assert values(read_table(make_xlsx(tmp_path / "a.xlsx", rows), SCORES)) == EXPECTED


def test_headings_in_two_lines_are_read_joined(tmp_path: Path):
    columns = [
        CODE,
        Column(key="poor", title="Hộ nghèo đầu năm", kind="int"),
        Column(key="near", title="Hộ nghèo cuối năm", kind="int"),
    ]
    rows = [["Mã hộ", "Hộ nghèo", ""], ["", "đầu năm", "cuối năm"], ["A", 5, 3]]

    read = read_table(make_xlsx(tmp_path / "a.xlsx", rows), columns)

    assert values(read) == [{"household_code": "A", "poor": 5, "near": 3}]


def test_the_first_sheet_that_has_the_columns_is_read(tmp_path: Path):
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    workbook.add_worksheet("Hướng dẫn").write(0, 0, "Nhập vào trang sau")
    hidden = workbook.add_worksheet("Ẩn")
    hidden.hide()
    data = workbook.add_worksheet("Dữ liệu")
    for number, row in enumerate([HEADING, *ROWS]):
        data.write_row(number, 0, row)
        hidden.write_row(number, 0, row[:1])
    workbook.close()

    assert values(read_table(tmp_path / "a.xlsx", SCORES)) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str):
    path = make_csv(tmp_path / "a.csv", [HEADING, *ROWS], delimiter=delimiter, encoding=encoding)

    assert values(read_table(path, SCORES)) == EXPECTED


def test_csv_in_windows_1258(tmp_path: Path):
    text = "Mã hộ;Khu vực;Điểm B1\nTS-001;nông thôn;120\n"
    (tmp_path / "a.csv").write_bytes(_tones_apart(text).encode("cp1258"))

    assert values(read_table(tmp_path / "a.csv", SCORES)) == [EXPECTED[0] | {"b2": None}]


def _tones_apart(text: str) -> str:
    """The code page writes a tone as a mark of its own behind the letter."""
    written = ""
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        bare = "".join(mark for mark in marks if mark not in tones)
        written += unicodedata.normalize("NFC", bare) + tones
    return written


def test_csv_with_quotes_and_line_breaks_inside_cells(tmp_path: Path):
    text = 'Mã hộ,Khu vực,Điểm B1,Ghi chú\n"TS,1","nông\nthôn","1,0","nhà ""tạm"""\n'
    (tmp_path / "a.csv").write_text(text)

    (row,) = values(read_table(tmp_path / "a.csv", SCORES))

    assert (row["household_code"], row["area_type"], row["b1"]) == ("TS,1", "rural", 1)


def test_csv_row_with_too_many_cells_is_refused(tmp_path: Path):
    (tmp_path / "a.csv").write_text("household_code,area_type,b1\nA,rural,1,5\nB,rural,2,\n")

    read = read_table(tmp_path / "a.csv", SCORES)

    assert [row["household_code"] for row in values(read)] == ["B"]
    assert [row.row_number for row in read.refused] == [2]
    assert "nhiều ô hơn" in str(read.refused[0])


def test_csv_row_with_too_few_cells_lacks_what_is_required(tmp_path: Path):
    (tmp_path / "a.csv").write_text("household_code,area_type,b1\nA,rural\nB,rural,2\n")

    read = read_table(tmp_path / "a.csv", SCORES)

    assert str(read.refused[0]) == "dòng 2, cột Điểm B1: ô bắt buộc còn trống"


def test_csv_of_a_single_column(tmp_path: Path):
    (tmp_path / "a.csv").write_text("Mã hộ\nA\nB\n")

    assert values(read_table(tmp_path / "a.csv", [CODE])) == [
        {"household_code": "A"},
        {"household_code": "B"},
    ]


def test_parquet(tmp_path: Path):
    pl.DataFrame(EXPECTED).write_parquet(tmp_path / "a.parquet")

    read = read_table(tmp_path / "a.parquet", SCORES)

    assert values(read) == EXPECTED
    assert read.frame["row_number"].to_list() == [1, 2]


def test_parquet_of_other_types(tmp_path: Path):
    columns = [
        Column(key="code", title="Mã"),
        Column(key="rate", title="Tỷ lệ", kind="decimal"),
        Column(key="day", title="Ngày", kind="date"),
    ]
    frame = pl.DataFrame(
        {
            "code": pl.Series(["a", "b"], dtype=pl.Categorical),
            "rate": pl.Series([Decimal("2.18"), None], dtype=pl.Decimal(10, 4)),
            "day": [dt.datetime(2020, 1, 31, 8), dt.datetime(2020, 2, 29)],  # noqa: DTZ001
        }
    ).filter(pl.col("code") == "a")
    frame.write_parquet(tmp_path / "a.parquet")

    assert values(read_table(tmp_path / "a.parquet", columns)) == [
        {"code": "a", "rate": Decimal("2.18"), "day": dt.date(2020, 1, 31)}
    ]


def test_parquet_of_whole_numbers_small_and_large(tmp_path: Path):
    columns = [Column(key="n", title="n", kind="int"), Column(key="code", title="code")]
    large = 10**17 + 1
    for value in (7, large):
        frame = pl.DataFrame({"n": [value, 0], "code": [value, 0]})
        frame.write_parquet(tmp_path / "a.parquet")

        read = read_table(tmp_path / "a.parquet", columns)

        assert values(read)[0] == {"n": value, "code": str(value)}


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("int", "59.360", 59360),
        ("int", 59360, 59360),
        ("int", "1 297", 1297),
        ("int", "5,0", 5),
        ("int", "-3", -3),
        ("decimal", "2,18", Decimal("2.18")),
        ("decimal", "0,89%", Decimal("0.89")),
        ("decimal", "1.234,5", Decimal("1234.5")),
        ("decimal", "59.360", Decimal(59360)),
        ("decimal", 2.18, Decimal("2.18")),
        ("decimal", 0.1 + 0.2, Decimal("0.3")),
        ("decimal", 12, Decimal(12)),
        ("date", "07/1/2020", dt.date(2020, 1, 7)),
        ("date", "5.7.2026", dt.date(2026, 7, 5)),
        ("date", "28-10-2021", dt.date(2021, 10, 28)),
        ("date", "ngày 31 tháng 01 năm 2020", dt.date(2020, 1, 31)),
        ("date", "2020-01-31", dt.date(2020, 1, 31)),
        ("date", dt.date(2020, 1, 31), dt.date(2020, 1, 31)),
        ("date", 43861, dt.date(2020, 1, 31)),
        ("text", "  Lò\u00a0Thị  Ánh ", "Lò Thị Ánh"),
        ("text", unicodedata.normalize("NFD", "Thọ Bình"), "Thọ Bình"),
        ("text", "Thọ\u200b Bình", "Thọ Bình"),
        ("int", "1.297\ufeff", 1297),
        ("text", 12, "12"),
        ("text", 2.5, "2,5"),
        ("text", dt.date(2020, 1, 31), "31/01/2020"),
        ("text", True, "đúng"),
    ],
)
def test_one_cell(tmp_path: Path, kind: str, cell: Any, value: Any):
    path = make_xlsx(tmp_path / "a.xlsx", [["Giá trị"], [cell]])

    read = read_table(path, [Column(key="value", title="Giá trị", kind=kind)])

    assert read.refused == ()
    assert values(read) == [{"value": value}]


@pytest.mark.parametrize(
    ("kind", "cell", "shown", "reason"),
    [
        ("int", "2.5", "2.5", "đúng ba chữ số"),
        ("int", "2,18", "2,18", "số nguyên"),
        ("int", 2.5, "2,5", "số nguyên"),
        ("int", "59,000", "59,000", "hàng nghìn"),
        ("int", "mười", "mười", "không có chữ số"),
        ("int", "#N/A", "#N/A", "không có chữ số"),
        ("int", dt.date(2020, 1, 31), "31/01/2020", "là ngày"),
        ("int", "9" * 20, "9" * 20, "quá lớn"),
        ("decimal", "0,12345678", "0,12345678", "chữ số sau dấu phẩy"),
        ("decimal", dt.date(2020, 1, 31), "31/01/2020", "là ngày"),
        ("decimal", "9" * 20, "9" * 20, "quá lớn"),
        ("date", "31/02/2020", "31/02/2020", "chỉ có 29 ngày"),
        ("date", "07/25/2020", "07/25/2020", "không có tháng 25"),
        ("date", "1/1/1800", "1/1/1800", "ngoài khoảng"),
        ("date", dt.date(2150, 1, 1), "01/01/2150", "ngoài khoảng"),
        ("date", "mai", "mai", "thiếu"),
        ("choice", "ven đô", "ven đô", "nông thôn, thành thị"),
        ("text", "", "", "còn trống"),
        ("text", "   ", "", "còn trống"),
    ],
)
def test_one_refused_cell(tmp_path: Path, kind: str, cell: Any, shown: str, reason: str):
    column = Column(key="value", title="Giá trị", kind=kind, choices=AREA.choices)
    path = make_xlsx(tmp_path / "a.xlsx", [["STT", "Giá trị"], [1, cell]])

    read = read_table(path, [column])

    (row,) = read.refused
    (refused,) = row.cells
    assert (row.row_number, refused.column, refused.value) == (2, "Giá trị", shown)
    assert reason in refused.reason
    assert len(read.frame) == 0


@pytest.mark.parametrize(
    ("score", "reason"),
    [(-1, "từ 0 đến 500"), (501, "từ 0 đến 500"), ("1.000", "từ 0 đến 500")],
)
def test_score_out_of_range_is_refused(tmp_path: Path, score: int | str, reason: str):
    rows = [HEADING, ["A", "nông thôn", score, 0], ["B", "nông thôn", 500, 0]]

    read = read_table(make_xlsx(tmp_path / "a.xlsx", rows), SCORES)

    assert [row["household_code"] for row in values(read)] == ["B"]
    assert reason in read.refused[0].cells[0].reason


@pytest.mark.parametrize(
    ("limits", "reason"),
    [({"minimum": 1}, "từ 1 trở lên"), ({"maximum": -1}, "không quá -1")],
)
def test_one_sided_range(tmp_path: Path, limits: dict[str, int], reason: str):
    path = make_xlsx(tmp_path / "a.xlsx", [["Số"], [0]])

    read = read_table(path, [Column(key="n", title="Số", kind="int", **limits)])

    assert reason in str(read.refused[0])


def test_several_wrong_cells_of_one_row_come_back_together(tmp_path: Path):
    rows = [HEADING, ["A", "biển", "x", ""], ["", "", "", ""], *ROWS]

    read = read_table(make_xlsx(tmp_path / "a.xlsx", rows), SCORES)

    assert values(read) == EXPECTED
    assert read.source_rows == 3
    assert [cell.column for cell in read.refused[0].cells] == ["Khu vực", "Điểm B1"]
    assert str(read.refused[0]).startswith("dòng 2, cột Khu vực “biển”: chỉ nhận một trong")


def test_codes_get_their_leading_zeros_back(tmp_path: Path):
    card = Column(key="card", title="CCCD", digits=12, lost_zeros=2)
    rows = [["CCCD"], [38085012345.0], ["038085012345"], ["1085012345"], ["123456789"], ["C12"]]

    read = read_table(make_xlsx(tmp_path / "a.xlsx", rows), [card])

    assert read.frame["card"].to_list() == [
        "038085012345",
        "038085012345",
        "001085012345",
        "123456789",
        "C12",
    ]


def test_choices_are_read_without_marks_and_by_their_values(tmp_path: Path):
    rows = [["Khu vực"], ["NONG THON"], ["Thành Thị"], ["rural"], ["URBAN"]]

    read = read_table(make_xlsx(tmp_path / "a.xlsx", rows), [AREA])

    assert read.frame["area_type"].to_list() == ["rural", "urban", "rural", "urban"]


def test_optional_column_may_be_absent(tmp_path: Path):
    rows = [HEADING[:3], ROWS[0][:3]]

    (row,) = values(read_table(make_xlsx(tmp_path / "a.xlsx", rows), SCORES))

    assert row["b2"] is None


def test_source_keeps_every_column_as_it_lay(tmp_path: Path):
    rows = [
        ["Chủ hộ", *HEADING, "", "Ngày"],
        ["Lò Thị B", *ROWS[0], 0.5, dt.date(2020, 1, 31)],
        ["", "A", "biển", 1, 1, "", ""],
        ["Vàng A C", *ROWS[1], 2, dt.date(2020, 2, 1)],
    ]

    read = read_table(make_xlsx(tmp_path / "a.xlsx", rows), SCORES, keep_source=True)

    assert read.source is not None
    assert read.source.to_dicts() == [
        {
            "Chủ hộ": "Lò Thị B",
            **dict(zip(HEADING, ROWS[0], strict=True)),
            "Cột 6": 0.5,
            "Ngày": dt.date(2020, 1, 31),
        },
        {
            "Chủ hộ": "Vàng A C",
            **dict(zip(HEADING, ROWS[1], strict=True)),
            "Cột 6": 2.0,
            "Ngày": dt.date(2020, 2, 1),
        },
    ]


def test_missing_columns_are_named_with_what_was_found(tmp_path: Path):
    path = make_xlsx(tmp_path / "ds.xlsx", [["Mã hộ", "Ghi chú"], ["A", "x"]])

    with pytest.raises(MissingColumns) as refused:
        read_table(path, SCORES)

    assert str(refused.value) == (
        "Tệp “ds.xlsx” thiếu cột “Khu vực”, “Điểm B1”. Các tiêu đề đã thấy: “Mã hộ”, “Ghi chú”. "
        "Bổ sung cột còn thiếu rồi thử lại. (LIB-013)"
    )


def test_two_headings_for_one_column_are_refused(tmp_path: Path):
    path = make_xlsx(tmp_path / "a.xlsx", [["Mã hộ", "Ma ho", "Khu vực", "B1"], ["A", "B", "", 1]])

    with pytest.raises(DuplicateColumn, match="“Mã hộ” và “Ma ho”"):
        read_table(path, SCORES)


def test_missing_file(tmp_path: Path):
    with pytest.raises(MissingFile, match="không-có"):
        read_table(tmp_path / "không-có.xlsx", SCORES)


def test_folder_is_no_file(tmp_path: Path):
    with pytest.raises(MissingFile):
        read_table(tmp_path, SCORES)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a"])
def test_wrong_type(tmp_path: Path, name: str):
    (tmp_path / name).write_text("x")

    with pytest.raises(WrongFileType, match=r"\.xlsx, \.csv hoặc \.parquet"):
        read_table(tmp_path / name, SCORES)


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "parquet"])
def test_broken_file(tmp_path: Path, suffix: str):
    (tmp_path / f"a.{suffix}").write_bytes(b"PK\x03\x04 not what it says")

    with pytest.raises(UnreadableFile, match="Chưa mở được"):
        read_table(tmp_path / f"a.{suffix}", SCORES)


def test_csv_of_no_known_encoding(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00\xd8\x00\x00")

    with pytest.raises(UnreadableFile, match="bảng mã"):
        read_table(tmp_path / "a.csv", SCORES)


def test_csv_with_a_broken_quote_is_refused(tmp_path: Path):
    (tmp_path / "a.csv").write_text('Mã hộ,Khu vực,Điểm B1\n"' + "x" * 200_000)

    with pytest.raises(UnreadableFile, match="ngoặc kép"):
        read_table(tmp_path / "a.csv", SCORES)


def test_csv_with_an_open_quote_does_not_swallow_the_rows_below(tmp_path: Path):
    (tmp_path / "a.csv").write_text('Mã hộ,Khu vực,Điểm B1\nA,"rural,1\nB,rural,2\nC,rural,3\n')

    with pytest.raises(UnreadableFile, match="ngoặc kép"):
        read_table(tmp_path / "a.csv", SCORES)


@pytest.mark.parametrize(
    "content", ["", "\n\n", "Mã hộ,Khu vực,Điểm B1\n", "Mã hộ,Khu vực,Điểm B1\n,,\n"]
)
def test_empty_csv(tmp_path: Path, content: str):
    (tmp_path / "a.csv").write_text(content)

    with pytest.raises(EmptyTable):
        read_table(tmp_path / "a.csv", SCORES)


def test_empty_workbook_and_empty_parquet(tmp_path: Path):
    make_xlsx(tmp_path / "a.xlsx", [])
    pl.DataFrame(EXPECTED).clear().write_parquet(tmp_path / "a.parquet")

    for name in ("a.xlsx", "a.parquet"):
        with pytest.raises(EmptyTable):
            read_table(tmp_path / name, SCORES)


def test_good_and_refused_rows_must_add_up():
    with pytest.raises(AssertionError, match="lost or doubled"):
        TableRead(
            frame=pl.DataFrame({"row_number": [1]}),
            refused=(),
            refused_frame=pl.DataFrame(schema={"row_number": pl.Int64}),
            source_rows=2,
        )
