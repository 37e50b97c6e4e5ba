"""Tables of other shapes: parts with sums of their own, numbered columns, other headings."""

from decimal import Decimal

import pytest

from giamngheo.documents import check_plan
from giamngheo.documents.columns import columns_of
from giamngheo.documents.tables import Table
from tests.documents.conftest import ReadText
from tests.documents.plans import PLAN

PROVINCE = """\
Biểu số 01
PHÂN BỔ CHỈ TIÊU GIẢM NGHÈO NĂM 2023
(Ban hành kèm theo Kế hoạch số 12/KH-UBND ngày 09/02/2023 của UBND tỉnh)
Đơn vị tính: Hộ, %
TT\tTên huyện, thị xã\tTổng số hộ\tHộ nghèo cuối năm 2022\t\tChỉ tiêu giảm\t\tCòn lại năm 2023\t
\t\t\tSố hộ\tTỷ lệ %\tSố hộ\tTỷ lệ %\tSố hộ\tTỷ lệ %
(1)\t(2)\t(3)\t(4)\t(5)=(4)/(3)\t(6)\t(7)\t(8)\t(9)
I\tHuyện nghèo\t300\t90\t30,00\t21\t7,00\t69\t23,00
1\tHuyện Một\t150\t45\t30,00\t11\t7,33\t34\t22,67
2\tHuyện Hai\t150\t45\t30,00\t10\t6,67\t35\t23,33
II\tCòn lại\t200\t10\t5,00\t4\t2,00\t6\t3,00
1\tThị xã Ba\t200\t10\t5,00\t4\t2,00\t6\t3,00
\tTỔNG SỐ (I+II)\t500\t100\t20,00\t25\t5,00\t75\t15,00
"""
HEAD = PLAN[: PLAN.index("CHỈ TIÊU GIAO CHO")]


def province_table(read_text: ReadText, text: str = PROVINCE) -> Table:
    (table,) = read_text(text=HEAD + text).tables
    return table


def test_parts_with_sums_of_their_own_are_no_rows(read_text: ReadText):
    table = province_table(read_text)

    assert [row.values["unit"] for row in table.rows] == ["Huyện Một", "Huyện Hai", "Thị xã Ba"]
    assert [row.values["unit"] for row in table.group_rows] == ["Huyện nghèo", "Còn lại"]
    assert table.total_row is not None
    assert table.total_row.values["poor_reduced"] == 25


def test_two_years_tell_start_from_end(read_text: ReadText):
    assert province_table(read_text).keys == (
        "stt",
        "unit",
        "total_households",
        "poor_start",
        "poor_rate_start",
        "poor_reduced",
        "poor_rate_pp",
        "poor_end",
        "poor_rate_end",
    )


def test_the_title_stands_between_its_label_and_the_note_on_units(read_text: ReadText):
    table = province_table(read_text)

    assert table.title == "PHÂN BỔ CHỈ TIÊU GIẢM NGHÈO NĂM 2023"
    assert table.caption is not None
    assert table.caption.startswith("(Ban hành kèm theo")


def test_sums_of_parts_are_not_added_twice(read_text: ReadText):
    aim = ("từ 1,5% - 2,5%; cả huyện giảm 30 hộ", "từ 4,5% - 5,5%; cả tỉnh giảm 25 hộ")
    reading = read_text(aim, text=HEAD + PROVINCE)

    assert check_plan(reading) == []


def test_a_table_without_numbers_before_its_rows(read_text: ReadText):
    table = province_table(
        read_text,
        "BẢNG CHỈ TIÊU\n\nXã\tSố hộ nghèo đầu năm\tSố hộ nghèo giảm\nMột\t5\t2\nHai\t7\t1\n",
    )

    assert table.keys == ("unit", "poor_start", "poor_reduced")
    assert [row.values["poor_start"] for row in table.rows] == [5, 7]


def test_a_commune_named_like_a_total(read_text: ReadText):
    table = province_table(
        read_text,
        "BẢNG\n\nSTT\tXã\tHộ nghèo giảm\n1\tCộng Hòa\t3\n2\tTổng Cọt\t4\n\tCộng\t7\n",
    )

    assert [row.values["unit"] for row in table.rows] == ["Cộng Hòa", "Tổng Cọt"]
    assert table.total_row is not None


def test_a_rate_of_the_stock_is_checked_as_such(read_text: ReadText):
    rows = "1\tMột\t100\t20\t10\t50,00\n2\tHai\t100\t40\t10\t25,00\n3\tBa\t100\t10\t1\t11,00\n"
    heading = "STT\tXã\tTổng số hộ\tHộ nghèo đầu năm\tHộ nghèo giảm\tTỷ lệ hộ nghèo giảm (%)\n"

    findings = check_plan(read_text(text=f"{HEAD}BẢNG\n\n{heading}{rows}"))

    wrong = [one for one in findings if one.code == "DOC-F02"]
    assert [(one.found, one.expected) for one in wrong] == [("11,00", "10,00")]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Tên huyện, thị xã, thành phố", "unit"),
        ("Xã/phường/thị trấn", "unit"),
        ("Đơn vị tính", "column_1"),
        ("Tổng số hộ tự nhiên", "total_households"),
        ("Số hộ dân", "total_households"),
        ("Số hộ cận nghèo đầu năm", "near_poor_start"),
        ("Số hộ nghèo, hộ cận nghèo", "column_1"),
        ("Kế hoạch giảm hộ nghèo", "poor_reduced"),
        ("Địa bàn phụ trách", "units"),
        ("Ghi chú", "note"),
    ],
)
def test_headings(heading: str, key: str):
    (column,) = columns_of([(heading,)])

    assert column.key == key


def test_figures_are_exact(read_text: ReadText):
    assert province_table(read_text).rows[0].values["poor_rate_pp"] == Decimal("7.33")


def test_a_footnotes_mark_in_a_cell_is_no_number(read_text: ReadText):
    table = province_table(
        read_text, "BẢNG\n\nSTT\tXã\tA\tB\tC\n1\tMột\t1\t2¹\t3\n2\tHai\t4\t5\t6\n"
    )

    assert [row.cells[3] for row in table.rows] == ["2¹", "5"]


CUT = """KẾ HOẠCH
Phân công năm 2023

I. MỤC TIÊU
Giúp hộ nghèo.

PHÂN CÔNG
STT\tHọ và tên\tChức vụ\tĐịa bàn phụ trách
1\tLò Văn Panh\tPhó Chánh Văn\tNậm Lành,

\t\tphòng huyện\tBản Thử
2\tMã Thị Én\tTrưởng phòng\tPá Vạt
"""


def test_a_row_that_a_page_cut_is_one(read_text: ReadText):
    (table,) = read_text(text=CUT).tables

    assert len(table.rows) == 2
    assert table.rows[0].values["position"] == "Phó Chánh Văn phòng huyện"
    assert table.rows[0].values["units"] == ["Nậm Lành", "Bản Thử"]


def test_words_under_a_numbered_row_are_a_row_where_no_page_ends(read_text: ReadText):
    (table,) = read_text(text=CUT.replace("Nậm Lành,\n\n", "Nậm Lành,\n")).tables

    assert len(table.rows) == 3
