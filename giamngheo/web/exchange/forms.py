"""What an officer fills in to send a file, and to take one back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from giamngheo.areas.models import Unit
from giamngheo.exchange.actions import ALLOWED, LARGEST
from giamngheo.exchange.enums import Mode
from giamngheo.lib.numbers import format_number

MEGABYTES = format_number(LARGEST // 1024 // 1024)


class ImportForm(forms.Form):
    unit = forms.TypedChoiceField(label="Xã, phường, thị trấn", coerce=int)
    mode = forms.ChoiceField(
        label="Cách nhập",
        choices=Mode.choices,
        initial=Mode.BOTH,
        help_text="Hộ được nhận ra theo mã hộ, không có mã thì theo số định danh của chủ hộ.",
    )
    file = forms.FileField(
        label="Tệp danh sách",
        help_text=f"Sổ Excel (.xlsx) hoặc CSV, nhiều nhất {MEGABYTES} MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(ALLOWED)}),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        field: Any = self.fields["unit"]
        field.choices = [(unit.pk, unit.full_name) for unit in self.units.values()]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > LARGEST:
            raise forms.ValidationError(
                f"Tệp lớn hơn {MEGABYTES} MB. Chia danh sách theo thôn rồi gửi từng tệp."
            )
        return file


class UndoForm(forms.Form):
    reason = forms.CharField(label="Lý do hoàn tác", max_length=500)
