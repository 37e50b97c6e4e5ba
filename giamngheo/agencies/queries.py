"""Questions about agencies: who is meant by a written name, who took over, who reports for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.agencies.enums import AgencyLevel
from giamngheo.agencies.models import Agency, AgencyAlias, AgencyQuerySet, AgencySuccession
from giamngheo.agencies.names import WrittenName, agency_key, read_name
from giamngheo.areas.models import Unit
from giamngheo.lib.text import fold

GENERATIONS = 6


@dataclass(frozen=True, kw_only=True)
class Heir:
    """An agency that goes on with the work; `part` of it, `is_main` with poverty reduction."""

    agency: Agency
    part: str
    is_main: bool


@dataclass(frozen=True, kw_only=True)
class AgencyMatch:
    """What a written name means; without `agency`, `suggestions` for a person to choose from."""

    name: str
    agency: Agency | None
    suggestions: tuple[Agency, ...] = ()


# ── By name ───────────────────────────────────────────────────────────────────────────────────


def find_agency(*, name: str, as_of: date, within: Unit | None = None) -> Agency | None:
    """
    Return the agency that `name` means in a paper of `within` on `as_of`, or None.

    Short forms, dashes and "và" do not matter ("Phòng LĐ-TBXH"); "huyện Triệu Sơn" behind the name
    says where. Of several the one of `within` itself, then of the unit above. Two alike: None.
    """
    return find_agencies(names=[name], as_of=as_of, within=within)[0].agency


def find_agencies(
    *, names: Sequence[str], as_of: date, within: Unit | None = None
) -> list[AgencyMatch]:
    """Return `find_agency` of each name in their order, in two queries however many they are."""
    written = [read_name(name) for name in names]
    keys = {key for one in written for key in one.keys}
    known: dict[str, list[Agency]] = {}
    for alias in _aliases(keys, as_of, within):
        known.setdefault(alias.key, []).append(alias.agency)
    chosen = [_choose(one, known, within) for one in written]
    unknown = any(agency is None for agency in chosen)
    others = list(agencies_near(unit=within, as_of=as_of)) if unknown else []
    return [
        AgencyMatch(
            name=name,
            agency=agency,
            suggestions=() if agency else _alike(one, others),
        )
        for name, one, agency in zip(names, written, chosen, strict=True)
    ]


def _aliases(keys: Iterable[str], as_of: date, within: Unit | None) -> QuerySet[AgencyAlias]:
    found = AgencyAlias.objects.filter(
        key__in=keys, agency__in=Agency.objects.in_force(as_of).values("id")
    )
    if within is not None:
        above = [*within.ancestor_ids, within.pk]
        found = found.filter(
            Q(agency__unit=None)
            | Q(agency__unit__in=above)
            | Q(agency__unit_path__startswith=within.path)
        )
    return found.select_related("agency__unit").order_by("pk")


def _choose(
    written: WrittenName, known: Mapping[str, list[Agency]], within: Unit | None
) -> Agency | None:
    for key in written.keys:
        found = [one for one in known.get(key, ()) if key == written.whole or _fits(one, written)]
        # A unit far below answers only to its own name: "UBND" of a district is not a commune's.
        near = [one for one in found if written.place or _is_near(one, within)]
        best = _nearest(near, written, within)
        if best is not None:
            return best
    return None


def _fits(agency: Agency, written: WrittenName) -> bool:
    if written.levels and agency.level not in written.levels:
        return False
    if not written.place:
        return True
    return agency.unit is not None and written.place in (
        agency.unit.search_key,
        fold(agency.unit.full_name),
    )


def _is_near(agency: Agency, within: Unit | None) -> bool:
    return within is None or agency.unit is None or within.path.startswith(agency.unit_path)


def _nearest(found: list[Agency], written: WrittenName, within: Unit | None) -> Agency | None:
    if written.place:
        found = [one for one in found if _fits(one, written)]
    distinct = list({one.pk: one for one in found}.values())
    if within is None or not distinct:
        return distinct[0] if len(distinct) == 1 else None
    # The deepest unit that is not below `within`, else the only one below it.
    deepest = max(len(one.unit_path) for one in distinct)
    best = [one for one in distinct if len(one.unit_path) == deepest]
    return best[0] if len(best) == 1 else None


def _alike(written: WrittenName, agencies: Iterable[Agency]) -> tuple[Agency, ...]:
    words = set(written.core.split()) or set(written.whole.split())
    scored = [
        (len(words & set(agency.name_key.split())) / max(len(words), 1), agency)
        for agency in agencies
    ]
    best = sorted((pair for pair in scored if pair[0] >= 0.5), key=lambda pair: -pair[0])
    return tuple(agency for _, agency in best[:5])


# ── The directory ─────────────────────────────────────────────────────────────────────────────


def agencies_near(*, unit: Unit | None, as_of: date) -> AgencyQuerySet:
    """Return the agencies in force of `unit`, of the units above it and of the country."""
    above = [] if unit is None else [*unit.ancestor_ids, unit.pk]
    found = Agency.objects.in_force(as_of).filter(Q(unit=None) | Q(unit__in=above))
    return found.select_related("unit").in_order()


def agencies_visible(*, scope: Scope) -> AgencyQuerySet:
    """
    Return every agency a reader may look up: names of offices are no secret, those of the
    country, of the units in scope, and of the units above and below them.
    """
    inside = Q(unit=None)
    for path in scope.paths:
        inside |= Q(unit_path__startswith=path) | Q(unit__in=_ids(path))
    return Agency.objects.filter(inside).select_related("unit", "parent").in_order()


def agencies_named(*, text: str, scope: Scope) -> AgencyQuerySet:
    """Return the visible agencies of which a name or alias holds what is typed."""
    key = agency_key(text)
    found = agencies_visible(scope=scope)
    if not key:
        return found
    matching = AgencyAlias.objects.filter(key__contains=key).values("agency")
    return found.filter(Q(name_key__contains=key) | Q(pk__in=matching))


def agency_or_none(*, agency_id: int, scope: Scope) -> Agency | None:
    return agencies_visible(scope=scope).filter(pk=agency_id).first()


def place_of(*, agency: Agency) -> str:
    return AgencyLevel.NATIONAL.label if agency.unit is None else agency.unit.full_name


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/") if part]


# ── Before and after ──────────────────────────────────────────────────────────────────────────


def successors(*, agency: Agency, as_of: date) -> list[Heir]:
    """
    Return who goes on with the work of `agency` on `as_of`, over several reorganisations.

    An agency in force is its own successor. After an end without a successor: nobody.
    """
    return successors_of_many(agencies=[agency], as_of=as_of)[agency.pk]


def successors_of_many(*, agencies: Iterable[Agency], as_of: date) -> dict[int, list[Heir]]:
    """Return `successors` of each agency by its id, in one query a generation."""
    asked = list(agencies)
    heirs = {one.pk: [Heir(agency=one, part="", is_main=True)] for one in asked}
    for _ in range(GENERATIONS):
        ended = {
            heir.agency.pk for found in heirs.values() for heir in found if _is_over(heir, as_of)
        }
        if not ended:
            break
        onward = _onward(ended, as_of)
        heirs = {
            pk: [one for heir in found for one in _step(heir, onward, as_of)]
            for pk, found in heirs.items()
        }
    return heirs


def _is_over(heir: Heir, as_of: date) -> bool:
    return heir.agency.valid_to is not None and heir.agency.valid_to <= as_of


def _onward(ended: Iterable[int], as_of: date) -> dict[int, list[AgencySuccession]]:
    lines: dict[int, list[AgencySuccession]] = {}
    found = AgencySuccession.objects.filter(before__in=ended, starts_on__lte=as_of)
    for line in found.select_related("after__unit").order_by("-is_main", "pk"):
        lines.setdefault(line.before_id, []).append(line)
    return lines


def _step(heir: Heir, onward: Mapping[int, list[AgencySuccession]], as_of: date) -> Iterable[Heir]:
    if not _is_over(heir, as_of):
        return [heir]
    return [
        Heir(
            agency=line.after,
            part=line.part or heir.part,
            is_main=line.is_main and heir.is_main,
        )
        for line in onward.get(heir.agency.pk, ())
    ]


def predecessor_ids(*, agency_ids: Iterable[int]) -> set[int]:
    """Return the ids given and those of every agency that went before them, at any remove."""
    known = set(agency_ids)
    newest = set(known)
    for _ in range(GENERATIONS):
        lines = AgencySuccession.objects.filter(after__in=newest)
        newest = set(lines.values_list("before_id", flat=True)) - known
        if not newest:
            break
        known |= newest
    return known


# ── Who reports for it ────────────────────────────────────────────────────────────────────────


def agencies_of_user(*, user: User, as_of: date) -> AgencyQuerySet:
    """Return the agencies that `user` reports for on `as_of`, also those that have ended since."""
    return (
        Agency.objects.filter(
            Q(staff__valid_to=None) | Q(staff__valid_to__gt=as_of),
            staff__user=user,
            staff__valid_from__lte=as_of,
        )
        .select_related("unit")
        .distinct()
    )
