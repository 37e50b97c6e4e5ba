"""The pages of a campaign led the whole way: opened, watched, listed, checked, signed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.registry.models import Household
from giamngheo.reviews.enums import CampaignKind, VillageStage
from giamngheo.reviews.models import (
    Campaign,
    ReviewListing,
    ReviewRequest,
    SecondCheck,
    SecondCheckItem,
    SupervisionQuestion,
    SupervisionSignOff,
    VillageReview,
)
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.full_campaign import (
    add_village,
    no_guards,
    open_full,
    score,
    walk_village,
    with_year_before,
)
from tests.web.reading import first_column, links_of, table_of, text_of, workbook_of

CODE = "cuoi-nam-2019"
HERE = f"/ra-soat/{CODE}"
COMMUNE = f"{HERE}/xa/98001"
SHEETS = {"A-001": (100, 0), "A-002": (130, 0), "C-001": (100, 0), "B-001": (120, 0)}
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel(datetime(2019, 10, 10, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def small(db: None) -> District:
    """Two rural villages and one of the town; the year before decided, this one just opened."""
    built = District()
    add_village(built, "C", "Thôn Ba")
    with_year_before(built, SHEETS)
    open_full(built)
    return built


@pytest.fixture
def campaign(small: District) -> Campaign:
    return Campaign.objects.get(code=CODE)


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def officer_of_commune(small: District) -> Client:
    return enter(officer(Role.COMMUNE, small.rural, full_name="Lê Thị Hoà"))


@pytest.fixture
def officer_of_district(small: District) -> Client:
    return enter(officer(Role.DISTRICT, small.unit))


@pytest.fixture
def member(small: District) -> Client:
    return enter(officer(Role.COMMITTEE_MEMBER, small.rural, full_name="Lê Thị Thủy"))


def list_of(small: District, key: str = "A") -> str:
    return f"{HERE}/thon/{small.villages[key].pk}/danh-sach"


# Opening


def test_a_campaign_is_opened_with_its_list(small: District) -> None:
    client = enter(officer(Role.DISTRICT, small.unit))
    page = text_of(client.get("/ra-soat/mo-dot?loai=PERIODIC&nam=2019"))
    assert "Xã Đồng Mây" in page
    assert 'value="01/09/2019"' in page
    assert 'value="14/12/2019"' in page

    response = client.post(
        "/ra-soat/mo-dot",
        {
            "don-vi": small.unit.pk,
            "loai": "PERIODIC",
            "nam": "2019",
            "name": "Rà soát cuối năm",
            "starts_on": "01/09/2019",
            "ends_on": "14/12/2019",
            "judged_for": "01/09/2019",
            "communes": [small.rural.pk],
            "note": "Kinh phí huyện cấp",
            "by_survey": "20/10/2019",
        },
        follow=True,
    )

    opened = Campaign.objects.get(code="cuoi-nam-2019-980")
    assert (opened.procedure, opened.standard, opened.note) == (
        "FULL",
        "vn-2016",
        "Kinh phí huyện cấp",
    )
    assert opened.communes.count() == 1
    assert opened.listings.count() == 3
    assert VillageReview.objects.filter(campaign=opened)[0].due_date == date(2019, 10, 20)
    assert "2 thôn, 3 hộ" in text_of(response)


def test_a_second_campaign_of_the_year_gets_a_code_of_its_own(small: District) -> None:
    client = enter(officer(Role.DISTRICT, small.unit))
    values = {
        "don-vi": small.unit.pk,
        "loai": "PERIODIC",
        "nam": "2019",
        "name": "Rà soát",
        "starts_on": "01/09/2019",
        "ends_on": "14/12/2019",
        "judged_for": "01/09/2019",
        "communes": [small.rural.pk],
    }

    for _ in range(2):
        client.post("/ra-soat/mo-dot", values)

    codes = Campaign.objects.filter(code__startswith="cuoi-nam-2019-980").order_by("id")
    assert [one.code for one in codes] == ["cuoi-nam-2019-980", "cuoi-nam-2019-980-2"]


def test_a_regular_campaign_that_starts_too_early_is_a_sentence(small: District) -> None:
    client = enter(officer(Role.COMMUNE, small.rural))

    response = client.post(
        "/ra-soat/mo-dot",
        {
            "don-vi": small.rural.pk,
            "loai": "REGULAR",
            "nam": "2019",
            "name": "Rà soát tháng 10",
            "starts_on": "14/10/2019",
            "ends_on": "29/10/2019",
            "judged_for": "14/10/2019",
            "communes": [small.rural.pk],
        },
    )

    assert response.status_code == 409
    assert "bắt đầu từ ngày 15" in text_of(response)
    assert not Campaign.objects.filter(kind=CampaignKind.REGULAR).exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SECTOR, Role.COMMITTEE_MEMBER, Role.VILLAGE])
def test_who_reviews_no_commune_opens_nothing(small: District, role: Role) -> None:
    unit = small.villages["A"] if role == Role.VILLAGE else small.rural
    client = enter(officer(role, unit))

    assert client.get("/ra-soat/mo-dot").status_code == 403
    asked = client.get(f"/ra-soat/mo-dot?don-vi={small.rural.pk}")
    assert asked.status_code == 403


def test_an_unreadable_day_is_said_at_its_field(small: District) -> None:
    client = enter(officer(Role.DISTRICT, small.unit))

    response = client.post(
        "/ra-soat/mo-dot",
        {"don-vi": small.unit.pk, "loai": "PERIODIC", "nam": "2019", "starts_on": "31/02/2019"},
    )

    assert response.status_code == 422
    assert "field-error" in text_of(response)


# The board


def test_the_board_says_who_is_late(officer_of_district: Client, campaign: Campaign) -> None:
    early = text_of(officer_of_district.get(f"{HERE}/tien-do"))
    assert "2</strong> xã chưa bắt đầu" in early
    with time_machine.travel(datetime(2019, 12, 1, 3, tzinfo=UTC)):
        reader = enter(officer(Role.DISTRICT, campaign.unit))
        late = text_of(reader.get(f"{HERE}/tien-do"))
    assert "2</strong> xã trễ hạn" in late

    rows = table_of(late, "tien-do")
    assert [row.cells[0].text for row in rows] == [
        "Tổng cộng",
        "Xã Đồng Mây",
        "Thị trấn Phố Núi",
    ]
    assert rows[1].cells[0].href == f"{COMMUNE}/tien-do"
    assert [cell.text for cell in rows[0].cells[2:5]] == ["4", "–", "–"]


def test_the_board_narrows_to_one_standing(
    small: District, campaign: Campaign, officer_of_district: Client
) -> None:
    score(campaign, {"A-001": (200, 0)}, small.rural)

    page = text_of(officer_of_district.get(f"{HERE}/tien-do?tinh-trang=UNDER_WAY"))

    assert first_column(page, "tien-do") == ["Xã Đồng Mây"]


def test_one_communes_reader_sees_its_villages_at_once(officer_of_commune: Client) -> None:
    page = text_of(officer_of_commune.get(f"{HERE}/tien-do"))

    names = first_column(page, "tien-do-thon")
    assert names[0] == "Tổng cộng"
    assert len(names) == 3
    assert "Phố Núi" not in page


def test_a_villages_head_sees_her_village_alone(small: District) -> None:
    client = enter(officer(Role.VILLAGE, small.villages["A"]))

    page = text_of(client.get(f"{HERE}/tien-do"))

    assert len(table_of(page, "tien-do-thon")) == 2
    assert "Thôn Ba" not in page
    assert client.get(list_of(small, "A")).status_code == 200
    assert client.get(list_of(small, "C")).status_code == 403


def test_the_board_goes_to_excel(officer_of_district: Client, officer_of_commune: Client) -> None:
    rows = workbook_of(officer_of_district.get(f"{HERE}/tien-do.xlsx"))
    assert any("Xã Đồng Mây" in row for row in rows)

    rows = workbook_of(officer_of_commune.get(f"{COMMUNE}/tien-do.xlsx"))
    assert sum("Chưa bắt đầu" in row for row in rows) == 2
    assert officer_of_commune.get(f"{HERE}/tien-do.xlsx").status_code == 403


@pytest.mark.parametrize("address", [f"{HERE}/tien-do", f"{COMMUNE}/tien-do"])
def test_the_board_asks_the_same_whatever_its_size(
    small: District, officer_of_district: Client, address: str
) -> None:
    officer_of_district.get(address)
    with CaptureQueriesContext(connection) as few:
        officer_of_district.get(address)
    campaign = Campaign.objects.get(code=CODE)
    commune = campaign.communes.get(unit=small.rural)
    for number in range(20):
        village = add_village(small, "D", f"Thôn số {number}")
        VillageReview.objects.create(
            campaign=campaign,
            commune_review=commune,
            unit=village,
            unit_path=village.path,
            stage_since=date(2019, 9, 1),
        )
    with CaptureQueriesContext(connection) as many:
        officer_of_district.get(address)

    assert len(many) == len(few) <= 15


def test_a_recorded_campaign_has_no_board(small: District, officer_of_district: Client) -> None:
    assert officer_of_district.get("/ra-soat/thu-2018/tien-do").status_code == 404
    assert officer_of_district.get("/ra-soat/thu-2018").status_code == 200


# The list of a village


def test_a_villages_list_leads_to_its_forms(small: District, officer_of_commune: Client) -> None:
    page = text_of(officer_of_commune.get(list_of(small)))

    rows = table_of(page, "danh-sach-ra-soat")
    assert len(rows) == 2
    assert rows[0].cells[0].href == f"{HERE}/ho/A-001"
    assert f"{HERE}/thon/{small.villages['A'].pk}/bang" in links_of(page)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["A-001", "A-002"]),
        ("phieu=da-cham", ["A-001"]),
        ("phieu=chua-nhap", ["A-002"]),
        ("truoc-ra-soat=NEAR_POOR", ["A-002"]),
        ("ket-qua=NON_POOR", ["A-001"]),
        ("ket-qua=POOR", []),
        ("q=a-002", ["A-002"]),
        ("q=nguyen+002", ["A-002"]),
        ("vi-sao=REQUEST", []),
        ("da-rut=1", []),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    small: District,
    campaign: Campaign,
    officer_of_commune: Client,
    query: str,
    codes: list[str],
) -> None:
    score(campaign, {"A-001": (200, 0)}, small.rural)

    page = text_of(officer_of_commune.get(f"{list_of(small)}?{query}"))

    assert [row.cells[1].text for row in table_of(page, "danh-sach-ra-soat")] == codes


def test_the_list_shows_what_changes(
    small: District, campaign: Campaign, officer_of_commune: Client
) -> None:
    score(campaign, {"A-001": (200, 0), "A-002": (130, 0)}, small.rural)

    page = text_of(officer_of_commune.get(list_of(small)))

    assert [row.cells[8].text for row in table_of(page, "danh-sach-ra-soat")] == [
        "Hộ nghèo → hộ không nghèo",
        "Không đổi",
    ]


def test_the_list_goes_to_excel_and_leaves_a_trace(
    small: District, officer_of_commune: Client
) -> None:
    rows = workbook_of(officer_of_commune.get(f"{list_of(small)}.xlsx"))

    assert sum("A-001" in row for row in rows) == 1
    assert AuditEvent.objects.filter(action="reviews.export_listing").count() == 1


def test_a_village_is_scored_and_sent_back(
    small: District, campaign: Campaign, officer_of_commune: Client
) -> None:
    address = f"{HERE}/thon/{small.villages['A'].pk}"
    refused = officer_of_commune.post(f"{address}/cham")
    assert refused.status_code == 409
    score(campaign, {"A-001": (200, 0), "A-002": (130, 0)}, small.rural)

    scored = officer_of_commune.post(f"{address}/cham", follow=True)
    assert "Bước tiếp theo: họp dân" in text_of(scored)
    assert f'href="{address}"' in text_of(scored)
    empty = officer_of_commune.post(f"{address}/tra-lai", {"reason": ""})
    assert empty.status_code == 409
    back = officer_of_commune.post(f"{address}/tra-lai", {"reason": "Sai điểm"}, follow=True)

    assert "Sai điểm" in text_of(back)
    assert VillageReview.objects.get(unit=small.villages["A"]).stage == VillageStage.SURVEY


def test_a_household_is_withdrawn_and_taken_back(
    small: District, officer_of_commune: Client
) -> None:
    listing = ReviewListing.objects.get(household__code="A-001")
    address = f"{HERE}/danh-sach/{listing.pk}"
    assert "Rút hộ" in text_of(officer_of_commune.get(address))
    assert officer_of_commune.post(address, {"reason": ""}).status_code == 422

    officer_of_commune.post(address, {"reason": "Chuyển đi Nghệ An"})
    listed = text_of(officer_of_commune.get(f"{list_of(small)}?da-rut=1"))
    assert "Chuyển đi Nghệ An" in listed
    assert "Đưa lại vào danh sách" in listed
    officer_of_commune.post(address)

    listing.refresh_from_db()
    assert listing.withdrawn_on is None


def test_the_list_of_a_village_asks_the_same_whatever_its_length(
    small: District, campaign: Campaign, officer_of_commune: Client
) -> None:
    officer_of_commune.get(list_of(small))
    with CaptureQueriesContext(connection) as few:
        officer_of_commune.get(list_of(small))
    codes = [f"A-{number}" for number in range(100, 130)]
    small.load(*codes, since=date(2018, 1, 1))
    village = VillageReview.objects.get(campaign=campaign, unit=small.villages["A"])
    for household in Household.objects.filter(code__in=codes):
        ReviewListing.objects.create(
            campaign=campaign,
            village=village,
            household=household,
            unit_path=household.unit_path,
            sort_key=household.sort_key,
            source="REQUEST",
            previous_category="NON_POOR",
            listed_on=date(2019, 9, 9),
        )
    with CaptureQueriesContext(connection) as many:
        officer_of_commune.get(list_of(small))

    assert len(many) == len(few) <= 15


def test_the_plan_of_a_village_is_the_communes(small: District, officer_of_commune: Client) -> None:
    head = officer(Role.VILLAGE, small.villages["A"], full_name="Lò Văn Ơn")
    address = f"{HERE}/thon/{small.villages['A'].pk}/ke-hoach"
    assert enter(head).get(address).status_code == 403
    assert "Lò Văn Ơn" in text_of(officer_of_commune.get(address))

    response = officer_of_commune.post(
        address,
        {"accounts": [head.username], "names": "Hà Thị Ân\n\n", "survey": "20/10/2019"},
        follow=True,
    )

    assert "Rà soát viên: Lò Văn Ơn, Hà Thị Ân" in text_of(response)
    village = VillageReview.objects.get(unit=small.villages["A"])
    assert village.due_date == date(2019, 10, 20)
    refused = officer_of_commune.post(address, {"survey": "20/10/2020"})
    assert refused.status_code == 409


# Requests


def test_a_request_is_found_taken_and_answered(small: District, officer_of_commune: Client) -> None:
    """In 2019 no rule of Form A is known: it waits, then a person answers."""
    small.load("A-009", since=date(2018, 1, 1))
    found = text_of(officer_of_commune.get(f"{HERE}/de-nghi?ho=hong+009"))
    address = f"{HERE}/de-nghi/ho/A-009"
    assert address in links_of(found)
    assert "Chưa tìm thấy quy định về phiếu A" in text_of(officer_of_commune.get(address))

    taken = officer_of_commune.post(
        address, {"kind": "POVERTY", "received_on": "09/10/2019"}, follow=True
    )
    assert "Không có quy định" in text_of(taken)
    request = ReviewRequest.objects.get()
    one = f"{HERE}/de-nghi/{request.pk}"
    assert one in links_of(text_of(officer_of_commune.get(f"{HERE}/de-nghi")))
    answered = officer_of_commune.post(
        one, {"decision": "co", "reason": "Nhà sập sau bão"}, follow=True
    )

    assert "Đưa vào danh sách rà soát" in text_of(answered)
    assert ReviewListing.objects.filter(household__code="A-009").exists()
    shown = text_of(officer_of_commune.get(one))
    assert "Nhà sập sau bão" in shown
    assert "Ghi trả lời" not in shown


def test_a_request_twice_is_a_sentence(small: District, officer_of_commune: Client) -> None:
    small.load("A-009", since=date(2018, 1, 1))
    values = {"kind": "POVERTY", "received_on": "09/10/2019"}
    officer_of_commune.post(f"{HERE}/de-nghi/ho/A-009", values)

    again = officer_of_commune.post(f"{HERE}/de-nghi/ho/A-009", values)

    assert again.status_code == 409
    assert "09/10/2019" in text_of(again)


def test_requests_of_another_commune_are_not_shown(
    small: District, officer_of_commune: Client
) -> None:
    small.load("B-009", since=date(2018, 1, 1))
    other = enter(officer(Role.COMMUNE, small.urban))
    other.post(f"{HERE}/de-nghi/ho/B-009", {"kind": "POVERTY", "received_on": "09/10/2019"})
    request = ReviewRequest.objects.get()

    page = text_of(officer_of_commune.get(f"{HERE}/de-nghi?ho=hong"))

    assert "B-009" not in page
    assert officer_of_commune.get(f"{HERE}/de-nghi/{request.pk}").status_code == 403
    assert officer_of_commune.get(f"{HERE}/de-nghi/ho/B-009").status_code == 403


def test_form_a_is_asked_where_its_rule_is_known(small: District) -> None:
    with time_machine.travel(datetime(2023, 10, 10, 3, tzinfo=UTC)):
        small.load("A-009", since=date(2018, 1, 1))
        open_full(
            small,
            year=2023,
            standard="vn-2022",
            judged_for=date(2023, 11, 15),
            as_of=date(2023, 9, 1),
        )
        client = enter(officer(Role.COMMUNE, small.rural))
        address = "/ra-soat/cuoi-nam-2023/de-nghi/ho/A-009"
        page = text_of(client.get(address))
        assert "Đạt dưới 4 trên 9 tiêu chí" in page
        assert page.count("Tiêu chí 0") == 9

        ticks = {f"criterion_{number:02}": "khong" for number in range(1, 10)}
        client.post(address, {"kind": "POVERTY", "received_on": "09/10/2023", **ticks})

    assert ReviewRequest.objects.get().result == "LISTED"


# The second check


@pytest.fixture
def scored(small: District, campaign: Campaign) -> Campaign:
    score(campaign, SHEETS, *small.communes)
    return campaign


def test_a_sample_is_drawn_checked_and_settled(
    small: District, scored: Campaign, member: Client, officer_of_commune: Client
) -> None:
    assert "Rút mẫu" in text_of(member.get(f"{COMMUNE}/phuc-tra"))
    assert officer_of_commune.post(f"{COMMUNE}/phuc-tra/rut-mau").status_code == 403
    assert member.post(f"{COMMUNE}/phuc-tra/rut-mau", {"percent": "x"}).status_code == 409

    member.post(f"{COMMUNE}/phuc-tra/rut-mau", {"percent": "100"})
    assert SecondCheck.objects.get().items.count() == 3
    item = SecondCheckItem.objects.get(household__code="A-001")
    address = f"{COMMUNE}/phuc-tra/{item.pk}"
    before = text_of(member.get(address))
    assert "Lần đầu" not in before.split("<main")[1].replace("lần đầu", "")
    answer = {"team": "Đội 2", "score_b1": "200", "score_b2": "0"}
    page = text_of(member.post(address, answer, follow=True))
    assert "Hai lần lệch nhau" in page
    assert "B1 100, B2 0" in page
    listed = text_of(member.get(f"{COMMUNE}/phuc-tra"))
    assert "lệch 1 hộ" in listed
    settled = member.post(address, {"settlement": "SECOND", "reason": "Nhà xây mới"}, follow=True)

    assert "Nhà xây mới" in text_of(settled)
    assert f"{HERE}/ho/A-001" in links_of(text_of(settled))
    board = text_of(member.get(f"{COMMUNE}/tien-do"))
    assert "Phúc tra 1 hộ, lệch 1 hộ (100,0" in board


def test_a_settlement_without_reason_is_said_at_its_field(
    small: District, scored: Campaign, member: Client
) -> None:
    member.post(f"{COMMUNE}/phuc-tra/rut-mau", {"percent": "100"})
    item = SecondCheckItem.objects.get(household__code="A-001")
    address = f"{COMMUNE}/phuc-tra/{item.pk}"
    member.post(address, {"team": "Đội 2", "score_b1": "200", "score_b2": "0"})

    response = member.post(address, {"settlement": "SECOND", "reason": ""})

    assert response.status_code == 422
    assert not SecondCheckItem.objects.exclude(settlement="").exists()


# Supervision


def test_supervision_from_a_visit_to_the_sign_off(
    small: District, scored: Campaign, member: Client, officer_of_commune: Client
) -> None:
    address = f"{COMMUNE}/giam-sat"
    with no_guards():
        for key in ("A", "C"):
            walk_village(scored, small.villages[key], to=VillageStage.SCORED)
    member.post(f"{address}/kiem-tra", {"visited_on": "08/10/2019", "remarks": "Làm đúng"})
    member.post(f"{address}/hoi", {"question": "Vì sao hai hộ chưa ký?"})
    question = SupervisionQuestion.objects.get()
    assert officer_of_commune.post(f"{address}/xac-nhan").status_code == 403
    assert member.post(f"{address}/hoi/{question.pk}/tra-loi", {"answer": "x"}).status_code == 403
    refused = member.post(f"{address}/xac-nhan")
    assert refused.status_code == 409
    assert "1 câu hỏi chưa kết thúc" in text_of(refused)

    officer_of_commune.post(f"{address}/hoi/{question.pk}/tra-loi", {"answer": "Đi làm xa"})
    member.post(f"{address}/hoi/{question.pk}/ket-thuc")
    page = text_of(member.post(f"{address}/xac-nhan", {"remarks": "Đạt"}, follow=True))

    assert "Đã xác nhận" in page
    assert "Làm đúng" in page
    assert SupervisionSignOff.objects.get().signed_by == "Lê Thị Thủy"


def test_a_member_supervises_only_her_communes(small: District, member: Client) -> None:
    assert member.get(f"{HERE}/xa/98002/giam-sat").status_code == 403
    assert member.post(f"{HERE}/xa/98002/giam-sat/hoi", {"question": "?"}).status_code == 403
    assert not SupervisionQuestion.objects.exists()


def test_an_unreadable_visit_is_said_at_its_field(small: District, member: Client) -> None:
    response = member.post(f"{COMMUNE}/giam-sat/kiem-tra", {"visited_on": "hôm qua"})

    assert response.status_code == 422
    assert "field-error" in text_of(response)


# The list it begins with


def test_the_start_of_the_year_is_the_end_of_the_last(small: District) -> None:
    client = enter(officer(Role.DISTRICT, small.unit))

    assert f"{HERE}/dau-ky" in client.get(HERE).content.decode()
    assert "Khớp: 4 hộ nghèo, cận nghèo đầu kỳ" in text_of(client.get(f"{HERE}/dau-ky"))


def test_who_breaks_the_start_is_named_to_her_own_commune_only(small: District) -> None:
    ReviewListing.objects.filter(household__code="A-001").update(previous_category="NEAR_POOR")
    ReviewListing.objects.filter(household__code="B-001").update(previous_category="POOR")
    rural = enter(officer(Role.LEADER, small.rural))

    page = text_of(rural.get(f"{HERE}/dau-ky"))

    assert "1 hộ lệch so với cuối kỳ trước, trong đó 1 hộ chưa rõ vì sao" in page
    assert "A-001" in page
    assert "B-001" not in page
    stranger = enter(officer(Role.COMMUNE, small.neighbour))
    assert stranger.get(f"{HERE}/dau-ky").status_code == 403
    assert enter(officer(Role.VIEWER, small.unit)).get(f"{HERE}/dau-ky").status_code == 403
