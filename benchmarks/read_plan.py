"""A plan of forty pages from a PDF with ruled tables to its parts."""

from pathlib import Path

import pypdfium2

from benchmarks.measure import Case
from giamngheo.documents import read_plan

WHAT = "đọc một kế hoạch PDF 40 trang thành các phần"
FLOOR = "chỉ mở tệp PDF và lấy chữ của từng trang"
LIMIT = 60.0
PAGES, LINES = 40, 46

HEAD = [
    "ỦY BAN NHÂN DÂN",
    "HUYỆN SUỐI BẠC",
    "Số: 12/KH-UBND",
    "Suối Bạc, ngày 09 tháng 02 năm 2023",
    "KẾ HOẠCH",
    "Giúp hộ nghèo năm 2023",
    "Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27/01/2021 của Chính phủ quy định chuẩn nghèo;",
    "I. CHỈ TIÊU",
]
TARGET = "- Phấn đấu giảm {number} hộ nghèo; 100% hộ nghèo được vay vốn ưu đãi."
TASK = "- Chủ trì, phối hợp với Phòng Tài chính rà soát hộ nghèo trước ngày 15/11/2023."
ROWS = ["STT\tĐơn vị\tTổng số hộ\tHộ nghèo giảm", "\tTổng cộng\t9.000\t30"]


def prepare(folder: Path, rows: int) -> Case:
    del rows  # the limit is said for forty pages
    from tests.documents.pdf_files import write_pdf

    path = folder / "ke-hoach.pdf"
    write_pdf(path, list(_pages()))
    return Case(work=lambda: _parts(path), floor=lambda: _words(path), units=PAGES * LINES)


def _pages() -> list[list[str]]:
    lines = list(HEAD)
    lines += [TARGET.format(number=number) for number in range(10, 10 + LINES * 8)]
    for number in range(1, 30):
        lines += [f"{number}. Phòng Kinh tế số {number}", *[TASK] * 40]
    pages = [lines[at : at + LINES] for at in range(0, LINES * (PAGES - 2), LINES)]
    table = [*ROWS, *(f"{number}\tXã {number}\t300\t1" for number in range(1, 31))]
    return [*pages, table, table]


def _parts(path: Path) -> int:
    reading = read_plan(path)
    return len(reading.targets) + len(reading.tasks) + len(reading.tables)


def _words(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    count = sum(len(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return count
