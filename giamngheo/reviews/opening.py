"""Opening a campaign of the whole procedure: its villages, their days and teams, its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypedDict

from django.db import connection, transaction

from giamngheo.accounts.models import User
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.reviews.actions import open_campaign
from giamngheo.reviews.deadlines import (
    REGULAR_DAYS,
    REGULAR_FIRST_DAY,
    Deadlines,
    proposed_deadlines,
)
from giamngheo.reviews.enums import (
    CampaignKind,
    CommuneState,
    ListingSource,
    Procedure,
    VillageStage,
)
from giamngheo.reviews.models import Campaign, CommuneReview, VillageReview


class BadCampaignDays(Refusal):
    code = "REV-028"
    sentence = "Chưa mở được đợt rà soát: {problem}. Sửa ngày bắt đầu, ngày kết thúc rồi mở lại."


class NoCommuneChosen(Refusal):
    code = "REV-029"
    sentence = "Chưa mở được đợt rà soát: chưa chọn xã nào. Chọn ít nhất một xã rồi mở lại."


class Reviewer(TypedDict):
    """A member of a village's team; `user` is her account's name, or empty."""

    name: str
    user: str


@dataclass(frozen=True, kw_only=True)
class CampaignPlan:
    """
    What the plan of a campaign says beside its name and place.

    deadlines: None takes the proposed ones. teams: reviewers by the id of the village's unit.
    whole_register: the general survey at the start of a period lists every household (R043).
    """

    starts_on: date
    ends_on: date
    deadlines: Deadlines | None = None
    teams: Mapping[int, Sequence[Reviewer]] = field(default_factory=dict)
    whole_register: bool = False
    note: str = ""


@transaction.atomic
def open_full_campaign(
    *,
    code: str,
    name: str,
    kind: str,
    year: int,
    unit: Unit,
    communes: Sequence[Unit],
    standard: str,
    judged_for: date,
    plan: CampaignPlan,
    by: User | None,
    as_of: date,
    is_generated: bool = False,
) -> Campaign:
    """
    Open a review led the whole way: a row for each commune and village, and the list to review:
    the households poor or near poor on the day `as_of`, or all in a general survey.

    A regular review lists nobody by itself: its households come by request.
    Raises: NoCommuneChosen [REV-029], BadCampaignDays [REV-028], and what `open_campaign` raises.
    """
    if not communes:
        raise NoCommuneChosen
    _require_days(kind, plan)
    campaign = open_campaign(
        code=code,
        name=name,
        kind=kind,
        year=year,
        unit=unit,
        communes=communes,
        standard=standard,
        judged_for=judged_for,
        by=by,
        is_generated=is_generated,
    )
    campaign.procedure = Procedure.FULL
    campaign.starts_on, campaign.ends_on, campaign.note = plan.starts_on, plan.ends_on, plan.note
    campaign.save(update_fields=["procedure", "starts_on", "ends_on", "note"])
    deadlines = plan.deadlines or proposed_deadlines(
        kind=kind, starts_on=plan.starts_on, ends_on=plan.ends_on
    )
    _set_commune_deadlines(campaign, deadlines)
    _open_villages(campaign, plan=plan, deadlines=deadlines, as_of=as_of)
    if plan.whole_register:
        list_whole_register(campaign=campaign, by=by, as_of=as_of)
    elif kind != CampaignKind.REGULAR:
        list_managed(campaign=campaign, by=by, as_of=as_of)
    return campaign


@transaction.atomic
def list_managed(*, campaign: Campaign, by: User | None, as_of: date) -> int:
    """Put every household poor or near poor on `as_of` on the list; return how many came new."""
    return _list(campaign, source=ListingSource.MANAGED, by=by, as_of=as_of)


@transaction.atomic
def list_whole_register(*, campaign: Campaign, by: User | None, as_of: date) -> int:
    """Put every household of the campaign's communes on the list; return how many came new."""
    return _list(campaign, source=ListingSource.PERIOD_SURVEY, by=by, as_of=as_of)


def _list(campaign: Campaign, *, source: ListingSource, by: User | None, as_of: date) -> int:
    audit.record(
        action="reviews.list_households",
        by=by,
        subject=f"{source.label}: {campaign.name}",
        unit_path=campaign.unit_path,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _LIST,
            {
                "campaign": campaign.pk,
                "inside": f"{campaign.unit_path}%",
                "day": as_of,
                "source": source,
                "everybody": source == ListingSource.PERIOD_SURVEY,
                "survey": VillageStage.SURVEY,
            },
        )
        return int(cursor.rowcount)


# A household whose own village is not in the campaign goes to the commune's own row. Villages that
# are past their survey take nobody in: their list has been shown to the people.
_LIST = """
    INSERT INTO reviews_reviewlisting
        (campaign_id, village_id, household_id, unit_path, sort_key, source, previous_category,
         listed_on, withdrawn_reason, withdrawn_by)
    SELECT %(campaign)s, village.id, household.id, household.unit_path, household.sort_key,
           %(source)s, COALESCE(status.category, 'NON_POOR'), %(day)s, '', ''
    FROM registry_household AS household
    JOIN areas_unit AS home ON home.id = household.unit_id
    LEFT JOIN registry_householdstatus AS status
      ON status.household_id = household.id
     AND status.valid_from <= %(day)s
     AND (status.valid_to IS NULL OR status.valid_to > %(day)s)
    LEFT JOIN reviews_villagereview AS own
      ON own.campaign_id = %(campaign)s AND own.unit_id = home.id
    LEFT JOIN reviews_villagereview AS around
      ON around.campaign_id = %(campaign)s AND around.unit_id = home.parent_id
    JOIN reviews_villagereview AS village
      ON village.id = COALESCE(own.id, around.id)
     AND village.stage = %(survey)s
    WHERE household.unit_path LIKE %(inside)s
      AND household.registered_from <= %(day)s
      AND (household.registered_to IS NULL OR household.registered_to > %(day)s)
      AND (%(everybody)s OR status.category IN ('POOR', 'NEAR_POOR'))
    ON CONFLICT (campaign_id, household_id) DO NOTHING
"""


def _require_days(kind: str, plan: CampaignPlan) -> None:
    start, end = plan.starts_on, plan.ends_on
    problem = ""
    if end < start:
        problem = f"ngày kết thúc {format_date(end)} trước ngày bắt đầu {format_date(start)}"
    elif kind == CampaignKind.REGULAR and start.day < REGULAR_FIRST_DAY:
        problem = (
            f"rà soát thường xuyên bắt đầu từ ngày {REGULAR_FIRST_DAY} của tháng, không phải ngày "
            f"{format_date(start)}"
        )
    elif kind == CampaignKind.REGULAR and end > start + timedelta(days=REGULAR_DAYS):
        problem = (
            f"rà soát thường xuyên phải xong trong {REGULAR_DAYS} ngày kể từ ngày bắt đầu, chậm "
            f"nhất {format_date(start + timedelta(days=REGULAR_DAYS))}"
        )
    elif plan.deadlines:
        problem = _deadline_problem(plan.deadlines, start, end)
    if problem:
        raise BadCampaignDays(problem=problem)


def _deadline_problem(deadlines: Deadlines, start: date, end: date) -> str:
    for steps, days in ((VillageStage, deadlines.villages), (CommuneState, deadlines.communes)):
        in_order = [days[step] for step in steps if step in days]
        if in_order != sorted(in_order):
            return "hạn của bước sau sớm hơn hạn của bước trước"
        outside = [day for day in in_order if not start <= day <= end]
        if outside:
            return f"hạn {format_date(outside[0])} ở ngoài các ngày của đợt"
    return ""


def _set_commune_deadlines(campaign: Campaign, deadlines: Deadlines) -> None:
    campaign.communes.update(
        deadlines=_written(deadlines.communes),
        due_date=deadlines.communes.get(CommuneState.OPEN),
    )


def _open_villages(
    campaign: Campaign, *, plan: CampaignPlan, deadlines: Deadlines, as_of: date
) -> None:
    """One row for each village, and one for the commune itself where households have none."""
    rows = [
        VillageReview(
            campaign=campaign,
            commune_review=commune,
            unit=unit,
            unit_path=unit.path,
            stage_since=max(as_of, plan.starts_on),
            deadlines=_written(deadlines.villages),
            due_date=deadlines.villages.get(VillageStage.SURVEY),
            team=list(plan.teams.get(unit.pk, ())),
        )
        for commune, unit in _village_units(campaign, as_of)
    ]
    VillageReview.objects.bulk_create(rows, batch_size=2000)


def _village_units(campaign: Campaign, as_of: date) -> list[tuple[CommuneReview, Unit]]:
    communes = {review.unit_id: review for review in campaign.communes.select_related("unit")}
    inside = Unit.objects.in_force(as_of).at_level(UnitLevel.VILLAGE).in_order()
    found = [
        (communes[village.parent_id], village)
        for village in inside.filter(parent_id__in=communes)
        if village.parent_id is not None
    ]
    homeless = _communes_with_households_outside(campaign, [unit.pk for _, unit in found], as_of)
    with_villages = {commune.unit_id for commune, _ in found}
    return found + [
        (review, review.unit)
        for review in communes.values()
        if review.unit_id in homeless or review.unit_id not in with_villages
    ]


def _communes_with_households_outside(
    campaign: Campaign, village_ids: list[int], as_of: date
) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT commune.unit_id
            FROM reviews_communereview AS commune
            WHERE commune.campaign_id = %(campaign)s AND EXISTS (
                SELECT FROM registry_household AS household
                WHERE starts_with(household.unit_path, commune.unit_path)
                  AND household.unit_id <> ALL(%(villages)s)
                  AND (household.registered_to IS NULL OR household.registered_to > %(day)s)
            )
            """,
            {"campaign": campaign.pk, "villages": village_ids, "day": as_of},
        )
        return {unit_id for (unit_id,) in cursor.fetchall()}


def _written(days: Mapping[str, date]) -> dict[str, str]:
    return {str(step): day.isoformat() for step, day in days.items()}
