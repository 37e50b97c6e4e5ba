"""Numbers and days of papers: given only after signing, and one paper after the other."""

from __future__ import annotations

from datetime import date

from giamngheo.areas.models import Unit
from giamngheo.decisions.refusals import DayOutOfOrder, PaperNumberMissing
from giamngheo.lib.dates import format_date


def require_number(*, unit: Unit, paper: str, number: str) -> None:
    """Raises: PaperNumberMissing [DCS-012]."""
    if not number.strip():
        raise PaperNumberMissing(paper=paper, unit=unit.full_name)


def require_order(
    *, unit: Unit, paper: str, day: date, after: date | None, what: str, as_of: date
) -> None:
    """
    Refuse a day before `after` (named by `what`) or after the present one: what is not yet signed
    has no date.

    Raises: DayOutOfOrder [DCS-007].
    """
    problem = ""
    if after is not None and day < after:
        problem = f"trước {what} {format_date(after)}"
    elif day > as_of:
        problem = f"sau hôm nay {format_date(as_of)}, văn bản chưa ký thì chưa có ngày"
    if problem:
        raise DayOutOfOrder(paper=paper, unit=unit.full_name, day=format_date(day), problem=problem)
