"""Forms for logging in and changing one's password."""

from django.contrib.auth import forms
from django.core.exceptions import ValidationError
from django.forms import CharField, PasswordInput, TextInput
from django.http import HttpRequest

from giamngheo.lib.text import nfc


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

    def __init__(self, request: HttpRequest | None = None, *args, **kwargs) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"


class PasswordForm(forms.PasswordChangeForm):
    old_password = CharField(label="Mật khẩu đang dùng", strip=False, widget=PasswordInput)
    new_password1 = CharField(
        label="Mật khẩu mới",
        strip=False,
        widget=PasswordInput,
        help_text="Ít nhất 10 ký tự, không phải từ quen thuộc, không chứa tên của mình.",
    )
    new_password2 = CharField(label="Gõ lại mật khẩu mới", strip=False, widget=PasswordInput)
    error_messages = {
        "password_incorrect": "Mật khẩu đang dùng chưa đúng.",
        "password_mismatch": "Hai lần gõ mật khẩu mới không giống nhau.",
    }

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        if nfc(password) == nfc(self.cleaned_data.get("old_password", "")):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        return password
