"""`giamngheo standards`, as a person types it."""

import json
from pathlib import Path

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.cli.main import main
from giamngheo.law.standards import SHIPPED_FOLDER
from giamngheo.rules.models import RuleVersion
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.rules import approved, enter, local_text


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2015-12-31", "vn-2011"),
        ("2021-11-01", "vn-2016"),
        ("1/11/2021", "vn-2016"),
        ("2026-12-31", "vn-2022"),
        ("2027-01-01", "vn-2027"),
    ],
)
def test_standard_of_a_day(capsys: pytest.CaptureFixture[str], day: str, code: str) -> None:
    assert main(["standards", "in-force", "--date", day]) == 0

    assert capsys.readouterr().out == f"{code}\n"


def test_day_outside_every_standard(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standards", "in-force", "--date", "2031-01-01"]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "01/01/2031" in said.err


@pytest.fixture
def district(db: None) -> District:
    return District()


@pytest.fixture
def clerk(district: District) -> User:
    return officer(Role.PROVINCE, district.province)


def test_province_without_its_own_standard_follows_the_nation(
    district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["standards", "in-force", "--date", "2024-01-01", "--unit", "98", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert (found["code"], found["scope"]) == ("vn-2022", "national")


@pytest.mark.parametrize("unit", ["98", "980", "98001"])
def test_the_provinces_own_standard_where_it_is_approved(
    district: District, clerk: User, capsys: pytest.CaptureFixture[str], unit: str
) -> None:
    leader = officer(Role.LEADER, district.province)
    approved(local_text(), unit=district.province, by=clerk, second=leader)

    main(["standards", "in-force", "--date", "2024-01-01", "--unit", unit])
    main(["standards", "in-force", "--date", "2024-01-01"])

    assert capsys.readouterr().out == "tinh-mau\nvn-2022\n"


def test_a_unit_nobody_knows_has_no_default(
    district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["standards", "in-force", "--date", "2024-01-01", "--unit", "97"]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "CLI-021" in said.err


def test_a_file_is_entered_as_a_draft(
    district: District, clerk: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    province = district.province
    province.valid_to = None
    province.save(update_fields=["valid_to"])
    file = tmp_path / "tinh.yaml"
    file.write_text(local_text(), "utf-8")
    stranger = officer(Role.DISTRICT, district.unit)

    words = ["standards", "import", str(file), "--unit", "98", "--by"]
    assert main([*words, clerk.username]) == 0
    assert "Bản nháp, chưa áp dụng" in capsys.readouterr().out
    assert main([*words, stranger.username]) == 1
    assert "ACC-001" in capsys.readouterr().err
    assert main([*words, "khongcoai"]) == 1
    assert "ACC-010" in capsys.readouterr().err
    words[2] = str(tmp_path / "khac.yaml")
    assert main([*words, clerk.username]) == 1
    assert "khac.yaml" in capsys.readouterr().err
    assert [rule.state for rule in RuleVersion.objects.all()] == ["DRAFT"]


NATIONAL = ["vn-2011", "vn-2016", "vn-2022", "vn-2027"]


@pytest.fixture
def own(district: District, clerk: User) -> None:
    leader = officer(Role.LEADER, district.province)
    approved(local_text(), unit=district.province, by=clerk, second=leader)


def listed(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], str]:
    assert main(["standards", "list", "--json"]) == 0
    said = capsys.readouterr()
    return [row["code"] for row in json.loads(said.out)], said.err


def test_list_names_what_is_approved(
    district: District, clerk: User, capsys: pytest.CaptureFixture[str]
) -> None:
    enter(local_text(), unit=district.province, by=clerk)
    assert listed(capsys) == (NATIONAL, "")


def test_list_with_a_provinces_own(own: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(capsys) == ([*NATIONAL, "tinh-mau"], "")


@pytest.fixture
def without_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine on which nobody ever made one."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("GIAMNGHEO_VAR", str(tmp_path / "không có"))


def test_without_a_database_the_nations_are_listed(
    without_database: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes, said = listed(capsys)

    assert codes == NATIONAL
    assert "chuẩn riêng của các tỉnh chưa mở được" in said
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_as_none(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("django.db.connection.introspection.table_names", list)

    assert listed(capsys)[0] == NATIONAL


@pytest.mark.parametrize(
    "words", [["show", "tinh-97"], ["show", "vn-2022", "--compare", "tinh-97"]]
)
def test_an_unknown_code_without_a_database_says_what_to_do(
    without_database: None, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["standards", *words]) == 1

    said = capsys.readouterr().err
    assert "CLI-022" in said
    assert "DATABASE_URL" in said


def test_an_unknown_code_names_every_standard(
    own: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["standards", "show", "tinh-97"]) == 1

    said = capsys.readouterr().err
    assert "LAW-001" in said
    assert "tinh-mau" in said


def test_show_a_provinces_own(own: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standards", "show", "tinh-mau", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scope"] == "province/98"
    assert main(["standards", "show", "vn-2022", "--compare", "TINH-MAU"]) == 0
    assert "tinh-mau: " in capsys.readouterr().out


def test_one_household_and_a_file_by_a_provinces_own(
    own: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = '{"area_type": "rural", "income_per_capita_vnd": 99000000}'
    source, out = tmp_path / "ho.csv", tmp_path / "ra.csv"
    source.write_text("household_code,area_type,income_per_capita_vnd\nH1,rural,99000000\n")

    main(["classify-one", "--standard", "tinh-mau", "--json", facts])
    said = capsys.readouterr()
    assert main(["classify", str(source), "--standard", "tinh-mau", "-o", str(out)]) == 0

    assert "tinh-mau" in said.out
    assert "tinh-mau" in out.read_text(encoding="utf-8")


def test_show_in_words_and_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standards", "show", "vn-2022"]) == 0
    words = capsys.readouterr().out
    assert main(["standards", "show", "vn-2022", "--json"]) == 0
    content = json.loads(capsys.readouterr().out)

    assert "≤ 1.500.000 đồng [Nghị định 07/2021/NĐ-CP, theo nguồn thứ cấp]" in words
    assert len(content["indicators"]) == 12


def test_show_differences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standards", "show", "vn-2022", "--compare", "vn-2027"]) == 0

    assert "vn-2027: ≤ 2.200.000 đồng" in capsys.readouterr().out


def test_check_names_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (SHIPPED_FOLDER / "vn-2022.yaml").read_text(encoding="utf-8")
    (tmp_path / "vn-2022.yaml").write_text(text.replace("source: ", "nguon: ", 1), "utf-8")

    assert main(["standards", "check"]) == 0
    assert main(["standards", "check", str(tmp_path)]) == 1

    assert "vn-2022.yaml, dòng" in capsys.readouterr().err
