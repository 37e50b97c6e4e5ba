"""How many households take each way through a standard's rule, without writing any of them."""

import polars as pl

from giamngheo.law.enums import AreaType, Evidence
from giamngheo.law.facts import B1_LIMIT, INCOME_LIMIT_VND, require_scores
from giamngheo.law.judge_frame import (
    AREA_COLUMN,
    B1_COLUMN,
    B2_COLUMN,
    CATEGORY_TYPE,
    INCOME_COLUMN,
    area_expr,
    classify_frame,
    evidence_of_columns,
    in_range,
)
from giamngheo.law.outcomes import first_ways, limits_of, possible_outcomes
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Standard

COUNTS_SCHEMA = pl.Schema(
    [
        (AREA_COLUMN, pl.String()),
        ("category", CATEGORY_TYPE),
        ("reason", pl.String()),
        ("households", pl.UInt32()),
    ]
)


def count_frame(
    *, frame: pl.LazyFrame, standard: Standard, points: PointTable | None = None
) -> pl.DataFrame:
    """
    Judge every household of `frame` and return how many there are of each result.

    Needs:  as `classify_frame`.
    Shape:  one row per area and result: area_type str, null when neither rural nor urban ·
            category Enum, null when the households cannot be judged · reason str, null then ·
            households u32. No order; their sum is the number of rows read.
    Raises: as `classify_frame`.
    """
    evidence = evidence_of_columns(frame=frame, standard=standard, points=points)
    if evidence is Evidence.ANSWERS:
        # The points are the work here, and every household needs them.
        return _judged_counts(frame, standard, points)
    certain = _certainly_above(frame, standard, evidence)
    judged = _judged_counts(frame.filter(~certain.fill_null(False)), standard, points)
    above = _above_counts(frame, standard, evidence, judged)
    return _added_up(pl.concat([judged, above]))


def _judged_counts(
    frame: pl.LazyFrame, standard: Standard, points: PointTable | None
) -> pl.DataFrame:
    judged = classify_frame(frame=frame, standard=standard, points=points)
    counts = judged.group_by(AREA_COLUMN, "category", "reason").agg(households=pl.len())
    area = pl.lit(None, dtype=pl.String)
    for one in AreaType:
        area = pl.when(area_expr(frame, one)).then(pl.lit(one.value)).otherwise(area)
    named = counts.with_columns(area.alias(AREA_COLUMN), pl.col("reason").cast(pl.String))
    return _added_up(named.collect(engine="streaming"))


def _added_up(counts: pl.DataFrame) -> pl.DataFrame:
    groups = counts.group_by(AREA_COLUMN, "category", "reason").agg(pl.col("households").sum())
    return groups.filter(pl.col("households") > 0).select(list(COUNTS_SCHEMA)).cast(COUNTS_SCHEMA)


def _certainly_above(frame: pl.LazyFrame, standard: Standard, evidence: Evidence) -> pl.Expr:
    """
    Above every line of every area: the rule asks such a household for nothing else.

    So nothing else is read of it: of a country that is nine households in ten.
    """
    line = max(line.value for line in limits_of(standard, evidence)[-1].values())
    name, most = B1_COLUMN, B1_LIMIT
    if evidence is Evidence.INCOME:
        name, most = INCOME_COLUMN, INCOME_LIMIT_VND
    above = pl.col(name).is_between(line, most, closed="right")
    if frame.collect_schema()[name].is_float():
        above = above & in_range(frame, name, most)
    if evidence is Evidence.SCORES:
        above = above & in_range(frame, B2_COLUMN, require_scores(standard))
    return above


def _above_counts(
    frame: pl.LazyFrame, standard: Standard, evidence: Evidence, judged: pl.DataFrame
) -> pl.DataFrame:
    """The households that were not judged one by one: all of an area less those that were."""
    found = frame.select(
        pl.len().alias("all"), *(area_expr(frame, one).sum().alias(one.value) for one in AreaType)
    )
    everybody = found.collect(engine="streaming").row(0, named=True)
    judged_in = dict(judged.group_by(AREA_COLUMN).agg(pl.col("households").sum()).iter_rows())
    ends = possible_outcomes(standard, evidence, None)
    per_area = first_ways(standard)[-1] + 1
    rows: list[tuple[str | None, str | None, str | None, int]] = []
    for number, area in enumerate(AreaType):
        end = ends[per_area * number + per_area - 1]
        rest = everybody[area.value] - judged_in.get(area.value, 0)
        rows.append((area.value, end.ruling.category, end.reason, rest))
    placed = sum(everybody[area.value] for area in AreaType)
    rows.append((None, None, None, everybody["all"] - placed - judged_in.get(None, 0)))
    return pl.DataFrame(rows, schema=COUNTS_SCHEMA, orient="row")
