"""Complaints against a posted list: received, confirmed, looked into again, answered."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, timedelta
from typing import NoReturn

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.law.procedures import Procedure, Step, limit_of
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.meetings.calendars import calendar_for
from giamngheo.meetings.enums import Channel, ComplaintKind, ComplaintState, PostingProcedure
from giamngheo.meetings.locking import lock_village
from giamngheo.meetings.models import Complaint, Posting, Recheck
from giamngheo.meetings.proposals import procedure_of
from giamngheo.meetings.public import Hanging, hanging_on
from giamngheo.meetings.records import ComplaintRecord, RecheckRecord
from giamngheo.meetings.refusals import (
    ComplaintMovedOn,
    ComplaintRefused,
    PostingOver,
    RecheckMissing,
    RecheckRefused,
    TooManyComplaints,
)
from giamngheo.meetings.results import result_of
from giamngheo.registry.models import Household
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, VillageReview

SENT_A_DAY = 5
RECEIVED_A_DAY = 60
LONGEST_TEXT = 3000
POVERTY = (PostingProcedure.YEARLY, PostingProcedure.REGULAR)


@transaction.atomic
def receive_complaint(
    *,
    campaign: Campaign,
    village: Unit,
    record: ComplaintRecord,
    by: User,
    as_of: date,
    procedure: Procedure | None = None,
) -> Complaint:
    """
    Write down what a citizen said to an officer; the re-check's clock runs from `received_on`.

    procedure: of the list it is about; without one, that of the campaign's poverty list.
    Raises: ComplaintRefused [MTG-008], RuleNotFound [LAW-015].
    Source: Quyết định 24/2021/QĐ-TTg (phúc tra trong 07 ngày làm việc, hộ mức sống trung bình 03).
    """
    review = lock_village(campaign=campaign, village=village)
    followed = procedure or procedure_of(campaign)
    if record.received_on > as_of:
        day = format_date(record.received_on)
        raise ComplaintRefused(unit=village.full_name, problem=f"ngày nhận {day} ở sau hôm nay")
    _check(village, record)
    audit.record(
        action="meetings.receive_complaint",
        by=by,
        subject=f"Phản ánh ở {village.full_name}, {campaign.name}",
        unit_path=village.path,
    )
    return _store(
        review,
        record,
        followed,
        posting=_posting_of(review, followed),
        state=ComplaintState.OPEN,
        received_by=by.full_name,
        confirmed_on=as_of,
    )


@transaction.atomic
def receive_public_complaint(
    *, token: str, sender: str, contact: str, about: str, text: str, address: str, as_of: date
) -> Complaint:
    """
    Take what somebody sent from the public page: it waits, unconfirmed, in the officers' queue.

    address: of the sender's machine, kept only as a keyed digest to tell too many apart.
    Raises: PostingOver [MTG-013], TooManyComplaints [MTG-012], ComplaintRefused [MTG-008].
    """
    posting = (
        Posting.objects.current()
        .select_for_update(of=("self",))
        .select_related("campaign", "unit")
        .filter(token=token)
        .order_by("-number")
        .first()
    )
    if posting is None or hanging_on(posting, as_of) is not Hanging.NOW:
        raise PostingOver()
    digest = sender_digest(address)
    _check_rate(posting, digest)
    record = ComplaintRecord(
        sender=sender,
        sender_contact=contact,
        about=about,
        text=text,
        received_on=as_of,
        channel=Channel.WEB,
    )
    _check(posting.unit, record)
    audit.record(
        action="meetings.receive_public_complaint",
        by=None,
        subject=f"Phản ánh từ trang niêm yết, {posting.unit.full_name}",
        unit_path=posting.unit_path,
    )
    review = VillageReview.objects.get(campaign=posting.campaign_id, unit=posting.unit_id)
    return _store(
        review,
        record,
        Procedure(posting.procedure),
        posting=posting,
        state=ComplaintState.UNCONFIRMED,
        digest=digest,
    )


@transaction.atomic
def confirm_complaint(
    *,
    complaint: Complaint,
    household: Household | None,
    kind: ComplaintKind,
    by: User,
    as_of: date,
) -> Complaint:
    """
    Take up a complaint from the public page: an officer says which household it is about.

    The clock goes on from the day it came in.
    Raises: ComplaintMovedOn [MTG-009], ComplaintRefused [MTG-008].
    """
    locked = _lock(complaint, ComplaintState.UNCONFIRMED, verb="xác nhận")
    _check_household(locked.unit, household, kind)
    _record("meetings.confirm_complaint", locked, by)
    locked.state = ComplaintState.OPEN
    locked.household, locked.kind = household, kind
    locked.received_by, locked.confirmed_on = by.full_name, as_of
    locked.save(update_fields=["state", "household", "kind", "received_by", "confirmed_on"])
    return locked


@transaction.atomic
def set_aside_complaint(*, complaint: Complaint, reason: str, by: User, as_of: date) -> Complaint:
    """
    Do not take up a complaint from the public page: not about this list, sent twice, no sense.

    Raises: ComplaintMovedOn [MTG-009], ComplaintRefused [MTG-008] without a reason.
    """
    locked = _lock(complaint, ComplaintState.UNCONFIRMED, verb="từ chối tiếp nhận")
    if not clean(reason):
        raise ComplaintRefused(unit=locked.unit.full_name, problem="chưa ghi lý do")
    _record("meetings.set_aside_complaint", locked, by, reason=clean(reason))
    locked.state = ComplaintState.SET_ASIDE
    locked.set_aside_reason = clean(reason)
    locked.received_by, locked.confirmed_on = by.full_name, as_of
    locked.save(update_fields=["state", "set_aside_reason", "received_by", "confirmed_on"])
    return locked


@transaction.atomic
def record_recheck(
    *, complaint: Complaint, record: RecheckRecord, by: User, as_of: date
) -> Recheck:
    """
    Record what a team found when it went back to the household.

    Where the answers must change, the list comes down and the village goes back to scoring: the
    form is filled in anew, judged, and the list posted again for its full days. No second meeting.
    Raises: ComplaintMovedOn [MTG-009], RecheckRefused [MTG-011], and what the stages refuse.
    Source: Quyết định 24/2021/QĐ-TTg (phúc tra rồi niêm yết lại 03 ngày làm việc).
    """
    review = lock_village(campaign=complaint.campaign, village=complaint.unit)
    locked = _lock(complaint, ComplaintState.OPEN, verb="ghi phúc tra cho")
    _check_recheck(locked, record, as_of)
    assert locked.household_id is not None
    _record("meetings.record_recheck", locked, by)
    recheck = Recheck.objects.create(
        complaint=locked,
        campaign=locked.campaign,
        unit_path=locked.unit_path,
        household_id=locked.household_id,
        checked_on=record.checked_on,
        team=clean(record.team),
        findings=clean(record.findings),
        changes_answers=record.changes_answers,
        before=result_of(campaign_id=locked.campaign_id, household_id=locked.household_id),
        recorded_by=by.full_name,
    )
    # Lists made on request have no stages: their households are decided request by request.
    if record.changes_answers and locked.procedure in POVERTY:
        locked.state = ComplaintState.RESCORING
        locked.save(update_fields=["state"])
        _score_again(review, locked, by, as_of)
    return recheck


@transaction.atomic
def answer_complaint(
    *, complaint: Complaint, answer: str, answered_on: date, by: User, as_of: date
) -> Complaint:
    """
    Record the answer given to the citizen; with it the complaint no longer holds up the list.

    Raises: ComplaintMovedOn [MTG-009], RecheckMissing [MTG-010] for one about a result that nobody
            has looked into, ComplaintRefused [MTG-008].
    """
    locked = _lock(complaint, ComplaintState.OPEN, verb="trả lời")
    if locked.kind == ComplaintKind.RESULT and not hasattr(locked, "recheck"):
        raise RecheckMissing(sender=locked.sender, about=_about(locked))
    if not clean(answer):
        raise ComplaintRefused(unit=locked.unit.full_name, problem="chưa ghi nội dung trả lời")
    if not locked.received_on <= answered_on <= as_of:
        problem = "ngày trả lời phải từ ngày nhận đến hôm nay"
        raise ComplaintRefused(unit=locked.unit.full_name, problem=problem)
    _record("meetings.answer_complaint", locked, by)
    locked.state = ComplaintState.ANSWERED
    locked.answer, locked.answered_on = clean(answer), answered_on
    locked.answered_by = by.full_name
    locked.save(update_fields=["state", "answer", "answered_on", "answered_by"])
    return locked


def sender_digest(address: str) -> str:
    """Return what is kept of a sender's address: the same for the same machine, and no more."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"complaint {address}".encode(), hashlib.sha256).hexdigest()


def _store(
    review: VillageReview,
    record: ComplaintRecord,
    procedure: Procedure,
    *,
    posting: Posting | None,
    state: ComplaintState,
    received_by: str = "",
    confirmed_on: date | None = None,
    digest: str = "",
) -> Complaint:
    limit = limit_of(procedure=procedure, step=Step.RECHECK, as_of=record.received_on)
    due = limit.deadline(day=record.received_on, calendar=calendar_for(path=review.unit_path))
    return Complaint.objects.create(
        campaign_id=review.campaign_id,
        unit_id=review.unit_id,
        unit_path=review.unit_path,
        posting=posting,
        procedure=procedure,
        kind=record.kind,
        about=clean(record.about),
        household_id=record.household_id,
        channel=record.channel,
        sender=clean(record.sender),
        sender_contact=clean(record.sender_contact),
        text=clean(record.text),
        received_on=record.received_on,
        due_day=due.day,
        due_provisional=due.provisional,
        state=state,
        sender_digest=digest,
        received_by=received_by,
        confirmed_on=confirmed_on,
    )


def _check(village: Unit, record: ComplaintRecord) -> None:
    def refuse(problem: str) -> NoReturn:
        raise ComplaintRefused(unit=village.full_name, problem=problem)

    if not clean(record.sender):
        refuse("chưa ghi người phản ánh")
    if not clean(record.text):
        refuse("chưa ghi nội dung")
    if len(record.text) > LONGEST_TEXT:
        refuse(f"nội dung dài quá {LONGEST_TEXT} ký tự")
    if record.channel == Channel.WEB:
        return
    wanted = record.household_id
    household = None if wanted is None else Household.objects.filter(pk=wanted).first()
    _check_household(village, household, record.kind)


def _check_household(village: Unit, household: Household | None, kind: ComplaintKind) -> None:
    if kind == ComplaintKind.RESULT and household is None:
        problem = "phản ánh về kết quả phải chọn hộ trong danh sách của thôn"
        raise ComplaintRefused(unit=village.full_name, problem=problem)
    if household is not None and not household.unit_path.startswith(village.path):
        problem = f"hộ {household.head_name} không thuộc thôn này"
        raise ComplaintRefused(unit=village.full_name, problem=problem)


def _check_rate(posting: Posting, digest: str) -> None:
    since = timezone.now() - timedelta(days=1)
    recent = Complaint.objects.filter(received_at__gt=since)
    sent = recent.filter(sender_digest=digest).count()
    if sent >= SENT_A_DAY or recent.filter(posting=posting).count() >= RECEIVED_A_DAY:
        raise TooManyComplaints()


def _posting_of(review: VillageReview, procedure: Procedure) -> Posting | None:
    own = Posting.objects.current().filter(
        campaign=review.campaign_id, unit=review.unit_id, procedure=procedure
    )
    return own.order_by("-number").first()


def _check_recheck(complaint: Complaint, record: RecheckRecord, as_of: date) -> None:
    def refuse(problem: str) -> NoReturn:
        raise RecheckRefused(unit=complaint.unit.full_name, problem=problem)

    if complaint.household_id is None:
        refuse("phản ánh này không về kết quả của hộ nào")
    if hasattr(complaint, "recheck"):
        refuse("phản ánh này đã có phúc tra")
    if not complaint.received_on <= record.checked_on <= as_of:
        refuse("ngày phúc tra phải từ ngày nhận phản ánh đến hôm nay")
    if not clean(record.team):
        refuse("chưa ghi tổ phúc tra")
    if not clean(record.findings):
        refuse("chưa ghi kết quả phúc tra")


def _score_again(review: VillageReview, complaint: Complaint, by: User, as_of: date) -> None:
    hanging = (
        Posting.objects.current()
        .of_poverty()
        .filter(campaign=review.campaign_id, unit=review.unit_id, ended_on__isnull=True)
    )
    hanging.update(ended_on=as_of, ended_reason="Gỡ để chấm lại sau phúc tra")
    if review.stage != VillageStage.SURVEY:
        stages.move_village(
            campaign=review.campaign,
            village=review.unit,
            to=VillageStage.SURVEY,
            by=by,
            reason=f"Phúc tra ngày {format_date(as_of)}: sửa phiếu của hộ {_about(complaint)}",
            as_of=as_of,
        )


def _about(complaint: Complaint) -> str:
    return complaint.household.head_name if complaint.household else complaint.about


def _lock(complaint: Complaint, needed: ComplaintState, *, verb: str) -> Complaint:
    locked = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("campaign", "unit", "household", "recheck")
        .get(pk=complaint.pk)
    )
    if locked.state != needed:
        who = locked.answered_by or locked.received_by
        raise ComplaintMovedOn(
            verb=verb,
            sender=locked.sender,
            state=ComplaintState(locked.state).label,
            last=f" ({who})" if who else "",
        )
    return locked


def _record(action: str, complaint: Complaint, by: User, *, reason: str = "") -> None:
    audit.record(
        action=action,
        by=by,
        subject=f"Phản ánh {complaint.pk}, {complaint.unit.full_name}",
        unit_path=complaint.unit_path,
        reason=reason,
    )
