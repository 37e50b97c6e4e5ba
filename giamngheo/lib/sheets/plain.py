"""Plain tables without a title, for machines and for further work."""

import os
from pathlib import Path

import polars as pl

from giamngheo.lib.files import atomic_path
from giamngheo.lib.sheets.refusals import WrongFileType
from giamngheo.lib.sheets.writing import CellKind, Sheet, SheetColumn, write_workbook

_RISKY = r"^[=+@\t\r\-]"  # OWASP's list of what starts a formula
_NUMBER = r"^-[\d.,]*$"


def write_frame(path: str | os.PathLike[str], frame: pl.DataFrame) -> None:
    """
    Write `frame` as .xlsx, .csv (UTF-8 with BOM, so that Excel shows the marks) or .parquet.

    Whole or not at all; in .csv a text that Excel would run as a formula is neutralised.
    Raises: WrongFileType [LIB-012], TooManyRows [LIB-016], CannotWrite [LIB-020].
    """
    suffix = Path(path).suffix.lower()
    if suffix not in (".xlsx", ".csv", ".parquet"):
        raise WrongFileType(name=Path(path).name, allowed=".xlsx, .csv hoặc .parquet")
    if suffix == ".xlsx":
        columns = [
            SheetColumn(key=name, title=name, kind=_kind_of(dtype))
            for name, dtype in frame.schema.items()
        ]
        write_workbook(path, [Sheet(name="Kết quả", columns=columns, rows=frame)])
        return
    with atomic_path(path) as beside:
        if suffix == ".csv":
            neutralise(frame).write_csv(beside, include_bom=True)
        else:
            frame.write_parquet(beside)


def neutralise(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with an apostrophe before each text that a spreadsheet would calculate."""
    text = pl.col(pl.String)
    risky = text.str.contains(_RISKY) & ~text.str.contains(_NUMBER)
    return frame.with_columns(pl.when(risky).then(pl.lit("'") + text).otherwise(text).name.keep())


def _kind_of(dtype: pl.DataType) -> str:
    if dtype.is_integer():
        return CellKind.INT
    if dtype.is_numeric():
        return CellKind.DECIMAL
    return CellKind.DATE if dtype.is_temporal() and dtype != pl.Time else CellKind.TEXT
