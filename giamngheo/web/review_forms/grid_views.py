"""A village's forms in a grid: a row a household, saved as one leaves it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.forms import actions, queries
from giamngheo.forms import fields as names
from giamngheo.forms import grid as rows_of
from giamngheo.forms.enums import FormState
from giamngheo.forms.queries import OpenForm, VillageForms
from giamngheo.forms.words import moment, person
from giamngheo.law.enums import EVIDENCE_LABELS, Evidence
from giamngheo.lib.errors import Refusal
from giamngheo.web.access import reader, require, scope_of
from giamngheo.web.households.table import category_status
from giamngheo.web.rendering import render, render_part
from giamngheo.web.review_forms import page
from giamngheo.web.review_forms.views import conflict_words, place_asked
from giamngheo.web.tables import Status

HEADS = {
    names.B1: "B1",
    names.B2: "B2",
    names.INCOME: "Thu nhập (đồng/người/tháng)",
    rows_of.LACKING: "Chỉ số thiếu hụt",
    names.CHILDREN: "Trẻ không đi học",
}
MOST_PROBLEMS = 3


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One household of the grid; what stands in `state` is replaced when the row is saved."""

    pk: int
    code: str
    head: str
    href: str
    save_href: str
    cells: tuple[tuple[str, str, str], ...]
    base: dict[str, str]
    last: str
    last_status: Status | None
    status: Status | None
    saved: str
    problems: tuple[str, ...] = ()
    words: str = ""
    alarm: str = ""


@require_GET
def grid(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    village = village_asked(request, code, unit_id, Permission.VIEW_PERSONAL)
    audit.read_event(
        action="forms.read_village",
        by=scope_of(request).user,
        subject=f"{village.campaign.name}: {village.unit.full_name}",
        unit_path=village.unit.path,
    )
    return render(
        request,
        "review_forms/grid.html",
        _context(request, village),
        block="results",
        generated=any(one.household.is_generated for one in village.forms),
    )


@require_POST
def save(request: HttpRequest, code: str, unit_id: int, household_code: str) -> HttpResponse:
    """One row, when one leaves it (htmx) or by its button."""
    campaign, household = place_asked(request, code, household_code, Permission.REVIEW)
    evidence = _evidence(request.POST.get("can-cu", ""))
    if evidence is None:
        raise Http404("no kind of evidence")
    cells = {name: str(request.POST.get(name, "")) for name in rows_of.CELLS[evidence]}
    alarm, conflict, found = "", None, None
    try:
        saved = rows_of.save_row(
            campaign=campaign,
            household=household,
            cells=cells,
            base=_base(request),
            evidence=evidence,
            by=reader(request),
        )
        conflict, found = saved.conflict, saved.found
    except Refusal as refusal:
        alarm = str(refusal)
    if conflict is not None:
        alarm = conflict_words(conflict)
    if not getattr(request, "htmx", None):
        if alarm:
            messages.error(request, alarm)
        address = reverse("village_grid", kwargs={"code": code, "unit_id": unit_id})
        return redirect(f"{address}?can-cu={evidence.value}#d-{household.pk}")
    found = found or queries.open_form(campaign=campaign, household=household)
    if found is None:
        raise Http404(f"household {household_code} is not in campaign {code}")
    # What was refused is still in its cells: the row is not told that it was saved.
    base = _base(request) if alarm and conflict is None else None
    row = _row(found, unit_id, alarm=alarm, base=base)
    return HttpResponse(render_part("review_forms/row_state.html", "results", {"row": row}))


@require_POST
def finish(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    """Hand over every complete draft of the village, provisional ones after a look at them."""
    village = village_asked(request, code, unit_id, Permission.REVIEW)
    done = actions.finish_forms(
        campaign=village.campaign,
        households=[one.household for one in village.forms],
        by=reader(request),
    )
    messages.success(request, f"Đã hoàn thành {len(done.done)} phiếu.")
    for household, problem in done.left[:MOST_PROBLEMS]:
        messages.warning(request, f"Hộ {household}: {problem}.")
    if len(done.left) > MOST_PROBLEMS:
        messages.warning(request, f"Còn {len(done.left) - MOST_PROBLEMS} phiếu khác chưa đủ.")
    return redirect("village_grid", code=code, unit_id=unit_id)


def village_asked(
    request: HttpRequest, code: str, unit_id: int, permission: Permission
) -> VillageForms:
    """Return the village of the address, after the right to it was asked for."""
    campaign = queries.campaign_or_none(code=code)
    unit = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if campaign is None or unit is None:
        raise Http404(f"no campaign {code} or no unit {unit_id}")
    verb = "Nhập" if permission == Permission.REVIEW else "Xem"
    what = f"{verb} phiếu rà soát của {unit.full_name}"
    require(request, permission=permission, unit=unit, what=what, subject=what)
    asked = _evidence(request.GET.get("can-cu", ""))
    found = queries.village_forms(campaign=campaign, unit=unit, evidence=asked)
    if found is None:
        raise Http404(f"unit {unit_id} is not in campaign {code}")
    return found


def _context(request: HttpRequest, village: VillageForms) -> dict[str, Any]:
    evidence = _shown_kind(request, village)
    shown = [one for one in village.forms if one.rules.evidence is evidence]
    others = [one for one in village.forms if one.rules.evidence is not evidence]
    first = village.forms[0] if village.forms else None
    closed = page.why_closed(request, first) if first else []
    may_edit = not closed and first is not None
    kwargs = {"code": village.campaign.code, "unit_id": village.unit.pk}
    return {
        "village": village,
        "campaign": village.campaign,
        "unit": village.unit,
        "kwargs": kwargs,
        "rows": [_row(one, village.unit.pk) for one in shown],
        "others": [(one.household.head_name, form_address(one)) for one in others],
        "heads": [HEADS[name] for name in rows_of.CELLS[evidence]],
        "evidence": evidence.value,
        "evidence_label": EVIDENCE_LABELS[evidence],
        "kinds": [(kind.value, EVIDENCE_LABELS[kind]) for kind in village.place.kinds],
        "indicators": [one.name for one in village.place.standard.indicators],
        "closed": closed,
        "may_edit": may_edit,
        "waiting": _waiting(village),
        "provisional": sum(bool(one.form and one.form.is_provisional) for one in village.forms),
        "count": len(village.forms),
        "steps": _steps(village),
        "file_lines": _file_lines(village),
    }


def _shown_kind(request: HttpRequest, village: VillageForms) -> Evidence:
    asked = _evidence(request.GET.get("can-cu", ""))
    if asked in village.place.kinds and asked is not None:
        return asked
    kinds = [one.rules.evidence for one in village.forms]
    return max(village.place.kinds, key=kinds.count) if kinds else village.place.kinds[0]


def _waiting(village: VillageForms) -> int:
    """Return how many drafts could be finished now."""
    drafts = [one for one in village.forms if one.form and one.form.state == FormState.DRAFT]
    return sum(one.assess().is_complete and not one.conflicts for one in drafts)


def _row(
    found: OpenForm, unit_id: int, *, alarm: str = "", base: dict[str, str] | None = None
) -> RowView:
    assessment = found.assess()
    texts = rows_of.row_texts(found)
    kwargs = {"code": found.campaign.code, "household_code": found.household.code}
    explained = assessment.explanation
    classed = explained.classification if explained else None
    begun = found.form is not None
    problems = list(assessment.typed.errors.values())
    if begun and assessment.missing:
        problems.append(f"Còn thiếu {', '.join(label for _, label in assessment.missing[:3])}.")
    problems += [note for note in assessment.notes if begun]
    problems += ["Khác tình trạng đã ghi; xem phiếu."] if assessment.differences else []
    problems += ["Hai người ghi khác nhau; mở phiếu để chọn."] if found.conflicts else []
    return RowView(
        pk=found.household.pk,
        code=found.household.code,
        head=found.household.head_name,
        href=form_address(found),
        save_href=reverse("village_grid_save", kwargs={**kwargs, "unit_id": unit_id}),
        cells=tuple((name, HEADS[name], text) for name, text in texts.items()),
        base=texts if base is None else base,
        last=_last_points(found),
        last_status=category_status(found.last.category, found.last.group) if found.last else None,
        status=category_status(classed.category.value, classed.group.value if classed.group else "")
        if classed
        else None,
        saved=_state_words(found),
        problems=tuple(problems),
        alarm=alarm,
    )


def _state_words(found: OpenForm) -> str:
    form = found.form
    if form is None:
        return "Chưa nhập"
    if form.state == FormState.DONE:
        return f"Đã xong lúc {page.when(form.done_at)}"
    if form.is_provisional:
        return "Tạm, từ tệp; cần kiểm tra"
    return f"Đang nhập, lưu lúc {page.when(form.saved_at)}"


def _last_points(found: OpenForm) -> str:
    texts = found.last.texts if found.last else {}
    if names.B1 in texts:
        return f"B1 {texts[names.B1]}, B2 {texts.get(names.B2, '–')}"
    return f"{texts[names.INCOME]} đồng" if names.INCOME in texts else ""


def form_address(found: OpenForm) -> str:
    kwargs = {"code": found.campaign.code, "household_code": found.household.code}
    return reverse("review_form", kwargs=kwargs)


def _steps(village: VillageForms) -> list[tuple[str, str]]:
    campaign, commune = village.campaign, village.place.commune.unit
    return [
        ("Tổng quan", reverse("home")),
        (campaign.name, reverse("campaign", kwargs={"code": campaign.code})),
        (
            commune.full_name,
            reverse("campaign_commune", kwargs={"code": campaign.code, "unit_code": commune.code}),
        ),
        (village.unit.full_name, ""),
    ]


def _file_lines(village: VillageForms) -> list[str]:
    file = village.file
    if file is None:
        return []
    lines = [
        f"Tệp {file.file_name} do {person(file.taken_by)} nhập lúc "
        f"{moment(file.taken_at)}: đọc {file.read} phiếu = {file.changed} ghi vào + "
        f"{file.same} không đổi + {file.conflicting} có chỗ khác nhau + {file.refused} không nhận."
    ]
    return lines + [
        f"Dòng {row}{f', hộ {code}' if code else ''}: {words}" for row, code, words in file.problems
    ]


def _evidence(text: str) -> Evidence | None:
    return Evidence(text) if text in set(Evidence) else None


def _base(request: HttpRequest) -> dict[str, str]:
    try:
        found = json.loads(request.POST.get("goc", "{}"))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
