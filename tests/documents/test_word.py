"""Plans sent as Word files: broken ones refused, tables and marks of notes kept."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from giamngheo.documents import read_plan
from giamngheo.lib.errors import Refusal


def refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read_plan(path)
    return refusal.value


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_broken_file(tmp_path: Path, content: bytes):
    path = tmp_path / "hong.docx"
    path.write_bytes(content)

    assert refused(path).code == "DOC-002"


def test_a_zip_that_is_no_word_file(tmp_path: Path):
    path = tmp_path / "khac.docx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "a")

    assert refused(path).code == "DOC-002"


def test_an_old_word_file_under_a_new_name(tmp_path: Path):
    path = tmp_path / "cu.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))

    assert refused(path).code == "DOC-002"


def test_a_word_file_without_text(tmp_path: Path):
    path = tmp_path / "trong.docx"
    Document().save(str(path))

    assert refused(path).code == "DOC-003"


def test_numbers_that_word_counts_itself_are_written_out(tmp_path: Path):
    document = Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Giúp hộ nghèo năm 2023")
    document.add_paragraph("I. VIỆC PHẢI LÀM")
    for title in ("Phòng Y tế", "Phòng Tài chính"):
        document.add_paragraph(title, style="List Number")
    path = tmp_path / "so.docx"
    document.save(str(path))

    parts = [(one.path, one.title) for one in read_plan(path).outline]

    assert parts == [("I", "VIỆC PHẢI LÀM"), ("I.1", "Phòng Y tế"), ("I.2", "Phòng Tài chính")]


def test_bold_and_parted_runs_are_one_text(tmp_path: Path):
    document = Document()
    document.add_paragraph("KẾ HOẠCH")
    title = document.add_paragraph("Giúp hộ ")
    title.add_run("nghèo").bold = True
    title.add_run(" năm 2023")
    path = tmp_path / "dam.docx"
    document.save(str(path))

    assert read_plan(path).head.title == "Giúp hộ nghèo năm 2023"
