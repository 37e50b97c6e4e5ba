"""`giamngheo demo`: build Triệu Sơn's year 2020 and open it in the browser."""

import argparse
import json
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from giamngheo.demo.building import DemoResult

HELP = "dựng năm trình diễn (huyện Triệu Sơn 2020) và mở trang web"
NEEDS_DJANGO = True
# In the middle of the review of 2021: the district's officers are in office and have work to do.
PLAYED_DAY = "2021-11-08"
REAL_DAY = "nay"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-serve", action="store_true", help="chỉ dựng, không mở trang web")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.add_argument("--fresh", action="store_true", help="xóa năm đã dựng và dựng lại từ đầu")
    parser.add_argument(
        "--today",
        type=_day,
        metavar="NĂM-THÁNG-NGÀY",
        default=PLAYED_DAY,
        help=f"ngày mà bộ trình diễn diễn ra (mặc định {PLAYED_DAY}; viết nay để dùng ngày thật)",
    )
    parser.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")


def _day(text: str) -> str:
    if text != REAL_DAY:
        date.fromisoformat(text)
    return text


def run(args: argparse.Namespace) -> int:
    from giamngheo.cli.commands.db import migrate
    from giamngheo.cli.commands.serve import serve
    from giamngheo.demo.building import build_demo

    migrate()
    result = build_demo(fresh=args.fresh, progress=_tell)
    if args.json:
        print(json.dumps(result.to_json(), ensure_ascii=False), flush=True)
    else:
        print(summary(result), flush=True)
    if args.no_serve:
        return 0
    # What serves is started from here and reads its day from the environment.
    os.environ["GIAMNGHEO_TODAY"] = "" if args.today == REAL_DAY else args.today
    print(invitation(port=args.port), file=sys.stderr if args.json else sys.stdout, flush=True)
    return serve(port=args.port)


def _tell(message: str) -> None:
    """Progress goes where it does not spoil the JSON."""
    print(f"  {message}", file=sys.stderr, flush=True)


def summary(result: "DemoResult") -> str:
    """Return what was built and the year in four lines."""
    from giamngheo.lib.numbers import format_number

    number = format_number
    built = (
        f"Đã dựng trong {number(result.seconds, 1)} giây" if result.is_new else "Đã dựng từ trước"
    )
    reduced = result.poor_start - result.poor_end
    lines = [
        f"{built}: {result.unit} năm {result.year}, {result.communes} xã, thị trấn, "
        f"{number(result.households)} hộ (dữ liệu sinh ra để trình diễn).",
        f"Hộ nghèo đầu năm {number(result.poor_start)}, cuối năm {number(result.poor_end)}: "
        f"giảm {number(reduced)} / {number(result.poor_target)} hộ kế hoạch giao.",
    ]
    lines += [f"Điều cần xem trong kế hoạch: {warning}" for warning in result.warnings]
    return "\n".join(lines)


def invitation(*, port: int) -> str:
    """Return the address and the accounts, one for each role."""
    from giamngheo.demo.accounts import ACCOUNTS, PASSWORD

    lines = [
        "",
        f"Mở trình duyệt tại http://localhost:{port} (Ctrl+C để dừng)",
        f"Mật khẩu chung của các tài khoản trình diễn: {PASSWORD}",
    ]
    lines += [
        f"  {account.username:<18}{account.role.label} · {account.where}" for account in ACCOUNTS
    ]
    return "\n".join(lines)
