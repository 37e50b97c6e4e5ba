"""Checks of rows and cells: units twice, letters in numbers, row numbers, emptied stocks."""

import re
from collections.abc import Iterator
from itertools import pairwise

from giamngheo.documents.figures import TEXT_KEYS, all_rows, name_of, number
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.tables import Row, Table
from giamngheo.lib.numbers import format_number
from giamngheo.lib.text import compare_key

_MIXED_RE = re.compile(r"(?=.*\d)[\dOoIl.,]*[OoIl][\dOoIl.,]*")
_LOOKS = str.maketrans("OoIl", "0011")
FEWEST_STEPS = 4


def check_cells(table: Table) -> Iterator[Finding]:
    yield from _doubles(table)
    yield from _mixed_cells(table)
    yield from _row_numbers(table)
    yield from _emptied(table)


def _doubles(table: Table) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Row] = {}
    parts = sorted(row.line for row in table.group_rows)
    for row in table.rows:
        name = row.values.get("unit")
        if not name:
            continue
        part = sum(line < row.line for line in parts)
        # A unit with the same name in another district is another unit.
        texts = [value for key, value in row.values.items() if isinstance(value, str)]
        others = [text for text in texts if text != name and key_is_place(text)]
        before = seen.setdefault((str(part), compare_key(name), *others), row)
        if before is row:
            continue
        yield finding(
            "DOC-F04",
            f"«{name}» có hai dòng trong bảng: dòng {before.line} và dòng {row.line}.",
            line=row.line,
            proposal="Bỏ một dòng, hoặc sửa tên đơn vị.",
            found=name,
            lines=[before.line, row.line],
        )


def key_is_place(text: str) -> bool:
    return len(text) > 2 and not any(letter.isdecimal() for letter in text)


def _mixed_cells(table: Table) -> Iterator[Finding]:
    for row in all_rows(table):
        for column, cell in zip(table.columns, row.cells, strict=False):
            if column.key in TEXT_KEYS or _MIXED_RE.fullmatch(cell) is None:
                continue
            yield finding(
                "DOC-F50",
                f"{name_of(row)}: ô «{' · '.join(column.path)}» ghi «{cell}», có chữ lẫn trong số.",
                line=row.line,
                proposal=f"Ghi {cell.translate(_LOOKS)}.",
                found=cell,
                expected=cell.translate(_LOOKS),
            )


def _row_numbers(table: Table) -> Iterator[Finding]:
    """Yield rows whose number skips or repeats one, where nearly all go on by one."""
    rows = [row for row in table.rows if isinstance(row.values.get("stt"), int)]
    steps = [(one, other) for one, other in pairwise(rows) if other.values["stt"] != 1]
    off = [(one, other) for one, other in steps if other.values["stt"] != one.values["stt"] + 1]
    if len(steps) < FEWEST_STEPS or len(off) > max(2, len(steps) // 4):
        return
    for place, (before, row) in enumerate(off):
        # The row after a wrong number is off as well.
        if place and off[place - 1][1] is before:
            continue
        yield finding(
            "DOC-F45",
            f"Số thứ tự {row.values['stt']} trong bảng đứng sau số {before.values['stt']} (dòng "
            f"{before.line}).",
            line=row.line,
            proposal="Đánh lại số thứ tự, hoặc xem có dòng bị bỏ sót.",
            found=row.values["stt"],
            expected=before.values["stt"] + 1,
        )


def _emptied(table: Table) -> Iterator[Finding]:
    rows = [
        row
        for row in table.rows
        if (start := number(row, "poor_start")) and number(row, "poor_reduced") == start
    ]
    if rows:
        names = [name_of(row) for row in rows]
        yield finding(
            "DOC-F06",
            f"{format_number(len(rows))} đơn vị đặt chỉ tiêu không còn hộ nghèo cuối năm: "
            f"{', '.join(names)}. Trang chỉ tiêu đối chiếu với hộ không có khả năng lao động "
            f"trong sổ hộ.",
            line=rows[0].line,
            found=names,
        )
