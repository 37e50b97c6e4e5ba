"""The fingerprint by which a list is known again."""

import hashlib

import polars as pl


def list_digest(*, results: pl.DataFrame) -> str:
    """
    Return the fingerprint of a list: who is on it, on what evidence, judged what.

    Shape: results as `queries.judged_frame` gives them; their order does not matter.
    """
    scores = pl.concat_str("score_b1", "score_b2", separator=";")
    lacking = pl.col("deprivations").list.sort().list.join(",")
    survey = pl.concat_str("income_per_capita_vnd", lacking, separator=";")
    answers = pl.concat_str("answered", lacking, separator=";")
    evidence = pl.coalesce(answers, scores, survey)
    lines = results.sort("household_code").select(
        pl.concat_str("household_code", evidence, "category", "group", separator=";").str.join("\n")
    )
    return hashlib.sha256(str(lines.item()).encode()).hexdigest()
