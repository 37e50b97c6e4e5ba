"""Papers of a village filled from its review: list to review, minutes, notice, results."""

from __future__ import annotations

from datetime import date, time

from giamngheo.areas.models import Unit
from giamngheo.decisions.lists import listed_households, moved, of_category
from giamngheo.documents.writer import OfficialPaper
from giamngheo.law.procedures import Step, limit_of
from giamngheo.law.status_rules import RuleNotFound
from giamngheo.lib.dates import format_date
from giamngheo.meetings.minutes import MinutesData, minutes_of
from giamngheo.meetings.models import Posting, VillageMeeting
from giamngheo.meetings.proposals import procedure_of, proposals_of
from giamngheo.meetings.public import is_posted
from giamngheo.papers.inputs import Line, Signing
from giamngheo.papers.minutes import (
    Attendance,
    HouseholdVote,
    Meeting,
    Said,
    Vote,
    meeting_minutes,
)
from giamngheo.papers.offices import office_of
from giamngheo.papers.people import category_words, lines_of, sex_words
from giamngheo.papers.posting import Notice, PostedHousehold, posting_notice
from giamngheo.papers.review_lists import (
    Listed,
    ResultList,
    ReviewList,
    list_after_review,
    list_to_review,
)
from giamngheo.registry.enums import Relation, StatusCategory
from giamngheo.registry.models import Household, Member
from giamngheo.reviews import listings
from giamngheo.reviews.enums import ListingSource, Movement
from giamngheo.reviews.models import Campaign, VillageReview


def review_list_paper(*, campaign: Campaign, unit: Unit, as_of: date) -> OfficialPaper:
    """Return the list to review of a village or of a whole commune (Phụ lục I)."""
    office = office_of(unit=unit, as_of=as_of, is_generated=campaign.is_generated)
    rows = list(
        listings.listed(campaign=campaign)
        .filter(unit_path__startswith=unit.path)
        .select_related("household", "village__unit")
        .order_by("village__unit__sort_key", "village_id", "sort_key", "id")
    )
    heads = _heads([row.household_id for row in rows])
    listed = tuple(
        Listed(
            line=_listed_line(row.household, row.village.unit, row.previous_category, heads),
            source=_source(row.source, row.listed_on),
            is_managed=row.source != ListingSource.REQUEST,
            criteria_met=row.screened,
        )
        for row in rows
    )
    village = "" if unit.code else unit.full_name
    return list_to_review(
        office, ReviewList(year=campaign.year, listed=listed, village=village), Signing()
    )


def _source(source: str, listed_on: date) -> str:
    if source == ListingSource.MANAGED:
        return "Đang quản lý"
    words = str(ListingSource(source).label)
    return f"{words} {format_date(listed_on)}" if source == ListingSource.REQUEST else words


def _listed_line(
    household: Household, village: Unit, before: str, heads: dict[int, Member]
) -> Line:
    head = heads.get(household.pk)
    return Line(
        head=household.head_name,
        village=village.full_name,
        code=household.code,
        sex=sex_words(head.sex if head else None),
        birth=head.birth_date if head else None,
        birth_year_only=head.birth_year_only if head else False,
        ethnicity=household.ethnicity,
        member_count=household.member_count,
        before=category_words(before),
    )


def _heads(ids: list[int]) -> dict[int, Member]:
    found = Member.objects.present().filter(household__in=ids, relation=Relation.HEAD)
    return {head.household_id: head for head in found}


def minutes_paper(*, meeting: VillageMeeting, as_of: date) -> OfficialPaper:
    """Return the minutes of a meeting as it was recorded (Phụ lục V)."""
    data = minutes_of(meeting=meeting)
    office = office_of(unit=meeting.unit, as_of=data.held_on, is_generated=data.is_generated)
    return meeting_minutes(office, _meeting(data))


def blank_minutes_paper(*, campaign: Campaign, village: Unit, as_of: date) -> OfficialPaper:
    """Return minutes to be written by hand at the meeting, with the list it will speak of."""
    office = office_of(unit=village, as_of=as_of, is_generated=campaign.is_generated)
    review = VillageReview.objects.filter(campaign=campaign, unit=village).first()
    proposals = proposals_of(village=review) if review else ()
    held = VillageMeeting.objects.current().filter(campaign=campaign, unit=village).count()
    rows = tuple(
        HouseholdVote(
            line=Line(
                head=one.head_name,
                village=village.full_name,
                category=category_words(one.category),
                before=category_words(one.previous_category),
            ),
            vote=Vote(),
        )
        for one in proposals
    )
    meeting = Meeting(
        village=village.full_name, year=campaign.year, round=held + 1, households=rows
    )
    return meeting_minutes(office, meeting)


def _meeting(data: MinutesData) -> Meeting:
    return Meeting(
        village=data.village,
        year=data.year,
        round=data.number,
        held_on=data.held_on,
        started=_hour(data.started),
        ended=_hour(data.ended),
        place=data.place,
        chair=data.chair,
        chair_title=data.chair_position,
        secretary=data.secretary,
        representatives=tuple(filter(None, (data.representatives,))),
        attendance=tuple(
            Attendance(
                capacity=group.words,
                count=group.count,
                names=tuple(filter(None, (" ".join(group.names.split()),))),
            )
            for group in data.participants
        ),
        present=data.attended,
        households=tuple(
            HouseholdVote(
                line=Line(
                    head=one.head_name,
                    village=data.village,
                    category=one.category_words,
                    before=one.previous_words,
                ),
                vote=Vote(agree=one.agree, disagree=one.against),
            )
            for one in data.households
        ),
        vote=Vote(agree=data.agree, disagree=data.against, other=data.no_opinion),
        opinions=tuple(
            Said(speaker=one.speaker, words=one.text, answer=one.answer) for one in data.opinions
        ),
        passed=data.passed,
        outcome=data.outcome_words,
        least_percent=data.least_percent,
    )


def _hour(moment: time | None) -> str:
    return f"{moment.hour} giờ {moment.minute:02}" if moment else ""


def posted_words(before: str, after: str) -> str:
    """Return the heading under which a household hangs."""
    if after != StatusCategory.NON_POOR:
        return str(StatusCategory(after).label)
    return "Hộ thoát nghèo" if before == StatusCategory.POOR else "Hộ thoát cận nghèo"


def posting_paper(*, posting: Posting, as_of: date) -> OfficialPaper:
    """Return the notice as it hung: nothing but what the board showed."""
    campaign = posting.campaign
    office = office_of(
        unit=posting.unit, as_of=posting.from_day, is_generated=campaign.is_generated
    )
    rows = tuple(
        PostedHousehold(
            head=row.head_name,
            village=posting.unit.full_name,
            result=posted_words(row.previous_category, row.category),
        )
        for row in posting.households.order_by("position")
    )
    notice = Notice(
        year=campaign.year,
        households=rows,
        places=posting.places,
        working_days=posting.days,
        first_day=posting.from_day,
        last_day=posting.last_day,
        village=posting.unit.full_name if not posting.unit.code else "",
        complaint_address=", điện thoại ".join(filter(None, (posting.contact, posting.phone))),
    )
    return posting_notice(office, notice, Signing())


def draft_posting_paper(*, campaign: Campaign, village: Unit, as_of: date) -> OfficialPaper:
    """Return the notice to be posted, its days and place to be written in."""
    office = office_of(unit=village, as_of=as_of, is_generated=campaign.is_generated)
    review = VillageReview.objects.filter(campaign=campaign, unit=village).first()
    proposals = [one for one in proposals_of(village=review) if is_posted(one)] if review else []
    days: int | None
    try:
        limit = limit_of(procedure=procedure_of(campaign), step=Step.POSTING, as_of=as_of)
        days = limit.days.value
    except RuleNotFound:
        days = None
    notice = Notice(
        year=campaign.year,
        households=tuple(
            PostedHousehold(
                head=one.head_name,
                village=village.full_name,
                result=posted_words(one.previous_category, one.category),
            )
            for one in proposals
        ),
        places="",
        working_days=days,
        village=village.full_name if not village.code else "",
    )
    return posting_notice(office, notice, Signing())


def result_list_paper(*, campaign: Campaign, unit: Unit, as_of: date) -> OfficialPaper:
    """Return the list after review of a village or of a whole commune (Phụ lục VI)."""
    office = office_of(unit=unit, as_of=as_of, is_generated=campaign.is_generated)
    rows = listed_households(campaign=campaign, unit=unit, day=as_of)
    parts = {
        "poor": of_category(rows, StatusCategory.POOR),
        "near_poor": of_category(rows, StatusCategory.NEAR_POOR),
        "escaped_poor": moved(rows, Movement.ESCAPED_POOR),
        "escaped_near_poor": moved(rows, Movement.ESCAPED_NEAR_POOR),
    }
    found = ResultList(
        year=campaign.year,
        village="" if unit.code else unit.full_name,
        **{name: lines_of(part, campaign=campaign) for name, part in parts.items()},
    )
    return list_after_review(office, found, Signing())
