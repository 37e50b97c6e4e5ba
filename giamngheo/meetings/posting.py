"""Posting a list: it hangs for its working days, is mended by a further record, and is closed."""

from __future__ import annotations

import secrets
from datetime import date
from typing import NoReturn

from django.db import transaction
from django.db.models import QuerySet

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.law.procedures import Procedure, Step, limit_of
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.meetings import public
from giamngheo.meetings.calendars import calendar_for
from giamngheo.meetings.enums import ComplaintState
from giamngheo.meetings.locking import lock_village, require_stage
from giamngheo.meetings.models import PostedHousehold, Posting, Recheck, VillageMeeting
from giamngheo.meetings.proposals import Proposal, procedure_of, proposals_of
from giamngheo.meetings.records import PostingRecord
from giamngheo.meetings.refusals import (
    NotAgreedYet,
    NothingToPost,
    NotTheLatest,
    PostingRefused,
    ReasonNeeded,
)
from giamngheo.meetings.results import result_of
from giamngheo.reviews import stages
from giamngheo.reviews.enums import RequestKind, RequestResult, VillageStage
from giamngheo.reviews.models import Campaign, ReviewRequest, VillageReview

# Read from a sheet of paper and typed on a phone: no letter or digit that looks like another.
_LETTERS = "abcdefghkmnpqrstuvwxyz23456789"
TOKEN_LENGTH = 10
REQUESTED = {
    Procedure.AVERAGE_LIVING: RequestKind.AVERAGE_LIVING,
    Procedure.LOW_INCOME_WORKER: RequestKind.LOW_INCOME_WORKER,
}


@transaction.atomic
def post_list(
    *, campaign: Campaign, village: Unit, record: PostingRecord, by: User, as_of: date
) -> Posting:
    """
    Record that the agreed list hangs from a day on, and move the village to «đang niêm yết».

    After a re-check that changed results the list is posted anew for its full days, without a
    second meeting; the re-checks then get the result as it became.
    Raises: WrongStage [MTG-001], PostingRefused [MTG-005], NotAgreedYet [MTG-003],
            NothingToPost [MTG-017], RuleNotFound [LAW-015], and what the stages refuse.
    Source: Quyết định 24/2021/QĐ-TTg (03 ngày làm việc).
    """
    review = lock_village(campaign=campaign, village=village)
    require_stage(review, VillageStage.AGREED, VillageStage.SCORED, verb="ghi niêm yết")
    meeting = last_meeting(campaign=campaign, village=village)
    if meeting is None or not meeting.passed:
        problem = "chưa có cuộc họp dân nào thống nhất"
        raise NotAgreedYet(unit=village.full_name, problem=problem)
    _check(review, record, as_of, meeting)
    proposals = [one for one in proposals_of(village=review) if public.is_posted(one)]
    _end_earlier(review, procedure_of(campaign), as_of)
    audit.record(
        action="meetings.post",
        by=by,
        subject=f"Niêm yết {village.full_name}, {campaign.name}",
        unit_path=village.path,
    )
    posting = _store(review, procedure_of(campaign), record, meeting=meeting, by=by, as_of=as_of)
    _store_rows(posting, proposals)
    _finish_rechecks(review)
    stages.move_village(
        campaign=campaign, village=village, to=VillageStage.POSTED, by=by, as_of=as_of
    )
    return posting


@transaction.atomic
def post_requested(
    *,
    campaign: Campaign,
    village: Unit,
    procedure: Procedure,
    record: PostingRecord,
    by: User,
    as_of: date,
) -> Posting:
    """
    Post the households recognised on their own request: average living standard, low income. The
    village's stages, which follow the poverty list, stay as they are.

    Raises: PostingRefused [MTG-005], NothingToPost [MTG-017], RuleNotFound [LAW-015].
    Source: Quyết định 24/2021/QĐ-TTg; Nghị định 30/2025/NĐ-CP (05 ngày làm việc).
    """
    review = lock_village(campaign=campaign, village=village)
    _check(review, record, as_of, None)
    requested = ReviewRequest.objects.filter(
        campaign=campaign,
        kind=REQUESTED[procedure],
        result=RequestResult.RECOGNISED,
        unit_path__startswith=village.path,
    )
    rows = [
        Proposal(
            household_id=one.household_id,
            household_code=one.household.code,
            head_name=one.household.head_name,
            previous_category="NON_POOR",
            category="NON_POOR",
        )
        for one in requested.select_related("household").order_by("household__sort_key", "id")
    ]
    if not rows:
        what = "được công nhận theo đề nghị"
        raise NothingToPost(unit=village.full_name, what=what)
    _refuse_same(review, procedure, rows)
    _end_earlier(review, procedure, as_of)
    audit.record(
        action="meetings.post",
        by=by,
        subject=f"Niêm yết theo đề nghị {village.full_name}, {campaign.name}",
        unit_path=village.path,
    )
    posting = _store(review, procedure, record, meeting=None, by=by, as_of=as_of)
    _store_rows(posting, rows)
    return posting


@transaction.atomic
def correct_posting(
    *, posting: Posting, record: PostingRecord, reason: str, by: User, as_of: date
) -> Posting:
    """
    Mend where or since when a list hangs, by a further version with its days counted anew; what
    was shown, the address of the page and the proofs of the earlier version stay.

    Raises: ReasonNeeded [MTG-015], NotTheLatest [MTG-016], PostingRefused [MTG-005].
    """
    review = lock_village(campaign=posting.campaign, village=posting.unit)
    if not clean(reason):
        raise ReasonNeeded(unit=posting.unit.full_name)
    latest = _own(review, posting.procedure).order_by("-number", "-version").first()
    if latest is not None and latest.pk != posting.pk:
        raise NotTheLatest(unit=posting.unit.full_name, who=latest.recorded_by)
    if posting.ended_on is not None:
        _refuse(review, "niêm yết này đã gỡ, không sửa nữa")
    _check(review, record, as_of, posting.meeting)
    audit.record(
        action="meetings.correct_posting",
        by=by,
        subject=f"Niêm yết lần {posting.number}, {posting.unit.full_name}",
        unit_path=posting.unit_path,
        reason=clean(reason),
    )
    Posting.objects.filter(pk=posting.pk).update(is_current=False)
    mended = _store(
        review,
        Procedure(posting.procedure),
        record,
        meeting=posting.meeting,
        by=by,
        as_of=as_of,
        mends=posting,
        reason=clean(reason),
    )
    _copy_rows(posting, mended)
    posting.complaints.update(posting=mended)
    return mended


@transaction.atomic
def close_village(*, campaign: Campaign, village: Unit, by: User, as_of: date) -> VillageReview:
    """
    Close the village's list: its days have run and every complaint is answered.

    Raises: WrongStage [MTG-001], NotOverYet [MTG-006], and what the stages refuse.
    """
    review = lock_village(campaign=campaign, village=village)
    require_stage(review, VillageStage.POSTED, verb="kết thúc niêm yết")
    return stages.move_village(
        campaign=campaign, village=village, to=VillageStage.CLOSED, by=by, as_of=as_of
    )


def last_meeting(*, campaign: Campaign, village: Unit) -> VillageMeeting | None:
    """Return the latest meeting of a village, as its record stands."""
    held = VillageMeeting.objects.current().filter(campaign=campaign, unit=village)
    return held.order_by("-number").first()


def _check(
    review: VillageReview, record: PostingRecord, as_of: date, meeting: VillageMeeting | None
) -> None:
    if record.from_day > as_of:
        _refuse(review, f"ngày niêm yết {format_date(record.from_day)} ở sau hôm nay")
    if meeting is not None and record.from_day < meeting.held_on:
        _refuse(review, f"ngày niêm yết trước ngày họp dân {format_date(meeting.held_on)}")
    for words, value in (
        ("nơi niêm yết", record.places),
        ("nơi tiếp nhận phản ánh", record.contact),
        ("điện thoại tiếp nhận phản ánh", record.phone),
    ):
        if not clean(value):
            _refuse(review, f"chưa ghi {words}")


def _refuse(review: VillageReview, problem: str) -> NoReturn:
    raise PostingRefused(unit=review.unit.full_name, problem=problem)


def _own(review: VillageReview, procedure: str) -> QuerySet[Posting]:
    return Posting.objects.filter(
        campaign=review.campaign_id, unit=review.unit_id, procedure=procedure
    )


def _end_earlier(review: VillageReview, procedure: Procedure, as_of: date) -> None:
    """A list sent back after it was posted still counts as hanging until the next one does."""
    own = _own(review, procedure)
    hanging = own.filter(is_current=True, ended_on__isnull=True)
    hanging.update(ended_on=as_of, ended_reason="Danh sách đã được chấm lại, niêm yết lần mới")


def _refuse_same(review: VillageReview, procedure: Procedure, rows: list[Proposal]) -> None:
    """Whoever sends the form twice does not post twice."""
    last = _own(review, procedure).filter(is_current=True).order_by("-number").first()
    if last is None or last.ended_on is not None:
        return
    shown = set(last.households.values_list("household_id", flat=True))
    if shown == {one.household_id for one in rows}:
        _refuse(review, f"chính danh sách này đã niêm yết từ {format_date(last.from_day)}")


def _store(
    review: VillageReview,
    procedure: Procedure,
    record: PostingRecord,
    *,
    meeting: VillageMeeting | None,
    by: User,
    as_of: date,
    mends: Posting | None = None,
    reason: str = "",
) -> Posting:
    limit = limit_of(procedure=procedure, step=Step.POSTING, as_of=record.from_day)
    deadline = limit.deadline(day=record.from_day, calendar=calendar_for(path=review.unit_path))
    earlier = _own(review, procedure).order_by("-number", "-version").first()
    return Posting.objects.create(
        campaign=review.campaign,
        unit=review.unit,
        unit_path=review.unit_path,
        procedure=procedure,
        number=mends.number if mends else (earlier.number + 1 if earlier else 1),
        version=mends.version + 1 if mends else 1,
        reason=reason,
        meeting=meeting,
        token=earlier.token if earlier else _new_token(),
        from_day=record.from_day,
        days=limit.days.value,
        last_day=deadline.day,
        provisional=deadline.provisional,
        places=clean(record.places),
        loudspeaker=clean(record.loudspeaker),
        phone=clean(record.phone),
        contact=clean(record.contact),
        witness=clean(record.witness),
        recorded_on=as_of,
        user=by,
        recorded_by=by.full_name,
    )


def _new_token() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(TOKEN_LENGTH))


def _store_rows(posting: Posting, proposals: list[Proposal]) -> None:
    PostedHousehold.objects.bulk_create(
        PostedHousehold(
            posting=posting,
            household_id=one.household_id,
            position=position,
            head_name=one.head_name,
            previous_category=one.previous_category,
            category=one.category,
            change=one.change,
        )
        for position, one in enumerate(proposals, start=1)
    )


def _copy_rows(posting: Posting, mended: Posting) -> None:
    rows = list(posting.households.order_by("position"))
    for row in rows:
        row.pk, row.posting = None, mended
    PostedHousehold.objects.bulk_create(rows)


def _finish_rechecks(review: VillageReview) -> None:
    """The results as they became, and the complaints that waited for them: now to be answered."""
    waiting = Recheck.objects.filter(
        campaign=review.campaign_id,
        unit_path=review.unit_path,
        changes_answers=True,
        after__isnull=True,
    ).select_related("complaint")
    for recheck in waiting:
        recheck.after = result_of(campaign_id=review.campaign_id, household_id=recheck.household_id)
        recheck.save(update_fields=["after"])
        recheck.complaint.state = ComplaintState.OPEN
        recheck.complaint.save(update_fields=["state"])
