"""`giamngheo classify`: a file of households judged by one standard."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from giamngheo.law.classify_file import FileJudged, classify_file
from giamngheo.law.point_files import read_point_table
from giamngheo.law.spark_engine import classify_on_spark, spark_context
from giamngheo.law.standards import get_standard
from giamngheo.lib.numbers import format_number

HELP = "phân loại các hộ trong một tệp .xlsx, .csv hoặc .parquet theo một chuẩn nghèo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="TỆP",
        help="mã hộ, khu vực, rồi B1 và B2 hoặc thu nhập và các chỉ số",
    )
    parser.add_argument("--standard", required=True, metavar="MÃ", help="ví dụ vn-2016, vn-2022")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="TỆP", help="tệp kết quả")
    parser.add_argument("--points", type=Path, metavar="TỆP", help="bảng điểm, khi có cột a_<mục>")
    parser.add_argument("--explain", action="store_true", help="thêm cột lý do đầy đủ của từng hộ")
    parser.add_argument(
        "--refused", type=Path, metavar="TỆP", help="ghi các dòng bị trả lại kèm lý do vào tệp này"
    )
    parser.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="spark: kết quả là thư mục"
    )
    parser.add_argument("--master", metavar="ĐỊA_CHỈ", help="máy chủ Spark, ví dụ local[2]")
    parser.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def run(args: argparse.Namespace) -> int:
    if args.engine == "spark":
        _report(args, _on_spark(args))
        return 0
    result = classify_file(
        path=args.file,
        standard=get_standard(args.standard),
        out=args.out,
        points=read_point_table(args.points) if args.points else None,
        explain=args.explain,
        refused_out=args.refused,
    )
    _report(args, result)
    return 0


def _on_spark(args: argparse.Namespace) -> FileJudged:
    standard = get_standard(args.standard)
    points = read_point_table(args.points) if args.points else None
    context = spark_context(args.master)
    try:
        return classify_on_spark(
            spread=context, path=args.file, standard=standard, out=args.out, points=points
        )
    finally:
        context.stop()


def _report(args: argparse.Namespace, result: FileJudged) -> None:
    if args.json:
        print(json.dumps(asdict(result), ensure_ascii=False))
        return
    counts = ", ".join(f"{name} {format_number(n)}" for name, n in result.counts.items())
    print(f"Đã phân loại {format_number(result.judged)} hộ: {counts}. Kết quả ở {args.out}")
    if result.refused:
        refused = format_number(result.refused)
        print(f"{refused} dòng bị trả lại, lý do ghi ở {args.refused}", file=sys.stderr)
