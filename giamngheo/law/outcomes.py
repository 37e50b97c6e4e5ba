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


def first_ways(standard: Standard) -> list[int]:
    """
    Return for each band, and for what lies above the last, the number of its first way.

    A band that asks for deprivations has two ways, without and with; any other has one. The ways
    of an urban household follow those of a rural one.
    """
    starts = [0]
    for band in standard.bands:
        starts.append(starts[-1] + (2 if band.asks_deprivation else 1))
    return starts


def possible_outcomes(
    standard: Standard, evidence: Evidence, points: PointTable | None
) -> list[Outcome]:
    """
    Return the ends of the rule in the order of their numbers, from 0 on without a gap.

    A point table weakens each result to its own confidence.
    """
    found: list[Outcome] = []
    for area in AreaType:
        for position in range(len(standard.bands) + 1):
            above = position == len(standard.bands)
            asks = not above and standard.bands[position].asks_deprivation
            for deprived in (False, True) if asks else (None,):
                outcome = _outcome(standard, evidence, area, position, deprived, len(found))
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
    deprived: bool | None,
    number: int,
) -> Outcome:
    """`deprived` is None where the band does not ask."""
    limits = [limit[area] for limit in limits_of(standard, evidence)]
    above = position == len(limits)
    cited: list[Cited[int]] = limits[-1:] if above else limits[max(position - 1, 0) : position + 1]
    reason = _line_text(limits, position, evidence)
    if deprived is not None:
        threshold, text = _threshold(standard, evidence, deprived)
        cited = [*cited, threshold]
        if evidence is not Evidence.SCORES:
            cited.append(replace(threshold, confidence=standard.wording_confidence))
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
