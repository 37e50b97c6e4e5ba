"""Who gives an opinion on which day, and how long an escape counts, to the day."""

import datetime as dt

import pytest

from giamngheo.law.after_decision import (
    ClockState,
    UpperLevel,
    escape_clock,
    escape_rule,
    escapes_counted,
    escapes_ending_by,
    months_later,
    opinion_level,
)
from giamngheo.law.enums import Confidence
from giamngheo.law.status_rules import RuleNotFound

ESCAPED = dt.date(2021, 12, 14)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (ESCAPED, ClockState.RUNNING),
        (dt.date(2024, 12, 13), ClockState.RUNNING),
        (dt.date(2024, 12, 14), ClockState.BOUNDARY),
        (dt.date(2024, 12, 15), ClockState.OVER),
    ],
)
def test_an_escape_counts_for_36_months(day: dt.date, state: ClockState) -> None:
    assert escape_clock(escaped_on=ESCAPED).state_on(day) is state


def test_a_day_before_the_escape_has_no_clock() -> None:
    with pytest.raises(ValueError, match="before the escape"):
        escape_clock(escaped_on=ESCAPED).state_on(dt.date(2021, 12, 13))


def test_the_month_is_verbatim_and_its_edges_are_not() -> None:
    rule = escape_rule()

    assert (rule.months.value, rule.months.confidence) == (36, Confidence.VERBATIM)
    assert rule.counted_from.confidence is Confidence.UNVERIFIED
    assert rule.boundary_day.confidence is Confidence.UNVERIFIED
    assert len(rule.uses) == 5
    assert all(use.source for use in rule.uses)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2020, 2, 29), 36, dt.date(2023, 2, 28)),
        (dt.date(2021, 11, 30), 3, dt.date(2022, 2, 28)),
        (dt.date(2024, 2, 29), -36, dt.date(2021, 2, 28)),
        (dt.date(2021, 12, 31), 1, dt.date(2022, 1, 31)),
    ],
)
def test_a_month_without_the_day_ends_with_its_last(
    day: dt.date, months: int, later: dt.date
) -> None:
    assert months_later(day=day, months=months) == later


@pytest.mark.parametrize(
    ("day", "level"),
    [
        (dt.date(2021, 9, 1), UpperLevel.DISTRICT),
        (dt.date(2025, 6, 30), UpperLevel.DISTRICT),
        (dt.date(2025, 7, 1), UpperLevel.PROVINCE),
        (dt.date(2026, 12, 31), UpperLevel.PROVINCE),
    ],
)
def test_the_district_gave_way_to_the_province(day: dt.date, level: UpperLevel) -> None:
    assert opinion_level(as_of=day).value is level


@pytest.mark.parametrize("day", [dt.date(2021, 8, 31), dt.date(2027, 1, 1)])
def test_other_days_have_no_rule_found(day: dt.date) -> None:
    with pytest.raises(RuleNotFound, match="ý kiến của cấp trên"):
        opinion_level(as_of=day)


@pytest.mark.parametrize(
    "escaped_on",
    [
        ESCAPED,
        dt.date(2020, 2, 29),
        dt.date(2021, 2, 28),
        dt.date(2021, 1, 31),
        dt.date(2021, 3, 1),
    ],
)
def test_a_list_by_day_of_escape_agrees_with_each_clock(escaped_on: dt.date) -> None:
    clock = escape_clock(escaped_on=escaped_on)
    for shift in range(-3, 4):
        day = clock.boundary + dt.timedelta(days=shift)
        is_over = clock.state_on(day) is ClockState.OVER
        assert (escaped_on >= escapes_counted(as_of=day)) is not is_over, day
        assert (escaped_on <= escapes_ending_by(until=day)) is (clock.boundary <= day), day
