"""A table on the screen as an Excel file: the same rows, the same order, the same words."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.lib.sheets import write_workbook
from giamngheo.web.tables import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(
    *, table: Table, title_lines: Sequence[str], file_name: str, printed_by: User | None
) -> HttpResponse:
    """Return the workbook as a download, marked with who took it and when."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name
        _write(path, table, [*title_lines, taken_by(printed_by)])
        content = path.read_bytes()
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def taken_by(user: User | None) -> str:
    name = user.full_name if user else ""
    return f"Xuất lúc {timezone.localtime():%H:%M ngày %d/%m/%Y}, người xuất: {name}"


def _write(path: Path, table: Table, lines: Sequence[str]) -> Any:
    return write_workbook(path, table, lines)  # type: ignore[call-arg, arg-type]
