"""
Made-up households for tests and measurements, the same for a seed on every machine.

Only whole-number arithmetic on the row number: no random generator whose stream could change, no
floating point. Shares are plausible for Vietnam in 2022, and stand for no real place.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import polars as pl

from giamngheo.law.enums import Evidence
from giamngheo.law.household_files import CODE_COLUMN, MEMBERS_COLUMN, UNIT_COLUMN
from giamngheo.law.judge_frame import (
    AREA_COLUMN,
    B1_COLUMN,
    B2_COLUMN,
    DEPRIVATION_PREFIX,
    INCOME_COLUMN,
)
from giamngheo.law.point_frame import ABLE_COLUMN, ANSWER_PREFIX, REGION_COLUMN
from giamngheo.law.point_table import ItemKind, PointItem, PointTable
from giamngheo.lib.errors import Refusal
from giamngheo.lib.files import atomic_path

HOUSEHOLDS_PER_UNIT = 6_000
PEOPLE_COLUMN = "ethnicity"
_CHUNK = 1_000_000
_TEN_THOUSAND = 10_000
_MASK = 2**64

# Of ten thousand households, how many have at most this income (thousand đồng a person a month).
_RURAL_INCOME = [(0, 250), (200, 900), (900, 1_500), (1_900, 2_200), (3_500, 3_000)]
_URBAN_INCOME = [(0, 400), (100, 1_200), (350, 2_000), (900, 2_800), (3_000, 4_500)]
_UPPER_INCOME = [(6_000, 6_000), (8_500, 9_000), (9_700, 15_000), (10_000, 60_000)]
# Of ten thousand households: how many lack the service among the poorest tenth, the next quarter,
# and the rest.
_LACKING: dict[str, tuple[int, int, int]] = {
    "employment": (2_200, 1_500, 700),
    "dependents": (2_100, 1_200, 800),
    "nutrition": (1_500, 900, 300),
    "health_insurance": (1_900, 1_600, 900),
    "health_services": (900, 300, 100),
    "adult_education": (2_700, 1_900, 700),
    "child_attendance": (900, 400, 100),
    "housing_quality": (2_800, 1_200, 200),
    "floor_area": (2_400, 1_300, 500),
    "water_source": (2_300, 1_300, 400),
    "toilet": (3_900, 2_100, 500),
    "telecom_service": (2_600, 1_300, 300),
    "info_device": (1_200, 400, 50),
    "waste_treatment": (4_200, 3_500, 1_200),
}
_SIZES = [(900, 1), (2_600, 2), (4_600, 3), (7_400, 4), (8_700, 5), (9_500, 6), (9_850, 7)]


class SynthesisRefused(Refusal):
    code = "LAW-021"
    sentence = "Chưa sinh được dữ liệu thử: {problem}."
    english = "The test population cannot be made: {problem}."


def write_households(
    *,
    path: Path,
    households: int,
    seed: int,
    evidence: Evidence = Evidence.INCOME,
    points: PointTable | None = None,
) -> None:
    """
    Write `households` made-up households as Parquet, in bounded memory.

    Raises: SynthesisRefused [LAW-021], CannotWrite [LIB-020].
    """
    if households < 1:
        raise SynthesisRefused(problem="cần ít nhất một hộ")
    if path.suffix.lower() != ".parquet":
        raise SynthesisRefused(problem="tệp kết quả phải là .parquet")
    parts = [
        made_households(
            first=first,
            households=min(_CHUNK, households - first),
            seed=seed,
            evidence=evidence,
            points=points,
        )
        for first in range(0, households, _CHUNK)
    ]
    with atomic_path(path) as beside:
        pl.concat(parts).sink_parquet(beside, engine="streaming")


def made_households(
    *,
    households: int,
    seed: int,
    first: int = 0,
    evidence: Evidence = Evidence.INCOME,
    points: PointTable | None = None,
) -> pl.LazyFrame:
    """
    Return households number `first` and on.

    Shape: one row per household: household_code · unit_code · area_type · region · member_count ·
           ethnicity, then income_per_capita_vnd and d_<indicator>, or b1 and b2, or a_<item>,
           has_able_member and d_<indicator>.
    Raises: SynthesisRefused [LAW-021] for answers without a point table.
    """
    frame = pl.LazyFrame().select(
        pl.int_range(first, first + households, dtype=pl.UInt64).alias("__row")
    )
    draws = _Draws(seed)
    frame = frame.with_columns(__unit=pl.col("__row") // HOUSEHOLDS_PER_UNIT)
    frame = frame.with_columns(
        __urban=draws.share("urban", of="__unit") < 3_000,
        __wealth=draws.share("wealth"),
    )
    rank = pl.col("__wealth")
    tier = pl.when(rank < 1_000).then(0).when(rank < 3_500).then(1).otherwise(2)
    frame = frame.with_columns(__tier=tier).with_columns(_facts(draws))
    common = [CODE_COLUMN, UNIT_COLUMN, AREA_COLUMN, REGION_COLUMN, MEMBERS_COLUMN, PEOPLE_COLUMN]
    marks = [DEPRIVATION_PREFIX + code for code in _LACKING]
    if evidence is Evidence.INCOME:
        return frame.select(*common, INCOME_COLUMN, *marks)
    if evidence is Evidence.SCORES:
        return frame.select(*common, *_scores())
    if points is None:
        raise SynthesisRefused(problem="câu trả lời phải theo một bảng điểm, thêm --points TỆP")
    answers = [_answer(item, draws).alias(ANSWER_PREFIX + item.code) for item in points.items]
    able = (draws.share("able") < 9_400).alias(ABLE_COLUMN)
    return frame.select(*common, able, *answers, *marks)


class _Draws:
    """Whole numbers that look drawn: splitmix64 of the seed, the name of the draw and the row."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def number(self, name: str, *, of: str = "__row") -> pl.Expr:
        start = self.seed
        for letter in name.encode():
            start = _mixed(start * 257 + letter)
        drawn = pl.col(of) * _u64(0x9E3779B97F4A7C15) + _u64(start)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            drawn = (drawn ^ (drawn // _u64(2**shift))) * _u64(factor)
        return drawn ^ (drawn // _u64(2**31))

    def share(self, name: str, *, of: str = "__row") -> pl.Expr:
        """Return a number from 0 to 9.999."""
        return (self.number(name, of=of) % _u64(_TEN_THOUSAND)).cast(pl.Int32)


def _u64(value: int) -> pl.Expr:
    return pl.lit(value % _MASK, dtype=pl.UInt64)


def _mixed(value: int) -> int:
    value %= _MASK
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        value = (value ^ (value >> shift)) * factor % _MASK
    return value ^ (value >> 31)


def _facts(draws: _Draws) -> list[pl.Expr]:
    urban, row = pl.col("__urban"), pl.col("__row")
    region = (pl.col("__unit") % _u64(6) + _u64(1)).cast(pl.String)
    income = pl.when(urban).then(_by_rank(_URBAN_INCOME)).otherwise(_by_rank(_RURAL_INCOME))
    size = pl.lit(8)
    for most, members in reversed(_SIZES):
        size = pl.when(draws.share("size") < most).then(members).otherwise(size)
    minority_share = draws.share("minority", of="__unit") * 4 // 10
    return [
        (pl.lit("VD-") + (row + _u64(1)).cast(pl.String).str.zfill(9)).alias(CODE_COLUMN),
        (pl.lit("VD") + pl.col("__unit").cast(pl.String).str.zfill(5)).alias(UNIT_COLUMN),
        pl.when(urban).then(pl.lit("urban")).otherwise(pl.lit("rural")).alias(AREA_COLUMN),
        pl.when(urban).then(pl.lit("TT")).otherwise(pl.lit("NT") + region).alias(REGION_COLUMN),
        size.cast(pl.Int16).alias(MEMBERS_COLUMN),
        pl.when(draws.share("people") < minority_share)
        .then(pl.lit("Dân tộc thiểu số"))
        .otherwise(pl.lit("Kinh"))
        .alias(PEOPLE_COLUMN),
        (income.cast(pl.Int64) * 1_000 + draws.share("coins") % 1_000)
        .cast(pl.Int32)
        .alias(INCOME_COLUMN),
        *(_lacks(code, draws).alias(DEPRIVATION_PREFIX + code) for code in _LACKING),
    ]


def _by_rank(lower: Sequence[tuple[int, int]]) -> pl.Expr:
    """Thousand đồng by rank, straight between the points."""
    points = [*lower, *_UPPER_INCOME]
    rank = pl.col("__wealth")
    chain = pl.lit(points[-1][1])
    for (rank_a, value_a), (rank_b, value_b) in reversed(list(pairwise(points))):
        between = value_a + (rank - rank_a) * (value_b - value_a) // (rank_b - rank_a)
        chain = pl.when(rank < rank_b).then(between).otherwise(chain)
    return chain


def _lacks(code: str, draws: _Draws) -> pl.Expr:
    poorest, next_poor, rest = _LACKING[code]
    tier = pl.col("__tier")
    limit = pl.when(tier == 0).then(poorest).when(tier == 1).then(next_poor).otherwise(rest)
    return draws.share(code) < limit


def _scores() -> list[pl.Expr]:
    """Scores that agree with income and indicators under vn-2022: 140 points for 1,5 million."""
    income = pl.col(INCOME_COLUMN)
    per_point = pl.when(pl.col("__urban")).then(2_000_000 // 175).otherwise(1_500_000 // 140)
    b1 = pl.min_horizontal(income // per_point, pl.lit(260)).cast(pl.Int16)
    others = ("health_services", "waste_treatment")
    lacking = [pl.col(DEPRIVATION_PREFIX + c).cast(pl.Int16) for c in _LACKING if c not in others]
    return [b1.alias(B1_COLUMN), (pl.sum_horizontal(lacking) * 10).cast(pl.Int16).alias(B2_COLUMN)]


def _answer(item: PointItem, draws: _Draws) -> pl.Expr:
    drawn = draws.share(f"answer {item.code}")
    if item.kind is ItemKind.FLAG:
        return drawn < 5_000
    number = drawn % len(item.options)
    if item.kind is ItemKind.CHOICE:
        codes = pl.Enum([option.code for option in item.options])
        return number.cast(pl.UInt8).cat.to(codes)
    chain = pl.lit(None, dtype=pl.Int16)
    for position, option in enumerate(item.options):
        here = pl.lit(int(option.lower or 0), dtype=pl.Int16)
        chain = pl.when(number == position).then(here).otherwise(chain)
    return chain
