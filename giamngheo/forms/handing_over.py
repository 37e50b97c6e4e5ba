"""A complete form as the review takes it: a row of the frame for its kind of evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from giamngheo.forms import fields as names
from giamngheo.forms.assessing import Assessment, FormRules, answers_of
from giamngheo.law.enums import Evidence
from giamngheo.law.judge_frame import DEPRIVATION_PREFIX
from giamngheo.law.point_frame import ABLE_COLUMN, REGION_COLUMN


def result_row(*, rules: FormRules, assessment: Assessment, household_code: str) -> dict[str, Any]:
    """Return a complete form as a row of what `reviews.actions.record_*` takes for its evidence."""
    values = assessment.typed.values
    row: dict[str, Any] = {
        "household_code": household_code,
        "children_out_of_school": values.get(names.CHILDREN, 0),
        "facts": json.dumps(kept_facts(values), ensure_ascii=False),
    }
    if rules.evidence is Evidence.SCORES:
        lacking = [code for code, value in assessment.deprivations.items() if value]
        return row | {
            "score_b1": values[names.B1],
            "score_b2": values[names.B2],
            "deprivations": lacking,
        }
    row |= {DEPRIVATION_PREFIX + code: v for code, v in assessment.deprivations.items()}
    if rules.evidence is Evidence.INCOME:
        return row | {"income_per_capita_vnd": values[names.INCOME]}
    return row | {"answers": json.dumps(answers_of(values), default=float)}


def frame_of(rows: list[dict[str, Any]], evidence: Evidence) -> pl.DataFrame:
    """Return rows of one kind of evidence as a frame, its columns typed whatever is null."""
    kinds: dict[str, Any] = {"household_code": pl.String, "facts": pl.String, "answers": pl.String}
    for name in rows[0]:
        if name.startswith(DEPRIVATION_PREFIX):
            kinds[name] = pl.Boolean
        elif name == "deprivations":
            kinds[name] = pl.List(pl.String)
        elif name not in kinds:
            kinds[name] = pl.Int64
    return pl.DataFrame(rows, schema={name: kinds[name] for name in rows[0]})


def kept_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a result keeps beside its evidence: region, ability to work, living, members."""
    facts: dict[str, Any] = {}
    if names.ABLE in values:
        facts[ABLE_COLUMN] = values[names.ABLE]
    if names.REGION in values:
        facts[REGION_COLUMN] = values[names.REGION]
    for name, value in values.items():
        if name.startswith(names.LIVING):
            facts.setdefault("living", {})[name.removeprefix(names.LIVING)] = _plain(value)
        elif name.startswith(names.MEMBER) and "-" in name:
            position, _, fact = name.removeprefix(names.MEMBER).partition("-")
            facts.setdefault("members", {}).setdefault(position, {})[fact] = _plain(value)
    return facts


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return float(value) if isinstance(value, Decimal) else value
