"""Parquet files of households under our own names and types, looked over without loading them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from giamngheo.law.enums import AreaType
from giamngheo.law.facts import B1_LIMIT, INCOME_LIMIT_VND, require_scores
from giamngheo.law.household_files import (
    CODE_COLUMN,
    DAY_COLUMN,
    MEMBERS_COLUMN,
    UNIT_COLUMN,
    doubled_text,
    held_on_its_day,
    mixed_text,
    other_day_text,
    refuse_unknown_columns,
)
from giamngheo.law.judge_frame import (
    AREA_COLUMN,
    B1_COLUMN,
    B2_COLUMN,
    DEPRIVATION_PREFIX,
    INCOME_COLUMN,
    ColumnsRefused,
)
from giamngheo.law.point_frame import ANSWER_PREFIX, b1_expr
from giamngheo.law.point_table import PointTable
from giamngheo.law.refused_rows import first_reason
from giamngheo.law.standard_types import Standard
from giamngheo.lib.sheets import EmptyTable


@dataclass(frozen=True, kw_only=True)
class Doubts:
    """
    Rows that read well and are left out all the same.

    `codes`: households in two rows. `units`: those with two area types. `standard`: rows of a day
    outside it, when the file has days; None where any day will do.
    """

    codes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    standard: Standard | None = None
    has_gaps: bool = False

    def __bool__(self) -> bool:
        return bool(self.codes or self.units or self.standard or self.has_gaps)

    def reason_expr(self) -> pl.Expr:
        """Return why a row is left out, null when it is not."""
        code = _key(CODE_COLUMN)
        problems: list[tuple[pl.Expr, pl.Expr | str]] = [(code.is_null(), "thiếu mã hộ")]
        if self.codes:
            problems.append((code.is_in(list(self.codes)), doubled_text()))
        if self.units:
            problems.append((_key(UNIT_COLUMN).is_in(list(self.units)), mixed_text()))
        if self.standard is not None:
            problems.append((~held_on_its_day(self.standard), other_day_text(self.standard)))
        return first_reason(problems)


@dataclass(frozen=True, kw_only=True)
class ScannedHouseholds:
    """Households as they lie in `files`, one after the other, `rows` of them, and their doubts."""

    files: tuple[Path, ...]
    frame: pl.LazyFrame
    rows: int
    doubts: Doubts


def scan_households(
    *, path: Path, points: PointTable | None = None, standard: Standard | None = None
) -> ScannedHouseholds | None:
    """
    Return a Parquet file, or a folder of them, that has our column names and types.

    None when its rows need reading one by one: other headings, text for numbers. Nothing is
    loaded beyond what finding doubts needs. `standard`: rows of days outside it are in doubt.
    Raises: ColumnsRefused [LAW-007] for an unknown d_ or a_ column, and for a folder that does not
            fit; EmptyTable [LIB-015].
    """
    files = parquet_files(path)
    if not files:
        return None
    try:
        frame = pl.scan_parquet(list(files))
        schema = frame.collect_schema()
        rows = int(frame.select(pl.len()).collect().item())
        fits = CODE_COLUMN in schema and _types_fit(schema)
    except (pl.exceptions.PolarsError, OSError):
        fits = False
    if not fits:
        if path.is_dir():
            problem = "các tệp Parquet trong thư mục phải đúng tên cột và kiểu dữ liệu"
            raise ColumnsRefused(problem=problem)
        return None
    refuse_unknown_columns(schema.names(), points=points)
    if rows == 0:
        raise EmptyTable(name=path.name)
    doubts = _doubts(frame, schema, standard)
    return ScannedHouseholds(files=files, frame=frame, rows=rows, doubts=doubts)


def parquet_files(path: Path) -> tuple[Path, ...]:
    """Return the Parquet files that `path` names, in the order of their names; none for another."""
    if path.is_dir():
        return tuple(sorted(path.glob("*.parquet")))
    return (path,) if path.suffix.lower() == ".parquet" and path.is_file() else ()


def _types_fit(schema: pl.Schema) -> bool:
    texts = (pl.String, pl.Categorical, pl.Enum)
    if schema.get(AREA_COLUMN) not in texts or schema.get(DAY_COLUMN, pl.Date()) != pl.Date:
        return False
    numbers = [schema[n] for n in (B1_COLUMN, B2_COLUMN, INCOME_COLUMN) if n in schema]
    members = schema.get(MEMBERS_COLUMN, pl.Int64())
    marks = [dtype for name, dtype in schema.items() if name.startswith(DEPRIVATION_PREFIX)]
    has_answers = any(name.startswith(ANSWER_PREFIX) for name in schema)
    return (
        bool(numbers or has_answers)
        and all(dtype.is_numeric() for dtype in numbers)
        and members.is_integer()
        and all(dtype == pl.Boolean for dtype in marks)
    )


def _key(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.normalize("NFC")


def _doubts(frame: pl.LazyFrame, schema: pl.Schema, standard: Standard | None) -> Doubts:
    # Hashes keep a country's codes in memory; a clash would only make us look more closely.
    code = pl.col(CODE_COLUMN)
    looks = [(code.hash().n_unique() < code.count()).alias("doubled"), code.has_nulls()]
    looks[1] = looks[1].alias("gaps")
    if schema[CODE_COLUMN] == pl.String:
        looks.append((code.str.len_bytes() != code.str.len_chars()).any().alias("marks"))
    if DAY_COLUMN in schema and standard is not None:
        looks.append((~held_on_its_day(standard)).any().alias("days"))
    seen = frame.select(looks).collect(engine="streaming").row(0, named=True)
    look_closely = seen["doubled"] or seen.get("marks", False)
    return Doubts(
        codes=_doubled_codes(frame) if look_closely else (),
        units=_mixed_units(frame) if UNIT_COLUMN in schema else (),
        standard=standard if seen.get("days") else None,
        has_gaps=seen["gaps"],
    )


def _doubled_codes(frame: pl.LazyFrame) -> tuple[str, ...]:
    counted = frame.group_by(_key(CODE_COLUMN).alias("key")).len()
    doubled = counted.filter(pl.col("len") > 1, pl.col("key").is_not_null())
    return tuple(doubled.select("key").collect(engine="streaming")["key"].sort())


def _mixed_units(frame: pl.LazyFrame) -> tuple[str, ...]:
    area = pl.col(AREA_COLUMN).cast(pl.String)
    known = area.filter(area.is_in(list(AreaType)))
    kinds = frame.group_by(UNIT_COLUMN).agg(known.n_unique().alias("kinds"))
    mixed = kinds.filter(pl.col("kinds") > 1, pl.col(UNIT_COLUMN).is_not_null())
    found = mixed.select(_key(UNIT_COLUMN)).collect(engine="streaming")
    return tuple(found[UNIT_COLUMN].sort())


def value_problem_expr(
    *, frame: pl.LazyFrame, standards: Sequence[Standard], points: PointTable | None
) -> pl.Expr:
    """
    Return why no standard could use a row's values: area, income, scores, answers; else null.

    An indicator that is not known is no such reason: a simulation counts the household as unknown.
    Raises: as `b1_expr`.
    """
    schema = frame.collect_schema()
    area = pl.col(AREA_COLUMN).cast(pl.String).is_in(list(AreaType)).fill_null(False)
    problems: list[tuple[pl.Expr, pl.Expr | str]] = [
        (~area, "khu vực phải là rural (nông thôn) hoặc urban (thành thị)")
    ]
    if points is not None:
        problem = "có mục của phiếu B1 chưa trả lời, ngoài lựa chọn, hoặc vùng không hợp khu vực"
        problems.append((b1_expr(frame=frame, table=points).is_null(), problem))
        return first_reason(problems)
    for name, (problem, most) in _limits(schema, standards).items():
        fits = pl.col(name).is_between(0, most) & (pl.col(name) == pl.col(name).floor())
        problems.append((~fits.fill_null(False), problem))
    return first_reason(problems)


def _limits(schema: pl.Schema, standards: Sequence[Standard]) -> dict[str, tuple[str, int]]:
    """What each number of a row may be, in words, and its largest value."""
    if B1_COLUMN not in schema:
        problem = "thu nhập bình quân phải là số nguyên đồng, không âm"
        return {INCOME_COLUMN: (problem, INCOME_LIMIT_VND)}
    most = {
        B1_COLUMN: B1_LIMIT,
        B2_COLUMN: max((require_scores(s) for s in standards if s.judges_scores), default=0),
    }
    return {
        name: (f"điểm {name.upper()} phải là số nguyên từ 0 đến {limit}", limit)
        for name, limit in most.items()
    }
