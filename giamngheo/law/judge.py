"""The two judges, held equal by tests: one household with reasons, and the whole country."""

from giamngheo.law.facts import (
    AreaUnknown,
    EvidenceNotJudged,
    FactRefused,
    HouseholdFacts,
    ScoredHousehold,
    SurveyedHousehold,
)
from giamngheo.law.judge_frame import (
    ColumnsRefused,
    classify_frame,
    evidence_of_columns,
    refusal_expr,
)
from giamngheo.law.judge_household import (
    Classification,
    DeprivationsUndecided,
    Reason,
    classify_household,
    ruling_label,
)

__all__ = [
    "AreaUnknown",
    "Classification",
    "ColumnsRefused",
    "DeprivationsUndecided",
    "EvidenceNotJudged",
    "FactRefused",
    "HouseholdFacts",
    "Reason",
    "ScoredHousehold",
    "SurveyedHousehold",
    "classify_frame",
    "classify_household",
    "evidence_of_columns",
    "refusal_expr",
    "ruling_label",
]
