"""Answers about units on a day: by name, by code, within an area, before and after a change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.lineage import Heir, Succession, walk
from giamngheo.areas.matching import Candidate, How, judge, judge_village
from giamngheo.areas.models import Unit, UnitAlias, UnitQuerySet, UnitStatus
from giamngheo.areas.names import name_keys, possible_kinds
from giamngheo.lib.text import split_unit_name

__all__ = [
    "Heir",
    "How",
    "Match",
    "Succession",
    "ancestors",
    "children",
    "find_many",
    "find_unit",
    "predecessors",
    "search_units",
    "statuses_of",
    "successors",
    "successors_of_area",
    "successors_of_many",
    "unit_at_code",
    "units_within",
    "units_without_successor",
]

_LEVEL_OF_CODE_LENGTH = {2: UnitLevel.PROVINCE, 3: UnitLevel.DISTRICT, 5: UnitLevel.COMMUNE}


@dataclass(frozen=True, kw_only=True)
class Match:
    """
    What a written name means.

    `unit` is None unless `how` is exact, tone, alias or unmarked; then `suggestions` (best first)
    are for a person to choose from. `confidence` 0-1: 1 for a unit, else of the best suggestion.
    """

    name: str
    unit: Unit | None
    how: How
    suggestions: tuple[Unit, ...] = ()
    confidence: float = 0.0


# ── By name ───────────────────────────────────────────────────────────────────────────────────


def find_unit(
    *, name: str, parent: Unit | None = None, as_of: date, level: int | None = None
) -> Match:
    """
    Return the unit called `name` on `as_of`, anywhere below `parent`, villages only when asked.

    "Xã", "TT." and the like may be missing; the place of the tone, NFD and wholly missing marks
    do not matter. Any other difference, or two units of the name, gives suggestions, never a
    pick. "undated": a unit of the name exists, but no source shows it as early as `as_of`.
    """
    return find_many(names=[name], parent=parent, as_of=as_of, level=level)[0]


def find_many(
    *, names: Sequence[str], parent: Unit | None = None, as_of: date, level: int | None = None
) -> list[Match]:
    """Return `find_unit` of each name, in their order, in three queries however many they are."""
    candidates = _candidates(parent=parent, as_of=as_of, level=level)
    meant = judge_village if level == UnitLevel.VILLAGE else judge
    verdicts = [meant(name, candidates) for name in names]
    wanted = {one.unit_id for one in verdicts} | {pk for one in verdicts for pk in one.suggested}
    units = Unit.objects.select_related("parent").in_bulk(pk for pk in wanted if pk is not None)
    return [
        Match(
            name=name,
            unit=None if verdict.unit_id is None else units[verdict.unit_id],
            how=verdict.how,
            suggestions=tuple(units[pk] for pk in verdict.suggested),
            confidence=verdict.confidence,
        )
        for name, verdict in zip(names, verdicts, strict=True)
    ]


def _candidates(*, parent: Unit | None, as_of: date, level: int | None) -> list[Candidate]:
    scope = _scope(parent=parent, level=level)
    known = scope.in_force(as_of)
    # Units first seen after `as_of` of which no list says that they were new then.
    undated = scope.filter(start_known=False, valid_from__gt=as_of)
    own = [
        Candidate(pk, kind, name, search, compare, dated=start <= as_of)
        for pk, kind, name, search, compare, start in (known | undated).values_list(
            "id", "kind", "name", "search_key", "compare_key", "valid_from"
        )
    ]
    kinds = {one.unit_id: one.kind for one in own}
    aliases = UnitAlias.objects.filter(unit__in=(known | undated).values("id")).filter(
        Q(valid_from=None) | Q(valid_from__lte=as_of), Q(valid_to=None) | Q(valid_to__gt=as_of)
    )
    return own + [
        Candidate(pk, kinds[pk], name, search, compare, is_alias=True, confirmed=confirmed)
        for pk, name, search, compare, confirmed in aliases.values_list(
            "unit_id", "name", "search_key", "compare_key", "confirmed"
        )
    ]


def _scope(*, parent: Unit | None, level: int | None) -> UnitQuerySet:
    scope = Unit.objects.all()
    if parent is not None:
        scope = scope.inside(parent.path).exclude(pk=parent.pk)
    if level is not None:
        return scope.at_level(level)
    return scope.filter(level__lt=UnitLevel.VILLAGE)


def search_units(
    *, text: str, as_of: date, scopes: Iterable[str] | None = None, limit: int = 20
) -> list[Unit]:
    """
    Return units on `as_of` for a search box: words of the name begin with what is typed.

    `scopes`: unit paths the reader may see; None means all. Names that begin with the text come
    first, then the Vietnamese alphabet.
    """
    word, name = split_unit_name(text, local_words=False)
    key = name_keys(name or text).search
    units = Unit.objects.in_force(as_of).select_related("parent")
    if scopes is not None:
        units = units.filter(_any_path(scopes))
    if name and word:
        units = units.filter(kind__in=possible_kinds(word))
    first = list(units.filter(search_key__startswith=key).in_order()[:limit])
    if len(first) < limit:
        first += units.filter(search_key__contains=f" {key}").in_order()[: limit - len(first)]
    return list(dict.fromkeys(first))


def _any_path(paths: Iterable[str]) -> Q:
    inside = Q(pk__in=())
    for path in paths:
        inside |= Q(path__startswith=path)
    return inside


# ── By place and code ─────────────────────────────────────────────────────────────────────────


def unit_at_code(*, code: str, as_of: date, level: int | None = None) -> Unit | None:
    """Return the unit that held `code` on `as_of`; the level, if not given, is the length's."""
    asked = _LEVEL_OF_CODE_LENGTH.get(len(code)) if level is None else level
    if asked is None:
        return None
    units = Unit.objects.in_force(as_of).select_related("parent")
    return units.filter(code=code, level=asked).first()


def units_within(*, unit: Unit, level: int, as_of: date) -> UnitQuerySet:
    """Return the units of `level` inside `unit` (itself too, at its own level), in order."""
    return Unit.objects.in_force(as_of).inside(unit.path).at_level(level).in_order()


def children(*, unit: Unit, as_of: date) -> UnitQuerySet:
    """Return the units right below `unit` on `as_of`, in order."""
    return Unit.objects.in_force(as_of).filter(parent=unit).in_order()


def ancestors(*, unit: Unit) -> list[Unit]:
    """Return the units above `unit`, the province first."""
    above = Unit.objects.in_bulk(unit.ancestor_ids)
    return [above[pk] for pk in unit.ancestor_ids]


def statuses_of(*, unit: Unit, as_of: date) -> list[UnitStatus]:
    """Return the special statuses of `unit` on `as_of`, those of the units above it too."""
    lines = UnitStatus.objects.filter(unit__in=[*unit.ancestor_ids, unit.pk])
    in_force = lines.filter(Q(valid_to=None) | Q(valid_to__gt=as_of), valid_from__lte=as_of)
    return list(in_force.select_related("unit").order_by("unit__level", "kind"))


# ── Before and after ──────────────────────────────────────────────────────────────────────────


def successors(*, unit: Unit, as_of: date) -> Succession:
    """
    Return what `unit` is on `as_of`, over as many changes as lie between.

    A unit in force then is its own successor. After a split all heirs come back marked, and
    `.only` is None: a person decides. An end without a link comes back in `.unknown`.
    """
    return successors_of_many(units=[unit], as_of=as_of)[unit.pk]


def successors_of_many(*, units: Iterable[Unit], as_of: date) -> dict[int, Succession]:
    """Return `successors` of each unit by its id, in one query a generation."""
    return walk(units=units, as_of=as_of, onward=True)


def successors_of_area(*, unit: Unit, as_of: date) -> Succession:
    """
    Return the communes of `as_of` that took over the communes `unit` had on its last day.

    For a district, of which nothing remained as such; an heir may hold land from elsewhere too.
    """
    last_day = as_of if unit.valid_to is None else min(as_of, unit.valid_to - timedelta(days=1))
    communes = units_within(unit=unit, level=UnitLevel.COMMUNE, as_of=last_day)
    found = successors_of_many(units=communes, as_of=as_of).values()
    heirs: dict[int, Heir] = {}
    for heir in (heir for succession in found for heir in succession.heirs):
        known = heirs.get(heir.unit.pk)
        if known is None or (known.split and not heir.split):
            heirs[heir.unit.pk] = heir
    unknown = {one.pk: one for succession in found for one in succession.unknown}
    in_order = sorted(heirs.values(), key=lambda heir: heir.unit.sort_key)
    return Succession(heirs=tuple(in_order), unknown=tuple(unknown.values()))


def predecessors(*, unit: Unit, as_of: date) -> Succession:
    """
    Return the units of `as_of` that `unit` is made of; `split` marks one that gave only a part.

    `.unknown` holds the units whose own origin before their first day no source tells.
    """
    return walk(units=[unit], as_of=as_of, onward=False)[unit.pk]


def units_without_successor(*, as_of: date, within: Unit | None = None) -> UnitQuerySet:
    """Return communes and provinces that ended before `as_of` and of which nothing is known."""
    units = Unit.objects.filter(valid_to__lte=as_of, links_onward=None)
    units = units.exclude(level__in=(UnitLevel.DISTRICT, UnitLevel.VILLAGE))
    return (units if within is None else units.inside(within.path)).in_order()
