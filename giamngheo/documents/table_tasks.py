"""Tasks that stand in a table: Nhiệm vụ | Chủ trì | Phối hợp | Thời gian."""

import re
from collections.abc import Sequence

from giamngheo.documents.agencies import is_asked, split_agencies
from giamngheo.documents.assignments import Task
from giamngheo.documents.deadlines import deadline_in_cell
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
