"""The round of submission that stands: the last one, while nobody has sent it back."""

from __future__ import annotations

from datetime import date

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.decisions.models import Submission
from giamngheo.decisions.refusals import ListChangedSince, NoOpinionNeeded, NothingSubmitted
from giamngheo.lib.dates import format_date
from giamngheo.reviews.digests import list_digest
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Campaign
from giamngheo.reviews.queries import judged_frame


def standing_round(*, campaign: Campaign, unit: Unit, verb: str) -> Submission:
    """
    Return the round that stands, its row locked.

    Raises: NothingSubmitted [DCS-004], which says what could not be done (`verb`).
    """
    rounds = Submission.objects.select_for_update(of=("self",)).select_related("submitted_by")
    last = rounds.filter(campaign=campaign, unit=unit).order_by("round").last()
    if last is None or last.returned_on is not None:
        raise NothingSubmitted(verb=verb, unit=unit.full_name, campaign=campaign.name)
    return last


def close_round(*, submission: Submission, reason: str, by: User, as_of: date) -> None:
    """Keep with the round who sent it back, when and why."""
    submission.returned_by, submission.returned_on = by, as_of
    submission.return_reason = reason.strip()
    submission.save(update_fields=["returned_by", "returned_on", "return_reason"])


def require_unchanged(*, submission: Submission, verb: str) -> None:
    """
    Refuse when the list is not the one that was handed up.

    Raises: ListChangedSince [DCS-003].
    """
    results = judged_frame(campaign=submission.campaign, unit=submission.unit)
    if list_digest(results=results) != submission.list_digest:
        raise ListChangedSince(
            verb=verb,
            unit=submission.unit.full_name,
            who=submission.submitted_by.full_name,
            day=format_date(submission.submitted_on),
        )


def require_yearly(*, campaign: Campaign, unit: Unit, paper: str) -> None:
    """Raises: NoOpinionNeeded [DCS-011] in a regular review."""
    if campaign.kind == CampaignKind.REGULAR:
        raise NoOpinionNeeded(paper=paper, unit=unit.full_name, campaign=campaign.name)
