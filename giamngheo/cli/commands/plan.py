"""`giamngheo plan`: a plan document read, held against itself, taken into the database."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from giamngheo.documents import Finding, PlanReading, check_plan, read_plan
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number

if TYPE_CHECKING:
    from giamngheo.areas.models import Unit

HELP = "đọc, kiểm tra hoặc nạp một văn bản kế hoạch giảm nghèo (.docx, .pdf, .txt)"
NEEDS_DJANGO = False  # only `import` does, and asks for it itself

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SEVERITIES = {"error": "sai", "warning": "cần xem", "notice": "lưu ý"}


class PlanUnitCodeUnknown(Refusal):
    code = "CLI-020"
    sentence = (
        "Chưa nạp được kế hoạch {file}: ngày {day} không có đơn vị mã {unit_code}. Tìm mã bằng "
        "giamngheo areas find TÊN."
    )


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


def run(args: argparse.Namespace) -> int:
    if args.task == "import":
        return _import(args)
    reading = read_plan(args.file)
    if args.task == "read":
        data = reading.to_json()
        print(_dumps(data) if args.json else "\n".join(_summary(reading)))
        return 0
    findings = check_plan(reading)
    if args.json:
        print(_dumps({"file": args.file.name, "findings": [asdict(one) for one in findings]}))
    else:
        print("\n".join(_report(args.file.name, findings)))
    return 0


def _import(args: argparse.Namespace) -> int:
    from giamngheo.cli.main import set_up_django

    set_up_django()
    from giamngheo.planning.actions import import_plan

    unit = _unit(args.unit, args.file) if args.unit else None
    done = import_plan(path=args.file, by=None, unit=unit)
    if args.json:
        findings = [
            {
                name: getattr(one, name)
                for name in ("code", "severity", "message", "line", "found", "expected")
            }
            for one in done.findings
        ]
        print(
            _dumps(
                {
                    "plan": done.plan.pk,
                    "code": done.plan.code,
                    "unit": done.plan.unit.code,
                    "communes": done.communes,
                    "is_new": done.is_new,
                    "findings": findings,
                }
            )
        )
        return 0
    verb = "Đã nạp" if done.is_new else "Đã có từ trước, không nạp lại"
    print(
        f"{verb}: kế hoạch {done.plan.code or 'chưa có số'} của {done.plan.unit.full_name}, "
        f"{format_number(done.communes)} đơn vị trong bảng chỉ tiêu."
    )
    print("\n".join(_finding_lines(list(done.findings))))
    return 0


def _unit(code: str, file: Path) -> Unit:
    """Return the unit that had the code on the plan's own day."""
    from giamngheo.areas.queries import unit_at_code

    head = read_plan(file).head
    year = head.first_year or head.year_written
    day = head.date or (date(year, 1, 1) if year else datetime.now(VIETNAM).date())
    unit = unit_at_code(code=code, as_of=day)
    if unit is None:
        raise PlanUnitCodeUnknown(file=file.name, day=format_date(day), unit_code=code)
    return unit


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
    return [
        f"[{SEVERITIES[one.severity]}] {f'dòng {one.line}: ' if one.line else ''}{one.message} "
        f"({one.code})"
        for one in findings
    ]
