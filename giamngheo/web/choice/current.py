"""Unit and year, chosen once in the head and kept in the session until chosen anew."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Q
from django.http import Http404, HttpRequest

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.queries import Scope
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit, UnitQuerySet
from giamngheo.reviews.models import CommuneYear
from giamngheo.web.access import require, scope_of, today

SESSION_KEY = "choice"
# The first year of the multidimensional standards, hence of figures the system can judge.
FIRST_YEAR = 2016


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The chosen unit, in the few facts every page needs of it, and the year."""

    unit_id: int
    unit_code: str
    unit_path: str
    unit_words: str
    level: int
    first_year: int
    # ISO text, because the session keeps it; None while the unit exists.
    last_day: str | None
    year: int

    @property
    def as_of(self) -> date:
        """Return the last day of the year on which the unit existed, at most today."""
        last = date.fromisoformat(self.last_day) if self.last_day else today()
        return min(date(self.year, 12, 31), last, today())

    @property
    def years(self) -> range:
        """Return the years the unit lived in, from the newest, up to the present one."""
        last = int(self.last_day[:4]) if self.last_day else today().year
        return range(min(last, today().year), max(self.first_year, FIRST_YEAR) - 1, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOption:
    id: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the chooser in the head offers; `page` is where it was used."""

    unit_id: int
    year: int
    units: Sequence[UnitOption]
    years: Sequence[int]
    page: str


def unit_of_page(request: HttpRequest, *, unit_code: str, year: int) -> Unit:
    """
    Return the unit that carried the code in that year, and keep both as the reader's choice.

    Of two units that carried it one after the other in the year, one in scope is preferred, then
    the later. Raises: Http404 when there is none; NoRight when none of them is in scope.
    """
    found = list(_living_in(year).filter(code=unit_code).order_by("-valid_from"))
    if not found:
        raise Http404(f"no unit {unit_code} in {year}")
    covers = scope_of(request).covers
    unit = next((unit for unit in found if covers(unit.path)), found[0])
    may_see(request, unit)
    remember(request, unit=unit, year=year)
    return unit


def may_see(request: HttpRequest, unit: Unit) -> None:
    """Refuse unless the figures of the unit are in scope. Raises: NoRight."""
    require(
        request,
        permission=Permission.VIEW_REGISTER,
        unit=unit,
        what=f"Xem số liệu của {unit.full_name}",
    )


def remember(request: HttpRequest, *, unit: Unit, year: int) -> None:
    """Keep unit and year as the reader's choice."""
    kept = asdict(_choice_of(unit, year))
    if request.session.get(SESSION_KEY) != kept:
        request.session[SESSION_KEY] = kept


def current_choice(request: HttpRequest) -> Choice | None:
    """Return the reader's choice, else the first unit of her scope; None when she has no unit."""
    kept = request.session.get(SESSION_KEY)
    if kept and scope_of(request).covers(kept["unit_path"]):
        return Choice(**kept)
    unit = _first_unit(scope_of(request))
    if unit is None:
        return None
    year = _latest_year(unit)
    remember(request, unit=unit, year=year)
    return _choice_of(unit, year)


def _first_unit(scope: Scope) -> Unit | None:
    """Return the highest unit of the scope, living ones before ended ones."""
    mine = scope.filter(Unit.objects.all(), field="path")
    return mine.order_by("level", F("valid_to").desc(nulls_first=True), "sort_key").first()


def _latest_year(unit: Unit) -> int:
    """Return the last year with results, else the last one the unit lived in."""
    counted = CommuneYear.objects.filter(unit_path__startswith=unit.path, poor_end__isnull=False)
    latest: int | None = counted.aggregate(Max("year"))["year__max"]
    if latest is not None:
        return latest
    return today().year if unit.valid_to is None else min(_last_day(unit).year, today().year)


def choices(request: HttpRequest, choice: Choice) -> Choices:
    """Return the units near the chosen one (above, beside, below) that lived in the year."""
    near = Q(pk__in=_ids(choice.unit_path)) | Q(parent_id__in=_ids(choice.unit_path)[-2:])
    units = (
        scope_of(request)
        .filter(_living_in(choice.year), field="path")
        .filter(near, level__lt=UnitLevel.VILLAGE)
    )
    return Choices(
        unit_id=choice.unit_id,
        year=choice.year,
        units=_options(list(units.order_by("level", "sort_key")), choice),
        years=choice.years,
        page=request.get_full_path(),
    )


def _options(units: list[Unit], choice: Choice) -> list[UnitOption]:
    """Return the units as a tree: each below its parent, set in by its depth."""
    below: dict[int | None, list[Unit]] = {}
    shown = {unit.pk for unit in units}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in shown else None, []).append(unit)
    options: list[UnitOption] = []

    def add(parent: int | None, depth: int) -> None:
        for unit in below.get(parent, ()):
            options.append(UnitOption(id=unit.pk, words="\u2003" * depth + unit.full_name))
            add(unit.pk, depth + 1)

    add(None, 0)
    if choice.unit_id not in shown:
        options.insert(0, UnitOption(id=choice.unit_id, words=choice.unit_words))
    return options


def _living_in(year: int) -> UnitQuerySet:
    """Return the units that existed on some day of the year."""
    return Unit.objects.filter(valid_from__lt=date(year + 1, 1, 1)).filter(
        Q(valid_to=None) | Q(valid_to__gt=date(year, 1, 1))
    )


def _choice_of(unit: Unit, year: int) -> Choice:
    return Choice(
        unit_id=unit.pk,
        unit_code=unit.code or "",
        unit_path=unit.path,
        unit_words=unit.full_name,
        level=unit.level,
        first_year=unit.valid_from.year,
        last_day=None if unit.valid_to is None else _last_day(unit).isoformat(),
        year=year,
    )


def _last_day(unit: Unit) -> date:
    assert unit.valid_to is not None
    return unit.valid_to - timedelta(days=1)


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/")]


def as_kwargs(choice: Choice | None) -> dict[str, Any]:
    """Return the choice as names an address may want."""
    return {} if choice is None else {"unit_code": choice.unit_code, "year": choice.year}
