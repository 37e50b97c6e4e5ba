"""Short forms written out, symbols of documents left alone."""

import pytest

from giamngheo.lib.abbreviations import EXPANSIONS, expand_abbreviations


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("UBND huyện", "Ủy ban nhân dân huyện"),
        ("HĐND&UBND", "Hội đồng nhân dân&Ủy ban nhân dân"),
        ("Sở LĐTBXH", "Sở Lao động - Thương binh và Xã hội"),
        ("Phòng LĐ-TB&XH.", "Phòng Lao động - Thương binh và Xã hội."),
        ("thẻ BHYT", "thẻ bảo hiểm y tế"),
        ("CTMTQG GNBV", "chương trình mục tiêu quốc gia giảm nghèo bền vững"),
        ("xã, thôn ĐBKK;", "xã, thôn đặc biệt khó khăn;"),
        ("hộ DTTS", "hộ dân tộc thiểu số"),
        ("hộ KCKNLĐ", "hộ không có khả năng lao động"),
        ("NHCSXH và CSXH", "Ngân hàng Chính sách xã hội và chính sách xã hội"),
    ],
)
def test_expand(short: str, full: str):
    assert expand_abbreviations(short) == full


@pytest.mark.parametrize(
    "symbol", ["154/KH-UBND", "10/2022/NQ-HĐND", "3322/UBND-KGVX", "28/TTr-SLĐTBXH", "THPTQG"]
)
def test_symbols_of_documents_stay(symbol: str):
    assert expand_abbreviations(symbol) == symbol


def test_an_expansion_holds_no_short_form():
    assert [full for full in EXPANSIONS.values() if expand_abbreviations(full) != full] == []
