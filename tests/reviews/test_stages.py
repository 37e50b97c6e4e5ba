"""Every move of a village and of a commune's list: allowed, refused, guarded, raced for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import product
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from giamngheo.accounts.enums import Role
from giamngheo.audit.models import AuditEvent
from giamngheo.lib.errors import Refusal
from giamngheo.reviews import stages
from giamngheo.reviews.actions import HouseholdNotInCampaign, decide_commune, record_scores
from giamngheo.reviews.enums import CampaignKind, CommuneState, VillageStage
from giamngheo.reviews.models import Campaign, CommuneReview, StageChange, VillageReview
from giamngheo.reviews.scoring import score_village
from giamngheo.reviews.stage_refusals import (
    CommuneListClosed,
    NotInCampaign,
    NotScoredYet,
    NotTheWholeProcedure,
    ReasonMissing,
    SameHands,
    StageRefused,
    VillagesBehind,
)
from tests.factories.accounts import UserFactory, officer
from tests.factories.district import District, scores_of
from tests.factories.full_campaign import DAY, open_full, score, walk_commune, walk_village

V, C = VillageStage, CommuneState
SHEETS = {"A-001": (120, 0), "A-002": (150, 0)}
VILLAGE_FORWARD = {
    (V.SURVEY, V.SCORED),
    (V.SCORED, V.AGREED),
    (V.AGREED, V.POSTED),
    (V.POSTED, V.CLOSED),
}
VILLAGE_BACK = {(stage, V.SURVEY) for stage in (V.SCORED, V.AGREED, V.POSTED, V.CLOSED)}
COMMUNE_FORWARD = {
    (C.OPEN, C.JUDGED),
    (C.JUDGED, C.SUBMITTED),
    (C.SUBMITTED, C.CHECKED),
    (C.CHECKED, C.OPINION),
}
COMMUNE_BACK = {(state, C.JUDGED) for state in (C.SUBMITTED, C.CHECKED, C.OPINION)}


@pytest.fixture
def campaign(district: District) -> Campaign:
    """One commune with two poor households, listed and judged; its village is still surveyed."""
    district.load(*SHEETS, since=date(2017, 1, 1))
    district.review(2018, SHEETS)
    found = open_full(district, communes=[district.rural])
    score(found, SHEETS, district.rural)
    return found


def put_village(campaign: Campaign, stage: str) -> None:
    VillageReview.objects.filter(campaign=campaign).update(stage=stage)


def put_commune(campaign: Campaign, state: str) -> None:
    CommuneReview.objects.filter(campaign=campaign).update(state=state)


@pytest.mark.parametrize(("now", "to"), list(product(V, V)))
def test_every_move_of_a_village(
    district: District, campaign: Campaign, now: VillageStage, to: VillageStage
) -> None:
    put_village(campaign, now)
    village = district.villages["A"]

    if (now, to) in VILLAGE_FORWARD | VILLAGE_BACK:
        stages.move_village(
            campaign=campaign, village=village, to=to, by=None, reason="làm lại", as_of=DAY
        )
        assert stages.stage_of(campaign=campaign, village=village) == to
        change = StageChange.objects.get(of_village=True)
        assert (change.from_state, change.to_state, change.changed_on) == (now, to, DAY)
        return
    with pytest.raises(StageRefused, match="Thôn Một") as no:
        stages.move_village(
            campaign=campaign, village=village, to=to, by=None, reason="làm lại", as_of=DAY
        )
    assert no.value.code == "REV-020"
    assert now.label in no.value.message
    assert not StageChange.objects.exists()


@pytest.mark.parametrize("kind", [CampaignKind.PERIODIC, CampaignKind.REGULAR])
@pytest.mark.parametrize(("now", "to"), list(product(C, C)))
def test_every_move_of_a_commune(
    district: District, campaign: Campaign, now: CommuneState, to: CommuneState, kind: str
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(kind=kind)
    campaign.refresh_from_db()
    put_village(campaign, V.CLOSED)
    put_commune(campaign, now)
    allowed = COMMUNE_FORWARD | COMMUNE_BACK
    if kind == CampaignKind.REGULAR:
        allowed = allowed - {(C.CHECKED, C.OPINION)}

    def move() -> CommuneReview:
        return stages.move_commune(
            campaign=campaign, unit=district.rural, to=to, by=None, reason="sửa", as_of=DAY
        )

    if (now, to) in allowed:
        assert move().state == to
        assert AuditEvent.objects.filter(action="reviews.move_commune").count() == 1
        return
    with pytest.raises(StageRefused, match="Đồng Mây") as no:
        move()
    assert no.value.code == "REV-020"
    assert CommuneReview.objects.get(campaign=campaign).state == now


@pytest.mark.parametrize("now", [V.SCORED, V.AGREED, V.POSTED, V.CLOSED])
@pytest.mark.parametrize("reason", ["", "  "])
def test_village_goes_back_only_with_a_reason(
    district: District, campaign: Campaign, now: str, reason: str
) -> None:
    put_village(campaign, now)

    with pytest.raises(ReasonMissing, match="chưa ghi lý do"):
        stages.move_village(
            campaign=campaign,
            village=district.villages["A"],
            to=V.SURVEY,
            by=None,
            reason=reason,
            as_of=DAY,
        )


@pytest.mark.parametrize("now", [C.SUBMITTED, C.CHECKED, C.OPINION])
def test_commune_goes_back_only_with_a_reason(
    district: District, campaign: Campaign, now: str
) -> None:
    put_village(campaign, V.CLOSED)
    put_commune(campaign, now)

    with pytest.raises(ReasonMissing):
        stages.move_commune(campaign=campaign, unit=district.rural, to=C.JUDGED, by=None, as_of=DAY)
    back = stages.move_commune(
        campaign=campaign,
        unit=district.rural,
        to=C.JUDGED,
        by=None,
        reason="Thiếu biên bản họp dân",
        as_of=DAY,
    )

    assert back.state == C.JUDGED
    assert StageChange.objects.get(of_village=False).reason == "Thiếu biên bản họp dân"


def test_village_is_scored_only_when_every_listed_household_is(
    district: District, campaign: Campaign
) -> None:
    district.load("A-009", since=date(2017, 1, 1))
    record_listing(campaign, district, "A-009")

    with pytest.raises(NotScoredYet, match=r"còn 1 hộ .* Nguyễn Thị Hồng 009"):
        walk_village(campaign, district.villages["A"], to=V.SCORED)

    score(campaign, {"A-009": (200, 0)}, district.rural)
    walk_village(campaign, district.villages["A"], to=V.SCORED)
    assert stages.stage_of(campaign=campaign, village=district.villages["A"]) == V.SCORED


def record_listing(campaign: Campaign, district: District, code: str) -> None:
    from giamngheo.registry.models import Household
    from giamngheo.reviews.models import ReviewListing

    household = Household.objects.get(code=code)
    ReviewListing.objects.create(
        campaign=campaign,
        village=VillageReview.objects.get(campaign=campaign, unit=household.unit_id),
        household=household,
        unit_path=household.unit_path,
        sort_key=household.sort_key,
        source="REQUEST",
        previous_category="NON_POOR",
        listed_on=DAY,
    )


def test_scoring_a_village_judges_its_forms_and_carries_the_commune(
    district: District, campaign: Campaign
) -> None:
    record_scores(campaign=campaign, scores=scores_of({"A-001": (200, 0)}), by=None)
    who = UserFactory()

    score_village(campaign=campaign, village=district.villages["A"], by=who, as_of=DAY)

    assert campaign.results.get(household__code="A-001").category == "NON_POOR"
    assert CommuneReview.objects.get(campaign=campaign).state == C.JUDGED
    changes = StageChange.objects.order_by("id").values_list("of_village", "to_state", "user")
    assert list(changes) == [(True, "SCORED", who.pk), (False, "JUDGED", who.pk)]


def test_a_form_of_a_village_past_its_survey_is_refused(
    district: District, campaign: Campaign
) -> None:
    walk_village(campaign, district.villages["A"], to=V.SCORED)

    with pytest.raises(HouseholdNotInCampaign, match="A-001"):
        record_scores(campaign=campaign, scores=scores_of({"A-001": (90, 0)}), by=None)


def test_a_form_of_a_household_that_is_not_listed_is_refused(
    district: District, campaign: Campaign
) -> None:
    district.load("A-009", since=date(2017, 1, 1))

    with pytest.raises(HouseholdNotInCampaign, match="A-009"):
        record_scores(campaign=campaign, scores=scores_of({"A-009": (90, 0)}), by=None)


def test_a_village_sent_back_opens_its_commune_again(
    district: District, campaign: Campaign
) -> None:
    walk_village(campaign, district.villages["A"], to=V.AGREED)

    stages.move_village(
        campaign=campaign,
        village=district.villages["A"],
        to=V.SURVEY,
        by=None,
        reason="Họp dân không thống nhất",
        as_of=DAY,
    )

    commune = CommuneReview.objects.get(campaign=campaign)
    assert (commune.state, commune.judged_at) == (C.OPEN, None)


def test_after_a_recheck_a_village_is_posted_without_another_meeting(
    district: District, campaign: Campaign
) -> None:
    village = district.villages["A"]
    walk_village(campaign, village, to=V.SCORED)
    with pytest.raises(StageRefused, match="Đã chấm"):
        stages.move_village(campaign=campaign, village=village, to=V.POSTED, by=None, as_of=DAY)
    for stage in (V.AGREED, V.POSTED, V.SURVEY, V.SCORED):
        stages.move_village(
            campaign=campaign, village=village, to=stage, by=None, reason="phúc tra", as_of=DAY
        )

    stages.move_village(campaign=campaign, village=village, to=V.POSTED, by=None, as_of=DAY)

    assert stages.stage_of(campaign=campaign, village=village) == V.POSTED


@pytest.mark.parametrize("state", [C.SUBMITTED, C.CHECKED, C.OPINION, C.DECIDED])
def test_no_village_moves_once_its_list_is_submitted(
    district: District, campaign: Campaign, state: str
) -> None:
    put_village(campaign, V.POSTED)
    put_commune(campaign, state)

    for to in (V.CLOSED, V.SURVEY):
        with pytest.raises(CommuneListClosed, match="Đồng Mây"):
            stages.move_village(
                campaign=campaign,
                village=district.villages["A"],
                to=to,
                by=None,
                reason="sai",
                as_of=DAY,
            )


def test_list_is_submitted_only_when_every_village_is_closed(
    district: District, campaign: Campaign
) -> None:
    walk_village(campaign, district.villages["A"], to=V.POSTED)

    with pytest.raises(VillagesBehind, match=r"còn 1 thôn .* Thôn Một"):
        walk_commune(campaign, district.rural, to=C.SUBMITTED)

    stages.move_village(
        campaign=campaign, village=district.villages["A"], to=V.CLOSED, by=None, as_of=DAY
    )
    walk_commune(campaign, district.rural, to=C.SUBMITTED)
    assert CommuneReview.objects.get(campaign=campaign).state == C.SUBMITTED


def test_open_commune_is_not_judged_while_a_village_is_surveyed(
    district: District, campaign: Campaign
) -> None:
    with pytest.raises(VillagesBehind, match="Thôn Một"):
        stages.move_commune(campaign=campaign, unit=district.rural, to=C.JUDGED, by=None, as_of=DAY)


def test_who_submitted_does_not_check(district: District, campaign: Campaign) -> None:
    maker, checker = UserFactory(full_name="Lê Thị Hoà"), UserFactory()
    walk_village(campaign, district.villages["A"], to=V.CLOSED)
    walk_commune(campaign, district.rural, to=C.SUBMITTED, maker=maker)

    with pytest.raises(SameHands, match="Lê Thị Hoà đã trình danh sách này ngày 15/11/2019"):
        stages.move_commune(
            campaign=campaign, unit=district.rural, to=C.CHECKED, by=maker, as_of=DAY
        )
    stages.move_commune(campaign=campaign, unit=district.rural, to=C.CHECKED, by=checker, as_of=DAY)

    assert CommuneReview.objects.get(campaign=campaign).state == C.CHECKED


def test_who_submitted_before_may_check_what_another_submits_again(
    district: District, campaign: Campaign
) -> None:
    first, second = UserFactory(), UserFactory()
    walk_village(campaign, district.villages["A"], to=V.CLOSED)
    walk_commune(campaign, district.rural, to=C.SUBMITTED, maker=first)
    stages.move_commune(
        campaign=campaign, unit=district.rural, to=C.JUDGED, by=second, reason="sai", as_of=DAY
    )
    walk_commune(campaign, district.rural, to=C.SUBMITTED, maker=second)

    with pytest.raises(SameHands):
        stages.move_commune(
            campaign=campaign, unit=district.rural, to=C.CHECKED, by=second, as_of=DAY
        )
    stages.move_commune(campaign=campaign, unit=district.rural, to=C.CHECKED, by=first, as_of=DAY)


def decide(campaign: Campaign, district: District) -> None:
    decide_commune(
        campaign=campaign,
        unit=district.rural,
        number="7/QĐ-UBND",
        signed_date=date(2019, 12, 10),
        effective_date=date(2019, 12, 10),
        signer="Lò Văn Ơ",
        by=None,
    )


@pytest.mark.parametrize("state", [C.OPEN, C.JUDGED, C.SUBMITTED, C.CHECKED])
def test_yearly_list_is_not_decided_before_the_opinion(
    district: District, campaign: Campaign, state: str
) -> None:
    put_commune(campaign, state)

    with pytest.raises(StageRefused, match="Đồng Mây"):
        decide(campaign, district)


def test_yearly_list_is_decided_after_the_opinion(district: District, campaign: Campaign) -> None:
    walk_village(campaign, district.villages["A"], to=V.CLOSED)
    walk_commune(campaign, district.rural, to=C.OPINION)

    decide(campaign, district)

    assert CommuneReview.objects.get(campaign=campaign).state == C.DECIDED
    last = stages.changes_of(campaign=campaign, unit=district.rural, of_village=False)[0]
    assert (last.from_state, last.to_state, last.changed_on) == (
        "OPINION",
        "DECIDED",
        date(2019, 12, 10),
    )


@pytest.mark.parametrize("state", [C.OPEN, C.JUDGED, C.SUBMITTED])
def test_regular_list_is_decided_once_checked(
    district: District, campaign: Campaign, state: str
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(kind=CampaignKind.REGULAR)
    campaign.refresh_from_db()
    put_commune(campaign, state)
    with pytest.raises(StageRefused):
        decide(campaign, district)

    put_commune(campaign, C.CHECKED)
    decide(campaign, district)

    assert CommuneReview.objects.get(campaign=campaign).state == C.DECIDED


def test_due_date_follows_the_stage(district: District, campaign: Campaign) -> None:
    village = VillageReview.objects.get(campaign=campaign)
    assert village.due_date == date.fromisoformat(village.deadlines["SURVEY"])

    walk_village(campaign, district.villages["A"], to=V.CLOSED)

    village.refresh_from_db()
    assert (village.due_date, village.stage_since) == (None, DAY)
    walk_commune(campaign, district.rural, to=C.OPINION)
    commune = CommuneReview.objects.get(campaign=campaign)
    assert commune.due_date == date(2019, 12, 14)


def test_a_recorded_campaign_has_no_stages(district: District) -> None:
    recorded = district.open(2019)

    with pytest.raises(NotTheWholeProcedure, match="Rà soát thử 2019"):
        stages.move_commune(
            campaign=recorded, unit=district.rural, to=C.SUBMITTED, by=None, as_of=DAY
        )
    with pytest.raises(NotTheWholeProcedure):
        walk_village(recorded, district.villages["A"], to=V.SCORED)


def test_a_unit_outside_the_campaign_is_refused(district: District, campaign: Campaign) -> None:
    with pytest.raises(NotInCampaign, match="Khu phố Hai"):
        walk_village(campaign, district.villages["B"], to=V.SCORED)
    with pytest.raises(NotInCampaign, match="Phố Núi"):
        walk_commune(campaign, district.urban, to=C.SUBMITTED)
    with pytest.raises(NotInCampaign):
        stages.stage_of(campaign=campaign, village=district.villages["B"])


def test_a_guard_of_another_room_is_asked(
    district: District, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoMeeting(Refusal):
        code = "MTG-999"
        sentence = "Chưa họp dân ở {unit}."

    def guard(asked: Campaign, unit: object, as_of: date) -> None:
        assert (asked, as_of) == (campaign, DAY)
        raise NoMeeting(unit=unit)

    walk_village(campaign, district.villages["A"], to=V.SCORED)
    monkeypatch.setattr(stages, "_GUARDS", {})
    stages.add_guard(to=V.AGREED, guard=guard)
    stages.add_guard(to=V.AGREED, guard=guard)
    assert len(stages._GUARDS[V.AGREED]) == 1

    with pytest.raises(NoMeeting, match="Thôn Một"):
        stages.move_village(
            campaign=campaign, village=district.villages["A"], to=V.AGREED, by=None, as_of=DAY
        )

    assert stages.stage_of(campaign=campaign, village=district.villages["A"]) == V.SCORED


def test_what_was_done_is_not_rewritten(district: District, campaign: Campaign) -> None:
    walk_village(campaign, district.villages["A"], to=V.SCORED)

    for statement in (
        "UPDATE reviews_stagechange SET reason = 'x'",
        "DELETE FROM reviews_stagechange",
    ):
        with (
            pytest.raises(IntegrityError, match="frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def built() -> tuple[District, Campaign]:
    district = District()
    district.load(*SHEETS, since=date(2017, 1, 1))
    district.review(2018, SHEETS)
    campaign = open_full(district, communes=[district.rural])
    score(campaign, SHEETS, district.rural)
    return district, campaign


@pytest.mark.django_db(transaction=True)
def test_two_officers_submitting_at_once_the_second_reads_the_first() -> None:
    district, campaign = built()
    walk_village(campaign, district.villages["A"], to=V.CLOSED)
    people = [
        officer(Role.COMMUNE, district.rural, full_name=name) for name in ("Hà Thị Ân", "Vi Văn Ý")
    ]
    together = Barrier(2)

    def attempt(person: object) -> str:
        try:
            together.wait(10)
            stages.move_commune(
                campaign=campaign,
                unit=district.rural,
                to=C.SUBMITTED,
                by=person,  # type: ignore[arg-type]
                as_of=DAY,
            )
        except Refusal as refusal:
            return refusal.message
        else:
            return "xong"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, people), key=len)

    winner = StageChange.objects.get(to_state=C.SUBMITTED)
    assert outcomes[0] == "xong"
    assert f"({winner.changed_by} chuyển lúc " in outcomes[1]
    assert "ngày 15/11/2019" in outcomes[1]


@pytest.mark.django_db(transaction=True)
def test_a_village_and_its_commune_moved_at_once_never_wait_for_each_other() -> None:
    """One sends the village back while the other submits the list: exactly one succeeds."""
    district, campaign = built()
    walk_village(campaign, district.villages["A"], to=V.CLOSED)
    together = Barrier(2)

    def send_back() -> None:
        stages.move_village(
            campaign=campaign,
            village=district.villages["A"],
            to=V.SURVEY,
            by=None,
            reason="sai điểm",
            as_of=DAY,
        )

    def submit() -> None:
        stages.move_commune(
            campaign=campaign, unit=district.rural, to=C.SUBMITTED, by=None, as_of=DAY
        )

    def attempt(step: object) -> bool:
        try:
            together.wait(10)
            step()  # type: ignore[operator]
        except StageRefused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, [send_back, submit]))

    assert sorted(outcomes) == [False, True]
