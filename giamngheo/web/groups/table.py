"""The tables of groups, causes, needs and land: each figure counts and opens its households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from giamngheo.registry.queries import KINH
from giamngheo.support.enums import LandKind, ProductionModel
from giamngheo.support.groups import GroupedHousehold, chosen
from giamngheo.web.groups.asked import Asked, Lists
from giamngheo.web.tables import Cell, Column, Row

TOTAL, NOT_KNOWN_UNIT = "Tổng cộng", "Chưa rõ thôn"
OFFICIAL, WORKING = "Nhóm đối tượng", "Phân loại lao động"
ALL = Column(key="ALL", head="Tổng số hộ", kind="number", unit="hộ")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The households of the page, what is asked, and whether figures are doors."""

    households: Sequence[GroupedHousehold]
    asked: Asked
    lists: Lists
    names: Mapping[int, str]
    doors: bool
    head: str


def group_columns(found: Counted) -> tuple[Column, ...]:
    """Return the columns of groups; N1 and N2 only where the standard of the day knows them."""
    with_groups = any(one.flags & {"N1", "N2"} for one in found.households)
    groups = (_column("N1", "Nhóm N1"), _column("N2", "Nhóm N2")) if with_groups else ()
    return (
        Column(key="name", head=found.head, row_head=True),
        ALL,
        *groups,
        _column("MINORITY", "Dân tộc thiểu số", OFFICIAL),
        _column("NO_CAPACITY", "Không có khả năng lao động", OFFICIAL),
        _column("MERIT", "Có người có công", OFFICIAL),
        _column("OVERLAP", "Thuộc từ hai nhóm", OFFICIAL),
        _column("OTHER", "Hộ khác", OFFICIAL),
        _column("PROTECTED", "Có người hưởng trợ cấp xã hội"),
        _column("WORK:RELIEF", "Cần cứu trợ xã hội", WORKING),
        _column("WORK:SUPPORT", "Cần hỗ trợ phát triển", WORKING),
        _column("LAND", "Thiếu đất, nước"),
    )


def cause_columns(found: Counted) -> tuple[Column, ...]:
    return (
        Column(key="name", head=found.head, row_head=True),
        ALL,
        *(
            _column(f"CAUSE:{code}", name, "Nguyên nhân nghèo")
            for code, name in found.lists.causes.names.items()
        ),
        _column("NO_CAUSE", "Chưa ghi nguyên nhân"),
    )


def need_columns(found: Counted) -> tuple[Column, ...]:
    return (
        Column(key="name", head=found.head, row_head=True),
        ALL,
        *(
            _column(f"NEED:{code}", name, "Nhu cầu hỗ trợ")
            for code, name in found.lists.needs.names.items()
        ),
        *(_column(f"MODEL:{one.value}", str(one.label), "Trong đó") for one in ProductionModel),
        _column("NO_NEED", "Chưa ghi nhu cầu"),
    )


def unit_rows(found: Counted, columns: Sequence[Column]) -> tuple[Row, list[Row]]:
    """Return the totals and a row for each unit below, those in the order of their names."""
    total = _row(found, columns, TOTAL, found.households, None)
    rows = []
    for pk in [*found.names, *sorted({0} & {one.below for one in found.households})]:
        here = [one for one in found.households if one.below == pk]
        rows.append(_row(found, columns, found.names.get(pk, NOT_KNOWN_UNIT), here, pk))
    return total, rows


def matrix_columns(found: Counted) -> tuple[Column, ...]:
    return (
        Column(key="name", head="Nguyên nhân", row_head=True),
        ALL,
        *(
            _column(f"NEED:{code}", name, "Đã ghi nhu cầu")
            for code, name in found.lists.needs.names.items()
        ),
        _column("NO_NEED", "Chưa ghi nhu cầu"),
    )


def matrix_rows(found: Counted) -> list[Row]:
    """Return a row for each cause: how many of its households asked for what."""
    rows = []
    for code, name in found.lists.causes.names.items():
        cause = f"CAUSE:{code}"
        cells: dict[str, object] = {"name": name, "ALL": _figure(found, (cause,))}
        for column in matrix_columns(found)[2:]:
            cells[column.key] = _figure(found, (cause, column.key))
        rows.append(Row(cells=cells))
    return rows


def land_columns() -> tuple[Column, ...]:
    return (
        Column(key="name", head="Dân tộc", row_head=True),
        Column(key="LAND", head="Số hộ thiếu", kind="number", unit="hộ"),
        *(_column(f"LAND:{one.value}", str(one.label), "Thiếu") for one in LandKind),
    )


def land_rows(found: Counted) -> list[Row]:
    """Return a row for each ethnicity with a household that lacks land or water; Kinh last."""
    lacking = [one for one in found.households if "LAND" in one.flags]
    peoples = sorted({one.ethnicity for one in lacking}, key=lambda name: (name == KINH, name))
    return [
        Row(
            cells={
                "name": people or "Chưa rõ",
                **{
                    column.key: _figure(found, (column.key,), ethnicity=people)
                    for column in land_columns()[1:]
                },
            }
        )
        for people in peoples
    ]


def _column(key: str, head: str, group: str = "") -> Column:
    return Column(key=key, head=head, group=group, kind="number", unit="hộ")


def _row(
    found: Counted,
    columns: Sequence[Column],
    name: str,
    households: Sequence[GroupedHousehold],
    row: int | None,
) -> Row:
    cells: dict[str, object] = {"name": name}
    for column in columns[1:]:
        having = () if column.key == ALL.key else (column.key,)
        count = len(chosen(households, having=having))
        href = found.asked.door(*having, row=row) if found.doors and count else ""
        cells[column.key] = Cell(value=count, href=href)
    return Row(cells=cells)


def _figure(found: Counted, having: tuple[str, ...], *, ethnicity: str = "") -> Cell:
    count = len(chosen(found.households, having=having, ethnicity=ethnicity))
    # A household whose people nobody wrote down cannot be asked for by its people.
    href = found.asked.door(*having, ethnicity=ethnicity) if found.doors and count else ""
    return Cell(value=count, href=href)
