"""Saving a scenario, asking for its run, judging a decided campaign again to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.reviews.models import Campaign
from giamngheo.simulations.enums import Grouping, Purpose
from giamngheo.simulations.models import Run, Scenario
from giamngheo.simulations.running import require_evidence
from giamngheo.simulations.variants import Variant
from giamngheo.work import actions as work
from giamngheo.work.enums import OPEN_STATES

KIND = "simulate"
LEAST_VARIANTS, MOST_VARIANTS = 2, 4


class ScenarioRefused(Refusal):
    code = "SIM-002"
    sentence = "Chưa lưu được kịch bản “{scenario}”: {problem}. Sửa kịch bản rồi lưu lại."
    english = "Scenario “{scenario}” was not saved: {problem}."


class AlreadyRunning(Refusal):
    code = "SIM-006"
    sentence = (
        "Kịch bản “{scenario}” đang được tính. Chờ xong để xem kết quả, hoặc dừng ở mục Công việc "
        "của tôi rồi chạy lại."
    )
    english = "Scenario “{scenario}” is being calculated already."


@transaction.atomic
def save_scenario(
    *,
    name: str,
    unit: Unit,
    variants: Sequence[Variant],
    by: User,
    campaign: Campaign | None = None,
    as_of: date | None = None,
    purpose: str = Purpose.SIMULATION,
    grouping: str = Grouping.NONE,
    monthly_cost_vnd: Mapping[str, int] | None = None,
) -> Scenario:
    """
    Save a scenario for the households of `unit`, in a campaign or as last decided on `as_of`.

    Raises: ScenarioRefused [SIM-002], TrialRefused [SIM-005], StandardNotFound [LAW-001],
            EvidenceNotEnough [SIM-003] for households already recorded.
    """
    problem = _problem(unit, variants, campaign, as_of, purpose)
    if problem:
        raise ScenarioRefused(scenario=name, problem=problem)
    for variant in variants:
        # Refused now, not when the work runs.
        _ = variant.rule
    scenario = Scenario(
        name=name,
        purpose=purpose,
        owner=by,
        unit=unit,
        unit_path=unit.path,
        campaign=campaign,
        as_of=as_of,
        grouping=grouping,
        variants=[variant.to_json() for variant in variants],
        monthly_cost_vnd=dict(monthly_cost_vnd or {}),
    )
    require_evidence(scenario=scenario)
    audit.record(action="simulations.save", by=by, subject=name, unit_path=unit.path)
    scenario.save()
    return scenario


def _problem(
    unit: Unit,
    variants: Sequence[Variant],
    campaign: Campaign | None,
    as_of: date | None,
    purpose: str,
) -> str:
    """Return what is wrong with a scenario, in words; empty when nothing is."""
    names = [variant.name for variant in variants]
    if not LEAST_VARIANTS <= len(variants) <= MOST_VARIANTS:
        return f"cần từ {LEAST_VARIANTS} đến {MOST_VARIANTS} phương án"
    if len(set(names)) < len(names):
        return "hai phương án mang cùng tên"
    if unit.level > UnitLevel.COMMUNE:
        return f"{unit.full_name} không phải là tỉnh, huyện hay xã"
    if (campaign is None) == (as_of is None):
        return "chọn một đợt rà soát hoặc ghi một ngày"
    if campaign and not _overlap(campaign.unit_path, unit.path):
        return f"{unit.full_name} không thuộc {campaign.name}"
    if purpose == Purpose.REJUDGEMENT and campaign is None:
        return "xét lại phải theo một đợt rà soát"
    return _ward_problem(unit, variants)


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _ward_problem(unit: Unit, variants: Sequence[Variant]) -> str:
    wanted = {key for variant in variants for key in variant.wards}
    inside = Unit.objects.inside(unit.path).at_level(UnitLevel.COMMUNE).filter(pk__in=wanted)
    if wanted and inside.count() < len(wanted):
        return f"có xã thành phường không thuộc {unit.full_name}"
    return ""


@transaction.atomic
def start_run(*, scenario: Scenario, by: User, confirmed: bool = False) -> Run:
    """
    Queue a run of the scenario; `confirmed` when a person wants a result of 0 % or 100 % poor.

    Raises: AlreadyRunning [SIM-006].
    """
    scenario = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if scenario.runs.filter(work_item__state__in=OPEN_STATES).exists():
        raise AlreadyRunning(scenario=scenario.name)
    run = Run.objects.create(scenario=scenario, confirmed=confirmed)
    item = work.enqueue(
        kind=KIND,
        by=by,
        unit_path=scenario.unit_path,
        parameters={"run_id": run.pk},
        title=f"Mô phỏng: {scenario.name}",
    )
    Run.objects.filter(pk=run.pk).update(work_item=item)
    run.refresh_from_db()
    return run


def rejudge_campaign(*, campaign: Campaign, standard: str, by: User) -> Scenario:
    """
    Judge a campaign's decided results again by another standard, to compare; start its run.

    The comparison keeps apart from the decision: neither result nor status is touched.
    Raises: ScenarioRefused [SIM-002], StandardNotFound [LAW-001].
    """
    with transaction.atomic():
        scenario = save_scenario(
            name=f"Xét lại {campaign.name} theo {standard}",
            purpose=Purpose.REJUDGEMENT,
            unit=campaign.unit,
            campaign=campaign,
            grouping=Grouping.DECIDED,
            variants=[
                Variant(name=campaign.standard, standard=campaign.standard),
                Variant(name=standard, standard=standard),
            ],
            by=by,
        )
        start_run(scenario=scenario, by=by)
    return scenario
