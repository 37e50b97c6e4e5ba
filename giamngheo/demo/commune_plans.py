"""
Commune plans of the demonstration's year: one half filled, one sent, one approved.

Thọ Bình is still writing; Bình Sơn has sent its programme plan, its plan of services is approved.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.commune_plans import actions
from giamngheo.commune_plans.enums import PlanKind, PlanStage
from giamngheo.commune_plans.models import CommunePlan, PlanStep
from giamngheo.commune_plans.queries import commune_plans_of
from giamngheo.commune_plans.rows import PlanRow
from giamngheo.demo.circumstances import draw
from giamngheo.registry.models import Household
from giamngheo.support.enums import OPEN_WORK_KINDS
from giamngheo.support.measure_library import CAUSE, Measure, measure_library
from giamngheo.support.models import (
    HouseholdCause,
    HouseholdMeasure,
    HouseholdNeed,
    HouseholdPlan,
    WorkingCategory,
)
from giamngheo.targets.models import ExpectedExit

SEED = "trieu-son-commune-plans"
WRITING, SENDING = "Xã Thọ Bình", "Xã Bình Sơn"
HELPERS = (
    "Chi hội Nông dân thôn",
    "Chi hội Phụ nữ thôn",
    "Chi hội Cựu chiến binh thôn",
    "Chi đoàn thanh niên thôn",
    "Tổ trưởng tổ tiết kiệm và vay vốn",
    "Trưởng thôn",
)
# Made-up sums in đồng; those not named cost nothing or are not known yet.
AMOUNTS = {
    "LOAN": 50_000_000, "GROUP_FUND": 5_000_000, "BREEDING": 12_000_000, "TOOLS": 8_000_000,
    "FARM_TRAINING": 1_500_000, "VOCATIONAL": 3_000_000, "TREATMENT": 2_000_000,
    "INSURANCE_CARD": 800_000, "SCHOOL": 1_200_000, "HOUSE_BUILD": 40_000_000,
    "HOUSE_EXTEND": 15_000_000, "WATER": 6_000_000, "TOILET": 5_000_000, "TELECOM": 1_000_000,
    "DEVICE": 2_500_000, "ADULT_CLASS": 1_000_000, "ALLOWANCE": 3_240_000,
    "SHARED_LABOUR": 500_000, "LAND_RENT": 4_000_000,
}  # fmt: skip
FILLED, UNHELPED, UNPAID, EXITING = 0.5, 0.12, 0.12, 0.78


def build_commune_plans(
    *, communes: Mapping[str, Unit], users: Mapping[str, User], year: int
) -> None:
    """Write the plans of two communes; `users` by the demonstration's names of accounts."""
    writing, sending = communes[WRITING], communes[SENDING]
    by = users["xa.thobinh"]
    audit.record(
        action="demo.build_commune_plans",
        by=by,
        subject=f"{WRITING}, {SENDING}",
        unit_path=writing.path,
        reason="Dữ liệu sinh ra để trình diễn",
    )
    for unit in (writing, sending):
        _know(unit, year, by)
    _fill(writing, year, by, share=FILLED)
    _fill(sending, year, users["xa.binhson"], share=1)
    for kind in PlanKind:
        plan = CommunePlan.objects.create(
            unit=writing, unit_path=writing.path, year=year, kind=kind, is_generated=True
        )
        PlanStep.objects.create(plan=plan, stage=PlanStage.DRAFT, day=date(year, 2, 3), by=by)
    _send(sending, year, users)


def _know(unit: Unit, year: int, by: User) -> None:
    """Say of who was poor on 1 January why, until the day the register knows it anew."""
    first, last = date(year, 1, 6), date(year, 12, 31)
    poor = Household.objects.inside(unit.path).with_status("POOR", date(year, 1, 1))
    homes = list(
        poor.order_by("code").only("code", "unit_path", "ethnicity", "no_working_capacity")
    )
    drawn = [draw(home, random.Random(f"{SEED}/{home.code}")) for home in homes]
    pairs = [
        (
            {
                "household": home,
                "unit_path": home.unit_path,
                "valid_from": first,
                "valid_to": last,
                "recorded_by": by,
            },
            one,
        )
        for home, one in zip(homes, drawn, strict=True)
    ]
    HouseholdCause.objects.bulk_create(
        HouseholdCause(**base, code=code, is_main=code == one.causes[0])
        for base, one in pairs
        for code in one.causes
    )
    HouseholdNeed.objects.bulk_create(
        HouseholdNeed(**base, words=one.wish[0], codes=list(one.wish[1]), model=one.wish[2])
        for base, one in pairs
        if one.wish
    )
    WorkingCategory.objects.bulk_create(
        WorkingCategory(**base, kind=one.work, grounds=one.grounds)
        for base, one in pairs
        if one.work in OPEN_WORK_KINDS
    )


def _fill(unit: Unit, year: int, by: User, *, share: float) -> None:
    rows = commune_plans_of(unit=unit, year=year).rows
    filled = rows[: round(len(rows) * share)]
    paths = dict(
        Household.objects.filter(pk__in=[row.household for row in filled]).values_list(
            "pk", "unit_path"
        )
    )
    is_whole = share == 1
    rng = random.Random(f"{SEED}/{unit.code}")
    plans, measures = [], []
    for row in filled:
        plan = HouseholdPlan(
            household_id=row.household,
            year=year,
            unit_path=paths[row.household],
            helper="" if not is_whole and rng.random() < UNHELPED else rng.choice(HELPERS),
            changed_by=by,
        )
        plans.append(plan)
        measures += list(_measures(plan, row, year, rng, is_whole))
    exits = [row for row in filled if not row.no_capacity and rng.random() < EXITING]
    ExpectedExit.objects.bulk_create(
        ExpectedExit(
            unit=unit,
            unit_path=unit.path,
            year=year,
            household_id=row.household,
            reason=actions.WHY_ON,
            added_by=by,
        )
        for row in exits
    )
    HouseholdPlan.objects.bulk_create(plans)
    HouseholdMeasure.objects.bulk_create(measures)


def _measures(
    plan: HouseholdPlan, row: PlanRow, year: int, rng: random.Random, is_whole: bool
) -> Iterator[HouseholdMeasure]:
    """Yield a measure for each service lacked and one for the main cause."""
    wanted = [*row.lacking, *(f"{CAUSE}{code}" for code in row.causes[:1])]
    for position, answers in enumerate(wanted[:4]):
        chosen = rng.choice(_answering(answers))
        unpaid = not is_whole and rng.random() < UNPAID
        yield HouseholdMeasure(
            plan=plan,
            position=position,
            code=chosen.code,
            words=chosen.words,
            answers=answers,
            source="" if unpaid else _source(chosen),
            amount_vnd=None if unpaid else AMOUNTS.get(chosen.code),
            due=date(year, rng.choice([6, 9, 11]), 30),
        )


def _answering(code: str) -> Sequence[Measure]:
    return [one for one in measure_library().values() if code in one.answers]


def _source(measure: Measure) -> str:
    return measure.source if measure.code in AMOUNTS else "NO_MONEY"


def _send(unit: Unit, year: int, users: Mapping[str, User]) -> None:
    writer, officer, leader = (
        users["xa.binhson"],
        users["huyen.trieuson"],
        users["lanhdao.trieuson"],
    )
    sent, seen, done = date(year, 2, 18), date(year, 2, 20), date(year, 2, 24)
    for kind in PlanKind:
        plan = actions.send_plan(
            unit=unit,
            year=year,
            kind=kind,
            reason="Hộ già yếu đã có trợ cấp hằng tháng, không thêm giải pháp",
            by=writer,
            scope=scope_of(user=writer, as_of=sent),
            as_of=sent,
        )
    # The plan of services came last in the loop; it goes all the way.
    plan = actions.appraise_plan(
        plan=plan,
        words="Đủ căn cứ, đúng số hộ thiếu hụt theo kết quả rà soát",
        by=officer,
        scope=scope_of(user=officer, as_of=seen),
        as_of=seen,
    )
    actions.approve_plan(plan=plan, by=leader, scope=scope_of(user=leader, as_of=done), as_of=done)
