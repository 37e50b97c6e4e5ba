"""Lists of members from a committed plan's annex or from an office's workbook."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from giamngheo.committees.actions import GivenMember
from giamngheo.committees.enums import Post
from giamngheo.committees.refusals import MembersUnreadable
from giamngheo.lib.sheets import Column, read_table
from giamngheo.lib.text import fold
from giamngheo.planning.models import Plan, PlanItem

_PARTED_RE = re.compile(r"\s*[,;]\s*|\s+và\s+")
COLUMNS = (
    Column(key="full_name", title="Họ và tên", aliases=("Họ tên", "Thành viên")),
    Column(key="job", title="Chức vụ", aliases=("Đơn vị công tác", "Cơ quan"), required=False),
    Column(key="post", title="Chức danh trong ban", aliases=("Trong ban",), required=False),
    Column(
        key="units",
        title="Đơn vị phụ trách",
        aliases=("Đơn vị chỉ đạo", "Địa bàn phụ trách", "Địa bàn"),
        required=False,
    ),
)


def members_of_plan(*, plan: Plan) -> list[GivenMember]:
    """
    Return the members of the plan's annex that lists who answers for which units.

    Raises: MembersUnreadable [CMT-005].
    """
    items = PlanItem.objects.filter(plan=plan, block="tables").order_by("position")
    rows: list[dict[str, Any]] = [dict(item.value) for item in items if item.is_taken]
    found = [
        GivenMember(
            full_name=str(row["name"]),
            job=str(row.get("position") or ""),
            units=tuple(_parted(row["units"])),
        )
        for row in rows
        if row.get("name") and row.get("units")
    ]
    if not found:
        raise MembersUnreadable(
            problem=f"kế hoạch {plan.code} không có bảng phân công thành viên được ghi nhận"
        )
    return found


def members_of_file(*, path: Path) -> list[GivenMember]:
    """
    Return the members of a workbook: "Họ và tên", "Chức vụ", "Đơn vị phụ trách".

    Raises: MembersUnreadable [CMT-005], and what reading a table refuses [LIB-…].
    """
    table = read_table(path, COLUMNS)
    if table.refused:
        raise MembersUnreadable(problem=str(table.refused[0]))
    return [
        GivenMember(
            full_name=row["full_name"],
            job=row["job"] or "",
            post=post_of(row["post"] or ""),
            units=tuple(_parted(row["units"] or "")),
        )
        for row in table.frame.iter_rows(named=True)
    ]


def post_of(words: str) -> Post:
    """Return the post that is written, MEMBER when none or another is."""
    said = fold(words)
    if "pho" in said.split():
        return Post.DEPUTY
    if "truong ban" in said:
        return Post.HEAD
    if "thuong truc" in said:
        return Post.STANDING
    return Post.SECRETARY if "thu ky" in said else Post.MEMBER


def _parted(units: object) -> list[str]:
    names = units if isinstance(units, list) else [units]
    return [name for one in names for name in _PARTED_RE.split(str(one)) if name.strip()]
