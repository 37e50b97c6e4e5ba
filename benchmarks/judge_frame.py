"""Judging a Parquet file of households by typed scores."""

from pathlib import Path

import polars as pl

from benchmarks.households import households_file
from benchmarks.measure import Case
from giamngheo.law.judge import classify_frame
from giamngheo.law.standards import get_standard

WHAT = "đọc tệp Parquet và phân loại (classify_frame)"
FLOOR = "chỉ đọc tệp Parquet ấy"
LIMIT = 5.0
FACTOR = 10  # so fast that few rows would measure the start-up


def prepare(folder: Path, rows: int) -> Case:
    path = households_file(folder, rows * FACTOR, ".parquet")
    standard = get_standard("vn-2016")
    return Case(
        work=lambda: classify_frame(frame=pl.scan_parquet(path), standard=standard).collect(),
        floor=lambda: pl.scan_parquet(path).collect(),
        units=rows * FACTOR,
    )
