"""`giamngheo simulate`: the same households under two or more standards."""

import argparse
import json
import sys
from pathlib import Path

from giamngheo.cli.households import (
    add_file_arguments,
    closing_context,
    points_of,
    report_refused,
)
from giamngheo.cli.rules import standard_of
from giamngheo.law.enums import AreaType, Category
from giamngheo.law.simulate import Scenario
from giamngheo.law.simulate_file import (
    OUTCOME_LABELS,
    SimulatedFile,
    simulate_file,
    totals_json,
    write_simulation,
)
from giamngheo.law.spark_engine import simulate_on_spark
from giamngheo.lib.numbers import format_number

HELP = "mô phỏng: các hộ của một tệp theo hai chuẩn nghèo trở lên, đặt cạnh nhau"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="TỆP", help="cột như lệnh classify")
    parser.add_argument("--standards", nargs="+", required=True, metavar="MÃ")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="TỆP.xlsx")
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
    parser.add_argument("--yes", action="store_true", help="xác nhận kết quả 0 % hoặc 100 %")
    add_file_arguments(parser)


def run(args: argparse.Namespace) -> int:
    simulated = _simulated(args)
    simulation = simulated.simulation
    if not args.yes:
        simulation.require_plausible()
    write_simulation(simulation=simulation, path=args.out)
    for caution in simulation.cautions:
        print(f"Lưu ý: {caution}", file=sys.stderr)
    found = totals_json(simulation)
    if args.json:
        rows = {
            "read": simulated.read,
            "judged": simulation.households,
            "refused": simulated.refused,
            "refused_file": simulated.refused_file,
        }
        print(json.dumps(rows | found, ensure_ascii=False))
    else:
        _print_totals(args, simulated, found["totals"])
    report_refused(refused=simulated.refused, file=simulated.refused_file)
    return 0


def _simulated(args: argparse.Namespace) -> SimulatedFile:
    scenarios, points = _scenarios(args), points_of(args.points)
    if args.engine == "local":
        return simulate_file(
            path=args.file,
            scenarios=scenarios,
            out=args.out,
            points=points,
            group_by=args.by,
            refused_out=args.refused,
        )
    with closing_context(args.master) as context:
        return simulate_on_spark(
            spread=context,
            path=args.file,
            scenarios=scenarios,
            out=args.out,
            points=points,
            group_by=args.by,
            refused_out=args.refused,
        )


def _print_totals(
    args: argparse.Namespace, simulated: SimulatedFile, totals: dict[str, dict[str, int]]
) -> None:
    used = simulated.simulation.households
    print(f"Đã đọc {format_number(simulated.read)} dòng, dùng {format_number(used)} hộ")
    for name, counts in totals.items():
        words = (f"{OUTCOME_LABELS[o]} {format_number(n)}" for o, n in counts.items())
        print(f"{name}: {', '.join(words)}")
    changed = format_number(simulated.simulation.changed_count)
    print(f"{changed} hộ thay đổi. Kết quả ở {args.out}")


def _scenarios(args: argparse.Namespace) -> list[Scenario]:
    amounts = {Category.POOR: args.cost_poor, Category.NEAR_POOR: args.cost_near_poor}
    costs = {category: amount for category, amount in amounts.items() if amount is not None}
    standards = [standard_of(code) for code in args.standards]
    scenarios = [Scenario(name=s.code, standard=s, monthly_cost_vnd=costs) for s in standards]
    if args.ward:
        wards = dict.fromkeys(args.ward, AreaType.URBAN)
        name = f"{standards[-1].code}, thành phường"
        scenarios.append(
            Scenario(name=name, standard=standards[-1], area_types=wards, monthly_cost_vnd=costs)
        )
    return scenarios
