"""A plan that was read is written as an official paper and read back equal."""

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from giamngheo.documents import PlanReading, read_plan
from giamngheo.documents.plan_paper import plan_paper
from giamngheo.documents.writer import write_paper
from tests.documents.conftest import ReadText
from tests.documents.plans import PLAN
from tests.documents.written_plans import SCANNED_HEAD, WITH_ANNEXES, WITHOUT_NUMBER, WRAPPED

# Where a part stands changes with the file; the letterhead is always written.
PLACES = {"line", "lines", "anchor_line", "title_line", "title_lines"}
PLACES |= {"national_header_present", "stated_in_header", "page_break_joins", "table_breaks"}
KINDS = sorted((Path(__file__).parent / "kinds").glob("*.txt"))


def blocks_of(reading: PlanReading) -> Any:
    return without_places(reading.to_json())


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(one) for key, one in value.items() if key not in PLACES}
    return [without_places(one) for one in value] if isinstance(value, list) else value


def read_back(reading: PlanReading, folder: Path) -> PlanReading:
    path = folder / "written.docx"
    path.write_bytes(write_paper(plan_paper(reading=reading)))
    return read_plan(path)


def written(reading: PlanReading) -> Any:
    return Document(io.BytesIO(write_paper(plan_paper(reading=reading))))


@pytest.mark.parametrize(
    "text", [PLAN, WITHOUT_NUMBER, WITH_ANNEXES, WRAPPED, SCANNED_HEAD], ids=range(5)
)
def test_what_is_written_is_read_back_equal(read_text: ReadText, tmp_path: Path, text: str):
    reading = read_text(text=text)

    found = read_back(reading, tmp_path)

    assert len(reading.outline) >= 2
    assert reading.recipients
    assert blocks_of(found) == blocks_of(reading)


@pytest.mark.parametrize(
    "text", [PLAN, WITHOUT_NUMBER, WITH_ANNEXES, WRAPPED, SCANNED_HEAD], ids=range(5)
)
def test_written_twice_it_is_the_same(read_text: ReadText, tmp_path: Path, text: str):
    once = read_back(read_text(text=text), tmp_path)

    again = read_back(once, tmp_path)

    assert again.to_json() == once.to_json()


@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.stem)
def test_other_kinds_of_plan_are_read_back_equal(path: Path, tmp_path: Path):
    reading = read_plan(path)

    assert blocks_of(read_back(reading, tmp_path)) == blocks_of(reading)


@pytest.mark.shared
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_real_plans_are_read_back_equal(shared_dir: Path, tmp_path: Path, number: str):
    reading = read_plan(next((shared_dir / "seeds").glob(f"{number}_*.txt")))

    assert blocks_of(read_back(reading, tmp_path)) == blocks_of(reading)


def test_number_and_day_not_given_leave_room(read_text: ReadText):
    paper = plan_paper(reading=read_text(text=WITHOUT_NUMBER))

    assert paper.as_written is not None
    assert paper.as_written.number == f"Số:{' ' * 6} /KH-UBND"
    assert paper.as_written.place_and_date == f"Sơn Hà, ngày{' ' * 6} tháng{' ' * 6} năm 2022"


def test_a_plan_nobody_signed_gets_no_signature(read_text: ReadText):
    paper = plan_paper(reading=read_text(text=WRAPPED))

    assert paper.signing is None
    assert paper.as_written is not None
    assert len(paper.as_written.recipients) == 3


def test_footnotes_are_footnotes_of_word(read_text: ReadText):
    document = written(read_text(text=WITHOUT_NUMBER))

    parts = {part.partname: part for part in document.part.package.iter_parts()}
    notes = parts["/word/footnotes.xml"].blob.decode()
    assert "Tính cả lũ ống tháng 8 năm 2021." in notes
    assert not any("lũ ống" in paragraph.text for paragraph in document.paragraphs)


def test_notes_that_word_would_number_anew_stay_in_the_text(read_text: ReadText):
    text = WITHOUT_NUMBER.replace("[2]", "[5]")

    paper = plan_paper(reading=read_text(text=text))

    assert paper.notes == ()
    assert "[5] Tính cả lũ ống" in str(paper.body) + str(paper.annexes)


def test_a_wide_annex_lies_across_its_page_and_a_narrow_one_stands(read_text: ReadText):
    document = written(read_text(text=WITH_ANNEXES))

    orientations = [section.orientation for section in document.sections]
    upright, across = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert orientations == [upright, across, upright]


def test_a_table_keeps_its_two_rows_of_heads_and_its_totals_bold(read_text: ReadText):
    table = written(read_text(text=WITH_ANNEXES)).tables[2]

    heads = [[cell.text for cell in row.cells] for row in table.rows[:2]]
    assert heads[0][2:5] == ["Hộ nghèo"] * 3
    assert heads[1][:3] == ["STT", "Xã", "Số hộ đầu năm"]
    bold = [row.cells[1].text for row in table.rows if row.cells[1].paragraphs[0].runs[0].bold]
    assert bold[2:] == ["Vùng cao", "Vùng thấp", "Tổng cộng"]


def test_headings_are_in_words_navigation(read_text: ReadText):
    document = written(read_text(text=WITHOUT_NUMBER))

    levels = {
        paragraph.text: mark.get(mark.nsmap["w"].join(["{", "}val"]))
        for paragraph in document.paragraphs
        for mark in paragraph._p.xpath("./w:pPr/w:outlineLvl")
    }
    assert levels["I. MỤC TIÊU"] == "0"
    assert levels["1.1. Tiểu dự án 1: Đường về các bản"] == "2"
