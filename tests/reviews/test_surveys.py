"""Surveyed incomes beside typed scores: recorded, judged, decided, and each way refused."""

from datetime import date

import polars as pl
import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from giamngheo.law.standards import get_standard, shipped_indicator_codes
from giamngheo.reviews import actions
from giamngheo.reviews.enums import CommuneState
from giamngheo.reviews.models import Campaign, CommuneReview, CommuneYear, ReviewResult
from tests.factories.district import District, scores_of

CODES = tuple(indicator.code for indicator in get_standard("vn-2016").indicators)


def answers_of(
    sheets: dict[str, tuple[int, int | None]], *, unknown: dict[str, int] | None = None
) -> pl.DataFrame:
    """Return what `record_survey` takes: income, and how many of the indicators are lacking."""
    rows = []
    for code, (income, lacking) in sheets.items():
        unsure = (unknown or {}).get(code, 0)
        marks: list[bool | None] = [position < (lacking or 0) for position in range(len(CODES))]
        marks[len(CODES) - unsure :] = [None] * unsure
        rows.append((code, income, 0, *marks))
    names = ["household_code", "income_per_capita_vnd", "children_out_of_school"]
    kinds = {f"d_{code}": pl.Boolean for code in CODES}
    return pl.DataFrame(
        rows,
        schema={names[0]: pl.String, names[1]: pl.Int64, names[2]: pl.Int64, **kinds},
        orient="row",
    )


def category_of(code: str) -> tuple[str, str]:
    result = ReviewResult.objects.get(household__code=code)
    return result.category, result.group


def test_survey_is_stored_as_known_and_unknown_indicators(district: District) -> None:
    district.load("A-001")
    campaign = district.open(2019)
    answers = answers_of({"A-001": (650_000, 2)}, unknown={"A-001": 1}).drop(f"d_{CODES[5]}")

    actions.record_survey(campaign=campaign, answers=answers, by=None)

    result = ReviewResult.objects.get()
    assert (result.evidence, result.income_per_capita_vnd) == ("income", 650_000)
    assert (result.score_b1, result.score_b2) == (None, None)
    assert result.deprivations == list(CODES[:2])
    not_asked = shipped_indicator_codes() - set(CODES)
    assert set(result.unknown_deprivations) == {CODES[-1], CODES[5]} | not_asked


def test_survey_is_judged_at_the_lines_beside_scores(district: District) -> None:
    """Rural lines are 700.000 and 1.000.000 đồng; poor above the first from 3 indicators on."""
    district.load("A-001", "A-002", "A-003", "A-004", "A-005")
    campaign = district.open(2019)
    survey = {
        "A-001": (700_000, 0),
        "A-002": (700_001, 3),
        "A-003": (1_000_000, 2),
        "A-004": (1_000_001, 9),
    }
    actions.record_survey(campaign=campaign, answers=answers_of(survey), by=None)
    actions.record_scores(campaign=campaign, scores=scores_of({"A-005": (121, 30)}), by=None)

    judged = actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    assert judged == 5
    assert [category_of(f"A-00{number}") for number in range(1, 6)] == [
        ("POOR", "N1"),
        ("POOR", "N2"),
        ("NEAR_POOR", ""),
        ("NON_POOR", ""),
        ("POOR", "N2"),
    ]


def test_survey_is_decided_and_counted(district: District) -> None:
    district.load("A-001", "A-002")
    campaign = district.open(2019)
    survey = {"A-001": (650_000, 2), "A-002": (2_000_000, 0)}
    actions.record_survey(campaign=campaign, answers=answers_of(survey), by=None)
    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    decision = actions.decide_commune(
        campaign=campaign,
        unit=district.rural,
        number="12/QĐ-UBND",
        signed_date=date(2019, 12, 10),
        effective_date=date(2019, 12, 10),
        signer="Lò Văn Ơ",
        by=None,
    )

    assert (decision.poor, decision.near_poor, decision.non_poor) == (1, 0, 1)
    counted = CommuneYear.objects.get(unit=district.rural, year=2020)
    assert counted.deprivations_start == dict.fromkeys(CODES[:2], 1)
    with (
        pytest.raises(IntegrityError, match="frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE reviews_reviewresult SET income_per_capita_vnd = 1")


def test_unknown_after_is_not_resolved(district: District) -> None:
    """What was lacking and is not known any more has not been put right."""
    district.load("A-001", since=date(2017, 1, 1))
    for year, unknown in ((2018, {}), (2019, {"A-001": len(CODES)})):
        campaign = district.open(year)
        survey = answers_of({"A-001": (600_000, 2)}, unknown=unknown)
        actions.record_survey(campaign=campaign, answers=survey, by=None)
        actions.judge_communes(campaign=campaign, units=[district.rural], by=None)
        actions.decide_commune(
            campaign=campaign,
            unit=district.rural,
            number=f"{year}/QĐ-UBND",
            signed_date=date(year, 12, 10),
            effective_date=date(year, 12, 10),
            signer="Lò Văn Ơ",
            by=None,
        )

    counted = CommuneYear.objects.get(unit=district.rural, year=2019)
    assert counted.deprivations_start == dict.fromkeys(CODES[:2], 1)
    assert counted.deprivations_resolved == {}


def test_unknown_indicators_that_decide_are_refused(district: District) -> None:
    district.load("A-001", "A-002")
    campaign = district.open(2019)
    answers = answers_of({"A-001": (800_000, 2), "A-002": (800_000, 3)}, unknown={"A-001": 1})
    actions.record_survey(campaign=campaign, answers=answers, by=None)

    with pytest.raises(actions.IndicatorsUndecided, match=r"1 hộ .* A-001") as no:
        actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    assert no.value.code == "REV-012"
    assert category_of("A-002") == ("", "")


@pytest.mark.parametrize("income", [None, -1, 1_000_000_001])
def test_income_out_of_range_is_refused(district: District, income: int | None) -> None:
    district.load("A-001")
    campaign = district.open(2019)
    answers = answers_of({"A-001": (income or 0, 0)}).with_columns(
        income_per_capita_vnd=pl.lit(income, dtype=pl.Int64)
    )

    with pytest.raises(actions.SurveyRefused, match=r"1 hộ thiếu thu nhập .* A-001"):
        actions.record_survey(campaign=campaign, answers=answers, by=None)

    assert not ReviewResult.objects.exists()


def test_unknown_indicator_column_is_refused(district: District) -> None:
    district.load("A-001")
    answers = answers_of({"A-001": (1, 0)}).with_columns(d_swimming_pool=pl.lit(value=True))

    with pytest.raises(actions.SurveyRefused, match="d_swimming_pool"):
        actions.record_survey(campaign=district.open(2019), answers=answers, by=None)


def test_survey_of_a_stranger_is_refused(district: District) -> None:
    district.load("A-001")
    answers = answers_of({"A-001": (1, 0), "Z-009": (1, 0)})

    with pytest.raises(actions.HouseholdNotInCampaign, match="Z-009"):
        actions.record_survey(campaign=district.open(2019), answers=answers, by=None)

    assert not ReviewResult.objects.exists()


def test_survey_replaces_scores_and_reopens_the_commune(district: District) -> None:
    district.load("A-001")
    campaign = district.open(2019)
    actions.record_scores(campaign=campaign, scores=scores_of({"A-001": (100, 0)}), by=None)
    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    actions.record_survey(campaign=campaign, answers=answers_of({"A-001": (1, 0)}), by=None)

    assert [result.evidence for result in ReviewResult.objects.all()] == ["income"]
    review = CommuneReview.objects.get(campaign=campaign, unit=district.rural)
    assert review.state == CommuneState.OPEN


@pytest.mark.parametrize(
    "change",
    [
        "score_b1 = 100, score_b2 = 0",
        "income_per_capita_vnd = NULL",
        "evidence = 'scores'",
        "evidence = 'scores', score_b1 = 1, score_b2 = 1",
        "deprivations = unknown_deprivations",
    ],
)
def test_evidence_of_another_kind_is_refused_by_the_table(district: District, change: str) -> None:
    district.load("A-001")
    answers = answers_of({"A-001": (1, 0)}, unknown={"A-001": 1})
    actions.record_survey(campaign=district.open(2019), answers=answers, by=None)

    with (
        pytest.raises(IntegrityError, match="result_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE reviews_reviewresult SET {change}")

    assert Campaign.objects.count() == 1
