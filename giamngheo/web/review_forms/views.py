"""One household's form: read, saved as one types, finished, opened again."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.forms import actions, queries
from giamngheo.forms import fields as names
from giamngheo.forms.models import FormConflict
from giamngheo.forms.queries import OpenForm
from giamngheo.law.enums import Evidence
from giamngheo.lib.errors import Refusal
from giamngheo.registry import queries as registry
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign
from giamngheo.web.access import reader, require, scope_of
from giamngheo.web.quality.household import finding_views, pair_views
from giamngheo.web.rendering import render
from giamngheo.web.review_forms import page

FINISH, FINISH_AND_NEXT = "xong", "tiep"


@require_GET
def review_form(request: HttpRequest, code: str, household_code: str) -> HttpResponse:
    campaign, household = place_asked(request, code, household_code, Permission.VIEW_PERSONAL)
    found = _found(campaign, household)
    audit.read_event(
        action="forms.read",
        by=scope_of(request).user,
        subject=f"{campaign.name}: hộ {household.code}",
        unit_path=household.unit_path,
    )
    return _draw(request, found)


@require_POST
def save(request: HttpRequest, code: str, household_code: str) -> HttpResponse:
    """One field while typing (htmx), or the whole form by its buttons."""
    campaign, household = place_asked(request, code, household_code, Permission.REVIEW)
    if getattr(request, "htmx", None):
        return _autosave(request, campaign, household)
    found = _found(campaign, household)
    evidence = _evidence_asked(request)
    saved = actions.save_form(
        campaign=campaign,
        household=household,
        changes=_changes_of_page(request, found),
        base_texts=_base(request),
        evidence=evidence,
        by=reader(request),
    )
    if saved.conflict is not None:
        messages.warning(request, conflict_words(saved.conflict))
    return _go_on(request, campaign, household)


def _go_on(request: HttpRequest, campaign: Campaign, household: Household) -> HttpResponse:
    here = form_href(campaign, household)
    wanted = request.POST.get("viec", "")
    if wanted not in (FINISH, FINISH_AND_NEXT):
        messages.success(request, f"Đã lưu phiếu của hộ {household.head_name}.")
        return redirect(here)
    try:
        actions.finish_form(campaign=campaign, household=household, by=reader(request))
    except Refusal as refusal:
        # What was typed is saved: the page shows it with what is still missing.
        messages.error(request, str(refusal))
        return redirect(here)
    messages.success(request, f"Đã hoàn thành phiếu của hộ {household.head_name}.")
    if wanted == FINISH:
        return redirect(here)
    following = queries.next_to_fill(campaign=campaign, household=household)
    if following is None:
        messages.success(request, "Mọi hộ của thôn trong danh sách đã có phiếu hoàn thành.")
        found = _found(campaign, household)
        return redirect("village_grid", code=campaign.code, unit_id=page.village_of(found))
    return redirect(form_href(campaign, following))


def _autosave(request: HttpRequest, campaign: Campaign, household: Household) -> HttpResponse:
    name = str(request.POST.get("truong", ""))
    saved = actions.save_form(
        campaign=campaign,
        household=household,
        changes={name: ",".join(sorted(set(request.POST.getlist(name))))},
        base_version=_whole(request.POST.get("phien", "")),
        is_autosave=True,
        by=reader(request),
    )
    context = page.context_of(request, saved.found)
    indicators = [one for one in saved.found.rules.fields if one.startswith(names.INDICATOR)]
    context["oob"] = tuple(dict.fromkeys([name, *indicators]))
    context["alarm"] = conflict_words(saved.conflict) if saved.conflict else ""
    return render(request, "review_forms/form.html", context, block="results")


@require_POST
def reopen(request: HttpRequest, code: str, household_code: str) -> HttpResponse:
    campaign, household = place_asked(request, code, household_code, Permission.REVIEW)
    actions.reopen_form(campaign=campaign, household=household, by=reader(request))
    messages.success(request, "Phiếu mở lại để sửa; kết quả cũ vẫn giữ tới khi hoàn thành lại.")
    return redirect("review_form", code=code, household_code=household_code)


@require_POST
def settle(request: HttpRequest, code: str, household_code: str, conflict_id: int) -> HttpResponse:
    campaign, household = place_asked(request, code, household_code, Permission.REVIEW)
    conflict = (
        FormConflict.objects.select_related("form__household__unit", "form__campaign", "settled_by")
        .filter(pk=conflict_id, form__campaign=campaign, form__household=household)
        .first()
    )
    if conflict is None:
        raise Http404(f"no conflict {conflict_id}")
    take = request.POST.get("lay") == "sau"
    actions.settle_conflict(conflict=conflict, take=take, by=reader(request))
    words = "bản gửi sau" if take else "bản đang ghi trong phiếu"
    messages.success(request, f"Đã giữ {words}.")
    return redirect("review_form", code=code, household_code=household_code)


def conflict_words(conflict: FormConflict) -> str:
    name = next(iter(conflict.offered))
    standing, who, when = conflict.standing[name]
    more = f" và {len(conflict.offered) - 1} mục khác" if len(conflict.offered) > 1 else ""
    return (
        f"{who} đã ghi “{standing or 'để trống'}” {page.clock_words(when)} ở mục bạn vừa ghi "
        f"“{conflict.offered[name] or 'để trống'}”{more}. Cả hai bản được giữ: chọn bản đúng ở "
        "phần «Chỗ ghi khác nhau»."
    )


def place_asked(
    request: HttpRequest, code: str, household_code: str, permission: Permission
) -> tuple[Campaign, Household]:
    """Return what the address names, after the right to it was asked for."""
    campaign = queries.campaign_or_none(code=code)
    household = registry.household_or_none(code=household_code)
    if campaign is None or household is None:
        raise Http404(f"no campaign {code} or no household {household_code}")
    verb = "Nhập" if permission == Permission.REVIEW else "Xem"
    require(
        request,
        permission=permission,
        unit=household.unit,
        what=f"{verb} phiếu rà soát của hộ {household.code}",
        subject=f"Phiếu rà soát, hộ {household.code}",
    )
    return campaign, household


def _found(campaign: Campaign, household: Household) -> OpenForm:
    found = queries.open_form(campaign=campaign, household=household)
    if found is None:
        raise Http404(f"household {household.code} is not in campaign {campaign.code}")
    return found


def _draw(request: HttpRequest, found: OpenForm, **more: Any) -> HttpResponse:
    return render(
        request,
        "review_forms/form.html",
        {**page.context_of(request, found), **_doubts(found.household), "alarm": "", **more},
        block="results",
        generated=found.household.is_generated,
    )


def _doubts(household: Household) -> dict[str, Any]:
    """Return what is in doubt about the household's data, to be read while typing."""
    return {
        "doubtful": finding_views(household_id=household.pk),
        "pairs": pair_views(household_id=household.pk),
    }


def _changes_of_page(request: HttpRequest, found: OpenForm) -> dict[str, str]:
    """Return the fields that differ from what the page showed; without that, all that was sent."""
    base = _base(request)
    texts = page.posted_texts(request, found.rules.fields)
    if request.POST.get("chi-can-cu"):
        return {}
    return {name: text for name, text in texts.items() if text.strip() != base.get(name, "")}


def _base(request: HttpRequest) -> dict[str, str]:
    try:
        found = json.loads(request.POST.get("goc", "{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): str(text) for name, text in found.items()}


def _evidence_asked(request: HttpRequest) -> Evidence | None:
    asked = request.POST.get("can-cu", "")
    return Evidence(asked) if asked in set(Evidence) else None


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def form_href(campaign: Campaign, household: Household) -> str:
    kwargs = {"code": campaign.code, "household_code": household.code}
    return reverse("review_form", kwargs=kwargs)
