"""Tables on PDF pages that no rule surrounds, and words that narrow cells break."""

import pytest

from giamngheo.documents.pdf_columns import cell_words, rows_of_tables

TABLE = [
    ("KẾ HOẠCH",),
    ("STT", "Đơn vị", "Hộ nghèo", "Hộ cận nghèo"),
    ("Đầu năm", "Giảm", "Đầu năm", "Giảm"),
    ("Tổng cộng", "90", "30", "40", "12"),
    ("1", "Nậm Lành", "50", "20", "25", "7"),
    ("2", "Bản Thử", "40", "10", "15", "5"),
    ("Nơi nhận:",),
]


def test_rows_groups_of_headings_and_the_total():
    assert rows_of_tables(TABLE) == {
        1: "STT\tĐơn vị\tHộ nghèo\t\tHộ cận nghèo\t",
        2: "\t\tĐầu năm\tGiảm\tĐầu năm\tGiảm",
        3: "\tTổng cộng\t90\t30\t40\t12",
        4: "1\tNậm Lành\t50\t20\t25\t7",
        5: "2\tBản Thử\t40\t10\t15\t5",
    }


def test_a_wrapped_cell_goes_back_to_its_row():
    lines = [
        ("STT", "Họ và tên", "Địa bàn"),
        ("1", "Lò Văn Panh", "Nậm Lành, Bản"),
        ("Thử",),
        ("2", "Mã Thị Én", "Pá Vạt"),
    ]

    assert rows_of_tables(lines) == {
        0: "STT\tHọ và tên\tĐịa bàn",
        1: "1\tLò Văn Panh\tNậm Lành, Bản Thử",
        2: None,
        3: "2\tMã Thị Én\tPá Vạt",
    }


@pytest.mark.parametrize(
    "lines",
    [
        [("1.", "Mục đích", "chung"), ("Giảm nghèo bền vững cho mọi hộ trong huyện",)],
        [("UBND HUYỆN", "CỘNG HÒA"), ("Số: 1/KH-UBND", "Độc lập")],
        [("2023", "là năm", "cuối"), ("2024", "là năm", "đầu")],
        [],
    ],
)
def test_what_is_no_table(lines: list[tuple[str, ...]]):
    assert rows_of_tables(lines) == {}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("59.36\n0", "59.360"),
        ("2,1\n8", "2,18"),
        ("Khuyế\nn Nông", "Khuyến Nông"),
        ("Nông Trườn\ng", "Nông Trường"),
        ("Trưởng phòng\nTài chính", "Trưởng phòng Tài chính"),
        ("12\n15", "12 15"),
        ("Thị\ntrấn Nưa", "Thị trấn Nưa"),
        ("", ""),
    ],
)
def test_words_of_a_narrow_cell(written: str, read: str):
    assert cell_words(written) == read
