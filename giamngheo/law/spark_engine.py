"""
The country judged on Apache Spark: its executors run the same Polars function on their own rows.

Handing sixty columns through Spark's own row format costs ten times what judging does, so Spark
only spreads ranges of rows: an executor reads its range of the Parquet file, judges it with
`classify_frame` and writes one part. Nothing else in the house knows Spark.
"""

import importlib
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from giamngheo.law.classify_file import FileJudged, judged_in_order
from giamngheo.law.enums import Category
from giamngheo.law.household_files import scan_clean_parquet
from giamngheo.law.judge_frame import refusal_expr
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Standard
from giamngheo.lib.errors import Refusal

ROWS_PER_PART = 2_000_000


class SparkMissing(Refusal):
    code = "LAW-022"
    sentence = (
        "Chưa chạy được trên Spark: máy này chưa cài pyspark. Cài bằng lệnh pip install "
        "giamngheo[spark] (cần Java 17), hoặc dùng --engine local."
    )
    english = "pyspark is not installed; use --engine local or install giamngheo[spark]."


class NotForSpark(Refusal):
    code = "LAW-023"
    sentence = (
        "Chưa chạy được trên Spark: tệp “{name}” {problem}. Dùng --engine local, hoặc sửa tệp "
        "rồi chạy lại."
    )
    english = "File “{name}” cannot be judged on Spark: {problem}."


@dataclass(frozen=True, kw_only=True)
class Part:
    """A range of rows of a file, and the file its judgements go to."""

    source: str
    first: int
    rows: int
    target: str


class _Spread(Protocol):
    """What we use of a Spark context: spread parts over executors and bring answers back."""

    def parallelize(self, c: Iterable[Any], numSlices: int) -> Any: ...  # noqa: N803


def classify_on_spark(
    *,
    spread: _Spread,
    path: Path,
    standard: Standard,
    out: Path,
    points: PointTable | None = None,
    rows_per_part: int = ROWS_PER_PART,
) -> FileJudged:
    """
    Judge a Parquet file on `spread` (a SparkContext) and write the folder `out` of Parquet parts.

    The file and the folder must be reachable under the same path from every executor. A file with
    a row that cannot be judged is refused whole: the local engine says which rows.
    Raises: NotForSpark [LAW-023], and what `classify_frame` raises.
    """
    frame = scan_clean_parquet(path=path)
    if frame is None:
        raise NotForSpark(name=path.name, problem="không phải Parquet đúng tên cột và kiểu dữ liệu")
    if out.exists():
        raise NotForSpark(name=out.name, problem="đã có, kết quả cần một thư mục mới")
    # A refusal by the columns comes here, from the driver, not from an executor's stack trace.
    refusal_expr(frame=frame, standard=standard, points=points)
    rows = int(frame.select(pl.len()).collect().item())
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        parts = parts_of(source=path, rows=rows, folder=beside, rows_per_part=rows_per_part)
        judge = _judge_with(standard, points)
        answers = spread.parallelize(parts, len(parts)).map(judge).collect()
        counts = _added_up(answers)
        if None in counts:
            problem = f"có {counts[None]} dòng chưa phân loại được"
            raise NotForSpark(name=path.name, problem=problem)
        beside.replace(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    by_category = {c.value: counts.get(c.value, 0) for c in Category}
    judged = sum(by_category.values())
    return FileJudged(read=rows, judged=judged, refused=rows - judged, counts=by_category)


def parts_of(*, source: Path, rows: int, folder: Path, rows_per_part: int) -> list[Part]:
    """Return the ranges of a file, in order; their targets are named so that order is kept."""
    return [
        Part(
            source=str(source.resolve()),
            first=first,
            rows=min(rows_per_part, rows - first),
            target=str(folder.resolve() / f"part-{number:05}.parquet"),
        )
        for number, first in enumerate(range(0, rows, rows_per_part))
    ]


def _judge_with(
    standard: Standard, points: PointTable | None
) -> Callable[[Part], dict[str | None, int]]:
    return lambda part: judge_part(part=part, standard=standard, points=points)


def judge_part(
    *, part: Part, standard: Standard, points: PointTable | None
) -> dict[str | None, int]:
    """
    Judge one range of rows, write it, and return households by category; None: not judged.

    Runs in an executor.
    """
    frame = pl.scan_parquet(part.source).slice(part.first, part.rows)
    judged = judged_in_order(frame=frame, standard=standard, points=points)
    judged.sink_parquet(part.target, engine="streaming")
    counted = pl.scan_parquet(part.target).group_by("category").len()
    return dict(counted.collect(engine="streaming").rows())


def _added_up(answers: Sequence[dict[str | None, int]]) -> dict[str | None, int]:
    total: dict[str | None, int] = {}
    for counts in answers:
        for category, households in counts.items():
            total[category] = total.get(category, 0) + households
    return total


def spark_context(master: str | None = None) -> Any:
    """
    Return the running SparkContext, or a new one; `master` is "local[2]" or a cluster's address.

    Raises: SparkMissing [LAW-022].
    """
    try:
        pyspark = importlib.import_module("pyspark")
    except ImportError as error:
        raise SparkMissing from error
    conf = pyspark.SparkConf().setAppName("giamngheo")
    if master is not None:
        conf = conf.setMaster(master)
        if master.startswith("local"):
            # Else Spark looks for any python3 on the path, which need not know this house.
            conf = conf.set("spark.pyspark.python", sys.executable)
    return pyspark.SparkContext.getOrCreate(conf)
