"""What changes an allocation: opened from a stock, proposed, typed, imported, undone, copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.audit import actions as audit
from giamngheo.lib.numbers import BadNumber, format_number, parse_int
from giamngheo.targets.catalogue import NEAR_POOR, POOR, measures, sector_name
from giamngheo.targets.enums import ChangeKind
from giamngheo.targets.models import (
    Allocation,
    AllocationCell,
    AllocationChange,
    AllocationGoal,
)
from giamngheo.targets.queries import editable_measures
from giamngheo.targets.refusals import (
    AllocationFrozen,
    CellBad,
    CellStale,
    NothingToUndo,
    NotYourMeasure,
)
from giamngheo.targets.splitting import UnitStock, allocate
from giamngheo.targets.stocks import (
    StockRow,
)
from giamngheo.targets.table_files import read_allocation

MOST = 10_000_000
POVERTY_OFFICE = "cơ quan thường trực giảm nghèo"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody typed into a cell, and the version of the cell she saw."""

    line_id: int
    text: str
    version: int


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
