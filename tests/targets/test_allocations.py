"""An allocation from its stock to its decision: who may, what adds up, who came first."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from giamngheo.accounts.enums import Role, Sector
from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.planning.models import Plan
from giamngheo.registry.models import Household
from giamngheo.targets.allocation_actions import (
    Typed,
    propose_shares,
    set_goal,
    set_terms,
    type_cells,
    undo_change,
)
from giamngheo.targets.catalogue import ARRIVING, NEAR_POOR, POOR
from giamngheo.targets.deciding import decide_allocation, problems_of
from giamngheo.targets.enums import StockSource
from giamngheo.targets.models import Allocation, AllocationCell
from giamngheo.targets.opening import copy_allocation, open_allocation
from giamngheo.targets.queries import allocated, sheet_of
from giamngheo.targets.refusals import (
    AllocationFrozen,
    AllocationIncomplete,
    CellBad,
    CellStale,
    DeciderMadeIt,
    NothingToUndo,
    NotYourMeasure,
    StockMissing,
)
from giamngheo.targets.splitting import AllocationTooLarge
from tests.factories.accounts import AssignmentFactory, UserFactory, officer
from tests.factories.allocation import (
    DAY,
    annex_figures,
    draft,
    leader,
    line_of,
    maker,
    trieu_son_draft,
    values_of,
    version_of,
)
from tests.factories.small_year import YEAR, SmallYear


def typed(allocation: Allocation, unit: Unit, text: str, measure: str = POOR) -> Typed:
    version = version_of(allocation, unit, measure)
    return Typed(line_id=line_of(allocation, unit), text=text, version=version)


def write(allocation: Allocation, by: User, *cells: Typed, measure: str = POOR) -> int:
    return type_cells(allocation=allocation, measure=measure, typed=cells, by=by, as_of=DAY)


def propose(allocation: Allocation, by: User, total: int, **rule: object) -> int:
    values = {"measure": POOR, "capped": False, "difficult_weight": Decimal(1)} | rule
    return propose_shares(  # type: ignore[arg-type]
        allocation=allocation, total=total, by=by, as_of=DAY, **values
    )


def decide(allocation: Allocation, by: User, **changes: object) -> Allocation:
    paper = {"number": "05/QĐ-UBND", "signed_date": date(YEAR, 2, 14), "signer": "Hà Văn Ký"}
    return decide_allocation(  # type: ignore[arg-type]
        allocation=allocation, by=by, as_of=DAY, **paper | changes
    )


def sector_officer(year: SmallYear, sector: str) -> User:
    user = UserFactory(full_name="Đỗ Thị Ngành")
    AssignmentFactory(user=user, role=Role.SECTOR, unit=year.district.unit, sector=sector)
    return user


def test_the_registers_frozen_year_end_is_the_stock(year: SmallYear) -> None:
    Household.objects.filter(code="A-002").update(no_working_capacity=True)

    sheet = sheet_of(allocation=draft(year, maker(year)))

    assert [row.line.name for row in sheet.rows] == ["Đồng Mây", "Thị trấn Phố Núi"]
    assert [row.stock(POOR) for row in sheet.rows] == [6, 3]
    assert [row.stock("toilet") for row in sheet.rows] == [3, 0]
    assert [row.cells[POOR].cannot for row in sheet.rows] == [1, 0]
    assert sheet.goals[POOR].value == 6
    assert sheet.goals["toilet"].source.endswith("dòng 12")
    assert not sheet.is_touched(POOR)


def test_the_plans_table_brings_its_targets(year: SmallYear) -> None:
    sheet = sheet_of(allocation=draft(year, maker(year), source=StockSource.PLAN))

    assert [row.value(POOR) for row in sheet.rows] == [4, 2]
    # The printed total says 7; the rows add up to 2, and that is what has to be reached.
    assert (sheet.given(NEAR_POOR), sheet.goals[NEAR_POOR].value) == (2, 2)


def test_without_a_stock_nothing_is_begun(year: SmallYear) -> None:
    with pytest.raises(StockMissing, match="TGT-004"):
        open_allocation(unit=year.district.unit, year=2016, source="REGISTER", by=maker(year))
    Plan.objects.all().delete()
    with pytest.raises(StockMissing, match="không có bảng"):
        draft(year, maker(year), source=StockSource.PLAN)


def test_annex_of_trieu_son_from_its_stock_columns(trieu_son: Unit) -> None:
    allocation = trieu_son_draft(trieu_son)
    figures = annex_figures()

    sheet = sheet_of(allocation=allocation)

    rows = [
        (row.line.households, row.stock(POOR), row.value(POOR), row.stock(NEAR_POOR),
         row.value(NEAR_POOR))
        for row in sheet.rows
    ]  # fmt: skip
    assert rows == figures
    assert len(rows) == 34
    assert (sheet.given(POOR), sheet.missing(POOR), sheet.given(NEAR_POOR)) == (1297, 0, 818)
    assert (sheet.end(POOR), round(sheet.exact_rate_end(POOR) or 0, 4)) == (528, Decimal("0.8895"))
    highest = sheet.highest(POOR)
    assert highest is not None
    assert highest.line.name == "Bình Sơn"
    assert (highest.end(POOR), highest.rate_end(POOR)) == (63, Decimal("8.24"))
    assert problems_of(sheet) == []


def test_a_proposal_adds_up_and_stays_within_the_stock(trieu_son: Unit) -> None:
    allocation, officer_ = trieu_son_draft(trieu_son), officer(Role.DISTRICT, trieu_son)

    propose(allocation, officer_, 1297)

    sheet = sheet_of(allocation=allocation)
    assert sheet.given(POOR) == 1297
    assert all((row.value(POOR) or 0) <= (row.stock(POOR) or 0) for row in sheet.rows)


def test_a_proposal_leaves_out_who_cannot_work(year: SmallYear) -> None:
    codes = ("A-001", "A-002", "A-003", "A-004")
    Household.objects.filter(code__in=codes).update(no_working_capacity=True)
    by = maker(year)
    allocation = draft(year, by)

    propose(allocation, by, 5, capped=True)
    assert values_of(allocation) == [2, 3]
    with pytest.raises(AllocationTooLarge, match="khả năng lao động"):
        propose(allocation, by, 6, capped=True)
    propose(allocation, by, 6)
    assert values_of(allocation) == [4, 2]


def test_a_difficult_commune_is_asked_for_less(year: SmallYear) -> None:
    by = maker(year)
    allocation = draft(year, by)
    rural = line_of(allocation, year.district.rural)
    set_terms(allocation=allocation, difficult=[rural], near_poor_is_net=True, by=by, as_of=DAY)

    propose(allocation, by, 6, difficult_weight=Decimal("0.5"))

    assert values_of(allocation) == [3, 3]


def test_what_is_typed_stands_and_an_empty_text_takes_it_back(year: SmallYear) -> None:
    by, rural = maker(year), year.district.rural
    allocation = draft(year, by)

    assert write(allocation, by, typed(allocation, rural, "4")) == 1
    assert write(allocation, by, typed(allocation, rural, "4")) == 0
    assert values_of(allocation) == [4, None]
    write(allocation, by, typed(allocation, rural, " "))
    assert values_of(allocation) == [None, None]


@pytest.mark.parametrize(
    ("text", "problem"),
    [("7", "nhiều hơn số đầu năm 6"), ("-1", "số nguyên"), ("4,5", "số nguyên"), ("bốn", "số")],
)
def test_an_impossible_figure_is_refused(year: SmallYear, text: str, problem: str) -> None:
    by = maker(year)
    allocation = draft(year, by)

    with pytest.raises(CellBad, match=problem):
        write(allocation, by, typed(allocation, year.district.rural, text))

    assert write(allocation, by, typed(allocation, year.district.rural, "6")) == 1


def test_the_second_of_two_editors_is_told_and_changes_nothing(year: SmallYear) -> None:
    first, second = maker(year), officer(Role.DISTRICT, year.district.unit)
    allocation = draft(year, first)
    rural, urban = year.district.rural, year.district.urban
    seen = typed(allocation, rural, "5")
    write(allocation, first, typed(allocation, rural, "4"))

    with pytest.raises(CellStale, match="Lê Thị Lập vừa ghi 4"):
        write(allocation, second, typed(allocation, urban, "2"), seen)

    # All or none: the cell beside it was not written either.
    assert values_of(allocation) == [4, None]
    assert write(allocation, second, typed(allocation, rural, "5")) == 1


def test_the_last_step_is_undone_whole(year: SmallYear) -> None:
    by = maker(year)
    allocation = draft(year, by)
    write(allocation, by, typed(allocation, year.district.rural, "6"))
    propose(allocation, by, 6)

    undo_change(allocation=allocation, measure=POOR, by=by, as_of=DAY)
    assert values_of(allocation) == [6, None]
    undo_change(allocation=allocation, measure=POOR, by=by, as_of=DAY)
    assert values_of(allocation) == [None, None]
    with pytest.raises(NothingToUndo, match="TGT-009"):
        undo_change(allocation=allocation, measure=POOR, by=by, as_of=DAY)


def test_a_sectors_officer_splits_her_own_service_alone(year: SmallYear) -> None:
    allocation = draft(year, maker(year))
    hers = sector_officer(year, Sector.AGRICULTURE)

    assert propose(allocation, hers, 2, measure="toilet") > 0
    assert values_of(allocation, "toilet") == [2, 0]
    for measure in (POOR, ARRIVING, "housing_quality", "children"):
        with pytest.raises(NotYourMeasure, match="TGT-006"):
            propose(allocation, hers, 0, measure=measure)


@pytest.mark.parametrize("role", [Role.COMMUNE, Role.VIEWER, Role.COMMITTEE_MEMBER])
def test_others_do_not_split(year: SmallYear, role: Role) -> None:
    allocation = draft(year, maker(year))

    with pytest.raises(NotYourMeasure):
        write(
            allocation,
            officer(role, year.district.unit),
            typed(allocation, year.district.rural, "1"),
        )


def test_the_neighbours_officer_does_not_split(year: SmallYear) -> None:
    allocation = draft(year, maker(year))

    with pytest.raises(NotYourMeasure):
        propose(allocation, officer(Role.DISTRICT, year.district.neighbour), 6)


def test_a_decision_is_anothers_and_freezes(year: SmallYear) -> None:
    by, signer = maker(year), leader(year)
    allocation = draft(year, by)
    propose(allocation, by, 6)

    with pytest.raises(DeciderMadeIt, match="Lê Thị Lập"):
        decide(allocation, by)
    decided = decide(allocation, signer)

    assert decided.is_decided
    with pytest.raises(AllocationFrozen, match="05/QĐ-UBND"):
        write(allocation, signer, typed(allocation, year.district.rural, "5"))
    with pytest.raises(DatabaseError), transaction.atomic():
        AllocationCell.objects.filter(line__allocation=allocation).update(value=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Allocation.objects.filter(pk=allocation.pk).update(number="khác")


def test_who_changed_one_figure_does_not_decide(year: SmallYear) -> None:
    signer = leader(year)
    allocation = draft(year, maker(year))
    propose(allocation, signer, 6)

    with pytest.raises(DeciderMadeIt):
        decide(allocation, signer)


@pytest.mark.parametrize(("rural", "missing"), [("4", ""), ("3", "còn thiếu 1")])
def test_the_units_must_reach_the_upper_target(year: SmallYear, rural: str, missing: str) -> None:
    by = maker(year)
    allocation = draft(year, by)
    district = year.district
    write(allocation, by, typed(allocation, district.rural, rural))
    write(allocation, by, typed(allocation, district.urban, "2"))

    if missing:
        with pytest.raises(AllocationIncomplete, match=missing):
            decide(allocation, leader(year))
    else:
        assert decide(allocation, leader(year)).is_decided


def test_a_unit_without_a_figure_or_a_paper_without_number_is_refused(year: SmallYear) -> None:
    by, signer = maker(year), leader(year)
    allocation = draft(year, by)
    set_goal(allocation=allocation, measure=POOR, value=4, source="thử", by=by, as_of=DAY)
    write(allocation, by, typed(allocation, year.district.rural, "4"))

    with pytest.raises(AllocationIncomplete, match="Phố Núi"):
        decide(allocation, signer)
    write(allocation, by, typed(allocation, year.district.urban, "0"))
    with pytest.raises(AllocationIncomplete, match="chưa có số quyết định"):
        decide(allocation, signer, number=" ")
    with pytest.raises(AllocationIncomplete, match="sau hôm nay"):
        decide(allocation, signer, signed_date=date(YEAR, 6, 16))
    assert decide(allocation, signer, signed_date=DAY).is_decided


def test_a_service_nobody_began_does_not_hold_up_the_others(year: SmallYear) -> None:
    by = maker(year)
    allocation = draft(year, by)
    propose(allocation, by, 6)

    assert problems_of(sheet_of(allocation=allocation)) == []
    propose(allocation, by, 1, measure="toilet")
    assert "còn thiếu 1" in problems_of(sheet_of(allocation=allocation))[0]


def test_a_new_dated_decision_amends_and_the_older_stays(year: SmallYear) -> None:
    by, signer = maker(year), leader(year)
    rural, urban = year.district.rural, year.district.urban
    first = draft(year, by)
    propose(first, by, 6)
    first = decide(first, signer)
    assert allocated(unit=rural, year=YEAR).targets[POOR] == 4  # type: ignore[union-attr]

    with pytest.raises(CellBad, match="lý do"):
        copy_allocation(allocation=first, reason=" ", by=by)
    second = copy_allocation(allocation=first, reason="Bão số 5", by=by)
    assert (second.version, second.amends, values_of(second)) == (2, first, [4, 2])
    write(second, by, typed(second, rural, "5"), typed(second, urban, "1"))
    # A draft changes nothing yet.
    assert allocated(unit=rural, year=YEAR).targets[POOR] == 4  # type: ignore[union-attr]
    with pytest.raises(AllocationIncomplete, match="trước quyết định"):
        decide(second, signer, number="30/QĐ", signed_date=date(YEAR, 2, 13))
    decide(second, signer, number="30/QĐ", signed_date=date(YEAR, 2, 14))

    holds = allocated(unit=rural, year=YEAR)
    assert holds is not None
    assert (holds.targets[POOR], holds.code) == (5, "30/QĐ")
    assert values_of(first) == [4, 2]


def test_what_a_unit_was_given_falls_back_to_the_plan(year: SmallYear) -> None:
    draft(year, maker(year))

    given = allocated(unit=year.district.urban, year=YEAR)

    assert given is not None
    assert (given.source, given.code, dict(given.targets)) == (
        "plan", "15/KH-UBND", {POOR: 2, NEAR_POOR: 1},
    )  # fmt: skip
    assert allocated(unit=year.district.urban, year=YEAR + 1) is None
    assert allocated(unit=year.district.villages["A"], year=YEAR) is None


def test_a_net_near_poor_fall_says_who_has_to_leave(year: SmallYear) -> None:
    by, rural = maker(year), year.district.rural
    allocation = draft(year, by, source=StockSource.PLAN)
    assert sheet_of(allocation=allocation).rows[0].flow(is_net=True).leaving is None
    write(allocation, by, typed(allocation, rural, "3", ARRIVING), measure=ARRIVING)

    row = sheet_of(allocation=allocation).rows[0]

    # 4 leave poverty, 3 of them become near-poor; near-poor falls by 1 from 2.
    net, gross = row.flow(is_net=True), row.flow(is_net=False)
    assert (net.poor_out, net.arriving, net.leaving, net.near_poor_end) == (4, 3, 4, 1)
    assert (gross.leaving, gross.near_poor_end) == (1, 4)
