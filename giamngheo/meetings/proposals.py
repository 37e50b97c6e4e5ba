"""The list a village proposes: its judged households, beside what each was before the review."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from giamngheo.law.procedures import Procedure
from giamngheo.meetings.enums import ListChange
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Campaign, ReviewResult, VillageReview

_RANK = {StatusCategory.POOR: 0, StatusCategory.NEAR_POOR: 1, StatusCategory.NON_POOR: 2}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One household of the list, with what the list would change for it."""

    household_id: int
    household_code: str
    head_name: str
    previous_category: str
    category: str

    @property
    def change(self) -> ListChange:
        return change_of(self.previous_category, self.category)


def change_of(before: str, after: str) -> ListChange:
    """Return what a household's place on the list of poor and near-poor becomes."""
    none = StatusCategory.NON_POOR
    if before == after:
        return ListChange.NEVER if after == none else ListChange.STAYS
    if before == none:
        return ListChange.NEW
    return ListChange.ESCAPED if after == none else ListChange.MOVED


def proposals_of(*, village: VillageReview) -> tuple[Proposal, ...]:
    """
    Return the judged households on the village's list to review. One SQL query.

    Order: poor, near-poor, the others; in each the Vietnamese order of names.
    """
    results = (
        ReviewResult.objects.filter(
            campaign_id=village.campaign_id,
            household__listings__village=village,
            household__listings__withdrawn_on__isnull=True,
        )
        .exclude(category="")
        .order_by("household__sort_key", "household_id")
        .values_list("household_id", "household__code", "household__head_name", "category")
        .annotate(before=F("previous_category"))
    )
    found = [
        Proposal(
            household_id=household_id,
            household_code=code,
            head_name=head_name,
            previous_category=before,
            category=category,
        )
        for household_id, code, head_name, category, before in results
    ]
    return tuple(sorted(found, key=lambda one: _RANK[StatusCategory(one.category)]))


def digest_of(proposals: Iterable[Proposal]) -> str:
    """Return the fingerprint of a list: who is on it, judged what."""
    lines = sorted(f"{one.household_code};{one.category}" for one in proposals)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def procedure_of(campaign: Campaign) -> Procedure:
    """Return under which procedure a campaign's poverty lists are posted."""
    is_yearly = campaign.kind != CampaignKind.REGULAR
    return Procedure.YEARLY if is_yearly else Procedure.REGULAR
