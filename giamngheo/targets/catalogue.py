"""
The catalogue of indicators: what plans promise, and how each promise is counted.

Read once from `indicators.yaml`. What the catalogue does not know is typed with evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from giamngheo.accounts.enums import Sector

FILE = Path(__file__).with_name("indicators.yaml")
POOR, NEAR_POOR = "poor", "near_poor"
# Poor households that become near-poor in the year: no target, but it says what a net fall hides.
ARRIVING = "poor_to_near_poor"


class Nature(StrEnum):
    LEVEL = "level"
    CHANGE = "change"


class Flow(StrEnum):
    STOCK = "stock"
    FLOW = "flow"


class Scale(StrEnum):
    COUNT = "count"
    PERCENT = "percent"
    POINT = "point"
    MONEY = "money"
    TIMES = "times"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """
    One indicator. `computed` empty: the register cannot count it. `asks` is the query of the
    household list behind its figure, `lacking` the service it is about.
    """

    code: str
    name: str
    unit: str
    nature: Nature
    flow: Flow
    scale: Scale
    is_better_higher: bool
    computed: str = ""
    lacking: str = ""
    asks: Mapping[str, str] = field(default_factory=dict)
    measure: str = ""
    sector: str = ""

    @property
    def places(self) -> int:
        """Decimals of a computed figure."""
        return 2 if self.scale in (Scale.PERCENT, Scale.POINT) else 0


@dataclass(frozen=True, kw_only=True)
class MeasureKind:
    """One tab of the workbench: what it splits, in what, for whom, by which indicator."""

    code: str
    name: str
    stock_name: str
    unit: str
    sector: str
    indicator: str


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return the catalogue by code, in its own order."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["code"]: _indicator(row) for row in rows}


def indicator_of(code: str) -> Indicator | None:
    """Return the indicator of a target's code, also where it carries a year of its own."""
    exact = indicators().get(code)
    if exact is not None:
        return exact
    known = (one for key, one in indicators().items() if key.endswith("*"))
    return next((one for one in known if code.startswith(one.code[:-1])), None)


@cache
def measures() -> Mapping[str, MeasureKind]:
    """Return what an allocation can split, by code: poor and near-poor first, then services."""
    found = {
        one.measure: MeasureKind(
            code=one.measure,
            name=one.name,
            stock_name="Đầu năm" if one.measure in (POOR, NEAR_POOR) else "Thiếu hụt đầu năm",
            unit=one.unit,
            sector=one.sector,
            indicator=one.code,
        )
        for one in indicators().values()
        if one.measure
    }
    first = {code: found.pop(code) for code in (POOR, NEAR_POOR)}
    return first | found


def sector_name(code: str) -> str:
    return str(Sector(code).label) if code else ""


def _indicator(row: Mapping[str, Any]) -> Indicator:
    return Indicator(
        code=row["code"],
        name=row["name"],
        unit=row["unit"],
        nature=Nature(row["nature"]),
        flow=Flow(row["flow"]),
        scale=Scale(row["scale"]),
        is_better_higher={"higher": True, "lower": False}[row["better"]],
        computed=row.get("computed", ""),
        lacking=row.get("lacking", ""),
        asks={str(key): str(value) for key, value in row.get("asks", {}).items()},
        measure=row.get("measure", ""),
        sector=row.get("sector", ""),
    )
