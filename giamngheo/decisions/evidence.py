"""The meetings and postings a decision rests on, as facts that can be kept with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from giamngheo.areas.models import Unit
from giamngheo.meetings.models import Complaint, Posting, VillageMeeting
from giamngheo.reviews.models import Campaign


def meetings_held(*, campaign: Campaign, unit: Unit) -> list[dict[str, Any]]:
    """
    Return the meetings of a commune's villages, failed ones too, in order; for JSON.

    Shape: id, village, number, version, held_on (ISO), attended, agree, against, outcome,
           list_digest.
    """
    found = VillageMeeting.objects.current().filter(
        campaign=campaign, unit_path__startswith=unit.path
    )
    return [
        {
            "id": one.pk,
            "village": one.unit.full_name,
            "number": one.number,
            "version": one.version,
            "held_on": one.held_on.isoformat(),
            "attended": one.attended,
            "agree": one.agree,
            "against": one.against,
            "outcome": one.outcome,
            "list_digest": one.list_digest,
        }
        for one in found.select_related("unit").order_by("unit__sort_key", "unit_id", "number")
    ]


def postings_made(*, campaign: Campaign, unit: Unit) -> list[dict[str, Any]]:
    """
    Return the postings of a commune's poverty lists, in order; for JSON.

    Shape: id, village, number, version, from_day, last_day, ended_on (ISO or null), places,
           households.
    """
    found = (
        Posting.objects.current()
        .of_poverty()
        .filter(campaign=campaign, unit_path__startswith=unit.path)
        .annotate(count=Count("households"))
    )
    return [
        {
            "id": one.pk,
            "village": one.unit.full_name,
            "number": one.number,
            "version": one.version,
            "from_day": one.from_day.isoformat(),
            "last_day": one.last_day.isoformat(),
            "ended_on": one.ended_on.isoformat() if one.ended_on else None,
            "places": one.places,
            "households": one.count,
        }
        for one in found.select_related("unit").order_by("unit__sort_key", "unit_id", "number")
    ]


def village_facts(*, campaign: Campaign, unit: Unit) -> dict[str, dict[str, Any]]:
    """
    Return by village name its last meeting, last posting and number of complaints.

    Shape: {"Thôn Một": {meeting_date, attended, agreed, posted_from, posted_until, complaints}};
           a village without meeting or posting lacks those keys. agreed is None where each
           household was voted on by itself.
    """
    inside = {"campaign": campaign, "unit_path__startswith": unit.path}
    facts: dict[str, dict[str, Any]] = {}
    meetings = VillageMeeting.objects.current().filter(**inside).select_related("unit")
    for meeting in meetings.order_by("number"):
        facts.setdefault(meeting.unit.full_name, {}).update(
            meeting_date=meeting.held_on, attended=meeting.attended, agreed=meeting.agree
        )
    postings = Posting.objects.current().of_poverty().filter(**inside).select_related("unit")
    for posting in postings.order_by("number"):
        facts.setdefault(posting.unit.full_name, {}).update(
            posted_from=posting.from_day, posted_until=posting.last_day
        )
    counted = Complaint.objects.filter(**inside).values_list("unit__full_name")
    for village, count in counted.annotate(Count("id")).order_by():
        facts.setdefault(village, {})["complaints"] = count
    for village in facts.values():
        village.setdefault("complaints", 0)
    return facts
