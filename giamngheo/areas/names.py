"""The keys under which a unit's name is found, compared and sorted."""

from __future__ import annotations

from typing import NamedTuple

from giamngheo.areas.enums import UnitKind
from giamngheo.lib import text


class Keys(NamedTuple):
    search: str
    compare: str
    sort: str


def name_keys(name: str) -> Keys:
    """Return the keys of a name without its kind: "Thọ Bình", "12"; Phường 02 is Phường 2."""
    plain = name.lstrip("0") or "0" if name.isdigit() else name
    return Keys(text.fold(plain), text.compare_key(plain), text.sort_key(plain))


def has_marks(name: str) -> bool:
    """Return whether a tone, a letter mark or đ was written at all."""
    return text.nfc(name) != text.without_marks(name)


def possible_kinds(word: str | None) -> frozenset[str]:
    """Return the kinds a word of `split_unit_name` may stand for; none when it says nothing."""
    if word is None:
        return frozenset()
    if word == "CITY":
        return frozenset({UnitKind.CENTRAL_CITY, UnitKind.PROVINCIAL_CITY})
    return frozenset({word})


def written_name(kind: str, name: str) -> str:
    """Return the name with its kind, "Thị trấn Nưa"; a village's word is part of its name."""
    if kind in (UnitKind.VILLAGE, UnitKind.RESIDENTIAL_GROUP):
        return name
    return f"{UnitKind(kind).label} {name}"
