"""The clocks of the review over weekends, holidays, make-up days and years not announced."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giamngheo.law.calendar import (
    BadSpan,
    CalendarYear,
    SpecialDay,
    add_days,
    add_working_days,
    next_working_day,
    working_days_until,
)
from giamngheo.law.calendar_files import read_year, shipped_calendar
from giamngheo.law.enums import Confidence
from giamngheo.law.yaml_nodes import LawFileInvalid

CALENDAR = shipped_calendar()


def last_day(day: str, count: int) -> str:
    found = add_working_days(day=date.fromisoformat(day), count=count, calendar=CALENDAR)
    return found.day.isoformat()


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2021-11-08", 3, "2021-11-11"),  # Monday: Tuesday, Wednesday, Thursday
        ("2021-11-12", 3, "2021-11-17"),  # Friday: over a weekend
        ("2021-11-13", 3, "2021-11-17"),  # Saturday: the same
        ("2021-11-14", 3, "2021-11-17"),  # Sunday: the same
        ("2021-11-08", 5, "2021-11-15"),
        ("2021-11-08", 7, "2021-11-17"),
        ("2021-09-01", 3, "2021-09-08"),  # National Day 2 and 3 September, then a weekend
        ("2021-04-29", 3, "2021-05-06"),  # 1 May on a Saturday is made up for on Monday
        ("2021-02-09", 3, "2021-02-19"),  # Tết
        ("2023-04-28", 3, "2023-05-08"),  # Kings' day on Saturday, 30 April on Sunday
        ("2025-04-24", 3, "2025-04-28"),  # Saturday 26 April was worked
        ("2025-04-29", 3, "2025-05-07"),  # and Friday 2 May was off for it
        ("2024-12-31", 1, "2025-01-02"),  # over New Year
    ],
)
def test_a_limit_ends_on_its_last_working_day(day: str, count: int, expected: str) -> None:
    assert last_day(day, count) == expected


def test_the_day_of_the_event_is_never_counted() -> None:
    assert last_day("2021-11-08", 1) == "2021-11-09"


def test_what_was_skipped_is_named() -> None:
    found = add_working_days(day=date(2021, 9, 1), count=1, calendar=CALENDAR)

    assert [name for _, name in found.skipped] == ["Quốc khánh"] * 2 + ["thứ Bảy", "Chủ nhật"]


def test_days_of_the_calendar_move_from_a_day_off() -> None:
    ordinary = add_days(day=date(2021, 11, 15), count=15, calendar=CALENDAR)
    weekend = add_days(day=date(2021, 11, 12), count=15, calendar=CALENDAR)

    assert ordinary.day == date(2021, 11, 30)
    assert weekend.day == date(2021, 11, 29)  # the 27th is a Saturday


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_an_announced_year_has_the_eleven_days_of_the_law(year: int) -> None:
    """Eleven days off, less those that fall on a weekend and are made up for, plus swapped ones."""
    known = CALENDAR.years[year]

    assert len(known.off) - len(known.worked) == 11
    assert not add_working_days(day=date(year, 3, 1), count=5, calendar=CALENDAR).provisional


def test_a_year_with_days_to_come_is_provisional() -> None:
    certain = add_working_days(day=date(2025, 12, 26), count=3, calendar=CALENDAR)
    crossing = add_working_days(day=date(2025, 12, 30), count=3, calendar=CALENDAR)

    assert not certain.provisional
    assert crossing.provisional
    assert crossing.words == "06/01/2026 (tạm tính)"
    assert "24/11/2026" in crossing.why_provisional


def test_an_unknown_year_has_the_fixed_days_and_says_so() -> None:
    found = add_working_days(day=date(2028, 4, 28), count=3, calendar=CALENDAR)

    # 30/04/2028 is a Sunday: made up for on the first working day after, which 1 May is not.
    assert found.day == date(2028, 5, 5)
    assert "nghỉ bù Ngày Chiến thắng" in dict(found.skipped).values()
    assert found.provisional
    assert found.confidence is Confidence.UNVERIFIED
    assert "năm 2028: chưa nhập lịch nghỉ đã công bố" in found.why_provisional


def test_an_entered_year_makes_the_limit_certain() -> None:
    off = SpecialDay(
        day=date(2028, 3, 2), name="Thử", source="TB 1/TB", confidence=Confidence.SECONDARY
    )
    year = CalendarYear(
        year=2028, complete=True, source="TB 1/TB", confidence=Confidence.SECONDARY, off=(off,)
    )

    found = add_working_days(day=date(2028, 3, 1), count=3, calendar=CALENDAR.with_year(year))

    assert found.day == date(2028, 3, 7)
    assert not found.provisional


def test_the_last_day_itself_still_belongs_to_the_limit() -> None:
    found = add_working_days(day=date(2021, 11, 8), count=3, calendar=CALENDAR)

    assert not found.is_over(date(2021, 11, 11))
    assert found.is_over(date(2021, 11, 12))


@pytest.mark.parametrize(
    ("as_of", "left"),
    [
        ("2021-11-11", 4),
        ("2021-11-12", 3),
        ("2021-11-13", 3),
        ("2021-11-17", 0),
        ("2021-11-22", -3),
    ],
)
def test_days_left_are_working_days(as_of: str, left: int) -> None:
    found = working_days_until(
        as_of=date.fromisoformat(as_of), last=date(2021, 11, 17), calendar=CALENDAR
    )

    assert found == left


def test_the_next_working_day_may_be_the_day_itself() -> None:
    assert next_working_day(day=date(2021, 9, 2), calendar=CALENDAR) == date(2021, 9, 6)
    assert next_working_day(day=date(2021, 9, 6), calendar=CALENDAR) == date(2021, 9, 6)


@pytest.mark.parametrize("count", [0, -1, 251])
def test_no_limit_of_so_many_days(count: int) -> None:
    with pytest.raises(BadSpan):
        add_working_days(day=date(2021, 11, 8), count=count, calendar=CALENDAR)


@given(
    day=st.dates(min_value=date(2021, 1, 1), max_value=date(2030, 12, 31)),
    count=st.integers(min_value=1, max_value=40),
)
def test_a_limit_and_what_is_left_of_it_agree(day: date, count: int) -> None:
    found = add_working_days(day=day, count=count, calendar=CALENDAR)

    assert CALENDAR.is_working_day(found.day)
    assert working_days_until(as_of=day, last=found.day, calendar=CALENDAR) == count
    assert found.day - day == timedelta(days=count + len(found.skipped))


GOOD = "complete: {value: true, source: x, confidence: secondary}\noff:\n"
FIXED = "".join(
    f"  - {{value: 2024-{day}, name: x, source: x, confidence: secondary}}\n"
    for day in ("01-01", "04-30", "05-01", "09-02")
)


def test_a_year_file_is_read() -> None:
    assert len(read_year(text=GOOD + FIXED, file="2024.yaml", calendar=CALENDAR).off) == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD + FIXED.replace("2024-05-01", "2024-05-02"), "thiếu ngày lễ cố định 2024-05-01"),
        (
            GOOD + FIXED + "  - {value: 2024-06-01, name: x, source: x, confidence: secondary}",
            "hằng tuần",
        ),
        (
            GOOD + FIXED + "  - {value: 2025-06-02, name: x, source: x, confidence: secondary}",
            "năm 2024",
        ),
        (
            GOOD
            + FIXED
            + "worked:\n  - {value: 2024-06-03, name: x, source: x, confidence: secondary}",
            "vốn là ngày làm việc",
        ),
        (GOOD + FIXED.replace("source: x", "source: ''"), "source"),
    ],
)
def test_a_bad_year_file_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(LawFileInvalid) as refused:
        read_year(text=text, file="2024.yaml", calendar=CALENDAR)

    assert words in refused.value.message
