"""Requests of households (Mẫu 01, Mẫu 04): taken in, answered at once where the law is plain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import Household, HouseholdStatus
from giamngheo.reviews.enums import ListingSource, RequestKind, RequestResult
from giamngheo.reviews.listing_actions import name_of, require_open
from giamngheo.reviews.models import Campaign, ReviewListing, ReviewRequest, VillageReview
from giamngheo.reviews.request_answers import INCOME_KINDS, answer_of, result_of


class RequestRefused(Refusal):
    code = "REV-030"
    sentence = "Chưa ghi được giấy đề nghị của hộ {household}: {problem}. {what_next}"


class RequestAlreadyTaken(Refusal):
    code = "REV-031"
    sentence = (
        "Chưa ghi được giấy đề nghị: hộ {household} đã có giấy đề nghị cùng loại nhận ngày {day} "
        "trong đợt {campaign}. Mở giấy đề nghị đó để xem kết quả."
    )


@transaction.atomic
def take_request(
    *,
    campaign: Campaign,
    household: Household,
    kind: RequestKind,
    received_on: date,
    form_a: Sequence[bool | None] = (),
    income_per_capita_vnd: int | None = None,
    accepted: bool | None = None,
    reason: str = "",
    answer_number: str = "",
    by: User | None,
    as_of: date,
) -> ReviewRequest:
    """
    Take in a request and answer it at once where the law gives the answer.

    POVERTY goes by Form A (fewer than 4 of 9 criteria: on the list), ESCAPE straight to the list,
    the other two by income. Where no rule is found for the day a person decides: `accepted` and
    `reason`; without them the request waits.
    Raises: RequestRefused [REV-030], RequestAlreadyTaken [REV-031], ListingClosed [REV-032].
    """
    village = _open_village_of(campaign, household)
    _require_plausible(campaign, household, kind, received_on, as_of)
    answer = answer_of(
        kind=kind,
        form_a=form_a,
        income=income_per_capita_vnd,
        area_type=village.commune_review.area_type,
        as_of=received_on,
        accepted=accepted,
        reason=reason,
    )
    audit.record(
        action="reviews.take_request",
        by=by,
        subject=f"{household.code}: {kind.label}, {answer.result.label}",
        unit_path=household.unit_path,
    )
    answered = answer.result != RequestResult.WAITING
    try:
        with transaction.atomic():
            request = ReviewRequest.objects.create(
                campaign=campaign,
                household=household,
                unit_path=household.unit_path,
                kind=kind,
                received_on=received_on,
                due_date=campaign.ends_on,
                form_a=list(form_a),
                income_per_capita_vnd=income_per_capita_vnd,
                result=answer.result,
                reason=answer.reason,
                answered_on=as_of if answered else None,
                answer_number=answer_number,
                received_by=name_of(by),
                answered_by=name_of(by) if answered else "",
            )
    except IntegrityError as broken:
        raise _already_taken(campaign, household, kind) from broken
    _list_when_accepted(request, village=village, as_of=as_of)
    return request


@transaction.atomic
def answer_request(
    *,
    request: ReviewRequest,
    accepted: bool,
    reason: str,
    answer_number: str = "",
    by: User | None,
    as_of: date,
) -> ReviewRequest:
    """
    Answer a waiting request by a person's decision, with the reason kept.

    Raises: RequestRefused [REV-030] when it was answered before or the reason is missing,
            ListingClosed [REV-032].
    """
    request = ReviewRequest.objects.select_for_update().get(pk=request.pk)
    household = request.household
    if request.result != RequestResult.WAITING:
        problem = (
            f"giấy đề nghị đã được {request.answered_by} trả lời ngày "
            f"{format_date(request.answered_on)}"
        )
        raise _refused(household, problem, "Mở giấy đề nghị để xem trả lời.")
    if not reason.strip():
        raise _refused(household, "chưa ghi căn cứ trả lời", "Ghi căn cứ rồi trả lời lại.")
    village = _open_village_of(request.campaign, household)
    audit.record(
        action="reviews.answer_request",
        by=by,
        subject=household.code,
        unit_path=household.unit_path,
        reason=reason,
    )
    request.result = result_of(RequestKind(request.kind), accepted=accepted)
    request.reason, request.answer_number = reason.strip(), answer_number
    request.answered_on, request.answered_by = as_of, name_of(by)
    request.save()
    _list_when_accepted(request, village=village, as_of=as_of)
    return request


def _open_village_of(campaign: Campaign, household: Household) -> VillageReview:
    """Return the village's row that takes the household in: its own, else its commune's."""
    inside = VillageReview.objects.filter(campaign=campaign).select_related(
        "commune_review", "unit", "campaign"
    )
    own = inside.filter(unit=household.unit_id).first()
    path = household.unit_path
    above = [path[: place + 1] for place, sign in enumerate(path) if sign == "/"]
    village = own or inside.filter(unit_path__in=above).order_by("-unit__level").first()
    if village is None:
        problem = f"hộ không thuộc địa bàn của đợt {campaign.name}"
        raise _refused(household, problem, "Chọn đợt rà soát của xã nơi hộ đang ở.")
    require_open(village)
    return village


def _require_plausible(
    campaign: Campaign, household: Household, kind: RequestKind, received_on: date, as_of: date
) -> None:
    if received_on > as_of:
        problem = f"ngày nhận {format_date(received_on)} chưa tới"
        raise _refused(household, problem, "Sửa ngày nhận rồi ghi lại.")
    taken = ReviewRequest.objects.filter(campaign=campaign, household=household, kind=kind)
    if taken.exists():
        raise _already_taken(campaign, household, kind)
    in_force = HouseholdStatus.objects.in_force(as_of).filter(household=household)
    category = in_force.values_list("category", flat=True).first() or StatusCategory.NON_POOR
    is_poor = category in (StatusCategory.POOR, StatusCategory.NEAR_POOR)
    now = StatusCategory(category).label.lower()
    if kind == RequestKind.ESCAPE and not is_poor:
        raise _refused(
            household,
            f"hiện là {now}, không phải hộ nghèo, hộ cận nghèo",
            "Chọn loại đề nghị khác.",
        )
    if kind in INCOME_KINDS and is_poor:
        raise _refused(household, f"hiện là {now}", "Chọn loại đề nghị khác.")


def _list_when_accepted(request: ReviewRequest, *, village: VillageReview, as_of: date) -> None:
    if request.result != RequestResult.LISTED:
        return
    household = request.household
    in_force = HouseholdStatus.objects.in_force(as_of).filter(household=household)
    category = in_force.values_list("category", flat=True).first() or StatusCategory.NON_POOR
    met = list(request.form_a).count(True) if request.form_a else None
    listing, made = ReviewListing.objects.get_or_create(
        campaign=request.campaign,
        household=household,
        defaults={
            "village": village,
            "unit_path": household.unit_path,
            "sort_key": household.sort_key,
            "source": ListingSource.REQUEST,
            "previous_category": category,
            "request": request,
            "screened": met,
            "listed_on": as_of,
        },
    )
    if not made:
        # Managed or withdrawn before: the request is kept with it, and it is on the list again.
        listing.request, listing.screened = request, met
        listing.withdrawn_on, listing.withdrawn_reason, listing.withdrawn_by = None, "", ""
        listing.save()


def _already_taken(
    campaign: Campaign, household: Household, kind: RequestKind
) -> RequestAlreadyTaken:
    taken = ReviewRequest.objects.filter(campaign=campaign, household=household, kind=kind).first()
    return RequestAlreadyTaken(
        household=household.code,
        day=format_date(taken.received_on if taken else None),
        campaign=campaign.name,
    )


def _refused(household: Household, problem: str, what_next: str) -> RequestRefused:
    return RequestRefused(household=household.code, problem=problem, what_next=what_next)
