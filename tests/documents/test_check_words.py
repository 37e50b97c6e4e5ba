"""Slips that change the meaning, and one day for writing and appraising."""

import pytest

from giamngheo.documents import Finding, check_plan
from tests.documents.conftest import ReadText

SUBPROJECT = "1.1. Tiểu dự án 1: Giống"
HEALTH = "2. Phòng Y tế: lập danh sách người chưa có thẻ và báo UBND huyện."
FIRST = "- Gửi mẫu phiếu cho các xã trước ngày 01/3/2023."


def word_findings(read_text: ReadText, *changes: tuple[str, str]) -> list[Finding]:
    return [one for one in check_plan(read_text(*changes)) if one.code in ("DOC-F21", "DOC-F22")]


def test_a_plan_without_slips_is_left_alone(read_text: ReadText):
    changes = ("- 100% khẩu cận nghèo", "- Phấn đấu 100% khẩu cận nghèo")

    assert word_findings(read_text, changes) == []


@pytest.mark.parametrize("slip", ["Phần đầu", "Phân đấu", "Phấn đầu"])
def test_to_strive_without_its_marks(read_text: ReadText, slip: str):
    (finding,) = word_findings(
        read_text, ("- 100% khẩu cận nghèo", f"- {slip} 100% khẩu cận nghèo")
    )

    assert (finding.code, finding.found, finding.expected) == ("DOC-F21", slip, "Phấn đấu")


def test_a_subproject_without_its_mark(read_text: ReadText):
    (finding,) = word_findings(read_text, (SUBPROJECT, SUBPROJECT.replace("Tiểu", "Tiêu")))

    assert (finding.found, finding.expected) == ("Tiêu dự án", "Tiểu dự án")


def test_one_day_for_writing_and_appraising(read_text: ReadText):
    changes = [
        (FIRST, "- Thẩm định kế hoạch của các xã trước ngày 01/3/2023."),
        (HEALTH, "2. UBND các xã: xây dựng kế hoạch của xã trước ngày 01/3/2023."),
    ]

    (finding,) = word_findings(read_text, *changes)

    assert (finding.code, finding.found) == ("DOC-F22", "01/03/2023")


def test_appraising_after_writing_is_as_it_should_be(read_text: ReadText):
    changes = [
        (FIRST, "- Thẩm định kế hoạch của các xã trước ngày 15/3/2023."),
        (HEALTH, "2. UBND các xã: xây dựng kế hoạch của xã trước ngày 01/3/2023."),
    ]

    assert word_findings(read_text, *changes) == []
