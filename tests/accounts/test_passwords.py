"""Password rules speak Vietnamese, all of them."""

import pytest
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError

from giamngheo.accounts.models import User
from giamngheo.accounts.passwords import temporary_password

USER = User(username="xa.thobinh", full_name="Bùi Thị Hạnh", phone="0912345678")


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Lua-37", "Mật khẩu cần ít nhất 10 ký tự."),
        ("password123", "Mật khẩu này nhiều người dùng, dễ bị đoán."),
        ("xa.thobinh1", "Mật khẩu quá giống tên, tên đăng nhập hoặc số điện thoại của tài khoản."),
        ("Bùi Thị Hạnh", "Mật khẩu quá giống tên, tên đăng nhập hoặc số điện thoại của tài khoản."),
        ("0912345678", "Mật khẩu quá giống tên, tên đăng nhập hoặc số điện thoại của tài khoản."),
    ],
)
def test_weak_password_is_refused_in_vietnamese(password: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, USER)

    assert sentence in refused.value.messages


def test_strong_password_is_accepted() -> None:
    validate_password("Lua-Chin-Vang-37", USER)


def test_help_texts_are_vietnamese() -> None:
    assert password_validators_help_texts() == [
        "Mật khẩu cần ít nhất 10 ký tự.",
        "Không dùng mật khẩu quen thuộc.",
        "Không dùng tên, tên đăng nhập hoặc số điện thoại làm mật khẩu.",
    ]


def test_temporary_password_is_strong_and_easy_to_read_out() -> None:
    password = temporary_password()

    validate_password(password, USER)
    assert not set("01ilo") & set(password)
    assert password != temporary_password()
