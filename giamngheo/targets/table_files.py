"""
An allocation table from a file, read and checked as a plan's own table is.

Excel rows become the tab-ruled lines the plan reader knows: one reader, one set of checks.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from giamngheo.areas.models import Unit
from giamngheo.areas.names import name_keys
from giamngheo.areas.queries import Match, find_many
from giamngheo.documents import Finding, check_plan, read_plan
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.lib.sheets.safety import look_through
from giamngheo.lib.sheets.sources import check_readable, sheets_of
from giamngheo.lib.text import split_unit_name
from giamngheo.planning.enums import Measure
from giamngheo.targets.catalogue import NEAR_POOR, POOR
from giamngheo.targets.stocks import TABLE_KEYS, StockRow

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 2_000
DOCUMENTS = (".docx", ".doc", ".pdf", ".txt")
# Shapes no allocation can have: a target above its stock, a unit twice.
BLOCKING = ("DOC-F03", "DOC-F04")


class TableFileRefused(Refusal):
    code = "TGT-003"
    sentence = "Chưa nhập được bảng {file}: {problem}. Sửa bảng rồi nhập lại."


@dataclass(frozen=True, kw_only=True)
class TableRead:
    """The rows in the file's order with their units, and what should be looked at."""

    rows: tuple[StockRow, ...]
    findings: tuple[str, ...]


def read_allocation(*, path: Path, unit: Unit, as_of: date) -> TableRead:
    """
    Return the allocation table of a workbook, Word, PDF or text file for the units below `unit`.

    Wrong sums and rates are findings; a target above its stock, a unit that is unknown or named
    twice refuses the file.
    Raises: TableFileRefused [TGT-003], the readers' refusals [LIB-…, DOC-…].
    """
    if path.stat().st_size > LARGEST:
        raise TableFileRefused(file=path.name, problem="tệp lớn hơn 10 MB")
    reading = _reading(path)
    table = _table(reading.to_json().get("tables") or [], path)
    findings = [one for one in check_plan(reading) if _is_of(one, table)]
    blocking = [one.message for one in findings if one.code in BLOCKING]
    if blocking:
        raise TableFileRefused(file=path.name, problem=" ".join(blocking).rstrip("."))
    rows, guessed = _rows(table, unit, as_of, path)
    return TableRead(rows=tuple(rows), findings=(*(one.message for one in findings), *guessed))


def _reading(path: Path) -> Any:
    if path.suffix.lower() in DOCUMENTS:
        return read_plan(path)
    file = check_readable(path)
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        look_through(file)
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "bang.txt"
        text.write_text(_as_text(file), encoding="utf-8")
        return read_plan(text)


def _as_text(file: Path) -> str:
    """Return the first sheet whose rows are many cells wide, ruled by tabs."""
    for rows in sheets_of(file):
        lines = [[_cell(value) for value in row] for row in rows[:MOST_ROWS]]
        if sum(sum(map(bool, line)) > 2 for line in lines) > 2:
            return "\n".join(_line(line) for line in lines)
    raise TableFileRefused(file=file.name, problem="không thấy bảng có từ ba cột trở lên")


def _line(cells: Sequence[str]) -> str:
    """A title fills one cell; a row of the table keeps every cell, also the empty ones."""
    filled = [cell for cell in cells if cell]
    return filled[0] if len(filled) == 1 else "\t".join(cells) if filled else ""


def _cell(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return " ".join(str(value).split())
    whole = Decimal(str(value))
    return format_number(whole, 0 if whole == whole.to_integral_value() else 2)


def _table(tables: Sequence[Mapping[str, Any]], path: Path) -> Mapping[str, Any]:
    wanted = {given.value for _, given in TABLE_KEYS.values()}
    for table in tables:
        keys = {column["key"] for column in table["columns"]}
        if "unit" in keys and keys & wanted and table["rows"]:
            return table
    raise TableFileRefused(
        file=path.name,
        problem=(
            "không thấy bảng có cột tên đơn vị và cột số hộ giảm; giữ hai dòng tiêu đề như phụ "
            "lục xuất ra"
        ),
    )


def _is_of(finding: Finding, table: Mapping[str, Any]) -> bool:
    first, last = table["lines"]
    if finding.line is None or finding.severity == "note":
        return False
    return first <= finding.line <= last


def _rows(
    table: Mapping[str, Any], unit: Unit, as_of: date, path: Path
) -> tuple[list[StockRow], list[str]]:
    """Return the rows with their units, and what was taken for a name that is only near."""
    names = [row["unit"] for row in table["rows"]]
    matches = find_many(names=names, parent=unit, as_of=as_of, level=unit.level + 1)
    units = [match.unit for match in matches]
    taken = {one.pk for one in units if one}
    guessed = []
    for place, match in enumerate(matches):
        near = None if units[place] else _near(match, taken)
        if near is not None:
            units[place] = near
            taken.add(near.pk)
            guessed.append(f"«{match.name}» trong bảng được hiểu là {near.full_name}.")
    found = [one for one in units if one is not None]
    lost = [match.name for match, one in zip(matches, units, strict=True) if one is None]
    if lost:
        shown = ", ".join(f"«{name}»" for name in lost[:5])
        raise TableFileRefused(
            file=path.name, problem=f"{len(lost)} tên không có ở {unit.full_name}: {shown}"
        )
    if len({one.pk for one in found}) < len(found):
        raise TableFileRefused(file=path.name, problem="một đơn vị có hai dòng")
    rows = [_row(one, row) for one, row in zip(found, table["rows"], strict=True)]
    return rows, guessed


def _near(match: Match, taken: set[int]) -> Unit | None:
    """Return the one unit left whose name differs in marks alone ("Thọ Tiên")."""
    letters = name_keys(split_unit_name(match.name).name or match.name).search
    left = [one for one in match.suggestions if one.pk not in taken and one.search_key == letters]
    return left[0] if len(left) == 1 else None


def _row(unit: Unit, row: Mapping[str, Any]) -> StockRow:
    def whole(key: str) -> int | None:
        value = row.get(key)
        return None if value is None else int(value)

    return StockRow(
        unit=unit,
        name=row["unit"],
        households=whole(Measure.TOTAL_HOUSEHOLDS),
        stock={code: whole(TABLE_KEYS[code][0]) for code in (POOR, NEAR_POOR)},
        value={code: whole(TABLE_KEYS[code][1]) for code in (POOR, NEAR_POOR)},
    )
