"""Looking again into a household somebody complained about, and answering."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.meetings.complaint_steps import lock_complaint, record_step
from giamngheo.meetings.enums import ComplaintKind, ComplaintState, PostingProcedure
from giamngheo.meetings.locking import lock_village
from giamngheo.meetings.models import Complaint, Posting, Recheck
from giamngheo.meetings.records import RecheckRecord
from giamngheo.meetings.refusals import ComplaintRefused, RecheckMissing, RecheckRefused
from giamngheo.meetings.results import result_of
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import VillageReview

POVERTY = (PostingProcedure.YEARLY, PostingProcedure.REGULAR)


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
    locked = lock_complaint(complaint, ComplaintState.OPEN, verb="ghi phúc tra cho")
    _check_recheck(locked, record, as_of)
    assert locked.household_id is not None
    record_step("meetings.record_recheck", locked, by)
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
    locked = lock_complaint(complaint, ComplaintState.OPEN, verb="trả lời")
    if locked.kind == ComplaintKind.RESULT and not hasattr(locked, "recheck"):
        raise RecheckMissing(sender=locked.sender, about=_about(locked))
    if not clean(answer):
        raise ComplaintRefused(unit=locked.unit.full_name, problem="chưa ghi nội dung trả lời")
    if not locked.received_on <= answered_on <= as_of:
        problem = "ngày trả lời phải từ ngày nhận đến hôm nay"
        raise ComplaintRefused(unit=locked.unit.full_name, problem=problem)
    record_step("meetings.answer_complaint", locked, by)
    locked.state = ComplaintState.ANSWERED
    locked.answer, locked.answered_on = clean(answer), answered_on
    locked.answered_by = by.full_name
    locked.save(update_fields=["state", "answer", "answered_on", "answered_by"])
    return locked


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
