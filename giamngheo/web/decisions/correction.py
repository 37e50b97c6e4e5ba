"""The page on which a signed correction is entered: its paper, and one line a household."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from giamngheo.accounts.enums import Permission
from giamngheo.decisions.correcting import Correction, correct_decision
from giamngheo.registry.models import Household
from giamngheo.reviews.models import CommuneReview, Decision
from giamngheo.web.access import reader, today
from giamngheo.web.decisions.forms import CorrectionForm, CorrectionLines
from giamngheo.web.decisions.found import review_of
from giamngheo.web.rendering import render

MORE = "them-dong"
LONGEST_LIST = 50


@require_http_methods(["GET", "POST"])
def correction_new(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    """Households may come along in the address: `?ho=A-001,A-002`."""
    what = "Ghi quyết định điều chỉnh cho"
    review = review_of(request, code, unit_code, permission=Permission.DECIDE, what=what)
    decision = Decision.objects.filter(campaign=review.campaign, unit=review.unit).first()
    if decision is None:
        raise Http404(f"no decision of {unit_code} in {code}")
    if request.method != "POST":
        asked = [one for one in request.GET.get("ho", "").split(",") if one][:LONGEST_LIST]
        lines = CorrectionLines(initial=[{"household_code": one} for one in asked])
        return _page(request, review, decision, CorrectionForm(), lines)
    if MORE in request.POST:
        return _page(request, review, decision, CorrectionForm(request.POST), _longer(request))
    form, lines = CorrectionForm(request.POST), CorrectionLines(request.POST)
    if not (form.is_valid() and lines.is_valid()):
        return _page(request, review, decision, form, lines, status=422)
    further = correct_decision(
        decision=decision,
        corrections=_corrections(lines),
        by=reader(request),
        as_of=today(),
        **form.cleaned_data,
    )
    messages.success(
        request,
        f"Đã ghi quyết định điều chỉnh {further.number}, bản {further.version}: "
        f"{further.lines.count()} hộ. Quyết định {decision.number} giữ nguyên.",
    )
    return redirect("approval", code=code, unit_code=unit_code)


def _corrections(lines: Any) -> list[Correction]:
    return [
        Correction(
            household_code=line["household_code"],
            category=line["category"],
            group=line["group"],
            reason=line["reason"],
        )
        for line in (form.cleaned_data for form in lines)
        if line.get("household_code")
    ]


def _longer(request: HttpRequest) -> Any:
    """Return the lines as typed with three more below."""
    typed = request.POST.copy()
    written = typed.get("form-TOTAL_FORMS", "")
    count = min((int(written) if written.isdecimal() else 0) + 3, LONGEST_LIST)
    typed["form-TOTAL_FORMS"] = str(count)
    return CorrectionLines(typed)


def _page(
    request: HttpRequest,
    review: CommuneReview,
    decision: Decision,
    form: Any,
    lines: Any,
    *,
    status: int = 200,
) -> HttpResponse:
    codes = [line["household_code"].value() or "" for line in lines]
    found = Household.objects.filter(code__in=codes, unit_path__startswith=review.unit_path)
    campaign = review.campaign
    context = {
        "review": review,
        "decision": decision,
        "form": form,
        "lines": lines,
        "names": dict(found.values_list("code", "head_name")),
        "trail": [
            ("Rà soát", reverse("review_list")),
            (campaign.name, reverse("campaign", kwargs={"code": campaign.code})),
            (
                review.unit.full_name,
                reverse("approval", kwargs={"code": campaign.code, "unit_code": review.unit.code}),
            ),
            ("Điều chỉnh", ""),
        ],
    }
    return render(
        request,
        "decisions/correction.html",
        context,
        status=status,
        generated=campaign.is_generated,
    )
