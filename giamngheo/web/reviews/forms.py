"""The form of a decision: what the chairman's paper says."""

from typing import Any

from django import forms


class DecisionForm(forms.Form):
    number = forms.CharField(
        label="Số, ký hiệu quyết định", max_length=40, help_text="Ví dụ: 125/QĐ-UBND"
    )
    signed_date = forms.DateField(label="Ngày ký", localize=True, help_text="Ví dụ: 15/12/2020")
    effective_date = forms.DateField(
        label="Có hiệu lực từ ngày", localize=True, required=False, help_text="Để trống: ngày ký"
    )
    signer = forms.CharField(label="Người ký", max_length=120)
    by_deputy = forms.BooleanField(
        label="Phó Chủ tịch ký thay Chủ tịch",
        required=False,
        help_text="Văn bản in KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("effective_date"):
            data["effective_date"] = data.get("signed_date")
        return data
