"""A household's result as it stands, in the words a re-check keeps of it."""

from __future__ import annotations

from typing import Any

from giamngheo.reviews.models import ReviewResult

KEPT = (
    *("category", "group", "score_b1", "score_b2", "income_per_capita_vnd"),
    *("deprivations", "reason"),
)


def result_of(*, campaign_id: int, household_id: int) -> dict[str, Any]:
    """Return what was judged of the household and from what; empty while it has no result."""
    found = ReviewResult.objects.filter(campaign=campaign_id, household=household_id)
    return dict(found.values(*KEPT).first() or {})
