"""Forms for logging in and changing one's password."""

from typing import Any

from django.contrib.auth import forms
from django.forms import CharField, Form, PasswordInput, TextInput
from django.http import HttpRequest


class LoginForm(forms.AuthenticationForm):
    username = CharField(
        label="Tên đăng nhập",
        error_messages={"required": "Hãy gõ tên đăng nhập."},
        max_length=60,
        widget=TextInput(attrs={"autofocus": True, "autocapitalize": "none"}),
    )
    password = CharField(
        label="Mật khẩu",
        strip=False,
        widget=PasswordInput,
        error_messages={"required": "Hãy gõ mật khẩu."},
    )
    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Mật khẩu phân biệt chữ hoa, chữ "
        "thường; hãy xem lại bộ gõ tiếng Việt và phím Caps Lock.",
        "inactive": "Tài khoản này đã ngừng dùng. Liên hệ người quản trị hệ thống của đơn vị.",
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"


class PasswordForm(Form):
    """Whether the password is right and strong is the action's to say; here only the two agree."""

    old_password = CharField(label="Mật khẩu đang dùng", strip=False, widget=PasswordInput)
    new_password = CharField(
        label="Mật khẩu mới",
        strip=False,
        widget=PasswordInput,
        help_text="Ít nhất 10 ký tự, không phải từ quen thuộc, không giống tên của mình.",
    )
    repeated = CharField(label="Gõ lại mật khẩu mới", strip=False, widget=PasswordInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "new_password" in data and data.get("repeated") != data["new_password"]:
            self.add_error("repeated", "Hai lần gõ mật khẩu mới không giống nhau.")
        return data
