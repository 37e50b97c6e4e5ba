"""A table on the screen as an Excel file: the same rows, the same order, the same words."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

from django.http import HttpResponse
from django.utils import timezone

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.lib.sheets import Sheet, SheetColumn, write_workbook
from giamngheo.lib.sheets.writing import MOST_ROWS
from giamngheo.web.tables import Column, Row, Table, plain_value

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "text": "text",
    "status": "text",
    "bar": "text",
    "number": "int",
    "rate": "decimal",
    "million": "int",
    "date": "date",
}


class ExportIncomplete(Refusal):
    code = "WEB-002"
    sentence = (
        "Chưa xuất được «{title}»: danh sách có {asked} dòng nhưng tệp chỉ ghi được {written} "
        "dòng, vì số liệu vừa thay đổi. Xuất lại để có tệp đủ dòng."
    )


@dataclass(frozen=True, kw_only=True)
class Export:
    """
    One list as a file: its columns, how many rows the list has, and the rows in their order.

    `rows` is asked once, and read once from beginning to end: it may stream from the database.
    `permission` at `unit_path` ("" anywhere) is what its reader needs; `action` names the audit
    event.
    """

    title: str
    columns: Sequence[Column]
    count: int
    rows: Callable[[], Iterable[Row]]
    file_name: str
    permission: Permission
    unit_path: str
    action: str
    lines: Sequence[str] = ()


def write_export(
    *,
    export: Export,
    path: Path,
    by: User | None,
    report: Callable[[int], None] = lambda done: None,
) -> int:
    """
    Write the whole list to `path` and return how many rows it holds, which the file also says.

    A list longer than a sheet goes on in the next one.
    Raises: ExportIncomplete [WEB-002] when the file does not hold exactly the rows of the list.
    """
    written = _Counted(export.rows(), report)
    lines = [export.title, *export.lines, counted_line(export.count), taken_by(by)]
    columns = [_column(column) for column in export.columns]
    starts = range(0, max(export.count, 1), MOST_ROWS)
    sheets = [
        Sheet(
            name="Danh sách" if start == 0 else f"Danh sách {start // MOST_ROWS + 1}",
            title_lines=lines,
            columns=columns,
            rows=_as_rows(written, export.columns, min(MOST_ROWS, export.count - start)),
        )
        for start in starts
    ]
    write_workbook(path, sheets)
    rest = sum(1 for _ in written)
    if rest or written.count != export.count:
        path.unlink(missing_ok=True)
        raise ExportIncomplete(
            title=export.title,
            asked=format_number(export.count),
            written=format_number(written.count - rest),
        )
    return written.count


def export_as_response(*, export: Export, by: User | None) -> HttpResponse:
    """Return the whole list as a download, for lists short enough to be written at once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / export.file_name
        write_export(export=export, path=path, by=by)
        content = path.read_bytes()
    return _download(content, export.file_name)


def counted_line(count: int) -> str:
    return f"Số dòng: {format_number(count)}"


class _Counted:
    """Goes through rows once, over several sheets, and counts them."""

    def __init__(self, rows: Iterable[Row], report: Callable[[int], None]) -> None:
        self._rows = iter(rows)
        self._report = report
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        row = next(self._rows)
        self.count += 1
        if self.count % 500 == 0:
            self._report(self.count)
        return row


class _Streamed:
    """What a sheet needs of its rows: how many there are, and each once."""

    def __init__(self, rows: Iterator[Mapping[str, Any]], length: int) -> None:
        self._rows, self._length = rows, length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return self._rows


def _as_rows(
    rows: Iterator[Row], columns: Sequence[Column], count: int
) -> Sequence[Mapping[str, Any]]:
    return cast(
        "Sequence[Mapping[str, Any]]",
        _Streamed((_values(row, columns) for row in islice(rows, count)), count),
    )


def _values(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    return {column.key: plain_value(row.cell(column.key).value) for column in columns}


def workbook_response(
    *, table: Table, title_lines: Sequence[str], file_name: str, printed_by: User | None
) -> HttpResponse:
    """Return the workbook as a download, marked with who took it and when."""
    return tables_response(
        tables={"Bảng": table}, title_lines=title_lines, file_name=file_name, printed_by=printed_by
    )


def tables_response(
    *,
    tables: Mapping[str, Table],
    title_lines: Sequence[str],
    file_name: str,
    printed_by: User | None,
) -> HttpResponse:
    """Return the tables of a page as one workbook, a sheet each, under the names given."""
    lines = [*title_lines, taken_by(printed_by)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name
        write_workbook(path, [_sheet(name, table, lines) for name, table in tables.items()])
        content = path.read_bytes()
    return _download(content, file_name)


def _download(content: bytes, file_name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def taken_by(user: User | None) -> str:
    name = user.full_name if user else ""
    return f"Xuất lúc {timezone.localtime():%H:%M ngày %d/%m/%Y}, người xuất: {name}"


def _sheet(name: str, table: Table, lines: Sequence[str]) -> Sheet:
    rows = [table.totals, *table.rows] if table.totals else table.rows
    return Sheet(
        name=name,
        title_lines=lines,
        columns=[_column(column) for column in table.columns],
        rows=[_values(row, table.columns) for row in rows],
    )


def _column(column: Column) -> SheetColumn:
    title = f"{column.head} ({column.unit})" if column.unit else column.head
    return SheetColumn(key=column.key, title=title, group=column.group, kind=KINDS[column.kind])
