"""A village's fairness in autumn 2021: scored, met, posted, complained about, closed."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.meetings.actions import record_meeting
from giamngheo.meetings.complaints import receive_complaint
from giamngheo.meetings.enums import ParticipantRole, VoteMode
from giamngheo.meetings.models import Complaint, Posting, Recheck, VillageMeeting
from giamngheo.meetings.posting import close_village, post_list
from giamngheo.meetings.rechecks import record_recheck
from giamngheo.meetings.records import (
    Attendance,
    ComplaintRecord,
    MeetingRecord,
    PostingRecord,
    RecheckRecord,
    Spoken,
    Votes,
)
from giamngheo.registry.models import Household
from giamngheo.reviews import stages
from giamngheo.reviews.actions import judge_communes, record_scores
from giamngheo.reviews.enums import CampaignKind, VillageStage
from giamngheo.reviews.models import Campaign, VillageReview
from tests.factories.accounts import officer
from tests.factories.district import District, scores_of
from tests.factories.full_campaign import open_full

YEAR = 2021
# Poor up to 120 points of B1, near-poor up to 150 in a rural commune under vn-2016.
BEFORE = {"A-001": (100, 0), "A-002": (130, 0), "A-003": (110, 0)}
# A-001 escapes, A-002 becomes poor, A-003 stays poor, A-004 is new, A-005 asked and is not poor.
AFTER = {
    "A-001": (160, 0),
    "A-002": (110, 0),
    "A-003": (115, 0),
    "A-004": (140, 0),
    "A-005": (200, 0),
}
# Monday 8 November 2021 the village meets; it is posted the same day.
MET = date(YEAR, 11, 8)
POSTED = date(YEAR, 11, 8)
POSTED_TO = date(YEAR, 11, 11)


@dataclass
class VillageYear:
    """The rural commune's village, scored; each further step is a method."""

    kind: str = CampaignKind.PERIODIC
    district: District = field(init=False)
    campaign: Campaign = field(init=False)
    officer: User = field(init=False)
    second: User = field(init=False)

    def __post_init__(self) -> None:
        self.district = District()
        self.officer = officer(Role.COMMUNE, self.district.rural, full_name="Bùi Thị Hạnh")
        self.second = officer(Role.COMMUNE, self.district.rural, full_name="Lò Văn Ơn")
        self.district.load(*AFTER, since=date(YEAR - 2, 1, 1))
        self.district.review(YEAR - 1, BEFORE)
        self.campaign = open_full(
            self.district,
            kind=self.kind,
            year=YEAR,
            communes=[self.district.rural],
            whole_register=self.kind == CampaignKind.PERIODIC,
        )
        self.score(AFTER)

    @property
    def village(self) -> Unit:
        return self.district.villages["A"]

    @property
    def review(self) -> VillageReview:
        return VillageReview.objects.get(campaign=self.campaign, unit=self.village)

    @property
    def where(self) -> dict[str, Any]:
        return {"campaign": self.campaign, "village": self.village, "by": self.officer}

    def household(self, code: str) -> Household:
        return Household.objects.get(code=code)

    def score(self, sheets: dict[str, tuple[int, int]], *, as_of: date = MET) -> None:
        """Record the scores, judge the commune and put the village before its meeting."""
        record_scores(campaign=self.campaign, scores=scores_of(sheets), by=None)
        judge_communes(campaign=self.campaign, units=[self.district.rural], by=None)
        stages.move_village(
            campaign=self.campaign,
            village=self.village,
            to=VillageStage.SCORED,
            by=self.officer,
            as_of=as_of,
        )

    def meet(self, *, as_of: date = MET, **changes: Any) -> VillageMeeting:
        return record_meeting(**self.where, record=meeting_record(**changes), as_of=as_of)

    def post(self, *, as_of: date = POSTED, **changes: Any) -> Posting:
        return post_list(**self.where, record=posting_record(**changes), as_of=as_of)

    def hang(self) -> Posting:
        """Meet with enough votes and post the list."""
        self.meet()
        return self.post()

    def complain(
        self, code: str = "A-004", *, as_of: date = date(YEAR, 11, 9), **changes: Any
    ) -> Complaint:
        values: dict[str, Any] = {
            "sender": "Hà Thị Ân",
            "text": "Hộ này có máy cày",
            "received_on": as_of,
            "household_id": self.household(code).pk,
            "about": "nhà ông Dũng",
            **changes,
        }
        return receive_complaint(**self.where, record=ComplaintRecord(**values), as_of=as_of)

    def recheck(
        self, complaint: Complaint, *, changes_answers: bool, as_of: date = date(YEAR, 11, 10)
    ) -> Recheck:
        return record_recheck(
            complaint=complaint,
            record=RecheckRecord(
                checked_on=as_of,
                team="Lò Thị B, Vi Văn C",
                findings="Máy cày của anh trai gửi",
                changes_answers=changes_answers,
            ),
            by=self.officer,
            as_of=as_of,
        )

    def close(self, *, as_of: date) -> VillageReview:
        return close_village(**self.where, as_of=as_of)


def meeting_record(**changes: Any) -> MeetingRecord:
    """Forty people came to the culture house, thirty agreed, four did not."""
    values: dict[str, Any] = {
        "held_on": MET,
        "started": time(19, 30),
        "ended": time(21, 0),
        "place": "Nhà văn hóa Thôn Một",
        "chair": "Lò Văn Ơn",
        "secretary": "Hà Thị Ân",
        "representatives": "Vi Thị Hoà, Lò Văn An",
        "participants": (
            Attendance(role=ParticipantRole.COMMITTEE, count=1, names="Bùi Thị Hạnh"),
            Attendance(role=ParticipantRole.PARTY_CELL, count=1, names="Vi Văn Ý"),
            Attendance(role=ParticipantRole.REVIEWER, count=2, names="Lò Thị B, Vi Văn C"),
            Attendance(role=ParticipantRole.OTHER_HOUSEHOLD, count=35),
            Attendance(role=ParticipantRole.FRONT, count=1, names="Hà Văn Dân"),
        ),
        "mode": VoteMode.LIST,
        "votes": Votes(agree=30, against=4),
        "opinions": (Spoken(speaker="Lò Văn An", text="Đề nghị xem lại hộ A", answer="Đã xem"),),
        **changes,
    }
    return MeetingRecord(**values)


def posting_record(**changes: Any) -> PostingRecord:
    values: dict[str, Any] = {
        "from_day": POSTED,
        "places": "Nhà văn hóa Thôn Một; trụ sở UBND xã Đồng Mây",
        "phone": "0237 3000 001",
        "contact": "Bộ phận một cửa UBND xã Đồng Mây",
        "loudspeaker": "Loa thôn, 17 giờ các ngày niêm yết",
        "witness": "Ông Hà Văn Dân, Mặt trận thôn",
        **changes,
    }
    return PostingRecord(**values)
