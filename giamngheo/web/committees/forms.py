"""What is typed about a steering committee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.committees.enums import Post
from giamngheo.committees.models import CommitteeMember
from giamngheo.planning.models import Plan
from giamngheo.web.tasks.forms import EXAMPLES, DeadlineField

LARGEST = 5 * 1024 * 1024


class CommitteeForm(forms.Form):
    name = forms.CharField(
        label="Tên ban", max_length=200, initial="Ban Chỉ đạo giảm nghèo bền vững"
    )
    decision = forms.CharField(
        label="Quyết định thành lập, kiện toàn",
        max_length=200,
        help_text="Số, ngày, cơ quan ban hành",
    )
    rules = forms.CharField(
        label="Quy chế làm việc", max_length=300, required=False, help_text="Số, ngày quyết định"
    )
    valid_from = forms.DateField(label="Từ ngày", localize=True)


class ListForm(forms.Form):
    """The members, from a committed plan's annex or from a workbook."""

    plan = forms.ChoiceField(label="Từ phụ lục của kế hoạch đã ghi nhận", required=False)
    file = forms.FileField(
        label="Hoặc tệp Excel",
        required=False,
        help_text="Cột Họ và tên, Chức vụ, Đơn vị phụ trách (cách nhau dấu phẩy); nhiều nhất 5 MB",
    )

    def __init__(self, *args: Any, plans: Iterable[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(plan.pk): plan for plan in plans}
        choices = [(key, str(plan)[:100]) for key, plan in self.plans.items()]
        self.fields["plan"].choices = [("", "Không chọn"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("plan") and not given.get("file"):
            raise forms.ValidationError("Chọn một kế hoạch hoặc gửi một tệp Excel.")
        if given.get("file") and given["file"].size > LARGEST:
            self.add_error("file", "Tệp lớn hơn 5 MB.")
        return given


class MemberForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    job = forms.CharField(label="Chức vụ", max_length=200, required=False)
    post = forms.ChoiceField(label="Trong ban", choices=Post.choices, initial=Post.MEMBER)
    units = forms.CharField(
        label="Đơn vị phụ trách",
        max_length=400,
        required=False,
        help_text="Cách nhau dấu phẩy: Thọ Sơn, Thọ Bình",
    )


class EndMemberForm(forms.Form):
    on = forms.DateField(label="Thôi từ ngày", localize=True)
    reason = forms.CharField(label="Lý do", max_length=300)


class AssignForm(forms.Form):
    member = forms.ChoiceField(label="Thành viên")
    unit = forms.ChoiceField(label="Đơn vị")

    def __init__(
        self,
        *args: Any,
        members: Sequence[CommitteeMember],
        units: Sequence[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.pk): one for one in members}
        self.units = {str(one.pk): one for one in units}
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            (key, one.full_name) for key, one in self.members.items()
        ]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (key, one.full_name) for key, one in self.units.items()
        ]


class ResolveForm(forms.Form):
    unit = forms.ChoiceField(label="Là đơn vị")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.pk): one for one in units}
        choices = [(key, one.full_name) for key, one in self.units.items()]
        self.fields["unit"].choices = [("", "Chọn đơn vị"), *choices]  # type: ignore[attr-defined]


class MeetingForm(forms.Form):
    held_on = forms.DateField(label="Ngày họp", localize=True)
    chair = forms.CharField(label="Người chủ trì", max_length=120)
    content = forms.CharField(
        label="Nội dung",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    conclusions = forms.CharField(
        label="Kết luận",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi kết luận một dòng; sau đó giao từng kết luận thành việc",
    )


class ConclusionForm(forms.Form):
    lead = forms.ChoiceField(label="Cơ quan chủ trì")
    deadline = DeadlineField(label="Thời hạn", required=False, max_length=200, help_text=EXAMPLES)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in agencies}
        choices = [(key, one.name) for key, one in self.known.items()]
        self.fields["lead"].choices = [("", "Chọn cơ quan"), *choices]  # type: ignore[attr-defined]
