"""`giamngheo areas`: the units of the country, by name and day, and the next resolution."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from giamngheo.lib.dates import parse_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number

if TYPE_CHECKING:
    from giamngheo.areas.changes import ChangePlan
    from giamngheo.areas.models import Unit
    from giamngheo.areas.queries import Match

HELP = "đơn vị hành chính: nạp danh mục, tìm theo tên và ngày, nhập nghị quyết mới"
NEEDS_DJANGO = True


class UnitCodeNotFound(Refusal):
    code = "CLI-010"
    sentence = (
        "Không có đơn vị mã {unit_code} vào ngày {day:%d/%m/%Y}. Mã được dùng lại qua các năm: "
        "ghi thêm --on NGÀY của tài liệu."
    )


class ImportNotFound(Refusal):
    code = "CLI-011"
    sentence = "Không có lần nhập thay đổi đơn vị số {number}. Số của lần nhập in ra khi áp dụng."


class UserNotFound(Refusal):
    code = "CLI-012"
    sentence = "Không có người dùng {username}. Ghi đúng tên đăng nhập sau --by."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="VIỆC")
    sync = tasks.add_parser("sync", help="nạp danh mục đi kèm; chạy lại không đổi gì")
    sync.add_argument("--json", action="store_true")
    find = tasks.add_parser("find", help="tìm đơn vị theo tên")
    find.add_argument("name", metavar="TÊN")
    find.add_argument("--within", metavar="MÃ", help="mã đơn vị cấp trên")
    _day(find, "--on", "ngày của tài liệu (mặc định: hôm nay)")
    find.add_argument("--json", action="store_true")
    lineage = tasks.add_parser("lineage", help="đơn vị ấy trước hoặc sau các lần sắp xếp")
    lineage.add_argument("unit_code", metavar="MÃ")
    _day(lineage, "--on", "ngày mà mã chỉ đơn vị này (mặc định: hôm nay)")
    _day(lineage, "--to", "ngày muốn biết (mặc định: hôm nay)")
    lineage.add_argument("--json", action="store_true")
    alias = tasks.add_parser("alias", help="xác nhận một cách viết khác của tên đơn vị")
    alias.add_argument("name", metavar="TÊN", help="tên như tài liệu viết")
    alias.add_argument("unit_code", metavar="MÃ", help="mã của đơn vị được gọi tên ấy")
    _day(alias, "--on", "ngày của tài liệu (mặc định: hôm nay)")
    alias.add_argument("--source", required=True, metavar="NGUỒN", help="tài liệu, người xác nhận")
    alias.add_argument("--by", metavar="NGƯỜI", help="tên đăng nhập của người xác nhận")
    unknown = tasks.add_parser("unknown", help="đơn vị đã hết mà chưa rõ về đâu")
    unknown.add_argument("--within", metavar="MÃ", help="mã tỉnh vào ngày 30/06/2025")
    apply = tasks.add_parser("import", help="xem, rồi áp dụng, một tệp thay đổi đơn vị")
    apply.add_argument("file", type=Path, metavar="TỆP")
    apply.add_argument("--apply", action="store_true", help="ghi; không có thì chỉ xem")
    apply.add_argument("--by", metavar="NGƯỜI", help="tên đăng nhập của người nhập")
    undo = tasks.add_parser("undo", help="hoàn tác cả một lần nhập")
    undo.add_argument("number", type=int, metavar="SỐ")
    undo.add_argument("--by", metavar="NGƯỜI", help="tên đăng nhập của người hoàn tác")


def _day(parser: argparse.ArgumentParser, flag: str, words: str) -> None:
    parser.add_argument(flag, metavar="NGÀY", help=words)


def run(args: argparse.Namespace) -> int:
    tasks: dict[str, Callable[[argparse.Namespace], int]] = {
        "sync": _sync,
        "find": _find,
        "lineage": _lineage,
        "alias": _alias,
        "unknown": _unknown,
        "import": _import,
        "undo": _undo,
    }
    return tasks[args.task](args)


def _sync(args: argparse.Namespace) -> int:
    from giamngheo.areas.actions import sync_units

    began = time.monotonic()
    loaded = sync_units(by=None)
    seconds = round(time.monotonic() - began, 1)
    if args.json:
        print(json.dumps({**vars(loaded), "seconds": seconds}))
        return 0
    print(
        f"Đơn vị: thêm {format_number(loaded.units_added)}, sửa "
        f"{format_number(loaded.units_changed)}; tiếp nối: thêm "
        f"{format_number(loaded.links_added)}; tên khác: thêm "
        f"{format_number(loaded.aliases_added)} ({format_number(seconds, 1)} giây)."
    )
    return 0


def _find(args: argparse.Namespace) -> int:
    from giamngheo.areas.queries import find_unit

    day = _read_day(args.on)
    parent = _unit_at(args.within, day) if args.within else None
    match = find_unit(name=args.name, parent=parent, as_of=day)
    if args.json:
        print(json.dumps(_match_as_json(match), ensure_ascii=False))
    elif match.unit:
        print(_line(match.unit))
    else:
        print(_not_found(match), file=sys.stderr)
        for unit in match.suggestions:
            print(f"  {_line(unit)}", file=sys.stderr)
    return 0 if match.unit else 1


def _not_found(match: Match) -> str:
    if not match.suggestions:
        return f"Không tìm thấy đơn vị nào gần với “{match.name}”. Kiểm tra tên và ngày."
    why = {
        "ambiguous": "có nhiều đơn vị cùng tên; ghi thêm loại hoặc --within",
        "undated": "có đơn vị tên này, nhưng nguồn không cho biết vào ngày ấy",
    }.get(match.how, "không có tên đúng như vậy; có thể là")
    return f"Chưa xác định được “{match.name}”: {why}:"


def _lineage(args: argparse.Namespace) -> int:
    from giamngheo.areas.enums import UnitLevel
    from giamngheo.areas.queries import predecessors, successors, successors_of_area

    day, then = _read_day(args.on), _read_day(args.to)
    unit = _unit_at(args.unit_code, day)
    found = (successors if then >= unit.valid_from else predecessors)(unit=unit, as_of=then)
    if unit.level == UnitLevel.DISTRICT and found.unknown and not found.heirs:
        found = successors_of_area(unit=unit, as_of=then)
    if args.json:
        heirs = [
            _as_json(heir.unit)
            | {"split": heir.split, "share": None if heir.share is None else float(heir.share)}
            for heir in found.heirs
        ]
        unknown = [_as_json(one) for one in found.unknown]
        answer = {"unit": _as_json(unit), "units": heirs, "unknown": unknown}
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    print(f"{_line(unit)}; vào ngày {then:%d/%m/%Y}:")
    for heir in found.heirs:
        print(f"  {_line(heir.unit)}{' (một phần, cần người quyết định)' if heir.split else ''}")
    for one in found.unknown:
        print(f"  không rõ: nguồn dừng ở {_line(one)}")
    return 0


def _alias(args: argparse.Namespace) -> int:
    from giamngheo.areas.actions import add_alias

    unit = _unit_at(args.unit_code, _read_day(args.on))
    add_alias(unit=unit, name=args.name, source=args.source, by=_user(args.by))
    print(f"Từ nay “{args.name}” là tên khác của {_line(unit)}.")
    return 0


def _unknown(args: argparse.Namespace) -> int:
    from giamngheo.areas.queries import units_without_successor

    within = _unit_at(args.within, date(2025, 6, 30)) if args.within else None
    units = units_without_successor(as_of=_read_day(None), within=within).select_related("parent")
    for unit in units:
        print(_line(unit))
    print(f"{format_number(len(units))} đơn vị đã hết mà nguồn không cho biết về đâu.")
    return 0


def _import(args: argparse.Namespace) -> int:
    from giamngheo.areas.actions import apply_changes
    from giamngheo.areas.changes import plan_changes
    from giamngheo.areas.resolutions import read_changes

    file = read_changes(args.file)
    if args.apply:
        done, plan = apply_changes(file=file, by=_user(args.by))
        _print_plan(plan)
        print(f"Đã áp dụng, lần nhập số {done.pk}. Hoàn tác: giamngheo areas undo {done.pk}")
        return 0
    plan = plan_changes(file)
    _print_plan(plan)
    if not plan.is_clean:
        for problem in plan.problems:
            print(f"Chưa nhận: {problem}", file=sys.stderr)
        return 1
    print("Chưa ghi gì. Thêm --apply để áp dụng.")
    return 0


def _print_plan(plan: ChangePlan) -> None:
    day = f"{plan.day:%d/%m/%Y}" if plan.day else "?"
    for link in plan.links:
        if not link.new.carried:
            part = " (một phần)" if link.split else ""
            print(f"{day}  {_line(link.old)} → {link.new.full_name} ({link.new.code}){part}")
    continued = {id(link.new) for link in plan.links}
    for opening in plan.openings:
        if id(opening) not in continued:
            print(f"{day}  mới: {opening.full_name} ({opening.code})")
    inherited = {link.old.pk for link in plan.links} | {unit.pk for unit in plan.orphans}
    for unit in plan.closings.values():
        if unit.pk not in inherited:
            print(f"{day}  hết hiệu lực: {_line(unit)}")
    carried = sum(opening.carried for opening in plan.openings)
    print(
        f"Kết thúc {len(plan.closings)} đơn vị, mở {len(plan.openings)} đơn vị "
        f"({carried} chỉ vì đổi cấp trên)."
    )
    for unit in plan.orphans:
        print(f"Cần người quyết định: {unit} của {unit.parent} về đơn vị nào.")


def _undo(args: argparse.Namespace) -> int:
    from giamngheo.areas.actions import undo_import
    from giamngheo.areas.models import UnitImport

    done = UnitImport.objects.filter(pk=args.number).first()
    if done is None:
        raise ImportNotFound(number=args.number)
    undo_import(done=done, by=_user(args.by))
    print(f"Đã hoàn tác lần nhập số {args.number} ({done.file_name}).")
    return 0


def _read_day(text: str | None) -> date:
    if text is None:
        return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        return parse_date(text)


def _unit_at(code: str, day: date) -> Unit:
    from giamngheo.areas.queries import unit_at_code

    unit = unit_at_code(code=code, as_of=day)
    if unit is None:
        raise UnitCodeNotFound(unit_code=code, day=day)
    return unit


def _user(username: str | None) -> Any:
    from giamngheo.accounts.models import User

    if username is None:
        return None
    user = User.objects.filter(username=username).first()
    if user is None:
        raise UserNotFound(username=username)
    return user


def _line(unit: Unit) -> str:
    above = f", {unit.parent.full_name}" if unit.parent else ""
    return f"{unit.full_name} ({unit.code}){above}"


def _as_json(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.pk,
        "code": unit.code,
        "name": unit.full_name,
        "kind": unit.kind,
        "level": unit.level,
        "parent": unit.parent.full_name if unit.parent else None,
        "valid_from": unit.valid_from.isoformat() if unit.start_known else None,
        "valid_to": unit.valid_to.isoformat() if unit.valid_to and unit.end_known else None,
        "area_type": unit.area_type,
    }


def _match_as_json(match: Match) -> dict[str, Any]:
    return {
        "name": match.name,
        "unit": _as_json(match.unit) if match.unit else None,
        "how": match.how.value,
        "confidence": match.confidence,
        "suggestions": [_as_json(unit) for unit in match.suggestions],
    }
