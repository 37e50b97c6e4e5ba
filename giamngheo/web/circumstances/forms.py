"""What an officer types about a household's circumstances."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from giamngheo.law.code_lists import ListKind, list_for
from giamngheo.lib.text import fold
from giamngheo.support.actions import Cause
from giamngheo.support.enums import OPEN_WORK_KINDS, LandKind, ProductionModel, WorkKind
from giamngheo.support.queries import Circumstances

OTHER = "OTHER"
# Words of a wish that tell what it asks for, as officers write them; without marks.
NEED_WORDS = {
    "CREDIT": ("vay", "von", "tin dung"),
    "PRODUCTION": ("nuoi", "trong", "giong", "may", "cay", "bo", "trau", "lon", "ga", "ban hang"),
    "HOUSING": ("nha o", "sua nha", "lam nha", "xay nha"),
    "HEALTH": ("chua benh", "kham benh", "thuoc", "bao hiem y te"),
    "EDUCATION": ("di hoc", "hoc phi", "hoc sinh", "sach vo"),
}
MODEL_WORDS = {
    ProductionModel.LIVESTOCK: ("nuoi", "bo", "trau", "lon", "ga", "vit", "de", "ong"),
    ProductionModel.CROPS: ("trong", "cay", "lua", "rau", "keo", "giong cay"),
    ProductionModel.TRADE: ("ban hang", "buon", "tap hoa", "may va"),
    ProductionModel.JOB: ("viec lam", "hoc nghe", "xuat khau lao dong"),
}


class CircumstanceForm(forms.Form):
    """Every form of the page knows the day its lists hold and what is written already."""

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        self.as_of = as_of
        super().__init__(*args, **kwargs)


class CausesForm(CircumstanceForm):
    causes = forms.MultipleChoiceField(
        label="Nguyên nhân",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        required=True,
    )
    main = forms.ChoiceField(label="Nguyên nhân chính")
    note = forms.CharField(label="Nguyên nhân khác, ghi rõ", max_length=300, required=False)

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, as_of=as_of, **kwargs)
        names = list(list_for(kind=ListKind.CAUSES, as_of=as_of).names.items())
        self.fields["causes"].choices = names  # type: ignore[attr-defined]
        self.fields["main"].choices = [("", "Chọn một"), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("main") and cleaned["main"] not in cleaned.get("causes", []):
            self.add_error("main", "Chọn trong các nguyên nhân đã đánh dấu.")
        return cleaned

    def given(self) -> list[Cause]:
        note = self.cleaned_data["note"]
        return [
            Cause(code=code, note=note if code == OTHER else "")
            for code in self.cleaned_data["causes"]
        ]


class NeedForm(CircumstanceForm):
    words = forms.CharField(label="Lời của hộ", max_length=300, help_text="Ví dụ: vay vốn nuôi bò")
    codes = forms.MultipleChoiceField(
        label="Loại hỗ trợ",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        required=False,
        help_text="Bỏ trống thì hệ thống đề xuất theo lời của hộ; xem lại sau khi ghi.",
    )
    model = forms.ChoiceField(
        label="Mô hình", choices=[("", "Không"), *ProductionModel.choices], required=False
    )

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, as_of=as_of, **kwargs)
        names = list(list_for(kind=ListKind.NEEDS, as_of=as_of).names.items())
        self.fields["codes"].choices = names  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        given = self.cleaned_data
        words = given["words"]
        return {
            "words": words,
            "codes": given["codes"] or suggested_codes(words),
            "model": given["model"] or suggested_model(words),
        }


class WorkingForm(CircumstanceForm):
    kind = forms.ChoiceField(
        label="Phân loại", widget=forms.RadioSelect(attrs={"class": "form-check-input"})
    )
    grounds = forms.CharField(
        label="Căn cứ",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ai xác nhận, giấy tờ nào, họp thôn ngày nào",
    )

    def __init__(self, *args: Any, as_of: date, secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, as_of=as_of, **kwargs)
        kinds = list(WorkKind) if secret else list(OPEN_WORK_KINDS)
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]


class LandForm(CircumstanceForm):
    kind = forms.ChoiceField(label="Thiếu", choices=LandKind.choices)
    area_m2 = forms.DecimalField(
        label="Diện tích thiếu (m²)",
        max_digits=10,
        decimal_places=1,
        required=False,
        localize=True,
    )
    source = forms.CharField(label="Nguồn nước, vị trí còn thiếu", max_length=200, required=False)
    measure = forms.CharField(
        label="Đề xuất giải quyết",
        max_length=300,
        help_text="Ví dụ: giao 200 m² đất ở tại điểm định cư; lắp bể chứa nước",
    )


class MeasureForm(CircumstanceForm):
    measure = forms.CharField(
        label="Biện pháp", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    organisation = forms.CharField(
        label="Tổ chức chịu trách nhiệm", max_length=200, help_text="Ví dụ: Chi hội Nông dân thôn"
    )
    review_on = forms.DateField(label="Ngày xem lại", localize=True)


def initial_causes(found: Circumstances) -> dict[str, Any]:
    """Return what the form of causes begins with: what is in force."""
    main = next((one.code for one in found.causes if one.is_main), "")
    note = next((one.note for one in found.causes if one.code == OTHER), "")
    return {"causes": [one.code for one in found.causes], "main": main, "note": note}


def suggested_codes(words: str) -> list[str]:
    """Return the kinds of support a wish's words speak of; "Khác" when none is recognised."""
    found = [code for code, known in NEED_WORDS.items() if _speaks_of(words, known)]
    return found or [OTHER]


def suggested_model(words: str) -> str:
    """Return the model a wish's words speak of, the first recognised; empty when none is."""
    return next((str(one) for one, known in MODEL_WORDS.items() if _speaks_of(words, known)), "")


def _speaks_of(words: str, known: tuple[str, ...]) -> bool:
    text = f" {' '.join(fold(words).replace(',', ' ').split())} "
    return any(f" {one} " in text for one in known)
