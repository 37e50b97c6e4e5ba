"""`giamngheo synth`: made-up households for trials, the same for a seed on every machine."""

import argparse
import json
from pathlib import Path

from giamngheo.law.enums import Evidence
from giamngheo.law.point_files import read_point_table
from giamngheo.law.synthesis import write_households
from giamngheo.lib.numbers import format_number

HELP = "sinh dữ liệu thử: các hộ không có thật, giống nhau trên mọi máy với cùng một số gieo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="what", required=True, metavar="LOẠI")
    households = kinds.add_parser("households", help="hộ, đơn vị, thu nhập và chỉ số thiếu hụt")
    households.add_argument("--n", type=int, required=True, metavar="SỐ", help="số hộ")
    households.add_argument("--seed", type=int, default=1, metavar="SỐ", help="số gieo")
    households.add_argument("-o", "--out", type=Path, required=True, metavar="TỆP.parquet")
    households.add_argument(
        "--evidence", type=Evidence, choices=list(Evidence), default=Evidence.INCOME,
        help="income: thu nhập và chỉ số; scores: điểm B1, B2; answers: câu trả lời phiếu B1",
    )  # fmt: skip
    households.add_argument("--points", type=Path, metavar="TỆP", help="bảng điểm, cho answers")
    households.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def run(args: argparse.Namespace) -> int:
    write_households(
        path=args.out,
        households=args.n,
        seed=args.seed,
        evidence=args.evidence,
        points=read_point_table(args.points) if args.points else None,
    )
    if args.json:
        print(json.dumps({"households": args.n, "seed": args.seed, "file": str(args.out)}))
    else:
        print(f"Đã sinh {format_number(args.n)} hộ không có thật vào {args.out}")
    return 0
