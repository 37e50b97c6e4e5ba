"""
The country judged on Apache Spark: its executors run the same Polars function on their own rows.

Handing sixty columns through Spark's own row format costs ten times what judging does, so Spark
only spreads ranges of rows: an executor reads its range of a Parquet file, judges it with
`classify_frame` and writes one part. Nothing else in the house knows Spark.
"""

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from giamngheo.law.classify_file import FileJudged, in_order, judged_in_order, split_rows
from giamngheo.law.judge_frame import refusal_expr
from giamngheo.law.parquet_households import Doubts, ScannedHouseholds, scan_households
from giamngheo.law.point_table import PointTable
from giamngheo.law.refused_rows import (
    REFUSED_SCHEMA,
    require_own_files,
    require_some,
    write_refused,
)
from giamngheo.law.simulate import Scenario, Simulation, simulate_frame
from giamngheo.law.simulate_file import SimulatedFile, usable_rows
from giamngheo.law.simulation_merging import merged
from giamngheo.law.standard_types import Standard
from giamngheo.lib.errors import Refusal

ROWS_PER_PART = 2_000_000
_MOST_CHANGED = 50_000


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
    """
    A range of rows of a file, and the files its judged and its refused rows go to.

    `number`: the row number of its first row among all files, as refusals name it.
    """

    source: str
    first: int
    rows: int
    number: int
    target: str
    refused: str


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
    refused_out: Path | None = None,
    rows_per_part: int = ROWS_PER_PART,
) -> FileJudged:
    """
    Judge Parquet on `spread` (a SparkContext) and write the folder `out` of Parquet parts.

    `path`: a file or a folder of them; it and `out` must be reachable under the same path from
    every executor. Rows that cannot be judged go with their reasons into `refused_out`, or into a
    CSV beside `out`.
    Raises: NotForSpark [LAW-023], NothingJudged [LAW-008], and what `classify_frame` raises.
    """
    require_own_files(path=path, out=out, chosen=refused_out)
    scanned = _scanned(path, points, standard)
    if out.exists():
        raise NotForSpark(name=out.name, problem="đã có, kết quả cần một thư mục mới")
    # A refusal by the columns comes here, from the driver, not from an executor's stack trace.
    refusal_expr(frame=scanned.frame, standard=standard, points=points)
    with _beside(out) as folder:
        parts = parts_of(scanned=scanned, folder=folder, rows_per_part=rows_per_part)
        judge = _judge_with(scanned.doubts, standard, points)
        counts = _added_up(spread.parallelize(parts, len(parts)).map(judge).collect())
        refused = _refused(folder)
        shutil.rmtree(folder / _REFUSED, ignore_errors=True)
        if counts:
            folder.replace(out)
    file = write_refused(refused=refused, out=out, chosen=refused_out)
    judged = sum(counts.values())
    require_some(name=path.name, used=judged, refused=refused, file=file)
    return FileJudged(
        read=scanned.rows,
        judged=judged,
        refused=len(refused),
        counts=in_order(counts),
        refused_file=None if file is None else str(file),
    )


def simulate_on_spark(
    *,
    spread: _Spread,
    path: Path,
    scenarios: Sequence[Scenario],
    out: Path,
    points: PointTable | None = None,
    group_by: str | None = None,
    refused_out: Path | None = None,
    rows_per_part: int = ROWS_PER_PART,
) -> SimulatedFile:
    """
    Return the simulation of the households in `path`, each range of rows counted on `spread`.

    As `simulate_file`, for a file or a folder every executor reaches under the same path; refused
    rows pass through a folder beside `out`.
    Raises: NotForSpark [LAW-023], NothingJudged [LAW-008], and what `simulate_frame` raises.
    """
    require_own_files(path=path, out=out, chosen=refused_out)
    scanned = _scanned(path, points, None)
    # As above: a refusal by scenarios or columns is the driver's.
    simulate_frame(
        frame=scanned.frame.head(0), scenarios=scenarios, points=points, group_by=group_by
    )
    with _beside(out) as folder:
        parts = parts_of(scanned=scanned, folder=folder, rows_per_part=rows_per_part)
        count = _simulate_with(scanned.doubts, tuple(scenarios), points, group_by)
        found = spread.parallelize(parts, len(parts)).map(count).collect()
        refused = _refused(folder)
    file = write_refused(refused=refused, out=out, chosen=refused_out)
    used = scanned.rows - len(refused)
    require_some(name=path.name, used=used, refused=refused, file=file)
    whole = merged(found)
    return SimulatedFile(
        simulation=replace(whole, changed=whole.changed.head(_MOST_CHANGED)),
        read=scanned.rows,
        refused=len(refused),
        refused_file=None if file is None else str(file),
    )


def _scanned(path: Path, points: PointTable | None, standard: Standard | None) -> ScannedHouseholds:
    scanned = scan_households(path=path, points=points, standard=standard)
    if scanned is None:
        raise NotForSpark(name=path.name, problem="không phải Parquet đúng tên cột và kiểu dữ liệu")
    return scanned


_REFUSED = "refused"


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """Give a folder beside `out` that is gone afterwards, unless it took the place of `out`."""
    folder = out.with_name(f".{out.name}.part")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / _REFUSED).mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refused(folder: Path) -> pl.DataFrame:
    files = sorted((folder / _REFUSED).iterdir())
    return pl.concat([pl.DataFrame(schema=REFUSED_SCHEMA), *(pl.read_parquet(f) for f in files)])


def parts_of(*, scanned: ScannedHouseholds, folder: Path, rows_per_part: int) -> list[Part]:
    """Return the ranges of the files, in order; their targets are named so that order is kept."""
    parts: list[Part] = []
    before = 0
    for source in scanned.files:
        rows = int(pl.scan_parquet(source).select(pl.len()).collect().item())
        for first in range(0, rows, rows_per_part):
            name = f"part-{len(parts):05}.parquet"
            parts.append(
                Part(
                    source=str(source.resolve()),
                    first=first,
                    rows=min(rows_per_part, rows - first),
                    number=before + first + 1,
                    target=str(folder.resolve() / name),
                    refused=str(folder.resolve() / _REFUSED / name),
                )
            )
        before += rows
    return parts


def _judge_with(
    doubts: Doubts, standard: Standard, points: PointTable | None
) -> Callable[[Part], dict[str, int]]:
    return lambda part: judge_part(part=part, doubts=doubts, standard=standard, points=points)


def judge_part(
    *, part: Part, doubts: Doubts, standard: Standard, points: PointTable | None
) -> dict[str, int]:
    """
    Judge one range of rows, write it and what it refuses, and return households by category.

    Runs in an executor.
    """
    if not doubts:
        # A range without a bad row is judged once, and nobody looks for reasons.
        rows = pl.scan_parquet(part.source).slice(part.first, part.rows)
        counts = _written(judged_in_order(frame=rows, standard=standard, points=points), part)
        if None not in counts:
            return counts
    judged, refused = split_rows(
        frame=_rows_of(part), doubts=doubts, standard=standard, points=points
    )
    _write_if_any(refused, part)
    return _written(judged.drop("row_number"), part)


def _written(judged: pl.LazyFrame, part: Part) -> dict[str, int]:
    judged.sink_parquet(part.target, engine="streaming")
    counted = pl.scan_parquet(part.target).group_by("category").len()
    return dict(counted.collect(engine="streaming").rows())


def _simulate_with(
    doubts: Doubts,
    scenarios: Sequence[Scenario],
    points: PointTable | None,
    group_by: str | None,
) -> Callable[[Part], Simulation]:
    return lambda part: simulate_part(
        part=part, doubts=doubts, scenarios=scenarios, points=points, group_by=group_by
    )


def simulate_part(
    *,
    part: Part,
    doubts: Doubts,
    scenarios: Sequence[Scenario],
    points: PointTable | None,
    group_by: str | None,
) -> Simulation:
    """
    Return the simulation of one range of rows, and write what it refuses.

    Runs in an executor.
    """
    standards = [scenario.standard for scenario in scenarios]
    usable, refused = usable_rows(
        frame=_rows_of(part), doubts=doubts, standards=standards, points=points
    )
    _write_if_any(refused, part)
    return simulate_frame(frame=usable, scenarios=scenarios, points=points, group_by=group_by)


def _rows_of(part: Part) -> pl.LazyFrame:
    rows = pl.scan_parquet(part.source).slice(part.first, part.rows)
    return rows.with_row_index("row_number", offset=part.number)


def _write_if_any(refused: pl.LazyFrame, part: Part) -> None:
    found = refused.collect(engine="streaming")
    if len(found):
        found.write_parquet(part.refused)


def _added_up(answers: Sequence[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
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
    context = pyspark.SparkContext.getOrCreate(conf)
    if context.master.startswith("local") and "PYSPARK_PYTHON" not in os.environ:
        # Else Spark takes any python3 on the path, which need not know this house.
        context.pythonExec = sys.executable
    return context
