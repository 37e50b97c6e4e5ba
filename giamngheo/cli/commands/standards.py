"""`giamngheo standards`: the poverty standards, shown, compared, checked, found by day."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from giamngheo.cli.rules import local_standards, standard_of
from giamngheo.law.standard_view import (
    compare_standards,
    period_text,
    standard_lines,
    standard_to_json,
)
from giamngheo.law.standards import (
    Standard,
    load_standards,
    standard_in_force,
)
from giamngheo.lib.dates import format_date, parse_date
from giamngheo.lib.errors import Refusal

if TYPE_CHECKING:
    from giamngheo.areas.models import Unit

HELP = "các chuẩn nghèo: liệt kê, xem, so sánh, kiểm tra tệp, tìm chuẩn áp dụng cho một ngày"
NEEDS_DJANGO = False  # only what concerns a unit does, and asks for it itself


class RuleUnitUnknown(Refusal):
    code = "CLI-021"
    sentence = (
        "Chưa tìm được chuẩn: ngày {day} không có đơn vị mã {unit_code}. Tìm mã bằng giamngheo "
        "areas find TÊN, hoặc bỏ --unit để xem chuẩn quốc gia."
    )
    english = "No unit has the code {unit_code} on {day}."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    listing = actions.add_parser("list", help="các chuẩn đang có")
    show = actions.add_parser("show", help="một chuẩn với nguồn của từng giá trị")
    show.add_argument("code", metavar="MÃ", help="ví dụ vn-2022")
    show.add_argument("--compare", metavar="MÃ", help="so với một chuẩn khác")
    check = actions.add_parser("check", help="kiểm tra các tệp chuẩn trong một thư mục")
    check.add_argument("folder", metavar="THƯ_MỤC", type=Path, nargs="?")
    in_force = actions.add_parser("in-force", help="chuẩn áp dụng cho một ngày")
    in_force.add_argument("--date", required=True, metavar="NGÀY", help="2021-11-01 hoặc 1/11/2021")
    in_force.add_argument("--unit", metavar="MÃ", help="mã đơn vị, khi tỉnh có chuẩn riêng")
    entering = actions.add_parser("import", help="nhập chuẩn riêng hoặc bảng điểm thành bản nháp")
    entering.add_argument("file", metavar="TỆP", type=Path, help=".yaml, hoặc mẫu Excel bảng điểm")
    entering.add_argument("--unit", required=True, metavar="MÃ_TỈNH", help="tỉnh ban hành")
    entering.add_argument("--by", required=True, metavar="TÀI_KHOẢN", help="người nhập")
    for action in (listing, show, check, in_force, entering):
        action.add_argument("--json", action="store_true", help="in cho máy đọc")


def run(args: argparse.Namespace) -> int:
    actions: dict[str, Callable[[argparse.Namespace], None]] = {
        "list": _list,
        "show": _show,
        "check": _check,
        "in-force": _in_force,
        "import": _import,
    }
    actions[args.action](args)
    return 0


def _list(args: argparse.Namespace) -> None:
    local = local_standards()
    _print_standards((*load_standards(), *(local or ())), as_json=args.json)
    if local is None:
        print(
            "Chỉ có chuẩn quốc gia: cơ sở dữ liệu giữ chuẩn riêng của các tỉnh chưa mở được.",
            file=sys.stderr,
        )


def _check(args: argparse.Namespace) -> None:
    standards = load_standards(args.folder)
    if not args.json:
        print(f"{len(standards)} tệp dùng được:")
    _print_standards(standards, as_json=args.json)


def _in_force(args: argparse.Namespace) -> None:
    day = _day(args.date)
    found = _of_unit(args.unit, day) if args.unit else standard_in_force(as_of=day)
    if args.json:
        print(json.dumps(_brief(found), ensure_ascii=False))
    else:
        print(found.code)


def _of_unit(code: str, day: dt.date) -> Standard:
    """Return the standard of a unit's day: its province's own one where approved and in force."""
    from giamngheo.cli.main import set_up_django

    set_up_django()
    from giamngheo.rules import queries

    return queries.standard_in_force(unit=_unit(code, day), as_of=day)


def _import(args: argparse.Namespace) -> None:
    from giamngheo.cli.main import set_up_django

    set_up_django()
    from giamngheo.accounts import actions as accounts
    from giamngheo.accounts import clock
    from giamngheo.accounts.enums import Permission
    from giamngheo.accounts.queries import scope_of, user_or_none
    from giamngheo.accounts.refusals import UnknownUser
    from giamngheo.lib.sheets.refusals import MissingFile
    from giamngheo.rules.actions import enter_rule

    today = clock.today()
    user = user_or_none(username=args.by)
    if user is None:
        raise UnknownUser(username=args.by)
    unit = _unit(args.unit, today)
    scope = scope_of(user=user, as_of=today)
    accounts.require(scope=scope, path=unit.path, permission=Permission.ENTER_RULES)
    if not args.file.is_file():
        raise MissingFile(name=args.file.name)
    rule = enter_rule(content=args.file.read_bytes(), file_name=args.file.name, unit=unit, by=user)
    if args.json:
        print(json.dumps({"code": rule.code, "kind": rule.kind, "state": rule.state}))
    else:
        print(
            f"Đã nhập {rule.code}: {rule.title}. Bản nháp, chưa áp dụng: trình và duyệt ở trang "
            "Chuẩn nghèo."
        )


def _unit(code: str, day: dt.date) -> Unit:
    from giamngheo.areas.queries import unit_at_code

    unit = unit_at_code(code=code, as_of=day)
    if unit is None:
        raise RuleUnitUnknown(unit_code=code, day=format_date(day))
    return unit


def _show(args: argparse.Namespace) -> None:
    standard = standard_of(args.code)
    if args.compare:
        _show_differences(standard, standard_of(args.compare), as_json=args.json)
    elif args.json:
        print(json.dumps(standard_to_json(standard), ensure_ascii=False, indent=2))
    else:
        _print_standard(standard)


def _print_standard(standard: Standard) -> None:
    print(f"{standard.code}: {standard.title}")
    for basis in standard.legal_basis:
        print(f"  Căn cứ: {basis.document}. {basis.about}")
    for section, lines in groupby(standard_lines(standard), key=lambda line: line.section):
        print(f"\n{section}")
        for line in lines:
            note = f"; {line.note}" if line.note else ""
            print(f"  {line.label}: {line.value} [{line.source}, {line.confidence}{note}]")


def _show_differences(first: Standard, second: Standard, *, as_json: bool) -> None:
    differences = compare_standards(first=first, second=second)
    if as_json:
        rows = [vars(difference) for difference in differences]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    print(f"{first.code} so với {second.code}: {len(differences)} điểm khác")
    for difference in differences:
        print(f"  {difference.section} · {difference.label}")
        print(f"    {first.code}: {difference.first}")
        print(f"    {second.code}: {difference.second}")


def _print_standards(standards: tuple[Standard, ...], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([_brief(standard) for standard in standards], ensure_ascii=False))
        return
    for standard in standards:
        print(f"{standard.code}  {period_text(standard)}  {standard.title}")


def _brief(standard: Standard) -> dict[str, str]:
    return {
        "code": standard.code,
        "scope": standard.scope,
        "title": standard.title,
        "valid_from": standard.valid_from.value.isoformat(),
        "valid_to": standard.valid_to.value.isoformat(),
    }


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return parse_date(text)
