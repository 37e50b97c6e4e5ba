"""The cells of a file as they lie there, before anybody knows what they mean."""

import codecs
import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from giamngheo.lib.sheets.refusals import MissingFile, UnreadableFile, WrongFileType

Rows = list[list[Any]]

EXCEL_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
CSV_SUFFIXES = (".csv", ".tsv", ".txt")
PARQUET_SUFFIXES = (".parquet",)
DELIMITERS = ";,\t|"
_BAD_QUOTE = "có dấu ngoặc kép mở mà không đóng"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def check_readable(path: str | os.PathLike[str]) -> Path:
    """
    Return `path` when it is a file of a type we read.

    Raises: MissingFile [LIB-010], WrongFileType [LIB-012].
    """
    file = Path(path)
    if not file.is_file():
        raise MissingFile(name=file.name or str(file))
    if file.suffix.lower() not in (*EXCEL_SUFFIXES, *CSV_SUFFIXES, *PARQUET_SUFFIXES):
        raise WrongFileType(name=file.name, allowed=".xlsx, .csv hoặc .parquet")
    return file


def sheets_of(file: Path) -> Iterator[Rows]:
    """
    Yield the rows of each visible sheet of a workbook, or a CSV once per possible delimiter.

    Raises: UnreadableFile [LIB-011].
    """
    if file.suffix.lower() in EXCEL_SUFFIXES:
        yield from _workbook_sheets(file)
    else:
        yield from _csv_readings(file)


def read_parquet(file: Path) -> pl.DataFrame:
    """
    Return the frame of a Parquet file.

    Raises: UnreadableFile [LIB-011].
    """
    try:
        return pl.read_parquet(file)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableFile(name=file.name, reason="nội dung không phải Parquet") from error


def _workbook_sheets(file: Path) -> Iterator[Rows]:
    visible = python_calamine.SheetVisibleEnum.Visible
    try:
        with python_calamine.CalamineWorkbook.from_path(file) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.visible == visible:
                    yield workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    except python_calamine.PasswordError as error:
        raise UnreadableFile(name=file.name, reason="tệp đang đặt mật khẩu") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableFile(name=file.name, reason="nội dung không phải bảng tính") from error


def _csv_readings(file: Path) -> Iterator[Rows]:
    text = _decode(file)
    for delimiter in DELIMITERS:
        if delimiter in text:
            yield _parse_csv(file, text, delimiter)
    if not any(delimiter in text for delimiter in DELIMITERS):
        yield [[line] for line in text.splitlines()]


def _parse_csv(file: Path, text: str, delimiter: str) -> Rows:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(name=file.name, reason=_BAD_QUOTE) from error
    # A quote that is never closed makes one cell of all the rows below it.
    if text.count('"') % 2 and rows and any("\n" in cell for cell in rows[-1][-1:]):
        raise UnreadableFile(name=file.name, reason=_BAD_QUOTE)
    return rows


def _decode(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(name=file.name, reason="không có quyền đọc") from error
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(name=file.name, reason="không rõ bảng mã chữ, hãy lưu dạng CSV UTF-8")


def _encodings(data: bytes) -> tuple[str, ...]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return (encoding,)
    if b"\0" in data[:4096]:
        return ("utf-16-le", "utf-16-be")
    return ("utf-8", "cp1258")
