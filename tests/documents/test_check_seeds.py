"""The five real plans: what people found wrong in them, nothing else, in Word and PDF as well."""

import shutil
from pathlib import Path

import pytest

from giamngheo.areas.plan_units import units_of_plan
from giamngheo.documents import Finding, check_plan, read_plan
from tests.documents.test_converted import FILTERS, convert
from tests.documents.test_score import seed

pytestmark = pytest.mark.shared

CODES = {
    "000": "F12 F13 F21 F37 F49 F49 F49",
    "001": "F01 F06 F07 F08 F17 F17 F17 F18 F19 F22 F33 F41 F44 F49 F49 F49",
    "002": "F09 F12 F13 F14 F21 F23 F49 F49 F49 F49",
    "003": "F14 F21 F49",
    "004": "F49 F49 F49 F49 F49 F49 F49 F49",
}


def checked(path: Path) -> list[Finding]:
    return check_plan(read_plan(path), units=units_of_plan)


def only(findings: list[Finding], code: str) -> Finding:
    (finding,) = (one for one in findings if one.code == code)
    return finding


@pytest.mark.parametrize("number", CODES)
def test_what_is_wrong_is_found_and_nothing_else(shared_dir: Path, number: str):
    findings = checked(seed(shared_dir, number))

    assert sorted(one.code for one in findings) == [f"DOC-{code}" for code in CODES[number].split()]


def test_the_district_plan(shared_dir: Path):
    findings = checked(seed(shared_dir, "001"))

    wrong_sum = only(findings, "DOC-F01")
    assert (wrong_sum.line, wrong_sum.values["found"], wrong_sum.values["expected"]) == (
        155,
        795,
        818,
    )
    assert (wrong_sum.values["difference"], wrong_sum.values["rows"]) == (23, ["Hợp Thành"])
    own = only(findings, "DOC-F08")
    assert (own.line, own.found, own.expected) == (196, "20/07/2019", "31/01/2020")
    assert only(findings, "DOC-F18").values["found"] == ["Tân Ninh", "Minh Châu", "Minh Dân"]
    assert only(findings, "DOC-F22").values["lines"] == [81, 75]
    assert only(findings, "DOC-F33").line == 27
    assert only(findings, "DOC-F41").line == 77
    spelled = [one for one in findings if one.code == "DOC-F17"]
    assert [one.expected for one in spelled] == ["Thị Trấn", "Thọ Tiến", "Thọ Thế"]


def test_the_province_plan(shared_dir: Path):
    findings = checked(seed(shared_dir, "002"))

    people = only(findings, "DOC-F23")
    assert (people.values["found"], people.values["expected"]) == (44934, 45434)
    assert people.values["people"] == 500
    decree = only(findings, "DOC-F09")
    assert (decree.line, decree.values["document"], decree.found) == (
        13,
        "38/2023/NĐ-CP",
        "24/06/2022",
    )
    assert only(findings, "DOC-F14").line == 45
    assert findings[0].code == "DOC-F21"


def test_local_money_off_the_share_of_all_other_lines(shared_dir: Path, tmp_path: Path):
    text = seed(shared_dir, "002").read_text(encoding="utf-8")
    path = tmp_path / "002.txt"
    path.write_text(text.replace("phương: 142 triệu", "phương: 140 triệu"), encoding="utf-8")

    finding = only(checked(path), "DOC-F32")

    assert (finding.values["found"], finding.values["expected"]) == (140, 142)
    assert "chưa đối chiếu" in finding.message


@pytest.mark.parametrize("kind", FILTERS)
def test_the_same_is_found_in_word_and_pdf(shared_dir: Path, tmp_path: Path, kind: str):
    for number in CODES:
        shutil.copyfile(seed(shared_dir, number), tmp_path / f"{number}.txt")
    convert(tmp_path, FILTERS[kind], "*.txt")

    for number, codes in CODES.items():
        findings = checked(tmp_path / f"{number}.{kind}")
        found = sorted(one.code for one in findings)
        assert found == [f"DOC-{code}" for code in codes.split()], number
