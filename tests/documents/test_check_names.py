"""The table of units against the table of who looks after them."""

from giamngheo.documents import Finding, check_plan
from tests.documents.conftest import ReadText
from tests.documents.plans import PLAN

UNITS = ("Nậm Lành", "Bản Thử", "Suối Tiên", "Thọ Lộc", "Đá Bạc", "Thị trấn Suối Bạc")
ROWS = "\n".join(f"{number}\t{name}\t500\t40\t15" for number, name in enumerate(UNITS, start=1))
TABLES = f"""
{PLAN[: PLAN.index("CHỈ TIÊU GIAO CHO")]}
CHỈ TIÊU GIAO CHO CÁC XÃ

Số TT\tĐơn vị\tTổng số hộ\tSố hộ nghèo đầu năm\tSố hộ nghèo giảm
{ROWS}

PHÂN CÔNG PHỤ TRÁCH

STT\tHọ và tên\tChức vụ\tĐơn vị chỉ đạo
1\tLò Văn Một\tTrưởng phòng Y tế\tNậm Lành, Bản Thử
2\tLò Văn Hai\tTrưởng phòng Nội vụ\tSuối Tiên, Thọ Lộc
3\tLò Văn Ba\tTrưởng phòng Tư pháp\tĐá Bạc, thị trấn Suối Bạc
"""


def name_findings(read_text: ReadText, *changes: tuple[str, str]) -> dict[str, Finding]:
    found = check_plan(read_text(*changes, text=TABLES))
    return {
        one.code: one for one in found if one.code in ("DOC-F17", "DOC-F18", "DOC-F19", "DOC-F20")
    }


def test_units_that_agree_are_left_alone(read_text: ReadText):
    assert name_findings(read_text) == {}


def test_a_unit_spelled_two_ways_is_shown_with_both_lines(read_text: ReadText):
    findings = name_findings(read_text, ("Suối Tiên, Thọ Lộc", "Suối Tiến, Thọ Lộc"))

    assert set(findings) == {"DOC-F17"}
    assert (findings["DOC-F17"].found, findings["DOC-F17"].expected) == ("Suối Tiến", "Suối Tiên")


def test_the_place_of_the_tone_makes_no_second_spelling(read_text: ReadText):
    changes = [("3\tSuối Tiên\t", "3\tHòa Bình\t"), ("Suối Tiên, Thọ Lộc", "Hoà Bình, Thọ Lộc")]

    assert name_findings(read_text, *changes) == {}


def test_a_unit_that_the_targets_lack_and_one_without_a_member(read_text: ReadText):
    findings = name_findings(read_text, ("Suối Tiên, Thọ Lộc", "Tân Ninh, Thọ Lộc"))

    assert set(findings) == {"DOC-F18", "DOC-F19"}
    assert findings["DOC-F18"].found == "Tân Ninh"
    assert findings["DOC-F19"].found == "Suối Tiên"


def test_a_unit_given_to_two_members(read_text: ReadText):
    findings = name_findings(read_text, ("Suối Tiên, Thọ Lộc", "Suối Tiên, Thọ Lộc, Đá Bạc"))

    assert set(findings) == {"DOC-F20"}
    assert findings["DOC-F20"].found == "Đá Bạc"


def test_lists_of_other_units_are_not_compared(read_text: ReadText):
    villages = [
        ("Nậm Lành, Bản Thử", "Thôn Đông, Thôn Đoài"),
        ("Suối Tiên, Thọ Lộc", "Thôn Nam, Thôn Bắc"),
    ]

    assert name_findings(read_text, *villages) == {}
