"""Every form of date that the plans use, and those that no calendar has."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giamngheo.lib.dates import (
    BadDate,
    DateKind,
    find_dates,
    format_date,
    format_date_long,
    parse_date,
)

DAYS = st.dates(min_value=dt.date(1900, 3, 1), max_value=dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("07/1/2020", dt.date(2020, 1, 7)),
        ("07/01/2020", dt.date(2020, 1, 7)),
        ("27/5/2016", dt.date(2016, 5, 27)),
        ("ngày 27/5/2016", dt.date(2016, 5, 27)),
        ("28-10-2021", dt.date(2021, 10, 28)),
        ("NGÀY 23-6-2021", dt.date(2021, 6, 23)),
        ("5.7.2026", dt.date(2026, 7, 5)),
        ("05/07/2026", dt.date(2026, 7, 5)),
        ("ngày 31 tháng 01 năm 2020", dt.date(2020, 1, 31)),
        ("09 tháng 3 năm 2017", dt.date(2017, 3, 9)),
        ("ngày 10 tháng 02 năm\n2022", dt.date(2022, 2, 10)),
        ("ngày 22 tháng 02/2021", dt.date(2021, 2, 22)),
        ("mồng 5 tháng 3 năm 2020", dt.date(2020, 3, 5)),
        ("2020-01-31", dt.date(2020, 1, 31)),
        ("2020-01-31 00:00:00", dt.date(2020, 1, 31)),
        (" 29/02/2020 ", dt.date(2020, 2, 29)),
        ("12/3/68", dt.date(1968, 3, 12)),
        ("12/3/26", dt.date(2026, 3, 12)),
        (43861, dt.date(2020, 1, 31)),
        (43861.75, dt.date(2020, 1, 31)),
        ("43861", dt.date(2020, 1, 31)),
        (1, dt.date(1900, 1, 1)),
        (59, dt.date(1900, 2, 28)),
        (61, dt.date(1900, 3, 1)),
        (dt.date(2020, 1, 31), dt.date(2020, 1, 31)),
        (dt.datetime(2020, 1, 31, 8, 30, tzinfo=dt.UTC), dt.date(2020, 1, 31)),
    ],
)
def test_parse_date(text: str | float | dt.date, day: dt.date):
    parsed = parse_date(text)

    assert parsed == day
    assert type(parsed) is dt.date


def test_parse_date_of_two_digits_falls_in_the_window():
    assert parse_date("12/3/45", window_start=1926) == dt.date(1945, 3, 12)
    assert parse_date("12/3/25", window_start=1926) == dt.date(2025, 3, 12)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2020", "chỉ có 29 ngày"),
        ("29/02/2021", "chỉ có 28 ngày"),
        ("31/4/2020", "chỉ có 30 ngày"),
        ("0/4/2020", "chỉ có 30 ngày"),
        ("07/25/2020", "không có tháng 25"),
        ("ngày 31 tháng 13 năm 2020", "không có tháng 13"),
        ("01/01/1899", "ngoài khoảng"),
        ("01/01/2101", "ngoài khoảng"),
        ("tháng 1 năm 2020", "thiếu"),
        ("15/11", "thiếu"),
        ("ngày    tháng    năm 2021", "thiếu"),
        ("7/1-2020", "thiếu"),
        ("31012020", "thiếu"),
        ("", "để trống"),
        (0, "Excel"),
        (99999, "Excel"),
        (True, "Excel"),
    ],
)
def test_parse_date_refuses(text: str | float, reason: str):
    with pytest.raises(BadDate, match=reason) as refused:
        parse_date(text)
    assert refused.value.code == "LIB-002"


@given(DAYS)
def test_dates_come_back_in_every_form(day: dt.date):
    assert parse_date(format_date(day)) == day
    assert parse_date(format_date_long(day)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date((day - dt.date(1899, 12, 30)).days) == day


def test_format_date():
    assert format_date(dt.date(2020, 1, 31)) == "31/01/2020"
    assert format_date(None) == "–"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2020, 1, 31), "ngày 31 tháng 01 năm 2020"),
        (dt.date(2017, 3, 9), "ngày 09 tháng 3 năm 2017"),
        (dt.date(2021, 12, 27), "ngày 27 tháng 12 năm 2021"),
    ],
)
def test_format_date_long_as_in_headings(day: dt.date, text: str):
    assert format_date_long(day) == text


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Triệu Sơn, ngày 31 tháng 01 năm 2020", "date", {"date": dt.date(2020, 1, 31)}),
        ("số 10/2022/NQ-HĐND ngày 12/7/2022 của", "date", {"date": dt.date(2022, 7, 12)}),
        ("ngày 10 tháng 02 năm\n2022.", "date", {"date": dt.date(2022, 2, 10)}),
        ("số 3322/UBND-KGVX ngày\n16 tháng 9 năm 2021;", "date", {"date": dt.date(2021, 9, 16)}),
        ("NGÀY 28-10-2021 CỦA", "date", {"date": dt.date(2021, 10, 28)}),
        ("xong **trước ngày 24/02/2020**.", "date", {"date": dt.date(2020, 2, 24)}),
        ("trước ngày 31/02/2020", "date", {"date": None, "day": 31, "month": 2, "year": 2020}),
        ("trước ngày 15 tháng 11 hàng năm", "recurring", {"day": 15, "month": 11, "every": "year"}),
        ("trước 15/12 hằng năm", "recurring", {"day": 15, "month": 12, "every": "year"}),
        ("ngày 20 hằng tháng", "recurring", {"day": 20, "month": None, "every": "month"}),
        ("báo cáo hàng quý", "recurring", {"every": "quarter"}),
        ("Hằng năm, xây dựng", "recurring", {"every": "year"}),
        ("trước ngày 15/11 gửi về", "day_month", {"day": 15, "month": 11, "year": None}),
        ("trong tháng 1 năm 2020", "month", {"month": 1, "year": 2020}),
        ("tháng 12/2021", "month", {"month": 12, "year": 2021}),
        ("trong tháng 6 gửi", "month", {"month": 6, "year": None}),
        ("quý I năm 2020", "quarter", {"quarter": 1, "year": 2020}),
        ("Quý IV/2024", "quarter", {"quarter": 4, "year": 2024}),
        ("trong quý 2", "quarter", {"quarter": 2, "year": None}),
        ("kế hoạch NĂM 2020", "year", {"year": 2020}),
        ("ngày    tháng    năm 2021", "year", {"year": 2021}),
    ],
)
def test_find_dates(text: str, kind: str, expected: dict[str, object]):
    (found,) = find_dates(text)

    assert found.kind == kind
    assert {name: getattr(found, name) for name in expected} == expected
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "trong vòng 36 tháng kể từ thời điểm thoát nghèo",
        "giai đoạn 2016 - 2020",
        "trong các năm 2016 – 2020",
        "Nghị quyết số 10/2022/NQ-HĐND",
        "báo cáo 6 tháng và năm",
        "4.5. Xây dựng 2.254 triệu đồng",
        "quý vị",
        "tỷ lệ 12/34 hộ",
    ],
)
def test_find_dates_finds_none(text: str):
    assert find_dates(text) == []


def test_find_dates_says_what_is_wrong_with_an_impossible_one():
    impossible_day, impossible_month = find_dates("ngày 31/02/2020 và tháng 13 năm 2020")

    assert impossible_day.problem == "tháng 02/2020 chỉ có 29 ngày"
    assert impossible_month.problem == "không có tháng 13"
    assert impossible_month.kind is DateKind.MONTH


@given(st.lists(DAYS, max_size=5))
def test_find_dates_finds_all_written_dates(days: list[dt.date]):
    text = "; ".join(f"Quyết định số 54/QĐ-UBND {format_date_long(day)}" for day in days)

    assert [found.date for found in find_dates(text) if day_in_range(found.date)] == [
        day for day in days if day_in_range(day)
    ]


def day_in_range(day: dt.date | None) -> bool:
    """Running text is searched for years of this and the last century only."""
    return day is not None and day.year < 2100
