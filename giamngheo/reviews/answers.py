"""Answers to Form B1: the point table that scores them, and the frame the law judges them by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from giamngheo.areas.models import Unit
from giamngheo.law.enums import AreaType
from giamngheo.law.judge import classify_frame
from giamngheo.law.point_frame import ABLE_COLUMN, ANSWER_PREFIX, REGION_COLUMN
from giamngheo.law.point_table import (
    AnswerRefused,
    ItemKind,
    PointItem,
    PointTable,
    Region,
    require_complete,
    score_answers,
)
from giamngheo.law.standard_types import Standard
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.reviews.evidence import indicator_columns_exprs
from giamngheo.reviews.models import Campaign
from giamngheo.rules.queries import points_version_in_force
from giamngheo.rules.reading import point_table_of

_TYPES = {ItemKind.BAND: pl.Float64, ItemKind.CHOICE: pl.String, ItemKind.FLAG: pl.Boolean}


class NoPointTable(Refusal):
    code = "REV-014"
    sentence = (
        "Chưa chấm được câu trả lời của {unit}: không có bảng điểm đầy đủ nào đã duyệt cho chuẩn "
        "{standard} vào ngày {day}. Nhập điểm B1, B2 từ phiếu giấy, hoặc đề nghị tỉnh nhập và "
        "duyệt bảng điểm ở trang Chuẩn nghèo."
    )
    english = "No complete approved point table of {standard} holds for {unit} on {day}."


class AnswersUnusable(Refusal):
    code = "REV-015"
    sentence = (
        "Chưa nhận được câu trả lời của {count} hộ, ví dụ {examples}: {problem}. Mở phiếu của các "
        "hộ này, bổ sung rồi ghi lại; chưa phiếu nào được ghi."
    )


@dataclass(frozen=True, kw_only=True)
class PointsInForce:
    """A point table that may judge, under the code and version a result keeps."""

    code: str
    version: int
    table: PointTable


def points_for(*, campaign: Campaign, unit: Unit) -> PointsInForce:
    """
    Return the approved point table that scores households of `unit` in the campaign.

    Raises: NoPointTable [REV-014].
    """
    found = points_or_none(campaign=campaign, unit=unit)
    if found is None:
        raise NoPointTable(
            unit=unit.full_name,
            standard=campaign.standard,
            day=format_date(campaign.judged_for),
        )
    return found


def points_or_none(*, campaign: Campaign, unit: Unit) -> PointsInForce | None:
    """Return what `points_for` returns, or None where only typed scores can be judged."""
    rule = points_version_in_force(unit=unit, standard=campaign.standard, as_of=campaign.judged_for)
    if rule is None:
        return None
    table = point_table_of(rule)
    require_complete(table)
    return PointsInForce(code=rule.base_code, version=rule.version, table=table)


def region_of(*, facts: Mapping[str, Any], area: AreaType, table: PointTable) -> Region | None:
    """Return the table's column for a household: its own answer, else the only one there is."""
    if facts.get(REGION_COLUMN):
        value = str(facts[REGION_COLUMN])
        return Region(value) if value in set(Region) else None
    if area is AreaType.URBAN:
        return Region.TT
    rural = [region for region in table.regions if region is not Region.TT]
    return rural[0] if len(rural) == 1 else None


def check_answers(rows: pl.DataFrame, *, table: PointTable) -> None:
    """
    Refuse answers the table cannot score, naming households and the first thing wrong.

    Needs:  household_code, area_type, answers and facts (JSON texts).
    Raises: AnswersUnusable [REV-015].
    """
    refused = {}
    for row in rows.select("household_code", "area_type", "answers", "facts").iter_rows(named=True):
        problem = _problem(row, table)
        if problem:
            refused[row["household_code"]] = problem
    if refused:
        raise AnswersUnusable(
            count=len(refused),
            examples=", ".join(list(refused)[:3]),
            problem=next(iter(refused.values())),
        )


def _problem(row: Mapping[str, Any], table: PointTable) -> str:
    facts = json.loads(row["facts"])
    region = region_of(facts=facts, area=AreaType(row["area_type"]), table=table)
    if region is None:
        return "chưa ghi vùng của bảng điểm"
    able = facts.get(ABLE_COLUMN)
    if not isinstance(able, bool) and any(i.skipped_without_able_member for i in table.items):
        return "chưa ghi hộ có người có khả năng lao động hay không"
    try:
        score_answers(
            table=table,
            region=region,
            answers=json.loads(row["answers"]),
            has_able_member=able is not False,
        )
    except AnswerRefused as refusal:
        return f"mục “{refusal.details['item']}” {refusal.details['problem']}"
    return ""


def judge_answers(
    recorded: pl.DataFrame, *, standard: Standard, points: PointsInForce
) -> pl.DataFrame:
    """
    Return the recorded answers judged by one point table.

    Shape: one row per result, its columns kept, with b1, b2 (null while an indicator is not
           known), category, group, reason, points_code, points_version. Null b1: the answers do
           not fit the table; null category besides: unknown indicators decide.
    """
    codes = [indicator.code for indicator in standard.indicators]
    answered = recorded.drop("b1", "b2", "income_per_capita_vnd").with_columns(
        *_answer_series(recorded, points.table),
        *indicator_columns_exprs(codes),
    )
    judged = classify_frame(frame=answered.lazy(), standard=standard, points=points.table).collect()
    rule = standard.deprivation
    worth = rule.b2_per_indicator.value if rule and rule.b2_per_indicator else None
    return judged.with_columns(
        b1=pl.col("b1").cast(pl.Int64),
        b2=pl.col("deprivation_count").cast(pl.Int64) * pl.lit(worth, dtype=pl.Int64),
        points_code=pl.lit(points.code),
        points_version=pl.lit(points.version, dtype=pl.Int64),
    )


def _answer_series(recorded: pl.DataFrame, table: PointTable) -> list[pl.Series]:
    answers = [_fitting(json.loads(text), table) for text in recorded["answers"]]
    facts = [json.loads(text) for text in recorded["facts"]]
    regions = [
        region_of(facts=found, area=AreaType(area), table=table)
        for found, area in zip(facts, recorded["area_type"], strict=True)
    ]
    return [
        pl.Series(REGION_COLUMN, regions, dtype=pl.String),
        pl.Series(ABLE_COLUMN, [_flag(f.get(ABLE_COLUMN)) for f in facts], dtype=pl.Boolean),
        *(
            pl.Series(
                ANSWER_PREFIX + item.code,
                [_value(item, found.get(item.code)) for found in answers],
                dtype=_TYPES[item.kind],
            )
            for item in table.items
        ),
    ]


def _fitting(answers: Mapping[str, Any], table: PointTable) -> Mapping[str, Any]:
    """Answers to an item the table does not have belong to another table: none of them counts."""
    known = {item.code for item in table.items}
    return answers if known >= answers.keys() else {}


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _value(item: PointItem, answer: Any) -> Any:
    if item.kind is ItemKind.FLAG:
        return _flag(answer)
    if item.kind is ItemKind.BAND:
        number = isinstance(answer, int | float) and not isinstance(answer, bool)
        return float(answer) if number else None
    return answer if isinstance(answer, str) else None
