"""Users with a role, for tests: CommuneOfficer(unit=…), Guest() …"""

from datetime import date
from typing import Any

import factory
from django.contrib.auth.hashers import make_password

from giamngheo.accounts.enums import Role, Sector
from giamngheo.accounts.models import Assignment, User
from giamngheo.lib.text import person_sort_key

PASSWORD = "Mo-Cua-Sang-2020"


class UserFactory(factory.django.DjangoModelFactory):
    """An active user without any assignment, whose password is PASSWORD."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"canbo{n}")
    full_name = "Lê Thị Hoà"
    sort_key = factory.LazyAttribute(lambda user: person_sort_key(user.full_name))
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class AssignmentFactory(factory.django.DjangoModelFactory):
    """A commune officer since 2016; give `unit`, and `role` when it is another."""

    class Meta:
        model = Assignment

    user = factory.SubFactory(UserFactory)
    role = Role.COMMUNE
    unit = None
    sector = factory.LazyAttribute(lambda a: Sector.HEALTH if a.role == Role.SECTOR else "")
    valid_from = date(2016, 1, 1)
    valid_to = None


def officer(role: Role, *units: Any, **user_fields: Any) -> User:
    """Return a user who holds `role` in each of `units` (none: in the whole system)."""
    user = UserFactory(**user_fields)
    for unit in units or (None,):
        AssignmentFactory(user=user, role=role, unit=unit)
    return user
