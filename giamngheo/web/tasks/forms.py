"""What is typed about tasks and obstacles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.lib.errors import Refusal
from giamngheo.tasks.deadlines import Rule, read_deadline
from giamngheo.tasks.enums import State
from giamngheo.tasks.evidence import LARGEST, GivenFile
from giamngheo.tasks.models import Occurrence

EXAMPLES = (
    "Viết như trong văn bản: trước ngày 24/02/2022; trong tháng 3/2022; hằng quý; trước ngày "
    "15/11 hằng năm; 5 ngày làm việc kể từ ngày 01/03/2022; khi có hướng dẫn; thường xuyên"
)
_TALL = forms.Textarea(attrs={"rows": 3})


class DeadlineField(forms.CharField):
    """A deadline in a paper's own words; cleans to the rule it is understood as."""

    def clean(self, value: Any) -> Rule:
        text = super().clean(value)
        try:
            rule = read_deadline(text)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if rule is None:
            raise forms.ValidationError(
                "Chưa hiểu thời hạn này. Viết theo một trong các cách ở dưới."
            )
        return rule


class TaskForm(forms.Form):
    text = forms.CharField(label="Việc phải làm", max_length=2000, widget=_TALL)
    lead = forms.ChoiceField(label="Cơ quan chủ trì")
    coordinate = forms.MultipleChoiceField(
        label="Cơ quan phối hợp",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="Giữ phím Ctrl để chọn nhiều cơ quan",
    )
    deadline = DeadlineField(label="Thời hạn", required=False, max_length=200, help_text=EXAMPLES)
    until = forms.DateField(
        label="Việc định kỳ làm đến ngày",
        localize=True,
        required=False,
        help_text="Để trống: đến hết năm nay",
    )
    origin_words = forms.CharField(label="Theo văn bản, cuộc họp", max_length=300, required=False)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in agencies}
        choices = [(key, one.name) for key, one in self.known.items()]
        self.fields["lead"].choices = [("", "Chọn cơ quan"), *choices]  # type: ignore[attr-defined]
        self.fields["coordinate"].choices = choices  # type: ignore[attr-defined]


class ProgressForm(forms.Form):
    """`occurrences`: those that can be reported on; `agencies`: in whose name."""

    occurrence = forms.ChoiceField(label="Kỳ, hạn")
    agency = forms.ChoiceField(label="Cơ quan báo cáo", required=False)
    state = forms.ChoiceField(
        label="Tình trạng",
        choices=[(one.value, one.label) for one in (State.UNDER_WAY, State.DONE, State.NOT_BEGUN)],
    )
    words = forms.CharField(label="Kết quả, tiến độ", max_length=2000, widget=_TALL, required=False)
    on = forms.DateField(label="Tính đến ngày", localize=True)
    file = forms.FileField(
        label="Minh chứng",
        required=False,
        help_text=f"JPG, PNG hoặc PDF, nhiều nhất {LARGEST // 1024 // 1024} MB",
    )

    def __init__(
        self,
        *args: Any,
        occurrences: Sequence[Occurrence],
        agencies: Sequence[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.occurrences = {str(one.pk): one for one in occurrences}
        self.agencies = {str(one.pk): one for one in agencies}
        self.fields["occurrence"].choices = [  # type: ignore[attr-defined]
            (key, " ".join(filter(None, (one.period, one.reading))) or "Cả nhiệm vụ")
            for key, one in self.occurrences.items()
        ]
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            *((key, one.name) for key, one in self.agencies.items())
        ]

    def given_files(self) -> list[GivenFile]:
        file: UploadedFile | None = self.cleaned_data["file"]
        return [GivenFile(name=file.name or "", content=file.read())] if file else []


class GuidanceForm(forms.Form):
    guidance = forms.CharField(
        label="Văn bản hướng dẫn",
        max_length=300,
        help_text="Số, ký hiệu, cơ quan ban hành. Ví dụ: 1234/SLĐTBXH-BTXH của Sở LĐTBXH",
    )
    issued_on = forms.DateField(label="Ngày văn bản", localize=True)
    deadline = DeadlineField(label="Hạn văn bản giao", max_length=200, help_text=EXAMPLES)


class LeadForm(forms.Form):
    lead = forms.ChoiceField(label="Cơ quan chủ trì")

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in agencies}
        choices = [(key, one.name) for key, one in self.known.items()]
        self.fields["lead"].choices = [("", "Chọn cơ quan"), *choices]  # type: ignore[attr-defined]


class ObstacleForm(forms.Form):
    words = forms.CharField(label="Khó khăn, vướng mắc", max_length=3000, widget=_TALL)
    proposal = forms.CharField(
        label="Đề xuất, kiến nghị", max_length=3000, widget=_TALL, required=False
    )
    owner = forms.ChoiceField(label="Cấp có thể giải quyết")

    def __init__(self, *args: Any, levels: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = {str(one.pk): one for one in levels}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            (key, one.full_name) for key, one in self.levels.items()
        ]


class RouteForm(forms.Form):
    to = forms.ChoiceField(label="Chuyển đến")
    reason = forms.CharField(label="Lý do chuyển", max_length=1000)

    def __init__(self, *args: Any, levels: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = {str(one.pk): one for one in levels}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (key, one.full_name) for key, one in self.levels.items()
        ]


class WordsForm(forms.Form):
    """An answer, or what still hinders."""

    words = forms.CharField(label="Nội dung", max_length=3000, widget=_TALL)
