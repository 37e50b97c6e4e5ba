"""A paper written and read back: by our own reader, by python-docx, by LibreOffice."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from giamngheo.documents import read_plan
from giamngheo.documents.writer import (
    Annex,
    Clause,
    Column,
    Facts,
    Heading,
    Item,
    Office,
    OfficialPaper,
    Paragraph,
    SigningBlock,
    Table,
    write_paper,
)

BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
    "Căn cứ Quyết định số 59/2015/QĐ-TTg ngày 19 tháng 11 năm 2015 của Thủ tướng Chính phủ về "
    "việc ban hành chuẩn nghèo tiếp cận đa chiều áp dụng cho giai đoạn 2016 - 2020",
    "Căn cứ Kế hoạch số 37/KH-UBND ngày 07 tháng 01 năm 2021 của Ủy ban nhân dân huyện về giảm "
    "nghèo năm 2021",
)
PAPER = OfficialPaper(
    office=Office(
        name=("ỦY BAN NHÂN DÂN", "XÃ SUỐI BẠC"),
        place="Suối Bạc",
    ),
    type_name="QUYẾT ĐỊNH",
    abstract="Công nhận danh sách hộ nghèo năm 2021",
    symbol="QĐ-UBND",
    number="5",
    date=date(2021, 2, 3),
    year=2021,
    competence=("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ SUỐI BẠC",),
    bases=BASES,
    enacting="QUYẾT ĐỊNH:",
    body=(
        Clause(label="Điều 1.", text="Công nhận 2 hộ nghèo (có danh sách kèm theo)."),
        Clause(label="Điều 2.", text="Quyết định này có hiệu lực từ ngày ký."),
    ),
    signing=SigningBlock(
        authority="KT. CHỦ TỊCH", position="PHÓ CHỦ TỊCH", name="Nguyễn Thị Hồng Nhung"
    ),
    recipients=("Như Điều 1", "Ủy ban nhân dân huyện Phù Yên (b/c)"),
    archive="VT, LĐTBXH",
)
ROWS = tuple((place, "H'Đơk Niê", "Thôn Làng Đăk Rơ Gia", 0, 500_000) for place in range(1, 61))
LIST = Table(
    columns=(
        Column(head="STT", share=0.6),
        Column(head="Họ và tên chủ hộ", share=3),
        Column(head="Thôn", share=3),
        Column(head="Hộ", group="Số"),
        Column(head="Đồng", group="Số"),
    ),
    rows=ROWS,
    totals=("", "Cộng", "", 0, 30_000_000),
)


def opened(paper: OfficialPaper) -> Any:
    return Document(io.BytesIO(write_paper(paper)))


def words_of(paper: OfficialPaper) -> str:
    body = opened(paper).element.body
    return "\n".join(
        "".join(text.text or "" for text in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))
    )


def test_a_paper_written_is_read_back_with_number_date_and_legal_bases(tmp_path: Path) -> None:
    path = tmp_path / "quyet-dinh.docx"
    path.write_bytes(write_paper(PAPER))

    reading = read_plan(path)

    assert (reading.head.number, reading.head.symbol, reading.head.code) == (
        5,
        "QĐ-UBND",
        "05/QĐ-UBND",
    )
    assert reading.head.date == PAPER.date
    assert reading.head.place == "Suối Bạc"
    assert reading.head.type == "Quyết định"
    assert reading.head.title == PAPER.abstract
    assert reading.head.issuer.name == "Ủy ban nhân dân xã Suối Bạc"
    written = [f"Căn cứ {one.as_written}" for one in reading.legal_bases]
    assert written == [*BASES]
    assert [one.date for one in reading.legal_bases] == [
        date(2015, 6, 19),
        date(2015, 11, 19),
        date(2021, 1, 7),
    ]
    assert (reading.signer.authority, reading.signer.position, reading.signer.name) == (
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Thị Hồng Nhung",
    )
    assert reading.signer.on_behalf_of is None
    assert [one.name for one in reading.recipients][-1] == "Lưu: VT, LĐTBXH"


def test_a_draft_bears_neither_number_nor_day(tmp_path: Path) -> None:
    draft = replace(PAPER, number="", date=None, annexes=(Annex(title="DANH SÁCH", body=(LIST,)),))
    path = tmp_path / "du-thao.docx"
    path.write_bytes(write_paper(draft))

    reading, words = read_plan(path), words_of(draft)

    assert "Số:       /QĐ-UBND" in words
    assert "Suối Bạc, ngày      tháng      năm 2021" in words
    assert "(Kèm theo Quyết định số       /QĐ-UBND ngày      tháng      năm 2021" in words
    assert reading.head.number is None
    assert reading.head.date is None
    assert not draft.is_signed


@pytest.mark.parametrize(
    ("number", "code"),
    [("9", "09/QĐ-UBND"), ("10", "10/QĐ-UBND"), ("05a", "05a/QĐ-UBND"), ("", "      /QĐ-UBND")],
)
def test_a_number_below_ten_has_a_leading_nought(number: str, code: str) -> None:
    assert replace(PAPER, number=number).code == code


def in_cm(length: Any) -> float:
    return round(length.cm, 1)


def test_the_page_has_the_decree_s_size_margins_and_face() -> None:
    document = opened(replace(PAPER, annexes=(Annex(title="DANH SÁCH", body=(LIST,)),)))
    first, annex = document.sections

    assert [in_cm(one) for one in (first.page_width, first.page_height)] == [21, 29.7]
    assert 3 <= in_cm(first.left_margin) <= 3.5
    assert 1.5 <= in_cm(first.right_margin) <= 2
    assert 2 <= in_cm(first.top_margin) <= 2.5
    assert 2 <= in_cm(first.bottom_margin) <= 2.5
    assert annex.orientation == WD_ORIENT.LANDSCAPE
    assert [in_cm(one) for one in (annex.page_width, annex.page_height)] == [29.7, 21]
    assert document.styles["Normal"].font.name == "Times New Roman"
    for face in document.element.body.iter(qn("w:rFonts")):
        assert face.get(qn("w:ascii")) in (None, "Times New Roman")


def test_pages_are_numbered_in_the_top_margin_but_the_first() -> None:
    first = opened(PAPER).sections[0]

    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert "PAGE" not in first.first_page_header._element.xml


def test_sizes_of_the_head_are_the_decree_s() -> None:
    document = opened(PAPER)
    sizes = {
        run.text: run.font.size
        for table in document.tables
        for cell in table._cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    }

    assert sizes["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == Pt(12)
    assert sizes["Độc lập - Tự do - Hạnh phúc"] == Pt(13)
    assert sizes["XÃ SUỐI BẠC"] == Pt(12)
    assert sizes["Số: 05/QĐ-UBND"] == Pt(13)
    assert sizes["Nơi nhận:"] == Pt(12)
    assert sizes["- Như Điều 1;"] == Pt(11)


def test_legal_bases_are_italic_and_end_as_offices_end_them() -> None:
    paragraphs = [one for one in opened(PAPER).paragraphs if one.text.startswith("Căn cứ")]

    assert [one.text[-1] for one in paragraphs] == [";", ";", "."]
    assert all(run.italic for one in paragraphs for run in one.runs)


def test_the_last_words_bear_the_end_mark_once() -> None:
    assert words_of(PAPER).count("./.") == 1
    assert "từ ngày ký./." in words_of(PAPER)
    listed = replace(PAPER, body=(Item(text="một;"), Item(text="hai.", mark="b)")))
    assert "b) hai./." in words_of(listed)
    assert "./." not in words_of(replace(PAPER, end_mark=False))


def test_a_table_repeats_its_head_and_tears_no_row() -> None:
    table = opened(replace(PAPER, body=(LIST,))).tables[1]
    rows = [row._tr.trPr for row in table.rows]

    assert [row.find(qn("w:tblHeader")) is not None for row in rows[:3]] == [True, True, False]
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    assert [cell.text for cell in table.rows[2].cells] == [
        "1",
        "H'Đơk Niê",
        "Thôn Làng Đăk Rơ Gia",
        "0",
        "500.000",
    ]
    assert [cell.text for cell in table.rows[-1].cells][-1] == "30.000.000"


def test_an_empty_table_says_so() -> None:
    assert "Không có hộ nào." in words_of(replace(PAPER, body=(replace(LIST, rows=(), totals=()),)))


def test_a_letter_has_no_type_and_its_abstract_stands_under_the_number() -> None:
    letter = replace(
        PAPER,
        type_name="",
        abstract="trả lời giấy đề nghị",
        competence=(),
        bases=(),
        enacting="",
        addressees=("Hộ ông (bà) Lò Văn Ơn",),
    )

    words = words_of(letter)

    assert letter.is_letter
    assert "V/v trả lời giấy đề nghị" in words
    assert "Kính gửi: Hộ ông (bà) Lò Văn Ơn" in words
    assert "QUYẾT ĐỊNH" not in words


def test_the_body_above_stands_over_the_issuing_one_and_is_not_bold() -> None:
    office = Office(
        name=("BAN CHỈ ĐẠO RÀ SOÁT",), place="Suối Bạc", superior=("ỦY BAN NHÂN DÂN XÃ SUỐI BẠC",)
    )
    head = opened(replace(PAPER, office=office)).tables[0].cell(0, 0)

    assert [(one.text, one.runs[0].bold) for one in head.paragraphs[:2]] == [
        ("ỦY BAN NHÂN DÂN XÃ SUỐI BẠC", False),
        ("BAN CHỈ ĐẠO RÀ SOÁT", True),
    ]


def test_several_annexes_are_numbered_and_one_is_not() -> None:
    one = Annex(title="DANH SÁCH HỘ NGHÈO", body=(LIST,))

    assert "PHỤ LỤC II" in words_of(replace(PAPER, annexes=(one, one)))
    single = words_of(replace(PAPER, annexes=(one,)))
    assert "PHỤ LỤC\n" in single
    assert (
        "(Kèm theo Quyết định số 05/QĐ-UBND ngày 03 tháng 02 năm 2021 của Chủ tịch Ủy ban nhân "
        "dân xã Suối Bạc)"
    ) in single


def test_what_xml_does_not_know_is_left_out_of_a_name() -> None:
    words = words_of(replace(PAPER, body=(Paragraph(text="Lò\x0bVăn\x00 Ơn \ufffe&<b>"),)))

    assert "LòVăn Ơn &<b>./." in words


def test_an_empty_fact_is_left_to_be_written_in() -> None:
    words = words_of(
        replace(
            PAPER,
            body=(
                Heading(number="I.", text="THÀNH PHẦN"),
                Facts(rows=(("Thư ký", ""), ("Chủ trì", "Lê Văn Hùng"))),
            ),
            end_mark=False,
        )
    )

    assert "I. THÀNH PHẦN" in words
    assert "Thư ký: \n" in words
    assert "Chủ trì: Lê Văn Hùng" in words


def test_the_same_paper_gives_the_same_words_twice() -> None:
    assert words_of(PAPER) == words_of(PAPER)


def test_libreoffice_opens_it_and_shows_every_word(
    tmp_path: Path, convert_office: Callable[..., Path]
) -> None:
    paper = replace(PAPER, annexes=(Annex(title="DANH SÁCH HỘ NGHÈO", body=(LIST,)),))
    path = tmp_path / "quyet-dinh.docx"
    path.write_bytes(write_paper(paper))

    with pdfplumber.open(convert_office(path)) as pages:
        texts = [page.extract_text() for page in pages.pages]
        sizes = [(round(page.width), round(page.height)) for page in pages.pages]

    assert sizes[0] == (595, 842)
    assert set(sizes[1:]) == {(842, 595)}
    assert len(texts) == 4
    assert "Điều 2. Quyết định này có hiệu lực từ ngày ký./." in texts[0]
    assert "Nguyễn Thị Hồng Nhung" in texts[0]
    assert texts[0].splitlines()[0].startswith("ỦY BAN NHÂN DÂN CỘNG HÒA")
    for number, text in enumerate(texts[1:], start=2):
        assert text.splitlines()[0] == str(number)
        assert "Họ và tên chủ hộ" in text
    assert sum(text.count("H'Đơk Niê") for text in texts) == len(ROWS)
    assert "30.000.000" in texts[-1]
