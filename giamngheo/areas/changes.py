"""What a file of changes would do: units closed and opened, links, and lines that cannot stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from giamngheo.areas.enums import LEVEL_OF_KIND, LinkKind, UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.names import written_name
from giamngheo.areas.resolutions import CODE_LENGTH, Change, ChangeFile, ChangeRow, RowProblem

LINK_KIND = {
    Change.MERGE: LinkKind.MERGE,
    Change.SPLIT: LinkKind.SPLIT,
    Change.RENAME: LinkKind.RENAME,
    Change.KIND_CHANGE: LinkKind.KIND_CHANGE,
    Change.MOVE: LinkKind.MOVE,
}
_ONE_TO_ONE = (Change.RENAME, Change.KIND_CHANGE, Change.MOVE)


@dataclass(eq=False)
class Opening:
    """A unit to be opened; its parent stands already, or is opened by the same file."""

    code: str | None
    name: str
    kind: str
    level: int
    parent: Unit | Opening | None
    document: str
    carried: bool = False  # opened only because its parent changed

    @property
    def full_name(self) -> str:
        return written_name(self.kind, self.name)


@dataclass(frozen=True)
class PlannedLink:
    old: Unit
    new: Opening
    kind: str
    split: bool
    share: Decimal | None
    document: str


@dataclass
class ChangePlan:
    """`closings` end before `day`, `openings` begin on it, parents before children."""

    file: ChangeFile
    day: date | None = None
    closings: dict[int, Unit] = field(default_factory=dict)
    openings: list[Opening] = field(default_factory=list)
    links: list[PlannedLink] = field(default_factory=list)
    orphans: list[Unit] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.problems and bool(self.closings or self.openings)


def plan_changes(file: ChangeFile) -> ChangePlan:
    """
    Return what `file` would do to the units as they stand; writes nothing.

    Units below a changed one move along with it. Villages of a divided or dissolved commune end
    without a successor and come back in `orphans`: a person says where each belongs.
    """
    plan = ChangePlan(file, problems=list(file.problems))
    days = sorted({row.effective for row in file.rows})
    if len(days) > 1:
        reason = "mỗi tệp chỉ một ngày hiệu lực; tách các dòng ra từng tệp"
        plan.problems.append(RowProblem(row_number=0, reason=reason))
    elif days:
        plan.day = days[0]
        _Planner(plan, days[0]).run()
    return plan


class _Planner:
    def __init__(self, plan: ChangePlan, day: date) -> None:
        self.plan, self.day = plan, day
        self.rows = plan.file.rows
        self.eve = day - timedelta(days=1)
        codes = {code for row in self.rows for code in (*row.old_codes, row.new_code)}
        codes |= {row.parent_code for row in self.rows}
        standing = Unit.objects.in_force(self.eve).filter(code__in=codes - {""})
        self.standing = {unit.code: unit for unit in standing.select_related("parent")}
        self.opened: dict[str, Opening] = {}
        # Where what lies below a closed unit goes: one unit, or nobody knows.
        self.moved: dict[int, Opening | None] = {}

    def run(self) -> None:
        rows = [row for row in self.rows if self._check_old_units(row)]
        targets: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for code in row.old_codes:
                targets[code] |= {row.new_code} - {""}
                self.plan.closings[self.standing[code].pk] = self.standing[code]
        self._check_counts(rows, targets)
        for row in sorted(rows, key=lambda row: len(row.new_code)):
            if row.change is not Change.DISSOLVE:
                self._open(row)
        for code, heirs in targets.items():
            one = self.opened.get(next(iter(heirs))) if len(heirs) == 1 else None
            self.moved[self.standing[code].pk] = one
        self._link(rows, targets)
        self._carry_along()

    def _refuse(self, row: ChangeRow, reason: str) -> None:
        self.plan.problems.append(RowProblem(row_number=row.row_number, reason=reason))

    # ── Old units ──

    def _check_old_units(self, row: ChangeRow) -> bool:
        before = len(self.plan.problems)
        for code in row.old_codes:
            unit = self.standing.get(code)
            if unit is None:
                self._refuse(row, f"không có đơn vị mã {code} vào ngày {_shown(self.eve)}")
            elif unit.valid_to is not None:
                self._refuse(row, f"{unit} ({code}) đã kết thúc từ ngày {_shown(unit.valid_to)}")
        if row.change in _ONE_TO_ONE and len(self.plan.problems) == before:
            self._check_one_to_one(row, self.standing[row.old_codes[0]])
        return len(self.plan.problems) == before

    def _check_one_to_one(self, row: ChangeRow, old: Unit) -> None:
        if row.change is Change.RENAME and row.new_name == old.name:
            self._refuse(row, f"tên mới trùng tên cũ: {old}")
        if row.change is Change.KIND_CHANGE and row.new_kind == old.kind:
            self._refuse(row, f"loại mới trùng loại cũ: {old}")
        if row.change is Change.MOVE and not row.parent_code:
            self._refuse(row, "chuyển thì phải ghi mã đơn vị cấp trên mới")

    def _check_counts(self, rows: Iterable[ChangeRow], targets: dict[str, set[str]]) -> None:
        sources: dict[str, set[str]] = defaultdict(set)
        splits: set[str] = set()
        pairs: Counter[tuple[str, str]] = Counter()
        for row in rows:
            sources[row.new_code] |= set(row.old_codes)
            pairs.update((code, row.new_code) for code in row.old_codes)
            if row.change is Change.SPLIT:
                splits |= set(row.old_codes)
        for row in rows:
            if row.change is Change.MERGE and len(sources[row.new_code]) < 2:
                self._refuse(row, f"sáp nhập vào {row.new_code} cần ít nhất hai đơn vị cũ")
            for code in row.old_codes:
                if pairs[code, row.new_code] > 1:
                    self._refuse(row, f"{code} → {row.new_code} ghi nhiều lần")
                if row.change is Change.SPLIT and len(targets[code]) < 2:
                    self._refuse(row, f"chia tách {code} cần ít nhất hai đơn vị mới")
                elif len(targets[code]) > 1 and code not in splits:
                    self._refuse(row, f"{code} đi vào nhiều đơn vị mới: ghi “chia tách”")

    # ── New units ──

    def _open(self, row: ChangeRow) -> None:
        olds = [self.standing[code] for code in row.old_codes]
        kind = row.new_kind or olds[0].kind
        name = row.new_name or olds[0].name
        level = LEVEL_OF_KIND[kind]
        if len(row.new_code) != CODE_LENGTH[UnitLevel(level)]:
            self._refuse(
                row, f"mã {row.new_code} không đúng số chữ số của {written_name(kind, name)}"
            )
            return
        holder = self.standing.get(row.new_code)
        if holder and holder.pk not in self.plan.closings:
            self._refuse(row, f"mã {row.new_code} đang là {holder}: thêm vào cột mã đơn vị cũ")
            return
        found, parent = self._parent(row, olds, level)
        if not found:
            return
        other = self.opened.get(row.new_code)
        if other is None:
            other = Opening(row.new_code, name, kind, level, parent, row.document)
            self.opened[row.new_code] = other
            self.plan.openings.append(other)
        elif (other.name, other.kind, other.parent) != (name, kind, parent):
            self._refuse(row, f"mã {row.new_code} ghi khác ở dòng khác: {other.full_name}")

    def _parent(
        self, row: ChangeRow, olds: list[Unit], level: int
    ) -> tuple[bool, Unit | Opening | None]:
        if level == UnitLevel.PROVINCE:
            return True, None
        if row.parent_code:
            parent = self.opened.get(row.parent_code) or self.standing.get(row.parent_code)
        else:
            above = {old.parent_id: old.parent for old in olds}
            parent = next(iter(above.values())) if len(above) == 1 else None
            if parent and parent.pk in self.plan.closings:
                parent = self.opened.get(parent.code or "")
        gone = isinstance(parent, Unit) and parent.pk in self.plan.closings
        if parent is None or gone or parent.level >= level:
            self._refuse(row, "chưa rõ đơn vị cấp trên: ghi mã đơn vị cấp trên đang có hiệu lực")
            return False, None
        return True, parent

    def _link(self, rows: Iterable[ChangeRow], targets: dict[str, set[str]]) -> None:
        for row in rows:
            new = self.opened.get(row.new_code)
            if row.change is Change.DISSOLVE or new is None:
                continue
            for code in row.old_codes:
                split = len(targets[code]) > 1
                kind = LinkKind.SPLIT if split else LINK_KIND.get(row.change, LinkKind.CONTINUE)
                share = row.share if split else None
                self.plan.links.append(
                    PlannedLink(self.standing[code], new, kind, split, share, row.document)
                )

    # ── What lies below ──

    def _carry_along(self) -> None:
        plan = self.plan
        inside = Q(pk__in=())
        for unit in plan.closings.values():
            inside |= Q(path__startswith=unit.path)
        below = Unit.objects.in_force(self.eve).filter(inside, valid_to=None)
        for unit in below.exclude(pk__in=plan.closings).order_by("level", "id"):
            if unit.parent_id in self.moved:
                self._carry(unit, self.moved[unit.parent_id])

    def _carry(self, unit: Unit, parent: Opening | None) -> None:
        self.plan.closings[unit.pk] = unit
        self.moved[unit.pk] = None
        if parent is None:
            if unit.level == UnitLevel.VILLAGE:
                self.plan.orphans.append(unit)
            else:
                reason = f"{unit} ({unit.code}) không còn đơn vị cấp trên: thêm một dòng “chuyển”"
                self.plan.problems.append(RowProblem(row_number=0, reason=reason))
            return
        new = Opening(
            unit.code, unit.name, unit.kind, unit.level, parent, parent.document, carried=True
        )
        self.plan.openings.append(new)
        self.moved[unit.pk] = new
        self.plan.links.append(PlannedLink(unit, new, LinkKind.MOVE, False, None, new.document))


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"
