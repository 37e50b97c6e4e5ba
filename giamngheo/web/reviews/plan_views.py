"""The plan of a village in a campaign: its reviewers and the last day of each step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.queries import holders
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import VillageReview
from giamngheo.reviews.opening import Reviewer
from giamngheo.reviews.village_plans import plan_village
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.rendering import render
from giamngheo.web.reviews.place import steps_to_village, village_of

STAGES = [stage for stage in VillageStage if stage != VillageStage.CLOSED]


class VillagePlanForm(forms.Form):
    """One reviewer a line; accounts of the village are ticked, others are written by name."""

    accounts = forms.MultipleChoiceField(
        label="Rà soát viên có tài khoản", required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label="Rà soát viên khác, mỗi dòng một người",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["accounts"].choices = list(people.items())  # type: ignore[attr-defined]
        for stage in STAGES:
            self.fields[stage.lower()] = forms.DateField(
                label=f"Hạn của bước «{stage.label}»", required=False, localize=True
            )

    def team(self) -> list[Reviewer]:
        ticked = [
            Reviewer(name=self.people[user], user=user) for user in self.cleaned_data["accounts"]
        ]
        lines = self.cleaned_data["names"].splitlines()
        return ticked + [Reviewer(name=line.strip(), user="") for line in lines if line.strip()]

    def deadlines(self) -> dict[str, date]:
        given = {stage: self.cleaned_data[stage.lower()] for stage in STAGES}
        return {stage: day for stage, day in given.items() if day}


@require_http_methods(["GET", "POST"])
def village_plan(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    village = _village(request, code, unit_id)
    people = {
        found.user.username: found.user.full_name
        for found in holders(path=village.unit_path, as_of=today(), roles=[Role.VILLAGE])
    }
    people |= {one["user"]: one["name"] for one in village.team if one["user"]}
    form = VillagePlanForm(request.POST or None, people=people, initial=_initial(village))
    if request.method == "POST" and form.is_valid():
        plan_village(
            village=village,
            team=form.team(),
            deadlines=form.deadlines(),
            note=form.cleaned_data["note"],
            by=scope_of(request).user,
        )
        messages.success(request, f"Đã ghi kế hoạch rà soát của {village.unit.full_name}.")
        return redirect("village_listing", code=code, unit_id=unit_id)
    listing = reverse("village_listing", kwargs={"code": code, "unit_id": unit_id})
    return render(
        request,
        "reviews/village_plan.html",
        {
            "campaign": village.campaign,
            "village": village,
            "form": form,
            "back": listing,
            "steps": steps_to_village(
                village, (village.unit.full_name, listing), ("Kế hoạch của thôn", "")
            ),
        },
        status=422 if request.method == "POST" else 200,
        generated=village.campaign.is_generated,
    )


def _village(request: HttpRequest, code: str, unit_id: int) -> VillageReview:
    """Return the village; its plan is the commune's to make, not the village's own."""
    campaign, village = village_of(request, code, unit_id, Permission.REVIEW)
    commune = village.commune_review.unit
    what = f"Lập kế hoạch rà soát của {village.unit.full_name}"
    require(request, permission=Permission.REVIEW, unit=commune, what=what)
    village.campaign = campaign
    return village


def _initial(village: VillageReview) -> dict[str, Any]:
    days = {stage: village.deadlines.get(stage) for stage in STAGES}
    return {
        "accounts": [one["user"] for one in village.team if one["user"]],
        "names": "\n".join(one["name"] for one in village.team if not one["user"]),
        "note": village.note,
        **{stage.lower(): date.fromisoformat(day) for stage, day in days.items() if day},
    }
