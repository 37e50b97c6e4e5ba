"""The register's facts for a simulation: read set-wise by COPY, in batches, never as objects."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterable, Iterator
from typing import Any

import polars as pl
from django.db import connection

from giamngheo.law.household_files import UNIT_COLUMN
from giamngheo.simulations.enums import Purpose
from giamngheo.simulations.models import Scenario
from giamngheo.simulations.queries import communes_by_path

BATCH_ROWS = 100_000
_COLUMNS: dict[str, Any] = {
    "household_id": pl.Int64,
    "household_code": pl.String,
    "unit_path": pl.String,
    "area_type": pl.String,
    "member_count": pl.Int32,
    "ethnicity": pl.String,
    "evidence": pl.String,
    "b1": pl.Int32,
    "b2": pl.Int32,
    "income_per_capita_vnd": pl.Int64,
    "deprivations": pl.String,
    "unknown_deprivations": pl.String,
    "decided": pl.String,
}

# Answers that were judged are scores: B1 by their point table, B2 by their indicators. Where one
# is missing the household counts as not judged.
_EVIDENCE = "CASE result.evidence WHEN 'answers' THEN 'scores' ELSE result.evidence END"
_SELECT = f"""
    SELECT household.id, household.code, result.unit_path, result.area_type,
           household.member_count, household.ethnicity, {_EVIDENCE}, result.score_b1,
           result.score_b2, result.income_per_capita_vnd, result.deprivations,
           result.unknown_deprivations, result.category
"""
_OF_CAMPAIGN = """
    FROM reviews_reviewresult AS result
    JOIN registry_household AS household ON household.id = result.household_id
    WHERE result.campaign_id = %(campaign)s AND result.unit_path LIKE %(inside)s
"""
_DECIDED = " AND result.decision_id IS NOT NULL"
# What was last decided of each household that was in the register on the day.
_ON_DAY = """
    FROM (
        SELECT DISTINCT ON (latest.household_id) latest.*
        FROM reviews_reviewresult AS latest
        JOIN reviews_decision AS decision ON decision.id = latest.decision_id
        WHERE decision.effective_date <= %(day)s AND latest.unit_path LIKE %(inside)s
        ORDER BY latest.household_id, decision.effective_date DESC, latest.id DESC
    ) AS result
    JOIN registry_household AS household ON household.id = result.household_id
    WHERE household.registered_from <= %(day)s
      AND (household.registered_to IS NULL OR household.registered_to > %(day)s)
"""


def count_facts(*, scenario: Scenario) -> dict[str, int]:
    """Return how many households a scenario speaks of, by kind of evidence."""
    source, parameters = _source(scenario)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_EVIDENCE}, count(*) {source} GROUP BY 1", parameters)
        return dict(cursor.fetchall())


def fact_batches(*, scenario: Scenario, rows: int = BATCH_ROWS) -> Generator[pl.DataFrame]:
    """
    Yield the facts in batches of about `rows` households, from one look at the register.

    Shape: one row per household: household_id, household_code, unit_code (the id of its commune
           as text), unit_path, area_type, member_count, ethnicity, evidence, b1, b2,
           income_per_capita_vnd, deprivations and unknown_deprivations (lists of codes),
           decided (the category once recognised).
    """
    source, parameters = _source(scenario)
    communes = communes_by_path(unit_path=scenario.unit_path)
    with connection.cursor() as cursor:
        statement = f"COPY ({_SELECT} {source}) TO STDOUT (FORMAT csv, NULL '\\N')"
        with cursor.copy(statement, parameters) as copy:
            for text in _in_batches(copy, rows):
                yield _frame(text, communes)


def _source(scenario: Scenario) -> tuple[str, dict[str, Any]]:
    inside = f"{scenario.unit_path}%"
    if scenario.campaign_id is None:
        return _ON_DAY, {"day": scenario.as_of, "inside": inside}
    decided = _DECIDED if scenario.purpose == Purpose.REJUDGEMENT else ""
    return _OF_CAMPAIGN + decided, {"campaign": scenario.campaign_id, "inside": inside}


def _in_batches(lines: Iterable[Any], rows: int) -> Iterator[bytes]:
    """Yield whole lines together; the server sends one line at a time."""
    buffer, held = io.BytesIO(), 0
    for line in lines:
        buffer.write(line)
        held += 1
        if held >= rows:
            yield buffer.getvalue()
            buffer, held = io.BytesIO(), 0
    if held:
        yield buffer.getvalue()


def _frame(text: bytes, communes: dict[str, str]) -> pl.DataFrame:
    raw = pl.read_csv(
        text, has_header=False, new_columns=list(_COLUMNS), schema=_COLUMNS, null_values="\\N"
    )
    above = pl.col("unit_path").str.replace(r"[0-9]+/$", "")
    found = [
        path.replace_strict(communes, default=None, return_dtype=pl.String)
        for path in (pl.col("unit_path"), above)
    ]
    lists = [_codes_expr(name) for name in ("deprivations", "unknown_deprivations")]
    return raw.with_columns(pl.coalesce(found).alias(UNIT_COLUMN), *lists)


def _codes_expr(name: str) -> pl.Expr:
    inside = pl.col(name).str.strip_chars("{}")
    empty = pl.lit([], dtype=pl.List(pl.String))
    return pl.when(inside == "").then(empty).otherwise(inside.str.split(",")).alias(name)
