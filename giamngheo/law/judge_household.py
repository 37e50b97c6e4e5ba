"""One household judged as the article reads, with every comparison that led to the result."""

from collections.abc import Iterator
from dataclasses import dataclass

from giamngheo.law.enums import (
    AREA_LABELS,
    CATEGORY_LABELS,
    CONFIDENCE_LABELS,
    AreaType,
    Category,
    Confidence,
    Evidence,
    PovertyGroup,
)
from giamngheo.law.facts import (
    B1_LIMIT,
    INCOME_LIMIT_VND,
    FactRefused,
    HouseholdFacts,
    ScoredHousehold,
    SurveyedHousehold,
    checked_number,
    known_area,
    require_scores,
)
from giamngheo.law.standard_types import Band, Cited, Indicator, Ruling, Standard
from giamngheo.law.standards import shipped_indicator_codes
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number

UNVERIFIED_CAUTION = (
    "Kết quả dựa trên giá trị chưa kiểm chứng với văn bản gốc, cần đối chiếu trước khi dùng"
)


class DeprivationsUndecided(Refusal):
    code = "LAW-006"
    sentence = (
        "Chưa phân loại được hộ: đã biết thiếu hụt {known} chỉ số, còn {count} chỉ số chưa rõ "
        "({names}) quyết định hộ là “{if_deprived}” hay “{otherwise}”. Bổ sung rồi phân loại lại."
    )
    english = "{count} unknown indicators decide the category; {known} are known to lack."


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
    """What a household is under one standard, and why. `standard` is the standard's code."""

    category: Category
    group: PovertyGroup | None
    standard: str
    evidence: Evidence
    deprivation_count: int | None
    reasons: tuple[Reason, ...]

    @property
    def confidence(self) -> Confidence:
        return weakest(reason.confidence for reason in self.reasons)

    @property
    def caution(self) -> str | None:
        """A sentence to show beside the result when it rests on an unverified value."""
        return UNVERIFIED_CAUTION if self.confidence is Confidence.UNVERIFIED else None

    def to_json(self) -> dict[str, object]:
        return {
            "category": self.category.value,
            "group": self.group.value if self.group else None,
            "standard": self.standard,
            "evidence": self.evidence.value,
            "deprivation_count": self.deprivation_count,
            "confidence": self.confidence.value,
            "caution": self.caution,
            "reasons": [reason.to_json() for reason in self.reasons],
        }


def weakest(confidences: Iterator[Confidence]) -> Confidence:
    """Return the least attested of several confidences."""
    return max(confidences, key=list(Confidence).index)


def classify_household(*, facts: HouseholdFacts, standard: Standard) -> Classification:
    """
    Return what `standard` makes of one household, with the reasons in Vietnamese.

    Raises: FactRefused [LAW-003], AreaUnknown [LAW-004], EvidenceNotJudged [LAW-005],
            DeprivationsUndecided [LAW-006] when indicators not known decide the category.
    Source: Quyết định 59/2015/QĐ-TTg; Nghị định 07/2021/NĐ-CP; the values' own in the standard.
    """
    if isinstance(facts, ScoredHousehold):
        return _classify_scores(facts, standard)
    return _classify_survey(facts, standard)


def _classify_scores(facts: ScoredHousehold, standard: Standard) -> Classification:
    most_b2 = require_scores(standard)
    area = known_area(facts.area_type)
    b1 = checked_number(facts.b1, fact="điểm B1", most=B1_LIMIT)
    b2 = checked_number(facts.b2, fact="điểm B2", most=most_b2)
    limits = [band.b1_max.of(area) for band in standard.bands if band.b1_max is not None]

    band, reasons = _place(standard, limits, b1, fact=f"Điểm B1 {b1}", area=area)
    if band is None:
        ruling = standard.above
    elif band.asks_deprivation:
        assert standard.deprivation is not None
        assert standard.deprivation.min_b2 is not None
        threshold = standard.deprivation.min_b2
        ruling = band.if_deprived if b2 >= threshold.value else band.otherwise
        sign = "≥" if b2 >= threshold.value else "<"
        reasons.append(_reason(f"Điểm B2 {b2} {sign} {threshold.value}", threshold))
    else:
        ruling = band.otherwise
    return _classified(ruling, reasons, standard, facts.evidence, deprivation_count=None)


def _classify_survey(facts: SurveyedHousehold, standard: Standard) -> Classification:
    area = known_area(facts.area_type)
    income = checked_number(
        facts.income_per_capita_vnd, fact="thu nhập bình quân", most=INCOME_LIMIT_VND
    )
    lacking, unknown = _count_deprivations(facts, standard)
    limits = [band.income_max_vnd.of(area) for band in standard.bands]

    fact = f"Thu nhập bình quân {format_number(income)} đồng/người/tháng"
    band, reasons = _place(standard, limits, income, fact=fact, area=area)
    if band is None:
        ruling = standard.above
    elif band.asks_deprivation:
        ruling, reason = _ask_deprivations(standard, band, lacking, unknown)
        reasons.append(reason)
    else:
        ruling = band.otherwise
    count = None if unknown else len(lacking)
    return _classified(ruling, reasons, standard, facts.evidence, deprivation_count=count)


def _count_deprivations(
    facts: SurveyedHousehold, standard: Standard
) -> tuple[list[Indicator], list[Indicator]]:
    codes = shipped_indicator_codes() | {indicator.code for indicator in standard.indicators}
    for code, value in facts.deprivations.items():
        if code not in codes:
            raise FactRefused(fact="chỉ số", value=code, problem="không có trong chuẩn nào đã biết")
        if value is not None and not isinstance(value, bool):
            raise FactRefused(fact=f"chỉ số {code}", value=value, problem="phải là đúng hoặc sai")
    answers = [(i, facts.deprivations.get(i.code)) for i in standard.indicators]
    lacking = [indicator for indicator, answer in answers if answer is True]
    unknown = [indicator for indicator, answer in answers if answer is None]
    return lacking, unknown


def _ask_deprivations(
    standard: Standard, band: Band, lacking: list[Indicator], unknown: list[Indicator]
) -> tuple[Cited[Ruling], Reason]:
    assert standard.deprivation is not None
    threshold = standard.deprivation.min_indicators
    names = f" ({', '.join(i.name for i in lacking)})" if lacking else ""
    if len(lacking) >= threshold.value:
        sentence = f"Thiếu hụt {len(lacking)} ≥ {threshold.value} chỉ số{names}"
        return band.if_deprived, _reason(sentence, threshold)
    most = len(lacking) + len(unknown)
    if most < threshold.value:
        asked = "nhiều nhất " if unknown else ""
        sentence = f"Thiếu hụt {asked}{most} < {threshold.value} chỉ số{names}"
        return band.otherwise, _reason(sentence, threshold)
    raise DeprivationsUndecided(
        known=len(lacking),
        count=len(unknown),
        names=", ".join(i.name for i in unknown),
        if_deprived=ruling_label(band.if_deprived.value),
        otherwise=ruling_label(band.otherwise.value),
    )


def _place(
    standard: Standard, limits: list[Cited[int]], value: int, *, fact: str, area: AreaType
) -> tuple[Band | None, list[Reason]]:
    """Return the first band whose line `value` does not exceed, and the comparisons that count."""
    passed: list[Reason] = []
    for band, limit in zip(standard.bands, limits, strict=True):
        line = f"{format_number(limit.value)} ({AREA_LABELS[area]})"
        if value <= limit.value:
            return band, [*passed, _reason(f"{fact} ≤ {line}", limit)]
        passed = [_reason(f"{fact} > {line}", limit)]
    return None, passed


def _reason(sentence: str, cited: Cited[int]) -> Reason:
    return Reason(sentence=sentence, source=cited.citation, confidence=cited.confidence)


def ruling_label(ruling: Ruling) -> str:
    """Return a ruling in words: "Hộ nghèo, nhóm N1"."""
    label = CATEGORY_LABELS[ruling.category]
    return f"{label}, nhóm {ruling.group}" if ruling.group else label


def _classified(
    ruling: Cited[Ruling],
    reasons: list[Reason],
    standard: Standard,
    evidence: Evidence,
    *,
    deprivation_count: int | None,
) -> Classification:
    conclusion = Reason(
        sentence=f"Kết luận: {ruling_label(ruling.value)}",
        source=ruling.citation,
        confidence=ruling.confidence,
    )
    return Classification(
        category=ruling.value.category,
        group=ruling.value.group,
        standard=standard.code,
        evidence=evidence,
        deprivation_count=deprivation_count,
        reasons=(*reasons, conclusion),
    )
