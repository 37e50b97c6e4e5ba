"""The shipped working calendar: general rules and one file a year, each day with its source."""

import datetime as dt
from functools import cache
from pathlib import Path

from giamngheo.law.calendar import CalendarYear, SpecialDay, WorkingCalendar
from giamngheo.law.yaml_nodes import Entry, read_document

FOLDER = Path(__file__).parent / "holidays"
GENERAL = "working_days.yaml"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def shipped_calendar() -> WorkingCalendar:
    """
    Return the calendar shipped with the product: the years whose announcements were found.

    Raises: LawFileInvalid [LAW-002].
    """
    calendar = read_general(text=_text(FOLDER / GENERAL), file=GENERAL)
    for path in sorted(FOLDER.glob("[0-9]*.yaml")):
        year = read_year(text=_text(path), file=path.name, calendar=calendar)
        calendar = calendar.with_year(year)
    return calendar


def read_general(*, text: str, file: str) -> WorkingCalendar:
    """
    Return the calendar without any announced year.

    Raises: LawFileInvalid [LAW-002] naming the line.
    """
    top = read_document(text=text, file=file)
    fixed, names = [], {}
    for entry in top.entries("fixed"):
        day, name = _month_day(entry), entry.text("name")
        fixed.append(entry.close_cited(day))
        names[day] = name
    for entry in top.entries("announced_each_year"):
        entry.text("name")
        entry.close_cited(entry.whole_number("value"))
    calendar = WorkingCalendar(
        weekly_rest=top.cited("weekly_rest", _weekdays),
        counts_first_day=top.cited("counts_first_day", Entry.flag),
        moves_from_day_off=top.cited("moves_from_day_off", Entry.flag),
        lieu_days=top.cited("lieu_days", Entry.flag),
        fixed=tuple(fixed),
        fixed_names=names,
    )
    top.close()
    return calendar


def read_year(*, text: str, file: str, calendar: WorkingCalendar) -> CalendarYear:
    """
    Return the announced days of the year that `file` is named after ("2024.yaml").

    Raises: LawFileInvalid [LAW-002]: a day of another year, a day off that is no weekday, a worked
            day that is one, a fixed day of the law that is missing.
    """
    top = read_document(text=text, file=file)
    number = int(Path(file).stem)
    complete = top.cited("complete", Entry.flag)
    off = _days(top, "off", number)
    worked = _days(top, "worked", number) if top.has("worked") else ()
    for day in off:
        if day.day.weekday() in calendar.weekly_rest.value:
            top.refuse(f"{day.day.isoformat()} là ngày nghỉ hằng tuần, không cần ghi")
    for day in worked:
        if day.day.weekday() not in calendar.weekly_rest.value:
            top.refuse(f"{day.day.isoformat()} vốn là ngày làm việc, không phải ngày làm bù")
    written = {day.day for day in off}
    for month, day_of_month in calendar.fixed_names:
        fixed = dt.date(number, month, day_of_month)
        if fixed not in written and fixed.weekday() not in calendar.weekly_rest.value:
            top.refuse(f"thiếu ngày lễ cố định {fixed.isoformat()}")
    top.close()
    return CalendarYear(
        year=number,
        complete=complete.value,
        source=complete.citation,
        confidence=complete.confidence,
        note=complete.note,
        off=off,
        worked=worked,
    )


def _days(top: Entry, key: str, year: int) -> tuple[SpecialDay, ...]:
    found: list[SpecialDay] = []
    for entry in top.entries(key):
        first = entry.day("value")
        last = entry.day("last_day") if entry.has("last_day") else first
        if not first <= last or first.year != year or last.year != year:
            entry.refuse(f"các ngày phải thuộc năm {year}, ngày đầu trước ngày cuối")
        found.extend(_stretch(entry, first, last))
    return tuple(found)


def _stretch(entry: Entry, first: dt.date, last: dt.date) -> list[SpecialDay]:
    """Weekends inside a stretch ("20/01 to 26/01") are off anyway and left out."""
    name = entry.text("name")
    cited = entry.close_cited(first)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    if len(days) > 1:
        days = [day for day in days if day.weekday() < _WEEKDAYS.index("saturday")]
    mark = cited.confidence
    return [SpecialDay(day=day, name=name, source=cited.citation, confidence=mark) for day in days]


def _month_day(entry: Entry) -> tuple[int, int]:
    text = entry.text("value")
    try:
        day = dt.date.fromisoformat(f"2021-{text}")
    except ValueError:
        entry.refuse(f"“value: {text}” phải là tháng và ngày, viết như 09-02")
        raise
    return day.month, day.day


def _weekdays(entry: Entry, key: str) -> frozenset[int]:
    names = entry.text(key).split()
    for name in names:
        if name not in _WEEKDAYS:
            entry.refuse(f"“{name}” không phải thứ trong tuần", entry.node(key))
    return frozenset(_WEEKDAYS.index(name) for name in names)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
