from datetime import date

import polars as pl
import pytest

from giamngheo.registry.models import Household, HouseholdStatus
from giamngheo.registry.statuses import StatusAlreadyLater, set_statuses
from tests.factories.district import District


def changes(code: str, category: str, group: str = "") -> pl.DataFrame:
    household = Household.objects.get(code=code)
    return pl.DataFrame({"household_id": [household.pk], "category": [category], "group": [group]})


def set_status(code: str, category: str, day: date, group: str = "") -> int:
    return set_statuses(
        changes=changes(code, category, group), valid_from=day, standard="vn-2016", source="thử"
    )


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

    with pytest.raises(StatusAlreadyLater, match="A-001"):
        set_status("A-001", "NEAR_POOR", day)
