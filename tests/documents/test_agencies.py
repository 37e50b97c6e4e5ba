"""Who is an agency, and who are several."""

import pytest

from giamngheo.documents.agencies import is_asked, names_agencies, split_agencies


@pytest.mark.parametrize(
    "title",
    [
        "Sở Lao động - Thương binh và Xã hội",
        "Các phòng, ngành, đơn vị, thành viên Ban Chỉ đạo",
        "UBND các xã, thị trấn:",
        "Uỷ ban nhân dân huyện",
        "Đề nghị Hội Nông dân huyện",
        "Giao Phòng Y tế",
        "Các đồng chí thành viên Ban Chỉ đạo",
        "Các thôn",
        "Cấp xã",
    ],
)
def test_agencies(title: str):
    assert names_agencies(title)


@pytest.mark.parametrize(
    "title",
    [
        "Phòng, chống thiên tai",
        "Ban hành văn bản hướng dẫn",
        "Báo cáo kết quả",
        "Hội nghị biểu dương",
        "Ngành nghề nông thôn",
        "Công tác tuyên truyền",
        "Mục tiêu cụ thể",
        "Nguồn kinh phí của tỉnh",
        "Sở dài dòng " * 20,
    ],
)
def test_no_agencies(title: str):
    assert not names_agencies(title)


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("Phòng Y tế", ["Phòng Y tế"]),
        ("Các phòng, ban; UBND các xã", ["Các phòng, ban", "UBND các xã"]),
        ("Phòng Văn hóa và Du lịch và Đài huyện", ["Phòng Văn hóa và Du lịch", "Đài huyện"]),
        ("Đề nghị Hội Nông dân và các đoàn thể huyện:", ["Hội Nông dân", "các đoàn thể huyện"]),
        ("các Phòng: Y tế, Tư pháp", ["Phòng Y tế", "Phòng Tư pháp"]),
        ("Ủy ban MTTQ và các tổ chức thành viên", ["Ủy ban MTTQ và các tổ chức thành viên"]),
        ("Phòng Nội vụ (cơ quan thường trực)", ["Phòng Nội vụ"]),
        ("Sở Y tế, Sở Tài chính và các địa phương", ["Sở Y tế", "Sở Tài chính", "các địa phương"]),
    ],
)  # fmt: skip
def test_one_by_one(text: str, agencies: list[str]):
    assert split_agencies(text) == agencies


def test_to_ask_is_not_to_order():
    assert is_asked("Đề nghị Hội Phụ nữ")
    assert not is_asked("Giao Hội Phụ nữ")
