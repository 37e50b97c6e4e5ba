"""What is in doubt about one household, for its page and its review form."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from giamngheo.lib.dates import format_date
from giamngheo.quality import queries
from giamngheo.quality.enums import PairRule, PairState, Severity
from giamngheo.quality.models import DuplicatePair, Finding
from giamngheo.web.cells import Tone
from giamngheo.web.quality.place import TONES


@dataclass(frozen=True, kw_only=True)
class FindingView:
    """One finding with its words; `accepted` says who let it stand, when and why."""

    id: int
    sentence: str
    advice: str
    severity: str
    tone: Tone
    accepted: str
    digest: str
    action: str


@dataclass(frozen=True, kw_only=True)
class PairView:
    words: str
    href: str


def finding_views(*, household_id: int) -> list[FindingView]:
    """Return what is in doubt about the household, errors first; one statement."""
    return [_finding_view(one) for one in queries.findings_of_household(household_id=household_id)]


def pair_views(*, household_id: int) -> list[PairView]:
    """Return the pairs the household is in that are not called different; one statement."""
    found = queries.pairs_of_household(household_id=household_id)
    return [_pair_view(one) for one in found if one.decision != PairState.DIFFERENT]


def _finding_view(one: Finding) -> FindingView:
    rule = queries.rule_of(one)
    accepted = ""
    if one.accepted_at is not None:
        who = one.accepted_by.full_name if one.accepted_by else "–"
        day = format_date(timezone.localtime(one.accepted_at).date())
        accepted = f"{who} chấp nhận ngày {day}: {one.accepted_reason}"
    name = "finding_reopen" if accepted else "finding_accept"
    return FindingView(
        id=one.pk,
        sentence=queries.sentence_of(one),
        advice=rule.advice,
        severity=str(Severity(one.severity).label),
        tone=TONES[one.severity],
        accepted=accepted,
        digest=one.digest,
        action=reverse(name, kwargs={"finding_id": one.pk}),
    )


def _pair_view(one: DuplicatePair) -> PairView:
    why = next(str(rule.label) for rule in PairRule if rule.value in one.rules)
    what = "Có thể cả hộ được ghi hai lần" if one.of_heads else "Có người nghi ghi hai lần"
    words = f"{what}: {why[:1].lower()}{why[1:]} ({PairState(one.decision).label.lower()})."
    return PairView(words=words, href=reverse("quality_pair", kwargs={"pair_id": one.pk}))
