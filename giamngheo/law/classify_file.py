"""A file of households in, the same file with its judgements out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from giamngheo.law.enums import Category
from giamngheo.law.facts_json import facts_from_mapping
from giamngheo.law.household_files import (
    CODE_COLUMN,
    MEMBERS_COLUMN,
    UNIT_COLUMN,
    read_households,
)
from giamngheo.law.judge_frame import (
    ADDED_COLUMNS,
    ColumnsRefused,
    classify_frame,
    refusal_expr,
)
from giamngheo.law.judge_household import classify_household
from giamngheo.law.parquet_households import Doubts, ScannedHouseholds, scan_households
from giamngheo.law.point_table import PointTable
from giamngheo.law.refused_rows import (
    REFUSED_SCHEMA,
    require_own_files,
    require_some,
    write_refused,
)
from giamngheo.law.standard_types import Standard
from giamngheo.lib.errors import Refusal
from giamngheo.lib.files import atomic_path
from giamngheo.lib.sheets import write_frame

EXPLANATION = "explanation"
_REFUSAL = "__refusal"


class ColumnTaken(Refusal):
    code = "LAW-009"
    sentence = (
        "Chưa phân loại được tệp “{name}”: tệp đã có cột “{column}” là cột kết quả. Đổi tên hoặc "
        "bỏ cột đó rồi chạy lại."
    )
    english = "File “{name}” already has a column “{column}”."


@dataclass(frozen=True, kw_only=True)
class FileJudged:
    """
    How many rows were read, judged and refused; households by category.

    `refused_file`: where the refused rows and their reasons are; None when there is no such file.
    """

    read: int
    judged: int
    refused: int
    counts: dict[str, int]
    refused_file: str | None = None

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
            A row whose as_of lies outside the standard is refused: that is a simulation.
    Shape:  the file's own columns, then category, group, deprivation_count, evidence, standard,
            confidence, reason; with `explain` also the full reasons of each household.
            Rows that cannot be judged go with their reasons into `refused_out`, or beside `out`.
    Raises: NothingJudged [LAW-008] when no row can be judged; ColumnTaken [LAW-009],
            ColumnsRefused [LAW-007], EvidenceNotJudged [LAW-005], and what reading or writing
            refuses (LIB-010 to LIB-015, LIB-020).
    """
    require_own_files(path=path, out=out, chosen=refused_out)
    scanned = None
    if path.is_dir() or (out.suffix.lower() == ".parquet" and not explain):
        scanned = scan_households(path=path, points=points, standard=standard)
    if scanned is not None:
        _require_parquet(out, explain=explain)
        return _classify_scanned(scanned, path, standard, out, points, refused_out)
    households = read_households(path=path, standards=[standard], points=points, on_its_day=True)
    _check_names(households.source.columns, path)
    added = _judge(households.frame, standard, points)
    undecided = added.filter(pl.col("refusal").is_not_null()).select(
        "row_number", CODE_COLUMN, reason=pl.col("refusal")
    )
    refused = pl.concat([households.refused, undecided]).sort("row_number")
    good = added["refusal"].is_null()
    judged = households.source.filter(good).hstack(added.filter(good).select(ADDED_COLUMNS))
    if explain and len(judged):
        judged = judged.with_columns(_explanations(households.frame.filter(good), standard, points))
    if len(judged):
        write_frame(out, judged)
    counts = dict(judged.group_by("category").len().rows())
    return _answer(path, out, refused, refused_out, read=households.read, counts=counts)


def _answer(
    path: Path,
    out: Path,
    refused: pl.DataFrame,
    chosen: Path | None,
    *,
    read: int,
    counts: dict[str, int],
) -> FileJudged:
    file = write_refused(refused=refused, out=out, chosen=chosen)
    judged = sum(counts.values())
    require_some(name=path.name, used=judged, refused=refused, file=file)
    return FileJudged(
        read=read,
        judged=judged,
        refused=len(refused),
        counts=in_order(counts),
        refused_file=None if file is None else str(file),
    )


def _require_parquet(out: Path, *, explain: bool) -> None:
    if explain or out.suffix.lower() != ".parquet":
        problem = "một thư mục Parquet cho kết quả là một tệp .parquet, không kèm --explain"
        raise ColumnsRefused(problem=problem)


def _classify_scanned(
    scanned: ScannedHouseholds,
    path: Path,
    standard: Standard,
    out: Path,
    points: PointTable | None,
    refused_out: Path | None,
) -> FileJudged:
    """Judge typed Parquet batch by batch: a country needs no more memory than a commune."""
    _check_names(scanned.frame.collect_schema().names(), path)
    # Whether a row cannot be judged is seen by counting: a clean file is judged no second time.
    judged = judged_in_order(frame=scanned.frame, standard=standard, points=points)
    counts = dict(judged.group_by("category").len().collect(engine="streaming").rows())
    refused = pl.DataFrame(schema=REFUSED_SCHEMA)
    if scanned.doubts or None in counts:
        numbered = scanned.frame.with_row_index("row_number", offset=1)
        judged, unusable = split_rows(
            frame=numbered, doubts=scanned.doubts, standard=standard, points=points
        )
        judged = judged.drop("row_number")
        refused = unusable.collect(engine="streaming")
        counts = dict(judged.group_by("category").len().collect(engine="streaming").rows())
    if counts:
        with atomic_path(out) as beside:
            judged.sink_parquet(beside, engine="streaming")
    return _answer(path, out, refused, refused_out, read=scanned.rows, counts=counts)


def split_rows(
    *, frame: pl.LazyFrame, doubts: Doubts, standard: Standard, points: PointTable | None
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """
    Return the rows that can be judged, judged, and the others by REFUSED_SCHEMA.

    Needs: row_number beside what `classify_frame` needs.
    """
    undecided = refusal_expr(frame=frame, standard=standard, points=points)
    reason = pl.coalesce(doubts.reason_expr(), undecided).alias(_REFUSAL)
    looked_at = frame.with_columns(reason)
    usable = looked_at.filter(pl.col(_REFUSAL).is_null()).drop(_REFUSAL)
    refused = looked_at.filter(pl.col(_REFUSAL).is_not_null()).select(
        pl.col("row_number").cast(pl.Int64),
        pl.col(CODE_COLUMN).cast(pl.String),
        pl.col(_REFUSAL).alias("reason"),
    )
    return judged_in_order(frame=usable, standard=standard, points=points), refused


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


def in_order(counts: Mapping[str, int]) -> dict[str, int]:
    """Return households by category, every category named, in the order of the law."""
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
