"""What plans are held against: each fact has a source, nothing is claimed that was not read."""

import datetime as dt

from giamngheo.law.enums import Confidence
from giamngheo.law.plan_rules import counterpart_rules, former_agencies, legal_texts


def test_no_document_is_listed_twice():
    codes = [(text.kind, text.code, text.issued) for text in legal_texts()]

    assert len(codes) == len(set(codes))


def test_days_of_a_document_are_in_order():
    for text in legal_texts():
        days = [text.issued, text.in_force, text.out_of_force or text.applies_to]
        known = [day for day in days if day is not None]
        assert known == sorted(known), text.code
        assert text.source


def test_a_year_in_a_number_is_the_year_it_was_issued():
    for text in legal_texts():
        if text.issued and text.code.count("/") == 2:
            assert text.issued.year == int(text.code.split("/")[1]), text.code


def test_an_inferred_share_says_that_it_is_not_verified():
    (rule,) = counterpart_rules()

    assert (rule.province, rule.percent.value) == ("Bình Phước", 15)
    assert rule.percent.confidence is Confidence.UNVERIFIED


def test_the_district_level_ends_with_june_2025():
    district = next(one for one in former_agencies() if "UBND huyện" in one.names)

    assert district.until.value == dt.date(2025, 7, 1)
