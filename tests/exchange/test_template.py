"""The template we ship comes back as it went out; so does the national list."""

import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from giamngheo.accounts.models import User
from giamngheo.exchange import actions
from giamngheo.exchange.enums import Mode
from giamngheo.exchange.national import Reviewed, write_national_list
from giamngheo.exchange.template import HIDDEN, KEYS, SHEET, TEMPLATE_VERSION, write_template
from giamngheo.registry.models import Household, HouseholdStatus, Member
from tests.exchange.conftest import AS_OF, Planner, Sender, reasons
from tests.exchange.files import head, member
from tests.factories.district import District

MADE = datetime(2021, 11, 8, 8, tzinfo=UTC)


@pytest.fixture
def filled(send: Sender, clerk: User, district: District, tmp_path: Path) -> Path:
    """The template of a commune with two households, every answer of one member given."""
    rows = [
        head(id_="038180000777", address="Xóm Đình"),
        member("Lò Văn Tư"),
        head("Vi Thị Ơn", id_=None, born=1945),
    ]
    batch = send(rows)
    actions.confirm_batch(batch=batch, by=clerk)
    Member.objects.filter(full_name="Lò Văn Tư").update(
        attending=2,
        finished=1,
        of_working_age=False,
        has_job=False,
        job="học sinh",
        disability="MILD",
        gets_social_allowance=True,
        allowance_from=date(2020, 5, 1),
        has_health_insurance=True,
    )
    path = tmp_path / "mau.xlsx"
    write_template(path, unit=district.rural, as_of=AS_OF, made_at=MADE, filled=True)
    return path


@pytest.mark.parametrize(
    ("mode", "counts"),
    [(Mode.ADD, ("DUPLICATE", 2)), (Mode.UPDATE, ("SAME", 2)), (Mode.BOTH, ("SAME", 2))],
)
def test_it_comes_back_unchanged(plan: Planner, filled: Path, mode: Mode, counts: tuple[str, int]):
    found = plan(filled, mode)

    assert reasons(found) == []
    assert found.counts[counts[0]] == counts[1]
    assert found.rows == 3


def test_every_column_of_the_template_is_read(plan: Planner, filled: Path):
    (sheet,) = plan(filled).file.sheets

    assert sheet.keys == set(KEYS)
    assert sheet.name == SHEET


def test_it_fills_an_empty_register(plan: Planner, filled: Path):
    Member.objects.all().delete()
    Household.objects.all().delete()

    found = plan(filled, Mode.ADD)

    assert found.counts["ADDED"] == 2
    pupil = found.members.filter(full_name="Lò Văn Tư").row(0, named=True)
    assert (pupil["attending"], pupil["finished"], pupil["disability"]) == (2, 1, "MILD")
    assert (pupil["has_job"], pupil["able_to_work"]) == (False, None)
    assert (pupil["job"], pupil["allowance_from"]) == ("học sinh", date(2020, 5, 1))
    old = found.members.filter(full_name="Vi Thị Ơn").row(0, named=True)
    assert (old["birth_date"], old["birth_year_only"]) == (date(1945, 1, 1), True)


def test_an_empty_template_asks_for_households(plan: Planner, district: District, tmp_path: Path):
    path = tmp_path / "trong.xlsx"

    assert write_template(path, unit=district.rural, as_of=AS_OF, made_at=MADE, filled=False) == 0

    with pytest.raises(Exception, match="LIB-015"):
        plan(path)


def test_numbers_are_text_and_versions_are_hidden(filled: Path):
    with zipfile.ZipFile(filled) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        lists = archive.read("xl/workbook.xml").decode()
        stamp = archive.read("docProps/custom.xml").decode()
    columns = re.findall(r'<col min="(\d+)" max="(\d+)"([^>]*)/>', sheet)
    hidden = {
        KEYS[position - 1]
        for first, last, attributes in columns
        if 'hidden="1"' in attributes
        for position in range(int(first), int(last) + 1)
    }
    assert hidden == set(HIDDEN)
    cells = CalamineWorkbook.from_path(filled).get_sheet_by_index(0).to_python()
    assert cells[5][KEYS.index("personal_id")] == "038180000777"
    assert 'state="hidden"' in lists
    assert TEMPLATE_VERSION in stamp
    assert sheet.count("<dataValidation ") >= 20


def test_the_drop_downs_offer_the_villages(filled: Path):
    lists = CalamineWorkbook.from_path(filled).get_sheet_by_name("Danh mục").to_python()

    offered = {column[0]: [word for word in column[1:] if word] for column in zip(*lists, strict=1)}
    assert offered["Thôn, bản, tổ dân phố"] == ["Thôn Một"]
    assert offered["Giới tính"] == ["Nam", "Nữ"]
    assert len(offered["Dân tộc"]) == 54


# The national list


@pytest.fixture
def recognised(send: Sender, clerk: User) -> dict[str, int]:
    """Four households: poor, near-poor, escaped from either; ids by head."""
    names = ("Hộ Nghèo", "Hộ Cận", "Thoát Nghèo", "Thoát Cận")
    rows = [
        row
        for number, name in enumerate(names)
        for row in (head(f"Lò {name}", id_=f"03818000077{number}"), member(f"Con {name}"))
    ]
    actions.confirm_batch(batch=send(rows), by=clerk)
    ids = dict(Household.objects.values_list("head_name", "id"))
    course = {
        "Hộ Nghèo": [("POOR", 2020)],
        "Hộ Cận": [("NEAR_POOR", 2020)],
        "Thoát Nghèo": [("POOR", 2019), ("NON_POOR", 2021)],
        "Thoát Cận": [("NEAR_POOR", 2019), ("NON_POOR", 2021)],
    }
    for name, statuses in course.items():
        for category, year in statuses:
            last = (category, year) == statuses[-1]
            HouseholdStatus.objects.create(
                household_id=ids[f"Lò {name}"],
                category=category,
                valid_from=date(year, 1, 15),
                valid_to=None if last else date(2021, 1, 15),
                standard="vn-2016",
                source="thử",
            )
    return {name: ids[f"Lò {name}"] for name in names}


@pytest.fixture
def national(recognised: dict[str, int], district: District, tmp_path: Path) -> Path:
    path = tmp_path / "quoc-gia.xlsx"
    reviewed = {
        recognised["Hộ Nghèo"]: Reviewed(
            score_b1=120,
            score_b2=30,
            decision_number="41/QĐ-UBND",
            decision_date=date(2020, 1, 15),
        )
    }
    counts = write_national_list(
        path, unit=district.rural, as_of=AS_OF, since=date(2021, 1, 1), reviewed=reviewed
    )
    assert list(counts.values()) == [2, 1, 1]
    return path


def test_its_three_sheets_hold_what_they_say(national: Path):
    workbook = CalamineWorkbook.from_path(national)

    assert workbook.sheet_names == ["Hộ nghèo, cận nghèo", "Hộ thoát nghèo", "Hộ thoát cận nghèo"]
    poor = workbook.get_sheet_by_index(0).to_python()
    titles = poor[3]
    row = dict(zip(titles, poor[4], strict=True))
    assert (row["Hộ"], row["Họ và tên chủ hộ"], row["Phân loại"]) == (
        "x",
        "Lò Hộ Nghèo",
        "Hộ nghèo",
    )
    assert (row["Điểm B1"], row["Số quyết định"], row["Số khẩu"]) == (120, "41/QĐ-UBND", 2)
    assert (row["Mã xã"], row["Tuổi"]) == ("98001", 41)
    child = dict(zip(titles, poor[5], strict=True))
    assert (child["Hộ"], child["Họ và tên thành viên"]) == ("", "Con Hộ Nghèo")


@pytest.mark.parametrize(("mode", "outcome"), [(Mode.UPDATE, "SAME"), (Mode.ADD, "DUPLICATE")])
def test_it_comes_back_unchanged_from_all_three_sheets(
    plan: Planner, national: Path, mode: Mode, outcome: str
):
    found = plan(national, mode)

    assert reasons(found) == []
    assert found.counts[outcome] == 4
    assert found.rows == 8


def test_it_takes_over_what_was_decided(
    send: Sender, clerk: User, national: Path, district: District
):
    for model in (Member, HouseholdStatus, Household):
        model.objects.all().delete()

    batch = send(national, Mode.ADD)

    assert (batch.added, batch.refused) == (3, 1)
    (problem,) = [p for row in batch.refused_rows.all() for p in row.problems]
    assert "còn thiếu ngày quyết định công nhận" in problem["allowed"]
    actions.confirm_batch(batch=batch, by=clerk)
    status = HouseholdStatus.objects.get()
    assert (status.category, status.valid_from) == ("POOR", date(2020, 1, 15))
    assert (status.standard, status.source) == (
        "vn-2016",
        "Quyết định 41/QĐ-UBND (nhập từ danh sách)",
    )


def test_a_list_does_not_decide(plan: Planner, national: Path, recognised: dict[str, int]):
    HouseholdStatus.objects.filter(household=recognised["Hộ Nghèo"]).update(category="NEAR_POOR")

    found = plan(national, Mode.UPDATE)

    assert found.counts["REFUSED"] == 1
    assert "phân loại chỉ thay đổi bằng quyết định" in reasons(found)[0]
