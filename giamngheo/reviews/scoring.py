"""Closing the survey of a village: its forms are judged and its list goes to the meeting."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.reviews import listings, stages
from giamngheo.reviews.actions import judge_communes
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, VillageReview


@transaction.atomic
def score_village(
    *, campaign: Campaign, village: Unit, by: User | None, as_of: date
) -> VillageReview:
    """
    Judge what was recorded in one village and move it to SCORED.

    Raises: what `judge_communes` and `stages.move_village` raise; NotScoredYet [REV-022] names
            households of the list without a form.
    """
    review = stages.lock_village(campaign=campaign, village=village)
    if listings.of_village(village=review).exists():
        judge_communes(
            campaign=campaign, units=[review.commune_review.unit], villages=[village], by=by
        )
    return stages.move_village(
        campaign=campaign, village=village, to=VillageStage.SCORED, by=by, as_of=as_of
    )
