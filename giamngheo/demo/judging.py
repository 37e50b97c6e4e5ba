"""The engine's word on generated scores: for the years loaded as history, and for the tests."""

import polars as pl

from giamngheo.demo.scores import STANDARD
from giamngheo.law.judge import classify_frame
from giamngheo.law.standards import get_standard


def judge_scores(*, scores: pl.DataFrame) -> pl.DataFrame:
    """
    Return `scores` with what the standard of 2016-2021 makes of each row.

    Shape: the same rows and columns, then category (POOR, NEAR_POOR, NON_POOR) and group
           (N1, N2, empty).
    """
    judged = classify_frame(
        frame=scores.lazy().rename({"score_b1": "b1", "score_b2": "b2"}),
        standard=get_standard(STANDARD),
        with_reason=False,
    ).collect()
    return scores.with_columns(
        judged["category"].cast(pl.String), judged["group"].cast(pl.String).fill_null("")
    )


def past_statuses(*, past_scores: pl.DataFrame) -> pl.DataFrame:
    """
    Return the status history which the earlier reviews make, as the register loads it.

    Shape: one row per household and stretch of years in which nothing changed: household_code,
           category, group, valid_from (1 January after the review), valid_to (null for the last),
           standard, source.
    """
    household = "household_code"
    judged = judge_scores(scores=past_scores).sort(household, "year")
    state = pl.struct("category", "group")
    starts = judged.filter((state != state.shift().over(household)).fill_null(value=True))
    return starts.select(
        household,
        "category",
        "group",
        valid_from=pl.date(pl.col("year") + 1, 1, 1),
        valid_to=pl.date(pl.col("year").shift(-1).over(household) + 1, 1, 1),
        standard=pl.lit(STANDARD),
        source=pl.format("Kết quả rà soát cuối năm {} (dữ liệu sinh ra để trình diễn)", "year"),
    )
