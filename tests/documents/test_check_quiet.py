"""What looks like an error and is none: the checker says nothing."""

from pathlib import Path

import pytest

from giamngheo.documents import check_plan, read_plan

CLEAN = Path(__file__).with_name("clean")

QUIET = {
    "a number begins again every year": (
        "huyen-2020",
        "1. Bám sát Quyết định",
        "1. Tiếp nối Quyết định số 12/QĐ-UBND ngày 09/02/2017 của UBND tỉnh Sơn Hà; bám sát "
        "Quyết định",
    ),
    "a day that tells which households": (
        "tinh-2024",
        "- Giao chỉ tiêu cho các xã trong",
        "- Rà soát hộ thoát nghèo trước ngày 01/01/2023 được vay vốn, giao chỉ tiêu cho xã trong",
    ),
    "accounts settled in the year after": (
        "tinh-2024",
        "- Tổng hợp, báo cáo UBND tỉnh trước ngày 10/12/2024.",
        "- Quyết toán kinh phí năm 2024 trước ngày 30/6/2025.",
    ),
    "half a year evaluated in its midst": (
        "huyen-2020",
        "- Tổng hợp kết quả thực hiện năm 2020, báo cáo UBND huyện trước ngày 05/12/2020.",
        "- Tổng hợp kết quả 6 tháng đầu năm 2020, báo cáo UBND huyện trước ngày 05/7/2020.",
    ),
    "an annex of a circular": (
        "hai-cap-2025",
        "được rà soát đúng hạn.",
        "được rà soát theo Phụ lục I ban hành kèm theo Thông tư số 07/2021/TT-BLĐTBXH.",
    ),
    "what was reached in an earlier year": (
        "tinh-2024",
        "Giữ vững kết quả đã có,",
        "Năm 2023 toàn tỉnh giảm 2.100 hộ nghèo; giữ vững kết quả đã có,",
    ),
    "a target for a part of the households": (
        "tinh-2024",
        "- 85% hộ nghèo dùng",
        "- Hộ nghèo dân tộc thiểu số giảm 1.200 hộ.\n\n- 85% hộ nghèo dùng",
    ),
    "a fall and what it is made of": (
        "xa-2023",
        "xuống còn 10% (giảm 2,8%).",
        "xuống còn 10% (giảm 2,8%), trong đó hộ nghèo có công giảm 1%.",
    ),
    "letters without đ": ("xa-2023", "đ) Quỹ vì người nghèo.\n\ne) Các", "e) Quỹ.\n\ng) Các"),
    "square metres": (
        "huyen-2020",
        "- Không còn trẻ em bỏ học.",
        "- Hộ nghèo có nhà ở từ 8 m² mỗi người trở lên.",
    ),
    "the end of one word and the beginning of the next": (
        "xa-2023",
        "b) Mỗi đoàn thể giúp ít nhất ba hộ nghèo.",
        "b) Các tổ chức, cá nhân thực hiện theo hướng dân chủ, tổng kết kết quả để xuất bản.",
    ),
    "a decision's own earlier programme": (
        "kinh-phi-2023",
        "Dùng vốn đúng chỗ, đúng hạn, không để dồn về cuối năm.",
        "Tổng vốn năm 2022 chuyển sang là 300 triệu đồng, dùng hết trong quý I.",
    ),
    "an office that was": (
        "hai-cap-2025",
        "gửi biên bản về Phòng Kinh tế",
        "lấy sổ cũ của UBND huyện trước đây, gửi biên bản về Phòng Kinh tế",
    ),
    "parts that say “in it”": (
        "kinh-phi-2023",
        "Dùng vốn đúng chỗ,",
        "Cả tỉnh có 900 hộ nghèo, trong đó 300 hộ dân tộc thiểu số và 200 hộ người có công. Dùng "
        "vốn đúng chỗ,",
    ),
    "people and households in one sentence": (
        "kinh-phi-2023",
        "Dùng vốn đúng chỗ,",
        "Cả tỉnh có 900 hộ nghèo gồm 3.600 người. Dùng vốn đúng chỗ,",
    ),
}


@pytest.mark.parametrize(("plan", "old", "new"), QUIET.values(), ids=QUIET)
def test_it_is_left_alone(tmp_path: Path, plan: str, old: str, new: str):
    text = (CLEAN / f"{plan}.txt").read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "ke-hoach.txt"
    path.write_text(text.replace(old, new), encoding="utf-8")

    assert [(one.code, one.message) for one in check_plan(read_plan(path))] == []


PARTS = """
{head}
PHỤ LỤC
CHỈ TIÊU NĂM 2023

STT\tXã\tHộ nghèo giảm
1\tMột\t5
2\tHai\t7
\tCộng\t12
1\tBa\t4
2\tBốn\t6
\tCộng\t10
\tTổng cộng\t{total}
"""


@pytest.mark.parametrize(("total", "codes"), [(22, []), (24, ["DOC-F01"])])
def test_parts_with_their_own_sums(tmp_path: Path, total: int, codes: list[str]):
    text = (CLEAN / "xa-2023.txt").read_text(encoding="utf-8")
    head = text[: text.index("CHỈ TIÊU CỦA CÁC THÔN")].replace("giảm 21 hộ", f"giảm {total} hộ")
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PARTS.format(head=head, total=total), encoding="utf-8")

    assert [one.code for one in check_plan(read_plan(path))] == codes
