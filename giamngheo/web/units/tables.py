"""Units as rows, and what one of them came from and became."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.areas.models import Unit
from giamngheo.areas.queries import Heir, Succession
from giamngheo.lib.numbers import format_percent
from giamngheo.web.parts import Notice
from giamngheo.web.tables import Cell, Column, Row, Table, build_table
from giamngheo.web.units.words import first_day, last_day, life

COLUMNS = (
    Column(key="name", head="Tên đơn vị", row_head=True),
    Column(key="code", head="Mã"),
    Column(key="parent", head="Thuộc"),
    Column(key="area", head="Khu vực", wide_only=True),
    Column(key="from", head="Có từ ngày", wide_only=True),
    Column(key="to", head="Đến hết ngày", wide_only=True),
)


def unit_table(
    request: HttpRequest, *, units: Iterable[Unit], caption: str, empty: str, ordered: bool
) -> Table:
    """Return units as a table; `ordered`: they come best match first, keep that unless asked."""
    return build_table(
        request,
        name="units",
        caption=caption,
        columns=COLUMNS,
        rows=[_row(unit) for unit in units],
        default_sort="" if ordered else "name",
        empty=empty,
    )


def unit_url(unit: Unit) -> str:
    return reverse("unit", kwargs={"unit_id": unit.pk})


def _row(unit: Unit) -> Row:
    parent = unit.parent
    return Row(
        cells={
            "name": Cell(value=unit.full_name, href=unit_url(unit), order=unit.sort_key),
            "code": unit.code,
            "parent": None
            if parent is None
            else Cell(value=parent.full_name, href=unit_url(parent)),
            "area": unit.get_area_type_display() if unit.area_type else None,
            "from": Cell(value=first_day(unit), order=unit.valid_from),
            "to": Cell(value=last_day(unit), order=unit.valid_to),
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """One unit before or after another, with what is to be known about it."""

    words: str
    href: str
    note: str


def relatives(succession: Succession) -> list[Relative]:
    return [
        Relative(words=heir.unit.full_name, href=unit_url(heir.unit), note=_note(heir))
        for heir in succession.heirs
    ]


def _note(heir: Heir) -> str:
    parts = [f"mã {heir.unit.code}"] if heir.unit.code else []
    if heir.unit.parent is not None:
        parts.append(heir.unit.parent.full_name)
    if heir.split:
        share = "" if heir.share is None else f" ({format_percent(heir.share * 100)})"
        parts.append(f"chỉ một phần{share}")
    if life(heir.unit):
        parts.append(life(heir.unit))
    return ", ".join(parts)


def lineage_notices(unit: Unit, onward: Succession) -> list[Notice]:
    """Return what a person must decide or cannot know about the unit's later life."""
    notices = []
    if onward.split and not onward.only:
        names = ", ".join(heir.unit.full_name for heir in onward.heirs)
        notices.append(
            Notice(
                tone="look",
                text=f"{unit.full_name} được chia cho nhiều đơn vị ({names}). Hệ thống không tự "
                "chọn: hộ nào thuộc đơn vị nào phải do người có thẩm quyền xác định.",
            )
        )
    notices.extend(
        Notice(tone="look", text=f"Chưa có nguồn nào cho biết {lost.full_name} về đâu sau đó.")
        for lost in onward.unknown
    )
    return notices
