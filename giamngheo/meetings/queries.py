"""Questions about a village's fairness: how it met, what hangs, who complained, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from giamngheo.areas.models import Unit
from giamngheo.law.calendar import WorkingCalendar, working_days_until
from giamngheo.law.procedures import Procedure, procedure_rules
from giamngheo.law.status_rules import RuleNotFound
from giamngheo.meetings.calendars import calendar_for as calendar_for
from giamngheo.meetings.enums import OPEN_STATES, ComplaintState, ListChange
from giamngheo.meetings.minutes import MinutesData as MinutesData
from giamngheo.meetings.minutes import minutes_of as minutes_of
from giamngheo.meetings.models import Complaint, PostedHousehold, Posting, VillageMeeting
from giamngheo.meetings.posting import last_meeting as last_meeting
from giamngheo.meetings.proposals import Proposal as Proposal
from giamngheo.meetings.proposals import procedure_of
from giamngheo.meetings.proposals import proposals_of as proposals_of
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign, ReviewListing, VillageReview

_OfUnit = TypeVar("_OfUnit", VillageMeeting, Posting)


@dataclass(frozen=True, kw_only=True)
class Late:
    """Why a posting is late, in words an officer can act on."""

    words: str


@dataclass(frozen=True, kw_only=True)
class VillageProof:
    """What a commune can prove of one village: its meeting, its posting, its complaints."""

    village_id: int
    village: str
    stage: str
    meetings: int
    passed_on: date | None
    posted_from: date | None
    posted_to: date | None
    provisional: bool
    postings: int
    proofs: int
    complaints: int
    complaints_open: int
    late: str


def meetings_of(*, campaign: Campaign, village: Unit) -> QuerySet[VillageMeeting]:
    """Return the meetings of a village as their records stand, the latest first."""
    held = VillageMeeting.objects.current().filter(campaign=campaign, unit=village)
    return held.order_by("-number")


def versions_of(*, meeting: VillageMeeting) -> QuerySet[VillageMeeting]:
    """Return every record of one meeting, the latest first."""
    return VillageMeeting.objects.filter(
        campaign=meeting.campaign_id, unit=meeting.unit_id, number=meeting.number
    ).order_by("-version")


def postings_of(*, campaign: Campaign, village: Unit) -> QuerySet[Posting]:
    """Return the postings of a village as their records stand, the latest first."""
    hung = Posting.objects.current().filter(campaign=campaign, unit=village)
    return hung.annotate(shown=Count("households", distinct=True)).order_by("-number", "-id")


def complaints_of(*, campaign: Campaign, village: Unit) -> QuerySet[Complaint]:
    """Return the complaints about a village's lists: those still open first, by their limits."""
    found = Complaint.objects.filter(campaign=campaign, unit=village)
    return found.select_related("household", "recheck").order_by("due_day", "id")


def complaints_waiting(*, paths: Sequence[str]) -> QuerySet[Complaint]:
    """Return the open complaints at or below `paths`, those due first on top."""
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(unit_path__startswith=path)
    found = Complaint.objects.still_open().filter(inside)
    return found.select_related("campaign", "unit__parent", "household", "recheck").order_by(
        "due_day", "id"
    )


def households_to_complain_about(*, village: VillageReview) -> QuerySet[Household]:
    """Return the households on the village's list to review or on a list it has posted."""
    listed = ReviewListing.objects.filter(village=village, withdrawn_on__isnull=True)
    posted = PostedHousehold.objects.filter(
        posting__campaign=village.campaign_id, posting__unit=village.unit_id
    )
    either = Q(pk__in=listed.values("household")) | Q(pk__in=posted.values("household"))
    return Household.objects.filter(either).order_by("sort_key", "id")


def lists_posted(*, campaign: Campaign, village: Unit) -> list[Procedure]:
    """Return of which lists a village has postings; the poverty list always first."""
    posted = Posting.objects.filter(campaign=campaign, unit=village)
    found = {Procedure(one) for one in posted.values_list("procedure", flat=True).distinct()}
    own = procedure_of(campaign)
    return [own, *sorted(found - {own})]


def days_left(*, last: date, as_of: date, calendar: WorkingCalendar) -> int:
    """Return the working days left until `last` ends; 0 on the day itself, negative when over."""
    return working_days_until(as_of=as_of, last=last, calendar=calendar)


def change_counts(*, proposals: Sequence[Proposal]) -> dict[ListChange, int]:
    """Return how many households of a list are new, escape, change, stay."""
    counts = dict.fromkeys(ListChange, 0)
    for one in proposals:
        counts[one.change] += 1
    return counts


def late_posting(*, review: VillageReview, posting: Posting | None, as_of: date) -> Late | None:
    """
    Return why a village's posting is late: begun after the day set for it, not begun though that
    day is over, or hanging beyond the yearly review's last day. None when it is not.
    """
    due = _posting_due(review)
    begun = posting.from_day if posting is not None else None
    if due is not None and (begun or as_of) > due:
        done = "niêm yết muộn" if begun else "chưa niêm yết"
        return Late(words=f"{done}, hạn {due:%d/%m/%Y}")
    end = _review_ends(review.campaign)
    if end is not None and (posting.last_day if posting is not None else as_of) > end:
        return Late(words=f"chưa niêm yết xong khi đợt rà soát hết hạn {end:%d/%m/%Y}")
    return None


def proofs_of_commune(*, campaign: Campaign, path: str, as_of: date) -> list[VillageProof]:
    """
    Return, for each village at or below `path`, what proves its fairness. Five SQL queries.

    Order: the Vietnamese order of names.
    """
    villages = list(
        VillageReview.objects.filter(campaign=campaign, unit_path__startswith=path)
        .select_related("unit", "campaign")
        .order_by("unit__sort_key", "unit_id")
    )
    inside = {"campaign": campaign, "unit_path__startswith": path}
    meetings = _by_unit(VillageMeeting.objects.current().filter(**inside).order_by("number"))
    hung = Posting.objects.current().of_poverty().filter(**inside)
    postings = _by_unit(hung.annotate(files=Count("proofs")).order_by("number"))
    complaints = dict(
        Complaint.objects.filter(**inside)
        .exclude(state=ComplaintState.SET_ASIDE)
        .values_list("unit_id")
        .annotate(count=Count("id"))
    )
    waiting = dict(
        Complaint.objects.filter(**inside, state__in=OPEN_STATES)
        .values_list("unit_id")
        .annotate(count=Count("id"))
    )
    return [
        _proof(
            review,
            meetings.get(review.unit_id, []),
            postings.get(review.unit_id, []),
            complaints.get(review.unit_id, 0),
            waiting.get(review.unit_id, 0),
            as_of,
        )
        for review in villages
    ]


def _proof(
    review: VillageReview,
    meetings: list[VillageMeeting],
    postings: list[Posting],
    complaints: int,
    waiting: int,
    as_of: date,
) -> VillageProof:
    passed = [one.held_on for one in meetings if one.passed]
    last = postings[-1] if postings else None
    late = late_posting(review=review, posting=last, as_of=as_of)
    return VillageProof(
        village_id=review.unit_id,
        village=review.unit.full_name,
        stage=review.stage,
        meetings=len(meetings),
        passed_on=passed[-1] if passed else None,
        posted_from=last.from_day if last else None,
        posted_to=last.last_day if last else None,
        provisional=bool(last and last.provisional),
        postings=len(postings),
        proofs=sum(posting.files for posting in postings),  # type: ignore[attr-defined]
        complaints=complaints,
        complaints_open=waiting,
        late=late.words if late else "",
    )


def _by_unit(rows: Iterable[_OfUnit]) -> dict[int, list[_OfUnit]]:
    found: dict[int, list[_OfUnit]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


def _posting_due(review: VillageReview) -> date | None:
    """The last day to begin posting: the day set for leaving the step before."""
    written = review.deadlines.get("AGREED")
    return date.fromisoformat(written) if written else None


def _review_ends(campaign: Campaign) -> date | None:
    procedure = procedure_of(campaign)
    if procedure is not Procedure.YEARLY:
        return None
    try:
        rules = procedure_rules(procedure=procedure, as_of=campaign.judged_for)
    except RuleNotFound:
        return None
    return rules.last_day_of(campaign.year)
