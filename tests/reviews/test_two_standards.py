"""Two reviews in one year under two standards, as at the end of 2021: nothing mixes (R042)."""

from datetime import date

import pytest

from giamngheo.areas.models import Unit
from giamngheo.registry.marks import marks_of
from giamngheo.registry.models import Household, HouseholdStatus
from giamngheo.reviews import queries
from giamngheo.reviews.actions import (
    EffectiveOffTheNewYear,
    decide_commune,
    judge_communes,
    open_campaign,
    record_scores,
)
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Campaign, CommuneYear, Decision, ReviewResult
from tests.factories.district import District, scores_of

# Rural: vn-2016 poor to B1 120, near poor to 150; vn-2022 poor to B1 140 with B2 from 30 on.
OLD = {"A-001": (110, 30), "A-002": (125, 0), "A-003": (160, 30)}
NEW = {"A-001": (110, 30), "A-002": (150, 0), "A-003": (130, 30)}
NEW_YEAR = date(2022, 1, 1)


@pytest.fixture
def year_end(district: District) -> Campaign:
    district.load(*OLD, since=date(2017, 1, 1))
    district.review(2021, OLD)
    return Campaign.objects.get(year=2021)


def open_period(district: District) -> Campaign:
    campaign = open_campaign(
        code="dau-giai-doan-2022",
        name="Rà soát theo chuẩn 2022-2025",
        kind=CampaignKind.OPENING,
        year=2021,
        unit=district.unit,
        communes=[district.rural],
        standard="vn-2022",
        judged_for=NEW_YEAR,
        by=None,
    )
    record_scores(campaign=campaign, scores=scores_of(NEW), by=None)
    judge_communes(campaign=campaign, units=[district.rural], by=None)
    return campaign


def decide(campaign: Campaign, unit: Unit, effective: date = NEW_YEAR) -> Decision:
    return decide_commune(
        campaign=campaign,
        unit=unit,
        number="31/QĐ-UBND",
        signed_date=date(2021, 12, 30),
        effective_date=effective,
        signer="Lò Văn Ơ",
        by=None,
    )


def classified(code: str) -> list[tuple[str, str]]:
    found = ReviewResult.objects.filter(household__code=code, campaign__year=2021)
    rows = found.order_by("campaign__judged_for").values_list("campaign__standard", "category")
    return list(rows)


def test_one_household_holds_two_classifications_each_with_its_standard(
    district: District, year_end: Campaign
) -> None:
    decide(open_period(district), district.rural)

    assert classified("A-001") == [("vn-2016", "POOR"), ("vn-2022", "POOR")]
    assert classified("A-002") == [("vn-2016", "NEAR_POOR"), ("vn-2022", "NON_POOR")]
    assert classified("A-003") == [("vn-2016", "NON_POOR"), ("vn-2022", "POOR")]
    statuses = HouseholdStatus.objects.filter(household__code="A-001").order_by("valid_from")
    assert list(statuses.values_list("category", "standard", "valid_from", "valid_to"))[1:] == [
        ("POOR", "vn-2016", date(2021, 12, 10), NEW_YEAR),
        ("POOR", "vn-2022", NEW_YEAR, None),
    ]


def test_nobody_escapes_by_the_opening_list(district: District, year_end: Campaign) -> None:
    """A-002 is near-poor under the old standard and neither under the new one."""
    decide(open_period(district), district.rural)

    second = Household.objects.get(code="A-002")
    assert second.statuses.get(valid_to=None).by_opening_list
    assert marks_of(household_id=second.pk, as_of=NEW_YEAR) == []


def test_the_old_year_keeps_its_figures_and_the_new_one_starts_with_its_own(
    district: District, year_end: Campaign
) -> None:
    before = CommuneYear.objects.get(unit=district.rural, year=2021)

    opening = decide(open_period(district), district.rural)

    after = CommuneYear.objects.get(unit=district.rural, year=2021)
    assert (after.poor_end, after.near_poor_end, after.movements) == (
        before.poor_end,
        before.near_poor_end,
        before.movements,
    )
    assert after.movements == {"NEW_POOR": 1, "NEW_NEAR_POOR": 1, "STAYED_NON_POOR": 1}
    assert after.end_decision.campaign == year_end
    start = CommuneYear.objects.get(unit=district.rural, year=2022)
    assert (start.poor_start, start.near_poor_start, start.start_decision) == (2, 0, opening)


def test_doors_open_on_the_lists_their_figures_count(
    district: District, year_end: Campaign
) -> None:
    decide(open_period(district), district.rural)

    def lacking(year: int, *, at_start: bool) -> set[str]:
        found = queries.households_deprived(
            indicator="toilet", year=year, at_start=at_start, unit_path=district.rural.path
        )
        return set(found.values_list("household__code", flat=True))

    start = CommuneYear.objects.get(unit=district.rural, year=2022)
    assert lacking(2022, at_start=True) == {"A-001", "A-003"}
    assert start.deprivations_start == {"toilet": 2}
    assert lacking(2021, at_start=False) == {"A-001"}


def test_nobody_moves_between_two_standards(district: District, year_end: Campaign) -> None:
    opening = decide(open_period(district), district.rural)

    assert set(opening.results.values_list("movement", flat=True)) == {""}
    for movement in ("ESCAPED_NEAR_POOR", "NEW_POOR"):
        moved = queries.households_moved(
            movement=movement, year=2021, unit_path=district.rural.path
        )
        assert not moved.filter(campaign=opening.campaign).exists()


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2022, 1, 2)])
def test_the_new_list_takes_effect_on_new_years_day(
    district: District, year_end: Campaign, day: date
) -> None:
    campaign = open_period(district)

    with pytest.raises(EffectiveOffTheNewYear, match="01/01/2022"):
        decide(campaign, district.rural, effective=day)


def test_an_unchanged_household_of_a_yearly_review_keeps_its_row(district: District) -> None:
    """Only the review of a new period renews: 'since when' stays true in every other year."""
    district.load("A-001", since=date(2017, 1, 1))
    district.review(2018, {"A-001": (100, 0)})
    district.review(2019, {"A-001": (100, 0)})

    assert HouseholdStatus.objects.filter(household__code="A-001", category="POOR").count() == 1
