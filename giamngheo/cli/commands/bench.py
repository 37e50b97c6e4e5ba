"""`giamngheo bench`: what our work costs, as ratios to the least any program would have to do."""

import argparse
import importlib.util
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number

if TYPE_CHECKING:
    from benchmarks.measure import Measured

HELP = "đo tốc độ: mỗi việc so với mức ít nhất mà chương trình nào cũng phải làm"


class NoBenchmarks(Refusal):
    code = "CLI-002"
    sentence = (
        "Chưa đo được tốc độ: bản cài này không kèm thư mục benchmarks. Chạy lệnh này trong thư "
        "mục mã nguồn."
    )
    english = "The benchmarks are not part of this installation; run this in a source folder."


class UnknownBenchmark(Refusal):
    code = "CLI-003"
    sentence = "Không có phép đo “{name}”. Các phép đo hiện có: {known}."
    english = "There is no benchmark “{name}”; known: {known}."


class TooSlow(Refusal):
    code = "CLI-004"
    sentence = "Chậm hơn mức cho phép: {which}. Xem docs/en/benchmarks.md rồi tìm nguyên nhân."
    english = "Slower than allowed: {which}."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="PHÉP_ĐO", help="để trống là đo tất cả")
    parser.add_argument(
        "--n", type=_positive, metavar="SỐ", help="số hộ, cho phép đo classify (cả nước 27000000)"
    )
    parser.add_argument(
        "--evidence",
        choices=("scores", "answers", "income"),
        default="answers",
        help="căn cứ xét, cho phép đo classify",
    )
    parser.add_argument("--rows", type=_positive, default=100_000, help="số hộ trong tệp thử")
    parser.add_argument(
        "--repeats", type=_positive, default=3, help="số lần đo, lấy lần nhanh nhất"
    )
    parser.add_argument("--check", action="store_true", help="báo lỗi khi chậm hơn mức cho phép")
    parser.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” phải là số từ 1 trở lên")
    return int(text)


def run(args: argparse.Namespace) -> int:
    if args.names == ["classify"]:
        return _run_country(args)
    measured = _measure(_chosen(args.names), rows=args.rows, repeats=args.repeats)
    if args.json:
        results = [asdict(one) | {"ratio": one.ratio} for one in measured]
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        _print_table(measured)
    slow = [one for one in measured if not one.is_within_limit]
    if args.check and slow:
        which = ", ".join(f"{one.name} {_ratio(one)} (mức {one.limit:g})" for one in slow)
        raise TooSlow(which=which)
    return 0


def _run_country(args: argparse.Namespace) -> int:
    """The whole country, each stage in its own process: another shape of figures."""
    _require_benchmarks()
    from benchmarks.country import measure_country
    from giamngheo.law.enums import Evidence

    with tempfile.TemporaryDirectory(prefix="giamngheo-bench-") as folder:
        figures = measure_country(
            folder=Path(folder),
            rows=args.n or args.rows,
            evidence=Evidence(args.evidence),
            repeats=args.repeats,
        )
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        for name, value in figures.items():
            print(f"{name}: {value}")
    return 0


def _require_benchmarks() -> None:
    if importlib.util.find_spec("benchmarks.measure") is None:
        raise NoBenchmarks


def _chosen(names: list[str]) -> tuple[str, ...]:
    _require_benchmarks()
    from benchmarks import MODULES

    for name in names:
        if name not in MODULES:
            raise UnknownBenchmark(name=name, known=", ".join(MODULES))
    return tuple(names) or MODULES


def _measure(names: tuple[str, ...], *, rows: int, repeats: int) -> list["Measured"]:
    from benchmarks.measure import measure

    measured = []
    with tempfile.TemporaryDirectory(prefix="giamngheo-bench-") as folder:
        for number, name in enumerate(names, start=1):
            print(f"[{number}/{len(names)}] {name}", file=sys.stderr)
            measured.append(measure(name, Path(folder), rows=rows, repeats=repeats))
    return measured


def _print_table(measured: list["Measured"]) -> None:
    for one in measured:
        print(f"{one.name}: {one.what}")
        print(f"    mức sàn: {one.floor}")
        print(
            f"    tỷ số {_ratio(one)} lần · {format_number(one.units)} trong "
            f"{format_number(one.work_seconds, 3)} giây · "
            f"{format_number(one.units_per_second, 0)} mỗi giây"
        )


def _ratio(one: "Measured") -> str:
    return format_number(one.ratio, 1)
