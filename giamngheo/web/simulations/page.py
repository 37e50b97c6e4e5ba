"""All that the page of one scenario shows: state, answer, tables, chart, what to be careful of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.lib.money import format_vnd
from giamngheo.simulations import queries
from giamngheo.simulations.models import Run, Scenario
from giamngheo.simulations.running import NeedsConfirmation
from giamngheo.web.access import scope_of
from giamngheo.web.parts import Notice
from giamngheo.web.simulations import table as layout
from giamngheo.web.simulations.figures import LABELS, NEAR_POOR, POOR, Found, answer
from giamngheo.web.tables import Table
from giamngheo.web.work.lines import work_line


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar of the chart; `share` is 0 to 100 of the longest."""

    name: str
    words: str
    households: int
    share: float
    is_poor: bool


def context(request: HttpRequest, scenario: Scenario) -> dict[str, Any]:
    last = queries.latest_run(scenario=scenario)
    done = last if last and last.made_at else queries.latest_result(scenario=scenario)
    item = last.work_item if last else None
    running = bool(item and item.is_open)
    shown: dict[str, Any] = {
        "scenario": scenario,
        "source": queries.source_words(scenario=scenario),
        "here": request.get_full_path(),
        "running": running,
        "line": work_line(item, now=timezone.now()) if item and last and not last.made_at else None,
        "asks": bool(item and item.error_code == NeedsConfirmation.code),
        "done": done,
        "steps": [
            ("Tổng quan", "/"),
            ("Mô phỏng", reverse("simulation_list")),
            (scenario.name, ""),
        ],
    }
    return shown | (_result_context(request, scenario, done) if done else {})


def _result_context(request: HttpRequest, scenario: Scenario, run: Run) -> dict[str, Any]:
    found = Found(run)
    doors = _doors(request, scenario)
    tables = sheets(request, scenario, found, doors=doors)
    return {
        "answer": answer(scenario, found),
        "notices": notices(run),
        "tables": list(tables.values()),
        "bars": _bars(found),
        "persons": _persons(found),
        "costs": _costs(scenario, found),
        "doors": doors,
        "changed": run.changed_count,
        "provenance": provenance(scenario, run),
        "may_export": scope_of(request).can(Permission.EXPORT, scenario.unit_path),
    }


def _doors(request: HttpRequest, scenario: Scenario) -> str:
    """Return where the changed households are; empty for a reader of figures alone."""
    if not scope_of(request).can(Permission.VIEW_PERSONAL, scenario.unit_path):
        return ""
    return reverse("simulation_households", kwargs={"scenario_id": scenario.pk})


def sheets(
    request: HttpRequest, scenario: Scenario, found: Found, *, doors: str = ""
) -> dict[str, Table]:
    """Return the tables of a result by the names their sheets have in the workbook."""
    crossed = layout.cross_tables(request, found, doors=doors)
    tables = {f"Chuyển dịch {number}": one for number, one in enumerate(crossed, start=1)}
    keys = {row["unit_code"] for row in found.tables["by_unit"] if row["unit_code"]}
    units = {str(unit.pk): unit for unit in Unit.objects.filter(pk__in=map(int, keys))}
    tables["Theo xã"] = layout.commune_table(
        request,
        found,
        units=units,
        changed=queries.changed_by_commune(run=found.run),
        doors=doors,
    )
    if scenario.grouping:
        tables["Theo nhóm"] = layout.group_table(request, scenario, found)
    tables["Theo chỉ số"] = layout.indicator_table(request, found)
    return tables


def notices(run: Run) -> list[Notice]:
    """Return what must be said of the result wherever it is shown."""
    return [Notice(text=f"{caution}.", tone="look") for caution in run.cautions]


def provenance(scenario: Scenario, run: Run) -> str:
    """Return from what, by which rules and when the result was calculated."""
    rules = "; ".join(f"{one['name']} (mã phiên bản {one['digest'][:8]})" for one in run.standards)
    made = timezone.localtime(run.made_at) if run.made_at else None
    when = f"{made:%H:%M ngày %d/%m/%Y}" if made else ""
    source = queries.source_words(scenario=scenario)
    return f"Mô phỏng trên {source}, theo {rules}; tính lúc {when}."


def _bars(found: Found) -> list[ChartBar]:
    counts = [
        (name, category, found.total(name, category) or 0)
        for name in found.names
        for category in (POOR, NEAR_POOR)
    ]
    longest = max(count for _, _, count in counts) or 1
    return [
        ChartBar(
            name=name,
            words=LABELS[category].lower(),
            households=count,
            share=round(count * 100 / longest, 2),
            is_poor=category == POOR,
        )
        for name, category, count in counts
    ]


def _persons(found: Found) -> list[tuple[str, int | None]]:
    return [(name, found.total(name, POOR, "persons")) for name in found.names]


def _costs(scenario: Scenario, found: Found) -> list[tuple[str, str]]:
    """Return what the known benefits cost a month under each variant."""
    costs = scenario.monthly_cost_vnd
    if not costs:
        return []
    return [(name, format_vnd(found.cost_vnd(name, costs))) for name in found.names]
