"""Households for measuring: the same ones on every machine, spread over every way of the rule."""

from pathlib import Path

import polars as pl

from giamngheo.lib.sheets import write_frame


def scored_households(rows: int) -> pl.DataFrame:
    """
    Return made-up households with typed scores.

    Shape: one row per household: household_code str · area_type rural|urban · b1 int · b2 int
    """
    number = pl.int_range(rows, dtype=pl.Int64)
    return pl.select(
        household_code=pl.format("VD-{}", number.cast(pl.String).str.zfill(8)),
        area_type=pl.when(number % 4 == 0).then(pl.lit("urban")).otherwise(pl.lit("rural")),
        b1=60 + number * 7919 % 160,
        b2=number * 104729 % 11 * 10,
    )


def households_file(folder: Path, rows: int, suffix: str) -> Path:
    path = folder / f"households-{rows}{suffix}"
    if not path.exists():
        write_frame(path, scored_households(rows))
    return path
