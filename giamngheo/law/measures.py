"""
Measures of multidimensional poverty: Vietnam's own rate, and H, A and M0 of Alkire and Foster.

Source: S. Alkire, J. Foster, Counting and multidimensional poverty measurement, Journal of Public
Economics 95 (2011) 476-487.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from giamngheo.law.household_files import MEMBERS_COLUMN
from giamngheo.law.judge_frame import DEPRIVATION_PREFIX
from giamngheo.law.standard_types import Standard
from giamngheo.lib.errors import Refusal


class MeasureRefused(Refusal):
    code = "LAW-020"
    sentence = "Chưa tính được chỉ số nghèo đa chiều: {problem}. Sửa tham số hoặc dữ liệu."
    english = "The multidimensional measure cannot be computed: {problem}."


@dataclass(frozen=True, kw_only=True)
class Weighting:
    """
    How much each indicator counts, in whole shares, and from what sum on one is poor.

    {"toilet": 1, "water_source": 1, …} and cutoff 3 is "three of twelve". Whole numbers, because
    a third added three times must reach one.
    """

    weights: Mapping[str, int]
    cutoff: int

    @property
    def total(self) -> int:
        return sum(self.weights.values())


@dataclass(frozen=True, kw_only=True)
class Measured:
    """
    The measures by group, and by group and indicator.

    `groups`: group, population, left_out (an indicator is not known), poor, headcount_ratio (H),
    intensity (A, null when nobody is poor), adjusted_ratio (M0 = H × A).
    `indicators`: group, indicator, dimension, headcount_ratio (all who lack it),
    censored_ratio (the poor who lack it), contribution (share of M0, null when M0 is zero).
    `dimensions`: group, dimension, contribution.
    """

    groups: pl.DataFrame
    indicators: pl.DataFrame
    dimensions: pl.DataFrame


def official_rate(*, poor: int, near_poor: int, households: int) -> float | None:
    """
    Return Vietnam's multidimensional poverty rate as a ratio: poor and near-poor of all.

    None when there is no household. The poor rate alone is another figure.
    """
    return None if households == 0 else (poor + near_poor) / households


def weighting_of(standard: Standard) -> Weighting:
    """
    Return equal weights for a standard's indicators, and its own number of them as the cut-off.

    Raises: MeasureRefused [LAW-020] for a standard without indicators.
    """
    if standard.deprivation is None:
        raise MeasureRefused(problem=f"chuẩn {standard.code} không có chỉ số thiếu hụt")
    weights = {indicator.code: 1 for indicator in standard.indicators}
    return Weighting(weights=weights, cutoff=standard.deprivation.min_indicators.value)


def alkire_foster(
    *,
    frame: pl.LazyFrame,
    weighting: Weighting,
    dimensions: Mapping[str, str] | None = None,
    group_by: str | None = None,
    count_persons: bool = True,
) -> Measured:
    """
    Return H, A and M0 of `frame` with their breakdowns; income plays no part in them.

    Needs:  d_<indicator> true or false for each weighted indicator; member_count when
            `count_persons`; the column `group_by`.
    `dimensions` maps indicator codes to dimensions; without it each indicator is its own.
    Raises: MeasureRefused [LAW-020].
    """
    _check(frame, weighting, group_by, count_persons=count_persons)
    codes = list(weighting.weights)
    group = pl.col(group_by).cast(pl.String) if group_by else pl.lit("")
    people = pl.col(MEMBERS_COLUMN).cast(pl.Int64) if count_persons else pl.lit(1, pl.Int64)
    known = pl.all_horizontal([pl.col(DEPRIVATION_PREFIX + c).is_not_null() for c in codes])
    score = pl.sum_horizontal(
        [pl.col(DEPRIVATION_PREFIX + c).cast(pl.Int64) * weighting.weights[c] for c in codes]
    )
    cells = (
        frame.select(
            group.alias("group"),
            people.alias("people"),
            known.alias("known"),
            score.alias("score"),
            (score >= weighting.cutoff).alias("is_poor"),
            *(pl.col(DEPRIVATION_PREFIX + code).alias(code) for code in codes),
        )
        .group_by("group")
        .agg(_sums(codes))
        .sort("group")
        .collect(engine="streaming")
    )
    groups = _groups(cells, weighting)
    indicators = _indicators(cells, weighting, dimensions or {})
    by_dimension = (
        indicators.group_by("group", "dimension", maintain_order=True)
        .agg(pl.col("contribution").sum(), known=pl.col("contribution").is_not_null().all())
        .select("group", "dimension", pl.when("known").then("contribution").alias("contribution"))
    )
    return Measured(groups=groups, indicators=indicators, dimensions=by_dimension)


def _check(
    frame: pl.LazyFrame, weighting: Weighting, group_by: str | None, *, count_persons: bool
) -> None:
    if not weighting.weights or any(weight <= 0 for weight in weighting.weights.values()):
        raise MeasureRefused(problem="mỗi chỉ số phải có trọng số là số nguyên dương")
    if not 1 <= weighting.cutoff <= weighting.total:
        problem = f"ngưỡng {weighting.cutoff} phải từ 1 đến tổng trọng số {weighting.total}"
        raise MeasureRefused(problem=problem)
    needed = [DEPRIVATION_PREFIX + code for code in weighting.weights]
    needed += [MEMBERS_COLUMN] if count_persons else []
    needed += [group_by] if group_by else []
    schema = frame.collect_schema()
    for name in needed:
        if name not in schema:
            raise MeasureRefused(problem=f"thiếu cột {name}")


def _sums(codes: list[str]) -> list[pl.Expr]:
    people, known = pl.col("people"), pl.col("known")
    poor = known & pl.col("is_poor")
    return [
        people.filter(known).sum().alias("population"),
        people.filter(~known).sum().alias("left_out"),
        people.filter(poor).sum().alias("poor"),
        (people * pl.col("score")).filter(poor).sum().alias("weighted"),
        *(people.filter(known & pl.col(code)).sum().alias(f"all {code}") for code in codes),
        *(people.filter(poor & pl.col(code)).sum().alias(f"poor {code}") for code in codes),
    ]


def _ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole)


def _groups(cells: pl.DataFrame, weighting: Weighting) -> pl.DataFrame:
    poor, population, weighted = pl.col("poor"), pl.col("population"), pl.col("weighted")
    return cells.select(
        "group",
        "population",
        "left_out",
        "poor",
        _ratio(poor, population).alias("headcount_ratio"),
        _ratio(weighted, poor * weighting.total).alias("intensity"),
        _ratio(weighted, population * weighting.total).alias("adjusted_ratio"),
    )


def _indicators(
    cells: pl.DataFrame, weighting: Weighting, dimensions: Mapping[str, str]
) -> pl.DataFrame:
    population, weighted = pl.col("population"), pl.col("weighted")
    parts = [
        cells.select(
            "group",
            pl.lit(code).alias("indicator"),
            pl.lit(dimensions.get(code, code)).alias("dimension"),
            _ratio(pl.col(f"all {code}"), population).alias("headcount_ratio"),
            _ratio(pl.col(f"poor {code}"), population).alias("censored_ratio"),
            _ratio(pl.col(f"poor {code}") * weight, weighted).alias("contribution"),
        )
        for code, weight in weighting.weights.items()
    ]
    return pl.concat(parts).sort("group", maintain_order=True)
