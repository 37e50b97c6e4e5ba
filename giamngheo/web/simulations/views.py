"""Simulations: the scenarios of the reader's units, one scenario's result, the households in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.reviews.models import Campaign
from giamngheo.reviews.queries import campaigns_visible
from giamngheo.rules.queries import all_standards
from giamngheo.simulations import actions, queries
from giamngheo.simulations.enums import Purpose
from giamngheo.simulations.models import Scenario
from giamngheo.web.access import reader, require, scope_of
from giamngheo.web.choice.current import current_choice
from giamngheo.web.export_work import answer_export
from giamngheo.web.exporting import tables_response
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.simulations import listing
from giamngheo.web.simulations import page as result_page
from giamngheo.web.simulations import table as layout
from giamngheo.web.simulations.figures import Found, answer
from giamngheo.web.simulations.forms import ScenarioForm
from giamngheo.web.tables import build_table

HOME = ("Tổng quan", "/")
PAGE_SIZE = 30


@require_GET
def simulation_list(request: HttpRequest) -> HttpResponse:
    found = queries.scenarios_visible(scope=scope_of(request))
    page = page_by_key(request, rows=found, order=("-created_at", "-id"), size=PAGE_SIZE)
    runs = queries.latest_runs(scenarios=page.rows)
    table = build_table(
        request,
        name="kich-ban",
        caption="Các kịch bản mô phỏng",
        columns=layout.LIST_COLUMNS,
        rows=[layout.scenario_row(one, runs.get(one.pk)) for one in page.rows],
        presorted=True,
        empty="Chưa có kịch bản nào trong địa bàn của bạn. Lập kịch bản mới để bắt đầu.",
    )
    context = {
        "table": table,
        "page": page,
        "may_save": current_choice(request) is not None,
        "steps": [HOME, ("Mô phỏng", "")],
    }
    return render(request, "simulations/simulation_list.html", context, block="results")


@require_http_methods(["GET", "POST"])
def simulation_new(request: HttpRequest) -> HttpResponse:
    unit = _unit_asked(request)
    if unit is None:
        return redirect("simulation_list")
    require(
        request,
        permission=Permission.VIEW_REGISTER,
        unit=unit,
        what=f"Mô phỏng chuẩn nghèo cho {unit.full_name}",
    )
    campaigns = campaigns_visible(paths=[unit.path])
    form = ScenarioForm(
        request.POST or None,
        initial=_initial(request, campaigns),
        unit=unit,
        campaigns=campaigns,
        standards=all_standards(),
    )
    if form.is_bound and form.is_valid():
        try:
            saved = actions.save_scenario(unit=unit, by=reader(request), **form.values())
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            actions.start_run(scenario=saved, by=reader(request))
            return redirect("simulation", scenario_id=saved.pk)
    steps = [HOME, ("Mô phỏng", reverse("simulation_list")), ("Kịch bản mới", "")]
    context = {"form": form, "unit": unit, "steps": steps, "trial_open": _trial_filled(form)}
    status = 422 if form.is_bound else 200
    return render(request, "simulations/simulation_new.html", context, status=status)


def _unit_asked(request: HttpRequest) -> Unit | None:
    """Return the unit of the form, else the one chosen in the head; None for a reader of none."""
    posted = request.POST.get("unit", "")
    if posted.isdecimal() and len(posted) < 19:
        found = Unit.objects.filter(pk=int(posted)).first()
        if found is None:
            raise Http404(f"no unit {posted}")
        return found
    choice = current_choice(request)
    return None if choice is None else Unit.objects.get(pk=choice.unit_id)


def _initial(request: HttpRequest, campaigns: Sequence[Campaign]) -> dict[str, str]:
    """Begin with the campaign of the address, else with the latest one."""
    asked = request.GET.get("muc-dich", "")
    latest = str(campaigns[0].pk) if campaigns else ""
    return {
        "campaign": request.GET.get("dot", latest),
        "purpose": asked if asked in Purpose.values else Purpose.SIMULATION.value,
    }


def _trial_filled(form: ScenarioForm) -> bool:
    return form.is_bound and bool(form.data.get("trial_of") or form.errors.get("trial_of"))


@require_GET
def simulation(request: HttpRequest, scenario_id: int) -> HttpResponse:
    scenario = listing.scenario_of(request, scenario_id)
    context = result_page.context(request, scenario)
    return _draw(request, "simulations/simulation.html", context, scenario)


@require_POST
def simulation_run(request: HttpRequest, scenario_id: int) -> HttpResponse:
    scenario = listing.scenario_of(request, scenario_id)
    confirmed = request.POST.get("confirmed") == "1"
    actions.start_run(scenario=scenario, by=reader(request), confirmed=confirmed)
    messages.success(request, "Kịch bản được xếp hàng để tính; kết quả hiện ở trang này.")
    return redirect("simulation", scenario_id=scenario.pk)


@require_GET
def households(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """The households that change, each with its reason under each variant."""
    asked = listing.asked_of(request, scenario_id, Permission.VIEW_PERSONAL)
    scenario, scope = asked.scenario, scope_of(request)
    changed = listing.changed(request, asked, Permission.VIEW_PERSONAL)
    page = page_by_key(request, rows=changed, order=layout.ORDER)
    audit.read_event(
        action="simulations.read_households",
        by=scope.user,
        subject=f"{scenario.name}: {asked.title}",
        unit_path=asked.path,
    )
    table = build_table(
        request,
        name="ho-thay-doi",
        caption=asked.title,
        columns=layout.household_columns(asked.found.names),
        rows=[layout.household_row(one, asked.found.names) for one in page.rows],
        presorted=True,
        empty="Không có hộ nào như vậy.",
    )
    here = reverse("simulation", kwargs={"scenario_id": scenario.pk})
    steps = [HOME, ("Mô phỏng", reverse("simulation_list")), (scenario.name, here), ("Hộ", "")]
    context = {
        "scenario": scenario,
        "title": asked.title,
        "table": table,
        "page": page,
        "notices": result_page.notices(asked.run),
        "export": _export_address(request, scenario)
        if scope.can(Permission.EXPORT_PERSONAL, scenario.unit_path)
        else "",
        "steps": steps,
    }
    return _draw(request, "simulations/households.html", context, scenario)


def _export_address(request: HttpRequest, scenario: Scenario) -> str:
    here = reverse("simulation_households_xlsx", kwargs={"scenario_id": scenario.pk})
    kept = {key: request.GET[key] for key in ("buoc", "chuyen", "don-vi") if key in request.GET}
    return f"{here}?{urlencode(kept)}" if kept else here


@require_http_methods(["GET", "POST"])
def households_xlsx(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """All of them as a file: a short list at once, a long one as work."""
    return answer_export(request, name="simulation_households")


def _draw(
    request: HttpRequest, template: str, context: dict[str, Any], scenario: Scenario
) -> HttpResponse:
    generated = queries.is_generated(scenario=scenario)
    return render(request, template, context, block="results", generated=generated)


@require_GET
def simulation_xlsx(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """The tables of the page, a sheet each; no household by name."""
    scenario = listing.scenario_of(request, scenario_id, Permission.EXPORT)
    run = listing.result_of(scenario)
    found = Found(run)
    audit.read_event(
        action="simulations.export",
        by=scope_of(request).user,
        subject=scenario.name,
        unit_path=scenario.unit_path,
    )
    return tables_response(
        tables=result_page.sheets(request, scenario, found),
        title_lines=[
            f"Mô phỏng, không phải kết quả công nhận: {scenario.name}",
            answer(scenario, found),
            *(notice.text for notice in result_page.notices(run)),
            result_page.provenance(scenario, run),
        ],
        file_name=f"mo-phong-{scenario.pk}.xlsx",
        printed_by=scope_of(request).user,
    )
