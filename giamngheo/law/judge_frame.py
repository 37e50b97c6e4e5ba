"""Many households judged at once: the rule of `judge_household`, written again for Polars."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import polars as pl

from giamngheo.law.enums import (
    AREA_LABELS,
    AreaType,
    Category,
    Confidence,
    Evidence,
    PovertyGroup,
)
from giamngheo.law.facts import B1_LIMIT, INCOME_LIMIT_VND, require_scores
from giamngheo.law.standard_types import Cited, Ruling, Standard
from giamngheo.law.standards import shipped_indicator_codes
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number

CATEGORY_TYPE = pl.Enum(Category)
GROUP_TYPE = pl.Enum(PovertyGroup)
CONFIDENCE_TYPE = pl.Enum(Confidence)
AREA_COLUMN, B1_COLUMN, B2_COLUMN = "area_type", "b1", "b2"
INCOME_COLUMN, DEPRIVATION_PREFIX = "income_per_capita_vnd", "d_"
_OUTCOME = "__outcome"


class ColumnsRefused(Refusal):
    code = "LAW-007"
    sentence = "Chưa phân loại được bảng: {problem}. Sửa lại các cột rồi chạy lại."
    english = "The table cannot be judged: {problem}."


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """One end of the rule, numbered: the same result for every household that reaches it."""

    number: int
    ruling: Ruling
    confidence: Confidence
    reason: str


def evidence_of_columns(*, frame: pl.LazyFrame, standard: Standard) -> Evidence:
    """
    Return what `frame` can be judged from, by its columns.

    Raises: ColumnsRefused [LAW-007] when columns are missing, of a wrong type, or of two kinds;
            EvidenceNotJudged [LAW-005] for scores where the standard has no cut-offs.
    """
    schema = frame.collect_schema()
    if AREA_COLUMN not in schema:
        raise ColumnsRefused(problem=f"thiếu cột {AREA_COLUMN}")
    if B1_COLUMN in schema and INCOME_COLUMN in schema:
        raise ColumnsRefused(problem=f"có cả {B1_COLUMN} và {INCOME_COLUMN}, chỉ giữ một loại")
    if B1_COLUMN in schema:
        _require_numbers(schema, [B1_COLUMN, B2_COLUMN])
        require_scores(standard)
        return Evidence.SCORES
    if INCOME_COLUMN in schema:
        _require_numbers(schema, [INCOME_COLUMN])
        _require_indicators(schema, standard)
        return Evidence.INCOME
    problem = f"cần cột {B1_COLUMN}, {B2_COLUMN} hoặc {INCOME_COLUMN}"
    raise ColumnsRefused(problem=problem)


def _require_numbers(schema: pl.Schema, names: list[str]) -> None:
    for name in names:
        if name not in schema:
            raise ColumnsRefused(problem=f"thiếu cột {name}")
        if not schema[name].is_numeric():
            raise ColumnsRefused(problem=f"cột {name} phải là số")


def _require_indicators(schema: pl.Schema, standard: Standard) -> None:
    codes = shipped_indicator_codes() | {i.code for i in standard.indicators}
    known = {DEPRIVATION_PREFIX + code for code in codes}
    for name in (n for n in schema if n.startswith(DEPRIVATION_PREFIX)):
        if name not in known:
            raise ColumnsRefused(problem=f"cột {name} không là chỉ số nào đã biết")
        if schema[name] not in (pl.Boolean, pl.Null):
            raise ColumnsRefused(problem=f"cột {name} phải là đúng/sai")


def classify_frame(
    *, frame: pl.LazyFrame, standard: Standard, with_reason: bool = True
) -> pl.LazyFrame:
    """
    Return `frame` with the judgement of each household added, in the same order.

    Needs:  area_type ("rural", "urban"), then b1 and b2, or income_per_capita_vnd and
            d_<indicator> (true, false, null = not known; an absent one is not known; an
            indicator of another standard does not count).
    Shape:  one row per household. Adds category Enum · group Enum, null when none ·
            deprivation_count u8 (income only) · evidence str · standard str · confidence Enum ·
            reason Enum, one short sentence per way through the rule (`with_reason`).
            A household that cannot be judged has null category: `refusal_expr` says why.
    Raises: ColumnsRefused [LAW-007], EvidenceNotJudged [LAW-005].
    """
    evidence = evidence_of_columns(frame=frame, standard=standard)
    outcomes = _outcomes(standard, evidence)
    added = frame
    if evidence is Evidence.INCOME:
        added = added.with_columns(_deprivation_count_expr(frame, standard))
    added = added.with_columns(_outcome_expr(frame, standard, evidence).alias(_OUTCOME))
    columns = [
        _pick(outcomes, {o.number: o.ruling.category for o in outcomes}, CATEGORY_TYPE, "category"),
        _pick(outcomes, {o.number: o.ruling.group for o in outcomes}, GROUP_TYPE, "group"),
        pl.lit(evidence.value).alias("evidence"),
        pl.lit(standard.code).alias("standard"),
        _pick(outcomes, {o.number: o.confidence for o in outcomes}, CONFIDENCE_TYPE, "confidence"),
    ]
    if with_reason:
        reasons = list(dict.fromkeys(o.reason for o in outcomes))
        texts = {o.number: o.reason for o in outcomes}
        columns.append(_pick(outcomes, texts, pl.Enum(reasons), "reason"))
    return added.with_columns(columns).drop(_OUTCOME)


def refusal_expr(*, frame: pl.LazyFrame, standard: Standard) -> pl.Expr:
    """
    Return the column `refusal`: why a row cannot be judged, in Vietnamese; null when it can.

    Raises: ColumnsRefused [LAW-007], EvidenceNotJudged [LAW-005].
    """
    evidence = evidence_of_columns(frame=frame, standard=standard)
    area_problem = "khu vực phải là rural (nông thôn) hoặc urban (thành thị)"
    problems = [(_area_known(), area_problem)]
    if evidence is Evidence.SCORES:
        most_b2 = require_scores(standard)
        problems += [
            (
                _in_range(frame, B1_COLUMN, B1_LIMIT),
                f"điểm B1 phải là số nguyên từ 0 đến {B1_LIMIT}",
            ),
            (_in_range(frame, B2_COLUMN, most_b2), f"điểm B2 phải là số nguyên từ 0 đến {most_b2}"),
        ]
    else:
        income_problem = "thu nhập bình quân phải là số nguyên đồng, không âm"
        problems += [
            (_in_range(frame, INCOME_COLUMN, INCOME_LIMIT_VND), income_problem),
            (
                _outcome_expr(frame, standard, evidence).is_not_null(),
                "các chỉ số chưa rõ quyết định kết quả phân loại",
            ),
        ]
    chain = pl.lit(None, dtype=pl.String)
    for holds, problem in reversed(problems):
        chain = pl.when(holds.fill_null(False)).then(chain).otherwise(pl.lit(problem))
    return chain.alias("refusal")


def _area_known() -> pl.Expr:
    area = pl.col(AREA_COLUMN).cast(pl.String)
    return (area == AreaType.RURAL.value) | (area == AreaType.URBAN.value)


def _in_range(frame: pl.LazyFrame, name: str, most: int) -> pl.Expr:
    column = pl.col(name)
    within = column.is_between(0, most)
    if frame.collect_schema()[name].is_float():
        return within & (column == column.floor())
    return within


def _deprivation_columns(frame: pl.LazyFrame, standard: Standard) -> list[str]:
    schema = frame.collect_schema()
    names = [DEPRIVATION_PREFIX + i.code for i in standard.indicators]
    return [name for name in names if name in schema and schema[name] != pl.Null]


def _deprivation_count_expr(frame: pl.LazyFrame, standard: Standard) -> pl.Expr:
    present = _deprivation_columns(frame, standard)
    if len(present) < len(standard.indicators):
        return pl.lit(None, dtype=pl.UInt8).alias("deprivation_count")
    total = reduce(lambda a, b: a + b, (pl.col(n).cast(pl.UInt8) for n in present), pl.lit(0))
    return total.cast(pl.UInt8).alias("deprivation_count")


def _outcome_expr(frame: pl.LazyFrame, standard: Standard, evidence: Evidence) -> pl.Expr:
    """Number each row by the way it takes through the rule: area, band, deprived; null: refused."""
    if evidence is Evidence.SCORES:
        most_b2 = require_scores(standard)
        assert standard.deprivation is not None
        assert standard.deprivation.min_b2 is not None
        valid = _in_range(frame, B1_COLUMN, B1_LIMIT) & _in_range(frame, B2_COLUMN, most_b2)
        deprived = pl.col(B2_COLUMN) >= standard.deprivation.min_b2.value
        measure = B1_COLUMN
    else:
        valid = _in_range(frame, INCOME_COLUMN, INCOME_LIMIT_VND)
        deprived = _deprived_expr(frame, standard)
        measure = INCOME_COLUMN
    limits = _limits(standard, evidence)
    per_area = 2 * (len(limits) + 1)
    area = pl.col(AREA_COLUMN).cast(pl.String)
    ways = [
        pl.when(area == kind.value).then(
            _way_expr(standard, measure, limits, kind, deprived) + number * per_area
        )
        for number, kind in enumerate(AreaType)
    ]
    return pl.when(valid).then(pl.coalesce(ways))


def _way_expr(
    standard: Standard,
    measure: str,
    limits: list[dict[AreaType, Cited[int]]],
    area: AreaType,
    deprived: pl.Expr,
) -> pl.Expr:
    chain = pl.lit(2 * len(limits), dtype=pl.UInt8)
    for position, (band, limit) in reversed(
        list(enumerate(zip(standard.bands, limits, strict=True)))
    ):
        here = pl.lit(2 * position, dtype=pl.UInt8)
        if band.asks_deprivation:
            here = here + deprived.cast(pl.UInt8)
        chain = pl.when(pl.col(measure) <= limit[area].value).then(here).otherwise(chain)
    return chain


def _deprived_expr(frame: pl.LazyFrame, standard: Standard) -> pl.Expr:
    """True or false when what is known decides; null when what is not known would."""
    if standard.deprivation is None:
        return pl.lit(False)
    present = [pl.col(name) for name in _deprivation_columns(frame, standard)]
    absent = len(standard.indicators) - len(present)
    least = pl.sum_horizontal([c.fill_null(False).cast(pl.UInt8) for c in present] or [pl.lit(0)])
    most = pl.sum_horizontal([c.fill_null(True).cast(pl.UInt8) for c in present] or [pl.lit(0)])
    threshold = standard.deprivation.min_indicators.value
    return (
        pl.when(least >= threshold)
        .then(pl.lit(True))
        .when(most + absent < threshold)
        .then(pl.lit(False))
    )


def _limits(standard: Standard, evidence: Evidence) -> list[dict[AreaType, Cited[int]]]:
    lines = [
        band.b1_max if evidence is Evidence.SCORES else band.income_max_vnd
        for band in standard.bands
    ]
    return [{area: line.of(area) for area in AreaType} for line in lines if line is not None]


def _outcomes(standard: Standard, evidence: Evidence) -> list[_Outcome]:
    limits = _limits(standard, evidence)
    per_area = 2 * (len(limits) + 1)
    found = []
    for area_number, area in enumerate(AreaType):
        for way in range(per_area):
            position, deprived = divmod(way, 2)
            number = area_number * per_area + way
            outcome = _outcome(standard, evidence, area, position, bool(deprived), number)
            if outcome is not None:
                found.append(outcome)
    return found


def _outcome(
    standard: Standard,
    evidence: Evidence,
    area: AreaType,
    position: int,
    deprived: bool,
    number: int,
) -> _Outcome | None:
    limits = [limit[area] for limit in _limits(standard, evidence)]
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
    confidences = [*(c.confidence for c in cited), ruling.confidence]
    return _Outcome(
        number=number,
        ruling=ruling.value,
        confidence=max(confidences, key=list(Confidence).index),
        reason=f"{reason} ({AREA_LABELS[area]})",
    )


def _line_text(limits: list[Cited[int]], position: int, evidence: Evidence) -> str:
    name = "B1" if evidence is Evidence.SCORES else "thu nhập"
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


def _pick(
    outcomes: list[_Outcome], values: Mapping[int, str | None], kind: pl.Enum, name: str
) -> pl.Expr:
    """Return for each row the value of its outcome, as few comparisons as there are values."""
    numbers: dict[str, list[int]] = {}
    for outcome in outcomes:
        value = values[outcome.number]
        if value is not None:
            numbers.setdefault(value, []).append(outcome.number)
    chain = pl.lit(None, dtype=kind)
    for value, members in numbers.items():
        reached = pl.any_horizontal([pl.col(_OUTCOME) == number for number in members])
        chain = pl.when(reached).then(pl.lit(value, dtype=kind)).otherwise(chain)
    return chain.alias(name)
