"""Tables of the review: campaigns, the communes of one, the households of a commune."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from giamngheo.reviews.enums import CampaignKind, CommuneState, EvidenceChoice, Movement
from giamngheo.reviews.models import Campaign, CommuneReview, ReviewResult
from giamngheo.web.households.table import category_status, place_of
from giamngheo.web.tables import Cell, Column, Row, Status

ORDER = ("sort_key", "id")

STATES = {
    state: Status(tone="good" if state == CommuneState.DECIDED else "look", word=str(state.label))
    for state in CommuneState
}

CAMPAIGN_COLUMNS = (
    Column(key="name", head="Đợt rà soát", row_head=True),
    Column(key="kind", head="Loại", wide_only=True),
    Column(key="year", head="Năm"),
    Column(key="day", head="Ngày xét", kind="date"),
    Column(key="standard", head="Chuẩn", wide_only=True),
)
COMMUNE_COLUMNS = (
    Column(key="name", head="Đơn vị", row_head=True),
    Column(key="state", head="Tình trạng", kind="status"),
    Column(key="reviewed", head="Đã rà soát", kind="number", unit="hộ"),
    Column(key="poor", head="Hộ nghèo", kind="number", unit="hộ"),
    Column(key="near_poor", head="Hộ cận nghèo", kind="number", unit="hộ"),
    Column(key="non_poor", head="Không nghèo", kind="number", unit="hộ", wide_only=True),
)
SCORE_COLUMNS = (
    Column(key="b1", head="B1", kind="number", unit="điểm", zero="0", sortable=False),
    Column(key="b2", head="B2", kind="number", unit="điểm", zero="0", sortable=False),
)
SURVEY_COLUMNS = (
    Column(
        key="income", head="Thu nhập", kind="number", unit="đồng/tháng", zero="0", sortable=False
    ),
    Column(key="lacking", head="Thiếu hụt", kind="number", unit="chỉ số", zero="0", sortable=False),
)


def result_columns(results: Iterable[ReviewResult]) -> tuple[Column, ...]:
    """Return the columns of a list of results: those of each kind of evidence that is in it."""
    kinds = {result.evidence for result in results}
    scored = kinds & {EvidenceChoice.SCORES, EvidenceChoice.ANSWERS}
    scores = SCORE_COLUMNS if scored else ()
    survey = SURVEY_COLUMNS if EvidenceChoice.INCOME in kinds else ()
    return (
        Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
        Column(key="place", head="Thôn", sortable=False, wide_only=True),
        *scores,
        *survey,
        Column(key="before", head="Trước rà soát", kind="status", sortable=False, wide_only=True),
        Column(key="category", head="Kết quả", kind="status", sortable=False),
        Column(key="reason", head="Lý do", sortable=False),
        Column(key="movement", head="Biến động", sortable=False, wide_only=True),
    )


def campaign_row(found: Campaign) -> Row:
    href = reverse("campaign", kwargs={"code": found.code})
    return Row(
        cells={
            "name": Cell(value=found.name, href=href),
            "kind": CampaignKind(found.kind).label,
            "year": str(found.year),
            "day": found.judged_for,
            "standard": found.standard,
        }
    )


def commune_row(found: Campaign, review: CommuneReview, counts: Mapping[str, int]) -> Row:
    kwargs = {"code": found.code, "unit_code": review.unit.code}
    return Row(
        cells={
            "name": Cell(
                value=review.unit.full_name, href=reverse("campaign_commune", kwargs=kwargs)
            ),
            "state": STATES[CommuneState(review.state)],
            "reviewed": sum(counts.values()),
            "poor": counts.get("POOR", 0),
            "near_poor": counts.get("NEAR_POOR", 0),
            "non_poor": counts.get("NON_POOR", 0),
        }
    )


def result_row(result: ReviewResult) -> Row:
    href = reverse("household", kwargs={"code": result.household.code})
    return Row(
        cells={
            "head": Cell(value=result.household.head_name, href=href),
            "place": place_of(result.household),
            "b1": result.score_b1,
            "b2": result.score_b2,
            "income": result.income_per_capita_vnd,
            "lacking": _lacking(result),
            "before": category_status(result.previous_category, ""),
            "category": category_status(result.category, result.group),
            "reason": result.reason,
            "movement": Movement(result.movement).label if result.movement else "",
        }
    )


def _lacking(result: ReviewResult) -> Cell:
    unknown = len(result.unknown_deprivations)
    return Cell(value=len(result.deprivations), note=f"{unknown} chỉ số chưa rõ" if unknown else "")
