"""
Recognising households on their own request: who may be, and the decision that does it.

From the decision on the household bears the mark, for the period the decision names.
Source: Quyết định 24/2021/QĐ-TTg (1.011609); Nghị định 30/2025/NĐ-CP (3.000412).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.decisions.days import require_order
from giamngheo.decisions.issuing import PAPER, require_numbers
from giamngheo.decisions.models import Recognition, RecognitionLine
from giamngheo.decisions.refusals import (
    NobodyToRecognise,
    NotReadyToRecognise,
    RecognitionPeriod,
)
from giamngheo.lib.dates import format_date
from giamngheo.meetings.enums import PostingProcedure
from giamngheo.meetings.models import Complaint, PostedHousehold
from giamngheo.registry.dated import give_mark
from giamngheo.registry.enums import Mark, StatusCategory
from giamngheo.registry.models import HouseholdStatus
from giamngheo.reviews import stages
from giamngheo.reviews.enums import RequestKind, RequestResult
from giamngheo.reviews.models import Campaign, ReviewRequest

REQUESTED = {
    Mark.AVERAGE_LIVING: (RequestKind.AVERAGE_LIVING, PostingProcedure.AVERAGE_LIVING),
    Mark.LOW_INCOME_WORKER: (RequestKind.LOW_INCOME_WORKER, PostingProcedure.LOW_INCOME_WORKER),
}
EXAMPLES = 3


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """
    A request found eligible that no decision has answered yet.

    posted_until: the last day its list hangs, None while it was not posted. complaints: those
    about the household, or about nobody known on its list, without an answer. category: what the
    household is on the day asked about.
    """

    request: ReviewRequest
    posted_until: date | None
    complaints: int
    category: str

    def problem_on(self, day: date) -> str:
        """Return what is missing for a decision signed on the day; "" when nothing is."""
        if self.category in (StatusCategory.POOR, StatusCategory.NEAR_POOR):
            return f"đang là {StatusCategory(self.category).label.lower()}"
        if self.posted_until is None:
            return "chưa niêm yết"
        if day <= self.posted_until:
            return f"còn niêm yết đến hết ngày {format_date(self.posted_until)}"
        if self.complaints:
            return f"còn {self.complaints} phản ánh chưa trả lời"
        return ""


def candidates(*, campaign: Campaign, unit: Unit, mark: Mark, as_of: date) -> list[Candidate]:
    """Return a commune's requests waiting for the decision, by village and name. Four queries."""
    kind, procedure = REQUESTED[mark]
    waiting = list(
        ReviewRequest.objects.filter(
            campaign=campaign,
            kind=kind,
            result=RequestResult.RECOGNISED,
            unit_path__startswith=unit.path,
            recognition_line=None,
        )
        .select_related("household__unit__parent")
        .order_by("unit_path", "household__sort_key", "id")
    )
    ids = [one.household_id for one in waiting]
    hanging = PostedHousehold.objects.filter(
        household__in=ids,
        posting__campaign=campaign,
        posting__procedure=procedure,
        posting__is_current=True,
        posting__ended_on=None,
    )
    posted = dict(
        hanging.values("household").annotate(last=Max("posting__last_day")).values_list(
            "household", "last"
        )
    )  # fmt: skip
    complaints = _open_complaints(campaign, unit, procedure)
    statuses = dict(
        HouseholdStatus.objects.in_force(as_of)
        .filter(household__in=ids)
        .values_list("household", "category")
    )
    return [
        Candidate(
            request=one,
            posted_until=posted.get(one.household_id),
            complaints=sum(
                count
                for (household, path), count in complaints.items()
                if household in (None, one.household_id) and one.unit_path.startswith(path)
            ),
            category=statuses.get(one.household_id, ""),
        )
        for one in waiting
    ]


def _open_complaints(
    campaign: Campaign, unit: Unit, procedure: PostingProcedure
) -> dict[tuple[int | None, str], int]:
    found = Complaint.objects.still_open().filter(
        campaign=campaign, procedure=procedure, unit_path__startswith=unit.path
    )
    counted = found.values("household", "unit_path").annotate(count=Count("id"))
    return {
        (household, path): count
        for household, path, count in counted.values_list("household", "unit_path", "count")
    }


def recognitions_of(*, campaign: Campaign, unit: Unit, mark: Mark) -> QuerySet[Recognition]:
    """Return a commune's decisions on requests, the latest first, with `line_count`."""
    found = Recognition.objects.filter(campaign=campaign, unit=unit, mark=mark)
    return found.annotate(line_count=Count("lines")).order_by("-signed_date", "-id")


@transaction.atomic
def recognise_requested(
    *,
    campaign: Campaign,
    unit: Unit,
    mark: Mark,
    requests: Sequence[int],
    number: str,
    signed_date: date,
    effective_date: date,
    last_day: date | None = None,
    signer: str,
    by_deputy: bool = False,
    by: User | None,
    as_of: date,
) -> Recognition:
    """
    Record the signed decision that recognises the households of `requests` (ids): each bears the
    mark from `effective_date` to the end of `last_day` (None: the decision names none).

    Raises: NobodyToRecognise [DCS-015], NotReadyToRecognise [DCS-016], RecognitionPeriod
            [DCS-017], PaperNumberMissing [DCS-012], NumberTaken [DCS-008], DayOutOfOrder
            [DCS-007], MarkAlreadyLater [REG-020].
    """
    stages.lock_commune(campaign=campaign, unit=unit)
    require_numbers(unit=unit, numbers=(number,), signed_date=signed_date, as_of=as_of)
    waiting = candidates(campaign=campaign, unit=unit, mark=mark, as_of=effective_date)
    chosen = [one for one in waiting if one.request.pk in set(requests)]
    if not chosen or len(chosen) < len(set(requests)):
        raise NobodyToRecognise(mark=_named(mark), unit=unit.full_name)
    _require_ready(chosen, mark=mark, unit=unit, day=signed_date)
    answered = max(one.request.answered_on or signed_date for one in chosen)
    require_order(
        unit=unit, paper=PAPER, day=signed_date, after=answered, what="ngày xét giấy đề nghị",
        as_of=as_of,
    )  # fmt: skip
    _require_period(mark, unit, signed_date, effective_date, last_day)
    audit.record(
        action="decisions.recognise_requested",
        by=by,
        subject=f"Quyết định {number}: {len(chosen)} hộ, {unit.name}",
        unit_path=unit.path,
        details={"mark": mark.value},
    )
    end = last_day + timedelta(days=1) if last_day else None
    made = Recognition.objects.create(
        campaign=campaign,
        unit=unit,
        unit_path=unit.path,
        mark=mark,
        number=number.strip(),
        signed_date=signed_date,
        effective_date=effective_date,
        valid_to=end,
        signer=signer.strip(),
        by_deputy=by_deputy,
        recorded_by=by,
    )
    RecognitionLine.objects.bulk_create(
        RecognitionLine(recognition=made, request=one.request) for one in chosen
    )
    give_mark(
        mark=mark,
        household_ids=[one.request.household_id for one in chosen],
        valid_from=effective_date,
        valid_to=end,
        standard=campaign.standard,
        source=f"Quyết định {made.number} ngày {format_date(signed_date)}",
    )
    return made


def _require_ready(chosen: Sequence[Candidate], *, mark: Mark, unit: Unit, day: date) -> None:
    problems = [
        f"{one.request.household.head_name} ({problem})"
        for one in chosen
        if (problem := one.problem_on(day))
    ]
    if problems:
        raise NotReadyToRecognise(
            mark=_named(mark),
            unit=unit.full_name,
            count=len(problems),
            examples="; ".join(problems[:EXAMPLES]),
        )


def _require_period(
    mark: Mark, unit: Unit, signed_date: date, effective_date: date, last_day: date | None
) -> None:
    problem = ""
    if effective_date < signed_date:
        problem = f"ngày có hiệu lực {format_date(effective_date)} trước ngày ký"
    elif last_day is not None and last_day < effective_date:
        problem = f"ngày hết hiệu lực {format_date(last_day)} trước ngày có hiệu lực"
    if problem:
        raise RecognitionPeriod(mark=_named(mark), unit=unit.full_name, problem=problem)


def _named(mark: Mark) -> str:
    return str(mark.label)[:1].lower() + str(mark.label)[1:]
