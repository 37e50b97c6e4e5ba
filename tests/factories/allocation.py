"""An allocation of the small year, and of Triệu Sơn's annex, for tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.planning.actions import import_plan
from giamngheo.targets.enums import StockSource
from giamngheo.targets.models import Allocation
from giamngheo.targets.opening import open_allocation
from giamngheo.targets.queries import sheet_of
from tests.factories.accounts import officer
from tests.factories.small_year import YEAR, SmallYear

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "trieu-son-2020"
DAY = date(YEAR, 6, 15)


def draft(year: SmallYear, by: User, *, source: str = StockSource.REGISTER) -> Allocation:
    return open_allocation(unit=year.district.unit, year=YEAR, source=source, by=by)


def maker(year: SmallYear) -> User:
    return officer(Role.DISTRICT, year.district.unit, full_name="Lê Thị Lập")


def leader(year: SmallYear) -> User:
    return officer(Role.LEADER, year.district.unit, full_name="Hà Văn Ký")


def line_of(allocation: Allocation, unit: Unit) -> int:
    return allocation.lines.get(unit=unit).pk


def version_of(allocation: Allocation, unit: Unit, measure: str = "poor") -> int:
    return allocation.lines.get(unit=unit).cells.get(measure=measure).version


def values_of(allocation: Allocation, measure: str = "poor") -> list[int | None]:
    return [row.value(measure) for row in sheet_of(allocation=allocation).rows]


def trieu_son_draft(district: Unit) -> Allocation:
    """Return the draft made of the table of our own plan of Triệu Sơn: 34 communes."""
    import_plan(path=EXAMPLE / "ke-hoach.txt", by=None)
    return open_allocation(unit=district, year=2020, source=StockSource.PLAN, by=None)


def annex_figures() -> list[tuple[int, int, int, int, int]]:
    """Return households, poor, poor to fall, near-poor, near-poor to fall, of the 34 communes."""
    names = (
        *("households", "poor_start", "poor_reduction"),
        *("near_poor_start", "near_poor_reduction"),
    )
    return pl.read_csv(EXAMPLE / "figures.csv").select(names).rows()
