"""The tables of a simulation, all from the same cells, so that no two can disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import polars as pl

from giamngheo.law.enums import AreaType, Category
from giamngheo.law.judge_frame import DEPRIVATION_PREFIX
from giamngheo.law.standard_types import Standard

_INDICATOR_SCHEMA = pl.Schema(
    {
        "scenario": pl.String(),
        "indicator": pl.String(),
        "name": pl.String(),
        "poor": pl.Int64(),
        "near_poor": pl.Int64(),
    }
)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """
    A standard to judge by, and units taken as rural or urban instead of what they are.

    `monthly_cost_vnd`: what one household of a category gets a month, where it is known.
    """

    name: str
    standard: Standard
    area_types: Mapping[str, AreaType] = field(default_factory=dict, hash=False)
    monthly_cost_vnd: Mapping[Category, int] = field(default_factory=dict, hash=False)


def category_column(number: int) -> str:
    """Return the column that holds what scenario `number` makes of a household."""
    return f"__category_{number}"


_COUNTS = (pl.col("households").sum(), pl.col("persons").sum())


def per_scenario(
    cells: pl.DataFrame, scenarios: Sequence[Scenario], keys: list[str]
) -> pl.DataFrame:
    """Return households and persons by `keys`, scenario and category, in the scenarios' order."""
    parts = []
    for number, scenario in enumerate(scenarios):
        category = pl.col(category_column(number)).alias("category")
        counted = cells.group_by(*keys, category).agg(*_COUNTS)
        parts.append(counted.with_columns(scenario=pl.lit(scenario.name), order=pl.lit(number)))
    table = pl.concat(parts).sort(*keys, "order", "category")
    persons = _persons(cells)
    return table.select(*keys, "scenario", "category", "households", persons)


def _persons(cells: pl.DataFrame) -> pl.Expr:
    known = cells["persons"].null_count() < len(cells)
    return pl.col("persons") if known else pl.lit(None, pl.Int64).alias("persons")


def flows(cells: pl.DataFrame, scenarios: Sequence[Scenario]) -> pl.DataFrame:
    """Return households and persons by what one scenario and the next make of them."""
    parts = []
    for number, (before, after) in enumerate(pairwise(scenarios)):
        first = pl.col(category_column(number)).alias("category_from")
        second = pl.col(category_column(number + 1)).alias("category_to")
        counted = cells.group_by(first, second).agg(*_COUNTS)
        names = {"from": pl.lit(before.name), "to": pl.lit(after.name), "order": pl.lit(number)}
        parts.append(counted.with_columns(**names))
    table = pl.concat(parts).sort("order", "category_from", "category_to")
    return table.select("from", "to", "category_from", "category_to", "households", _persons(cells))


def by_indicator(cells: pl.DataFrame, scenarios: Sequence[Scenario]) -> pl.DataFrame:
    """Return poor and near-poor households lacking each indicator; null when not in the cells."""
    rows = []
    for number, scenario in enumerate(scenarios):
        category = pl.col(category_column(number))
        poor = cells.filter(category == Category.POOR.value)
        near_poor = cells.filter(category == Category.NEAR_POOR.value)
        for indicator in scenario.standard.indicators:
            name = DEPRIVATION_PREFIX + indicator.code
            counts = [_sum(part, name) for part in (poor, near_poor)]
            rows.append((scenario.name, indicator.code, indicator.name, *counts))
    return pl.DataFrame(rows, schema=_INDICATOR_SCHEMA, orient="row")


def _sum(cells: pl.DataFrame, name: str) -> int | None:
    return int(cells[name].sum()) if name in cells.columns else None
