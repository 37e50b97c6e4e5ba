"""What this room knows and the stages ask: was it agreed, does it hang, have its days run."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.meetings.models import Complaint, Posting, Recheck, VillageMeeting
from giamngheo.meetings.posting import last_meeting
from giamngheo.meetings.proposals import digest_of, proposals_of
from giamngheo.meetings.refusals import NotAgreedYet, NotOverYet, NotPosted
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, VillageReview

EXAMPLES = 3


def register() -> None:
    """Have the stages ask; called once when the apps are ready."""
    stages.add_guard(to=VillageStage.AGREED, guard=meeting_agreed)
    stages.add_guard(to=VillageStage.POSTED, guard=list_hangs)
    stages.add_guard(to=VillageStage.CLOSED, guard=posting_over)


def meeting_agreed(campaign: Campaign, village: Unit, as_of: date) -> None:
    """
    Refuse unless the last meeting agreed to the very list the village has now.

    Raises: NotAgreedYet [MTG-003].
    """
    meeting = _passed_meeting(campaign, village)
    if meeting.list_digest != digest_of(proposals_of(village=_review(campaign, village))):
        problem = f"kết quả chấm đã đổi sau cuộc họp ngày {format_date(meeting.held_on)}"
        raise NotAgreedYet(unit=village.full_name, problem=problem)


def list_hangs(campaign: Campaign, village: Unit, as_of: date) -> None:
    """
    Refuse unless a meeting agreed, a posting is recorded, and nothing differs from what the
    meeting saw but households that were re-checked.

    Raises: NotAgreedYet [MTG-003], NotPosted [MTG-004].
    """
    meeting = _passed_meeting(campaign, village)
    if names := _unexplained(campaign, village, meeting):
        problem = f"kết quả của hộ {', '.join(names[:EXAMPLES])} khác danh sách đã họp"
        raise NotAgreedYet(unit=village.full_name, problem=problem)
    if not _hanging(campaign, village).exists():
        raise NotPosted(unit=village.full_name)


def posting_over(campaign: Campaign, village: Unit, as_of: date) -> None:
    """
    Refuse while the list still has to hang, or a complaint about it waits for its answer.

    Raises: NotOverYet [MTG-006].
    """
    posting = _hanging(campaign, village).order_by("-number").first()
    if posting is None:
        raise NotOverYet(unit=village.full_name, problem="chưa ghi niêm yết")
    if as_of <= posting.last_day:
        problem = f"niêm yết đến hết ngày {format_date(posting.last_day)}"
        raise NotOverYet(unit=village.full_name, problem=problem)
    waiting = Complaint.objects.still_open().filter(
        campaign=campaign, unit=village, procedure=posting.procedure
    )
    if count := waiting.count():
        raise NotOverYet(unit=village.full_name, problem=f"còn {count} phản ánh chưa trả lời")


def _passed_meeting(campaign: Campaign, village: Unit) -> VillageMeeting:
    meeting = last_meeting(campaign=campaign, village=village)
    if meeting is None:
        raise NotAgreedYet(unit=village.full_name, problem="chưa ghi cuộc họp dân nào")
    if not meeting.passed:
        day = format_date(meeting.held_on)
        raise NotAgreedYet(unit=village.full_name, problem=f"cuộc họp ngày {day} chưa thống nhất")
    return meeting


def _unexplained(campaign: Campaign, village: Unit, meeting: VillageMeeting) -> list[str]:
    """Households judged otherwise than the meeting saw, though nobody re-checked them."""
    seen = dict(meeting.proposed.values_list("household_id", "category"))
    now = {one.household_id: one for one in proposals_of(village=_review(campaign, village))}
    rechecked = set(
        Recheck.objects.filter(
            campaign=campaign, unit_path=village.path, changes_answers=True
        ).values_list("household_id", flat=True)
    )
    changed = [
        one.head_name
        for one in now.values()
        if seen.get(one.household_id) != one.category and one.household_id not in rechecked
    ]
    gone = meeting.proposed.exclude(household__in=now).values_list("head_name", flat=True)
    return changed + list(gone)


def _hanging(campaign: Campaign, village: Unit) -> QuerySet[Posting]:
    own = Posting.objects.current().of_poverty().filter(campaign=campaign, unit=village)
    return own.filter(ended_on__isnull=True)


def _review(campaign: Campaign, village: Unit) -> VillageReview:
    return VillageReview.objects.get(campaign=campaign, unit=village)
