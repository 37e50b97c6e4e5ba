"""Add only, update only, both: each with no match, one and two (what users ask, 8)."""

import pytest

from giamngheo.exchange.enums import Mode
from giamngheo.exchange.plan import Plan
from giamngheo.registry.models import Household, Member
from tests.exchange.conftest import Planner, reasons
from tests.exchange.files import head, member
from tests.factories.district import District

KNOWN_ID = "038180000001"  # District.load gives it to every head


def only(plan: Plan) -> str:
    """Return the outcome of a file of one household."""
    (outcome,) = plan.outcomes["outcome"].to_list()
    return str(outcome)


# No match


@pytest.mark.parametrize(
    ("mode", "outcome"), [(Mode.ADD, "ADDED"), (Mode.UPDATE, "REFUSED"), (Mode.BOTH, "ADDED")]
)
def test_a_household_nobody_knows(plan: Planner, mode: Mode, outcome: str):
    assert only(plan([head(id_="038180000777")], mode)) == outcome


def test_update_says_that_nobody_was_found(plan: Planner):
    found = plan([head(id_="038180000777")], Mode.UPDATE)

    assert reasons(found) == ["không có chủ hộ mang số này trong sổ của đơn vị"]


def test_update_wants_a_number_to_find_anybody_by(plan: Planner):
    found = plan([head(id_=None)], Mode.UPDATE)

    assert "cần mã hộ hoặc số định danh" in reasons(found)[0]


# One match, by code and by the head's number


@pytest.mark.parametrize("match", [{"code": "A-001", "id_": None}, {"id_": KNOWN_ID}])
@pytest.mark.parametrize(
    ("mode", "outcome"),
    [(Mode.ADD, "DUPLICATE"), (Mode.UPDATE, "CHANGED"), (Mode.BOTH, "CHANGED")],
)
def test_a_household_known_once(
    plan: Planner, district: District, match: dict[str, str], mode: Mode, outcome: str
):
    district.load("A-001")
    row = head("Nguyễn Thị Hồng Nhung", address="Xóm Đình", **match)  # type: ignore[arg-type]

    assert only(plan([row], mode)) == outcome


def test_the_same_said_again_changes_nothing(plan: Planner, district: District):
    district.load("A-001")

    assert only(plan([head("Nguyễn Thị Hồng Nhung", code="A-001")], Mode.BOTH)) == "SAME"


def test_a_tone_written_elsewhere_changes_nothing(plan: Planner, district: District):
    district.load("A-001")
    Member.objects.update(full_name="Lò Thị Hoà")

    assert only(plan([head("Lò Thị Hòa", code="A-001")], Mode.BOTH)) == "SAME"


# Two matches


@pytest.mark.parametrize("mode", list(Mode))
def test_two_households_of_one_head_are_a_question(plan: Planner, district: District, mode: Mode):
    district.load("A-001", "A-002")
    # One number on two heads: what an old list brings.
    Member.objects.update(personal_id="038180000001")

    found = plan([head("Nguyễn Thị Hồng Nhung")], mode)

    assert only(found) == "REFUSED"
    assert "A-001, A-002; ghi mã hộ để chọn một hộ" in reasons(found)[0]


def test_a_code_answers_the_question(plan: Planner, district: District):
    district.load("A-001", "A-002")
    Member.objects.filter(household__code="A-001").update(personal_id="038180000009")

    found = plan([head("Nguyễn Thị Hồng Nhung", code="A-002", address="Xóm Đình")], Mode.UPDATE)

    assert found.households["code"].to_list() == ["A-002"]


# Never by name alone


def test_a_name_alone_matches_nobody(plan: Planner, district: District):
    district.load("A-001")

    found = plan([head("Nguyễn Thị Hồng 001", id_=None)], Mode.BOTH)

    assert only(found) == "REFUSED"
    assert "có thể là hộ A-001" in reasons(found)[0]


def test_the_same_name_in_another_village_is_somebody_else(plan: Planner, district: District):
    district.load("A-001")
    Household.objects.update(unit=district.rural)

    assert only(plan([head("Nguyễn Thị Hồng 001", id_=None)], Mode.ADD)) == "ADDED"


def test_a_new_code_beside_a_known_head_is_a_question(plan: Planner, district: District):
    district.load("A-001")

    found = plan([head("Nguyễn Thị Hồng Nhung", code="A-777")], Mode.BOTH)

    assert only(found) == "REFUSED"
    assert "đang ở hộ A-001" in reasons(found)[0]


def test_a_code_of_another_commune_is_refused_without_telling_more(
    plan: Planner, district: District
):
    district.load("B-001")

    found = plan([head(code="B-001", id_="038180000777")], Mode.BOTH)

    assert reasons(found) == ["mã hộ đã dùng cho hộ ở đơn vị khác"]


def test_a_head_of_another_commune_is_not_told(plan: Planner, district: District):
    """Whether she lives elsewhere too is for the duplicate check, not for this commune's clerk."""
    district.load("B-001")

    assert only(plan([head("Nguyễn Thị Hồng Nhung")], Mode.BOTH)) == "ADDED"


def test_a_household_no_longer_managed_is_refused(plan: Planner, district: District):
    district.load("A-001")
    Household.objects.update(registered_to="2021-01-01", closed_as="LEFT")

    found = plan([head(code="A-001")], Mode.BOTH)

    assert reasons(found) == ["hộ A-001 đã thôi quản lý từ ngày 01/01/2021"]


# Twice in the file


def test_said_twice_alike_counts_once(plan: Planner):
    row = head(id_="038180000777")

    assert sorted(plan([row, row], Mode.BOTH).outcomes["outcome"]) == ["ADDED", "DUPLICATE"]


def test_said_twice_differently_goes_back_both_times(plan: Planner):
    rows = [head(id_="038180000777"), head(id_="038180000777", address="Xóm Đình")]

    found = plan(rows, Mode.BOTH)

    assert found.counts["REFUSED"] == 2
    assert "khác nhau, ở các dòng 2, 3" in reasons(found)[0]


def test_a_member_of_two_households_goes_back(plan: Planner):
    rows = [
        head(id_="038180000777"),
        member("Lò Văn Tư", id_="038210000011"),
        head("Vi Thị Ơn", id_="038180000778"),
        member("Lò Văn Tư", id_="038210000011"),
    ]

    found = plan(rows, Mode.ADD)

    assert found.counts["REFUSED"] == 2
    assert "có ở nhiều hộ trong tệp" in reasons(found)[0]


def test_somebody_of_another_household_is_not_taken(plan: Planner, district: District):
    district.load("A-001")
    rows = [head("Vi Thị Ơn", id_="038180000778"), member("Nguyễn Thị Hồng Nhung", id_=KNOWN_ID)]

    found = plan(rows, Mode.ADD)

    assert reasons(found) == ["số này đang là của một người ở hộ A-001"]


def test_counts_always_add_up(plan: Planner, district: District):
    district.load("A-001")
    rows = [
        head("Nguyễn Thị Hồng Nhung", code="A-001"),
        head("Vi Thị Ơn", id_="038180000778"),
        member("Vi Văn Tư"),
        head("Vi Thị Ơn", id_="038180000778"),
        member("Vi Văn Tư"),
        head("Cao Thị Sai", id_="12"),
    ]

    found = plan(rows, Mode.BOTH)

    assert found.counts == {"ADDED": 1, "CHANGED": 0, "SAME": 1, "DUPLICATE": 1, "REFUSED": 1}
    assert (found.read, found.rows) == (4, 6)
