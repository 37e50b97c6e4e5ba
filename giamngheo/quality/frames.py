"""
Rules over the answers of a review: sudden change, contradicted lacks, lists made to fit.

The rooms above hand in frames; nothing here knows a campaign but by the code it is kept under.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from giamngheo.quality import rules as limits


def change_findings(*, answers: pl.DataFrame) -> list[dict[str, Any]]:
    """
    Return the findings of sudden change between two reviews of the same households.

    Shape:  answers, one row per household: household_id, score_b1, last_score_b1, members,
            last_members, income_vnd, last_income_vnd; null where not known, and then nothing is
            said.
    Returns: rows of rule, household_id, facts (what the catalogue's sentence asks for).
    """
    points = (pl.col("score_b1") - pl.col("last_score_b1")).abs() > limits.POINTS_JUMP
    members = (pl.col("members") - pl.col("last_members")).abs() >= limits.MEMBERS_JUMP
    low, high = (
        pl.min_horizontal("income_vnd", "last_income_vnd"),
        pl.max_horizontal("income_vnd", "last_income_vnd"),
    )
    income = (
        pl.col("income_vnd").is_not_null()
        & pl.col("last_income_vnd").is_not_null()
        & (high > 0)
        & (high >= low * limits.INCOME_TIMES)
    )
    return [
        *_jumps(answers.filter(points), "POINTS_JUMP", "last_score_b1", "score_b1"),
        *_jumps(answers.filter(members), "MEMBERS_JUMP", "last_members", "members"),
        *_jumps(answers.filter(income), "INCOME_JUMP", "last_income_vnd", "income_vnd"),
    ]


def _jumps(rows: pl.DataFrame, rule: str, before: str, after: str) -> list[dict[str, Any]]:
    return [
        {"rule": rule, "household_id": pk, "facts": {"before": was, "after": now}}
        for pk, was, now in rows.select("household_id", before, after).iter_rows()
    ]


def lack_findings(*, answers: pl.DataFrame) -> list[dict[str, Any]]:
    """
    Return the lacks that an asset of the household contradicts.

    Shape:  answers, one row per household and indicator lacked: household_id, indicator (its
            words), known (what the register says to the contrary, null when it does not).
    """
    told = (
        answers.filter(pl.col("known").is_not_null())
        .group_by("household_id", maintain_order=True)
        .agg("indicator", "known")
    )
    return [
        {
            "rule": "LACK_CONTRADICTS",
            "household_id": pk,
            "facts": {"lacking": ", ".join(sorted(lacks)), "known": ", ".join(sorted(known))},
        }
        for pk, lacks, known in told.iter_rows()
    ]


def target_finding(*, fall: int, target: int | None) -> dict[str, Any] | None:
    """
    Return the finding of a list that is fewer by exactly what it was told, None when it is not.

    fall: poor households fewer than before; target: as allocated, None when none was given.
    """
    if not target or fall != target:
        return None
    return _of_list("TARGET_EXACT", 0, fall=fall, target=target)


def list_findings(*, results: pl.DataFrame) -> list[dict[str, Any]]:
    """
    Return what is odd about a commune's list as a whole: made to the line, or by copying.

    Shape:  results, one row per household: village_id, score_b1, escaped, over_line (points above
            the line from which a household is neither poor nor near-poor, null when unknown).
    Returns: rows of rule, unit_id (0 is the commune itself), facts. Fewer than LIST_LEAST
            households say nothing.
    """
    found: list[dict[str, Any]] = []
    escaped = results.filter(pl.col("escaped") & pl.col("over_line").is_not_null())
    if escaped.height >= limits.LIST_LEAST:
        close = escaped.filter(pl.col("over_line").is_between(1, limits.JUST_OVER_POINTS))
        if close.height * 100 >= escaped.height * limits.JUST_OVER_PERCENT:
            found.append(_of_list("JUST_OVER", 0, count=close.height, escaped=escaped.height))
    return [*found, *_same_points(results)]


def _same_points(results: pl.DataFrame) -> list[dict[str, Any]]:
    scored = results.filter(pl.col("score_b1").is_not_null())
    sizes = scored.group_by("village_id").agg(households=pl.len())
    common = (
        scored.group_by("village_id", "score_b1")
        .agg(count=pl.len())
        .join(sizes, on="village_id")
        .filter(
            (pl.col("households") >= limits.LIST_LEAST * 2)
            & (pl.col("count") * 100 >= pl.col("households") * limits.SAME_POINTS_PERCENT)
        )
        .sort("village_id")
    )
    return [
        _of_list("SAME_POINTS", village, count=count, households=households, points=points)
        for village, points, count, households in common.select(
            "village_id", "score_b1", "count", "households"
        ).iter_rows()
    ]


def _of_list(rule: str, unit_id: int, **facts: int) -> dict[str, Any]:
    return {"rule": rule, "unit_id": unit_id, "facts": facts}
