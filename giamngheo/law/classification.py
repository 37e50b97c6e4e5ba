"""What a judgement gives back: a category, and each comparison that led to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from giamngheo.law.enums import (
    CATEGORY_LABELS,
    CONFIDENCE_LABELS,
    Category,
    Confidence,
    Evidence,
    PovertyGroup,
)
from giamngheo.law.standard_types import Cited, Ruling

UNVERIFIED_CAUTION = (
    "Kết quả dựa trên giá trị chưa kiểm chứng với văn bản gốc, cần đối chiếu trước khi dùng"
)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One comparison that led to the result, and the text of law it rests on."""

    sentence: str
    source: str
    confidence: Confidence

    def __str__(self) -> str:
        return f"{self.sentence} – {self.source} ({CONFIDENCE_LABELS[self.confidence]})"

    def to_json(self) -> dict[str, str]:
        return {
            "sentence": self.sentence,
            "source": self.source,
            "confidence": self.confidence.value,
        }


@dataclass(frozen=True, kw_only=True)
class Classification:
    """
    What a household is under one standard, and why.

    `standard` is the standard's code. `b1` is the score given by a point table, and `warning`
    what must be said of that table (it is only an example).
    """

    category: Category
    group: PovertyGroup | None
    standard: str
    evidence: Evidence
    deprivation_count: int | None
    reasons: tuple[Reason, ...]
    b1: int | None = None
    warning: str | None = None

    @property
    def confidence(self) -> Confidence:
        return weakest(reason.confidence for reason in self.reasons)

    @property
    def caution(self) -> str | None:
        """A sentence to show beside the result when it rests on what is no attested law."""
        if self.warning is not None:
            return self.warning
        return UNVERIFIED_CAUTION if self.confidence is Confidence.UNVERIFIED else None

    def to_json(self) -> dict[str, object]:
        return {
            "category": self.category.value,
            "group": self.group.value if self.group else None,
            "standard": self.standard,
            "evidence": self.evidence.value,
            "deprivation_count": self.deprivation_count,
            "b1": self.b1,
            "confidence": self.confidence.value,
            "caution": self.caution,
            "reasons": [reason.to_json() for reason in self.reasons],
        }


def weakest(confidences: Iterable[Confidence]) -> Confidence:
    """Return the least attested of several confidences."""
    return max(confidences, key=list(Confidence).index)


def ruling_label(ruling: Ruling) -> str:
    """Return a ruling in words: "Hộ nghèo, nhóm N1"."""
    label = CATEGORY_LABELS[ruling.category]
    return f"{label}, nhóm {ruling.group}" if ruling.group else label


def cited_reason(sentence: str, cited: Cited[int]) -> Reason:
    """Return a comparison with the source of the value it compares to."""
    return Reason(sentence=sentence, source=cited.citation, confidence=cited.confidence)
