"""Which campaign, commune or unit an address speaks of, and whether the reader may go there."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import ancestors
from giamngheo.decisions.waiting import opinion_path
from giamngheo.reviews.models import Campaign, CommuneReview
from giamngheo.web.access import require, scope_of, today


def campaign_of(request: HttpRequest, code: str) -> Campaign:
    """Return the campaign; refuse who has figures neither above, at nor below its unit."""
    found = Campaign.objects.select_related("unit").filter(code=code).first()
    if found is None:
        raise Http404(f"no campaign {code}")
    if not scope_of(request).touches(found.unit_path):
        what = f"Xem {found.name}"
        require(request, permission=Permission.VIEW_REGISTER, unit=found.unit, what=what)
    return found


def review_of(
    request: HttpRequest, code: str, unit_code: str, *, permission: Permission, what: str
) -> CommuneReview:
    """
    Return the commune's row in the campaign, where the reader has `permission`.

    An opinion is of the level above: GIVE_OPINION is asked there.
    """
    campaign = campaign_of(request, code)
    review = (
        CommuneReview.objects.select_related("unit__parent", "campaign")
        .filter(campaign=campaign, unit__code=unit_code)
        .first()
    )
    if review is None:
        raise Http404(f"no commune {unit_code} in campaign {code}")
    unit = review.unit
    if permission is Permission.GIVE_OPINION:
        unit = upper_of(review, today())
    require(request, permission=permission, unit=unit, what=f"{what} {review.unit.full_name}")
    return review


def upper_of(review: CommuneReview, day: date) -> Unit:
    """Return the unit whose people give the opinion on the commune's list."""
    above: list[Any] = ancestors(unit=review.unit)
    parent = review.unit.parent
    path = opinion_path(
        unit_path=review.unit_path,
        parent_path=parent.path if parent else review.unit_path,
        day=day,
    )
    return next((one for one in above if one.path == path), review.unit)


def unit_of_campaign(
    request: HttpRequest, campaign: Campaign, unit_code: str, *, permission: Permission, what: str
) -> Unit:
    """Return the unit that carried the code on the campaign's day, where the reader may go."""
    found = list(
        Unit.objects.in_force(campaign.judged_for)
        .filter(code=unit_code)
        .select_related("parent")
        .order_by("-level")
    )
    lies_in = [
        one
        for one in found
        if one.path.startswith(campaign.unit_path) or campaign.unit_path.startswith(one.path)
    ]
    if not lies_in:
        raise Http404(f"no unit {unit_code} around campaign {campaign.code}")
    require(request, permission=permission, unit=lies_in[0], what=f"{what} {lies_in[0].full_name}")
    return lies_in[0]
