"""What commands over a file of households share: arguments, the Spark context, refused rows."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from giamngheo.law.point_files import read_point_table
from giamngheo.law.point_table import PointTable
from giamngheo.law.spark_engine import spark_context
from giamngheo.lib.numbers import format_number


def add_file_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --points, --refused, --engine, --master and --json."""
    parser.add_argument("--points", type=Path, metavar="TỆP", help="bảng điểm, khi có cột a_<mục>")
    parser.add_argument(
        "--refused",
        type=Path,
        metavar="TỆP",
        help="nơi ghi các dòng bị trả lại kèm lý do (mặc định: tên tệp kết quả thêm -bi-tra-lai)",
    )
    parser.add_argument(
        "--engine",
        choices=("local", "spark"),
        default="local",
        help="spark: đọc Parquet; kết quả phân loại là một thư mục",
    )
    parser.add_argument("--master", metavar="ĐỊA_CHỈ", help="máy chủ Spark, ví dụ local[2]")
    parser.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def points_of(path: Path | None) -> PointTable | None:
    """Return the point table named on the command line."""
    return None if path is None else read_point_table(path)


@contextmanager
def closing_context(master: str | None) -> Iterator[Any]:
    """Give a SparkContext and stop it afterwards."""
    context = spark_context(master)
    try:
        yield context
    finally:
        context.stop()


def report_refused(*, refused: int, file: str | None) -> None:
    """Say on standard error how many rows came back and where they are."""
    if refused:
        print(f"{format_number(refused)} dòng bị trả lại, lý do ghi ở {file}", file=sys.stderr)
