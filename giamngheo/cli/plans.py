"""`giamngheo plan import` and `plan list`: plans taken into the database, and what is there."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from giamngheo.documents import read_plan
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.files import atomic_path
from giamngheo.lib.numbers import format_number

if TYPE_CHECKING:
    from giamngheo.areas.models import Unit
    from giamngheo.planning.models import Finding, Plan

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class PlanUnitCodeUnknown(Refusal):
    code = "CLI-020"
    sentence = (
        "Chưa nạp được kế hoạch {file}: ngày {day} không có đơn vị mã {unit_code}. Tìm mã bằng "
        "giamngheo areas find TÊN."
    )


class PlanUnknown(Refusal):
    code = "CLI-024"
    sentence = (
        "Chưa viết được văn bản: không có kế hoạch mã {plan}. Xem mã bằng giamngheo plan list."
    )


class PlanFileKind(Refusal):
    code = "CLI-025"
    sentence = "Chưa viết được {file}: chỉ viết ra tệp .docx hoặc .pdf. Đổi đuôi tệp rồi chạy lại."


def write_plan(args: argparse.Namespace) -> None:
    """Write a stored plan as a Word or PDF file, by the ending of its name."""
    from giamngheo.cli.main import set_up_django
    from giamngheo.documents.writer import word_to_pdf, write_paper

    suffix = args.output.suffix.lower()
    if suffix not in (".docx", ".pdf"):
        raise PlanFileKind(file=args.output.name)
    set_up_django()
    from giamngheo.planning.queries import plan_or_none
    from giamngheo.planning.writing import paper_of_plan

    plan = plan_or_none(plan_id=args.plan)
    if plan is None:
        raise PlanUnknown(plan=args.plan)
    content = write_paper(paper_of_plan(plan=plan))
    if suffix == ".pdf":
        content = word_to_pdf(word=content, name=f"kế hoạch {plan.code or plan.pk}")
    with atomic_path(args.output) as path:
        path.write_bytes(content)
    print(f"Đã viết {args.output}: kế hoạch {plan.code or 'chưa có số'} của {plan.unit.full_name}.")


def import_file(args: argparse.Namespace) -> tuple[Plan, list[Finding]]:
    """Read the file, commit it too when everything is to be accepted, and say what was done."""
    from giamngheo.cli.main import set_up_django

    set_up_django()
    from giamngheo.planning.actions import import_plan, read_file

    unit = _unit(args.unit, args.file) if args.unit else None
    if args.accept_all:
        done = import_plan(path=args.file, by=None, unit=unit)
        plan, is_new = done.plan, done.is_new
    else:
        read = read_file(path=args.file, by=None, unit=unit)
        plan, is_new = read.plan, read.is_new
    findings = list(plan.findings.all())
    if args.json:
        print(_as_json(plan, findings, is_new=is_new))
    else:
        print(_sentence(plan, is_new=is_new))
    return plan, findings


def _as_json(plan: Plan, findings: list[Finding], *, is_new: bool) -> str:
    names = ("code", "severity", "message", "line", "found", "expected", "proposal")
    found: dict[str, Any] = {
        "plan": plan.pk,
        "code": plan.code,
        "unit": plan.unit.code,
        "stage": plan.stage,
        "communes": plan.allocation_rows.filter(is_total=False).count(),
        "is_new": is_new,
        "findings": [{name: getattr(one, name) for name in names} for one in findings],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _sentence(plan: Plan, *, is_new: bool) -> str:
    name = f"kế hoạch {plan.code or 'chưa có số'} của {plan.unit.full_name}"
    if not is_new:
        return f"Đã có từ trước, không nạp lại: {name} (mã {plan.pk})."
    if plan.is_committed:
        rows = plan.allocation_rows.filter(is_total=False).count()
        return f"Đã nạp: {name}, {format_number(rows)} đơn vị trong bảng chỉ tiêu (mã {plan.pk})."
    items = plan.items.exclude(block="prose").count()
    return (
        f"Đã đọc: {name}, {format_number(items)} mục chờ xem (mã {plan.pk}). Mở trang "
        f"/ke-hoach/doc/{plan.pk} để nhận hoặc sửa từng mục, hoặc nạp với --accept-all."
    )


def list_plans(args: argparse.Namespace) -> None:
    """Print every plan, the latest first: id, stage, number, unit, years, title."""
    from giamngheo.cli.main import set_up_django

    set_up_django()
    from giamngheo.planning.models import Plan

    plans = Plan.objects.select_related("unit").defer("text").order_by("-issued_date", "-id")
    if args.json:
        found = [
            {
                "plan": plan.pk,
                "code": plan.code,
                "unit": plan.unit.code,
                "stage": plan.stage,
                "first_year": plan.first_year,
                "last_year": plan.last_year,
                "title": plan.title,
            }
            for plan in plans
        ]
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for plan in plans:
        years = {plan.first_year, plan.last_year}
        print(
            f"{plan.pk}\t{plan.get_stage_display()}\t{plan.code or 'chưa có số'}\t"
            f"{plan.unit.full_name}\t{'-'.join(map(str, sorted(years)))}\t{plan.title}"
        )
    if not plans:
        print("Chưa nạp kế hoạch nào. Nạp bằng: giamngheo plan import TỆP.")


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
