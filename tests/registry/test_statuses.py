from datetime import date

import polars as pl
import pytest

from giamngheo.registry.dated import give_mark
from giamngheo.registry.enums import Mark
from giamngheo.registry.models import Household, HouseholdMark, HouseholdStatus
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


def test_who_becomes_poor_loses_what_was_recognised_above_the_lines(district: District) -> None:
    district.load("A-001", "A-002")
    ids = list(Household.objects.order_by("code").values_list("pk", flat=True))
    give_mark(
        mark=Mark.AVERAGE_LIVING, household_ids=ids, valid_from=date(2019, 6, 1), valid_to=None,
        standard="vn-2016", source="thử",
    )  # fmt: skip

    set_status("A-001", "NEAR_POOR", date(2019, 12, 10))
    set_status("A-002", "NON_POOR", date(2019, 12, 10))

    ends = HouseholdMark.objects.order_by("household__code").values_list("valid_to", flat=True)
    assert list(ends) == [date(2019, 12, 10), None]


def test_an_opening_list_marks_its_statuses(district: District) -> None:
    district.load("A-001", "A-002")
    set_status("A-001", "POOR", date(2019, 12, 10), "N1")

    set_statuses(
        changes=pl.concat([changes("A-001", "NON_POOR"), changes("A-002", "NON_POOR")]),
        valid_from=date(2022, 1, 1), standard="vn-2022", source="thử", by_opening_list=True,
    )  # fmt: skip

    latest = HouseholdStatus.objects.filter(valid_to=None).order_by("household__code")
    assert list(latest.values_list("by_opening_list", flat=True)) == [True, False]
