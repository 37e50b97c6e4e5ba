"""Password rules with their messages in Vietnamese (Django's own are half translated)."""

import secrets
from typing import Final

from django.contrib.auth import password_validation as django_rules

# Letters and digits that are not mistaken for one another when read aloud or from paper.
_PLAIN: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class LongEnough(django_rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Mật khẩu cần ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return self.get_error_message()


class NotCommon(django_rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu này nhiều người dùng, dễ bị đoán."

    def get_help_text(self) -> str:
        return "Không dùng mật khẩu quen thuộc."


class NotLikeTheUser(django_rules.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "full_name", "phone"), max_similarity=0.7)

    def get_error_message(self) -> str:
        return "Mật khẩu quá giống tên, tên đăng nhập hoặc số điện thoại của tài khoản."

    def get_help_text(self) -> str:
        return "Không dùng tên, tên đăng nhập hoặc số điện thoại làm mật khẩu."


def temporary_password() -> str:
    """Return a password to be read out once and changed at the first log-in ("k7mq-…-…")."""
    return "-".join("".join(secrets.choice(_PLAIN) for _ in range(4)) for _ in range(3))
