"""The same plan as other machines and people write it reads the same."""

import unicodedata
from pathlib import Path

import pytest
from docx import Document

from giamngheo.documents import PlanReading, read_plan
from tests.documents.conftest import ReadText
from tests.documents.plans import PLAN


def test_decomposed_letters(read_text: ReadText, reading: PlanReading):
    decomposed = unicodedata.normalize("NFD", PLAN)

    assert decomposed != PLAN
    assert read_text(text=decomposed).to_json() == reading.to_json()


def test_line_ends_of_windows(read_text: ReadText, reading: PlanReading):
    assert read_text(text=PLAN.replace("\n", "\r\n")).to_json() == reading.to_json()


def test_no_line_end_at_the_end(read_text: ReadText, reading: PlanReading):
    assert read_text(text=PLAN.rstrip("\n")).to_json() == reading.to_json()


@pytest.mark.parametrize("space", ["  ", "\u00a0", "\u2009", " \u200b"])
def test_other_spaces(read_text: ReadText, reading: PlanReading, space: str):
    assert read_text(text=PLAN.replace(" ", space)).to_json() == reading.to_json()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings(tmp_path: Path, reading: PlanReading, encoding: str):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding=encoding, newline="")

    assert read_plan(path).to_json() == reading.to_json()


def test_no_emphasis(read_text: ReadText, reading: PlanReading):
    assert read_text(text=PLAN.replace("*", "")).to_json() == reading.to_json()


def test_blank_lines_between_the_paragraphs_change_only_line_numbers(
    read_text: ReadText, reading: PlanReading
):
    shifted = read_text(text="\n\n\n" + PLAN)

    assert [one.line - 3 for one in shifted.targets] == [one.line for one in reading.targets]
    assert [one.text for one in shifted.targets] == [one.text for one in reading.targets]
    assert [one.title for one in shifted.outline] == [one.title for one in reading.outline]


def test_a_repeated_heading_after_a_page_break_is_no_row(read_text: ReadText, reading: PlanReading):
    heading = "\n".join(line for line in PLAN.split("\n") if "Số TT" in line or "Số hộ đầu" in line)
    repeated = read_text(("0,75\n\n3\t", f"0,75\n\n{heading}\n3\t"))

    assert [row.cells for row in repeated.tables[0].rows] == [
        row.cells for row in reading.tables[0].rows
    ]


def test_a_word_file_of_it(tmp_path: Path, reading: PlanReading):
    path = tmp_path / "plan.docx"
    write_word(path)

    twin = read_plan(path)

    assert (twin.head.code, twin.head.date) == (reading.head.code, reading.head.date)
    assert twin.head.title == reading.head.title
    assert twin.head.issuer == reading.head.issuer
    assert twin.signer.name == reading.signer.name
    for name in ("legal_bases", "targets", "tasks", "recipients", "budget_lines", "outline"):
        for one, other in zip(getattr(twin, name), getattr(reading, name), strict=True):
            assert without_lines(one) == without_lines(other)
    assert [row.values for row in twin.tables[0].rows] == [
        row.values for row in reading.tables[0].rows
    ]
    assert twin.tables[0].columns == reading.tables[0].columns


def without_lines(part: object) -> dict[str, object]:
    return {key: one for key, one in vars(part).items() if key not in ("line", "lines", "span")}


def write_word(path: Path) -> None:
    """Write the plan as Word would hold it: a paragraph a line, the table with merged cells."""
    document = Document()
    lines = PLAN.split("\n")
    rows = [line.split("\t") for line in lines if "\t" in line]
    text = [line for line in lines if "\t" not in line]
    for line in "\n".join(text).replace("ở\n\nxa", "ở xa").replace("**", "").split("\n"):
        document.add_paragraph(line)
    table = document.add_table(rows=len(rows), cols=9)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    top, below = table.rows[0].cells, table.rows[1].cells
    for first, last in ((3, 5), (6, 8)):
        top[first].merge(top[last]).text = rows[0][first]
    for place in range(3):
        top[place].merge(below[place]).text = rows[0][place]
    document.save(str(path))
