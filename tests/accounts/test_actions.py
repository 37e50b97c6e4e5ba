"""Making accounts and giving roles: it works, then one test per refusal."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from giamngheo.accounts import actions
from giamngheo.accounts import refusals as no
from giamngheo.accounts.enums import Permission, Role, Sector
from giamngheo.accounts.models import Assignment, User
from giamngheo.accounts.queries import scope_of
from giamngheo.audit.models import AuditEvent
from tests.accounts.conftest import BEFORE, Country
from tests.factories.accounts import PASSWORD, AssignmentFactory, UserFactory, officer

GOOD = "Lua-Chin-Vang-37"


def event(action: str) -> AuditEvent:
    return AuditEvent.objects.get(action=action)


def new_user(**fields: Any) -> User:
    wanted = {"username": "xa.thobinh", "full_name": "Bùi Thị Hạnh", "password": GOOD}
    return actions.create_user(by=None, **(wanted | fields))


def test_create_user_makes_an_account_without_rights(db: None) -> None:
    user = new_user(username=" Xa.ThoBinh ", full_name="Bùi  Thị Hạnh", position="Công chức")

    assert (user.username, user.full_name) == ("xa.thobinh", "Bùi Thị Hạnh")
    assert user.check_password(GOOD)
    assert user.must_change_password
    assert scope_of(user=user, as_of=BEFORE).nothing


def test_create_user_is_an_event_that_does_not_show_the_password(db: None) -> None:
    user = new_user()

    change = event("accounts.create_user").changes.get()
    assert (change.table_name, change.row_ids) == ("accounts_user", [user.pk])
    actions.set_password(user=user, password="Lua-Non-Xanh-48", by=None)
    change = event("accounts.set_password").changes.get()
    assert change.after[0]["password"].startswith("sha256:")
    assert user.password not in str(change.after)


def test_create_user_with_a_name_in_use_is_refused(db: None) -> None:
    UserFactory(username="xa.thobinh")

    with pytest.raises(no.UsernameTaken, match=r"xa\.thobinh đã có người dùng"):
        new_user(username="XA.thobinh")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"username": "xã thọ bình"}, "tên đăng nhập"),
        ({"username": ""}, "tên đăng nhập"),
        ({"full_name": ""}, "họ và tên"),
    ],
)
def test_create_user_with_bad_fields_is_refused(
    db: None, fields: dict[str, str], problem: str
) -> None:
    with pytest.raises(no.BadUser, match=problem):
        new_user(**fields)

    assert not User.objects.exists()


def test_create_user_with_a_weak_password_is_refused(db: None) -> None:
    with pytest.raises(no.WeakPassword, match="ít nhất 10 ký tự"):
        new_user(password="Lua-37")

    assert not User.objects.exists()


def test_change_password_knows_the_old_one(db: None) -> None:
    user = UserFactory(must_change_password=True)

    actions.change_password(user=user, old_password=PASSWORD, new_password=GOOD, by=user)

    user.refresh_from_db()
    assert user.check_password(GOOD)
    assert not user.must_change_password
    assert event("accounts.change_password").actor_id == user.pk


def test_change_password_with_a_wrong_old_one_is_refused(db: None) -> None:
    user = UserFactory()

    with pytest.raises(no.WrongPassword, match="chưa đúng"):
        actions.change_password(user=user, old_password="x", new_password=GOOD, by=user)

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_change_password_to_a_weak_one_is_refused(db: None) -> None:
    user = UserFactory()

    with pytest.raises(no.WeakPassword):
        actions.change_password(user=user, old_password=PASSWORD, new_password="x", by=user)


def test_assign_role_gives_scope_from_its_day(country: Country) -> None:
    admin, user = UserFactory(), UserFactory()

    actions.assign_role(
        user=user, role=Role.COMMUNE, unit=country.a, valid_from=BEFORE, by=admin, reason="QĐ 12"
    )

    assert scope_of(user=user, as_of=BEFORE).covers(country.a.path)
    assert scope_of(user=user, as_of=date(2020, 5, 31)).nothing
    told = event("accounts.assign_role")
    assert (told.actor_id, told.unit_path, told.reason) == (admin.pk, country.a.path, "QĐ 12")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"role": Role.COMMUNE, "unit": None}, "Chọn đơn vị"),
        ({"role": Role.SECTOR}, "Chọn ngành"),
        ({"role": Role.COMMUNE, "sector": Sector.HEALTH}, "Chọn ngành"),
        ({"role": "KING"}, "vai trò"),
        ({"valid_to": date(2020, 6, 1)}, "Ngày kết thúc phải sau"),
    ],
)
def test_assign_role_that_contradicts_itself_is_refused(
    country: Country, fields: dict[str, Any], problem: str
) -> None:
    wanted: dict[str, Any] = {"role": Role.COMMUNE, "unit": country.a, "valid_from": BEFORE}

    with pytest.raises(no.BadAssignment, match=problem):
        actions.assign_role(user=UserFactory(), by=None, **(wanted | fields))

    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [
        (date(2019, 1, 1), None, False),
        (date(2020, 12, 31), date(2021, 2, 1), False),
        (date(2021, 1, 1), None, True),
        (date(2019, 1, 1), date(2020, 1, 1), True),
    ],
)
def test_assign_role_twice_for_the_same_time_is_refused(
    country: Country, start: date, end: date | None, free: bool
) -> None:
    user = UserFactory()
    AssignmentFactory(
        user=user, unit=country.a, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
    )
    wanted: dict[str, Any] = {"role": Role.COMMUNE, "unit": country.a, "valid_from": start}

    if free:
        actions.assign_role(user=user, valid_to=end, by=None, **wanted)
    else:
        with pytest.raises(no.AlreadyAssigned, match="đến hết ngày 31/12/2020"):
            actions.assign_role(user=user, valid_to=end, by=None, **wanted)

    assert user.assignments.count() == 1 + free


def test_end_assignment_ends_the_scope_on_its_day(country: Country) -> None:
    user = officer(Role.COMMUNE, country.a)

    actions.end_assignment(assignment=user.assignments.get(), valid_to=BEFORE, by=None)

    assert scope_of(user=user, as_of=BEFORE).nothing
    assert scope_of(user=user, as_of=date(2020, 5, 31)).covers(country.a.path)
    assert event("accounts.end_assignment").changes.get().op == "UPDATE"


@pytest.mark.parametrize("day", [date(2016, 1, 1), date(2015, 1, 1), date(2021, 1, 2)])
def test_end_assignment_outside_its_period_is_refused(country: Country, day: date) -> None:
    assignment = AssignmentFactory(unit=country.a, valid_to=date(2021, 1, 1))

    with pytest.raises(no.BadEnd, match="phải sau ngày bắt đầu 01/01/2016"):
        actions.end_assignment(assignment=assignment, valid_to=day, by=None)


def test_last_administrator_stays(db: None) -> None:
    admin = officer(Role.SYSTEM)

    with pytest.raises(no.LastAdministrator):
        actions.end_assignment(assignment=admin.assignments.get(), valid_to=BEFORE, by=admin)
    with pytest.raises(no.LastAdministrator):
        actions.deactivate_user(user=admin, as_of=BEFORE, by=admin)


def test_one_of_two_administrators_may_go(db: None) -> None:
    admin, _ = officer(Role.SYSTEM), officer(Role.SYSTEM)

    actions.deactivate_user(user=admin, as_of=BEFORE, by=None, reason="Nghỉ hưu")

    admin.refresh_from_db()
    assert not admin.is_active
    assert event("accounts.deactivate_user").reason == "Nghỉ hưu"


def test_reactivated_user_has_her_scope_again(country: Country) -> None:
    user = officer(Role.COMMUNE, country.a, is_active=False)

    actions.reactivate_user(user=user, by=None)

    assert scope_of(user=user, as_of=BEFORE).covers(country.a.path)


def test_require_lets_pass_what_the_scope_covers(country: Country) -> None:
    scope = scope_of(user=officer(Role.COMMUNE, country.a), as_of=BEFORE)

    actions.require(scope=scope, path=country.a.path, permission=Permission.VIEW_PERSONAL)

    assert not AuditEvent.objects.filter(action="accounts.refuse_access").exists()


def test_require_refuses_another_commune_and_logs_it(country: Country) -> None:
    user = officer(Role.COMMUNE, country.a)
    scope = scope_of(user=user, as_of=BEFORE)

    with pytest.raises(no.AccessRefused, match="không có quyền xem hồ sơ của hộ"):
        actions.require(
            scope=scope,
            path=country.b.path,
            permission=Permission.VIEW_PERSONAL,
            subject="TS-000123",
        )

    logged = event("accounts.refuse_access")
    assert (logged.actor_id, logged.unit_path) == (user.pk, country.b.path)
    assert logged.subject == "TS-000123"
    assert logged.details == {"permission": "view_personal", "roles": ["COMMUNE"]}


def test_require_refuses_a_guest(country: Country) -> None:
    scope = scope_of(user=None, as_of=BEFORE)

    with pytest.raises(no.AccessRefused, match="chưa đăng nhập"):
        actions.require(scope=scope, path=None, permission=Permission.EXPORT)

    assert event("accounts.refuse_access").actor_id is None


@pytest.mark.django_db(transaction=True)
def test_refused_access_stays_logged_when_the_action_is_undone() -> None:
    scope = scope_of(user=UserFactory(), as_of=BEFORE)

    with pytest.raises(no.AccessRefused):
        _action_that_requires(scope)

    assert event("accounts.refuse_access").seq is not None
    assert not User.objects.filter(username="nuachung").exists()


@transaction.atomic
def _action_that_requires(scope: Any) -> None:
    UserFactory(username="nuachung")
    actions.require(scope=scope, path="/1/", permission=Permission.DECIDE)
