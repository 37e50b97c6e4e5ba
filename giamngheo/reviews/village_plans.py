"""The plan of a village inside a campaign: who asks there, and by which day each step is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.reviews import stages
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import VillageReview
from giamngheo.reviews.opening import Reviewer


class BadVillagePlan(Refusal):
    code = "REV-038"
    sentence = (
        "Chưa ghi được kế hoạch của {unit}: {problem}. Sửa ngày trong khoảng của đợt, theo đúng "
        "thứ tự các bước, rồi lưu lại."
    )


@transaction.atomic
def plan_village(
    *,
    village: VillageReview,
    team: Sequence[Reviewer],
    deadlines: Mapping[str, date],
    note: str = "",
    by: User | None,
) -> VillageReview:
    """
    Set a village's reviewers and days; each day within the campaign's, in the order of stages.

    Raises: BadVillagePlan [REV-038].
    """
    _require_order(village, deadlines)
    locked = stages.lock_village(campaign=village.campaign, village=village.unit)
    audit.record(
        action="reviews.plan_village",
        by=by,
        subject=village.unit.full_name,
        unit_path=village.unit_path,
    )
    locked.team = [one for one in team if one["name"].strip()]
    locked.deadlines = {str(stage): day.isoformat() for stage, day in deadlines.items()}
    locked.note = note.strip()
    locked.due_date = stages.due_date_in(locked.deadlines, locked.stage)
    locked.save(update_fields=["team", "deadlines", "note", "due_date"])
    return locked


def _require_order(village: VillageReview, deadlines: Mapping[str, date]) -> None:
    campaign = village.campaign
    days = [deadlines[stage] for stage in VillageStage if stage in deadlines]
    problem = ""
    if days != sorted(days):
        problem = "hạn của bước sau sớm hơn hạn của bước trước"
    elif campaign.starts_on and campaign.ends_on:
        outside = [day for day in days if not campaign.starts_on <= day <= campaign.ends_on]
        if outside:
            problem = (
                f"ngày {format_date(outside[0])} ngoài đợt rà soát "
                f"({format_date(campaign.starts_on)} đến {format_date(campaign.ends_on)})"
            )
    if problem:
        raise BadVillagePlan(unit=village.unit.full_name, problem=problem)
