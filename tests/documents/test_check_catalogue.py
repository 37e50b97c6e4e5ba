"""Every kind of finding is found where it is planted, alone, and a clean plan yields none."""

import re
from pathlib import Path

import pytest

from giamngheo.documents import check_plan, read_plan
from giamngheo.documents.catalogue import CATALOGUE, SEVERITIES
from tests.documents.mutations import MUTATIONS, Change

CLEAN = sorted(Path(__file__).with_name("clean").glob("*.txt"))
DOCS = Path(__file__).parents[2] / "docs"
# Found only where a register of units is handed in: see test_check_units.
WITH_REGISTER = {"DOC-F29", "DOC-F30"}


def test_there_are_clean_plans_of_eight_kinds():
    assert len(CLEAN) >= 8


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_clean_plan_yields_nothing(path: Path):
    assert check_plan(read_plan(path)) == []


@pytest.mark.parametrize(("code", "plan", "changes"), MUTATIONS)
def test_a_planted_error_is_found_and_nothing_else(
    tmp_path: Path, code: str, plan: str, changes: tuple[Change, ...]
):
    text = next(path for path in CLEAN if path.stem == plan).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = tmp_path / "ke-hoach.txt"
    path.write_text(text, encoding="utf-8")

    findings = check_plan(read_plan(path))

    assert {finding.code for finding in findings} == {code}
    assert all(finding.message and "None" not in finding.message for finding in findings)


def test_every_kind_of_finding_is_planted():
    assert {code for code, _, _ in MUTATIONS} | WITH_REGISTER == set(CATALOGUE)


def test_the_catalogue_is_whole():
    for code, kind in CATALOGUE.items():
        assert re.fullmatch(r"DOC-F\d\d", code)
        assert kind.severity in SEVERITIES
        assert kind.meaning
        assert kind.example


@pytest.mark.parametrize("page", ["en/documents.md", "vi/kiem-tra-ke-hoach.md"])
def test_the_pages_list_the_catalogue(page: str):
    written = (DOCS / page).read_text(encoding="utf-8")

    assert set(re.findall(r"^\| (DOC-F\d\d) \|", written, re.MULTILINE)) == set(CATALOGUE)


def test_the_page_for_officers_says_what_the_catalogue_says():
    written = (DOCS / "vi/kiem-tra-ke-hoach.md").read_text(encoding="utf-8")

    words = {"error": "sai", "warning": "cần xem", "note": "lưu ý"}
    for code, kind in CATALOGUE.items():
        assert f"| {code} | {words[kind.severity]} | {kind.meaning} | {kind.example} |" in written
