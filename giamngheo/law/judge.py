"""The two judges, held equal by tests: one household with reasons, and the whole country."""

from giamngheo.law.classification import Classification, Reason, ruling_label
from giamngheo.law.facts import (
    AnsweredHousehold,
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
from giamngheo.law.judge_household import DeprivationsUndecided, classify_household

__all__ = [
    "AnsweredHousehold",
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
