"""The list of households expected to leave poverty, held against what the commune was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from giamngheo.areas.models import Unit
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import Household, Residence
from giamngheo.reviews.queries import first_day
from giamngheo.targets.catalogue import POOR
from giamngheo.targets.models import ExitShortfall, ExpectedExit
from giamngheo.targets.progress import UnitProgress
from giamngheo.targets.queries import allocated


@dataclass(frozen=True, kw_only=True)
class ExitList:
    """
    One commune's list. `candidates`: the poor of 1 January that are not on it and can work;
    `cannot`: those that cannot; `target` None: nothing was given.
    """

    unit: Unit
    year: int
    target: int | None
    source: str
    listed: tuple[ExpectedExit, ...]
    removed: tuple[ExpectedExit, ...]
    candidates: tuple[Household, ...]
    cannot: tuple[Household, ...]
    shortfall: ExitShortfall | None

    @property
    def missing(self) -> int:
        return max((self.target or 0) - len(self.listed), 0)

    @property
    def can_still(self) -> int:
        """How many more of the poor could be put on the list."""
        return len(self.candidates)

    @property
    def poor(self) -> int:
        listed = {one.household_id for one in self.listed}
        others = [*self.candidates, *self.cannot]
        return len(listed | {one.pk for one in others})

    @property
    def is_explained(self) -> bool:
        """Whether somebody explained a shortfall at least as large as the present one."""
        return self.shortfall is not None and self.shortfall.missing >= self.missing


@dataclass(frozen=True, kw_only=True)
class ExitCount:
    """One commune's list in figures, for the page of the unit above."""

    name: str
    code: str
    target: int | None
    listed: int
    registered: int
    cannot: int
    explained: ExitShortfall | None

    @property
    def missing(self) -> int | None:
        return None if self.target is None else max(self.target - self.listed, 0)


def poor_of_january(*, unit: Unit, year: int) -> QuerySet[Household]:
    """Return the households that were poor at the unit on 1 January, with their village then."""
    day = first_day(year)
    home = Residence.objects.in_force(day).filter(household=OuterRef("pk"))
    return (
        Household.objects.registered_on(day)
        .with_status(StatusCategory.POOR, day)
        .annotate(home=Subquery(home.values("unit_path")[:1]))
        .filter(home__startswith=unit.path)
        .select_related("unit")
        .order_by("sort_key", "id")
    )


def exit_list(*, unit: Unit, year: int) -> ExitList:
    """Return a commune's list beside its target. Six to nine SQL queries."""
    given = allocated(unit=unit, year=year)
    rows = list(
        ExpectedExit.objects.filter(unit=unit, year=year)
        .select_related("household__unit", "added_by", "removed_by")
        .order_by("household__sort_key", "id")
    )
    listed = [row for row in rows if row.removed_at is None]
    taken = {row.household_id for row in listed}
    poor = [one for one in poor_of_january(unit=unit, year=year) if one.pk not in taken]
    return ExitList(
        unit=unit,
        year=year,
        target=given.targets.get(POOR) if given else None,
        source=_source(given.source, given.code) if given else "",
        listed=tuple(listed),
        removed=tuple(row for row in rows if row.removed_at is not None),
        candidates=tuple(one for one in poor if not one.no_working_capacity),
        cannot=tuple(one for one in poor if one.no_working_capacity),
        shortfall=ExitShortfall.objects.filter(unit=unit, year=year)
        .select_related("recorded_by")
        .order_by("-id")
        .first(),
    )


def exit_counts(*, unit: Unit, year: int, rows: Sequence[UnitProgress]) -> list[ExitCount]:
    """
    Return the lists of the units below in figures, one per row of the unit's year, in its order.

    Two SQL queries.
    """
    listed = list(
        ExpectedExit.objects.filter(
            unit_path__startswith=unit.path, year=year, removed_at__isnull=True
        )
        .values("unit_path")
        .annotate(listed=Count("pk"), registered=Count("pk", filter=Q(has_registered=True)))
        .values_list("unit_path", "listed", "registered")
    )
    said = {
        one.unit_id: one
        for one in ExitShortfall.objects.filter(
            unit_path__startswith=unit.path, year=year
        ).order_by("id")
    }
    return [_count(row, listed, said.get(row.unit_id)) for row in rows]


def _count(
    row: UnitProgress, listed: Sequence[tuple[str, int, int]], said: ExitShortfall | None
) -> ExitCount:
    own = [one for one in listed if one[0].startswith(row.unit_path)]
    return ExitCount(
        name=row.name,
        code=row.unit_code,
        target=row.poor_target,
        listed=sum(one[1] for one in own),
        registered=sum(one[2] for one in own),
        cannot=row.poor_no_capacity or 0,
        explained=said,
    )


def _source(source: str, code: str) -> str:
    return f"Quyết định {code}" if source == "decision" else f"Kế hoạch {code}"
