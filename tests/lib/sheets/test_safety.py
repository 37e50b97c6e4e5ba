"""Workbooks that would harm, or hide what they hold."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from giamngheo.lib.sheets import Column
from giamngheo.lib.sheets.refusals import UnreadableFile
from giamngheo.lib.sheets.safety import (
    CellNote,
    UnsafeFile,
    column_index,
    column_letters,
    look_through,
)
from giamngheo.lib.sheets.whole import read_sheets


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "ho.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet("Xóm & Đình")
        page.write_row(0, 0, ["Tên", "Ngày"])
        page.write_string(1, 0, "Lò Thị Ơn")
        page.write_formula(1, 1, "=A1", None, "17/05/1980")
        page.write_string(2, 0, "Vi Thị Ơn")
        page.write_formula(2, 1, "=A9", None, "")
        page.write_string(3, 0, "Hà Thị Ơn")
        page.write_formula(3, 1, "=1/0", None, "#DIV/0!")
        page.data_validation(1, 0, 9, 0, {"validate": "list", "source": ["Lò", "Vi"]})
        workbook.add_worksheet("Ẩn").hide()
    return path


def rezipped(source: Path, target: Path, **more: bytes) -> Path:
    """Copy an archive and add entries to it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        for name, content in more.items():
            new.writestr(
                name.replace("__", "/").replace("_bin", ".bin"), content, zipfile.ZIP_DEFLATED
            )
    return target


def test_notes_tell_formulas_and_errors_by_place(book: Path):
    shown, hidden = look_through(book)

    assert (shown.name, shown.is_visible, hidden.is_visible) == ("Xóm & Đình", True, False)
    assert shown.cells == {
        (1, 1): CellNote.FORMULA,
        (2, 1): CellNote.NO_VALUE,
        (3, 1): CellNote.ERROR,
    }
    assert shown.fills_column_a


def test_macros_are_refused(book: Path, tmp_path: Path):
    with pytest.raises(UnsafeFile, match="macro"):
        look_through(rezipped(book, tmp_path / "m.xlsx", xl__vbaProject_bin=b"x"))


@pytest.mark.parametrize(("most", "refused"), [(10_000_000, True), (12_000_000, False)])
def test_an_archive_is_measured_by_what_comes_out(
    book: Path, tmp_path: Path, most: int, refused: bool
):
    bomb = rezipped(book, tmp_path / "b.xlsx", xl__media__x=b"\0" * 11_000_000)
    assert bomb.stat().st_size < 100_000

    if not refused:
        assert look_through(bomb, most_unpacked=most)
        return
    with pytest.raises(UnsafeFile, match="lớn bất thường"):
        look_through(bomb, most_unpacked=most)


def test_sizes_written_in_the_archive_are_not_believed(book: Path, tmp_path: Path):
    bomb = rezipped(book, tmp_path / "b.xlsx", xl__media__x=b"\0" * 11_000_000)
    content = bytearray(bomb.read_bytes())
    true_size = (11_000_000).to_bytes(4, "little")
    assert content.count(true_size) >= 2
    bomb.write_bytes(bytes(content).replace(true_size, (10).to_bytes(4, "little")))

    with pytest.raises((UnsafeFile, UnreadableFile)):
        look_through(bomb, most_unpacked=10_000_000)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 99])
def test_what_is_no_workbook_is_unreadable(tmp_path: Path, content: bytes):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    with pytest.raises(UnreadableFile):
        look_through(path)


def test_an_archive_of_something_else_is_unreadable(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")

    with pytest.raises(UnreadableFile):
        look_through(path)


def test_a_broken_sheet_is_unreadable(book: Path, tmp_path: Path):
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            cut = old.read(entry)[:200] if "sheet1" in entry.filename else old.read(entry)
            new.writestr(entry.filename, cut)

    with pytest.raises(UnreadableFile):
        read_sheets(path, [Column(key="name", title="Tên")], is_wanted=lambda heading: True)


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_letters_of_columns(index: int, letters: str):
    assert column_letters(index) == letters
    assert column_index(letters) == index


def test_numbers_with_a_fraction_are_read_cell_by_cell(tmp_path: Path):
    """As text 1.125 would read as 1125: such columns never go through the fast reader."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        page.write_column(0, 0, ["Diện tích", 1.125, "1.125"])
    column = Column(key="area", title="Diện tích", kind="decimal")

    (sheet,) = read_sheets(path, [column], is_wanted=lambda heading: heading.is_complete)

    assert [float(value) for value in sheet.frame["area"]] == [1.125, 1125.0]
