"""
Tables that people keep: Excel, CSV and Parquet in Vietnamese headings, and our own workbooks.

Reading: headings in any order, with or without marks; good rows go in, a refused row comes back
with its number, column, value and reason. Writing: typed cells, no live formulas, ready to print.
"""

from giamngheo.lib.sheets.columns import Column, ColumnKind
from giamngheo.lib.sheets.plain import neutralise, write_frame
from giamngheo.lib.sheets.reading import RefusedCell, RefusedRow, TableRead, read_table
from giamngheo.lib.sheets.refusals import (
    DuplicateColumn,
    EmptyTable,
    MissingColumns,
    MissingFile,
    TooManyRows,
    UnreadableFile,
    WrongFileType,
)
from giamngheo.lib.sheets.writing import Sheet, SheetColumn, write_workbook

__all__ = [
    "Column",
    "ColumnKind",
    "DuplicateColumn",
    "EmptyTable",
    "MissingColumns",
    "MissingFile",
    "RefusedCell",
    "RefusedRow",
    "Sheet",
    "SheetColumn",
    "TableRead",
    "TooManyRows",
    "UnreadableFile",
    "WrongFileType",
    "neutralise",
    "read_table",
    "write_frame",
    "write_workbook",
]
