"""The point table for frames: the sum of `point_table.score_answers`, written again for Polars."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

import polars as pl

from giamngheo.law.point_table import (
    ItemKind,
    PointItem,
    PointOption,
    PointTable,
    Region,
    require_complete,
)
from giamngheo.lib.errors import Refusal

ANSWER_PREFIX = "a_"
REGION_COLUMN, ABLE_COLUMN = "region", "has_able_member"
_MOST_VALUES = 200


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
    schema = frame.collect_schema()
    _check_columns(schema, table)
    ways = [_way_of(item, schema[ANSWER_PREFIX + item.code], table) for item in table.items]
    facts = [_region_expr(table).alias(REGION_COLUMN)]
    if any(way.is_skipped for way in ways):
        facts.append(pl.col(ABLE_COLUMN))
    struct = pl.struct(*facts, *(way.place for way in ways))
    lookup = _Lookup(ways, regions=len(table.regions))
    return struct.map_batches(lookup, return_dtype=pl.Int32, is_elementwise=True).alias("b1")


@dataclass(frozen=True, kw_only=True)
class _Way:
    """How one item is scored: a small number per row, and points by that number and region."""

    code: str
    place: pl.Expr
    points: pl.Series
    is_skipped: bool


class _Lookup:
    """
    Sums the points of a batch of answers; called by the engine for each batch.

    A chain of conditions over seven regions costs several times what one look-up does.
    """

    def __init__(self, ways: Sequence[_Way], *, regions: int) -> None:
        self._sum = reduce(
            lambda total, each: total + each, [_points_expr(way, regions) for way in ways]
        )

    def __call__(self, batch: pl.Series) -> pl.Series:
        return batch.struct.unnest().select(self._sum).to_series()


def _points_expr(way: _Way, regions: int) -> pl.Expr:
    place = pl.col(way.code).cast(pl.UInt32) * regions + pl.col(REGION_COLUMN)
    points = pl.lit(way.points).gather(place)
    # A household without an able member has false here, and false counts as nought.
    return points * pl.col(ABLE_COLUMN) if way.is_skipped else points


def _way_of(item: PointItem, dtype: pl.DataType, table: PointTable) -> _Way:
    answer = pl.col(ANSWER_PREFIX + item.code)
    options: list[PointOption | None] = list(item.options)
    if item.kind is ItemKind.FLAG:
        place = answer.cast(pl.UInt8)
        options.insert(0, None)
    elif item.kind is ItemKind.CHOICE:
        place = _choice_expr(item, answer, dtype)
    elif dtype.is_integer() and _top(item) is not None:
        top = _top(item)
        assert top is not None
        # Bounds in the column's own type: a wider one would widen every value first.
        least, most = pl.lit(int(_lowest(item)), dtype), pl.lit(top, dtype)
        place = pl.when(answer >= least).then(answer.clip(upper_bound=most).cast(pl.UInt8))
        options = [_option_at(item, value) for value in range(top + 1)]
    else:
        place = _band_expr(item, answer, dtype)
    points = [o.points[r] if o else 0 for o in options for r in table.regions]
    return _Way(
        code=item.code,
        place=place.alias(item.code),
        points=pl.Series(points, dtype=pl.Int32),
        is_skipped=item.skipped_without_able_member,
    )


def _lowest(item: PointItem) -> Decimal:
    return item.options[0].lower or Decimal(0)


def _top(item: PointItem) -> int | None:
    """The last bound when all are small whole numbers: a table by value is then the quickest."""
    bounds = [option.lower or Decimal(0) for option in item.options]
    if any(bound != bound.to_integral_value() for bound in bounds) or bounds[-1] > _MOST_VALUES:
        return None
    return int(bounds[-1])


def _option_at(item: PointItem, value: int) -> PointOption | None:
    reached = [option for option in item.options if (option.lower or Decimal(0)) <= value]
    return reached[-1] if reached else None


def _choice_expr(item: PointItem, answer: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The number of the option that was chosen; null when the answer is none of them."""
    codes = [option.code for option in item.options]
    if not isinstance(dtype, pl.Enum):
        return _place_expr(answer.cast(pl.String), codes)
    if dtype.categories.to_list() == codes:
        return answer.to_physical().cast(pl.UInt8)
    places = {code: place for place, code in enumerate(dtype.categories)}
    return _place_expr(answer.to_physical(), [places.get(code) for code in codes])


def _place_expr(answer: pl.Expr, values: Sequence[str | int | None]) -> pl.Expr:
    chain = pl.lit(None, dtype=pl.UInt8)
    for place, value in enumerate(values):
        if value is not None:
            here = pl.lit(place, dtype=pl.UInt8)
            chain = pl.when(answer == value).then(here).otherwise(chain)
    return chain


def _band_expr(item: PointItem, answer: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    bounds = [float(option.lower or 0) for option in item.options]
    passed = [(answer >= bound).cast(pl.UInt8) for bound in bounds[1:]]
    number = reduce(lambda total, each: total + each, passed, pl.lit(0, dtype=pl.UInt8))
    usable = answer >= bounds[0]
    if dtype.is_float():
        # NaN is above every bound for Polars: without this it would fall into the last band.
        usable = usable & answer.is_not_nan()
    return pl.when(usable).then(number)


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
    """The number of the row's region when its column belongs to the row's area; else null."""
    urban = pl.col("area_type").cast(pl.String) == "urban"
    rural = pl.col("area_type").cast(pl.String) == "rural"
    places = {region: place for place, region in enumerate(table.regions)}
    town = pl.lit(places.get(Region.TT), dtype=pl.UInt32)
    if set(places) == {Region.TT}:
        return pl.when(urban).then(town)
    own = pl.col(REGION_COLUMN).cast(pl.String)
    chain = pl.lit(None, dtype=pl.UInt32)
    for region, place in places.items():
        if region is not Region.TT:
            here = pl.lit(place, dtype=pl.UInt32)
            chain = pl.when(own == region.value).then(here).otherwise(chain)
    in_town = urban & (own.is_null() | (own == Region.TT.value))
    return pl.when(in_town).then(town).when(rural).then(chain)
