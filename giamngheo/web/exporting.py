"""A table on the screen as an Excel file: the same rows, the same order, the same words."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.http import HttpResponse
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.lib.sheets import Sheet, SheetColumn, write_workbook
from giamngheo.web.tables import Column, Table, plain_value

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
        rows=[
            {column.key: plain_value(row.cell(column.key).value) for column in table.columns}
            for row in rows
        ],
    )


def _column(column: Column) -> SheetColumn:
    title = f"{column.head} ({column.unit})" if column.unit else column.head
    return SheetColumn(key=column.key, title=title, group=column.group, kind=KINDS[column.kind])
