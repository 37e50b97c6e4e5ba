"""Questions about simulations: which may be seen, the latest run, the households that change."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, QuerySet

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.registry.models import Household
from giamngheo.simulations.models import ChangedHousehold, Run, Scenario


def scenarios_visible(*, scope: Scope) -> QuerySet[Scenario]:
    """Return the scenarios of the scope's units, the latest first."""
    found = scope.filter(Scenario.objects.all())
    return found.select_related("unit", "campaign", "owner").order_by("-created_at", "-id")


def scenario_or_none(*, scenario_id: int) -> Scenario | None:
    found = Scenario.objects.select_related("unit", "campaign", "owner")
    return found.filter(pk=scenario_id).first()


def latest_runs(*, scenarios: Iterable[Scenario]) -> dict[int, Run]:
    """Return the last run asked for of each scenario, by the scenario's id; counts left out."""
    runs = (
        Run.objects.filter(scenario__in=[scenario.pk for scenario in scenarios])
        .select_related("work_item")
        .defer("result")
        .order_by("scenario_id", "-id")
        .distinct("scenario_id")
    )
    return {run.scenario_id: run for run in runs}


def latest_run(*, scenario: Scenario) -> Run | None:
    """Return the last run asked for, done or not."""
    return scenario.runs.select_related("work_item__owner").order_by("-id").first()


def latest_result(*, scenario: Scenario) -> Run | None:
    """Return the last run that came to its end, whatever was asked for since."""
    return scenario.runs.filter(made_at__isnull=False).order_by("-id").first()


def changed_households(
    *,
    run: Run,
    scope: Scope,
    permission: Permission = Permission.VIEW_PERSONAL,
    unit_path: str = "/",
    step: int | None = None,
    moved: str = "",
) -> QuerySet[ChangedHousehold]:
    """
    Return the households of a run that change, inside the scope's files, with `sort_key`.

    `step` and `moved`: only those that variant `step` judges as the first word of `moved` and the
    next variant as the second ("POOR-NEAR_POOR").
    """
    found = run.changed.filter(unit_path__startswith=unit_path)
    if step is not None:
        before, _, after = moved.partition("-")
        found = found.filter(**{f"categories__{step}": before, f"categories__{step + 1}": after})
    return (
        scope.filter(found, permission=permission)
        .select_related("household__unit__parent")
        .annotate(sort_key=F("household__sort_key"))
    )


def changed_by_commune(*, run: Run) -> dict[str, int]:
    """Return how many households of a run change, by the id of their commune as text."""
    communes = communes_by_path(unit_path=run.scenario.unit_path)
    found: dict[str, int] = {}
    counted = run.changed.values("unit_path").annotate(households=Count("pk"))
    for path, households in counted.values_list("unit_path", "households"):
        key = communes.get(path) or communes.get(_path_above(path), "")
        found[key] = found.get(key, 0) + households
    return found


def communes_by_path(*, unit_path: str) -> dict[str, str]:
    """Return the id, as text, of each commune at or below a unit, by its path."""
    communes = Unit.objects.inside(unit_path).at_level(UnitLevel.COMMUNE)
    return {path: str(key) for key, path in communes.values_list("pk", "path")}


def _path_above(path: str) -> str:
    return path[: path.rstrip("/").rfind("/") + 1]


def is_generated(*, scenario: Scenario) -> bool:
    """Return whether a scenario speaks of made-up households: its page must say so."""
    if scenario.campaign is not None:
        return scenario.campaign.is_generated
    return Household.objects.inside(scenario.unit_path).filter(is_generated=True).exists()


def source_words(*, scenario: Scenario) -> str:
    """Return what a scenario's households were taken from: a campaign, or a day."""
    if scenario.campaign is not None:
        return scenario.campaign.name
    assert scenario.as_of is not None
    return f"các quyết định có hiệu lực đến ngày {format_date(scenario.as_of)}"
