"""The shipped register as a check of plans asks for it; no database is needed."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from giamngheo.areas.names import written_name
from giamngheo.documents.heading import Issuer
from giamngheo.documents.unit_register import KnownUnit, UnitRegister
from giamngheo.lib.text import fold

_DATA = Path(__file__).parent / "data"
Row = dict[str, str]


@dataclass(frozen=True)
class _Shipped:
    """The rows by level and name, by parent, and what stands beside them by key."""

    places: dict[tuple[str, str], list[Row]]
    below: dict[str, list[Row]]
    by_key: dict[str, Row]
    after: dict[str, list[str]]
    aliases: dict[str, list[str]]


def units_of_plan(issuer: Issuer, day: dt.date) -> UnitRegister | None:
    """
    Return the units below the area of a plan's issuer, those that ended among them.

    None for communes, whose villages are not shipped, for areas that the register does not name,
    and for days before it begins.
    """
    shipped = _shipped()
    name = {"province": issuer.province, "district": issuer.district}.get(issuer.level or "")
    level = {"province": "1", "district": "2"}.get(issuer.level or "", "")
    areas = shipped.places.get((level, fold(name or "")), [])
    if issuer.level == "district" and issuer.province:
        areas = [one for one in areas if _is_within(one, issuer.province, shipped)]
    if name is None or not areas or day < min(_day(one["valid_from"]) for one in areas):
        return None
    rows = list(_under(areas, shipped))
    label = f"{'tỉnh' if level == '1' else 'huyện'} {name}"
    return UnitRegister(area=label, units=[_known(row, shipped) for row in rows])


def _under(areas: Iterable[Row], shipped: _Shipped) -> Iterable[Row]:
    for area in areas:
        below = shipped.below.get(area["key"], [])
        yield from below
        yield from _under(below, shipped)


def _is_within(row: Row, province: str, shipped: _Shipped) -> bool:
    parent = shipped.by_key.get(row["parent"])
    return parent is None or fold(parent["name"]) == fold(province)


def _known(row: Row, shipped: _Shipped) -> KnownUnit:
    # The lists are of two days: what began or ended between them did so on a day unknown.
    return KnownUnit(
        full_name=_full_name(row),
        valid_from=_day(row["valid_from"]) if row["start_known"] == "1" else None,
        valid_to=_day(row["valid_to"]) if row["valid_to"] else None,
        aliases=tuple(shipped.aliases.get(row["key"], ())),
        successors=tuple(
            dict.fromkeys(
                _full_name(shipped.by_key[key]) for key in shipped.after.get(row["key"], ())
            )
        ),
    )


def _full_name(row: Row) -> str:
    return written_name(row["kind"], row["name"])


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@cache
def _shipped() -> _Shipped:
    places: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    below: defaultdict[str, list[Row]] = defaultdict(list)
    after: defaultdict[str, list[str]] = defaultdict(list)
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    by_key = {row["key"]: row for row in _rows("units.csv")}
    for row in by_key.values():
        places[row["level"], fold(row["name"])].append(row)
        below[row["parent"]].append(row)
    for link in _rows("links.csv"):
        after[link["predecessor"]].append(link["successor"])
    for alias in _rows("aliases.csv"):
        if alias["confirmed"] == "1":
            aliases[alias["unit"]].append(alias["name"])
    return _Shipped(dict(places), dict(below), by_key, dict(after), dict(aliases))


def _rows(name: str) -> list[Row]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
