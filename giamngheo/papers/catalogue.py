"""Which papers a commune or village has in a review, how far each is, and how each is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from giamngheo.areas.models import Unit
from giamngheo.decisions.enums import FurtherKind
from giamngheo.decisions.models import FurtherDecision, UpperReport
from giamngheo.documents.writer import OfficialPaper
from giamngheo.lib.dates import format_date
from giamngheo.meetings.models import Posting, VillageMeeting
from giamngheo.papers import filling_communes as communes
from giamngheo.papers import filling_villages as villages
from giamngheo.papers.enums import PaperState
from giamngheo.reviews.enums import Procedure, RequestResult
from giamngheo.reviews.models import Campaign, Decision, ReviewRequest


@dataclass(frozen=True, kw_only=True)
class Entry:
    """
    One paper as the list shows it: `slug` and `part` make its address, `note` says whose number,
    which day; `form` the official form it follows.
    """

    slug: str
    title: str
    state: PaperState
    part: int = 0
    form: str = ""
    note: str = ""


Build = Callable[[Campaign, Unit, int, date], OfficialPaper | None]

LISTING_FORM = "Phụ lục I, Thông tư 07/2021"
MINUTES_FORM = "Phụ lục V, Thông tư 07/2021"
RESULTS_FORM = "Phụ lục VI, Thông tư 07/2021"
DECISION_FORM = "Mẫu 02, Quyết định 24/2021"


# ── A village ─────────────────────────────────────────────────────────────────────────────────


def village_entries(*, campaign: Campaign, village: Unit) -> list[Entry]:
    """Return the papers of one village, in the order of the year. Two SQL queries."""
    draft = PaperState.DRAFT
    meetings = VillageMeeting.objects.current().filter(campaign=campaign, unit=village)
    postings = Posting.objects.current().of_poverty().filter(campaign=campaign, unit=village)
    return [
        _listing_entry("Danh sách hộ cần rà soát của thôn"),
        Entry(
            slug="bien-ban-trong",
            title="Biên bản họp thôn để ghi tay",
            state=PaperState.BLANK,
            form=MINUTES_FORM,
            note="in 02 bản",
        ),
        *(
            Entry(
                slug="bien-ban",
                part=one.pk,
                title=f"Biên bản họp thôn lần {one.number}",
                state=PaperState.RECORDED,
                form=MINUTES_FORM,
                note=f"họp ngày {format_date(one.held_on)}, in 02 bản",
            )
            for one in meetings.order_by("number")
        ),
        Entry(slug="thong-bao", title="Thông báo niêm yết kết quả", state=draft),
        *(
            Entry(
                slug="niem-yet",
                part=one.pk,
                title=f"Thông báo niêm yết lần {one.number}",
                state=PaperState.RECORDED,
                note=f"từ {format_date(one.from_day)} đến hết {format_date(one.last_day)}",
            )
            for one in postings.order_by("number")
        ),
        Entry(
            slug="ket-qua",
            title="Danh sách sau rà soát của thôn",
            state=draft,
            form=RESULTS_FORM,
        ),
    ]


def _listing_entry(title: str) -> Entry:
    return Entry(slug="can-ra-soat", title=title, state=PaperState.DRAFT, form=LISTING_FORM)


def _minutes(campaign: Campaign, village: Unit, part: int, as_of: date) -> OfficialPaper | None:
    meeting = (
        VillageMeeting.objects.filter(campaign=campaign, unit=village, pk=part)
        .select_related("campaign", "unit__parent")
        .first()
    )
    return villages.minutes_paper(meeting=meeting, as_of=as_of) if meeting else None


def _posting(campaign: Campaign, village: Unit, part: int, as_of: date) -> OfficialPaper | None:
    posting = (
        Posting.objects.of_poverty()
        .filter(campaign=campaign, unit=village, pk=part)
        .select_related("campaign", "unit__parent")
        .first()
    )
    return villages.posting_paper(posting=posting, as_of=as_of) if posting else None


def _listing(campaign: Campaign, unit: Unit, part: int, as_of: date) -> OfficialPaper:
    return villages.review_list_paper(campaign=campaign, unit=unit, as_of=as_of)


def _results(campaign: Campaign, unit: Unit, part: int, as_of: date) -> OfficialPaper:
    return villages.result_list_paper(campaign=campaign, unit=unit, as_of=as_of)


VILLAGE_PAPERS: Final[Mapping[str, Build]] = MappingProxyType(
    {
        "can-ra-soat": _listing,
        "bien-ban": _minutes,
        "bien-ban-trong": lambda campaign, village, part, as_of: villages.blank_minutes_paper(
            campaign=campaign, village=village, as_of=as_of
        ),
        "thong-bao": lambda campaign, village, part, as_of: villages.draft_posting_paper(
            campaign=campaign, village=village, as_of=as_of
        ),
        "niem-yet": _posting,
        "ket-qua": _results,
    }
)


# ── A commune ─────────────────────────────────────────────────────────────────────────────────


def commune_entries(*, campaign: Campaign, unit: Unit) -> list[Entry]:
    """Return the papers of one commune, in the order of the year. Four SQL queries."""
    decision = Decision.objects.filter(campaign=campaign, unit=unit).first()
    full = campaign.procedure == Procedure.FULL
    further = list(decision.further.order_by("version")) if decision else []
    escape = next((one for one in further if one.kind == FurtherKind.ESCAPE), None)
    return [
        *([_listing_entry("Danh sách hộ cần rà soát")] if full else []),
        *(_refusals(campaign, unit) if full else []),
        Entry(
            slug="ket-qua", title="Danh sách sau rà soát", state=PaperState.DRAFT, form=RESULTS_FORM
        ),
        *([_report_entry(campaign, unit)] if full else []),
        Entry(
            slug="quyet-dinh",
            title="Quyết định công nhận hộ nghèo, hộ cận nghèo",
            state=PaperState.SIGNED if decision else PaperState.DRAFT,
            form=DECISION_FORM,
            note=_signed(decision.number, decision.signed_date) if decision else "",
        ),
        Entry(
            slug="thoat-ngheo",
            title="Quyết định công nhận hộ thoát nghèo, thoát cận nghèo",
            state=PaperState.SIGNED if escape else PaperState.DRAFT,
            form=DECISION_FORM,
            note=_signed(escape.number, escape.signed_date) if escape else "",
        ),
        *(
            Entry(
                slug="dieu-chinh",
                part=one.pk,
                title=f"Quyết định điều chỉnh, bản {one.version}",
                state=PaperState.SIGNED,
                note=_signed(one.number, one.signed_date),
            )
            for one in further
            if one.kind == FurtherKind.CORRECTION
        ),
    ]


def _signed(number: str, day: date) -> str:
    return f"số {number} ngày {format_date(day)}"


def _report_entry(campaign: Campaign, unit: Unit) -> Entry:
    sent = (
        UpperReport.objects.filter(submission__campaign=campaign, submission__unit=unit)
        .order_by("submission__round")
        .last()
    )
    return Entry(
        slug="bao-cao",
        title="Báo cáo cấp trên xin ý kiến",
        state=PaperState.SIGNED if sent else PaperState.DRAFT,
        note=_signed(sent.number, sent.sent_on) if sent else "",
    )


def _refusals(campaign: Campaign, unit: Unit) -> list[Entry]:
    refused = (
        ReviewRequest.objects.filter(
            campaign=campaign, unit_path__startswith=unit.path, result=RequestResult.REFUSED
        )
        .select_related("household")
        .order_by("received_on", "id")
    )
    return [
        Entry(
            slug="tra-loi",
            part=one.pk,
            title=f"Trả lời giấy đề nghị của hộ {one.household.head_name}",
            state=PaperState.SIGNED if one.answer_number else PaperState.DRAFT,
            note=f"nhận ngày {format_date(one.received_on)}",
        )
        for one in refused
    ]


def _correction(campaign: Campaign, unit: Unit, part: int, as_of: date) -> OfficialPaper | None:
    further = (
        FurtherDecision.objects.filter(
            decision__campaign=campaign,
            decision__unit=unit,
            kind=FurtherKind.CORRECTION,
            pk=part,
        )
        .select_related("decision__campaign", "decision__unit__parent")
        .first()
    )
    return communes.correction_paper(further=further) if further else None


def _refusal(campaign: Campaign, unit: Unit, part: int, as_of: date) -> OfficialPaper | None:
    request = (
        ReviewRequest.objects.filter(
            campaign=campaign,
            unit_path__startswith=unit.path,
            result=RequestResult.REFUSED,
            pk=part,
        )
        .select_related("campaign", "household__unit__parent")
        .first()
    )
    return communes.refusal_paper(request=request, as_of=as_of) if request else None


COMMUNE_PAPERS: Final[Mapping[str, Build]] = MappingProxyType(
    {
        "can-ra-soat": _listing,
        "ket-qua": _results,
        "tra-loi": _refusal,
        "bao-cao": lambda campaign, unit, part, as_of: communes.report_paper(
            campaign=campaign, unit=unit, as_of=as_of
        ),
        "quyet-dinh": lambda campaign, unit, part, as_of: communes.decision_paper(
            campaign=campaign, unit=unit, as_of=as_of
        ),
        "thoat-ngheo": lambda campaign, unit, part, as_of: communes.escape_paper(
            campaign=campaign, unit=unit, as_of=as_of
        ),
        "dieu-chinh": _correction,
    }
)
