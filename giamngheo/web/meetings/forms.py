"""What an officer types about a posting, a complaint, a re-check; and what a citizen sends."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from giamngheo.law.procedures import Procedure
from giamngheo.meetings.complaints import LONGEST_TEXT
from giamngheo.meetings.enums import Channel, ComplaintKind, PostingProcedure
from giamngheo.meetings.models import Posting
from giamngheo.meetings.proofs import LARGEST
from giamngheo.meetings.records import ComplaintRecord, PostingRecord, RecheckRecord
from giamngheo.registry.models import Household

_TALL = forms.Textarea(attrs={"rows": 4})


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=300)


class PostingForm(forms.Form):
    from_day = forms.DateField(
        label="Niêm yết từ ngày",
        localize=True,
        help_text="Ngày treo danh sách không tính; đếm từ ngày làm việc liền sau.",
    )
    places = forms.CharField(
        label="Nơi niêm yết", max_length=300, help_text="Nhà văn hóa thôn; trụ sở UBND xã"
    )
    loudspeaker = forms.CharField(
        label="Thông báo trên loa",
        max_length=200,
        required=False,
        help_text="Ví dụ: loa thôn, 17 giờ các ngày niêm yết",
    )
    contact = forms.CharField(label="Nơi tiếp nhận phản ánh", max_length=200)
    phone = forms.CharField(label="Điện thoại tiếp nhận phản ánh", max_length=30)
    witness = forms.CharField(
        label="Người chứng kiến",
        max_length=200,
        required=False,
        help_text="Khi không có ảnh: ai cùng ký xác nhận đã niêm yết",
    )

    def record(self) -> PostingRecord:
        names = ("from_day", "places", "loudspeaker", "contact", "phone", "witness")
        return PostingRecord(**{name: self.cleaned_data[name] for name in names})


class PostingCorrectionForm(PostingForm):
    reason = forms.CharField(label="Lý do sửa", max_length=300)


class RequestedPostingForm(PostingForm):
    procedure = forms.ChoiceField(
        label="Danh sách",
        choices=[
            (choice.value, choice.label)
            for choice in (PostingProcedure.AVERAGE_LIVING, PostingProcedure.LOW_INCOME_WORKER)
        ],
    )
    field_order = ("procedure",)

    def chosen(self) -> Procedure:
        return Procedure(self.cleaned_data["procedure"])


def posting_initial(posting: Posting) -> dict[str, Any]:
    """Return what a form is filled with to mend the record of a posting."""
    names = ("from_day", "places", "loudspeaker", "contact", "phone", "witness")
    return {name: getattr(posting, name) for name in names}


class ProofForm(forms.Form):
    file = forms.FileField(
        label="Ảnh hoặc bản quét",
        help_text="JPG, PNG hoặc PDF, nhiều nhất 5 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > LARGEST:
            raise forms.ValidationError("Tệp lớn hơn 5 MB. Chụp lại ở cỡ nhỏ hơn rồi gửi.")
        return file


class ComplaintForm(forms.Form):
    sender = forms.CharField(label="Người phản ánh", max_length=120)
    sender_contact = forms.CharField(label="Điện thoại, địa chỉ", max_length=200, required=False)
    channel = forms.ChoiceField(
        label="Cách tiếp nhận",
        choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB],
        initial=Channel.SPOKEN,
    )
    received_on = forms.DateField(label="Ngày nhận", localize=True)
    kind = forms.ChoiceField(label="Về việc", choices=ComplaintKind.choices)
    household = forms.TypedChoiceField(
        label="Hộ được phản ánh", coerce=int, empty_value=None, required=False
    )
    procedure = forms.ChoiceField(label="Danh sách")
    text = forms.CharField(label="Nội dung", max_length=LONGEST_TEXT, widget=_TALL)

    def __init__(
        self,
        *args: Any,
        households: Iterable[Household],
        lists: Sequence[Procedure],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["household"], households)
        procedure: Any = self.fields["procedure"]
        procedure.choices = [(one.value, PostingProcedure(one.value).label) for one in lists]
        if len(lists) == 1:
            procedure.required, procedure.widget = False, forms.HiddenInput()
            procedure.initial = lists[0].value

    def chosen(self) -> Procedure | None:
        """Return the list it is about; None for the village's poverty list."""
        value = self.cleaned_data["procedure"]
        return Procedure(value) if value else None

    def record(self) -> ComplaintRecord:
        data = self.cleaned_data
        return ComplaintRecord(
            sender=data["sender"],
            sender_contact=data["sender_contact"],
            text=data["text"],
            received_on=data["received_on"],
            channel=Channel(data["channel"]),
            kind=ComplaintKind(data["kind"]),
            household_id=data["household"],
        )


class ConfirmForm(forms.Form):
    kind = forms.ChoiceField(label="Về việc", choices=ComplaintKind.choices)
    household = forms.TypedChoiceField(
        label="Hộ được phản ánh", coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, households: Iterable[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["household"], households)


def _offer(field: Any, households: Iterable[Household]) -> None:
    offered = [(one.pk, f"{one.head_name} ({one.code})") for one in households]
    field.choices = [("", "Không về hộ nào"), *offered]


class RecheckForm(forms.Form):
    checked_on = forms.DateField(label="Ngày phúc tra", localize=True)
    team = forms.CharField(label="Tổ phúc tra", max_length=300)
    findings = forms.CharField(label="Kết quả phúc tra", max_length=LONGEST_TEXT, widget=_TALL)
    changes_answers = forms.TypedChoiceField(
        label="Phiếu của hộ",
        choices=[("", "Chọn"), ("0", "Giữ nguyên"), ("1", "Phải sửa và chấm lại")],
        coerce=lambda value: value == "1",
        help_text="Phải sửa: danh sách được gỡ, thôn chấm lại hộ này rồi niêm yết lại đủ ngày.",
    )

    def record(self) -> RecheckRecord:
        return RecheckRecord(**self.cleaned_data)


class AnswerForm(forms.Form):
    answered_on = forms.DateField(label="Ngày trả lời", localize=True)
    answer = forms.CharField(label="Nội dung trả lời", max_length=LONGEST_TEXT, widget=_TALL)


class PublicComplaintForm(forms.Form):
    """What a citizen sends without an account; `website` is a field only a robot fills in."""

    sender = forms.CharField(label="Họ và tên", max_length=120)
    contact = forms.CharField(
        label="Điện thoại hoặc địa chỉ",
        max_length=200,
        help_text="Để cán bộ xã liên hệ và trả lời.",
    )
    about = forms.CharField(
        label="Hộ muốn phản ánh", max_length=200, help_text="Ghi tên chủ hộ như trong danh sách."
    )
    text = forms.CharField(label="Nội dung", max_length=LONGEST_TEXT, widget=_TALL)
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))
