"""The village, meeting, posting or complaint an address speaks of, with the right checked first."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from giamngheo.accounts.enums import Permission
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.meetings.models import Complaint, Posting, PostingProof, VillageMeeting
from giamngheo.reviews.models import Campaign, VillageReview
from giamngheo.reviews.stage_refusals import NotInCampaign, NotTheWholeProcedure
from giamngheo.web.access import require, scope_of


@dataclass(frozen=True, kw_only=True)
class Village:
    """A village in a campaign, as its pages need it."""

    campaign: Campaign
    unit: Unit
    commune: Unit
    review: VillageReview

    @property
    def where(self) -> dict[str, Any]:
        return {"campaign": self.campaign, "village": self.unit}

    @property
    def kwargs(self) -> dict[str, Any]:
        """What an address of the village needs."""
        return {"code": self.campaign.code, "unit_id": self.unit.pk}


def village_of(
    request: HttpRequest,
    code: str,
    unit_id: int,
    *,
    permission: Permission = Permission.VIEW_PERSONAL,
    at_commune: bool = False,
    what: str = "Xem họp dân và niêm yết của",
) -> Village:
    """
    Return the village of an address.

    at_commune: the right must hold for the whole commune: what its committee does, and what
    citizens have told it about a village.
    Raises: Http404, NoRight, NotTheWholeProcedure [REV-027], NotInCampaign [REV-021].
    """
    campaign = Campaign.objects.filter(code=code).first()
    unit = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if campaign is None or unit is None:
        raise Http404(f"no campaign {code} or unit {unit_id}")
    commune = unit.parent if unit.level == UnitLevel.VILLAGE and unit.parent else unit
    asked = commune if at_commune else unit
    require(request, permission=permission, unit=asked, what=f"{what} {unit.full_name}")
    if not campaign.is_full:
        raise NotTheWholeProcedure(unit=unit.full_name, campaign=campaign.name)
    review = VillageReview.objects.filter(campaign=campaign, unit=unit).first()
    if review is None:
        raise NotInCampaign(unit=unit.full_name, campaign=campaign.name)
    review.campaign, review.unit = campaign, unit
    return Village(campaign=campaign, unit=unit, commune=commune, review=review)


def meeting_of(village: Village, meeting_id: int) -> VillageMeeting:
    found = VillageMeeting.objects.filter(pk=meeting_id, **_own(village)).first()
    if found is None:
        raise Http404(f"no meeting {meeting_id}")
    found.campaign, found.unit = village.campaign, village.unit
    return found


def posting_of(village: Village, posting_id: int) -> Posting:
    found = Posting.objects.filter(pk=posting_id, **_own(village)).first()
    if found is None:
        raise Http404(f"no posting {posting_id}")
    found.campaign, found.unit = village.campaign, village.unit
    return found


def proof_of(village: Village, proof_id: int) -> PostingProof:
    own = {f"posting__{name}": value for name, value in _own(village).items()}
    found = PostingProof.objects.filter(pk=proof_id, **own).first()
    if found is None:
        raise Http404(f"no proof {proof_id}")
    return found


def complaint_of(village: Village, complaint_id: int) -> Complaint:
    found = (
        Complaint.objects.select_related("household", "recheck", "posting")
        .filter(pk=complaint_id, **_own(village))
        .first()
    )
    if found is None:
        raise Http404(f"no complaint {complaint_id}")
    found.campaign, found.unit = village.campaign, village.unit
    return found


def may(request: HttpRequest, village: Village, permission: Permission) -> tuple[bool, bool]:
    """Return whether the reader has `permission` for the village, and for its whole commune."""
    scope = scope_of(request)
    return (
        scope.can(permission, village.unit.path),
        scope.can(permission, village.commune.path),
    )


def _own(village: Village) -> dict[str, Any]:
    return {"campaign": village.campaign, "unit": village.unit}
