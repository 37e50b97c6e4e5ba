"""Where a household of a file lives: its commune by code or name, its village by name."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.exchange.reading import FileRows, Problems
from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import compare_key, fold, split_unit_name

_SHOWN: Final = 8


class UnitNotNamed(Refusal):
    code = "EXC-011"
    sentence = (
        "Chưa đọc được tệp {name}: {problem}. Ghi mã đơn vị sau --unit, hoặc ghi đúng cột Mã xã "
        "cho từng hộ rồi nhập lại."
    )
    english = "File {name} not read: {problem}. Name the unit with --unit."


@dataclass(frozen=True)
class Commune:
    """A commune with its villages by every spelling that names one of them alone."""

    unit: Unit
    villages: Sequence[Unit]
    by_key: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """The communes a batch may write to, and the paths of all units in them."""

    communes: Sequence[Commune]
    paths: Mapping[int, str]

    @property
    def only(self) -> Commune | None:
        return self.communes[0] if len(self.communes) == 1 else None


def unit_of_file(*, file: FileRows, as_of: date) -> Unit:
    """
    Return the lowest unit that holds every commune the file names by code.

    Raises: UnitNotNamed [EXC-011] when it names none, or none that exists on the day.
    """
    codes = file.rows["commune_code"].drop_nulls().unique().to_list()
    found = Unit.objects.in_force(as_of).at_level(UnitLevel.COMMUNE).filter(code__in=codes)
    paths = list(found.values_list("path", flat=True))
    if not paths:
        problem = "không có cột Mã xã" if not codes else "không có xã nào mang các mã đã ghi"
        raise UnitNotNamed(name=file.name, problem=problem)
    unit = Unit.objects.filter(path=f"{posixpath.commonpath(paths)}/").first()
    if unit is None:
        raise UnitNotNamed(name=file.name, problem="các xã trong tệp thuộc nhiều tỉnh")
    return unit


def places_of(*, unit: Unit, as_of: date) -> Places:
    """Return the communes and villages at or below `unit` on the day; two SQL queries."""
    inside = Unit.objects.inside(unit.path).in_force(as_of)
    communes = list(inside.at_level(UnitLevel.COMMUNE).in_order())
    below: dict[int, list[Unit]] = {}
    for village in inside.at_level(UnitLevel.VILLAGE).in_order():
        below.setdefault(village.parent_id or 0, []).append(village)
    found = [Commune(one, below.get(one.pk, []), _keys(below.get(one.pk, []))) for one in communes]
    units = [*communes, *(village for villages in below.values() for village in villages)]
    return Places(communes=found, paths={one.pk: one.path for one in units})


def _keys(villages: Sequence[Unit]) -> dict[str, int]:
    """Return each spelling that leads to exactly one village: with marks first, then without."""
    keys: dict[str, int] = {}
    for spell in (compare_key, fold):
        spelled: dict[str, set[int]] = {}
        for village in villages:
            names = {village.name, village.full_name, split_unit_name(village.name).name}
            for name in names - {""}:
                spelled.setdefault(spell(name), set()).add(village.pk)
        for key, found in spelled.items():
            if len(found) == 1:
                keys.setdefault(key, next(iter(found)))
    return keys


def placed(households: pl.DataFrame, *, places: Places, problems: Problems) -> pl.DataFrame:
    """
    Return `households` with unit_id, commune_id and gave_village; null units are in `problems`.

    A household without a village lives in its commune, where the commune knows no villages or
    where it is in the register so already (see `matching`).
    """
    cells = households.select("row", "village", "commune", "commune_code")
    known: dict[tuple[str | None, ...], tuple[int | None, int | None, str, str]] = {}
    units, communes = list[int | None](), list[int | None]()
    for row, *written in cells.iter_rows():
        key = tuple(written)
        if key not in known:
            known[key] = _place(places, *key)
        commune_id, unit_id, column, reason = known[key]
        if reason:
            problems.add(row, column, reason)
        communes.append(commune_id)
        units.append(unit_id)
    return households.with_columns(
        unit_id=pl.Series(units, dtype=pl.Int64),
        commune_id=pl.Series(communes, dtype=pl.Int64),
        gave_village=pl.col("village").is_not_null(),
    )


def _place(
    places: Places, village: str | None, commune: str | None, code: str | None
) -> tuple[int | None, int | None, str, str]:
    """Return commune, unit, and, when there is none, the column to blame with the reason."""
    found, column, reason = _commune(places, commune, code)
    if found is None:
        return None, None, column, reason
    if village is None:
        return found.unit.pk, found.unit.pk, "", ""
    unit_id = found.by_key.get(compare_key(village)) or found.by_key.get(fold(village))
    if unit_id is None and not found.villages:
        reason = f"{found.unit.full_name} chưa có danh mục thôn; để trống hoặc lập thôn trước"
    elif unit_id is None:
        names = ", ".join(one.name for one in found.villages[:_SHOWN])
        more = (
            f" và {len(found.villages) - _SHOWN} thôn khác" if len(found.villages) > _SHOWN else ""
        )
        reason = f"chỉ nhận một trong: {names}{more}"
    return found.unit.pk, unit_id, "village", reason if unit_id is None else ""


def _commune(places: Places, name: str | None, code: str | None) -> tuple[Commune | None, str, str]:
    fits = list(places.communes)
    if code is not None:
        fits = [one for one in fits if one.unit.code == code]
        if not fits:
            return None, "commune_code", f"mã xã không thuộc địa bàn nhập{_allowed(places)}"
    if name is not None:
        wanted = compare_key(name)
        fits = [
            one
            for one in fits
            if wanted in (compare_key(one.unit.name), compare_key(one.unit.full_name))
        ]
        if not fits:
            return None, "commune", f"xã không thuộc địa bàn nhập{_allowed(places)}"
    if len(fits) != 1:
        return None, "commune_code", "cần mã xã để biết hộ ở xã nào"
    return fits[0], "", ""


def _allowed(places: Places) -> str:
    only = places.only
    return f", chỉ nhận {only.unit.full_name} (mã {only.unit.code})" if only else ""
