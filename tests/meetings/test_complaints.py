"""Complaints: the clock, the re-check, posting anew, and what keeps a list from being closed."""

from datetime import date

import pytest

from giamngheo.law.procedures import Procedure
from giamngheo.meetings.calendars import calendar_for
from giamngheo.meetings.complaints import (
    RECEIVED_A_DAY,
    SENT_A_DAY,
    confirm_complaint,
    receive_complaint,
    receive_public_complaint,
    set_aside_complaint,
)
from giamngheo.meetings.enums import Channel, ComplaintKind, ComplaintState
from giamngheo.meetings.models import Complaint, Posting, VillageMeeting
from giamngheo.meetings.queries import complaints_waiting, days_left
from giamngheo.meetings.rechecks import answer_complaint, record_recheck
from giamngheo.meetings.records import ComplaintRecord, RecheckRecord
from giamngheo.meetings.refusals import (
    ComplaintMovedOn,
    ComplaintRefused,
    NotAgreedYet,
    NotOverYet,
    PostingOver,
    RecheckMissing,
    RecheckRefused,
    TooManyComplaints,
)
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from tests.factories.village_review import POSTED_TO, VillageYear

V = VillageStage
TUESDAY = date(2021, 11, 9)
WEDNESDAY = date(2021, 11, 10)


def answer(year: VillageYear, complaint: Complaint, day: date = WEDNESDAY) -> Complaint:
    return answer_complaint(
        complaint=complaint,
        answer="Đã phúc tra, giữ kết quả",
        answered_on=day,
        by=year.officer,
        as_of=day,
    )


def send(posting: Posting, *, address: str = "10.0.0.1", as_of: date = TUESDAY) -> Complaint:
    return receive_public_complaint(
        token=posting.token,
        sender="Vi Văn Dũng",
        contact="0912",
        about="nhà ông Ơn",
        text="Nhà này mới mua xe",
        address=address,
        as_of=as_of,
    )


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2021, 11, 9), date(2021, 11, 18)),  # Tuesday: over one weekend
        (date(2021, 11, 12), date(2021, 11, 23)),  # Friday: over two
        (date(2021, 11, 13), date(2021, 11, 23)),  # Saturday
        (date(2021, 11, 24), date(2021, 12, 3)),
    ],
)
def test_a_recheck_is_due_within_seven_working_days(
    year: VillageYear, received: date, due: date
) -> None:
    year.hang()

    assert year.complain(as_of=received).due_day == due


def test_the_recheck_clock_runs_over_a_holiday(year: VillageYear) -> None:
    day = date(2021, 9, 1)

    assert year.complain(as_of=day).due_day == date(2021, 9, 14)


def test_for_average_living_standard_it_is_three(year: VillageYear) -> None:
    record = ComplaintRecord(
        sender="Hà", text="x", received_on=TUESDAY, household_id=year.household("A-005").pk
    )

    found = receive_complaint(
        **year.where, record=record, as_of=TUESDAY, procedure=Procedure.AVERAGE_LIVING
    )

    assert found.due_day == date(2021, 11, 12)


def test_days_left_count_working_days(year: VillageYear) -> None:
    due = year.complain(as_of=TUESDAY).due_day
    calendar = calendar_for(path=year.village.path)

    assert days_left(last=due, as_of=TUESDAY, calendar=calendar) == 7
    assert days_left(last=due, as_of=date(2021, 11, 13), calendar=calendar) == 4
    assert days_left(last=due, as_of=due, calendar=calendar) == 0
    assert days_left(last=due, as_of=date(2021, 11, 19), calendar=calendar) == -1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sender": " "}, "chưa ghi người phản ánh"),
        ({"text": ""}, "chưa ghi nội dung"),
        ({"text": "x" * 3001}, "dài quá"),
        ({"household_id": None}, "phải chọn hộ"),
        ({"received_on": WEDNESDAY}, "ở sau hôm nay"),
    ],
)
def test_a_complaint_with_a_hole_is_refused(
    year: VillageYear, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(ComplaintRefused, match=words):
        year.complain(as_of=TUESDAY, **changes)


def test_a_household_of_another_village_is_refused(year: VillageYear) -> None:
    year.district.load("B-001")

    with pytest.raises(ComplaintRefused, match="không thuộc thôn này"):
        year.complain("B-001")


def test_an_open_complaint_keeps_the_list_open(year: VillageYear) -> None:
    year.hang()
    complaint = year.complain()
    over = date(2021, 11, 12)

    with pytest.raises(NotOverYet, match="còn 1 phản ánh chưa trả lời"):
        year.close(as_of=over)
    year.recheck(complaint, changes_answers=False)
    with pytest.raises(NotOverYet):
        year.close(as_of=over)
    answer(year, complaint)

    assert year.close(as_of=over).stage == V.CLOSED


def test_a_recheck_that_changes_nothing_leaves_the_list_hanging(year: VillageYear) -> None:
    posting = year.hang()
    complaint = year.complain()

    recheck = year.recheck(complaint, changes_answers=False)

    assert recheck.before["category"] == "NEAR_POOR"
    assert recheck.after is None
    assert year.review.stage == V.POSTED
    posting.refresh_from_db()
    assert posting.ended_on is None


def test_a_recheck_that_changes_the_form_posts_the_list_anew(year: VillageYear) -> None:
    first = year.hang()
    complaint = year.complain("A-004")

    recheck = year.recheck(complaint, changes_answers=True, as_of=WEDNESDAY)

    assert year.review.stage == V.SURVEY
    first.refresh_from_db()
    assert (first.ended_on, first.ended_reason) == (WEDNESDAY, "Gỡ để chấm lại sau phúc tra")
    change = stages.changes_of(campaign=year.campaign, unit=year.village, of_village=True).first()
    assert change is not None
    assert "Nguyễn Thị Hồng 004" in change.reason
    with pytest.raises(ComplaintMovedOn):
        answer(year, complaint)

    year.score({"A-004": (200, 0)}, as_of=WEDNESDAY)
    second = year.post(from_day=date(2021, 11, 11), as_of=date(2021, 11, 11))

    # Posted on Thursday, again for three full working days, at the same public address.
    assert (second.number, second.last_day) == (2, date(2021, 11, 16))
    assert second.token == first.token
    assert VillageMeeting.objects.count() == 1
    recheck.refresh_from_db()
    assert (recheck.before["category"], recheck.after["category"]) == ("NEAR_POOR", "NON_POOR")
    assert not second.households.filter(household__code="A-004").exists()
    answer(year, complaint, date(2021, 11, 15))
    with pytest.raises(NotOverYet, match="16/11/2021"):
        year.close(as_of=date(2021, 11, 16))
    assert year.close(as_of=date(2021, 11, 17)).stage == V.CLOSED


def test_only_the_rechecked_household_may_differ_from_the_meeting(year: VillageYear) -> None:
    year.hang()
    year.recheck(year.complain("A-004"), changes_answers=True)
    year.score({"A-004": (200, 0), "A-003": (200, 0)})

    with pytest.raises(NotAgreedYet, match="Nguyễn Thị Hồng 003 khác danh sách đã họp"):
        year.post(as_of=WEDNESDAY, from_day=WEDNESDAY)


def test_two_rechecks_send_the_village_back_once(year: VillageYear) -> None:
    year.hang()
    first, second = year.complain("A-004"), year.complain("A-003")

    year.recheck(first, changes_answers=True)
    year.recheck(second, changes_answers=True)
    year.score({"A-004": (200, 0)})
    year.post(as_of=WEDNESDAY, from_day=WEDNESDAY)

    states = set(Complaint.objects.values_list("state", flat=True))
    assert states == {ComplaintState.OPEN}
    second.refresh_from_db()
    assert second.recheck.after["category"] == "POOR"


def test_a_closed_list_opens_again_for_a_late_complaint(year: VillageYear) -> None:
    year.hang()
    day = date(2021, 11, 15)
    year.close(as_of=day)

    year.recheck(year.complain(as_of=day), changes_answers=True, as_of=day)

    assert year.review.stage == V.SURVEY


def test_no_answer_about_a_result_without_a_recheck(year: VillageYear) -> None:
    year.hang()

    with pytest.raises(RecheckMissing):
        answer(year, year.complain())


def test_another_matter_needs_no_recheck(year: VillageYear) -> None:
    year.hang()
    complaint = year.complain(kind=ComplaintKind.OTHER, household_id=None)

    assert answer(year, complaint).state == ComplaintState.ANSWERED
    with pytest.raises(ComplaintMovedOn, match="Đã trả lời» \\(Bùi Thị Hạnh\\)"):
        answer(year, complaint)


@pytest.mark.parametrize("day", [date(2021, 11, 8), date(2021, 11, 11)])
def test_an_answer_is_neither_before_the_complaint_nor_in_the_future(
    year: VillageYear, day: date
) -> None:
    complaint = year.complain(kind=ComplaintKind.OTHER, household_id=None)

    with pytest.raises(ComplaintRefused, match="ngày trả lời"):
        answer_complaint(
            complaint=complaint, answer="x", answered_on=day, by=year.officer, as_of=WEDNESDAY
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"team": ""}, "chưa ghi tổ phúc tra"),
        ({"findings": " "}, "chưa ghi kết quả"),
        ({"checked_on": date(2021, 11, 8)}, "ngày phúc tra"),
        ({"checked_on": date(2021, 11, 11)}, "ngày phúc tra"),
    ],
)
def test_a_recheck_with_a_hole_is_refused(
    year: VillageYear, changes: dict[str, object], words: str
) -> None:
    values = {"checked_on": WEDNESDAY, "team": "A", "findings": "B", "changes_answers": False}
    record = RecheckRecord(**{**values, **changes})  # type: ignore[arg-type]

    with pytest.raises(RecheckRefused, match=words):
        record_recheck(complaint=year.complain(), record=record, by=year.officer, as_of=WEDNESDAY)


# From the public page


def test_what_the_public_sends_waits_for_an_officer(year: VillageYear) -> None:
    posting = year.hang()

    complaint = send(posting)

    assert (complaint.state, complaint.channel) == (ComplaintState.UNCONFIRMED, Channel.WEB)
    assert complaint.due_day == date(2021, 11, 18)
    assert list(complaints_waiting(paths=[year.village.path])) == [complaint]
    assert list(complaints_waiting(paths=["/1/"])) == []
    assert "10.0.0.1" not in complaint.sender_digest
    with pytest.raises(NotOverYet):
        year.close(as_of=date(2021, 11, 12))


def test_an_officer_confirms_it_and_the_clock_goes_on(year: VillageYear) -> None:
    complaint = send(year.hang())

    found = confirm_complaint(
        complaint=complaint,
        household=year.household("A-004"),
        kind=ComplaintKind.RESULT,
        by=year.officer,
        as_of=WEDNESDAY,
    )

    assert (found.state, found.due_day) == (ComplaintState.OPEN, date(2021, 11, 18))
    with pytest.raises(ComplaintMovedOn, match="Bùi Thị Hạnh"):
        set_aside_complaint(complaint=complaint, reason="x", by=year.second, as_of=WEDNESDAY)


def test_an_officer_sets_it_aside_with_a_reason(year: VillageYear) -> None:
    complaint = send(year.hang())

    with pytest.raises(ComplaintRefused, match="chưa ghi lý do"):
        set_aside_complaint(complaint=complaint, reason=" ", by=year.officer, as_of=WEDNESDAY)
    set_aside_complaint(complaint=complaint, reason="Trùng đơn", by=year.officer, as_of=WEDNESDAY)

    assert year.close(as_of=date(2021, 11, 12)).stage == V.CLOSED


def test_one_machine_does_not_flood_the_queue(year: VillageYear) -> None:
    posting = year.hang()
    for _ in range(SENT_A_DAY):
        send(posting)

    with pytest.raises(TooManyComplaints):
        send(posting)
    assert send(posting, address="10.0.0.2")


def test_one_list_takes_only_so_many_a_day(year: VillageYear) -> None:
    posting = year.hang()
    for number in range(RECEIVED_A_DAY):
        send(posting, address=f"10.0.1.{number}")

    with pytest.raises(TooManyComplaints):
        send(posting, address="10.0.2.1")


def test_the_public_form_ends_with_the_posting(year: VillageYear) -> None:
    posting = year.hang()

    assert send(posting, as_of=POSTED_TO)
    with pytest.raises(PostingOver):
        send(posting, as_of=date(2021, 11, 12))
