"""Requests taken in: Form A at and past its line, escape, income kinds, refusals, withdrawal."""

from datetime import date

import pytest

from giamngheo.law.facts import FactRefused
from giamngheo.registry.models import Household
from giamngheo.reviews.actions import judge_communes, record_scores
from giamngheo.reviews.enums import RequestKind, RequestResult, VillageStage
from giamngheo.reviews.listing_actions import (
    ListingClosed,
    WithdrawnWithoutReason,
    return_household,
    withdraw_household,
)
from giamngheo.reviews.models import Campaign, ReviewListing, ReviewRequest, ReviewResult
from giamngheo.reviews.requests import (
    RequestAlreadyTaken,
    RequestRefused,
    answer_request,
    take_request,
)
from tests.factories.accounts import UserFactory
from tests.factories.district import District, scores_of
from tests.factories.full_campaign import open_full, walk_village

DAY = date(2023, 9, 20)
SINCE = date(2017, 1, 1)


@pytest.fixture
def campaign(district: District) -> Campaign:
    """A campaign of 2023 under vn-2022: Form A is in force."""
    district.load("A-001", "A-002", since=SINCE)
    return open_full(
        district,
        year=2023,
        standard="vn-2022",
        judged_for=date(2023, 11, 15),
        as_of=date(2023, 9, 1),
    )


def form_a(met: int, unknown: int = 0) -> list[bool | None]:
    return [True] * met + [None] * unknown + [False] * (9 - met - unknown)


def take(campaign: Campaign, code: str = "A-001", **changes: object) -> ReviewRequest:
    values: dict[str, object] = {
        "kind": RequestKind.POVERTY,
        "received_on": DAY,
        "form_a": form_a(3),
        "by": None,
        "as_of": DAY,
    } | changes
    return take_request(
        campaign=campaign,
        household=Household.objects.get(code=code),
        **values,  # type: ignore[arg-type]
    )


def make_poor(code: str) -> None:
    from giamngheo.registry.models import HouseholdStatus

    HouseholdStatus.objects.filter(household__code=code).update(category="POOR")


@pytest.mark.parametrize(
    ("met", "unknown", "result"),
    [
        (0, 0, RequestResult.LISTED),
        (3, 0, RequestResult.LISTED),
        (4, 0, RequestResult.REFUSED),
        (9, 0, RequestResult.REFUSED),
        (2, 1, RequestResult.LISTED),
        (3, 1, RequestResult.WAITING),
    ],
)
def test_form_a_decides_at_its_line(
    campaign: Campaign, met: int, unknown: int, result: RequestResult
) -> None:
    found = take(campaign, form_a=form_a(met, unknown))

    assert found.result == result
    listing = ReviewListing.objects.filter(household__code="A-001").first()
    assert (listing is not None) == (result == RequestResult.LISTED)
    if listing:
        assert (listing.screened, listing.source, listing.request) == (met, "REQUEST", found)


def test_a_refusal_keeps_the_law_and_who_answered(campaign: Campaign) -> None:
    who = UserFactory(full_name="Lê Thị Hoà")

    found = take(campaign, form_a=form_a(4), answer_number="31/UBND", by=who)

    assert "Đạt 4 ≥ 4 tiêu chí" in found.reason
    assert "07/2021/TT-BLĐTBXH" in found.reason
    assert (found.answered_by, found.answered_on, found.answer_number) == (
        "Lê Thị Hoà",
        DAY,
        "31/UBND",
    )


def test_form_a_needs_all_its_criteria(campaign: Campaign) -> None:
    with pytest.raises(FactRefused, match="9"):
        take(campaign, form_a=[False] * 8)


def test_before_form_a_is_known_a_person_decides(district: District) -> None:
    """For 2019 no rule of screening was found: the request waits for somebody's reason."""
    district.load("A-001", since=SINCE)
    campaign = open_full(district)
    day = date(2019, 9, 20)

    waiting = take(campaign, form_a=(), received_on=day, as_of=day)

    assert waiting.result == RequestResult.WAITING
    assert "Không có quy định" in waiting.reason
    assert not ReviewListing.objects.exists()
    with pytest.raises(RequestRefused, match="chưa ghi căn cứ"):
        answer_request(request=waiting, accepted=True, reason=" ", by=None, as_of=day)
    answered = answer_request(
        request=waiting, accepted=True, reason="Nhà sập sau bão", by=None, as_of=day
    )
    assert answered.result == RequestResult.LISTED
    assert ReviewListing.objects.get().request == answered
    with pytest.raises(RequestRefused, match="trả lời ngày 20/09/2019"):
        answer_request(request=answered, accepted=False, reason="khác", by=None, as_of=day)


def test_a_person_may_refuse_with_the_reason_at_once(district: District) -> None:
    district.load("A-001", since=SINCE)
    campaign = open_full(district)
    day = date(2019, 9, 20)

    found = take(
        campaign, form_a=(), received_on=day, as_of=day, accepted=False, reason="Vừa mua ô tô"
    )

    assert (found.result, found.reason) == (RequestResult.REFUSED, "Vừa mua ô tô")


def test_escape_goes_straight_to_form_b(campaign: Campaign) -> None:
    make_poor("A-001")

    found = take(campaign, kind=RequestKind.ESCAPE, form_a=())

    assert found.result == RequestResult.LISTED
    assert ReviewListing.objects.get().screened is None


def test_escape_of_a_household_that_is_not_poor_is_refused(campaign: Campaign) -> None:
    with pytest.raises(RequestRefused, match="không phải hộ nghèo"):
        take(campaign, kind=RequestKind.ESCAPE)

    assert not ReviewRequest.objects.exists()


@pytest.mark.parametrize(
    ("income", "result"),
    [
        (1_500_000, RequestResult.REFUSED),
        (1_500_001, RequestResult.RECOGNISED),
        (2_250_000, RequestResult.RECOGNISED),
        (2_250_001, RequestResult.REFUSED),
        (None, RequestResult.WAITING),
    ],
)
def test_average_living_lies_between_its_lines(
    campaign: Campaign, income: int | None, result: RequestResult
) -> None:
    found = take(campaign, kind=RequestKind.AVERAGE_LIVING, form_a=(), income_per_capita_vnd=income)

    assert found.result == result
    assert not ReviewListing.objects.exists()


def test_average_living_of_a_poor_household_is_refused(campaign: Campaign) -> None:
    make_poor("A-001")

    with pytest.raises(RequestRefused, match="hiện là hộ nghèo"):
        take(campaign, kind=RequestKind.AVERAGE_LIVING, income_per_capita_vnd=2_000_000)


def test_low_income_worker_of_2023_waits_for_a_rule(campaign: Campaign) -> None:
    found = take(
        campaign, kind=RequestKind.LOW_INCOME_WORKER, form_a=(), income_per_capita_vnd=1_000_000
    )

    assert found.result == RequestResult.WAITING
    assert "Không có quy định" in found.reason


def test_a_request_is_taken_once(campaign: Campaign) -> None:
    take(campaign)

    with pytest.raises(RequestAlreadyTaken, match="20/09/2023"):
        take(campaign)


def test_a_request_from_the_future_is_refused(campaign: Campaign) -> None:
    with pytest.raises(RequestRefused, match="chưa tới"):
        take(campaign, received_on=date(2023, 9, 21))


def test_a_household_outside_the_campaign_is_refused(district: District) -> None:
    district.load("A-001", "B-001", since=SINCE)
    campaign = open_full(district, communes=[district.rural], as_of=date(2019, 9, 1))

    with pytest.raises(RequestRefused, match="không thuộc địa bàn"):
        take(campaign, "B-001", received_on=date(2019, 9, 2), as_of=date(2019, 9, 2))


def test_no_request_enters_a_list_shown_to_the_people(
    district: District, campaign: Campaign
) -> None:
    walk_village(campaign, district.villages["A"], to=VillageStage.SCORED)

    with pytest.raises(ListingClosed, match="Đã chấm"):
        take(campaign)


def test_request_brings_a_withdrawn_household_back(campaign: Campaign) -> None:
    listing = ReviewListing.objects.get(pk=take_listing(campaign).pk)
    withdraw_household(listing=listing, reason="Hộ xin rút", by=None, as_of=DAY)
    make_poor("A-001")

    take(campaign, kind=RequestKind.ESCAPE, form_a=())

    listing.refresh_from_db()
    assert (listing.withdrawn_on, listing.withdrawn_reason) == (None, "")


def take_listing(campaign: Campaign) -> ReviewListing:
    take(campaign)
    return ReviewListing.objects.get(household__code="A-001")


def test_withdrawing_needs_a_reason_and_takes_the_form_along(district: District) -> None:
    district.load("A-001", since=SINCE)
    make_poor("A-001")
    campaign = open_full(district)
    record_scores(campaign=campaign, scores=scores_of({"A-001": (90, 0)}), by=None)
    judge_communes(campaign=campaign, units=[district.rural], by=None)
    listing = ReviewListing.objects.get()

    with pytest.raises(WithdrawnWithoutReason, match="A-001"):
        withdraw_household(listing=listing, reason="", by=None, as_of=date(2019, 9, 9))
    assert ReviewResult.objects.count() == 1
    withdraw_household(listing=listing, reason="Chuyển đi Nghệ An", by=None, as_of=date(2019, 9, 9))

    assert not ReviewResult.objects.exists()
    listing.refresh_from_db()
    assert (listing.withdrawn_on, listing.withdrawn_reason) == (
        date(2019, 9, 9),
        "Chuyển đi Nghệ An",
    )
    return_household(listing=listing, by=None, as_of=date(2019, 9, 10))
    listing.refresh_from_db()
    assert listing.withdrawn_on is None


def test_nobody_is_withdrawn_from_a_list_shown_to_the_people(
    district: District, campaign: Campaign
) -> None:
    listing = take_listing(campaign)
    record_scores(campaign=campaign, scores=scores_of({"A-001": (90, 0)}), by=None)
    judge_communes(campaign=campaign, units=[district.rural], by=None)
    walk_village(campaign, district.villages["A"], to=VillageStage.AGREED)

    with pytest.raises(ListingClosed, match="Họp dân"):
        withdraw_household(listing=listing, reason="Chuyển đi", by=None, as_of=DAY)
