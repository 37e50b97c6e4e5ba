# ruff: noqa: N999  the command is called import
"""`giamngheo import households`: a list of households into the register, from the server."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from giamngheo.lib.dates import format_date, parse_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number

if TYPE_CHECKING:
    from giamngheo.areas.models import Unit
    from giamngheo.exchange.models import ImportBatch
    from giamngheo.exchange.plan import Plan

HELP = "nhập danh sách hộ từ tệp Excel, CSV hoặc Parquet vào sổ hộ"
NEEDS_DJANGO = True
MODES = {"add": "ADD", "update": "UPDATE", "both": "BOTH"}
SHOWN = 20


class ImportUnitUnknown(Refusal):
    code = "CLI-023"
    sentence = (
        "Chưa nhập được tệp {file}: ngày {day} không có đơn vị mã {unit_code}. Tìm mã bằng "
        "giamngheo areas find TÊN."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="what", required=True, metavar="VIỆC")
    households = kinds.add_parser("households", help=HELP, description=HELP)
    households.add_argument("file", type=Path, metavar="TỆP")
    households.add_argument(
        "--unit", metavar="MÃ", help="mã đơn vị; bỏ trống thì theo cột Mã xã trong tệp"
    )
    households.add_argument(
        "--mode", choices=tuple(MODES), default="add", help="thêm, sửa, hoặc cả hai (mặc định thêm)"
    )
    households.add_argument("--on", type=_day, metavar="NGÀY", help="ngày nhập (mặc định hôm nay)")
    households.add_argument(
        "--refused", type=Path, metavar="TỆP", help="ghi các dòng bị trả lại ra tệp .xlsx này"
    )
    households.add_argument(
        "--dry-run", action="store_true", help="chỉ kiểm tra và đếm, không ghi gì"
    )
    households.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except Refusal as refusal:
        raise argparse.ArgumentTypeError(refusal.message) from refusal


def run(args: argparse.Namespace) -> int:
    from giamngheo.accounts.clock import today
    from giamngheo.exchange.actions import import_households
    from giamngheo.exchange.enums import Mode
    from giamngheo.exchange.plan import make_plan

    as_of, mode = args.on or today(), Mode(MODES[args.mode])
    unit = _unit(args.unit, args.file, as_of) if args.unit else None
    print("Đang đọc và đối chiếu với sổ", file=sys.stderr)
    plan = make_plan(path=args.file, unit=unit, mode=mode, as_of=as_of)
    print(f"Đang ghi {format_number(plan.read)} hộ", file=sys.stderr)
    batch = import_households(
        path=args.file,
        plan=plan,
        mode=mode,
        by=None,
        refused_to=args.refused,
        dry_run=args.dry_run,
    )
    _say(args, plan, batch)
    return 1 if batch.refused and batch.refused == batch.read else 0


def _unit(code: str, file: Path, as_of: date) -> Unit:
    from giamngheo.areas.queries import unit_at_code

    unit = unit_at_code(code=code, as_of=as_of)
    if unit is None:
        raise ImportUnitUnknown(file=file.name, day=format_date(as_of), unit_code=code)
    return unit


def _say(args: argparse.Namespace, plan: Plan, batch: ImportBatch) -> None:
    counts = {outcome.lower(): count for outcome, count in plan.counts.items()}
    if args.json:
        told = {
            "batch": None if args.dry_run else batch.pk,
            "unit": plan.unit.code,
            "dry_run": args.dry_run,
            "rows": plan.rows,
            "read": plan.read,
            **counts,
            "notes": plan.file.notes,
        }
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print(_sentence(args, plan, batch))
    for line in _refused_lines(plan):
        print(line, file=sys.stderr)


def _sentence(args: argparse.Namespace, plan: Plan, batch: ImportBatch) -> str:
    from giamngheo.exchange.enums import Outcome

    parts = ", ".join(
        f"{Outcome(outcome).label.lower()} {format_number(count)}"
        for outcome, count in plan.counts.items()
    )
    verb = "Sẽ" if args.dry_run else f"Lô nhập số {batch.pk} của {plan.unit.full_name}:"
    return f"{verb} đọc {format_number(plan.read)} hộ ({format_number(plan.rows)} dòng) = {parts}."


def _refused_lines(plan: Plan) -> list[str]:
    """Return the first refused rows with their cells; the whole goes to --refused."""
    from giamngheo.exchange.refused import first_reasons

    lines = first_reasons(plan=plan, most=SHOWN)
    refused = len(plan.file.problems.of_row)
    more = [f"… và {format_number(refused - SHOWN)} dòng khác (xem --refused)"]
    return [*lines, *(more if refused > SHOWN else [])]
