"""Changes to the units: the shipped reference data, resolutions, spellings, villages, statuses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import IntegrityError, connection, transaction

from giamngheo.areas.applying import new_unit, take_back, units_in_the_way, write_plan
from giamngheo.areas.changes import ChangePlan, plan_changes
from giamngheo.areas.enums import (
    AREA_OF_KIND,
    AreaChoice,
    ImportState,
    LinkKind,
    UnitKind,
    UnitLevel,
)
from giamngheo.areas.loading import Loaded, load_shipped, reserve_ids
from giamngheo.areas.models import Unit, UnitAlias, UnitImport, UnitLink, UnitStatus
from giamngheo.areas.names import name_keys
from giamngheo.areas.resolutions import ChangeFile
from giamngheo.areas.shipped import read_shipped
from giamngheo.audit import actions as audit
from giamngheo.audit.actions import Actor
from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import clean, split_unit_name

# ── The shipped data ──────────────────────────────────────────────────────────────────────────


class ShippedDataCollide(Refusal):
    code = "ARE-001"
    sentence = (
        "Chưa nạp được danh mục đơn vị: dữ liệu đi kèm trùng mã, trùng thời gian với đơn vị đã "
        "nhập tay. Hoàn tác lần nhập đó (giamngheo areas undo …) rồi nạp lại."
    )


def sync_units(*, by: Actor | None = None, provinces: Collection[str] | None = None) -> Loaded:
    """
    Bring units, links and aliases up to the tables shipped with this version.

    Idempotent, in one transaction; removes nothing and keeps what officers set: closings by an
    import, area types, confirmations. `provinces` limits it to these province codes (tests).
    Raises: ShippedDataCollide [ARE-001] when a unit entered by hand holds a shipped code.
    Source: giamngheo/areas/data/README.md
    """
    shipped = read_shipped(provinces=provinces)
    try:
        with transaction.atomic():
            audit.record(action="areas.sync_units", by=by, details={"units": len(shipped.units)})
            return load_shipped(shipped)
    except IntegrityError as error:
        raise ShippedDataCollide from error


# ── Resolutions ───────────────────────────────────────────────────────────────────────────────


class ChangesNotClean(Refusal):
    code = "ARE-002"
    sentence = (
        "Chưa áp dụng được tệp {file}: {count} chỗ chưa đúng. {problems} Sửa tệp rồi nhập lại; "
        "chưa có gì được ghi."
    )


class ImportAlreadyUndone(Refusal):
    code = "ARE-003"
    sentence = "Lần nhập {number} ({file}) đã được hoàn tác trước đó; không còn gì để hoàn tác."


class LaterImportFirst(Refusal):
    code = "ARE-004"
    sentence = (
        "Chưa hoàn tác được lần nhập {number}: {units} đã đổi tiếp ở lần nhập {later}. Hoàn tác "
        "lần nhập {later} trước."
    )


class NewUnitsInUse(Refusal):
    code = "ARE-005"
    sentence = (
        "Chưa hoàn tác được lần nhập {number}: đơn vị mới đã có {records}. Chuyển các hồ sơ ấy "
        "về đơn vị cũ rồi hoàn tác lại."
    )


def apply_changes(*, file: ChangeFile, by: Actor | None) -> tuple[UnitImport, ChangePlan]:
    """
    Carry out a file of changes as a whole and return the import and what it did.

    Raises: ChangesNotClean [ARE-002] when any line cannot stand; nothing is written then.
    """
    with transaction.atomic():
        # Two officers with one file: the second waits here and then finds the units closed.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE areas_unitimport IN SHARE ROW EXCLUSIVE MODE")
        plan = plan_changes(file)
        if not plan.is_clean or plan.day is None:
            shown = [str(problem) for problem in plan.problems] or ["Tệp không có thay đổi nào"]
            raise ChangesNotClean(
                file=file.name, count=len(shown), problems="; ".join(shown[:5]) + "."
            )
        audit.record(
            action="areas.apply_changes",
            by=by,
            subject=file.name,
            details={"sha256": file.sha256, "day": plan.day, "rows": len(file.rows)},
        )
        return write_plan(plan=plan, day=plan.day), plan


def undo_import(*, done: UnitImport, by: Actor | None) -> None:
    """
    Take an import back as a whole: what it opened goes, what it closed is open again.

    Raises: ImportAlreadyUndone [ARE-003]; LaterImportFirst [ARE-004] when another import built
    on it; NewUnitsInUse [ARE-005] when records stand in a unit that would go.
    """
    with transaction.atomic():
        done = UnitImport.objects.select_for_update().get(pk=done.pk)
        if done.state == ImportState.UNDONE:
            raise ImportAlreadyUndone(number=done.pk, file=done.file_name)
        if closed := units_in_the_way(done):
            names = ", ".join(str(unit) for unit in closed[:3])
            raise LaterImportFirst(number=done.pk, units=names, later=closed[0].closed_by_id)
        audit.record(action="areas.undo_import", by=by, subject=str(done))
        if records := take_back(done):
            raise NewUnitsInUse(number=done.pk, records=", ".join(records))


# ── Villages ──────────────────────────────────────────────────────────────────────────────────


class NotACommune(Refusal):
    code = "ARE-006"
    sentence = (
        "Chưa thêm được thôn, tổ dân phố: {unit} không phải đơn vị cấp xã, hoặc không có hiệu lực "
        "ngày {day:%d/%m/%Y}. Chọn xã, phường, đặc khu đang có hiệu lực."
    )


class VillageNameTaken(Refusal):
    code = "ARE-007"
    sentence = (
        "Chưa thêm được {names}: {commune} đã có thôn, tổ dân phố cùng tên, hoặc tên ghi hai lần. "
        "Sửa tên rồi thêm lại."
    )


def create_villages(
    *, commune: Unit, names: Sequence[str], valid_from: date, source: str, by: Actor | None
) -> list[Unit]:
    """
    Open villages below `commune` and return them in the order of `names`.

    The word in front tells the kind ("Thôn 3", "Tổ dân phố 5", "Bản Lác"); without one it is
    the village of a rural commune and the residential group of an urban one. Names stay as
    written, the word included.
    Raises: NotACommune [ARE-006]; VillageNameTaken [ARE-007].
    Source: Nghị định 185/2026/NĐ-CP: thôn in xã, tổ dân phố in phường; two of one name in a
            commune are a ground for renaming, and lists of households name villages by name.
    """
    if commune.level != UnitLevel.COMMUNE or not _in_force(commune, valid_from):
        raise NotACommune(unit=commune, day=valid_from)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=commune.pk)
        _check_village_names(commune, names, valid_from)
        audit.record(
            action="areas.create_villages", by=by, subject=str(commune), unit_path=commune.path
        )
        with connection.cursor() as cursor:
            ids = reserve_ids(cursor, len(names))
        villages = [
            _village(pk, commune, clean(name), valid_from, source)
            for pk, name in zip(ids, names, strict=True)
        ]
        return Unit.objects.bulk_create(villages)


def _village(pk: int, commune: Unit, written: str, valid_from: date, source: str) -> Unit:
    word = split_unit_name(written).kind
    kind = word if word in (UnitKind.VILLAGE, UnitKind.RESIDENTIAL_GROUP) else None
    if kind is None:
        rural = AREA_OF_KIND.get(commune.kind) == AreaChoice.RURAL
        kind = UnitKind.VILLAGE if rural else UnitKind.RESIDENTIAL_GROUP
    return new_unit(
        pk=pk,
        code=None,
        name=written,
        kind=kind,
        parent=commune,
        valid_from=valid_from,
        source=source,
    )


def _check_village_names(commune: Unit, names: Sequence[str], valid_from: date) -> None:
    asked = [name_keys(clean(name)).compare for name in names]
    open_ones = Unit.objects.in_force(valid_from).filter(parent=commune)
    taken = set(open_ones.values_list("compare_key", flat=True))
    doubled = [
        clean(name)
        for name, key in zip(names, asked, strict=True)
        if key in taken or asked.count(key) > 1
    ]
    if doubled:
        raise VillageNameTaken(names=", ".join(dict.fromkeys(doubled)), commune=commune)


def carry_villages(
    *, villages: Sequence[Unit], into: Unit, day: date, source: str, by: Actor | None
) -> dict[int, Unit]:
    """
    Have villages of a commune that ended go on below its successor from `day`, as a resolution
    file does; return by village id what each is there.

    One that a link already leads into `into` is left alone; one whose link leads elsewhere stays
    out. Names stay as they are, also where the successor gets two of one.
    """
    wanted = {village.pk: village for village in villages}
    links = UnitLink.objects.filter(predecessor__in=wanted).select_related("successor")
    linked = {one.predecessor_id: one.successor for one in links}
    there = {pk: unit for pk, unit in linked.items() if unit.path.startswith(into.path)}
    going = [village for pk, village in wanted.items() if pk not in linked]
    if not going:
        return there
    with transaction.atomic():
        audit.record(
            action="areas.carry_villages", by=by, subject=str(into), unit_path=into.path,
            reason=source,
        )  # fmt: skip
        with connection.cursor() as cursor:
            ids = reserve_ids(cursor, len(going))
        opened = [
            new_unit(
                pk=pk, code=None, name=old.name, kind=old.kind, parent=into, valid_from=day,
                source=source,
            )
            for pk, old in zip(ids, going, strict=True)
        ]  # fmt: skip
        Unit.objects.bulk_create(opened)
        Unit.objects.filter(pk__in=[one.pk for one in going], valid_to=None).update(
            valid_to=day, end_known=True
        )
        UnitLink.objects.bulk_create(
            UnitLink(predecessor=old, successor=new, kind=LinkKind.MOVE, source=source[:120])
            for old, new in zip(going, opened, strict=True)
        )
    return there | {old.pk: new for old, new in zip(going, opened, strict=True)}


def _in_force(unit: Unit, as_of: date) -> bool:
    return unit.valid_from <= as_of and (unit.valid_to is None or as_of < unit.valid_to)


# ── Spellings, area type, status ──────────────────────────────────────────────────────────────


class AliasTaken(Refusal):
    code = "ARE-008"
    sentence = "Không cần ghi thêm: “{name}” đã được xác nhận là tên khác của {unit}."


class StatusOverlaps(Refusal):
    code = "ARE-009"
    sentence = (
        "Chưa ghi được diện “{status}” cho {unit}: đã có một lần ghi trùng thời gian. Kết thúc "
        "lần ghi cũ trước."
    )


def add_alias(
    *,
    unit: Unit,
    name: str,
    source: str,
    by: Actor | None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> UnitAlias:
    """
    Record that documents call `unit` by `name`, confirmed by the officer who says so; a guess of
    the same spelling is confirmed as it stands.

    Raises: AliasTaken [ARE-008] when the spelling was confirmed before.
    """
    spelling = clean(name)
    known = UnitAlias.objects.filter(unit=unit, name=spelling).first()
    if known and known.confirmed:
        raise AliasTaken(unit=unit, name=spelling)
    if known:
        return confirm_alias(alias=known, by=by, reason=source)
    keys = name_keys(spelling)
    with transaction.atomic():
        audit.record(
            action="areas.add_alias", by=by, subject=str(unit), unit_path=unit.path, reason=source
        )
        return UnitAlias.objects.create(
            unit=unit,
            name=spelling,
            compare_key=keys.compare,
            search_key=keys.search,
            valid_from=valid_from,
            valid_to=valid_to,
            confirmed=True,
            source=source,
        )


def confirm_alias(*, alias: UnitAlias, by: Actor | None, reason: str = "") -> UnitAlias:
    """Confirm a guessed spelling: from now on it resolves to its unit."""
    with transaction.atomic():
        unit = alias.unit
        audit.record(
            action="areas.confirm_alias",
            by=by,
            subject=str(alias),
            unit_path=unit.path,
            reason=reason,
        )
        alias.confirmed = True
        alias.save(update_fields=["confirmed"])
        return alias


def set_area_type(*, unit: Unit, area_type: str, reason: str, by: Actor | None) -> Unit:
    """Say whether `unit` counts as rural or urban, where its kind does not (special zones)."""
    with transaction.atomic():
        audit.record(
            action="areas.set_area_type",
            by=by,
            subject=str(unit),
            unit_path=unit.path,
            reason=reason,
        )
        unit.area_type = AreaChoice(area_type)
        unit.save(update_fields=["area_type"])
        return unit


def set_status(
    *,
    unit: Unit,
    kind: str,
    valid_from: date,
    source: str,
    by: Actor | None,
    valid_to: date | None = None,
) -> UnitStatus:
    """
    Put `unit` on a dated list (poor district, border commune, zone …) by the document `source`.

    Raises: StatusOverlaps [ARE-009].
    """
    status = UnitStatus(
        unit=unit, kind=kind, valid_from=valid_from, valid_to=valid_to, source=source
    )
    try:
        with transaction.atomic():
            audit.record(action="areas.set_status", by=by, subject=str(unit), unit_path=unit.path)
            status.save(force_insert=True)
    except IntegrityError as error:
        raise StatusOverlaps(unit=unit, status=status.get_kind_display()) from error
    return status
