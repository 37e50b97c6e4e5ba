"""The tables of missing services: indicators across, units or groups down, each figure a door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from giamngheo.law.standard_types import Standard
from giamngheo.lib.numbers import format_number
from giamngheo.reviews.deprivations import Among, Matrix, Tally
from giamngheo.targets.progress import rate
from giamngheo.web.deprivations.asked import GROUPS, Asked
from giamngheo.web.tables import Cell, Column, Row

NOT_KNOWN_UNIT = "Chưa rõ thôn"
TOTAL = "Tổng cộng"


def indicator_columns(standard: Standard, *, head: str, rates: bool = False) -> tuple[Column, ...]:
    """Return the columns of a standard: its own indicators under their dimensions."""
    names = {one.code: one.name for one in standard.dimensions}
    indicators = tuple(
        Column(
            key=item.code,
            head=item.name,
            group=names.get(item.dimension, ""),
            kind="rate" if rates else "number",
            unit="% số hộ" if rates else "",
        )
        for item in standard.indicators
    )
    households = Column(key="households", head="Tổng số hộ", kind="number", unit="hộ")
    rest = (
        Column(key="sum", head="Tổng số thiếu hụt", kind="number", unit="lượt"),
        Column(key="unsure", head="Hộ còn chỉ số chưa rõ", kind="number", unit="hộ"),
    )
    name = Column(key="name", head=head, row_head=True)
    return (name, households, *indicators, *(() if rates else rest))


def count_columns(most: int, *, head: str) -> tuple[Column, ...]:
    return (
        Column(key="name", head=head, row_head=True),
        Column(key="households", head="Tổng số hộ", kind="number", unit="hộ"),
        *(
            Column(
                key=f"n{number}",
                head=f"Thiếu {number}" if number else "Không thiếu",
                group="Số hộ theo số dịch vụ thiếu",
                kind="number",
                unit="hộ",
            )
            for number in range(most + 1)
        ),
    )


def unit_rows(
    matrix: Matrix, names: Mapping[int, str], asked: Asked, standard: Standard, *, doors: bool
) -> list[Row]:
    """Return a row for each unit below: those of `names` in their order, what is not known last."""
    order = [*names, *(pk for pk in matrix.rows if pk not in names)]
    return [
        tally_row(
            matrix.rows[pk][asked.among] if pk in matrix.rows else Tally(),
            names.get(pk, NOT_KNOWN_UNIT),
            asked,
            standard,
            doors=doors,
            row=pk,
            most=matrix.most,
        )
        for pk in order
    ]


def group_rows(matrix: Matrix, asked: Asked, standard: Standard, *, doors: bool) -> list[Row]:
    """Return a row for each group that has a household, beginning with all."""
    return [
        tally_row(
            matrix.total[among],
            GROUPS[among],
            replace(asked, among=among),
            standard,
            doors=doors,
        )
        for among in Among.values
        if among == Among.ALL or matrix.total[among].households
    ]


def tally_row(
    tally: Tally,
    name: str,
    asked: Asked,
    standard: Standard,
    *,
    doors: bool,
    row: int | None = None,
    most: int = 0,
) -> Row:
    """Return one row for every table: counts by indicator and by number, with shares under them."""
    here: dict[str, str | int] = {"chuan": standard.code} | ({} if row is None else {"dong": row})

    def door(value: int, **wanted: str | int) -> Cell:
        note = share(value, tally.households) if wanted and value else ""
        href = asked.door(**here, **wanted) if doors and value else ""
        return Cell(value=value, href=href, note=note)

    cells: dict[str, object] = {
        "name": name,
        "households": door(tally.households),
        "sum": tally.deprivations,
        "unsure": door(tally.unsure, **{"chua-ro": 1}),
    }
    for item in standard.indicators:
        cells[item.code] = door(tally.lacking[item.code], **{"chi-so": item.code})
    for number in range(most + 1):
        cells[f"n{number}"] = door(tally.by_count[number], so=number)
    return Row(cells=cells)


def rate_rows(rows: Sequence[Row], standard: Standard) -> list[Row]:
    """Return the same rows as shares of their households in per cent, for the workbook."""
    return [
        Row(
            cells={
                "name": row.cell("name"),
                "households": row.cell("households"),
                **{
                    item.code: rate(row.cell(item.code).value, row.cell("households").value)
                    for item in standard.indicators
                },
            }
        )
        for row in rows
    ]


def share(part: int, whole: int) -> str:
    found = rate(part, whole)
    return f"{format_number(found, 1)} %" if found is not None else ""
