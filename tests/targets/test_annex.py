"""The annex out and in again: Word, Excel and the plan's own columns."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from giamngheo.accounts.enums import Role
from giamngheo.areas.models import Unit
from giamngheo.documents import read_plan
from giamngheo.lib.sheets import Sheet, SheetColumn, write_workbook
from giamngheo.targets.allocation_actions import import_table
from giamngheo.targets.annex import annex_columns, annex_docx, annex_rows, write_annex_xlsx
from giamngheo.targets.catalogue import NEAR_POOR, POOR
from giamngheo.targets.opening import open_from_file
from giamngheo.targets.queries import sheet_of
from giamngheo.targets.refusals import NotYourMeasure
from giamngheo.targets.table_files import TableFileRefused, read_allocation
from tests.factories.accounts import officer
from tests.factories.allocation import DAY, annex_figures, draft, maker, trieu_son_draft, values_of
from tests.factories.small_year import YEAR, SmallYear

HEADS = [
    *("Số TT", "Đơn vị", "Tổng số hộ tự nhiên", "Số hộ đầu năm", "Số hộ giảm trong năm 2020"),
    *("Tỷ lệ giảm (%)", "Số hộ đầu năm", "Số hộ giảm trong năm 2020", "Tỷ lệ giảm (%)"),
]


@pytest.fixture
def annex(trieu_son: Unit, tmp_path: Path) -> dict[str, Path]:
    """Triệu Sơn's annex written as Word and as Excel."""
    sheet = sheet_of(allocation=trieu_son_draft(trieu_son))
    files = {"docx": tmp_path / "phu-luc.docx", "xlsx": tmp_path / "phu-luc.xlsx"}
    files["docx"].write_bytes(annex_docx(sheet=sheet))
    write_annex_xlsx(sheet=sheet, path=files["xlsx"])
    return files


def table(path: Path, rows: list[tuple[object, ...]]) -> Path:
    """Write a workbook of unit, households, poor, poor to fall."""
    titles = ("Đơn vị", "Tổng số hộ", "Hộ nghèo đầu năm", "Hộ nghèo giảm trong năm")
    columns = [
        SheetColumn(key=str(place), title=title, kind="int" if place else "text")
        for place, title in enumerate(titles)
    ]
    values = [{str(place): value for place, value in enumerate(row)} for row in rows]
    write_workbook(path, [Sheet(name="Bảng", columns=columns, rows=values)])
    return path


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_annex_read_back_gives_the_same_figures(
    annex: dict[str, Path], trieu_son: Unit, kind: str
) -> None:
    read = read_allocation(path=annex[kind], unit=trieu_son, as_of=date(2020, 1, 31))

    rows = [
        (row.households, row.stock[POOR], row.value[POOR], row.stock[NEAR_POOR],
         row.value[NEAR_POOR])
        for row in read.rows
    ]  # fmt: skip
    assert rows == annex_figures()
    # Two names of the plan lack a mark; they are taken, and said.
    assert [words.split(" ")[:3] for words in read.findings] == [
        ["«Thọ", "Tiên»", "trong"],
        ["«Thọ", "Thê»", "trong"],
    ]


def test_the_words_annex_keeps_all_thirty_four_times_nine(annex: dict[str, Path]) -> None:
    found = read_plan(annex["docx"]).to_json()["tables"][0]

    cells = [row["cells"] for row in found["rows"]]
    assert (len(cells), {len(row) for row in cells}) == (34, {9})
    assert cells[2] == ["3", "Thọ Bình", "2.204", "306", "200", "9,07", "115", "30", "1,36"]
    assert found["total_row"]["cells"] == [
        "", "Tổng cộng", "59.360", "1.825", "1.297", "2,18", "4.241", "818", "1,38",
    ]  # fmt: skip


def test_the_word_paper_has_a_landscape_annex_and_blank_number(annex: dict[str, Path]) -> None:
    document = Document(io.BytesIO(annex["docx"].read_bytes()))

    first, second = document.sections
    assert (first.orientation, second.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "CHỈ TIÊU GIẢM NGHÈO CỦA CÁC XÃ, THỊ TRẤN NĂM 2020" in text
    assert "giảm 1.297 hộ nghèo" in text
    assert [column[2] or column[1] for column in annex_columns(2020)] == HEADS


@pytest.mark.shared
def test_our_annex_is_the_seeds_annex(annex: dict[str, Path], shared_dir: Path) -> None:
    seed = next(path for path in (shared_dir / "seeds").iterdir() if path.name.startswith("001"))
    theirs = read_plan(seed).to_json()["tables"][0]
    ours = read_plan(annex["docx"]).to_json()["tables"][0]

    assert [row["cells"] for row in ours["rows"]] == [row["cells"] for row in theirs["rows"]]


def test_a_unit_without_figure_is_blank_not_nought(year: SmallYear) -> None:
    rows = annex_rows(sheet_of(allocation=draft(year, maker(year))))

    assert [row["poor_reduced"] for row in rows] == [None, None, None]
    assert [row["poor_start"] for row in rows] == [9, 6, 3]


def test_a_table_goes_into_a_draft_and_says_what_differs(year: SmallYear, tmp_path: Path) -> None:
    by = maker(year)
    allocation = draft(year, by)
    path = table(
        tmp_path / "bang.xlsx",
        [("Tổng cộng", 18, 9, 7), ("Đồng Mây", 12, 6, 5), ("Phố Núi", 6, 4, 1)],
    )

    count, findings = import_table(allocation=allocation, path=path, by=by, as_of=DAY)

    assert (count, values_of(allocation)) == (2, [5, 1])
    assert any("cộng lại là 6" in one for one in findings)
    assert any("Phố Núi: tệp ghi đầu năm 4, phương án có 3" in one for one in findings)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([("Đồng Mây", 12, 6, 7), ("Phố Núi", 6, 3, 1)], "nhiều hơn"),
        ([("Đồng Mây", 12, 6, 5), ("Đồng Mây", 12, 6, 5)], "hai dòng"),
        ([("Đồng Mây", 12, 6, 5), ("Mường Lạ", 6, 3, 1)], "«Mường Lạ»"),
    ],
)
def test_a_table_that_cannot_be_is_refused(
    year: SmallYear, tmp_path: Path, rows: list[tuple[object, ...]], problem: str
) -> None:
    by = maker(year)
    allocation = draft(year, by)
    path = table(tmp_path / "bang.xlsx", rows)

    with pytest.raises(TableFileRefused, match=problem):
        import_table(allocation=allocation, path=path, by=by, as_of=DAY)

    assert values_of(allocation) == [None, None]


def test_a_file_without_such_a_table_is_refused(year: SmallYear, tmp_path: Path) -> None:
    path = tmp_path / "khac.csv"
    path.write_text("a;b;c\n1;2;3\n4;5;6\n", encoding="utf-8")

    with pytest.raises(TableFileRefused, match="TGT-003"):
        read_allocation(path=path, unit=year.district.unit, as_of=DAY)


def test_a_draft_may_begin_with_a_file(year: SmallYear, tmp_path: Path) -> None:
    path = table(tmp_path / "b.xlsx", [("Đồng Mây", 12, 6, 5), ("Phố Núi", 6, 3, 1)])

    made, _ = open_from_file(
        unit=year.district.unit, year=YEAR, path=path, as_of=DAY, by=maker(year)
    )

    sheet = sheet_of(allocation=made)
    assert [(row.stock(POOR), row.value(POOR)) for row in sheet.rows] == [(6, 5), (3, 1)]
    assert sheet.rows[0].rate_pp(POOR) == Decimal("41.67")


def test_a_strangers_file_is_refused(year: SmallYear, tmp_path: Path) -> None:
    allocation = draft(year, maker(year))
    path = table(tmp_path / "b.xlsx", [("Đồng Mây", 12, 6, 5), ("Phố Núi", 6, 3, 1)])

    with pytest.raises(NotYourMeasure):
        import_table(
            allocation=allocation,
            path=path,
            by=officer(Role.COMMUNE, year.district.rural),
            as_of=DAY,
        )
