"""The next resolution: read, shown, refused with reasons, applied, taken back."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from giamngheo.areas.actions import (
    ChangesNotClean,
    ImportAlreadyUndone,
    LaterImportFirst,
    NewUnitsInUse,
    apply_changes,
    sync_units,
    undo_import,
)
from giamngheo.areas.changes import plan_changes
from giamngheo.areas.enums import AreaChoice, ImportState, LinkKind, StatusKind, UnitKind
from giamngheo.areas.models import Unit, UnitImport, UnitLink, UnitStatus
from giamngheo.areas.queries import Succession, find_unit, predecessors, successors, unit_at_code
from giamngheo.areas.resolutions import ChangeFile, read_changes
from giamngheo.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.areas import UnitFactory, unit

pytestmark = pytest.mark.django_db

DAY, DOCUMENT = "01/01/2027", "Nghị quyết 1/NQ-UBTVQH16"
NEW_YEAR = date(2027, 1, 1)
HEADINGS = {
    "change": "Thay đổi",
    "old": "Mã đơn vị cũ",
    "new": "Mã đơn vị mới",
    "name": "Tên đơn vị mới",
    "kind": "Loại đơn vị mới",
    "parent": "Mã đơn vị cấp trên",
    "share": "Phần chuyển sang",
    "day": "Ngày hiệu lực",
    "document": "Văn bản",
}


@pytest.fixture
def changes(tmp_path: Path) -> Any:
    """Return a function that writes lines into a file and reads it as changes."""

    def make(*lines: dict[str, str]) -> ChangeFile:
        path = tmp_path / "nghi-quyet.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADINGS)
            writer.writerow(HEADINGS)
            writer.writerows({"day": DAY, "document": DOCUMENT, **line} for line in lines)
        return read_changes(path)

    return make


def heirs_of(old: Unit, day: date = NEW_YEAR) -> Succession:
    """Read the unit again: its end was written after the test fetched it."""
    return successors(unit=Unit.objects.get(pk=old.pk), as_of=day)


def state() -> list[tuple[Any, ...]]:
    units = Unit.objects.order_by("id").values_list("id", "full_name", "valid_to", "end_known")
    return [*units, *UnitLink.objects.order_by("id").values_list("id", "kind")]


def reasons(file: ChangeFile) -> str:
    return "; ".join(str(problem) for problem in plan_changes(file).problems)


MERGE = {
    "change": "Sáp nhập",
    "old": "15667, 15682",
    "new": "15667",
    "name": "Thọ Hợp",
    "kind": "Xã",
}


# ── Applying ──────────────────────────────────────────────────────────────────────────────────


def test_merge_closes_two_and_opens_one(thanh_hoa: Unit, changes: Any) -> None:
    olds = [unit(code, "2026-11-22") for code in ("15667", "15682")]
    officer = UserFactory()

    done, _ = apply_changes(file=changes(MERGE), by=officer)

    new = unit("15667", "2027-01-01")
    assert (new.full_name, new.parent, new.opened_by) == ("Xã Thọ Hợp", thanh_hoa, done)
    assert new.path == f"{thanh_hoa.path}{new.pk}/"
    assert [heirs_of(old).only for old in olds] == [new, new]
    assert unit("15682", "2026-12-31") == olds[1]
    assert unit_at_code(code="15682", as_of=NEW_YEAR) is None
    assert find_unit(name="Thọ Hợp", parent=thanh_hoa, as_of=NEW_YEAR).unit == new
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.action, event.actor_id) == ("areas.apply_changes", officer.pk)


def test_merge_reaches_back_through_2025(thanh_hoa: Unit, changes: Any) -> None:
    apply_changes(file=changes(MERGE), by=None)

    then = predecessors(unit=unit("15667", "2027-01-01"), as_of=date(2020, 1, 31))

    assert len(then.units) == 8
    assert successors(unit=unit("15667", "2020-01-31"), as_of=NEW_YEAR).only == unit(
        "15667", "2027-01-01"
    )


def test_split_is_undecided_with_its_shares(thanh_hoa: Unit, changes: Any) -> None:
    old = unit("15667", "2026-11-22")
    part = {"change": "Chia tách", "old": "15667", "kind": "Xã"}

    apply_changes(
        file=changes(
            part | {"new": "15667", "name": "Thọ Bình", "share": "0,7"},
            part | {"new": "15670", "name": "Thọ Sơn", "share": "0,3"},
        ),
        by=None,
    )

    found = heirs_of(old)
    assert found.only is None
    assert {heir.unit.name: str(heir.share) for heir in found.heirs} == {
        "Thọ Bình": "0.700000",
        "Thọ Sơn": "0.300000",
    }


def test_part_of_one_unit_goes_into_a_merger(thanh_hoa: Unit, changes: Any) -> None:
    part = {"change": "Chia tách", "old": "15667", "kind": "Xã"}

    apply_changes(
        file=changes(
            part | {"new": "15667", "name": "Thọ Bình"},
            part | {"new": "15682", "name": "Hợp Tiến"},
            MERGE | {"old": "15682; 15715", "new": "15682", "name": "Hợp Tiến"},
        ),
        by=None,
    )

    new = unit("15682", "2027-01-01")
    assert [
        (heir.unit.name, heir.split)
        for heir in predecessors(unit=new, as_of=date(2026, 12, 31)).heirs
    ] == [("Hợp Tiến", False), ("Tân Ninh", False), ("Thọ Bình", True)]


def test_kind_change_makes_it_urban_from_its_day(thanh_hoa: Unit, changes: Any) -> None:
    apply_changes(
        file=changes({"change": "Đổi loại", "old": "15664", "name": "Phường Triệu Sơn"}), by=None
    )

    before, after = unit("15664", "2026-12-31"), unit("15664", "2027-01-01")
    assert (before.area_type, after.area_type) == (AreaChoice.RURAL, AreaChoice.URBAN)
    assert (after.full_name, after.links_back.get().kind) == (
        "Phường Triệu Sơn",
        LinkKind.KIND_CHANGE,
    )


def test_rename_carries_its_villages(thanh_hoa: Unit, changes: Any) -> None:
    old = unit("15664", "2026-11-22")
    village = UnitFactory(village=True, parent=old, name="Thôn 1", valid_from=date(2026, 1, 1))

    apply_changes(
        file=changes({"change": "Đổi tên", "old": "15664", "name": "Triệu Trinh"}), by=None
    )

    moved = heirs_of(village).only
    assert moved is not None
    assert (moved.name, moved.parent) == ("Thôn 1", unit("15664", "2027-01-01"))
    assert moved.path.startswith(unit("15664", "2027-01-01").path)


def test_rename_of_a_province_carries_all_below_it(thanh_hoa: Unit, changes: Any) -> None:
    old = unit("15667", "2026-11-22")

    apply_changes(file=changes({"change": "Đổi tên", "old": "38", "name": "Châu Ái"}), by=None)

    new = unit("38", "2027-01-01")
    assert new.full_name == "Tỉnh Châu Ái"
    assert Unit.objects.in_force(NEW_YEAR).filter(parent=new).count() == 166
    heir = heirs_of(old).only
    assert heir is not None
    assert (heir.name, heir.code, heir.parent) == ("Thọ Bình", "15667", new)


def test_villages_of_a_split_commune_wait_for_a_person(thanh_hoa: Unit, changes: Any) -> None:
    village = UnitFactory(
        village=True,
        parent=unit("15667", "2026-11-22"),
        name="Thôn 1",
        valid_from=date(2026, 1, 1),
    )
    part = {"change": "Chia tách", "old": "15667", "kind": "Xã"}

    _, plan = apply_changes(
        file=changes(
            part | {"new": "15667", "name": "Thọ Bình"}, part | {"new": "15670", "name": "Thọ Sơn"}
        ),
        by=None,
    )

    assert plan.orphans == [village]
    assert heirs_of(village).unknown == (village,)


def test_new_and_dissolved_units(thanh_hoa: Unit, changes: Any) -> None:
    new = {"change": "Thành lập mới", "new": "15999", "name": "Đặc khu Hòn Mê", "parent": "38"}

    apply_changes(file=changes(new, {"change": "Giải thể", "old": "15667"}), by=None)

    made = unit("15999", "2027-01-01")
    assert (made.kind, made.area_type) == (UnitKind.SPECIAL_ZONE, None)
    assert unit_at_code(code="15667", as_of=NEW_YEAR) is None


def test_move_to_another_province(thanh_hoa: Unit, changes: Any) -> None:
    sync_units(provinces=["40"])

    apply_changes(file=changes({"change": "Chuyển", "old": "15667", "parent": "40"}), by=None)

    moved = unit("15667", "2027-01-01")
    assert moved.parent == unit("40", "2027-01-01")
    assert (moved.name, moved.links_back.get().kind) == ("Thọ Bình", LinkKind.MOVE)


def test_codes_that_excel_took_for_numbers(thanh_hoa: Unit, changes: Any) -> None:
    sync_units(provinces=["01"])

    apply_changes(
        file=changes({"change": "Đổi tên", "old": "4", "name": "Ba Đình Mới", "kind": "Phường"}),
        by=None,
    )

    assert unit("00004", "2027-01-01").name == "Ba Đình Mới"


def test_a_workbook_with_numbers_and_real_dates(thanh_hoa: Unit, tmp_path: Path) -> None:
    path = tmp_path / "nghi-quyet.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS.values())
    line = ["Đổi tên", 15667, 15667, "Thọ Mới", "Xã", None, None]
    sheet.write_row(1, 0, line)
    sheet.write_datetime(
        1,
        7,
        datetime(2027, 1, 1),  # noqa: DTZ001
        book.add_format({"num_format": "dd/mm/yyyy"}),
    )
    sheet.write(1, 8, DOCUMENT)
    book.close()

    apply_changes(file=read_changes(path), by=None)

    assert unit("15667", "2027-01-01").name == "Thọ Mới"


def test_sync_after_an_import_keeps_it(thanh_hoa: Unit, changes: Any) -> None:
    apply_changes(file=changes(MERGE), by=None)
    before = state()

    sync_units(provinces=["38"])

    assert state() == before


# ── Refusing ──────────────────────────────────────────────────────────────────────────────────

RENAME = {"change": "Đổi tên", "old": "15667", "name": "Thọ Mới"}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([RENAME | {"old": "15668"}], "dòng 2: không có đơn vị mã 15668 vào ngày 31/12/2026"),
        ([RENAME | {"name": "Thọ Bình"}], "tên mới trùng tên cũ: Xã Thọ Bình"),
        ([RENAME | {"name": ""}], "thiếu tên đơn vị mới"),
        ([RENAME | {"old": ""}], "thiếu mã đơn vị cũ"),
        ([RENAME | {"old": "1566"}], "mã “1566” phải có 2"),
        ([RENAME | {"new": "15682"}], "mã 15682 đang là Xã Hợp Tiến"),
        ([RENAME | {"new": "38"}], "mã 38 không đúng số chữ số của Xã Thọ Mới"),
        ([RENAME | {"change": "Phù phép"}], "Thay đổi “Phù phép”"),
        ([RENAME | {"day": "31/02/2027"}], "Ngày hiệu lực"),
        ([RENAME | {"document": ""}], "cột Văn bản"),
        ([MERGE | {"old": "15667"}], "cần ít nhất hai đơn vị cũ"),
        ([{"change": "Chia tách", "old": "15667", "new": "15667", "name": "A", "kind": "Xã"}],
         "chia tách 15667 cần ít nhất hai đơn vị mới"),
        ([MERGE, MERGE | {"old": "15667, 15715", "new": "15715"}],
         "15667 đi vào nhiều đơn vị mới: ghi “chia tách”"),
        ([MERGE, MERGE | {"name": "Hợp Thọ"}], "ghi khác ở dòng khác"),
        ([MERGE, MERGE], "ghi nhiều lần"),
        ([{"change": "Đổi loại", "old": "15667", "kind": "Xã"}], "loại mới trùng loại cũ"),
        ([{"change": "Chuyển", "old": "15667"}], "phải ghi mã đơn vị cấp trên mới"),
        ([{"change": "Thành lập", "new": "15999", "name": "Xã Mới"}], "chưa rõ đơn vị cấp trên"),
        ([{"change": "Giải thể", "old": "38"}], "không còn đơn vị cấp trên"),
        ([RENAME, RENAME | {"old": "15682", "day": "02/01/2027"}], "một ngày hiệu lực"),
    ],
)  # fmt: skip
def test_lines_that_cannot_stand_are_refused(
    thanh_hoa: Unit, changes: Any, lines: list[dict[str, str]], reason: str
) -> None:
    file, before = changes(*lines), state()

    assert reason in reasons(file)
    with pytest.raises(ChangesNotClean, match="ARE-002"):
        apply_changes(file=file, by=None)
    assert state() == before
    assert not UnitImport.objects.exists()


def test_applying_a_file_twice_is_refused(thanh_hoa: Unit, changes: Any) -> None:
    file = changes(MERGE)
    apply_changes(file=file, by=None)

    with pytest.raises(ChangesNotClean, match="đã kết thúc từ ngày 01/01/2027"):
        apply_changes(file=file, by=None)


def test_planning_writes_nothing(thanh_hoa: Unit, changes: Any) -> None:
    before = state()

    plan = plan_changes(changes(MERGE))

    assert plan.is_clean
    assert [opening.full_name for opening in plan.openings] == ["Xã Thọ Hợp"]
    assert state() == before


# ── Taking back ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [MERGE, {"change": "Đổi tên", "old": "38", "name": "Châu Ái"}],
    ids=["merge", "province"],
)
def test_undo_import_restores_everything(
    thanh_hoa: Unit, changes: Any, line: dict[str, str]
) -> None:
    before = state()
    done, _ = apply_changes(file=changes(line), by=None)
    assert state() != before

    undo_import(done=done, by=None)

    assert state() == before
    done.refresh_from_db()
    assert done.state == ImportState.UNDONE


def test_undo_import_twice_is_refused(thanh_hoa: Unit, changes: Any) -> None:
    done, _ = apply_changes(file=changes(MERGE), by=None)
    undo_import(done=done, by=None)

    with pytest.raises(ImportAlreadyUndone, match="ARE-003"):
        undo_import(done=done, by=None)


def test_undo_import_then_apply_again(thanh_hoa: Unit, changes: Any) -> None:
    file = changes(MERGE)
    undo_import(done=apply_changes(file=file, by=None)[0], by=None)

    apply_changes(file=file, by=None)

    assert unit("15667", "2027-01-01").name == "Thọ Hợp"


def test_undo_import_is_refused_while_a_later_one_stands(thanh_hoa: Unit, changes: Any) -> None:
    first, _ = apply_changes(file=changes(MERGE), by=None)
    later, _ = apply_changes(file=changes(RENAME | {"day": "01/06/2027"}), by=None)

    with pytest.raises(LaterImportFirst, match=f"lần nhập {later.pk} trước"):
        undo_import(done=first, by=None)
    undo_import(done=later, by=None)
    undo_import(done=first, by=None)


def test_undo_import_is_refused_while_records_stand_in_a_new_unit(
    thanh_hoa: Unit, changes: Any
) -> None:
    done, _ = apply_changes(file=changes(MERGE), by=None)
    before = state()
    UnitStatus.objects.create(
        unit=unit("15667", "2027-01-01"),
        kind=StatusKind.BORDER,
        valid_from=NEW_YEAR,
        source="thử",
    )

    with pytest.raises(NewUnitsInUse, match=r"diện đặc thù.*ARE-005"):
        undo_import(done=done, by=None)
    assert state() == before
