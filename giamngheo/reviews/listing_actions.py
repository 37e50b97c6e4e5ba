"""The list to review kept by hand: a household withdrawn with its reason, and taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import ReviewListing, ReviewResult, VillageReview


class ListingClosed(Refusal):
    code = "REV-032"
    sentence = (
        "Chưa thay đổi được danh sách rà soát của {unit}: thôn đang ở «{stage}». Trả thôn về bước "
        "thu thập phiếu kèm lý do rồi làm lại, hoặc ghi vào đợt rà soát thường xuyên sau."
    )


class WithdrawnWithoutReason(Refusal):
    code = "REV-033"
    sentence = (
        "Chưa rút được hộ {household} khỏi danh sách: chưa ghi lý do. Ghi lý do, ví dụ «Hộ đã "
        "chuyển đi khỏi địa bàn», rồi rút lại."
    )


@transaction.atomic
def withdraw_household(
    *, listing: ReviewListing, reason: str, by: User | None, as_of: date
) -> ReviewListing:
    """
    Take a household off the list to review, with the reason; its undecided form goes too.

    Raises: WithdrawnWithoutReason [REV-033], ListingClosed [REV-032].
    """
    household = listing.household
    if not reason.strip():
        raise WithdrawnWithoutReason(household=household.code)
    require_open(listing.village)
    audit.record(
        action="reviews.withdraw_household",
        by=by,
        subject=household.code,
        unit_path=listing.unit_path,
        reason=reason,
    )
    ReviewResult.objects.filter(
        campaign=listing.campaign_id, household=household, decision__isnull=True
    ).delete()
    listing.withdrawn_on = max(as_of, listing.listed_on)
    listing.withdrawn_reason, listing.withdrawn_by = reason.strip(), name_of(by)
    listing.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_by"])
    return listing


@transaction.atomic
def return_household(*, listing: ReviewListing, by: User | None, as_of: date) -> ReviewListing:
    """
    Put a withdrawn household back on the list.

    Raises: ListingClosed [REV-032].
    """
    require_open(listing.village)
    audit.record(
        action="reviews.return_household",
        by=by,
        subject=f"{listing.household.code}, ngày {format_date(as_of)}",
        unit_path=listing.unit_path,
    )
    listing.withdrawn_on, listing.withdrawn_reason, listing.withdrawn_by = None, "", ""
    listing.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_by"])
    return listing


def require_open(village: VillageReview) -> None:
    locked = stages.lock_village(campaign=village.campaign, village=village.unit)
    if locked.stage != VillageStage.SURVEY:
        raise ListingClosed(unit=village.unit.full_name, stage=VillageStage(locked.stage).label)


def name_of(by: User | None) -> str:
    return by.full_name if by else audit.NOBODY
