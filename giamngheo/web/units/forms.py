"""What the register of units is asked for; every part is optional and lives in the address."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from giamngheo.lib.dates import BadDate, format_date, parse_date
from giamngheo.lib.text import clean
from giamngheo.web.access import today
from giamngheo.web.choice.current import current_choice


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitQuestion:
    """Name as typed, day to look at; `day_text` and `day_error` are for the field."""

    name: str
    inside: int | None
    as_of: date
    day_text: str
    day_error: str


def read_question(request: HttpRequest) -> UnitQuestion:
    """Return the question of the address; a day that cannot be read leaves the usual one."""
    day_text = clean(request.GET.get("ngay", ""))
    as_of, day_error = usual_day(request), ""
    if day_text:
        try:
            as_of = parse_date(day_text)
        except BadDate as refusal:
            day_error = str(refusal)
    inside = request.GET.get("trong", "")
    return UnitQuestion(
        name=clean(request.GET.get("ten", ""))[:100],
        inside=int(inside) if inside.isdecimal() and len(inside) < 10 else None,
        as_of=as_of,
        day_text=day_text if day_error else format_date(as_of),
        day_error=day_error,
    )


def usual_day(request: HttpRequest) -> date:
    """Return the last day of the chosen unit in the chosen year; today without a choice."""
    choice = current_choice(request)
    return today() if choice is None else choice.as_of
