"""Questions about the way to the decision: its papers, what waits for whom, versions of a list."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, QuerySet

from giamngheo.areas.models import Unit
from giamngheo.decisions import papers
from giamngheo.decisions.enums import FurtherKind
from giamngheo.decisions.models import FurtherDecision, Submission
from giamngheo.decisions.paper_data import (
    CorrectionPaper,
    DecisionPaper,
    EscapePaper,
    ReportPaper,
)
from giamngheo.reviews.models import Campaign, Decision

# ── What papers say ───────────────────────────────────────────────────────────────────────────


def decision_draft(*, campaign: Campaign, unit: Unit, as_of: date) -> DecisionPaper:
    """Return the decision to be signed, with number and dates blank."""
    return papers.draft_decision(campaign=campaign, unit=unit, as_of=as_of)


def decision_paper(*, decision: Decision) -> DecisionPaper:
    """Return a decision as it was signed: corrections do not change it."""
    return papers.signed_decision(decision=decision)


def escape_draft(*, campaign: Campaign, unit: Unit, as_of: date) -> EscapePaper:
    """Return the decision on escaped households to be signed, with number and dates blank."""
    return papers.draft_escape(campaign=campaign, unit=unit, as_of=as_of)


def escape_paper(*, further: FurtherDecision) -> EscapePaper:
    """Return a decision on escaped households as it was signed (`escape_of`)."""
    return papers.signed_escape(further=further)


def correction_paper(*, further: FurtherDecision) -> CorrectionPaper:
    """Return a correction as it was signed (`corrections_of`)."""
    return papers.correction(further=further)


def report_paper(*, campaign: Campaign, unit: Unit, as_of: date) -> ReportPaper:
    """Return the commune's report to the level above, as sent or as it would be sent now."""
    return papers.report(campaign=campaign, unit=unit, as_of=as_of)


# ── Versions of a list ────────────────────────────────────────────────────────────────────────


def escape_of(*, decision: Decision) -> FurtherDecision | None:
    """Return the decision on escapes signed with the first, with `line_count`."""
    return _further(decision, FurtherKind.ESCAPE).last()


def corrections_of(*, decision: Decision) -> list[FurtherDecision]:
    """Return the corrections of a decision, the first first, who recorded them, `line_count`."""
    return list(_further(decision, FurtherKind.CORRECTION))


def _further(decision: Decision, kind: FurtherKind) -> QuerySet[FurtherDecision]:
    found = decision.further.filter(kind=kind).annotate(line_count=Count("lines"))
    return found.select_related("recorded_by").order_by("version")


def submissions_of(*, campaign: Campaign, unit: Unit) -> list[Submission]:
    """Return every round in which the list was handed up, the latest first, with its papers."""
    found = Submission.objects.filter(campaign=campaign, unit=unit).select_related(
        "submitted_by",
        "checked_by",
        "returned_by",
        "report__recorded_by",
        "report__opinion__given_by",
    )
    return list(found.prefetch_related("accepted_findings").order_by("-round"))
