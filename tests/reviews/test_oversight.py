"""The second check of a sample and the supervision: kept, compared, settled, signed."""

from datetime import date

import pytest

from giamngheo.reviews.enums import CampaignKind, Settlement, VillageStage
from giamngheo.reviews.models import (
    Campaign,
    CommuneReview,
    ReviewListing,
    SecondCheckItem,
    VillageReview,
)
from giamngheo.reviews.second_check import (
    SampleRefused,
    SecondAnswer,
    SecondCheckRefused,
    draw_sample,
    judged_listings,
    record_second,
    sample_of,
    settle_difference,
    summary_of,
)
from giamngheo.reviews.supervision import (
    SupervisionRefused,
    answer_question,
    ask_question,
    close_question,
    open_questions,
    record_visit,
    sign_off,
)
from giamngheo.reviews.village_plans import BadVillagePlan, plan_village
from tests.factories.accounts import UserFactory
from tests.factories.district import District
from tests.factories.full_campaign import open_full, score, walk_village

DAY = date(2019, 10, 20)
CODES = [f"A-{number:03}" for number in range(1, 22)]


@pytest.fixture
def campaign(district: District) -> Campaign:
    """Twenty-one poor households listed and scored, B1 100 and B2 20 each."""
    before = dict.fromkeys(CODES, (100, 20))
    district.load(*CODES, since=date(2017, 1, 1))
    district.review(2018, before)
    found = open_full(district, communes=[district.rural])
    score(found, before, district.rural)
    return found


def draw(district: District, campaign: Campaign, percent: int = 10, **changes: object):  # type: ignore[no-untyped-def]
    values: dict[str, object] = {"by": None, "as_of": DAY} | changes
    return draw_sample(campaign=campaign, unit=district.rural, percent=percent, **values)  # type: ignore[arg-type]


def an_item(district: District, campaign: Campaign) -> SecondCheckItem:
    return draw(district, campaign, 5).items.first()  # type: ignore[no-any-return]


def again(
    item: SecondCheckItem,
    b1: int | None = 100,
    b2: int = 20,
    lacking: tuple[str, ...] = ("toilet",),
) -> SecondCheckItem:
    answer = SecondAnswer(score_b1=b1, score_b2=b2, deprivations=lacking)
    return record_second(item=item, answer=answer, team="Đội 2: Lò Thị Ơn", by=None, as_of=DAY)


@pytest.mark.parametrize(
    ("percent", "size"), [(1, 1), (4, 1), (5, 2), (10, 3), (50, 11), (100, 21)]
)
def test_a_sample_is_its_share_rounded_up(
    district: District, campaign: Campaign, percent: int, size: int
) -> None:
    drawn = draw(district, campaign, percent)

    assert drawn.items.count() == size
    assert drawn.population == 21


def test_the_draw_can_be_repeated_from_its_seed(district: District, campaign: Campaign) -> None:
    drawn = draw(district, campaign, 30)

    listings = judged_listings(campaign=campaign, path=district.rural.path)
    expected = {one.household_id for one in sample_of(listings, percent=30, seed=drawn.seed)}
    assert set(drawn.items.values_list("household", flat=True)) == expected
    others = [
        {one.household_id for one in sample_of(listings, percent=30, seed=seed)}
        for seed in range(5)
    ]
    assert any(other != expected for other in others)


def test_withdrawn_and_unscored_households_are_not_drawn(
    district: District, campaign: Campaign
) -> None:
    ReviewListing.objects.filter(household__code="A-001").update(
        withdrawn_on=DAY, withdrawn_reason="Chuyển đi"
    )
    campaign.results.filter(household__code="A-002").update(category="", group="")

    drawn = draw(district, campaign, 100)

    assert set(drawn.items.values_list("household__code", flat=True)) == set(CODES[2:])


@pytest.mark.parametrize("percent", [0, 101])
def test_a_share_out_of_range_is_refused(
    district: District, campaign: Campaign, percent: int
) -> None:
    with pytest.raises(SampleRefused, match="từ 1 đến 100"):
        draw(district, campaign, percent)


def test_a_sample_is_drawn_once(district: District, campaign: Campaign) -> None:
    draw(district, campaign, by=UserFactory(full_name="Hà Văn Ánh"))

    with pytest.raises(SampleRefused, match="Hà Văn Ánh đã rút mẫu ngày 20/10/2019"):
        draw(district, campaign)


def test_nothing_judged_nothing_drawn(district: District) -> None:
    district.load("A-001", since=date(2017, 1, 1))
    campaign = open_full(district)

    with pytest.raises(SampleRefused, match="chưa hộ nào"):
        draw(district, campaign)


@pytest.mark.parametrize(
    ("b1", "b2", "lacking", "differs", "category"),
    [
        (100, 20, ("toilet",), False, "POOR"),
        (120, 20, ("toilet",), False, "POOR"),
        (121, 29, ("toilet",), True, "NEAR_POOR"),
        (121, 30, ("toilet",), True, "POOR"),  # poor still, by lack of services: another group
        (151, 20, ("toilet",), True, "NON_POOR"),
        (100, 20, (), True, "POOR"),
    ],
)
def test_both_answers_are_kept_and_compared(
    district: District,
    campaign: Campaign,
    b1: int,
    b2: int,
    lacking: tuple[str, ...],
    differs: bool,
    category: str,
) -> None:
    item = again(an_item(district, campaign), b1, b2, lacking)

    assert item.differs is differs
    assert (item.first["b1"], item.first["category"], item.first["group"]) == (100, "POOR", "N1")
    assert (item.second["b1"], item.second["category"]) == (b1, category)
    assert campaign.results.get(household=item.household).score_b1 == 100


def test_rate_of_disagreement(district: District, campaign: Campaign) -> None:
    drawn = draw(district, campaign, 15)
    items = list(drawn.items.order_by("id"))
    assert summary_of(drawn=drawn).disagreement_percent is None

    for item, b1 in zip(items[:3], (100, 151, 100), strict=True):
        again(item, b1)

    summary = summary_of(drawn=drawn)
    assert (summary.sample, summary.checked, summary.differing, summary.settled) == (4, 3, 1, 0)
    assert summary.disagreement_percent == pytest.approx(100 / 3)


@pytest.mark.parametrize(
    ("b1", "b2", "team", "words"),
    [
        (None, 20, "Đội 2", "thiếu điểm B1"),
        (100, 101, "Đội 2", "ngoài phạm vi"),
        (100, 20, " ", "chưa ghi đội"),
    ],
)
def test_an_incomplete_second_answer_is_refused(
    district: District, campaign: Campaign, b1: int | None, b2: int, team: str, words: str
) -> None:
    item = an_item(district, campaign)

    with pytest.raises(SecondCheckRefused, match=words):
        record_second(
            item=item,
            answer=SecondAnswer(score_b1=b1, score_b2=b2),
            team=team,
            by=None,
            as_of=DAY,
        )


def settle(
    item: SecondCheckItem, choice: Settlement, reason: str = "Đo lại nhà"
) -> SecondCheckItem:
    return settle_difference(
        item=item, settlement=choice, reason=reason, by=UserFactory(), as_of=DAY
    )


def test_a_difference_is_settled_once_by_a_person_with_a_reason(
    district: District, campaign: Campaign
) -> None:
    item = again(an_item(district, campaign), 151)

    with pytest.raises(SecondCheckRefused, match="chưa ghi lý do"):
        settle(item, Settlement.SECOND, " ")
    settled = settle(item, Settlement.SECOND)

    assert (settled.settlement, settled.settled_by) == ("SECOND", "Lê Thị Hoà")
    for attempt in (lambda: settle(item, Settlement.FIRST), lambda: again(item, 100)):
        with pytest.raises(SecondCheckRefused, match="Lê Thị Hoà đã xử lý"):
            attempt()


def test_agreeing_answers_need_no_settlement(district: District, campaign: Campaign) -> None:
    item = again(an_item(district, campaign))

    with pytest.raises(SecondCheckRefused, match="không lệch"):
        settle(item, Settlement.FIRST)


def test_a_form_to_be_mended_needs_its_village_in_survey(
    district: District, campaign: Campaign
) -> None:
    item = again(an_item(district, campaign), 151)
    walk_village(campaign, district.villages["A"], to=VillageStage.AGREED)

    with pytest.raises(SecondCheckRefused, match="Trả thôn về bước thu thập phiếu"):
        settle(item, Settlement.SECOND)

    assert settle(item, Settlement.FIRST).settlement == "FIRST"


# Supervision


@pytest.fixture
def review(campaign: Campaign) -> CommuneReview:
    return CommuneReview.objects.select_related("campaign", "unit").get(campaign=campaign)


def visit(review: CommuneReview, **changes: object) -> None:
    values: dict[str, object] = {
        "visited_on": DAY,
        "remarks": "Thôn làm đúng",
        "by": None,
        "as_of": DAY,
    } | changes
    record_visit(review=review, **values)  # type: ignore[arg-type]


def test_a_review_is_seen_through_then_signed(
    district: District, campaign: Campaign, review: CommuneReview
) -> None:
    member = UserFactory(full_name="Lê Thị Thủy")
    village = VillageReview.objects.get(campaign=campaign)

    def sign() -> None:
        sign_off(review=review, by=member, as_of=DAY)

    with pytest.raises(SupervisionRefused, match="còn thôn đang thu thập phiếu"):
        sign()
    walk_village(campaign, district.villages["A"], to=VillageStage.SCORED)
    question = ask_question(review=review, question="Vì sao 3 hộ chưa ký?", by=member, as_of=DAY)
    with pytest.raises(SupervisionRefused, match="còn 1 câu hỏi"):
        sign()
    with pytest.raises(SupervisionRefused, match="chưa được trả lời"):
        close_question(question=question, by=member, as_of=DAY)
    answer_question(question=question, answer="Hộ đi làm xa", by=None, as_of=DAY)
    close_question(question=question, by=member, as_of=DAY)
    assert not open_questions(review=review).exists()
    with pytest.raises(SupervisionRefused, match="chưa ghi lần kiểm tra"):
        sign()
    visit(review, village=village, by=member)

    signed = sign_off(review=review, remarks="Đạt", by=member, as_of=DAY)

    assert (signed.signed_by, signed.signed_on) == ("Lê Thị Thủy", DAY)
    with pytest.raises(SupervisionRefused, match="Lê Thị Thủy đã xác nhận"):
        sign()
    with pytest.raises(SupervisionRefused, match="đã kết thúc"):
        answer_question(question=question, answer="khác", by=None, as_of=DAY)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"remarks": " "}, "chưa ghi nhận xét"),
        ({"visited_on": date(2019, 10, 21)}, "chưa tới"),
    ],
)
def test_an_incomplete_visit_is_refused(
    review: CommuneReview, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(SupervisionRefused, match=words):
        visit(review, **changes)


def test_empty_questions_and_answers_are_refused(review: CommuneReview) -> None:
    with pytest.raises(SupervisionRefused, match="chưa ghi câu hỏi"):
        ask_question(review=review, question="", by=None, as_of=DAY)
    question = ask_question(review=review, question="Sao?", by=None, as_of=DAY)
    with pytest.raises(SupervisionRefused, match="chưa ghi trả lời"):
        answer_question(question=question, answer=" ", by=None, as_of=DAY)


# The plan of a village


def plan(campaign: Campaign, **days: date) -> VillageReview:
    village = VillageReview.objects.select_related("campaign", "unit").get(campaign=campaign)
    return plan_village(
        village=village,
        team=[{"name": "Lò Thị Ơn", "user": ""}, {"name": " ", "user": ""}],
        deadlines=days,
        by=None,
    )


def test_a_villages_team_and_days_are_set(campaign: Campaign) -> None:
    found = plan(campaign, SURVEY=date(2019, 10, 1), POSTED=date(2019, 12, 14))

    assert found.team == [{"name": "Lò Thị Ơn", "user": ""}]
    assert found.due_date == date(2019, 10, 1)
    assert found.deadlines == {"SURVEY": "2019-10-01", "POSTED": "2019-12-14"}


@pytest.mark.parametrize(
    "days",
    [
        {"SURVEY": date(2019, 10, 2), "SCORED": date(2019, 10, 1)},
        {"SURVEY": date(2019, 8, 31)},
        {"POSTED": date(2019, 12, 15)},
    ],
)
def test_days_out_of_order_or_out_of_the_campaign_are_refused(
    campaign: Campaign, days: dict[str, date]
) -> None:
    with pytest.raises(BadVillagePlan, match="Thôn Một"):
        plan(campaign, **days)


def test_two_kinds_of_campaign_draw_their_own_samples(
    district: District, campaign: Campaign
) -> None:
    """The sample of one campaign says nothing of another of the same commune."""
    other = open_full(
        district,
        code="thang-10",
        kind=CampaignKind.REGULAR,
        starts_on=date(2019, 10, 15),
        ends_on=date(2019, 10, 30),
        judged_for=date(2019, 10, 15),
        as_of=date(2019, 10, 15),
    )
    draw(district, campaign)

    with pytest.raises(SampleRefused, match="chưa hộ nào"):
        draw(district, other)
