"""Pages of a village's meeting, posting and complaints, and the page everybody may read."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.meetings.enums import ComplaintState, ParticipantRole
from giamngheo.meetings.models import (
    AnnouncedYear,
    Complaint,
    Posting,
    PostingProof,
    VillageMeeting,
)
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import VillageReview
from tests.factories.accounts import officer
from tests.factories.village_review import VillageYear

Enter = Callable[[User], Client]
MOST_QUERIES = 15
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40


@pytest.fixture(autouse=True)
def tuesday(settings: Any, tmp_path: Path) -> Iterator[None]:
    """It is Tuesday 9 November 2021; files of tests lie in the test's own folder."""
    storages = {**settings.STORAGES, "default": {**settings.STORAGES["default"]}}
    storages["default"]["OPTIONS"] = {"location": tmp_path}
    settings.STORAGES = storages
    with time_machine.travel(datetime(2021, 11, 9, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def district(year: VillageYear) -> Unit:
    """The factories' district stands in for the one other page tests use."""
    return year.district.unit


@pytest.fixture
def year(db: None) -> VillageYear:
    return VillageYear()


@pytest.fixture
def client_of(year: VillageYear, log_in_as: Enter) -> Client:
    return log_in_as(year.officer)


def page_of(year: VillageYear) -> str:
    return f"/ra-soat/{year.campaign.code}/thon/{year.village.pk}"


def text(response: Any) -> str:
    return response.content.decode()


def meeting_data(**changes: object) -> dict[str, object]:
    return {
        "held_on": "08/11/2021",
        "started": "19:30",
        "ended": "21:00",
        "place": "Nhà văn hóa",
        "chair": "Lò Văn Ơn",
        "chair_position": "Trưởng thôn",
        "secretary": "Hà Thị Ân",
        "mode": "LIST",
        "agree": 20,
        "against": 20,
        f"count_{ParticipantRole.OTHER_HOUSEHOLD}": 40,
        "opinions": "Lò Văn An: đề nghị xem lại. Trả lời: đã xem\nkhông ai phản đối",
        **changes,
    }


def posting_data(**changes: object) -> dict[str, object]:
    return {
        "from_day": "09/11/2021",
        "places": "Nhà văn hóa thôn",
        "contact": "Trụ sở xã",
        "phone": "0237 3000 001",
        "witness": "Ông Dân",
        **changes,
    }


# The village's page


def test_the_page_shows_the_list_with_its_changes(year: VillageYear, client_of: Client) -> None:
    words = text(client_of.get(page_of(year)))

    assert "Đã chấm, chờ họp dân" in words
    for change in ("Mới vào danh sách", "Ra khỏi danh sách", "Đổi loại", "Giữ nguyên"):
        assert change in words
    assert "Ghi họp dân" in words


def test_each_stage_offers_one_step(year: VillageYear, client_of: Client) -> None:
    def primary() -> list[str]:
        head = text(client_of.get(page_of(year))).split('class="page-actions"')[1]
        head = head.split("</h1>")[0].split('class="answer"')[0]
        return [part.split("<")[0].split(">")[1] for part in head.split("btn-primary")[1:]]

    assert primary() == ["Ghi họp dân"]
    year.meet()
    assert primary() == ["Ghi niêm yết"]
    year.post()
    assert primary() == []
    complaint = year.complain()
    assert primary() == ["Ghi phúc tra"]
    year.recheck(complaint, changes_answers=True, as_of=complaint.received_on)
    assert primary() == ["Nhập phiếu, chấm điểm"]
    year.score({"A-004": (200, 0)})
    assert primary() == ["Ghi niêm yết lại"]


def test_a_list_sent_back_and_scored_the_same_is_posted_again(
    year: VillageYear, client_of: Client
) -> None:
    year.hang()
    day = year.review.stage_since
    stages.move_village(**year.where, to=VillageStage.SURVEY, reason="Trả lại", as_of=day)
    year.score({"A-004": (140, 0)})

    assert "Ghi niêm yết lại" in text(client_of.get(page_of(year)))
    second = year.post()
    assert second.number == 2


def test_a_list_sent_back_and_scored_otherwise_meets_again(
    year: VillageYear, client_of: Client
) -> None:
    year.hang()
    day = year.review.stage_since
    stages.move_village(**year.where, to=VillageStage.SURVEY, reason="Trả lại", as_of=day)
    year.score({"A-004": (200, 0)})

    assert "Ghi họp dân" in text(client_of.get(page_of(year)))


def test_the_page_says_what_is_due(year: VillageYear, client_of: Client) -> None:
    year.hang()
    year.complain()

    words = text(client_of.get(page_of(year)))

    assert "Niêm yết từ 08/11/2021 đến hết 11/11/2021: còn 2 ngày làm việc." in words
    assert "1 phản ánh chưa giải quyết xong, hạn phúc tra gần nhất 18/11/2021" in words


def test_the_page_asks_a_fixed_number_of_queries(year: VillageYear, client_of: Client) -> None:
    year.hang()
    client_of.get(page_of(year))

    with CaptureQueriesContext(
        connection,
    ) as one:
        client_of.get(page_of(year))
    for code in ("A-002", "A-003", "A-004"):
        year.complain(code)
    with CaptureQueriesContext(connection) as more:
        client_of.get(page_of(year))

    assert len(one) == len(more) <= MOST_QUERIES


def test_late_things_are_flagged(year: VillageYear, client_of: Client) -> None:
    VillageReview.objects.update(deadlines={"AGREED": "2021-11-05"})
    year.hang()

    assert "Niêm yết muộn, hạn 05/11/2021" in text(client_of.get(page_of(year)))


# Meetings


def test_a_meeting_is_recorded(year: VillageYear, client_of: Client) -> None:
    response = client_of.post(f"{page_of(year)}/hop-dan", meeting_data(), follow=True)

    meeting = VillageMeeting.objects.get()
    assert meeting.passed
    assert list(meeting.opinions.values_list("speaker", "text", "answer")) == [
        ("Lò Văn An", "đề nghị xem lại.", "đã xem"),
        ("Người dự họp", "không ai phản đối", ""),
    ]
    assert "20/40 người (50 %) đồng ý, thống nhất danh sách" in text(response)


def test_a_failed_vote_is_said_and_sends_back(year: VillageYear, client_of: Client) -> None:
    response = client_of.post(f"{page_of(year)}/hop-dan", meeting_data(agree=19), follow=True)

    # 19 of 40 is 47,5 %: never rounded up.
    assert "19/40 người (47 %) đồng ý, chưa đủ 50 %" in text(response)
    assert year.review.stage == VillageStage.SURVEY


def test_each_household_is_voted_on(year: VillageYear, client_of: Client) -> None:
    votes = {
        name: 20
        for listing in year.review.listings.all()
        for name in (f"agree_{listing.household_id}", f"against_{listing.household_id}")
    }
    data = meeting_data(mode="HOUSEHOLD", agree="", against="", **votes)

    client_of.post(f"{page_of(year)}/hop-dan", data)

    assert VillageMeeting.objects.get().passed


def test_names_alone_are_counted(year: VillageYear, client_of: Client) -> None:
    names = {f"names_{ParticipantRole.REVIEWER}": "Lò Thị B, Vi Văn C"}
    client_of.post(f"{page_of(year)}/hop-dan", meeting_data(**names, agree=30, against=0))

    assert VillageMeeting.objects.get().attended == 42


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agree": 41, "against": 0}, "nhiều hơn 40 người tham dự"),
        ({"agree": ""}, "chưa ghi số phiếu cho cả danh sách"),
        ({"held_on": "32/11/2021"}, "held_on"),
        ({"place": ""}, "place"),
    ],
)
def test_a_bad_record_comes_back_with_what_was_typed(
    year: VillageYear, client_of: Client, changes: dict[str, object], words: str
) -> None:
    response = client_of.post(f"{page_of(year)}/hop-dan", meeting_data(**changes))

    assert response.status_code == 422
    assert words in text(response)
    assert 'value="Hà Thị Ân"' in text(response)
    assert not VillageMeeting.objects.exists()


def test_a_record_is_read_and_mended(year: VillageYear, client_of: Client) -> None:
    meeting = year.meet()
    address = f"{page_of(year)}/hop-dan/{meeting.pk}"

    form = text(client_of.get(f"{address}/sua"))
    assert 'value="Nhà văn hóa Thôn Một"' in form
    response = client_of.post(
        f"{address}/sua",
        meeting_data(held_on="08/11/2021", reason="Ghi nhầm nơi họp", agree=30, against=4),
        follow=True,
    )

    assert "Bản 2 (đang xem)" in text(response)
    assert "Ghi nhầm nơi họp" in text(response)
    assert "Bản ghi này đã được sửa" in text(client_of.get(address))


# Posting


def test_a_list_is_posted_and_mended(year: VillageYear, client_of: Client) -> None:
    year.meet()

    response = client_of.post(f"{page_of(year)}/niem-yet", posting_data(), follow=True)
    assert "Đã ghi niêm yết từ 09/11/2021 đến hết 12/11/2021." in text(response)
    posting = Posting.objects.get()
    client_of.post(
        f"{page_of(year)}/niem-yet/{posting.pk}/sua",
        posting_data(from_day="08/11/2021", reason="Treo từ thứ Hai"),
    )

    assert Posting.objects.current().get().last_day.isoformat() == "2021-11-11"


def test_the_form_remembers_what_the_commune_wrote_last(
    year: VillageYear, client_of: Client
) -> None:
    year.hang()

    form = text(client_of.get(f"{page_of(year)}/niem-yet/theo-de-nghi"))

    assert 'value="0237 3000 001"' in form


def test_a_bad_posting_comes_back(year: VillageYear, client_of: Client) -> None:
    year.meet()

    response = client_of.post(f"{page_of(year)}/niem-yet", posting_data(from_day="10/11/2021"))

    assert response.status_code == 422
    assert "ở sau hôm nay" in text(response)


def test_a_photograph_is_sent_and_handed_out(year: VillageYear, client_of: Client) -> None:
    posting = year.hang()
    address = f"{page_of(year)}/niem-yet/{posting.pk}/minh-chung"
    photo = SimpleUploadedFile("bang-tin.png", PNG, content_type="image/png")

    client_of.post(address, {"file": photo, "note": "Bảng tin"})
    proof = PostingProof.objects.get()
    response = client_of.get(f"{page_of(year)}/minh-chung/{proof.pk}")

    assert response.content == PNG
    assert "attachment" in response["Content-Disposition"]
    assert "bang-tin.png" in text(client_of.get(page_of(year)))


def test_a_program_is_no_photograph(year: VillageYear, client_of: Client) -> None:
    posting = year.hang()
    fake = SimpleUploadedFile("anh.png", b"<script>", content_type="image/png")

    response = client_of.post(
        f"{page_of(year)}/niem-yet/{posting.pk}/minh-chung", {"file": fake, "note": ""}
    )

    assert response.status_code == 422
    assert "không phải ảnh JPG, PNG hay tệp PDF" in text(response)


def test_the_list_is_closed_when_its_days_have_run(
    year: VillageYear, client_of: Client, log_in_as: Enter
) -> None:
    year.hang()

    early = client_of.post(f"{page_of(year)}/ket-thuc")
    assert early.status_code == 409
    assert "MTG-006" in text(early)
    with time_machine.travel(datetime(2021, 11, 12, 3, tzinfo=UTC)):
        log_in_as(year.officer)
        words = text(client_of.get(page_of(year)))
        client_of.post(f"{page_of(year)}/ket-thuc")

    assert "Kết thúc niêm yết" in words
    assert year.review.stage == VillageStage.CLOSED


# Complaints


def test_a_complaint_from_paper_to_answer(year: VillageYear, client_of: Client) -> None:
    year.hang()
    data = {
        "sender": "Hà Thị Ân",
        "channel": "PAPER",
        "received_on": "09/11/2021",
        "kind": "RESULT",
        "household": year.household("A-004").pk,
        "text": "Hộ này có máy cày",
    }
    client_of.post(f"{page_of(year)}/phan-anh", data)
    complaint = Complaint.objects.get()
    address = f"{page_of(year)}/phan-anh/{complaint.pk}"

    found = {"checked_on": "09/11/2021", "team": "A, B", "findings": "Máy mượn"}
    client_of.post(f"{address}/phuc-tra", {**found, "changes_answers": "0"})
    words = text(client_of.get(address))
    client_of.post(f"{address}/tra-loi", {"answered_on": "09/11/2021", "answer": "Giữ kết quả"})

    assert "đã phúc tra 09/11/2021" in words
    assert "Trả lời người phản ánh" in words
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.ANSWERED


def test_a_complaint_says_which_list_it_is_about(year: VillageYear, client_of: Client) -> None:
    """Of the list of average living standard the re-check is due in three working days."""
    posting = year.hang()
    Posting.objects.create(
        **{
            field.attname: getattr(posting, field.attname)
            for field in Posting._meta.concrete_fields
            if field.attname not in ("id", "procedure", "recorded_at")
        },
        procedure="average_living",
    )
    data = {
        "sender": "Hà Thị Ân",
        "channel": "PAPER",
        "received_on": "09/11/2021",
        "kind": "RESULT",
        "household": year.household("A-004").pk,
        "procedure": "average_living",
        "text": "Hộ này có xe tải",
    }

    client_of.post(f"{page_of(year)}/phan-anh", data)

    assert Complaint.objects.get().due_day.isoformat() == "2021-11-12"


def test_a_complaint_shows_its_result_before_and_after(
    year: VillageYear, client_of: Client
) -> None:
    year.hang()
    complaint = year.complain("A-004")
    year.recheck(complaint, changes_answers=True, as_of=complaint.received_on)
    address = f"{page_of(year)}/phan-anh/{complaint.pk}"

    assert "chờ chấm lại" in text(client_of.get(address))
    year.score({"A-004": (200, 0)})
    year.post(as_of=complaint.received_on, from_day=complaint.received_on)
    words = text(client_of.get(address))

    assert "<td>140</td><td>200</td>" in words
    assert "<td>Hộ cận nghèo</td><td>Hộ không nghèo</td>" in words


@pytest.mark.parametrize("step", ["xac-nhan", "khong-tiep-nhan", "phuc-tra", "tra-loi"])
def test_an_empty_form_comes_back(year: VillageYear, client_of: Client, step: str) -> None:
    year.hang()
    complaint = year.complain()

    response = client_of.post(f"{page_of(year)}/phan-anh/{complaint.pk}/{step}", {})

    assert response.status_code == 422


def test_the_queue_names_the_limits_and_is_paged(year: VillageYear, client_of: Client) -> None:
    year.hang()
    for _ in range(3):
        year.complain()
    client_of.get("/phan-anh")
    with CaptureQueriesContext(connection) as few:
        words = text(client_of.get("/phan-anh"))
    for _ in range(60):
        year.complain()
    with CaptureQueriesContext(connection) as many:
        long = text(client_of.get("/phan-anh"))

    assert "còn 7 ngày làm việc" in words
    assert "Trang sau" in long
    assert len(few) == len(many) <= MOST_QUERIES


def test_a_commune_proves_its_villages(year: VillageYear, client_of: Client) -> None:
    VillageReview.objects.update(deadlines={"AGREED": "2021-11-05"})
    year.hang()
    year.complain(sender="Quách Giấu Tên")

    words = text(client_of.get(f"/ra-soat/{year.campaign.code}/xa/98001/niem-yet"))

    assert "1/1 thôn đã niêm yết, 1 thôn muộn; 1 phản ánh, 1 chưa giải quyết xong." in words
    assert "08/11/2021 – 11/11/2021" in words
    assert "niêm yết muộn, hạn 05/11/2021" in words
    assert "Quách Giấu Tên" not in words


def test_the_proof_of_a_commune_asks_a_fixed_number_of_queries(
    year: VillageYear, client_of: Client
) -> None:
    year.hang()
    address = f"/ra-soat/{year.campaign.code}/xa/98001/niem-yet"
    client_of.get(address)

    with CaptureQueriesContext(connection) as asked:
        client_of.get(address)

    assert len(asked) <= MOST_QUERIES


# Who may


def test_the_village_head_meets_but_neither_posts_nor_reads_who_complained(
    year: VillageYear, log_in_as: Enter
) -> None:
    year.hang()
    complaint = year.complain(sender="Quách Giấu Tên")
    client = log_in_as(officer(Role.VILLAGE, year.village))

    page = client.get(page_of(year))
    assert page.status_code == 200
    assert "Quách Giấu Tên" not in text(page)
    assert client.get(f"{page_of(year)}/hop-dan").status_code == 200
    assert client.get(f"{page_of(year)}/phan-anh").status_code == 200
    for closed in ("niem-yet", f"phan-anh/{complaint.pk}"):
        assert client.get(f"{page_of(year)}/{closed}").status_code == 403
    assert client.post(f"{page_of(year)}/ket-thuc").status_code == 403
    assert "Quách Giấu Tên" not in text(client.get("/phan-anh"))


@pytest.mark.parametrize("role", [Role.COMMUNE, Role.VIEWER, Role.SECTOR, Role.LEADER])
def test_another_commune_finds_nothing(year: VillageYear, log_in_as: Enter, role: Role) -> None:
    posting = year.hang()
    complaint = year.complain(sender="Quách Giấu Tên")
    meeting = VillageMeeting.objects.get()
    client = log_in_as(officer(role, year.district.urban))
    addresses = (
        *("", "/hop-dan", f"/hop-dan/{meeting.pk}", f"/hop-dan/{meeting.pk}/sua", "/niem-yet"),
        *("/niem-yet/theo-de-nghi", f"/niem-yet/{posting.pk}/sua", "/phan-anh"),
        f"/phan-anh/{complaint.pk}",
    )

    for address in addresses:
        response = client.get(page_of(year) + address)
        assert response.status_code == 403, address
        assert "Nguyễn Thị Hồng" not in text(response)
    for step in ("xac-nhan", "khong-tiep-nhan", "phuc-tra", "tra-loi"):
        at = f"{page_of(year)}/phan-anh/{complaint.pk}/{step}"
        assert client.post(at).status_code == 403
    assert "Quách Giấu Tên" not in text(client.get("/phan-anh"))
    commune = f"/ra-soat/{year.campaign.code}/xa/98001/niem-yet"
    assert client.get(commune).status_code == 403


def test_a_leader_reads_and_does_not_record(year: VillageYear, log_in_as: Enter) -> None:
    year.hang()
    client = log_in_as(officer(Role.LEADER, year.district.rural))

    assert client.get(page_of(year)).status_code == 200
    assert client.post(f"{page_of(year)}/ket-thuc").status_code == 403


def test_ids_of_another_village_are_not_found(year: VillageYear, client_of: Client) -> None:
    year.hang()

    for address in ("hop-dan/1", "niem-yet/1/sua", "phan-anh/1", "minh-chung/1"):
        assert client_of.get(f"{page_of(year)}/{address}").status_code == 404


def test_a_campaign_that_only_records_says_so(year: VillageYear, client_of: Client) -> None:
    recorded = year.district.open(2021, code="ghi-lai")

    response = client_of.get(f"/ra-soat/{recorded.code}/thon/{year.village.pk}")

    assert response.status_code == 409
    assert "REV-027" in text(response)


# Everybody


def test_the_public_reads_the_list_without_an_account(year: VillageYear, client: Client) -> None:
    posting = year.hang()

    response = client.get(f"/niem-yet/{posting.token}")
    words = text(response)

    assert response.status_code == 200
    assert "Nguyễn Thị Hồng 002" in words
    assert "0237 3000 001" in words
    for secret in ("A-002", "038180", "1980", "Lý do", "Kinh", "B1", "Nguyễn Thị Hồng 005"):
        assert secret not in words
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_the_public_page_asks_few_queries(year: VillageYear, client: Client) -> None:
    posting = year.hang()

    with CaptureQueriesContext(connection) as asked:
        client.get(f"/niem-yet/{posting.token}")

    assert len(asked) <= 3


def test_the_public_reads_nothing_after_the_last_day(year: VillageYear, client: Client) -> None:
    posting = year.hang()

    with time_machine.travel(datetime(2021, 11, 12, 3, tzinfo=UTC)):
        words = text(client.get(f"/niem-yet/{posting.token}"))
        form = text(client.get(f"/niem-yet/{posting.token}/phan-anh"))

    assert "đã hết niêm yết" in words
    assert "Nguyễn Thị Hồng" not in words
    assert "<textarea" not in form


def test_the_public_reads_nothing_while_results_are_scored_again(
    year: VillageYear, client: Client
) -> None:
    posting = year.hang()
    complaint = year.complain()
    year.recheck(complaint, changes_answers=True, as_of=complaint.received_on)

    words = text(client.get(f"/niem-yet/{posting.token}"))

    assert "đã gỡ để phúc tra" in words
    assert "Nguyễn Thị Hồng" not in words


def test_an_unknown_public_address_is_not_found(year: VillageYear, client: Client) -> None:
    assert client.get("/niem-yet/khongco").status_code == 404


PUBLIC = {"sender": "Vi Văn D", "contact": "0912", "about": "ông Ơn", "text": "Có xe mới"}


def test_the_public_sends_a_complaint(year: VillageYear, client: Client) -> None:
    posting = year.hang()

    response = client.post(f"/niem-yet/{posting.token}/phan-anh", PUBLIC)

    assert "Đã nhận phản ánh" in text(response)
    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.sender) == (ComplaintState.UNCONFIRMED, "Vi Văn D")


def test_a_robot_is_thanked_and_nothing_is_kept(year: VillageYear, client: Client) -> None:
    posting = year.hang()

    response = client.post(f"/niem-yet/{posting.token}/phan-anh", {**PUBLIC, "website": "http://x"})

    assert "Đã nhận phản ánh" in text(response)
    assert not Complaint.objects.exists()


def test_the_sixth_complaint_of_a_day_is_refused(year: VillageYear, client: Client) -> None:
    posting = year.hang()
    address = f"/niem-yet/{posting.token}/phan-anh"
    for _ in range(5):
        client.post(address, PUBLIC)

    response = client.post(address, PUBLIC)

    assert response.status_code == 422
    assert "MTG-012" in text(response)
    assert Complaint.objects.count() == 5


def test_behind_a_proxy_each_citizen_is_counted_apart(
    year: VillageYear, client: Client, settings: Any
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    address = f"/niem-yet/{year.hang().token}/phan-anh"
    for _ in range(5):
        client.post(address, PUBLIC, headers={"X-Forwarded-For": "spoofed, 203.0.113.7"})

    first = client.post(address, PUBLIC, headers={"X-Forwarded-For": "other, 203.0.113.7"})
    second = client.post(address, PUBLIC, headers={"X-Forwarded-For": "203.0.113.8"})

    assert first.status_code == 422
    assert second.status_code == 200


# Days off


def test_what_is_known_of_the_years_is_shown(year: VillageYear, client_of: Client) -> None:
    words = text(client_of.get("/danh-muc/lich-nghi"))
    of_2021 = text(client_of.get("/danh-muc/lich-nghi/2021"))

    assert "Thông báo 4875/TB-LĐTBXH" in words
    assert "theo nguồn thứ cấp" in words
    assert "thứ Sáu" in of_2021


def test_an_office_enters_a_year(year: VillageYear, client_of: Client) -> None:
    off = "\n".join(
        (
            "01/01/2027 Tết Dương lịch",
            "05/02/2027 - 11/02/2027 Tết Âm lịch",
            "16/04/2027 Giỗ Tổ",
            "30/04/2027 Ngày Chiến thắng",
            "03/05/2027 nghỉ bù",
            "02/09/2027 đến 03/09/2027 Quốc khánh",
        )
    )
    data = {"unit": year.district.rural.pk, "document": "TB 1/TB-BNV", "off": off, "worked": ""}

    client_of.post("/danh-muc/lich-nghi/2027", data)

    assert len(AnnouncedYear.objects.get().off) == 11
    assert "Theo TB 1/TB-BNV" in text(client_of.get("/danh-muc/lich-nghi/2027"))


@pytest.mark.parametrize(
    ("off", "words"),
    [("Tết", "phải bắt đầu bằng ngày"), ("31/02/2027 x", "28 ngày"), ("01/01/2027", "MTG-014")],
)
def test_days_off_that_cannot_be_come_back(
    year: VillageYear, client_of: Client, off: str, words: str
) -> None:
    data = {"unit": year.district.rural.pk, "document": "TB", "off": off, "worked": ""}

    response = client_of.post("/danh-muc/lich-nghi/2027", data)

    assert response.status_code == 422
    assert words in text(response)


def test_a_viewer_reads_days_off_and_enters_none(year: VillageYear, log_in_as: Enter) -> None:
    client = log_in_as(officer(Role.VIEWER, year.district.rural))

    assert "<form method" not in text(client.get("/danh-muc/lich-nghi/2021")).split("<main")[1]
    data = {"unit": year.district.rural.pk, "document": "TB", "off": "x"}
    assert client.post("/danh-muc/lich-nghi/2027", data).status_code == 403
