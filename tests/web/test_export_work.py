"""Long lists as files made in the background: asked first, complete, and only for who asked."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client

from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.lib.errors import Refusal
from giamngheo.web import export_work
from giamngheo.web.cells import Column, Row
from giamngheo.web.exporting import Export, ExportIncomplete, write_export
from giamngheo.work import files
from giamngheo.work.enums import State
from giamngheo.work.models import WorkItem
from tests.factories.accounts import officer
from tests.factories.small_year import YEAR, SmallYear
from tests.web.reading import text_of, whole_list, workbook_of

LIST = f"/ho?don-vi=980&nam={YEAR}"
FILE = LIST.replace("/ho?", "/ho/danh-sach.xlsx?")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def year(db: None) -> SmallYear:
    return SmallYear()


@pytest.fixture
def reader(year: SmallYear) -> User:
    return officer(Role.DISTRICT, year.district.unit)


class Reports:
    """Stands for the job of a worker and keeps what it was told."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self.told: list[tuple[int, int | None]] = []

    def report(self, *, done: int, total: int | None = None, message: str = "") -> None:
        self.told.append((done, total))


def run(item: WorkItem) -> WorkItem:
    """Return the item as the worker left it: tests run work as soon as it is asked for."""
    assert item.state == State.DONE, item.error_sentence
    return item


def run_again(item: WorkItem) -> None:
    export_work.run_export(job=Reports(item.owner), **item.parameters)  # type: ignore[arg-type]


@pytest.mark.parametrize(("at_once", "kind"), [(17, "file"), (16, "question")])
def test_a_list_just_past_the_limit_is_asked_about_first(
    reader: User, log_in_as: Callable[[User], Client], monkeypatch, at_once: int, kind: str
) -> None:
    monkeypatch.setattr(export_work, "AT_ONCE", at_once)

    response = log_in_as(reader).get(FILE)

    assert response.status_code == 200
    if kind == "file":
        assert any("Số dòng: 17" in str(line) for line in workbook_of(response))
    else:
        assert "Danh sách có <strong>17</strong> dòng" in response.content.decode()
    assert not WorkItem.objects.exists()


def test_the_file_of_the_work_holds_every_row_of_the_list(
    reader: User, log_in_as: Callable[[User], Client], monkeypatch
) -> None:
    client = log_in_as(reader)
    names = whole_list(client, LIST)
    monkeypatch.setattr(export_work, "AT_ONCE", 3)

    assert client.post(FILE).status_code == 302
    item = run(WorkItem.objects.get(kind="export"))
    page = text_of(client.get("/cong-viec"))
    response = client.get(f"/cong-viec/{item.pk}/tep")

    assert "Danh sách có 17 dòng, tệp có 17 dòng." in page
    sheet = workbook_of(_whole(response))
    heads = next(place for place, line in enumerate(sheet) if "Chủ hộ" in line)
    assert [line[0] for line in sheet[heads + 1 :] if line[0]] == names
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert "registry.export_households" in actions
    assert actions[-1] == "work.download_file"


def _whole(response: FileResponse) -> HttpResponse:
    return HttpResponse(b"".join(response.streaming_content))


def test_nobody_else_gets_the_file(
    year: SmallYear, reader: User, log_in_as: Callable[[User], Client], monkeypatch
) -> None:
    monkeypatch.setattr(export_work, "AT_ONCE", 3)
    log_in_as(reader).post(FILE)
    item = run(WorkItem.objects.get(kind="export"))

    for other in (
        officer(Role.DISTRICT, year.district.unit),
        officer(Role.PROVINCE, year.district.province),
        officer(Role.COMMUNE, year.district.rural),
    ):
        assert log_in_as(other).get(f"/cong-viec/{item.pk}/tep").status_code == 404


def test_who_lost_the_right_meanwhile_gets_neither_work_nor_file(
    reader: User, log_in_as: Callable[[User], Client], monkeypatch
) -> None:
    monkeypatch.setattr(export_work, "AT_ONCE", 3)
    client = log_in_as(reader)
    client.post(FILE)
    item = run(WorkItem.objects.get(kind="export"))
    reader.assignments.update(valid_to=date(2020, 1, 1))

    with pytest.raises(Refusal) as refused:
        run_again(item)

    assert refused.value.code in ("WEB-003", "ACC-001")
    assert client.get(f"/cong-viec/{item.pk}/tep").status_code == 403


def test_a_file_is_kept_for_a_week(
    reader: User, log_in_as: Callable[[User], Client], monkeypatch
) -> None:
    monkeypatch.setattr(export_work, "AT_ONCE", 3)
    client = log_in_as(reader)
    client.post(FILE)
    item = run(WorkItem.objects.get(kind="export"))

    assert files.remove_old() == 0
    assert files.remove_old(older_than=-1) == 1

    response = client.get(f"/cong-viec/{item.pk}/tep")
    assert response.status_code == 409
    assert "WEB-004" in text_of(response)


@pytest.mark.parametrize("count", [2, 4])
def test_a_list_that_changed_meanwhile_is_no_file(tmp_path: Path, count: int) -> None:
    export = Export(
        title="Danh sách",
        columns=[Column(key="a", head="A")],
        count=count,
        rows=lambda: (Row(cells={"a": str(n)}) for n in range(3)),
        file_name="a.xlsx",
        permission=Permission.EXPORT_PERSONAL,
        unit_path="",
        action="thu.xuat",
    )

    with pytest.raises(ExportIncomplete):
        write_export(export=export, path=tmp_path / "a.xlsx", by=None)

    assert not (tmp_path / "a.xlsx").exists()


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("giamngheo.web.exporting.MOST_ROWS", 2)
    export = Export(
        title="Danh sách",
        columns=[Column(key="a", head="A")],
        count=5,
        rows=lambda: (Row(cells={"a": str(n)}) for n in range(5)),
        file_name="a.xlsx",
        permission=Permission.EXPORT_PERSONAL,
        unit_path="",
        action="thu.xuat",
    )

    assert write_export(export=export, path=tmp_path / "a.xlsx", by=None) == 5

    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    cells = [
        line[0]
        for name in book.sheet_names
        for line in book.get_sheet_by_name(name).to_python()[-2:]
    ]
    assert len(book.sheet_names) == 3
    assert [cell for cell in cells if str(cell).isdigit()] == ["0", "1", "2", "3", "4"]
