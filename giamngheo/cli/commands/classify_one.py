"""`giamngheo classify-one`: one household judged and explained."""

import argparse
import json
from pathlib import Path

from giamngheo.cli.rules import standard_of
from giamngheo.law.explain import explain_household
from giamngheo.law.facts_json import facts_from_json
from giamngheo.law.point_files import read_point_table

HELP = "phân loại một hộ và giải thích: lý do, nguồn, thay đổi gần nhất làm kết quả khác đi"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--standard", required=True, metavar="MÃ", help="ví dụ vn-2022")
    parser.add_argument(
        "--json",
        required=True,
        metavar="JSON",
        help='thông tin của hộ, ví dụ \'{"area_type": "rural", "b1": 118, "b2": 40}\'',
    )
    parser.add_argument("--points", type=Path, metavar="TỆP", help="bảng điểm, khi có a_<mục>")
    parser.add_argument("--text", action="store_true", help="in thành câu thay vì JSON")


def run(args: argparse.Namespace) -> int:
    explanation = explain_household(
        facts=facts_from_json(args.json),
        standard=standard_of(args.standard),
        points=read_point_table(args.points) if args.points else None,
    )
    if args.text:
        print("\n".join(explanation.sentences()))
    else:
        print(json.dumps(explanation.to_json(), ensure_ascii=False, indent=2))
    return 0
