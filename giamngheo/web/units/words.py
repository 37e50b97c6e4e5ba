"""How a unit's life and its changes are said."""

from datetime import date, timedelta

from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.lib.periods import format_until


def first_day(unit: Unit) -> str:
    """Return the unit's first day; "chậm nhất" where it is only the first a source shows."""
    day = format_date(unit.valid_from)
    return day if unit.start_known else f"chậm nhất {day}"


def last_day(unit: Unit) -> str | None:
    """Return the unit's last day, None while it exists."""
    if unit.valid_to is None:
        return None
    day = format_date(unit.valid_to - timedelta(days=1))
    return day if unit.end_known else f"chậm nhất {day}"


def whole_life(unit: Unit) -> str:
    """Return "từ ngày 01/01/2004 đến hết ngày 30/06/2025", with what no source tells."""
    start = f"từ ngày {format_date(unit.valid_from)}"
    if not unit.start_known:
        start = f"không rõ từ bao giờ, chậm nhất từ ngày {format_date(unit.valid_from)}"
    if unit.valid_to is None:
        return f"{start}, đang còn"
    end = format_until(unit.valid_to)
    return f"{start} {end}" if unit.end_known else f"{start}, muộn nhất {end}"


def life(unit: Unit) -> str:
    """Return "từ 01/01/2020 đến hết ngày 30/06/2025"; nothing for a unit that still lives."""
    return "" if unit.valid_to is None else f"chỉ có {format_until(unit.valid_to)}"


def day_within(unit: Unit, as_of: date) -> date:
    """Return `as_of`, or the nearest day on which the unit existed."""
    last = as_of if unit.valid_to is None else min(as_of, unit.valid_to - timedelta(days=1))
    return max(last, unit.valid_from)
