"""Scope by persona and by day: own commune, other commune, district, province, guest (R193)."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from giamngheo.accounts.enums import Permission, Role, Sector
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import (
    assignments_of,
    demo_accounts,
    holders,
    scope_of,
    user_or_none,
    users_in_order,
    who_may,
)
from giamngheo.accounts.scope import Scope
from tests.accounts.conftest import AFTER, BEFORE, MERGED, Country, link, make_unit
from tests.factories.accounts import AssignmentFactory, UserFactory, officer


def covered(scope: Scope, country: Country) -> set[str]:
    return {name for name, unit in vars(country).items() if scope.covers(unit.path)}


def scope_on(user: User, day: date) -> Scope:
    return scope_of(user=user, as_of=day)


def test_commune_officer_covers_her_commune_only(country: Country) -> None:
    scope = scope_on(officer(Role.COMMUNE, country.a), BEFORE)

    assert covered(scope, country) == {"a"}
    assert scope.can(Permission.EDIT_REGISTER, country.a.path)
    assert not scope.can(Permission.EDIT_REGISTER, country.b.path)


def test_district_officer_covers_its_communes(country: Country) -> None:
    assert covered(scope_on(officer(Role.DISTRICT, country.d), BEFORE), country) == {
        "d",
        "a",
        "b",
        "c",
    }


def test_other_district_covers_nothing_of_it(country: Country) -> None:
    assert covered(scope_on(officer(Role.DISTRICT, country.e), BEFORE), country) == {"e", "f"}


def test_province_officer_covers_all_units_old_and_new(country: Country) -> None:
    scope = scope_on(officer(Role.PROVINCE, country.p), AFTER)

    assert covered(scope, country) == set(vars(country))


def test_committee_member_covers_the_communes_assigned(country: Country) -> None:
    scope = scope_on(officer(Role.COMMITTEE_MEMBER, country.a, country.c), BEFORE)

    assert covered(scope, country) == {"a", "c"}


def test_sector_officer_sees_figures_and_her_sectors_needs(country: Country) -> None:
    scope = scope_on(officer(Role.SECTOR, country.d), BEFORE)

    assert scope.sectors == {Sector.HEALTH}
    assert scope.can(Permission.VIEW_NEED, country.a.path)
    assert not scope.can(Permission.VIEW_PERSONAL, country.a.path)


@pytest.mark.parametrize("guest", [None, AnonymousUser()])
def test_guest_has_nothing(country: Country, guest: Any) -> None:
    scope = scope_of(user=guest, as_of=BEFORE)

    assert scope.nothing
    assert covered(scope, country) == set()


def test_user_without_assignment_has_nothing(country: Country) -> None:
    assert scope_on(UserFactory(), BEFORE).nothing


def test_deactivated_user_has_nothing(country: Country) -> None:
    assert scope_on(officer(Role.PROVINCE, country.p, is_active=False), BEFORE).nothing


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2020, 12, 31), True),
        (date(2021, 1, 1), False),
    ],
)
def test_assignment_holds_from_its_first_day_until_before_its_end(
    country: Country, day: date, holds: bool
) -> None:
    user = UserFactory()
    AssignmentFactory(
        user=user, unit=country.a, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
    )

    assert scope_on(user, day).covers(country.a.path) is holds


def test_todays_commune_covers_the_communes_merged_into_it_whole(country: Country) -> None:
    """C was split between N and M: nobody guesses whose its households are."""
    user = officer(Role.COMMUNE, country.n)

    scope = scope_on(user, AFTER)

    assert covered(scope, country) == {"n", "a", "b"}
    assert scope.can(Permission.EDIT_REGISTER, country.a.path)


def test_todays_commune_covers_what_was_merged_in_two_steps(country: Country) -> None:
    older = make_unit("91199", 3, country.d, end=date(2019, 1, 1))
    link(older, country.a)

    scope = scope_on(officer(Role.COMMUNE, country.n), AFTER)

    assert scope.covers(older.path)


def test_todays_commune_that_got_a_part_covers_only_itself(country: Country) -> None:
    assert covered(scope_on(officer(Role.COMMUNE, country.m), AFTER), country) == {"m"}


@pytest.mark.parametrize(("day", "may_edit"), [(BEFORE, True), (MERGED, False), (AFTER, False)])
def test_district_of_the_past_stays_readable(country: Country, day: date, may_edit: bool) -> None:
    """Its records can be read after 30/06/2025, and nothing more."""
    scope = scope_on(officer(Role.DISTRICT, country.d), day)

    assert scope.can(Permission.VIEW_PERSONAL, country.a.path)
    assert scope.can(Permission.ALLOCATE, country.d.path) is may_edit
    assert not scope.covers(country.n.path)


def test_administrator_manages_users_everywhere_and_opens_no_file(country: Country) -> None:
    scope = scope_on(officer(Role.SYSTEM), BEFORE)

    assert scope.can(Permission.MANAGE_USERS, country.a.path)
    assert not scope.can(Permission.VIEW_PERSONAL)
    assert covered(scope, country) == set()


def test_scope_takes_two_queries(country: Country, django_assert_num_queries: Any) -> None:
    user = officer(Role.COMMITTEE_MEMBER, country.n, country.m, country.a)

    with django_assert_num_queries(2):
        scope_on(user, AFTER)


def test_holders_are_those_of_the_unit_and_above(country: Country) -> None:
    commune = officer(Role.COMMUNE, country.a)
    district = officer(Role.DISTRICT, country.d)
    province = officer(Role.PROVINCE, country.p)
    officer(Role.COMMUNE, country.b)
    officer(Role.DISTRICT, country.d, is_active=False)

    found = [held.user for held in holders(path=country.a.path, as_of=BEFORE)]

    assert found == [commune, district, province]


def test_holders_of_one_role(country: Country) -> None:
    officer(Role.DISTRICT, country.d)
    leader = officer(Role.LEADER, country.d)

    found = holders(path=country.a.path, as_of=BEFORE, roles=[Role.LEADER])

    assert [held.user for held in found] == [leader]


def test_who_may_open_a_personal_file(country: Country) -> None:
    commune = officer(Role.COMMUNE, country.a)
    officer(Role.VIEWER, country.d)
    officer(Role.SYSTEM)

    found = who_may(permission=Permission.VIEW_PERSONAL, path=country.a.path, as_of=BEFORE)

    assert [held.user for held in found] == [commune]


def test_holders_of_a_merged_commune_are_those_of_todays(country: Country) -> None:
    today, part = officer(Role.COMMUNE, country.n), officer(Role.COMMUNE, country.m)

    merged = [held.user for held in holders(path=country.a.path, as_of=AFTER)]
    divided = [held.user for held in holders(path=country.c.path, as_of=AFTER)]

    assert merged == [today]
    assert divided == []
    assert not scope_on(part, AFTER).covers(country.c.path)


def test_who_may_change_leaves_out_units_that_have_ended(country: Country) -> None:
    district = officer(Role.DISTRICT, country.d)

    def may(permission: Permission, day: date) -> list[User]:
        found = who_may(permission=permission, path=country.a.path, as_of=day)
        return [held.user for held in found]

    assert may(Permission.ALLOCATE, BEFORE) == [district]
    assert may(Permission.ALLOCATE, AFTER) == []
    assert may(Permission.VIEW_PERSONAL, AFTER) == [district]


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_who_may_and_scope_agree(country: Country, day: date) -> None:
    """The same question from both sides, for every role in every unit."""
    users = [officer(role, unit) for unit in vars(country).values() for role in Role]
    scopes = {user: scope_on(user, day) for user in [*users, officer(Role.SYSTEM)]}

    for unit in vars(country).values():
        for permission in Permission:
            asked = who_may(permission=permission, path=unit.path, as_of=day)
            allowed = {user for user, held in scopes.items() if held.can(permission, unit.path)}
            assert {held.user for held in asked} == allowed


def test_users_are_ordered_as_vietnamese_names(db: None) -> None:
    for name in ("Trần Văn Đức", "Lê Thị Ánh", "Nguyễn Văn Dũng", "Phạm Thị An"):
        UserFactory(full_name=name)

    given = [user.full_name.split()[-1] for user in users_in_order()]

    assert given == ["An", "Ánh", "Dũng", "Đức"]


def test_user_is_found_by_name_however_typed(db: None) -> None:
    user = UserFactory(username="xa.thobinh")

    assert user_or_none(username=" Xa.ThoBinh ") == user
    assert user_or_none(username="xa.khac") is None


def test_assignments_of_a_user_on_a_day(country: Country) -> None:
    user = officer(Role.COMMUNE, country.a)
    AssignmentFactory(user=user, unit=country.b, valid_from=date(2030, 1, 1))

    assert [held.unit for held in assignments_of(user=user, as_of=BEFORE)] == [country.a]
    assert assignments_of(user=user).count() == 2


def test_demo_accounts_are_the_generated_ones(db: None) -> None:
    UserFactory()
    shown = UserFactory(is_generated=True)

    assert list(demo_accounts()) == [shown]
