"""Every way through a standard's rule, numbered: what each gives, for frames to look up."""

from dataclasses import dataclass, replace

from giamngheo.law.classification import weakest
from giamngheo.law.enums import AREA_LABELS, AreaType, Confidence, Evidence
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Cited, Ruling, Standard
from giamngheo.lib.numbers import format_number


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One end of the rule, numbered: the same result for every household that reaches it."""

    number: int
    ruling: Ruling
    confidence: Confidence
    reason: str


def limits_of(standard: Standard, evidence: Evidence) -> list[dict[AreaType, Cited[int]]]:
    """Return the upper line of each band by area: đồng for surveyed income, else points of B1."""
    lines = [
        band.income_max_vnd if evidence is Evidence.INCOME else band.b1_max
        for band in standard.bands
    ]
    return [{area: line.of(area) for area in AreaType} for line in lines if line is not None]


def possible_outcomes(
    standard: Standard, evidence: Evidence, points: PointTable | None
) -> list[Outcome]:
    limits = limits_of(standard, evidence)
    per_area = 2 * (len(limits) + 1)
    found = []
    for area_number, area in enumerate(AreaType):
        for way in range(per_area):
            position, deprived = divmod(way, 2)
            number = area_number * per_area + way
            outcome = _outcome(standard, evidence, area, position, bool(deprived), number)
            if outcome is None:
                continue
            if points is not None:
                confidence = weakest([outcome.confidence, points.confidence])
                outcome = replace(outcome, confidence=confidence)
            found.append(outcome)
    return found


def _outcome(
    standard: Standard,
    evidence: Evidence,
    area: AreaType,
    position: int,
    deprived: bool,
    number: int,
) -> Outcome | None:
    limits = [limit[area] for limit in limits_of(standard, evidence)]
    above = position == len(limits)
    asks = not above and standard.bands[position].asks_deprivation
    if deprived and not asks:
        return None
    cited: list[Cited[int]] = limits[-1:] if above else limits[max(position - 1, 0) : position + 1]
    reason = _line_text(limits, position, evidence)
    if asks:
        threshold, text = _threshold(standard, evidence, deprived)
        cited = [*cited, threshold]
        reason = f"{reason}, {text}"
    ruling = standard.above
    if not above:
        band = standard.bands[position]
        ruling = band.if_deprived if deprived else band.otherwise
    return Outcome(
        number=number,
        ruling=ruling.value,
        confidence=weakest([*(c.confidence for c in cited), ruling.confidence]),
        reason=f"{reason} ({AREA_LABELS[area]})",
    )


def _line_text(limits: list[Cited[int]], position: int, evidence: Evidence) -> str:
    name = "thu nhập" if evidence is Evidence.INCOME else "B1"
    if position == len(limits):
        return f"{name} > {format_number(limits[-1].value)}"
    upper = f"{name} ≤ {format_number(limits[position].value)}"
    return f"{format_number(limits[position - 1].value)} < {upper}" if position else upper


def _threshold(standard: Standard, evidence: Evidence, deprived: bool) -> tuple[Cited[int], str]:
    assert standard.deprivation is not None
    sign = "≥" if deprived else "<"
    if evidence is Evidence.SCORES:
        assert standard.deprivation.min_b2 is not None
        return standard.deprivation.min_b2, f"B2 {sign} {standard.deprivation.min_b2.value}"
    threshold = standard.deprivation.min_indicators
    return threshold, f"thiếu hụt {sign} {threshold.value} chỉ số"
