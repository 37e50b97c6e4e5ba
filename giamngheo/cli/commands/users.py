"""`giamngheo users`: accounts and their roles, from the server."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from giamngheo.accounts.models import User
    from giamngheo.areas.models import Unit

HELP = "tài khoản: danh sách, thêm, phân công, mật khẩu"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    listing = actions.add_parser("list", help="các tài khoản và vai trò đang giữ")
    listing.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")
    add = actions.add_parser("add", help="thêm tài khoản; in mật khẩu tạm")
    add.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    add.add_argument("--name", required=True, help="họ và tên")
    add.add_argument("--position", default="", help="chức vụ")
    add.add_argument("--phone", default="", help="điện thoại")
    role = actions.add_parser("role", help="phân công một vai trò, hoặc kết thúc phân công")
    role.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    role.add_argument("role", metavar="VAI_TRÒ", type=_role, help=", ".join(_roles()))
    role.add_argument("--unit", metavar="MÃ", help="mã đơn vị (bỏ trống: toàn hệ thống)")
    role.add_argument("--sector", default="", help="ngành, cho vai trò SECTOR")
    role.add_argument("--from", dest="start", metavar="NGÀY", help="từ ngày (mặc định hôm nay)")
    role.add_argument("--end", action="store_true", help="kết thúc phân công này từ ngày --from")
    for name, text in (("passwd", "đặt mật khẩu tạm mới"), ("unlock", "mở khóa đăng nhập")):
        one = actions.add_parser(name, help=text)
        one.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")


def _roles() -> list[str]:
    # Written out: the command's help must not need a database.
    levels = ["VILLAGE", "COMMUNE", "DISTRICT", "PROVINCE"]
    return [*levels, "SECTOR", "COMMITTEE_MEMBER", "LEADER", "VIEWER", "SYSTEM"]


def _role(text: str) -> str:
    if text.upper() not in _roles():
        raise argparse.ArgumentTypeError(f"vai trò {text!r} không có; chọn {', '.join(_roles())}")
    return text.upper()


def run(args: argparse.Namespace) -> int:
    runs = {"list": _list, "add": _add, "role": _role_of, "passwd": _passwd, "unlock": _unlock}
    return runs[args.action](args)


def _today() -> date:
    from giamngheo.accounts.clock import today

    return today()


def _user(username: str) -> User:
    from giamngheo.accounts.queries import user_or_none
    from giamngheo.accounts.refusals import UnknownUser

    user = user_or_none(username=username)
    if user is None:
        raise UnknownUser(username=username)
    return user


def _list(args: argparse.Namespace) -> int:
    from giamngheo.accounts.queries import assignments_of, users_in_order

    today = _today()
    for user in users_in_order():
        roles = [
            {
                "role": assignment.role,
                "title": assignment.get_role_display(),
                "unit": str(assignment.unit or "toàn hệ thống"),
            }
            for assignment in assignments_of(user=user, as_of=today)
        ]
        if args.json:
            line = {"username": user.username, "full_name": user.full_name, "roles": roles}
            print(json.dumps({**line, "active": user.is_active}, ensure_ascii=False))
            continue
        held = "; ".join(f"{role['title']}: {role['unit']}" for role in roles) or "chưa phân công"
        closed = "" if user.is_active else "  [đã ngừng dùng]"
        print(f"{user.username}  {user.full_name}  {held}{closed}")
    return 0


def _add(args: argparse.Namespace) -> int:
    from giamngheo.accounts.actions import create_user
    from giamngheo.accounts.passwords import temporary_password

    password = temporary_password()
    user = create_user(
        username=args.username,
        full_name=args.name,
        position=args.position,
        phone=args.phone,
        password=password,
        by=None,
    )
    print(f"Đã lập tài khoản {user.username}. Mật khẩu tạm: {password}")
    print(f"Phân công tiếp bằng: giamngheo users role {user.username} VAI_TRÒ --unit MÃ")
    return 0


def _role_of(args: argparse.Namespace) -> int:
    from giamngheo.accounts.actions import assign_role
    from giamngheo.accounts.enums import Role
    from giamngheo.lib.dates import format_date, parse_date

    user = _user(args.username)
    start = parse_date(args.start) if args.start else _today()
    unit = _unit(args.unit, start)
    if args.end:
        return _end(user, args.role, unit, start)
    assignment = assign_role(
        user=user,
        role=Role(args.role),
        unit=unit,
        sector=args.sector.upper(),
        valid_from=start,
        by=None,
    )
    where = unit or "toàn hệ thống"
    title = assignment.get_role_display()
    print(f"Đã phân công {user.username}: {title}, {where}, từ ngày {format_date(start)}.")
    return 0


def _unit(code: str | None, as_of: date) -> Unit | None:
    from giamngheo.accounts.refusals import UnknownUnit
    from giamngheo.areas.queries import unit_at_code
    from giamngheo.lib.dates import format_date

    if code is None:
        return None
    unit = unit_at_code(code=code, as_of=as_of)
    if unit is None:
        raise UnknownUnit(code=code, as_of=format_date(as_of))
    return unit


def _end(user: User, role: str, unit: Unit | None, day: date) -> int:
    from giamngheo.accounts.actions import end_assignment
    from giamngheo.accounts.queries import assignments_of
    from giamngheo.accounts.refusals import NotAssigned

    assignment = assignments_of(user=user).filter(role=role, unit=unit, valid_to=None).first()
    if assignment is None:
        raise NotAssigned(user=user.username, role=role, unit=unit or "toàn hệ thống")
    end_assignment(assignment=assignment, valid_to=day, by=None)
    print(f"Đã kết thúc phân công của {user.username}.")
    return 0


def _passwd(args: argparse.Namespace) -> int:
    from giamngheo.accounts.actions import set_password
    from giamngheo.accounts.passwords import temporary_password

    user, password = _user(args.username), temporary_password()
    set_password(user=user, password=password, by=None)
    print(f"Mật khẩu tạm mới của {user.username}: {password} (phải đổi khi đăng nhập lần tới)")
    return 0


def _unlock(args: argparse.Namespace) -> int:
    from giamngheo.accounts.actions import unlock_user

    user = _user(args.username)
    unlock_user(user=user, by=None)
    print(f"Đã mở khóa đăng nhập cho {user.username}.")
    return 0
