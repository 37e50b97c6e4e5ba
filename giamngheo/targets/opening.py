"""How an allocation begins: from the register, the plan's table, a file, or another version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.planning.queries import plan_of
from giamngheo.targets.catalogue import POOR, measures
from giamngheo.targets.enums import StockSource
from giamngheo.targets.models import Allocation, AllocationCell, AllocationGoal, AllocationLine
from giamngheo.targets.queries import allocated, sheet_of
from giamngheo.targets.refusals import CellBad, StockMissing
from giamngheo.targets.stocks import (
    Goal,
    StockRow,
    all_measures,
    goals_of,
    stock_of_plan,
    stock_of_register,
    with_circumstances,
)
from giamngheo.targets.table_files import TableRead, read_allocation


@transaction.atomic
def open_allocation(*, unit: Unit, year: int, source: str, by: User | None) -> Allocation:
    """
    Begin a draft from the register's frozen year-end or from the plan's own table.

    From the plan the given figures come along; from the register nothing is given yet.
    Raises: StockMissing [TGT-004].
    """
    if source == StockSource.PLAN:
        rows, words = stock_of_plan(unit=unit, year=year), "Bảng trong kế hoạch của đơn vị"
        problem = "kế hoạch năm này không có bảng phân bổ"
    else:
        rows, words = stock_of_register(unit=unit, year=year), f"Sổ hộ chốt đến 31/12/{year - 1}"
        source, problem = StockSource.REGISTER, f"chưa có số liệu chốt đầu năm {year}"
    if not rows or all(row.stock.get(POOR) is None for row in rows):
        raise StockMissing(unit=unit.full_name, year=year, problem=problem)
    return _create(unit, year, rows, source=source, words=words, by=by)


@transaction.atomic
def open_from_file(
    *, unit: Unit, year: int, path: Path, as_of: date, by: User | None
) -> tuple[Allocation, TableRead]:
    """
    Begin a draft from a table in a file, its given figures included.

    Raises: TableFileRefused [TGT-003] and the readers' refusals.
    """
    read = read_allocation(path=path, unit=unit, as_of=as_of)
    rows = with_circumstances(rows=read.rows, unit=unit, year=year)
    words = f"Tệp {path.name}"[:300]
    return _create(unit, year, rows, source=StockSource.FILE, words=words, by=by), read


@transaction.atomic
def copy_allocation(*, allocation: Allocation, reason: str, by: User) -> Allocation:
    """
    Begin a new version from another; from a decided one it is a draft that amends it.

    Raises: CellBad [TGT-008] where an amendment gives no reason.
    """
    if allocation.is_decided and not reason.strip():
        raise CellBad(unit=allocation.unit.full_name, problem="ghi lý do điều chỉnh")
    sheet = sheet_of(allocation=allocation)
    rows = [
        StockRow(
            unit=row.line.unit,
            name=row.line.name,
            households=row.line.households,
            stock={code: cell.stock for code, cell in row.cells.items()},
            cannot={code: cell.cannot for code, cell in row.cells.items()},
            value={code: cell.value for code, cell in row.cells.items()},
            is_difficult=row.line.is_difficult,
        )
        for row in sheet.rows
    ]
    goals = [
        Goal(measure=code, value=goal.value, source=goal.source, target=goal.target)
        for code, goal in sheet.goals.items()
    ]
    made = _create(
        allocation.unit,
        allocation.year,
        rows,
        source=StockSource.COPY,
        words=f"{allocation.stock_words} (từ phương án {allocation.version})"[:300],
        by=by,
        goals=goals,
    )
    made.amends = allocation if allocation.is_decided else allocation.amends
    made.reason = reason.strip()[:500]
    made.near_poor_is_net = allocation.near_poor_is_net
    made.save(update_fields=["amends", "reason", "near_poor_is_net"])
    return made


def _create(
    unit: Unit,
    year: int,
    rows: Sequence[StockRow],
    *,
    source: str,
    words: str,
    by: User | None,
    goals: Sequence[Goal] | None = None,
) -> Allocation:
    # Two officers who begin at once get two versions, one after the other.
    Unit.objects.select_for_update().get(pk=unit.pk)
    last = Allocation.objects.filter(unit=unit, year=year).aggregate(Max("version"))
    version = (last["version__max"] or 0) + 1
    audit.record(
        action="targets.open_allocation",
        by=by,
        subject=f"Phương án {version} năm {year}, {unit.full_name}",
        unit_path=unit.path,
        details={"source": source, "rows": len(rows)},
    )
    plan = plan_of(unit=unit, year=year)
    allocation = Allocation.objects.create(
        unit=unit,
        unit_path=unit.path,
        year=year,
        version=version,
        stock_source=source,
        stock_words=words,
        made_by=by,
        is_generated=bool(plan and plan.is_generated),
    )
    _store_rows(allocation, rows)
    AllocationGoal.objects.bulk_create(
        AllocationGoal(
            allocation=allocation,
            measure=goal.measure,
            value=goal.value,
            source=goal.source,
            target=goal.target,
        )
        for goal in (_goals(unit, year) if goals is None else goals)
    )
    return allocation


def _goals(unit: Unit, year: int) -> list[Goal]:
    """Return the upper targets: what a higher unit decided goes before the unit's own plan."""
    found = {goal.measure: goal for goal in goals_of(unit=unit, year=year)}
    given = allocated(unit=unit, year=year)
    if given is not None and given.source == "decision":
        for code, value in given.targets.items():
            if code in measures() and code not in found:
                found[code] = Goal(measure=code, value=value, source=f"Quyết định {given.code}")
    return list(found.values())


def _store_rows(allocation: Allocation, rows: Sequence[StockRow]) -> None:
    lines = AllocationLine.objects.bulk_create(
        AllocationLine(
            allocation=allocation,
            unit=row.unit,
            unit_path=row.unit.path,
            position=position,
            name=row.name,
            households=row.households,
            is_difficult=row.is_difficult,
        )
        for position, row in enumerate(rows, start=1)
    )
    AllocationCell.objects.bulk_create(
        AllocationCell(
            line=line,
            measure=code,
            stock=row.stock.get(code),
            cannot=row.cannot.get(code, 0),
            value=row.value.get(code),
        )
        for line, row in zip(lines, rows, strict=True)
        for code in all_measures()
    )
