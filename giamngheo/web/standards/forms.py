"""What an officer types to enter, send back or withdraw a rule."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from giamngheo.areas.models import Unit
from giamngheo.lib.periods import format_until
from giamngheo.rules.reading import LARGEST


class EnterForm(forms.Form):
    unit = forms.TypedChoiceField(label="Tỉnh ban hành", coerce=int)
    file = forms.FileField(
        label="Tệp",
        help_text="Chuẩn riêng: tệp .yaml theo mẫu. Bảng điểm: mẫu Excel đã điền. Nhiều nhất 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.xlsx"}),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        field: Any = self.fields["unit"]
        field.choices = [(unit.pk, _name(unit)) for unit in self.units.values()]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > LARGEST:
            raise forms.ValidationError("Tệp lớn hơn 1 MB. Kiểm tra lại đã chọn đúng tệp.")
        return file


def _name(unit: Unit) -> str:
    return f"{unit.full_name} ({format_until(unit.valid_to)})" if unit.valid_to else unit.full_name


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=500)


class WithdrawForm(ReasonForm):
    last_day = forms.DateField(
        label="Áp dụng đến hết ngày", localize=True, help_text="Ví dụ: 31/12/2026"
    )
    field_order = ("last_day", "reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("last_day"):
            data["valid_to"] = data["last_day"] + timedelta(days=1)
        return data
