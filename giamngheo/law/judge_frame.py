"""Many households judged at once: the rule of `judge_household`, written again for Polars."""

from collections.abc import Mapping
from functools import reduce

import polars as pl

from giamngheo.law.enums import (
    AreaType,
    Category,
    Confidence,
    Evidence,
    PovertyGroup,
)
from giamngheo.law.facts import B1_LIMIT, INCOME_LIMIT_VND, require_scores, require_table
from giamngheo.law.outcomes import Outcome, first_ways, limits_of, possible_outcomes
from giamngheo.law.point_frame import b1_expr
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Standard
from giamngheo.law.standards import shipped_indicator_codes
from giamngheo.lib.errors import Refusal

CATEGORY_TYPE = pl.Enum(Category)
GROUP_TYPE = pl.Enum(PovertyGroup)
CONFIDENCE_TYPE = pl.Enum(Confidence)
AREA_COLUMN, B1_COLUMN, B2_COLUMN = "area_type", "b1", "b2"
INCOME_COLUMN, DEPRIVATION_PREFIX = "income_per_capita_vnd", "d_"
# What a judged file gains, in this order (a frame from scores has no deprivation_count).
ADDED_COLUMNS = (
    *("category", "group", "deprivation_count", "evidence", "standard"),
    *("confidence", "reason"),
)
_OUTCOME = "__outcome"


class ColumnsRefused(Refusal):
    code = "LAW-007"
    sentence = "Chưa phân loại được bảng: {problem}. Sửa lại các cột rồi chạy lại."
    english = "The table cannot be judged: {problem}."


def evidence_of_columns(
    *, frame: pl.LazyFrame, standard: Standard, points: PointTable | None = None
) -> Evidence:
    """
    Return what `frame` can be judged from: answers when a point table is given, else by column.

    Raises: ColumnsRefused [LAW-007] when columns are missing, of a wrong type, or of two kinds;
            EvidenceNotJudged [LAW-005] for scores where the standard has no cut-offs.
    """
    schema = frame.collect_schema()
    if AREA_COLUMN not in schema:
        raise ColumnsRefused(problem=f"thiếu cột {AREA_COLUMN}")
    if points is not None:
        require_table(points, standard)
        if B1_COLUMN in schema:
            raise ColumnsRefused(problem=f"đã có cột {B1_COLUMN} nên không chấm theo bảng điểm")
        _require_indicators(schema, standard)
        return Evidence.ANSWERS
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
    *,
    frame: pl.LazyFrame,
    standard: Standard,
    points: PointTable | None = None,
    with_reason: bool = True,
) -> pl.LazyFrame:
    """
    Return `frame` with the judgement of each household added, in the same order.

    Needs:  area_type ("rural", "urban"), then b1 and b2, or income_per_capita_vnd and
            d_<indicator> (true, false, null = not known; an absent one is not known; an
            indicator of another standard does not count). With `points`: what `b1_expr` asks
            for, and d_<indicator>.
    Shape:  one row per household. Adds b1 (answers only) · category Enum · group Enum, null when
            none · deprivation_count u8 (not from scores), null when some are not known ·
            evidence str · standard str · confidence Enum ·
            reason Enum, one short sentence per way through the rule (`with_reason`).
            A household that cannot be judged has null category: `refusal_expr` says why.
    Raises: ColumnsRefused [LAW-007], EvidenceNotJudged [LAW-005], AnswerColumnsRefused [LAW-013].
    """
    evidence = evidence_of_columns(frame=frame, standard=standard, points=points)
    outcomes = possible_outcomes(standard, evidence, points)
    added = frame
    if points is not None:
        added = added.with_columns(b1_expr(frame=frame, table=points))
    if evidence is not Evidence.SCORES:
        added = added.with_columns(_deprivation_count_expr(frame, standard))
    added = added.with_columns(_outcome_expr(added, standard, evidence).alias(_OUTCOME))
    columns = [
        _pick(outcomes, {o.number: o.ruling.category for o in outcomes}, CATEGORY_TYPE, "category"),
        _pick(outcomes, {o.number: o.ruling.group for o in outcomes}, GROUP_TYPE, "group"),
        pl.lit(evidence.value).alias("evidence"),
        pl.lit(standard.code).alias("standard"),
        _pick(outcomes, {o.number: o.confidence for o in outcomes}, CONFIDENCE_TYPE, "confidence"),
    ]
    if with_reason:
        # The reasons stand in the order of the outcomes, so the number is the reason's own code.
        reasons = pl.Enum([outcome.reason for outcome in outcomes])
        columns.append(pl.col(_OUTCOME).cat.to(reasons).alias("reason"))
    return added.with_columns(columns).drop(_OUTCOME)


def refusal_expr(
    *, frame: pl.LazyFrame, standard: Standard, points: PointTable | None = None
) -> pl.Expr:
    """
    Return the column `refusal`: why a row cannot be judged, in Vietnamese; null when it can.

    For `frame` as it was given to `classify_frame`.
    Raises: as `classify_frame`.
    """
    evidence = evidence_of_columns(frame=frame, standard=standard, points=points)
    area_known = area_expr(frame, AreaType.RURAL) | area_expr(frame, AreaType.URBAN)
    problems = [(area_known, "khu vực phải là rural (nông thôn) hoặc urban (thành thị)")]
    problems += _measure_problems(frame, standard, evidence, points)
    if evidence is not Evidence.SCORES:
        undecided = "các chỉ số chưa rõ quyết định kết quả phân loại"
        b1 = None if points is None else b1_expr(frame=frame, table=points)
        outcome = _outcome_expr(frame, standard, evidence, b1=b1)
        problems.append((outcome.is_not_null(), undecided))
    chain = pl.lit(None, dtype=pl.String)
    for holds, problem in reversed(problems):
        chain = pl.when(holds.fill_null(False)).then(chain).otherwise(pl.lit(problem))
    return chain.alias("refusal")


def _measure_problems(
    frame: pl.LazyFrame, standard: Standard, evidence: Evidence, points: PointTable | None
) -> list[tuple[pl.Expr, str]]:
    if points is not None:
        problem = "có mục của phiếu B1 chưa trả lời, ngoài lựa chọn, hoặc vùng không hợp khu vực"
        return [(b1_expr(frame=frame, table=points).is_not_null(), problem)]
    if evidence is Evidence.INCOME:
        problem = "thu nhập bình quân phải là số nguyên đồng, không âm"
        return [(in_range(frame, INCOME_COLUMN, INCOME_LIMIT_VND), problem)]
    most_b2 = require_scores(standard)
    return [
        (in_range(frame, B1_COLUMN, B1_LIMIT), f"điểm B1 phải là số nguyên từ 0 đến {B1_LIMIT}"),
        (in_range(frame, B2_COLUMN, most_b2), f"điểm B2 phải là số nguyên từ 0 đến {most_b2}"),
    ]


def in_range(frame: pl.LazyFrame, name: str, most: int) -> pl.Expr:
    """Return whether column `name` of `frame` is a whole number from 0 to `most`."""
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


def _outcome_expr(
    frame: pl.LazyFrame, standard: Standard, evidence: Evidence, *, b1: pl.Expr | None = None
) -> pl.Expr:
    """Number each row by the way it takes through the rule, as `outcomes` does; null: refused."""
    if evidence is Evidence.SCORES:
        most_b2 = require_scores(standard)
        assert standard.deprivation is not None
        assert standard.deprivation.min_b2 is not None
        valid = in_range(frame, B1_COLUMN, B1_LIMIT) & in_range(frame, B2_COLUMN, most_b2)
        deprived = pl.col(B2_COLUMN) >= standard.deprivation.min_b2.value
        measure = pl.col(B1_COLUMN)
    elif evidence is Evidence.INCOME:
        valid = in_range(frame, INCOME_COLUMN, INCOME_LIMIT_VND)
        deprived = _deprived_expr(frame, standard)
        measure = pl.col(INCOME_COLUMN)
    else:
        measure = pl.col(B1_COLUMN) if b1 is None else b1
        valid = measure.is_not_null()
        deprived = _deprived_expr(frame, standard)
    rural, urban = area_expr(frame, AreaType.RURAL), area_expr(frame, AreaType.URBAN)
    *starts, above = first_ways(standard)
    chain = pl.lit(above, dtype=pl.UInt8)
    for band, limit, start in reversed(
        list(zip(standard.bands, limits_of(standard, evidence), starts, strict=True))
    ):
        here = pl.lit(start, dtype=pl.UInt8)
        if band.asks_deprivation:
            here = here + deprived.cast(pl.UInt8)
        within_rural = rural & (measure <= limit[AreaType.RURAL].value)
        within_urban = urban & (measure <= limit[AreaType.URBAN].value)
        chain = pl.when(within_rural | within_urban).then(here).otherwise(chain)
    per_area = pl.lit(above + 1, dtype=pl.UInt8)
    return pl.when(valid & (rural | urban)).then(chain + urban.cast(pl.UInt8) * per_area)


def area_expr(frame: pl.LazyFrame, area: AreaType) -> pl.Expr:
    """Return whether each household of `frame` lives in `area`."""
    dtype = frame.collect_schema()[AREA_COLUMN]
    if isinstance(dtype, pl.Enum):
        codes = dtype.categories.to_list()
        place = codes.index(area.value) if area.value in codes else None
        return pl.col(AREA_COLUMN).to_physical() == place
    return pl.col(AREA_COLUMN).cast(pl.String) == area.value


def _deprived_expr(frame: pl.LazyFrame, standard: Standard) -> pl.Expr:
    """
    True or false when what is known decides; null when what is not known would.

    `reached[k]` says that at least k + 1 of the columns seen so far are lacking. Its ands and ors
    work on bits, and their null is just our "not known": with no negation in it, a formula is null
    exactly when both answers are still open.
    """
    if standard.deprivation is None:
        return pl.lit(False)
    present: list[pl.Expr] = [pl.col(name) for name in _deprivation_columns(frame, standard)]
    absent = [pl.lit(None, dtype=pl.Boolean)] * (len(standard.indicators) - len(present))
    reached = [pl.lit(False)] * standard.deprivation.min_indicators.value
    for lacking in [*present, *absent]:
        before = [pl.lit(True), *reached]
        reached = [now | (less & lacking) for now, less in zip(reached, before, strict=False)]
    return reached[-1]


def _pick(
    outcomes: list[Outcome], values: Mapping[int, str | None], kind: pl.Enum, name: str
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
