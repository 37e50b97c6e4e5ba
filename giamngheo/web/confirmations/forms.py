"""What an officer types to give out a confirmation."""

from django import forms


class ConfirmationForm(forms.Form):
    as_of = forms.DateField(
        label="Xác nhận hộ là gì vào ngày", localize=True, help_text="Ví dụ: 31/12/2021"
    )
    purpose = forms.CharField(
        label="Dùng để", max_length=200, required=False, help_text="Ví dụ: vay vốn, miễn học phí"
    )
    signer = forms.CharField(
        label="Người ký", max_length=120, required=False, help_text="Để trống: ghi sau khi ký"
    )
    by_deputy = forms.BooleanField(label="Phó Chủ tịch ký thay Chủ tịch", required=False)


class RevokeForm(forms.Form):
    reason = forms.CharField(label="Lý do thu hồi", max_length=300, required=False)
