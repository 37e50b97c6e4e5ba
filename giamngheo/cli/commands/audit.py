"""`giamngheo audit verify`: is the trail whole?"""

import argparse
import json

HELP = "kiểm tra chuỗi nhật ký"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    verify = actions.add_parser("verify", help="đi hết chuỗi, tìm mắt xích bị đứt")
    verify.add_argument(
        "--head", metavar="SỐ:MÃ", type=_head, help="đầu chuỗi đã ghi lại lần trước để đối chiếu"
    )
    verify.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def _head(text: str) -> tuple[int, str]:
    seq, _, hash_ = text.partition(":")
    if not seq.isdecimal() or len(hash_) != 64:
        raise argparse.ArgumentTypeError(f"đầu chuỗi {text!r} phải có dạng số:mã 64 ký tự")
    return int(seq), hash_


def run(args: argparse.Namespace) -> int:
    from giamngheo.audit.actions import ChainBroken
    from giamngheo.audit.queries import ChainHead, verify_chain
    from giamngheo.lib.numbers import format_number

    report = verify_chain(noted=ChainHead(*args.head) if args.head else None)
    if args.json:
        broken = report.broken
        found = {"kind": broken.kind, "seq": broken.seq, "event": broken.event_id} if broken else {}
        print(json.dumps({"events": report.events, "head": str(report.head), "broken": found}))
        return 1 if broken else 0
    if report.broken:
        raise ChainBroken(finding=report.broken.sentence)
    print(f"Chuỗi nhật ký nguyên vẹn: {format_number(report.events)} sự kiện.")
    print(f"Đầu chuỗi: {report.head}")
    print("Ghi lại dòng trên ở nơi khác; lần sau thêm --head để biết chuỗi có bị cắt bớt không.")
    return 0
