"""`giamngheo work`: the worker for longer work, and what is waiting."""

import argparse
import json

HELP = "công việc chạy nền: chạy, xem danh sách"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    run_it = actions.add_parser("run", help="chạy các việc đang chờ cho đến khi được dừng")
    run_it.add_argument("--once", action="store_true", help="chạy hết việc đang chờ rồi thôi")
    listing = actions.add_parser("list", help="liệt kê việc đang chờ và đang chạy")
    listing.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def run(args: argparse.Namespace) -> int:
    return _run_worker(args) if args.action == "run" else _list(args)


def _run_worker(args: argparse.Namespace) -> int:
    from giamngheo.work.worker import run_worker

    run_worker(once=args.once)
    return 0


def _list(args: argparse.Namespace) -> int:
    from giamngheo.work.queries import open_items

    rows = [
        {
            "id": item.pk,
            "title": item.title,
            "state": item.state,
            "done": item.done,
            "total": item.total,
            "owner": item.owner.username if item.owner else None,
        }
        for item in open_items()
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for item in open_items():
        of_total = f"/{item.total}" if item.total else ""
        owner = item.owner.username if item.owner else "hệ thống"
        state = item.get_state_display()
        print(f"{item.pk}  {state}  {item.done}{of_total}  {item.title}  ({owner})")
    if not rows:
        print("Không có công việc nào đang chờ hoặc đang chạy.")
    return 0
