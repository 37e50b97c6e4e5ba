"""From typed scores to a frozen decision, and every way it is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from giamngheo.lib.errors import Refusal
from giamngheo.registry.models import HouseholdStatus
from giamngheo.reviews import actions
from giamngheo.reviews.enums import CampaignKind, CommuneState
from giamngheo.reviews.models import Campaign, CommuneReview, CommuneYear, Decision, ReviewResult
from tests.factories.district import District, scores_of

# Rural lines are B1 120 and 150, urban 140 and 175, with B2 from 30 on: at the line and one past.
RURAL = {
    "A-001": (120, 0),
    "A-002": (121, 30),
    "A-003": (121, 29),
    "A-004": (150, 29),
    "A-005": (151, 90),
}
URBAN = {"B-001": (140, 0), "B-002": (141, 0), "B-003": (175, 30), "B-004": (176, 100)}


def category_of(code: str) -> tuple[str, str]:
    result = ReviewResult.objects.get(household__code=code)
    return result.category, result.group


def decide(campaign: Campaign, unit: object, **changes: object) -> Decision:
    values: dict[str, object] = {
        "number": "12/QĐ-UBND",
        "signed_date": date(2019, 12, 10),
        "effective_date": date(2019, 12, 10),
        "signer": "Lò Văn Ơ",
        "by": None,
    } | changes
    return actions.decide_commune(campaign=campaign, unit=unit, **values)  # type: ignore[arg-type]


def test_judging_follows_the_area_of_the_commune(district: District) -> None:
    district.load(*RURAL, *URBAN)
    campaign = district.open(2019)
    actions.record_scores(campaign=campaign, scores=scores_of(RURAL | URBAN), by=None)

    judged = actions.judge_communes(campaign=campaign, units=district.communes, by=None)

    assert judged == 9
    assert [category_of(code) for code in RURAL] == [
        ("POOR", "N1"),
        ("POOR", "N2"),
        ("NEAR_POOR", ""),
        ("NEAR_POOR", ""),
        ("NON_POOR", ""),
    ]
    assert [category_of(code) for code in URBAN] == [
        ("POOR", "N1"),
        ("NEAR_POOR", ""),
        ("POOR", "N2"),
        ("NON_POOR", ""),
    ]


def test_decision_gives_statuses_and_counts(district: District) -> None:
    district.load(*RURAL, *URBAN)

    decisions = district.review(2019, RURAL | URBAN)

    assert [(d.poor, d.near_poor, d.non_poor) for d in decisions] == [(2, 2, 1), (2, 1, 1)]
    after = HouseholdStatus.objects.in_force(date(2019, 12, 10))
    assert after.filter(category="POOR").count() == 4
    before = HouseholdStatus.objects.in_force(date(2019, 12, 9))
    assert before.filter(category="POOR").count() == 0
    counted = CommuneYear.objects.get(unit=district.rural, year=2020)
    assert (counted.households_start, counted.poor_start, counted.near_poor_start) == (5, 2, 2)
    assert counted.poor_end is None
    assert counted.deprivations_start == {"toilet": 1}


def test_second_year_stores_each_movement(district: District) -> None:
    district.load(*RURAL, since=date(2017, 1, 1))
    district.review(2018, {"A-005": (100, 0)})
    district.review(2019, RURAL)

    district.review(
        2020,
        {
            "A-001": (151, 0),
            "A-002": (121, 0),
            "A-003": (120, 0),
            "A-004": (150, 10),
            "A-005": (90, 0),
        },
    )

    year = CommuneYear.objects.get(unit=district.rural, year=2020)
    assert year.movements == {
        "ESCAPED_POOR": 1,
        "POOR_TO_NEAR_POOR": 1,
        "NEAR_POOR_TO_POOR": 1,
        "STAYED_NEAR_POOR": 1,
        "RE_POOR": 1,
    }
    assert (year.poor_start, year.poor_end) == (2, 2)
    assert (year.poor_n1_end, year.poor_n2_end) == (2, 0)
    assert year.deprivations_resolved == {"toilet": 1}


def test_unchanged_household_keeps_its_since(district: District) -> None:
    district.load("A-001", since=date(2017, 1, 1))
    district.review(2018, {"A-001": (100, 0)})

    district.review(2019, {"A-001": (110, 0)})

    status = HouseholdStatus.objects.in_force(date(2020, 1, 1)).get(household__code="A-001")
    assert status.valid_from == date(2018, 12, 10)


def test_frozen_result_refuses_raw_change(district: District) -> None:
    district.load("A-001")
    district.review(2019, {"A-001": (100, 0)})

    for statement in (
        "UPDATE reviews_reviewresult SET score_b1 = 200",
        "DELETE FROM reviews_reviewresult",
        "UPDATE reviews_decision SET poor = 0",
    ):
        with (
            pytest.raises(IntegrityError, match="frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_scores_after_a_decision_are_refused(district: District) -> None:
    district.load("A-001", "A-002")
    district.review(2019, {"A-001": (100, 0)})
    campaign = Campaign.objects.get(year=2019)

    with pytest.raises(actions.HouseholdNotInCampaign, match="A-002"):
        actions.record_scores(campaign=campaign, scores=scores_of({"A-002": (90, 0)}), by=None)

    assert ReviewResult.objects.count() == 1


def test_new_scores_reopen_a_judged_commune(district: District) -> None:
    district.load("A-001")
    campaign = district.open(2019)
    actions.record_scores(campaign=campaign, scores=scores_of({"A-001": (100, 0)}), by=None)
    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    actions.record_scores(campaign=campaign, scores=scores_of({"A-001": (200, 0)}), by=None)

    review = CommuneReview.objects.get(campaign=campaign, unit=district.rural)
    assert review.state == CommuneState.OPEN
    with pytest.raises(actions.NotJudgedYet, match="Đồng Mây"):
        decide(campaign, district.rural)


def test_campaign_under_a_later_standard_is_refused(district: District) -> None:
    with pytest.raises(actions.StandardNotInForce, match="vn-2016") as no:
        actions.open_campaign(
            code="sai-chuan",
            name="Sai chuẩn",
            kind=CampaignKind.PERIODIC,
            year=2017,
            unit=district.unit,
            communes=district.communes,
            standard="vn-2022",
            judged_for=date(2017, 11, 15),
            by=None,
        )

    assert no.value.code == "REV-002"
    assert not Campaign.objects.exists()


def test_campaign_code_is_used_once(district: District) -> None:
    district.open(2019)

    with pytest.raises(actions.CampaignCodeTaken):
        district.open(2020, code="thu-2019")


def test_commune_without_scores_is_not_judged(district: District) -> None:
    campaign = district.open(2019)

    with pytest.raises(actions.NothingToJudge, match="Đồng Mây"):
        actions.judge_communes(campaign=campaign, units=[district.rural], by=None)


def test_score_out_of_range_is_refused_by_household(district: District) -> None:
    district.load("A-001")
    campaign = district.open(2019)
    actions.record_scores(campaign=campaign, scores=scores_of({"A-001": (100, 101)}), by=None)

    with pytest.raises(actions.ScoresOutOfRange, match="A-001"):
        actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    assert category_of("A-001") == ("", "")


def test_unit_outside_the_campaign_is_refused(district: District) -> None:
    campaign = district.open(2019)

    with pytest.raises(actions.UnitNotInCampaign, match="Huyện Bên"):
        actions.judge_communes(campaign=campaign, units=[district.neighbour], by=None)


def test_commune_of_unknown_area_is_refused(district: District) -> None:
    district.rural.area_type = None

    with pytest.raises(actions.AreaTypeUnknown, match="Đồng Mây"):
        district.open(2019)


def test_decision_before_the_day_judged_for_is_refused(district: District) -> None:
    district.load("A-001")
    campaign = district.open(2019)
    actions.record_scores(campaign=campaign, scores=scores_of({"A-001": (100, 0)}), by=None)
    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    with pytest.raises(actions.BadDecisionDate, match="14/11/2019"):
        decide(campaign, district.rural, signed_date=date(2019, 11, 14))

    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("day", "refused"), [(date(2019, 12, 31), False), (date(2020, 1, 1), True)]
)
def test_periodic_decision_takes_effect_within_its_year(
    district: District, day: date, refused: bool
) -> None:
    district.load("A-001")
    campaign = district.open(2019)
    actions.record_scores(campaign=campaign, scores=scores_of({"A-001": (100, 0)}), by=None)
    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    if refused:
        with pytest.raises(actions.EffectiveAfterTheYear, match="31/12/2019"):
            decide(campaign, district.rural, effective_date=day)
    else:
        decide(campaign, district.rural, signed_date=date(2020, 1, 6), effective_date=day)

    assert Decision.objects.exists() is not refused


def test_decided_commune_is_not_judged_again(district: District) -> None:
    district.load("A-001")
    district.review(2019, {"A-001": (100, 0)})

    with pytest.raises(actions.AlreadyDecided, match="đã khóa"):
        actions.judge_communes(
            campaign=Campaign.objects.get(year=2019), units=[district.rural], by=None
        )


@pytest.mark.django_db(transaction=True)
def test_two_officers_deciding_at_once_make_one_decision() -> None:
    district = District()
    district.load("A-001")
    campaign = district.open(2019)
    actions.record_scores(campaign=campaign, scores=scores_of({"A-001": (100, 0)}), by=None)
    actions.judge_communes(campaign=campaign, units=[district.rural], by=None)

    def attempt(number: str) -> str:
        try:
            return decide(campaign, district.rural, number=number).number
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, ["12/QĐ-UBND", "13/QĐ-UBND"]))

    assert Decision.objects.count() == 1
    assert outcomes[1] == "REV-005"
    assert HouseholdStatus.objects.filter(category="POOR").count() == 1


def test_a_review_in_between_moves_families_and_leaves_the_year_open(district: District) -> None:
    """One family leaves poverty in June; the year's figures wait for the review of its end."""
    district.load(*RURAL, since=date(2017, 1, 1))
    district.review(2019, RURAL)
    june = actions.open_campaign(
        code="thang-6",
        name="Rà soát thường xuyên tháng 6",
        kind=CampaignKind.REGULAR,
        year=2020,
        unit=district.unit,
        communes=[district.rural],
        standard="vn-2016",
        judged_for=date(2020, 6, 1),
        by=None,
    )
    actions.record_scores(campaign=june, scores=scores_of({"A-001": (160, 0)}), by=None)
    actions.judge_communes(campaign=june, units=[district.rural], by=None)
    decide(june, district.rural, signed_date=date(2020, 6, 5), effective_date=date(2020, 6, 5))

    year = CommuneYear.objects.get(unit=district.rural, year=2020)
    assert (year.poor_start, year.poor_end, year.end_decision, year.movements) == (
        2,
        None,
        None,
        {},
    )
    assert not CommuneYear.objects.filter(year=2021).exists()

    district.review(2020, {"A-001": (160, 0), "A-002": (160, 0)})

    year = CommuneYear.objects.get(unit=district.rural, year=2020)
    assert (year.poor_start, year.poor_end) == (2, 0)
    assert year.movements == {"ESCAPED_POOR": 2, "STAYED_NON_POOR": 1}
