"""Plans sent as PDF: text, wrapped lines, ruled tables; scans and broken files refused."""

from pathlib import Path

import pytest

from giamngheo.documents import read_plan
from giamngheo.lib.errors import Refusal
from tests.documents.pdf_files import write_pdf

FIRST_PAGE = [
    "ỦY BAN NHÂN DÂN",
    "HUYỆN SUỐI BẠC",
    "Số: 12/KH-UBND",
    "",
    "Suối Bạc, ngày 09 tháng 02 năm 2023",
    "",
    "KẾ HOẠCH",
    "Giúp hộ nghèo năm 2023",
    "",
    "Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27/01/2021 của",
    "Chính phủ quy định chuẩn nghèo;",
    "",
    "I. MỤC ĐÍCH",
    "",
    "1. Giữ cho không hộ nào bị bỏ quên khi mùa giáp hạt đến,",
    "nhất là các hộ ở xa đường lớn, các hộ neo đơn và các hộ",
    "vừa gặp thiên tai; ai làm việc gì, xong lúc nào, đều ghi",
    "ra để người dân cùng xem, cùng hỏi và cùng giám sát việc",
    "làm của xã, của thôn trong suốt cả năm.",
    "",
    "II. CHỈ TIÊU",
    "",
    "- Cả huyện giảm 30 hộ nghèo; làm mới khoảng 12 hộ nghèo có",
    "nhà ở kiên cố.",
]
SECOND_PAGE = [
    "2",
    "",
    "CHỈ TIÊU GIAO CHO CÁC XÃ",
    "",
    "STT\tĐơn vị\tTổng số hộ\tHộ nghèo giảm",
    "\tTổng cộng\t900\t30",
    "1\tNậm Lành\t500\t20",
    "2\tBản Thử\t400\t10",
]


@pytest.fixture
def plan_pdf(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.pdf"
    write_pdf(path, [FIRST_PAGE, SECOND_PAGE])
    return path


def test_the_head_and_a_wrapped_legal_basis(plan_pdf: Path):
    reading = read_plan(plan_pdf)

    assert reading.head.code == "12/KH-UBND"
    assert reading.head.title == "Giúp hộ nghèo năm 2023"
    assert reading.head.issuer.name == "Ủy ban nhân dân huyện Suối Bạc"
    (basis,) = reading.legal_bases
    assert (basis.code, basis.issuer) == ("07/2021/NĐ-CP", "Chính phủ")


def test_targets_over_two_lines(plan_pdf: Path):
    targets = [(one.indicator, one.value) for one in read_plan(plan_pdf).targets]

    assert targets == [("poor_households_reduced", 30), ("poor_households_solid_house", 12)]


def test_a_ruled_table(plan_pdf: Path):
    (table,) = read_plan(plan_pdf).tables

    assert table.title == "CHỈ TIÊU GIAO CHO CÁC XÃ"
    assert table.keys == ("stt", "unit", "total_households", "poor_reduced")
    assert [row.cells for row in table.rows] == [
        ("1", "Nậm Lành", "500", "20"),
        ("2", "Bản Thử", "400", "10"),
    ]
    assert table.total_row is not None
    assert table.total_row.values["poor_reduced"] == 30


def refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read_plan(path)
    return refusal.value


def test_blank_pages_hold_nothing(tmp_path: Path):
    path = tmp_path / "trang-trang.pdf"
    write_pdf(path, [[], []])

    assert refused(path).code == "DOC-003"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a PDF at all"])
def test_a_broken_file(tmp_path: Path, content: bytes):
    path = tmp_path / "hong.pdf"
    path.write_bytes(content)

    assert refused(path).code == "DOC-002"


def test_far_too_many_pages(tmp_path: Path):
    path = tmp_path / "dai.pdf"
    write_pdf(path, [["a"]] * 301)

    assert refused(path).code == "DOC-002"
