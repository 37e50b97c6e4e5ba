"""What carries a finished list up to its decision: submit, check, report, opinion, decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.decisions import issuing
from giamngheo.decisions.days import require_number, require_order
from giamngheo.decisions.findings import open_findings
from giamngheo.decisions.models import (
    AcceptedFinding,
    FurtherDecision,
    Opinion,
    Submission,
    UpperReport,
)
from giamngheo.decisions.refusals import (
    AcceptedWithoutReason,
    AlreadyReported,
    FindingsOpen,
    NothingSubmitted,
    OpinionOfItself,
    OpinionWithoutContent,
    ReportNotSent,
)
from giamngheo.decisions.rounds import (
    close_round,
    require_unchanged,
    require_yearly,
    standing_round,
)
from giamngheo.decisions.upper import opinion_deadline, upper_body
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.quality.actions import check_pending
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews import stages
from giamngheo.reviews.digests import list_digest
from giamngheo.reviews.enums import CommuneState
from giamngheo.reviews.models import Campaign, Decision
from giamngheo.reviews.queries import judged_frame


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """A warning let stand: which rule, of which household ("" for the list as a whole), and why."""

    rule: str
    household_code: str
    sentence: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Issued:
    """The decision on poor and near-poor households, and the one on escaped ones if there are."""

    decision: Decision
    escape: FurtherDecision | None


@dataclass(frozen=True, kw_only=True)
class BulkResult:
    """What became of one commune in a bulk step; `refusal` is None when it was done."""

    unit: Unit
    refusal: Refusal | None


@transaction.atomic
def submit_list(
    *,
    campaign: Campaign,
    unit: Unit,
    note: str,
    accepted: Sequence[Acceptance] = (),
    by: User,
    as_of: date,
) -> Submission:
    """
    Hand the commune's finished list up for checking, with the warnings let stand and why.

    Raises: what `stages.move_commune` raises [REV-02x], AcceptedWithoutReason [DCS-001],
            FindingsOpen [DCS-002] for warnings that must be explained first.
    """
    stages.move_commune(
        campaign=campaign, unit=unit, to=CommuneState.SUBMITTED, by=by, reason=note, as_of=as_of
    )
    # What was loaded in bulk is looked at before it goes up, not after.
    check_pending(unit=unit, by=by, as_of=as_of)
    for one in accepted:
        if not one.reason.strip():
            raise AcceptedWithoutReason(unit=unit.full_name, finding=one.sentence)
    _require_explained(campaign, unit, accepted)
    results = judged_frame(campaign=campaign, unit=unit)
    totals = dict(results.group_by("category").len().iter_rows())
    submission = Submission.objects.create(
        campaign=campaign,
        unit=unit,
        unit_path=unit.path,
        round=Submission.objects.filter(campaign=campaign, unit=unit).count() + 1,
        note=note.strip(),
        reviewed=results.height,
        poor=totals.get(StatusCategory.POOR, 0),
        near_poor=totals.get(StatusCategory.NEAR_POOR, 0),
        list_digest=list_digest(results=results),
        submitted_by=by,
        submitted_on=as_of,
    )
    AcceptedFinding.objects.bulk_create(
        AcceptedFinding(
            submission=submission,
            rule=one.rule,
            household_code=one.household_code,
            sentence=one.sentence,
            reason=one.reason.strip(),
        )
        for one in accepted
    )
    return submission


@transaction.atomic
def check_list(
    *, campaign: Campaign, unit: Unit, note: str = "", by: User, as_of: date
) -> Submission:
    """
    Record that a second person has checked the list as it was submitted.

    Raises: what `stages.move_commune` raises [REV-02x], SameHands [REV-024] for the submitter,
            ListChangedSince [DCS-003].
    """
    stages.move_commune(
        campaign=campaign, unit=unit, to=CommuneState.CHECKED, by=by, reason=note, as_of=as_of
    )
    submission = standing_round(campaign=campaign, unit=unit, verb="thẩm tra")
    require_unchanged(submission=submission, verb="thẩm tra")
    submission.checked_by, submission.checked_on = by, as_of
    submission.check_note = note.strip()
    submission.save(update_fields=["checked_by", "checked_on", "check_note"])
    return submission


@transaction.atomic
def return_list(*, campaign: Campaign, unit: Unit, reason: str, by: User, as_of: date) -> None:
    """
    Send the list back to the commune officer, from whatever step before the decision.

    Raises: what `stages.move_commune` raises [REV-02x], ReasonMissing [REV-025].
    """
    stages.move_commune(
        campaign=campaign, unit=unit, to=CommuneState.JUDGED, by=by, reason=reason, as_of=as_of
    )
    standing = standing_round(campaign=campaign, unit=unit, verb="trả lại")
    close_round(submission=standing, reason=reason, by=by, as_of=as_of)


@transaction.atomic
def record_report(
    *, campaign: Campaign, unit: Unit, number: str, sent_on: date, by: User, as_of: date
) -> UpperReport:
    """
    Record that the report went to the level above; its 5 working days begin to run.

    Raises: NoOpinionNeeded [DCS-011] for a regular review, NothingSubmitted [DCS-004],
            AlreadyReported [DCS-010], PaperNumberMissing [DCS-012], DayOutOfOrder [DCS-007],
            RuleNotFound [LAW-015] where no limit was found for the day.
    """
    review = stages.lock_commune(campaign=campaign, unit=unit)
    require_yearly(campaign=campaign, unit=unit, paper="báo cáo cấp trên")
    submission = standing_round(campaign=campaign, unit=unit, verb="gửi báo cáo của")
    if review.state != CommuneState.CHECKED or submission.checked_on is None:
        raise NothingSubmitted(verb="gửi báo cáo của", unit=unit.full_name, campaign=campaign.name)
    sent = UpperReport.objects.filter(submission=submission).first()
    if sent is not None:
        day = format_date(sent.sent_on)
        raise AlreadyReported(unit=unit.full_name, number=sent.number, day=day)
    paper = "báo cáo cấp trên"
    require_number(unit=unit, paper=paper, number=number)
    require_order(
        unit=unit, paper=paper, day=sent_on, after=submission.checked_on, what="ngày thẩm tra",
        as_of=as_of,
    )  # fmt: skip
    audit.record(
        action="decisions.record_report",
        by=by,
        subject=f"Báo cáo {number}: {unit.full_name}, {campaign.name}",
        unit_path=unit.path,
    )
    return UpperReport.objects.create(
        submission=submission,
        unit_path=unit.path,
        number=number.strip(),
        sent_on=sent_on,
        addressee=upper_body(unit=unit, day=sent_on),
        opinion_due=opinion_deadline(unit=unit, sent_on=sent_on).day,
        recorded_by=by,
    )


@transaction.atomic
def give_opinion(
    *,
    campaign: Campaign,
    unit: Unit,
    number: str,
    signed_date: date,
    signer: str,
    agrees: bool,
    content: str = "",
    by: User,
    as_of: date,
) -> Opinion:
    """
    Record the written opinion of the level above; one that asks for changes sends the list back.

    Raises: NoOpinionNeeded [DCS-011], NothingSubmitted [DCS-004], ReportNotSent [DCS-005],
            OpinionOfItself [DCS-014], OpinionWithoutContent [DCS-013], PaperNumberMissing
            [DCS-012], DayOutOfOrder [DCS-007], what `stages.move_commune` raises [REV-02x].
    """
    stages.lock_commune(campaign=campaign, unit=unit)
    paper = "văn bản ý kiến"
    require_yearly(campaign=campaign, unit=unit, paper=paper)
    submission = standing_round(campaign=campaign, unit=unit, verb="ghi ý kiến cho")
    report = UpperReport.objects.filter(submission=submission).first()
    if report is None:
        raise ReportNotSent(unit=unit.full_name)
    if by.pk in (submission.submitted_by_id, submission.checked_by_id):
        raise OpinionOfItself(unit=unit.full_name, who=by.full_name)
    if not agrees and not content.strip():
        raise OpinionWithoutContent(unit=unit.full_name)
    require_number(unit=unit, paper=paper, number=number)
    require_order(
        unit=unit, paper=paper, day=signed_date, after=report.sent_on, what="ngày gửi báo cáo",
        as_of=as_of,
    )  # fmt: skip
    state = CommuneState.OPINION if agrees else CommuneState.JUDGED
    reason = content if agrees else f"Văn bản {number}: {content}"
    stages.move_commune(campaign=campaign, unit=unit, to=state, by=by, reason=reason, as_of=as_of)
    if not agrees:
        close_round(submission=submission, reason=reason, by=by, as_of=as_of)
    return Opinion.objects.create(
        report=report,
        unit_path=unit.path,
        number=number.strip(),
        signed_date=signed_date,
        signer=signer.strip(),
        agrees=agrees,
        content=content.strip(),
        given_by=by,
    )


@transaction.atomic
def issue_decision(
    *,
    campaign: Campaign,
    unit: Unit,
    number: str,
    signed_date: date,
    effective_date: date,
    signer: str,
    by_deputy: bool = False,
    escape_number: str = "",
    by: User | None,
    as_of: date,
) -> Issued:
    """
    Record the signed decision, and beside it the one on escaped households: freeze the list and
    what it rests on, give the statuses, rebuild the counts. All of it or nothing.

    Two officers at once wait for each other; the second reads who was first, and when.
    Raises: DecidedMeanwhile [DCS-006], PaperNumberMissing [DCS-012], NumberTaken [DCS-008],
            EscapeNumberMissing [DCS-009], DayOutOfOrder [DCS-007], NothingSubmitted [DCS-004],
            ListChangedSince [DCS-003], and what `reviews.actions.decide_commune` raises.
    """
    issuing.require_undecided(campaign=campaign, unit=unit)
    numbers = (number, escape_number)
    issuing.require_numbers(unit=unit, numbers=numbers, signed_date=signed_date, as_of=as_of)
    submission = None
    if campaign.is_full:
        submission = standing_round(campaign=campaign, unit=unit, verb="ra quyết định cho")
        require_unchanged(submission=submission, verb="ra quyết định cho")
    decision = issuing.decide(
        campaign=campaign,
        unit=unit,
        number=number.strip(),
        signed_date=signed_date,
        effective_date=effective_date,
        signer=signer.strip(),
        by_deputy=by_deputy,
        submission=submission,
        by=by,
    )
    escape = issuing.record_escape(decision=decision, number=escape_number.strip(), by=by)
    return Issued(decision=decision, escape=escape)


def check_lists(
    *, campaign: Campaign, units: Sequence[Unit], note: str = "", by: User, as_of: date
) -> list[BulkResult]:
    """Check several communes, each in a transaction of its own: one refused holds up no other."""
    return [
        _attempt(unit, check_list, campaign=campaign, note=note, by=by, as_of=as_of)
        for unit in units
    ]


def give_opinions(
    *,
    campaign: Campaign,
    units: Sequence[Unit],
    number: str,
    signed_date: date,
    signer: str,
    by: User,
    as_of: date,
) -> list[BulkResult]:
    """Record one agreeing opinion for several communes, each in a transaction of its own."""
    return [
        _attempt(
            unit,
            give_opinion,
            campaign=campaign,
            number=number,
            signed_date=signed_date,
            signer=signer,
            agrees=True,
            by=by,
            as_of=as_of,
        )
        for unit in units
    ]


def _require_explained(campaign: Campaign, unit: Unit, accepted: Sequence[Acceptance]) -> None:
    explained = {f"{one.rule}:{one.household_code}" for one in accepted}
    still = [
        one.sentence
        for one in open_findings(campaign=campaign, unit=unit)
        if one.must_explain and one.key not in explained
    ]
    if still:
        raise FindingsOpen(unit=unit.full_name, count=len(still), examples="; ".join(still[:3]))


def _attempt(unit: Unit, step: Callable[..., Any], **arguments: Any) -> BulkResult:
    try:
        step(unit=unit, **arguments)
    except Refusal as refusal:
        return BulkResult(unit=unit, refusal=refusal)
    return BulkResult(unit=unit, refusal=None)
