"""Between the columns an indicator has in frames and the lists in which we store it."""

from collections.abc import Iterable

import polars as pl

from giamngheo.law.enums import Evidence
from giamngheo.law.judge_frame import DEPRIVATION_PREFIX, INCOME_COLUMN
from giamngheo.law.standards import shipped_indicator_codes


def indicator_lists_exprs(columns: Iterable[str]) -> list[pl.Expr]:
    """
    Return `deprivations` and `unknown_deprivations` from the columns d_<indicator> of a survey.

    An indicator that was not asked is as little known as one that was not answered.
    """
    asked = [name for name in columns if name.startswith(DEPRIVATION_PREFIX)]
    codes = [name.removeprefix(DEPRIVATION_PREFIX) for name in asked]
    silent = sorted(shipped_indicator_codes() - set(codes))
    lacking = [_code_when(code, pl.col(name)) for code, name in zip(codes, asked, strict=True)]
    unknown = [
        _code_when(code, pl.col(name).is_null()) for code, name in zip(codes, asked, strict=True)
    ]
    return [
        _codes(lacking).alias("deprivations"),
        _codes([*unknown, *(pl.lit(code) for code in silent)]).alias("unknown_deprivations"),
    ]


def _code_when(code: str, holds: pl.Expr) -> pl.Expr:
    return pl.when(holds).then(pl.lit(code))


def _codes(found: list[pl.Expr]) -> pl.Expr:
    if not found:
        return pl.lit([], dtype=pl.List(pl.String))
    return pl.concat_list(found).list.drop_nulls().cast(pl.List(pl.String))


def indicator_columns_exprs(codes: Iterable[str]) -> list[pl.Expr]:
    """Return d_<indicator> for each code: lacking, not lacking, or null where it is not known."""
    return [
        pl.when(pl.col("deprivations").list.contains(code))
        .then(pl.lit(value=True))
        .when(pl.col("unknown_deprivations").list.contains(code))
        .then(pl.lit(None, dtype=pl.Boolean))
        .otherwise(pl.lit(value=False))
        .alias(DEPRIVATION_PREFIX + code)
        for code in sorted(codes)
    ]


def judgeable_frames(recorded: pl.DataFrame, *, codes: Iterable[str]) -> list[pl.DataFrame]:
    """
    Return recorded scores and surveys as the law takes them, one frame for each kind.

    Answers need their point table besides: `answers.judge_answers`. Each frame keeps the other
    columns of `recorded`: from scores with b1 and b2, from income with income_per_capita_vnd and
    d_<indicator> for each of `codes`.
    """
    of_scores = recorded.filter(evidence=Evidence.SCORES.value)
    of_income = recorded.filter(evidence=Evidence.INCOME.value)
    frames = [
        of_scores.drop(INCOME_COLUMN),
        of_income.drop("b1", "b2").with_columns(indicator_columns_exprs(codes)),
    ]
    return [frame for frame in frames if not frame.is_empty()]
