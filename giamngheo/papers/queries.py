"""Questions about papers: the office's words, confirmations given out and their codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.papers.confirmations import (
    PublicConfirmation,
    StatusOnDay,
    decision_words,
    is_registered,
    latest_results,
    masked,
    standing_among,
    standing_of,
    status_on,
)
from giamngheo.papers.enums import Standing
from giamngheo.papers.models import Confirmation, OfficeText
from giamngheo.papers.offices import office_of, wording_of
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import Household, HouseholdStatus
from giamngheo.reviews.models import Campaign
from giamngheo.work.models import WorkItem

SHOWN_ORDERS = 5

__all__ = [
    "PublicConfirmation",
    "StatusLine",
    "StatusOnDay",
    "confirmation_or_none",
    "confirmations_of",
    "office_of",
    "office_texts",
    "papers_ordered",
    "public_confirmation",
    "standing_of",
    "standings_of",
    "status_on",
    "statuses_on",
    "wording_of",
]


def confirmations_of(*, household: Household) -> QuerySet[Confirmation]:
    """Return the confirmations given to a household, the latest first."""
    found = Confirmation.objects.filter(household=household)
    return found.select_related("issued_by", "revoked_by", "household").order_by("-issued_at")


@dataclass(frozen=True, kw_only=True)
class StatusLine:
    """What a household was on a day, in the words of its decision."""

    category: str
    group: str
    since: date
    decision: str


def statuses_on(
    *, households: Sequence[Household], as_of: date
) -> list[tuple[Household, StatusLine | None]]:
    """
    Return each household with its status on a day, None where the register has none or did not
    have the household. Two SQL queries.
    """
    ids = [one.pk for one in households]
    results = latest_results(ids, as_of)
    found = HouseholdStatus.objects.in_force(as_of).filter(household__in=ids)
    by_household = {
        one.household_id: StatusLine(
            category=one.category,
            group=one.group,
            since=one.valid_from,
            decision=decision_words(one, results),
        )
        for one in found
    }
    return [
        (one, by_household.get(one.pk) if is_registered(one, as_of) else None) for one in households
    ]


def standings_of(*, confirmations: Sequence[Confirmation], as_of: date) -> dict[int, Standing]:
    """Return whether each confirmation still stands, by id. One SQL query for a household."""
    ids = {one.household_id for one in confirmations}
    statuses: dict[int, list[HouseholdStatus]] = {}
    for status in HouseholdStatus.objects.filter(household__in=ids).order_by("valid_from"):
        statuses.setdefault(status.household_id, []).append(status)
    return {
        one.pk: standing_among(
            confirmation=one, statuses=statuses.get(one.household_id, []), as_of=as_of
        )
        for one in confirmations
    }


def confirmation_or_none(*, code: str) -> Confirmation | None:
    """Return the confirmation with this code, typed with blanks, dashes or small letters."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    found = Confirmation.objects.select_related("household", "unit__parent")
    return found.filter(code=plain).first() if plain.isascii() else None


def public_confirmation(*, code: str, as_of: date) -> PublicConfirmation | None:
    """Return what a stranger with the code is told; None for a code nobody gave out."""
    found = confirmation_or_none(code=code)
    if found is None:
        return None
    return PublicConfirmation(
        code=found.printed_code,
        head=masked(found.head_name),
        commune=found.unit.full_name,
        category=str(StatusCategory(found.category).label),
        as_of=found.as_of,
        decision=found.decision,
        issued_on=found.issued_on,
        standing=standing_of(confirmation=found, as_of=as_of),
        is_generated=found.is_generated,
    )


def papers_ordered(*, campaign: Campaign, unit: Unit, of_village: bool, by: User) -> list[WorkItem]:
    """Return the last PDFs somebody asked for of a unit's papers, the latest first. One query."""
    found = WorkItem.objects.filter(
        owner=by,
        kind="paper_pdf",
        unit_path=unit.path,
        parameters__campaign_id=campaign.pk,
        parameters__of_village=of_village,
    )
    return list(found.select_related("owner").latest_first()[:SHOWN_ORDERS])


def office_texts(*, unit: Unit) -> QuerySet[OfficeText]:
    """Return the blocks the office at `unit` wrote itself."""
    return OfficeText.objects.filter(unit=unit).select_related("changed_by").order_by("key")
