"""Names in a plan tied to units: the issuer's, and those of the target table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.matching import How
from giamngheo.areas.models import Unit
from giamngheo.areas.names import name_keys
from giamngheo.areas.queries import Match, find_many, find_unit
from giamngheo.lib.text import split_unit_name
from giamngheo.planning.enums import Measure, PlanLevel, UnitMatch
from giamngheo.planning.refusals import PlanUnitsUnmatched, PlanUnitTwice

LEVELS: dict[int, PlanLevel] = {
    UnitLevel.PROVINCE: PlanLevel.PROVINCE,
    UnitLevel.DISTRICT: PlanLevel.DISTRICT,
    UnitLevel.COMMUNE: PlanLevel.COMMUNE,
}

_ISSUER_LEVELS = {
    "province": UnitLevel.PROVINCE,
    "district": UnitLevel.DISTRICT,
    "commune": UnitLevel.COMMUNE,
}


@dataclass(frozen=True)
class MatchedRow:
    """One row of the target table with the unit it speaks of."""

    unit: Unit
    match: UnitMatch
    written: str
    data: Mapping[str, Any]
    is_total: bool = False


def issuing_unit(*, document: Mapping[str, Any], as_of: date) -> Unit | None:
    """Return the unit of the letterhead: the commune, the district within its province, or it."""
    issuer = document.get("issuer") or {}
    found: Unit | None = None
    for key, level in _ISSUER_LEVELS.items():
        if not issuer.get(key):
            continue
        found = find_unit(name=issuer[key], parent=found, as_of=as_of, level=level).unit
        if found is None:
            return None
    return found


def issuer_as_written(*, document: Mapping[str, Any]) -> str:
    issuer = document.get("issuer") or {}
    names = [issuer.get(name) for name in ("commune", "district", "province", "name")]
    return next((name for name in names if name), "không rõ")


def target_table(*, tables: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the table that gives units their targets; None when the plan has none."""
    wanted = {measure.value for measure in Measure}
    for table in tables:
        keys = {column["key"] for column in table["columns"]}
        if "unit" in keys and keys & wanted and table["rows"]:
            return table
    return None


def matched_rows(
    *, table: Mapping[str, Any], unit: Unit, as_of: date, file: str
) -> list[MatchedRow]:
    """
    Return the total row first, if there is one, then one row per unit.

    Raises: PlanUnitsUnmatched [PLA-003], PlanUnitTwice [PLA-004].
    """
    chosen, lost = tied_names(names=[row["unit"] for row in table["rows"]], unit=unit, as_of=as_of)
    if lost:
        raise PlanUnitsUnmatched(
            file=file, count=len(lost), within=unit.full_name, names=", ".join(lost[:5])
        )
    rows = [
        MatchedRow(*chosen[row["unit"]], written=row["unit"], data=row) for row in table["rows"]
    ]
    _refuse_doubles(rows, file)
    total = table.get("total_row")
    if total:
        written = total.get("unit") or "Tổng cộng"
        return [MatchedRow(unit, UnitMatch.EXACT, written, total, is_total=True), *rows]
    return rows


def tied_names(
    *, names: Sequence[str], unit: Unit, as_of: date
) -> tuple[dict[str, tuple[Unit, UnitMatch]], list[str]]:
    """Return the units that the names mean, and the names that mean none of them."""
    matches = find_many(names=names, parent=unit, as_of=as_of, level=unit.level + 1)
    found: dict[str, Match] = dict(zip(names, matches, strict=True))
    chosen: dict[str, tuple[Unit, UnitMatch]] = {}
    for name in names:
        match = found[name]
        if match.unit is not None:
            how = UnitMatch.ALIAS if match.how is How.ALIAS else UnitMatch.EXACT
            chosen[name] = (match.unit, how)
    taken = {one.pk for one, _ in chosen.values()}
    lost = []
    for name in names:
        if name in chosen:
            continue
        free = [one for one in found[name].suggestions if one.pk not in taken]
        # Taken only as the one unit left that differs in marks alone ("Thọ Tiên"), or the one unit
        # left at all; the row stays marked for a person.
        letters = name_keys(split_unit_name(name).name or name).search
        left = [one for one in free if one.search_key == letters] or free
        if len(left) == 1:
            chosen[name] = (left[0], UnitMatch.SUGGESTED)
        else:
            lost.append(name)
    return chosen, lost


def _refuse_doubles(rows: Sequence[MatchedRow], file: str) -> None:
    seen: dict[int, MatchedRow] = {}
    for row in rows:
        before = seen.setdefault(row.unit.pk, row)
        if before is not row:
            raise PlanUnitTwice(
                file=file,
                first=before.written,
                second=row.written,
                unit=row.unit.full_name,
            )
