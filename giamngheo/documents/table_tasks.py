"""Tasks that stand in a table: Nhiệm vụ | Chủ trì | Phối hợp | Thời gian."""

import re
from collections.abc import Sequence
from dataclasses import replace

from giamngheo.documents.agencies import is_asked, split_agencies
from giamngheo.documents.assignments import Task
from giamngheo.documents.deadlines import Deadline, find_deadline
from giamngheo.documents.tables import Row, Table
from giamngheo.lib.text import fold

_COLUMNS = {
    "text": re.compile(r"(?:noi dung|ten|cac)?\s?(?:nhiem vu|cong viec|hoat dong|noi dung)\b.*"),
    "lead": re.compile(
        r".*\bchu tri\b.*|(?:don vi|co quan|nguoi|bo phan)(?: duoc)? (?:thuc hien|phan cong)\b.*"
    ),
    "coordinate": re.compile(r".*\bphoi hop\b.*"),
    "deadline": re.compile(r".*\b(?:thoi gian|thoi han|tien do|hoan thanh|han)\b.*"),
}
_QUARTERS = ("I", "II", "III", "IV", "1", "2", "3", "4")
_QUARTERS_RE = re.compile(
    r"quý (?:(?:I{1,3}|IV|\d)\s*(?:,|và|-|–)\s*)*(?P<last>I{1,3}|IV|[1-4])\s*(?:/|năm|-)\s*"
    r"(?P<year>20\d\d)",
    re.IGNORECASE,
)
_MONTH_RE = re.compile(r"tháng\s+(\d{1,2})", re.IGNORECASE)


def tasks_in_table(table: Table, section: str, year: int | None) -> list[Task]:
    """Return a task per row that names who leads; empty when the table is of another kind."""
    words = [fold(" ".join(column.path)) for column in table.columns]
    places = {name: _place(words, pattern) for name, pattern in _COLUMNS.items()}
    text, lead = places["text"], places["lead"]
    if text is None or lead is None:
        return []
    return [
        _task(row, places, section, year)
        for row in table.rows
        if row.cells[text] and row.cells[lead]
    ]


def _place(words: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((place for place, one in enumerate(words) if pattern.fullmatch(one)), None)


def _task(row: Row, places: dict[str, int | None], section: str, year: int | None) -> Task:
    def cell(name: str) -> str:
        place = places[name]
        return "" if place is None else row.cells[place]

    return Task(
        id="",
        section=section,
        lead=tuple(split_agencies(cell("lead"))),
        coordinate=tuple(split_agencies(cell("coordinate"))) if cell("coordinate") else (),
        text=cell("text"),
        lines=(row.line, row.line),
        deadline=deadline_in_cell(cell("deadline"), year),
        frequency=(),
        requested=is_asked(cell("lead")),
        reports_to=(),
    )


def deadline_in_cell(cell: str, year: int | None) -> Deadline | None:
    """Return by when a cell says: with its words, "Tháng 9" of the plan's own year."""
    if not cell:
        return None
    if quarters := _QUARTERS_RE.fullmatch(cell):
        written = f"{quarters['year']}-Q{_QUARTERS.index(quarters['last'].upper()) % 4 + 1}"
        return Deadline(type="quarter", as_written=cell, comparator="in", quarter=written)
    found = find_deadline(f"Hoàn thành trong {cell}.", is_assignment=True)
    month = _MONTH_RE.fullmatch(cell)
    if found is None and month and year:
        written = f"{year}-{int(month[1]):02}"
        return Deadline(type="month", as_written=cell, comparator="in", month=written)
    return replace(found, as_written=cell) if found else None
