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
# Bounds of a band scored by its value: twice this and a flag must fit a byte.
_MOST_VALUES = 120
_MOST_COMBINATIONS = 300


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
    groups = _grouped(ways)
    places = [group.place.alias(f"place {number}") for number, group in enumerate(groups)]
    lookup = _Lookup(groups, regions=len(table.regions))
    struct = pl.struct(_region_expr(table).alias(REGION_COLUMN), *places)
    return struct.map_batches(lookup, return_dtype=pl.Int32, is_elementwise=True).alias("b1")


@dataclass(frozen=True, kw_only=True)
class _Way:
    """How items are scored: a small number per row, and for each number the points by region."""

    place: pl.Expr
    rows: list[list[int]]


class _Lookup:
    """
    Sums the points of a batch of answers; called by the engine for each batch.

    A chain of conditions over seven regions costs several times what one look-up does.
    """

    def __init__(self, groups: Sequence[_Way], *, regions: int) -> None:
        found = [
            pl.lit(pl.Series([points for row in group.rows for points in row], dtype=pl.Int32))
            .gather(pl.col(f"place {number}") * regions + pl.col(REGION_COLUMN))
            for number, group in enumerate(groups)
        ]  # fmt: skip
        self._sum = reduce(lambda total, each: total + each, found)

    def __call__(self, batch: pl.Series) -> pl.Series:
        return batch.struct.unnest().select(self._sum).to_series()


def _grouped(ways: Sequence[_Way]) -> list[_Way]:
    """Take several items in one look-up, as long as the table of their combinations is small."""
    groups: list[_Way] = []
    for way in ways:
        last = groups[-1] if groups else None
        if last is None or len(last.rows) * len(way.rows) > _MOST_COMBINATIONS:
            groups.append(_Way(place=way.place.cast(pl.UInt32), rows=way.rows))
            continue
        place = last.place * pl.lit(len(way.rows), dtype=pl.UInt32) + way.place.cast(pl.UInt32)
        rows = [
            [first + second for first, second in zip(one, other, strict=True)]
            for one in last.rows
            for other in way.rows
        ]
        groups[-1] = _Way(place=place, rows=rows)
    return groups


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
    rows = [[(o.points[r] or 0) if o else 0 for r in table.regions] for o in options]
    if item.skipped_without_able_member:
        place = place * 2 + pl.col(ABLE_COLUMN).cast(pl.UInt8)
        rows = [scored for row in rows for scored in ([0] * len(row), row)]
    return _Way(place=place, rows=rows)


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
