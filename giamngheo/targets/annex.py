"""
The annex of an allocation in the official layout, as a Word paper and as a workbook.

The columns and their two-line heads are those of the plan's own annex 1, so that what we print can
be read back. Sums are computed, never typed. Plain shapes: the caller gives the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from giamngheo.areas.enums import UnitKind, UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.documents.writer import (
    Annex,
    Clause,
    Office,
    OfficialPaper,
    SigningBlock,
    write_paper,
)
from giamngheo.documents.writer.model import Grid
from giamngheo.lib.dates import format_date
from giamngheo.lib.numbers import format_number
from giamngheo.lib.sheets import Sheet as WorkbookSheet
from giamngheo.lib.sheets import SheetColumn, write_workbook
from giamngheo.targets.catalogue import NEAR_POOR, POOR, MeasureKind, measures
from giamngheo.targets.sheet import Sheet, SheetRow

TOTAL = "Tổng cộng"
GENERATED = "DỮ LIỆU SINH RA ĐỂ TRÌNH DIỄN, KHÔNG PHẢI SỐ LIỆU THẬT"
_PLURALS = {
    UnitKind.COMMUNE: "xã",
    UnitKind.WARD: "phường",
    UnitKind.TOWN: "thị trấn",
    UnitKind.SPECIAL_ZONE: "đặc khu",
    UnitKind.DISTRICT: "huyện",
    UnitKind.URBAN_DISTRICT: "quận",
    UnitKind.DISTRICT_TOWN: "thị xã",
    UnitKind.PROVINCIAL_CITY: "thành phố",
    UnitKind.VILLAGE: "thôn",
    UnitKind.RESIDENTIAL_GROUP: "tổ dân phố",
}


def annex_title(sheet: Sheet) -> str:
    """Return "CHỈ TIÊU GIẢM NGHÈO CỦA CÁC XÃ, THỊ TRẤN NĂM 2020"."""
    return f"CHỈ TIÊU GIẢM NGHÈO CỦA {_units(sheet).upper()} NĂM {sheet.allocation.year}"


def annex_columns(year: int) -> tuple[tuple[str, str, str, str], ...]:
    """Return the nine columns: key, upper head, lower head, kind."""
    reduced, rate = f"Số hộ giảm trong năm {year}", "Tỷ lệ giảm (%)"
    return (
        ("order", "Số TT", "", "int"),
        ("name", "Đơn vị", "", "text"),
        ("households", "Tổng số hộ tự nhiên", "", "int"),
        ("poor_start", "Hộ nghèo", "Số hộ đầu năm", "int"),
        ("poor_reduced", "Hộ nghèo", reduced, "int"),
        ("poor_rate", "Hộ nghèo", rate, "decimal"),
        ("near_start", "Hộ cận nghèo", "Số hộ đầu năm", "int"),
        ("near_reduced", "Hộ cận nghèo", reduced, "int"),
        ("near_rate", "Hộ cận nghèo", rate, "decimal"),
    )


def annex_rows(sheet: Sheet) -> list[dict[str, int | str | Decimal | None]]:
    """Return the total and then every unit's row, by the keys of `annex_columns`."""
    total: dict[str, int | str | Decimal | None] = {
        "order": None,
        "name": TOTAL,
        "households": sheet.households,
        "poor_start": sheet.stock(POOR),
        "poor_reduced": sheet.given(POOR) if sheet.is_touched(POOR) else None,
        "poor_rate": sheet.rate_pp(POOR) if sheet.is_touched(POOR) else None,
        "near_start": sheet.stock(NEAR_POOR),
        "near_reduced": sheet.given(NEAR_POOR) if sheet.is_touched(NEAR_POOR) else None,
        "near_rate": sheet.rate_pp(NEAR_POOR) if sheet.is_touched(NEAR_POOR) else None,
    }
    return [total, *(_row(place, row) for place, row in enumerate(sheet.rows, start=1))]


def write_annex_xlsx(*, sheet: Sheet, path: Path, lines: Sequence[str] = ()) -> None:
    """Write the annex as a workbook, the services that are split on a second sheet."""
    title = [*lines, "PHỤ LỤC", annex_title(sheet)]
    columns = [
        SheetColumn(
            key=key,
            title=lower or upper,
            group=upper if lower else "",
            kind=kind,
            width=24 if key == "name" else 14,
        )
        for key, upper, lower, kind in annex_columns(sheet.allocation.year)
    ]
    rows = annex_rows(sheet)
    sheets = [WorkbookSheet(name="Phụ lục", title_lines=title, columns=columns, rows=rows)]
    services = _services(sheet)
    if services:
        sheets.append(_service_sheet(sheet, services, list(lines)))
    write_workbook(path, sheets)


def annex_paper(*, sheet: Sheet, basis: str = "", above: Unit | None = None) -> OfficialPaper:
    """
    Return the decision that gives the targets, with its annex in landscape.

    Number and day stay blank until it is decided. `basis`: the plan it carries out, as it names
    itself; no law is cited that nobody gave. `above`: the unit over the issuing one.
    """
    allocation = sheet.allocation
    unit, year, units = allocation.unit, allocation.year, _units(sheet)
    where = unit.full_name.upper()
    chief = f"CHỦ TỊCH ỦY BAN NHÂN DÂN {where}"
    subject = f"giao chỉ tiêu giảm nghèo năm {year} cho {units}"
    return OfficialPaper(
        office=Office(name=("ỦY BAN NHÂN DÂN", where), place=unit.name),
        type_name="QUYẾT ĐỊNH",
        abstract=f"Về việc {subject}",
        symbol="QĐ-UBND",
        number=_number(allocation.number),
        date=allocation.signed_date,
        year=year,
        competence=(chief,),
        bases=(basis,) if basis else (),
        enacting="QUYẾT ĐỊNH:",
        body=tuple(_clauses(sheet, units)),
        signing=SigningBlock(position="CHỦ TỊCH", name=allocation.signer),
        recipients=(
            f"UBND {units}",
            *((f"UBND {_small(above.full_name)} (b/c)",) if above else ()),
        ),
        annexes=tuple(_annexes(sheet)),
        mark=GENERATED if allocation.is_generated else "",
    )


def annex_docx(*, sheet: Sheet, basis: str = "", above: Unit | None = None) -> bytes:
    return write_paper(annex_paper(sheet=sheet, basis=basis, above=above))


def _clauses(sheet: Sheet, units: str) -> Iterable[Clause]:
    allocation = sheet.allocation
    near = (
        f"; giảm {format_number(sheet.given(NEAR_POOR))} hộ cận nghèo"
        + (
            " (giảm ròng, đã trừ hộ nghèo trở thành cận nghèo)"
            if allocation.near_poor_is_net
            else ""
        )
        if sheet.is_touched(NEAR_POOR)
        else ""
    )
    change = ""
    if allocation.amends is not None:
        before = allocation.amends
        change = (
            f" Điều chỉnh chỉ tiêu đã giao tại Quyết định số {before.number} ngày "
            f"{format_date(before.signed_date)}: {allocation.reason}"
        )
    yield Clause(
        label="Điều 1.",
        text=(
            f"Giao chỉ tiêu giảm nghèo năm {allocation.year} cho {units}: giảm "
            f"{format_number(sheet.given(POOR))} hộ nghèo{near} (có phụ lục kèm theo).{change}"
        ),
    )
    yield Clause(
        label="Điều 2.",
        text=(
            f"Ủy ban nhân dân {units} và các cơ quan liên quan chịu trách nhiệm thi hành Quyết "
            "định này."
        ),
    )


def _annexes(sheet: Sheet) -> Iterable[Annex]:
    columns = annex_columns(sheet.allocation.year)
    yield Annex(
        title=annex_title(sheet),
        body=(
            Grid(
                head=_head([(upper, lower) for _, upper, lower, _ in columns]),
                rows=tuple(
                    tuple(_shown(row[key], kind) for key, _, _, kind in columns)
                    for row in annex_rows(sheet)
                ),
                bold=frozenset({0}),
            ),
        ),
    )
    services = _services(sheet)
    if services:
        yield Annex(
            title=_service_title(sheet),
            body=(
                Grid(
                    head=_head(_service_heads(services)),
                    rows=tuple(
                        tuple(_shown(value, "int") for value in row)
                        for row in _service_rows(sheet, services)
                    ),
                    bold=frozenset({0}),
                ),
            ),
        )


def _head(columns: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Return the two head rows; a wide upper head stands in its first cell alone."""
    upper, before = [], ""
    for group, lower in columns:
        upper.append("" if lower and group == before else group)
        before = group if lower else ""
    return tuple(upper), tuple(lower for _, lower in columns)


def _row(place: int, row: SheetRow) -> dict[str, int | str | Decimal | None]:
    return {
        "order": place,
        "name": row.line.name,
        "households": row.line.households,
        "poor_start": row.stock(POOR),
        "poor_reduced": row.value(POOR),
        "poor_rate": row.rate_pp(POOR),
        "near_start": row.stock(NEAR_POOR),
        "near_reduced": row.value(NEAR_POOR),
        "near_rate": row.rate_pp(NEAR_POOR),
    }


def _services(sheet: Sheet) -> list[MeasureKind]:
    return [
        kind
        for code, kind in measures().items()
        if code not in (POOR, NEAR_POOR) and sheet.is_touched(code)
    ]


def _service_title(sheet: Sheet) -> str:
    year = sheet.allocation.year
    return f"CHỈ TIÊU TIẾP CẬN DỊCH VỤ XÃ HỘI CƠ BẢN CỦA {_units(sheet).upper()} NĂM {year}"


def _service_heads(services: Sequence[MeasureKind]) -> list[tuple[str, str]]:
    heads = [("Số TT", ""), ("Đơn vị", "")]
    for kind in services:
        heads += [
            (f"{kind.name} ({kind.unit})", "Thiếu đầu năm"),
            (f"{kind.name} ({kind.unit})", "Chỉ tiêu"),
        ]
    return heads


def _service_rows(sheet: Sheet, services: Sequence[MeasureKind]) -> list[list[int | str | None]]:
    total: list[int | str | None] = [None, TOTAL]
    for kind in services:
        total += [sheet.stock(kind.code), sheet.given(kind.code)]
    rows = [total]
    for place, row in enumerate(sheet.rows, start=1):
        cells: list[int | str | None] = [place, row.line.name]
        for kind in services:
            cells += [row.stock(kind.code), row.value(kind.code)]
        rows.append(cells)
    return rows


def _service_sheet(
    sheet: Sheet, services: Sequence[MeasureKind], lines: list[str]
) -> WorkbookSheet:
    heads = _service_heads(services)
    columns = [
        SheetColumn(
            key=str(place),
            title=lower or upper,
            group=upper if lower else "",
            kind="text" if upper == "Đơn vị" else "int",
            width=24 if upper == "Đơn vị" else 14,
        )
        for place, (upper, lower) in enumerate(heads)
    ]
    return WorkbookSheet(
        name="Dịch vụ",
        title_lines=[*lines, "PHỤ LỤC", _service_title(sheet)],
        columns=columns,
        rows=[
            {str(place): value for place, value in enumerate(row)}
            for row in _service_rows(sheet, services)
        ],
    )


def _shown(value: int | str | Decimal | None, kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return format_number(value, 2 if kind == "decimal" else 0)


def _units(sheet: Sheet) -> str:
    """Return "các xã, thị trấn" of the kinds that stand in the sheet."""
    kinds = {row.line.unit.kind for row in sheet.rows}
    named = dict.fromkeys(words for kind, words in _PLURALS.items() if kind in kinds)
    level = sheet.allocation.unit.level
    return (
        f"các {', '.join(named)}" if named else f"các đơn vị {UnitLevel(level + 1).label.lower()}"
    )


def _small(name: str) -> str:
    """Return "tỉnh Thanh Hóa" of "Tỉnh Thanh Hóa"."""
    return f"{name[:1].lower()}{name[1:]}"


def _number(code: str) -> str:
    """Return "05" of "05/QĐ-UBND": the paper adds its own symbol."""
    return code.partition("/")[0].strip()
