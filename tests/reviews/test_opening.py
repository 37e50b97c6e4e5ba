"""Opening a campaign of the whole procedure, its list, and whether years join without a gap."""

from datetime import date

import pytest
from django.utils import timezone

from giamngheo.registry.models import Household, HouseholdEvent, HouseholdStatus
from giamngheo.reviews.actions import decide_commune
from giamngheo.reviews.continuity import breaks_between, breaks_of, closing_list, opening_list
from giamngheo.reviews.deadlines import Deadlines, proposed_deadlines, proposed_period
from giamngheo.reviews.enums import (
    CampaignKind,
    CommuneState,
    ListingSource,
    VillageStage,
)
from giamngheo.reviews.listings import listed_frame
from giamngheo.reviews.models import Campaign, CommuneReview, ReviewListing, VillageReview
from giamngheo.reviews.opening import BadCampaignDays, NoCommuneChosen
from tests.factories.district import District
from tests.factories.full_campaign import (
    BEFORE,
    add_village,
    open_full,
    score,
    walk_commune,
    walk_village,
    with_year_before,
)

KINDS = [CampaignKind.PERIODIC, CampaignKind.REGULAR]


def listed(campaign: Campaign) -> dict[str, str]:
    found = ReviewListing.objects.filter(campaign=campaign).order_by("household__code")
    return dict(found.values_list("household__code", "source"))


def test_the_list_is_whom_we_manage_on_the_day(district: District) -> None:
    with_year_before(district)
    district.load("A-009", since=date(2018, 1, 1))

    campaign = open_full(district)

    assert listed(campaign) == dict.fromkeys(sorted(BEFORE), "MANAGED")
    categories = ReviewListing.objects.order_by("household__code").values_list(
        "previous_category", flat=True
    )
    assert list(categories) == ["POOR", "NEAR_POOR", "POOR", "POOR"]
    assert VillageReview.objects.count() == 2
    assert set(VillageReview.objects.values_list("stage", flat=True)) == {VillageStage.SURVEY}


def test_the_list_follows_the_register_of_its_day(district: District) -> None:
    """One family left the register, one came off the list by a decision in between."""
    with_year_before(district)
    Household.objects.filter(code="A-003").update(registered_to=date(2019, 9, 3))
    HouseholdStatus.objects.filter(household__code="B-001", category="POOR").update(
        valid_to=date(2019, 9, 4)
    )

    campaign = open_full(district, as_of=date(2019, 9, 3))

    assert set(listed(campaign)) == {"A-001", "A-002", "B-001"}


def test_general_survey_lists_the_whole_register(district: District) -> None:
    with_year_before(district)
    district.load("A-009", since=date(2018, 1, 1))
    district.load("A-010", since=date(2019, 9, 4))

    campaign = open_full(district, whole_register=True, as_of=date(2019, 9, 3))

    assert listed(campaign) == dict.fromkeys(
        [*sorted({**BEFORE, "A-009": None})], ListingSource.PERIOD_SURVEY
    )


def test_regular_review_lists_nobody_by_itself(district: District) -> None:
    with_year_before(district)

    campaign = open_full(
        district,
        kind=CampaignKind.REGULAR,
        starts_on=date(2019, 6, 15),
        ends_on=date(2019, 6, 30),
        judged_for=date(2019, 6, 15),
        as_of=date(2019, 6, 15),
    )

    assert listed(campaign) == {}
    assert VillageReview.objects.filter(campaign=campaign).count() == 2


def test_households_without_a_village_belong_to_their_commune(district: District) -> None:
    with_year_before(district)
    Household.objects.filter(code="A-003").update(
        unit=district.rural, unit_path=district.rural.path
    )

    campaign = open_full(district)

    units = VillageReview.objects.order_by("unit_id").values_list("unit__name", flat=True)
    assert sorted(units) == ["Khu phố Hai", "Thôn Một", "Đồng Mây"]
    at_commune = ReviewListing.objects.get(household__code="A-003")
    assert at_commune.village.unit == district.rural
    assert listed(campaign).keys() == BEFORE.keys()


def test_a_commune_without_villages_is_its_own_village(district: District) -> None:
    with_year_before(district)
    for village in district.villages.values():
        Household.objects.filter(unit=village).update(
            unit=village.parent, unit_path=village.parent.path
        )
        type(village).objects.filter(pk=village.pk).update(valid_to=date(2019, 1, 1))

    open_full(district)

    reviews = VillageReview.objects.select_related("commune_review")
    assert {review.unit_id for review in reviews} == {unit.pk for unit in district.communes}
    assert all(review.unit_id == review.commune_review.unit_id for review in reviews)


def test_teams_notes_and_days_are_kept(district: District) -> None:
    with_year_before(district)
    village = district.villages["A"]

    campaign = open_full(district, teams={village.pk: [{"name": "Lò Thị Ơn", "user": ""}]})

    assert (campaign.starts_on, campaign.ends_on) == (date(2019, 9, 1), date(2019, 12, 14))
    review = VillageReview.objects.get(unit=village)
    assert review.team == [{"name": "Lò Thị Ơn", "user": ""}]
    commune = CommuneReview.objects.get(campaign=campaign, unit=district.rural)
    assert commune.deadlines["OPINION"] == "2019-12-14"
    assert commune.due_date == date.fromisoformat(review.deadlines["POSTED"])


@pytest.mark.parametrize("kind", KINDS)
def test_proposed_days_are_in_order_and_end_with_the_campaign(kind: str) -> None:
    start, end = proposed_period(kind=kind, year=2021, as_of=date(2021, 10, 3))
    found = proposed_deadlines(kind=kind, starts_on=start, ends_on=end)

    villages, communes = list(found.villages.values()), list(found.communes.values())
    assert villages == sorted(villages)
    assert communes == sorted(communes)
    assert (villages[-1], communes[-1]) == (communes[0], end)
    assert start < villages[0]


def test_proposed_period_of_each_kind() -> None:
    day = date(2021, 10, 20)

    assert proposed_period(kind=CampaignKind.PERIODIC, year=2021, as_of=day) == (
        date(2021, 9, 1),
        date(2021, 12, 14),
    )
    assert proposed_period(kind=CampaignKind.REGULAR, year=2021, as_of=day) == (
        date(2021, 10, 15),
        date(2021, 10, 30),
    )


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        (date(2019, 6, 15), date(2019, 6, 30), False),
        (date(2019, 6, 14), date(2019, 6, 29), True),
        (date(2019, 6, 15), date(2019, 7, 1), True),
        (date(2019, 6, 16), date(2019, 6, 15), True),
    ],
)
def test_regular_review_starts_from_the_15th_and_ends_in_15_days(
    district: District, start: date, end: date, refused: bool
) -> None:
    def attempt() -> Campaign:
        return open_full(
            district,
            kind=CampaignKind.REGULAR,
            starts_on=start,
            ends_on=end,
            judged_for=date(2019, 6, 15),
            as_of=start,
        )

    if refused:
        with pytest.raises(BadCampaignDays, match="Sửa ngày"):
            attempt()
        assert not Campaign.objects.exists()
    else:
        assert attempt().ends_on == end


@pytest.mark.parametrize(
    "days",
    [
        {"SURVEY": date(2019, 10, 2), "SCORED": date(2019, 10, 1)},
        {"SURVEY": date(2019, 8, 31)},
        {"POSTED": date(2019, 12, 15)},
    ],
)
def test_days_of_steps_lie_in_the_campaign_in_their_order(
    district: District, days: dict[str, date]
) -> None:
    with pytest.raises(BadCampaignDays, match="hạn"):
        open_full(district, deadlines=Deadlines(villages=days, communes={}))


def test_campaign_without_communes_is_refused(district: District) -> None:
    with pytest.raises(NoCommuneChosen):
        open_full(district, communes=[])


def test_listed_frame_shows_the_list_in_order(district: District) -> None:
    with_year_before(district)
    add_village(district, "C", "Thôn Ba")
    district.load("C-001", since=date(2017, 1, 1))
    campaign = open_full(district)
    score(campaign, {"A-001": (200, 0)}, district.rural)

    frame = listed_frame(campaign=campaign, path=district.rural.path)

    assert frame["household_code"].to_list() == ["A-001", "A-002", "A-003"]
    assert frame["category"].to_list() == ["NON_POOR", None, None]
    assert frame["previous_category"].to_list() == ["POOR", "NEAR_POOR", "POOR"]
    assert listed_frame(campaign=campaign, path=district.neighbour.path).is_empty()


def led_to_the_end(district: District, sheets: dict[str, tuple[int, int]]) -> Campaign:
    campaign = open_full(district)
    score(campaign, sheets, *district.communes)
    for village in VillageReview.objects.filter(campaign=campaign).select_related("unit"):
        walk_village(campaign, village.unit, to=VillageStage.CLOSED)
    for unit in district.communes:
        walk_commune(campaign, unit, to=CommuneState.OPINION)
        decide_commune(
            campaign=campaign,
            unit=unit,
            number=f"9-{unit.code}/QĐ-UBND",
            signed_date=date(2019, 12, 10),
            effective_date=date(2019, 12, 10),
            signer="Lò Văn Ơ",
            by=None,
        )
    return campaign


def test_next_years_list_is_this_years_closing_list(district: District) -> None:
    with_year_before(district)
    this_year = led_to_the_end(
        district,
        {"A-001": (200, 0), "A-002": (110, 0), "A-003": (130, 0), "B-001": (120, 0)},
    )

    next_year = open_full(district, year=2020)

    closed = closing_list(campaign=this_year, path=district.unit.path)
    opened = opening_list(campaign=next_year, path=district.unit.path)
    assert closed["household_code"].to_list() == ["A-002", "A-003", "B-001"]
    assert closed.equals(opened)
    assert breaks_between(earlier=this_year, later=next_year, path=district.unit.path).is_empty()


def test_a_household_that_left_in_between_is_named(district: District) -> None:
    with_year_before(district)
    sheets = {"A-001": (100, 0), "A-002": (130, 0), "A-003": (110, 0), "B-001": (120, 0)}
    this_year = led_to_the_end(district, sheets)
    Household.objects.filter(code="A-003").update(registered_to=date(2020, 3, 1))
    HouseholdStatus.objects.filter(household__code="A-002", valid_to__isnull=True).update(
        category="POOR"
    )

    next_year = open_full(district, year=2020)

    found = breaks_between(earlier=this_year, later=next_year, path=district.unit.path)
    assert found.select("household_code", "closed_as", "opened_as").rows() == [
        ("A-002", "NEAR_POOR", "POOR"),
        ("A-003", "POOR", None),
    ]
    HouseholdEvent.objects.create(
        household=Household.objects.get(code="A-002"), kind="CORRECTION", state="DONE",
        event_date=date(2020, 2, 1), reason="x", settled_at=timezone.now(),
    )  # fmt: skip
    explained = breaks_of(campaign=next_year, path=district.unit.path)
    assert [(one.household_code, one.opened_as, one.explained) for one in explained] == [
        ("A-003", "", ()),
        ("A-002", "POOR", ("Sửa thông tin ngày 01/02/2020",)),
    ]
    assert breaks_of(campaign=this_year, path=district.urban.path) == []
