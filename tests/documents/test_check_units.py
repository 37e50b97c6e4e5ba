"""Names of units against the register that whoever checks hands in."""

import datetime as dt
from pathlib import Path

import pytest

from giamngheo.documents import Finding, check_plan, read_plan
from giamngheo.documents.heading import Issuer
from giamngheo.documents.unit_register import KnownUnit, UnitRegister

NAMES = ("Thị trấn Đá Đỏ", "Xã Nà Lúa", "Xã Nà Ngô", "Xã Khe Tre", "Xã Khe Nứa", "Xã Bãi Cát")
PLAN = Path(__file__).with_name("clean") / "huyen-2020.txt"


def unit(
    name: str,
    *,
    begins: dt.date | None = None,
    ends: dt.date | None = None,
    aliases: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
) -> KnownUnit:
    return KnownUnit(
        full_name=name, valid_from=begins, valid_to=ends, aliases=aliases, successors=after
    )


STANDING = [unit(name) for name in NAMES]


def checked(path: Path, *units: KnownUnit) -> list[Finding]:
    register = UnitRegister(area="huyện Đá Đỏ", units=units)

    def lookup(issuer: Issuer, day: dt.date) -> UnitRegister:
        assert (issuer.district, day) == ("Đá Đỏ", dt.date(2020, 1, 20))
        return register

    return check_plan(read_plan(path), units=lookup)


def changed(tmp_path: Path, old: str, new: str, times: int) -> Path:
    text = PLAN.read_text(encoding="utf-8")
    assert text.count(old) == times
    path = tmp_path / "ke-hoach.txt"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_units_of_the_register_are_left_alone():
    assert checked(PLAN, *STANDING) == []


def test_a_unit_the_register_lacks():
    (finding,) = checked(PLAN, *(one for one in STANDING if one.full_name != "Xã Khe Tre"))

    assert (finding.code, finding.found) == ("DOC-F29", "Xã Khe Tre")
    assert "ngày 20/01/2020 huyện Đá Đỏ không có Xã Khe Tre" in finding.message


@pytest.mark.parametrize(("ends", "codes"), [("2020-01-20", {"DOC-F30"}), ("2020-01-21", set())])
def test_a_unit_that_ended_on_the_plans_day_or_the_day_after(ends: str, codes: set[str]):
    units = [one for one in STANDING if one.full_name != "Xã Khe Tre"]
    gone = unit("Xã Khe Tre", ends=dt.date.fromisoformat(ends), after=("Xã Khe Nứa",))

    findings = checked(PLAN, *units, gone)

    assert {finding.code for finding in findings} == codes
    assert all("nay là Xã Khe Nứa" in finding.message for finding in findings)


def test_a_unit_that_has_not_begun_is_not_known_yet():
    units = [one for one in STANDING if one.full_name != "Xã Khe Tre"]
    later = unit("Xã Khe Tre", begins=dt.date(2020, 1, 21))

    (finding,) = checked(PLAN, *units, later)

    assert finding.code == "DOC-F29"


def test_another_spelling_everywhere_is_told_by_the_register(tmp_path: Path):
    path = changed(tmp_path, "Khe Tre", "Khe Trẻ", 2)

    (finding,) = checked(path, *STANDING)

    assert (finding.code, finding.expected) == ("DOC-F17", "Xã Khe Tre")


def test_an_old_name_among_the_members_says_what_it_is_now(tmp_path: Path):
    path = changed(tmp_path, "\tNà Ngô, Khe Tre", "\tNà Ngô, Khe Đá", 1)
    units = [one for one in STANDING if one.full_name != "Xã Khe Tre"]

    findings = checked(path, *units, unit("Xã Khe Tre", aliases=("Khe Đá",)))

    assert {finding.code for finding in findings} == {"DOC-F18", "DOC-F19"}
    assert all("Khe Đá nay thuộc Xã Khe Tre" in finding.message for finding in findings)


def test_the_right_spelling_is_the_registers(tmp_path: Path):
    path = changed(tmp_path, "Xã Khe Tre\t", "Xã Khe Trê\t", 1)

    (finding,) = checked(path, *STANDING)

    assert (finding.code, finding.expected) == ("DOC-F17", "Khe Tre")


def test_lists_of_other_places_are_left_alone():
    villages = [unit(f"Thôn {number}") for number in range(9)]

    assert checked(PLAN, *villages) == []
