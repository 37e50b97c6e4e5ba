"""What an officer fills in to send a plan in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from giamngheo.areas.models import Unit
from giamngheo.documents.sources import LARGEST
from giamngheo.lib.numbers import format_number
from giamngheo.planning.uploads import ALLOWED

MEGABYTES = format_number(LARGEST // 1024 // 1024)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp kế hoạch",
        help_text=f"Word (.docx, .doc, .rtf), PDF hoặc văn bản (.txt), nhiều nhất {MEGABYTES} MB. "
        "Tệp có macro không được nhận.",
        widget=forms.FileInput(attrs={"accept": ",".join(ALLOWED)}),
    )
    unit = forms.TypedChoiceField(
        label="Đơn vị ban hành",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Để máy đọc từ phần đầu văn bản; nếu không đọc được thì chọn ở bước sau.",
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        field: Any = self.fields["unit"]
        field.choices = [
            ("", "Tự đọc từ văn bản"),
            *((unit.pk, unit.full_name) for unit in self.units.values()),
        ]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > LARGEST:
            raise forms.ValidationError(f"Tệp lớn hơn {MEGABYTES} MB. Nén ảnh hoặc tách phụ lục.")
        return file
