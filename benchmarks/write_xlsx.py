"""Writing a table as a workbook that opens ready to print."""

from pathlib import Path

import polars as pl
import xlsxwriter

from benchmarks.households import scored_households
from benchmarks.measure import Case
from giamngheo.lib.sheets import write_frame

WHAT = "ghi bảng ra Excel có kiểu ô, khung, khổ in (write_frame)"
FLOOR = "chỉ đổ các ô ra Excel bằng XlsxWriter, không kiểu"
LIMIT = 3.0
MOST = 50_000


def prepare(folder: Path, rows: int) -> Case:
    frame = scored_households(min(rows, MOST))
    return Case(
        work=lambda: write_frame(folder / "written.xlsx", frame),
        floor=lambda: _write_plainly(folder / "plain.xlsx", frame),
        units=len(frame),
    )


def _write_plainly(path: Path, frame: pl.DataFrame) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        page = workbook.add_worksheet()
        for number, row in enumerate(frame.iter_rows()):
            page.write_row(number, 0, row)
