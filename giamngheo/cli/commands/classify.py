"""`giamngheo classify`: a file of households judged by one standard."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from giamngheo.cli.households import (
    add_file_arguments,
    closing_context,
    points_of,
    report_refused,
)
from giamngheo.cli.rules import standard_of
from giamngheo.law.classify_file import FileJudged, classify_file
from giamngheo.law.spark_engine import classify_on_spark
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
    parser.add_argument("--explain", action="store_true", help="thêm cột lý do đầy đủ của từng hộ")
    add_file_arguments(parser)


def run(args: argparse.Namespace) -> int:
    standard = standard_of(args.standard)
    points = points_of(args.points)
    if args.engine == "spark":
        with closing_context(args.master) as context:
            result = classify_on_spark(
                spread=context,
                path=args.file,
                standard=standard,
                out=args.out,
                points=points,
                refused_out=args.refused,
            )
    else:
        result = classify_file(
            path=args.file,
            standard=standard,
            out=args.out,
            points=points,
            explain=args.explain,
            refused_out=args.refused,
        )
    _report(args, result)
    return 0


def _report(args: argparse.Namespace, result: FileJudged) -> None:
    if args.json:
        print(json.dumps(asdict(result), ensure_ascii=False))
    else:
        counts = ", ".join(f"{name} {format_number(n)}" for name, n in result.counts.items())
        print(
            f"Đã đọc {format_number(result.read)} dòng, phân loại {format_number(result.judged)} "
            f"hộ: {counts}. Kết quả ở {args.out}"
        )
    report_refused(refused=result.refused, file=result.refused_file)
