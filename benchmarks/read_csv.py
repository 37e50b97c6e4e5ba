"""Reading an office's CSV into checked, typed columns."""

import csv
from pathlib import Path

from benchmarks.households import households_file
from benchmarks.measure import Case
from giamngheo.law.enums import Evidence
from giamngheo.law.household_files import household_columns
from giamngheo.law.standards import get_standard
from giamngheo.lib.sheets import read_table

WHAT = "đọc tệp CSV, nhận bảng mã và tiêu đề, kiểm từng ô (read_table)"
FLOOR = "chỉ đọc tệp CSV ấy bằng thư viện chuẩn của Python"
LIMIT = 5.0


def prepare(folder: Path, rows: int) -> Case:
    path = households_file(folder, rows, ".csv")
    standards = [get_standard("vn-2016")]
    columns = household_columns(evidence=Evidence.SCORES, standards=standards)
    return Case(
        work=lambda: read_table(path, columns), floor=lambda: read_plainly(path), units=rows
    )


def read_plainly(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
