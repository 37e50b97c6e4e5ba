"""`giamngheo simulate`: the same households under two or more standards."""

import argparse
import json
import sys
from pathlib import Path

from giamngheo.law.enums import AreaType, Category
from giamngheo.law.point_files import read_point_table
from giamngheo.law.simulate import Scenario
from giamngheo.law.simulate_file import (
    OUTCOME_LABELS,
    simulate_file,
    totals_json,
    write_simulation,
)
from giamngheo.law.standards import get_standard
from giamngheo.lib.numbers import format_number

HELP = "mô phỏng: các hộ của một tệp theo hai chuẩn nghèo trở lên, đặt cạnh nhau"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="TỆP", help="cột như lệnh classify")
    parser.add_argument("--standards", nargs="+", required=True, metavar="MÃ")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="TỆP.xlsx")
    parser.add_argument("--points", type=Path, metavar="TỆP", help="bảng điểm, khi có cột a_<mục>")
    parser.add_argument("--by", metavar="CỘT", help="cột chia nhóm, ví dụ dân tộc")
    parser.add_argument(
        "--ward", nargs="+", default=[], metavar="MÃ_ĐƠN_VỊ",
        help="thêm kịch bản: các xã này thành phường, theo chuẩn cuối cùng",
    )  # fmt: skip
    parser.add_argument(
        "--cost-poor", type=int, metavar="ĐỒNG", help="số tiền một hộ nghèo nhận mỗi tháng"
    )
    parser.add_argument(
        "--cost-near-poor", type=int, metavar="ĐỒNG", help="số tiền một hộ cận nghèo nhận mỗi tháng"
    )
    parser.add_argument("--refused", type=Path, metavar="TỆP", help="ghi các dòng bị trả lại")
    parser.add_argument("--yes", action="store_true", help="xác nhận kết quả 0 % hoặc 100 %")
    parser.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def run(args: argparse.Namespace) -> int:
    simulation = simulate_file(
        path=args.file,
        scenarios=_scenarios(args),
        points=read_point_table(args.points) if args.points else None,
        group_by=args.by,
        refused_out=args.refused,
    )
    if not args.yes:
        simulation.require_plausible()
    write_simulation(simulation=simulation, path=args.out)
    for caution in simulation.cautions:
        print(f"Lưu ý: {caution}", file=sys.stderr)
    found = totals_json(simulation)
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for name, counts in found["totals"].items():
        words = (f"{OUTCOME_LABELS[o]} {format_number(n)}" for o, n in counts.items())
        print(f"{name}: {', '.join(words)}")
    print(f"{format_number(simulation.changed_count)} hộ thay đổi. Kết quả ở {args.out}")
    return 0


def _scenarios(args: argparse.Namespace) -> list[Scenario]:
    amounts = {Category.POOR: args.cost_poor, Category.NEAR_POOR: args.cost_near_poor}
    costs = {category: amount for category, amount in amounts.items() if amount is not None}
    standards = [get_standard(code) for code in args.standards]
    scenarios = [Scenario(name=s.code, standard=s, monthly_cost_vnd=costs) for s in standards]
    if args.ward:
        wards = dict.fromkeys(args.ward, AreaType.URBAN)
        name = f"{standards[-1].code}, thành phường"
        scenarios.append(
            Scenario(name=name, standard=standards[-1], area_types=wards, monthly_cost_vnd=costs)
        )
    return scenarios
