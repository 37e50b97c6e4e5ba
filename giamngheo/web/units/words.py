"""How a unit's life and its changes are said."""

from datetime import date, timedelta

from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.lib.periods import format_until


def first_day(unit: Unit) -> str:
    day = format_date(unit.valid_from)
    return day if unit.start_known else f"không rõ; nguồn sớm nhất ghi ngày {day}"


def last_day(unit: Unit) -> str:
    if unit.valid_to is None:
        return "đang còn"
    until = format_until(unit.valid_to)
    return until if unit.end_known else f"không rõ; muộn nhất {until}"


def life(unit: Unit) -> str:
    """Return "từ 01/01/2020 đến hết ngày 30/06/2025"; nothing for a unit that still lives."""
    return "" if unit.valid_to is None else f"chỉ có {format_until(unit.valid_to)}"


def day_within(unit: Unit, as_of: date) -> date:
    """Return `as_of`, or the nearest day on which the unit existed."""
    last = as_of if unit.valid_to is None else min(as_of, unit.valid_to - timedelta(days=1))
    return max(last, unit.valid_from)
