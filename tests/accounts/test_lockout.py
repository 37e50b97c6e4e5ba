"""Lock-out with axes switched on: the account and the address together, and only for a while."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.test import RequestFactory
from django.utils import timezone

from giamngheo.accounts.actions import unlock_user
from giamngheo.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory


@pytest.fixture
def user(db: None, settings: Any) -> User:
    settings.AXES_ENABLED = True
    return UserFactory(username="xa.thobinh")


def log_in(password: str, *, username: str = "xa.thobinh", address: str = "10.0.0.1") -> Any:
    request = RequestFactory().post("/dang-nhap", REMOTE_ADDR=address)
    return authenticate(request, username=username, password=password)


def fail(times: int, **where: str) -> None:
    for _ in range(times):
        assert log_in("sai", **where) is None


def test_right_password_logs_in(user: User) -> None:
    fail(4)

    assert log_in(PASSWORD) == user


def test_fifth_failure_locks_the_account_at_that_address(user: User) -> None:
    fail(5)

    assert log_in(PASSWORD) is None


def test_colleague_behind_the_same_address_is_not_locked(user: User) -> None:
    colleague = UserFactory(username="xa.binhson")
    fail(5)

    assert log_in(PASSWORD, username="xa.binhson") == colleague


def test_same_account_at_another_address_is_not_locked(user: User) -> None:
    """A stranger cannot lock an officer out of her own office."""
    fail(5, address="203.0.113.9")

    assert log_in(PASSWORD) == user


def test_lock_ends_after_a_quarter_of_an_hour(user: User) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        fail(5)

    with time_machine.travel(now + timedelta(minutes=14), tick=False):
        assert log_in(PASSWORD) is None
    with time_machine.travel(now + timedelta(minutes=40), tick=False):
        assert log_in(PASSWORD) == user


def test_administrator_can_unlock_at_once(user: User) -> None:
    fail(5)

    unlock_user(user=user, by=None)

    assert log_in(PASSWORD) == user


def test_deactivated_account_does_not_log_in(user: User) -> None:
    User.objects.update(is_active=False)

    assert log_in(PASSWORD) is None
