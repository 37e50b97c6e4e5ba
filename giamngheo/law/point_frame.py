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
# Places of one look-up, for all its questions together: they fit a byte, in which a batch is added
# up several times as fast as in words.
_MOST_PLACES = 256


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
    scored = [_scored(item, schema[ANSWER_PREFIX + item.code], table) for item in table.items]
    lookup = _Lookup(scored, blocks=len(table.regions) * 2)
    struct = pl.struct(_block_expr(table).alias(_BLOCK), *answer_columns(table))
    return struct.map_batches(lookup, return_dtype=pl.Int32, is_elementwise=True).alias("b1")


_BLOCK = "block of the table"


@dataclass(frozen=True, kw_only=True)
class _Scored:
    """
    How one item is scored: a place, and for each place the points of each block.

    There are two blocks for a region, without and with an able member. `bare` may stand for
    `place` in a batch whose answers all lie between 0 and the last place.
    """

    column: str
    place: pl.Expr
    bare: pl.Expr | None
    points: list[list[int]]


class _Lookup:
    """
    Sums the points of a batch of answers; called by the engine for each batch.

    A chain of conditions over seven regions costs several times what one look-up does.
    """

    def __init__(self, scored: Sequence[_Scored], *, blocks: int) -> None:
        self._scored = scored
        self._blocks = blocks
        self._bands = [one for one in scored if one.bare is not None]
        self._sums: dict[frozenset[str], pl.Expr] = {}

    def __call__(self, batch: pl.Series) -> pl.Series:
        answers = batch.struct.unnest()
        bare = self._bare(answers)
        if bare not in self._sums:
            self._sums[bare] = self._sum(bare)
        return answers.select(self._sums[bare]).to_series()

    def _bare(self, answers: pl.DataFrame) -> frozenset[str]:
        """The bands that need no clipping here: the least and the greatest answer tell."""
        if not self._bands or answers.is_empty():
            return frozenset()
        names = [band.column for band in self._bands]
        ends = answers.select(pl.col(names).min().name.prefix("<"), pl.col(names).max())
        found = ends.row(0, named=True)
        return frozenset(
            band.column
            for band in self._bands
            if found[band.column] is not None
            and found[f"<{band.column}"] >= 0
            and found[band.column] < len(band.points)
        )

    def _sum(self, bare: frozenset[str]) -> pl.Expr:
        found = []
        for group in _grouped(self._scored):
            table = [0] * (_MOST_PLACES * self._blocks)
            for place, points in enumerate(_combined(group)):
                table[place::_MOST_PLACES] = points
            number = _number(group, bare).cast(pl.UInt32) + pl.col(_BLOCK)
            found.append(pl.lit(pl.Series(table, dtype=pl.Int32)).gather(number))
        return reduce(lambda total, each: total + each, found)


def _grouped(scored: Sequence[_Scored]) -> list[list[_Scored]]:
    """Take several items in one look-up, as long as their combinations fit a byte."""
    groups: list[list[_Scored]] = []
    places = _MOST_PLACES
    for one in scored:
        places *= len(one.points)
        if places > _MOST_PLACES:
            groups.append([])
            places = len(one.points)
        groups[-1].append(one)
    return groups


def _combined(group: Sequence[_Scored]) -> list[list[int]]:
    """The points of each combination of places, in the order of `_number`."""
    rows = group[0].points
    for one in group[1:]:
        rows = [
            [first + second for first, second in zip(row, other, strict=True)]
            for row in rows
            for other in one.points
        ]
    return rows


def _number(group: Sequence[_Scored], bare: frozenset[str]) -> pl.Expr:
    number: pl.Expr | None = None
    for one in group:
        place = one.bare if one.column in bare and one.bare is not None else one.place
        count = pl.lit(len(one.points), dtype=pl.UInt8)
        number = place if number is None else number * count + place
    assert number is not None
    return number


def _scored(item: PointItem, dtype: pl.DataType, table: PointTable) -> _Scored:
    name = ANSWER_PREFIX + item.code
    answer = pl.col(name)
    bare = None
    options: list[PointOption | None] = list(item.options)
    if item.kind is ItemKind.FLAG:
        place = answer.cast(pl.UInt8)
        options.insert(0, None)
    elif item.kind is ItemKind.CHOICE:
        place = _choice_expr(item, answer, dtype)
    elif dtype.is_integer() and (top := _top(item)) is not None:
        # Bounds in the column's own type: a wider one would widen every value first.
        least, most = pl.lit(int(_lowest(item)), dtype), pl.lit(top, dtype)
        place = pl.when(answer >= least).then(answer.clip(upper_bound=most).cast(pl.UInt8))
        options = [_option_at(item, value) for value in range(top + 1)]
        bare = answer.cast(pl.UInt8, wrap_numerical=True) if _lowest(item) == 0 else None
    else:
        place = _band_expr(item, answer, dtype)
    rows = [[(o.points[r] or 0) if o else 0 for r in table.regions] for o in options]
    unable = [[0] * len(row) if item.skipped_without_able_member else row for row in rows]
    points = [without + row for without, row in zip(unable, rows, strict=True)]
    return _Scored(column=name, place=place, bare=bare, points=points)


def _lowest(item: PointItem) -> Decimal:
    return item.options[0].lower or Decimal(0)


def _top(item: PointItem) -> int | None:
    """The last bound when all are small whole numbers: a table by value is then the quickest."""
    bounds = [option.lower or Decimal(0) for option in item.options]
    if any(bound != bound.to_integral_value() for bound in bounds) or bounds[-1] >= _MOST_PLACES:
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


def _block_expr(table: PointTable) -> pl.Expr:
    """Where the points of the row's region begin: those with an able member follow the others."""
    block = _region_expr(table)
    if any(item.skipped_without_able_member for item in table.items):
        regions = pl.lit(len(table.regions), dtype=pl.UInt32)
        block = block + pl.col(ABLE_COLUMN).cast(pl.UInt32) * regions
    return block * pl.lit(_MOST_PLACES, dtype=pl.UInt32)


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
