"""A stored result explained by the law: from its own evidence, standard and point table."""

from __future__ import annotations

from giamngheo.law.enums import AreaType
from giamngheo.law.explain import Explanation, explain_household
from giamngheo.law.facts import (
    AnsweredHousehold,
    HouseholdFacts,
    ScoredHousehold,
    SurveyedHousehold,
)
from giamngheo.law.point_frame import ABLE_COLUMN
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Standard
from giamngheo.law.standards import shipped_indicator_codes
from giamngheo.reviews.answers import region_of
from giamngheo.reviews.enums import EvidenceChoice
from giamngheo.reviews.models import ReviewResult
from giamngheo.rules.queries import points_of


def explain_result(*, result: ReviewResult, standard: Standard) -> Explanation | None:
    """
    Return the law's reasons for a stored result and what would change it, from its stored inputs.

    The result stands as stored: None where the reasons would lead elsewhere. One query for answers,
    else none.
    Raises: what `classify_household` raises.
    """
    points = None
    if result.evidence == EvidenceChoice.ANSWERS:
        assert result.points_version is not None
        points = points_of(code=result.points_code, version=result.points_version)
    explained = explain_household(
        facts=facts_of(result=result, points=points), standard=standard, points=points
    )
    found = explained.classification
    same = (found.category.value, found.group or "") == (result.category, result.group)
    return explained if same else None


def facts_of(*, result: ReviewResult, points: PointTable | None = None) -> HouseholdFacts:
    """Return the stored evidence of a result as the law takes it; `points` scored its answers."""
    area = AreaType(result.area_type)
    if result.evidence == EvidenceChoice.ANSWERS:
        assert points is not None
        return AnsweredHousehold(
            area_type=area,
            region=region_of(facts=result.facts, area=area, table=points),
            answers=result.answers,
            has_able_member=result.facts.get(ABLE_COLUMN) is not False,
            deprivations=_deprivations(result),
        )
    if result.evidence == EvidenceChoice.INCOME:
        assert result.income_per_capita_vnd is not None
        return SurveyedHousehold(
            area_type=area,
            income_per_capita_vnd=result.income_per_capita_vnd,
            deprivations=_deprivations(result),
        )
    assert result.score_b1 is not None
    assert result.score_b2 is not None
    return ScoredHousehold(area_type=area, b1=result.score_b1, b2=result.score_b2)


def _deprivations(result: ReviewResult) -> dict[str, bool | None]:
    known = shipped_indicator_codes() - set(result.unknown_deprivations)
    return {code: code in result.deprivations for code in known}
