"""Each paper as LibreOffice shows it: its pages, its words, and what must not stand in it."""

import re
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest

from giamngheo.documents.writer import write_paper
from tests.papers.samples import NAMES, VILLAGES, papers

# Pages a paper has with the sample's rows: a list that grows a page is looked at again.
PAGES = {
    "bien-ban": 2,
    "danh-sach-can-ra-soat": 3,
    "danh-sach-sau-ra-soat": 5,
    "niem-yet": 2,
    "bao-cao": 5,
    "quyet-dinh": 4,
    "quyet-dinh-thoat-ngheo": 2,
    "quyet-dinh-dieu-chinh": 2,
    "tra-loi": 1,
}
MUST_SAY = {
    "bien-ban": ("BIÊN BẢN", "Có 41 trên 45 người tham dự đồng ý (91,1 %)", "lập thành 02 bản"),
    "danh-sach-can-ra-soat": ("Hộ gia đình cần rà soát năm 2021", "8 hộ có giấy đề nghị"),
    "danh-sach-sau-ra-soat": ("I. HỘ NGHÈO: 20 hộ", "IV. HỘ THOÁT CẬN NGHÈO: 0 hộ", "DTTS"),
    "niem-yet": ("THÔNG BÁO", "trong 03 ngày làm việc", "đến hết ngày 11 tháng 11 năm 2021"),
    "bao-cao": ("118/BC-UBND", "Kính gửi: Chủ tịch Ủy ban nhân dân huyện Triệu Sơn", "4,00 %"),
    "quyet-dinh": ("Số: 05/QĐ-UBND", "Công nhận 30 hộ nghèo, 15 hộ cận nghèo", "PHỤ LỤC II"),
    "quyet-dinh-thoat-ngheo": ("9 hộ thoát nghèo, 0 hộ thoát cận nghèo", "Thoát nghèo"),
    "quyet-dinh-dieu-chinh": ("Số: /QĐ-UBND", "ngày tháng năm 2021", "Điều chỉnh thành"),
    "tra-loi": ("Số: 07/UBND-LĐTBXH", "V/v trả lời giấy đề nghị", "Điểm B1 là 152"),
}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_paper_stands_on_its_pages_with_its_words(
    name: str, tmp_path: Path, convert_office: Callable[..., Path]
) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(write_paper(papers()[name]))

    with pdfplumber.open(convert_office(path)) as pages:
        texts = [page.extract_text() for page in pages.pages]
        beyond = [letter for page in pages.pages for letter in page.chars if off(letter, page)]
    words = " ".join(" ".join(texts).split())

    assert len(texts) == PAGES[name]
    assert not beyond
    for wanted in MUST_SAY[name]:
        assert wanted in words
    assert "None" not in words
    assert not re.search(r"[{}]", words)
    assert "Dữ liệu sinh ra để trình diễn, không có giá trị pháp lý" in texts[0]
    assert "2" in texts[1].splitlines()[0] if len(texts) > 1 else True
    assert not re.match(r"\d+\n", texts[0])


def off(letter: dict[str, float], page: object) -> bool:
    """Whether a letter stands in the side margins: a table wider than its page."""
    width = float(page.width)  # type: ignore[attr-defined]
    return letter["x0"] < 80 or letter["x1"] > width - 40


def test_no_name_is_torn_apart_in_a_table(
    tmp_path: Path, convert_office: Callable[..., Path]
) -> None:
    path = tmp_path / "danh-sach.docx"
    path.write_bytes(write_paper(papers()["danh-sach-sau-ra-soat"]))

    with pdfplumber.open(convert_office(path)) as pages:
        words = {word["text"] for page in pages.pages for word in page.extract_words()}

    for name in (*NAMES, *VILLAGES):
        assert set(name.split()) <= words | {f"{part}:" for part in words} | {
            word.rstrip(":") for word in words
        }
    assert {"Không", "KNLĐ", "DTTS", "038180000471", "09/01/1980"} <= words


def test_who_signs_never_stands_alone_on_a_page(
    tmp_path: Path, convert_office: Callable[..., Path]
) -> None:
    path = tmp_path / "danh-sach.docx"
    path.write_bytes(write_paper(papers()["danh-sach-can-ra-soat"]))

    with pdfplumber.open(convert_office(path)) as pages:
        last = pages.pages[-1].extract_text()

    assert "TM. BAN CHỈ ĐẠO" in last
    assert "Tổng số hộ cần rà soát: 24 hộ" in last
