"""`giamngheo tasks remind`: one letter an agency about what is due soon or late."""

import argparse
import json
from datetime import date

HELP = "nhắc các cơ quan về nhiệm vụ sắp đến hạn, quá hạn"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    remind = actions.add_parser("remind", help="gửi thư nhắc trước 14, 7, 1 ngày và khi quá hạn")
    remind.add_argument(
        "--on", type=_day, metavar="NGÀY", help="nhắc như vào ngày này (2021-11-08)"
    )
    remind.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"ngày {text!r} phải có dạng năm-tháng-ngày") from error


def run(args: argparse.Namespace) -> int:
    from giamngheo.accounts import clock
    from giamngheo.tasks.reminding import remind

    done = remind(as_of=args.on or clock.today())
    if args.json:
        print(
            json.dumps(
                {
                    "letters": done.letters,
                    "tasks": done.tasks,
                    "without_mailbox": list(done.without_mailbox),
                },
                ensure_ascii=False,
            )
        )
        return 0
    print(f"Đã gửi {done.letters} thư nhắc {done.tasks} việc.")
    if done.without_mailbox:
        names = "; ".join(done.without_mailbox)
        print(f"Chưa có thư điện tử, chỉ nhắc trên trang: {names}.")
    return 0
