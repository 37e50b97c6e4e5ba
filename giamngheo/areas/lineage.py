"""Following a unit through mergers, splits and renames, forward or back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from giamngheo.areas.models import Unit, UnitLink


@dataclass(frozen=True, kw_only=True)
class Heir:
    """
    One unit at the other end. `split`: a change on the way divided a unit, so that only a part
    is meant; `share` 0-1 is that part, None when no source gives it. `is_default`: the source
    names this as the main part, which decides nothing.
    """

    unit: Unit
    split: bool
    is_default: bool
    share: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Succession:
    """`heirs` in order of name; `unknown` are the units at which the trail ends."""

    heirs: tuple[Heir, ...]
    unknown: tuple[Unit, ...]

    @property
    def split(self) -> bool:
        return any(heir.split for heir in self.heirs)

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(heir.unit for heir in self.heirs)

    @property
    def only(self) -> Unit | None:
        """The one unit that took all over, or None: split, unknown or several."""
        if len(self.heirs) != 1 or self.split or self.unknown:
            return None
        return self.heirs[0].unit


@dataclass(frozen=True)
class _Step:
    unit: Unit
    split: bool
    is_default: bool
    share: Decimal | None


_WHOLE = Decimal(1)


def walk(*, units: Iterable[Unit], as_of: date, onward: bool) -> dict[int, Succession]:
    """Return per unit id what it is (`onward`) or was made of on `as_of`."""
    open_steps = {unit.pk: [_Step(unit, False, True, _WHOLE)] for unit in units}
    reached: dict[int, dict[int, _Step]] = {pk: {} for pk in open_steps}
    ended: dict[int, dict[int, Unit]] = {pk: {} for pk in open_steps}
    while any(open_steps.values()):
        waiting: dict[int, list[_Step]] = {}
        for origin, steps in open_steps.items():
            waiting[origin] = [step for step in steps if not _arrived(step.unit, as_of)]
            for step in steps:
                if _arrived(step.unit, as_of):
                    _join(reached[origin], step)
        links = _links({step.unit.pk for steps in waiting.values() for step in steps}, onward)
        open_steps = {}
        for origin, steps in waiting.items():
            open_steps[origin] = []
            for step in steps:
                following = _follow(step, links.get(step.unit.pk, []), as_of, onward)
                open_steps[origin] += following
                if not following:
                    ended[origin][step.unit.pk] = step.unit
    return {
        origin: _succession(list(steps.values()), tuple(ended[origin].values()), onward=onward)
        for origin, steps in reached.items()
    }


def _succession(steps: list[_Step], unknown: tuple[Unit, ...], *, onward: bool) -> Succession:
    if onward and len(steps) == 1 and not unknown:
        # Divided on the way and put together again: all ways led here.
        steps = [_Step(steps[0].unit, False, True, _WHOLE)]
    heirs = tuple(
        Heir(unit=one.unit, split=one.split, is_default=one.is_default, share=one.share)
        for one in sorted(steps, key=lambda one: one.unit.sort_key)
    )
    return Succession(heirs=heirs, unknown=unknown)


def _arrived(unit: Unit, as_of: date) -> bool:
    return unit.valid_from <= as_of and (unit.valid_to is None or as_of < unit.valid_to)


def _links(ids: set[int], onward: bool) -> dict[int, list[UnitLink]]:
    here, there = ("predecessor", "successor") if onward else ("successor", "predecessor")
    found: dict[int, list[UnitLink]] = defaultdict(list)
    if ids:
        rows = UnitLink.objects.filter(**{f"{here}__in": ids}).select_related(f"{there}__parent")
        for link in rows.order_by("id"):
            found[getattr(link, f"{here}_id")].append(link)
    return found


def _follow(step: _Step, links: Iterable[UnitLink], as_of: date, onward: bool) -> list[_Step]:
    """Go one change further, only in the direction of `as_of`."""
    if onward == (step.unit.valid_from > as_of):
        return []
    return [
        _Step(
            link.successor if onward else link.predecessor,
            step.split or link.split,
            step.is_default and link.is_default,
            _share(step, link),
        )
        for link in links
    ]


def _share(step: _Step, link: UnitLink) -> Decimal | None:
    part = link.share if link.split else _WHOLE
    return None if step.share is None or part is None else step.share * part


def _join(reached: dict[int, _Step], step: _Step) -> None:
    """Two ways to one unit: the parts add up, and are whole again only if a source says so."""
    other = reached.get(step.unit.pk)
    if other is None:
        reached[step.unit.pk] = step
        return
    share = None if None in (other.share, step.share) else _sum(other.share, step.share)
    reached[step.unit.pk] = _Step(
        step.unit,
        (other.split or step.split) and share != _WHOLE,
        other.is_default or step.is_default,
        share,
    )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal:
    return min(_WHOLE, (one or Decimal(0)) + (other or Decimal(0)))
