"""From what the tables hold to what a paper says: drafts before signing, and the signed ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from giamngheo.areas.models import Unit
from giamngheo.decisions import evidence
from giamngheo.decisions.lists import (
    line_households,
    listed_households,
    moved,
    of_category,
    paper_unit,
)
from giamngheo.decisions.models import DecisionBasis, FurtherDecision, Opinion, Submission
from giamngheo.decisions.paper_data import (
    CorrectedHousehold,
    CorrectionPaper,
    DecisionPaper,
    EscapePaper,
    OpinionFacts,
    PaperHousehold,
    ReportPaper,
    VillageSums,
)
from giamngheo.decisions.upper import upper_body
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.digests import list_digest
from giamngheo.reviews.enums import CampaignKind, Movement
from giamngheo.reviews.models import Campaign, Decision
from giamngheo.reviews.queries import judged_frame

POOR, NEAR_POOR = StatusCategory.POOR, StatusCategory.NEAR_POOR


def draft_decision(*, campaign: Campaign, unit: Unit, as_of: date) -> DecisionPaper:
    """Return the decision as it would be signed now: number and dates are left blank."""
    rows = listed_households(campaign=campaign, unit=unit, day=as_of)
    return DecisionPaper(
        **_heading(campaign, unit),
        is_yearly=campaign.kind != CampaignKind.REGULAR,
        **_unsigned(),
        opinion=opinion_facts(_opinion(campaign, unit)),
        poor=of_category(rows, POOR),
        near_poor=of_category(rows, NEAR_POOR),
        digest=list_digest(results=judged_frame(campaign=campaign, unit=unit)),
    )


def signed_decision(*, decision: Decision) -> DecisionPaper:
    """Return the decision as it was signed; later corrections do not change it."""
    campaign, unit = decision.campaign, decision.unit
    rows = listed_households(campaign=campaign, unit=unit, day=decision.effective_date)
    return DecisionPaper(
        **_heading(campaign, unit),
        is_yearly=campaign.kind != CampaignKind.REGULAR,
        **_signed(decision),
        opinion=opinion_facts(_opinion_of(decision)),
        poor=of_category(rows, POOR),
        near_poor=of_category(rows, NEAR_POOR),
        digest=decision.list_digest,
    )


def draft_escape(*, campaign: Campaign, unit: Unit, as_of: date) -> EscapePaper:
    """Return the decision on escaped households as it would be signed now."""
    rows = listed_households(campaign=campaign, unit=unit, day=as_of)
    return EscapePaper(
        **_heading(campaign, unit),
        **_unsigned(),
        opinion=opinion_facts(_opinion(campaign, unit)),
        **_escapes(rows),
    )


def signed_escape(*, further: FurtherDecision) -> EscapePaper:
    """Return the decision on escaped households as it was signed."""
    decision = further.decision
    rows = line_households(further_id=further.pk, day=further.effective_date)
    return EscapePaper(
        **_heading(decision.campaign, decision.unit),
        **_signed(further),
        opinion=opinion_facts(_opinion_of(decision)),
        **_escapes(rows),
    )


def correction(*, further: FurtherDecision) -> CorrectionPaper:
    """Return a correction with each household before and after."""
    first = further.decision
    rows = line_households(further_id=further.pk, day=further.effective_date)
    before = dict(further.lines.values_list("household_id", "before_group"))
    heading = _heading(first.campaign, first.unit)
    return CorrectionPaper(
        **heading,
        version=further.version,
        number=further.number,
        signed_date=further.signed_date,
        effective_date=further.effective_date,
        signer=further.signer,
        by_deputy=further.by_deputy,
        reason=further.reason,
        first_number=first.number,
        first_signed_date=first.signed_date,
        lines=tuple(
            CorrectedHousehold(
                household=row,
                before_category=row.before_category,
                before_group=before[row.household_id],
                category=row.category,
                group=row.group,
                reason=row.reason,
            )
            for row in rows
        ),
    )


def report(*, campaign: Campaign, unit: Unit, as_of: date) -> ReportPaper:
    """Return the report to the level above: as sent, or, not yet sent, as it would be."""
    submission = Submission.objects.filter(campaign=campaign, unit=unit).order_by("round").last()
    sent = getattr(submission, "report", None) if submission else None
    rows = listed_households(campaign=campaign, unit=unit, day=as_of)
    facts = evidence.village_facts(campaign=campaign, unit=unit)
    villages = tuple(
        _sums(village, list(members), facts.get(village, {}))
        for village, members in groupby(rows, key=lambda row: row.village)
    )
    accepted = submission.accepted_findings.order_by("id") if submission else []
    return ReportPaper(
        **_heading(campaign, unit),
        judged_for=campaign.judged_for,
        number=sent.number if sent else None,
        sent_on=sent.sent_on if sent else None,
        addressee=sent.addressee if sent else upper_body(unit=unit, day=as_of),
        note=submission.note if submission else "",
        villages=villages,
        total=_sums("", rows, {}),
        poor=of_category(rows, POOR),
        near_poor=of_category(rows, NEAR_POOR),
        escaped_poor=moved(rows, Movement.ESCAPED_POOR),
        escaped_near_poor=moved(rows, Movement.ESCAPED_NEAR_POOR),
        accepted=tuple((one.sentence, one.reason) for one in accepted),
    )


def opinion_facts(opinion: Opinion | None) -> OpinionFacts | None:
    if opinion is None:
        return None
    return OpinionFacts(
        number=opinion.number,
        signed_date=opinion.signed_date,
        body=opinion.report.addressee,
        agrees=opinion.agrees,
        content=opinion.content,
    )


def _heading(campaign: Campaign, unit: Unit) -> dict[str, Any]:
    return {
        "campaign_code": campaign.code,
        "campaign": campaign.name,
        "year": campaign.year,
        "standard": campaign.standard,
        "unit": paper_unit(unit),
        "is_generated": campaign.is_generated,
    }


_SIGNED = ("number", "signed_date", "effective_date", "signer")


def _unsigned() -> dict[str, Any]:
    return {**dict.fromkeys(_SIGNED), "by_deputy": False}


def _signed(paper: Decision | FurtherDecision) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in (*_SIGNED, "by_deputy")}


def _escapes(rows: Sequence[PaperHousehold]) -> dict[str, Any]:
    return {
        "escaped_poor": moved(rows, Movement.ESCAPED_POOR),
        "escaped_near_poor": moved(rows, Movement.ESCAPED_NEAR_POOR),
        "became_near_poor": moved(rows, Movement.POOR_TO_NEAR_POOR),
    }


def _opinion(campaign: Campaign, unit: Unit) -> Opinion | None:
    found = Opinion.objects.filter(
        report__submission__campaign=campaign, report__submission__unit=unit, agrees=True
    )
    return found.select_related("report").order_by("report__submission__round").last()


def _opinion_of(decision: Decision) -> Opinion | None:
    basis = (
        DecisionBasis.objects.select_related("opinion__report").filter(decision=decision).first()
    )
    return basis.opinion if basis else None


def _sums(village: str, rows: Sequence[PaperHousehold], facts: dict[str, Any]) -> VillageSums:
    poor, near = of_category(rows, POOR), of_category(rows, NEAR_POOR)
    return VillageSums(
        village=village,
        reviewed=len(rows),
        poor=len(poor),
        poor_persons=sum(row.member_count for row in poor),
        near_poor=len(near),
        near_poor_persons=sum(row.member_count for row in near),
        escaped_poor=len(moved(rows, Movement.ESCAPED_POOR)),
        escaped_near_poor=len(moved(rows, Movement.ESCAPED_NEAR_POOR)),
        new_poor=len(moved(rows, Movement.NEW_POOR)),
        re_poor=len(moved(rows, Movement.RE_POOR)),
        meeting_date=facts.get("meeting_date"),
        attended=facts.get("attended"),
        agreed=facts.get("agreed"),
        posted_from=facts.get("posted_from"),
        posted_until=facts.get("posted_until"),
        complaints=facts.get("complaints"),
    )
