"""Sums as the plans write them, in whole đồng."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giamngheo.lib.money import (
    Amount,
    BadMoney,
    format_million_vnd,
    format_vnd,
    parse_amount,
    parse_money,
    to_million_vnd,
)


@pytest.mark.parametrize(
    ("text", "vnd"),
    [
        ("44.934 triệu đồng", 44_934_000_000),
        ("151.900 triệu đồng", 151_900_000_000),
        ("500 triệu đồng", 500_000_000),
        ("1,2 tỷ đồng", 1_200_000_000),
        ("1,2 tỉ đồng", 1_200_000_000),
        ("1 tỷ 200 triệu đồng", 1_200_000_000),
        ("228.000 đồng/người/tháng", 228_000),
        ("1.715.000 đồng/người/tháng", 1_715_000),
        ("500 nghìn đồng", 500_000),
        ("500 ngàn đồng", 500_000),
        ("30.100 triệu", 30_100_000_000),
        ("200.000đ", 200_000),
        ("44.934 trđ", 44_934_000_000),
        ("44.934 tr.đ", 44_934_000_000),
        ("2.200.000 VNĐ", 2_200_000),
        ("0,000001 triệu đồng", 1),
        ("-5 triệu đồng", -5_000_000),
        ("44.934 TRIỆU ĐỒNG", 44_934_000_000),
    ],
)
def test_parse_money(text: str, vnd: int):
    assert parse_money(text) == vnd


def test_parse_money_takes_the_unit_of_the_heading():
    assert parse_money("44.934", "triệu đồng") == 44_934_000_000
    assert parse_money(3699.5, "triệu đồng") == 3_699_500_000
    assert parse_money("5 tỷ đồng", "triệu đồng") == 5_000_000_000
    assert parse_money(1500, "đồng") == 1500


def test_parse_amount_keeps_what_it_is_counted_per():
    assert parse_amount("228.000 đồng/người/tháng") == Amount(vnd=228_000, per=("người", "tháng"))
    assert parse_amount("500 triệu đồng").per == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,5 đồng", "phần lẻ"),
        ("0,0000001 triệu đồng", "phần lẻ"),
        ("1.000", "thiếu đơn vị"),
        (1000, "thiếu đơn vị"),
        ("2.5 triệu đồng", "ba chữ số"),
        ("5 triệu bạc", "chưa rõ"),
        ("khoảng 5 triệu đồng", "chưa rõ"),
        ("5 triệu đồng/", "chưa rõ"),
        ("triệu đồng", "chưa rõ"),
        ("", "để trống"),
    ],
)
def test_parse_money_refuses(text: str | int, reason: str):
    with pytest.raises(BadMoney, match=reason) as refused:
        parse_money(text)
    assert refused.value.code == "LIB-003"


def test_format_money():
    assert format_vnd(44_934_000_000) == "44.934.000.000 đồng"
    assert format_million_vnd(44_934_000_000) == "44.934 triệu đồng"
    assert format_million_vnd(1_500_000) == "1,5 triệu đồng"
    assert format_million_vnd(1_555_000, 1) == "1,6 triệu đồng"
    assert (format_vnd(None), format_million_vnd(None)) == ("–", "–")


def test_to_million_vnd_is_exact():
    assert to_million_vnd(44_934_000_000) == 44934
    assert to_million_vnd(1) == Decimal("0.000001")


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_money_comes_back_in_both_units(vnd: int):
    assert parse_money(format_vnd(vnd)) == vnd
    assert parse_money(format_million_vnd(vnd)) == vnd
