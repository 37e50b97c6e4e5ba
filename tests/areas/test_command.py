"""`giamngheo areas`: what a person at the keyboard reads."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from giamngheo.areas.models import Unit, UnitImport
from giamngheo.cli.main import main
from tests.factories.accounts import UserFactory
from tests.factories.areas import UnitFactory, unit

pytestmark = pytest.mark.django_db

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> tuple[int, str, str]:
        code = main(["areas", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def merger(tmp_path: Path) -> str:
    path = tmp_path / "nq1.csv"
    path.write_text(
        "Thay đổi,Mã đơn vị cũ,Mã đơn vị mới,Tên đơn vị mới,Ngày hiệu lực,Văn bản\n"
        'Sáp nhập,"15667; 15682",15667,Xã Thọ Hợp,01/01/2027,1/NQ-UBTVQH16\n',
        encoding="utf-8",
    )
    return str(path)


def test_find_a_unit_on_a_day(thanh_hoa: Unit, run: Run) -> None:
    code, out, _ = run("find", "tho tan", "--within", "397", "--on", "31/01/2020")

    assert (code, out) == (0, "Xã Thọ Tân (15748), Huyện Triệu Sơn\n")


def test_find_as_json(thanh_hoa: Unit, run: Run) -> None:
    code, out, _ = run("find", "Thị trấn Nưa", "--within", "397", "--on", "2020-01-31", "--json")

    answer = json.loads(out)
    assert (code, answer["how"], answer["unit"]["code"]) == (0, "exact", "15718")
    assert answer["unit"]["valid_from"] is None  # not known, whatever stands in the table


def test_find_a_near_name_only_suggests(thanh_hoa: Unit, run: Run) -> None:
    code, out, err = run("find", "Thọ Tiên", "--within", "397", "--on", "2020-01-31")

    assert (code, out) == (1, "")
    assert err.splitlines()[1] == "  Xã Thọ Tiến (15673), Huyện Triệu Sơn"


def test_alias_makes_a_spelling_resolve(thanh_hoa: Unit, run: Run) -> None:
    words = ("Thọ Tiên", "--within", "397", "--on", "31/01/2020")
    assert run("find", *words)[0] == 1

    code, out, _ = run("alias", "Thọ Tiên", "15673", "--on", "31/01/2020", "--source", "hỏi xã")
    assert code == 0
    assert "là tên khác của Xã Thọ Tiến (15673), Huyện Triệu Sơn" in out

    assert run("find", *words)[0] == 0
    assert "ARE-008" in run("alias", "Thọ Tiên", "15673", "--on", "31/01/2020", "--source", "x")[2]


def test_find_within_a_code_that_is_none_then(thanh_hoa: Unit, run: Run) -> None:
    code, _, err = run("find", "Thọ Tân", "--within", "397", "--on", "2026-01-01")

    assert code == 1
    assert "Không có đơn vị mã 397 vào ngày 01/01/2026" in err
    assert "CLI-010" in err


def test_find_nothing(thanh_hoa: Unit, run: Run) -> None:
    code, _, err = run("find", "Ngọc Hoàng Đại Đế", "--on", "2026-01-01")

    assert code == 1
    assert "Không tìm thấy đơn vị nào gần với “Ngọc Hoàng Đại Đế”" in err


def test_lineage_both_ways(thanh_hoa: Unit, run: Run) -> None:
    code, out, _ = run("lineage", "15667", "--on", "2020-01-31", "--to", "2026-11-22")
    assert code == 0
    assert out.splitlines() == [
        "Xã Thọ Sơn (15667), Huyện Triệu Sơn; vào ngày 22/11/2026:",
        "  Xã Thọ Bình (15667), Tỉnh Thanh Hóa",
    ]

    _, out, _ = run("lineage", "15667", "--on", "2026-11-22", "--to", "2020-01-31")
    assert [line.split(" (")[0] for line in out.splitlines()[1:]] == [
        "  Xã Bình Sơn",
        "  Xã Thọ Bình",
        "  Xã Thọ Sơn",
    ]


def test_lineage_of_a_district_gives_its_communes_heirs(thanh_hoa: Unit, run: Run) -> None:
    _, out, _ = run("lineage", "397", "--on", "2020-01-31", "--to", "2026-11-22", "--json")

    answer = json.loads(out)
    assert len(answer["units"]) == 8
    assert answer["unknown"] == []


def test_lineage_marks_a_split(thanh_hoa: Unit, run: Run) -> None:
    divided = Unit.objects.filter(links_onward__split=True, level=3).earliest("code")

    _, out, _ = run("lineage", divided.code or "", "--on", "2025-06-30", "--to", "2026-11-22")

    assert out.count("(một phần, cần người quyết định)") >= 2


def test_unknown_lists_what_no_source_tells(thanh_hoa: Unit, run: Run) -> None:
    code, out, _ = run("unknown", "--within", "38")

    assert code == 0
    assert "Xã Thiệu Phú (15790), Huyện Thiệu Hóa" in out
    assert "nguồn không cho biết về đâu" in out.splitlines()[-1]


def test_import_shows_first_and_writes_only_when_told(
    thanh_hoa: Unit, run: Run, merger: str
) -> None:
    code, out, _ = run("import", merger)
    assert code == 0
    assert "01/01/2027  Xã Hợp Tiến (15682), Tỉnh Thanh Hóa → Xã Thọ Hợp (15667)" in out
    assert out.splitlines()[-1] == "Chưa ghi gì. Thêm --apply để áp dụng."
    assert not UnitImport.objects.exists()

    officer = UserFactory()
    code, out, _ = run("import", merger, "--apply", "--by", officer.username)
    done = UnitImport.objects.get()
    assert code == 0
    assert f"lần nhập số {done.pk}" in out
    assert unit("15667", "2027-01-01").name == "Thọ Hợp"

    code, out, _ = run("undo", str(done.pk), "--by", officer.username)
    assert (code, out) == (0, f"Đã hoàn tác lần nhập số {done.pk} (nq1.csv).\n")
    assert unit("15667", "2027-01-01").name == "Thọ Bình"


def test_import_says_what_it_does_not_take(run: Run, merger: str) -> None:
    code, _, err = run("import", merger)

    assert code == 1
    assert "Chưa nhận: dòng 2: không có đơn vị mã 15667 vào ngày 31/12/2026" in err


def test_import_of_no_file(run: Run) -> None:
    code, _, err = run("import", "khong-co.xlsx")

    assert code == 1
    assert "khong-co.xlsx" in err


def test_import_by_an_unknown_user(thanh_hoa: Unit, run: Run, merger: str) -> None:
    code, _, err = run("import", merger, "--apply", "--by", "khong_co")

    assert code == 1
    assert "CLI-012" in err
    assert not UnitImport.objects.exists()


def test_import_names_villages_that_wait(thanh_hoa: Unit, run: Run, tmp_path: Path) -> None:
    UnitFactory(village=True, name="Thôn 1", parent=unit("15667", "2026-01-01"))
    path = tmp_path / "chia.csv"
    path.write_text(
        "Thay đổi,Mã cũ,Mã mới,Tên mới,Hiệu lực,Nghị quyết\n"
        "Chia tách,15667,15667,Xã Thọ Bình,01/01/2027,1/NQ\n"
        "Chia tách,15667,15670,Xã Thọ Sơn,01/01/2027,1/NQ\n",
        encoding="utf-8",
    )

    _, out, _ = run("import", str(path))

    assert "Cần người quyết định: Thôn 1 của Xã Thọ Bình về đơn vị nào." in out
    assert out.count("(một phần)") == 2


def test_undo_unknown_import(run: Run) -> None:
    code, _, err = run("undo", "999999")

    assert code == 1
    assert "CLI-011" in err


@pytest.mark.slow
def test_sync_prints_what_it_did(run: Run) -> None:
    _, out, _ = run("sync", "--json")
    assert json.loads(out)["units_added"] == 15_781

    code, out, _ = run("sync")
    assert code == 0
    assert out.startswith("Đơn vị: thêm 0, sửa 0; tiếp nối: thêm 0; tên khác: thêm 0 (")
