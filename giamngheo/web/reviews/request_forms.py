"""The form of a request: its kind, its day, the criteria of Form A, a person's answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from giamngheo.law.status_rules import RuleNotFound, screening_rule
from giamngheo.reviews.enums import RequestKind

YES, NO = "co", "khong"
ANSWERS = [("", "Chưa rõ"), (YES, "Đạt"), (NO, "Không đạt")]
KNOWN = {YES: True, NO: False}


class RequestForm(forms.Form):
    """
    `as_of` fixes the criteria that are asked: as many as Form A had that day, none before it.

    The wording of the criteria was not found; they carry the numbers of the paper's columns.
    """

    kind = forms.ChoiceField(label="Loại đề nghị", choices=RequestKind.choices)
    received_on = forms.DateField(label="Ngày nhận", localize=True, help_text="Ví dụ: 20/10/2021")
    income_per_capita_vnd = forms.IntegerField(
        label="Thu nhập bình quân đầu người một tháng",
        required=False,
        min_value=0,
        max_value=1_000_000_000,
        help_text="Đồng; chỉ ghi cho đề nghị xét mức sống trung bình, thu nhập thấp",
    )
    decision = forms.ChoiceField(
        label="Trả lời của người tiếp nhận",
        required=False,
        choices=[
            ("", "Theo quy định; chưa đủ căn cứ thì để chờ"),
            (YES, "Chấp nhận"),
            (NO, "Từ chối"),
        ],
        help_text="Chỉ dùng khi chưa có quy định cho ngày này",
    )
    reason = forms.CharField(
        label="Căn cứ, lý do",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer_number = forms.CharField(
        label="Số văn bản trả lời", required=False, max_length=40, help_text="Ví dụ: 31/UBND"
    )

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria_count, self.screened_below = _criteria_on(as_of)
        for number in range(1, self.criteria_count + 1):
            self.fields[_criterion(number)] = forms.ChoiceField(
                label=f"Tiêu chí {number:02}", choices=ANSWERS, required=False
            )

    @property
    def criteria(self) -> list[forms.BoundField]:
        return [self[_criterion(number)] for number in range(1, self.criteria_count + 1)]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are no criterion of Form A."""
        return [bound for bound in self if not bound.name.startswith("criterion_")]

    def values(self) -> dict[str, Any]:
        """Return what `take_request` takes of a valid form."""
        given = self.cleaned_data
        kind = RequestKind(given["kind"])
        form_a = [KNOWN.get(given[_criterion(n)]) for n in range(1, self.criteria_count + 1)]
        return {
            "kind": kind,
            "received_on": given["received_on"],
            "form_a": form_a if kind == RequestKind.POVERTY else [],
            "income_per_capita_vnd": given["income_per_capita_vnd"],
            "accepted": KNOWN.get(given["decision"]),
            "reason": given["reason"],
            "answer_number": given["answer_number"],
        }


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(label="Trả lời", choices=[(YES, "Chấp nhận"), (NO, "Từ chối")])
    reason = forms.CharField(
        label="Căn cứ, lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    answer_number = forms.CharField(label="Số văn bản trả lời", required=False, max_length=40)


def _criterion(number: int) -> str:
    return f"criterion_{number:02}"


def _criteria_on(as_of: date) -> tuple[int, int]:
    """Return how many criteria Form A has on the day and the line; none where no rule is found."""
    try:
        rule = screening_rule(as_of=as_of)
    except RuleNotFound:
        return 0, 0
    return rule.criteria_count.value, rule.goes_on_below.value
