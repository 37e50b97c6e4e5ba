"""What changes an allocation: opened from a stock, proposed, typed, imported, undone, copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.numbers import BadNumber, format_number, parse_int
from giamngheo.targets.catalogue import NEAR_POOR, POOR, measures, sector_name
from giamngheo.targets.enums import ChangeKind, StockSource
from giamngheo.targets.models import (
    Allocation,
    AllocationCell,
    AllocationChange,
    AllocationGoal,
    AllocationLine,
)
from giamngheo.targets.queries import allocated, editable_measures, sheet_of
from giamngheo.targets.refusals import (
    AllocationFrozen,
    CellBad,
    CellStale,
    NothingToUndo,
    NotYourMeasure,
    StockMissing,
)
from giamngheo.targets.splitting import UnitStock, allocate
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

MOST = 10_000_000
POVERTY_OFFICE = "cơ quan thường trực giảm nghèo"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody typed into a cell, and the version of the cell she saw."""

    line_id: int
    text: str
    version: int


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
def type_cells(
    *, allocation: Allocation, measure: str, typed: Sequence[Typed], by: User, as_of: date
) -> int:
    """
    Write what was typed and return how many cells changed; an empty text gives nothing.

    All or none: a cell that somebody changed meanwhile refuses the whole, named.
    Raises: AllocationFrozen [TGT-005], NotYourMeasure [TGT-006], CellStale [TGT-007],
            CellBad [TGT-008].
    """
    locked = _to_edit(allocation, measure, by, as_of)
    cells = _cells(locked, measure)
    wanted: dict[int, int | None] = {}
    for one in typed:
        cell = cells.get(one.line_id)
        if cell is None:
            continue
        value = _number(one.text, cell)
        if value == cell.value:
            continue
        _refuse_stale(cell, one.version)
        _check(cell, value)
        wanted[cell.pk] = value
    names = [cell.line.name for cell in cells.values() if cell.pk in wanted]
    words = f"Ghi {', '.join(names[:3])}{' …' if len(names) > 3 else ''}"
    return _write(locked, measure, cells, wanted, kind=ChangeKind.TYPED, words=words, by=by)


@transaction.atomic
def propose_shares(
    *,
    allocation: Allocation,
    measure: str,
    total: int,
    capped: bool,
    difficult_weight: Decimal,
    by: User,
    as_of: date,
) -> int:
    """
    Give every unit its share of `total` by the rule, over whatever stood there; undone whole.

    Raises: as `type_cells`; AllocationTooLarge [TGT-001], AllocationNumberBad [TGT-002],
            CellBad [TGT-008] where a unit's stock is not known.
    """
    locked = _to_edit(allocation, measure, by, as_of)
    cells = _cells(locked, measure)
    ordered = sorted(cells.values(), key=lambda cell: cell.line.position)
    units = []
    for cell in ordered:
        if cell.stock is None:
            raise CellBad(unit=cell.line.name, problem="chưa có số đầu năm để chia theo tỷ lệ")
        weight = difficult_weight if cell.line.is_difficult else Decimal(1)
        units.append(UnitStock(cell.line.name, None, cell.stock, cell.cannot, weight))
    shares = allocate(total=total, units=units, capped=capped)
    wanted: dict[int, int | None] = {
        cell.pk: share.poor_reduced
        for cell, share in zip(ordered, shares, strict=True)
        if cell.value != share.poor_reduced
    }
    words = f"Đề xuất {format_number(total)} theo tỷ lệ số đầu năm"
    if capped:
        words += ", trừ hộ không có khả năng lao động"
    if difficult_weight != 1:
        words += f", xã khó khăn hệ số {format_number(difficult_weight)}"
    return _write(locked, measure, cells, wanted, kind=ChangeKind.PROPOSED, words=words, by=by)


@transaction.atomic
def import_table(
    *, allocation: Allocation, path: Path, by: User, as_of: date
) -> tuple[int, tuple[str, ...]]:
    """
    Take the given figures of a table into the draft; return how many cells changed, and findings.

    Stocks stay those of the draft; one that the file says otherwise is a finding.
    Raises: as `type_cells`; TableFileRefused [TGT-003] and the readers' refusals.
    """
    read = read_allocation(path=path, unit=allocation.unit, as_of=as_of)
    findings = list(read.findings)
    changed = 0
    for measure in (POOR, NEAR_POOR):
        locked = _to_edit(allocation, measure, by, as_of)
        cells = _cells(locked, measure)
        by_unit = {cell.line.unit_id: cell for cell in cells.values()}
        findings += _differences(read.rows, by_unit, measure)
        wanted: dict[int, int | None] = {}
        for row in read.rows:
            cell, value = by_unit.get(row.unit.pk), row.value.get(measure)
            if cell is not None and value is not None and value != cell.value:
                _check(cell, value)
                wanted[cell.pk] = value
        words = f"Nhập từ {path.name}"[:300]
        changed += _write(
            locked, measure, cells, wanted, kind=ChangeKind.IMPORTED, words=words, by=by
        )
    return changed, tuple(findings)


@transaction.atomic
def undo_change(*, allocation: Allocation, measure: str, by: User, as_of: date) -> str:
    """
    Take back the last step on a measure and return what it was.

    Raises: as `type_cells`; NothingToUndo [TGT-009] without a step, or where a cell of it was
            changed since.
    """
    locked = _to_edit(allocation, measure, by, as_of)
    last = (
        locked.changes.filter(measure=measure, is_undone=False)
        .exclude(kind=ChangeKind.UNDONE)
        .order_by("-id")
        .first()
    )
    if last is None:
        raise NothingToUndo(problem="chưa có bước nào ở chỉ tiêu này")
    cells = _cells(locked, measure)
    by_id = {str(cell.pk): cell for cell in cells.values()}
    wanted: dict[int, int | None] = {}
    for key, (before, after) in last.cells.items():
        cell = by_id.get(key)
        if cell is None or cell.value != after:
            name = cell.line.name if cell else "một dòng"
            raise NothingToUndo(problem=f"{name} đã được sửa sau bước này")
        wanted[cell.pk] = before
    words = f"Hoàn tác: {last.words}"[:300]
    _write(locked, measure, cells, wanted, kind=ChangeKind.UNDONE, words=words, by=by)
    AllocationChange.objects.filter(pk=last.pk).update(is_undone=True)
    return last.words


@transaction.atomic
def set_goal(
    *, allocation: Allocation, measure: str, value: int, source: str, by: User, as_of: date
) -> AllocationGoal:
    """
    Set the upper target of a measure, with the paper it stands in.

    Raises: as `type_cells`.
    """
    locked = _to_edit(allocation, measure, by, as_of)
    if not source.strip() or not 0 <= value <= MOST:
        raise CellBad(unit=locked.unit.full_name, problem="ghi chỉ tiêu chung và căn cứ của nó")
    _note(locked, f"Chỉ tiêu chung {measure}: {value}", by)
    goal, _ = AllocationGoal.objects.update_or_create(
        allocation=locked,
        measure=measure,
        defaults={"value": value, "source": source.strip()[:300], "target": None},
    )
    return goal


@transaction.atomic
def set_terms(
    *,
    allocation: Allocation,
    difficult: Sequence[int],
    near_poor_is_net: bool,
    by: User,
    as_of: date,
) -> None:
    """
    Say which units are weighted as difficult ones, and whether the near-poor fall is net.

    Raises: AllocationFrozen [TGT-005], NotYourMeasure [TGT-006].
    """
    locked = _to_edit(allocation, POOR, by, as_of)
    _note(locked, "Xã khó khăn, cách tính hộ cận nghèo giảm", by)
    locked.lines.exclude(pk__in=difficult).filter(is_difficult=True).update(is_difficult=False)
    locked.lines.filter(pk__in=difficult, is_difficult=False).update(is_difficult=True)
    locked.near_poor_is_net = near_poor_is_net
    locked.save(update_fields=["near_poor_is_net"])


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
    allocation = Allocation.objects.create(
        unit=unit,
        unit_path=unit.path,
        year=year,
        version=version,
        stock_source=source,
        stock_words=words,
        made_by=by,
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


def _to_edit(allocation: Allocation, measure: str, by: User, as_of: date) -> Allocation:
    """Return the draft, locked: two who edit at once take turns."""
    locked = (
        Allocation.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=allocation.pk)
    )
    if locked.is_decided:
        raise AllocationFrozen(
            version=locked.version, unit=locked.unit.full_name, number=locked.number
        )
    scope = scope_of(user=by, as_of=as_of)
    if measure not in editable_measures(scope=scope, unit_path=locked.unit_path):
        kind = measures().get(measure)
        raise NotYourMeasure(
            measure=kind.name if kind else measure,
            unit=locked.unit.full_name,
            owner=(sector_name(kind.sector) if kind else "") or POVERTY_OFFICE,
        )
    return locked


def _cells(allocation: Allocation, measure: str) -> dict[int, AllocationCell]:
    """Return the cells of a measure by their line."""
    found = AllocationCell.objects.filter(line__allocation=allocation, measure=measure)
    rows = found.select_related("line", "changed_by").order_by("line__position")
    return {cell.line_id: cell for cell in rows}


def _number(text: str, cell: AllocationCell) -> int | None:
    if not text.strip():
        return None
    try:
        number = parse_int(text)
    except BadNumber:
        number = -1
    if not 0 <= number <= MOST:
        raise CellBad(
            unit=cell.line.name, problem=f"«{text.strip()[:40]}» không phải số nguyên từ 0"
        )
    return number


def _refuse_stale(cell: AllocationCell, version: int) -> None:
    if cell.version != version:
        who = cell.changed_by.full_name if cell.changed_by else "người khác"
        value = "trống" if cell.value is None else format_number(cell.value)
        raise CellStale(unit=cell.line.name, who=who, value=value)


def _check(cell: AllocationCell, value: int | None) -> None:
    if value is not None and cell.stock is not None and value > cell.stock:
        raise CellBad(
            unit=cell.line.name,
            problem=(
                f"chỉ tiêu {format_number(value)} nhiều hơn số đầu năm {format_number(cell.stock)}"
            ),
        )


def _differences(
    rows: Sequence[StockRow], cells: Mapping[int, AllocationCell], measure: str
) -> list[str]:
    found = []
    for row in rows:
        cell, stock = cells.get(row.unit.pk), row.stock.get(measure)
        if cell is None:
            found.append(f"{row.name}: không có dòng trong phương án này, số của tệp không lấy.")
        elif stock is not None and stock != cell.stock:
            ours = "chưa có" if cell.stock is None else format_number(cell.stock)
            found.append(
                f"{row.name}: tệp ghi đầu năm {format_number(stock)}, phương án có {ours}."
            )
    return found


def _write(
    allocation: Allocation,
    measure: str,
    cells: Mapping[int, AllocationCell],
    wanted: Mapping[int, int | None],
    *,
    kind: str,
    words: str,
    by: User,
) -> int:
    changed = [cell for cell in cells.values() if cell.pk in wanted]
    if not changed:
        return 0
    _note(allocation, words, by)
    before = {cell.pk: cell.value for cell in changed}
    for cell in changed:
        cell.value, cell.version = wanted[cell.pk], cell.version + 1
        cell.changed_by = by
    AllocationCell.objects.bulk_update(changed, ["value", "version", "changed_by"])
    AllocationChange.objects.create(
        allocation=allocation,
        measure=measure,
        kind=kind,
        words=words[:300],
        cells={str(cell.pk): [before[cell.pk], cell.value] for cell in changed},
        made_by=by,
    )
    return len(changed)


def _note(allocation: Allocation, words: str, by: User) -> None:
    audit.record(
        action="targets.edit_allocation",
        by=by,
        subject=f"Phương án {allocation.version} năm {allocation.year}, {words}"[:200],
        unit_path=allocation.unit_path,
        details={"at": timezone.now().isoformat()},
    )
