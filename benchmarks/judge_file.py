"""`giamngheo classify` on a CSV, from file to file."""

from pathlib import Path

from benchmarks.households import households_file
from benchmarks.measure import Case
from benchmarks.read_csv import read_plainly
from giamngheo.law.classify_file import classify_file
from giamngheo.law.standards import get_standard

WHAT = "phân loại một tệp CSV, ghi ra CSV (giamngheo classify)"
FLOOR = "chỉ đọc tệp CSV ấy bằng thư viện chuẩn của Python"
LIMIT = 8.0


def prepare(folder: Path, rows: int) -> Case:
    path = households_file(folder, rows, ".csv")
    standard = get_standard("vn-2016")
    return Case(
        work=lambda: classify_file(path=path, standard=standard, out=folder / "judged.csv"),
        floor=lambda: read_plainly(path),
        units=rows,
    )
