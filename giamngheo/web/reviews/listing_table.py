"""The list to review of a village (Phụ lục I): filters, rows, and the words of each state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from giamngheo.forms.models import ReviewForm
from giamngheo.lib.text import fold
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.enums import ListingSource, Movement
from giamngheo.reviews.models import Campaign, ReviewListing, ReviewResult, VillageReview
from giamngheo.web.households.table import category_status
from giamngheo.web.tables import Cell, Column, Row, Status

ORDER = ("sort_key", "id")
MISSING, DRAFT, RECORDED, JUDGED = "chua-nhap", "dang-nhap", "da-nhap", "da-cham"
FORM_STATES = {
    MISSING: Status(tone="look", word="Chưa nhập"),
    DRAFT: Status(tone="plain", word="Đang nhập"),
    RECORDED: Status(tone="plain", word="Đã xong, chưa chấm"),
    JUDGED: Status(tone="good", word="Đã chấm"),
}
FORM_CHOICES = [(key, status.word) for key, status in FORM_STATES.items()]
CATEGORY_CHOICES = list(StatusCategory.choices)
SOURCE_CHOICES = list(ListingSource.choices)
WITHDRAWN = "1"

COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="code", head="Mã hộ", sortable=False, wide_only=True),
    Column(key="source", head="Vì sao có tên", sortable=False, wide_only=True),
    Column(key="before", head="Trước rà soát", kind="status", sortable=False),
    Column(key="form", head="Phiếu", kind="status", sortable=False),
    Column(key="b1", head="B1", kind="number", unit="điểm", zero="0", sortable=False),
    Column(key="b2", head="B2", kind="number", unit="điểm", zero="0", sortable=False),
    Column(key="category", head="Kết quả", kind="status", sortable=False),
    Column(key="movement", head="Biến động", sortable=False),
    Column(key="step", head="Việc", sortable=False, wide_only=True),
)


@dataclass(frozen=True)
class Asked:
    """The filters of one address; unknown values are passed over."""

    search: str
    form: str
    before: str
    category: str
    source: str
    withdrawn: bool


def asked_of(given: QueryDict) -> Asked:
    return Asked(
        search=given.get("q", "").strip()[:100],
        form=_known(given.get("phieu", ""), FORM_STATES),
        before=_known(given.get("truoc-ra-soat", ""), dict(CATEGORY_CHOICES)),
        category=_known(given.get("ket-qua", ""), dict(CATEGORY_CHOICES)),
        source=_known(given.get("vi-sao", ""), dict(SOURCE_CHOICES)),
        withdrawn=given.get("da-rut") == WITHDRAWN,
    )


def listed_households(village: VillageReview, asked: Asked) -> QuerySet[ReviewListing]:
    found = ReviewListing.objects.filter(village=village).select_related("household")
    found = found.filter(withdrawn_on__isnull=not asked.withdrawn)
    for word in asked.search.split():
        key = fold(word) or word.lower()
        found = found.filter(
            Q(household__search_key__contains=key) | Q(household__code__icontains=word)
        )
    if asked.before:
        found = found.filter(previous_category=asked.before)
    if asked.source:
        found = found.filter(source=asked.source)
    result = ReviewResult.objects.filter(
        campaign=village.campaign_id, household=OuterRef("household")
    )
    if asked.category:
        found = found.filter(Exists(result.filter(category=asked.category)))
    return _with_form(found, asked.form, result, village)


def _with_form(
    found: QuerySet[ReviewListing],
    state: str,
    result: QuerySet[ReviewResult],
    village: VillageReview,
) -> QuerySet[ReviewListing]:
    draft = ReviewForm.objects.filter(campaign=village.campaign_id, household=OuterRef("household"))
    if state == JUDGED:
        return found.filter(Exists(result.exclude(category="")))
    if state == RECORDED:
        return found.filter(Exists(result.filter(category="")))
    if state == DRAFT:
        return found.filter(~Exists(result), Exists(draft))
    if state == MISSING:
        return found.filter(~Exists(result), ~Exists(draft))
    return found


@dataclass(frozen=True)
class Known:
    """What the campaign knows of the households on one page. Two SQL queries."""

    results: Mapping[int, ReviewResult]
    drafts: frozenset[int]

    @classmethod
    def of(cls, campaign: Campaign, rows: Sequence[ReviewListing]) -> Known:
        ids = [row.household_id for row in rows]
        inside = {"campaign": campaign, "household__in": ids}
        results = {one.household_id: one for one in ReviewResult.objects.filter(**inside)}
        drafts = ReviewForm.objects.filter(**inside).values_list("household_id", flat=True)
        return cls(results=results, drafts=frozenset(drafts))


def listing_row(
    campaign: Campaign, listing: ReviewListing, known: Known, *, may_change: bool
) -> Row:
    result = known.results.get(listing.household_id)
    place = {"code": campaign.code, "household_code": listing.household.code}
    return Row(
        cells={
            "head": Cell(
                value=listing.household.head_name,
                href="" if listing.withdrawn_on else reverse("review_form", kwargs=place),
                note=_withdrawn_words(listing),
            ),
            "code": listing.household.code,
            "source": Cell(
                value=ListingSource(listing.source).label,
                note=f"phiếu A: đạt {listing.screened} tiêu chí"
                if listing.screened is not None
                else "",
            ),
            "before": category_status(listing.previous_category, ""),
            "form": FORM_STATES[_form_state(result, listing.household_id in known.drafts)],
            "b1": result.score_b1 if result else None,
            "b2": result.score_b2 if result else None,
            "category": category_status(result.category, result.group) if result else None,
            "movement": movement_words(listing, result),
            "step": _step(campaign, listing) if may_change else "",
        }
    )


def movement_words(listing: ReviewListing, result: ReviewResult | None) -> str:
    """Return the decided movement, or what the present result would make of it."""
    if result is None or not result.category:
        return ""
    if result.movement:
        return str(Movement(result.movement).label)
    before, now = StatusCategory(listing.previous_category), StatusCategory(result.category)
    if before == now:
        return "Không đổi"
    return f"{before.label} → {now.label.lower()}"


def _form_state(result: ReviewResult | None, drafted: bool) -> str:
    if result is not None:
        return JUDGED if result.category else RECORDED
    return DRAFT if drafted else MISSING


def _withdrawn_words(listing: ReviewListing) -> str:
    if listing.withdrawn_on is None:
        return ""
    return f"Đã rút {listing.withdrawn_on:%d/%m/%Y}: {listing.withdrawn_reason}"


def _step(campaign: Campaign, listing: ReviewListing) -> Cell:
    place = {"code": campaign.code, "listing_id": listing.pk}
    words = "Đưa lại vào danh sách" if listing.withdrawn_on else "Rút khỏi danh sách"
    return Cell(value=words, href=reverse("listing_withdraw", kwargs=place))


def _known(value: str, known: Mapping[str, object]) -> str:
    return value if value in known else ""
