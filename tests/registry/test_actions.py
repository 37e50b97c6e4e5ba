import pytest

from giamngheo.audit.models import AuditEvent
from giamngheo.registry import actions
from giamngheo.registry.models import Household, Member
from tests.factories.district import District


def test_load_computes_path_keys_and_size(district: District) -> None:
    district.load("A-001", "B-001")

    household = Household.objects.get(code="A-001")
    assert household.unit_path == district.villages["A"].path
    assert household.search_key == "nguyen thi hong 001 a-001"
    assert household.member_count == 1
    assert Member.objects.get(household=household).search_key == "nguyen thi hong nhung"


def test_load_leaves_one_event(district: District) -> None:
    district.load("A-001", "B-001")

    event = AuditEvent.objects.get(action="registry.load_households")
    assert event.details == {"households": 2, "members": 2}
    tables = set(event.changes.values_list("table_name", flat=True))
    assert {"registry_household", "registry_member", "registry_householdstatus"} <= tables


def test_code_already_taken_refuses_all(district: District) -> None:
    district.load("A-001")

    with pytest.raises(actions.HouseholdCodeTaken, match="A-001"):
        district.load("A-002", "A-001")

    assert not Household.objects.filter(code="A-002").exists()


def test_code_twice_in_one_list_is_refused(district: District) -> None:
    with pytest.raises(actions.HouseholdCodeTaken, match="A-001"):
        district.load("A-001", "A-001")


def test_unknown_unit_is_refused(district: District) -> None:
    district.villages["A"].pk = 12345

    with pytest.raises(actions.HouseholdUnitUnknown, match="A-001"):
        district.load("A-001")


def test_member_of_an_unknown_household_is_refused(district: District) -> None:
    with pytest.raises(actions.MemberWithoutHousehold, match="X-009"):
        district.load("A-001", member_codes=("A-001", "X-009"))

    assert not Household.objects.exists()
