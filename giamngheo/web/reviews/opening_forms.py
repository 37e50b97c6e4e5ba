"""The form that opens a campaign of the whole procedure, with every day proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.reviews.deadlines import Deadlines, proposed_deadlines, proposed_period
from giamngheo.reviews.enums import CampaignKind, CommuneState, VillageStage
from giamngheo.reviews.models import Campaign
from giamngheo.reviews.opening import CampaignPlan

VILLAGE_STEPS = [stage for stage in VillageStage if stage != VillageStage.CLOSED]
COMMUNE_STEPS = [
    CommuneState.JUDGED,
    CommuneState.SUBMITTED,
    CommuneState.CHECKED,
    CommuneState.OPINION,
]
CODE_WORDS = {
    CampaignKind.PERIODIC: "cuoi-nam",
    CampaignKind.REGULAR: "thuong-xuyen",
    CampaignKind.OPENING: "dau-giai-doan",
}
NAME_WORDS = {
    CampaignKind.PERIODIC: "Rà soát định kỳ năm {year}",
    CampaignKind.REGULAR: "Rà soát thường xuyên tháng {month}/{year}",
    CampaignKind.OPENING: "Rà soát đầu giai đoạn, năm {year}",
}


@dataclass(frozen=True)
class Start:
    """What the page asks first, in its address: where, of which kind, for which year."""

    unit: Unit
    kind: str
    year: int

    def code(self, starts_on: date) -> str:
        """Return a code nobody uses yet: "cuoi-nam-2021-397", with a number behind if need be."""
        month = f"-{starts_on.month:02}" if self.kind == CampaignKind.REGULAR else ""
        stem = f"{CODE_WORDS[CampaignKind(self.kind)]}-{self.year}{month}-{self.unit.code}"
        used = set(Campaign.objects.filter(code__startswith=stem).values_list("code", flat=True))
        numbered = (f"{stem}-{number}" for number in range(2, len(used) + 3))
        return stem if stem not in used else next(one for one in numbered if one not in used)


class OpeningForm(forms.Form):
    name = forms.CharField(label="Tên đợt", max_length=200)
    starts_on = forms.DateField(label="Bắt đầu ngày", localize=True)
    ends_on = forms.DateField(label="Xong chậm nhất ngày", localize=True)
    judged_for = forms.DateField(
        label="Ngày xét",
        localize=True,
        help_text="Chuẩn nghèo áp dụng và phân loại trước rà soát lấy theo ngày này",
    )
    communes = forms.MultipleChoiceField(
        label="Các xã tham gia", widget=forms.CheckboxSelectMultiple
    )
    whole_register = forms.BooleanField(
        label="Tổng rà soát: đưa mọi hộ trong sổ vào danh sách, không chỉ hộ nghèo, hộ cận nghèo",
        required=False,
    )
    note = forms.CharField(
        label="Ghi chú, nguồn lực", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, start: Start, communes: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start = start
        choices = [(str(unit.pk), unit.full_name) for unit in communes]
        self.fields["communes"].choices = choices  # type: ignore[attr-defined]
        starts_on, ends_on = self.initial["starts_on"], self.initial["ends_on"]
        proposed = proposed_deadlines(kind=start.kind, starts_on=starts_on, ends_on=ends_on)
        days = {**proposed.villages, **proposed.communes}
        for step in [*VILLAGE_STEPS, *self.commune_steps]:
            self.fields[_field(step)] = forms.DateField(
                label=step.label,
                localize=True,
                required=False,
                help_text=f"Để trống: tính theo ngày của đợt, như {format_date(days[step])}",
            )

    @property
    def commune_steps(self) -> list[CommuneState]:
        """A regular review asks no opinion of the level above."""
        regular = self.start.kind == CampaignKind.REGULAR
        return [step for step in COMMUNE_STEPS if not (regular and step == CommuneState.OPINION)]

    @property
    def village_days(self) -> list[forms.BoundField]:
        return [self[_field(step)] for step in VILLAGE_STEPS]

    @property
    def commune_days(self) -> list[forms.BoundField]:
        return [self[_field(step)] for step in self.commune_steps]

    @property
    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "starts_on", "ends_on", "judged_for")]

    def plan(self) -> CampaignPlan:
        """Return the plan of a valid form; a day left empty is the proposed one."""
        given = self.cleaned_data
        proposed = proposed_deadlines(
            kind=self.start.kind, starts_on=given["starts_on"], ends_on=given["ends_on"]
        )
        villages: dict[str, date] = {
            step: given[_field(step)] or proposed.villages[step] for step in VILLAGE_STEPS
        }
        communes: dict[str, date] = {
            step: given[_field(step)] or proposed.communes[step] for step in self.commune_steps
        }
        # While its villages work a commune's list is open as long as they may be.
        communes[CommuneState.OPEN] = villages[VillageStage.POSTED]
        return CampaignPlan(
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            deadlines=Deadlines(villages=villages, communes=communes),
            whole_register=given["whole_register"],
            note=given["note"],
        )


def initial_of(start: Start, communes: Sequence[Unit], *, as_of: date) -> dict[str, Any]:
    """Return what the page proposes."""
    starts_on, ends_on = proposed_period(kind=start.kind, year=start.year, as_of=as_of)
    opens = start.kind == CampaignKind.OPENING
    words = NAME_WORDS[CampaignKind(start.kind)]
    name = words.format(year=start.year, month=f"{starts_on.month:02}")
    return {
        "name": f"{name}, {start.unit.full_name}",
        "starts_on": starts_on,
        "ends_on": ends_on,
        "judged_for": date(start.year + 1, 1, 1) if opens else starts_on,
        "communes": [str(unit.pk) for unit in communes],
        "whole_register": opens,
    }


def _field(step: str) -> str:
    return f"by_{step.lower()}"
