"""What would change a result: the smallest step that does, and never one that does not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giamngheo.law.explain import Change, explain_household
from giamngheo.law.judge import (
    HouseholdFacts,
    ScoredHousehold,
    SurveyedHousehold,
    classify_household,
)
from giamngheo.law.standards import Standard, get_standard
from tests.law.case_files import lacking


def sentences(facts: HouseholdFacts, code: str) -> list[str]:
    return [c.sentence for c in explain_household(facts=facts, standard=get_standard(code)).changes]


def test_scores_name_the_points_to_the_next_line() -> None:
    assert sentences(ScoredHousehold(area_type="rural", b1=118, b2=40), "vn-2016") == [
        "Điểm B1 tăng 3 điểm: Hộ nghèo, nhóm N2",
        "Điểm B1 tăng 33 điểm: Hộ không nghèo",
    ]
    assert sentences(ScoredHousehold(area_type="rural", b1=140, b2=50), "vn-2022") == [
        "Điểm B1 tăng 1 điểm: Hộ không nghèo",
        "Bớt 3 chỉ số thiếu hụt (điểm B2 giảm 30): Hộ cận nghèo",
    ]
    assert sentences(ScoredHousehold(area_type="urban", b1=150, b2=10), "vn-2016") == [
        "Điểm B1 tăng 26 điểm: Hộ không nghèo",
        "Điểm B1 giảm 10 điểm: Hộ nghèo, nhóm N1",
        "Thêm 2 chỉ số thiếu hụt (điểm B2 tăng 20): Hộ nghèo, nhóm N2",
    ]


def test_income_names_the_dong_and_the_indicators() -> None:
    facts = SurveyedHousehold(
        area_type="urban",
        income_per_capita_vnd=1_880_000,
        deprivations=lacking(get_standard("vn-2022"), 2),
    )

    assert sentences(facts, "vn-2022") == [
        "Thu nhập bình quân tăng 120.001 đồng: Hộ không nghèo",
        "Thêm 1 chỉ số thiếu hụt: Hộ nghèo",
    ]


def test_unknown_indicators_that_do_not_decide_are_said() -> None:
    facts = SurveyedHousehold(
        area_type="rural",
        income_per_capita_vnd=3_000_000,
        deprivations=lacking(get_standard("vn-2022"), 2) | {"toilet": None},
    )

    found = explain_household(facts=facts, standard=get_standard("vn-2022"))

    assert found.unknown_effect == (
        "Còn 1 chỉ số chưa rõ (Nhà tiêu hợp vệ sinh); dù thế nào kết quả vẫn là Hộ không nghèo"
    )
    assert found.changes == (), "below the line the unknown indicator would decide"


def test_explanation_as_json_holds_all_of_it() -> None:
    facts = ScoredHousehold(area_type="rural", b1=121, b2=0)

    found = explain_household(facts=facts, standard=get_standard("vn-2016")).to_json()

    assert found["category"] == "NEAR_POOR"
    assert found["nearest_changes"][1] == {
        "fact": "b1",
        "by": -1,
        "sentence": "Điểm B1 giảm 1 điểm: Hộ nghèo, nhóm N1",
        "category": "POOR",
        "group": "N1",
    }
    assert len(found["reasons"]) == 4
    assert "chưa kiểm chứng" in found["caution"]


def applied(facts: ScoredHousehold, change: Change, *, short_by: int = 0) -> ScoredHousehold:
    towards_zero = short_by if change.by > 0 else -short_by
    value = getattr(facts, change.fact) + change.by - towards_zero
    return replace(facts, **{change.fact: value})


@given(
    st.sampled_from(["vn-2016", "vn-2022"]),
    st.sampled_from(["rural", "urban"]),
    st.integers(0, 300),
    st.integers(0, 10),
)
def test_each_change_does_what_it_says_and_the_first_of_a_kind_no_less(
    code: str, area: str, b1: int, count: int
) -> None:
    standard: Standard = get_standard(code)
    facts = ScoredHousehold(area_type=area, b1=b1, b2=10 * count)
    found = explain_household(facts=facts, standard=standard)

    seen: set[tuple[str, bool]] = set()
    for change in found.changes:
        after = classify_household(facts=applied(facts, change), standard=standard)
        assert (after.category, after.group) == (change.ruling.category, change.ruling.group)
        direction = (change.fact, change.by > 0)
        if direction not in seen:
            short = applied(facts, change, short_by=10 if change.fact == "b2" else 1)
            before = classify_household(facts=short, standard=standard)
            assert before.category == found.classification.category
            assert before.group == found.classification.group
        seen.add(direction)


@pytest.mark.parametrize("code", ["vn-2011", "vn-2027"])
def test_standards_without_points_are_explained_from_income(code: str) -> None:
    standard = get_standard(code)
    facts = SurveyedHousehold(
        area_type="rural", income_per_capita_vnd=400_000, deprivations=lacking(standard, 0)
    )

    assert explain_household(facts=facts, standard=standard).changes
