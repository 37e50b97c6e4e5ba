"""The form of a scenario: which households, which standards, what is changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.law.enums import AREA_LABELS, AreaType, Category
from giamngheo.law.standard_types import Standard
from giamngheo.lib.numbers import BadNumber, parse_int
from giamngheo.lib.text import sort_key
from giamngheo.reviews.models import Campaign
from giamngheo.simulations.enums import Grouping, Purpose
from giamngheo.simulations.trials import Trial
from giamngheo.simulations.variants import Variant

BANDS = ("thứ nhất", "thứ hai")
TRIAL_NAME, WARD_NAME = "mức thử", "thành phường"


class WholeNumberField(forms.CharField):
    """A whole number as officers type it: 2.200.000."""

    def __init__(self, label: str, help_text: str = "") -> None:
        super().__init__(label=label, help_text=help_text, required=False, max_length=20)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_int(text)
        except BadNumber as refused:
            raise forms.ValidationError("Ghi một số nguyên, ví dụ 2.200.000.") from refused
        if not 0 <= number <= 1_000_000_000:
            raise forms.ValidationError("Ghi số từ 0 đến 1.000.000.000.")
        return number


def _told(standard: Standard) -> str:
    """Return a standard's title, and what it cannot judge, before somebody waits for a refusal."""
    limit = "" if standard.judges_scores else "; chỉ xét được hộ có thu nhập khảo sát"
    return f"{standard.title} ({standard.code}){limit}"


class ScenarioForm(forms.Form):
    name = forms.CharField(label="Tên kịch bản", max_length=120)
    purpose = forms.ChoiceField(label="Mục đích", choices=Purpose.choices)
    campaign = forms.ChoiceField(label="Đợt rà soát", required=False)
    as_of = forms.DateField(
        label="Hoặc theo các quyết định có hiệu lực đến ngày",
        localize=True,
        required=False,
        help_text="Ví dụ: 31/12/2026. Chỉ ghi khi không chọn đợt rà soát.",
    )
    grouping = forms.ChoiceField(
        label="Chia nhóm",
        required=False,
        choices=[choice for choice in Grouping.choices if choice[0]],
    )
    standards = forms.MultipleChoiceField(
        label="Chuẩn để so sánh", widget=forms.CheckboxSelectMultiple
    )
    trial_of = forms.ChoiceField(label="Thử mức khác trên chuẩn", required=False)
    min_indicators = WholeNumberField("Nghèo từ bao nhiêu chỉ số thiếu hụt")
    left_out = forms.MultipleChoiceField(
        label="Bỏ bớt chỉ số", required=False, widget=forms.CheckboxSelectMultiple
    )
    wards = forms.MultipleChoiceField(
        label="Xã thành phường", required=False, widget=forms.CheckboxSelectMultiple
    )
    cost_poor = WholeNumberField("Một hộ nghèo nhận mỗi tháng", "đồng, nếu biết")
    cost_near_poor = WholeNumberField("Một hộ cận nghèo nhận mỗi tháng", "đồng, nếu biết")

    def __init__(
        self,
        *args: Any,
        unit: Unit,
        campaigns: Sequence[Campaign],
        standards: Sequence[Standard],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.campaigns = unit, {str(one.pk): one for one in campaigns}
        self.order = [standard.code for standard in standards]
        titles = [(one.code, f"{one.title} ({one.code})") for one in standards]
        self._choices("standards", [(one.code, _told(one)) for one in standards])
        self._choices("trial_of", [("", "Không thử"), *titles])
        self._choices(
            "campaign",
            [("", "Theo ngày ghi ở ô dưới"), *((k, c.name) for k, c in self.campaigns.items())],
        )
        self._choices("grouping", [("", "Không chia nhóm"), *self._groupings()])
        names = {i.code: i.name for standard in standards for i in standard.indicators}
        self._choices("left_out", sorted(names.items(), key=lambda pair: sort_key(pair[1])))
        self._choices("wards", self._rural_communes())
        for name, label in self._line_names():
            self.fields[name] = WholeNumberField(label)

    def _choices(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def _groupings() -> list[tuple[str, Any]]:
        return [choice for choice in Grouping.choices if choice[0]]

    def _rural_communes(self) -> list[tuple[str, str]]:
        rural = Unit.objects.inside(self.unit.path).at_level(UnitLevel.COMMUNE)
        found = rural.filter(area_type=AreaType.RURAL.value).in_order()
        return [(str(one.pk), one.full_name) for one in found]

    @staticmethod
    def _line_names() -> list[tuple[str, str]]:
        """Return the fields of the lines: measure, band, area."""
        measures = (("income", "Mức thu nhập"), ("b1", "Ngưỡng điểm B1"))
        return [
            (f"{measure}_{band}_{area.value}", f"{words} {BANDS[band]}, {AREA_LABELS[area]}")
            for measure, words in measures
            for band in range(len(BANDS))
            for area in AreaType
        ]

    @property
    def income_fields(self) -> list[Any]:
        return [self[name] for name, _ in self._line_names() if name.startswith("income")]

    @property
    def b1_fields(self) -> list[Any]:
        return [self[name] for name, _ in self._line_names() if name.startswith("b1")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and self.trial().is_empty == bool(data.get("trial_of")):
            self.add_error("trial_of", "Chọn chuẩn để thử và ghi ít nhất một mức khác, hoặc bỏ cả.")
        return data

    def trial(self) -> Trial:
        def lines(measure: str) -> dict[tuple[int, AreaType], int]:
            found = {}
            for band in range(len(BANDS)):
                for area in AreaType:
                    value = self.cleaned_data.get(f"{measure}_{band}_{area.value}")
                    if value is not None:
                        found[band, area] = value
            return found

        return Trial(
            income_max_vnd=lines("income"),
            b1_max=lines("b1"),
            min_indicators=self.cleaned_data.get("min_indicators"),
            left_out=frozenset(self.cleaned_data.get("left_out") or ()),
        )

    def values(self) -> dict[str, Any]:
        """Return what `save_scenario` takes, but for unit and person."""
        data = self.cleaned_data
        campaign = self.campaigns.get(data["campaign"])
        rejudges = data["purpose"] == Purpose.REJUDGEMENT
        costs = {Category.POOR: data["cost_poor"], Category.NEAR_POOR: data["cost_near_poor"]}
        return {
            "name": data["name"],
            "purpose": data["purpose"],
            "campaign": campaign,
            "as_of": data["as_of"],
            "grouping": Grouping.DECIDED.value if rejudges else data["grouping"],
            "variants": self._variants(campaign if rejudges else None),
            "monthly_cost_vnd": {
                category.value: amount for category, amount in costs.items() if amount is not None
            },
        }

    def _variants(self, judged_by: Campaign | None) -> list[Variant]:
        """Return the variants in the order compared: standards by age, the trial, the wards."""
        codes = [code for code in self.order if code in self.cleaned_data["standards"]]
        if judged_by is not None:
            codes = [judged_by.standard, *(code for code in codes if code != judged_by.standard)]
        variants = [Variant(name=code, standard=code) for code in codes]
        if base := self.cleaned_data["trial_of"]:
            name = f"{base}, {TRIAL_NAME}"
            variants.append(Variant(name=name, standard=base, trial=self.trial()))
        if wards := tuple(int(key) for key in self.cleaned_data["wards"]):
            name = f"{codes[-1]}, {len(wards)} xã {WARD_NAME}"
            variants.append(Variant(name=name, standard=codes[-1], wards=wards))
        return variants
