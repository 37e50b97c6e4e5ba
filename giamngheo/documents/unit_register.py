"""The units of the plan's area, as far as a check needs them; whoever checks hands them in."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from giamngheo.documents.heading import Issuer
from giamngheo.lib.text import compare_key, fold, split_unit_name


@dataclass(frozen=True, kw_only=True)
class KnownUnit:
    """
    A unit right below the plan's area. It stood from `valid_from` up to, not including,
    `valid_to`; None where the register does not know the day. `successors` are full names.
    """

    full_name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    aliases: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(unit_key(name) for name in (self.full_name, *self.aliases))

    def stands_on(self, day: dt.date) -> bool:
        is_begun = self.valid_from is None or self.valid_from <= day
        return is_begun and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, kw_only=True)
class UnitRegister:
    """The units of one area, those that are no more among them."""

    area: str
    units: Sequence[KnownUnit]

    def standing(self, name: str, day: dt.date) -> KnownUnit | None:
        key = unit_key(name)
        return next((one for one in self.units if key in one.keys and one.stands_on(day)), None)

    def gone(self, name: str, day: dt.date) -> KnownUnit | None:
        """Return the unit of this name that had ended by `day`."""
        key = unit_key(name)
        ended = (one for one in self.units if one.valid_to is not None and one.valid_to <= day)
        return next((one for one in ended if key in one.keys), None)

    def like(self, name: str, day: dt.date) -> KnownUnit | None:
        """Return the unit of `day` whose name differs by marks alone."""
        key = fold(unit_key(name))
        standing = (one for one in self.units if one.stands_on(day))
        return next((one for one in standing if any(fold(k) == key for k in one.keys)), None)


# Return the units below the area of who issued a plan, None where the register has none of it.
UnitLookup = Callable[[Issuer, dt.date], UnitRegister | None]


def unit_key(name: str) -> str:
    """Return the key under which a name is one, with or without its kind: "Xã Thọ Sơn"."""
    # The bare "Thị Trấn" has no name but itself; Phường 02 is Phường 2.
    bare = split_unit_name(name)[1] or name
    return compare_key(bare.lstrip("0") if bare.isdecimal() else bare)
