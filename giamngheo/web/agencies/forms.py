"""What an officer writes about an agency."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from giamngheo.agencies.models import Agency
from giamngheo.agencies.queries import agencies_near


class AgencyForm(forms.Form):
    name = forms.CharField(label="Tên cơ quan", max_length=200)
    short = forms.CharField(label="Tên viết tắt", max_length=60, required=False)
    source = forms.CharField(
        label="Văn bản thành lập, nguồn",
        max_length=300,
        help_text="Ví dụ: Quyết định số …, ngày …",
    )
    valid_from = forms.DateField(label="Có từ ngày", localize=True, required=False)
    email = forms.EmailField(label="Thư điện tử công vụ", required=False)
    is_collective = forms.BooleanField(label="Chỉ một nhóm cơ quan (các xã …)", required=False)


class AliasForm(forms.Form):
    as_written = forms.CharField(
        label="Tên gọi khác",
        max_length=200,
        help_text="Đúng như viết trong kế hoạch; gạch nối, chữ “và” và chữ viết tắt không tính",
    )


class MailboxForm(forms.Form):
    email = forms.EmailField(label="Thư điện tử công vụ", required=False)


class StaffForm(forms.Form):
    username = forms.CharField(label="Tên đăng nhập của người báo cáo", max_length=60)


class EndForm(forms.Form):
    """The end of an agency and up to three that go on with its work."""

    on = forms.DateField(
        label="Không còn từ ngày", localize=True, help_text="Ngày đầu tiên cơ quan không còn"
    )
    source = forms.CharField(
        label="Quyết định sắp xếp", max_length=300, help_text="Số, ngày, cơ quan ban hành"
    )
    heir_1 = forms.ChoiceField(label="Cơ quan nhận việc giảm nghèo", required=False)
    heir_2 = forms.ChoiceField(label="Cơ quan khác nhận việc", required=False)
    part_2 = forms.CharField(label="Phần việc của cơ quan đó", max_length=200, required=False)

    def __init__(self, *args: Any, agency: Agency, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = [one for one in _heirs_of(agency, as_of) if one.pk != agency.pk]
        self.heirs = {str(one.pk): one for one in near}
        choices = [("", "Chưa rõ"), *((str(one.pk), one.name) for one in near)]
        for name in ("heir_1", "heir_2"):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, choices=choices, required=False
            )


def _heirs_of(agency: Agency, as_of: date) -> list[Agency]:
    """Agencies of the same unit and of those above it; the country's own only for its own."""
    found = agencies_near(unit=agency.unit, as_of=as_of).filter(is_collective=False)
    return list(found if agency.unit is None else found.exclude(unit=None))
