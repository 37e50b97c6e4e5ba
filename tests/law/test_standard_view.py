"""Standards shown and compared."""

import pytest

from giamngheo.law.standard_view import (
    NOT_FOUND_TEXT,
    absent_text,
    compare_standards,
    period_text,
    standard_lines,
    standard_to_json,
)
from giamngheo.law.standards import get_standard, load_standards


def test_every_value_is_shown_with_source_and_confidence() -> None:
    for standard in load_standards():
        lines = standard_lines(standard)

        assert all(line.source and line.confidence and line.value for line in lines)
        assert len({line.key for line in lines}) == len(lines)
        assert sum(line.key.startswith("indicator.") for line in lines) == len(standard.indicators)


def test_lines_and_rulings_are_in_words() -> None:
    shown = {line.key: line for line in standard_lines(get_standard("vn-2016"))}

    assert shown["band1.income.rural"].value == "≤ 700.000 đồng"
    assert shown["band1.ruling.always"].value == "Hộ nghèo, nhóm N1"
    assert shown["valid_to"].value == "31/12/2021"
    assert shown["band2.b1.urban"].confidence == "chưa kiểm chứng"


def test_what_was_not_found_is_said() -> None:
    shown = {line.key: line for line in standard_lines(get_standard("vn-2027"))}

    assert shown["indicator.waste_treatment"].value == NOT_FOUND_TEXT


def test_differences_between_two_standards() -> None:
    found = compare_standards(first=get_standard("vn-2022"), second=get_standard("vn-2027"))

    by_label = {difference.label: difference for difference in found}
    line = by_label["Từ chuẩn thu nhập trở xuống (nông thôn)"]
    assert (line.first, line.second) == ("≤ 1.500.000 đồng", "≤ 2.200.000 đồng")
    assert by_label["12. Phương tiện phục vụ tiếp cận thông tin"].second == "không có"
    assert by_label["12. Xử lý rác thải"].first == "không có"
    assert "Thiếu hụt từ" not in by_label


@pytest.mark.parametrize("turned", [False, True])
def test_scores_that_nobody_found_are_not_said_to_be_none(turned: bool) -> None:
    """vn-2027 has the income line of its B1 but no form; nobody knows its cut-offs."""
    old, new = get_standard("vn-2016"), get_standard("vn-2027")
    pair = (new, old) if turned else (old, new)

    found = {d.label: d for d in compare_standards(first=pair[0], second=pair[1])}

    def of_new(label: str) -> str:
        return found[label].first if turned else found[label].second

    assert of_new("Từ chuẩn nghèo về thu nhập trở xuống: B1 (nông thôn)") == NOT_FOUND_TEXT
    assert of_new("Điểm B2 từ") == NOT_FOUND_TEXT
    assert of_new("Điểm B2 mỗi chỉ số") == NOT_FOUND_TEXT


def test_what_a_standard_does_without_is_none() -> None:
    by_income, later = get_standard("vn-2011"), get_standard("vn-2022")

    found = {d.label: d for d in compare_standards(first=by_income, second=later)}

    assert found["Điểm B2 từ"].first == "không có"
    assert absent_text(standard=get_standard("vn-2027"), key="band2.b1.rural") == "không có"


def test_a_standard_does_not_differ_from_itself() -> None:
    standard = get_standard("vn-2022")

    assert compare_standards(first=standard, second=standard) == []


def test_json_lists_the_indicator_codes_in_order() -> None:
    content = standard_to_json(get_standard("vn-2022"))

    assert [i["position"] for i in content["indicators"]] == list(range(1, 13))
    assert content["indicators"][0]["code"] == "employment"
    assert content["valid_to"] == "2027-01-01"


def test_period_is_said_to_its_last_day() -> None:
    assert period_text(get_standard("vn-2022")) == "từ 01/01/2022 đến hết 31/12/2026"
