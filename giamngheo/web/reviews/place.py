"""Which campaign, commune and village an address names, once the reader's right there is asked."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from giamngheo.accounts.enums import Permission
from giamngheo.reviews import queries
from giamngheo.reviews.models import Campaign, CommuneReview, VillageReview
from giamngheo.web.access import require, scope_of

HOME = ("Tổng quan", "/")
Steps = list[tuple[str, str]]

WHAT = {
    Permission.REVIEW: "Xét kết quả rà soát của",
    Permission.DECIDE: "Ra quyết định công nhận cho",
    Permission.SUPERVISE_REVIEW: "Giám sát việc rà soát của",
    Permission.CHECK_LIST: "Trả lại danh sách rà soát của",
    Permission.EXPORT: "Xuất số liệu rà soát của",
    Permission.EXPORT_PERSONAL: "Xuất danh sách rà soát của",
}


def campaign_of(request: HttpRequest, code: str) -> Campaign:
    """
    Return the campaign, for a reader with figures anywhere in it.

    Raises: Http404, NoRight.
    """
    found = Campaign.objects.select_related("unit").filter(code=code).first()
    if found is None:
        raise Http404(f"no campaign {code}")
    if not scope_of(request).touches(found.unit_path):
        what = f"Xem {found.name}"
        require(request, permission=Permission.VIEW_REGISTER, unit=found.unit, what=what)
    return found


def full_campaign_of(request: HttpRequest, code: str) -> Campaign:
    """
    Return a campaign of the whole procedure.

    Raises: Http404, also for one that only records; NoRight.
    """
    found = campaign_of(request, code)
    if not found.is_full:
        raise Http404(f"campaign {code} has no stages")
    return found


def commune_of(
    request: HttpRequest,
    code: str,
    unit_code: str,
    permission: Permission = Permission.VIEW_PERSONAL,
) -> tuple[Campaign, CommuneReview]:
    """
    Return the campaign and a commune in it, once the reader has `permission` there.

    Raises: Http404, NoRight.
    """
    found = campaign_of(request, code)
    review = queries.commune_reviews(campaign=found).filter(unit__code=unit_code).first()
    if review is None:
        raise Http404(f"no commune {unit_code} in campaign {code}")
    what = f"{WHAT.get(permission, 'Xem kết quả rà soát của')} {review.unit.full_name}"
    require(request, permission=permission, unit=review.unit, what=what)
    review.campaign = found
    return found, review


def full_commune_of(
    request: HttpRequest,
    code: str,
    unit_code: str,
    permission: Permission = Permission.VIEW_PERSONAL,
) -> tuple[Campaign, CommuneReview]:
    """As `commune_of`, in a campaign of the whole procedure."""
    found, review = commune_of(request, code, unit_code, permission)
    if not found.is_full:
        raise Http404(f"campaign {code} has no stages")
    return found, review


def village_of(
    request: HttpRequest,
    code: str,
    unit_id: int,
    permission: Permission = Permission.VIEW_PERSONAL,
) -> tuple[Campaign, VillageReview]:
    """
    Return the campaign and a village in it, once the reader has `permission` there.

    Raises: Http404, NoRight.
    """
    found = full_campaign_of(request, code)
    village = (
        VillageReview.objects.filter(campaign=found, unit=unit_id)
        .select_related("unit", "commune_review__unit")
        .first()
    )
    if village is None:
        raise Http404(f"no village {unit_id} in campaign {code}")
    what = f"{WHAT.get(permission, 'Xem kết quả rà soát của')} {village.unit.full_name}"
    require(request, permission=permission, unit=village.unit, what=what)
    village.campaign = village.commune_review.campaign = found
    return found, village


def steps_to(campaign: Campaign, *more: tuple[str, str]) -> Steps:
    """Return the breadcrumb of a page inside a campaign."""
    home = reverse("campaign", kwargs={"code": campaign.code})
    return [HOME, ("Rà soát", reverse("review_list")), (campaign.name, home), *more]


def steps_to_village(village: VillageReview, *more: tuple[str, str]) -> Steps:
    campaign, commune = village.campaign, village.commune_review.unit
    place = {"code": campaign.code, "unit_code": commune.code}
    return steps_to(campaign, (commune.full_name, reverse("commune_board", kwargs=place)), *more)
