"""A village's list to review: read, exported, scored, sent back; a household withdrawn."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.reviews import listings, stages
from giamngheo.reviews.enums import CommuneState, VillageStage
from giamngheo.reviews.listing_actions import return_household, withdraw_household
from giamngheo.reviews.models import Campaign, ReviewListing, VillageReview
from giamngheo.reviews.scoring import score_village
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.exporting import workbook_response
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.reviews import listing_table as layout
from giamngheo.web.reviews.place import full_campaign_of, steps_to_village, village_of
from giamngheo.web.tables import build_table

MOVES_SHOWN = 8


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_GET
def village_listing(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    campaign, village = village_of(request, code, unit_id)
    asked = layout.asked_of(request.GET)
    found = layout.listed_households(village, asked)
    page = page_by_key(request, rows=found, order=layout.ORDER)
    known = layout.Known.of(campaign, page.rows)
    scope = scope_of(request)
    open_here = village.stage == VillageStage.SURVEY
    may_review = scope.can(Permission.REVIEW, village.unit_path)
    listed, waiting = (
        listings.of_village(village=village).count(),
        listings.without_result(village=village).count(),
    )
    context = {
        "campaign": campaign,
        "village": village,
        "place": {"code": code, "unit_id": unit_id},
        "stage": VillageStage(village.stage).label,
        "late": village.due_date is not None and village.due_date < today(),
        "listed": listed,
        "judged": listed - waiting,
        "asked": asked,
        "choices": layout,
        "page": page,
        "table": build_table(
            request,
            name="danh-sach-ra-soat",
            caption=f"Hộ cần rà soát, {village.unit.full_name}",
            columns=layout.COLUMNS,
            rows=[
                layout.listing_row(campaign, one, known, may_change=open_here and may_review)
                for one in page.rows
            ],
            presorted=True,
            empty="Không có hộ nào trong danh sách này.",
        ),
        "moves": list(
            stages.changes_of(campaign=campaign, unit=village.unit, of_village=True)[:MOVES_SHOWN]
        ),
        "stages": VillageStage,
        "open_here": open_here,
        "may_review": may_review,
        "may_score": open_here and may_review,
        "may_send_back": _may_send_back(request, village),
        "may_export": scope.can(Permission.EXPORT_PERSONAL, village.unit_path),
        "may_plan": scope.can(Permission.REVIEW, village.commune_review.unit_path),
        "reason_form": ReasonForm(),
        "steps": steps_to_village(village, (village.unit.full_name, "")),
    }
    return render(
        request,
        "reviews/village_listing.html",
        context,
        block="results",
        generated=campaign.is_generated,
    )


@require_GET
def village_listing_xlsx(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    """The whole list of the village under the address's filters, in the order of the page."""
    campaign, village = village_of(request, code, unit_id, Permission.EXPORT_PERSONAL)
    asked = layout.asked_of(request.GET)
    rows = list(layout.listed_households(village, asked).order_by(*layout.ORDER))
    known = layout.Known.of(campaign, rows)
    table = build_table(
        request,
        name="danh-sach-ra-soat",
        caption=f"Danh sách hộ cần rà soát, {village.unit.full_name}",
        columns=layout.COLUMNS[:-1],
        rows=[layout.listing_row(campaign, one, known, may_change=False) for one in rows],
        presorted=True,
    )
    audit.read_event(
        action="reviews.export_listing",
        by=scope_of(request).user,
        subject=f"{table.caption}, {campaign.name}: {len(rows)} hộ",
        unit_path=village.unit_path,
    )
    return workbook_response(
        table=table,
        title_lines=[table.caption, campaign.name, f"Số dòng: {len(rows)}"],
        file_name=f"danh-sach-ra-soat-{campaign.code}-{unit_id}.xlsx",
        printed_by=scope_of(request).user,
    )


@require_POST
def village_score(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    campaign, village = village_of(request, code, unit_id, Permission.REVIEW)
    score_village(campaign=campaign, village=village.unit, by=scope_of(request).user, as_of=today())
    messages.success(
        request,
        f"Đã chấm xong {village.unit.full_name}. Bước tiếp theo: họp dân.",
    )
    return redirect("village_listing", code=code, unit_id=unit_id)


@require_POST
def village_send_back(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    campaign, village = village_of(request, code, unit_id, Permission.CHECK_LIST)
    stages.move_village(
        campaign=campaign,
        village=village.unit,
        to=VillageStage.SURVEY,
        by=scope_of(request).user,
        reason=request.POST.get("reason", ""),
        as_of=today(),
    )
    messages.success(request, f"Đã trả {village.unit.full_name} về bước thu thập phiếu.")
    return redirect("village_listing", code=code, unit_id=unit_id)


@require_http_methods(["GET", "POST"])
def listing_withdraw(request: HttpRequest, code: str, listing_id: int) -> HttpResponse:
    """Take a household off the list with its reason, or put a withdrawn one back."""
    campaign, listing = _listing(request, code, listing_id)
    by, unit_id = scope_of(request).user, listing.village.unit_id
    back = reverse("village_listing", kwargs={"code": code, "unit_id": unit_id})
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and listing.withdrawn_on:
        return_household(listing=listing, by=by, as_of=today())
        messages.success(request, f"Đã đưa hộ {listing.household.head_name} lại vào danh sách.")
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        withdraw_household(listing=listing, reason=reason, by=by, as_of=today())
        messages.success(request, f"Đã rút hộ {listing.household.head_name} khỏi danh sách.")
        return redirect(back)
    return render(
        request,
        "reviews/listing_withdraw.html",
        {
            "campaign": campaign,
            "listing": listing,
            "form": form,
            "back": back,
            "steps": steps_to_village(
                listing.village,
                (listing.village.unit.full_name, back),
                (listing.household.head_name, ""),
            ),
        },
        status=422 if request.method == "POST" else 200,
        generated=campaign.is_generated,
    )


def _listing(request: HttpRequest, code: str, listing_id: int) -> tuple[Campaign, ReviewListing]:
    campaign = full_campaign_of(request, code)
    listing = (
        ReviewListing.objects.filter(campaign=campaign, pk=listing_id)
        .select_related("household__unit", "village__unit", "village__commune_review__unit")
        .first()
    )
    if listing is None:
        raise Http404(f"no listing {listing_id} in campaign {code}")
    require(
        request,
        permission=Permission.REVIEW,
        unit=listing.household.unit,
        # No code of the household: the address did not name it.
        what="Thay đổi danh sách rà soát của hộ này",
        subject=f"Hộ {listing.household.code}",
    )
    listing.campaign = listing.village.campaign = campaign
    return campaign, listing


def _may_send_back(request: HttpRequest, village: VillageReview) -> bool:
    moved = village.stage != VillageStage.SURVEY
    still_open = village.commune_review.state in (CommuneState.OPEN, CommuneState.JUDGED)
    may = scope_of(request).can(Permission.CHECK_LIST, village.unit_path)
    return moved and still_open and may
