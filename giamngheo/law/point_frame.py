"""The point table for frames: the sum of `point_table.score_answers`, written again for Polars."""

from functools import reduce

import polars as pl

from giamngheo.law.point_table import (
    ItemKind,
    PointItem,
    PointTable,
    Region,
    require_complete,
)
from giamngheo.lib.errors import Refusal

ANSWER_PREFIX = "a_"
REGION_COLUMN, ABLE_COLUMN = "region", "has_able_member"


class AnswerColumnsRefused(Refusal):
    code = "LAW-013"
    sentence = "Chưa chấm điểm được bảng: {problem}. Sửa lại các cột rồi chạy lại."
    english = "The table cannot be scored: {problem}."


def answer_columns(table: PointTable) -> list[str]:
    """Return the columns that the items of `table` are read from."""
    return [ANSWER_PREFIX + item.code for item in table.items]


def b1_expr(*, frame: pl.LazyFrame, table: PointTable) -> pl.Expr:
    """
    Return the column `b1`: the points of each household's answers, null when one is not usable.

    Needs:  a_<item> for each item (option code, number, or true/false); region (NT1 to NT6; may
            be null for urban households); has_able_member when the table has items that are not
            scored without one.
    Raises: PointTableIncomplete [LAW-011], AnswerColumnsRefused [LAW-013].
    """
    require_complete(table)
    _check_columns(frame.collect_schema(), table)
    region = _region_expr(table)
    points = [_item_expr(item, table, region) for item in table.items]
    return reduce(lambda total, each: total + each, points).alias("b1")


def _check_columns(schema: pl.Schema, table: PointTable) -> None:
    needed = answer_columns(table)
    if any(item.skipped_without_able_member for item in table.items):
        needed.append(ABLE_COLUMN)
    if set(table.regions) != {Region.TT}:
        needed.append(REGION_COLUMN)
    for name in needed:
        if name not in schema:
            raise AnswerColumnsRefused(problem=f"thiếu cột {name}")
    for name in schema:
        if name.startswith(ANSWER_PREFIX) and name not in needed:
            raise AnswerColumnsRefused(problem=f"cột {name} không có trong bảng điểm")
    for item in table.items:
        dtype, name = schema[ANSWER_PREFIX + item.code], ANSWER_PREFIX + item.code
        fits = {
            ItemKind.BAND: dtype.is_numeric(),
            ItemKind.FLAG: dtype == pl.Boolean,
            ItemKind.CHOICE: dtype in (pl.String, pl.Categorical, pl.Enum),
        }
        if not fits[item.kind]:
            raise AnswerColumnsRefused(problem=f"cột {name} không đúng kiểu trả lời")


def _region_expr(table: PointTable) -> pl.Expr:
    """The row's region when its column belongs to the row's area; null otherwise."""
    urban = pl.col("area_type").cast(pl.String) == "urban"
    if set(table.regions) == {Region.TT}:
        return pl.when(urban).then(pl.lit(Region.TT.value))
    own = pl.col(REGION_COLUMN).cast(pl.String)
    town = own.is_null() | (own == Region.TT.value)
    rural = pl.when(own != Region.TT.value).then(own)
    return pl.when(urban).then(pl.when(town).then(pl.lit(Region.TT.value))).otherwise(rural)


def _item_expr(item: PointItem, table: PointTable, region: pl.Expr) -> pl.Expr:
    by_region = pl.lit(None, dtype=pl.Int32)
    for one in table.regions:
        by_region = pl.when(region == one.value).then(_points_expr(item, one)).otherwise(by_region)
    if not item.skipped_without_able_member:
        return by_region
    able = pl.col(ABLE_COLUMN)
    unscored = pl.when(by_region.is_not_null()).then(pl.lit(0, dtype=pl.Int32))
    return pl.when(able).then(by_region).when(~able).then(unscored)


def _points_expr(item: PointItem, region: Region) -> pl.Expr:
    answer = pl.col(ANSWER_PREFIX + item.code)
    points = {option.code: option.points[region] for option in item.options}
    if item.kind is ItemKind.FLAG:
        yes = pl.lit(next(iter(points.values())), dtype=pl.Int32)
        return pl.when(answer).then(yes).when(~answer).then(pl.lit(0, dtype=pl.Int32))
    chain = pl.lit(None, dtype=pl.Int32)
    for option in item.options:
        if item.kind is ItemKind.CHOICE:
            chosen = answer.cast(pl.String) == option.code
        else:
            chosen = answer >= float(option.lower or 0)
            if option.upper is not None:
                chosen = chosen & (answer < float(option.upper))
        chain = pl.when(chosen).then(pl.lit(points[option.code], dtype=pl.Int32)).otherwise(chain)
    return chain
