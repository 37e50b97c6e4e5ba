"""Papers of a commune filled from the way to its decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from giamngheo.areas.models import Unit
from giamngheo.decisions import queries as decided
from giamngheo.decisions.models import FurtherDecision
from giamngheo.decisions.paper_data import (
    DecisionPaper,
    EscapePaper,
    OpinionFacts,
    PaperHousehold,
    ReportPaper,
    VillageSums,
)
from giamngheo.documents.writer import OfficialPaper
from giamngheo.lib.dates import format_date, format_date_long
from giamngheo.lib.text import sort_key
from giamngheo.papers.certificates import Certified
from giamngheo.papers.decision import (
    Correction,
    Escape,
    Recognition,
    correction_decision,
    escape_decision,
    recognition_decision,
)
from giamngheo.papers.inputs import CommuneOffice, Line, Signing
from giamngheo.papers.offices import office_of
from giamngheo.papers.people import category_words, lines_of
from giamngheo.papers.refusal import RefusedRequest, refusal_letter
from giamngheo.papers.report import UpperReport, VillageCount, upper_report
from giamngheo.reviews.enums import RequestKind
from giamngheo.reviews.models import Campaign, Decision, ReviewRequest

_REQUESTS = {
    RequestKind.POVERTY: "công nhận hộ nghèo, hộ cận nghèo",
    RequestKind.ESCAPE: "công nhận thoát nghèo, thoát cận nghèo",
    RequestKind.AVERAGE_LIVING: "công nhận hộ có mức sống trung bình",
    RequestKind.LOW_INCOME_WORKER: "xác nhận người lao động có thu nhập thấp",
}


def report_paper(*, campaign: Campaign, unit: Unit, as_of: date) -> OfficialPaper:
    """Return the report to the level above: as sent, or as it would be sent now."""
    data = decided.report_paper(campaign=campaign, unit=unit, as_of=as_of)
    office = _office(unit, data.sent_on or as_of, campaign)
    report = UpperReport(
        year=data.year,
        counts=tuple(_count(one) for one in data.villages),
        steps=_steps(data),
        poor=lines_of(data.poor, campaign=campaign),
        near_poor=lines_of(data.near_poor, campaign=campaign),
        escaped=lines_of((*data.escaped_poor, *data.escaped_near_poor), campaign=campaign),
        addressee=data.addressee,
    )
    return upper_report(office, report, Signing(number=data.number or "", date=data.sent_on))


def _count(sums: VillageSums) -> VillageCount:
    return VillageCount(
        village=sums.village,
        households=None,
        reviewed=sums.reviewed,
        poor=sums.poor,
        near_poor=sums.near_poor,
        escaped_poor=sums.escaped_poor,
        escaped_near_poor=sums.escaped_near_poor,
    )


def _steps(data: ReportPaper) -> dict[str, str]:
    """What was done, from the records of meetings and postings; nothing recorded, nothing said."""
    villages = data.villages
    met = [one.meeting_date for one in villages if one.meeting_date]
    posted = [one for one in villages if one.posted_from]
    complaints = [one.complaints for one in villages if one.complaints is not None]
    steps = {"Hộ đã rà soát": f"{data.total.reviewed} hộ"}
    if met:
        steps["Họp dân"] = (
            f"{len(met)}/{len(villages)} thôn, tổ dân phố, cuộc họp gần nhất ngày "
            f"{format_date(max(met))}"
        )
    first = [one.posted_from for one in posted if one.posted_from]
    last = [one.posted_until for one in posted if one.posted_until]
    if first and last:
        steps["Niêm yết công khai"] = (
            f"{len(posted)}/{len(villages)} thôn, tổ dân phố, từ {format_date(min(first))} đến "
            f"hết {format_date(max(last))}"
        )
    if complaints:
        steps["Khiếu nại"] = f"{sum(complaints)} đơn, ý kiến"
    if data.accepted:
        steps["Cảnh báo số liệu được giữ nguyên kèm lý do"] = f"{len(data.accepted)} trường hợp"
    return steps


def decision_paper(*, campaign: Campaign, unit: Unit, as_of: date) -> OfficialPaper:
    """Return the decision on poor and near-poor households: as signed, or its draft."""
    signed = _decision(campaign, unit)
    data = (
        decided.decision_paper(decision=signed)
        if signed
        else decided.decision_draft(campaign=campaign, unit=unit, as_of=as_of)
    )
    found = Recognition(
        year=data.year,
        judged_for=campaign.judged_for,
        poor=lines_of(data.poor, campaign=campaign),
        near_poor=lines_of(data.near_poor, campaign=campaign),
        effective=data.effective_date,
        bases=_bases(data.opinion),
    )
    return recognition_decision(_office(unit, _day(data, as_of), campaign), found, _signing(data))


def escape_paper(*, campaign: Campaign, unit: Unit, as_of: date) -> OfficialPaper:
    """Return the decision on escaped households: as signed, or its draft."""
    signed = _decision(campaign, unit)
    further = decided.escape_of(decision=signed) if signed else None
    data = (
        decided.escape_paper(further=further)
        if further
        else decided.escape_draft(campaign=campaign, unit=unit, as_of=as_of)
    )
    found = Escape(
        year=data.year,
        judged_for=campaign.judged_for,
        from_poverty=lines_of(data.escaped_poor, campaign=campaign),
        from_near_poverty=lines_of(data.escaped_near_poor, campaign=campaign),
        effective=data.effective_date,
        bases=_bases(data.opinion),
    )
    return escape_decision(_office(unit, _day(data, as_of), campaign), found, _signing(data))


def correction_paper(*, further: FurtherDecision) -> OfficialPaper:
    """Return a decision that corrected a list."""
    data = decided.correction_paper(further=further)
    campaign, unit = further.decision.campaign, further.decision.unit
    households = [one.household for one in data.lines]
    lines = tuple(
        _corrected(line, one.before_category, one.category, one.reason)
        for line, one in zip(lines_of(households, campaign=campaign), data.lines, strict=True)
    )
    found = Correction(
        year=data.year,
        judged_for=campaign.judged_for,
        original=data.first_number,
        original_date=data.first_signed_date,
        reason=data.reason,
        changed=lines,
        effective=data.effective_date,
    )
    signing = Signing(
        number=data.number, date=data.signed_date, signer=data.signer, by_deputy=data.by_deputy
    )
    return correction_decision(_office(unit, data.signed_date, campaign), found, signing)


def _corrected(line: Line, before: str, after: str, reason: str) -> Line:
    return replace(line, before=category_words(before), category=category_words(after), note=reason)


def refusal_paper(*, request: ReviewRequest, as_of: date) -> OfficialPaper:
    """Return the letter that answers a refused request, with its reasons."""
    household, campaign = request.household, request.campaign
    refused = RefusedRequest(
        head=household.head_name,
        village=household.unit.full_name,
        received=request.received_on,
        request=_REQUESTS[RequestKind(request.kind)],
        reasons=tuple(filter(None, (part.strip(" .\n") for part in request.reason.split("\n")))),
        year=campaign.year,
    )
    number = request.answer_number
    signing = Signing(number=number, date=request.answered_on if number else None)
    return refusal_letter(_office(household.unit, as_of, campaign), refused, signing)


def certified_of(*, decision: Decision) -> tuple[CommuneOffice, Certified, Signing]:
    """Return who gets a certificate by a decision, with everybody in the household that day."""
    data = decided.decision_paper(decision=decision)
    households: Sequence[PaperHousehold] = sorted(
        (*data.poor, *data.near_poor), key=_village_order(data)
    )
    certified = Certified(
        year=data.year,
        decision=decision.number,
        decision_date=decision.signed_date,
        effective=decision.effective_date,
        lines=lines_of(
            households, campaign=decision.campaign, members_as_of=decision.effective_date
        ),
    )
    office = _office(decision.unit, decision.signed_date, decision.campaign)
    return office, certified, _signing(data)


def _village_order(data: DecisionPaper) -> Callable[[PaperHousehold], tuple[int, bool]]:
    """Villages in the order the lists have them, poor before near-poor in each."""
    villages = list(dict.fromkeys(one.village for one in (*data.poor, *data.near_poor)))
    places = {village: place for place, village in enumerate(sorted(villages, key=sort_key))}

    def key(one: PaperHousehold) -> tuple[int, bool]:
        return places[one.village], one.category != "POOR"

    return key


def _decision(campaign: Campaign, unit: Unit) -> Decision | None:
    found = Decision.objects.filter(campaign=campaign, unit=unit)
    return found.select_related("campaign", "unit__parent").first()


def _office(unit: Unit, day: date, campaign: Campaign) -> CommuneOffice:
    return office_of(unit=unit, as_of=day, is_generated=campaign.is_generated)


def _day(data: DecisionPaper | EscapePaper, as_of: date) -> date:
    return data.signed_date or as_of


def _signing(data: DecisionPaper | EscapePaper) -> Signing:
    return Signing(
        number=data.number or "",
        date=data.signed_date,
        signer=data.signer or "",
        by_deputy=data.by_deputy,
    )


def _bases(opinion: OpinionFacts | None) -> tuple[str, ...]:
    if opinion is None:
        return ()
    day = format_date_long(opinion.signed_date)
    return (
        f"Căn cứ Văn bản số {opinion.number} {day} của {opinion.body} cho ý kiến về kết quả rà "
        "soát hộ nghèo, hộ cận nghèo",
    )
