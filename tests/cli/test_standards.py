"""`giamngheo standards`, as a person types it."""

import json
from pathlib import Path

import pytest

from giamngheo.cli.main import main
from giamngheo.law.standards import SHIPPED_FOLDER


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


def test_province_without_its_own_standard_follows_the_nation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["standards", "in-force", "--date", "2024-01-01", "--unit", "38", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert (found["code"], found["scope"]) == ("vn-2022", "national")


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standards", "list", "--json"]) == 0

    codes = [row["code"] for row in json.loads(capsys.readouterr().out)]
    assert codes == ["vn-2011", "vn-2016", "vn-2022", "vn-2027"]


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
