"""What the review before this one says of a household, in the texts of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from giamngheo.forms import fields as names
from giamngheo.forms.enums import FormState
from giamngheo.forms.fields import NO, NONE, YES
from giamngheo.forms.models import ReviewForm
from giamngheo.law.point_frame import ABLE_COLUMN, REGION_COLUMN
from giamngheo.lib.numbers import format_number
from giamngheo.reviews.enums import EvidenceChoice
from giamngheo.reviews.models import Campaign, ReviewResult
from giamngheo.rules.queries import standard_for


@dataclass(frozen=True, kw_only=True)
class LastYear:
    """The household's latest earlier review: its name, its answers as texts, its result."""

    campaign: str
    texts: Mapping[str, str]
    category: str = ""
    group: str = ""


def last_years(*, campaign: Campaign, household_ids: Sequence[int]) -> dict[int, LastYear]:
    """Return by household the latest review judged for an earlier day. Two SQL queries."""
    results = (
        ReviewResult.objects.filter(
            household__in=household_ids,
            campaign__judged_for__lt=campaign.judged_for,
            category__gt="",
        )
        .select_related("campaign")
        .order_by("household_id", "-campaign__judged_for", "-id")
        .distinct("household_id")
    )
    by_household = {result.household_id: result for result in results}
    forms = ReviewForm.objects.filter(
        household__in=household_ids,
        campaign__in={result.campaign_id for result in by_household.values()},
        state=FormState.DONE,
    )
    typed = {(form.campaign_id, form.household_id): form.values for form in forms}
    return {
        household_id: LastYear(
            campaign=result.campaign.name,
            texts=_texts_of(result) | typed.get((result.campaign_id, household_id), {}),
            category=result.category,
            group=result.group,
        )
        for household_id, result in by_household.items()
    }


def _texts_of(result: ReviewResult) -> dict[str, str]:
    """Return a stored result as a form would have had it typed."""
    texts = {
        names.CHILDREN: str(result.children_out_of_school or ""),
        names.B1: "" if result.score_b1 is None else str(result.score_b1),
        names.B2: "" if result.score_b2 is None else str(result.score_b2),
        names.INCOME: ""
        if result.income_per_capita_vnd is None
        else format_number(result.income_per_capita_vnd),
        names.REGION: str(result.facts.get(REGION_COLUMN) or ""),
        names.ABLE: _text(result.facts.get(ABLE_COLUMN)),
    }
    for code, answer in result.answers.items():
        texts[names.ANSWER + code] = _text(answer)
    # On a sheet of scores an empty box is no answer: only the ticks are known.
    scored = result.evidence == EvidenceChoice.SCORES
    for indicator in standard_for(result.campaign.standard).indicators:
        lacking = indicator.code in result.deprivations
        if lacking or not (scored or indicator.code in result.unknown_deprivations):
            texts[names.INDICATOR + indicator.code] = YES if lacking else NO
    for name, value in result.facts.get("living", {}).items():
        texts[names.LIVING + name] = _text(value)
    for position, facts in result.facts.get("members", {}).items():
        for fact, value in facts.items():
            texts[f"{names.MEMBER}{position}-{fact}"] = _text(value)
    return {name: text for name, text in texts.items() if text}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return ",".join(sorted(value)) or NONE
    return format_number(value) if isinstance(value, int | float) else str(value)
