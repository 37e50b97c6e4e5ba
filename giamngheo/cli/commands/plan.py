"""`giamngheo plan`: a plan document read, held against itself, taken into the database."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from giamngheo.cli.plans import import_file, list_plans, write_plan
from giamngheo.documents import Finding, PlanReading, check_plan, read_plan
from giamngheo.lib.dates import format_date
from giamngheo.lib.numbers import format_number

HELP = "đọc, kiểm tra hoặc nạp một văn bản kế hoạch giảm nghèo (.docx, .pdf, .txt)"
NEEDS_DJANGO = False  # only `import`, `list` and `write` do, and ask for it themselves

SEVERITIES = {"error": "sai", "warning": "cần xem", "note": "lưu ý"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="VIỆC")
    for name, words in (
        ("read", "in ra những gì đọc được từ kế hoạch"),
        ("check", "đối chiếu kế hoạch với chính nó: tổng, tỷ lệ, ngày, số hiệu, chữ ký"),
        ("import", "đọc, kiểm tra và nạp kế hoạch vào cơ sở dữ liệu"),
    ):
        task = tasks.add_parser(name, help=words, description=words)
        task.add_argument("file", type=Path, metavar="TỆP")
        task.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")
        if name == "import":
            task.add_argument(
                "--unit", metavar="MÃ", help="mã đơn vị ban hành, khi phần đầu không ghi rõ"
            )
            task.add_argument(
                "--accept-all",
                action="store_true",
                help="nhận mọi mục đọc được và ghi nhận ngay; không có thì chờ người xem từng mục",
            )
    words = "viết một kế hoạch đã nạp thành văn bản Word hoặc PDF theo Nghị định 30/2020/NĐ-CP"
    writing = tasks.add_parser("write", help=words, description=words)
    writing.add_argument("plan", type=int, metavar="MÃ", help="mã kế hoạch, xem plan list")
    writing.add_argument("-o", "--output", type=Path, required=True, metavar="TỆP")
    listing = tasks.add_parser("list", help="liệt kê kế hoạch đã nạp")
    listing.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def run(args: argparse.Namespace) -> int:
    if args.task == "import":
        return _import(args)
    if args.task == "list":
        list_plans(args)
        return 0
    if args.task == "write":
        write_plan(args)
        return 0
    reading = read_plan(args.file)
    if args.task == "read":
        data = reading.to_json()
        print(_dumps(data) if args.json else "\n".join(_summary(reading)))
        return 0
    from giamngheo.areas.plan_units import units_of_plan

    findings = check_plan(reading, units=units_of_plan)
    if args.json:
        print(_dumps([one.to_json() for one in findings]))
    else:
        print("\n".join(_report(args.file.name, findings)))
    return 0


def _import(args: argparse.Namespace) -> int:
    _, findings = import_file(args)
    if not args.json:
        print("\n".join(_finding_lines(findings)))
    return 0


def _dumps(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _summary(reading: PlanReading) -> list[str]:
    head = reading.head
    issuer = head.issuer.name or "chưa rõ cơ quan ban hành"
    lines = [
        f"{head.type or 'Văn bản'} {head.code or 'chưa có số'}, ngày {format_date(head.date)}, "
        f"{issuer}",
        f"Trích yếu: {head.title or 'không đọc được'}",
        f"Người ký: {reading.signer.name or 'không thấy'}",
        f"Căn cứ: {len(reading.legal_bases)}; mục: {len(reading.outline)}; chỉ tiêu: "
        f"{len(reading.targets)}; nơi nhận: {len(reading.recipients)}",
    ]
    lines += [
        f"  dòng {one.line}: {one.label or one.indicator}: {one.as_written}"
        for one in reading.targets
    ]
    lines += [
        f"Bảng {one.id}: {one.title or 'không tên'}, {format_number(len(one.rows))} dòng"
        for one in reading.tables
    ]
    return lines


def _report(name: str, findings: list[Finding]) -> list[str]:
    if not findings:
        return [f"{name}: không thấy điều gì cần xem lại."]
    counts = {key: sum(one.severity == key for one in findings) for key in SEVERITIES}
    head = ", ".join(f"{format_number(counts[key])} {word}" for key, word in SEVERITIES.items())
    return [f"{name}: {head}.", *_finding_lines(findings)]


def _finding_lines(findings: list[Any]) -> list[str]:
    lines = []
    for one in findings:
        where = f"dòng {one.line}: " if one.line else ""
        lines.append(f"[{SEVERITIES[one.severity]}] {where}{one.message} ({one.code})")
        proposal = getattr(one, "proposal", None)
        if proposal and proposal not in one.message:
            lines.append(f"    Đề nghị: {proposal}")
    return lines
