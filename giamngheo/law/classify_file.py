"""A file of households in, the same file with its judgements out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from giamngheo.law.enums import Category
from giamngheo.law.facts_json import facts_from_mapping
from giamngheo.law.household_files import (
    CODE_COLUMN,
    MEMBERS_COLUMN,
    REFUSED_SCHEMA,
    UNIT_COLUMN,
    read_households,
    scan_clean_parquet,
)
from giamngheo.law.judge_frame import ADDED_COLUMNS, classify_frame, refusal_expr
from giamngheo.law.judge_household import classify_household
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Standard
from giamngheo.lib.errors import Refusal
from giamngheo.lib.files import atomic_path
from giamngheo.lib.sheets import write_frame

EXPLANATION = "explanation"


class RowsRefused(Refusal):
    code = "LAW-008"
    sentence = (
        "Chưa phân loại được tệp “{name}”: {count} trong {total} dòng chưa dùng được, trước hết là "
        "{first}. Sửa các dòng đó, hoặc thêm --refused TỆP để phân loại các dòng còn lại và nhận "
        "danh sách dòng bị trả lại."
    )
    english = "{count} of {total} rows of “{name}” cannot be judged; the first: {first}."


class ColumnTaken(Refusal):
    code = "LAW-009"
    sentence = (
        "Chưa phân loại được tệp “{name}”: tệp đã có cột “{column}” là cột kết quả. Đổi tên hoặc "
        "bỏ cột đó rồi chạy lại."
    )
    english = "File “{name}” already has a column “{column}”."


@dataclass(frozen=True, kw_only=True)
class FileJudged:
    """How many rows were read, judged and refused; households by category."""

    read: int
    judged: int
    refused: int
    counts: dict[str, int]

    def __post_init__(self) -> None:
        if self.read != self.judged + self.refused:
            raise AssertionError("rows were lost or doubled while judging")


def classify_file(
    *,
    path: Path,
    standard: Standard,
    out: Path,
    points: PointTable | None = None,
    explain: bool = False,
    refused_out: Path | None = None,
) -> FileJudged:
    """
    Judge every household of `path` and write `out` (.xlsx, .csv, .parquet).

    Needs:  household_code, area_type, then b1 and b2, or income_per_capita_vnd and
            d_<indicator>, or with `points` a_<item>; or their Vietnamese headings, in any order.
    Shape:  the file's own columns, then category, group, deprivation_count, evidence, standard,
            confidence, reason; with `explain` also the full reasons of each household.
    Raises: RowsRefused [LAW-008] when rows cannot be judged and `refused_out` is not given;
            ColumnTaken [LAW-009], EvidenceNotJudged [LAW-005], and what reading or writing
            refuses (LIB-010 to LIB-015, LIB-020).
    """
    if out.suffix.lower() == ".parquet" and not explain:
        clean = scan_clean_parquet(path=path)
        if clean is not None and (whole := _classify_whole(clean, path, standard, out, points)):
            if refused_out is not None:
                write_frame(refused_out, pl.DataFrame(schema=REFUSED_SCHEMA))
            return whole
    households = read_households(path=path, standards=[standard], points=points)
    _check_names(households.source.columns, path)
    added = _judge(households.frame, standard, points)
    undecided = added.filter(pl.col("refusal").is_not_null()).select(
        "row_number", reason=pl.col("refusal")
    )
    refused = pl.concat([households.refused, undecided]).sort("row_number")
    if len(refused) and refused_out is None:
        number, reason = refused.row(0)
        first = f"dòng {number}, {reason}"
        raise RowsRefused(name=path.name, count=len(refused), total=households.read, first=first)
    good = added["refusal"].is_null()
    judged = households.source.filter(good).hstack(added.filter(good).select(ADDED_COLUMNS))
    if explain:
        texts = _explanations(households.frame.filter(good), standard, points)
        judged = judged.with_columns(texts)
    write_frame(out, judged)
    if refused_out is not None:
        write_frame(refused_out, refused)
    counts = judged.group_by("category").len().rows()
    return FileJudged(
        read=households.read,
        judged=len(judged),
        refused=len(refused),
        counts=_in_order(dict(counts)),
    )


def _classify_whole(
    frame: pl.LazyFrame, path: Path, standard: Standard, out: Path, points: PointTable | None
) -> FileJudged | None:
    """
    Judge a clean Parquet file batch by batch: a country needs no more memory than a commune.

    None when a row cannot be judged: then the rows have to be looked at one by one.
    """
    _check_names(frame.collect_schema().names(), path)
    judged = judged_in_order(frame=frame, standard=standard, points=points)
    counts = dict(judged.group_by("category").len().collect(engine="streaming").rows())
    if None in counts:
        return None
    with atomic_path(out) as beside:
        judged.sink_parquet(beside, engine="streaming")
    total = sum(counts.values())
    return FileJudged(read=total, judged=total, refused=0, counts=_in_order(counts))


def judged_in_order(
    *, frame: pl.LazyFrame, standard: Standard, points: PointTable | None
) -> pl.LazyFrame:
    """Return the frame's own columns, then ADDED_COLUMNS with words as text, as files have them."""
    judged = classify_frame(frame=frame, standard=standard, points=points)
    if "deprivation_count" not in judged.collect_schema():
        judged = judged.with_columns(deprivation_count=pl.lit(None, pl.UInt8))
    own = frame.collect_schema().names()
    texts = pl.col("category", "group", "confidence", "reason").cast(pl.String)
    return judged.with_columns(texts).select(*own, *ADDED_COLUMNS)


def _in_order(counts: dict[str, int]) -> dict[str, int]:
    return {category.value: counts.get(category.value, 0) for category in Category}


def _check_names(columns: Sequence[str], path: Path) -> None:
    for name in (*ADDED_COLUMNS, EXPLANATION):
        if name in columns:
            raise ColumnTaken(name=path.name, column=name)


def _judge(frame: pl.DataFrame, standard: Standard, points: PointTable | None) -> pl.DataFrame:
    lazy = frame.lazy()
    refusal = refusal_expr(frame=lazy, standard=standard, points=points)
    judged = classify_frame(
        frame=lazy.with_columns(refusal), standard=standard, points=points
    ).collect()
    if "deprivation_count" not in judged.columns:
        judged = judged.with_columns(deprivation_count=pl.lit(None, pl.UInt8))
    return judged.with_columns(pl.col(pl.Enum).cast(pl.String))


def _explanations(facts: pl.DataFrame, standard: Standard, points: PointTable | None) -> pl.Series:
    columns = facts.drop("row_number", CODE_COLUMN, UNIT_COLUMN, MEMBERS_COLUMN, strict=False)
    texts = []
    for row in columns.iter_rows(named=True):
        household = facts_from_mapping(row)
        result = classify_household(facts=household, standard=standard, points=points)
        caution = [result.caution] if result.caution else []
        texts.append(". ".join([*map(str, result.reasons), *caution]))
    return pl.Series(EXPLANATION, texts, dtype=pl.String)
