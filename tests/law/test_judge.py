"""Both judges against the jurists' cases, and against each other."""

from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giamngheo.law.enums import AreaType, Category, Confidence, Evidence
from giamngheo.law.judge import (
    AreaUnknown,
    ColumnsRefused,
    DeprivationsUndecided,
    EvidenceNotJudged,
    FactRefused,
    HouseholdFacts,
    ScoredHousehold,
    SurveyedHousehold,
    classify_frame,
    classify_household,
    refusal_expr,
)
from giamngheo.law.standards import Standard, get_standard, load_standards
from giamngheo.lib.errors import Refusal
from tests.law.case_files import Case, cases, lacking

CASES = cases()
SCORING = [s for s in load_standards() if s.judges_scores]


def frame_of(standard: Standard, households: list[HouseholdFacts]) -> pl.LazyFrame:
    """Put households of one kind of evidence into the columns that `classify_frame` reads."""
    rows = []
    for household in households:
        row: dict[str, object] = {"area_type": household.area_type}
        if isinstance(household, ScoredHousehold):
            row |= {"b1": household.b1, "b2": household.b2}
        else:
            row |= {"income_per_capita_vnd": household.income_per_capita_vnd}
            answers = household.deprivations
            row |= {f"d_{i.code}": answers.get(i.code) for i in standard.indicators}
        rows.append(row)
    booleans = {f"d_{i.code}": pl.Boolean for i in standard.indicators}
    return pl.LazyFrame(rows, schema_overrides=booleans, infer_schema_length=None)


def judged(standard: Standard, households: list[HouseholdFacts]) -> list[dict[str, object]]:
    frame = frame_of(standard, households)
    refusal = refusal_expr(frame=frame, standard=standard)
    return classify_frame(frame=frame, standard=standard).with_columns(refusal).collect().to_dicts()


def alone(standard: Standard, household: HouseholdFacts) -> tuple[object, ...]:
    try:
        result = classify_household(facts=household, standard=standard)
    except Refusal:
        return (None, None, None, None)
    return (result.category, result.group, result.confidence, result.deprivation_count)


def in_bulk(row: dict[str, object]) -> tuple[object, ...]:
    if row["category"] is None:
        assert row["refusal"]
        return (None, None, None, None)
    assert row["refusal"] is None
    return (row["category"], row["group"], row["confidence"], row.get("deprivation_count"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_household_is_judged_as_the_case_says(case: Case) -> None:
    result = classify_household(facts=case.facts, standard=case.standard)

    assert (result.category, result.group) == (case.category, case.group)
    assert result.standard == case.standard.code


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_frame_is_judged_as_the_case_says(case: Case) -> None:
    row = judged(case.standard, [case.facts])[0]

    assert (row["category"], row["group"]) == (case.category, case.group)
    assert (row["standard"], row["evidence"]) == (case.standard.code, case.facts.evidence)


areas = st.sampled_from(["rural", "urban"])
poor_areas = st.sampled_from(["rural", "urban", "urban", "nông thôn", "", None])
near_cut_offs = st.sampled_from([119, 120, 121, 139, 140, 141, 149, 150, 151, 174, 175, 176])
b1_scores = near_cut_offs | st.integers(0, 500) | st.sampled_from([-1, 501])
b2_scores = st.sampled_from([0, 10, 20, 29, 30, 31, 100, 110, 120, 130, -10]) | st.integers(0, 120)
scored_households = st.builds(ScoredHousehold, area_type=poor_areas, b1=b1_scores, b2=b2_scores)


@given(st.sampled_from(SCORING), st.lists(scored_households, min_size=1, max_size=120))
@settings(max_examples=100, deadline=None)
def test_both_judges_agree_on_scores(standard: Standard, households: list[ScoredHousehold]) -> None:
    rows = judged(standard, list(households))

    assert [in_bulk(row) for row in rows] == [alone(standard, h) for h in households]


@st.composite
def surveyed_households(draw: st.DrawFn, standard: Standard) -> SurveyedHousehold:
    lines = [b.income_max_vnd.of(a).value for b in standard.bands for a in ("rural", "urban")]
    near_lines = st.sampled_from([line + step for line in lines for step in (-1, 0, 1)])
    answers = st.sampled_from([True, False, False, None])
    return SurveyedHousehold(
        area_type=draw(poor_areas),
        income_per_capita_vnd=draw(near_lines | st.integers(-1, 5_000_000)),
        deprivations={i.code: draw(answers) for i in standard.indicators},
    )


@given(st.data(), st.sampled_from(load_standards()))
@settings(max_examples=100, deadline=None)
def test_both_judges_agree_on_income(data: st.DataObject, standard: Standard) -> None:
    households = data.draw(st.lists(surveyed_households(standard), min_size=1, max_size=30))

    rows = judged(standard, list(households))

    assert [in_bulk(row) for row in rows] == [alone(standard, h) for h in households]


def drawn_household(random: Random, standard: Standard, *, scored: bool) -> HouseholdFacts:
    area = random.choice(["rural", "urban", "rural", "urban", "đảo"])
    if scored:
        b1, b2 = random.randint(-2, 260), random.choice([0, 10, 20, 29, 30, 40, 100, 120, 130])
        return ScoredHousehold(area_type=area, b1=b1, b2=b2)
    lines = [b.income_max_vnd.of(a).value for b in standard.bands for a in AreaType]
    near = random.choice(lines) + random.randint(-1, 1)
    return SurveyedHousehold(
        area_type=area,
        income_per_capita_vnd=random.choice([near, random.randint(-1, 4_000_000)]),
        deprivations={
            i.code: random.choice([True, False, False, False, None]) for i in standard.indicators
        },
    )


@given(st.randoms(use_true_random=False), st.sampled_from(load_standards()), st.booleans())
@settings(max_examples=100, deadline=None)
def test_both_judges_agree_on_ten_thousand_households(
    random: Random, standard: Standard, scores: bool
) -> None:
    """A hundred examples of a hundred households each."""
    scored = scores and standard.judges_scores
    households = [drawn_household(random, standard, scored=scored) for _ in range(100)]

    rows = judged(standard, households)

    assert [in_bulk(row) for row in rows] == [alone(standard, h) for h in households]


@given(
    st.sampled_from(SCORING), areas, st.integers(0, 500), st.integers(0, 100), st.integers(0, 20)
)
def test_more_income_points_never_make_a_household_poorer(
    standard: Standard, area: str, b1: int, b2: int, more: int
) -> None:
    rank = [Category.POOR, Category.NEAR_POOR, Category.NON_POOR].index
    richer = min(b1 + more, 500)

    before = classify_household(
        facts=ScoredHousehold(area_type=area, b1=b1, b2=b2), standard=standard
    )
    after = classify_household(
        facts=ScoredHousehold(area_type=area, b1=richer, b2=b2), standard=standard
    )

    assert rank(after.category) >= rank(before.category)


@given(st.integers(0, 500), st.integers(0, 120), areas)
def test_no_group_exists_from_2022_on(b1: int, b2: int, area: str) -> None:
    facts = ScoredHousehold(area_type=area, b1=b1, b2=b2)

    assert classify_household(facts=facts, standard=get_standard("vn-2022")).group is None


def test_reasons_cite_value_comparison_source_and_confidence() -> None:
    facts = ScoredHousehold(area_type="rural", b1=130, b2=40)

    result = classify_household(facts=facts, standard=get_standard("vn-2016"))

    assert [str(reason) for reason in result.reasons] == [
        "Điểm B1 130 > 120 (nông thôn) – Thông tư 17/2016/TT-BLĐTBXH (chưa kiểm chứng)",
        "Điểm B1 130 ≤ 150 (nông thôn) – Thông tư 17/2016/TT-BLĐTBXH (chưa kiểm chứng)",
        "Điểm B2 40 ≥ 30 – Thông tư 17/2016/TT-BLĐTBXH (chưa kiểm chứng)",
        "Kết luận: Hộ nghèo, nhóm N2 – Quyết định 59/2015/QĐ-TTg (chưa kiểm chứng)",
    ]


def test_result_on_unverified_values_says_so() -> None:
    facts = ScoredHousehold(area_type="rural", b1=118, b2=0)

    old = classify_household(facts=facts, standard=get_standard("vn-2016"))
    new = classify_household(facts=facts, standard=get_standard("vn-2022"))

    assert old.confidence is Confidence.UNVERIFIED
    assert "chưa kiểm chứng" in (old.caution or "")
    assert new.confidence is Confidence.SECONDARY
    assert new.caution is None
    assert old.to_json()["confidence"] == "unverified"


def test_deprivations_under_wordings_not_found_are_unverified() -> None:
    """The line of 2027 is known from newspapers, the wording of its indicators is not."""
    standard = get_standard("vn-2027")
    below, above = (
        classify_household(
            facts=SurveyedHousehold(
                area_type="rural", income_per_capita_vnd=i, deprivations=lacking(standard, 3)
            ),
            standard=standard,
        )
        for i in (2_200_000, 2_200_001)
    )

    assert (below.confidence, above.confidence) == (Confidence.UNVERIFIED, Confidence.SECONDARY)


def test_survey_reasons_name_the_indicators() -> None:
    standard = get_standard("vn-2022")
    facts = SurveyedHousehold(
        area_type="urban", income_per_capita_vnd=1_900_000, deprivations=lacking(standard, 3)
    )

    result = classify_household(facts=facts, standard=standard)

    assert result.deprivation_count == 3
    assert result.reasons[0].sentence == (
        "Thu nhập bình quân 1.900.000 đồng/người/tháng ≤ 2.000.000 (thành thị)"
    )
    assert result.reasons[1].sentence == (
        "Thiếu hụt 3 ≥ 3 chỉ số (Việc làm, Người phụ thuộc trong hộ, Dinh dưỡng)"
    )


def test_unknown_indicators_that_do_not_decide_are_no_obstacle() -> None:
    standard = get_standard("vn-2022")
    three_known = {"employment": True, "nutrition": True, "toilet": True}
    nine_known = {i.code: False for i in standard.indicators[:10]}

    poor = classify_household(
        facts=SurveyedHousehold(
            area_type="rural", income_per_capita_vnd=1, deprivations=three_known
        ),
        standard=standard,
    )
    near_poor = classify_household(
        facts=SurveyedHousehold(
            area_type="rural", income_per_capita_vnd=1, deprivations=nine_known
        ),
        standard=standard,
    )

    assert (poor.category, poor.deprivation_count) == (Category.POOR, None)
    assert near_poor.category is Category.NEAR_POOR
    assert near_poor.reasons[1].sentence == "Thiếu hụt nhiều nhất 2 < 3 chỉ số"


def test_unknown_indicators_that_decide_are_named() -> None:
    standard = get_standard("vn-2022")
    answers = lacking(standard, 2) | {"toilet": None}
    facts = SurveyedHousehold(area_type="rural", income_per_capita_vnd=1, deprivations=answers)

    with pytest.raises(DeprivationsUndecided, match="Nhà tiêu hợp vệ sinh") as refusal:
        classify_household(facts=facts, standard=standard)

    assert "“Hộ nghèo” hay “Hộ cận nghèo”" in str(refusal.value)


@pytest.mark.parametrize("b1", [-1, 501, None, float("nan"), float("inf"), 118.5, "118", True])
def test_b1_out_of_range_is_refused(b1: object) -> None:
    facts = ScoredHousehold(area_type="rural", b1=b1, b2=0)  # type: ignore[arg-type]

    with pytest.raises(FactRefused, match=r"B1.*LAW-003"):
        classify_household(facts=facts, standard=get_standard("vn-2022"))


@pytest.mark.parametrize(("code", "b2"), [("vn-2016", 101), ("vn-2022", 121), ("vn-2022", -10)])
def test_b2_beyond_all_indicators_is_refused(code: str, b2: int) -> None:
    facts = ScoredHousehold(area_type="rural", b1=100, b2=b2)

    with pytest.raises(FactRefused, match="B2"):
        classify_household(facts=facts, standard=get_standard(code))


def test_whole_number_from_a_spreadsheet_is_a_score() -> None:
    facts = ScoredHousehold(area_type="rural", b1=118.0, b2=30.0)  # type: ignore[arg-type]

    result = classify_household(facts=facts, standard=get_standard("vn-2022"))

    assert result.reasons[0].sentence == "Điểm B1 118 ≤ 140 (nông thôn)"


@pytest.mark.parametrize("area", ["", None, "xã", "RURAL"])
def test_unknown_area_is_refused(area: object) -> None:
    facts = ScoredHousehold(area_type=area, b1=100, b2=0)  # type: ignore[arg-type]

    with pytest.raises(AreaUnknown, match="LAW-004"):
        classify_household(facts=facts, standard=get_standard("vn-2022"))


def test_indicator_of_another_standard_does_not_count() -> None:
    standard = get_standard("vn-2016")
    answers = lacking(standard, 2) | {"nutrition": True}
    facts = SurveyedHousehold(
        area_type="rural", income_per_capita_vnd=800_000, deprivations=answers
    )

    assert classify_household(facts=facts, standard=standard).category is Category.NEAR_POOR


def test_unknown_indicator_is_refused() -> None:
    facts = SurveyedHousehold(
        area_type="rural", income_per_capita_vnd=1, deprivations={"nutritoin": True}
    )

    with pytest.raises(FactRefused, match="nutritoin"):
        classify_household(facts=facts, standard=get_standard("vn-2016"))


@pytest.mark.parametrize("code", ["vn-2011", "vn-2027"])
def test_scores_are_refused_where_no_cut_offs_were_found(code: str) -> None:
    scored = ScoredHousehold(area_type="rural", b1=100, b2=0)
    frame = pl.LazyFrame({"area_type": ["rural"], "b1": [100], "b2": [0]})

    with pytest.raises(EvidenceNotJudged, match=f"{code}.*LAW-005"):
        classify_household(facts=scored, standard=get_standard(code))
    with pytest.raises(EvidenceNotJudged):
        classify_frame(frame=frame, standard=get_standard(code))


def test_frame_says_why_a_row_is_not_judged() -> None:
    frame = pl.LazyFrame(
        {
            "area_type": ["rural", "làng", "rural", "rural", "urban"],
            "b1": [100.0, 100.0, float("nan"), 100.5, 100.0],
            "b2": [0, 0, 0, 0, 130],
        }
    )
    standard = get_standard("vn-2022")

    rows = (
        classify_frame(frame=frame, standard=standard)
        .with_columns(refusal_expr(frame=frame, standard=standard))
        .collect()
    )

    assert rows["category"].to_list() == ["NEAR_POOR", None, None, None, None]
    assert rows["refusal"].to_list() == [
        None,
        "khu vực phải là rural (nông thôn) hoặc urban (thành thị)",
        "điểm B1 phải là số nguyên từ 0 đến 500",
        "điểm B1 phải là số nguyên từ 0 đến 500",
        "điểm B2 phải là số nguyên từ 0 đến 120",
    ]


def test_frame_gives_one_short_reason_for_each_way_through_the_rule() -> None:
    frame = pl.LazyFrame(
        {"area_type": ["rural", "rural", "urban"], "b1": [120, 121, 176], "b2": [0, 30, 0]}
    )

    rows = classify_frame(frame=frame, standard=get_standard("vn-2016")).collect()

    assert rows["reason"].to_list() == [
        "B1 ≤ 120 (nông thôn)",
        "120 < B1 ≤ 150, B2 ≥ 30 (nông thôn)",
        "B1 > 175 (thành thị)",
    ]


def test_frame_without_reason_has_none() -> None:
    frame = pl.LazyFrame({"area_type": ["rural"], "b1": [120], "b2": [0], "note": ["giữ lại"]})

    columns = (
        classify_frame(frame=frame, standard=get_standard("vn-2016"), with_reason=False)
        .collect_schema()
        .names()
    )

    assert columns == [
        *("area_type", "b1", "b2", "note"),
        *("category", "group", "evidence", "standard", "confidence"),
    ]


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"b1": [1], "b2": [1]}, "area_type"),
        ({"area_type": ["rural"]}, "cần cột"),
        ({"area_type": ["rural"], "b1": [1]}, "thiếu cột b2"),
        ({"area_type": ["rural"], "b1": ["1"], "b2": [1]}, "b1 phải là số"),
        ({"area_type": ["rural"], "b1": [1], "income_per_capita_vnd": [1]}, "chỉ giữ một loại"),
        ({"area_type": ["rural"], "income_per_capita_vnd": [1], "d_x": [True]}, "d_x không là"),
        ({"area_type": ["rural"], "income_per_capita_vnd": [1], "d_toilet": [1]}, "đúng/sai"),
    ],
)
def test_frame_of_wrong_columns_is_refused(columns: dict[str, list[object]], problem: str) -> None:
    with pytest.raises(ColumnsRefused, match=problem):
        classify_frame(frame=pl.LazyFrame(columns), standard=get_standard("vn-2022"))


def test_evidence_is_told_apart() -> None:
    assert ScoredHousehold.evidence is Evidence.SCORES
    assert SurveyedHousehold.evidence is Evidence.INCOME
