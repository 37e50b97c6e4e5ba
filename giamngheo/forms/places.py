"""Where a household stands in a campaign: its commune and village, by what it is judged, locks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from giamngheo.forms.fields import REGION
from giamngheo.forms.models import ReviewForm
from giamngheo.law.enums import Evidence
from giamngheo.law.standard_types import Standard
from giamngheo.registry.models import Household
from giamngheo.reviews.answers import PointsInForce, points_or_none
from giamngheo.reviews.enums import CommuneState, Procedure, VillageStage
from giamngheo.reviews.models import Campaign, CommuneReview, StageChange, VillageReview
from giamngheo.rules.queries import standard_for


@dataclass(frozen=True, kw_only=True)
class Lock:
    """Why forms are closed: a sentence, and who closed them when, where that is known."""

    sentence: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a household stands in a campaign; `village` is None where villages have no stages."""

    commune: CommuneReview
    village: VillageReview | None
    standard: Standard
    points: PointsInForce | None
    lock: Lock | None
    # The column of points said of another household of the commune: it is the same for all.
    region: str = ""

    @property
    def kinds(self) -> tuple[Evidence, ...]:
        """The kinds of evidence a form may rest on here, the best first."""
        found = [Evidence.ANSWERS] if self.points else []
        found += [Evidence.SCORES] if self.standard.judges_scores else []
        return (*found, Evidence.INCOME)


def places_of(*, campaign: Campaign, households: Sequence[Household]) -> dict[int, Place]:
    """Return the place of each household the campaign covers, each commune and village once."""
    communes = _communes_over(campaign, households)
    villages = _villages_of(campaign, households, communes)
    standard = standard_for(campaign.standard)
    made: dict[tuple[int, int | None], Place] = {}
    found = {}
    for household in households:
        commune = next(
            (one for one in communes if household.unit_path.startswith(one.unit_path)), None
        )
        if commune is None:
            continue
        village = villages.get(household.unit_id) or villages.get(commune.unit_id)
        key = (commune.pk, village.pk if village else None)
        if key not in made:
            points = points_or_none(campaign=campaign, unit=commune.unit)
            made[key] = Place(
                commune=commune,
                village=village,
                standard=standard,
                points=points,
                lock=_lock(campaign, commune, village),
                region=_region_said(campaign, commune) if points else "",
            )
        found[household.pk] = made[key]
    return found


def _region_said(campaign: Campaign, commune: CommuneReview) -> str:
    said = ReviewForm.objects.filter(
        campaign=campaign, unit_path__startswith=commune.unit_path, values__has_key=REGION
    )
    return str(said.order_by("-saved_at").values_list(f"values__{REGION}", flat=True).first() or "")


def _communes_over(campaign: Campaign, households: Sequence[Household]) -> list[CommuneReview]:
    """The commune's path is the household's own, or that of its village's parent."""
    paths = {household.unit_path for household in households}
    above = {parent_path(path) for path in paths}
    reviews = campaign.communes.select_related("unit").filter(unit_path__in=paths | above)
    return list(reviews.order_by("-unit_path"))


def parent_path(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def _villages_of(
    campaign: Campaign, households: Sequence[Household], communes: Sequence[CommuneReview]
) -> dict[int, VillageReview]:
    if campaign.procedure != Procedure.FULL:
        return {}
    units = {household.unit_id for household in households} | {one.unit_id for one in communes}
    reviews = VillageReview.objects.filter(campaign=campaign, unit__in=units)
    return {review.unit_id: review for review in reviews.select_related("unit")}


def _lock(campaign: Campaign, commune: CommuneReview, village: VillageReview | None) -> Lock | None:
    if village is not None and village.stage != VillageStage.SURVEY:
        stage = VillageStage(village.stage).label
        change = _last_change(campaign, village.unit_id, of_village=True)
        return _closed(f"{village.unit.full_name} đang ở bước «{stage}»", change)
    closed = (CommuneState.OPEN, CommuneState.JUDGED)
    if commune.state in closed:
        return None
    state = CommuneState(commune.state).label
    change = _last_change(campaign, commune.unit_id, of_village=False)
    return _closed(f"Danh sách của {commune.unit.full_name} đang ở bước «{state}»", change)


def _closed(sentence: str, change: StageChange | None) -> Lock:
    if change is None:
        return Lock(sentence=sentence)
    return Lock(sentence=sentence, by=change.changed_by, at=change.changed_at)


def _last_change(campaign: Campaign, unit_id: int, *, of_village: bool) -> StageChange | None:
    changes = StageChange.objects.filter(campaign=campaign, unit=unit_id, of_village=of_village)
    return changes.order_by("-id").first()
