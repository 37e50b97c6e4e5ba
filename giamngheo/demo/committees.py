"""The district's steering committee, from the annex of its generated plan, and one meeting."""

from __future__ import annotations

from datetime import date
from typing import Final

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.committees.actions import add_members, create_committee
from giamngheo.committees.lists import members_of_plan
from giamngheo.committees.meetings import record_meeting
from giamngheo.committees.models import Committee
from giamngheo.planning.models import Plan

FROM: Final = date(2020, 2, 3)
CONCLUSIONS: Final = (
    "Các thành viên kiểm tra việc rà soát ở xã được phân công, mỗi xã ít nhất một lần.",
    "Phòng Lao động - Thương binh và Xã hội báo cáo số hộ không còn khả năng thoát nghèo từng xã.",
)


def build_committee(*, district: Unit, plan: Plan, by: User) -> None:
    """Set up the committee with the members of the plan's annex and their communes."""
    committee = create_committee(
        unit=district,
        name="Ban Chỉ đạo giảm nghèo bền vững",
        decision="Quyết định trình diễn",
        rules="Quy chế trình diễn",
        plan=plan,
        valid_from=FROM,
        by=by,
    )
    add_members(committee=committee, members=members_of_plan(plan=plan), as_of=FROM, by=by)
    record_meeting(
        committee=committee,
        held_on=date(2021, 10, 5),
        chair="Vũ Đình Trạch",
        content="Chuẩn bị đợt rà soát cuối năm 2021.",
        conclusions=CONCLUSIONS,
        by=by,
        as_of=date(2021, 10, 6),
    )
    Committee.objects.filter(pk=committee.pk).update(is_generated=True)
