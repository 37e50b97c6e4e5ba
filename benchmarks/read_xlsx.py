"""Reading an office's workbook into checked, typed columns."""

from pathlib import Path

import python_calamine

from benchmarks.households import households_file
from benchmarks.measure import Case
from giamngheo.law.enums import Evidence
from giamngheo.law.household_files import household_columns
from giamngheo.law.standards import get_standard
from giamngheo.lib.sheets import read_table

WHAT = "đọc bảng Excel, nhận tiêu đề, kiểm từng ô (read_table)"
FLOOR = "chỉ lấy các ô thô bằng calamine"
LIMIT = 3.0


def prepare(folder: Path, rows: int) -> Case:
    path = households_file(folder, rows, ".xlsx")
    standards = [get_standard("vn-2016")]
    columns = household_columns(evidence=Evidence.SCORES, standards=standards)
    return Case(
        work=lambda: read_table(path, columns), floor=lambda: read_plainly(path), units=rows
    )


def read_plainly(path: Path) -> int:
    with python_calamine.CalamineWorkbook.from_path(path) as workbook:
        return len(workbook.get_sheet_by_index(0).to_python())
