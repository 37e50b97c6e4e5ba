from datetime import date

import polars as pl
import pytest

from giamngheo.audit.models import AuditEvent
from giamngheo.registry import actions
from giamngheo.registry.models import Household, HouseholdStatus, Member
from tests.factories.district import District


def changes(code: str, category: str, group: str = "") -> pl.DataFrame:
    household = Household.objects.get(code=code)
    return pl.DataFrame({"household_id": [household.pk], "category": [category], "group": [group]})


def set_status(code: str, category: str, day: date, group: str = "") -> int:
    return actions.set_statuses(
        changes=changes(code, category, group), valid_from=day, standard="vn-2016", source="thử"
    )


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


def test_status_of_an_unknown_household_is_refused(district: District) -> None:
    known, used = pl.Series(["A-001"]), pl.Series(["A-001", "X-009"])

    with pytest.raises(actions.MemberWithoutHousehold, match="X-009"):
        actions.refuse_unknown_codes(known, used)


def test_new_status_closes_the_old_one(district: District) -> None:
    district.load("A-001")

    changed = set_status("A-001", "POOR", date(2019, 12, 10), "N1")

    assert changed == 1
    old, new = HouseholdStatus.objects.order_by("valid_from")
    assert (old.category, old.valid_to) == ("NON_POOR", date(2019, 12, 10))
    assert (new.category, new.group, new.valid_to) == ("POOR", "N1", None)


def test_same_status_changes_nothing(district: District) -> None:
    district.load("A-001")

    assert set_status("A-001", "NON_POOR", date(2019, 12, 10)) == 0

    assert HouseholdStatus.objects.count() == 1


@pytest.mark.parametrize("day", [date(2019, 12, 10), date(2019, 12, 9)])
def test_status_on_or_before_a_later_one_is_refused(district: District, day: date) -> None:
    district.load("A-001")
    set_status("A-001", "POOR", date(2019, 12, 10), "N1")

    with pytest.raises(actions.StatusAlreadyLater, match="A-001"):
        set_status("A-001", "NEAR_POOR", day)
