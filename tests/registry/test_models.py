from datetime import date

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from giamngheo.registry.models import Household, HouseholdStatus
from tests.factories.district import District


def add_status(district: District, **fields: object) -> None:
    values: dict[str, object] = {
        "household": Household.objects.get(code="A-001"),
        "category": "POOR",
        "group": "N1",
        "valid_from": date(2018, 1, 1),
        "valid_to": date(2019, 1, 1),
        "standard": "vn-2016",
        "source": "thử",
    } | fields
    with transaction.atomic():
        HouseholdStatus.objects.create(**values)


def test_status_up_to_the_next_ones_first_day_is_allowed(district: District) -> None:
    district.load("A-001")

    add_status(district)

    assert HouseholdStatus.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"valid_to": date(2019, 1, 2)}, "status_one_at_a_time"),
        ({"valid_to": None}, "status_one_at_a_time"),
        ({"valid_to": date(2018, 1, 1)}, "status_period"),
        ({"category": "NEAR_POOR"}, "status_group_only_when_poor"),
    ],
)
def test_database_refuses_a_status_that_cannot_be(
    district: District, fields: dict[str, object], constraint: str
) -> None:
    district.load("A-001")

    with pytest.raises(IntegrityError, match=constraint):
        add_status(district, **fields)
