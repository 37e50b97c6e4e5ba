"""A committed plan during its year: amended by decision, sent out, paid by programmes."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.planning import actions
from giamngheo.planning.cascade import cascade_of, close_out, figures_by_year
from giamngheo.planning.course import (
    AmendmentOfReadPlan,
    AmendmentOutdated,
    AmendmentOutOfTurn,
    AmendmentReasonMissing,
    AmendmentSameValue,
    AmendmentValueBad,
    AmendmentWithoutDecision,
    AssignedTwice,
    DispatchAcknowledged,
    DispatchTwice,
    FundingBad,
)
from giamngheo.planning.enums import AmendmentState, Programme, TargetFamily
from giamngheo.planning.models import AllocationFigure, Amendment, Plan, Target
from tests.factories.accounts import officer
from tests.factories.plans import SuoiBac, committed, read
from tests.factories.small_year import SmallYear

DECISION = {"decision_code": "77/QĐ-UBND", "decision_date": date(2023, 7, 1)}


@pytest.fixture
def place(db: None) -> SuoiBac:
    return SuoiBac()


@pytest.fixture
def plan(place: SuoiBac, tmp_path: Path) -> Plan:
    return committed(tmp_path)


@pytest.fixture
def clerk(place: SuoiBac) -> User:
    return officer(Role.DISTRICT, place.unit)


def figure_of(plan: Plan, name: str = "Nậm Lành") -> AllocationFigure:
    return AllocationFigure.objects.get(
        row__plan=plan, row__name_as_written=name, measure="poor_reduced"
    )


def propose(plan: Plan, place: SuoiBac, proposed: str = "12") -> Amendment:
    unit = place.communes["Nậm Lành"]
    return actions.propose_amendment(
        of=figure_of(plan),
        proposed=Decimal(proposed),
        reason="lũ quét tháng 6",
        unit=unit,
        by=officer(Role.COMMUNE, unit),
    )


def test_an_amendment_goes_from_the_unit_to_the_decision(
    plan: Plan, place: SuoiBac, clerk: User
) -> None:
    asked = propose(plan, place)
    assert figure_of(plan).value == 15

    actions.consolidate_amendment(amendment=asked, opinion="đồng ý", by=clerk)
    done = actions.decide_amendment(amendment=asked, by=clerk, **DECISION)

    figure = figure_of(plan)
    assert (figure.value, figure.original_value) == (12, 15)
    assert (done.state, done.before, done.decided) == (AmendmentState.DECIDED, 15, 12)
    # The words of the plan stay as printed.
    assert figure.as_written == "15"


def test_a_second_amendment_keeps_the_very_first_value(
    plan: Plan, place: SuoiBac, clerk: User
) -> None:
    for value in ("12", "11"):
        asked = propose(plan, place, value)
        actions.consolidate_amendment(amendment=asked, opinion="", by=clerk)
        actions.decide_amendment(amendment=asked, by=clerk, **DECISION)

    assert (figure_of(plan).value, figure_of(plan).original_value) == (11, 15)


def test_a_decision_may_differ_or_refuse(plan: Plan, place: SuoiBac, clerk: User) -> None:
    asked = propose(plan, place)
    actions.consolidate_amendment(amendment=asked, opinion="", by=clerk)
    refused = actions.decide_amendment(amendment=asked, by=clerk, refuse=True)
    assert (refused.state, figure_of(plan).value) == (AmendmentState.REFUSED, 15)

    asked = propose(plan, place)
    actions.consolidate_amendment(amendment=asked, opinion="", by=clerk)
    actions.decide_amendment(amendment=asked, by=clerk, decided=Decimal(13), **DECISION)
    assert figure_of(plan).value == 13


def test_steps_come_in_their_order(plan: Plan, place: SuoiBac, clerk: User) -> None:
    asked = propose(plan, place)
    with pytest.raises(AmendmentOutOfTurn, match="Đơn vị đề nghị"):
        actions.decide_amendment(amendment=asked, by=clerk, **DECISION)
    actions.consolidate_amendment(amendment=asked, opinion="", by=clerk)
    with pytest.raises(AmendmentOutOfTurn):
        actions.consolidate_amendment(amendment=asked, opinion="", by=clerk)
    with pytest.raises(AmendmentWithoutDecision):
        actions.decide_amendment(amendment=asked, by=clerk, decision_code="77/QĐ-UBND")
    AllocationFigure.objects.filter(pk=figure_of(plan).pk).update(value=14)
    with pytest.raises(AmendmentOutdated, match="14"):
        actions.decide_amendment(amendment=asked, by=clerk, **DECISION)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reason": "  "}, AmendmentReasonMissing),
        ({"proposed": Decimal(15)}, AmendmentSameValue),
        ({"proposed": Decimal(-1)}, AmendmentValueBad),
        ({"proposed": Decimal("NaN")}, AmendmentValueBad),
    ],
)
def test_a_proposal_that_says_nothing_is_refused(
    plan: Plan, place: SuoiBac, clerk: User, changed: dict, refusal: type
) -> None:
    given = {"proposed": Decimal(12), "reason": "lũ"} | changed

    with pytest.raises(refusal):
        actions.propose_amendment(of=figure_of(plan), unit=place.unit, by=clerk, **given)

    assert not Amendment.objects.exists()


def test_a_plan_only_read_is_not_amended(place: SuoiBac, clerk: User, tmp_path: Path) -> None:
    plan = read(tmp_path)
    target = Target.objects.create(
        plan=plan, position=1, label="hộ nghèo giảm", value=30, text="x", line=1
    )

    with pytest.raises(AmendmentOfReadPlan):
        actions.propose_amendment(
            of=target, proposed=Decimal(20), reason="x", unit=place.unit, by=clerk
        )


def test_sending_out_is_noted_once_and_acknowledged_once(
    plan: Plan, place: SuoiBac, clerk: User
) -> None:
    recipient = plan.recipients.get(name__startswith="Các xã")
    units = list(place.communes.values())

    sent = actions.record_dispatch(
        recipient=recipient, sent_date=date(2023, 2, 10), how="bản giấy", units=units, by=clerk
    )

    assert {one.unit for one in sent} == set(units)
    with pytest.raises(DispatchTwice, match="10/02/2023"):
        actions.record_dispatch(
            recipient=recipient, sent_date=date(2023, 2, 11), how="", units=units[:1], by=clerk
        )
    done = actions.acknowledge_dispatch(dispatch=sent[0], day=date(2023, 2, 12), by=clerk)
    assert done.acknowledged_date == date(2023, 2, 12)
    with pytest.raises(DispatchAcknowledged):
        actions.acknowledge_dispatch(dispatch=sent[0], day=date(2023, 2, 13), by=clerk)
    assert recipient.dispatches.filter(acknowledged_date=None).count() == len(units) - 1


def test_a_measure_paid_by_two_programmes_is_one_measure(plan: Plan, clerk: User) -> None:
    task = plan.tasks.first()
    assert task is not None
    for programme, amount in ((Programme.POVERTY, 300), (Programme.NEW_RURAL, 700)):
        actions.fund_task(task=task, programme=programme, amount=amount, note="", by=clerk)
    actions.fund_task(task=task, programme=Programme.POVERTY, amount=400, note="", by=clerk)

    assert sum(one.amount or 0 for one in task.fundings.all()) == 1100
    assert plan.tasks.filter(fundings__isnull=False).distinct().count() == 1
    with pytest.raises(FundingBad):
        actions.fund_task(task=task, programme=Programme.P135, amount=-1, note="", by=clerk)


def test_a_figure_names_the_decision_that_assigned_it(
    plan: Plan, place: SuoiBac, clerk: User
) -> None:
    decision = actions.record_document(kind="Quyết định", code="54/QĐ-UBND", by=clerk)
    target = plan.targets.get(indicator="poor_households_reduced")
    families = [one for one in TargetFamily if one != TargetFamily.OTHER]

    assert actions.set_target_source(target=target, document=decision, by=clerk)
    for family in families:
        actions.assign_target(
            document=decision,
            unit=place.unit,
            year=2023,
            family=family,
            label="",
            value=Decimal(30),
            measured_in="hộ",
            by=clerk,
        )

    target.refresh_from_db()
    assert target.source_document == decision
    assert decision.assigned_targets.count() == 4
    with pytest.raises(AssignedTwice):
        actions.assign_target(
            document=decision,
            unit=place.unit,
            year=2023,
            family=TargetFamily.JOBS,
            label="",
            value=Decimal(31),
            measured_in="hộ",
            by=clerk,
        )


def test_the_cascade_shows_what_is_cited_and_what_is_missing(
    plan: Plan, place: SuoiBac, clerk: User
) -> None:
    scope = scope_of(user=clerk, as_of=date(2023, 6, 1))
    commune = place.communes["Bản Thử"]
    lower = Plan.objects.create(
        unit=commune,
        unit_path=commune.path,
        title="Kế hoạch xã",
        first_year=2023,
        last_year=2023,
        file_digest="2" * 64,
        parent=plan,
    )
    Target.objects.create(
        plan=lower, position=1, indicator="poor_households_reduced", label="x", text="x", line=1
    )

    found = cascade_of(unit=place.unit, year=2023, scope=scope)

    assert (found.own, found.period) == (plan, None)
    assert [one.code for one in found.cited_above] == ["30/KH-UBND"]
    assert {one.unit.name for one in found.missing} == {"Nậm Lành", "Suối Bạc"}
    (row,) = [one for one in found.lower if one.plan]
    assert (row.plan, row.is_tied) == (lower, True)
    assert "mức giảm tỷ lệ hộ nghèo" in row.lacks
    assert not any("số hộ nghèo giảm" in label for label in row.lacks)


def test_a_period_is_shown_with_its_years(db: None) -> None:
    year = SmallYear()
    unit = year.district.unit
    period = Plan.objects.create(
        unit=unit,
        unit_path=unit.path,
        title="Kế hoạch giai đoạn",
        first_year=2016,
        last_year=2020,
        file_digest="3" * 64,
    )
    scope = scope_of(user=officer(Role.DISTRICT, unit), as_of=date(2020, 12, 31))

    found = cascade_of(unit=unit, year=2020, scope=scope)

    assert (found.own, found.period) == (year.plan, period)
    assert [one.year for one in found.years] == [2016, 2017, 2018, 2019, 2020]
    last = found.years[-1]
    assert (last.plan, last.poor_start, last.poor_end, last.reduced) == (year.plan, 9, 4, 5)
    assert found.reduced == 5
    assert found.years[0].plan is None


def test_the_close_out_leaves_blank_what_nobody_decided(db: None) -> None:
    year = SmallYear()
    unit = year.district.unit

    rows, decisions = close_out(unit=unit, first=2019, last=2020)
    sums = figures_by_year(unit=unit, first=2019, last=2020)

    by_name = {row.name: row for row in rows}
    assert by_name[year.district.rural.full_name].poor[-1] == 3
    assert by_name[year.district.urban.full_name].poor[-1] == 1
    assert sums[2020]["poor_end"] == 4
    assert decisions
