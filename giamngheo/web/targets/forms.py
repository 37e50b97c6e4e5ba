"""Forms of targets, allocations and expected exits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from giamngheo.lib.numbers import BadNumber, parse_number
from giamngheo.targets.catalogue import indicators
from giamngheo.targets.enums import AreaGroup

FILES = ".xlsx,.xls,.ods,.csv,.docx,.doc,.pdf,.txt"


class NumberField(forms.CharField):
    """A number as officers type it: 1.715.000 or 0,89."""

    def __init__(self, *, label: str, required: bool = True, help_text: str = "") -> None:
        super().__init__(label=label, required=required, help_text=help_text, max_length=30)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Decimal(str(parse_number(text)))
        except BadNumber as refused:
            raise forms.ValidationError("Ghi một số, ví dụ 1.297 hoặc 0,89.") from refused


class CountField(NumberField):
    """A whole number from nought."""

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if number is None:
            return None
        if number < 0 or number != number.to_integral_value() or number > 10_000_000:
            raise forms.ValidationError("Ghi một số nguyên từ 0, ví dụ 1.297.")
        return int(number)


class OwnForm(forms.Form):
    """Who answers for a target and from where it is measured."""

    owner = forms.CharField(label="Cơ quan phụ trách", max_length=200, required=False)
    indicator = forms.ChoiceField(label="Chỉ số đo", required=False)
    baseline = NumberField(label="Số gốc", required=False)
    baseline_year = forms.IntegerField(
        label="Năm gốc", required=False, min_value=2000, max_value=2100
    )
    baseline_source = forms.CharField(label="Nguồn của số gốc", max_length=300, required=False)
    area = forms.ChoiceField(label="Địa bàn áp dụng", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, read_area: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown: Any = self.fields["indicator"]
        shown.choices = [
            ("", "Theo kế hoạch"),
            *((one.code, one.name) for one in indicators().values() if "*" not in one.code),
        ]
        area: Any = self.fields["area"]
        area.choices = [("", f"Theo kế hoạch ({read_area})"), *AreaGroup.choices]


class ResultForm(forms.Form):
    value = NumberField(label="Số thực hiện")
    day = forms.DateField(label="Số liệu đến ngày", localize=True)
    evidence = forms.CharField(
        label="Căn cứ", max_length=500, help_text="Văn bản, báo cáo nào cho số này."
    )
    file = forms.FileField(
        label="Bản quét",
        required=False,
        help_text="JPG, PNG hoặc PDF, nhiều nhất 5 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )


class BehindForm(forms.Form):
    cause = forms.CharField(
        label="Nguyên nhân", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    measure = forms.CharField(
        label="Giải pháp", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class GoalForm(forms.Form):
    value = CountField(label="Chỉ tiêu chung")
    source = forms.CharField(
        label="Căn cứ", max_length=300, help_text="Văn bản nào giao chỉ tiêu này."
    )


class ProposeForm(forms.Form):
    total = CountField(label="Tổng cần phân bổ")
    capped = forms.BooleanField(
        label="Trừ hộ không có khả năng lao động", required=False, initial=True
    )
    weight = NumberField(
        label="Hệ số của xã khó khăn",
        required=False,
        help_text="1 là như các xã khác; 0,8 là giao nhẹ hơn một phần năm.",
    )

    def clean_weight(self) -> Decimal:
        weight = self.cleaned_data["weight"]
        if weight is None:
            return Decimal(1)
        if not 0 <= weight <= 5:
            raise forms.ValidationError("Ghi một hệ số từ 0 đến 5.")
        return Decimal(weight)


class TableFileForm(forms.Form):
    file = forms.FileField(
        label="Tệp bảng phân bổ",
        help_text="Excel, Word, PDF hay văn bản có bảng như phụ lục; nhiều nhất 10 MB.",
        widget=forms.FileInput(attrs={"accept": FILES}),
    )


class DecideForm(forms.Form):
    number = forms.CharField(label="Số quyết định", max_length=40)
    signed_date = forms.DateField(label="Ngày ký", localize=True)
    signer = forms.CharField(label="Người ký", max_length=120, required=False)


class ExitForm(forms.Form):
    reason = forms.CharField(label="Vì sao dự kiến thoát nghèo", max_length=300)
    has_registered = forms.BooleanField(label="Hộ đã tự nguyện đăng ký", required=False)


class ShortfallForm(forms.Form):
    words = forms.CharField(
        label="Vì sao thiếu", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    proposal = forms.CharField(
        label="Đề nghị",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
