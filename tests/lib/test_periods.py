"""Half-open periods, and years as people say them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giamngheo.lib.periods import (
    BadPeriod,
    Period,
    find_year_periods,
    format_until,
    parse_year_period,
)

DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2050, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    length = draw(st.none() | st.integers(min_value=1, max_value=4000))
    return Period(start, None if length is None else start + dt.timedelta(days=length))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("giai đoạn 2016 - 2020", (2016, 2020)),
        ("giai đoạn 2016 – 2020;", (2016, 2020)),
        ("giai đoạn 2021-2025", (2021, 2025)),
        ("Giai đoạn\n2012 - 2020", (2012, 2020)),
        ("từ năm 2021 đến năm 2025", (2021, 2025)),
        ("2021 đến hết năm 2025", (2021, 2025)),
    ],
)
def test_parse_year_period(text: str, years: tuple[int, int]):
    assert parse_year_period(text) == years


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("giai đoạn hiện nay", "không có"),
        ("2016-2020 và 2021-2025", "hơn một"),
        ("2020-2016", "đứng trước"),
    ],
)
def test_parse_year_period_refuses(text: str, reason: str):
    with pytest.raises(BadPeriod, match=reason) as refused:
        parse_year_period(text)
    assert refused.value.code == "LIB-004"


def test_find_year_periods():
    text = "giai đoạn 2016-2020, số 10/2022/NQ-HĐND; giai đoạn 2021 – 2025"

    assert find_year_periods(text) == [(2016, 2020), (2021, 2025)]


def test_period_of_year_quarter_month():
    assert Period.of_year(2020) == Period(dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    assert Period.of_years(2016, 2020).last_day == dt.date(2020, 12, 31)
    assert Period.of_quarter(2020, 4) == Period(dt.date(2020, 10, 1), dt.date(2021, 1, 1))
    assert Period.of_month(2020, 2).last_day == dt.date(2020, 2, 29)
    assert Period(dt.date(2020, 1, 1)).last_day is None


def test_period_holds_its_first_day_and_not_its_end():
    period = Period(dt.date(2020, 1, 1), dt.date(2021, 1, 1))

    assert dt.date(2020, 1, 1) in period
    assert dt.date(2020, 12, 31) in period
    assert dt.date(2021, 1, 1) not in period
    assert dt.date(2019, 12, 31) not in period


def test_neighbouring_periods_do_not_overlap():
    assert not Period.of_year(2020).overlaps(Period.of_year(2021))
    assert Period.of_year(2020).overlaps(Period(dt.date(2020, 12, 31)))


@pytest.mark.parametrize("end", [dt.date(2020, 1, 1), dt.date(2019, 12, 31)])
def test_an_empty_period_is_refused(end: dt.date):
    with pytest.raises(BadPeriod, match="phải sau"):
        Period(dt.date(2020, 1, 1), end)


@given(periods(), periods(), DAYS)
def test_a_day_is_in_the_intersection_when_in_both(one: Period, other: Period, day: dt.date):
    shared = one.intersection(other)

    assert (shared is not None and day in shared) == (day in one and day in other)
    assert one.overlaps(other) == other.overlaps(one)


def test_format_until_names_the_last_day():
    assert format_until(dt.date(2027, 1, 1)) == "đến hết ngày 31/12/2026"
    assert format_until(None) == "đến khi có thay đổi"
    assert str(Period.of_year(2020)) == "từ 01/01/2020 đến hết ngày 31/12/2020"
