"""Scenarios side by side: six households worked by hand, then what must always hold."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giamngheo.law.enums import AreaType, Category
from giamngheo.law.judge import ScoredHousehold, classify_household
from giamngheo.law.simulate import (
    NOT_JUDGED,
    Scenario,
    ScenariosRefused,
    Simulation,
    SuspiciousRule,
    simulate_frame,
)
from giamngheo.law.standard_changes import ChangeRefused, assumed_standard
from giamngheo.law.standards import LawFileInvalid, get_standard

OLD, NEW = get_standard("vn-2022"), get_standard("vn-2027")
INDICATORS = sorted({i.code for standard in (OLD, NEW) for i in standard.indicators})


def answers(*lacking: str, unknown: tuple[str, ...] = ()) -> dict[str, bool | None]:
    return {f"d_{c}": None if c in unknown else c in lacking for c in INDICATORS}


SIX = pl.LazyFrame(
    [
        # poor under both
        {"household_code": "H1", "unit_code": "A", "area_type": "rural", "member_count": 4,
         "people": "Mường", "income_per_capita_vnd": 1_400_000,
         **answers("toilet", "water_source", "floor_area")},
        # poor, then near-poor: the device no longer counts
        {"household_code": "H2", "unit_code": "A", "area_type": "rural", "member_count": 3,
         "people": "Kinh", "income_per_capita_vnd": 1_400_000,
         **answers("toilet", "water_source", "info_device")},
        # above the old line, poor under the new one: waste counts
        {"household_code": "H3", "unit_code": "A", "area_type": "rural", "member_count": 5,
         "people": "Mường", "income_per_capita_vnd": 2_000_000,
         **answers("toilet", "water_source", "waste_treatment")},
        # above the old line, near-poor under the new one
        {"household_code": "H4", "unit_code": "B", "area_type": "urban", "member_count": 2,
         "people": "Kinh", "income_per_capita_vnd": 2_800_000, **answers()},
        # above both lines
        {"household_code": "H5", "unit_code": "B", "area_type": "urban", "member_count": 1,
         "people": "Kinh", "income_per_capita_vnd": 2_800_001, **answers(*INDICATORS)},
        # what is not known decides under the new standard only
        {"household_code": "H6", "unit_code": "B", "area_type": "urban", "member_count": 6,
         "people": "Kinh", "income_per_capita_vnd": 2_500_000,
         **answers("toilet", "water_source", unknown=("waste_treatment",))},
    ]
)  # fmt: skip


def simulated(**changed: object) -> Simulation:
    scenarios = [Scenario(name="cũ", standard=OLD), Scenario(name="mới", standard=NEW)]
    return simulate_frame(frame=SIX, **({"scenarios": scenarios} | changed))  # type: ignore[arg-type]


def test_flows_of_six_households() -> None:
    found = simulated()

    assert found.flows.drop("from", "to").rows() == [
        ("POOR", "POOR", 1, 4),
        ("POOR", "NEAR_POOR", 1, 3),
        ("NON_POOR", "POOR", 1, 5),
        ("NON_POOR", "NEAR_POOR", 1, 2),
        ("NON_POOR", "NON_POOR", 1, 1),
        ("NON_POOR", NOT_JUDGED, 1, 6),
    ]
    assert (found.households, found.changed_count) == (6, 4)


def test_changed_households_carry_both_reasons() -> None:
    rows = {row["household_code"]: row for row in simulated().changed.to_dicts()}

    assert sorted(rows) == ["H2", "H3", "H4", "H6"]
    assert rows["H3"]["reason cũ"] == "thu nhập > 1.500.000 (nông thôn)"
    assert rows["H3"]["reason mới"] == ("thu nhập ≤ 2.200.000, thiếu hụt ≥ 3 chỉ số (nông thôn)")
    assert rows["H6"]["category mới"] == NOT_JUDGED


def test_indicators_of_the_poor() -> None:
    rows = {(r["scenario"], r["indicator"]): r for r in simulated().by_indicator.to_dicts()}

    assert rows["cũ", "toilet"]["poor"] == 2
    assert rows["cũ", "info_device"]["poor"] == 1
    assert rows["mới", "waste_treatment"]["poor"] == 1
    assert ("mới", "info_device") not in rows
    assert ("cũ", "waste_treatment") not in rows


def test_units_and_groups_add_up_to_the_whole() -> None:
    found = simulated(group_by="people")

    for part in (found.by_unit, found.by_group):
        summed = part.group_by("scenario", "category").agg(
            pl.col("households").sum(), pl.col("persons").sum()
        )
        assert summed.sort("scenario", "category").equals(found.totals.sort("scenario", "category"))
    muong = found.by_group.filter(group="Mường", scenario="mới")
    assert muong.select("category", "households").rows() == [("POOR", 2)]


def test_a_commune_that_becomes_a_ward() -> None:
    ward = Scenario(name="phường", standard=OLD, area_types={"A": AreaType.URBAN})

    found = simulated(scenarios=[Scenario(name="xã", standard=OLD), ward])

    moved = found.changed.select("household_code", "category phường", "area_type").rows()
    assert moved == [("H3", "NEAR_POOR", "rural")]


def test_known_benefits_are_costed() -> None:
    cost = {Category.POOR: 100_000}
    scenarios = [
        Scenario(name="cũ", standard=OLD, monthly_cost_vnd=cost),
        Scenario(name="mới", standard=NEW),
    ]

    found = simulated(scenarios=scenarios)

    assert found.monthly_cost_vnd(scenarios[0]) == 200_000
    assert found.monthly_cost_vnd(scenarios[1]) is None


def test_results_on_assumptions_say_so() -> None:
    assumed = assumed_standard(standard=OLD, name="ba triệu", income_max_vnd={
        AreaType.RURAL: [3_000_000], AreaType.URBAN: [3_000_000]})  # fmt: skip

    found = simulated(
        scenarios=[Scenario(name="cũ", standard=OLD), Scenario(name="thử", standard=assumed)]
    )

    assert found.cautions == ("thử: có kết quả dựa trên giá trị chưa kiểm chứng",)
    assert found.count("thử", "NON_POOR") == 0


def test_a_rule_that_takes_nobody_or_everybody_asks_for_confirmation() -> None:
    nobody = assumed_standard(standard=OLD, name="không ai", min_indicators=12)
    simulation = simulated(
        scenarios=[Scenario(name="cũ", standard=OLD), Scenario(name="thử", standard=nobody)]
    )

    with pytest.raises(SuspiciousRule, match=r"thử xếp 0 % số hộ là hộ nghèo.*LAW-017"):
        simulation.require_plausible()
    simulated().require_plausible()


def test_assumed_indicators_and_thresholds() -> None:
    fewer = assumed_standard(
        standard=OLD, name="x", without_indicators=["toilet"], min_indicators=2
    )

    assert len(fewer.indicators) == 11
    assert not fewer.judges_scores
    with pytest.raises(ChangeRefused, match="waste_treatment"):
        assumed_standard(standard=OLD, name="x", without_indicators=["waste_treatment"])
    with pytest.raises(ChangeRefused, match="cần 1 mức"):
        assumed_standard(standard=OLD, name="x", income_max_vnd={AreaType.RURAL: [1, 2]})
    with pytest.raises(ChangeRefused, match="không xét thiếu hụt"):
        assumed_standard(standard=get_standard("vn-2011"), name="x", min_indicators=2)
    with pytest.raises(LawFileInvalid, match="từ 1 đến 12"):
        assumed_standard(standard=OLD, name="x", min_indicators=13)


@pytest.mark.parametrize(
    ("scenarios", "group_by", "words"),
    [
        ([Scenario(name="a", standard=OLD)], None, "ít nhất hai"),
        ([Scenario(name="a", standard=OLD)] * 2, None, "cùng tên"),
        (
            [Scenario(name="a", standard=OLD), Scenario(name="b", standard=NEW)],
            "religion",
            "thiếu cột religion",
        ),
    ],
)
def test_scenarios_that_cannot_run_are_refused(
    scenarios: list[Scenario], group_by: str | None, words: str
) -> None:
    with pytest.raises(ScenariosRefused, match=words):
        simulated(scenarios=scenarios, group_by=group_by)


def test_frame_without_units_and_members_is_counted_in_households_only() -> None:
    found = simulate_frame(
        frame=SIX.drop("unit_code", "member_count"),
        scenarios=[Scenario(name="cũ", standard=OLD), Scenario(name="mới", standard=NEW)],
    )

    assert found.totals["persons"].null_count() == len(found.totals)
    assert found.by_unit["unit_code"].unique().to_list() == [""]


scores = st.tuples(st.sampled_from(["rural", "urban"]), st.integers(90, 200), st.integers(0, 10))


@given(st.lists(scores, min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_every_household_lands_where_it_is_judged(rows: list[tuple[str, int, int]]) -> None:
    standards = [get_standard("vn-2016"), OLD]
    frame = pl.LazyFrame(
        [
            {"household_code": str(n), "area_type": a, "b1": b1, "b2": 10 * c}
            for n, (a, b1, c) in enumerate(rows)
        ]
    )

    found = simulate_frame(
        frame=frame, scenarios=[Scenario(name=s.code, standard=s) for s in standards]
    )

    for standard in standards:
        alone = [
            classify_household(
                facts=ScoredHousehold(area_type=a, b1=b1, b2=10 * c), standard=standard
            ).category
            for a, b1, c in rows
        ]
        for category in Category:
            assert found.count(standard.code, category) == alone.count(category)
    assert found.flows["households"].sum() == len(rows)
    unchanged = found.flows.filter(
        pl.col("category_from").cast(pl.String) == pl.col("category_to").cast(pl.String)
    )
    assert found.changed_count == len(rows) - unchanged["households"].sum()
    assert len(found.changed) == found.changed_count
