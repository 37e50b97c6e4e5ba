"""A batch's way: sent, previewed, written at once or not at all, taken back as a whole."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.audit.queries import verify_chain
from giamngheo.exchange import actions
from giamngheo.exchange.actions import BatchNotReady, FileNotTaken, NothingToCommit
from giamngheo.exchange.committing import HouseholdsChangedSince
from giamngheo.exchange.enums import BatchState, Mode
from giamngheo.exchange.models import ImportBatch, ImportFile
from giamngheo.exchange.refused import write_refused
from giamngheo.exchange.running import StagedRowsLost, run_commit
from giamngheo.registry.models import Household, HouseholdStatus, Member, Residence
from giamngheo.work.actions import retry
from giamngheo.work.enums import State
from giamngheo.work.models import WorkItem
from tests.exchange.conftest import AS_OF, Sender
from tests.exchange.files import HEADINGS, head, member, write_xlsx
from tests.factories.district import District

NEW = "038180000777"
pytestmark = pytest.mark.django_db


def confirm(batch: ImportBatch, by: User) -> ImportBatch:
    actions.confirm_batch(batch=batch, by=by)
    batch.refresh_from_db()
    return batch


def undo(batch: ImportBatch, by: User) -> ImportBatch:
    actions.request_undo(batch=batch, reason="Gửi nhầm tệp", by=by)
    batch.refresh_from_db()
    return batch


def test_a_preview_writes_nothing(send: Sender, district: District):
    batch = send([head(id_=NEW), member("Lò Văn Tư")])

    assert batch.state == BatchState.PREVIEWED
    assert (batch.read, batch.added, batch.rows) == (1, 1, 2)
    assert not Household.objects.exists()


def test_a_confirmed_batch_is_in_the_register(send: Sender, clerk: User, district: District):
    batch = confirm(send([head(id_=NEW, address="Xóm Đình"), member("Lò Văn Tư")]), clerk)

    assert batch.state == BatchState.COMMITTED
    household = Household.objects.get()
    assert (household.head_name, household.address) == ("Lò Thị Hồng Ơn", "Xóm Đình")
    assert household.unit == district.villages["A"]
    assert (household.member_count, household.row_version) == (2, 1)
    assert household.code == "98001-000001"
    assert household.registered_from == AS_OF
    assert Residence.objects.get().unit_path == district.villages["A"].path
    names = Member.objects.order_by("position").values_list("full_name", "relation", "search_key")
    assert list(names) == [
        ("Lò Thị Hồng Ơn", "HEAD", "lo thi hong on"),
        ("Lò Văn Tư", "CHILD", "lo van tu"),
    ]


def test_codes_go_on_where_the_last_one_stopped(send: Sender, clerk: User):
    confirm(send([head(id_=NEW)]), clerk)
    confirm(send([head("Vi Thị Ơn", id_="038180000778")]), clerk)

    assert sorted(Household.objects.values_list("code", flat=True)) == [
        "98001-000001",
        "98001-000002",
    ]


def test_a_change_touches_what_the_file_says_and_nothing_else(
    send: Sender, clerk: User, district: District
):
    district.load("A-001")
    Member.objects.update(has_job=True)
    row = head("Nguyễn Thị Hồng Nhung", code="A-001", id_=None, address="Xóm Đình")

    batch = confirm(send([row, member("Lò Văn Tư", born="01/02/2020")]), clerk)

    assert (batch.changed, batch.added) == (1, 0)
    household = Household.objects.get()
    assert (household.address, household.row_version, household.member_count) == ("Xóm Đình", 2, 2)
    assert household.changed_by == "Hà Thị Quyết"
    first, second = Member.objects.order_by("position")
    assert (first.personal_id, first.has_job) == ("038180000001", True)
    assert (second.full_name, second.valid_from) == ("Lò Văn Tư", AS_OF)


def test_a_missing_row_ends_no_membership(send: Sender, clerk: User, district: District):
    district.load("A-001", member_codes=("A-001",))
    Member.objects.create(
        household=Household.objects.get(),
        position=2,
        full_name="Lò Văn Tư",
        sex="M",
        relation="CHILD",
        valid_from=date(2019, 1, 1),
    )

    confirm(send([head("Nguyễn Thị Hồng Nhung", code="A-001", address="Xóm Đình")]), clerk)

    assert Member.objects.present().count() == 2


def test_differences_are_shown_before(send: Sender, district: District):
    district.load("A-001")

    batch = send([head("Nguyễn Thị Hồng Nhung", code="A-001", born="18/05/1980")])

    assert batch.staged.get().differences == [
        ["Nguyễn Thị Hồng Nhung", "Ngày sinh", "17/05/1980", "18/05/1980"]
    ]


def test_nothing_to_write_is_said(send: Sender, clerk: User, district: District):
    district.load("A-001")
    batch = send([head("Nguyễn Thị Hồng Nhung", code="A-001")])

    with pytest.raises(NothingToCommit):
        actions.confirm_batch(batch=batch, by=clerk)


def test_the_file_goes_when_it_is_written(send: Sender, clerk: User):
    batch = send([head(id_=NEW)])
    assert ImportFile.objects.filter(batch=batch).exists()

    confirm(batch, clerk)

    assert not ImportFile.objects.exists()
    assert batch.staged.get().values is None


def test_counts_that_do_not_add_up_are_refused_by_the_database(send: Sender):
    batch = send([head(id_=NEW)])

    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(added=2)


def test_everything_is_in_the_chain(send: Sender, clerk: User):
    undo(confirm(send([head(id_=NEW)]), clerk), clerk)

    actions_done = set(AuditEvent.objects.values_list("action", flat=True))
    assert {
        "exchange.open_batch",
        "exchange.read_batch",
        "exchange.confirm_batch",
        "exchange.commit_batch",
        "registry.load_households",
        "exchange.undo_batch",
    } <= actions_done


# Stale rows


def test_an_older_version_goes_back_with_who_and_when(
    send: Sender, clerk: User, district: District, tmp_path: Path
):
    district.load("A-001")
    confirm(
        send([head("Nguyễn Thị Hồng Nhung", code="A-001", address="Xóm Đình")]), clerk
    )  # version 2
    row = [*head("Nguyễn Thị Hồng Nhung", code="A-001", address="Xóm Chùa"), "1"]

    batch = send(_with_version(tmp_path / "cu.xlsx", row))

    assert batch.refused == 1
    (problem,) = batch.refused_rows.get().problems
    assert problem["heading"] == "Phiên bản dòng"
    assert "Hà Thị Quyết" in problem["allowed"]
    assert "phiên bản 2, tệp ghi 1" in problem["allowed"]


def _with_version(path: Path, row: list[object]) -> Path:
    return write_xlsx(path, {"Hộ": [row]}, headings=[*HEADINGS, "Phiên bản dòng"])


def test_a_change_between_preview_and_confirmation_stops_the_whole(
    send: Sender, clerk: User, district: District
):
    district.load("A-001")
    rows = [
        head("Nguyễn Thị Hồng Nhung", code="A-001", address="Xóm Đình"),
        head("Vi Thị Ơn", id_="038180000778"),
    ]
    batch = send(rows)
    Household.objects.update(row_version=2, changed_by="Cao Văn Mạnh", address="Xóm Chùa")

    confirm(batch, clerk)

    item = WorkItem.objects.get(pk=batch.work_item_id)
    assert (item.state, item.error_code) == (State.FAILED, HouseholdsChangedSince.code)
    assert "Cao Văn Mạnh" in item.error_sentence
    assert batch.state == BatchState.PREVIEWED
    assert Household.objects.get().address == "Xóm Chùa"

    actions.read_again(batch=batch, by=clerk)
    batch.refresh_from_db()
    assert confirm(batch, clerk).state == BatchState.COMMITTED


def test_lost_staged_rows_stop_the_writing(send: Sender, clerk: User):
    batch = send([head(id_=NEW)])
    batch.staged.all().delete()

    confirm(batch, clerk)

    item = WorkItem.objects.get(pk=batch.work_item_id)
    assert item.error_code == StagedRowsLost.code
    assert not Household.objects.exists()


def test_a_writing_tried_again_after_its_end_writes_nothing_twice(send: Sender, clerk: User):
    batch = confirm(send([head(id_=NEW)]), clerk)
    item = WorkItem.objects.get(pk=batch.work_item_id)
    WorkItem.objects.filter(pk=item.pk).update(state=State.FAILED, error_sentence="mất điện")
    item.refresh_from_db()

    retry(item=item, by=clerk)

    item.refresh_from_db()
    assert item.state == State.DONE
    assert Household.objects.count() == 1


def test_no_second_confirmation(send: Sender, clerk: User):
    batch = confirm(send([head(id_=NEW)]), clerk)

    with pytest.raises(BatchNotReady):
        actions.confirm_batch(batch=batch, by=clerk)


# Taking it back


def test_undone_is_as_before(send: Sender, clerk: User, district: District):
    district.load("A-001")
    before = _register()
    rows = [
        head("Nguyễn Thị Hồng Nhung", code="A-001", born="18/05/1980", address="Xóm Đình"),
        member("Lò Văn Mới", born="01/02/2020"),
        head("Vi Thị Ơn", id_="038180000778"),
    ]
    batch = confirm(send(rows), clerk)
    assert _register() != before

    undo(batch, clerk)

    assert batch.state == BatchState.UNDONE
    assert _register() == before
    assert Household.objects.get().row_version == 3


def _register() -> list[object]:
    left_out = ("row_version", "changed_by", "changed_at", "search_vector", "position")
    return [
        sorted(
            str({key: value for key, value in row.items() if key not in left_out})
            for row in model.objects.values()
        )
        for model in (Household, Member, Residence, HouseholdStatus)
    ]


def test_after_undoing_the_same_file_can_come_again(send: Sender, clerk: User):
    rows = [head(id_=NEW, code="A-500")]
    undo(confirm(send(rows), clerk), clerk)

    assert confirm(send(rows), clerk).state == BatchState.COMMITTED


def test_a_household_changed_since_keeps_the_batch(send: Sender, clerk: User):
    batch = confirm(send([head(id_=NEW), head("Vi Thị Ơn", id_="038180000778")]), clerk)
    Household.objects.filter(head_name="Vi Thị Ơn").update(row_version=2, changed_by="Cao Văn Mạnh")

    undo(batch, clerk)

    item = WorkItem.objects.get(pk=batch.work_item_id)
    assert item.error_code == "EXC-002"
    assert "Cao Văn Mạnh" in item.error_sentence
    assert batch.state == BatchState.COMMITTED
    assert Household.objects.count() == 2


def test_a_household_with_a_later_status_keeps_the_batch(send: Sender, clerk: User):
    batch = confirm(send([head(id_=NEW)]), clerk)
    HouseholdStatus.objects.create(
        household=Household.objects.get(),
        category="POOR",
        valid_from=date(2021, 12, 1),
        standard="vn-2016",
        source="thử",
    )
    HouseholdStatus.objects.update(recorded_at="2030-01-01T00:00Z")

    undo(batch, clerk)

    item = WorkItem.objects.get(pk=batch.work_item_id)
    assert item.error_code == "EXC-003"
    assert "phân loại hộ" in item.error_sentence
    assert Household.objects.count() == 1


def test_undoing_wants_a_reason(send: Sender, clerk: User):
    batch = confirm(send([head(id_=NEW)]), clerk)

    with pytest.raises(actions.UndoReasonMissing):
        actions.request_undo(batch=batch, reason="  ", by=clerk)


def test_a_preview_cannot_be_undone(send: Sender, clerk: User):
    with pytest.raises(BatchNotReady):
        actions.request_undo(batch=send([head(id_=NEW)]), reason="nhầm", by=clerk)


def test_a_dropped_batch_leaves_nothing_of_the_file(send: Sender, clerk: User):
    batch = send([head(id_=NEW), head("Cao Thị Sai", id_="12")])

    actions.discard_batch(batch=batch, by=clerk)

    batch.refresh_from_db()
    assert batch.state == BatchState.DISCARDED
    assert not ImportFile.objects.exists()
    assert not batch.staged.exists()
    assert not batch.refused_rows.exists()


# Refused rows back


def test_refused_rows_come_back_and_can_be_mended(
    send: Sender, clerk: User, district: District, tmp_path: Path
):
    rows = [
        head(id_=NEW),
        head("Cao Thị Sai", id_="12"),
        member("Cao Văn Tư"),
    ]
    batch = confirm(send(rows), clerk)
    path = tmp_path / "tra-lai.xlsx"

    assert write_refused(path, batch=batch) == 2

    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    text = [" | ".join(map(str, row)) for row in sheet]
    assert any("cột J “Số CCCD” ghi “12”" in line and "Hộ, dòng 3" in line for line in text)
    assert any("Trả lại cùng hộ" in line and "Cao Văn Tư" in line for line in text)

    heading = next(index for index, row in enumerate(sheet) if "Số CCCD" in row)
    column = sheet[heading].index("Số CCCD")
    sheet[heading + 1][column] = "038180000999"
    mended = tmp_path / "sua.xlsx"
    write_xlsx(mended, {"Hộ": sheet[heading + 1 :]}, headings=sheet[heading])
    assert confirm(send(mended), clerk).added == 1


# Files that are not taken


@pytest.mark.parametrize("name", ["ho.xlsm", "ho.exe", "ho", "ho.xls", "ho.parquet"])
def test_other_types_are_not_taken(district: District, clerk: User, name: str):
    with pytest.raises(FileNotTaken):
        actions.open_batch(
            unit=district.rural, mode=Mode.ADD, file_name=name, content=b"x", as_of=AS_OF, by=clerk
        )


@pytest.mark.parametrize(("size", "taken"), [(actions.LARGEST, True), (actions.LARGEST + 1, False)])
def test_the_limit_of_size(district: District, clerk: User, size: int, taken: bool):
    def send_it() -> ImportBatch:
        return actions.open_batch(
            unit=district.rural,
            mode=Mode.ADD,
            file_name="ho.csv",
            content=b"x" * size,
            as_of=AS_OF,
            by=clerk,
        )

    if taken:
        assert send_it().state == BatchState.READING
        return
    with pytest.raises(FileNotTaken):
        send_it()


def test_a_file_that_cannot_be_read_says_so_in_the_work(send: Sender, tmp_path: Path):
    path = tmp_path / "ho.xlsx"
    path.write_bytes(b"%PDF-1.4 renamed")

    batch = send(path)

    item = WorkItem.objects.get(pk=batch.work_item_id)
    assert (item.state, item.error_code) == (State.FAILED, "LIB-011")
    assert batch.state == BatchState.READING


def test_commit_of_another_state_is_refused(send: Sender, clerk: User):
    batch = send([head(id_=NEW)])
    actions.discard_batch(batch=batch, by=clerk)

    class Still:
        by = clerk

        def report(self, **progress: object) -> None:
            pass

    with pytest.raises(Exception, match="EXC-009"):
        run_commit(job=Still(), batch_id=batch.pk)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_after_all_of_it(send: Sender, clerk: User):
    undo(confirm(send([head(id_=NEW)]), clerk), clerk)

    assert verify_chain().is_whole
