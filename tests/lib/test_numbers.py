"""Vietnamese notation, read and written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giamngheo.lib.numbers import (
    BadNumber,
    format_number,
    format_percent,
    parse_int,
    parse_number,
    parse_optional,
    percent_of,
    round_half_up,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("59.360", 59360),
        ("1.297", 1297),
        ("1.044.000.000.000", 1044000000000),
        ("1.715.000", 1715000),
        ("0", 0),
        ("007", 7),
        ("795", 795),
        ("12345", 12345),
        ("-5", -5),
        ("−5", -5),
        ("– 5", -5),
        ("+5", 5),
        ("1 044 000", 1044000),
        ("1\u00a0044\u00a0000", 1044000),
        (" 4.241 ", 4241),
        ("2,18", Decimal("2.18")),
        ("0,89%", Decimal("0.89")),
        ("2,18 %", Decimal("2.18")),
        ("10,32", Decimal("10.32")),
        ("0,80", Decimal("0.80")),
        ("1.234,5", Decimal("1234.5")),
        ("58%", 58),
        (59360.0, 59360),
        (2.18, Decimal("2.18")),
        (0.1 + 0.2, Decimal("0.3")),
        (7, 7),
        (Decimal("1.5"), Decimal("1.5")),
    ],
)
def test_parse_number(text: str | float, value: int | Decimal):
    parsed = parse_number(text)

    assert parsed == value
    assert type(parsed) is type(value)
    assert str(parsed) == str(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2.5", "đúng ba chữ số"),
        ("0.890", "đúng ba chữ số"),
        ("0.89%", "đúng ba chữ số"),
        ("1.2345", "đúng ba chữ số"),
        ("12.34,5", "đúng ba chữ số"),
        ("1.715.00", "đúng ba chữ số"),
        ("59,360,000", "hơn một dấu phẩy"),
        ("1.825 hộ", "ký tự"),
        ("1e5", "ký tự"),
        ("hai", "không có chữ số"),
        ("NaN", "không có chữ số"),
        ("", "để trống"),
        ("1 23", "chưa rõ"),
        (float("nan"), "hữu hạn"),
        (float("inf"), "hữu hạn"),
        (True, "đúng/sai"),
    ],
)
def test_parse_number_refuses(text: str | float, reason: str):
    with pytest.raises(BadNumber, match=reason) as refused:
        parse_number(text)
    assert refused.value.code == "LIB-001"


def test_parse_int():
    assert [parse_int(text) for text in ("59.360", "5,0", 12.0)] == [59360, 5, 12]


@pytest.mark.parametrize("text", ["2,18", "59,000", 2.5, "59.360,5"])
def test_parse_int_refuses_fractions_and_foreign_thousands(text: str | float):
    with pytest.raises(BadNumber):
        parse_int(text)


@pytest.mark.parametrize("text", [None, "", "-", " - ", "–", "—", "…"])
def test_parse_optional_reads_a_dash_as_none(text: str | None):
    assert parse_optional(text, parse_number) is None


def test_parse_optional_reads_a_value():
    assert parse_optional("1.297", parse_int) == 1297


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Decimal("2.185"), 2, "2.19"),
        (2.185, 2, "2.19"),
        (Decimal("2.1849"), 2, "2.18"),
        (Decimal("-2.5"), 0, "-3"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2, 1, "2.0"),
    ],
)
def test_round_half_up(value: Decimal | float, places: int, rounded: str):
    assert str(round_half_up(value, places)) == rounded


def test_percent_of():
    assert percent_of(1297, 59360) == Decimal("2.18")
    assert percent_of(1825, 59360) == Decimal("3.07")
    assert percent_of(1, 0) is None


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (59360, None, "59.360"),
        (1044000000000, None, "1.044.000.000.000"),
        (Decimal("2.18"), None, "2,18"),
        (Decimal("2.180"), 2, "2,18"),
        (2.185, 2, "2,19"),
        (59360.0, None, "59.360"),
        (-1234, None, "-1.234"),
        (Decimal("-0.004"), 2, "0,00"),
        (0, None, "0"),
        (1297, 2, "1.297,00"),
        (None, None, "–"),
    ],
)
def test_format_number(value: Decimal | float | None, places: int | None, text: str):
    assert format_number(value, places) == text


def test_format_percent():
    assert format_percent(Decimal("2.185")) == "2,19 %"
    assert format_percent(58, None) == "58 %"
    assert format_percent(None) == "–"


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_whole_numbers_come_back(value: int):
    assert parse_number(format_number(value)) == value


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3
    )
)
def test_decimals_come_back(value: Decimal):
    assert parse_number(format_number(value)) == value


@given(st.text(max_size=20))
def test_parse_number_reads_or_refuses_any_text(text: str):
    try:
        value = parse_number(text)
    except BadNumber:
        return
    assert isinstance(value, int | Decimal)
