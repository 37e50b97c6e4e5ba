"""One village at a time: its row is locked before anything is read that decides."""

from __future__ import annotations

from django.utils import timezone

from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.meetings.refusals import WrongStage
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, VillageReview
from giamngheo.reviews.stage_refusals import NotTheWholeProcedure


def lock_village(*, campaign: Campaign, village: Unit) -> VillageReview:
    """
    Return the village's row, locked until the transaction ends; the commune's before it, in the
    order the stages themselves lock.

    Raises: NotTheWholeProcedure [REV-027], NotInCampaign [REV-021].
    """
    if not campaign.is_full:
        raise NotTheWholeProcedure(unit=village.full_name, campaign=campaign.name)
    return stages.lock_village(campaign=campaign, village=village)


def require_stage(review: VillageReview, *needed: VillageStage, verb: str) -> None:
    """
    Refuse unless the village stands at one of the stages `needed`; says who moved it and when.

    Raises: WrongStage [MTG-001].
    """
    if review.stage in needed:
        return
    last = stages.changes_of(campaign=review.campaign, unit=review.unit, of_village=True).first()
    words = ""
    if last is not None:
        at = timezone.localtime(last.changed_at).strftime("%H:%M")
        words = f" ({last.changed_by} chuyển lúc {at} ngày {format_date(last.changed_on)})"
    raise WrongStage(
        verb=verb,
        unit=review.unit.full_name,
        stage=VillageStage(review.stage).label,
        last=words,
        needed="» hoặc «".join(stage.label for stage in needed),
    )
