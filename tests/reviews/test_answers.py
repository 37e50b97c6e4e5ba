"""Answers to Form B1: scored by the table in force, judged, decided, explained, refused."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.law.standards import get_standard, shipped_indicator_codes
from giamngheo.reviews import actions
from giamngheo.reviews.answers import AnswersUnusable, NoPointTable
from giamngheo.reviews.explaining import explain_result
from giamngheo.reviews.models import Campaign, Decision, ReviewResult
from giamngheo.rules.actions import approve_rule, enter_rule, submit_rule, withdraw_rule
from giamngheo.rules.models import RuleVersion
from tests.factories.accounts import officer
from tests.factories.district import District, scores_of
from tests.factories.rules import EXAMPLE_POINTS, points_workbook
from tests.factories.surveys import open_survey, survey_of

# Points of the example in NT3: 5 members 42, school 25, 8 m² 15, car 60; the rural line is 140.
POOR: dict[str, Any] = {
    "household_size": 5,
    "qualification": "school",
    "floor_area": 8,
    "car": False,
}
RICH = POOR | {"car": True}
ABLE = {"has_able_member": True, "region": "NT3"}
LACKING = ("employment", "dependents", "nutrition")


@dataclass
class Offices:
    """Who enters and who approves the province's point table."""

    enterer: User
    leader: User


@pytest.fixture
def offices(district: District) -> Offices:
    return Offices(
        enterer=officer(Role.PROVINCE, district.province),
        leader=officer(Role.LEADER, district.province),
    )


def approved_points(
    district: District, offices: Offices, folder: Path, code: str = "diem-tinh"
) -> RuleVersion:
    content = points_workbook(folder / f"{code}.xlsx", code=code, standard="vn-2022")
    rule = enter_rule(
        content=content,
        file_name=f"{code}.xlsx",
        unit=district.province,
        by=offices.enterer,
    )
    submit_rule(rule=rule, by=offices.enterer)
    return approve_rule(rule=rule, by=offices.leader)


def answers_of(
    sheets: dict[str, dict[str, Any]],
    *,
    facts: dict[str, Any] | None = None,
    lacking: tuple[str, ...] = LACKING,
    unknown: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Return the frame `record_answers` takes."""
    marks = {
        f"d_{code}": [None if code in unknown else code in lacking] * len(sheets)
        for code in sorted(shipped_indicator_codes())
    }
    return pl.DataFrame(
        {
            "household_code": list(sheets),
            "answers": [json.dumps(answers) for answers in sheets.values()],
            "facts": [json.dumps(ABLE if facts is None else facts)] * len(sheets),
            "children_out_of_school": [0] * len(sheets),
            **marks,
        },
        schema_overrides=dict.fromkeys(marks, pl.Boolean),
    )


def result_of(code: str) -> ReviewResult:
    return ReviewResult.objects.get(household__code=code)


def decide(campaign: Campaign, district: District) -> Decision:
    return actions.decide_commune(
        campaign=campaign,
        unit=district.rural,
        number="12/QĐ-UBND",
        signed_date=date(2023, 12, 10),
        effective_date=date(2023, 12, 10),
        signer="Lò Văn Ơ",
        by=None,
    )


def test_answers_are_scored_by_the_table_in_force(
    district: District, offices: Offices, tmp_path: Path
) -> None:
    district.load("A-001", "A-002", "A-003", "A-004")
    approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    # 42 + 25 + 30 + 60 = 157; with the size not scored (nobody can work) 115.
    two = answers_of({"A-001": POOR, "A-002": RICH | {"floor_area": 20}})
    weak = answers_of({"A-003": RICH | {"floor_area": 20}}, facts=ABLE | {"has_able_member": False})
    few = answers_of({"A-004": POOR}, lacking=LACKING[:2])

    for frame in (two, weak, few):
        actions.record_answers(campaign=campaign, answers=frame, by=None)
    before = result_of("A-001")
    judged = actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    assert (before.score_b1, before.category, before.points_code) == (None, "", "diem-tinh")
    assert judged == 4
    found = [result_of(f"A-00{number}") for number in range(1, 5)]
    assert [(one.score_b1, one.score_b2, one.category) for one in found] == [
        (82, 30, "POOR"),
        (157, 30, "NON_POOR"),
        (115, 30, "POOR"),
        (82, 20, "NEAR_POOR"),
    ]
    assert {(one.points_code, one.points_version) for one in found} == {("diem-tinh", 1)}


def test_the_line_of_140_points(district: District, offices: Offices, tmp_path: Path) -> None:
    """40 + 25 + 15 + 60 = 140 in NT1, one more in NT2 with a schooling of 20 and a larger house."""
    district.load("A-001", "A-002")
    approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    at = answers_of({"A-001": RICH}, facts=ABLE | {"region": "NT1"})
    past = answers_of({"A-002": RICH}, facts=ABLE | {"region": "NT3"})
    for frame in (at, past):
        actions.record_answers(campaign=campaign, answers=frame, by=None)

    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    assert [(result_of(c).score_b1, result_of(c).category) for c in ("A-001", "A-002")] == [
        (140, "POOR"),
        (142, "NON_POOR"),
    ]


def test_town_needs_no_region(district: District, offices: Offices, tmp_path: Path) -> None:
    """60 + 30 + 20 + 70 = 180 in a town, whose line is 175; without a car 110."""
    district.load("B-001", "B-002")
    approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    frame = answers_of({"B-001": RICH, "B-002": POOR}, facts={"has_able_member": True})
    actions.record_answers(campaign=campaign, answers=frame, by=None)

    actions.judge_communes(campaign=campaign, units=[district.urban], by=None)

    assert [(result_of(c).score_b1, result_of(c).category) for c in ("B-001", "B-002")] == [
        (180, "NON_POOR"),
        (110, "POOR"),
    ]


def test_three_kinds_of_evidence_are_judged_together(
    district: District, offices: Offices, tmp_path: Path
) -> None:
    district.load("A-001", "A-002", "A-003")
    approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    actions.record_answers(campaign=campaign, answers=answers_of({"A-001": POOR}), by=None)
    actions.record_scores(campaign=campaign, scores=scores_of({"A-002": (140, 30)}), by=None)
    survey = survey_of({"A-003": (1_500_000, LACKING)})
    actions.record_survey(campaign=campaign, answers=survey, by=None)

    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    assert [result_of(f"A-00{n}").category for n in (1, 2, 3)] == ["POOR"] * 3
    assert [result_of(f"A-00{n}").score_b1 for n in (1, 2, 3)] == [82, 140, None]


def test_without_an_approved_table_answers_are_refused_by_name(
    district: District, offices: Offices, tmp_path: Path
) -> None:
    district.load("A-001")
    campaign = open_survey(district)

    with pytest.raises(NoPointTable, match=r"Đồng Mây.*vn-2022.*15/11/2023") as no:
        actions.record_answers(campaign=campaign, answers=answers_of({"A-001": POOR}), by=None)
    assert no.value.code == "REV-014"

    rule = approved_points(district, offices, tmp_path)
    actions.record_answers(campaign=campaign, answers=answers_of({"A-001": POOR}), by=None)
    withdraw_rule(rule=rule, valid_to=date(2023, 11, 15), reason="sai", by=offices.leader)

    with pytest.raises(NoPointTable, match="Đồng Mây"):
        actions.judge_communes(campaign=campaign, units=[district.rural], by=None)
    assert result_of("A-001").category == ""


def test_a_new_version_judges_anew_and_is_named(
    district: District, offices: Offices, tmp_path: Path
) -> None:
    district.load("A-001")
    first = approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    actions.record_answers(campaign=campaign, answers=answers_of({"A-001": POOR}), by=None)
    withdraw_rule(rule=first, valid_to=first.valid_from, reason="sửa", by=offices.leader)
    # The same code with other points: version 2. Eight square metres give 20 now.
    text = EXAMPLE_POINTS.read_text(encoding="utf-8").replace("code: vi-du", "code: diem-tinh")
    text = text.replace("is_example: true", "is_example: false").replace(": 15 15", ": 20 20")
    text = text.replace("20 15 15 15 15", "20 20 20 20 20")
    rule = enter_rule(
        content=text.encode(), file_name="hai.yaml", unit=district.province, by=offices.enterer
    )
    rule = submit_rule(rule=rule, by=offices.enterer)
    approve_rule(rule=rule, by=offices.leader)

    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    found = result_of("A-001")
    assert (found.points_code, found.points_version, found.score_b1) == ("diem-tinh", 2, 87)


@pytest.mark.parametrize(
    ("answers", "facts", "words"),
    [
        ({"household_size": 5}, ABLE, "Bằng cấp cao nhất.*chưa trả lời"),
        (POOR | {"qualification": "doctor"}, ABLE, "không có trong các lựa chọn"),
        (POOR | {"household_size": 0}, ABLE, "phải từ 1"),
        (POOR | {"swimming_pool": True}, ABLE, "swimming_pool.*không có trong bảng điểm"),
        (POOR, {"has_able_member": True}, "chưa ghi vùng"),
        (POOR, {"region": "NT3"}, "khả năng lao động"),
        (POOR, ABLE | {"region": "NT9"}, "chưa ghi vùng"),
    ],
)
def test_answers_the_table_cannot_score_are_refused(
    district: District,
    offices: Offices,
    tmp_path: Path,
    answers: dict[str, Any],
    facts: dict[str, Any],
    words: str,
) -> None:
    district.load("A-001", "A-002")
    approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    frame = pl.concat([answers_of({"A-001": POOR}), answers_of({"A-002": answers}, facts=facts)])

    with pytest.raises(AnswersUnusable, match=f"1 hộ, ví dụ A-002.*{words}"):
        actions.record_answers(campaign=campaign, answers=frame, by=None)

    assert not ReviewResult.objects.exists()


def test_unknown_indicators_that_decide_are_refused(
    district: District, offices: Offices, tmp_path: Path
) -> None:
    district.load("A-001", "A-002")
    approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    undecided = answers_of({"A-001": POOR}, lacking=LACKING[:2], unknown=LACKING[2:])
    actions.record_answers(campaign=campaign, answers=undecided, by=None)

    with pytest.raises(actions.IndicatorsUndecided, match="A-001"):
        actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    # Above the line no indicator decides: the result stands, B2 is not known.
    above = answers_of(
        {"A-001": RICH | {"floor_area": 20}}, lacking=LACKING[:2], unknown=LACKING[2:]
    )
    actions.record_answers(campaign=campaign, answers=above, by=None)
    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)
    found = result_of("A-001")
    assert (found.score_b1, found.score_b2, found.category) == (157, None, "NON_POOR")


def test_a_stranger_is_refused(district: District, offices: Offices, tmp_path: Path) -> None:
    district.load("A-001")
    approved_points(district, offices, tmp_path)
    frame = answers_of({"A-001": POOR, "Z-009": POOR})

    with pytest.raises(actions.HouseholdNotInCampaign, match="Z-009"):
        actions.record_answers(campaign=open_survey(district), answers=frame, by=None)


def test_decision_freezes_the_answers_and_its_digest_covers_them(
    district: District, offices: Offices, tmp_path: Path
) -> None:
    district.load("A-001")
    approved_points(district, offices, tmp_path)
    digests = []
    for number, answers in enumerate((POOR, POOR | {"floor_area": 9})):
        campaign = open_survey(district, code=f"dot-{number}")
        actions.record_answers(campaign=campaign, answers=answers_of({"A-001": answers}), by=None)
        actions.judge_communes(campaign=campaign, units=[district.rural], by=None)
        if number:
            # The same points for 8 and for 9 m²: only the answer differs.
            ReviewResult.objects.filter(campaign=campaign).update(previous_category="NON_POOR")
        with transaction.atomic():
            digests.append(decide(campaign, district).list_digest)
            if not number:
                transaction.set_rollback(True)

    assert digests[0] != digests[1]
    with (
        pytest.raises(IntegrityError, match="frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("""UPDATE reviews_reviewresult SET answers = '{"car": true}'
                          WHERE decision_id IS NOT NULL""")


def test_a_result_from_answers_is_explained(
    district: District, offices: Offices, tmp_path: Path
) -> None:
    district.load("A-001")
    rule = approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    actions.record_answers(campaign=campaign, answers=answers_of({"A-001": POOR}), by=None)
    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)
    # Withdrawn later: what it scored is still explained by it.
    withdraw_rule(rule=rule, valid_to=date(2024, 1, 1), reason="hết", by=offices.leader)

    explained = explain_result(result=result_of("A-001"), standard=get_standard("vn-2022"))

    assert explained is not None
    words = "\n".join(explained.sentences())
    assert "Điểm B1 82 theo “Bảng điểm thử của tỉnh”, vùng NT3" in words
    assert "Thiếu hụt 3 ≥ 3 chỉ số" in words
    assert {(change.fact, change.by) for change in explained.changes} == {("b1", 59), ("b2", -10)}


def test_a_result_that_would_be_judged_otherwise_is_not_explained_so(
    district: District, offices: Offices, tmp_path: Path
) -> None:
    district.load("A-001")
    approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    actions.record_answers(campaign=campaign, answers=answers_of({"A-001": POOR}), by=None)
    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)
    result = result_of("A-001")
    result.category = "NON_POOR"

    assert explain_result(result=result, standard=get_standard("vn-2022")) is None


@pytest.mark.parametrize(
    "change",
    [
        "answers = '{}'",
        "points_code = ''",
        "points_version = NULL",
        "income_per_capita_vnd = 1",
        "category = 'POOR', score_b1 = NULL",
        "evidence = 'income', income_per_capita_vnd = 1",
    ],
)
def test_the_table_insists_on_whole_evidence(
    district: District, offices: Offices, tmp_path: Path, change: str
) -> None:
    district.load("A-001")
    approved_points(district, offices, tmp_path)
    frame = answers_of({"A-001": POOR})
    actions.record_answers(campaign=open_survey(district), answers=frame, by=None)

    with (
        pytest.raises(IntegrityError, match="result_holds_its_evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE reviews_reviewresult SET {change}")


def test_a_table_that_changed_its_items_judges_nobody(
    district: District, offices: Offices, tmp_path: Path
) -> None:
    """Answers to an item the table in force does not know are not left out silently."""
    district.load("A-001")
    approved_points(district, offices, tmp_path)
    campaign = open_survey(district)
    actions.record_answers(campaign=campaign, answers=answers_of({"A-001": POOR}), by=None)
    ReviewResult.objects.update(answers=POOR | {"boat": True})

    with pytest.raises(AnswersUnusable, match=r"A-001.*không khớp bảng điểm"):
        actions.judge_communes(campaign=campaign, units=[district.rural], by=None)


def test_facts_are_kept_beside_scores(district: District) -> None:
    district.load("A-001")
    scores = scores_of({"A-001": (100, 0)}).with_columns(facts=pl.lit('{"toilet": "none"}'))

    actions.record_scores(campaign=open_survey(district), scores=scores, by=None)

    assert result_of("A-001").facts == {"toilet": "none"}
