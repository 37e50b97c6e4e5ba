"""The households a simulation moves: what the address asks, checked, for page and file alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import resolve

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.law.simulate import OUTCOMES
from giamngheo.simulations import queries
from giamngheo.simulations.models import ChangedHousehold, Run, Scenario
from giamngheo.web.access import require, scope_of
from giamngheo.web.exporting import Export
from giamngheo.web.simulations import page as result_page
from giamngheo.web.simulations import table as layout
from giamngheo.web.simulations.figures import LABELS, Found
from giamngheo.web.tables import Row

CHUNK = 2_000
_VERBS = {
    Permission.EXPORT: "Xuất mô phỏng",
    Permission.VIEW_PERSONAL: "Xem các hộ trong mô phỏng",
    Permission.EXPORT_PERSONAL: "Xuất các hộ trong mô phỏng",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which changed households: of a run's one move between two variants, of one unit, or all."""

    scenario: Scenario
    run: Run
    found: Found
    step: int | None
    moved: str
    unit: Unit | None

    @property
    def path(self) -> str:
        return self.unit.path if self.unit else self.scenario.unit_path

    @property
    def title(self) -> str:
        place = f", {self.unit.full_name}" if self.unit else ""
        if self.step is None:
            return f"Hộ thay đổi phân loại{place}"
        before, _, after = self.moved.partition("-")
        _, first, second = self.found.steps[self.step]
        return f"{LABELS[before]} theo {first}, {LABELS[after].lower()} theo {second}{place}"


def scenario_of(
    request: HttpRequest, scenario_id: int, permission: Permission = Permission.VIEW_REGISTER
) -> Scenario:
    """
    Return a scenario, once the reader has `permission` where it is about.

    Raises: Http404 without such a scenario; NoRight.
    """
    scenario = queries.scenario_or_none(scenario_id=scenario_id)
    if scenario is None:
        raise Http404(f"no scenario {scenario_id}")
    what = f"{_VERBS.get(permission, 'Xem mô phỏng')} của {scenario.unit.full_name}"
    require(request, permission=permission, unit=scenario.unit, what=what)
    return scenario


def result_of(scenario: Scenario) -> Run:
    """
    Return the last run that came to its end.

    Raises: Http404 before there is one.
    """
    run = queries.latest_result(scenario=scenario)
    if run is None:
        raise Http404(f"scenario {scenario.pk} has no result yet")
    return run


def asked_of(request: HttpRequest, scenario_id: int, permission: Permission) -> Asked:
    """
    Return what the address asks, once the reader has `permission` there.

    Raises: Http404 without the scenario or its result; NoRight.
    """
    scenario = scenario_of(request, scenario_id, permission)
    run = result_of(scenario)
    found = Found(run)
    step, moved = _asked_move(request, found)
    unit = _asked_unit(request, scenario)
    return Asked(scenario=scenario, run=run, found=found, step=step, moved=moved, unit=unit)


def _asked_move(request: HttpRequest, found: Found) -> tuple[int | None, str]:
    """Return the step and the move of the address, where it names ones that exist."""
    step, moved = request.GET.get("buoc", ""), request.GET.get("chuyen", "")
    known = {str(number) for number, _, _ in found.steps}
    before, _, after = moved.partition("-")
    if step not in known or before not in OUTCOMES or after not in OUTCOMES:
        return None, ""
    return int(step), moved


def _asked_unit(request: HttpRequest, scenario: Scenario) -> Unit | None:
    key = request.GET.get("don-vi", "")
    if not key.isdecimal() or len(key) > 18:
        return None
    return Unit.objects.filter(pk=int(key), path__startswith=scenario.unit_path).first()


def changed(
    request: HttpRequest, asked: Asked, permission: Permission
) -> QuerySet[ChangedHousehold]:
    """Return the households asked for inside the reader's scope."""
    return queries.changed_households(
        run=asked.run,
        scope=scope_of(request),
        permission=permission,
        unit_path=asked.path,
        step=asked.step,
        moved=asked.moved,
    )


def changed_export(request: HttpRequest) -> Export:
    """Return every household of the list, not only the page shown, in the same order."""
    scenario_id = resolve(request.path).kwargs["scenario_id"]
    asked = asked_of(request, scenario_id, Permission.EXPORT_PERSONAL)
    rows = changed(request, asked, Permission.EXPORT_PERSONAL)
    return Export(
        title=f"Mô phỏng, không phải kết quả công nhận: {asked.title}",
        lines=[
            f"Kịch bản “{asked.scenario.name}”, {asked.scenario.unit.full_name}",
            *(notice.text for notice in result_page.notices(asked.run)),
            result_page.provenance(asked.scenario, asked.run),
        ],
        columns=layout.household_columns(asked.found.names, with_code=True),
        count=rows.count(),
        rows=lambda: _streamed(rows, asked.found.names),
        file_name=f"ho-thay-doi-{asked.scenario.pk}.xlsx",
        permission=Permission.EXPORT_PERSONAL,
        unit_path=asked.path,
        action="simulations.export_households",
    )


def _streamed(rows: QuerySet[ChangedHousehold], names: list[str]) -> Iterator[Row]:
    for one in rows.order_by(*layout.ORDER).iterator(chunk_size=CHUNK):
        yield layout.household_row(one, names)
