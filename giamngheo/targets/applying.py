"""
Which units a target speaks of, and which of several such targets a unit has to keep (R026).

The area is read from the clause of the sentence that holds the figure; an officer may say
otherwise. A unit in two groups keeps the stricter figure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from giamngheo.areas.enums import StatusKind
from giamngheo.lib.numbers import format_number
from giamngheo.lib.text import fold
from giamngheo.planning.models import Target
from giamngheo.targets.enums import AreaGroup
from giamngheo.targets.standing import Wanted

_WORDS = (
    (AreaGroup.POOR_DISTRICT, r"huyen ngheo"),
    (AreaGroup.DISADVANTAGED, r"dac biet kho khan|dbkk|chuong trinh 135"),
    (AreaGroup.COASTAL_ISLAND, r"bai ngang|hai dao"),
    (AreaGroup.MINORITY_MOUNTAIN, r"dan toc thieu so|mien nui|vung dong bao"),
)
STATUSES: Mapping[str, tuple[str, ...]] = {
    AreaGroup.POOR_DISTRICT: (StatusKind.POOR_DISTRICT,),
    AreaGroup.DISADVANTAGED: (StatusKind.SPECIALLY_DISADVANTAGED,),
    AreaGroup.COASTAL_ISLAND: (StatusKind.COASTAL_ISLAND,),
    AreaGroup.MINORITY_MOUNTAIN: (StatusKind.ZONE_1, StatusKind.ZONE_2, StatusKind.ZONE_3),
}


@dataclass(frozen=True, kw_only=True)
class Applying:
    """The target a unit keeps among those on one indicator, and why that one."""

    target: Target
    area: AreaGroup
    why: str


def area_written(target: Target) -> AreaGroup:
    """Return the group the plan's own words name beside the figure; all units where they do not."""
    clauses = re.split(
        r"[;:.]\s|,\s(?=các|xã|thôn|huyện|vùng)|\bvà\b(?=\s*(?:các|xã|huyện))", target.text
    )
    holding = [clause for clause in clauses if _holds(clause, target)] or [target.text]
    words = fold(f"{holding[0]} {target.population}")
    return next((area for area, pattern in _WORDS if re.search(pattern, words)), AreaGroup.ALL)


def applying_to(
    *, targets: Sequence[tuple[Target, AreaGroup, Wanted]], areas: Collection[str]
) -> Applying | None:
    """
    Return which of the targets on one indicator a unit of the groups `areas` keeps.

    A target for a group goes before one for all; of several groups the stricter one holds.
    """
    mine = [one for one in targets if one[1] != AreaGroup.ALL and one[1] in areas]
    general = [one for one in targets if one[1] == AreaGroup.ALL]
    if not mine:
        if not general:
            return None
        target, area, _ = general[0]
        return Applying(target=target, area=area, why="Mức chung của kế hoạch.")
    target, area, wanted = sorted(mine, key=_strictness)[0]
    names = ", ".join(str(one[1].label).lower() for one in mine)
    why = f"Đơn vị thuộc diện {names}."
    if len(mine) > 1:
        why += f" Lấy mức chặt hơn: {_written(wanted.least or Decimal(0))}."
    return Applying(target=target, area=area, why=why)


def _strictness(one: tuple[Target, AreaGroup, Wanted]) -> Decimal:
    wanted = one[2]
    least = wanted.least or Decimal(0)
    return -least if wanted.is_better_higher else least


def _holds(clause: str, target: Target) -> bool:
    numbers = [n for n in (target.value, target.value_min, target.value_max) if n is not None]
    return bool(numbers) and all(
        re.search(rf"(?<![\d,.]){re.escape(written)}(?![\d]|[,.]\d)", clause)
        for written in map(_written, numbers)
    )


def _written(number: Decimal) -> str:
    plain = number.normalize()
    return format_number(plain, max(-int(plain.as_tuple().exponent), 0))


def areas_of(kinds: Iterable[str]) -> set[AreaGroup]:
    """Return the groups a unit belongs to by the kinds of list it stands on."""
    held = set(kinds)
    return {AreaGroup(area) for area, wanted in STATUSES.items() if held & set(wanted)}
