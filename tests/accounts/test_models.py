"""What the tables themselves refuse, from both sides."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from giamngheo.accounts.enums import Role, Sector
from tests.accounts.conftest import Country
from tests.factories.accounts import AssignmentFactory, UserFactory


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"role": "KING"}, "assignment_role_known"),
        ({"unit": None}, "assignment_has_unit"),
        ({"role": Role.SECTOR, "sector": ""}, "assignment_sector_with_role"),
        ({"role": Role.SECTOR, "sector": "MAGIC"}, "assignment_sector_with_role"),
        ({"role": Role.COMMUNE, "sector": Sector.HEALTH}, "assignment_sector_with_role"),
        ({"valid_to": date(2016, 1, 1)}, "assignment_period_order"),
    ],
)
def test_assignment_that_contradicts_itself_is_refused(
    country: Country, fields: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AssignmentFactory(**({"unit": country.a} | fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.SYSTEM, "unit": None},
        {"role": Role.SECTOR, "sector": Sector.HEALTH},
        {"valid_to": date(2016, 1, 2)},
    ],
)
def test_assignment_that_is_consistent_is_kept(country: Country, fields: dict[str, Any]) -> None:
    kept = AssignmentFactory(**({"unit": country.a} | fields))

    assert kept.pk is not None


def test_username_is_unique(db: None) -> None:
    UserFactory(username="xa.thobinh")

    with pytest.raises(IntegrityError, match="username"), transaction.atomic():
        UserFactory(username="xa.thobinh")


def test_user_is_named_with_her_account(db: None) -> None:
    assert str(UserFactory(username="hoalt", full_name="Lê Thị Hoà")) == "Lê Thị Hoà (hoalt)"
