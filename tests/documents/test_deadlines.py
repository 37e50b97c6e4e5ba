"""By when a task is due."""

import pytest

from giamngheo.documents.deadlines import Deadline, find_deadline


def due(text: str, *, is_assignment: bool = False) -> dict[str, object]:
    deadline = find_deadline(text, is_assignment=is_assignment)
    assert isinstance(deadline, Deadline)
    return {
        name: value
        for name, value in vars(deadline).items()
        if value is not None and name not in ("as_written", "comparator")
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gửi danh sách trước ngày 24/02/2020.", {"type": "date", "date": "2020-02-24"}),
        ("xong trước 5/3/2023", {"type": "date", "date": "2023-03-05"}),
        ("Hoàn thành trước ngày 10 tháng 02 năm 2022", {"type": "date", "date": "2022-02-10"}),
        ("chậm nhất là ngày 15/12/2023", {"type": "date", "date": "2023-12-15"}),
        ("báo cáo trong tháng 2 năm 2020", {"type": "month", "month": "2020-02"}),
        ("trong quý II năm 2024", {"type": "quarter", "quarter": "2024-Q2"}),
        (
            "Định kỳ (trước ngày 15 tháng 11 hàng năm) báo cáo",
            {"type": "recurring", "month": 11, "day": 15, "every": "year"},
        ),
        ("tổng điều tra (khi có hướng dẫn của tỉnh)", {"type": "conditional"}),
    ],
)
def test_deadlines(text: str, expected: dict[str, object]):
    assert due(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "theo Quyết định số 289-QĐ/TU ngày 27/5/2016 của Tỉnh ủy",
        "trong năm 2020",
        "Thường xuyên đôn đốc tiến độ",
        "báo cáo đột xuất (khi có yêu cầu)",
        "cho vay trong vòng 36 tháng",
        "trước ngày 31/02/2023",
    ],
)
def test_days_that_are_no_deadline(text: str):
    assert find_deadline(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND các huyện triển khai thực hiện thường xuyên.", {"type": "ongoing"}),
        ("Sở Tài chính thực hiện theo quy định.", {"type": "as_regulated"}),
        ("Sở Y tế thực hiện theo định kỳ hằng năm.", {"type": "recurring", "every": "year"}),
    ],
)
def test_an_assignment_may_set_no_day(text: str, expected: dict[str, object]):
    assert due(text, is_assignment=True) == expected
