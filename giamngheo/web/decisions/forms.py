"""What each step asks: the words and numbers that stand on the paper."""

from typing import Any

from django import forms

from giamngheo.decisions.enums import HotSpotMeasure, ThresholdKind
from giamngheo.registry.enums import Group, StatusCategory

AGREES, CHANGES = "thong-nhat", "xem-lai"


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, localize=True, required=required, help_text=help_text)


def _words(label: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SubmitForm(forms.Form):
    note = _words("Ý kiến của người trình", help_text="Việc cần người thẩm tra lưu ý")


class CheckForm(forms.Form):
    note = _words("Ý kiến thẩm tra")


class ReturnForm(forms.Form):
    reason = _words("Lý do trả lại", required=True, help_text="Ghi rõ thôn nào, hộ nào cần xem lại")


class ReportForm(forms.Form):
    number = forms.CharField(
        label="Số, ký hiệu báo cáo", max_length=40, help_text="Ví dụ: 40/BC-UBND"
    )
    sent_on = _day("Ngày gửi", help_text="Thời hạn trả lời tính từ ngày này")


class OpinionForm(forms.Form):
    number = forms.CharField(
        label="Số, ký hiệu văn bản", max_length=40, help_text="Ví dụ: 210/UBND-VX"
    )
    signed_date = _day("Ngày ký")
    signer = forms.CharField(label="Người ký", max_length=120)
    verdict = forms.ChoiceField(
        label="Ý kiến",
        choices=[(AGREES, "Thống nhất"), (CHANGES, "Đề nghị xem lại, trả danh sách về xã")],
    )
    content = _words("Nội dung", help_text="Bắt buộc khi đề nghị xem lại")


class BulkOpinionForm(forms.Form):
    number = forms.CharField(label="Số, ký hiệu văn bản", max_length=40)
    signed_date = _day("Ngày ký")
    signer = forms.CharField(label="Người ký", max_length=120)


class IssueForm(forms.Form):
    """Filled after signing: a draft has neither number nor date."""

    number = forms.CharField(
        label="Số, ký hiệu quyết định", max_length=40, help_text="Ví dụ: 125/QĐ-UBND"
    )
    escape_number = forms.CharField(
        label="Số, ký hiệu quyết định công nhận hộ thoát nghèo, thoát cận nghèo",
        max_length=40,
        required=False,
        help_text="Cần khi có hộ thoát nghèo, thoát cận nghèo; cùng ngày ký, cùng người ký",
    )
    signed_date = _day("Ngày ký", help_text="Ghi sau khi đã ký")
    effective_date = _day("Có hiệu lực từ ngày", required=False, help_text="Để trống: ngày ký")
    signer = forms.CharField(label="Người ký", max_length=120)
    by_deputy = forms.BooleanField(
        label="Phó Chủ tịch ký thay Chủ tịch",
        required=False,
        help_text="Văn bản in KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["effective_date"] = data.get("effective_date") or data.get("signed_date")
        return data


class CorrectionForm(IssueForm):
    reason = _words("Lý do điều chỉnh", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["escape_number"]


class CorrectionLineForm(forms.Form):
    household_code = forms.CharField(label="Mã hộ", max_length=40, required=False)
    category = forms.ChoiceField(
        label="Phân loại mới", choices=[("", "–"), *StatusCategory.choices], required=False
    )
    group = forms.ChoiceField(label="Nhóm", choices=[("", "–"), *Group.choices], required=False)
    reason = forms.CharField(label="Lý do của hộ", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("household_code")) is not bool(data.get("category")):
            raise forms.ValidationError("Ghi cả mã hộ và phân loại mới, hoặc để trống cả dòng.")
        return data


CorrectionLines = forms.formset_factory(CorrectionLineForm, extra=3, max_num=200)


class ThresholdForm(forms.Form):
    measure = forms.ChoiceField(label="Theo dõi", choices=HotSpotMeasure.choices)
    kind = forms.ChoiceField(label="Tính theo", choices=ThresholdKind.choices)
    value = forms.DecimalField(
        label="Ngưỡng", max_digits=7, decimal_places=2, localize=True,
        help_text="Xã vượt quá số này được đưa vào danh sách",
    )  # fmt: skip
    source = forms.CharField(
        label="Căn cứ", max_length=200, help_text="Văn bản, kết luận đặt ra ngưỡng này"
    )


class FollowUpForm(forms.Form):
    task = _words("Việc cần làm", required=True, help_text="Biện pháp giao cho huyện, xã")
    due_date = _day("Hạn")


class OutcomeForm(forms.Form):
    outcome = _words("Kết quả", required=True)
