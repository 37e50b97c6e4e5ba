"""Complaints against a posted list: received, confirmed or set aside."""

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
from giamngheo.meetings.complaint_steps import lock_complaint, record_step
from giamngheo.meetings.enums import Channel, ComplaintKind, ComplaintState
from giamngheo.meetings.locking import lock_village
from giamngheo.meetings.models import Complaint, Posting
from giamngheo.meetings.proposals import procedure_of
from giamngheo.meetings.public import Hanging, hanging_on
from giamngheo.meetings.records import ComplaintRecord
from giamngheo.meetings.refusals import (
    ComplaintRefused,
    PostingOver,
    TooManyComplaints,
)
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign, VillageReview

SENT_A_DAY = 5
RECEIVED_A_DAY = 60
LONGEST_TEXT = 3000


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
    locked = lock_complaint(complaint, ComplaintState.UNCONFIRMED, verb="xác nhận")
    _check_household(locked.unit, household, kind)
    record_step("meetings.confirm_complaint", locked, by)
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
    locked = lock_complaint(complaint, ComplaintState.UNCONFIRMED, verb="từ chối tiếp nhận")
    if not clean(reason):
        raise ComplaintRefused(unit=locked.unit.full_name, problem="chưa ghi lý do")
    record_step("meetings.set_aside_complaint", locked, by, reason=clean(reason))
    locked.state = ComplaintState.SET_ASIDE
    locked.set_aside_reason = clean(reason)
    locked.received_by, locked.confirmed_on = by.full_name, as_of
    locked.save(update_fields=["state", "set_aside_reason", "received_by", "confirmed_on"])
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
