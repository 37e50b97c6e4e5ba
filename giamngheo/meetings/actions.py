"""Holding a village meeting: the record, its correction, and what follows from the votes."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.law.procedures import is_agreed, procedure_rules
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.meetings.enums import VoteMode
from giamngheo.meetings.locking import lock_village, require_stage
from giamngheo.meetings.models import (
    MeetingOpinion,
    MeetingParticipants,
    ProposedHousehold,
    VillageMeeting,
)
from giamngheo.meetings.proposals import Proposal, digest_of, procedure_of, proposals_of
from giamngheo.meetings.record_checks import check_meeting, outcome_of
from giamngheo.meetings.records import MeetingRecord
from giamngheo.meetings.refusals import MeetingRefused, NotTheLatest, ReasonNeeded
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, VillageReview


@transaction.atomic
def record_meeting(
    *, campaign: Campaign, village: Unit, record: MeetingRecord, by: User, as_of: date
) -> VillageMeeting:
    """
    Record a village meeting on the scored list and move the village on: to «thống nhất» when at
    least half of those who attended agree, else back to scoring with the votes as the reason.

    Where each household was voted on, every one needs its half.
    Raises: WrongStage [MTG-001], MeetingRefused [MTG-002], RuleNotFound [LAW-015] for a day no
            procedure was found for, and what the stages refuse (REV-02…).
    Source: Quyết định 24/2021/QĐ-TTg (ít nhất 50 % người tham dự).
    """
    review = lock_village(campaign=campaign, village=village)
    require_stage(review, VillageStage.SCORED, verb="ghi họp dân")
    proposals = proposals_of(village=review)
    check_meeting(review=review, record=record, proposals=proposals, as_of=as_of)
    number = VillageMeeting.objects.current().filter(campaign=campaign, unit=village).count() + 1
    audit.record(
        action="meetings.record",
        by=by,
        subject=f"Họp dân lần {number}, {village.full_name}, {campaign.name}",
        unit_path=village.path,
    )
    meeting = _store(review, record, proposals, number=number, version=1, by=by, as_of=as_of)
    _move_on(meeting, review, by=by, as_of=as_of)
    return meeting


@transaction.atomic
def correct_meeting(
    *, meeting: VillageMeeting, record: MeetingRecord, reason: str, by: User, as_of: date
) -> VillageMeeting:
    """
    Mend the record of a meeting by a further version; the list it saw stays the list it saw.

    A version with another outcome moves the village, as long as nothing was posted: from agreed
    back to scoring, or from scoring to agreed when the list is still the one the meeting saw.
    Raises: ReasonNeeded [MTG-015], NotTheLatest [MTG-016], WrongStage [MTG-001],
            MeetingRefused [MTG-002].
    """
    review = lock_village(campaign=meeting.campaign, village=meeting.unit)
    if not clean(reason):
        raise ReasonNeeded(unit=meeting.unit.full_name)
    _require_latest(meeting)
    proposals = _seen_by(meeting)
    check_meeting(review=review, record=record, proposals=proposals, as_of=as_of)
    outcome = outcome_of(record=record, least_percent=meeting.least_percent)
    if outcome != meeting.outcome:
        _require_movable(meeting, review)
    audit.record(
        action="meetings.correct",
        by=by,
        subject=f"Họp dân lần {meeting.number}, {meeting.unit.full_name}",
        unit_path=meeting.unit_path,
        reason=clean(reason),
    )
    VillageMeeting.objects.filter(pk=meeting.pk).update(is_current=False)
    mended = _store(
        review,
        record,
        proposals,
        number=meeting.number,
        version=meeting.version + 1,
        reason=clean(reason),
        by=by,
        as_of=as_of,
    )
    if mended.outcome != meeting.outcome:
        _move_on(mended, review, by=by, as_of=as_of)
    return mended


def _require_latest(meeting: VillageMeeting) -> None:
    own = VillageMeeting.objects.filter(
        campaign=meeting.campaign_id, unit=meeting.unit_id, number=meeting.number
    )
    latest = own.order_by("-version").first()
    if latest is not None and latest.pk != meeting.pk:
        raise NotTheLatest(unit=meeting.unit.full_name, who=latest.recorded_by)


def _require_movable(meeting: VillageMeeting, review: VillageReview) -> None:
    """A changed outcome moves the village: only the last meeting's, before anything was posted."""
    held = VillageMeeting.objects.current().filter(
        campaign=meeting.campaign_id, unit=meeting.unit_id
    )
    if held.filter(number__gt=meeting.number).exists():
        problem = "kết quả biểu quyết của cuộc họp này không sửa được vì đã có cuộc họp sau"
        raise MeetingRefused(unit=meeting.unit.full_name, problem=problem)
    if meeting.passed:
        require_stage(review, VillageStage.AGREED, verb="sửa kết quả biểu quyết")
        return
    require_stage(review, VillageStage.SURVEY, VillageStage.SCORED, verb="sửa kết quả biểu quyết")
    if digest_of(proposals_of(village=review)) != meeting.list_digest:
        problem = "kết quả chấm đã khác danh sách cuộc họp đã xem, phải họp lại"
        raise MeetingRefused(unit=meeting.unit.full_name, problem=problem)


def _seen_by(meeting: VillageMeeting) -> tuple[Proposal, ...]:
    rows = meeting.proposed.select_related("household").order_by("position")
    return tuple(
        Proposal(
            household_id=row.household_id,
            household_code=row.household.code,
            head_name=row.head_name,
            previous_category=row.previous_category,
            category=row.category,
        )
        for row in rows
    )


def _store(
    review: VillageReview,
    record: MeetingRecord,
    proposals: tuple[Proposal, ...],
    *,
    number: int,
    version: int,
    by: User,
    as_of: date,
    reason: str = "",
) -> VillageMeeting:
    rules = procedure_rules(procedure=procedure_of(review.campaign), as_of=record.held_on)
    assert rules.least_agreement_percent is not None
    least = rules.least_agreement_percent.value
    by_list = record.mode == VoteMode.LIST and record.votes is not None
    meeting = VillageMeeting.objects.create(
        campaign=review.campaign,
        unit=review.unit,
        unit_path=review.unit_path,
        number=number,
        version=version,
        reason=reason,
        held_on=record.held_on,
        started=record.started,
        ended=record.ended,
        place=clean(record.place),
        chair=clean(record.chair),
        chair_position=clean(record.chair_position),
        secretary=clean(record.secretary),
        representatives=clean(record.representatives),
        attended=record.attended,
        mode=record.mode,
        agree=record.votes.agree if by_list and record.votes else None,
        against=record.votes.against if by_list and record.votes else None,
        least_percent=least,
        outcome=outcome_of(record=record, least_percent=least),
        list_digest=digest_of(proposals),
        recorded_on=as_of,
        user=by,
        recorded_by=by.full_name,
    )
    _store_rows(meeting, record, proposals)
    return meeting


def _store_rows(
    meeting: VillageMeeting, record: MeetingRecord, proposals: tuple[Proposal, ...]
) -> None:
    MeetingParticipants.objects.bulk_create(
        MeetingParticipants(
            meeting=meeting, role=group.role, count=group.count, names=clean(group.names)
        )
        for group in record.participants
        if group.count
    )
    votes = record.votes_of if record.mode == VoteMode.HOUSEHOLD else {}
    ProposedHousehold.objects.bulk_create(
        ProposedHousehold(
            meeting=meeting,
            household_id=one.household_id,
            position=position,
            head_name=one.head_name,
            previous_category=one.previous_category,
            category=one.category,
            change=one.change,
            agree=votes[one.household_id].agree if votes else None,
            against=votes[one.household_id].against if votes else None,
        )
        for position, one in enumerate(proposals, start=1)
    )
    MeetingOpinion.objects.bulk_create(
        MeetingOpinion(
            meeting=meeting,
            position=position,
            speaker=clean(said.speaker),
            text=clean(said.text),
            answer=clean(said.answer),
        )
        for position, said in enumerate(record.opinions, start=1)
    )


def _move_on(meeting: VillageMeeting, review: VillageReview, *, by: User, as_of: date) -> None:
    """Move the village to what the outcome means; a failed vote sends it back to scoring."""

    def move(to: VillageStage, reason: str = "") -> None:
        stages.move_village(
            campaign=review.campaign, village=review.unit, to=to, by=by, reason=reason, as_of=as_of
        )

    if not meeting.passed:
        move(VillageStage.SURVEY, _why_failed(meeting))
        return
    if review.stage == VillageStage.SURVEY:
        move(VillageStage.SCORED)
    move(VillageStage.AGREED)


def _why_failed(meeting: VillageMeeting) -> str:
    day = format_date(meeting.held_on)
    least = f"dưới {meeting.least_percent} % trong {meeting.attended} người dự"
    if meeting.mode == VoteMode.LIST:
        return f"Họp dân ngày {day}: {meeting.agree} người đồng ý, {least}; chấm lại rồi họp lại"
    rows = meeting.proposed.order_by("position").values_list("head_name", "agree")
    below = [
        name
        for name, agree in rows
        if not is_agreed(
            agree=agree or 0, attended=meeting.attended, least_percent=meeting.least_percent
        )
    ]
    return f"Họp dân ngày {day}: {least} đồng ý với hộ {', '.join(below[:5])}; chấm lại rồi họp lại"
