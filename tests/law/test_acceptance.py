"""What offices asked of the law, each in the words of its own acceptance."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from giamngheo.law.assess import assess_indicators
from giamngheo.law.classify_file import classify_file
from giamngheo.law.enums import AreaType, Category, Confidence, PovertyGroup
from giamngheo.law.explain import explain_household
from giamngheo.law.judge import (
    AnsweredHousehold,
    EvidenceNotJudged,
    ScoredHousehold,
    SurveyedHousehold,
    classify_frame,
    classify_household,
)
from giamngheo.law.nutrition import NutritionHousehold, nutrition_answers, nutrition_items
from giamngheo.law.point_files import read_point_table
from giamngheo.law.simulate import Scenario
from giamngheo.law.simulate_file import simulate_file
from giamngheo.law.standards import (
    SHIPPED_FOLDER,
    LawFileInvalid,
    get_standard,
    load_standards,
    standard_in_force,
)
from giamngheo.law.status_rules import RuleNotFound, is_average_living
from giamngheo.law.survey_facts import LivingConditions, MemberFacts, Survey
from giamngheo.law.synthesis import made_households
from tests.law.case_files import cases, lacking

OLD, NEW = get_standard("vn-2016"), get_standard("vn-2022")
EXAMPLE = read_point_table(Path(__file__).parent / "points" / "vi-du.yaml")


# R044: versioned standards


@pytest.mark.parametrize(
    ("b1", "b2", "old", "new"),
    [
        (110, 0, "POOR", "NEAR_POOR"),
        (110, 30, "POOR", "POOR"),
        (140, 30, "POOR", "POOR"),
        (150, 0, "NEAR_POOR", "NON_POOR"),
        (151, 30, "NON_POOR", "NON_POOR"),
    ],
)
def test_the_same_answers_give_the_class_of_each_version(
    b1: int, b2: int, old: str, new: str
) -> None:
    facts = ScoredHousehold(area_type=AreaType.RURAL, b1=b1, b2=b2)

    found = [classify_household(facts=facts, standard=s).category for s in (OLD, NEW)]

    assert found == [old, new]


def test_a_record_of_2017_is_scored_with_the_standard_of_2021_as_a_simulation_alone(
    tmp_path: Path,
) -> None:
    rows = {"household_code": ["H1", "H2"], "area_type": ["rural"] * 2, "b1": [110, 150]}
    records = pl.DataFrame(rows).with_columns(b2=pl.lit(0), as_of=dt.date(2017, 11, 1))
    records.write_parquet(tmp_path / "2017.parquet")
    now = pl.DataFrame({**rows, "household_code": ["H3", "H4"]}).with_columns(
        b2=pl.lit(0), as_of=dt.date(2023, 11, 1)
    )
    pl.concat([records, now]).write_parquet(tmp_path / "ca-hai.parquet")

    judged = classify_file(
        path=tmp_path / "ca-hai.parquet", standard=NEW, out=tmp_path / "ra.parquet"
    )
    simulated = simulate_file(
        path=tmp_path / "2017.parquet",
        scenarios=[Scenario(name=s.code, standard=s) for s in (OLD, NEW)],
        out=tmp_path / "mo-phong.xlsx",
    )

    assert (judged.judged, judged.refused) == (2, 2)
    assert pl.read_parquet(tmp_path / "ra.parquet")["household_code"].to_list() == ["H3", "H4"]
    assert (simulated.read, simulated.refused) == (2, 0)
    assert simulated.simulation.count("vn-2022", Category.NEAR_POOR) == 1


def test_the_day_chooses_the_version_and_nothing_else_does() -> None:
    days = {2017: "vn-2016", 2021: "vn-2016", 2022: "vn-2022", 2026: "vn-2022", 2027: "vn-2027"}

    assert {y: standard_in_force(as_of=dt.date(y, 1, 1)).code for y in days} == days


# R045: scored, with the calculation shown


def test_the_jurists_examples_are_more_than_twenty() -> None:
    """Examples printed in the official forms were not found: these are ours, at every line."""
    assert len(cases()) >= 20


def test_changing_one_answer_changes_points_and_class_at_once() -> None:
    facts = AnsweredHousehold(
        area_type=AreaType.RURAL,
        region="NT2",
        answers={"household_size": 3, "qualification": "school", "floor_area": 12, "car": False},
        has_able_member=True,
        deprivations=lacking(NEW, 3),
    )
    richer = replace(facts, answers=dict(facts.answers) | {"car": True})

    before, after = (
        explain_household(facts=f, standard=NEW, points=EXAMPLE) for f in (facts, richer)
    )

    assert before.classification.b1 != after.classification.b1
    assert any("điểm" in sentence for sentence in before.sentences())


# R051: average living standard


@pytest.mark.parametrize(
    ("income", "holds"), [(1_500_000, False), (1_500_001, True), (2_250_000, True)]
)
def test_average_living_is_above_the_line_up_to_the_ceiling(income: int, holds: bool) -> None:
    found = is_average_living(
        income_per_capita_vnd=income, area_type=AreaType.RURAL, as_of=dt.date(2026, 12, 31)
    )

    assert found.holds is holds
    assert found.confidence is Confidence.UNVERIFIED


def test_average_living_is_valid_for_the_stated_period_alone() -> None:
    with pytest.raises(RuleNotFound, match="01/01/2027"):
        is_average_living(
            income_per_capita_vnd=2_000_000, area_type=AreaType.RURAL, as_of=dt.date(2027, 1, 1)
        )


# R059: deprivations recorded per household


def test_the_indicators_named_in_the_plans_are_in_the_right_version() -> None:
    old = {i.code for i in OLD.indicators}
    new = {i.code for i in NEW.indicators}

    assert {
        *("adult_education", "child_attendance", "health_services", "health_insurance"),
        *("housing_quality", "floor_area", "water_source", "toilet"),
    } <= old
    assert {"employment", "dependents"} <= new - old
    assert {d.name for d in NEW.dimensions} >= {"Việc làm", "Y tế", "Giáo dục", "Nhà ở"}


@pytest.mark.parametrize("answer", [True, False, None])
def test_each_indicator_is_yes_no_or_not_known(answer: bool | None) -> None:
    findings = assess_indicators(standard=NEW, survey=None, ticked={"toilet": answer})

    assert next(f for f in findings if f.indicator.code == "toilet").value is answer


# R060: households lacking each service, by area and by group


def test_lacking_services_by_group_and_commune_equal_a_hand_count(tmp_path: Path) -> None:
    households = made_households(households=300, seed=5).collect()
    households.write_parquet(tmp_path / "ho.parquet")
    judged = classify_frame(frame=households.lazy(), standard=NEW).collect()
    poor = judged.filter(pl.col("category") == "POOR").to_dicts()

    found = simulate_file(
        path=tmp_path / "ho.parquet",
        scenarios=[Scenario(name=s, standard=get_standard(s)) for s in ("vn-2022", "vn-2027")],
        out=tmp_path / "ra.xlsx",
        group_by="ethnicity",
    ).simulation

    lacking_toilet = sum(1 for household in poor if household["d_toilet"])
    row = found.by_indicator.filter(scenario="vn-2022", indicator="toilet")
    assert row["poor"].to_list() == [lacking_toilet]
    for people in ("Kinh", "Dân tộc thiểu số"):
        by_hand = sum(1 for household in poor if household["ethnicity"] == people)
        counted = found.by_group.filter(group=people, scenario="vn-2022", category="POOR")
        assert counted["households"].sum() == by_hand


# R061: N1 and N2


def test_n1_and_n2_together_are_the_poor_of_2017() -> None:
    households = pl.LazyFrame({"b1": range(260), "b2": [10 * (n % 11) for n in range(260)]})
    both = pl.concat([households.with_columns(area_type=pl.lit(a.value)) for a in AreaType])

    judged = classify_frame(frame=both, standard=OLD).collect()

    poor = judged.filter(pl.col("category") == "POOR")
    groups = dict(poor.group_by("group").len().rows())
    assert groups.keys() == set(PovertyGroup)
    assert sum(groups.values()) == len(poor) > 0
    assert judged.filter(pl.col("category") != "POOR")["group"].null_count() == len(judged) - len(
        poor
    )


def test_a_group_is_refused_for_the_standard_of_2021(tmp_path: Path) -> None:
    """Neither does judging give one, nor does a file of the standard that names one load."""
    frame = pl.LazyFrame({"b1": range(260)}).with_columns(b2=30, area_type=pl.lit("rural"))
    text = (SHIPPED_FOLDER / "vn-2022.yaml").read_text(encoding="utf-8")
    ruling = "{category: NEAR_POOR"
    (tmp_path / "a.yaml").write_text(text.replace(ruling, f"{ruling}, group: N1", 1), "utf-8")

    assert classify_frame(frame=frame, standard=NEW).collect()["group"].null_count() == 260
    with pytest.raises(LawFileInvalid, match="chỉ hộ nghèo"):
        load_standards(tmp_path)


# R072: child nutrition

DAY = dt.date(2024, 6, 15)
P, N, E, O = NutritionHousehold  # noqa: E741


@pytest.mark.parametrize(
    ("birth", "household", "belongs"),
    [
        # exactly 16 on the measuring day; a day younger; exactly 5; a day younger; newborn
        (dt.date(2008, 6, 15), P, (False, False, False)),
        (dt.date(2008, 6, 16), P, (True, False, True)),
        (dt.date(2019, 6, 15), N, (True, False, True)),
        (dt.date(2019, 6, 16), N, (True, True, False)),
        (DAY, P, (True, True, False)),
        # newly escaped: in for the project, out for the under-five item
        (dt.date(2021, 1, 1), E, (True, False, False)),
        (dt.date(2015, 1, 1), E, (True, False, True)),
        (dt.date(2021, 1, 1), O, (False, False, False)),
        (None, P, (None, None, None)),
        (None, E, (None, False, None)),
    ],
)
def test_who_the_nutrition_project_is_for(
    birth: dt.date | None, household: NutritionHousehold, belongs: tuple[bool | None, ...]
) -> None:
    answers = nutrition_answers(birth_date=birth, household=household, measured_on=DAY)

    assert [a.item.code for a in answers] == ["project", "under_five", "school"]
    assert tuple(a.belongs for a in answers) == belongs


def test_the_item_for_under_fives_says_why_newly_escaped_are_out() -> None:
    under_five = nutrition_answers(birth_date=dt.date(2021, 1, 1), household=E, measured_on=DAY)[1]

    assert "mới thoát nghèo thuộc dự án nhưng không thuộc hoạt động này" in under_five.note
    assert "Hộ mới thoát nghèo không thuộc" in str(under_five.reasons[1])
    assert "Trẻ 3 tuổi vào ngày 15/06/2024" in str(under_five.reasons[0])
    assert all("Mục III.2.2" in str(reason) for reason in under_five.reasons)
    assert under_five.confidence is Confidence.VERBATIM


def test_ages_are_those_of_the_measuring_day() -> None:
    birth = dt.date(2008, 6, 15)

    found = [
        nutrition_answers(birth_date=birth, household=P, measured_on=day)[0].belongs
        for day in (dt.date(2024, 6, 14), dt.date(2024, 6, 15))
    ]

    assert found == [True, False]
    assert len(nutrition_items()) == 3


# R073: eight square metres a person

ADULT = MemberFacts(birth_date=dt.date(1980, 1, 1))


def area_is_lacking(square_metres: str, members: int, survey_date: dt.date = DAY) -> bool | None:
    survey = Survey(
        survey_date=survey_date,
        members=(ADULT,) * members,
        living=LivingConditions(floor_area_m2=Decimal(square_metres)),
    )
    findings = assess_indicators(standard=NEW, survey=survey)
    return next(f for f in findings if f.indicator.code == "floor_area").computed


def test_thirty_two_square_metres_are_enough_for_four_and_a_birth_asks_again() -> None:
    assert area_is_lacking("31.9", 4) is True
    assert area_is_lacking("32", 4) is False
    assert area_is_lacking("32", 5) is True
    assert area_is_lacking("40", 5) is False


def test_a_birth_changes_the_class_where_the_area_decides() -> None:
    """Two other indicators lacking: the third comes with the child."""
    others = {i.code: False for i in NEW.indicators} | {"toilet": True, "water_source": True}

    def category(members: int) -> Category:
        lacking_area = area_is_lacking("32", members)
        facts = SurveyedHousehold(
            area_type=AreaType.RURAL,
            income_per_capita_vnd=1_000_000,
            deprivations=others | {"floor_area": lacking_area},
        )
        return classify_household(facts=facts, standard=NEW).category

    assert (category(4), category(5)) == (Category.NEAR_POOR, Category.POOR)


def test_scores_cannot_be_judged_where_no_form_was_found() -> None:
    facts = ScoredHousehold(area_type=AreaType.RURAL, b1=100, b2=30)

    with pytest.raises(EvidenceNotJudged, match="LAW-005"):
        classify_household(facts=facts, standard=get_standard("vn-2027"))
