"""One household judged as the article reads, with every comparison that led to the result."""

from collections.abc import Mapping
from dataclasses import replace

from giamngheo.law.classification import (
    Classification,
    Reason,
    cited_reason,
    ruling_label,
    weakest,
)
from giamngheo.law.enums import AREA_LABELS, AreaType
from giamngheo.law.facts import (
    B1_LIMIT,
    INCOME_LIMIT_VND,
    AnsweredHousehold,
    FactRefused,
    HouseholdFacts,
    ScoredHousehold,
    SurveyedHousehold,
    checked_number,
    checked_region,
    known_area,
    require_scores,
    require_table,
)
from giamngheo.law.point_table import EXAMPLE_CAUTION, PointTable, score_answers
from giamngheo.law.standard_types import Band, Cited, Indicator, Ruling, Standard
from giamngheo.law.standards import shipped_indicator_codes
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number


class DeprivationsUndecided(Refusal):
    code = "LAW-006"
    sentence = (
        "Chưa phân loại được hộ: đã biết thiếu hụt {known} chỉ số, còn {count} chỉ số chưa rõ "
        "({names}) quyết định hộ là “{if_deprived}” hay “{otherwise}”. Bổ sung rồi phân loại lại."
    )
    english = "{count} unknown indicators decide the category; {known} are known to lack."


def classify_household(
    *, facts: HouseholdFacts, standard: Standard, points: PointTable | None = None
) -> Classification:
    """
    Return what `standard` makes of one household, with the reasons in Vietnamese.

    `points` is the point table of Form B1 that scores the answers of an AnsweredHousehold.
    Raises: FactRefused [LAW-003], AreaUnknown [LAW-004], EvidenceNotJudged [LAW-005],
            DeprivationsUndecided [LAW-006] when indicators not known decide the category,
            PointTableIncomplete [LAW-011], AnswerRefused [LAW-012].
    Source: Quyết định 59/2015/QĐ-TTg; Nghị định 07/2021/NĐ-CP; the values' own in the standard.
    """
    if isinstance(facts, ScoredHousehold):
        return _classify_scores(facts, standard)
    if isinstance(facts, SurveyedHousehold):
        return _classify_survey(facts, standard)
    return _classify_answers(facts, standard, require_table(points, standard))


def _classify_scores(facts: ScoredHousehold, standard: Standard) -> Classification:
    most_b2 = require_scores(standard)
    area = known_area(facts.area_type)
    b1 = checked_number(facts.b1, fact="điểm B1", most=B1_LIMIT)
    b2 = checked_number(facts.b2, fact="điểm B2", most=most_b2)

    fact = f"Điểm B1 {b1}"
    band, reasons = _place(standard, _b1_limits(standard, area), b1, fact=fact, area=area)
    ruling = standard.above if band is None else band.otherwise
    if band is not None and band.asks_deprivation:
        assert standard.deprivation is not None
        assert standard.deprivation.min_b2 is not None
        threshold = standard.deprivation.min_b2
        sign = "≥" if b2 >= threshold.value else "<"
        ruling = band.if_deprived if b2 >= threshold.value else band.otherwise
        reasons.append(cited_reason(f"Điểm B2 {b2} {sign} {threshold.value}", threshold))
    return _classified(facts, standard, ruling, reasons)


def _classify_survey(facts: SurveyedHousehold, standard: Standard) -> Classification:
    area = known_area(facts.area_type)
    income = checked_number(
        facts.income_per_capita_vnd, fact="thu nhập bình quân", most=INCOME_LIMIT_VND
    )
    limits = [band.income_max_vnd.of(area) for band in standard.bands]

    fact = f"Thu nhập bình quân {format_number(income)} đồng/người/tháng"
    band, reasons = _place(standard, limits, income, fact=fact, area=area)
    ruling, count = _rule_by_count(facts.deprivations, standard, band, reasons)
    return _classified(facts, standard, ruling, reasons, deprivation_count=count)


def _classify_answers(
    facts: AnsweredHousehold, standard: Standard, points: PointTable
) -> Classification:
    area = known_area(facts.area_type)
    region = checked_region(facts.region, area)
    scored = score_answers(
        table=points, region=region, answers=facts.answers, has_able_member=facts.has_able_member
    )
    b1 = sum(answer.points for answer in scored)
    summed = Reason(
        sentence=f"Điểm B1 {b1} theo “{points.title}”, vùng {region}",
        source=points.source,
        confidence=points.confidence,
    )

    fact = f"Điểm B1 {b1}"
    band, reasons = _place(standard, _b1_limits(standard, area), b1, fact=fact, area=area)
    ruling, count = _rule_by_count(facts.deprivations, standard, band, reasons)
    return _classified(
        facts,
        standard,
        ruling,
        [summed, *reasons],
        deprivation_count=count,
        b1=b1,
        warning=EXAMPLE_CAUTION if points.is_example else None,
    )


def _b1_limits(standard: Standard, area: AreaType) -> list[Cited[int]]:
    return [band.b1_max.of(area) for band in standard.bands if band.b1_max is not None]


def _place(
    standard: Standard, limits: list[Cited[int]], value: int, *, fact: str, area: AreaType
) -> tuple[Band | None, list[Reason]]:
    """Return the first band whose line `value` does not exceed, and the comparisons that count."""
    passed: list[Reason] = []
    for band, limit in zip(standard.bands, limits, strict=True):
        line = f"{format_number(limit.value)} ({AREA_LABELS[area]})"
        if value <= limit.value:
            return band, [*passed, cited_reason(f"{fact} ≤ {line}", limit)]
        passed = [cited_reason(f"{fact} > {line}", limit)]
    return None, passed


def _rule_by_count(
    answers: Mapping[str, bool | None],
    standard: Standard,
    band: Band | None,
    reasons: list[Reason],
) -> tuple[Cited[Ruling], int | None]:
    """Return the ruling and how many indicators are lacking; None when some are not known."""
    lacking, unknown = _count_deprivations(answers, standard)
    count = None if unknown else len(lacking)
    if band is None:
        return standard.above, count
    if not band.asks_deprivation:
        return band.otherwise, count
    ruling, reason = _ask_deprivations(standard, band, lacking, unknown)
    reasons.append(reason)
    return ruling, count


def _count_deprivations(
    answers: Mapping[str, bool | None], standard: Standard
) -> tuple[list[Indicator], list[Indicator]]:
    codes = shipped_indicator_codes() | {indicator.code for indicator in standard.indicators}
    for code, value in answers.items():
        if code not in codes:
            raise FactRefused(fact="chỉ số", value=code, problem="không có trong chuẩn nào đã biết")
        if value is not None and not isinstance(value, bool):
            raise FactRefused(fact=f"chỉ số {code}", value=value, problem="phải là đúng hoặc sai")
    found = [(indicator, answers.get(indicator.code)) for indicator in standard.indicators]
    lacking = [indicator for indicator, answer in found if answer is True]
    unknown = [indicator for indicator, answer in found if answer is None]
    return lacking, unknown


def _ask_deprivations(
    standard: Standard, band: Band, lacking: list[Indicator], unknown: list[Indicator]
) -> tuple[Cited[Ruling], Reason]:
    assert standard.deprivation is not None
    threshold = standard.deprivation.min_indicators
    names = f" ({', '.join(i.name for i in lacking)})" if lacking else ""
    # Which services a household lacks rests on the wording of the indicators too.
    confidence = weakest([threshold.confidence, standard.wording_confidence])
    if len(lacking) >= threshold.value:
        sentence = f"Thiếu hụt {len(lacking)} ≥ {threshold.value} chỉ số{names}"
        return band.if_deprived, replace(cited_reason(sentence, threshold), confidence=confidence)
    most = len(lacking) + len(unknown)
    if most < threshold.value:
        asked = "nhiều nhất " if unknown else ""
        sentence = f"Thiếu hụt {asked}{most} < {threshold.value} chỉ số{names}"
        return band.otherwise, replace(cited_reason(sentence, threshold), confidence=confidence)
    raise DeprivationsUndecided(
        known=len(lacking),
        count=len(unknown),
        names=", ".join(i.name for i in unknown),
        if_deprived=ruling_label(band.if_deprived.value),
        otherwise=ruling_label(band.otherwise.value),
    )


def _classified(
    facts: HouseholdFacts,
    standard: Standard,
    ruling: Cited[Ruling],
    reasons: list[Reason],
    *,
    deprivation_count: int | None = None,
    b1: int | None = None,
    warning: str | None = None,
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
        evidence=facts.evidence,
        deprivation_count=deprivation_count,
        reasons=(*reasons, conclusion),
        b1=b1,
        warning=warning,
    )
