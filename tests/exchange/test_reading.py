"""Files as offices send them: headings, orders, sheets, cells (what users ask, 9 and 10)."""

import datetime as dt
import unicodedata
from pathlib import Path

import polars as pl
import pytest

from giamngheo.exchange.enums import Mode
from giamngheo.exchange.reading import read_file
from giamngheo.exchange.refused import problems_of, reason_words
from giamngheo.lib.sheets import EmptyTable, MissingColumns, WrongFileType
from giamngheo.lib.text import without_marks
from tests.exchange.conftest import Planner, reasons
from tests.exchange.files import HEADINGS, head, member, write_csv, write_xlsx
from tests.factories.district import District

NEW = "038180000777"


def test_any_order_of_columns(plan: Planner, tmp_path: Path):
    order = list(reversed(range(len(HEADINGS))))
    row = head(id_=NEW)
    path = write_xlsx(
        tmp_path / "a.xlsx",
        {"Hộ": [[row[i] for i in order]]},
        headings=[HEADINGS[i] for i in order],
    )

    assert plan(path).counts["ADDED"] == 1


def test_headings_without_marks(plan: Planner, tmp_path: Path):
    headings = [without_marks(one).upper() for one in HEADINGS]
    path = write_xlsx(tmp_path / "a.xlsx", {"Ho": [head(id_=NEW)]}, headings=headings)

    assert plan(path).counts["ADDED"] == 1


def test_everything_decomposed(plan: Planner, tmp_path: Path):
    def nfd(cell: object) -> object:
        return unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell

    rows = [[nfd(cell) for cell in head(id_=NEW)]]
    headings = [str(nfd(one)) for one in HEADINGS]
    path = write_xlsx(tmp_path / "a.xlsx", {"Hộ": rows}, headings=headings)

    found = plan(path)

    assert found.counts["ADDED"] == 1
    assert found.households["head_name"].to_list() == ["Lò Thị Hồng Ơn"]


def test_headings_below_titles(plan: Planner, tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", {"Hộ": [head(id_=NEW)]}, start=4)

    assert plan(path).counts["ADDED"] == 1


def test_an_empty_first_column_and_an_empty_sheet(plan: Planner, tmp_path: Path):
    path = write_xlsx(
        tmp_path / "a.xlsx",
        {"Trống": [], "Hộ": [["", *head(id_="không rõ")]]},
        headings=["", *HEADINGS],
    )

    (row, *_), found = sorted(plan(path).file.problems.of_row), plan(path)

    assert found.read == 1
    told = problems_of(found, row=row, sheet=0, row_in_sheet=0)
    assert told[0]["column"] == "K"


def test_csv_with_semicolons(plan: Planner, tmp_path: Path):
    path = write_csv(tmp_path / "a.csv", [head(id_=NEW), member("Lò Văn Tư")])

    assert plan(path).members.height == 2


def test_parquet_with_days(plan: Planner, tmp_path: Path):
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "Họ và tên": ["Lò Thị Hồng Ơn"],
            "Quan hệ với chủ hộ": ["Chủ hộ"],
            "Giới tính": ["Nữ"],
            "Ngày sinh": [dt.date(1980, 5, 17)],
            "Thôn": ["Thôn Một"],
        }
    ).write_parquet(path)

    assert plan(path).members["birth_date"].to_list() == [dt.date(1980, 5, 17)]


def test_without_a_mark_the_relation_opens_a_household(plan: Planner, tmp_path: Path):
    rows = [head(id_=NEW), member("Lò Văn Tư"), head("Vi Thị Ơn", id_="038180000778")]
    bare = [[cell for i, cell in enumerate(row) if i != 1] for row in rows]
    headings = [one for one in HEADINGS if one != "Dòng hộ"]
    path = write_xlsx(tmp_path / "a.xlsx", {"Hộ": bare}, headings=headings)

    assert plan(path).counts["ADDED"] == 2


def test_a_household_row_apart_from_its_head(plan: Planner, tmp_path: Path):
    """The national import has the household on a row of its own, the head again among members."""
    headings = ("Hộ", "Họ và tên chủ hộ", "Họ và tên thành viên", *HEADINGS[3:4], *HEADINGS[5:10])
    rows = [
        ["x", "Lò Thị Hồng Ơn", None, "Thôn Một", None, None, None, None, None],
        [None, None, "Lò Thị Hồng Ơn", None, "Chủ hộ", "Nữ", "17/05/1980", "Kinh", NEW],
        [None, None, "Lò Văn Tư", None, "Con", "Nam", "01/02/2010", "Kinh", None],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"Hộ": rows}, headings=headings)

    found = plan(path)

    assert found.counts["ADDED"] == 1
    assert found.members["full_name"].to_list() == ["Lò Thị Hồng Ơn", "Lò Văn Tư"]
    assert found.rows == 3


def test_people_before_any_household_go_back(plan: Planner):
    found = plan([member("Lò Văn Tư"), head(id_=NEW)])

    assert found.counts["REFUSED"] == 1
    assert "đứng trước dòng hộ đầu tiên" in reasons(found)[0]


def test_totals_and_signatures_are_nobody(plan: Planner):
    footer = ["Tổng cộng: 1 hộ", *[None] * 10]

    found = plan([head(id_=NEW), footer])

    assert (found.counts["ADDED"], found.rows) == (1, 1)
    assert "dòng 3 không phải dòng người" in found.file.notes[0]


def test_a_village_merged_over_its_households(plan: Planner, tmp_path: Path):
    rows = [head(id_=NEW, village=None), head("Vi Thị Ơn", id_="038180000778", village=None)]
    path = write_xlsx(tmp_path / "a.xlsx", {"Hộ": rows}, merges=[(1, 3, 2, 3, "Thôn Một")])

    assert plan(path).counts["ADDED"] == 2


# Zeros, days, formulas


@pytest.mark.parametrize("lost", [38180000777, "38180000777"])
def test_a_lost_zero_is_given_back_when_sex_and_birth_agree(plan: Planner, lost: object):
    found = plan([head(id_=lost)])

    assert found.members["personal_id"].to_list() == [NEW]


@pytest.mark.parametrize(
    "row",
    [
        head(id_=38180000777, sex="Nam"),
        head(id_=38180000777, born="17/05/1981"),
        head(id_=38180000777, born=None),
        head(id_="3818000077"),  # two zeros in front make no province
    ],
)
def test_a_lost_zero_is_never_guessed(plan: Planner, row: list[object]):
    found = plan([row])

    assert found.counts["REFUSED"] == 1
    assert "mất số 0 ở đầu" in reasons(found)[0]


@pytest.mark.parametrize("wrong", ["12", "3.8E+10", "0381800007770", "A38180000777"])
def test_what_is_no_number_goes_back(plan: Planner, wrong: str):
    found = plan([head(id_=wrong)])

    assert "12 chữ số" in reasons(found)[0]


@pytest.mark.parametrize("written", ["038 180 000 777", "038.180.000.777"])
def test_a_number_in_groups_is_the_same_number(plan: Planner, written: str):
    assert plan([head(id_=written)]).members["personal_id"].to_list() == [NEW]


def test_a_code_of_digits_gets_its_zeros_back_where_one_code_fits(
    plan: Planner, district: District
):
    from giamngheo.registry.models import Household

    district.load("A-001")
    Household.objects.update(code="000123")
    row = head("Nguyễn Thị Hồng Nhung", id_=None)
    row[2] = 123

    found = plan([row], Mode.UPDATE)

    assert found.counts["SAME"] == 1


def test_a_code_of_digits_that_fits_two_is_not_guessed(plan: Planner, district: District):
    from giamngheo.registry.models import Household

    district.load("A-001", "A-002")
    Household.objects.filter(code="A-001").update(code="000123")
    Household.objects.filter(code="A-002").update(code="0123")
    row = head("Nguyễn Thị Hồng Nhung", id_=None)
    row[2] = 123

    assert plan([row], Mode.UPDATE).counts["REFUSED"] == 1


@pytest.mark.parametrize(
    "written",
    ["17/05/1980", "17-5-1980", "17.5.1980", "1980-05-17", dt.date(1980, 5, 17), 29358],
)
def test_days_in_every_dress(plan: Planner, written: object):
    found = plan([head(id_=NEW, born=written)])

    assert found.members["birth_date"].to_list() == [dt.date(1980, 5, 17)]


@pytest.mark.parametrize("written", [1945, "1945"])
def test_a_year_alone_is_kept_as_a_year(plan: Planner, written: object):
    found = plan([head(id_="012345678", born=written)])

    assert found.members.select("birth_date", "birth_year_only").rows() == [
        (dt.date(1945, 1, 1), True)
    ]


@pytest.mark.parametrize("written", ["31/02/1980", "1980,5", "05/1980", "hôm qua", 123])
def test_what_is_no_day_goes_back(plan: Planner, written: object):
    assert plan([head(id_=NEW, born=written)]).counts["REFUSED"] == 1


@pytest.mark.parametrize(("born", "count"), [("08/11/2021", 0), ("09/11/2021", 1)])
def test_nobody_is_born_tomorrow(plan: Planner, born: str, count: int):
    rows = [head(id_=NEW), member("Lò Văn Tư", born=born)]

    assert plan(rows).counts["REFUSED"] == count


def test_a_formula_gives_its_value_and_says_so(plan: Planner, tmp_path: Path):
    path = write_xlsx(
        tmp_path / "a.xlsx",
        {"Hộ": [head(id_=NEW)]},
        formulas={(1, 4): ('=UPPER("x")', "Lò Thị Hồng Ơn")},
    )

    found = plan(path)

    assert found.members["full_name"].to_list() == ["Lò Thị Hồng Ơn"]
    assert "1 ô là công thức" in found.file.notes[0]


@pytest.mark.parametrize(("value", "words"), [("", "chưa tính ra giá trị"), ("#N/A", "báo lỗi")])
def test_a_formula_without_a_value_goes_back_in_words(
    plan: Planner, tmp_path: Path, value: str, words: str
):
    path = write_xlsx(
        tmp_path / "a.xlsx", {"Hộ": [head(id_=NEW)]}, formulas={(1, 4): ("=A99", value)}
    )

    found = plan(path)

    assert found.counts["REFUSED"] == 1
    assert words in reasons(found)[0]


# The error names the right cell


def test_an_error_names_sheet_row_column_heading_value_and_what_is_allowed(
    plan: Planner, tmp_path: Path
):
    rows = [head(id_=NEW), member("Lò Văn Tư", "Hàng xóm")]
    path = write_xlsx(
        tmp_path / "a.xlsx", {"Xóm trên": rows}, headings=[*HEADINGS[:5], "QUAN HE", *HEADINGS[6:]]
    )

    found = plan(path)

    (row,) = found.file.problems.of_row
    place = found.file.rows.filter(row=row).select("row_number", "sheet", "row_in_sheet").row(0)
    assert place[0] == 3
    told = reason_words(problems_of(found, row=row, sheet=place[1], row_in_sheet=place[2]))
    assert told.startswith("cột F “QUAN HE” ghi “Hàng xóm”: chỉ nhận một trong: Chủ hộ, Vợ/chồng")


def test_an_unknown_village_is_told_with_the_villages(plan: Planner):
    found = plan([head(id_=NEW, village="Thôn Chín")])

    assert reasons(found) == ["chỉ nhận một trong: Thôn Một"]


@pytest.mark.parametrize("written", ["thon mot", "THÔN MỘT", "Một"])
def test_a_village_is_found_by_its_name(plan: Planner, district: District, written: str):
    found = plan([head(id_=NEW, village=written)])

    assert found.households["unit_id"].to_list() == [district.villages["A"].pk]


def test_no_village_where_there_are_villages_goes_back(plan: Planner):
    assert "còn thiếu thôn" in reasons(plan([head(id_=NEW, village=None)]))[0]


def test_a_row_of_another_commune_goes_back(plan: Planner, tmp_path: Path):
    rows = [[*head(id_=NEW), "98002"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Hộ": rows}, headings=[*HEADINGS, "Mã xã"])

    assert "chỉ nhận Xã Đồng Mây (mã 98001)" in reasons(plan(path))[0]


# Files that are no lists


def test_a_file_without_names_is_refused(tmp_path: Path):
    path = write_csv(tmp_path / "a.csv", [["1", "2"]], headings=["Mã hộ", "Dân tộc"])

    with pytest.raises(MissingColumns):
        read_file(path)


def test_an_empty_list_is_refused(tmp_path: Path):
    with pytest.raises(EmptyTable):
        read_file(write_xlsx(tmp_path / "a.xlsx", {"Hộ": []}))


def test_a_picture_is_refused(tmp_path: Path):
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG")

    with pytest.raises(WrongFileType):
        read_file(path)
