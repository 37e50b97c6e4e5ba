"""Columns and rows of the point tables."""

from django.urls import reverse

from giamngheo.law.point_table import PointTable
from giamngheo.rules.enums import RuleState
from giamngheo.rules.models import RuleVersion
from giamngheo.web.standards.table import standard_url
from giamngheo.web.tables import Cell, Column, Row, Status

POINT_TABLE_COLUMNS = (
    Column(key="title", head="Bảng điểm", row_head=True),
    Column(key="standard", head="Thuộc chuẩn"),
    Column(key="place", head="Phạm vi"),
    Column(key="state", head="Dùng để xét", kind="status"),
)


def point_state(table: PointTable, rule: RuleVersion | None) -> Status:
    """Return whether a table may judge: shipped or approved, complete, no example."""
    if table.is_example:
        return Status(tone="bad", word="Không: bảng VÍ DỤ")
    if table.holes:
        return Status(tone="bad", word="Không: chưa đủ")
    if rule is not None and rule.state != RuleState.APPROVED:
        return Status(tone="look", word="Chưa: chưa duyệt")
    return Status(tone="good", word="Được")


def point_table_row(table: PointTable, *, rule: RuleVersion | None) -> Row:
    return Row(
        cells={
            "title": Cell(
                value=table.title,
                href=reverse("point_table", kwargs={"code": table.code}),
                note=table.code,
            ),
            "standard": Cell(value=table.standard, href=standard_url(table.standard)),
            "place": rule.unit.full_name if rule else "Cả nước",
            "state": point_state(table, rule),
        }
    )


def point_columns(table: PointTable) -> tuple[Column, ...]:
    return (
        Column(key="option", head="Mục và lựa chọn", row_head=True, sortable=False),
        *(
            Column(key=region.value, head=region.value, kind="number", zero="0", sortable=False)
            for region in table.regions
        ),
    )


def point_rows(table: PointTable) -> list[Row]:
    """Return one row an option; a point that was not found stays blank."""
    return [
        Row(
            cells={"option": Cell(value=option.label, note=item.name)}
            | {region.value: option.points.get(region) for region in table.regions}
        )
        for item in table.items
        for option in item.options
    ]
