"""The steps of issuing a decision; `actions.issue_decision` runs them in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.accounts.queries import user_or_none
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.decisions import evidence
from giamngheo.decisions.days import require_number, require_order
from giamngheo.decisions.enums import FurtherKind
from giamngheo.decisions.models import (
    DecisionBasis,
    DecisionLine,
    FurtherDecision,
    Opinion,
    Recognition,
    Submission,
)
from giamngheo.decisions.refusals import DecidedMeanwhile, EscapeNumberMissing, NumberTaken
from giamngheo.lib.dates import format_date
from giamngheo.reviews import stages
from giamngheo.reviews.actions import decide_commune
from giamngheo.reviews.enums import Movement
from giamngheo.reviews.models import Campaign, Decision, ReviewResult

ESCAPES = (Movement.ESCAPED_POOR, Movement.ESCAPED_NEAR_POOR, Movement.POOR_TO_NEAR_POOR)
# Who became near-poor stands on the near-poor list; alone they need no decision on escapes.
NEEDS_ESCAPE = (Movement.ESCAPED_POOR, Movement.ESCAPED_NEAR_POOR)
PAPER = "quyết định"


def require_undecided(*, campaign: Campaign, unit: Unit) -> None:
    """
    Lock the commune's list and refuse when another officer was first.

    Raises: DecidedMeanwhile [DCS-006], NotInCampaign [REV-021].
    """
    stages.lock_commune(campaign=campaign, unit=unit)
    taken = Decision.objects.filter(campaign=campaign, unit=unit).first()
    if taken is None:
        return
    at = timezone.localtime(taken.recorded_at)
    who = user_or_none(username=taken.recorded_by)
    raise DecidedMeanwhile(
        unit=unit.full_name,
        who=who.full_name if who else taken.recorded_by or audit.NOBODY,
        number=taken.number,
        time=f"{at:%H:%M}",
        day=format_date(at.date()),
    )


def require_numbers(*, unit: Unit, numbers: Sequence[str], signed_date: date, as_of: date) -> None:
    """
    Refuse a paper without number, one dated after today, and a number used before in the year.

    Only the first of `numbers` must be there.
    Raises: PaperNumberMissing [DCS-012], DayOutOfOrder [DCS-007], NumberTaken [DCS-008].
    """
    require_number(unit=unit, paper=PAPER, number=numbers[0])
    require_order(unit=unit, paper=PAPER, day=signed_date, after=None, what="", as_of=as_of)
    seen: set[str] = set()
    for number in (one.strip() for one in numbers if one.strip()):
        if number in seen or _is_taken(unit, number, signed_date.year):
            raise NumberTaken(
                paper=PAPER, unit=unit.full_name, number=number, year=signed_date.year
            )
        seen.add(number)


def _is_taken(unit: Unit, number: str, year: int) -> bool:
    same = {"unit_path": unit.path, "number": number, "signed_date__year": year}
    return (
        Decision.objects.filter(**same).exists()
        or FurtherDecision.objects.filter(**same).exists()
        or Recognition.objects.filter(**same).exists()
    )


def decide(
    *,
    campaign: Campaign,
    unit: Unit,
    number: str,
    signed_date: date,
    effective_date: date,
    signer: str,
    by_deputy: bool,
    submission: Submission | None,
    by: User | None,
) -> Decision:
    """Decide the list and keep what the decision rests on; see `actions.issue_decision`."""
    opinion = Opinion.objects.filter(report__submission=submission, agrees=True).first()
    if submission is not None:
        last_paper = opinion.signed_date if opinion else submission.checked_on
        require_order(
            unit=unit, paper=PAPER, day=signed_date, after=last_paper,
            what="văn bản ý kiến ngày" if opinion else "ngày thẩm tra", as_of=signed_date,
        )  # fmt: skip
    decision = decide_commune(
        campaign=campaign,
        unit=unit,
        number=number,
        signed_date=signed_date,
        effective_date=effective_date,
        signer=signer,
        by_deputy=by_deputy,
        by=by,
    )
    meetings = evidence.meetings_held(campaign=campaign, unit=unit)
    postings = evidence.postings_made(campaign=campaign, unit=unit)
    DecisionBasis.objects.create(
        decision=decision,
        submission=submission,
        opinion=opinion,
        meetings=meetings,
        postings=postings,
        digest=_digest([meetings, postings]),
        issued_by=by,
    )
    return decision


def record_escape(*, decision: Decision, number: str, by: User | None) -> FurtherDecision | None:
    """
    Record the decision on the households that escaped, signed with the first; None without any.

    Raises: EscapeNumberMissing [DCS-009].
    """
    results = list(
        ReviewResult.objects.filter(decision=decision, movement__in=ESCAPES)
        .select_related("household")
        .order_by("unit_path", "household__sort_key", "household_id")
    )
    escaped = sum(result.movement in NEEDS_ESCAPE for result in results)
    if escaped and not number:
        raise EscapeNumberMissing(unit=decision.unit.full_name, count=escaped)
    if not escaped:
        return None
    audit.record(
        action="decisions.issue_escape",
        by=by,
        subject=f"Quyết định {number}: {escaped} hộ thoát nghèo, thoát cận nghèo, "
        f"{decision.unit.name}",
        unit_path=decision.unit_path,
    )
    lines = [_line(result) for result in results]
    further = FurtherDecision.objects.create(
        decision=decision,
        kind=FurtherKind.ESCAPE,
        unit_path=decision.unit_path,
        version=1,
        number=number,
        signed_date=decision.signed_date,
        effective_date=decision.effective_date,
        signer=decision.signer,
        by_deputy=decision.by_deputy,
        list_digest=lines_digest(lines),
        recorded_by=by,
    )
    for line in lines:
        line.further = further
    DecisionLine.objects.bulk_create(lines)
    return further


def _line(result: ReviewResult) -> DecisionLine:
    return DecisionLine(
        household=result.household,
        unit_path=result.unit_path,
        before_category=result.previous_category,
        category=result.category,
        group=result.group,
        movement=result.movement,
        reason=result.reason,
    )


def lines_digest(lines: Sequence[DecisionLine]) -> str:
    """Return the fingerprint of the lines of a further decision."""
    names = ("before_category", "before_group", "category", "group", "reason")
    return _digest(
        sorted([line.household.code, *(getattr(line, name) for name in names)] for line in lines)
    )


def _digest(facts: Any) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
