"""Village meetings: who counts, half at the line and one below, correction, two at once."""

import threading
from datetime import date, time

import pytest
from django.db import DatabaseError, connection, connections, transaction

from giamngheo.audit.models import AuditEvent
from giamngheo.lib.errors import Refusal
from giamngheo.meetings.actions import correct_meeting, record_meeting
from giamngheo.meetings.enums import ListChange, Outcome, ParticipantRole, VoteMode
from giamngheo.meetings.models import ProposedHousehold, VillageMeeting
from giamngheo.meetings.proposals import proposals_of
from giamngheo.meetings.queries import change_counts, meetings_of, minutes_of, versions_of
from giamngheo.meetings.records import Attendance, Votes
from giamngheo.meetings.refusals import (
    MeetingRefused,
    NotAgreedYet,
    NotTheLatest,
    ReasonNeeded,
    WrongStage,
)
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import StageChange, VillageReview
from giamngheo.reviews.stage_refusals import NotTheWholeProcedure
from tests.factories.village_review import MET, VillageYear, meeting_record

V = VillageStage
FORTY = (
    Attendance(role=ParticipantRole.OTHER_HOUSEHOLD, count=39),
    Attendance(role=ParticipantRole.FRONT, count=1),
)


def votes_of(year: VillageYear, agree: int, **other: int) -> dict[int, Votes]:
    """Every household gets `agree` votes, those named by code (A_002=…) their own."""
    found = {}
    for one in proposals_of(village=year.review):
        own = other.get(one.household_code.replace("-", "_"), agree)
        found[one.household_id] = Votes(agree=own, against=40 - own)
    return found


def test_the_list_proposed_marks_what_changes(year: VillageYear) -> None:
    proposals = proposals_of(village=year.review)

    assert {one.household_code: one.change for one in proposals} == {
        "A-001": ListChange.ESCAPED,
        "A-002": ListChange.MOVED,
        "A-003": ListChange.STAYS,
        "A-004": ListChange.NEW,
        "A-005": ListChange.NEVER,
    }
    assert [one.category for one in proposals] == sorted(
        (one.category for one in proposals), key=["POOR", "NEAR_POOR", "NON_POOR"].index
    )
    assert change_counts(proposals=proposals)[ListChange.NEW] == 1


def test_a_passed_meeting_moves_the_village_on(year: VillageYear) -> None:
    meeting = year.meet()

    assert (meeting.number, meeting.version, meeting.outcome) == (1, 1, Outcome.PASSED)
    assert meeting.attended == 40
    assert year.review.stage == V.AGREED
    assert meeting.proposed.count() == 5
    assert AuditEvent.objects.filter(action="meetings.record").count() == 1


def test_exactly_half_of_those_who_attended_is_enough(year: VillageYear) -> None:
    meeting = year.meet(participants=FORTY, votes=Votes(agree=20, against=20))

    assert meeting.outcome == Outcome.PASSED


def test_one_vote_below_half_sends_the_village_back_to_scoring(year: VillageYear) -> None:
    meeting = year.meet(participants=FORTY, votes=Votes(agree=19, against=0))

    assert meeting.outcome == Outcome.FAILED
    assert year.review.stage == V.SURVEY
    back = StageChange.objects.filter(to_state=V.SURVEY).latest("id")
    assert "19 người đồng ý, dưới 50 % trong 40 người dự" in back.reason


def test_everybody_who_came_counts_also_without_a_vote(year: VillageYear) -> None:
    """Thirty-nine votes, twenty of them in favour: of forty-one who came that is not half."""
    odd = (*FORTY, Attendance(role=ParticipantRole.COMMITTEE, count=1))
    meeting = year.meet(participants=odd, votes=Votes(agree=20, against=19))

    assert meeting.outcome == Outcome.FAILED


def test_a_second_meeting_follows_a_failed_one(year: VillageYear) -> None:
    year.meet(participants=FORTY, votes=Votes(agree=19, against=21))
    year.score({"A-004": (200, 0)})

    second = year.meet()

    assert (second.number, second.outcome) == (2, Outcome.PASSED)
    assert [one.number for one in meetings_of(**_where(year))] == [2, 1]
    assert second.proposed.get(household__code="A-004").change == ListChange.NEVER


def test_each_household_needs_its_half(year: VillageYear) -> None:
    votes = votes_of(year, 40, A_004=19)
    meeting = year.meet(participants=FORTY, mode=VoteMode.HOUSEHOLD, votes=None, votes_of=votes)

    assert meeting.outcome == Outcome.FAILED
    assert meeting.agree is None
    back = StageChange.objects.filter(to_state=V.SURVEY).latest("id")
    assert "Nguyễn Thị Hồng 004" in back.reason
    assert "Nguyễn Thị Hồng 003" not in back.reason


def test_each_household_at_its_half_passes(year: VillageYear) -> None:
    meeting = year.meet(
        participants=FORTY, mode=VoteMode.HOUSEHOLD, votes=None, votes_of=votes_of(year, 20)
    )

    assert meeting.outcome == Outcome.PASSED
    assert set(meeting.proposed.values_list("agree", flat=True)) == {20}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"votes": Votes(agree=30, against=11)}, "41 phiếu cho cả danh sách nhiều hơn 40"),
        ({"votes": None}, "chưa ghi số phiếu cho cả danh sách"),
        ({"votes": Votes(agree=-1, against=0)}, "không được âm"),
        ({"mode": VoteMode.HOUSEHOLD}, "chưa ghi số phiếu cho hộ"),
        ({"participants": ()}, "chưa ghi số người tham dự"),
        ({"held_on": date(2021, 11, 9)}, "ở sau hôm nay"),
        ({"held_on": date(2021, 8, 31)}, "trước ngày bắt đầu đợt"),
        ({"place": " "}, "chưa ghi địa điểm"),
        ({"chair": ""}, "chưa ghi người chủ trì"),
        ({"secretary": ""}, "chưa ghi thư ký"),
        ({"ended": time(19, 30)}, "giờ kết thúc phải sau"),
    ],
)
def test_a_record_that_cannot_be_true_is_refused(
    year: VillageYear, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(MeetingRefused, match=words):
        year.meet(**changes)

    assert not VillageMeeting.objects.exists()
    assert year.review.stage == V.SCORED


def test_no_meeting_before_the_village_is_scored(year: VillageYear) -> None:
    year.meet(participants=FORTY, votes=Votes(agree=1, against=0))

    with pytest.raises(WrongStage, match=r"Đang thu thập phiếu» \(Bùi Thị Hạnh chuyển lúc"):
        year.meet()


def test_no_meeting_in_a_campaign_that_only_records(year: VillageYear) -> None:
    recorded = year.district.open(2021, code="ghi-lai")

    with pytest.raises(NotTheWholeProcedure):
        record_meeting(**{**year.where, "campaign": recorded}, record=meeting_record(), as_of=MET)


def test_nobody_moves_a_village_past_its_meeting(year: VillageYear) -> None:
    with pytest.raises(NotAgreedYet, match="chưa ghi cuộc họp dân nào"):
        stages.move_village(**year.where, to=V.AGREED, as_of=MET)


def test_an_old_meeting_does_not_agree_to_a_new_list(year: VillageYear) -> None:
    year.meet()
    stages.move_village(**year.where, to=V.SURVEY, reason="Sai phiếu A-004", as_of=MET)
    year.score({"A-004": (200, 0)})

    with pytest.raises(NotAgreedYet, match="kết quả chấm đã đổi sau cuộc họp"):
        stages.move_village(**year.where, to=V.AGREED, as_of=MET)


def test_a_mistake_is_mended_by_a_further_version(year: VillageYear) -> None:
    meeting = year.meet()

    mended = correct_meeting(
        meeting=meeting,
        record=meeting_record(place="Nhà ông trưởng thôn"),
        reason="Ghi nhầm nơi họp",
        by=year.second,
        as_of=MET,
    )

    assert (mended.number, mended.version, mended.reason) == (1, 2, "Ghi nhầm nơi họp")
    assert list(meetings_of(**_where(year))) == [mended]
    assert [one.version for one in versions_of(meeting=mended)] == [2, 1]
    assert versions_of(meeting=mended).last().place == "Nhà văn hóa Thôn Một"
    assert mended.proposed.count() == 5
    assert year.review.stage == V.AGREED


def test_a_mended_vote_moves_the_village_back_and_forth(year: VillageYear) -> None:
    failed = meeting_record(participants=FORTY, votes=Votes(agree=19, against=21))
    meeting = year.meet()

    mended = correct_meeting(
        meeting=meeting, record=failed, reason="Đếm nhầm", by=year.officer, as_of=MET
    )
    assert year.review.stage == V.SURVEY
    again = correct_meeting(
        meeting=mended, record=meeting_record(), reason="Đếm đúng", by=year.officer, as_of=MET
    )

    assert again.passed
    assert year.review.stage == V.AGREED


def test_a_mended_vote_does_not_agree_to_another_list(year: VillageYear) -> None:
    meeting = year.meet(participants=FORTY, votes=Votes(agree=19, against=21))
    year.score({"A-004": (200, 0)})

    with pytest.raises(MeetingRefused, match="phải họp lại"):
        correct_meeting(
            meeting=meeting, record=meeting_record(), reason="x", by=year.officer, as_of=MET
        )


def test_the_votes_stand_once_the_list_is_posted(year: VillageYear) -> None:
    posting = year.hang()
    failed = meeting_record(votes=Votes(agree=19, against=21))
    assert posting.meeting is not None

    with pytest.raises(WrongStage):
        correct_meeting(
            meeting=posting.meeting, record=failed, reason="Đếm nhầm", by=year.officer, as_of=MET
        )


def test_no_correction_without_a_reason(year: VillageYear) -> None:
    with pytest.raises(ReasonNeeded):
        correct_meeting(
            meeting=year.meet(), record=meeting_record(), reason=" ", by=year.officer, as_of=MET
        )


def test_the_second_who_corrects_reads_the_first_name(year: VillageYear) -> None:
    meeting = year.meet()
    mend = {"meeting": meeting, "record": meeting_record(), "reason": "x", "as_of": MET}
    correct_meeting(**mend, by=year.second)

    with pytest.raises(NotTheLatest, match="Lò Văn Ơn đã sửa bản này trước"):
        correct_meeting(**mend, by=year.officer)


@pytest.mark.parametrize("table", ["villagemeeting", "proposedhousehold"])
def test_a_record_is_never_deleted(year: VillageYear, table: str) -> None:
    year.meet()

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM meetings_{table}")


def test_the_list_a_meeting_saw_stays(year: VillageYear) -> None:
    year.meet()

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        ProposedHousehold.objects.update(category="POOR")


def test_minutes_say_what_was_recorded(year: VillageYear) -> None:
    minutes = minutes_of(meeting=year.meet())

    assert (minutes.village, minutes.commune, minutes.district, minutes.province) == (
        "Thôn Thôn Một",
        "Xã Đồng Mây",
        "Huyện Huyện Thử",
        "Tỉnh Tỉnh Thử",
    )
    assert [(group.words, group.count) for group in minutes.participants][:2] == [
        ("Ban Chỉ đạo rà soát cấp xã", 1),
        ("Bí thư chi bộ", 1),
    ]
    assert (minutes.attended, minutes.agree, minutes.against, minutes.no_opinion) == (40, 30, 4, 6)
    assert minutes.agree_percent == 75
    assert minutes.passed
    assert [one.household_code for one in minutes.escaping] == ["A-001"]
    assert [one.household_code for one in minutes.having("POOR")] == ["A-002", "A-003"]
    assert minutes.opinions[0].answer == "Đã xem"
    assert minutes.copies == 2


@pytest.mark.django_db(transaction=True)
def test_two_officers_record_at_once_the_second_reads_the_first() -> None:
    year = VillageYear()
    start, refused = threading.Barrier(2), []

    def record(by: object) -> None:
        try:
            start.wait()
            record_meeting(**{**year.where, "by": by}, record=meeting_record(), as_of=MET)
        except Refusal as refusal:
            refused.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=record, args=[by]) for by in (year.officer, year.second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert VillageMeeting.objects.count() == 1
    (only,) = refused
    assert isinstance(only, WrongStage)
    assert VillageMeeting.objects.get().recorded_by in only.message
    assert VillageReview.objects.get(unit=year.village).stage == V.AGREED


def _where(year: VillageYear) -> dict[str, object]:
    return {"campaign": year.campaign, "village": year.village}
